#include "engine/data/label-noise.h"

#include <math.h>
#include <string.h>

#define N 6000

static gint32 labels[N];
static guint32 indices[N];

/* Classes 1, 3, 8 train (in uneven numbers, on every second sample); the others hold class 5 too. */
static IsoSubset
make_subset (void)
{
  static const gint32 classes[] = { 1, 1, 3, 8, 8, 8 };
  for (guint32 i = 0; i < N; i++)
    labels[i] = i % 2 == 0 ? classes[i / 2 % 6] : 5;
  for (guint32 i = 0; i < N / 2; i++)
    indices[i] = 2 * i;
  return (IsoSubset) { indices, N / 2 };
}

static void
test_share (void)
{
  static const double shares[] = { 0.0, 0.1, 0.25, 0.333, 1.0 };
  IsoSubset train = make_subset ();
  for (size_t s = 0; s < G_N_ELEMENTS (shares); s++)
    {
      g_autofree gint32 *noisy = iso_label_noise_apply (labels, N, &train, shares[s], 4);
      size_t changed = 0;
      for (size_t i = 0; i < N; i++)
        {
          g_assert_true (i % 2 == 0 || noisy[i] == labels[i]);
          g_assert_true (i % 2 == 1 || noisy[i] == 1 || noisy[i] == 3 || noisy[i] == 8);
          changed += noisy[i] != labels[i];
        }
      g_assert_cmpuint (changed, ==, (size_t) round (shares[s] * N / 2));
    }
}

/* Of all seeds together: each sample as often, and of the other classes each as often. */
static void
test_even (void)
{
  IsoSubset train = make_subset ();
  int to[9] = { 0 }, of_sample[3] = { 0 };
  const int seeds = 100;
  for (int seed = 0; seed < seeds; seed++)
    {
      g_autofree gint32 *noisy = iso_label_noise_apply (labels, N, &train, 0.2, (guint64) seed);
      for (size_t i = 0; i < N; i += 2)
        if (noisy[i] != labels[i])
          {
            of_sample[i / (N / 3)]++;
            if (labels[i] == 8)
              to[noisy[i]]++;
          }
    }
  double third = seeds * 0.2 * N / 6, half = seeds * 0.2 * N / 8;
  for (int part = 0; part < 3; part++)
    g_assert_false (!(fabs (of_sample[part] - third) <= 5.0 * sqrt (third)));
  g_assert_false (!(fabs (to[1] - half) <= 5.0 * sqrt (half)));
  g_assert_false (!(fabs (to[3] - half) <= 5.0 * sqrt (half)));
}

static void
test_seeds (void)
{
  IsoSubset train = make_subset ();
  g_autofree gint32 *first = iso_label_noise_apply (labels, N, &train, 0.2, 4);
  g_autofree gint32 *second = iso_label_noise_apply (labels, N, &train, 0.2, 4);
  g_autofree gint32 *other = iso_label_noise_apply (labels, N, &train, 0.2, 5);
  g_assert_cmpmem (first, sizeof labels, second, sizeof labels);
  g_assert_cmpint (memcmp (first, other, sizeof labels), !=, 0);
}

static void
test_nothing_to_change (void)
{
  make_subset ();
  IsoSubset one_class = { indices, 2 }, none = { indices, 0 };
  g_autofree gint32 *single = iso_label_noise_apply (labels, N, &one_class, 1.0, 4);
  g_autofree gint32 *empty = iso_label_noise_apply (labels, N, &none, 1.0, 4);
  g_assert_cmpmem (single, sizeof labels, labels, sizeof labels);
  g_assert_cmpmem (empty, sizeof labels, labels, sizeof labels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/label-noise/share", test_share);
  g_test_add_func ("/label-noise/even", test_even);
  g_test_add_func ("/label-noise/seeds", test_seeds);
  g_test_add_func ("/label-noise/nothing-to-change", test_nothing_to_change);
  return g_test_run ();
}
