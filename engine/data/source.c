#include "engine/data/source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/image-list.h"
#include "engine/data/source-kinds.h"

#define FASHION_FOLDER "fashion-mnist"
#define FASHION_NAME "Fashion-MNIST"

/* Where Debian's dataset-fashion-mnist puts its files. */
#define PACKAGE_FOLDER "/usr/share/datasets/" FASHION_FOLDER

static GFile *
folder_if_idx (const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  return iso_source_has_idx (folder) ? g_steal_pointer (&folder) : NULL;
}

static GFile *
data_folder_if_idx (const char *data_directory)
{
  g_autofree char *path = g_build_filename (data_directory, "datasets", FASHION_FOLDER, NULL);
  return folder_if_idx (path);
}

static GFile *
find_fashion (void)
{
  GFile *folder = data_folder_if_idx (g_get_user_data_dir ());
  if (folder == NULL)
    folder = folder_if_idx (PACKAGE_FOLDER);
  const char *const *directories = g_get_system_data_dirs ();
  for (size_t i = 0; folder == NULL && directories[i] != NULL; i++)
    folder = data_folder_if_idx (directories[i]);
  return folder;
}

static IsoDataset *
load_fashion (GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) folder = find_fashion ();
  if (folder != NULL)
    return iso_source_load_idx (folder, FASHION_NAME, true, cancellable, error);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE,
               _("fashion-mnist: not found in %s nor in datasets/%s of the data folders: install the package "
                 "dataset-fashion-mnist, or give the folder with the set's four files"),
               PACKAGE_FOLDER, FASHION_FOLDER);
  return NULL;
}

static IsoDataset *
load_folder (GFile *folder, const IsoSourceRequest *request, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_file_get_basename (folder);
  if (iso_source_has_idx (folder))
    {
      bool fashion = g_strcmp0 (name, FASHION_FOLDER) == 0;
      return iso_source_load_idx (folder, fashion ? FASHION_NAME : name, fashion, cancellable, error);
    }
  g_autoptr (GFile) features = iso_source_find_npy (folder);
  if (features != NULL)
    return iso_source_load_npy (features, name, report, cancellable, error);
  if (iso_source_has_images (folder))
    return iso_source_load_images (folder, name, request, report, cancellable, error);
  g_autofree char *path = g_file_get_parse_name (folder);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE,
               _("%s: found no data; expected train-images-idx3-ubyte and train-labels-idx1-ubyte (t10k-… for the test part, .gz "
                 "or plain), or embeddings.npy or features.npy with labels.npy, or %s"),
               path, iso_image_list_expectation ());
  return NULL;
}

/* Files by the end of their name. */
static const struct {
  const char *ending;
  IsoSourceKind kind;
  IsoTableForm form;
} endings[] = {
  { ".npy", ISO_SOURCE_NPY, { 0 } },           { ".npz", ISO_SOURCE_NPZ, { 0 } },
  { ".csv", ISO_SOURCE_CSV, { 0, false } },    { ".tsv", ISO_SOURCE_CSV, { '\t', false } },
  { ".csv.gz", ISO_SOURCE_CSV, { 0, true } },  { ".tsv.gz", ISO_SOURCE_CSV, { '\t', true } },
};

/* The row of `endings`, or their number where there is none. */
static size_t
find_ending (const char *name)
{
  g_autofree char *small = g_ascii_strdown (name, -1);
  size_t e = 0;
  while (e < G_N_ELEMENTS (endings) && !g_str_has_suffix (small, endings[e].ending))
    e++;
  return e;
}

static IsoDataset *
load_file (GFile *file, const IsoSourceRequest *request, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  g_autofree char *base = g_file_get_basename (file), *path = g_file_get_parse_name (file);
  size_t e = find_ending (base);
  if (e == G_N_ELEMENTS (endings))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE,
                   _("%s: found a file of unknown kind, expected a folder or a file ending in .npy, .npz, .csv, .tsv, .csv.gz or "
                     ".tsv.gz"),
                   path);
      return NULL;
    }
  g_autofree char *name = g_strndup (base, strlen (base) - strlen (endings[e].ending));
  switch (endings[e].kind)
    {
    case ISO_SOURCE_NPZ:
      return iso_source_load_npz (file, name, report, cancellable, error);
    case ISO_SOURCE_CSV:
      return iso_source_load_csv (file, name, endings[e].form, request->label_column, report, cancellable, error);
    default:
      return iso_source_load_npy (file, name, report, cancellable, error);
    }
}

IsoSourceKind
iso_source_kind (const char *source)
{
  if (g_strcmp0 (source, "sample") == 0)
    return ISO_SOURCE_SAMPLE;
  if (g_strcmp0 (source, "fashion-mnist") == 0)
    return ISO_SOURCE_IDX;
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (source);
  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_DIRECTORY)
    {
      g_autoptr (GFile) features = iso_source_find_npy (file);
      return iso_source_has_idx (file) ? ISO_SOURCE_IDX : features != NULL ? ISO_SOURCE_NPY : ISO_SOURCE_PICTURES;
    }
  g_autofree char *base = g_file_get_basename (file);
  size_t e = find_ending (base);
  return e < G_N_ELEMENTS (endings) ? endings[e].kind : ISO_SOURCE_PICTURES;
}

bool
iso_source_may_hold_pictures (const char *source)
{
  return g_strcmp0 (source, "sample") != 0 && g_strcmp0 (source, "fashion-mnist") != 0
         && find_ending (source) == G_N_ELEMENTS (endings);
}

bool
iso_source_is_table (const char *source)
{
  size_t e = find_ending (source);
  return e < G_N_ELEMENTS (endings) && endings[e].kind == ISO_SOURCE_CSV;
}

bool
iso_source_request_equal (const IsoSourceRequest *a, const IsoSourceRequest *b)
{
  return g_strcmp0 (a->source, b->source) == 0 && a->size == b->size && a->color == b->color
         && g_strcmp0 (a->label_column, b->label_column) == 0;
}

IsoDataset *
iso_source_load (const IsoSourceRequest *request, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  const char *source = request->source;
  if (source == NULL || source[0] == '\0')
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("data.source: found nothing, expected “sample”, “fashion-mnist”, “emoji”, a folder or a file"));
      return NULL;
    }
  if (g_strcmp0 (source, "sample") == 0)
    return iso_source_load_sample (error);
  if (g_strcmp0 (source, "fashion-mnist") == 0)
    return load_fashion (cancellable, error);
  if (g_strcmp0 (source, "emoji") == 0)
    return iso_source_load_emoji (request->size, cancellable, error);

  g_autoptr (GFile) file = g_file_new_for_commandline_arg (source);
  /* Without the cancellable: cancelled, it would say that there is no such file. */
  switch (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL))
    {
    case G_FILE_TYPE_DIRECTORY:
      return load_folder (file, request, report, cancellable, error);
    case G_FILE_TYPE_REGULAR:
      return load_file (file, request, report, cancellable, error);
    default:
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE,
                   _("data.source: found “%s”, which is neither “sample” nor “fashion-mnist” nor “emoji” nor a folder or file "
                     "that can be read"),
                   source);
      return NULL;
    }
}

guint
iso_source_skipped_files (const GPtrArray *skipped)
{
  guint count = 0;
  for (guint i = 0; i < skipped->len; i++)
    count += strstr (skipped->pdata[i], "/: ") == NULL;
  return count;
}
