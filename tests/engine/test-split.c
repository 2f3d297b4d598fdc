#include <math.h>

#include "engine/base/checked.h"
#include "engine/data/split.h"
#include "tests/support/data-files.h"

/* class_count classes of `per_class` samples each, in turn; official: the last third of them is the test part. */
static IsoDataset *
make (guint32 class_count, size_t per_class, bool official)
{
  size_t count = class_count * per_class;
  float *floats = iso_block_new (count, 2, sizeof (float), "floats", NULL);
  gint32 *labels = iso_block_new (count, 1, sizeof (gint32), "labels", NULL);
  IsoPart *parts = official ? iso_block_new (count, 1, sizeof (IsoPart), "parts", NULL) : NULL;
  for (size_t i = 0; i < count; i++)
    {
      labels[i] = (gint32) (i % class_count);
      if (official)
        parts[i] = i >= count - count / 3 ? ISO_PART_TEST : ISO_PART_TRAIN;
    }
  const IsoSampleShape shape = { 1, 1, 2, false };
  return iso_dataset_new ("made", shape, count, NULL, floats, labels, parts, class_count, NULL, NULL);
}

static void
count_classes (int *counts, const IsoDataset *dataset, const IsoSubset *subset)
{
  memset (counts, 0, iso_dataset_class_count (dataset) * sizeof *counts);
  for (size_t i = 0; i < subset->count; i++)
    counts[iso_dataset_labels (dataset)[subset->indices[i]]]++;
}

/* Each sample in exactly one part, each part ascending. */
static void
assert_complete (const IsoDataset *dataset, const IsoSplit *split)
{
  size_t count = iso_dataset_sample_count (dataset);
  g_autofree int *seen = g_new0 (int, count);
  const IsoSubset *parts[] = { &split->train, &split->validation, &split->test };
  for (size_t p = 0; p < 3; p++)
    for (size_t i = 0; i < parts[p]->count; i++)
      {
        g_assert_cmpuint (parts[p]->indices[i], <, count);
        seen[parts[p]->indices[i]]++;
        g_assert_true (i == 0 || parts[p]->indices[i - 1] < parts[p]->indices[i]);
      }
  for (size_t i = 0; i < count; i++)
    g_assert_cmpint (seen[i], ==, 1);
}

static IsoSplit
split_of (const IsoDataset *dataset, IsoSplitKind kind, IsoValidationKind validation, double share, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  IsoSplit split;
  g_assert_true (iso_split_make (&split, dataset, kind, validation, share, seed, &error));
  g_assert_no_error (error);
  assert_complete (dataset, &split);
  return split;
}

static void
test_by_sample (void)
{
  g_autoptr (IsoDataset) dataset = make (5, 30, false);
  IsoSplit split = split_of (dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_NONE, 0.0, 1);
  int counts[5];
  count_classes (counts, dataset, &split.train);
  for (int c = 0; c < 5; c++)
    g_assert_cmpint (counts[c], ==, 20);
  count_classes (counts, dataset, &split.test);
  for (int c = 0; c < 5; c++)
    g_assert_cmpint (counts[c], ==, 10);
  g_assert_cmpuint (split.validation.count, ==, 0);
  iso_split_clear (&split);
}

static void
test_official (void)
{
  g_autoptr (IsoDataset) dataset = make (5, 30, true);
  IsoSplit split = split_of (dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_SAMPLE, 0.2, 1);
  g_assert_cmpuint (split.test.count, ==, 50);
  g_assert_cmpuint (split.validation.count, ==, 20);
  for (size_t i = 0; i < split.test.count; i++)
    g_assert_cmpint (iso_dataset_parts (dataset)[split.test.indices[i]], ==, ISO_PART_TEST);
  iso_split_clear (&split);
}

static void
test_by_class (void)
{
  for (int official = 0; official < 2; official++)
    {
      g_autoptr (IsoDataset) dataset = make (10, 12, official != 0);
      IsoSplit split = split_of (dataset, ISO_SPLIT_BY_CLASS, ISO_VALIDATION_NONE, 0.0, 1);
      int train[10], test[10];
      count_classes (train, dataset, &split.train);
      count_classes (test, dataset, &split.test);
      for (int c = 0; c < 10; c++)
        {
          g_assert_cmpint (train[c], ==, c < 5 ? 12 : 0);
          g_assert_cmpint (test[c], ==, c < 5 ? 0 : 12);
        }
      iso_split_clear (&split);
    }
}

/* Every other class trains, from the first on; classes without samples are not counted. */
static void
test_alternate (void)
{
  for (int official = 0; official < 2; official++)
    for (guint32 classes = 3; classes <= 10; classes++)
      {
        g_autoptr (IsoDataset) dataset = make (classes, 12, official != 0);
        IsoSplit split = split_of (dataset, ISO_SPLIT_ALTERNATE, ISO_VALIDATION_NONE, 0.0, 1);
        int train[10], test[10];
        count_classes (train, dataset, &split.train);
        count_classes (test, dataset, &split.test);
        for (guint32 c = 0; c < classes; c++)
          {
            g_assert_cmpint (train[c], ==, c % 2 == 0 ? 12 : 0);
            g_assert_cmpint (test[c], ==, c % 2 == 0 ? 0 : 12);
          }
        iso_split_clear (&split);
      }
}

static void
test_alternate_without_samples (void)
{
  float *floats = iso_block_new (6, 2, sizeof (float), "floats", NULL);
  gint32 *labels = iso_block_new (6, 1, sizeof (gint32), "labels", NULL);
  const gint32 given[6] = { 1, 1, 4, 4, 5, 5 };
  memcpy (labels, given, sizeof given);
  g_autoptr (IsoDataset) dataset =
      iso_dataset_new ("made", (IsoSampleShape) { 1, 1, 2, false }, 6, NULL, floats, labels, NULL, 6, NULL, NULL);
  IsoSplit split = split_of (dataset, ISO_SPLIT_ALTERNATE, ISO_VALIDATION_NONE, 0.0, 1);
  int test[6];
  count_classes (test, dataset, &split.test);
  for (int c = 0; c < 6; c++)
    g_assert_cmpint (test[c], ==, c == 4 ? 2 : 0);
  iso_split_clear (&split);
}

/* The last of the training classes validate; the test part stays. */
static void
test_alternate_validation (void)
{
  g_autoptr (IsoDataset) dataset = make (20, 4, false);
  IsoSplit split = split_of (dataset, ISO_SPLIT_ALTERNATE, ISO_VALIDATION_BY_CLASS, 0.2, 1);
  int validation[20], test[20];
  count_classes (validation, dataset, &split.validation);
  count_classes (test, dataset, &split.test);
  for (int c = 0; c < 20; c++)
    {
      g_assert_cmpint (validation[c], ==, c == 16 || c == 18 ? 4 : 0);
      g_assert_cmpint (test[c], ==, c % 2 == 1 ? 4 : 0);
    }
  iso_split_clear (&split);
}

static void
test_validation_by_sample (void)
{
  const double shares[] = { 0.1, 0.25, 0.01, 0.999 };
  const int expected[] = { 2, 5, 1, 19 }; /* of the 20 that train; at least one, and one stays */
  for (size_t s = 0; s < G_N_ELEMENTS (shares); s++)
    {
      g_autoptr (IsoDataset) dataset = make (4, 30, false);
      IsoSplit split = split_of (dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_SAMPLE, shares[s], 1);
      IsoSplit plain = split_of (dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_NONE, 0.0, 1);
      int counts[4];
      count_classes (counts, dataset, &split.validation);
      for (int c = 0; c < 4; c++)
        g_assert_cmpint (counts[c], ==, expected[s]);
      /* holding out for validation does not move the test part */
      g_assert_cmpmem (split.test.indices, split.test.count * 4, plain.test.indices, plain.test.count * 4);
      iso_split_clear (&split);
      iso_split_clear (&plain);
    }
}

static void
test_validation_by_class (void)
{
  /* last ⌈share · C_train⌉ of 30 training classes; 0.1 · 30 must be 3 and not 4 */
  const double shares[] = { 0.1, 0.101, 0.5 };
  const int expected[] = { 3, 4, 15 };
  for (size_t s = 0; s < G_N_ELEMENTS (shares); s++)
    for (int kind = 0; kind < 2; kind++)
      {
        g_autoptr (IsoDataset) dataset = make (kind == ISO_SPLIT_BY_CLASS ? 60 : 30, 6, false);
        IsoSplit split = split_of (dataset, (IsoSplitKind) kind, ISO_VALIDATION_BY_CLASS, shares[s], 1);
        int train[60], validation[60], test[60];
        count_classes (train, dataset, &split.train);
        count_classes (validation, dataset, &split.validation);
        count_classes (test, dataset, &split.test);
        for (int c = 0; c < 30; c++)
          {
            bool held_out = c >= 30 - expected[s];
            int samples = kind == ISO_SPLIT_BY_CLASS ? 6 : 4;
            g_assert_cmpint (train[c], ==, held_out ? 0 : samples);
            g_assert_cmpint (validation[c], ==, held_out ? samples : 0);
            g_assert_cmpint (test[c], ==, 6 - samples);
          }
        iso_split_clear (&split);
      }
}

static void
test_seeds (void)
{
  g_autoptr (IsoDataset) dataset = make (5, 30, false);
  IsoSplit a = split_of (dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_SAMPLE, 0.2, 7),
           b = split_of (dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_SAMPLE, 0.2, 7),
           other = split_of (dataset, ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_SAMPLE, 0.2, 8);
  g_assert_cmpmem (a.train.indices, a.train.count * 4, b.train.indices, b.train.count * 4);
  g_assert_cmpmem (a.validation.indices, a.validation.count * 4, b.validation.indices, b.validation.count * 4);
  g_assert_cmpint (memcmp (a.train.indices, other.train.indices, a.train.count * 4), !=, 0);
  iso_split_clear (&a);
  iso_split_clear (&b);
  iso_split_clear (&other);
}

static void
assert_refused (IsoDataset *dataset, IsoSplitKind kind, IsoValidationKind validation, double share, const char *word)
{
  g_autoptr (GError) error = NULL;
  IsoSplit split;
  g_assert_nonnull (dataset);
  g_assert_false (iso_split_make (&split, dataset, kind, validation, share, 1, &error));
  test_error (error, ISO_ERROR_ARGUMENT, word);
  g_assert_null (split.train.indices);
  iso_dataset_unref (dataset);
}

static void
test_refused (void)
{
  assert_refused (make (1, 30, false), ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_NONE, 0.0, "found 1 class ");
  assert_refused (make (1, 30, false), ISO_SPLIT_BY_CLASS, ISO_VALIDATION_NONE, 0.0, "found 1 class ");
  assert_refused (make (2, 30, false), ISO_SPLIT_BY_CLASS, ISO_VALIDATION_NONE, 0.0, "found 2 classes");
  assert_refused (make (5, 1, false), ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_NONE, 0.0, "left to test");
  assert_refused (make (4, 30, false), ISO_SPLIT_BY_CLASS, ISO_VALIDATION_BY_CLASS, 0.5, "left to train");
  assert_refused (make (4, 2, false), ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_SAMPLE, 0.5, "validation");
  assert_refused (make (5, 30, false), ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_SAMPLE, 0.0, "share");
  assert_refused (make (5, 30, false), ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_CLASS, 1.0, "share");
  assert_refused (make (5, 30, false), ISO_SPLIT_BY_SAMPLE, ISO_VALIDATION_BY_CLASS, (double) NAN, "share");
}

/* Three classes are the fewest: two train, one tests. */
static void
test_three_classes (void)
{
  g_autoptr (IsoDataset) dataset = make (3, 4, false);
  IsoSplit split = split_of (dataset, ISO_SPLIT_BY_CLASS, ISO_VALIDATION_NONE, 0.0, 1);
  g_assert_cmpuint (split.train.count, ==, 8);
  g_assert_cmpuint (split.test.count, ==, 4);
  iso_split_clear (&split);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/by-sample", test_by_sample);
  g_test_add_func ("/split/official", test_official);
  g_test_add_func ("/split/by-class", test_by_class);
  g_test_add_func ("/split/alternate", test_alternate);
  g_test_add_func ("/split/alternate-without-samples", test_alternate_without_samples);
  g_test_add_func ("/split/alternate-validation", test_alternate_validation);
  g_test_add_func ("/split/validation-by-sample", test_validation_by_sample);
  g_test_add_func ("/split/validation-by-class", test_validation_by_class);
  g_test_add_func ("/split/seeds", test_seeds);
  g_test_add_func ("/split/refused", test_refused);
  g_test_add_func ("/split/three-classes", test_three_classes);
  return g_test_run ();
}
