/* A small run that was recorded into a store of its own, with what it was at each epoch's end, to be compared with what is read again. */
#pragma once

#include "engine/store/recorder.h"
#include "tests/support/small-run.h"
#include "tests/support/store-fixture.h"

#define KEPT_RUN_EPOCHS 8
#define KEPT_RUN_PATIENCE 60.0

typedef struct {
  char *folder; /* of the store */
  gint64 id;
  SmallRun run;
  IsoRecorder *recorder;
  int epochs; /* so far */
  IsoEpochSnapshot *epoch[KEPT_RUN_EPOCHS + 1];
  IsoBatchSnapshot *probe[KEPT_RUN_EPOCHS + 1];
} KeptRun;

static inline void
kept_run_wait (KeptRun *kept)
{
  g_assert_true (iso_recorder_wait (kept->recorder, KEPT_RUN_PATIENCE));
  g_autofree char *problem = iso_recorder_problem (kept->recorder);
  g_assert_cmpstr (problem, ==, NULL);
}

/* The present is handed in as the end of an epoch (0: before training). */
static inline void
kept_run_keep (KeptRun *kept)
{
  g_autoptr (GError) error = NULL;
  bool finish = kept->epochs > 0;
  g_autoptr (IsoEpochSnapshot) epoch = iso_runner_evaluate (kept->run.runner, finish, NULL, &error);
  g_autoptr (GBytes) image = iso_runner_image (kept->run.runner, &error);
  g_autoptr (IsoBatchSnapshot) probe = iso_runner_snapshot (kept->run.runner, true);
  g_assert_no_error (error);
  iso_recorder_epoch (kept->recorder, image, epoch, probe);
  kept_run_wait (kept);
  if (kept->epochs > KEPT_RUN_EPOCHS)
    return;
  g_assert_cmpint (epoch->epoch, ==, kept->epochs);
  kept->epoch[kept->epochs] = iso_epoch_snapshot_ref (epoch);
  kept->probe[kept->epochs] = iso_batch_snapshot_ref (probe);
}

static inline void
kept_run_train (KeptRun *kept, int epochs)
{
  while (epochs-- > 0)
    {
      g_autoptr (GError) error = NULL;
      IsoStepResult result;
      while (!iso_runner_is_at_epoch_end (kept->run.runner))
        g_assert_true (iso_runner_step (kept->run.runner, &result, &error));
      kept->epochs++;
      kept_run_keep (kept);
    }
}

/* In a store of its own, or in that of another run (`beside`, NULL: none), which it then must not outlive. Epoch 0 is kept. */
static inline void
kept_run_init (KeptRun *kept, const char *const *assignments, const IsoRecorderOptions *options, const KeptRun *beside)
{
  g_autoptr (GError) error = NULL;
  memset (kept, 0, sizeof *kept);
  kept->folder = beside != NULL ? g_strdup (beside->folder) : make_store_folder ();
  small_run_init (&kept->run, assignments, NULL);
  kept->recorder = iso_recorder_new (kept->folder, kept->run.experiment, kept->run.history, options, &error);
  g_assert_no_error (error);
  kept->id = iso_recorder_run (kept->recorder);
  kept_run_keep (kept);
}

/* Nobody records it any more; what was kept stays. */
static inline void
kept_run_end (KeptRun *kept, IsoRunStatus status)
{
  iso_recorder_status (kept->recorder, status);
  g_clear_pointer (&kept->recorder, iso_recorder_free);
}

/* The store goes with the run that it was made for (remove: true). */
static inline void
kept_run_clear (KeptRun *kept, bool remove)
{
  g_clear_pointer (&kept->recorder, iso_recorder_free);
  for (int i = 0; i <= KEPT_RUN_EPOCHS; i++)
    {
      iso_epoch_snapshot_unref (kept->epoch[i]);
      iso_batch_snapshot_unref (kept->probe[i]);
    }
  small_run_clear (&kept->run);
  if (remove)
    remove_store (g_steal_pointer (&kept->folder));
  g_free (kept->folder);
}
