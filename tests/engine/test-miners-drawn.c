/* The miners that draw: what they may choose, and how often. */
#include <math.h>
#include <string.h>

#include "tests/support/mining-batch.h"

static void
test_random (void)
{
  for (size_t B = 1; B <= 112; B += 37)
    for (int per_anchor = 1; per_anchor <= 4; per_anchor += 3)
      {
        Batch batch = batch_new (B, 1 + (guint32) B / 4, B);
        size_t eligible = 0;
        for (size_t i = 0; i < B; i++)
          eligible += is_eligible (&batch, i);
        mine (&batch, ISO_MINER_RANDOM, per_anchor);
        mine (&batch, ISO_MINER_RANDOM, per_anchor); /* emptied first */
        g_assert_cmpuint (batch.triplets.count, ==, eligible * (size_t) per_anchor);
        check_validity (&batch);
        batch_clear (&batch);
      }
}

/* Every positive and every negative turns up about equally often. */
static void
test_random_is_uniform (void)
{
  const gint32 labels[6] = { 0, 0, 0, 1, 1, 2 };
  guint counts[6] = { 0 };
  Batch batch = batch_new (6, 2, 3);
  memcpy (batch.labels, labels, sizeof labels);
  for (int round = 0; round < 3000; round++)
    {
      mine (&batch, ISO_MINER_RANDOM, 1.0);
      counts[batch.triplets.triplets[1]]++; /* of anchor 0 */
      counts[batch.triplets.triplets[2]]++;
    }
  g_assert_cmpuint (counts[0], ==, 0);
  for (size_t i = 1; i < 3; i++)
    g_assert_true (counts[i] > 1380 && counts[i] < 1620);
  for (size_t i = 3; i < 6; i++)
    g_assert_true (counts[i] > 890 && counts[i] < 1110);
  batch_clear (&batch);
}

/* Soft-hard: whether j is a positive farther than some negative, or a negative nearer than some positive. */
static bool
is_soft_hard (const Batch *batch, size_t a, size_t j)
{
  const float *s = batch->S + a * batch->B;
  bool positive = batch->labels[j] == batch->labels[a];
  for (size_t other = 0; other < batch->B; other++)
    if (other != a && (batch->labels[other] == batch->labels[a]) != positive && (positive ? s[other] > s[j] : s[other] < s[j]))
      return true;
  return false;
}

static void
test_soft_hard (void)
{
  Batch batch = batch_new (60, 12, 7);
  guint8 drawn[60][60] = { { 0 } };
  for (int round = 0; round < 400; round++)
    {
      mine (&batch, ISO_MINER_SOFT_HARD, 0.0);
      check_validity (&batch);
      for (size_t t = 0; t < batch.triplets.count; t++)
        for (int part = 1; part < 3; part++)
          drawn[batch.triplets.triplets[3 * t]][batch.triplets.triplets[3 * t + part]] = 1;
    }
  for (size_t a = 0; a < 60; a++)
    for (int same = 0; same < 2; same++)
      {
        size_t soft = 0;
        for (size_t j = 0; j < 60; j++)
          soft += j != a && (batch.labels[j] == batch.labels[a]) == same && is_soft_hard (&batch, a, j);
        for (size_t j = 0; j < 60 && is_eligible (&batch, a); j++)
          if (j != a && (batch.labels[j] == batch.labels[a]) == same)
            {
              bool may = soft == 0 || is_soft_hard (&batch, a, j);
              g_assert_true (may || !drawn[a][j]);
              /* In 400 rounds each of up to 20 turns up. */
              g_assert_true (!may || drawn[a][j] || soft > 20 || soft == 0);
            }
      }
  batch_clear (&batch);
}

/* Weight of a negative at squared distance 2 − 2 s by Wu et al., up to a factor. */
static double
naive_weight (double s, double cutoff, double upper)
{
  double distance = sqrt (MAX (2.0 - 2.0 * s, 0.0)), D = DIMENSION;
  if (distance > upper)
    return 0.0;
  distance = MAX (distance, cutoff);
  return 1.0 / (pow (distance, D - 2.0) * pow (1.0 - distance * distance / 4.0, (D - 3.0) / 2.0));
}

/* How often each negative of one anchor is drawn, beside its weight. */
static void
test_distance_weighted (void)
{
  const int rounds = 20000;
  Batch batch = batch_new (24, 6, 9);
  int counts[24] = { 0 }, total = 0;
  double sum = 0.0;
  size_t anchor = 0;
  while (!is_eligible (&batch, anchor))
    anchor++;
  for (int round = 0; round < rounds; round++)
    {
      mine (&batch, ISO_MINER_DISTANCE_WEIGHTED, 0.5);
      if (round == 0)
        check_validity (&batch);
      for (size_t t = 0; t < batch.triplets.count; t++)
        if (batch.triplets.triplets[3 * t] == (gint32) anchor)
          {
            counts[batch.triplets.triplets[3 * t + 2]]++;
            total++;
          }
    }
  const float *s = batch.S + anchor * 24;
  for (size_t j = 0; j < 24; j++)
    sum += batch.labels[j] != batch.labels[anchor] ? naive_weight ((double) s[j], 0.5, 1.4) : 0.0;
  for (size_t j = 0; j < 24; j++)
    {
      double weight = batch.labels[j] != batch.labels[anchor] ? naive_weight ((double) s[j], 0.5, 1.4) : 0.0;
      double expected = (double) total * weight / sum;
      g_assert_false (!(fabs (counts[j] - expected) <= 5.0 * sqrt (expected) + 1e-3 * expected));
    }
  batch_clear (&batch);
}

/* All negatives beyond the upper limit: any of them. */
static void
test_nothing_in_reach (void)
{
  Batch batch = batch_new (8, 2, 9);
  int counts[8] = { 0 };
  for (size_t i = 0; i < 8; i++)
    for (size_t j = 0; j < 8; j++)
      {
        batch.labels[i] = (gint32) i / 4;
        batch.S[i * 8 + j] = i / 4 == j / 4 ? 1.0f : -1.0f;
      }
  for (int round = 0; round < 1000; round++)
    {
      mine (&batch, ISO_MINER_DISTANCE_WEIGHTED, 0.5);
      g_assert_cmpuint (batch.triplets.count, ==, 24);
      check_validity (&batch);
      counts[batch.triplets.triplets[2]]++;
    }
  for (size_t j = 4; j < 8; j++)
    g_assert_true (counts[j] > 180 && counts[j] < 320);
  batch_clear (&batch);
}

static void
test_rho_distance (void)
{
  static const double shares[] = { 0.0, 0.2, 1.0 };
  for (size_t s = 0; s < G_N_ELEMENTS (shares); s++)
    {
      Batch batch = batch_new (112, 28, 10);
      size_t count = 0, swapped = 0;
      for (int round = 0; round < 30; round++)
        {
          mine (&batch, ISO_MINER_RHO_DISTANCE, shares[s]);
          for (size_t t = 0; t < batch.triplets.count; t++)
            {
              const gint32 *triplet = batch.triplets.triplets + 3 * t;
              bool is_swapped = triplet[0] == triplet[1];
              g_assert_cmpint (batch.labels[triplet[0]], ==, batch.labels[triplet[1]]);
              g_assert_true ((batch.labels[triplet[2]] == batch.labels[triplet[0]]) == is_swapped);
              g_assert_cmpint (triplet[2], !=, triplet[0]);
              swapped += is_swapped;
            }
          count += batch.triplets.count;
        }
      double expected = shares[s] * (double) count;
      g_assert_false (!(fabs ((double) swapped - expected) <= 5.0 * sqrt (expected * (1.0 - shares[s]))));
      batch_clear (&batch);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/miners-drawn/random", test_random);
  g_test_add_func ("/miners-drawn/random-is-uniform", test_random_is_uniform);
  g_test_add_func ("/miners-drawn/soft-hard", test_soft_hard);
  g_test_add_func ("/miners-drawn/distance-weighted", test_distance_weighted);
  g_test_add_func ("/miners-drawn/nothing-in-reach", test_nothing_in_reach);
  g_test_add_func ("/miners-drawn/rho-distance", test_rho_distance);
  return g_test_run ();
}
