/* Pieces, hubs and diffusion over k: by hand, beside SciPy's numbers, and the sweep beside one k at a time. */
#include "engine/distill/graph-statistics.h"

#include <math.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/distill/graph.h"
#include "engine/linalg/pairwise.h"
#include "tests/support/naive.h"

#define NEAR(found, expected, tolerance) g_assert_false (!(fabs ((found) - (expected)) <= (tolerance)))

static void
set_edges (guint8 *edges, size_t B, const char *pairs)
{
  for (const char *at = pairs; *at != '\0'; at += at[2] == ' ' ? 3 : 2)
    edges[(size_t) (at[0] - '0') * B + (size_t) (at[1] - '0')] = 1;
}

/* A triangle walked one way round, a tail out of it, a pair, and a sample alone. */
static void
test_by_hand (void)
{
  guint8 edges[49] = { 0 };
  const gint32 labels[7] = { 0, 0, 1, 1, 2, 2, 3 };
  set_edges (edges, 7, "01 12 20 23 45 54");
  IsoGraphStructure found = iso_graph_structure (edges, labels, 7);
  g_assert_cmpuint (found.edge_count, ==, 6);
  g_assert_cmpuint (found.components, ==, 3);
  g_assert_cmpuint (found.largest_component, ==, 4);
  g_assert_cmpuint (found.strong_components, ==, 4); /* the triangle, 3, the pair, 6 */
  g_assert_cmpuint (found.hub, ==, 0);
  g_assert_cmpuint (found.hub_degree, ==, 1);
  g_assert_cmpuint (found.isolated, ==, 2);          /* 3 and 6 */
  g_assert_cmpuint (found.unchosen, ==, 1);          /* 6 */
  NEAR (found.same_class, 4.0 / 6.0, 1e-12);         /* 01, 23, 45, 54 */
}

/* All point at the last one: degrees 0, 0, 0, 3 have mean ¾, m₂ = 27/16, m₃ = 162/64. */
static void
test_star (void)
{
  guint8 edges[16] = { 0 };
  const gint32 labels[4] = { 0, 0, 0, 0 };
  set_edges (edges, 4, "03 13 23");
  IsoGraphStructure found = iso_graph_structure (edges, labels, 4);
  g_assert_cmpuint (found.components, ==, 1);
  g_assert_cmpuint (found.strong_components, ==, 4);
  g_assert_cmpuint (found.hub, ==, 3);
  g_assert_cmpuint (found.hub_degree, ==, 3);
  NEAR (found.skew, 162.0 / 64.0 / pow (27.0 / 16.0, 1.5), 1e-12);
  NEAR (found.same_class, 1.0, 0.0);
}

static void
test_empty (void)
{
  const guint8 none[4] = { 0 };
  const gint32 labels[2] = { 0, 1 };
  IsoGraphStructure nothing = iso_graph_structure (none, labels, 0), two = iso_graph_structure (none, labels, 2);
  g_assert_cmpuint (nothing.components, ==, 0);
  g_assert_cmpuint (nothing.strong_components, ==, 0);
  g_assert_true (isnan (nothing.skew) && isnan (nothing.same_class));
  g_assert_cmpuint (two.components, ==, 2);
  g_assert_cmpuint (two.strong_components, ==, 2);
  g_assert_cmpuint (two.isolated, ==, 2);
  g_assert_true (isnan (two.skew) && isnan (two.same_class));
}

/* A chain as long as recursion would be deep. */
static void
test_long_chain (void)
{
  const size_t B = 3000;
  g_autofree gint32 *labels = g_new0 (gint32, B);
  g_autoptr (IsoGraphGrowth) growth = iso_graph_growth_new (labels, B);
  for (size_t i = 0; i + 1 < B; i++)
    iso_graph_growth_add (growth, i, i + 1);
  IsoGraphStructure found = iso_graph_growth_measure (growth);
  g_assert_cmpuint (found.components, ==, 1);
  g_assert_cmpuint (found.strong_components, ==, B);
  iso_graph_growth_add (growth, B - 1, 0);
  g_assert_cmpuint (iso_graph_growth_measure (growth).strong_components, ==, 1);
}

/* ---- beside SciPy 1.x and NumPy ---- */

#define SIDE 40

/* Whole numbers below 2^24, so that NumPy has the same. */
static void
fill_similarity (float *S)
{
  for (guint32 i = 0; i < SIDE; i++)
    for (guint32 j = 0; j < SIDE; j++)
      {
        guint32 mixed = ((i * i + j * j) * 7u + i * j * 13u + 1u) * 2654435761u;
        S[i * SIDE + j] = i == j ? 1.0f : (float) (mixed >> 8) / 16777216.0f;
      }
}

typedef struct {
  IsoGraphKind kind;
  int k;
  IsoGraphStructure graph; /* scipy.sparse.csgraph.connected_components, scipy.stats.skew */
  double gap, effective, same_class; /* numpy.linalg.eigvals and solve, at τ 0.3, τ_d 0.5, ω 0.7 */
} Expected;

static const Expected expected[] = {
  { ISO_GRAPH_DIRECTED, 1, { 40, 9, 7, 31, 26, 6, 1.78781076, 0, 18, 0.25 }, 0, 33.0244742, 0.225794214 },
  { ISO_GRAPH_DIRECTED, 2, { 80, 1, 40, 16, 26, 6, 0.417420651, 0, 10, 0.2125 }, 0.0215077989, 36.1687023, 0.223304253 },
  { ISO_GRAPH_DIRECTED, 3, { 120, 1, 40, 5, 7, 7, 0.351118632, 0, 4, 0.183333333 }, 0.104933098, 36.9661964, 0.221412935 },
  { ISO_GRAPH_DIRECTED, 6, { 240, 1, 40, 1, 7, 14, 0.718480335, 0, 0, 0.183333333 }, 0.363855546, 37.6470794, 0.219487972 },
  { ISO_GRAPH_DIRECTED, 39, { 1560, 1, 40, 1, 0, 39, NAN, 0, 0, 0.179487179 }, 0.820405411, 38.3549211, 0.213585166 },
  { ISO_GRAPH_MUTUAL, 1, { 18, 31, 2, 31, 0, 1, 0.201007563, 22, 22, 0.333333333 }, 0, 29.7404214, 0.241128384 },
  { ISO_GRAPH_MUTUAL, 2, { 48, 16, 17, 16, 1, 2, -0.39113649, 11, 11, 0.25 }, 0, 32.4734932, 0.237645918 },
  { ISO_GRAPH_MUTUAL, 3, { 82, 5, 36, 5, 1, 3, -0.621652051, 4, 4, 0.243902439 }, 0, 34.7645456, 0.227376298 },
  { ISO_GRAPH_MUTUAL, 6, { 186, 1, 40, 1, 1, 6, -1.11432757, 0, 0, 0.204301075 }, 0.225273245, 37.3083292, 0.221026815 },
  { ISO_GRAPH_MUTUAL, 39, { 1560, 1, 40, 1, 0, 39, NAN, 0, 0, 0.179487179 }, 0.820405411, 38.3549211, 0.213585166 },
  { ISO_GRAPH_UNION, 1, { 62, 9, 7, 9, 26, 6, 2.62416658, 0, 0, 0.225806452 }, 0, 33.8798134, 0.229629959 },
  { ISO_GRAPH_UNION, 2, { 112, 1, 40, 1, 26, 6, 1.14675573, 0, 0, 0.196428571 }, 0.0581391077, 36.5185746, 0.222034891 },
  { ISO_GRAPH_UNION, 3, { 158, 1, 40, 1, 7, 7, 1.34397503, 0, 0, 0.151898734 }, 0.125407044, 37.1737457, 0.220661588 },
  { ISO_GRAPH_UNION, 6, { 294, 1, 40, 1, 7, 14, 1.79414672, 0, 0, 0.170068027 }, 0.347497603, 37.7539756, 0.218559822 },
  { ISO_GRAPH_UNION, 39, { 1560, 1, 40, 1, 0, 39, NAN, 0, 0, 0.179487179 }, 0.820405411, 38.3549211, 0.213585166 },
};

static const IsoDistillSettings settings_of_table = { .mode = ISO_DISTILL_PSD, .tau = 0.3, .omega = 0.7, .tau_d = 0.5, .gamma = 1.0 };

static void
compare_structure (const IsoGraphStructure *found, const IsoGraphStructure *wanted)
{
  g_assert_cmpuint (found->edge_count, ==, wanted->edge_count);
  g_assert_cmpuint (found->components, ==, wanted->components);
  g_assert_cmpuint (found->largest_component, ==, wanted->largest_component);
  g_assert_cmpuint (found->strong_components, ==, wanted->strong_components);
  g_assert_cmpuint (found->hub, ==, wanted->hub);
  g_assert_cmpuint (found->hub_degree, ==, wanted->hub_degree);
  g_assert_cmpuint (found->isolated, ==, wanted->isolated);
  g_assert_cmpuint (found->unchosen, ==, wanted->unchosen);
  g_assert_true (isnan (wanted->skew) ? isnan (found->skew) : fabs (found->skew - wanted->skew) <= 1e-7);
  NEAR (found->same_class, wanted->same_class, 1e-8);
}

static void
test_beside_scipy (void)
{
  float S[SIDE * SIDE];
  gint32 labels[SIDE];
  g_autoptr (IsoTargets) room = iso_targets_new (SIDE);
  fill_similarity (S);
  for (gint32 i = 0; i < SIDE; i++)
    labels[i] = i * 7 % 5;
  for (size_t e = 0; e < G_N_ELEMENTS (expected); e++)
    {
      IsoDistillSettings settings = settings_of_table;
      IsoGraphStatistics found;
      settings.graph = expected[e].kind;
      settings.k = expected[e].k;
      g_assert_true (iso_graph_statistics (&found, S, labels, SIDE, &settings, room, NULL, NULL));
      compare_structure (&found.graph, &expected[e].graph);
      NEAR (found.spectral_gap, expected[e].gap, 0.006);
      NEAR (found.targets.effective_neighbors, expected[e].effective, 1e-4 * expected[e].effective);
      NEAR (found.targets.same_class, expected[e].same_class, 1e-5);
    }
}

/* ---- the sweep ---- */

typedef struct {
  float *S;
  gint32 *labels;
  size_t B;
} Batch;

static Batch
batch_new (size_t B, bool with_ties)
{
  Batch batch = { g_new (float, B * B), g_new (gint32, B), B };
  g_autofree float *Z = g_new (float, B * 16);
  IsoRandom random;
  iso_random_init (&random, 5, "test");
  iso_test_embeddings (Z, batch.labels, B, 16, 12, 0.8, &random);
  iso_gram (batch.S, Z, B, 16);
  for (size_t at = 0; with_ties && at < B * B; at++)
    batch.S[at] = rintf (batch.S[at] * 8.0f) / 8.0f;
  return batch;
}

static void
batch_clear (Batch *batch)
{
  g_free (batch->S);
  g_free (batch->labels);
}

static const IsoDistillSettings usual = { .mode = ISO_DISTILL_OBDP, .k = 10, .lambda = 20.0, .tau = 0.2, .omega = 0.8, .tau_d = 0.1,
                                          .gamma = 3.0 };

/* Every k of a batch with ties, of each kind of graph, as it is alone. */
static void
test_sweep_is_each (void)
{
  Batch batch = batch_new (45, true);
  g_autoptr (IsoTargets) room = iso_targets_new (batch.B);
  for (IsoGraphKind kind = ISO_GRAPH_DIRECTED; kind <= ISO_GRAPH_UNION; kind++)
    for (int symmetric = 0; symmetric <= (kind != ISO_GRAPH_DIRECTED); symmetric++)
      {
        IsoDistillSettings settings = usual;
        settings.graph = kind;
        settings.normalization = symmetric ? ISO_TRANSITION_SYMMETRIC : ISO_TRANSITION_SOFTMAX;
        g_autoptr (IsoGraphSweep) sweep = iso_graph_sweep_new (batch.S, batch.labels, batch.B, &settings, NULL, NULL, NULL);
        g_assert_nonnull (sweep);
        g_assert_null (sweep->problem);
        g_assert_cmpuint (sweep->count, ==, batch.B - 1);
        for (size_t s = 0; s < sweep->count; s++)
          {
            IsoGraphStatistics alone;
            settings.k = (int) s + 1;
            g_assert_true (iso_graph_statistics (&alone, batch.S, batch.labels, batch.B, &settings, room, NULL, NULL));
            g_assert_cmpint (sweep->at[s].k, ==, settings.k);
            compare_structure (&sweep->at[s].graph, &alone.graph);
            NEAR (sweep->at[s].spectral_gap, alone.spectral_gap, 0.0);
            NEAR (alone.spectral_gap, iso_spectral_gap (room->transition, batch.B), 0.006);
            NEAR (sweep->at[s].targets.same_class, alone.targets.same_class, 0.0);
          }
        settings.omega = 0.0;
        settings.normalization = ISO_TRANSITION_SOFTMAX;
        IsoGraphStatistics psd;
        g_assert_true (iso_graph_statistics (&psd, batch.S, batch.labels, batch.B, &settings, room, NULL, NULL));
        NEAR (sweep->psd.same_class, psd.targets.same_class, 1e-12);
      }
  batch_clear (&batch);
}

static void
test_spaced (void)
{
  Batch batch = batch_new (300, false);
  IsoDistillSettings settings = usual;
  settings.k = 123;
  g_autoptr (IsoGraphSweep) sweep = iso_graph_sweep_new (batch.S, batch.labels, batch.B, &settings, NULL, NULL, NULL);
  g_assert_cmpuint (sweep->count, >=, 45);
  g_assert_cmpuint (sweep->count, <=, 75);
  g_assert_cmpint (sweep->at[0].k, ==, 1);
  g_assert_cmpint (sweep->at[sweep->count - 1].k, ==, 299);
  for (size_t s = 1; s < sweep->count; s++)
    {
      g_assert_cmpint (sweep->at[s].k, >, sweep->at[s - 1].k);
      g_assert_cmpuint (sweep->at[s].graph.components, <=, sweep->at[s - 1].graph.components);
      g_assert_cmpuint (sweep->at[s].graph.strong_components, <=, sweep->at[s - 1].graph.strong_components);
      g_assert_cmpuint (sweep->at[s].graph.edge_count, ==, (size_t) sweep->at[s].k * batch.B);
    }
  g_assert_cmpint (sweep->at[iso_graph_sweep_place (sweep, 123)].k, ==, 123);
  g_assert_cmpint (sweep->at[iso_graph_sweep_place (sweep, 0)].k, ==, 299);
  g_assert_cmpint (sweep->at[iso_graph_sweep_place (sweep, 1e6)].k, ==, 299);
  g_assert_cmpint (sweep->at[iso_graph_sweep_place (sweep, 0.2)].k, ==, 1);
  batch_clear (&batch);
}

static void
test_fits (void)
{
  Batch batch = batch_new (20, false);
  IsoDistillSettings settings = usual;
  g_autoptr (IsoGraphSweep) sweep = iso_graph_sweep_new (batch.S, batch.labels, batch.B, &settings, NULL, NULL, NULL);
  settings.k = 3;
  settings.lambda = 7.0;
  settings.mode = ISO_DISTILL_PSD;
  g_assert_true (iso_graph_sweep_fits (sweep, &settings));
  settings.omega = 0.7;
  g_assert_false (iso_graph_sweep_fits (sweep, &settings));
  batch_clear (&batch);
}

/* A symmetric transition on a directed graph: the graph is measured, the rest is not, and it says why. The dense graph is fine. */
static void
test_problem (void)
{
  Batch batch = batch_new (24, false);
  IsoDistillSettings settings = usual;
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  g_autoptr (IsoGraphSweep) sweep = iso_graph_sweep_new (batch.S, batch.labels, batch.B, &settings, NULL, NULL, NULL);
  g_assert_nonnull (sweep->problem);
  g_assert_cmpuint (sweep->at[4].graph.edge_count, ==, 5 * batch.B);
  g_assert_true (isnan (sweep->at[4].spectral_gap) && isnan (sweep->at[4].targets.same_class));
  g_assert_false (isnan (sweep->at[22].targets.same_class));
  batch_clear (&batch);
}

static void
test_ends (void)
{
  Batch batch = batch_new (24, false);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) cancelled = NULL, spoiled = NULL;
  g_autoptr (IsoGraphSweep) one = iso_graph_sweep_new (batch.S, batch.labels, 1, &usual, NULL, NULL, NULL);
  g_autoptr (IsoGraphSweep) two = iso_graph_sweep_new (batch.S, batch.labels, 2, &usual, NULL, NULL, NULL);
  g_autoptr (IsoGraphSweep) three = iso_graph_sweep_new (batch.S, batch.labels, 3, &usual, NULL, NULL, NULL);
  g_assert_cmpuint (one->count, ==, 0);
  g_assert_cmpuint (two->count, ==, 1);
  g_assert_cmpuint (three->count, ==, 2);
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_graph_sweep_new (batch.S, batch.labels, batch.B, &usual, NULL, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  batch.S[7] = NAN;
  g_assert_null (iso_graph_sweep_new (batch.S, batch.labels, batch.B, &usual, NULL, NULL, &spoiled));
  g_assert_error (spoiled, ISO_ERROR, ISO_ERROR_NUMERIC);
  batch_clear (&batch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-statistics/by-hand", test_by_hand);
  g_test_add_func ("/graph-statistics/star", test_star);
  g_test_add_func ("/graph-statistics/empty", test_empty);
  g_test_add_func ("/graph-statistics/long-chain", test_long_chain);
  g_test_add_func ("/graph-statistics/beside-scipy", test_beside_scipy);
  g_test_add_func ("/graph-statistics/sweep-is-each", test_sweep_is_each);
  g_test_add_func ("/graph-statistics/spaced", test_spaced);
  g_test_add_func ("/graph-statistics/fits", test_fits);
  g_test_add_func ("/graph-statistics/problem", test_problem);
  g_test_add_func ("/graph-statistics/ends", test_ends);
  return g_test_run ();
}
