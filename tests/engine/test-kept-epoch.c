/* A kept epoch is read as it was; what is cut off, says what is not so, is another run's, too long or gone is refused by name. */
#include <unistd.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/export/npy.h"
#include "engine/export/safetensors.h"
#include "engine/store/kept-epoch.h"
#include "tests/support/kept-run.h"

static const char *const plain[] = { "train.epochs=4", NULL };

/* The file of the kind that is kept of epoch 1. */
static char *
file_of (IsoStore *store, const KeptRun *kept, const char *kind)
{
  g_autoptr (GError) error = NULL;
  char *path = iso_store_file (store, kept->id, kind, 1, &error);
  g_assert_no_error (error);
  return path;
}

static IsoStore *
open_store (const KeptRun *kept)
{
  g_autoptr (GError) error = NULL;
  IsoStore *store = iso_store_open (kept->folder, &error);
  g_assert_no_error (error);
  return store;
}

static void
assert_same_scores (const IsoScores *a, const IsoScores *b)
{
  IsoScoreKey keys[ISO_SCORES_MAX], others[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, a);
  g_assert_cmpuint (count, ==, iso_scores_keys (others, b));
  for (size_t i = 0; i < count; i++)
    {
      double one = iso_scores_value (a, keys[i]), other = iso_scores_value (b, others[i]);
      g_assert_true (one == other || (isnan (one) && isnan (other)));
    }
}

static void
assert_same_epoch (const IsoEpochSnapshot *a, const IsoEpochSnapshot *b)
{
  g_assert_cmpint (a->epoch, ==, b->epoch);
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpuint (a->D, ==, b->D);
  g_assert_cmpmem (a->embeddings, a->N * a->D * sizeof (float), b->embeddings, b->N * b->D * sizeof (float));
  assert_same_scores (&a->test, &b->test);
  assert_same_scores (&a->validation, &b->validation);
  assert_same_scores (&a->train, &b->train);
}

static void
assert_same_batch (const IsoBatchSnapshot *a, const IsoBatchSnapshot *b)
{
  size_t B = a->B;
  g_assert_true (a->is_probe && b->is_probe);
  g_assert_true (a->has_teacher == b->has_teacher);
  g_assert_cmpint (a->epoch, ==, b->epoch);
  g_assert_cmpuint (a->step, ==, b->step);
  g_assert_cmpuint (B, ==, b->B);
  g_assert_cmpmem (a->indices, B * sizeof *a->indices, b->indices, b->B * sizeof *b->indices);
  g_assert_cmpmem (a->labels, B * sizeof *a->labels, b->labels, b->B * sizeof *b->labels);
  g_assert_cmpmem (a->embeddings, B * a->D * sizeof (float), b->embeddings, b->B * b->D * sizeof (float));
  g_assert_cmpmem (a->student_similarity, B * B * sizeof (float), b->student_similarity, B * B * sizeof (float));
  g_assert_cmpmem (a->teacher_similarity, B * B * sizeof (float), b->teacher_similarity, B * B * sizeof (float));
  g_assert_true (iso_distill_settings_equal (&a->distill, &b->distill));
  g_assert_cmpfloat (a->ramp, ==, b->ramp);
}

/* ---- as it was ---- */

static void
test_as_it_was (void)
{
  static const char *const ramped[] = { "train.epochs=4", "distill.ramp=linear", "distill.omega=0.25", NULL };
  KeptRun kept;
  g_autoptr (GError) error = NULL;
  kept_run_init (&kept, ramped, NULL, NULL);
  kept_run_train (&kept, 1);
  iso_runner_set (kept.run.runner, "distill.omega", "0.75", &error);
  g_assert_no_error (error);
  kept_run_train (&kept, 1);
  g_autoptr (IsoStore) store = open_store (&kept);
  g_autoptr (IsoExperiment) experiment =
      iso_store_read_experiment (store, kept.id, kept.run.experiment->dataset, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (experiment->split.test.count, ==, kept.run.experiment->split.test.count);
  for (int e = 0; e <= 2; e++)
    {
      g_autoptr (IsoEpochSnapshot) epoch = iso_store_read_epoch (store, kept.id, e, experiment, &error);
      g_assert_no_error (error);
      g_autoptr (IsoBatchSnapshot) batch = iso_store_read_batch (store, kept.id, e, experiment, &error);
      g_assert_no_error (error);
      assert_same_epoch (epoch, kept.epoch[e]);
      assert_same_batch (batch, kept.probe[e]);
      g_assert_true (epoch->experiment == experiment);
      g_assert_true (isnan (batch->loss));
    }
  g_assert_null (iso_store_read_epoch (store, kept.id, 3, experiment, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (iso_store_read_batch (store, kept.id, -1, experiment, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (iso_store_read_epoch (store, kept.id + 1, 0, experiment, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  kept_run_clear (&kept, true);
}

/* ---- settings ---- */

static double
omega_at (IsoStore *store, gint64 run, guint64 step)
{
  IsoSettings settings;
  g_autoptr (GError) error = NULL;
  iso_store_read_settings_at (&settings, store, run, step, &error);
  g_assert_no_error (error);
  return settings.distill.omega;
}

static void
change (KeptRun *kept, guint64 step, const char *value)
{
  const IsoEvent event = { step, ISO_EVENT_CHANGE, g_intern_string ("distill.omega"), g_intern_string ("ω"), g_intern_string (value) };
  iso_history_add_event (kept->run.history, &event);
}

static void
test_settings (void)
{
  static const char *const start[] = { "distill.omega=0.25", NULL }, *const forked[] = { "distill.omega=0.9", NULL };
  KeptRun kept, fork;
  kept_run_init (&kept, start, NULL, NULL);
  change (&kept, 5, "0.5");
  change (&kept, 40, "0.75");
  kept_run_wait (&kept);
  g_autoptr (IsoStore) store = open_store (&kept);
  g_assert_cmpfloat (omega_at (store, kept.id, 0), ==, 0.25);
  g_assert_cmpfloat (omega_at (store, kept.id, 4), ==, 0.25);
  g_assert_cmpfloat (omega_at (store, kept.id, 5), ==, 0.5);
  g_assert_cmpfloat (omega_at (store, kept.id, 39), ==, 0.5);
  g_assert_cmpfloat (omega_at (store, kept.id, 40), ==, 0.75);
  g_assert_cmpfloat (omega_at (store, kept.id, G_MAXUINT64), ==, 0.75);
  /* A fork has its parent's past, then its own. */
  const IsoRecorderOptions options = { .parent = kept.id, .fork_epoch = 2 };
  kept_run_init (&fork, forked, &options, &kept);
  change (&fork, 5, "0.5");
  change (&fork, 35, "0.9");
  kept_run_wait (&fork);
  g_assert_cmpfloat (omega_at (store, fork.id, 4), ==, 0.25);
  g_assert_cmpfloat (omega_at (store, fork.id, 34), ==, 0.5);
  g_assert_cmpfloat (omega_at (store, fork.id, 35), ==, 0.9);
  /* Without the parent the fork's own hold where nothing tells. */
  g_autoptr (GError) error = NULL;
  kept_run_end (&kept, ISO_RUN_STOPPED);
  g_assert_true (iso_store_delete (store, kept.id, &error));
  g_assert_cmpfloat (omega_at (store, fork.id, 4), ==, 0.9);
  g_assert_cmpfloat (omega_at (store, fork.id, 34), ==, 0.5);
  kept_run_clear (&fork, false);
  kept_run_clear (&kept, true);
}

/* Of the run itself a change that cannot be is damage. */
static void
test_settings_damaged (void)
{
  KeptRun kept;
  IsoSettings settings;
  g_autoptr (GError) error = NULL;
  kept_run_init (&kept, plain, NULL, NULL);
  change (&kept, 5, "much");
  kept_run_wait (&kept);
  g_autoptr (IsoStore) store = open_store (&kept);
  g_assert_cmpfloat (omega_at (store, kept.id, 4), >, 0.0);
  g_assert_false (iso_store_read_settings_at (&settings, store, kept.id, 5, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "step 5"));
  g_clear_error (&error);
  g_assert_false (iso_store_read_settings_at (&settings, store, kept.id + 7, 5, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  kept_run_clear (&kept, true);
}

/* ---- data ---- */

static void
test_data (void)
{
  KeptRun kept;
  g_autoptr (GError) error = NULL;
  kept_run_init (&kept, plain, NULL, NULL);
  g_autoptr (IsoStore) store = open_store (&kept);
  /* Read again where none are given. */
  g_autoptr (IsoExperiment) experiment = iso_store_read_experiment (store, kept.id, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (iso_dataset_fingerprint (experiment->dataset), ==, iso_dataset_fingerprint (kept.run.experiment->dataset));
  /* Others are refused, however alike they look. */
  gint32 *labels = iso_block_new (8, 1, sizeof *labels, "labels", NULL);
  float *values = iso_floats_new (8 * 3);
  for (int i = 0; i < 8; i++)
    labels[i] = i / 4;
  g_autoptr (IsoDataset) other = iso_dataset_new ("others", (IsoSampleShape) { 1, 1, 3, false }, 8, NULL, values, labels, NULL, 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (iso_store_read_experiment (store, kept.id, other, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "others"));
  g_clear_error (&error);
  IsoDataset *own = experiment->dataset;
  experiment->dataset = other;
  g_assert_null (iso_store_read_epoch (store, kept.id, 0, experiment, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (iso_store_read_batch (store, kept.id, 0, experiment, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  experiment->dataset = own;
  kept_run_clear (&kept, true);
}

/* The file of the fixed teacher is gone: the run's checkpoint has it. */
static void
test_fixed_teacher (void)
{
  KeptRun first, kept;
  g_autoptr (GError) error = NULL;
  kept_run_init (&first, plain, NULL, NULL);
  g_autoptr (IsoStore) store = open_store (&first);
  g_autofree char *kept_file = iso_store_file (store, first.id, "checkpoint", 0, &error);
  g_autofree char *weights = g_build_filename (first.folder, "teacher.safetensors", NULL), *contents = NULL;
  gsize length;
  g_assert_true (g_file_get_contents (kept_file, &contents, &length, &error));
  g_assert_true (g_file_set_contents (weights, contents, (gssize) length, &error));
  g_autofree char *path = g_strconcat ("teacher.checkpoint=", weights, NULL);
  const char *const fixed[] = { "train.epochs=4", "teacher.kind=checkpoint", path, NULL };
  kept_run_init (&kept, fixed, NULL, &first);
  g_unlink (weights);
  g_autoptr (IsoExperiment) experiment = iso_store_read_experiment (store, kept.id, kept.run.experiment->dataset, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (IsoBatchSnapshot) batch = iso_store_read_batch (store, kept.id, 0, experiment, &error);
  g_assert_no_error (error);
  assert_same_batch (batch, kept.probe[0]);
  kept_run_clear (&kept, false);
  kept_run_clear (&first, true);
}

/* ---- files that are not what they should be ---- */

typedef struct {
  KeptRun kept;
  IsoStore *store;
  IsoExperiment *experiment;
} Fixture;

static void
set_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  kept_run_init (&fixture->kept, plain, NULL, NULL);
  kept_run_train (&fixture->kept, 1);
  fixture->store = open_store (&fixture->kept);
  fixture->experiment = iso_store_read_experiment (fixture->store, fixture->kept.id, fixture->kept.run.experiment->dataset, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture)
{
  iso_experiment_unref (fixture->experiment);
  iso_store_free (fixture->store);
  kept_run_clear (&fixture->kept, true);
}

static void
assert_epoch_refused (Fixture *fixture, IsoError code, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = file_of (fixture->store, &fixture->kept, "embeddings");
  g_assert_null (iso_store_read_epoch (fixture->store, fixture->kept.id, 1, fixture->experiment, &error));
  g_assert_error (error, ISO_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, part));
}

static void
assert_batch_refused (Fixture *fixture, IsoError code, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = file_of (fixture->store, &fixture->kept, "batch");
  g_assert_null (iso_store_read_batch (fixture->store, fixture->kept.id, 1, fixture->experiment, &error));
  g_assert_error (error, ISO_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, path));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, part));
}

static void
test_cut_off (void)
{
  Fixture fixture;
  set_up (&fixture);
  static const char *const kinds[] = { "embeddings", "batch" };
  for (size_t k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = file_of (fixture.store, &fixture.kept, kinds[k]), *contents = NULL;
      gsize length;
      g_assert_true (g_file_get_contents (path, &contents, &length, &error));
      const gsize cuts[] = { 0, 1, 7, 9, 100, length / 2, length - 1 };
      for (size_t i = 0; i < G_N_ELEMENTS (cuts); i++)
        {
          g_assert_true (g_file_set_contents (path, contents, (gssize) cuts[i], &error));
          if (k == 0)
            assert_epoch_refused (&fixture, ISO_ERROR_FORMAT, "");
          else
            assert_batch_refused (&fixture, ISO_ERROR_FORMAT, "");
        }
      /* Far longer than it can be: not read at all. A file with a hole takes no room. */
      g_assert_cmpint (truncate (path, (off_t) 1 << 40), ==, 0);
      if (k == 0)
        assert_epoch_refused (&fixture, ISO_ERROR_FORMAT, "1099511627776 bytes");
      else
        assert_batch_refused (&fixture, ISO_ERROR_FORMAT, "1099511627776 bytes");
      g_assert_cmpint (g_unlink (path), ==, 0);
      if (k == 0)
        assert_epoch_refused (&fixture, ISO_ERROR_FILE, "");
      else
        assert_batch_refused (&fixture, ISO_ERROR_FILE, "");
    }
  tear_down (&fixture);
}

static void
test_other_embeddings (void)
{
  Fixture fixture;
  set_up (&fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = file_of (fixture.store, &fixture.kept, "embeddings");
  size_t N = fixture.experiment->split.test.count, D = fixture.kept.epoch[1]->D;
  g_autofree float *values = g_new0 (float, N * D);
  g_assert_true (iso_npy_write_floats (path, values, N - 1, D, &error));
  assert_epoch_refused (&fixture, ISO_ERROR_FORMAT, "dimensions");
  g_assert_true (iso_npy_write_floats (path, values, N, D - 1, &error));
  assert_epoch_refused (&fixture, ISO_ERROR_FORMAT, "dimensions");
  /* As many values, in another shape. */
  g_assert_true (iso_npy_write_floats (path, values, N / 2, D * 2, &error));
  assert_epoch_refused (&fixture, ISO_ERROR_FORMAT, "dimensions");
  values[N * D - 1] = NAN;
  g_assert_true (iso_npy_write_floats (path, values, N, D, &error));
  assert_epoch_refused (&fixture, ISO_ERROR_NUMERIC, "");
  g_assert_true (g_file_set_contents (path, "{}", -1, &error));
  assert_epoch_refused (&fixture, ISO_ERROR_FORMAT, "");
  tear_down (&fixture);
}

/* What is written instead of the probe batch; NULL leaves a tensor out. */
typedef struct {
  const char *version, *step;
  IsoBatchSnapshot *batch; /* a copy, to be changed */
  size_t rows;             /* of the embeddings; as many as B where nothing is wrong */
} Forgery;

static void
write_forgery (Fixture *fixture, const Forgery *forgery)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  g_autofree char *path = file_of (fixture->store, &fixture->kept, "batch");
  const IsoBatchSnapshot *batch = forgery->batch;
  const size_t B = batch->B, D = batch->D;
  iso_safetensors_writer_describe (writer, "isotherm.batch", forgery->version);
  iso_safetensors_writer_describe (writer, "step", forgery->step);
  iso_safetensors_writer_describe (writer, "has_teacher", "1");
  iso_safetensors_writer_add (writer, "indices", ISO_SAFETENSORS_U32, batch->indices, 1, &B);
  iso_safetensors_writer_add (writer, "labels", ISO_SAFETENSORS_I32, batch->labels, 1, &B);
  iso_safetensors_writer_add (writer, "embeddings", ISO_SAFETENSORS_F32, batch->embeddings, 2, (const size_t[]) { forgery->rows, D });
  if (batch->student_similarity != NULL)
    iso_safetensors_writer_add (writer, "student_similarity", ISO_SAFETENSORS_F32, batch->student_similarity, 2,
                                (const size_t[]) { B, B });
  iso_safetensors_writer_add (writer, "teacher_similarity", ISO_SAFETENSORS_F32, batch->teacher_similarity, 2, (const size_t[]) { B, B });
  iso_safetensors_writer_save (writer, path, &error);
  g_assert_no_error (error);
}

static IsoBatchSnapshot *
copy_of (const IsoBatchSnapshot *batch)
{
  size_t B = batch->B, D = batch->D;
  IsoBatchSnapshot *copy = iso_batch_snapshot_new (B, D);
  memcpy (copy->indices, batch->indices, B * sizeof *copy->indices);
  memcpy (copy->labels, batch->labels, B * sizeof *copy->labels);
  memcpy (copy->embeddings, batch->embeddings, B * D * sizeof (float));
  memcpy (copy->student_similarity, batch->student_similarity, B * B * sizeof (float));
  memcpy (copy->teacher_similarity, batch->teacher_similarity, B * B * sizeof (float));
  return copy;
}

typedef enum { NOTHING, VERSION, STEP, INDEX, LABEL, ORDER, COSINE, NOT_A_NUMBER, SHAPE, MISSING, FORGERY_COUNT } Fault;

static void
make_fault (Forgery *forgery, Fault fault)
{
  IsoBatchSnapshot *batch = forgery->batch;
  guint32 index = batch->indices[0];
  gint32 label = batch->labels[0];
  switch (fault)
    {
    case VERSION:
      forgery->version = "2";
      break;
    case STEP:
      forgery->step = "999";
      break;
    case INDEX:
      batch->indices[3] = 3000000000;
      break;
    case LABEL:
      batch->labels[5] = batch->labels[5] + 1;
      break;
    case ORDER:
      batch->indices[0] = batch->indices[batch->B - 1];
      batch->labels[0] = batch->labels[batch->B - 1];
      batch->indices[batch->B - 1] = index;
      batch->labels[batch->B - 1] = label;
      break;
    case COSINE:
      batch->teacher_similarity[17] = 3.0f;
      break;
    case NOT_A_NUMBER:
      batch->student_similarity[17] = NAN;
      break;
    case SHAPE:
      forgery->rows = batch->B - 1;
      break;
    case MISSING:
      g_clear_pointer (&batch->student_similarity, iso_block_free);
      break;
    case NOTHING:
    case FORGERY_COUNT:
      break;
    }
}

static void
test_other_batch (void)
{
  static const char *const parts[FORGERY_COUNT] = { [VERSION] = "isotherm.batch", [STEP] = "999", [INDEX] = "row 4", [LABEL] = "row 6",
                                                    [ORDER] = "row 2", [COSINE] = "teacher_similarity", [NOT_A_NUMBER] = "student_similarity",
                                                    [SHAPE] = "embeddings", [MISSING] = "student_similarity" };
  Fixture fixture;
  set_up (&fixture);
  const IsoBatchSnapshot *real = fixture.kept.probe[1];
  g_autofree char *step = g_strdup_printf ("%" G_GUINT64_FORMAT, real->step);
  for (Fault fault = NOTHING; fault < FORGERY_COUNT; fault++)
    {
      g_autoptr (IsoBatchSnapshot) copy = copy_of (real);
      Forgery forgery = { "1", step, copy, copy->B };
      make_fault (&forgery, fault);
      write_forgery (&fixture, &forgery);
      if (fault != NOTHING)
        {
          assert_batch_refused (&fixture, fault == NOT_A_NUMBER ? ISO_ERROR_NUMERIC : ISO_ERROR_FORMAT, parts[fault]);
          continue;
        }
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoBatchSnapshot) read = iso_store_read_batch (fixture.store, fixture.kept.id, 1, fixture.experiment, &error);
      g_assert_no_error (error);
      assert_same_batch (read, real);
    }
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept-epoch/as-it-was", test_as_it_was);
  g_test_add_func ("/kept-epoch/settings", test_settings);
  g_test_add_func ("/kept-epoch/settings-damaged", test_settings_damaged);
  g_test_add_func ("/kept-epoch/data", test_data);
  g_test_add_func ("/kept-epoch/fixed-teacher", test_fixed_teacher);
  g_test_add_func ("/kept-epoch/cut-off", test_cut_off);
  g_test_add_func ("/kept-epoch/other-embeddings", test_other_embeddings);
  g_test_add_func ("/kept-epoch/other-batch", test_other_batch);
  return g_test_run ();
}
