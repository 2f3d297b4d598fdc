/* Every loss on batches that training meets and papers do not speak of, with triplets from every miner: classes of one sample, one
 * class, all embeddings equal, exact duplicates. Values beside the plain double version, gradients beside central differences. */
#include <math.h>
#include <string.h>

#include "engine/linalg/rows.h"
#include "tests/support/loss-batch.h"

#define SAMPLES 18
#define SIZE 6

typedef enum {
  SOME_SINGLETONS,
  ONLY_SINGLETONS,
  ONE_CLASS,
  ALL_EQUAL,
  CLASSES_IN_POINTS,
  DUPLICATES,
  ALONE,
  KIND_COUNT
} BatchKind;

static const char *const titles[] = { "some singletons", "only singletons", "one class", "all equal", "classes in points",
                                      "duplicates", "alone" };

/* Z and labels as the kind says; similarities follow from them. */
static void
make_batch (IsoTestBatch *batch, BatchKind kind)
{
  guint32 classes = kind == ONLY_SINGLETONS ? SAMPLES : kind == ONE_CLASS ? 1 : kind == SOME_SINGLETONS ? 8 : 4;
  double spread = kind == CLASSES_IN_POINTS ? 0.0 : 0.7;
  iso_test_batch_init (batch, kind == ALONE ? 1 : SAMPLES, SIZE, classes, spread, false, 40 + (guint64) kind);
  for (size_t i = 0; i < SAMPLES && (kind == ONLY_SINGLETONS || kind == SOME_SINGLETONS); i++)
    batch->labels[i] = kind == ONLY_SINGLETONS || i < 5 ? (gint32) i : 5 + (gint32) i % 3;
  for (size_t i = 1; i < SAMPLES && kind == ALL_EQUAL; i++)
    memcpy (batch->Z + i * SIZE, batch->Z, SIZE * sizeof (float));
  /* The copied sample is of the same class for some, of another for others. */
  for (size_t i = 0; i < SAMPLES && kind == DUPLICATES; i += 3)
    memcpy (batch->Z + i * SIZE, batch->Z + (i + 7) % SAMPLES * SIZE, SIZE * sizeof (float));
  iso_test_batch_choose (batch, 3);
}

static void
fill_selection (IsoTestBatch *batch, const IsoLossKind *kind, const IsoMinerKind *miner)
{
  double values[ISO_MINER_MAX_PARAMETERS] = { 0 };
  IsoRandom random;
  iso_random_init (&random, 9, miner->name);
  for (size_t slot = 0; slot < miner->parameter_count; slot++)
    values[slot] = miner->parameters[slot].initial;
  iso_selection_fill (&batch->selection, kind, miner, values, batch->S, batch->labels, batch->B, SIZE, &random);
}

/* Samples of a triplet are in the batch, anchor and positive are two of one class, the negative is of another; ρ-distance alone may
 * take one of the anchor's class. */
static void
check_triplets (const IsoTestBatch *batch, IsoMinerName miner)
{
  const gint32 *labels = batch->labels;
  for (size_t t = 0; t < batch->selection.triplets.count; t++)
    {
      const gint32 *triplet = batch->selection.triplets.triplets + 3 * t;
      for (int part = 0; part < 3; part++)
        g_assert_true (triplet[part] >= 0 && (size_t) triplet[part] < batch->B);
      g_assert_cmpint (labels[triplet[0]], ==, labels[triplet[1]]);
      g_assert_true (labels[triplet[0]] != labels[triplet[2]] || miner == ISO_MINER_RHO_DISTANCE);
      g_assert_true (triplet[0] != triplet[1] || miner == ISO_MINER_RHO_DISTANCE);
    }
}

static void
check_finite (const IsoTestBatch *batch)
{
  size_t proxies = batch->classes * batch->proxies_per_class;
  g_assert_true (isfinite (batch->loss));
  g_assert_true (iso_all_finite (batch->gradient, batch->B * SIZE) && iso_all_finite (batch->proxies_gradient, proxies * SIZE)
                 && iso_all_finite (batch->beta_gradient, batch->classes));
}

/* Nothing to learn from: one class, or no two samples of any. Proxies need no pairs, but Proxy-NCA one of another class; supcon
 * needs no negatives. */
static bool
has_nothing (BatchKind batch_kind, const IsoLossKind *kind, IsoLossName name)
{
  bool no_pairs = batch_kind == ONLY_SINGLETONS || batch_kind == ALONE;
  if (kind->learns == ISO_LOSS_LEARNS_PROXIES)
    return batch_kind == ONE_CLASS && name == ISO_LOSS_PROXY_NCA;
  return no_pairs || (batch_kind == ONE_CLASS && name != ISO_LOSS_SUPCON);
}

static void
expect_nothing (IsoTestBatch *batch, IsoLossName name, const double *values)
{
  iso_test_batch_compute (batch, name, values);
  g_assert_true (batch->loss == 0.0);
  for (size_t at = 0; at < batch->B * SIZE; at++)
    g_assert_cmpfloat (batch->gradient[at], ==, 0.0f);
  for (size_t c = 0; c < batch->classes; c++)
    g_assert_cmpfloat (batch->beta_gradient[c], ==, 0.0f);
}

/* A histogram ends at a similarity of 1: there every equal pair is at a kink. */
static bool
is_at_kink (BatchKind batch_kind, IsoLossName name)
{
  return name == ISO_LOSS_HISTOGRAM && (batch_kind == ALL_EQUAL || batch_kind == CLASSES_IN_POINTS || batch_kind == DUPLICATES);
}

static void
compare_value (IsoTestBatch *batch, IsoLossName name, const double *values)
{
  IsoTestNaive naive;
  iso_test_naive_init (&naive, batch, name);
  iso_test_batch_compute (batch, name, values);
  double exact = iso_test_naive_value (&naive, name, values);
  g_assert_true (fabs (batch->loss - exact) <= 1e-5 * (1.0 + fabs (exact)));
  iso_test_naive_clear (&naive);
}

/* data: the loss. */
static void
test_loss (gconstpointer data)
{
  IsoLossName name = (IsoLossName) GPOINTER_TO_UINT (data);
  const IsoLossKind *kind = iso_loss_kind (name);
  double values[ISO_LOSS_MAX_PARAMETERS];
  iso_test_loss_defaults (values, name);
  for (guint batch_kind = 0; batch_kind < KIND_COUNT; batch_kind++)
    for (guint miner = 0; miner < (iso_loss_wants_triplets (kind) ? ISO_MINER_COUNT : 1); miner++)
      {
        IsoTestBatch batch;
        make_batch (&batch, (BatchKind) batch_kind);
        fill_selection (&batch, kind, iso_miner_kind ((IsoMinerName) miner));
        check_triplets (&batch, (IsoMinerName) miner);
        g_test_message ("%s, %s: %zu triplets", titles[batch_kind], iso_miner_kind ((IsoMinerName) miner)->name,
                        batch.selection.triplets.count);
        if (has_nothing ((BatchKind) batch_kind, kind, name))
          expect_nothing (&batch, name, values);
        else if (is_at_kink ((BatchKind) batch_kind, name))
          compare_value (&batch, name, values);
        else
          iso_test_batch_compare (&batch, name, values);
        check_finite (&batch);
        iso_test_batch_clear (&batch);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      g_autofree char *path = g_strdup_printf ("/degenerate-batches/%s", iso_loss_kind ((IsoLossName) name)->name);
      g_test_add_data_func (path, GUINT_TO_POINTER (name), test_loss);
    }
  return g_test_run ();
}
