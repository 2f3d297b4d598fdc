/* A model out of a checkpoint: it embeds as the run that wrote it does; what does not fit is refused. */
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/model.h"
#include "tests/support/data-files.h"
#include "tests/support/small-run.h"

#define CONV "network.kind=text", "network.layers=conv 8, pool, residual 8, pool, linear 12"

/* A run of so many steps, saved; its settings and the embeddings of its test part. */
typedef struct {
  char *folder;
  IsoCheckpoint *checkpoint;
  IsoSettings settings;
  SmallRun run;
  IsoEpochSnapshot *last;
} Fixture;

static void
fixture_init (Fixture *fixture, const char *const *settings, size_t steps)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = test_folder_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "c", NULL);
  small_run_init (&fixture->run, settings, NULL);
  if (steps > 0)
    small_run_steps (&fixture->run, steps);
  fixture->last = iso_runner_evaluate (fixture->run.runner, false, NULL, &error);
  g_assert_no_error (error);
  iso_runner_save (fixture->run.runner, path, &error);
  g_assert_no_error (error);
  fixture->checkpoint = iso_checkpoint_open (path, &error);
  g_assert_no_error (error);
  iso_checkpoint_settings (&fixture->settings, fixture->checkpoint, &error);
  g_assert_no_error (error);
}

static void
fixture_clear (Fixture *fixture)
{
  iso_checkpoint_free (fixture->checkpoint);
  iso_epoch_snapshot_unref (fixture->last);
  small_run_clear (&fixture->run);
  test_folder_free (fixture->folder);
}

static void
count_report (gpointer data, double share)
{
  double *last = data;
  g_assert_true (share > *last && share <= 1.0);
  *last = share;
}

/* The run's own evaluation, byte for byte, on one thread and on several. */
static void
test_as_the_run (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Fixture fixture;
  fixture_init (&fixture, data, 12);
  const IsoExperiment *experiment = fixture.run.experiment;
  const IsoSubset *test = &experiment->split.test;
  g_autoptr (IsoModel) model = iso_model_new (fixture.checkpoint, &fixture.settings, experiment->dataset, false, &error);
  g_assert_no_error (error);
  size_t count = test->count * 8;
  g_assert_cmpuint (iso_network_embedding_size (iso_model_network (model)), ==, 8);
  for (int threads = 1; threads <= 3; threads += 2)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (threads);
      double share = 0.0;
      IsoModelReport report = { count_report, &share };
      float *embeddings = iso_floats_new (count);
      g_assert_true (iso_model_embed (model, embeddings, experiment->dataset, test->indices, test->count, &report, NULL, pool,
                                      &error));
      g_assert_no_error (error);
      g_assert_cmpfloat (share, ==, 1.0);
      g_assert_cmpmem (embeddings, count * sizeof (float), fixture.last->embeddings, count * sizeof (float));
      iso_block_free (embeddings);
    }
  fixture_clear (&fixture);
}

/* Fixed weights and those of the run that they teach. */
static void
test_teacher (void)
{
  g_autoptr (GError) error = NULL;
  Fixture fixture;
  fixture_init (&fixture, (const char *const[]){ CONV, "teacher.kind=moving-average", "teacher.decay=0.5", NULL }, 5);
  const IsoDataset *dataset = fixture.run.experiment->dataset;
  g_autoptr (IsoPool) pool = iso_pool_new (1);
  float embeddings[2][16];
  static const guint32 indices[] = { 7, 2900 };
  for (int of_teacher = 0; of_teacher < 2; of_teacher++)
    {
      g_autoptr (IsoModel) model = iso_model_new (fixture.checkpoint, &fixture.settings, dataset, of_teacher == 1, &error);
      g_assert_no_error (error);
      g_assert_true (iso_model_embed (model, embeddings[of_teacher], dataset, indices, 2, NULL, NULL, pool, &error));
    }
  g_assert_true (memcmp (embeddings[0], embeddings[1], sizeof embeddings[0]) != 0);
  fixture_clear (&fixture);

  fixture_init (&fixture, (const char *const[]){ "distill.mode=obdp", NULL }, 1);
  dataset = fixture.run.experiment->dataset;
  g_assert_null (iso_model_new (fixture.checkpoint, &fixture.settings, dataset, true, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "no teacher"));
  fixture_clear (&fixture);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (IsoPool) pool = iso_pool_new (1);
  Fixture fixture;
  fixture_init (&fixture, (const char *const[]){ NULL }, 0);
  const IsoExperiment *experiment = fixture.run.experiment;
  g_autoptr (IsoModel) model = iso_model_new (fixture.checkpoint, &fixture.settings, experiment->dataset, false, &error);
  g_assert_no_error (error);
  float *embeddings = iso_floats_new (experiment->split.test.count * 8);
  g_cancellable_cancel (cancellable);
  g_assert_false (iso_model_embed (model, embeddings, experiment->dataset, experiment->split.test.indices,
                                   experiment->split.test.count, NULL, cancellable, pool, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  iso_block_free (embeddings);
  fixture_clear (&fixture);
}

/* Samples of another kind than the network was trained on. */
static void
test_other_samples (void)
{
  static const char *const mlp[] = { NULL }, *const conv[] = { CONV, NULL };
  static const struct {
    const char *const *settings;
    IsoSampleShape shape;
    const char *says; /* NULL: it fits */
  } cases[] = {
    { mlp, { 1, 1, 100, false }, "values is 784" },  { mlp, { 3, 5, 5, true }, "values is 784" },
    { mlp, { 1, 28, 28, true }, NULL },              { mlp, { 1, 1, 784, false }, NULL },
    { conv, { 3, 28, 28, true }, "channels is 1" },  { conv, { 1, 1, 784, false }, "images" },
    { conv, { 1, 12, 31, true }, NULL },             { conv, { 1, 1, 1, true }, "too small" },
  };
  for (size_t c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (GError) error = NULL;
      Fixture fixture;
      fixture_init (&fixture, cases[c].settings, 0);
      IsoSampleShape shape = cases[c].shape;
      size_t features = (size_t) shape.channels * shape.height * shape.width;
      gint32 *labels = iso_block_new (3, 1, sizeof *labels, "labels", NULL);
      g_autoptr (IsoDataset) dataset = iso_dataset_new ("the others", shape, 3, iso_block_new (3, features, 1, "bytes", NULL), NULL,
                                                        labels, NULL, 1, NULL, &error);
      g_assert_no_error (error);
      g_autoptr (IsoModel) model = iso_model_new (fixture.checkpoint, &fixture.settings, dataset, false, &error);
      g_test_message ("%zu: %s", c, error != NULL ? error->message : "fits");
      g_assert_true ((model != NULL) == (cases[c].says == NULL));
      if (model == NULL)
        g_assert_nonnull (strstr (error->message, cases[c].says));
      fixture_clear (&fixture);
    }
}

int
main (int argc, char **argv)
{
  static const char *const mlp[] = { NULL }, *const conv[] = { CONV, "data.normalization=centered", NULL };
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/model/as-the-run/mlp", mlp, test_as_the_run);
  g_test_add_data_func ("/model/as-the-run/convolutions", conv, test_as_the_run);
  g_test_add_func ("/model/teacher", test_teacher);
  g_test_add_func ("/model/cancelled", test_cancelled);
  g_test_add_func ("/model/other-samples", test_other_samples);
  return g_test_run ();
}
