/* Stages that are taken over from the computation before in the same room: the result is that of the plain double version all the
 * same, whatever setting moved, and with a pool too. */
#include "tests/support/random-targets.h"

enum { SMALL_BATCH = 112, LARGE_BATCH = 300 };

typedef struct {
  IsoTargets *room;
  IsoPool *pool;
  const float *S;
  size_t B;
} Bench;

static void
check (const Bench *bench, const IsoDistillSettings *settings, IsoKeptStages kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoNaiveTargets) naive = iso_naive_targets_new (bench->S, bench->B, settings);
  size_t count = bench->B * bench->B;
  iso_targets_recompute (bench->room, bench->S, bench->B, settings, kept, bench->pool, &error);
  g_assert_no_error (error);
  SMALL (iso_test_relative_error (bench->room->psd, naive->psd, count), 1e-5);
  SMALL (iso_test_relative_error (bench->room->transition, naive->transition, count), 1e-5);
  SMALL (iso_test_relative_error (bench->room->kernel, naive->kernel, count), 1e-5);
  SMALL (iso_test_relative_error (bench->room->targets, naive->targets, count), 1e-5);
}

/* One slider after the other, each keeping all that it may. */
static void
move_all (size_t B, IsoTransitionKind normalization, IsoGraphKind graph, IsoPool *pool)
{
  IsoDistillSettings settings = paper;
  float *S = random_similarity (B, 16, 9, 0.6, B);
  g_autoptr (IsoTargets) room = iso_targets_new (B);
  const Bench bench = { room, pool, S, B };
  settings.normalization = normalization;
  settings.graph = graph;
  settings.k = 12;
  settings.tau = settings.tau_d = 0.2;
  settings.omega = 0.8;
  check (&bench, &settings, ISO_KEEP_NOTHING);
  settings.omega = 0.5;
  check (&bench, &settings, ISO_KEEP_PSD | ISO_KEEP_TRANSITION);
  settings.omega = 0.0;
  check (&bench, &settings, ISO_KEEP_PSD | ISO_KEEP_TRANSITION);
  settings.omega = 0.9;
  check (&bench, &settings, ISO_KEEP_PSD | ISO_KEEP_TRANSITION);
  settings.tau = 0.5;
  check (&bench, &settings, ISO_KEEP_TRANSITION | ISO_KEEP_KERNEL);
  settings.k = 5;
  check (&bench, &settings, ISO_KEEP_PSD);
  settings.tau_d = 0.1;
  settings.gamma = 2.0;
  check (&bench, &settings, ISO_KEEP_PSD);
  settings.steps = 3;
  check (&bench, &settings, ISO_KEEP_PSD | ISO_KEEP_TRANSITION | ISO_KEEP_KERNEL);
  settings.steps = 0;
  check (&bench, &settings, ISO_KEEP_PSD | ISO_KEEP_TRANSITION | ISO_KEEP_KERNEL);
  iso_block_free (S);
}

static void
test_moved (void)
{
  move_all (SMALL_BATCH, ISO_TRANSITION_SOFTMAX, ISO_GRAPH_DIRECTED, NULL);
  move_all (SMALL_BATCH, ISO_TRANSITION_SOFTMAX, ISO_GRAPH_UNION, NULL);
  move_all (SMALL_BATCH, ISO_TRANSITION_SYMMETRIC, ISO_GRAPH_MUTUAL, NULL);
}

static void
test_pooled (void)
{
  g_autoptr (IsoPool) pool = iso_pool_new (2);
  move_all (LARGE_BATCH, ISO_TRANSITION_SOFTMAX, ISO_GRAPH_DIRECTED, pool);
}

/* What cannot be is said as ever. */
static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  IsoDistillSettings settings = paper;
  float *S = random_similarity (SMALL_BATCH, 16, 9, 0.6, 1);
  g_autoptr (IsoTargets) room = iso_targets_new (SMALL_BATCH);
  settings.omega = 1.0;
  g_assert_false (iso_targets_recompute (room, S, SMALL_BATCH, &settings, ISO_KEEP_NOTHING, NULL, &error));
  g_assert_nonnull (error);
  iso_block_free (S);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recompute/moved", test_moved);
  g_test_add_func ("/recompute/pooled", test_pooled);
  g_test_add_func ("/recompute/refused", test_refused);
  return g_test_run ();
}
