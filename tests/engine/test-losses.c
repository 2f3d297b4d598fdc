/* Every loss beside its plain double version: values, and gradients by central differences; batches with nothing to learn from,
 * equal embeddings, duplicates, NaN. */
#include "engine/loss/loss.h"

#include <math.h>
#include <string.h>

#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"
#include "engine/train/parameters.h"
#include "tests/support/cases.h"
#include "tests/support/loss-batch.h"

#define SMALL(value, tolerance) g_assert_true ((value) <= (tolerance))

/* data: the loss's name, so that each is a test of its own. */
static void
test_naive (gconstpointer data)
{
  const size_t sizes[] = { 2, 3, 7, 17, 33, 66 };
  IsoLossName name = (IsoLossName) GPOINTER_TO_UINT (data);
  for (size_t b = 0; b < G_N_ELEMENTS (sizes); b++)
    for (int spread = 1; spread <= (sizes[b] > 40 ? 1 : 3); spread++)
      {
        IsoTestBatch batch;
        double values[ISO_LOSS_MAX_PARAMETERS];
        iso_test_loss_defaults (values, name);
        iso_test_batch_init (&batch, sizes[b], 9, 2 + (guint32) sizes[b] / 5, 0.4 * spread, spread == 2,
                             10 * sizes[b] + (guint64) spread);
        double slope = iso_test_batch_compare (&batch, name, values);
        g_assert_true (slope > 1e-4 || sizes[b] < 17); /* there was a gradient to compare */
        iso_test_batch_clear (&batch);
      }
}

/* Parameters away from their defaults, the same for each loss every time. */
static void
test_parameters (gconstpointer data)
{
  IsoLossName name = (IsoLossName) GPOINTER_TO_UINT (data);
  const IsoLossKind *kind = iso_loss_kind (name);
  IsoRandom random;
  iso_random_init (&random, 3, kind->name);
  for (int round = 0; round < 6; round++)
    {
      IsoTestBatch batch;
      double values[ISO_LOSS_MAX_PARAMETERS];
      for (size_t slot = 0; slot < kind->parameter_count; slot++)
        {
          const IsoParameter *parameter = &kind->parameters[slot];
          double drawn = parameter->initial * (0.5 + 1.2 * iso_random_uniform (&random));
          values[slot] = CLAMP (drawn, parameter->minimum, parameter->maximum);
          if (parameter->type == ISO_PARAMETER_INTEGER)
            values[slot] = strcmp (parameter->key, "centers") == 0 ? 1.0 + round % 2 : round < 2 ? 2.0 + round : round * 20.0;
          else if (parameter->initial == 0.0)
            values[slot] = 0.02 * round;
        }
      iso_test_batch_init (&batch, 21, 6, 5, 0.8, round % 2 == 1, (guint64) round);
      iso_test_batch_compare (&batch, name, values);
      iso_test_batch_clear (&batch);
    }
}

/* Anchors that look at past embeddings too. */
static void
test_memory (void)
{
  size_t capable = 0;
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    for (size_t more = 1; more <= 90 && iso_loss_kind ((IsoLossName) name)->takes_memory; more += 40)
      {
        IsoTestBatch batch;
        double values[ISO_LOSS_MAX_PARAMETERS];
        iso_test_loss_defaults (values, (IsoLossName) name);
        iso_test_batch_init (&batch, 20, 7, 4, 0.8, false, 30 + more);
        iso_test_batch_remember (&batch, more, 100);
        iso_test_batch_compare (&batch, (IsoLossName) name, values);
        iso_test_batch_clear (&batch);
        capable++;
      }
  g_assert_cmpuint (capable, >=, 3);
}

/* The ring: the newest samples, oldest overwritten first; a batch larger than it leaves its last ones. */
static void
test_ring (void)
{
  g_autoptr (GError) error = NULL;
  IsoEmbeddingMemory memory;
  float Z[6];
  gint32 labels[3];
  for (size_t capacity = 1; capacity <= 8; capacity++)
    {
      iso_embedding_memory_init (&memory, capacity, 3, 2, &error);
      g_assert_no_error (error);
      for (int step = 0; step < 7; step++)
        {
          for (int i = 0; i < 3; i++)
            {
              labels[i] = 3 * step + i;
              Z[2 * i] = (float) labels[i];
              Z[2 * i + 1] = -(float) labels[i];
            }
          iso_embedding_memory_add (&memory, Z, labels);
          size_t seen = (size_t) step * 3 + 3;
          g_assert_cmpuint (memory.count, ==, MIN (seen, capacity));
          for (size_t age = 0; age < memory.count; age++)
            {
              gint32 wanted = (gint32) (seen - 1 - age);
              size_t at = 0;
              while (at < memory.count && memory.labels[at] != wanted)
                at++;
              g_assert_cmpuint (at, <, memory.count);
              g_assert_cmpfloat (memory.embeddings[2 * at], ==, (float) wanted);
              g_assert_cmpfloat (memory.embeddings[2 * at + 1], ==, -(float) wanted);
            }
        }
      iso_embedding_memory_clear (&memory);
    }
}

/* Exponents far beyond float32 must not overflow. */
static void
test_sharp (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      for (int end = 0; end < 2; end++)
        {
          IsoTestBatch batch;
          double values[ISO_LOSS_MAX_PARAMETERS];
          for (size_t slot = 0; slot < kind->parameter_count; slot++)
            {
              const IsoParameter *parameter = &kind->parameters[slot];
              values[slot] = end == 0 ? parameter->minimum : parameter->maximum;
              if (end == 0 && (parameter->flags & ISO_PARAMETER_ABOVE_MINIMUM))
                values[slot] = parameter->minimum + 1e-3;
              if (strcmp (parameter->key, "centers") == 0)
                values[slot] = 2.0;
            }
          iso_test_batch_init (&batch, 24, 8, 5, 0.8, false, 5);
          iso_test_batch_compute (&batch, (IsoLossName) name, values);
          g_assert_true (isfinite (batch.loss));
          g_assert_true (iso_all_finite (batch.gradient, 24 * 8) && iso_all_finite (batch.proxies_gradient, 2 * 5 * 8)
                         && iso_all_finite (batch.beta_gradient, 5));
          iso_test_batch_clear (&batch);
        }
    }
}

static void
expect_nothing (IsoTestBatch *batch, bool one_class)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      double values[ISO_LOSS_MAX_PARAMETERS];
      iso_test_loss_defaults (values, (IsoLossName) name);
      iso_test_batch_compute (batch, (IsoLossName) name, values);
      g_assert_true (iso_all_finite (batch->gradient, batch->B * batch->D) && isfinite (batch->loss));
      /* Proxies are there without pairs; supcon's anchors want positives only. */
      if (iso_loss_kind ((IsoLossName) name)->learns == ISO_LOSS_LEARNS_PROXIES || (one_class && name == ISO_LOSS_SUPCON))
        continue;
      g_assert_true (batch->loss == 0.0);
      for (size_t at = 0; at < batch->B * batch->D; at++)
        g_assert_cmpfloat (batch->gradient[at], ==, 0.0f);
      for (size_t c = 0; c < batch->classes; c++)
        g_assert_cmpfloat (batch->beta_gradient[c], ==, 0.0f);
    }
}

/* No eligible anchor: one class, only singletons, a batch of one. */
static void
test_nothing_eligible (void)
{
  IsoTestBatch batch;
  iso_test_batch_init (&batch, 20, 8, 1, 0.5, false, 6);
  g_assert_cmpuint (batch.selection.triplets.count, ==, 0);
  expect_nothing (&batch, true);
  iso_test_batch_clear (&batch);
  iso_test_batch_init (&batch, 20, 8, 20, 0.5, false, 6);
  for (size_t i = 0; i < 20; i++)
    batch.labels[i] = (gint32) i;
  iso_test_batch_choose (&batch, 6);
  expect_nothing (&batch, false);
  iso_test_batch_clear (&batch);
  iso_test_batch_init (&batch, 1, 8, 3, 0.5, false, 6);
  expect_nothing (&batch, false);
  iso_test_batch_clear (&batch);
}

/* A few classes of one sample among others; one of the batch's classes has no proxy's company. */
static void
test_singletons (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      IsoTestBatch batch;
      double values[ISO_LOSS_MAX_PARAMETERS];
      iso_test_loss_defaults (values, (IsoLossName) name);
      iso_test_batch_init (&batch, 15, 8, 8, 0.7, false, 12);
      for (size_t i = 0; i < 15; i++)
        batch.labels[i] = i < 4 ? (gint32) i : 4 + (gint32) i % 3;
      iso_test_batch_choose (&batch, 12);
      iso_test_batch_compare (&batch, (IsoLossName) name, values);
      iso_test_batch_clear (&batch);
    }
}

/* Values as the formula gives them, gradients finite. */
static void
expect_value (IsoTestBatch *batch)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      IsoTestNaive naive;
      double values[ISO_LOSS_MAX_PARAMETERS];
      iso_test_loss_defaults (values, (IsoLossName) name);
      iso_test_naive_init (&naive, batch, (IsoLossName) name);
      iso_test_batch_compute (batch, (IsoLossName) name, values);
      double exact = iso_test_naive_value (&naive, (IsoLossName) name, values);
      if (!(fabs (batch->loss - exact) <= 1e-5 * (1.0 + fabs (exact))))
        g_error ("%s: the loss is %.9g, the naive one %.9g", iso_loss_kind ((IsoLossName) name)->name, batch->loss, exact);
      g_assert_true (iso_all_finite (batch->gradient, batch->B * batch->D));
      g_assert_true (iso_all_finite (batch->proxies_gradient, batch->classes * batch->proxies_per_class * batch->D));
      iso_test_naive_clear (&naive);
    }
}

/* All embeddings equal; classes each in one point; exact duplicates, within a class and across. */
static void
test_equal (void)
{
  IsoTestBatch batch;
  iso_test_batch_init (&batch, 16, 8, 3, 0.5, false, 7);
  for (size_t i = 1; i < 16; i++)
    memcpy (batch.Z + i * 8, batch.Z, 8 * sizeof (float));
  iso_test_batch_choose (&batch, 7);
  expect_value (&batch);
  iso_test_batch_clear (&batch);
  iso_test_batch_init (&batch, 16, 8, 3, 0.0, false, 7);
  expect_value (&batch);
  iso_test_batch_clear (&batch);
  iso_test_batch_init (&batch, 24, 8, 4, 0.7, false, 8);
  for (size_t i = 0; i < 24; i += 3)
    memcpy (batch.Z + i * 8, batch.Z + (i + 7) % 24 * 8, 8 * sizeof (float));
  iso_test_batch_choose (&batch, 8);
  expect_value (&batch);
  iso_test_batch_clear (&batch);
}

/* Embeddings and proxies that coincide, samples without a direction, an anchor without variance. */
static void
test_degenerate (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      IsoTestBatch batch;
      double values[ISO_LOSS_MAX_PARAMETERS];
      iso_test_loss_defaults (values, (IsoLossName) name);
      iso_test_batch_init (&batch, 16, 8, 3, 0.6, false, 9);
      memset (batch.Z, 0, 8 * sizeof (float));
      for (size_t d = 0; d < 8; d++)
        batch.Z[8 + d] = 0.35355339f;
      for (size_t c = 0; c < 3; c++)
        memcpy (batch.proxies + c * 8, batch.Z + (4 + c) * 8, 8 * sizeof (float));
      memset (batch.proxies + 3 * 8, 0, 8 * sizeof (float));
      memcpy (batch.proxies + 5 * 8, batch.proxies + 4 * 8, 8 * sizeof (float));
      iso_test_batch_choose (&batch, 9);
      iso_test_batch_compute (&batch, (IsoLossName) name, values);
      g_assert_true (isfinite (batch.loss) && iso_all_finite (batch.gradient, 16 * 8)
                     && iso_all_finite (batch.proxies_gradient, 6 * 8));
      iso_test_batch_clear (&batch);
    }
}

/* Two samples of a class so near that their similarity is 1 to the last digit still have an exact distance. */
static void
test_near (void)
{
  const IsoLossName names[] = { ISO_LOSS_CONTRASTIVE, ISO_LOSS_MARGIN, ISO_LOSS_LIFTED, ISO_LOSS_QUADRUPLET, ISO_LOSS_SNR };
  for (size_t n = 0; n < G_N_ELEMENTS (names); n++)
    {
      IsoTestBatch batch;
      double values[ISO_LOSS_MAX_PARAMETERS];
      iso_test_loss_defaults (values, names[n]);
      iso_test_batch_init (&batch, 12, 8, 3, 1e-3, false, 14);
      if (names[n] == ISO_LOSS_MARGIN)
        for (size_t c = 0; c < 3; c++)
          batch.beta[c] = 0.1f;
      iso_test_batch_compare (&batch, names[n], values);
      iso_test_batch_clear (&batch);
    }
}

/* Gradients are added to what is there, and a scratch may hold anything. */
static void
test_accumulation (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      IsoTestBatch batch;
      double values[ISO_LOSS_MAX_PARAMETERS];
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      iso_test_loss_defaults (values, (IsoLossName) name);
      iso_test_batch_init (&batch, 20, 8, 4, 0.6, false, 8);
      iso_test_batch_compute (&batch, (IsoLossName) name, values);
      float *sums[] = { g_new (float, 400), g_new (float, 160), g_new (float, 64), g_new (float, 4) };
      const float *parts[] = { batch.S_gradient, batch.Z_gradient, batch.proxies_gradient, batch.beta_gradient };
      const size_t counts[] = { 400, 160, 64, 4 };
      for (int part = 0; part < 4; part++)
        for (size_t at = 0; at < counts[part]; at++)
          sums[part][at] = 2.0f;
      for (size_t at = 0; at < batch.scratch.capacity; at++)
        batch.scratch.floats[at] = NAN;
      IsoLossInput input = { .embeddings = batch.Z, .similarity = batch.S, .labels = batch.labels, .B = 20, .D = 8,
                             .proxies = batch.proxies, .beta = batch.beta, .class_count = 4 };
      IsoLossOutput output = { .similarity_gradient = sums[0], .embedding_gradient = sums[1], .proxies_gradient = sums[2],
                               .beta_gradient = sums[3] };
      iso_selection_give (&input, &batch.selection);
      iso_loss_compute (kind, &output, &input, values, &batch.scratch);
      g_assert_cmpfloat (output.loss, ==, batch.loss);
      for (int part = 0; part < 4; part++)
        {
          for (size_t at = 0; at < counts[part]; at++)
            {
              double part_value = (double) parts[part][at];
              SMALL (fabs ((double) sums[part][at] - 2.0 - part_value), 1e-6 + 1e-6 * fabs (part_value));
            }
          g_free (sums[part]);
        }
      iso_test_batch_clear (&batch);
    }
}

/* Anything that is not finite makes the loss NaN, and gradients stay as they are. */
static void
test_nan (void)
{
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    for (int place = 0; place < 5; place++)
      {
        IsoTestBatch batch;
        double values[ISO_LOSS_MAX_PARAMETERS];
        const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
        iso_test_loss_defaults (values, (IsoLossName) name);
        iso_test_batch_init (&batch, 20, 8, 4, 0.6, false, 9);
        float *const places[] = { &batch.Z[37], &batch.S[23], &batch.S[211], &batch.proxies[9], &batch.beta[1] };
        *places[place] = place == 2 ? INFINITY : NAN;
        iso_test_batch_compute (&batch, (IsoLossName) name, values);
        bool matters = place < 3 || (place == 3 && kind->learns == ISO_LOSS_LEARNS_PROXIES)
                       || (place == 4 && kind->learns == ISO_LOSS_LEARNS_BETA);
        g_assert_true (isnan (batch.loss) == matters);
        for (size_t at = 0; matters && at < 400; at++)
          g_assert_cmpfloat (batch.S_gradient[at], ==, 0.0f);
        iso_test_batch_clear (&batch);
      }
}

static void
check_registered_parameter (const IsoParameter *parameter)
{
  g_assert_true (parameter->key && parameter->title && parameter->help);
  g_assert_true (parameter->initial >= parameter->minimum && parameter->initial <= parameter->maximum);
  g_assert_true (parameter->soft_minimum >= parameter->minimum && parameter->soft_maximum <= parameter->maximum);
  g_assert_true (parameter->soft_minimum <= parameter->initial && parameter->initial <= parameter->soft_maximum);
}

static void
test_registry (void)
{
  static const char *const names[] = { "contrastive", "triplet", "margin", "multi-similarity", "lifted", "n-pair", "angular",
                                       "snr", "quadruplet", "histogram", "proxy-nca", "proxy-anchor", "normalized-softmax",
                                       "cosface", "arcface", "soft-triple", "supcon", "circle", "smooth-ap" };
  g_assert_cmpuint (ISO_LOSS_COUNT, ==, G_N_ELEMENTS (names));
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
      double values[ISO_LOSS_MAX_PARAMETERS];
      iso_test_loss_defaults (values, (IsoLossName) name);
      g_assert_cmpstr (kind->name, ==, names[name]);
      g_assert_cmpint (iso_loss_find (kind->name), ==, name);
      g_assert_true (kind->title && kind->formula && kind->description && kind->paper && kind->compute);
      g_assert_cmpuint (kind->minimum_classes, >=, 1);
      g_assert_cmpuint (kind->parameter_count, <=, ISO_LOSS_MAX_PARAMETERS);
      g_assert_true ((iso_loss_rate (kind, values) > 0.0) == (kind->learns != ISO_LOSS_LEARNS_NOTHING));
      for (size_t slot = 0; slot < kind->parameter_count; slot++)
        check_registered_parameter (&kind->parameters[slot]);
    }
  g_assert_cmpint (iso_loss_find ("no such loss"), ==, ISO_LOSS_COUNT);
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_cmpint (settings.loss.name, ==, ISO_LOSS_MULTI_SIMILARITY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint name = 0; name < ISO_LOSS_COUNT; name++)
    {
      g_autofree char *naive = g_strdup_printf ("/losses/naive/%s", iso_loss_kind ((IsoLossName) name)->name);
      g_autofree char *parameters = g_strdup_printf ("/losses/parameters/%s", iso_loss_kind ((IsoLossName) name)->name);
      g_test_add_data_func (naive, GUINT_TO_POINTER (name), test_naive);
      g_test_add_data_func (parameters, GUINT_TO_POINTER (name), test_parameters);
    }
  g_test_add_func ("/losses/memory", test_memory);
  g_test_add_func ("/losses/ring", test_ring);
  g_test_add_func ("/losses/sharp", test_sharp);
  g_test_add_func ("/losses/nothing-eligible", test_nothing_eligible);
  g_test_add_func ("/losses/singletons", test_singletons);
  g_test_add_func ("/losses/equal", test_equal);
  g_test_add_func ("/losses/degenerate", test_degenerate);
  g_test_add_func ("/losses/near", test_near);
  g_test_add_func ("/losses/accumulation", test_accumulation);
  g_test_add_func ("/losses/nan", test_nan);
  g_test_add_func ("/losses/registry", test_registry);
  iso_test_add_reference_cases ("/losses/reference", "loss", NULL);
  return g_test_run ();
}
