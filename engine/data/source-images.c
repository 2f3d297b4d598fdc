/* Folders of pictures, decoded into squares on all cores. */
#include <glib/gi18n-lib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/pool.h"
#include "engine/data/image-cache.h"
#include "engine/data/image-decode.h"
#include "engine/data/image-list.h"
#include "engine/data/image-list-private.h"
#include "engine/data/source-kinds.h"

/* What the threads share. */
typedef struct {
  const IsoImageList *list;
  IsoImageDecoder *decoder;
  GCancellable *cancellable;
  guint8 *bytes;  /* (N, channels, size, size) */
  char **reasons; /* (N): why a picture is left out; NULL for those that are in */
  size_t values;  /* channels · size · size */
  _Atomic size_t done;
  _Atomic bool unread; /* a file could not be opened or read, which may be otherwise the next time */
  IsoSourceReport *report;
  pthread_mutex_t reporting;
} Decoding;

static void
tell_progress (Decoding *decoding)
{
  size_t done = atomic_fetch_add (&decoding->done, 1) + 1;
  /* Who finds another telling goes on decoding; the last one is told by who comes after all. */
  if (decoding->report == NULL || decoding->report->progress == NULL || pthread_mutex_trylock (&decoding->reporting) != 0)
    return;
  decoding->report->progress (decoding->report->data, (double) done / (double) decoding->list->entries->len);
  pthread_mutex_unlock (&decoding->reporting);
}

static void
decode_one (void *data, size_t i)
{
  Decoding *decoding = data;
  g_autoptr (GError) error = NULL;
  if (g_cancellable_is_cancelled (decoding->cancellable))
    return;
  const IsoImageEntry *entry = &g_array_index (decoding->list->entries, IsoImageEntry, i);
  g_autofree char *path = g_build_filename (decoding->list->folder, entry->path, NULL);
  if (!iso_image_decode (decoding->decoder, decoding->bytes + i * decoding->values, path, &error))
    {
      decoding->reasons[i] = g_strdup (error->message);
      if (!g_error_matches (error, ISO_ERROR, ISO_ERROR_FORMAT))
        atomic_store (&decoding->unread, true);
    }
  tell_progress (decoding);
}

/* Whether all the pictures that are in have the same red, green and blue everywhere. */
static bool
all_grey (const Decoding *decoding)
{
  size_t plane = decoding->values / 3;
  for (guint i = 0; i < decoding->list->entries->len; i++)
    {
      const guint8 *red = decoding->bytes + i * decoding->values;
      if (decoding->reasons[i] == NULL
          && (memcmp (red, red + plane, plane) != 0 || memcmp (red, red + 2 * plane, plane) != 0))
        return false;
    }
  return true;
}

/* What becomes a dataset. */
typedef struct {
  guint8 *bytes;
  gint32 *labels;
  IsoPart *parts;
  char **class_names;
  guint32 class_count;
  size_t count;
} Gathered;

static void
gathered_clear (Gathered *gathered)
{
  iso_block_free (gathered->bytes);
  iso_block_free (gathered->labels);
  iso_block_free (gathered->parts);
  g_strfreev (gathered->class_names);
}

/* Classes without a picture vanish: labels (count of classes) numbers the others, the vanished are named in `skipped`. */
static void
number_classes (Gathered *gathered, gint32 *labels, const Decoding *decoding, GPtrArray *skipped)
{
  const GPtrArray *names = decoding->list->class_names;
  g_autofree guint *wanted = g_new0 (guint, MAX (names->len, 1)), *there = g_new0 (guint, MAX (names->len, 1));
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();
  for (guint i = 0; i < decoding->list->entries->len; i++)
    {
      guint32 label = g_array_index (decoding->list->entries, IsoImageEntry, i).label;
      wanted[label]++;
      there[label] += decoding->reasons[i] == NULL;
    }
  for (guint c = 0; c < names->len; c++)
    {
      labels[c] = (gint32) kept->len;
      if (there[c] > 0)
        g_ptr_array_add (kept, g_strdup (names->pdata[c]));
      else if (wanted[c] > 0)
        g_ptr_array_add (skipped, g_strdup_printf (_("%s/: none of its %u pictures can be read: the class is left out"),
                                                   (char *) names->pdata[c], wanted[c]));
    }
  gathered->class_count = kept->len;
  g_ptr_array_add (kept, NULL);
  gathered->class_names = (char **) g_ptr_array_free (g_steal_pointer (&kept), FALSE);
}

/* The pictures that are in, one after the other, of `values` bytes each: the first of the decoded ones. */
static bool
gather (Gathered *gathered, Decoding *decoding, size_t values, GPtrArray *skipped, GError **error)
{
  const GArray *entries = decoding->list->entries;
  const char *folder = decoding->list->folder;
  g_autofree gint32 *labels = g_new (gint32, MAX (decoding->list->class_names->len, 1));
  size_t count = 0;
  bool has_parts = false;
  for (guint i = 0; i < entries->len; i++)
    {
      count += decoding->reasons[i] == NULL;
      has_parts |= g_array_index (entries, IsoImageEntry, i).part != ISO_PART_UNSPECIFIED;
    }
  /* Where all are in as they are, the block itself is taken. */
  bool complete = count == entries->len && values == decoding->values;
  gathered->bytes = complete ? g_steal_pointer (&decoding->bytes) : iso_block_new (count, values, 1, folder, error);
  gathered->labels = gathered->bytes != NULL ? iso_block_new (count, 1, sizeof (gint32), folder, error) : NULL;
  if (gathered->labels != NULL && has_parts)
    gathered->parts = iso_block_new (count, 1, sizeof (IsoPart), folder, error);
  if (gathered->labels == NULL || (has_parts && gathered->parts == NULL))
    return false;
  number_classes (gathered, labels, decoding, skipped);
  for (guint i = 0; i < entries->len; i++)
    {
      const IsoImageEntry *entry = &g_array_index (entries, IsoImageEntry, i);
      if (decoding->reasons[i] != NULL)
        continue;
      if (!complete)
        memcpy (gathered->bytes + gathered->count * values, decoding->bytes + i * decoding->values, values);
      gathered->labels[gathered->count] = labels[entry->label];
      if (has_parts)
        gathered->parts[gathered->count] = entry->part;
      gathered->count++;
    }
  return true;
}

static bool
check_any (const Decoding *decoding, GError **error)
{
  const GArray *entries = decoding->list->entries;
  for (guint i = 0; i < entries->len; i++)
    if (decoding->reasons[i] == NULL)
      return true;
  g_autofree char *shown = g_filename_display_name (decoding->list->folder);
  g_autofree char *first = g_filename_display_name (g_array_index (entries, IsoImageEntry, 0).path);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: none of its %u pictures can be read; the first, %s: %s"), shown,
               entries->len, first, decoding->reasons[0]);
  return false;
}

/* What has been decoded, as a dataset. */
static IsoDataset *
finish (Decoding *decoding, const char *name, const IsoSourceRequest *request, GPtrArray *skipped, GError **error)
{
  Gathered gathered = { 0 };
  const GArray *entries = decoding->list->entries;
  size_t side = (size_t) request->size, channels = decoding->values / (side * side);
  if (!check_any (decoding, error))
    return NULL;
  if (request->color == ISO_COLOR_AUTOMATIC && all_grey (decoding))
    channels = 1;
  for (guint i = 0; i < entries->len; i++)
    if (decoding->reasons[i] != NULL)
      iso_image_list_skip (skipped, g_array_index (entries, IsoImageEntry, i).path, decoding->reasons[i]);
  if (!gather (&gathered, decoding, channels * side * side, skipped, error))
    {
      gathered_clear (&gathered);
      return NULL;
    }
  IsoSampleShape shape = { (guint32) channels, (guint32) side, (guint32) side, true };
  return iso_dataset_new (name, shape, gathered.count, gathered.bytes, NULL, gathered.labels, gathered.parts, gathered.class_count,
                          gathered.class_names, error);
}

static IsoDataset *
decode_all (bool *lasting, const IsoImageList *list, const char *name, const IsoSourceRequest *request, IsoSourceReport *report,
            GPtrArray *skipped, GCancellable *cancellable, GError **error)
{
  size_t side = (size_t) request->size, channels = request->color == ISO_COLOR_GREY ? 1 : 3, count = list->entries->len;
  g_autoptr (IsoImageDecoder) decoder = iso_image_decoder_new (side, channels, cancellable);
  iso_image_prepare ();
  g_autoptr (IsoPool) pool = iso_pool_new (0);
  Decoding decoding = { .list = list, .decoder = decoder, .cancellable = cancellable, .values = channels * side * side,
                        .report = report };
  IsoDataset *dataset = NULL;
  decoding.bytes = iso_block_new (count, decoding.values, 1, list->folder, error);
  if (decoding.bytes == NULL)
    return NULL;
  decoding.reasons = g_new0 (char *, count);
  pthread_mutex_init (&decoding.reporting, NULL);
  iso_pool_run (pool, count, decode_one, &decoding);
  if (g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("reading pictures was cancelled"));
  else
    dataset = finish (&decoding, name, request, skipped, error);
  *lasting = !atomic_load (&decoding.unread);
  pthread_mutex_destroy (&decoding.reporting);
  for (size_t i = 0; i < count; i++)
    g_free (decoding.reasons[i]);
  g_free (decoding.reasons);
  iso_block_free (decoding.bytes);
  return dataset;
}

bool
iso_source_has_images (GFile *folder)
{
  g_autofree char *path = g_file_get_path (folder);
  return path != NULL && iso_image_list_suits (path);
}

IsoDataset *
iso_source_load_images (GFile *folder, const char *name, const IsoSourceRequest *request, IsoSourceReport *report,
                        GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_file_get_path (folder);
  g_auto (IsoImageList) list = { 0 };
  g_autoptr (GPtrArray) skipped = g_ptr_array_new_with_free_func (g_free);
  bool lasting = false;
  if (path == NULL)
    {
      g_autofree char *shown = g_file_get_parse_name (folder);
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found a folder elsewhere, expected one on this machine"), shown);
      return NULL;
    }
  if (!iso_image_list_find (&list, path, skipped, cancellable, error))
    return NULL;
  guint listed = skipped->len;
  g_autofree char *key = iso_image_cache_key (&list, request->size, request->color);
  IsoDataset *dataset = iso_image_cache_load (key, skipped);
  if (dataset == NULL)
    {
      dataset = decode_all (&lasting, &list, name, request, report, skipped, cancellable, error);
      if (dataset != NULL && lasting)
        iso_image_cache_store (key, list.folder, dataset, skipped, listed);
    }
  if (dataset != NULL && report != NULL && report->progress != NULL)
    report->progress (report->data, 1.0);
  if (dataset != NULL && report != NULL && report->skipped != NULL)
    g_ptr_array_extend_and_steal (report->skipped, g_steal_pointer (&skipped));
  return dataset;
}
