/* The grid of other settings: its values, and its cells beside the targets in full. */
#include "engine/distill/what-if.h"

#include <math.h>

#include "engine/base/random.h"
#include "engine/linalg/pairwise.h"
#include "tests/support/naive.h"

#define NEAR(found, expected, tolerance) g_assert_false (!(fabs ((found) - (expected)) <= (tolerance)))

static void
check_values (const IsoWhatIfAxis *axis, const double *expected, size_t count)
{
  g_assert_cmpuint (axis->count, ==, count);
  for (size_t v = 0; v < count; v++)
    NEAR (axis->values[v], expected[v], 1e-12);
}

static void
test_spacing (void)
{
  IsoWhatIfAxis axis;
  const double omega[] = { 0.0, 0.68, 0.9, 0.968, 0.99 }, tau[] = { 0.05, 0.11, 0.22, 0.47, 1.0 }, k[] = { 5, 14, 39, 111 };
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_OMEGA, 0.0, 0.99, 5, NULL, 0, 112); /* 1/(1 − ω) = 1, 3.2, 10, 32, 100 */
  check_values (&axis, omega, 5);
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_TAU, 1.0, 0.05, 5, NULL, 0, 112);
  check_values (&axis, tau, 5);
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_K, 5, 111, 4, NULL, 0, 112);
  check_values (&axis, k, 4);
}

static void
test_kept (void)
{
  IsoWhatIfAxis axis;
  const double values[] = { 10, 0, 500, 3, 12 }, k[] = { 5, 10, 12, 111 };
  const double omegas[] = { 0.8, 0.85 }, omega[] = { 0.0, 0.8, 0.85, 0.968, 0.99 };
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_K, 5, 111, 4, values, 1, 112);
  g_assert_cmpint (iso_what_if_axis_place (&axis, 10, 112), ==, 1);
  /* All neighbors is there already, 3 lies outside, 12 must not push 10 out. */
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_K, 5, 111, 4, values, 5, 112);
  check_values (&axis, k, 4);
  g_assert_cmpint (iso_what_if_axis_place (&axis, 0, 112), ==, 3);
  g_assert_cmpint (iso_what_if_axis_place (&axis, 3, 112), ==, -1);
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_OMEGA, 0.0, 0.99, 5, omegas, 2, 112);
  check_values (&axis, omega, 5);
}

static void
test_narrow (void)
{
  IsoWhatIfAxis axis;
  const double kept[] = { 3 }, three[] = { 1, 2, 3 }, one[] = { 0.2 };
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_K, 1, 500, 8, kept, 1, 4); /* three neighbors are all there are */
  check_values (&axis, three, 3);
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_TAU, 0.2, 0.2, 5, NULL, 0, 4);
  check_values (&axis, one, 1);
  iso_what_if_axis_init (&axis, ISO_WHAT_IF_LAMBDA, -5, 1e9, 2, NULL, 0, 4);
  NEAR (axis.values[0], 0.001, 1e-15);
  NEAR (axis.values[1], 1e6, 1e-6);
}

static void
test_settings (void)
{
  IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .k = 1 };
  for (IsoWhatIfParameter p = 0; p < ISO_WHAT_IF_PARAMETERS; p++)
    {
      double low, high, least, most;
      iso_what_if_ends (&low, &high, p, 112);
      iso_what_if_limits (&least, &most, p, 112);
      g_assert_true (least <= low && low < high && high <= most);
      iso_what_if_set (&settings, p, high);
      NEAR (iso_what_if_get (&settings, p), high, 0.0);
    }
  NEAR (settings.omega, 0.99, 0.0);
  g_assert_cmpint (settings.k, ==, 111);
}

static void
test_reduce (void)
{
  const float large[9] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  const guint32 order[3] = { 2, 0, 1 };
  float same[9], small[4], one[1];
  iso_what_if_reduce (same, 3, large, order, 3);
  const float ordered[9] = { 9, 7, 8, 3, 1, 2, 6, 4, 5 };
  for (size_t at = 0; at < 9; at++)
    NEAR ((double) same[at], (double) ordered[at], 0.0);
  iso_what_if_reduce (small, 2, large, order, 3); /* blocks of two and one */
  NEAR ((double) small[0], (9 + 7 + 3 + 1) / 4.0, 1e-6);
  NEAR ((double) small[1], (8 + 2) / 2.0, 1e-6);
  NEAR ((double) small[2], (6 + 4) / 2.0, 1e-6);
  NEAR ((double) small[3], 5.0, 1e-6);
  iso_what_if_reduce (one, 1, large, order, 3);
  NEAR ((double) one[0], 5.0, 1e-6);
}

/* Labels out of order, so that the thumbnail's order is its own. */
static void
test_cell (void)
{
  enum { B = 30, D = 8 };
  float Z[B * D], student[B * B], teacher[B * B];
  gint32 labels[B];
  IsoRandom random;
  iso_random_init (&random, 9, "test");
  iso_test_embeddings (Z, labels, B, D, 5, 0.8, &random);
  iso_gram (teacher, Z, B, D);
  iso_test_embeddings (Z, NULL, B, D, 5, 0.8, &random);
  iso_gram (student, Z, B, D);
  for (gint32 i = 0; i < B; i++)
    labels[i] = i % 5;
  const IsoWhatIfBatch batch = { B, teacher, student, labels, 0.25 };
  const IsoDistillSettings settings = { .mode = ISO_DISTILL_NONE, .k = 4, .lambda = 30.0, .tau = 0.2, .omega = 0.7, .tau_d = 0.1,
                                        .gamma = 1.0 };
  IsoDistillSettings diffusing = settings;
  diffusing.mode = ISO_DISTILL_OBDP;
  g_autoptr (IsoTargets) room = iso_targets_new (B);
  g_autoptr (IsoNaiveTargets) naive = iso_naive_targets_new (teacher, B, &diffusing);
  g_autoptr (IsoWhatIfCell) cell = iso_what_if_cell_new (&batch, &settings, room);
  double gradient = 0.0, same = 0.0;
  g_assert_null (cell->problem);
  g_assert_cmpuint (cell->side, ==, B);
  for (size_t i = 0; i < B; i++)
    {
      double sum = 0.0;
      for (size_t j = 0; j < B; j++)
        sum += exp ((double) student[i * B + j] / 0.2);
      for (size_t j = 0; j < B; j++)
        {
          double P = naive->targets[i * B + j], Q = exp ((double) student[i * B + j] / 0.2) / sum;
          gradient += fabs (30.0 * 0.2 * 0.2 * 0.25 * (Q - P) / (B * 0.2)) / (B * B);
          same += labels[i] == labels[j] ? P / B : 0.0;
          /* Six samples of each of five classes, taken in turn. */
          size_t row = (size_t) labels[i] * 6 + i / 5, column = (size_t) labels[j] * 6 + j / 5;
          NEAR ((double) cell->thumbnail[row * B + column], P, 1e-5);
        }
    }
  NEAR (cell->gradient, gradient, 1e-4 * gradient);
  NEAR (cell->health.same_class, same, 1e-5);
  /* λ alone changed: as if computed. */
  IsoDistillSettings heavier = settings;
  heavier.lambda = 90.0;
  g_autoptr (IsoWhatIfCell) derived = iso_what_if_cell_with_lambda (cell, 90.0);
  g_autoptr (IsoWhatIfCell) computed = iso_what_if_cell_new (&batch, &heavier, room);
  NEAR (derived->gradient, computed->gradient, 1e-6 * computed->gradient);
  NEAR (derived->settings.lambda, 90.0, 0.0);
  for (size_t at = 0; at < B * B; at++)
    NEAR ((double) derived->thumbnail[at], (double) computed->thumbnail[at], 0.0);
  cell->settings.lambda = 0.0;
  g_assert_null (iso_what_if_cell_with_lambda (cell, 1.0));
}

static void
test_problem (void)
{
  const float S[4] = { 1, 0.5f, 0.5f, 1 }, bad[4] = { 1, NAN, NAN, 1 };
  const gint32 labels[2] = { 0, 1 };
  const IsoDistillSettings settings = { .mode = ISO_DISTILL_OBDP, .tau = 0.2, .omega = 1.5, .tau_d = 0.1, .gamma = 1.0 };
  const IsoWhatIfBatch batch = { 2, S, S, labels, 1.0 }, spoiled = { 2, bad, S, labels, 1.0 };
  IsoDistillSettings right = settings;
  right.omega = 0.5;
  g_autoptr (IsoTargets) room = iso_targets_new (2);
  g_autoptr (IsoWhatIfCell) beyond = iso_what_if_cell_new (&batch, &settings, room);
  g_autoptr (IsoWhatIfCell) nan = iso_what_if_cell_new (&spoiled, &right, room);
  g_assert_nonnull (beyond->problem);
  g_assert_null (beyond->thumbnail);
  g_assert_true (isnan (beyond->health.same_class) && isnan (beyond->gradient));
  g_assert_nonnull (nan->problem);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/what-if/spacing", test_spacing);
  g_test_add_func ("/what-if/kept", test_kept);
  g_test_add_func ("/what-if/narrow", test_narrow);
  g_test_add_func ("/what-if/settings", test_settings);
  g_test_add_func ("/what-if/reduce", test_reduce);
  g_test_add_func ("/what-if/cell", test_cell);
  g_test_add_func ("/what-if/problem", test_problem);
  return g_test_run ();
}
