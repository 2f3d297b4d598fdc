/* What students side by side are drawn from: targets of one batch on one scale, with the words for it, and maps turned to lie alike. No
 * display needed. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "tests/support/synthetic-batch.h"
#include "ui/figure/chart.h"
#include "ui/figure/student-look.h"
#include "ui/figure/student-maps.h"
#include "ui/figure/student-stages.h"

#define B 40
#define CLASSES 5

static const IsoDistillMode all_modes[] = { ISO_DISTILL_NONE, ISO_DISTILL_PSD, ISO_DISTILL_OBDP, ISO_DISTILL_UNIFORM };

static IsoStudentStages *
stages_of_one_batch (void)
{
  IsoBatchSnapshot *batches[4];
  for (int i = 0; i < 4; i++)
    {
      batches[i] = iso_test_batch (B, 16, CLASSES, 3);
      batches[i]->distill.mode = all_modes[i];
    }
  IsoStudentStages *stages = iso_student_stages_new (batches, all_modes, 4);
  for (int i = 0; i < 4; i++)
    iso_batch_snapshot_unref (batches[i]);
  return stages;
}

/* Plain shows its own similarities, uniform 1/B, and PSD what a softmax by hand gives. */
static void
test_values (void)
{
  g_autoptr (IsoStudentStages) stages = stages_of_one_batch ();
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, 16, CLASSES, 3);
  const float *plain = stages->stages[0].matrices->values[stages->stages[0].kind];
  const float *psd = stages->stages[1].matrices->values[stages->stages[1].kind];
  const float *uniform = stages->stages[3].matrices->values[stages->stages[3].kind];
  g_assert_cmpmem (plain, B * B * sizeof *plain, batch->student_similarity, B * B * sizeof *plain);
  for (size_t i = 0; i < B; i++)
    {
      double sum = 0.0;
      for (size_t j = 0; j < B; j++)
        sum += exp ((double) batch->teacher_similarity[i * B + j] / batch->distill.tau);
      for (size_t j = 0; j < B; j++)
        {
          double expected = exp ((double) batch->teacher_similarity[i * B + j] / batch->distill.tau) / sum;
          g_assert_true (fabs ((double) psd[i * B + j] - expected) <= 1e-6);
          g_assert_true (fabs ((double) uniform[i * B + j] - 1.0 / B) <= 1e-8);
        }
    }
}

static double
entropy_by_hand (const float *P)
{
  double sum = 0.0;
  for (size_t at = 0; at < B * B; at++)
    sum -= P[at] > 0.0f ? (double) P[at] * log ((double) P[at]) : 0.0;
  return sum / B;
}

static void
test_health (void)
{
  g_autoptr (IsoStudentStages) stages = stages_of_one_batch ();
  g_assert_true (isnan (stages->stages[0].entropy) && isnan (stages->stages[0].effective_neighbors));
  for (int i = 1; i < 3; i++)
    {
      const IsoStudentStage *stage = &stages->stages[i];
      double entropy = entropy_by_hand (stage->matrices->values[stage->kind]);
      g_assert_true (fabs (stage->entropy - entropy / log (B)) <= 1e-5);
      g_assert_true (fabs (stage->effective_neighbors - exp (entropy)) <= 1e-3);
    }
  g_assert_true (fabs (stages->stages[3].entropy - 1.0) <= 1e-6);
  g_assert_true (fabs (stages->stages[3].effective_neighbors - B) <= 1e-4);
  for (int i = 0; i < 4; i++)
    g_assert_true (stages->stages[i].mean_similarity == stages->stages[0].mean_similarity);
}

/* The same colour is the same number: one scale that covers each. */
static void
test_scales (void)
{
  g_autoptr (IsoStudentStages) stages = stages_of_one_batch ();
  const IsoHeatScale *first = iso_batch_matrices_scale (stages->stages[1].matrices, stages->stages[1].kind, true);
  for (int i = 1; i < 4; i++)
    {
      const IsoStudentStage *stage = &stages->stages[i];
      const IsoHeatScale *scale = iso_batch_matrices_scale (stage->matrices, stage->kind, true);
      g_assert_cmpmem (scale, sizeof *scale, first, sizeof *first);
      g_assert_cmpfloat (scale->minimum, <, scale->maximum);
      g_assert_cmpfloat (scale->maximum, >=, (double) stage->matrices->spread[stage->kind].high * (i == 3 ? 0.0 : 0.999));
    }
}

static void
test_without_batch (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, 16, CLASSES, 1);
  IsoBatchSnapshot *const batches[] = { NULL, batch };
  const IsoDistillMode modes[] = { ISO_DISTILL_OBDP, ISO_DISTILL_PSD };
  g_autoptr (IsoStudentStages) stages = iso_student_stages_new (batches, modes, 2);
  g_autofree char *nothing = iso_student_stage_description (&stages->stages[0]);
  g_assert_null (stages->stages[0].matrices);
  g_assert_true (isnan (stages->stages[0].entropy));
  g_assert_nonnull (stages->stages[1].matrices);
  g_assert_cmpstr (nothing, ==, "nothing to see yet");
  g_assert_null (iso_student_stage_cell (&stages->stages[0], NULL, 0, 0));
}

static void
test_words (void)
{
  g_autoptr (IsoStudentStages) stages = stages_of_one_batch ();
  g_autofree char *cell = iso_student_stage_cell (&stages->stages[3], NULL, 0, B - 1);
  g_autofree char *description = iso_student_stage_description (&stages->stages[0]);
  g_assert_cmpstr (cell, ==, "class 0 → class 4 0.025");
  g_assert_null (iso_student_stage_cell (&stages->stages[3], NULL, 0, B));
  g_assert_null (iso_student_stage_cell (&stages->stages[3], NULL, -1, 0));
  g_assert_true (g_str_has_prefix (description, "no targets: own similarities; mean 0."));
  g_assert_cmpstr (iso_student_stage_symbol (&stages->stages[0]), ==, "Sˢ");
  g_assert_cmpstr (iso_student_stage_symbol (&stages->stages[2]), ==, "P");
}

/* Each its own name and colour, in all themes. */
static void
test_looks (void)
{
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < i; j++)
      {
        g_assert_cmpstr (iso_student_name ((IsoDistillMode) i), !=, iso_student_name ((IsoDistillMode) j));
        for (int theme = ISO_THEME_LIGHT; theme <= ISO_THEME_DARK_CONTRAST; theme++)
          g_assert_cmpuint (iso_color_pixel (iso_chart_color (iso_theme ((IsoThemeName) theme), iso_student_color ((IsoDistillMode) i))),
                            !=,
                            iso_color_pixel (iso_chart_color (iso_theme ((IsoThemeName) theme), iso_student_color ((IsoDistillMode) j))));
      }
}

/* ---- maps ---- */

static IsoExperiment *experiment;

/* Class centers on a half-circle of growing radius, so that no turn maps it to itself; turned in the plane of the first two dimensions. */
static IsoEpochSnapshot *
epoch_new (double turn, bool mirrored, double noise, guint64 seed)
{
  IsoEpochSnapshot *epoch = iso_epoch_snapshot_new (experiment, experiment->split.test.count, 8);
  const gint32 *labels = iso_dataset_labels (experiment->dataset);
  IsoRandom random;
  iso_random_init (&random, seed, "maps");
  epoch->epoch = 2;
  for (size_t i = 0; i < epoch->N; i++)
    {
      double at = 0.35 * labels[experiment->split.test.indices[i]], radius = 1.0 + 0.4 * at;
      double x = radius * cos (at), y = radius * sin (at) * (mirrored ? -1.0 : 1.0);
      epoch->embeddings[8 * i] = (float) (cos (turn) * x - sin (turn) * y + noise * iso_random_normal (&random));
      epoch->embeddings[8 * i + 1] = (float) (sin (turn) * x + cos (turn) * y + noise * iso_random_normal (&random));
      for (size_t d = 2; d < 8; d++)
        epoch->embeddings[8 * i + d] = (float) (0.01 * iso_random_normal (&random));
    }
  return epoch;
}

static double
center_distance (const IsoProjectedMap *a, const IsoProjectedMap *b)
{
  guint32 classes = a->samples->class_count;
  g_autofree float *first = g_new (float, 2 * classes), *second = g_new (float, 2 * classes);
  double sum = 0.0;
  iso_student_map_centers (first, a);
  iso_student_map_centers (second, b);
  for (guint32 at = 0; at < 2 * classes; at++)
    sum += pow ((double) first[at] - (double) second[at], 2.0);
  return sqrt (sum / classes);
}

static void
test_maps_lie_alike (void)
{
  g_autoptr (IsoEpochSnapshot) first = epoch_new (0.0, false, 0.05, 1), turned = epoch_new (2.2, false, 0.05, 2);
  g_autoptr (IsoEpochSnapshot) mirrored = epoch_new (-1.3, true, 0.05, 3);
  g_autoptr (GError) error = NULL;
  IsoEpochSnapshot *const epochs[] = { first, turned, NULL, mirrored };
  g_autoptr (IsoStudentMaps) maps = iso_student_maps_new (epochs, 4, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (maps->maps[2]);
  g_assert_true (center_distance (maps->maps[0], maps->maps[1]) <= 0.05);
  g_assert_true (center_distance (maps->maps[0], maps->maps[3]) <= 0.05);
  /* A turn alone: distances within a map stay those of PCA. */
  g_autoptr (IsoProjectedMap) alone = iso_projected_map_new (turned, NULL, &error);
  g_assert_no_error (error);
  for (size_t i = 0; i + 1 < alone->N; i += 37)
    {
      const float *a = alone->positions + 2 * i, *b = maps->maps[1]->positions + 2 * i;
      double before = hypot ((double) (a[2] - a[0]), (double) (a[3] - a[1])), after = hypot ((double) (b[2] - b[0]), (double) (b[3] - b[1]));
      g_assert_true (fabs (before - after) <= 1e-4);
    }
  g_autofree char *words = iso_student_map_describe (maps->maps[1]);
  g_assert_true (g_str_has_prefix (words, "PCA · "));
  g_assert_true (g_str_has_suffix (words, " % of variance · epoch 2"));
}

/* From epoch to epoch the first is turned to its own map before; where it has none the next one leads. */
static void
test_maps_stay (void)
{
  g_autoptr (IsoEpochSnapshot) first = epoch_new (0.4, false, 0.05, 1), later = epoch_new (2.8, false, 0.05, 4);
  IsoEpochSnapshot *const before[] = { first }, *const after[] = { later }, *const late[] = { NULL, first, later };
  g_autoptr (IsoStudentMaps) old = iso_student_maps_new (before, 1, NULL, NULL, NULL);
  g_autoptr (IsoStudentMaps) new = iso_student_maps_new (after, 1, old, NULL, NULL);
  g_autoptr (IsoStudentMaps) without = iso_student_maps_new (late, 3, NULL, NULL, NULL);
  g_autoptr (IsoStudentMaps) copy = iso_student_maps_copy (new);
  g_assert_true (center_distance (old->maps[0], new->maps[0]) <= 0.1);
  g_assert_true (copy->maps[0] == new->maps[0]);
  g_assert_true (center_distance (without->maps[1], without->maps[2]) <= 0.05);
}

static void
test_maps_not_finite (void)
{
  g_autoptr (IsoEpochSnapshot) first = epoch_new (0.0, false, 0.05, 1), broken = epoch_new (0.0, false, 0.05, 2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  broken->embeddings[17] = NAN;
  IsoEpochSnapshot *const epochs[] = { broken, first };
  g_autoptr (IsoStudentMaps) maps = iso_student_maps_new (epochs, 2, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (maps->maps[0]);
  g_assert_nonnull (maps->maps[1]);
  g_cancellable_cancel (cancellable);
  g_assert_null (iso_student_maps_new (epochs, 2, NULL, cancellable, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  g_test_init (&argc, &argv, NULL);
  iso_settings_init (&settings);
  experiment = iso_experiment_new (&settings, NULL, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/student-figures/values", test_values);
  g_test_add_func ("/student-figures/health", test_health);
  g_test_add_func ("/student-figures/scales", test_scales);
  g_test_add_func ("/student-figures/without-batch", test_without_batch);
  g_test_add_func ("/student-figures/words", test_words);
  g_test_add_func ("/student-figures/looks", test_looks);
  g_test_add_func ("/student-figures/maps-lie-alike", test_maps_lie_alike);
  g_test_add_func ("/student-figures/maps-stay", test_maps_stay);
  g_test_add_func ("/student-figures/maps-not-finite", test_maps_not_finite);
  int status = g_test_run ();
  iso_experiment_unref (experiment);
  return status;
}
