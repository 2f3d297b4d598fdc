/* Random numbers: the published sequence, named streams, distributions, copying the state. */
#include "engine/base/random.h"

#include <math.h>

/* xoshiro256** from the state 1, 2, 3, 4, as its authors' program gives it. */
static void
test_published_sequence (void)
{
  IsoRandom random = { { 1, 2, 3, 4 } };
  const guint64 expected[] = {
    G_GUINT64_CONSTANT (11520), G_GUINT64_CONSTANT (0), G_GUINT64_CONSTANT (1509978240), G_GUINT64_CONSTANT (1215971899390074240),
    G_GUINT64_CONSTANT (1216172134540287360), G_GUINT64_CONSTANT (607988272756665600),
    G_GUINT64_CONSTANT (16172922978634559625), G_GUINT64_CONSTANT (8476171486693032832),
    G_GUINT64_CONSTANT (10595114339597558777), G_GUINT64_CONSTANT (2904607092377533576),
  };
  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (iso_random_next (&random), ==, expected[i]);
}

static void
test_streams (void)
{
  const char *names[] = { "init", "sampler", "augment", "mining", "projection" };
  guint64 seen[4 * G_N_ELEMENTS (names)];
  size_t count = 0;
  for (guint64 seed = 0; seed < 4; seed++)
    for (size_t n = 0; n < G_N_ELEMENTS (names); n++)
      {
        IsoRandom random, again;
        iso_random_init (&random, seed, names[n]);
        iso_random_init (&again, seed, names[n]);
        guint64 value = iso_random_next (&random);
        g_assert_cmpuint (value, ==, iso_random_next (&again));
        for (size_t i = 0; i < count; i++)
          g_assert_cmpuint (value, !=, seen[i]);
        seen[count++] = value;
      }
}

static void
test_copied_state_continues (void)
{
  IsoRandom random;
  iso_random_init (&random, 7, "sampler");
  for (int i = 0; i < 10; i++)
    iso_random_normal (&random);
  IsoRandom copy = random;
  for (int i = 0; i < 100; i++)
    g_assert_true (iso_random_normal (&random) == iso_random_normal (&copy));
}

/* Children differ from each other, from their parent and from children of other parents, draw nothing from it, and may take its
 * place. */
static void
test_children (void)
{
  enum { PARENTS = 4, CHILDREN = 500 };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint64 seed = 0; seed < PARENTS; seed++)
    {
      IsoRandom parent, before, child, in_place;
      iso_random_init (&parent, seed, "augment");
      before = parent;
      for (guint64 index = 0; index < CHILDREN; index++)
        {
          iso_random_init_child (&child, &parent, index);
          in_place = parent;
          iso_random_init_child (&in_place, &in_place, index);
          guint64 value = iso_random_next (&child);
          g_assert_cmpuint (value, ==, iso_random_next (&in_place));
          g_assert_true (g_hash_table_add (seen, g_memdup2 (&value, sizeof value)));
        }
      for (int i = 0; i < 4; i++)
        g_assert_cmpuint (parent.state[i], ==, before.state[i]);
    }
}

/* The first numbers of neighboring children are as independent as those of one stream. */
static void
test_children_are_uniform (void)
{
  enum { COUNT = 200000 };
  IsoRandom parent, child;
  double sum = 0.0, product = 0.0, last = 0.0;
  iso_random_init (&parent, 1, "test");
  for (guint64 i = 0; i < COUNT; i++)
    {
      iso_random_init_child (&child, &parent, i);
      double value = iso_random_uniform (&child) - 0.5;
      sum += value;
      product += value * last;
      last = value;
    }
  g_assert_true (fabs (sum / COUNT) <= 5.0 * sqrt (1.0 / 12.0 / COUNT));
  g_assert_true (fabs (product / COUNT) <= 5.0 / 12.0 / sqrt (COUNT));
}

static void
test_uniform (void)
{
  IsoRandom random;
  iso_random_init (&random, 1, "test");
  const int count = 200000;
  double sum = 0.0, square = 0.0;
  int bins[20] = { 0 };
  for (int i = 0; i < count; i++)
    {
      double u = iso_random_uniform (&random);
      g_assert_true (u >= 0.0 && u < 1.0);
      sum += u;
      square += u * u;
      bins[(int) (u * 20.0)]++;
    }
  g_assert_true (fabs (sum / count - 0.5) <= 5.0 * sqrt (1.0 / 12.0 / count));
  g_assert_true (fabs (square / count - 1.0 / 3.0) <= 5.0 * sqrt (4.0 / 45.0 / count));
  double chi = 0.0;
  for (int i = 0; i < 20; i++)
    chi += (bins[i] - count / 20.0) * (bins[i] - count / 20.0) / (count / 20.0);
  g_assert_true (chi <= 43.8); /* 99.9 % of χ² with 19 degrees of freedom */
}

static void
test_below (void)
{
  IsoRandom random;
  iso_random_init (&random, 2, "test");
  const guint32 bounds[] = { 1, 2, 3, 7, 10, 1000 };
  for (size_t b = 0; b < G_N_ELEMENTS (bounds); b++)
    {
      const int count = 100000;
      g_autofree int *seen = g_new0 (int, bounds[b]);
      for (int i = 0; i < count; i++)
        {
          guint32 value = iso_random_below (&random, bounds[b]);
          g_assert_cmpuint (value, <, bounds[b]);
          seen[value]++;
        }
      double expected = (double) count / bounds[b], chi = 0.0, freedom = bounds[b] - 1.0;
      for (guint32 v = 0; v < bounds[b]; v++)
        chi += (seen[v] - expected) * (seen[v] - expected) / expected;
      g_assert_true (chi <= freedom + 4.0 * sqrt (2.0 * freedom) + 8.0);
    }
  /* A bound that rejects nearly half of what it draws. */
  double mean = 0.0;
  const guint32 bound = 0x80000001u;
  for (int i = 0; i < 20000; i++)
    {
      guint32 value = iso_random_below (&random, bound);
      g_assert_cmpuint (value, <, bound);
      mean += (double) value / (double) bound / 20000.0;
    }
  g_assert_true (fabs (mean - 0.5) <= 0.011);
}

static void
test_normal (void)
{
  IsoRandom random;
  iso_random_init (&random, 3, "test");
  const int count = 200000;
  double moments[4] = { 0 };
  int inside = 0;
  for (int i = 0; i < count; i++)
    {
      double x = iso_random_normal (&random);
      for (int p = 0; p < 4; p++)
        moments[p] += pow (x, p + 1) / count;
      inside += fabs (x) <= 1.0;
    }
  const double expected[4] = { 0.0, 1.0, 0.0, 3.0 }, deviation[4] = { 1.0, 1.42, 3.88, 9.8 };
  for (int p = 0; p < 4; p++)
    g_assert_true (fabs (moments[p] - expected[p]) <= 5.0 * deviation[p] / sqrt (count));
  g_assert_true (fabs ((double) inside / count - 0.682689) <= 5.0 * sqrt (0.2166 / count));
}

static void
test_shuffle (void)
{
  IsoRandom random;
  iso_random_init (&random, 4, "test");
  int where[6][6] = { { 0 } };
  const int count = 60000;
  for (int i = 0; i < count; i++)
    {
      guint32 values[6] = { 0, 1, 2, 3, 4, 5 };
      iso_random_shuffle (&random, values, 6);
      guint32 seen = 0;
      for (size_t j = 0; j < 6; j++)
        {
          where[values[j]][j]++;
          seen |= 1u << values[j];
        }
      g_assert_cmpuint (seen, ==, 63);
    }
  for (size_t v = 0; v < 6; v++)
    for (size_t j = 0; j < 6; j++)
      g_assert_true (abs (where[v][j] - count / 6) <= 5.0 * sqrt (count * 5.0 / 36.0));
  iso_random_shuffle (&random, NULL, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/published-sequence", test_published_sequence);
  g_test_add_func ("/random/streams", test_streams);
  g_test_add_func ("/random/copied-state-continues", test_copied_state_continues);
  g_test_add_func ("/random/children", test_children);
  g_test_add_func ("/random/children-are-uniform", test_children_are_uniform);
  g_test_add_func ("/random/uniform", test_uniform);
  g_test_add_func ("/random/below", test_below);
  g_test_add_func ("/random/normal", test_normal);
  g_test_add_func ("/random/shuffle", test_shuffle);
  return g_test_run ();
}
