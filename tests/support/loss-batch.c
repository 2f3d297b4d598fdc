#include "tests/support/loss-batch.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/pairwise.h"
#include "tests/support/naive.h"

#define STEP 1e-6

void
iso_test_batch_init (IsoTestBatch *batch, size_t B, size_t D, guint32 classes, double spread, bool lengths, guint64 seed)
{
  IsoRandom random;
  iso_random_init (&random, seed, "test");
  *batch = (IsoTestBatch) { .B = B, .D = D, .classes = classes, .proxies_per_class = 2 };
  size_t proxy_count = classes * batch->proxies_per_class;
  batch->Z = iso_floats_new (B * D);
  batch->S = iso_floats_new (B * B);
  batch->labels = g_new (gint32, B);
  batch->proxies = iso_floats_new (proxy_count * D);
  batch->beta = iso_floats_new (classes);
  batch->S_gradient = iso_floats_new (B * B);
  batch->Z_gradient = iso_floats_new (B * D);
  batch->gradient = iso_floats_new (B * D);
  batch->proxies_gradient = iso_floats_new (proxy_count * D);
  batch->beta_gradient = iso_floats_new (classes);
  iso_test_embeddings (batch->Z, batch->labels, B, D, classes, spread, &random);
  for (size_t i = 0; lengths && i < B; i++)
    {
      float length = (float) (0.6 + 0.8 * iso_random_uniform (&random));
      for (size_t d = 0; d < D; d++)
        batch->Z[i * D + d] *= length;
    }
  for (size_t at = 0; at < proxy_count * D; at++)
    batch->proxies[at] = (float) iso_random_normal (&random);
  for (size_t c = 0; c < classes; c++)
    batch->beta[c] = (float) (1.0 + 0.4 * iso_random_uniform (&random));
  iso_test_batch_choose (batch, seed);
}

void
iso_test_batch_clear (IsoTestBatch *batch)
{
  float *floats[] = { batch->Z, batch->S, batch->proxies, batch->beta, batch->S_gradient, batch->Z_gradient, batch->gradient,
                      batch->proxies_gradient, batch->beta_gradient };
  for (size_t i = 0; i < G_N_ELEMENTS (floats); i++)
    iso_block_free (floats[i]);
  g_free (batch->labels);
  iso_selection_clear (&batch->selection);
  iso_embedding_memory_clear (&batch->memory);
  iso_loss_scratch_clear (&batch->scratch);
}

void
iso_test_batch_choose (IsoTestBatch *batch, guint64 seed)
{
  IsoRandom random;
  const double per_anchor = 3.0;
  IsoSelection pairs = { 0 };
  const IsoMinerKind *miner = iso_miner_kind (ISO_MINER_RANDOM);
  iso_random_init (&random, seed, "choose");
  iso_gram (batch->S, batch->Z, batch->B, batch->D);
  iso_selection_fill (&pairs, iso_loss_kind (ISO_LOSS_N_PAIR), miner, &per_anchor, batch->S, batch->labels, batch->B, batch->D,
                      &random);
  iso_selection_fill (&batch->selection, iso_loss_kind (ISO_LOSS_QUADRUPLET), miner, &per_anchor, batch->S, batch->labels,
                      batch->B, batch->D, &random);
  g_free (batch->selection.pairs);
  batch->selection.pairs = g_steal_pointer (&pairs.pairs);
  batch->selection.pair_count = pairs.pair_count;
  batch->selection.pair_capacity = pairs.pair_capacity;
  iso_selection_clear (&pairs);
}

void
iso_test_batch_remember (IsoTestBatch *batch, size_t count, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  iso_embedding_memory_init (&batch->memory, count, batch->B, batch->D, &error);
  g_assert_no_error (error);
  while (batch->memory.count < count)
    {
      IsoTestBatch other;
      iso_test_batch_init (&other, batch->B, batch->D, (guint32) batch->classes, 0.7, false, seed++);
      iso_embedding_memory_add (&batch->memory, other.Z, other.labels);
      iso_test_batch_clear (&other);
    }
}

/* Whether a batch has something behind it that the kind looks at. */
static bool
is_extended (const IsoTestBatch *batch, const IsoLossKind *kind)
{
  return batch->memory.capacity > 0 && kind->takes_memory;
}

void
iso_test_batch_compute (IsoTestBatch *batch, IsoLossName name, const double *values)
{
  const IsoLossKind *kind = iso_loss_kind (name);
  size_t B = batch->B, D = batch->D;
  IsoLossInput input = { .embeddings = batch->Z, .similarity = batch->S, .labels = batch->labels, .B = B, .D = D,
                         .proxies = batch->proxies, .beta = batch->beta, .class_count = batch->classes };
  IsoLossOutput output = { .similarity_gradient = batch->S_gradient, .embedding_gradient = batch->Z_gradient,
                           .proxies_gradient = batch->proxies_gradient, .beta_gradient = batch->beta_gradient };
  g_autofree float *mixed = g_new (float, B * B);
  memset (batch->S_gradient, 0, B * B * sizeof (float));
  memset (batch->Z_gradient, 0, B * D * sizeof (float));
  memset (batch->proxies_gradient, 0, batch->classes * batch->proxies_per_class * D * sizeof (float));
  memset (batch->beta_gradient, 0, batch->classes * sizeof (float));
  iso_selection_give (&input, &batch->selection);
  if (is_extended (batch, kind))
    iso_embedding_memory_extend (&input, &output, &batch->memory);
  iso_loss_compute (kind, &output, &input, values, &batch->scratch);
  if (is_extended (batch, kind))
    iso_embedding_memory_backward (batch->S_gradient, batch->Z_gradient, &batch->memory);
  memcpy (mixed, batch->S_gradient, B * B * sizeof (float));
  iso_gram_backward (batch->gradient, mixed, batch->Z, B, D);
  for (size_t at = 0; at < B * D; at++)
    batch->gradient[at] += batch->Z_gradient[at];
  batch->loss = output.loss;
  batch->active_count = output.active_count;
  batch->candidate_count = output.candidate_count;
}

void
iso_test_naive_init (IsoTestNaive *naive, IsoTestBatch *batch, IsoLossName name)
{
  size_t B = batch->B, D = batch->D, more = is_extended (batch, iso_loss_kind (name)) ? batch->memory.count : 0, R = B + more;
  *naive = (IsoTestNaive) { .batch = batch };
  naive->labels = g_new (gint32, R);
  naive->held = g_new (float, R * R);
  naive->naive.Z = g_new (double, R * D);
  for (size_t at = 0; at < R * D; at++)
    naive->naive.Z[at] = (double) (at < B * D ? batch->Z[at] : batch->memory.embeddings[at - B * D]);
  for (size_t j = 0; j < R; j++)
    naive->labels[j] = j < B ? batch->labels[j] : batch->memory.labels[j - B];
  for (size_t i = 0; i < R; i++)
    for (size_t j = 0; j < R; j++)
      {
        double product = 0.0;
        for (size_t d = 0; d < D; d++)
          product += naive->naive.Z[i * D + d] * naive->naive.Z[j * D + d];
        naive->held[i * R + j] = (float) product;
      }
  naive->naive.proxies = iso_test_to_doubles (batch->proxies, batch->classes * batch->proxies_per_class * D);
  naive->naive.beta = iso_test_to_doubles (batch->beta, batch->classes);
  naive->sizes = (IsoLossInput) { .similarity = naive->held, .labels = naive->labels, .B = B, .D = D, .R = R,
                                  .class_count = batch->classes };
  iso_selection_give (&naive->sizes, &batch->selection);
}

void
iso_test_naive_clear (IsoTestNaive *naive)
{
  g_free (naive->labels);
  g_free (naive->held);
  g_free (naive->naive.Z);
  g_free (naive->naive.proxies);
  g_free (naive->naive.beta);
}

double
iso_test_naive_value (const IsoTestNaive *naive, IsoLossName name, const double *values)
{
  IsoNaiveLossInput input = naive->naive;
  input.input = &naive->sizes;
  return iso_naive_loss (name, &input, values);
}

double
iso_test_naive_slope (const IsoTestNaive *naive, IsoLossName name, const double *values, double *at)
{
  double saved = *at, slopes[2];
  for (int half = 0; half < 2; half++)
    {
      double distance = half ? STEP / 2.0 : STEP;
      *at = saved + distance;
      slopes[half] = iso_test_naive_value (naive, name, values);
      *at = saved - distance;
      slopes[half] = (slopes[half] - iso_test_naive_value (naive, name, values)) / (2.0 * distance);
    }
  *at = saved;
  return fabs (slopes[0] - slopes[1]) <= 1e-6 + 1e-4 * fabs (slopes[1]) ? slopes[1] : (double) NAN;
}

void
iso_test_loss_defaults (double *values, IsoLossName name)
{
  const IsoLossKind *kind = iso_loss_kind (name);
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    values[slot] = kind->parameters[slot].initial;
}

/* One block of the gradient: numbers x (count) of the naive version, gradient (count) of the engine. Returns the largest slope. */
static double
compare_gradient (const IsoTestNaive *naive, IsoLossName name, const double *values, double *x, const float *gradient,
                  size_t count)
{
  size_t stride = count > 100 ? count / 100 : 1, checked = 0, kinks = 0;
  g_autofree double *slopes = g_new (double, count);
  double greatest = 0.0;
  for (size_t at = 0; at < count; at += stride)
    {
      slopes[at] = iso_test_naive_slope (naive, name, values, &x[at]);
      greatest = fmax (greatest, fabs (slopes[at])); /* passes over NAN */
      kinks += isnan (slopes[at]);
      checked++;
    }
  for (size_t at = 0; at < count; at += stride)
    if (!isnan (slopes[at]) && !(fabs ((double) gradient[at] - slopes[at]) <= 1e-6 + 1e-4 * greatest))
      g_error ("%s: gradient %zu is %g, the central difference %g (largest %g)", iso_loss_kind (name)->name, at,
               (double) gradient[at], slopes[at], greatest);
  g_assert_true ((double) kinks <= 0.1 * (double) checked + 2.0);
  return greatest;
}

double
iso_test_batch_compare (IsoTestBatch *batch, IsoLossName name, const double *values)
{
  IsoTestNaive naive;
  const IsoLossKind *kind = iso_loss_kind (name);
  size_t proxies = iso_loss_proxy_count (kind, values, batch->classes);
  iso_test_naive_init (&naive, batch, name);
  iso_test_batch_compute (batch, name, values);
  double exact = iso_test_naive_value (&naive, name, values);
  if (!(fabs (batch->loss - exact) <= 5e-6 * (1.0 + fabs (exact))))
    g_error ("%s: the loss is %.9g, the naive one %.9g", kind->name, batch->loss, exact);
  double greatest = compare_gradient (&naive, name, values, naive.naive.Z, batch->gradient, batch->B * batch->D);
  if (kind->learns == ISO_LOSS_LEARNS_PROXIES)
    compare_gradient (&naive, name, values, naive.naive.proxies, batch->proxies_gradient, proxies * batch->D);
  if (kind->learns == ISO_LOSS_LEARNS_BETA)
    compare_gradient (&naive, name, values, naive.naive.beta, batch->beta_gradient, batch->classes);
  iso_test_naive_clear (&naive);
  return greatest;
}
