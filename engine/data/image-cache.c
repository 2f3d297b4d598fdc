/* A file is
 *
 *     magic                        16 bytes, the last one the format's version
 *     length of the description     8 bytes, as this machine has them
 *     its SHA-256                  32 bytes
 *     description                  GVariant of DESCRIPTION, padded with zeros to whole 8 bytes
 *     pictures                     (N, channels, size, size) bytes, which the dataset's fingerprint covers
 */
#include "engine/data/image-cache.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/image-decode.h"

#define MAGIC "isotherm images\1"
#define MAGIC_LENGTH 16
#define DIGEST_LENGTH 32
#define HEADER_LENGTH (MAGIC_LENGTH + 8 + DIGEST_LENGTH)
/* fingerprint, name, folder, channels, side, names of classes, labels, parts, lines about what was left out */
#define DESCRIPTION "(sssuuasaiayas)"
#define ENDING ".images"

#define MOST_KEPT (G_GUINT64_CONSTANT (8) << 30)
/* Beyond any set that is there, below what a broken length could ask for. */
#define MOST_DESCRIBED (G_GUINT64_CONSTANT (1) << 30)

char *
iso_image_cache_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "isotherm", "images", NULL);
}

static char *
path_of (const char *key)
{
  g_autofree char *folder = iso_image_cache_folder ();
  g_autofree char *name = g_strconcat (key, ENDING, NULL);
  return g_build_filename (folder, name, NULL);
}

char *
iso_image_cache_key (const IsoImageList *list, int size, int color)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *abilities = iso_image_abilities ();
  const gint64 numbers[4] = { MAGIC[MAGIC_LENGTH - 1], size, color, G_BYTE_ORDER };
  /* Every text with its final zero: no two lists run together into the same bytes. */
  g_checksum_update (sum, (const guchar *) numbers, sizeof numbers);
  g_checksum_update (sum, (const guchar *) abilities, (gssize) strlen (abilities) + 1);
  g_checksum_update (sum, (const guchar *) list->folder, (gssize) strlen (list->folder) + 1);
  for (guint i = 0; i < list->entries->len; i++)
    {
      const IsoImageEntry *entry = &g_array_index (list->entries, IsoImageEntry, i);
      const gint64 facts[4] = { entry->size, entry->modified, entry->label, entry->part };
      g_checksum_update (sum, (const guchar *) entry->path, (gssize) strlen (entry->path) + 1);
      g_checksum_update (sum, (const guchar *) facts, sizeof facts);
    }
  return g_strdup (g_checksum_get_string (sum));
}

static void
digest_of (guint8 digest[DIGEST_LENGTH], const void *data, size_t size)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_LENGTH;
  g_checksum_update (sum, data, (gssize) size);
  g_checksum_get_digest (sum, digest, &length);
}

static size_t
padded (size_t size)
{
  return (size + 7) / 8 * 8;
}

/* The description at the start of the file, whose digest is right; NULL if anything is wrong. */
static GVariant *
read_description (FILE *file)
{
  guint8 header[HEADER_LENGTH], digest[DIGEST_LENGTH];
  guint64 length;
  if (fread (header, 1, sizeof header, file) != sizeof header || memcmp (header, MAGIC, MAGIC_LENGTH) != 0)
    return NULL;
  memcpy (&length, header + MAGIC_LENGTH, sizeof length);
  if (length > MOST_DESCRIBED)
    return NULL;
  size_t size = padded ((size_t) length);
  g_autofree guint8 *data = g_try_malloc (MAX (size, 8));
  if (data == NULL || fread (data, 1, size, file) != size)
    return NULL;
  digest_of (digest, data, (size_t) length);
  if (memcmp (digest, header + MAGIC_LENGTH + 8, DIGEST_LENGTH) != 0)
    return NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&data), (size_t) length);
  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (DESCRIPTION), bytes, FALSE));
}

/* A block of exactly count elements of `size` bytes, copied out of an array in the description; NULL if it is another length. */
static void *
copy_array (GVariant *array, size_t count, size_t size)
{
  gsize length;
  const void *from = g_variant_get_fixed_array (array, &length, size);
  void *block = length == count ? iso_block_new (count, 1, size, "", NULL) : NULL;
  if (block != NULL && count > 0)
    memcpy (block, from, count * size);
  return block;
}

/* The pictures that follow the description, to the end of the file. */
static guint8 *
read_pictures (FILE *file, size_t count, size_t values)
{
  struct stat information;
  size_t wanted;
  long at = ftell (file);
  if (!iso_checked_multiply (&wanted, count, values) || at < 0 || fstat (fileno (file), &information) != 0
      || (guint64) information.st_size != (guint64) at + wanted)
    return NULL;
  guint8 *bytes = iso_block_new (count, values, 1, "", NULL);
  if (bytes == NULL || fread (bytes, 1, wanted, file) == wanted)
    return bytes;
  iso_block_free (bytes);
  return NULL;
}

static IsoDataset *
read_dataset (FILE *file, GVariant *description, GPtrArray *skipped)
{
  const char *fingerprint, *name, *folder;
  guint32 channels, side;
  g_autoptr (GVariant) classes = NULL, labels = NULL, parts = NULL, lines = NULL;
  g_variant_get (description, "(&s&s&suu@as@ai@ay@as)", &fingerprint, &name, &folder, &channels, &side, &classes, &labels, &parts,
                 &lines);
  size_t count = g_variant_n_children (labels), values, class_count = g_variant_n_children (classes);
  bool has_parts = g_variant_n_children (parts) > 0;
  if (!iso_checked_multiply (&values, (size_t) side * side, channels))
    return NULL;
  guint8 *bytes = read_pictures (file, count, values);
  gint32 *label_block = copy_array (labels, count, sizeof (gint32));
  guint8 *part_bytes = has_parts ? copy_array (parts, count, 1) : NULL;
  IsoPart *part_block = part_bytes != NULL ? iso_block_new (count, 1, sizeof (IsoPart), "", NULL) : NULL;
  for (size_t i = 0; part_block != NULL && i < count; i++)
    part_block[i] = (IsoPart) part_bytes[i];
  iso_block_free (part_bytes);
  if (bytes == NULL || label_block == NULL || (has_parts && part_block == NULL) || class_count > G_MAXUINT32)
    {
      iso_block_free (bytes);
      iso_block_free (label_block);
      iso_block_free (part_block);
      return NULL;
    }
  IsoSampleShape shape = { channels, side, side, true };
  g_autoptr (IsoDataset) dataset = iso_dataset_new (name, shape, count, bytes, NULL, label_block, part_block, (guint32) class_count,
                                                    g_variant_dup_strv (classes, NULL), NULL);
  if (dataset == NULL || strcmp (iso_dataset_fingerprint (dataset), fingerprint) != 0)
    return NULL;
  g_auto (GStrv) texts = g_variant_dup_strv (lines, NULL);
  for (char **text = texts; *text != NULL; text++)
    g_ptr_array_add (skipped, g_strdup (*text));
  return g_steal_pointer (&dataset);
}

IsoDataset *
iso_image_cache_load (const char *key, GPtrArray *skipped)
{
  g_autofree char *path = path_of (key);
  FILE *file = g_fopen (path, "rbe");
  if (file == NULL)
    return NULL;
  g_autoptr (GVariant) description = read_description (file);
  IsoDataset *dataset = description != NULL ? read_dataset (file, description, skipped) : NULL;
  fclose (file);
  if (dataset != NULL)
    g_utime (path, NULL); /* used just now */
  else
    g_unlink (path);
  return dataset;
}

static GVariant *
describe (const char *folder, const IsoDataset *dataset, const GPtrArray *skipped, guint first)
{
  size_t count = iso_dataset_sample_count (dataset);
  IsoSampleShape shape = iso_dataset_shape (dataset);
  const IsoPart *parts = iso_dataset_parts (dataset);
  g_autofree char *shown = g_filename_display_name (folder);
  g_autofree guint8 *part_bytes = g_new0 (guint8, MAX (count, 1));
  GVariantBuilder classes, lines;
  g_variant_builder_init (&classes, G_VARIANT_TYPE ("as"));
  g_variant_builder_init (&lines, G_VARIANT_TYPE ("as"));
  for (guint32 c = 0; c < iso_dataset_class_count (dataset); c++)
    g_variant_builder_add (&classes, "s", iso_dataset_class_name (dataset, c));
  for (guint i = first; i < skipped->len; i++)
    g_variant_builder_add (&lines, "s", skipped->pdata[i]);
  for (size_t i = 0; parts != NULL && i < count; i++)
    part_bytes[i] = (guint8) parts[i];
  return g_variant_ref_sink (
      g_variant_new ("(sssuuas@ai@ayas)", iso_dataset_fingerprint (dataset), iso_dataset_name (dataset), shown, shape.channels,
                     shape.height, &classes,
                     g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, iso_dataset_labels (dataset), count, sizeof (gint32)),
                     g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, part_bytes, parts != NULL ? count : 0, 1), &lines));
}

static bool
write_file (FILE *file, GVariant *description, const IsoDataset *dataset)
{
  static const guint8 zeros[8];
  guint8 header[HEADER_LENGTH];
  guint64 length = g_variant_get_size (description);
  size_t pictures = iso_dataset_sample_count (dataset) * iso_dataset_feature_count (dataset), rest = padded (length) - length;
  memcpy (header, MAGIC, MAGIC_LENGTH);
  memcpy (header + MAGIC_LENGTH, &length, sizeof length);
  digest_of (header + MAGIC_LENGTH + 8, g_variant_get_data (description), length);
  return fwrite (header, 1, sizeof header, file) == sizeof header
         && fwrite (g_variant_get_data (description), 1, length, file) == length && fwrite (zeros, 1, rest, file) == rest
         && fwrite (iso_dataset_bytes (dataset), 1, pictures, file) == pictures;
}

static void
entry_clear (gpointer data)
{
  IsoImageCacheEntry *entry = data;
  g_free (entry->path);
  g_free (entry->folder);
}

static int
compare_use (gconstpointer a, gconstpointer b)
{
  gint64 x = ((const IsoImageCacheEntry *) a)->used, y = ((const IsoImageCacheEntry *) b)->used;
  return (x < y) - (x > y);
}

static IsoImageCacheEntry
look_at (const char *path)
{
  IsoImageCacheEntry entry = { .path = g_strdup (path) };
  GStatBuf information = { 0 };
  FILE *file = g_fopen (path, "rbe");
  g_autoptr (GVariant) description = file != NULL ? read_description (file) : NULL;
  if (file != NULL)
    fclose (file);
  g_stat (path, &information);
  entry.bytes = (guint64) MAX (information.st_size, 0);
  entry.used = information.st_mtime;
  if (description != NULL)
    {
      g_autoptr (GVariant) labels = g_variant_get_child_value (description, 6);
      guint32 channels, side;
      g_variant_get_child (description, 2, "s", &entry.folder);
      g_variant_get_child (description, 3, "u", &channels);
      g_variant_get_child (description, 4, "u", &side);
      entry.count = g_variant_n_children (labels);
      entry.shape = (IsoSampleShape) { channels, side, side, true };
    }
  else
    entry.folder = g_strdup ("");
  return entry;
}

GArray *
iso_image_cache_list (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (IsoImageCacheEntry));
  g_autofree char *folder = iso_image_cache_folder ();
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  g_array_set_clear_func (entries, entry_clear);
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      IsoImageCacheEntry entry = look_at (path);
      g_array_append_val (entries, entry);
    }
  g_array_sort (entries, compare_use);
  return entries;
}

bool
iso_image_cache_clear (GError **error)
{
  g_autoptr (GArray) entries = iso_image_cache_list ();
  for (guint i = 0; i < entries->len; i++)
    {
      const char *path = g_array_index (entries, IsoImageCacheEntry, i).path;
      if (g_unlink (path) == 0 || errno == ENOENT)
        continue;
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot remove %s: %s"), path, g_strerror (errno));
      return false;
    }
  return true;
}

/* Makes room for `bytes` more. */
static void
make_room (guint64 bytes)
{
  g_autoptr (GArray) entries = iso_image_cache_list ();
  guint64 kept = bytes;
  for (guint i = 0; i < entries->len; i++)
    {
      const IsoImageCacheEntry *entry = &g_array_index (entries, IsoImageCacheEntry, i);
      kept += entry->bytes;
      if (kept > MOST_KEPT)
        g_unlink (entry->path);
    }
}

void
iso_image_cache_store (const char *key, const char *folder, const IsoDataset *dataset, const GPtrArray *skipped, guint first)
{
  guint64 bytes = iso_dataset_sample_count (dataset) * iso_dataset_feature_count (dataset);
  g_autofree char *cache = iso_image_cache_folder (), *path = path_of (key), *temporary = g_strconcat (path, ".XXXXXX", NULL);
  if (bytes > MOST_KEPT || g_mkdir_with_parents (cache, 0700) != 0)
    return;
  make_room (bytes);
  int descriptor = g_mkstemp (temporary);
  FILE *file = descriptor >= 0 ? fdopen (descriptor, "wb") : NULL;
  if (file == NULL)
    return;
  g_autoptr (GVariant) description = describe (folder, dataset, skipped, first);
  bool written = write_file (file, description, dataset);
  if ((fclose (file) != 0) | !written || g_rename (temporary, path) != 0)
    g_unlink (temporary);
}
