#include "app/output-claim.h"

#include <glib/gi18n.h>

#include "engine/base/error.h"

/* Whether the folder, if there is one, is empty. One that cannot be read is refused where it is claimed. */
static bool
is_empty (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  return folder == NULL || g_dir_read_name (folder) == NULL;
}

bool
iso_output_check_empty (const char *path, bool force, GError **error)
{
  if (force || is_empty (path))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found a folder with files in it, expected an empty one; --force writes into it"),
               path);
  return false;
}

bool
iso_output_claim (IsoOutputFolder *folder, const char *const *names, const char *path, bool force, GError **error)
{
  if (path[0] == '\0')
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--out: found nothing, expected a folder"));
      return false;
    }
  return iso_output_check_empty (path, force, error) && iso_output_folder_claim (folder, names, path, error);
}
