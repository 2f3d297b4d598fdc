#include <math.h>

#include "engine/data/sampler.h"
#include "tests/support/data-files.h"

#define CLASSES 10
#define PER_CLASS 20
#define TOTAL (CLASSES * PER_CLASS)

static gint32 labels[2 * TOTAL];
static guint32 every_second[TOTAL];

/* The subset is the even samples; the odd ones must never be drawn. */
static IsoSubset
make_subset (void)
{
  for (guint32 i = 0; i < 2 * TOTAL; i++)
    labels[i] = (gint32) (i / 2 % CLASSES);
  for (guint32 i = 0; i < TOTAL; i++)
    every_second[i] = 2 * i;
  return (IsoSubset) { every_second, TOTAL };
}

static void
assert_batch (const guint32 *batch, size_t B, size_t K, bool distinct_samples, bool distinct_classes)
{
  bool seen_class[CLASSES] = { false };
  for (size_t p = 0; p < B; p += K)
    {
      gint32 label = labels[batch[p]];
      g_assert_false (distinct_classes && seen_class[label]);
      seen_class[label] = true;
      for (size_t i = p; i < p + K; i++)
        {
          g_assert_cmpuint (batch[i] % 2, ==, 0);
          g_assert_cmpuint (batch[i], <, 2 * TOTAL);
          g_assert_cmpint (labels[batch[i]], ==, label);
          for (size_t j = p; distinct_samples && j < i; j++)
            g_assert_cmpuint (batch[j], !=, batch[i]);
        }
    }
}

static void
test_batches (void)
{
  IsoSubset subset = make_subset ();
  const struct {
    size_t B, K;
    bool with_replacement, distinct;
  } cases[] = {
    { 112, 2, true, true }, { 112, 4, true, true }, { 20, 2, false, true }, { 8, 2, false, true },
    { 40, 20, false, true }, { 100, 25, true, false }, { 5, 1, false, true },
  };
  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoSampler) sampler = iso_sampler_new (labels, &subset, cases[c].B, cases[c].K, cases[c].with_replacement,
                                                        &error);
      g_assert_no_error (error);
      g_assert_cmpuint (iso_sampler_batches_per_epoch (sampler), ==, TOTAL / cases[c].B);
      IsoRandom random;
      guint32 batch[112];
      iso_random_init (&random, 3, "sampler");
      for (int step = 0; step < 200; step++)
        {
          iso_sampler_next (batch, sampler, &random);
          assert_batch (batch, cases[c].B, cases[c].K, cases[c].distinct, !cases[c].with_replacement);
        }
    }
}

static void
test_deterministic (void)
{
  IsoSubset subset = make_subset ();
  g_autoptr (IsoSampler) sampler = iso_sampler_new (labels, &subset, 112, 2, true, NULL);
  IsoRandom a, b, other;
  guint32 first[112], second[112], third[112];
  iso_random_init (&a, 11, "sampler");
  iso_random_init (&b, 11, "sampler");
  iso_random_init (&other, 12, "sampler");
  for (int step = 0; step < 10; step++)
    {
      iso_sampler_next (first, sampler, &a);
      iso_sampler_next (second, sampler, &b);
      iso_sampler_next (third, sampler, &other);
      g_assert_cmpmem (first, sizeof first, second, sizeof second);
      g_assert_cmpint (memcmp (first, third, sizeof first), !=, 0);
    }
}

/* All samples and all ordered pairs of places come equally often: counts within five standard deviations of the expected. */
static void
test_uniform (void)
{
  IsoSubset subset = make_subset ();
  for (int with_replacement = 0; with_replacement < 2; with_replacement++)
    {
      g_autoptr (IsoSampler) sampler = iso_sampler_new (labels, &subset, 20, 4, with_replacement != 0, NULL);
      const int steps = 20000;
      int counts[2 * TOTAL] = { 0 }, first_of_batch[CLASSES] = { 0 }, ascending = 0;
      IsoRandom random;
      guint32 batch[20];
      iso_random_init (&random, 5, "sampler");
      for (int step = 0; step < steps; step++)
        {
          iso_sampler_next (batch, sampler, &random);
          first_of_batch[labels[batch[0]]]++;
          ascending += batch[0] < batch[3];
          for (int i = 0; i < 20; i++)
            counts[batch[i]]++;
        }
      /* a class is drawn `steps` · 5 / 10 times, each of its samples in 4 of 20 of these */
      double expected = steps * 20.0 / TOTAL, tolerance = 5.0 * sqrt (expected);
      for (int i = 0; i < 2 * TOTAL; i += 2)
        g_assert_false (!(fabs (counts[i] - expected) <= tolerance));
      for (int c = 0; c < CLASSES; c++)
        g_assert_false (!(fabs (first_of_batch[c] - steps / 10.0) <= 5.0 * sqrt (steps / 10.0)));
      g_assert_false (!(fabs (ascending - steps / 2.0) <= 5.0 * sqrt (steps / 4.0)));
    }
}

static void
test_small_class (void)
{
  const gint32 few[5] = { 0, 0, 7, 7, 7 };
  guint32 indices[5] = { 0, 1, 2, 3, 4 };
  IsoSubset subset = { indices, 5 };
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSampler) sampler = iso_sampler_new (few, &subset, 3, 3, true, &error);
  g_assert_no_error (error);
  IsoRandom random;
  guint32 batch[3];
  iso_random_init (&random, 5, "sampler");
  for (int step = 0; step < 100; step++)
    {
      iso_sampler_next (batch, sampler, &random);
      g_assert_cmpint (few[batch[0]], ==, few[batch[1]]);
      g_assert_cmpint (few[batch[0]], ==, few[batch[2]]);
      if (few[batch[0]] == 7) /* three of three: each once */
        g_assert_cmpuint (batch[0] + batch[1] + batch[2], ==, 9);
    }
}

static void
assert_refused (const IsoSubset *subset, size_t B, size_t K, bool with_replacement, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (iso_sampler_new (labels, subset, B, K, with_replacement, &error));
  test_error (error, ISO_ERROR_ARGUMENT, word);
}

static void
test_refused (void)
{
  IsoSubset subset = make_subset (), one_class = { every_second, 1 }, empty = { every_second, 0 };
  guint32 same[4] = { 0, 20, 40, 60 };
  IsoSubset four_of_one = { same, 4 };
  assert_refused (&subset, 112, 3, true, "multiple of batch.samples_per_class");
  assert_refused (&subset, 112, 0, true, "multiple");
  assert_refused (&subset, 0, 2, true, "multiple");
  assert_refused (&subset, TOTAL + 2, 2, true, "at most the 200 samples");
  assert_refused (&one_class, 1, 1, true, "found 1 classes");
  assert_refused (&four_of_one, 4, 2, true, "found 1 classes");
  assert_refused (&empty, 2, 2, true, "at most the 0 samples");
  assert_refused (&subset, 22, 2, false, "wants 11");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sampler/batches", test_batches);
  g_test_add_func ("/sampler/deterministic", test_deterministic);
  g_test_add_func ("/sampler/uniform", test_uniform);
  g_test_add_func ("/sampler/small-class", test_small_class);
  g_test_add_func ("/sampler/refused", test_refused);
  return g_test_run ();
}
