/* Folders with IDX files named as MNIST names them. */
#include "engine/data/source-kinds.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/labels.h"

/* The official parts, as file names begin. */
static const char *const prefixes[] = { "train", "t10k" };
static const IsoPart part_kinds[] = { ISO_PART_TRAIN, ISO_PART_TEST };
#define PART_COUNT G_N_ELEMENTS (prefixes)

/* One part's two files and, once read, their contents. */
typedef struct {
  GFile *image_file, *label_file;
  char *image_name, *label_name; /* for messages */
  IsoIdx images, labels;
} Part;

static void
part_clear (Part *part)
{
  g_clear_object (&part->image_file);
  g_clear_object (&part->label_file);
  g_free (part->image_name);
  g_free (part->label_name);
  iso_idx_clear (&part->images);
  iso_idx_clear (&part->labels);
}

/* PREFIX-images-idx3-ubyte, also with a dot before idx3, plain or .gz. */
static GFile *
find_file (GFile *folder, const char *prefix, const char *what, int dimensions)
{
  static const char separators[] = { '-', '.' };
  for (size_t i = 0; i < G_N_ELEMENTS (separators); i++)
    for (int packed = 0; packed < 2; packed++)
      {
        g_autofree char *name = g_strdup_printf ("%s-%s%cidx%d-ubyte%s", prefix, what, separators[i], dimensions,
                                                 packed ? ".gz" : "");
        g_autoptr (GFile) file = g_file_get_child (folder, name);
        if (g_file_query_exists (file, NULL))
          return g_steal_pointer (&file);
      }
  return NULL;
}

static void
part_find (Part *part, GFile *folder, const char *prefix)
{
  *part = (Part) { 0 };
  part->image_file = find_file (folder, prefix, "images", 3);
  part->label_file = find_file (folder, prefix, "labels", 1);
  if (part->image_file != NULL)
    part->image_name = g_file_get_parse_name (part->image_file);
  if (part->label_file != NULL)
    part->label_name = g_file_get_parse_name (part->label_file);
}

bool
iso_source_has_idx (GFile *folder)
{
  bool found = false;
  for (size_t i = 0; i < PART_COUNT && !found; i++)
    {
      Part part;
      part_find (&part, folder, prefixes[i]);
      found = part.image_file != NULL || part.label_file != NULL;
      part_clear (&part);
    }
  return found;
}

static bool
part_check (const Part *part, GError **error)
{
  if (part->images.dimension_count != 3)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %u dimensions, expected 3: images, height, width"),
                 part->image_name, part->images.dimension_count);
  else if (part->labels.dimension_count != 1)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %u dimensions, expected 1"), part->label_name,
                 part->labels.dimension_count);
  else if (part->images.sizes[0] != part->labels.sizes[0])
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s has %zu images, but %s has %zu labels"), part->image_name,
                 part->images.sizes[0], part->label_name, part->labels.sizes[0]);
  else
    return true;
  return false;
}

static bool
part_read (Part *part, const char *prefix, GCancellable *cancellable, GError **error)
{
  if (part->image_file == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s has no images beside it: expected %s-images-idx3-ubyte, plain or .gz"),
                   part->label_name, prefix);
      return false;
    }
  if (part->label_file == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s has no labels beside it: expected %s-labels-idx1-ubyte, plain or .gz"),
                   part->image_name, prefix);
      return false;
    }
  return iso_idx_read (&part->images, part->image_file, cancellable, error)
         && iso_idx_read (&part->labels, part->label_file, cancellable, error) && part_check (part, error);
}

/* All parts that are there, in order; returns how many, 0 on an error. */
static size_t
read_parts (Part parts[PART_COUNT], IsoPart kinds[PART_COUNT], GFile *folder, GCancellable *cancellable, GError **error)
{
  size_t count = 0;
  for (size_t i = 0; i < PART_COUNT; i++)
    {
      Part *part = &parts[count];
      part_find (part, folder, prefixes[i]);
      if (part->image_file == NULL && part->label_file == NULL)
        continue;
      if (!part_read (part, prefixes[i], cancellable, error))
        return 0;
      kinds[count++] = part_kinds[i];
    }
  if (count == 2 && memcmp (&parts[0].images.sizes[1], &parts[1].images.sizes[1], 2 * sizeof (size_t)) != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s has images of %zu × %zu, but %s of %zu × %zu"), parts[0].image_name,
                   parts[0].images.sizes[1], parts[0].images.sizes[2], parts[1].image_name, parts[1].images.sizes[1],
                   parts[1].images.sizes[2]);
      return 0;
    }
  if (count == 0)
    {
      g_autofree char *name = g_file_get_parse_name (folder);
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found no IDX files, expected train-images-idx3-ubyte, plain or .gz"),
                   name);
    }
  return count;
}

/* What becomes a dataset; on failure the blocks are freed by the caller. */
typedef struct {
  guint8 *bytes;
  gint32 *labels;
  IsoPart *parts;
  guint32 class_count;
} Joined;

static bool
join (Joined *joined, Part *parts, const IsoPart *kinds, size_t part_count, bool fashion, GError **error)
{
  size_t F = parts[0].images.sizes[1] * parts[0].images.sizes[2], done = 0, total = 0;
  guint32 largest = 0;
  for (size_t p = 0; p < part_count; p++)
    {
      total += parts[p].images.sizes[0];
      for (size_t i = 0; i < parts[p].labels.sizes[0]; i++)
        largest = MAX (largest, parts[p].labels.bytes[i]);
    }
  joined->class_count = fashion ? ISO_FASHION_CLASSES : largest + 1;
  joined->labels = iso_block_new (total, 1, sizeof (gint32), parts[0].label_name, error);
  if (joined->labels == NULL)
    return false;
  if (part_count == 1)
    joined->bytes = g_steal_pointer (&parts[0].images.bytes);
  else
    {
      joined->bytes = iso_block_new (total, F, 1, parts[0].image_name, error);
      joined->parts = joined->bytes != NULL ? iso_block_new (total, 1, sizeof (IsoPart), parts[0].label_name, error) : NULL;
      if (joined->parts == NULL)
        return false;
    }
  for (size_t p = 0; p < part_count; p++)
    {
      size_t count = parts[p].images.sizes[0];
      gint32 *labels = iso_labels_from_bytes (parts[p].labels.bytes, count, joined->class_count, parts[p].label_name, error);
      if (labels == NULL)
        return false;
      memcpy (joined->labels + done, labels, count * sizeof *labels);
      iso_block_free (labels);
      if (part_count > 1)
        {
          memcpy (joined->bytes + done * F, parts[p].images.bytes, count * F);
          for (size_t i = 0; i < count; i++)
            joined->parts[done + i] = kinds[p];
          g_clear_pointer (&parts[p].images.bytes, iso_block_free);
        }
      done += count;
    }
  return true;
}

IsoDataset *
iso_source_load_idx (GFile *folder, const char *name, bool fashion, GCancellable *cancellable, GError **error)
{
  Part parts[PART_COUNT] = { 0 };
  IsoPart kinds[PART_COUNT];
  Joined joined = { 0 };
  IsoDataset *dataset = NULL;
  size_t part_count = read_parts (parts, kinds, folder, cancellable, error), total = 0;
  for (size_t p = 0; p < part_count; p++)
    total += parts[p].images.sizes[0];
  if (part_count > 0 && join (&joined, parts, kinds, part_count, fashion, error))
    {
      IsoSampleShape shape = { 1, (guint32) parts[0].images.sizes[1], (guint32) parts[0].images.sizes[2], true };
      dataset = iso_dataset_new (name, shape, total, joined.bytes, NULL, joined.labels, joined.parts, joined.class_count,
                                 fashion ? iso_source_fashion_class_names () : NULL, error);
    }
  else
    {
      iso_block_free (joined.bytes);
      iso_block_free (joined.labels);
      iso_block_free (joined.parts);
    }
  for (size_t p = 0; p < PART_COUNT; p++)
    part_clear (&parts[p]);
  return dataset;
}
