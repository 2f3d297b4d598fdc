/* What each miner must and must not choose, against plain versions that look at every pair. */
#include <math.h>
#include <string.h>

#include "engine/base/timing.h"
#include "tests/support/mining-batch.h"

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
  g_test_add_func ("/miners/all", test_all);
  g_test_add_func ("/miners/most", test_most);
  g_test_add_func ("/miners/hard", test_hard);
  g_test_add_func ("/miners/multi-similarity", test_multi_similarity);
  g_test_add_func ("/miners/summary", test_summary);
  g_test_add_func ("/miners/semi-hard", test_semi_hard);
  g_test_add_func ("/miners/nothing-to-mine", test_nothing_to_mine);
  g_test_add_func ("/miners/equal", test_equal);
  g_test_add_func ("/miners/repeatable", test_repeatable);
  g_test_add_func ("/miners/registry", test_registry);
  g_test_add_func ("/miners/time", test_time);
  return g_test_run ();
}
