#include "app/matrix-input.h"

#include <glib/gi18n.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/file.h"
#include "engine/data/npy.h"
#include "engine/data/zip.h"

static const char *const names[] = { "embeddings.npy", "features.npy", "X.npy", "x.npy", "data.npy" };

static const IsoZipMember *
find_member (const IsoZip *zip)
{
  size_t count;
  const IsoZipMember *members = iso_zip_members (zip, &count), *found = count == 1 ? members : NULL;
  for (size_t i = 0; i < G_N_ELEMENTS (names) && found == NULL; i++)
    found = iso_zip_find (zip, names[i]);
  return found;
}

static float *
to_matrix (size_t *N, size_t *D, const IsoNpy *npy, const char *name, GError **error)
{
  if (npy->dimension_count != 2)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found an array of %u dimensions, expected (N, D)"), name,
                   npy->dimension_count);
      return NULL;
    }
  *N = npy->sizes[0];
  *D = npy->sizes[1];
  return iso_npy_to_floats (npy, name, error);
}

static float *
read_archive (size_t *N, size_t *D, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GBytes) contents = iso_file_load (file, cancellable, error);
  g_autoptr (IsoZip) zip = contents != NULL ? iso_zip_open (path, contents, error) : NULL;
  if (zip == NULL)
    return NULL;
  const IsoZipMember *member = find_member (zip);
  if (member == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
                   _("%s: found several arrays, expected a single one, or one called embeddings, features, X, x or data"), path);
      return NULL;
    }
  g_autoptr (GBytes) bytes = iso_zip_read (zip, member, cancellable, error);
  g_autofree char *name = g_strdup_printf ("%s: %s", path, member->name);
  IsoNpy npy;
  if (bytes == NULL || !iso_npy_parse (&npy, name, bytes, error))
    return NULL;
  float *values = to_matrix (N, D, &npy, name, error);
  iso_npy_clear (&npy);
  return values;
}

float *
iso_matrix_input_read (size_t *N, size_t *D, const char *path, GCancellable *cancellable, GError **error)
{
  bool is_archive = g_str_has_suffix (path, ".npz");
  float *values = is_archive ? read_archive (N, D, path, cancellable, error) : iso_npy_read_matrix (N, D, path, error);
  if (values == NULL || (*N > 0 && *D > 0))
    return values;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found an array of shape (%zu, %zu), expected at least one row and one column"),
               path, *N, *D);
  iso_block_free (values);
  return NULL;
}
