/* The matrices of one batch under two runs: the same samples in one order, one scale for both, the difference and what is said of it. No
 * display needed. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/train/parameters.h"
#include "tests/support/foreign-data.h"
#include "tests/support/synthetic-batch.h"
#include "ui/figure/compared-matrices.h"
#include "ui/figure/figures.h"

#define B 30
#define D 12

/* Rows turned round: sample i stands at B − 1 − i. */
static IsoBatchSnapshot *
turned_round (const IsoBatchSnapshot *batch)
{
  IsoBatchSnapshot *turned = iso_batch_snapshot_new (B, D);
  turned->distill = batch->distill;
  turned->ramp = batch->ramp;
  turned->has_teacher = batch->has_teacher;
  for (size_t i = 0; i < B; i++)
    {
      turned->indices[i] = batch->indices[B - 1 - i];
      turned->labels[i] = batch->labels[B - 1 - i];
      for (size_t j = 0; j < B; j++)
        {
          turned->student_similarity[i * B + j] = batch->student_similarity[(B - 1 - i) * B + B - 1 - j];
          turned->teacher_similarity[i * B + j] = batch->teacher_similarity[(B - 1 - i) * B + B - 1 - j];
        }
    }
  return turned;
}

static IsoComparedMatrices *
compare (IsoBatchSnapshot *first, IsoBatchSnapshot *second)
{
  IsoBatchSnapshot *const batches[] = { first, second };
  IsoExperiment *const nobody[] = { NULL, NULL };
  g_autoptr (GError) error = NULL;
  IsoComparedMatrices *compared = iso_compared_matrices_new (batches, nobody, NULL, NULL, &error);
  g_assert_no_error (error);
  return compared;
}

static const float *
values_of (const IsoComparedMatrices *compared, IsoComparedPart part, IsoComparedStage stage)
{
  return iso_compared_matrices_get (compared, part, stage)->values[iso_compared_stage_kind (stage)];
}

/* In another order the same numbers come out, but for rounding. */
static void
test_order (void)
{
  g_autoptr (IsoBatchSnapshot) first = iso_test_batch (B, D, 5, 1), second = iso_test_batch (B, D, 5, 2), turned = turned_round (second);
  g_autoptr (IsoComparedMatrices) plain = compare (first, second), other = compare (first, turned);
  for (IsoComparedStage stage = 0; stage < ISO_STAGE_COUNT; stage++)
    for (size_t at = 0; at < B * B; at++)
      g_assert_true (fabsf (values_of (plain, ISO_COMPARED_SECOND, stage)[at] - values_of (other, ISO_COMPARED_SECOND, stage)[at]) <= 1e-5f);
  g_assert_cmpmem (plain->stages[1]->indices, B * sizeof (guint32), other->stages[1]->indices, B * sizeof (guint32));
  /* And each stage is what the batch alone gives. */
  g_autoptr (IsoTargets) room = iso_targets_new (B);
  g_autoptr (IsoBatchMatrices) alone = iso_batch_matrices_new (second, &second->distill, room);
  g_assert_cmpmem (values_of (plain, ISO_COMPARED_SECOND, ISO_STAGE_OBDP), B * B * sizeof (float), alone->values[ISO_MATRIX_OBDP],
                   B * B * sizeof (float));
  g_assert_cmpmem (values_of (plain, ISO_COMPARED_FIRST, ISO_STAGE_STUDENT), B * B * sizeof (float), first->student_similarity,
                   B * B * sizeof (float));
}

/* The difference cell by cell, and its summary by hand. */
static void
test_difference (void)
{
  g_autoptr (IsoBatchSnapshot) first = iso_test_batch (B, D, 5, 1), second = iso_test_batch (B, D, 5, 2);
  g_autoptr (IsoComparedMatrices) compared = compare (first, second);
  for (IsoComparedStage stage = 0; stage < ISO_STAGE_COUNT; stage++)
    {
      const float *change = values_of (compared, ISO_COMPARED_CHANGE, stage);
      const IsoComparedSummary *summary = &compared->summary[stage];
      double most = 0.0, sum = 0.0;
      g_assert_true (iso_compared_matrices_has (compared, stage));
      for (size_t at = 0; at < B * B; at++)
        {
          double one = (double) values_of (compared, ISO_COMPARED_FIRST, stage)[at];
          double other = (double) values_of (compared, ISO_COMPARED_SECOND, stage)[at];
          if (stage == ISO_STAGE_GRAPH)
            {
              one = compared->stages[0]->edges[at] ? one : 0.0;
              other = compared->stages[1]->edges[at] ? other : 0.0;
            }
          g_assert_true (fabs ((double) change[at] - (one - other)) <= 1e-6);
          most = fmax (most, fabs ((double) change[at]));
          sum += fabs ((double) change[at]);
        }
      g_assert_true (fabs (summary->most - most) <= 0.0);
      g_assert_true (fabs (fabs ((double) change[summary->row * B + summary->column]) - most) <= 0.0);
      g_assert_true (fabs (summary->mean - sum / (B * B)) <= 1e-9);
    }
}

/* The same colour is the same number; the difference's scale reaches as far to both sides. */
static void
test_scales (void)
{
  g_autoptr (IsoBatchSnapshot) first = iso_test_batch (B, D, 5, 1), second = iso_test_batch (B, D, 5, 2);
  second->distill.k = 3;
  second->distill.omega = 0.3;
  g_autoptr (IsoComparedMatrices) compared = compare (first, second);
  for (IsoComparedStage stage = 0; stage < ISO_STAGE_COUNT; stage++)
    for (int logarithmic = 0; logarithmic < 2; logarithmic++)
      {
        IsoMatrixKind kind = iso_compared_stage_kind (stage);
        const IsoHeatScale *scales[ISO_COMPARED_COUNT];
        for (IsoComparedPart part = 0; part < ISO_COMPARED_COUNT; part++)
          scales[part] = iso_batch_matrices_scale (iso_compared_matrices_get (compared, part, stage), kind, logarithmic);
        g_assert_cmpmem (scales[0], sizeof (IsoHeatScale), scales[1], sizeof (IsoHeatScale));
        g_assert_true (fabs (scales[2]->minimum + scales[2]->maximum) <= 1e-12 && scales[2]->maximum > 0.0);
        g_assert_true (scales[2]->kind == (logarithmic ? ISO_HEAT_DIVERGING_LOGARITHMIC : ISO_HEAT_DIVERGING));
      }
  /* What is no edge is drawn as the lower end in both. */
  for (int side = 0; side < 2; side++)
    for (size_t at = 0; at < B * B; at++)
      g_assert_true (compared->stages[side]->edges[at]
                     || fabs ((double) compared->stages[side]->values[ISO_MATRIX_GRAPH][at]
                              - compared->stages[0]->linear[ISO_MATRIX_GRAPH].minimum) <= 1e-6);
}

static void
test_same (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, D, 5, 1);
  g_autoptr (IsoComparedMatrices) compared = compare (batch, batch);
  for (IsoComparedStage stage = 0; stage < ISO_STAGE_COUNT; stage++)
    {
      g_autofree char *summary = iso_compared_matrices_summarize (compared, stage, NULL);
      g_assert_true (compared->summary[stage].most <= 0.0 && compared->summary[stage].mean <= 0.0);
      g_assert_true (g_str_has_prefix (summary, "the same in both"));
    }
}

static void
test_words (void)
{
  g_autoptr (IsoBatchSnapshot) first = iso_test_batch (B, D, 5, 1), second = iso_test_batch (B, D, 5, 1);
  for (size_t at = 0; at < B * B; at++)
    second->student_similarity[at] = first->student_similarity[at];
  first->student_similarity[1] = 0.5f;
  second->student_similarity[1] = 0.25f;
  g_autoptr (IsoComparedMatrices) compared = compare (first, second);
  g_autofree char *cell = iso_compared_matrices_cell (compared, ISO_STAGE_STUDENT, NULL, 0, 1, false);
  g_autofree char *markup = iso_compared_matrices_cell (compared, ISO_STAGE_STUDENT, NULL, 0, 1, true);
  g_autofree char *summary = iso_compared_matrices_summarize (compared, ISO_STAGE_STUDENT, NULL);
  g_assert_cmpstr (cell, ==, "row 1 class 0 → column 2 class 0: A 0.5, B 0.25, A − B +0.25");
  g_assert_nonnull (strstr (markup, "A − B <b>+0.25</b>"));
  g_assert_true (g_str_has_prefix (summary, "largest change 0.25, class 0 → class 0 · mean absolute change 2.78e-4"));
  for (size_t j = 1; j < B; j++)
    if (!compared->stages[0]->edges[j])
      {
        g_autofree char *none = iso_compared_matrices_cell (compared, ISO_STAGE_GRAPH, NULL, 0, j, false);
        g_assert_nonnull (strstr (none, "A no edge"));
        return;
      }
  g_assert_not_reached ();
}

/* ---- what cannot be compared ---- */

static void
assert_refused (IsoBatchSnapshot *first, IsoBatchSnapshot *second, IsoExperiment *one, IsoExperiment *other, const char *words)
{
  IsoBatchSnapshot *const batches[] = { first, second };
  IsoExperiment *const experiments[] = { one, other };
  g_autoptr (GError) error = NULL;
  g_assert_null (iso_compared_matrices_new (batches, experiments, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, words));
}

static IsoExperiment *
experiment_new (const char *assignment)
{
  const char *const assignments[] = { assignment, NULL };
  IsoSettings settings;
  g_autoptr (GError) error = NULL;
  iso_settings_init (&settings);
  iso_settings_set_all (&settings, assignments, &error);
  g_assert_no_error (error);
  IsoExperiment *experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}

static void
test_refused (void)
{
  g_autoptr (IsoBatchSnapshot) first = iso_test_batch (B, D, 5, 1), second = iso_test_batch (B, D, 5, 2), small = iso_test_batch (20, D, 5, 2);
  g_autoptr (IsoExperiment) plain = experiment_new ("train.seed=7"), seeded = experiment_new ("train.seed=8");
  g_autoptr (IsoExperiment) foreign = iso_test_foreign_experiment ();
  /* The same samples of the same data are compared whatever else differs. */
  g_autoptr (IsoComparedMatrices) compared = compare (first, second);
  g_assert_nonnull (compared);
  second->indices[4] = 1000;
  assert_refused (first, second, NULL, NULL, "29 of 30 and 30");
  assert_refused (first, small, NULL, NULL, "20 of 30 and 20");
  assert_refused (first, second, plain, seeded, "train.seed (7 and 8)");
  assert_refused (first, first, plain, foreign, "different data");
}

/* All three beside each other, named by side and sample. */
static void
test_figure (void)
{
  const char *const names[] = { "A: one", "B: other" };
  g_autoptr (IsoBatchSnapshot) first = iso_test_batch (B, D, 5, 1), second = iso_test_batch (B, D, 5, 2);
  g_autoptr (IsoComparedMatrices) compared = compare (first, second);
  g_autoptr (IsoFigure) figure = iso_figure_of_compared_matrices (compared, ISO_STAGE_KERNEL, true, NULL, NULL, names, "Matrices", "s");
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  g_assert_cmpuint (iso_number_table_rows (table), ==, B);
  g_assert_cmpuint (iso_number_table_columns (table), ==, 2 + 3 * B);
  g_assert_cmpstr (iso_number_table_name (table, 2 + B + 4), ==, "B 4");
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j < B; j++)
      {
        double one = iso_number_table_value (table, i, 2 + j), other = iso_number_table_value (table, i, 2 + B + j);
        g_assert_true (fabs (iso_number_table_value (table, i, 2 + 2 * B + j) - (one - other)) <= 1e-6);
      }
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 700, 300);
  cairo_t *cairo = cairo_create (surface);
  for (int theme = ISO_THEME_LIGHT; theme <= ISO_THEME_DARK_CONTRAST; theme++)
    {
      const IsoFigureLook look = { 700.0, 300.0, 1.0, iso_theme ((IsoThemeName) theme) };
      iso_figure_draw (figure, cairo, &look);
    }
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compared-matrices/order", test_order);
  g_test_add_func ("/compared-matrices/difference", test_difference);
  g_test_add_func ("/compared-matrices/scales", test_scales);
  g_test_add_func ("/compared-matrices/same", test_same);
  g_test_add_func ("/compared-matrices/words", test_words);
  g_test_add_func ("/compared-matrices/refused", test_refused);
  g_test_add_func ("/compared-matrices/figure", test_figure);
  return g_test_run ();
}
