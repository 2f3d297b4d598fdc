/* Features, labels and perhaps official parts and class names in one .npz archive. */
#include "engine/data/source-kinds.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "engine/data/arrays.h"
#include "engine/data/file.h"
#include "engine/data/zip.h"

#define PART_COUNT 2

/* Names that archives use, the most particular first; of parts they stand before or behind the part's: x_train, train_images. */
static const char *const feature_names[] = { "features", "embeddings", "images", "X", "x", "data" };
static const char *const label_names[] = { "labels", "label", "y", "Y", "targets", "target" };
static const char *const class_names[] = { "classes", "class_names", "label_names", "target_names" };
static const char *const part_names[PART_COUNT] = { "train", "test" };
static const IsoPart part_kinds[PART_COUNT] = { ISO_PART_TRAIN, ISO_PART_TEST };

/* An archive that is being read. */
typedef struct {
  const char *name; /* for messages */
  IsoZip *zip;
  bool mapped;
  GCancellable *cancellable;
  GPtrArray *used; /* of const IsoZipMember * */
} Archive;

static const IsoZipMember *
find_member (const Archive *archive, const char *name)
{
  g_autofree char *with_ending = g_strconcat (name, ".npy", NULL);
  return iso_zip_find (archive->zip, with_ending);
}

static const IsoZipMember *
find_whole (const Archive *archive, const char *const *names, size_t count)
{
  const IsoZipMember *member = NULL;
  for (size_t i = 0; i < count && member == NULL; i++)
    member = find_member (archive, names[i]);
  return member;
}

static const IsoZipMember *
find_part (const Archive *archive, const char *const *names, size_t count, const char *part)
{
  const IsoZipMember *member = NULL;
  for (size_t i = 0; i < 2 * count && member == NULL; i++)
    {
      const char *name = names[i / 2];
      g_autofree char *text = i % 2 == 0 ? g_strconcat (name, "_", part, NULL) : g_strconcat (part, "_", name, NULL);
      member = find_member (archive, text);
    }
  return member;
}

/* What the dataset is made of: one whole, or official parts. */
typedef struct {
  const IsoZipMember *features[PART_COUNT], *labels[PART_COUNT];
  IsoPart parts[PART_COUNT];
  size_t count;
  bool has_parts;
} Plan;

/* "a.npy, b.npy", newly allocated. */
static char *
list_members (const Archive *archive)
{
  size_t count;
  const IsoZipMember *members = iso_zip_members (archive->zip, &count);
  g_autoptr (GString) list = g_string_new (NULL);
  for (size_t i = 0; i < count && i < 12; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", members[i].name);
  if (count == 0)
    g_string_append (list, _("nothing"));
  else if (count > 12)
    g_string_append (list, ", …");
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static bool
make_plan (Plan *plan, const Archive *archive, GError **error)
{
  *plan = (Plan) { 0 };
  plan->features[0] = find_whole (archive, feature_names, G_N_ELEMENTS (feature_names));
  plan->labels[0] = find_whole (archive, label_names, G_N_ELEMENTS (label_names));
  if (plan->features[0] != NULL && plan->labels[0] != NULL)
    plan->count = 1;
  for (size_t p = 0; p < PART_COUNT && (plan->count == 0 || plan->has_parts); p++)
    {
      const IsoZipMember *features = find_part (archive, feature_names, G_N_ELEMENTS (feature_names), part_names[p]);
      const IsoZipMember *labels = find_part (archive, label_names, G_N_ELEMENTS (label_names), part_names[p]);
      if (features == NULL || labels == NULL)
        continue;
      plan->features[plan->count] = features;
      plan->labels[plan->count] = labels;
      plan->parts[plan->count++] = part_kinds[p];
      plan->has_parts = true;
    }
  if (plan->count == 1)
    plan->has_parts = false; /* there is nothing to tell apart */
  if (plan->count == 0) /* as numpy.savez() names what is given without names */
    {
      plan->features[0] = find_member (archive, "arr_0");
      plan->labels[0] = find_member (archive, "arr_1");
      plan->count = plan->features[0] != NULL && plan->labels[0] != NULL;
    }
  if (plan->count > 0)
    return true;
  g_autofree char *list = list_members (archive);
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT,
               _("%s: members: found %s; expected features (or embeddings, images, X) and labels (or y), or x_train, y_train, "
                 "x_test and y_test"),
               archive->name, list);
  return false;
}

static bool
load_array (IsoArray *array, Archive *archive, const IsoZipMember *member, GError **error)
{
  g_autoptr (GBytes) contents = iso_zip_read (archive->zip, member, archive->cancellable, error);
  g_ptr_array_add (archive->used, (gpointer) member);
  if (contents == NULL)
    return false;
  array->name = g_strdup_printf ("%s: %s", archive->name, member->name);
  array->mapped = archive->mapped;
  return iso_npy_view (&array->npy, array->name, contents, error);
}

/* The names of the classes 0, 1, … where the archive has them: *names, else NULL. */
static bool
load_class_names (char ***names, Archive *archive, GError **error)
{
  const IsoZipMember *member = find_whole (archive, class_names, G_N_ELEMENTS (class_names));
  IsoArray array = { 0 };
  *names = NULL;
  if (member == NULL)
    return true;
  bool sound = load_array (&array, archive, member, error);
  if (sound && (array.npy.dimension_count != 1 || !iso_npy_is_text (&array.npy)))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %u dimensions of another type, expected one of texts"),
                   array.name, array.npy.dimension_count);
      sound = false;
    }
  if (sound)
    {
      *names = g_new0 (char *, array.npy.element_count + 1);
      for (size_t i = 0; sound && i < array.npy.element_count; i++)
        sound = ((*names)[i] = iso_npy_text (&array.npy, i, array.name, error)) != NULL;
    }
  if (!sound)
    g_clear_pointer (names, g_strfreev);
  iso_array_clear (&array);
  return sound;
}

static IsoDataset *
load_planned (const Plan *plan, Archive *archive, const char *name, IsoSourceReport *report, GError **error)
{
  IsoArray features[PART_COUNT] = { 0 }, labels[PART_COUNT] = { 0 };
  IsoSampleShape shape;
  g_auto (GStrv) names = NULL;
  char **resulting_names = NULL;
  gint32 *classes = NULL;
  guint32 class_count = 0;
  IsoDataset *dataset = NULL;
  bool sound = load_class_names (&names, archive, error);
  for (size_t a = 0; sound && a < plan->count; a++)
    sound = load_array (&features[a], archive, plan->features[a], error) && iso_array_shape (&shape, &features[a], error)
            && load_array (&labels[a], archive, plan->labels[a], error);
  if (sound)
    classes = iso_arrays_labels (&class_count, &resulting_names, labels, features, plan->count, names, error);
  if (classes != NULL)
    dataset = iso_arrays_dataset (name, features, plan->has_parts ? plan->parts : NULL, plan->count, classes, class_count,
                                  resulting_names, report, archive->cancellable, error);
  for (size_t a = 0; a < PART_COUNT; a++)
    {
      iso_array_clear (&features[a]);
      iso_array_clear (&labels[a]);
    }
  return dataset;
}

static void
tell_unused (const Archive *archive, IsoSourceReport *report)
{
  size_t count;
  const IsoZipMember *members = iso_zip_members (archive->zip, &count);
  for (size_t i = 0; i < count; i++)
    if (!g_ptr_array_find (archive->used, &members[i], NULL))
      g_ptr_array_add (report->skipped, g_strdup_printf (_("%s: %s: neither features nor labels"), archive->name, members[i].name));
}

IsoDataset *
iso_source_parse_npz (GBytes *contents, bool mapped, const char *path, const char *name, IsoSourceReport *report,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) used = g_ptr_array_new ();
  g_autoptr (IsoZip) zip = iso_zip_open (path, contents, error);
  Archive archive = { path, zip, mapped, cancellable, used };
  Plan plan;
  if (zip == NULL || !make_plan (&plan, &archive, error))
    return NULL;
  IsoDataset *dataset = load_planned (&plan, &archive, name, report, error);
  if (dataset != NULL && report != NULL && report->skipped != NULL)
    tell_unused (&archive, report);
  return dataset;
}

IsoDataset *
iso_source_load_npz (GFile *file, const char *name, IsoSourceReport *report, GCancellable *cancellable, GError **error)
{
  gboolean mapped = FALSE;
  g_autoptr (GBytes) contents = iso_file_map (file, &mapped, cancellable, error);
  if (contents == NULL)
    return NULL;
  g_autofree char *path = g_file_get_parse_name (file);
  return iso_source_parse_npz (contents, mapped, path, name, report, cancellable, error);
}
