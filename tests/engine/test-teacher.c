/* The teacher: its kinds, when it is there, and that looking up is as good as computing. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/linalg/blas.h"
#include "engine/train/parameters.h"
#include "engine/train/runner-private.h"
#include "tests/support/data-files.h"
#include "tests/support/small-run.h"

#define B 48
#define FEATURES 40
#define SIZE 16
#define SAMPLES 200

/* A step beside a made-up dataset of SAMPLES rows, from which batches are drawn. */
typedef struct {
  IsoNetwork *network;
  IsoStep *step;
  IsoSettings settings;
  IsoRandom mining, drawing;
  float *samples, *input; /* (SAMPLES, F), (B, F) */
  guint32 indices[B];
  gint32 labels[B];
} Fixture;

static void
fixture_init (Fixture *fixture, const char *const *assignments)
{
  g_autoptr (GError) error = NULL;
  IsoRandom random;
  iso_settings_init (&fixture->settings);
  iso_settings_set_all (&fixture->settings, assignments, &error);
  g_assert_no_error (error);
  fixture->network = iso_network_new_mlp ("70, 30", FEATURES, SIZE, &error);
  g_assert_no_error (error);
  fixture->step = iso_step_new (fixture->network, B, 11);
  fixture->samples = iso_floats_new (SAMPLES * FEATURES);
  fixture->input = iso_floats_new (B * FEATURES);
  iso_random_init (&random, 5, "input");
  iso_random_init (&fixture->mining, 5, "mining");
  iso_random_init (&fixture->drawing, 5, "drawing");
  for (size_t i = 0; i < SAMPLES * FEATURES; i++)
    fixture->samples[i] = (float) (iso_random_normal (&random) + (double) (i / FEATURES % 7));
}

static void
fixture_clear (Fixture *fixture)
{
  iso_step_free (fixture->step);
  iso_network_unref (fixture->network);
  iso_block_free (fixture->samples);
  iso_block_free (fixture->input);
}

static void
draw (Fixture *fixture)
{
  for (size_t i = 0; i < B; i++)
    {
      fixture->indices[i] = iso_random_below (&fixture->drawing, SAMPLES);
      fixture->labels[i] = (gint32) (fixture->indices[i] % 7);
      memcpy (fixture->input + i * FEATURES, fixture->samples + (size_t) fixture->indices[i] * FEATURES,
              FEATURES * sizeof (float));
    }
}

static IsoStepResult
take_step (Fixture *fixture, bool by_name)
{
  g_autoptr (GError) error = NULL;
  IsoStepResult result;
  draw (fixture);
  if (by_name)
    iso_step_name_samples (fixture->step, fixture->indices);
  iso_step_run (fixture->step, &result, fixture->input, fixture->labels, &fixture->settings, 1.0, 2.0, &fixture->mining, NULL,
                &error);
  g_assert_no_error (error);
  g_assert_true (result.finite);
  return result;
}

static double
largest_difference (const float *a, const float *b, size_t count)
{
  double largest = 0.0;
  for (size_t i = 0; i < count; i++)
    {
      double difference = fabs ((double) a[i] - (double) b[i]);
      if (!(difference <= largest))
        largest = difference;
    }
  return largest;
}

/* Beside the recurrence in double, which keeps what float32 rounds off. */
static void
test_moving_average (void)
{
  static const char *const decays[] = { "teacher.decay=0", "teacher.decay=0.5", "teacher.decay=0.999", "teacher.decay=0.999999" };
  for (size_t d = 0; d < G_N_ELEMENTS (decays); d++)
    {
      Fixture fixture;
      const char *const assignments[] = { "distill.mode=psd", "teacher.kind=moving-average", "optimizer.rate=1e-3", decays[d],
                                          NULL };
      fixture_init (&fixture, assignments);
      size_t count = iso_network_weight_count (fixture.network);
      const float *student = iso_step_weights (fixture.step);
      double decay = fixture.settings.teacher.decay;
      g_autofree double *expected = g_new (double, count);
      for (size_t i = 0; i < count; i++)
        expected[i] = (double) student[i];
      for (int step = 0; step < 30; step++)
        {
          IsoStepResult result = take_step (&fixture, true);
          /* A teacher from the first step on, which is then the student itself: P = Q. */
          g_assert_true (result.has_teacher);
          g_assert_true (step > 0 ? result.divergence >= -1e-6 : fabs (result.divergence) <= 1e-6);
          for (size_t i = 0; i < count; i++)
            expected[i] = decay * expected[i] + (1.0 - decay) * (double) student[i];
        }
      const float *teacher = iso_teacher_weights (iso_step_teacher (fixture.step));
      double worst = 0.0;
      for (size_t i = 0; i < count; i++)
        {
          double error = fabs ((double) teacher[i] - expected[i]);
          worst = !(error <= worst) ? error : worst;
        }
      g_test_message ("%s: off by %g", decays[d], worst);
      g_assert_true (worst <= 5e-7);
      if (decay == 0.0)
        g_assert_cmpmem (teacher, count * sizeof (float), student, count * sizeof (float));
      else
        g_assert_true (largest_difference (teacher, student, count) > 1e-4);
      g_assert_null (iso_teacher_table (iso_step_teacher (fixture.step)));
      fixture_clear (&fixture);
    }
}

/* The same steps with and without a table: the teacher's embeddings and the losses agree, and ever less is computed. */
static void
test_look_up (void)
{
  const char *const assignments[] = { "distill.mode=obdp", "optimizer.rate=1e-3", "distill.ramp=constant", NULL };
  Fixture with, without;
  g_autoptr (GError) error = NULL;
  guint32 members[SAMPLES / 2]; /* samples 0, 2, 4, …: half of those that are drawn */
  for (guint32 i = 0; i < SAMPLES / 2; i++)
    members[i] = 2 * i;
  const IsoSubset part = { members, SAMPLES / 2 };
  fixture_init (&with, assignments);
  fixture_init (&without, assignments);
  IsoTeacher *teacher = iso_step_teacher (with.step), *plain = iso_step_teacher (without.step);
  g_assert_true (iso_teacher_remember (teacher, &part, SAMPLES, &error));
  const IsoEmbeddingTable *table = iso_teacher_table (teacher);
  iso_step_teach (with.step);
  iso_step_teach (without.step);
  for (int step = 0; step < 40; step++)
    {
      size_t known = table->known_count, expected = 0;
      draw (&with);
      for (size_t i = 0; i < B; i++)
        expected += iso_embedding_table_find (table, with.indices[i]) == NULL;
      with.drawing = without.drawing;
      IsoStepResult found = take_step (&with, true), computed = take_step (&without, true);
      g_assert_cmpuint (iso_teacher_computed_count (teacher), ==, expected);
      g_assert_cmpuint (iso_teacher_computed_count (plain), ==, B);
      g_assert_cmpuint (table->known_count, >=, known);
      const float *looked_up = iso_teacher_embeddings (teacher), *fresh = iso_teacher_embeddings (plain);
      g_assert_true (largest_difference (looked_up, fresh, B * SIZE) <= 1e-6);
      if (iso_gemm_is_same_by_row ())
        g_assert_cmpmem (looked_up, B * SIZE * sizeof (float), fresh, B * SIZE * sizeof (float));
      g_assert_true (fabs (found.loss - computed.loss) <= 1e-4 * fabs (computed.loss));
      g_assert_true (fabs (found.divergence - computed.divergence) <= 1e-4 * (1.0 + computed.divergence));
    }
  /* Only the samples of the part are kept; of these all have been seen by now. */
  g_assert_cmpuint (table->known_count, ==, SAMPLES / 2);
  g_assert_null (iso_embedding_table_find (table, 1));
  iso_step_teach (with.step);
  g_assert_cmpuint (table->known_count, ==, 0);
  take_step (&with, true);
  g_assert_cmpuint (iso_teacher_computed_count (teacher), ==, B);
  /* Without a name all is computed, though much is known. */
  take_step (&with, false);
  g_assert_cmpuint (iso_teacher_computed_count (teacher), ==, B);
  fixture_clear (&with);
  fixture_clear (&without);
}

static void
step_runner (IsoRunner *runner)
{
  g_autoptr (GError) error = NULL;
  IsoStepResult result;
  g_assert_true (iso_runner_step (runner, &result, &error));
  g_assert_no_error (error);
}

static bool
snapshot_has_teacher (IsoRunner *runner, bool probe)
{
  g_autoptr (IsoBatchSnapshot) snapshot = iso_runner_snapshot (runner, probe);
  return snapshot->has_teacher;
}

/* In a run: what the evaluation has embedded need not be computed, the rest once an epoch. */
static void
test_previous_epoch (void)
{
  static const char *const evaluated[] = { "train.evaluate_sample=1000000", "train.evaluate_sample=300",
                                           "train.evaluate_sample=0" };
  for (size_t e = 0; e < G_N_ELEMENTS (evaluated); e++)
    {
      SmallRun run;
      small_run_init (&run, (const char *const[]){ evaluated[e], "distill.mode=psd", NULL }, NULL);
      IsoTeacher *teacher = iso_step_teacher (run.runner->step);
      size_t N = run.experiment->split.train.count, known = iso_gemm_is_same_by_row () ? MIN (N, run.runner->train_sample.count) : 0;
      small_run_evaluate (&run, false);
      g_assert_false (snapshot_has_teacher (run.runner, true));
      small_run_epoch (&run);
      for (int epoch = 0; epoch < 2; epoch++)
        {
          const IsoEmbeddingTable *table = iso_teacher_table (teacher);
          g_assert_true (snapshot_has_teacher (run.runner, true));
          g_assert_cmpuint (table != NULL ? table->known_count : 0, ==, known);
          step_runner (run.runner);
          table = iso_teacher_table (teacher);
          g_assert_cmpuint (table->N, ==, N);
          if (known == N)
            g_assert_cmpuint (iso_teacher_computed_count (teacher), ==, 0);
          else
            g_assert_cmpuint (iso_teacher_computed_count (teacher), >, 0);
          g_assert_cmpuint (table->known_count, <=, known + iso_teacher_computed_count (teacher));
          g_assert_true (snapshot_has_teacher (run.runner, false));
          small_run_epoch (&run);
        }
      small_run_clear (&run);
    }
}

static void
test_from_the_start (void)
{
  SmallRun run;
  small_run_init (&run, (const char *const[]){ "teacher.kind=moving-average", "distill.mode=psd", NULL }, NULL);
  g_assert_true (snapshot_has_teacher (run.runner, true));
  step_runner (run.runner);
  g_assert_true (snapshot_has_teacher (run.runner, false));
  size_t bytes = iso_network_weight_count (run.experiment->network) * sizeof (float);
  IsoTeacher *teacher = iso_step_teacher (run.runner->step);
  g_autofree float *before = g_memdup2 (iso_teacher_weights (teacher), bytes);
  /* The end of an epoch does not touch it. */
  small_run_evaluate (&run, true);
  g_assert_cmpmem (before, bytes, iso_teacher_weights (teacher), bytes);
  g_assert_null (iso_teacher_table (teacher));
  small_run_clear (&run);
}

/* Fixed weights: those of the file, from the first step to the last; what was once computed is known for the whole run. */
static void
test_checkpoint (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "teacher.safetensors", NULL);
  g_autofree char *setting = g_strconcat ("teacher.checkpoint=", path, NULL);
  SmallRun taught, run;
  small_run_init (&taught, (const char *const[]){ "train.seed=3", NULL }, NULL);
  small_run_epoch (&taught);
  g_assert_true (iso_runner_save (taught.runner, path, &error));
  g_assert_no_error (error);
  size_t bytes = iso_network_weight_count (taught.experiment->network) * sizeof (float);

  small_run_init (&run, (const char *const[]){ "teacher.kind=checkpoint", setting, "distill.mode=psd", NULL }, NULL);
  IsoTeacher *teacher = iso_step_teacher (run.runner->step);
  g_assert_cmpmem (iso_teacher_weights (teacher), bytes, iso_step_weights (taught.runner->step), bytes);
  g_assert_true (snapshot_has_teacher (run.runner, true));
  step_runner (run.runner);
  IsoStepRecord record;
  iso_history_read_steps (run.history, &record, 0, 1);
  g_assert_true (record.divergence > 0.0);
  small_run_epoch (&run);
  size_t known = iso_teacher_table (teacher)->known_count;
  g_assert_cmpuint (known, >, 0);
  small_run_epoch (&run);
  g_assert_cmpuint (iso_teacher_table (teacher)->known_count, >, known);
  g_assert_cmpmem (iso_teacher_weights (teacher), bytes, iso_step_weights (taught.runner->step), bytes);
  small_run_clear (&taught);
  small_run_clear (&run);
  test_folder_free (folder);
}

static void
refuse (const char *path, const char *const *more, IsoError code, const char *const *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *setting = g_strconcat ("teacher.checkpoint=", path, NULL);
  g_autoptr (GPtrArray) assignments = g_ptr_array_new ();
  g_ptr_array_add (assignments, (gpointer) "teacher.kind=checkpoint");
  g_ptr_array_add (assignments, setting);
  for (; *more != NULL; more++)
    g_ptr_array_add (assignments, (gpointer) *more);
  g_ptr_array_add (assignments, NULL);
  g_assert_null (small_experiment ((const char *const *) assignments->pdata, &error));
  test_error_says (error, code, words);
  g_assert_null (strchr (error->message, '\n'));
}

#define REFUSE(path, more, code, ...)                                                                                            \
  refuse (path, (const char *const[]){ more, NULL }, code, (const char *const[]){ "teacher.checkpoint", __VA_ARGS__, NULL })

static void
test_wrong_checkpoints (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new (), *contents = NULL;
  gsize size = 0;
  g_autofree char *path = g_build_filename (folder, "a.safetensors", NULL), *missing = g_build_filename (folder, "none", NULL);
  SmallRun run;
  small_run_init (&run, (const char *const[]){ NULL }, NULL);
  g_assert_true (iso_runner_save (run.runner, path, &error));
  small_run_clear (&run);
  REFUSE ("", NULL, ISO_ERROR_ARGUMENT, "empty");
  REFUSE (missing, NULL, ISO_ERROR_FILE, missing);
  REFUSE (folder, NULL, ISO_ERROR_FILE, "folder");
  REFUSE (path, "network.hidden=25", ISO_ERROR_FORMAT, path, "0.weight", "found shape [24, 784]", "expected [25, 784]");
  REFUSE (path, "network.embedding=9", ISO_ERROR_FORMAT, "2.weight", "found shape [8, 24]", "expected [9, 24]");
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  for (gsize length = 0; length < size; length += MAX (size / 50, 1))
    {
      g_file_set_contents (path, contents, (gssize) length, NULL);
      REFUSE (path, NULL, ISO_ERROR_FORMAT, path);
    }
  g_free (contents);
  test_folder_free (folder);
}

/* A network of more or fewer layers than the file's. */
static void
test_depth (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.safetensors", NULL);
  SmallRun run;
  small_run_init (&run, (const char *const[]){ "network.hidden=24, 8", NULL }, NULL);
  g_assert_true (iso_runner_save (run.runner, path, &error));
  small_run_clear (&run);
  REFUSE (path, "network.hidden=24, 8, 8", ISO_ERROR_FORMAT, "no tensor 6.weight", "[8, 8]");
  REFUSE (path, "network.hidden=24", ISO_ERROR_FORMAT, "found tensor 4.weight", "784-24-8");
  test_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/teacher/moving-average", test_moving_average);
  g_test_add_func ("/teacher/look-up", test_look_up);
  g_test_add_func ("/teacher/previous-epoch", test_previous_epoch);
  g_test_add_func ("/teacher/from-the-start", test_from_the_start);
  g_test_add_func ("/teacher/checkpoint", test_checkpoint);
  g_test_add_func ("/teacher/wrong-checkpoints", test_wrong_checkpoints);
  g_test_add_func ("/teacher/depth", test_depth);
  return g_test_run ();
}
