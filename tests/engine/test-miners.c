/* What each miner must and must not choose, against plain versions that look at every pair. */
#include "engine/base/checked.h"
#include "engine/base/timing.h"
#include "engine/linalg/pairwise.h"
#include "engine/loss/miner.h"
#include "tests/support/naive.h"

#include <math.h>
#include <string.h>

#define DIMENSION 8

typedef struct {
  size_t B;
  float *S;
  gint32 *labels;
  IsoTriplets triplets;
  IsoRandom random;
} Batch;

static Batch
batch_new (size_t B, guint32 classes, guint64 seed)
{
  Batch batch = { B, iso_floats_new (B * B), g_new (gint32, B), { 0 }, { { 0 } } };
  float *Z = iso_floats_new (B * 8);
  iso_random_init (&batch.random, seed, "mining");
  iso_test_embeddings (Z, batch.labels, B, 8, classes, 0.9, &batch.random);
  iso_gram (batch.S, Z, B, 8);
  iso_block_free (Z);
  return batch;
}

static void
batch_clear (Batch *batch)
{
  iso_block_free (batch->S);
  g_free (batch->labels);
  iso_triplets_clear (&batch->triplets);
}

static void
mine (Batch *batch, IsoMinerName name, double value)
{
  const IsoMinerKind *kind = iso_miner_kind (name);
  double values[ISO_MINER_MAX_PARAMETERS] = { 0 };
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    values[slot] = slot == 0 ? value : kind->parameters[slot].initial;
  iso_miner_kind (name)->mine (&batch->triplets, batch->S, batch->labels, batch->B, DIMENSION, values, &batch->random);
}

static gboolean
is_eligible (const Batch *batch, size_t anchor)
{
  gboolean positive = FALSE, negative = FALSE;
  for (size_t j = 0; j < batch->B; j++)
    {
      positive |= j != anchor && batch->labels[j] == batch->labels[anchor];
      negative |= batch->labels[j] != batch->labels[anchor];
    }
  return positive && negative;
}

static void
check_validity (const Batch *batch)
{
  for (size_t t = 0; t < batch->triplets.count; t++)
    {
      const gint32 *triplet = batch->triplets.triplets + 3 * t;
      for (int part = 0; part < 3; part++)
        g_assert_true (triplet[part] >= 0 && (size_t) triplet[part] < batch->B);
      g_assert_cmpint (triplet[0], !=, triplet[1]);
      g_assert_cmpint (batch->labels[triplet[0]], ==, batch->labels[triplet[1]]);
      g_assert_cmpint (batch->labels[triplet[0]], !=, batch->labels[triplet[2]]);
    }
}

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

static bool
has_triplet (const IsoTriplets *triplets, gint32 a, gint32 p, gint32 n)
{
  for (size_t t = 0; t < triplets->count; t++)
    if (triplets->triplets[3 * t] == a && triplets->triplets[3 * t + 1] == p && triplets->triplets[3 * t + 2] == n)
      return true;
  return false;
}

/* Strictly ascending: none twice. */
static void
check_order (const IsoTriplets *triplets)
{
  for (size_t t = 1; t < triplets->count; t++)
    {
      const gint32 *a = triplets->triplets + 3 * (t - 1), *b = a + 3;
      g_assert_true (a[0] < b[0] || (a[0] == b[0] && (a[1] < b[1] || (a[1] == b[1] && a[2] < b[2]))));
    }
}

static void
test_all (void)
{
  for (size_t B = 1; B <= 60; B += 13)
    {
      Batch batch = batch_new (B, 1 + (guint32) B / 4, B);
      size_t expected = 0;
      mine (&batch, ISO_MINER_ALL, 0.0);
      check_validity (&batch);
      check_order (&batch.triplets);
      for (size_t a = 0; a < B; a++)
        {
          size_t positives = 0, negatives = 0;
          for (size_t j = 0; j < B; j++)
            {
              positives += j != a && batch.labels[j] == batch.labels[a];
              negatives += batch.labels[j] != batch.labels[a];
            }
          expected += positives * negatives;
        }
      g_assert_cmpuint (batch.triplets.count, ==, expected);
      batch_clear (&batch);
    }
  Batch usual = batch_new (112, 28, 1);
  for (size_t i = 0; i < 112; i++)
    usual.labels[i] = (gint32) i / 4;
  mine (&usual, ISO_MINER_ALL, 0.0);
  g_assert_cmpuint (usual.triplets.count, ==, 112 * 3 * 108);
  batch_clear (&usual);
}

/* Two classes of 60 have 120 · 59 · 60 triplets: more than are kept. Anchors come as often as each other, and all parts of the
 * order. */
static void
test_most (void)
{
  Batch batch = batch_new (120, 2, 1);
  size_t counts[120] = { 0 };
  for (size_t i = 0; i < 120; i++)
    batch.labels[i] = (gint32) i % 2;
  mine (&batch, ISO_MINER_ALL, 0.0);
  g_assert_cmpuint (batch.triplets.count, ==, ISO_MINER_MOST_TRIPLETS);
  check_validity (&batch);
  check_order (&batch.triplets);
  for (size_t t = 0; t < batch.triplets.count; t++)
    counts[batch.triplets.triplets[3 * t]]++;
  double expected = (double) ISO_MINER_MOST_TRIPLETS / 120.0;
  for (size_t a = 0; a < 120; a++)
    g_assert_false (!(fabs ((double) counts[a] - expected) <= 2.0));
  batch_clear (&batch);
}

static void
test_hard (void)
{
  for (size_t B = 1; B <= 112; B += 37)
    {
      Batch batch = batch_new (B, 1 + (guint32) B / 4, B + 200);
      size_t eligible = 0;
      mine (&batch, ISO_MINER_HARD, 0.0);
      check_validity (&batch);
      for (size_t i = 0; i < B; i++)
        eligible += is_eligible (&batch, i);
      g_assert_cmpuint (batch.triplets.count, ==, eligible);
      for (size_t t = 0; t < batch.triplets.count; t++)
        {
          const gint32 *triplet = batch.triplets.triplets + 3 * t;
          size_t a = (size_t) triplet[0];
          const float *s = batch.S + a * B;
          for (size_t j = 0; j < B; j++)
            if (batch.labels[j] != batch.labels[a])
              g_assert_true (s[j] < s[triplet[2]] || (s[j] == s[triplet[2]] && (gint32) j >= triplet[2]));
            else if (j != a)
              g_assert_true (s[j] > s[triplet[1]] || (s[j] == s[triplet[1]] && (gint32) j >= triplet[1]));
        }
      batch_clear (&batch);
    }
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

static void
test_multi_similarity (void)
{
  for (int wide = 0; wide < 2; wide++)
    {
      double epsilon = wide ? 0.5 : 0.1;
      Batch batch = batch_new (40, 9, 8);
      size_t expected = 0;
      mine (&batch, ISO_MINER_MULTI_SIMILARITY, epsilon);
      check_validity (&batch);
      check_order (&batch.triplets);
      for (size_t a = 0; a < 40; a++)
        for (size_t p = 0; p < 40; p++)
          for (size_t n = 0; n < 40; n++)
            {
              const float *s = batch.S + a * 40;
              bool kept_positive = false, kept_negative = false;
              if (p == a || batch.labels[p] != batch.labels[a] || batch.labels[n] == batch.labels[a])
                continue;
              for (size_t j = 0; j < 40; j++)
                {
                  kept_positive |= batch.labels[j] != batch.labels[a] && s[p] - (float) epsilon < s[j];
                  kept_negative |= j != a && batch.labels[j] == batch.labels[a] && s[n] + (float) epsilon > s[j];
                }
              expected += kept_positive && kept_negative;
              bool found = has_triplet (&batch.triplets, (gint32) a, (gint32) p, (gint32) n);
              g_assert_true (found == (kept_positive && kept_negative));
            }
      g_assert_cmpuint (batch.triplets.count, ==, expected);
      batch_clear (&batch);
    }
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

static void
test_summary (void)
{
  /* d² from sample 0: 1: 0.4, 2: 0.2, 3: 0.5, 4: 1.2; samples 0 and 1 are of a class. */
  const float S[25] = { 1.0f, 0.8f, 0.9f, 0.75f, 0.4f };
  const gint32 labels[5] = { 0, 0, 1, 1, 2 };
  const gint32 triplets[] = { 0, 1, 2, 0, 1, 3, 0, 1, 4, 0, 0, 1 };
  IsoTripletSummary summary = iso_triplets_summarize (triplets, 4, S, labels, 5, 0.2);
  g_assert_cmpuint (summary.count, ==, 4);
  g_assert_cmpuint (summary.hard, ==, 1);
  g_assert_cmpuint (summary.semi_hard, ==, 1);
  g_assert_cmpuint (summary.easy, ==, 1);
  g_assert_cmpuint (summary.swapped, ==, 1);
  g_assert_cmpuint (summary.violating, ==, 2);
  g_assert_false (!(fabs (summary.mean_positive_distance - 3.0 * sqrt (0.4) / 4.0) <= 1e-7));
  g_assert_false (!(fabs (summary.mean_negative_distance - (sqrt (0.2) + sqrt (0.5) + sqrt (1.2) + sqrt (0.4)) / 4.0) <= 1e-7));
  summary = iso_triplets_summarize (triplets, 4, S, labels, 5, 0.5); /* pushes the swapped pair and still not the easy one */
  g_assert_cmpuint (summary.violating, ==, 3);
  IsoTripletSummary none = iso_triplets_summarize (NULL, 0, S, labels, 5, 0.2);
  g_assert_cmpuint (none.count + none.hard + none.easy + none.violating, ==, 0);
  g_assert_true (isnan (none.mean_positive_distance));
  /* Equal to the positive is hard; with no margin that does not violate. */
  const float equal[9] = { 1.0f, 0.5f, 0.5f };
  const gint32 pair[3] = { 0, 0, 1 }, one[3] = { 0, 1, 2 };
  summary = iso_triplets_summarize (one, 1, equal, pair, 3, 0.0);
  g_assert_true (summary.hard == 1 && summary.violating == 0);
}

/* The nearest negative beyond the positive, found another way: all negatives, one by one. */
static void
test_semi_hard (void)
{
  for (size_t B = 1; B <= 112; B += 37)
    {
      Batch batch = batch_new (B, 1 + (guint32) B / 4, B + 100);
      size_t expected = 0;
      mine (&batch, ISO_MINER_SEMI_HARD, 0.0);
      check_validity (&batch);
      for (size_t t = 0; t < batch.triplets.count; t++)
        {
          const gint32 *triplet = batch.triplets.triplets + 3 * t;
          const float *s = batch.S + (size_t) triplet[0] * B;
          gboolean any = FALSE;
          for (size_t j = 0; j < B; j++)
            {
              gboolean beyond = batch.labels[j] != batch.labels[triplet[0]] && s[j] < s[triplet[1]];
              any |= beyond;
              g_assert_false (beyond && s[triplet[2]] < s[triplet[1]] && s[j] > s[triplet[2]]);
            }
          g_assert_true (any == (s[triplet[2]] < s[triplet[1]]));
        }
      for (size_t i = 0; i < B; i++)
        for (size_t j = 0; is_eligible (&batch, i) && j < B; j++)
          expected += i != j && batch.labels[i] == batch.labels[j];
      g_assert_cmpuint (batch.triplets.count, ==, expected);
      batch_clear (&batch);
    }
}

static void
test_nothing_to_mine (void)
{
  Batch batch = batch_new (20, 1, 4);
  for (guint name = 0; name < ISO_MINER_COUNT; name++)
    for (int singletons = 0; singletons < 2; singletons++)
      {
        for (size_t i = 0; i < 20; i++)
          batch.labels[i] = singletons ? (gint32) i : 0;
        mine (&batch, (IsoMinerName) name, 1.0);
        g_assert_cmpuint (batch.triplets.count, ==, 0);
      }
  batch_clear (&batch);
}

/* All samples equal, opposite, or lost to NaN: triplets, if any, are still of samples that there are. */
static void
test_equal (void)
{
  Batch batch = batch_new (12, 3, 5);
  const float similarities[] = { 1.0f, -1.0f, NAN };
  for (size_t s = 0; s < G_N_ELEMENTS (similarities); s++)
    for (guint name = 0; name < ISO_MINER_COUNT; name++)
      {
        for (size_t at = 0; at < 144; at++)
          batch.S[at] = similarities[s];
        mine (&batch, (IsoMinerName) name, name == ISO_MINER_RANDOM ? 1.0 : name == ISO_MINER_RHO_DISTANCE ? 0.0 : 0.1);
        g_assert_true (batch.triplets.count > 0 || (isnan (similarities[s]) && name == ISO_MINER_MULTI_SIMILARITY));
        check_validity (&batch);
      }
  batch_clear (&batch);
}

static void
test_repeatable (void)
{
  for (guint name = 0; name < ISO_MINER_COUNT; name++)
    {
      Batch first = batch_new (60, 8, 6), second = batch_new (60, 8, 6);
      mine (&first, (IsoMinerName) name, 2.0);
      mine (&second, (IsoMinerName) name, 2.0);
      g_assert_cmpmem (first.triplets.triplets, 12 * first.triplets.count, second.triplets.triplets, 12 * second.triplets.count);
      batch_clear (&first);
      batch_clear (&second);
    }
}

static void
test_registry (void)
{
  for (guint name = 0; name < ISO_MINER_COUNT; name++)
    {
      const IsoMinerKind *kind = iso_miner_kind ((IsoMinerName) name);
      g_assert_cmpint (iso_miner_find (kind->name), ==, name);
      g_assert_true (kind->title && kind->description && kind->paper && kind->mine);
      g_assert_cmpuint (kind->parameter_count, <=, ISO_MINER_MAX_PARAMETERS);
    }
  g_assert_cmpint (iso_miner_find ("no such miner"), ==, ISO_MINER_COUNT);
}

/* Not an assertion but a figure in the log. */
static void
test_time (void)
{
  Batch batch = batch_new (112, 28, 3);
  for (size_t i = 0; i < 112; i++)
    batch.labels[i] = (gint32) i / 4;
  for (guint name = 0; name < ISO_MINER_COUNT; name++)
    {
      double best = INFINITY;
      for (int run = 0; run < 30; run++)
        {
          double start = iso_seconds ();
          mine (&batch, (IsoMinerName) name, name == ISO_MINER_RANDOM ? 1.0 : 0.2);
          best = fmin (best, iso_seconds () - start);
        }
      g_test_message ("%s: %zu triplets in %.3f ms", iso_miner_kind ((IsoMinerName) name)->name, batch.triplets.count,
                      1e3 * best);
    }
  batch_clear (&batch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/miners/random", test_random);
  g_test_add_func ("/miners/random-is-uniform", test_random_is_uniform);
  g_test_add_func ("/miners/semi-hard", test_semi_hard);
  g_test_add_func ("/miners/all", test_all);
  g_test_add_func ("/miners/most", test_most);
  g_test_add_func ("/miners/hard", test_hard);
  g_test_add_func ("/miners/soft-hard", test_soft_hard);
  g_test_add_func ("/miners/multi-similarity", test_multi_similarity);
  g_test_add_func ("/miners/distance-weighted", test_distance_weighted);
  g_test_add_func ("/miners/nothing-in-reach", test_nothing_in_reach);
  g_test_add_func ("/miners/rho-distance", test_rho_distance);
  g_test_add_func ("/miners/summary", test_summary);
  g_test_add_func ("/miners/nothing-to-mine", test_nothing_to_mine);
  g_test_add_func ("/miners/equal", test_equal);
  g_test_add_func ("/miners/repeatable", test_repeatable);
  g_test_add_func ("/miners/registry", test_registry);
  g_test_add_func ("/miners/time", test_time);
  return g_test_run ();
}
