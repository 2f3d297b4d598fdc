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

static IsoSampler *
p_times_k (const gint32 *of, const IsoSubset *subset, size_t B, size_t K, bool with_replacement, GError **error)
{
  IsoBatchSettings settings = { (int) B, (int) K, with_replacement, ISO_SAMPLER_CLASSES, 4 };
  return iso_sampler_new (of, subset, &settings, error);
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
      g_autoptr (IsoSampler) sampler = p_times_k (labels, &subset, cases[c].B, cases[c].K, cases[c].with_replacement, &error);
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
  g_autoptr (IsoSampler) sampler = p_times_k (labels, &subset, 112, 2, true, NULL);
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
      g_autoptr (IsoSampler) sampler = p_times_k (labels, &subset, 20, 4, with_replacement != 0, NULL);
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
  g_autoptr (IsoSampler) sampler = p_times_k (few, &subset, 3, 3, true, &error);
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
  g_assert_null (p_times_k (labels, subset, B, K, with_replacement, &error));
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
  assert_refused (&one_class, 1, 1, true, "found 1 class,");
  assert_refused (&four_of_one, 4, 2, true, "found 1 class,");
  assert_refused (&empty, 2, 2, true, "at most the 0 samples");
  assert_refused (&subset, 22, 2, false, "wants 11");
}

static IsoSampler *
sampler_of (IsoSamplerKind kind, size_t B, size_t K, bool with_replacement, int neighborhood)
{
  IsoSubset subset = make_subset ();
  g_autoptr (GError) error = NULL;
  IsoBatchSettings settings = { (int) B, (int) K, with_replacement, kind, neighborhood };
  IsoSampler *sampler = iso_sampler_new (labels, &subset, &settings, &error);
  g_assert_no_error (error);
  return sampler;
}

static void
assert_distinct (const guint32 *batch, size_t B)
{
  for (size_t i = 0; i < B; i++)
    {
      g_assert_true (batch[i] % 2 == 0 && batch[i] < 2 * TOTAL);
      for (size_t j = 0; j < i; j++)
        g_assert_cmpuint (batch[i], !=, batch[j]);
    }
}

static void
test_balanced (void)
{
  static const size_t sizes[] = { 20, 47, 112 };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (IsoSampler) sampler = sampler_of (ISO_SAMPLER_BALANCED, sizes[s], 3, true, 4);
      int more[CLASSES] = { 0 };
      guint32 batch[112];
      IsoRandom random;
      iso_random_init (&random, 3, "sampler");
      for (int step = 0; step < 500; step++)
        {
          size_t counts[CLASSES] = { 0 };
          iso_sampler_next (batch, sampler, &random);
          assert_distinct (batch, sizes[s]);
          for (size_t i = 0; i < sizes[s]; i++)
            counts[labels[batch[i]]]++;
          for (size_t c = 0; c < CLASSES; c++)
            {
              g_assert_true (counts[c] == sizes[s] / CLASSES || counts[c] == sizes[s] / CLASSES + 1);
              more[c] += counts[c] > sizes[s] / CLASSES;
            }
        }
      double expected = 500.0 * (double) (sizes[s] % CLASSES) / CLASSES;
      for (size_t c = 0; c < CLASSES; c++)
        g_assert_false (!(fabs (more[c] - expected) <= 5.0 * sqrt (expected)));
    }
}

/* A class smaller than its part of the batch gives samples again. */
static void
test_balanced_small_class (void)
{
  const gint32 few[9] = { 0, 7, 7, 7, 7, 7, 7, 7, 7 };
  guint32 indices[9] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 }, batch[8];
  IsoSubset subset = { indices, 9 };
  IsoBatchSettings settings = { 8, 2, 1, ISO_SAMPLER_BALANCED, 4 };
  g_autoptr (IsoSampler) sampler = iso_sampler_new (few, &subset, &settings, NULL);
  IsoRandom random;
  iso_random_init (&random, 3, "sampler");
  iso_sampler_next (batch, sampler, &random);
  for (size_t i = 0; i < 8; i++)
    g_assert_true ((batch[i] == 0) == (i < 4));
}

static void
test_random (void)
{
  g_autoptr (IsoSampler) sampler = sampler_of (ISO_SAMPLER_RANDOM, 37, 4, true, 4); /* 37 is no multiple of 4: it need not be */
  int counts[2 * TOTAL] = { 0 };
  guint32 batch[37];
  IsoRandom random;
  iso_random_init (&random, 3, "sampler");
  for (int step = 0; step < 4000; step++)
    {
      iso_sampler_next (batch, sampler, &random);
      assert_distinct (batch, 37);
      for (size_t i = 0; i < 37; i++)
        counts[batch[i]]++;
    }
  double expected = 4000.0 * 37.0 / TOTAL;
  for (size_t i = 0; i < 2 * TOTAL; i += 2)
    g_assert_false (!(fabs (counts[i] - expected) <= 5.0 * sqrt (expected)));
}

/* Classes on a circle, so that the nearest of class c are c ± 1, then c ± 2, …; class 9 has no center. */
static void
give_circle (IsoSampler *sampler)
{
  float centers[2 * CLASSES];
  guint8 known[CLASSES];
  size_t count;
  const gint32 *classes = iso_sampler_classes (sampler, &count);
  g_assert_cmpuint (count, ==, CLASSES);
  for (size_t c = 0; c < CLASSES; c++)
    {
      g_assert_cmpint (classes[c], ==, c);
      /* Lengths must not matter; a little off the grid, so that c + 1 is nearer than c − 1. */
      double angle = 0.5 * (double) c - 0.01 * (double) (c * c);
      centers[2 * c] = (float) ((1.0 + (double) c) * cos (angle));
      centers[2 * c + 1] = (float) ((1.0 + (double) c) * sin (angle));
      known[c] = c != 9;
    }
  iso_sampler_set_centers (sampler, centers, known, 2);
}

static void
test_hard_classes (void)
{
  g_autoptr (IsoSampler) sampler = sampler_of (ISO_SAMPLER_HARD_CLASSES, 36, 3, true, 3);
  g_autoptr (IsoSampler) plain = sampler_of (ISO_SAMPLER_CLASSES, 36, 3, true, 3);
  guint32 batch[36], other[36];
  IsoRandom random, same;
  iso_random_init (&random, 3, "sampler");
  same = random;
  /* Before centers are known it is the P × K sampler. */
  iso_sampler_next (batch, sampler, &random);
  iso_sampler_next (other, plain, &same);
  g_assert_cmpmem (batch, sizeof batch, other, sizeof other);
  give_circle (sampler);
  int firsts[CLASSES] = { 0 };
  for (int step = 0; step < 500; step++)
    {
      iso_sampler_next (batch, sampler, &random);
      assert_batch (batch, 36, 3, true, false);
      for (size_t group = 0; group < 12;)
        {
          gint32 first = labels[batch[3 * group]];
          firsts[first]++;
          group++;
          if (first == 9) /* alone: company by chance */
            continue;
          for (size_t n = 0; n < 2 && group < 12; n++, group++)
            {
              gint32 near = labels[batch[3 * group]];
              gint32 expected = first == 0 ? 1 + (gint32) n : first == 8 ? 7 - (gint32) n : n == 0 ? first + 1 : first - 1;
              g_assert_cmpint (near, ==, expected);
            }
        }
    }
  for (size_t c = 0; c < CLASSES; c++)
    g_assert_true (firsts[c] > 100);
}

/* Without replacement every class comes once, even where the near ones are taken. */
static void
test_hard_classes_once (void)
{
  g_autoptr (IsoSampler) sampler = sampler_of (ISO_SAMPLER_HARD_CLASSES, 20, 2, false, 4);
  guint32 batch[20];
  IsoRandom random;
  iso_random_init (&random, 3, "sampler");
  give_circle (sampler);
  for (int step = 0; step < 300; step++)
    {
      iso_sampler_next (batch, sampler, &random);
      assert_batch (batch, 20, 2, true, true);
    }
}

/* Centers from embeddings: those of other samples are passed over, and a class of which none was seen has no center. */
static void
test_learn (void)
{
  g_autoptr (IsoSampler) sampler = sampler_of (ISO_SAMPLER_HARD_CLASSES, 6, 3, true, 2);
  g_autoptr (IsoSampler) plain = sampler_of (ISO_SAMPLER_CLASSES, 6, 3, true, 2);
  guint32 seen[80], batch[6];
  float embeddings[160];
  IsoRandom random;
  iso_random_init (&random, 3, "sampler");
  /* Classes 0 … 7, two samples each at −0.1 and 0.1 around 0, 0.4, 1.2, 2.4, … of the circle's angle; odd samples lead astray. */
  for (guint32 i = 0; i < 80; i++)
    {
      gint32 label = (gint32) i / 2 % CLASSES;
      double angle = 0.2 * label * (label + 1) / 3.0 + (i < 20 ? -0.1 : 0.1);
      seen[i] = i;
      if (i % 2 == 1 || label > 7)
        angle = 1.5;
      if (label > 7)
        seen[i] = 2 * TOTAL + i; /* not of this dataset's part */
      embeddings[2 * i] = (float) cos (angle);
      embeddings[2 * i + 1] = (float) sin (angle);
    }
  iso_sampler_learn (plain, embeddings, seen, 80, 2);
  iso_sampler_learn (sampler, embeddings, seen, 80, 2);
  for (int step = 0; step < 300; step++)
    {
      iso_sampler_next (batch, sampler, &random);
      gint32 first = labels[batch[0]], second = labels[batch[3]];
      g_assert_true (first > 7 || second == (first == 0 ? 1 : first - 1));
    }
}

static void
test_kinds_refused (void)
{
  IsoSubset subset = make_subset ();
  IsoBatchSettings balanced = { 19, 2, 1, ISO_SAMPLER_BALANCED, 4 }, random = { TOTAL + 1, 2, 1, ISO_SAMPLER_RANDOM, 4 };
  IsoBatchSettings hard = { 22, 2, 0, ISO_SAMPLER_HARD_CLASSES, 4 };
  g_autoptr (GError) error = NULL;
  g_assert_null (iso_sampler_new (labels, &subset, &balanced, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "balanced", "10 classes", "20");
  g_clear_error (&error);
  g_assert_null (iso_sampler_new (labels, &subset, &random, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "at most the 200 samples");
  g_clear_error (&error);
  g_assert_null (iso_sampler_new (labels, &subset, &hard, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "wants 11");
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
  g_test_add_func ("/sampler/balanced", test_balanced);
  g_test_add_func ("/sampler/balanced-small-class", test_balanced_small_class);
  g_test_add_func ("/sampler/random", test_random);
  g_test_add_func ("/sampler/hard-classes", test_hard_classes);
  g_test_add_func ("/sampler/hard-classes-once", test_hard_classes_once);
  g_test_add_func ("/sampler/learn", test_learn);
  g_test_add_func ("/sampler/kinds-refused", test_kinds_refused);
  return g_test_run ();
}
