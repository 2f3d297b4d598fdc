/* Health of targets and embeddings on cases whose answers are known. */
#include "engine/distill/health.h"

#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"
#include "engine/base/timing.h"
#include "engine/distill/target.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"
#include "tests/support/naive.h"

#define NEAR(found, expected, tolerance) g_assert_false (!(fabs ((found) - (expected)) <= (tolerance)))

static void
test_uniform (void)
{
  float P[16];
  const gint32 labels[4] = { 0, 0, 0, 1 };
  for (size_t at = 0; at < 16; at++)
    P[at] = 0.25f;
  IsoTargetHealth health = iso_target_health (P, labels, 4);
  NEAR (health.entropy, 1.0, 1e-9);
  NEAR (health.effective_neighbors, 4.0, 1e-8);
  NEAR (health.same_class, (3 * 0.75 + 0.25) / 4, 1e-12);
  NEAR (health.spread, 0.0, 0.0);
  NEAR (health.row_error, 0.0, 0.0);
}

static void
test_identity (void)
{
  const float P[9] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
  const gint32 labels[3] = { 4, -1, 4 };
  IsoTargetHealth health = iso_target_health (P, labels, 3);
  NEAR (health.entropy, 0.0, 1e-12);
  NEAR (health.effective_neighbors, 1.0, 1e-12);
  NEAR (health.same_class, 1.0, 0.0);
  NEAR (health.spread, 2.0 / 3.0, 1e-12);
  NEAR (iso_spectral_gap (P, 3), 0.0, 1e-12); /* the walk never leaves */
}

/* Rows ½ ½ 0 0 and 0 0 ½ ½: two neighbors each, half of the rows apart from the mean. One row sums to 1.25. */
static void
test_by_hand (void)
{
  float P[16] = { 0.5f, 0.5f, 0, 0, 0.5f, 0.5f, 0, 0, 0, 0, 0.5f, 0.5f, 0, 0, 0.5f, 0.5f };
  const gint32 labels[4] = { 0, 1, 1, 1 };
  IsoTargetHealth health = iso_target_health (P, labels, 4);
  NEAR (health.entropy, 0.5, 1e-9);
  NEAR (health.effective_neighbors, 2.0, 1e-8);
  NEAR (health.same_class, (0.5 + 0.5 + 1.0 + 1.0) / 4, 1e-12);
  NEAR (health.spread, 0.5, 1e-12);
  NEAR (health.row_error, 0.0, 0.0);
  P[5] = 0.75f;
  NEAR (iso_target_health (P, labels, 4).row_error, 0.25, 1e-12);
}

static void
test_undefined (void)
{
  float one[1] = { 1.0f }, spoiled[4] = { 0.5f, NAN, 0.5f, 0.5f };
  const gint32 labels[2] = { 0, 0 };
  IsoTargetHealth none = iso_target_health (one, labels, 0), single = iso_target_health (one, labels, 1);
  g_assert_true (isnan (none.entropy) && isnan (none.spread) && isnan (none.row_error));
  g_assert_true (isnan (single.entropy));
  NEAR (single.effective_neighbors, 1.0, 0.0);
  NEAR (single.same_class, 1.0, 0.0);
  g_assert_true (isnan (iso_spectral_gap (one, 1)) && isnan (iso_spectral_gap (one, 0)));
  IsoEmbeddingHealth point = iso_embedding_health (one, one, 1, 1);
  g_assert_true (isnan (point.mean_similarity));
  NEAR (point.effective_rank, 1.0, 1e-12);
  IsoTargetHealth bad = iso_target_health (spoiled, labels, 2);
  g_assert_true (isnan (bad.entropy) && isnan (bad.effective_neighbors) && isnan (bad.same_class) && isnan (bad.row_error));
  g_assert_true (isnan (iso_spectral_gap (spoiled, 2)));
  g_assert_true (isnan (iso_embedding_health (spoiled, spoiled, 2, 2).effective_rank));
  g_assert_true (isnan (iso_embedding_health (spoiled, spoiled, 2, 2).mean_similarity));
}

/* A walk on a ring of B goes one on with ¾ and stays with ¼: eigenvalues ¼ + ¾ exp(2πi k/B). */
static double
ring_gap (size_t B)
{
  float *T = iso_floats_new (B * B);
  for (size_t i = 0; i < B; i++)
    {
      T[i * B + i] = 0.25f;
      T[i * B + (i + 1) % B] = 0.75f;
    }
  double gap = iso_spectral_gap (T, B);
  iso_block_free (T);
  return gap;
}

static double
ring_second (size_t B)
{
  double angle = 2.0 * G_PI / (double) B;
  return hypot (0.25 + 0.75 * cos (angle), 0.75 * sin (angle));
}

static void
test_spectral_gap (void)
{
  const float two[4] = { 0.9f, 0.1f, 0.3f, 0.7f };            /* 1 and 0.6 */
  const float swap[4] = { 0, 1, 1, 0 };                       /* 1 and −1: never forgets */
  const float at_once[9] = { 0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f };
  NEAR (iso_spectral_gap (two, 2), 0.4, 1e-7);
  NEAR (iso_spectral_gap (swap, 2), 0.0, 1e-12);
  NEAR (iso_spectral_gap (at_once, 3), 1.0, 1e-7);
  for (size_t B = 3; B <= 200; B += 28)
    NEAR (ring_gap (B), 1.0 - ring_second (B), 1e-6);
}

/* Beyond the size that LAPACK is asked for: a graph in three pieces, and one whose second eigenvalue is 1 − 2a for pieces joined
 * by a. */
static void
test_large_gap (void)
{
  const size_t B = 3 * 112;
  float *T = iso_floats_new (B * B);
  g_assert_cmpuint (B, >, ISO_SPECTRAL_GAP_EXACT_SIZE);
  for (int joined = 0; joined < 2; joined++)
    {
      float leak = joined ? 0.06f : 0.0f; /* to each of the two others: eigenvalue 1 − 3·0.06, twice */
      for (size_t i = 0; i < B; i++)
        for (size_t j = 0; j < B; j++)
          T[i * B + j] = (i / 112 == j / 112 ? 1.0f - 2.0f * leak : leak) / 112.0f;
      NEAR (iso_spectral_gap (T, B), joined ? 0.18 : 0.0, 5e-4);
    }
  iso_block_free (T);
}

/* The same T by both ways: a kNN walk of 256 samples, and with a sample that nothing reaches added, which has eigenvalue 0. */
static void
test_ways_agree (void)
{
  const size_t B = ISO_SPECTRAL_GAP_EXACT_SIZE;
  IsoRandom random;
  float *Z = iso_floats_new (B * 16), *S = iso_floats_new (B * B), *larger = iso_floats_new ((B + 1) * (B + 1));
  g_autoptr (IsoTargets) targets = iso_targets_new (B);
  IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 0.2, .omega = 0.8, .tau_d = 0.1, .gamma = 1.0, .k = 10 };
  iso_random_init (&random, 3, "test");
  iso_test_embeddings (Z, NULL, B, 16, 12, 0.8, &random);
  iso_gram (S, Z, B, 16);
  g_assert_true (iso_targets_compute (targets, S, B, &settings, ISO_STAGES_ALL, NULL, NULL));
  double exact = iso_spectral_gap (targets->transition, B);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      larger[i * (B + 1) + j] = targets->transition[i * B + j];
  larger[B * (B + 1)] = 1.0f;
  NEAR (iso_spectral_gap (larger, B + 1), exact, 5e-3);
  g_assert_true (exact > 0.0 && exact < 1.0);
  iso_block_free (Z);
  iso_block_free (S);
  iso_block_free (larger);
}

/* Quickly and exactly, for graphs from dense to sparse and walks from hot to cold. */
static void
test_quick_gap (void)
{
  static const struct {
    int k;
    IsoGraphKind graph;
    double tau_d, spread;
  } cases[] = { { 10, ISO_GRAPH_DIRECTED, 0.1, 0.8 }, { 10, ISO_GRAPH_DIRECTED, 0.1, 0.2 }, { 3, ISO_GRAPH_DIRECTED, 0.05, 1.5 },
                { 5, ISO_GRAPH_MUTUAL, 0.1, 0.8 },    { 5, ISO_GRAPH_UNION, 0.1, 0.8 },     { 0, ISO_GRAPH_DIRECTED, 1.0, 0.8 },
                { 0, ISO_GRAPH_DIRECTED, 0.05, 0.8 }, { 30, ISO_GRAPH_DIRECTED, 0.02, 1.0 } };
  const size_t B = 112;
  float *Z = iso_floats_new (B * 16), *S = iso_floats_new (B * B);
  g_autoptr (IsoTargets) targets = iso_targets_new (B);
  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    for (guint64 seed = 0; seed < 4; seed++)
      {
        IsoRandom random;
        IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 0.2, .omega = 0.8, .tau_d = cases[c].tau_d,
                                        .gamma = 1.0, .k = cases[c].k, .graph = cases[c].graph };
        iso_random_init (&random, seed, "test");
        iso_test_embeddings (Z, NULL, B, 16, 10, cases[c].spread, &random);
        iso_gram (S, Z, B, 16);
        g_assert_true (iso_targets_compute (targets, S, B, &settings, ISO_STAGES_ALL, NULL, NULL));
        double exact = iso_spectral_gap (targets->transition, B), quick = iso_spectral_gap_quick (targets->transition, B);
        g_test_message ("case %zu seed %d: exact %.5f, quick %.5f", c, (int) seed, exact, quick);
        NEAR (quick, exact, 5e-3);
      }
  iso_block_free (Z);
  iso_block_free (S);
}

static void
test_quick_gap_by_hand (void)
{
  const float two[4] = { 0.9f, 0.1f, 0.3f, 0.7f }, swap[4] = { 0, 1, 1, 0 }, spoiled[4] = { 0.5f, NAN, 0.5f, 0.5f };
  const float at_once[9] = { 0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f };
  const float apart[9] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
  NEAR (iso_spectral_gap_quick (two, 2), 0.4, 1e-5);
  NEAR (iso_spectral_gap_quick (swap, 2), 0.0, 1e-5);
  /* T less its known eigenvalue is nilpotent here: rounding of 1e-7 moves its eigenvalue 0 by the root of that. */
  NEAR (iso_spectral_gap_quick (at_once, 3), 1.0, 2e-3);
  NEAR (iso_spectral_gap_quick (apart, 3), 0.0, 1e-5);
  g_assert_true (isnan (iso_spectral_gap_quick (two, 1)) && isnan (iso_spectral_gap_quick (spoiled, 2)));
}

static void
test_embeddings (void)
{
  /* Three orthogonal directions, one twice as often: singular values √2, 1, 1. */
  const float Z[16] = { 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, -1 };
  float S[16];
  iso_gram (S, Z, 4, 4);
  IsoEmbeddingHealth health = iso_embedding_health (Z, S, 4, 4);
  double total = 2.0 + sqrt (2.0), large = sqrt (2.0) / total, small = 1.0 / total;
  NEAR (health.mean_similarity, 2.0 / 12.0, 1e-12);
  NEAR (health.effective_rank, exp (-large * log (large) - 2.0 * small * log (small)), 1e-9);
  /* Collapse. */
  const float collapsed[8] = { 0, 0.6f, 0.8f, 0, 0, 0.6f, 0.8f, 0 };
  iso_gram (S, collapsed, 2, 4);
  health = iso_embedding_health (collapsed, S, 2, 4);
  NEAR (health.mean_similarity, 1.0, 1e-6);
  NEAR (health.effective_rank, 1.0, 1e-6);
  /* Nothing at all. */
  const float zero[8] = { 0 };
  iso_gram (S, zero, 2, 4);
  g_assert_true (isnan (iso_embedding_health (zero, S, 2, 4).effective_rank));
}

/* A batch that can be written down anywhere: Z_id = (7i + 5d + id) mod 11 − 4.5, rows divided by their length; P and T softmaxes of
 * S/0.3 and, without the diagonal, of S/0.2; labels i mod 3. The numbers are NumPy's, from the same formulas in float64. */
static void
test_numpy (void)
{
  enum { B = 8, D = 5 };
  float Z[B * D], S[B * B], P[B * B], T[B * B];
  gint32 labels[B];
  for (size_t i = 0; i < B; i++)
    {
      labels[i] = (gint32) (i % 3);
      for (size_t d = 0; d < D; d++)
        Z[i * D + d] = (float) ((i * 7 + d * 5 + i * d) % 11) - 4.5f;
    }
  iso_rows_normalize (Z, NULL, Z, B, D);
  iso_gram (S, Z, B, D);
  iso_rows_softmax (P, S, 0.3f, B, B);
  for (size_t at = 0; at < B * B; at++)
    T[at] = at % (B + 1) == 0 ? -100.0f : S[at];
  iso_rows_softmax (T, T, 0.2f, B, B);
  IsoTargetHealth targets = iso_target_health (P, labels, B);
  IsoEmbeddingHealth embedding = iso_embedding_health (Z, S, B, D);
  NEAR (targets.entropy, 0.70247120, 1e-6);
  NEAR (targets.effective_neighbors, 4.30918072, 1e-5);
  NEAR (targets.same_class, 0.60014474, 1e-6);
  NEAR (targets.spread, 0.45423157, 1e-6);
  NEAR (targets.row_error, 0.0, 1e-6);
  NEAR (embedding.mean_similarity, 0.28644597, 1e-6);
  NEAR (embedding.effective_rank, 4.80751054, 1e-5);
  NEAR (iso_spectral_gap (T, B), 0.30165765, 1e-5);
  NEAR (iso_spectral_gap_quick (T, B), 0.30165765, 1e-5);
}

static double
entropy_of_row (const float *row, size_t B)
{
  double sum = 0.0;
  for (size_t j = 0; j < B; j++)
    sum -= row[j] > 0.0f ? (double) row[j] * log ((double) row[j]) : 0.0;
  return sum;
}

/* Real targets against sums written down plainly, and what it costs, as a figure in the log. */
static void
test_batch (void)
{
  const size_t B = 112, D = 64;
  IsoRandom random;
  float *Z = iso_floats_new (B * D), *S = iso_floats_new (B * B);
  gint32 labels[112];
  g_autoptr (IsoTargets) targets = iso_targets_new (B);
  IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 0.2, .omega = 0.8, .tau_d = 0.1, .gamma = 1.0, .k = 10 };
  iso_random_init (&random, 3, "test");
  iso_test_embeddings (Z, labels, B, D, 10, 0.8, &random);
  iso_gram (S, Z, B, D);
  g_assert_true (iso_targets_compute (targets, S, B, &settings, ISO_STAGES_ALL, NULL, NULL));
  double best[4] = { INFINITY, INFINITY, INFINITY, INFINITY }, entropy = 0.0, same = 0.0, similarity = 0.0;
  IsoTargetHealth health = { 0 };
  IsoEmbeddingHealth embedding = { 0 };
  for (int run = 0; run < 20; run++)
    {
      double start = iso_seconds ();
      health = iso_target_health (targets->targets, labels, B);
      double after_targets = iso_seconds ();
      embedding = iso_embedding_health (Z, S, B, D);
      double after_embedding = iso_seconds ();
      double exact = iso_spectral_gap (targets->transition, B);
      double after_gap = iso_seconds (), quick = iso_spectral_gap_quick (targets->transition, B);
      best[3] = fmin (best[3], iso_seconds () - after_gap);
      best[0] = fmin (best[0], after_targets - start);
      best[1] = fmin (best[1], after_embedding - after_targets);
      best[2] = fmin (best[2], after_gap - after_embedding);
      NEAR (quick, exact, 5e-3);
    }
  g_test_message ("B = 112, D = 64: targets %.3f ms, embedding %.3f ms, spectral gap %.3f ms, quickly %.3f ms", 1e3 * best[0],
                  1e3 * best[1], 1e3 * best[2], 1e3 * best[3]);
  for (size_t i = 0; i < B; i++)
    {
      entropy += entropy_of_row (targets->targets + i * B, B) / (double) B;
      for (size_t j = 0; j < B; j++)
        {
          same += labels[i] == labels[j] ? (double) targets->targets[i * B + j] / (double) B : 0.0;
          similarity += i != j ? (double) S[i * B + j] / (double) (B * (B - 1)) : 0.0;
        }
    }
  NEAR (health.entropy, entropy / log ((double) B), 1e-8);
  NEAR (health.same_class, same, 1e-6);
  g_assert_true (health.row_error <= 1e-6 && health.spread > 0.0 && health.spread < 1.0);
  NEAR (embedding.mean_similarity, similarity, 1e-9);
  g_assert_true (embedding.effective_rank > 10.0 && embedding.effective_rank <= 64.0);
  iso_block_free (Z);
  iso_block_free (S);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/health/uniform", test_uniform);
  g_test_add_func ("/health/identity", test_identity);
  g_test_add_func ("/health/by-hand", test_by_hand);
  g_test_add_func ("/health/undefined", test_undefined);
  g_test_add_func ("/health/spectral-gap", test_spectral_gap);
  g_test_add_func ("/health/large-gap", test_large_gap);
  g_test_add_func ("/health/ways-agree", test_ways_agree);
  g_test_add_func ("/health/quick-gap", test_quick_gap);
  g_test_add_func ("/health/quick-gap-by-hand", test_quick_gap_by_hand);
  g_test_add_func ("/health/embeddings", test_embeddings);
  g_test_add_func ("/health/numpy", test_numpy);
  g_test_add_func ("/health/batch", test_batch);
  return g_test_run ();
}
