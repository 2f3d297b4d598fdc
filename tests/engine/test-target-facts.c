/* What the method's formulas imply, seen on the engine's own stages alone, without a second implementation: rows that sum to 1, the
 * exact split of a target over the walk, PSD at ω = 0, the dense graph at k = B − 1, contraction of the stopped walk with both
 * normalizations, and equivariance to the order of the batch. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/distill/target.h"
#include "engine/linalg/pairwise.h"
#include "tests/support/naive.h"

#define SAMPLES 40
#define CELLS (SAMPLES * SAMPLES)

typedef struct {
  IsoDistillSettings settings;
  float *S; /* (SAMPLES, SAMPLES) */
  IsoTargets *targets;
} Fact;

static Fact
fact_new (guint64 seed)
{
  Fact fact = { .S = iso_floats_new (CELLS), .targets = iso_targets_new (SAMPLES) };
  fact.settings = (IsoDistillSettings) { .mode = ISO_DISTILL_OBDP, .tau = 0.3, .omega = 0.9, .tau_d = 0.1, .gamma = 2.0,
                                         .lambda = 1.0 };
  IsoRandom random;
  float *Z = iso_floats_new (SAMPLES * 12);
  iso_random_init (&random, seed, "test");
  iso_test_embeddings (Z, NULL, SAMPLES, 12, 9, 0.6, &random);
  iso_gram (fact.S, Z, SAMPLES, 12);
  iso_block_free (Z);
  return fact;
}

static void
fact_clear (Fact *fact)
{
  iso_block_free (fact->S);
  iso_targets_free (fact->targets);
}

static const IsoTargets *
stages_of (Fact *fact)
{
  g_autoptr (GError) error = NULL;
  iso_targets_compute (fact->targets, fact->S, SAMPLES, &fact->settings, ISO_STAGES_ALL, NULL, &error);
  g_assert_no_error (error);
  return fact->targets;
}

/* Next combination of graph, k and, where asked for, stopped walk: false after the last. */
static bool
next (Fact *fact, int *at, bool stopped)
{
  static const int ks[] = { 0, 1, 4, 12 };
  static const int steps[] = { 0, 1, 7 };
  int index = (*at)++, walks = stopped ? 3 : 1;
  fact->settings.graph = (IsoGraphKind) (index % 3);
  fact->settings.k = ks[index / 3 % 4];
  fact->settings.steps = steps[index / 12 % 3];
  return index < 12 * walks;
}

/* With softmax every row of T, K and P sums to 1, P's for a stopped walk too, and nothing is negative. */
static void
test_rows (void)
{
  Fact fact = fact_new (1);
  for (int at = 0; next (&fact, &at, true);)
    {
      const IsoTargets *stages = stages_of (&fact);
      const float *matrices[] = { stages->transition, stages->kernel, stages->psd, stages->targets };
      for (size_t m = 0; m < G_N_ELEMENTS (matrices); m++)
        for (size_t i = 0; i < SAMPLES; i++)
          {
            double sum = 0.0;
            for (size_t j = 0; j < SAMPLES; j++)
              {
                g_assert_true (matrices[m][i * SAMPLES + j] >= 0.0f);
                sum += (double) matrices[m][i * SAMPLES + j];
              }
            g_assert_true (fabs (sum - 1.0) <= 1e-6);
          }
    }
  fact_clear (&fact);
}

/* P_ij = Σ_l K_il F0_lj: a target is split exactly into the samples that the walk passed it through; with softmax F0 is PSD's P. */
static void
test_split (void)
{
  Fact fact = fact_new (2);
  for (int at = 0; next (&fact, &at, false);)
    {
      const IsoTargets *stages = stages_of (&fact);
      double moved = 0.0;
      for (size_t i = 0; i < SAMPLES; i++)
        for (size_t j = 0; j < SAMPLES; j++)
          {
            double sum = 0.0, target = (double) stages->targets[i * SAMPLES + j];
            for (size_t l = 0; l < SAMPLES; l++)
              sum += (double) stages->kernel[i * SAMPLES + l] * (double) stages->psd[l * SAMPLES + j];
            g_assert_true (fabs (sum - target) <= 1e-6 * (1.0 / SAMPLES + target));
            moved = fmax (moved, fabs (target - (double) stages->psd[i * SAMPLES + j]));
          }
      g_assert_true (moved > 0.01); /* the walk went somewhere */
    }
  fact_clear (&fact);
}

/* ω = 0 is PSD to the last bit, whatever graph, k and number of steps. */
static void
test_omega_zero (void)
{
  Fact fact = fact_new (3);
  g_autoptr (IsoTargets) plain = iso_targets_new (SAMPLES);
  for (int normalization = 0; normalization < 2; normalization++)
    for (int at = 0; next (&fact, &at, true);)
      {
        fact.settings.normalization = (IsoTransitionKind) normalization;
        fact.settings.omega = 0.0;
        if (!iso_distill_settings_validate (&fact.settings, SAMPLES, NULL))
          continue;
        const IsoTargets *stages = stages_of (&fact);
        IsoDistillSettings psd = fact.settings;
        psd.mode = ISO_DISTILL_PSD;
        g_assert_true (iso_targets_compute (plain, fact.S, SAMPLES, &psd, ISO_STAGES_TARGETS, NULL, NULL));
        g_assert_cmpmem (stages->targets, CELLS * sizeof (float), plain->targets, CELLS * sizeof (float));
      }
  fact_clear (&fact);
}

/* k = B − 1 is k = 0 to the last bit, in every stage; k = B − 2 is not, or the comparison would say nothing. */
static void
test_full_k (void)
{
  Fact fact = fact_new (4);
  g_autoptr (IsoTargets) counted = iso_targets_new (SAMPLES);
  for (int normalization = 0; normalization < 2; normalization++)
    for (int graph = 0; graph < 3; graph++)
      for (int left_out = 0; left_out < 2; left_out++)
        {
          fact.settings.normalization = (IsoTransitionKind) normalization;
          fact.settings.graph = (IsoGraphKind) graph;
          fact.settings.k = 0;
          const IsoTargets *stages = stages_of (&fact);
          IsoDistillSettings settings = fact.settings;
          settings.k = SAMPLES - 1 - left_out;
          if (!iso_distill_settings_validate (&settings, SAMPLES, NULL))
            continue;
          g_assert_true (iso_targets_compute (counted, fact.S, SAMPLES, &settings, ISO_STAGES_ALL, NULL, NULL));
          const float *pairs[][2] = { { stages->affinity, counted->affinity }, { stages->transition, counted->transition },
                                      { stages->kernel, counted->kernel }, { stages->targets, counted->targets } };
          bool same = memcmp (stages->edges, counted->edges, CELLS) == 0;
          for (size_t p = 0; p < G_N_ELEMENTS (pairs); p++)
            same = same && memcmp (pairs[p][0], pairs[p][1], CELLS * sizeof (float)) == 0;
          g_assert_true (same == (left_out == 0));
        }
  fact_clear (&fact);
}

/* The largest row of Σ_j |F_t − K F_0|, with softmax, where P is F. */
static double
row_sum_distance (const float *walk, const float *limit)
{
  double largest = 0.0;
  for (size_t i = 0; i < SAMPLES; i++)
    {
      double sum = 0.0;
      for (size_t j = 0; j < SAMPLES; j++)
        sum += fabs ((double) walk[i * SAMPLES + j] - (double) limit[i * SAMPLES + j]);
      largest = sum <= largest ? largest : sum; /* NAN stays */
    }
  return largest;
}

/* With symmetric F is seen only through P = softmax_rows(F), that is but for a number in each row, which centring takes away. The
 * walk multiplies from the left and centring from the right, so that ‖(F_t − K F_0)(1 − 11ᵀ/B)‖ shrinks by ω‖T‖₂ ≤ ω all the same;
 * in the Frobenius norm, for each column does. */
static double
frobenius_distance (const float *walk, const float *limit)
{
  double squares = 0.0;
  for (size_t i = 0; i < SAMPLES; i++)
    {
      double differences[SAMPLES], mean = 0.0;
      for (size_t j = 0; j < SAMPLES; j++)
        {
          differences[j] = log ((double) walk[i * SAMPLES + j]) - log ((double) limit[i * SAMPLES + j]);
          mean += differences[j] / SAMPLES;
        }
      for (size_t j = 0; j < SAMPLES; j++)
        squares += (differences[j] - mean) * (differences[j] - mean);
    }
  return sqrt (squares);
}

/* F_t comes nearer to its limit by a factor of ω at most in every step, and arrives. */
static void
test_contraction (void)
{
  const double omegas[] = { 0.3, 0.8, 0.95 };
  Fact fact = fact_new (5);
  float *limit = iso_floats_new (CELLS);
  for (int normalization = 0; normalization < 2; normalization++)
    for (int k = 0; k < 10; k += 5)
      for (size_t o = 0; o < G_N_ELEMENTS (omegas); o++)
        {
          bool symmetric = normalization == ISO_TRANSITION_SYMMETRIC;
          fact.settings.normalization = (IsoTransitionKind) normalization;
          fact.settings.graph = symmetric ? ISO_GRAPH_MUTUAL : ISO_GRAPH_DIRECTED;
          fact.settings.k = k;
          fact.settings.omega = omegas[o];
          fact.settings.steps = 0;
          memcpy (limit, stages_of (&fact)->targets, CELLS * sizeof (float));
          double (*distance) (const float *, const float *) = symmetric ? frobenius_distance : row_sum_distance;
          double previous = INFINITY, first = 0.0;
          for (fact.settings.steps = 1; fact.settings.steps <= 30; fact.settings.steps++)
            {
              double left = distance (stages_of (&fact)->targets, limit);
              g_assert_true (left <= omegas[o] * previous + (symmetric ? 1e-4 : 1e-5));
              first = fact.settings.steps == 1 ? left : first;
              previous = left;
            }
          g_assert_true (first > 0.01 && previous <= 1.01 * pow (omegas[o], 29.0) * first + 1e-4);
        }
  iso_block_free (limit);
  fact_clear (&fact);
}

/* A batch in another order has the same stages in that order. */
static void
test_equivariance (void)
{
  guint32 order[SAMPLES];
  IsoRandom random;
  Fact fact = fact_new (6), permuted = fact_new (6);
  iso_random_init (&random, 1, "order");
  for (guint32 i = 0; i < SAMPLES; i++)
    order[i] = i;
  iso_random_shuffle (&random, order, SAMPLES);
  for (size_t i = 0; i < SAMPLES; i++)
    for (size_t j = 0; j < SAMPLES; j++)
      permuted.S[i * SAMPLES + j] = fact.S[order[i] * SAMPLES + order[j]];
  for (int normalization = 0; normalization < 2; normalization++)
    for (int at = 0; next (&fact, &at, true);)
      {
        fact.settings.normalization = (IsoTransitionKind) normalization;
        permuted.settings = fact.settings;
        if (!iso_distill_settings_validate (&fact.settings, SAMPLES, NULL))
          continue;
        const IsoTargets *first = stages_of (&fact), *second = stages_of (&permuted);
        for (size_t i = 0; i < SAMPLES; i++)
          for (size_t j = 0; j < SAMPLES; j++)
            {
              size_t here = i * SAMPLES + j, there = order[i] * SAMPLES + order[j];
              g_assert_cmpuint (second->edges[here], ==, first->edges[there]);
              g_assert_true (fabs ((double) second->kernel[here] - (double) first->kernel[there]) <= 2e-6);
              g_assert_true (fabs ((double) second->targets[here] - (double) first->targets[there]) <= 2e-6);
            }
      }
  fact_clear (&fact);
  fact_clear (&permuted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/target-facts/rows", test_rows);
  g_test_add_func ("/target-facts/split", test_split);
  g_test_add_func ("/target-facts/omega-zero", test_omega_zero);
  g_test_add_func ("/target-facts/full-k", test_full_k);
  g_test_add_func ("/target-facts/contraction", test_contraction);
  g_test_add_func ("/target-facts/equivariance", test_equivariance);
  return g_test_run ();
}
