/* Augmentation by chance: off means off, the statistics of what is drawn, and that bytes follow from seed, step and place alone. */
#include "engine/data/augment.h"

#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/parameters.h"
#include "engine/train/runner.h"
#include "tests/support/data-files.h"

#define ALL "augment.shift=3", "augment.flip=0.5", "augment.rotation=20", "augment.brightness=0.3", "augment.contrast=0.3", \
            "augment.saturation=0.3", "augment.erase=0.5"

static const IsoAugmentSettings all = { .shift = 3, .flip = 0.5, .rotation = 20, .brightness = 0.3, .contrast = 0.3,
                                        .saturation = 0.3, .erase = 0.5 };
static const IsoImageFormat format = { { 3, 12, 10, true }, { 0.5f, 2.0f }, true };
#define F (3 * 12 * 10)

/* X (B, F), the same every time. */
static float *
batch_new (size_t B)
{
  float *X = iso_floats_new (B * F);
  IsoRandom random;
  iso_random_init (&random, 1, "batch");
  for (size_t i = 0; i < B * F; i++)
    X[i] = (float) (2.0 * iso_random_uniform (&random) - 1.0);
  return X;
}

static void
test_off (void)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_false (iso_augment_is_on (&settings.augment));
  float *X = batch_new (20), *before = batch_new (20);
  iso_augment_batch (X, 20, &settings.augment, &format, 7, 3, NULL);
  g_assert_cmpmem (X, 20 * F * sizeof *X, before, 20 * F * sizeof *X);
  iso_augment_batch (X, 20, &all, &format, 7, 3, NULL);
  g_assert_true (memcmp (X, before, 20 * F * sizeof *X) != 0);
  iso_block_free (X);
  iso_block_free (before);
}

static IsoImageChange
draw (const IsoAugmentSettings *settings, IsoSampleShape shape, guint64 index)
{
  IsoRandom stream, random;
  iso_random_init (&stream, 11, "augment");
  iso_random_init_child (&random, &stream, index);
  return iso_augment_draw (settings, shape, &random);
}

static void
test_draws (void)
{
  enum { DRAWS = 70000 };
  int moves[2][7] = { { 0 } }, flips = 0;
  double angle = 0.0, square = 0.0, least = 9.0, most = 0.0;
  for (guint64 i = 0; i < DRAWS; i++)
    {
      IsoImageChange change = draw (&all, format.shape, i);
      g_assert_true (abs (change.right) <= 3 && abs (change.down) <= 3 && fabs (change.angle) <= 20.0 * G_PI / 180.0);
      moves[0][change.right + 3]++;
      moves[1][change.down + 3]++;
      flips += change.flip;
      angle += change.angle / DRAWS;
      square += change.angle * change.angle / DRAWS;
      least = MIN (least, MIN (change.brightness, MIN (change.contrast, change.saturation)));
      most = MAX (most, MAX (change.brightness, MAX (change.contrast, change.saturation)));
    }
  for (int way = 0; way < 2; way++)
    for (int i = 0; i < 7; i++)
      g_assert_true (abs (moves[way][i] - DRAWS / 7) <= 500); /* five deviations of 93 */
  g_assert_true (abs (flips - DRAWS / 2) <= 662);
  double limit = 20.0 * G_PI / 180.0;
  g_assert_true (fabs (angle) <= 5.0 * limit / sqrt (3.0 * DRAWS) && fabs (square / (limit * limit / 3.0) - 1.0) <= 0.02);
  g_assert_true (least >= 0.7 && least < 0.701 && most <= 1.3 && most > 1.299);
}

/* What one change draws does not depend on whether the others are on. */
static void
test_draws_are_apart (void)
{
  const IsoAugmentSettings flip = { .flip = 0.5 }, erase = { .erase = 0.5 }, shift = { .shift = 3 };
  for (guint64 i = 0; i < 200; i++)
    {
      IsoImageChange every = draw (&all, format.shape, i), flipped = draw (&flip, format.shape, i);
      IsoImageChange erased = draw (&erase, format.shape, i), shifted = draw (&shift, format.shape, i);
      g_assert_true (every.flip == flipped.flip && every.right == shifted.right && every.down == shifted.down);
      g_assert_true (memcmp (&every.erased, &erased.erased, sizeof every.erased) == 0);
      g_assert_true (flipped.angle == 0.0 && flipped.brightness == 1.0 && flipped.erased.height == 0 && !shifted.flip);
    }
}

/* The mean share of the area, and the shares below three marks, of rectangles drawn as the paper does, by other random numbers. */
static void
simulate (double *mean, double below[3], const double marks[3], double height, double width, int count)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (3);
  int kept = 0;
  while (kept < count)
    {
      double area = g_rand_double_range (random, 0.02, 0.4) * height * width, ratio = g_rand_double_range (random, 0.3, 1.0 / 0.3);
      double h = round (sqrt (area * ratio)), w = round (sqrt (area / ratio));
      if (h > height || w > width || h < 1.0 || w < 1.0)
        continue;
      kept++;
      *mean += h * w / (height * width) / count;
      for (int m = 0; m < 3; m++)
        below[m] += (h * w / (height * width) < marks[m]) / (double) count;
    }
}

static void
test_erased_areas (void)
{
  enum { DRAWS = 40000 };
  static const double marks[3] = { 0.1, 0.2, 0.3 };
  const IsoAugmentSettings settings = { .erase = 0.3 };
  const IsoSampleShape shape = { 1, 28, 20, true };
  double mean = 0.0, below[3] = { 0 }, expected_mean = 0.0, expected[3] = { 0 }, middle_y = 0.0, middle_x = 0.0;
  int erased = 0;
  for (guint64 i = 0; i < DRAWS; i++)
    {
      IsoImageChange change = draw (&settings, shape, i);
      if (change.erased.height == 0)
        continue;
      g_assert_true (change.erased.top + change.erased.height <= 28 && change.erased.left + change.erased.width <= 20);
      double share = (double) (change.erased.height * change.erased.width) / (28.0 * 20.0);
      erased++;
      mean += share;
      middle_y += change.erased.top + 0.5 * change.erased.height;
      middle_x += change.erased.left + 0.5 * change.erased.width;
      for (int m = 0; m < 3; m++)
        below[m] += share < marks[m];
    }
  simulate (&expected_mean, expected, marks, 28.0, 20.0, 100000);
  g_assert_true (fabs ((double) erased / DRAWS - 0.3) <= 5.0 * sqrt (0.3 * 0.7 / DRAWS));
  g_assert_true (fabs (mean / erased - expected_mean) <= 0.006);
  for (int m = 0; m < 3; m++)
    g_assert_true (fabs (below[m] / erased - expected[m]) <= 0.025);
  g_assert_true (fabs (middle_y / erased - 14.0) <= 0.25 && fabs (middle_x / erased - 10.0) <= 0.25);
}

static void
test_threads (void)
{
  enum { B = 37 };
  float *expected = batch_new (B);
  iso_augment_batch (expected, B, &all, &format, 7, 5, NULL);
  for (int threads = 1; threads <= 4; threads++)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (threads);
      float *X = batch_new (B);
      iso_augment_batch (X, B, &all, &format, 7, 5, pool);
      g_assert_cmpmem (X, B * F * sizeof *X, expected, B * F * sizeof *X);
      iso_block_free (X);
    }
  iso_block_free (expected);
}

/* A step alone gives what it gives after others, a smaller batch the start of a larger one; other seeds, steps, places differ. */
static void
test_follows_from_seed_step_and_place (void)
{
  enum { B = 16 };
  float *alone = batch_new (B), *other = batch_new (B);
  iso_augment_batch (alone, B, &all, &format, 7, 5, NULL);
  for (guint64 step = 4; step < 6; step++)
    {
      iso_block_free (other);
      other = batch_new (B);
      iso_augment_batch (other, B / 2, &all, &format, 7, step, NULL);
      g_assert_true ((memcmp (other, alone, B / 2 * F * sizeof *alone) == 0) == (step == 5));
    }
  iso_block_free (other);
  other = batch_new (B);
  iso_augment_batch (other, B, &all, &format, 8, 5, NULL);
  g_assert_true (memcmp (other, alone, B * F * sizeof *alone) != 0);
  for (size_t i = 0; i < B; i++)
    memcpy (other + i * F, other, F * sizeof *other);
  iso_augment_batch (other, B, &all, &format, 7, 5, NULL);
  for (size_t i = 1; i < B; i++)
    g_assert_true (memcmp (other, other + i * F, F * sizeof *other) != 0);
  iso_block_free (alone);
  iso_block_free (other);
}

static IsoExperiment *
experiment_of (IsoDataset *dataset, const char *const *more, GError **error)
{
  const char *const base[] = { "network.hidden=16", "network.embedding=8", "batch.size=32", "train.evaluate_sample=0",
                               "train.seed=3", NULL };
  IsoSettings settings;
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set_all (&settings, base, NULL) && iso_settings_set_all (&settings, more, NULL));
  return iso_experiment_new (&settings, dataset, NULL, error);
}

/* The losses of ten steps; the model is looked at after `look` of them. */
static void
ten_losses (double losses[10], int look, const char *const *more)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = experiment_of (NULL, more, &error);
  g_assert_no_error (error);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  for (int i = 0; i < 10; i++)
    {
      IsoStepResult result;
      g_assert_true (iso_runner_step (runner, &result, &error));
      losses[i] = result.loss;
      if (i == look)
        iso_epoch_snapshot_unref (iso_runner_evaluate (runner, false, NULL, &error));
      g_assert_no_error (error);
    }
}

static void
test_runs (void)
{
  double one[10], three[10], looked[10], off[10];
  ten_losses (one, -1, (const char *const[]) { ALL, "train.threads=1", NULL });
  ten_losses (three, -1, (const char *const[]) { ALL, "train.threads=3", NULL });
  ten_losses (looked, 4, (const char *const[]) { ALL, "train.threads=2", NULL });
  ten_losses (off, -1, (const char *const[]) { "train.threads=1", NULL });
  g_assert_cmpmem (one, sizeof one, three, sizeof three);
  g_assert_cmpmem (one, sizeof one, looked, sizeof looked);
  g_assert_false (one[0] == off[0]);
}

/* Before the first step of an epoch changes the student it is its own teacher: if both see the same batch, both are of one mind. */
static void
test_teacher_sees_the_same (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment =
      experiment_of (NULL, (const char *const[]) { ALL, "distill.mode=psd", "train.evaluate_sample=2000", NULL }, &error);
  g_assert_no_error (error);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  IsoStepResult result;
  while (!iso_runner_is_at_epoch_end (runner))
    g_assert_true (iso_runner_step (runner, &result, &error));
  iso_epoch_snapshot_unref (iso_runner_evaluate (runner, true, NULL, &error));
  g_assert_true (iso_runner_step (runner, &result, &error));
  g_autoptr (IsoBatchSnapshot) batch = iso_runner_snapshot (runner, false);
  g_assert_true (batch->has_teacher && !batch->is_probe);
  for (size_t i = 0; i < batch->B * batch->B; i++)
    if (!(fabsf (batch->student_similarity[i] - batch->teacher_similarity[i]) <= 1e-5f))
      g_error ("similarity %zu: the student sees %g, the teacher %g", i, (double) batch->student_similarity[i],
               (double) batch->teacher_similarity[i]);
}

static void
test_features_are_refused (void)
{
  enum { N = 120 };
  g_autoptr (GError) error = NULL;
  float *floats = iso_block_new (N, 4, sizeof (float), "floats", NULL);
  gint32 *labels = iso_block_new (N, 1, sizeof (gint32), "labels", NULL);
  for (int i = 0; i < N; i++)
    {
      labels[i] = i % 4;
      floats[4 * i + i % 4] = 1.0f;
    }
  g_autoptr (IsoDataset) dataset =
      iso_dataset_new ("made", (IsoSampleShape) { 1, 1, 4, false }, N, NULL, floats, labels, NULL, 4, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (experiment_of (dataset, (const char *const[]) { "augment.rotation=10", "augment.erase=0.5", NULL }, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "augment.rotation is 10", "made", "features");
  g_clear_error (&error);
  g_autoptr (IsoExperiment) experiment = experiment_of (dataset, (const char *const[]) { "augment.padding=black", NULL }, &error);
  g_assert_no_error (error);
  g_autoptr (IsoHistory) history = iso_history_new ();
  g_autoptr (IsoRunner) runner = iso_runner_new (experiment, history, &error);
  g_assert_false (iso_runner_set (runner, "augment.flip", "0.5", &error));
  test_error (error, ISO_ERROR_ARGUMENT, "augment.flip is 0.5", "features");
  g_assert_true (iso_runner_settings (runner)->augment.flip == 0.0);
}

static void
test_shift_beyond_the_image_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (experiment_of (NULL, (const char *const[]) { "augment.shift=28", NULL }, &error));
  test_error (error, ISO_ERROR_ARGUMENT, "augment.shift is 28", "28 × 28", "less than 28");
  g_clear_error (&error);
  g_autoptr (IsoExperiment) experiment = experiment_of (NULL, (const char *const[]) { "augment.shift=27", NULL }, &error);
  g_assert_no_error (error);
  g_assert_nonnull (experiment);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/augment/off", test_off);
  g_test_add_func ("/augment/draws", test_draws);
  g_test_add_func ("/augment/draws-are-apart", test_draws_are_apart);
  g_test_add_func ("/augment/erased-areas", test_erased_areas);
  g_test_add_func ("/augment/threads", test_threads);
  g_test_add_func ("/augment/follows-from-seed-step-and-place", test_follows_from_seed_step_and_place);
  g_test_add_func ("/augment/runs", test_runs);
  g_test_add_func ("/augment/teacher-sees-the-same", test_teacher_sees_the_same);
  g_test_add_func ("/augment/features-are-refused", test_features_are_refused);
  g_test_add_func ("/augment/shift-beyond-the-image-is-refused", test_shift_beyond_the_image_is_refused);
  return g_test_run ();
}
