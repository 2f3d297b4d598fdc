/* Folders of pictures as data: layouts, what is left out, cancelling, the cache. */
#include <sys/stat.h>
#include <utime.h>

#include "engine/data/image-cache.h"
#include "engine/data/source.h"
#include "engine/data/split.h"
#include "tests/support/pictures.h"

typedef struct {
  char *folder;
  GPtrArray *skipped;
  int reports;
  double share;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
  fixture->skipped = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_tree_free (fixture->folder);
  g_ptr_array_unref (fixture->skipped);
  g_assert_true (iso_image_cache_clear (NULL));
}

static void
note_progress (gpointer data, double share)
{
  Fixture *fixture = data;
  fixture->reports++;
  g_assert_true (share >= 0.0 && share <= 1.0);
  fixture->share = share;
}

static IsoDataset *
load_with (Fixture *fixture, int size, int color, GCancellable *cancellable, GError **error)
{
  IsoSourceRequest request = { fixture->folder, size, color, "" };
  IsoSourceReport report = { note_progress, fixture, fixture->skipped };
  g_ptr_array_set_size (fixture->skipped, 0);
  return iso_source_load (&request, &report, cancellable, error);
}

static IsoDataset *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  IsoDataset *dataset = load_with (fixture, 4, ISO_COLOR_AUTOMATIC, NULL, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
put (const Fixture *fixture, const char *name, guint8 red, guint8 green, guint8 blue)
{
  test_tree_put (fixture->folder, name, test_plain_png (6, 5, red, green, blue, -1));
}

/* Each sample as its class's name and the red of its first pixel, with the part where there are parts. */
static void
check_samples (const IsoDataset *dataset, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  const IsoPart *parts = iso_dataset_parts (dataset);
  for (size_t i = 0; i < iso_dataset_sample_count (dataset); i++)
    {
      g_string_append_printf (found, "%s%s:%d", i > 0 ? " " : "",
                              iso_dataset_class_name (dataset, (guint32) iso_dataset_labels (dataset)[i]),
                              iso_dataset_bytes (dataset)[i * iso_dataset_feature_count (dataset)]);
      if (parts != NULL)
        g_string_append (found, parts[i] == ISO_PART_TRAIN ? ":train" : parts[i] == ISO_PART_TEST ? ":test" : ":none");
    }
  g_assert_cmpstr (found->str, ==, expected);
}

static bool
was_skipped (const Fixture *fixture, const char *start, const char *word)
{
  for (guint i = 0; i < fixture->skipped->len; i++)
    if (g_str_has_prefix (fixture->skipped->pdata[i], start) && strstr (fixture->skipped->pdata[i], word) != NULL)
      return true;
  return false;
}

static void
test_class_folders (Fixture *fixture, gconstpointer data)
{
  put (fixture, "class 10/a.png", 10, 10, 10);
  put (fixture, "class 9/10.png", 92, 92, 92);
  put (fixture, "class 9/9.PNG", 91, 91, 91);
  put (fixture, "class 9/.hidden.png", 1, 1, 1);
  put (fixture, ".hidden/a.png", 1, 1, 1);
  test_tree_put (fixture->folder, "class 9/notes.txt", test_text ("notes"));
  test_tree_put (fixture->folder, "README", test_text ("notes"));
  g_autoptr (IsoDataset) dataset = load (fixture);
  check_samples (dataset, "class 9:91 class 9:92 class 10:10");
  IsoSampleShape shape = iso_dataset_shape (dataset);
  g_assert_true (shape.channels == 1 && shape.height == 4 && shape.width == 4 && shape.is_image);
  g_assert_cmpuint (fixture->skipped->len, ==, 0);
  g_assert_null (iso_dataset_parts (dataset));
  g_assert_true (fixture->reports > 0 && fixture->share >= 1.0);
  g_autofree char *base = g_path_get_basename (fixture->folder);
  g_assert_cmpstr (iso_dataset_name (dataset), ==, base);
}

/* One coloured picture makes all of them colour, in planes; on request everything is grey, or colour. */
static void
test_colors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  put (fixture, "a/1.png", 40, 40, 40);
  g_autoptr (IsoDataset) wanted = load_with (fixture, 4, ISO_COLOR_RGB, NULL, &error);
  g_assert_cmpuint (iso_dataset_shape (wanted).channels, ==, 3);
  put (fixture, "b/1.png", 250, 100, 50);
  g_autoptr (IsoDataset) color = load (fixture), grey = load_with (fixture, 4, ISO_COLOR_GREY, NULL, &error);
  g_assert_cmpuint (iso_dataset_shape (color).channels, ==, 3);
  static const int planes[3] = { 250, 100, 50 };
  for (int i = 0; i < 48; i++)
    {
      g_assert_cmpint (iso_dataset_bytes (color)[i], ==, 40);
      g_assert_cmpint (iso_dataset_bytes (color)[48 + i], ==, planes[i / 16]);
    }
  g_assert_cmpuint (iso_dataset_shape (grey).channels, ==, 1);
  g_assert_cmpint (ABS (iso_dataset_bytes (grey)[16] - 139), <=, 1);
  guint8 thumbnail[48];
  g_assert_true (iso_dataset_color_thumbnail (thumbnail, color, 1));
  g_assert_true (thumbnail[0] == 250 && thumbnail[1] == 100 && thumbnail[2] == 50 && thumbnail[47] == 50);
  g_assert_false (iso_dataset_color_thumbnail (thumbnail, grey, 1));
}

/* CUB-200-2011 and Cars196: the first half of the numbers trains where classes are split. */
static void
test_numbered (Fixture *fixture, gconstpointer data)
{
  for (int c = 12; c >= 1; c--)
    for (int i = 0; i < 2; i++)
      {
        g_autofree char *name = g_strdup_printf ("images/%03d.Bird_%c/%d.png", c, 'Z' - c, i);
        put (fixture, name, (guint8) c, (guint8) c, (guint8) c);
      }
  test_tree_put (fixture->folder, "attributes/x.txt", test_text ("x"));
  put (fixture, "segmentations/001.Bird_Y/0.png", 1, 1, 1);
  g_autoptr (IsoDataset) dataset = load (fixture);
  g_autoptr (GError) error = NULL;
  IsoSplit split;
  g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 12);
  g_assert_cmpstr (iso_dataset_class_name (dataset, 9), ==, "010.Bird_P");
  iso_split_make (&split, dataset, ISO_SPLIT_BY_CLASS, ISO_VALIDATION_NONE, 0.2, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (split.train.count, ==, 12);
  for (size_t i = 0; i < 12; i++)
    {
      g_assert_cmpint (iso_dataset_bytes (dataset)[split.train.indices[i] * 16], ==, (int) i / 2 + 1);
      g_assert_cmpint (iso_dataset_bytes (dataset)[split.test.indices[i] * 16], ==, (int) i / 2 + 7);
    }
  iso_split_clear (&split);
}

static void
test_parts (Fixture *fixture, gconstpointer data)
{
  put (fixture, "train/b/1.png", 1, 1, 1);
  put (fixture, "train/a/1.png", 2, 2, 2);
  put (fixture, "val/a/1.png", 3, 3, 3);
  put (fixture, "val/c/1.png", 4, 4, 4);
  {
    g_autoptr (IsoDataset) dataset = load (fixture);
    check_samples (dataset, "a:2:train b:1:train a:3:test c:4:test");
  }
  put (fixture, "test/b/1.png", 5, 5, 5);
  g_autoptr (IsoDataset) dataset = load (fixture);
  check_samples (dataset, "a:2:train b:1:train a:3:train c:4:train b:5:test");
}

static void
test_products (Fixture *fixture, gconstpointer data)
{
  static const char *const train = "image_id class_id super_class_id path\n1 2 1 bicycle_final/1.png\n2 10 1 bicycle_final/2.png\n";
  static const char *const test = "image_id class_id super_class_id path\n3 11 2 sofa_final/3.png\n4 11 2 sofa_final/4.png\n";
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s_final/%d.png", i < 3 ? "bicycle" : "sofa", i);
      put (fixture, name, (guint8) i, (guint8) i, (guint8) i);
    }
  for (int top = 0; top < 2; top++)
    {
      test_tree_put (fixture->folder, top ? "Ebay_train.txt" : "Info_Files/Ebay_train.txt", test_text (train));
      test_tree_put (fixture->folder, top ? "Ebay_test.txt" : "Info_Files/Ebay_test.txt", test_text (test));
      g_autoptr (IsoDataset) dataset = load (fixture);
      check_samples (dataset, "bicycle 2:1:train bicycle 10:2:train sofa 11:3:test");
      g_assert_cmpuint (fixture->skipped->len, ==, 1);
      g_assert_true (was_skipped (fixture, "sofa_final/4.png: ", "no such file"));
    }
  g_autoptr (GError) error = NULL;
  test_tree_put (fixture->folder, "Ebay_test.txt", test_text ("image_id class_id super_class_id path\n1 2 x/y.png\n"));
  g_assert_null (load_with (fixture, 4, ISO_COLOR_AUTOMATIC, NULL, &error));
  test_error (error, ISO_ERROR_FORMAT, "Ebay_test.txt", "line 2", "1 2 x/y.png");
}

static void
test_left_out (Fixture *fixture, gconstpointer data)
{
  put (fixture, "a/1.png", 1, 1, 1);
  put (fixture, "c/1.png", 3, 3, 3);
  test_tree_put (fixture->folder, "a/2.png", test_text ("no picture"));
  test_tree_put (fixture->folder, "b/1.jpg", g_byte_array_new ());
  test_tree_put (fixture->folder, "b/2.jpg", test_text ("neither"));
  test_tree_put (fixture->folder, "d/notes.txt", test_text ("nothing here"));
  for (int again = 0; again < 2; again++) /* from the files, then from the cache */
    {
      g_autoptr (IsoDataset) dataset = load (fixture);
      check_samples (dataset, "a:1 c:3");
      g_assert_cmpuint (iso_dataset_class_count (dataset), ==, 2);
      g_assert_cmpuint (fixture->skipped->len, ==, 5);
      g_assert_cmpuint (iso_source_skipped_files (fixture->skipped), ==, 3);
      g_assert_true (was_skipped (fixture, "a/2.png: ", "known kind") && was_skipped (fixture, "b/1.jpg: ", "empty"));
      g_assert_true (was_skipped (fixture, "b/: ", "2 pictures") && was_skipped (fixture, "d/: ", "no pictures"));
    }
}

/* Pictures of kinds that nothing here reads are named, each, with what would be read; notes among them are not. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  put (fixture, "a/1.png", 1, 1, 1);
  put (fixture, "b/1.png", 2, 2, 2);
  test_tree_put (fixture->folder, "a/2.heic", test_text ("anything"));
  test_tree_put (fixture->folder, "a/3.SVG", test_text ("<svg/>"));
  test_tree_put (fixture->folder, "a/notes.txt", test_text ("notes"));
  g_autoptr (IsoDataset) dataset = load (fixture);
  check_samples (dataset, "a:1 b:2");
  g_assert_cmpuint (fixture->skipped->len, ==, 2);
  g_assert_cmpuint (iso_source_skipped_files (fixture->skipped), ==, 2);
  g_assert_true (was_skipped (fixture, "a/2.heic: ", "expected JPEG") && was_skipped (fixture, "a/3.SVG: ", "not read"));
}

static void
check_error (Fixture *fixture, const char *word, const char *other)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (load_with (fixture, 4, ISO_COLOR_AUTOMATIC, NULL, &error));
  g_assert_nonnull (error);
  test_error (error, (IsoError) error->code, fixture->folder, word, other);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  check_error (fixture, "found no data", "CLASS/*.jpg");
  put (fixture, "a.png", 1, 1, 1);
  check_error (fixture, "which have no class", "CLASS/*.jpg");
  test_tree_put (fixture->folder, "b/1.png", test_text ("no picture"));
  check_error (fixture, "none of its 1 pictures", "b/1.png: found something else");
}

static void
put_many (const Fixture *fixture, int count)
{
  for (int i = 0; i < count; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d/%d.png", i % 3, i);
      put (fixture, name, (guint8) i, (guint8) (i / 2), 7);
    }
}

static void
cancel (gpointer data, double share)
{
  g_cancellable_cancel (data);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  put_many (fixture, 200);
  IsoSourceRequest request = { fixture->folder, 4, ISO_COLOR_AUTOMATIC, "" };
  IsoSourceReport report = { cancel, cancellable, fixture->skipped };
  g_assert_null (iso_source_load (&request, &report, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (load_with (fixture, 4, ISO_COLOR_AUTOMATIC, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  g_autoptr (GArray) kept = iso_image_cache_list ();
  g_assert_cmpuint (kept->len, ==, 0);
  g_autoptr (IsoDataset) dataset = load (fixture);
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 200);
}

static char *
kept_path (void)
{
  g_autoptr (GArray) kept = iso_image_cache_list ();
  g_assert_cmpuint (kept->len, ==, 1);
  return g_strdup (g_array_index (kept, IsoImageCacheEntry, 0).path);
}

/* Whether loading read the pictures: their cache's file was written anew. */
static bool
decodes (Fixture *fixture, const char *fingerprint)
{
  fixture->reports = 0;
  g_autoptr (IsoDataset) dataset = load (fixture);
  g_assert_cmpstr (iso_dataset_fingerprint (dataset), ==, fingerprint);
  return fixture->reports > 1;
}

static void
test_cache (Fixture *fixture, gconstpointer data)
{
  put_many (fixture, 60);
  g_autoptr (IsoDataset) first = load (fixture);
  const char *fingerprint = iso_dataset_fingerprint (first);
  g_assert_false (decodes (fixture, fingerprint));
  g_autofree char *path = kept_path (), *contents = NULL;
  gsize size;
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  /* Cut anywhere, or changed anywhere, it counts as none and is made again. */
  static const double shares[] = { 0.0, 0.001, 0.02, 0.2, 0.5, 0.9, 0.9999 };
  for (size_t i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      size_t at = (size_t) (shares[i] * (double) size);
      g_assert_true (g_file_set_contents (path, contents, (gssize) at, NULL));
      g_assert_true (decodes (fixture, fingerprint) && !decodes (fixture, fingerprint));
      contents[at] ^= 0x10;
      g_assert_true (g_file_set_contents (path, contents, (gssize) size, NULL));
      contents[at] ^= 0x10;
      g_assert_true (decodes (fixture, fingerprint) && !decodes (fixture, fingerprint));
    }
  /* Another size, colour, file or time: not the same set. */
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoDataset) larger = load_with (fixture, 5, ISO_COLOR_AUTOMATIC, NULL, &error);
  g_assert_cmpuint (iso_dataset_shape (larger).height, ==, 5);
  g_autofree char *one = g_build_filename (fixture->folder, "0/0.png", NULL);
  const struct utimbuf early = { 1000, 1000 };
  g_assert_cmpint (utime (one, &early), ==, 0);
  g_assert_true (decodes (fixture, fingerprint) && !decodes (fixture, fingerprint));
  put (fixture, "0/0.png", 255, 0, 0);
  g_autoptr (IsoDataset) changed = load (fixture);
  g_assert_cmpstr (iso_dataset_fingerprint (changed), !=, fingerprint);
  g_assert_true (iso_image_cache_clear (NULL));
  g_autoptr (GArray) kept = iso_image_cache_list ();
  g_assert_cmpuint (kept->len, ==, 0);
}

static void
test_cache_list (Fixture *fixture, gconstpointer data)
{
  put_many (fixture, 30);
  g_autoptr (IsoDataset) dataset = load (fixture);
  g_autofree char *cache = iso_image_cache_folder ();
  test_folder_put (cache, "broken.images", test_text ("isotherm images\1 and then nothing"));
  g_autoptr (GArray) kept = iso_image_cache_list ();
  g_assert_cmpuint (kept->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const IsoImageCacheEntry *entry = &g_array_index (kept, IsoImageCacheEntry, i);
      bool broken = g_str_has_suffix (entry->path, "broken.images");
      g_assert_cmpstr (entry->folder, ==, broken ? "" : fixture->folder);
      g_assert_cmpuint (entry->count, ==, broken ? 0 : 30);
      g_assert_true (broken || (entry->shape.channels == 3 && entry->shape.width == 4 && entry->bytes > 30 * 48));
    }
}

/* Nowhere to keep anything: the pictures are read all the same. */
static void
test_no_cache (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cache = iso_image_cache_folder (), *parent = g_path_get_dirname (cache);
  test_tree_free (g_strdup (parent));
  g_assert_true (g_file_set_contents (parent, "in the way", -1, NULL));
  put_many (fixture, 9);
  g_autoptr (IsoDataset) dataset = load (fixture);
  g_assert_cmpuint (iso_dataset_sample_count (dataset), ==, 9);
  g_assert_cmpint (g_remove (parent), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  char *cache = g_dir_make_tmp ("isotherm-cache-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/image-folders/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("classes", test_class_folders);
  ADD ("colors", test_colors);
  ADD ("numbered", test_numbered);
  ADD ("parts", test_parts);
  ADD ("products", test_products);
  ADD ("left-out", test_left_out);
  ADD ("foreign", test_foreign);
  ADD ("nothing", test_nothing);
  ADD ("cancel", test_cancel);
  ADD ("cache", test_cache);
  ADD ("cache-list", test_cache_list);
  ADD ("no-cache", test_no_cache);
  int status = g_test_run ();
  test_tree_free (cache);
  return status;
}
