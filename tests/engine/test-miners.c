#include "engine/base/checked.h"
#include "engine/linalg/pairwise.h"
#include "engine/loss/miner.h"
#include "tests/support/naive.h"

#include <string.h>

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
  double values[ISO_MINER_MAX_PARAMETERS] = { value };
  iso_miner_kind (name)->mine (&batch->triplets, batch->S, batch->labels, batch->B, values, &batch->random);
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

/* All samples equal: no negative is beyond the positive, so one is drawn. */
static void
test_equal (void)
{
  Batch batch = batch_new (12, 3, 5);
  for (size_t at = 0; at < 144; at++)
    batch.S[at] = 1.0f;
  mine (&batch, ISO_MINER_SEMI_HARD, 0.0);
  g_assert_cmpuint (batch.triplets.count, >, 0);
  check_validity (&batch);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/miners/random", test_random);
  g_test_add_func ("/miners/random-is-uniform", test_random_is_uniform);
  g_test_add_func ("/miners/semi-hard", test_semi_hard);
  g_test_add_func ("/miners/nothing-to-mine", test_nothing_to_mine);
  g_test_add_func ("/miners/equal", test_equal);
  g_test_add_func ("/miners/repeatable", test_repeatable);
  g_test_add_func ("/miners/registry", test_registry);
  return g_test_run ();
}
