/* What other settings change in the matrices of a batch, against plain differences; and what is said of it. */
#include <math.h>
#include <string.h>

#include "tests/support/synthetic-batch.h"
#include "ui/figure/batch-words.h"
#include "ui/figure/matrix-scaling.h"

#define SIDE 40

typedef struct {
  IsoBatchSnapshot *batch;
  IsoTargets *room;
  IsoBatchMatrices *from, *to, *change;
} Fixture;

/* A walk that goes farther, over fewer edges. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->batch = iso_test_batch (SIDE, 16, 5, 9);
  fixture->room = iso_targets_new (SIDE);
  IsoDistillSettings tried = fixture->batch->distill;
  tried.omega = 0.95;
  tried.k = 4;
  fixture->from = iso_batch_matrices_new (fixture->batch, &fixture->batch->distill, fixture->room);
  fixture->to = iso_batch_matrices_new (fixture->batch, &tried, fixture->room);
  fixture->change = iso_batch_matrices_change (fixture->to, fixture->from, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  iso_batch_matrices_unref (fixture->change);
  iso_batch_matrices_unref (fixture->to);
  iso_batch_matrices_unref (fixture->from);
  iso_targets_free (fixture->room);
  iso_batch_snapshot_unref (fixture->batch);
}

static void
test_numbers (Fixture *fixture, gconstpointer data)
{
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      double most = 0.0;
      for (size_t at = 0; at < SIDE * SIDE; at++)
        {
          double to = (double) fixture->to->values[kind][at], from = (double) fixture->from->values[kind][at];
          if (kind == ISO_MATRIX_GRAPH)
            {
              to = fixture->to->edges[at] ? to : 0.0;
              from = fixture->from->edges[at] ? from : 0.0;
            }
          double found = (double) fixture->change->values[kind][at];
          g_assert_true (fabs (found - (to - from)) <= 1e-7 + 1e-6 * fabs (to - from));
          most = fmax (most, fabs (to - from));
        }
      /* Settings of the walk leave these as they are, and change all others. */
      bool stays = kind == ISO_MATRIX_SIMILARITY || kind == ISO_MATRIX_PSD || kind == ISO_MATRIX_STUDENT || kind == ISO_MATRIX_LOSS_GRADIENT;
      g_assert_true (stays ? !(most > 0.0) : most > 1e-6);
    }
  for (size_t at = 0; at < SIDE * SIDE; at++)
    g_assert_cmpint (fixture->change->edges[at], ==, fixture->from->edges[at] || fixture->to->edges[at]);
}

/* About 0, as far to both sides, in the diverging colors: whatever the matrix itself has. */
static void
test_scales (Fixture *fixture, gconstpointer data)
{
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    for (int logarithmic = 0; logarithmic < 2; logarithmic++)
      {
        const IsoHeatScale *scale = iso_batch_matrices_scale (fixture->change, kind, logarithmic != 0);
        g_assert_true (iso_heat_scale_is_diverging (scale));
        g_assert_true (iso_heat_scale_is_logarithmic (scale) == (logarithmic != 0));
        g_assert_true (scale->maximum > 0.0 && fabs (scale->maximum + scale->minimum) <= 1e-12 * scale->maximum);
        g_assert_cmpint (iso_matrix_colormap (kind, scale, -1), ==, ISO_COLORMAP_DIVERGING);
      }
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_autofree char *same = iso_matrix_caption (fixture->change, ISO_MATRIX_PSD);
  g_autofree char *other = iso_matrix_caption (fixture->change, ISO_MATRIX_OBDP);
  g_assert_cmpstr (same, ==, "the same");
  g_assert_true (g_str_has_prefix (other, "by up to "));
  g_autofree char *statistic = iso_matrix_statistic (fixture->change, ISO_MATRIX_OBDP);
  g_autofree char *unmoved = iso_matrix_statistic (fixture->change, ISO_MATRIX_STUDENT);
  g_assert_nonnull (strstr (statistic, "change by what is tried, from \u2212"));
  g_assert_nonnull (strstr (unmoved, "as it was"));
  g_autofree char *cell = iso_matrix_description (fixture->change, ISO_MATRIX_OBDP, NULL, 2, 5);
  g_assert_nonnull (strstr (cell, " became "));
  /* An edge that the fewer neighbors have taken away. */
  size_t gone = 0;
  while (fixture->to->edges[gone] || !fixture->from->edges[gone])
    gone++;
  g_autofree char *edge = iso_matrix_description (fixture->change, ISO_MATRIX_GRAPH, NULL, (int) (gone / SIDE), (int) (gone % SIDE));
  g_assert_true (g_str_has_suffix (edge, "became no edge)"));
}

/* Where one of both has no diffusion there is no change of it, and the reason is told. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings broken = fixture->batch->distill;
  broken.omega = NAN;
  g_autoptr (IsoBatchMatrices) to = iso_batch_matrices_new (fixture->batch, &broken, fixture->room);
  g_autoptr (IsoBatchMatrices) change = iso_batch_matrices_change (to, fixture->from, NULL);
  g_assert_nonnull (change->problem);
  g_assert_null (change->values[ISO_MATRIX_OBDP]);
  g_assert_nonnull (change->values[ISO_MATRIX_SIMILARITY]);
  g_autofree char *caption = iso_matrix_caption (change, ISO_MATRIX_OBDP);
  g_assert_cmpstr (caption, ==, "not computed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/batch-change/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("numbers", test_numbers);
  ADD ("scales", test_scales);
  ADD ("words", test_words);
  ADD ("missing", test_missing);
#undef ADD
  return g_test_run ();
}
