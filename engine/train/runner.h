/* A training run without a thread: model, optimizer, sampler and random streams, moved one step at a time by whoever owns it (the
 * trainer's thread; a test). Deterministic: the same experiment and the same changes at the same steps give the same bytes. */
#pragma once

#include "engine/train/history.h"
#include "engine/train/snapshot.h"
#include "engine/train/step.h"

typedef struct _IsoRunner IsoRunner;

/* Takes references of its own. threads as settings.train.threads. */
IsoRunner *iso_runner_new (IsoExperiment *experiment, IsoHistory *history, GError **error);
void iso_runner_free (IsoRunner *runner);

/* One step; records it in the history. False with ISO_ERROR_NUMERIC when the loss or gradient is NaN or infinite: nothing was
 * changed then, and the step does not count. */
bool iso_runner_step (IsoRunner *runner, IsoStepResult *result, GError **error);

/* Whether the last step completed an epoch whose end has not been made yet. */
bool iso_runner_is_at_epoch_end (const IsoRunner *runner);

/* Evaluates the model, records it, and hands over a snapshot; `finish` also ends the epoch: the student becomes the teacher,
 * where that is the previous epoch's. */
IsoEpochSnapshot *iso_runner_evaluate (IsoRunner *runner, bool finish, GCancellable *cancellable, GError **error);

/* Whether the epoch in progress is to end with an evaluation: every so many epochs as evaluate.every says, and the last of the
 * planned ones. */
bool iso_runner_wants_evaluation (const IsoRunner *runner);

/* Ends the epoch without: the student becomes the teacher. */
void iso_runner_end_epoch (IsoRunner *runner);

/* Writes a checkpoint (engine/train/checkpoint.h) of the run as it stands. ISO_ERROR_FILE, ISO_ERROR_MEMORY. */
bool iso_runner_save (IsoRunner *runner, const char *path, GError **error);

/* The same as bytes in memory, without the history, of which it has the counts of evaluations and events alone (in __metadata__,
 * "history.epoch_count" and "history.event_count"): for who keeps the history elsewhere, see iso_checkpoint_set_history(). Takes
 * about as long as copying the weights and moments. ISO_ERROR_MEMORY. */
GBytes *iso_runner_image (IsoRunner *runner, GError **error);

/* Before the first step: goes to where the checkpoint stands, its history included (the runner's was empty). The experiment must
 * be iso_experiment_resume()'s. What follows is what would have followed without a stop, byte for byte, on the same machine and
 * under the same settings. After an error, ISO_ERROR_FORMAT or ISO_ERROR_NUMERIC, the runner can only be freed. */
bool iso_runner_restore (IsoRunner *runner, const IsoCheckpoint *checkpoint, GError **error);

/* Changes one live parameter from the next step on and records the event. */
bool iso_runner_set (IsoRunner *runner, const char *key, const char *value, GError **error);

/* Whether steps from the next one on keep ∂L_DML/∂Sˢ for their snapshots. */
void iso_runner_keep_loss_gradient (IsoRunner *runner, bool keep);

/* The batch of the last step, or the probe batch under the present weights (always so before the first step), ordered by
 * class. */
IsoBatchSnapshot *iso_runner_snapshot (IsoRunner *runner, bool probe);

const IsoSettings *iso_runner_settings (const IsoRunner *runner);
guint64 iso_runner_step_count (const IsoRunner *runner);
int iso_runner_epoch (const IsoRunner *runner); /* zero-based, in progress */
size_t iso_runner_steps_per_epoch (const IsoRunner *runner);
double iso_runner_train_seconds (const IsoRunner *runner);
double iso_runner_evaluate_seconds (const IsoRunner *runner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunner, iso_runner_free)
