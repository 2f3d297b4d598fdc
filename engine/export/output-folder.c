#include "engine/export/output-folder.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "engine/base/error.h"

static bool
set_file_error (const char *path, GError **error)
{
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, "%s: %s", path, g_strerror (errno));
  return false;
}

/* The first of the files whose name a folder has taken, newly allocated, or NULL. */
static char *
find_obstacle (const char *path, const char *const *names)
{
  for (size_t i = 0; names[i] != NULL; i++)
    {
      g_autofree char *file = g_build_filename (path, names[i], NULL);
      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&file);
    }
  return NULL;
}

/* Whether the folder at path, which exists, can be written into. */
static bool
can_take (const char *path, const char *const *names, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &problem);
  g_autofree char *obstacle = find_obstacle (path, names);
  if (folder == NULL)
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FILE, problem->message);
  else if (obstacle != NULL)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found a folder, expected a file or nothing"), obstacle);
  else if (g_access (path, W_OK | X_OK) != 0)
    return set_file_error (path, error);
  else
    return true;
  return false;
}

/* Makes the folder after its parents, noting each that was made. */
static bool
make_folders (GPtrArray *created, const char *path, GError **error)
{
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return true;
  g_autofree char *parent = g_path_get_dirname (path);
  if (!make_folders (created, parent, error))
    return false;
  if (g_mkdir (path, 0777) != 0)
    return set_file_error (path, error);
  g_ptr_array_add (created, g_strdup (path));
  return true;
}

bool
iso_output_folder_claim (IsoOutputFolder *folder, const char *const *names, const char *path, GError **error)
{
  folder->names = names;
  folder->path = g_canonicalize_filename (path, NULL);
  folder->created = g_ptr_array_new_with_free_func (g_free);
  if (g_file_test (folder->path, G_FILE_TEST_EXISTS) && !g_file_test (folder->path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found a file, expected a folder"), path);
      return false;
    }
  if (make_folders (folder->created, folder->path, error) && can_take (folder->path, names, error))
    return true;
  iso_output_folder_abandon (folder);
  return false;
}

static bool
move_in_place (const char *from, const char *to, const char *const *names, GError **error)
{
  for (size_t i = 0; names[i] != NULL; i++)
    {
      g_autofree char *source = g_build_filename (from, names[i], NULL);
      g_autofree char *target = g_build_filename (to, names[i], NULL);
      if (g_rename (source, target) != 0)
        return set_file_error (target, error);
    }
  return true;
}

bool
iso_output_folder_fill (IsoOutputFolder *folder, IsoOutputWrite write, gpointer data, GError **error)
{
  g_autofree char *hidden = g_build_filename (folder->path, ".isotherm-XXXXXX", NULL);
  if (g_mkdtemp_full (hidden, 0777) == NULL)
    return set_file_error (folder->path, error);
  bool done = write (hidden, data, error) && move_in_place (hidden, folder->path, folder->names, error);
  for (size_t i = 0; folder->names[i] != NULL && !done; i++)
    {
      g_autofree char *path = g_build_filename (hidden, folder->names[i], NULL);
      g_unlink (path);
    }
  g_rmdir (hidden);
  return done;
}

void
iso_output_folder_abandon (IsoOutputFolder *folder)
{
  for (guint i = folder->created->len; i > 0; i--)
    g_rmdir (folder->created->pdata[i - 1]);
}

void
iso_output_folder_clear (IsoOutputFolder *folder)
{
  g_clear_pointer (&folder->path, g_free);
  g_clear_pointer (&folder->created, g_ptr_array_unref);
}
