#include "app/array-output.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/export/npy.h"

static bool
fail_with_errno (const char *path, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, "%s: %s", shown, g_strerror (code));
  return false;
}

/* Removes the files of `outputs` in `folder`; what is not there is no matter. */
static void
remove_outputs (const IsoArrayOutput *outputs, size_t count, const char *folder)
{
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *path = g_build_filename (folder, outputs[i].name, NULL);
      g_unlink (path);
    }
}

static bool
write_outputs (const IsoArrayOutput *outputs, size_t count, const char *folder, GError **error)
{
  for (size_t i = 0; i < count; i++)
    {
      const IsoArrayOutput *output = &outputs[i];
      g_autofree char *path = g_build_filename (folder, output->name, NULL);
      if (output->values == NULL)
        continue;
      if (output->columns == 0 ? !iso_npy_write_vector (path, output->values, output->rows, error)
                               : !iso_npy_write_floats (path, output->values, output->rows, output->columns, error))
        return false;
    }
  return true;
}

/* Moves the complete set into a folder that is already there. Of an earlier set what this one lacks is removed, so that no two
 * are mixed. */
static bool
move_outputs (const IsoArrayOutput *outputs, size_t count, const char *from, const char *to, GError **error)
{
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *source = g_build_filename (from, outputs[i].name, NULL);
      g_autofree char *target = g_build_filename (to, outputs[i].name, NULL);
      bool written = outputs[i].values != NULL;
      if ((written ? g_rename (source, target) : g_unlink (target)) != 0 && (written || errno != ENOENT))
        {
          fail_with_errno (target, errno, error);
          remove_outputs (outputs, i, to);
          return false;
        }
    }
  g_rmdir (from);
  return true;
}

bool
iso_array_outputs_store (const IsoArrayOutput *outputs, size_t count, const char *out, GError **error)
{
  if (out[0] == '\0')
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--out: found nothing, expected a folder"));
      return false;
    }
  g_autofree char *trimmed = g_strdup (out);
  for (size_t length = strlen (trimmed); length > 1 && G_IS_DIR_SEPARATOR (trimmed[length - 1]); length--)
    trimmed[length - 1] = '\0';
  bool exists = g_file_test (trimmed, G_FILE_TEST_IS_DIR);
  /* Inside a folder that exists, which may be all that can be written to; beside one that does not. */
  g_autofree char *partial = g_strconcat (trimmed, exists ? "/" : "", ".partial-XXXXXX", NULL);
  if (!exists && g_file_test (trimmed, G_FILE_TEST_EXISTS))
    return fail_with_errno (trimmed, ENOTDIR, error);
  if (g_mkdtemp_full (partial, 0777) == NULL)
    return fail_with_errno (trimmed, errno, error);
  bool stored = write_outputs (outputs, count, partial, error);
  if (stored && exists)
    stored = move_outputs (outputs, count, partial, trimmed, error);
  else if (stored && g_rename (partial, trimmed) != 0)
    stored = fail_with_errno (trimmed, errno, error);
  if (!stored)
    {
      remove_outputs (outputs, count, partial);
      g_rmdir (partial);
    }
  return stored;
}
