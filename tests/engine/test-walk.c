/* The walk of one sample against METHOD's iteration over whole matrices in double, against the stages' closed form, and by what must
 * hold of any walk: contraction by ω a step, mass that only moves along edges, going back as going on, bounded memory. */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/distill/walk.h"
#include "tests/support/random-targets.h"

#define SAMPLES 36
#define CELLS (SAMPLES * SAMPLES)

typedef struct {
  IsoDistillSettings settings;
  float *S;
  IsoTargets *targets;
  bool is_stochastic;
} Ground;

static Ground
ground_new (IsoTransitionKind kind, int k, double omega, guint64 seed)
{
  Ground ground = { .settings = paper, .S = random_similarity (SAMPLES, 10, 5, 0.6, seed), .targets = iso_targets_new (SAMPLES),
                    .is_stochastic = kind == ISO_TRANSITION_SOFTMAX };
  ground.settings.normalization = kind;
  ground.settings.graph = ISO_GRAPH_UNION;
  ground.settings.k = k;
  ground.settings.omega = omega;
  ground.settings.tau = 0.3;
  ground.settings.tau_d = 0.1;
  ground.settings.gamma = 2.0;
  compute (ground.targets, ground.S, SAMPLES, &ground.settings, ISO_STAGES_ALL);
  return ground;
}

static void
ground_clear (Ground *ground)
{
  iso_block_free (ground->S);
  iso_targets_free (ground->targets);
}

static IsoWalk *
walk_from (const Ground *ground, size_t start, bool from_targets)
{
  g_autoptr (GError) error = NULL;
  const float *first = ground->is_stochastic ? ground->targets->psd : ground->S;
  const IsoWalkInput input = { SAMPLES, start, ground->targets->transition, ground->targets->kernel, from_targets ? first : NULL,
                               ground->settings.omega, ground->is_stochastic };
  IsoWalk *walk = iso_walk_new (&input, NULL, &error);
  g_assert_no_error (error);
  return walk;
}

/* T in double, rows divided by their sums where it is stochastic; F_0. */
static void
read_matrices (double *T, double *first, const Ground *ground, bool from_targets)
{
  for (size_t i = 0; i < SAMPLES; i++)
    {
      double sum = 0.0;
      for (size_t j = 0; j < SAMPLES; j++)
        sum += (double) ground->targets->transition[i * SAMPLES + j];
      for (size_t j = 0; j < SAMPLES; j++)
        {
          size_t at = i * SAMPLES + j;
          T[at] = (double) ground->targets->transition[at] / (ground->is_stochastic ? sum : 1.0);
          first[at] = !from_targets ? i == j : (double) (ground->is_stochastic ? ground->targets->psd : ground->S)[at];
        }
    }
}

/* F ← ωTF + (1−ω)F_0 */
static void
iterate (double *F, const double *T, const double *first, double omega)
{
  g_autofree double *next = g_new (double, CELLS);
  for (size_t i = 0; i < SAMPLES; i++)
    for (size_t j = 0; j < SAMPLES; j++)
      {
        double sum = 0.0;
        for (size_t l = 0; l < SAMPLES; l++)
          sum += T[i * SAMPLES + l] * F[l * SAMPLES + j];
        next[i * SAMPLES + j] = omega * sum + (1.0 - omega) * first[i * SAMPLES + j];
      }
  memcpy (F, next, CELLS * sizeof *F);
}

/* Of both kinds, on sparse and dense graphs, from I and from F_0: the first steps as METHOD has them, backwards; the limit as the
 * stages have it in closed form. */
static void
test_naive (void)
{
  g_autofree double *T = g_new (double, CELLS), *first = g_new (double, CELLS), *history = g_new (double, 25 * CELLS);
  for (int which = 0; which < 8; which++)
    {
      bool from_targets = which & 1;
      Ground ground = ground_new (which & 2 ? ISO_TRANSITION_SYMMETRIC : ISO_TRANSITION_SOFTMAX, which & 4 ? 0 : 4, 0.9, 3);
      read_matrices (T, first, &ground, from_targets);
      memcpy (history, first, CELLS * sizeof *first);
      for (int step = 1; step < 25; step++)
        {
          memcpy (history + step * CELLS, history + (step - 1) * CELLS, CELLS * sizeof *history);
          iterate (history + step * CELLS, T, first, 0.9);
        }
      for (size_t start = 0; start < SAMPLES; start += 7)
        {
          double row[SAMPLES];
          g_autoptr (IsoWalk) walk = walk_from (&ground, start, from_targets);
          g_assert_cmpint (iso_walk_end (walk, NULL), >=, 25);
          for (int step = 24; step >= 0; step--)
            {
              double most = 0.0;
              iso_walk_row (row, walk, step);
              for (size_t j = 0; j < SAMPLES; j++)
                {
                  SMALL (fabs (row[j] - history[step * CELLS + start * SAMPLES + j]), 1e-13);
                  most = fmax (most, fabs (row[j] - iso_walk_limit (walk)[j]));
                }
              SMALL (fabs (most - iso_walk_distance (walk, step)), 1e-15);
            }
          for (size_t j = 0; j < SAMPLES && (!from_targets || ground.is_stochastic); j++)
            {
              const float *closed = from_targets ? ground.targets->targets : ground.targets->kernel;
              SMALL (fabs (iso_walk_limit (walk)[j] - (double) closed[start * SAMPLES + j]), 2e-6);
            }
        }
      ground_clear (&ground);
    }
}

/* Two samples that only know each other: T = [0 1; 1 0]. By hand for ω = ½: k_0 = (1, 0), k_1 = (½, ½), k_2 = (¾, ¼), and
 * k_∞ = (1−ω)(1 + ω² + …, ω + ω³ + …) = (⅔, ⅓). */
static void
test_by_hand (void)
{
  const float T[] = { 0.0f, 1.0f, 1.0f, 0.0f }, K[] = { 2.0f / 3.0f, 1.0f / 3.0f, 1.0f / 3.0f, 2.0f / 3.0f };
  const double expected[][2] = { { 1.0, 0.0 }, { 0.5, 0.5 }, { 0.75, 0.25 } };
  const IsoWalkInput input = { 2, 0, T, K, NULL, 0.5, true };
  g_autoptr (IsoWalk) walk = iso_walk_new (&input, NULL, NULL);
  double row[2], mass[2];
  bool reaches;
  for (int step = 0; step < 3; step++)
    {
      iso_walk_row (row, walk, step);
      NEAR (row[0], expected[step][0], 1e-15);
      NEAR (row[1], expected[step][1], 1e-15);
    }
  NEAR (iso_walk_limit (walk)[0], 2.0 / 3.0, 1e-15);
  /* The first step moves a half across, the second a quarter back. */
  iso_walk_moved (mass, walk, 1);
  NEAR (iso_walk_flow (walk, mass, 0, 1), 0.5, 1e-15);
  iso_walk_moved (mass, walk, 2);
  NEAR (iso_walk_flow (walk, mass, 1, 0), 0.25, 1e-15);
  NEAR (iso_walk_flow (walk, mass, 0, 1), 0.0, 1e-15);
  iso_walk_moved (mass, walk, 0);
  g_assert_cmpfloat (mass[0] + mass[1], ==, 0.0);
  /* ⅓ · 2^−t ≤ 1e-6 from t = 19 on. */
  g_assert_cmpint (iso_walk_end (walk, &reaches), ==, 19);
  g_assert_true (reaches);
  NEAR (iso_walk_part (walk, 1), 0.5, 1e-12);
  NEAR (iso_walk_part (walk, 0), 0.0, 1e-15);
}

/* Σ|e_t| of the softmax kind and √Σe_t² of the symmetric one shrink by ω a step at least, from I. */
static void
test_contraction (void)
{
  for (int kind = 0; kind < 2; kind++)
    {
      Ground ground = ground_new ((IsoTransitionKind) kind, 4, 0.95, 5);
      for (size_t start = 0; start < SAMPLES; start += 5)
        {
          double row[SAMPLES], before = INFINITY;
          g_autoptr (IsoWalk) walk = walk_from (&ground, start, false);
          for (int step = 0; step <= iso_walk_end (walk, NULL); step++)
            {
              double norm = 0.0, sum = 0.0;
              iso_walk_row (row, walk, step);
              for (size_t j = 0; j < SAMPLES; j++)
                {
                  double error = row[j] - iso_walk_limit (walk)[j];
                  norm += kind == 0 ? fabs (error) : error * error;
                  sum += row[j];
                }
              norm = kind == 0 ? norm : sqrt (norm);
              SMALL (norm, 0.95 * before + 1e-14);
              if (kind == 0)
                NEAR (sum, 1.0, 1e-12);
              before = norm;
            }
        }
      ground_clear (&ground);
    }
}

/* What a step changes is what flowed in less what flowed out: nothing appears or is lost, and edges alone carry it. */
static void
test_flow (void)
{
  Ground ground = ground_new (ISO_TRANSITION_SOFTMAX, 4, 0.9, 6);
  g_autoptr (IsoWalk) walk = walk_from (&ground, 11, false);
  for (int step = 1; step < 12; step++)
    {
      double before[SAMPLES], after[SAMPLES], mass[SAMPLES], all = 0.0;
      iso_walk_row (before, walk, step - 1);
      iso_walk_row (after, walk, step);
      iso_walk_moved (mass, walk, step);
      for (size_t i = 0; i < SAMPLES; i++)
        {
          double change = 0.0;
          all += mass[i];
          for (size_t j = 0; j < SAMPLES; j++)
            {
              double out = iso_walk_flow (walk, mass, i, j);
              g_assert_true (out == 0.0 || ground.targets->edges[i * SAMPLES + j] || i == j);
              change += iso_walk_flow (walk, mass, j, i) - out;
            }
          SMALL (fabs (after[i] - before[i] - change), 1e-14);
        }
      SMALL (fabs (all - pow (0.9, step)), 1e-13);
    }
  ground_clear (&ground);
}

/* The end is the first step within the tolerance; at ω = 0.99 in a graph of pieces about as many as ω^t alone would take. */
static void
test_end (void)
{
  Ground ground = ground_new (ISO_TRANSITION_SOFTMAX, 3, 0.99, 7);
  bool reaches;
  g_autoptr (IsoWalk) walk = walk_from (&ground, 0, false);
  int end = iso_walk_end (walk, &reaches);
  g_assert_true (reaches);
  for (int step = 0; step < end; step++)
    g_assert_true (iso_walk_distance (walk, step) > ISO_WALK_TOLERANCE);
  SMALL (iso_walk_distance (walk, end), ISO_WALK_TOLERANCE);
  g_assert_cmpint (end, >, 100);
  g_assert_cmpint (end, <=, (int) ceil (log (1e-6) / log (0.99)));
  /* Beyond the end is the end. */
  double row[SAMPLES], last[SAMPLES];
  iso_walk_row (row, walk, end + 1000);
  iso_walk_row (last, walk, end);
  g_assert_cmpmem (row, sizeof row, last, sizeof last);
  ground_clear (&ground);
}

/* A walk too long to be kept whole: the steps between are computed anew, and are the same. */
static void
test_long (void)
{
  /* A ring of two: it never mixes, so that only ω ends the walk. */
  enum { MANY = 1024 };
  const double omega = 0.999;
  g_autofree float *T = g_new0 (float, MANY * MANY), *K = g_new0 (float, MANY * MANY);
  g_autofree double *row = g_new (double, MANY);
  for (size_t i = 0; i < MANY; i++)
    {
      T[i * MANY + (i ^ 1)] = 1.0f;
      K[i * MANY + i] = (float) (1.0 / (1.0 + omega));
      K[i * MANY + (i ^ 1)] = (float) (omega / (1.0 + omega));
    }
  const IsoWalkInput input = { MANY, 2, T, K, NULL, omega, true };
  g_autoptr (IsoWalk) walk = iso_walk_new (&input, NULL, NULL);
  bool reaches;
  int end = iso_walk_end (walk, &reaches);
  g_assert_true (reaches);
  g_assert_cmpint (end, >, 10000);
  g_assert_cmpint (iso_walk_stride (walk), >, 1);
  for (int step = 0; step <= end; step += 617)
    {
      /* k_t,i = (1−ω) Σ_{s<t even} ω^s + [t even] ω^t. */
      double expected = (1.0 - omega) * (1.0 - pow (omega, 2.0 * ((step + 1) / 2))) / (1.0 - omega * omega)
                        + (step % 2 == 0 ? pow (omega, step) : 0.0);
      iso_walk_row (row, walk, step);
      NEAR (row[2], expected, 1e-10);
      NEAR (row[3], 1.0 - expected, 1e-10);
    }
}

/* ω = 0, a sample without an edge, and a batch of one: there is no way to go. */
static void
test_nowhere (void)
{
  Ground ground = ground_new (ISO_TRANSITION_SOFTMAX, 4, 0.0, 8);
  bool reaches;
  g_autoptr (IsoWalk) still = walk_from (&ground, 4, true);
  g_assert_cmpint (iso_walk_end (still, &reaches), ==, 0);
  g_assert_true (reaches);
  g_assert_cmpfloat (iso_walk_part (still, 0), ==, 1.0);
  const float one[] = { 1.0f };
  const IsoWalkInput input = { 1, 0, one, one, NULL, 0.9, true };
  g_autoptr (IsoWalk) alone = iso_walk_new (&input, NULL, NULL);
  double row[1];
  iso_walk_row (row, alone, 0);
  NEAR (row[0], 1.0, 1e-15);
  SMALL (iso_walk_distance (alone, 0), ISO_WALK_TOLERANCE);
  ground_clear (&ground);
}

/* Numbers that are none, a kernel of no use, and somebody who no longer wants it. */
static void
test_errors (void)
{
  float T[] = { 0.0f, 1.0f, 1.0f, 0.0f }, K[] = { NAN, 1.0f, 1.0f, 0.0f }, zero[4] = { 0.0f };
  IsoWalkInput input = { 2, 0, T, K, NULL, 0.5, true };
  g_autoptr (GError) error = NULL;
  g_assert_null (iso_walk_new (&input, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_clear_error (&error);
  input.kernel = zero;
  g_assert_null (iso_walk_new (&input, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  g_clear_error (&error);
  Ground ground = ground_new (ISO_TRANSITION_SOFTMAX, 3, 0.9999, 7);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const IsoWalkInput wanted = { SAMPLES, 0, ground.targets->transition, ground.targets->kernel, ground.targets->psd, 0.9999, true };
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_walk_new (&wanted, cancellable, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  ground_clear (&ground);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/walk/naive", test_naive);
  g_test_add_func ("/walk/by-hand", test_by_hand);
  g_test_add_func ("/walk/contraction", test_contraction);
  g_test_add_func ("/walk/flow", test_flow);
  g_test_add_func ("/walk/end", test_end);
  g_test_add_func ("/walk/long", test_long);
  g_test_add_func ("/walk/nowhere", test_nowhere);
  g_test_add_func ("/walk/errors", test_errors);
  return g_test_run ();
}
