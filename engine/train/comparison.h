/* Students that train side by side from one initial state on one stream of batches, each under its own targets: what self-distillation
 * does, told apart from chance.
 *
 *     IsoComparison *comparison = iso_comparison_new (experiment, modes, 3, NULL, &error);
 *     iso_comparison_start (comparison);
 *     … iso_comparison_trainer (comparison, 1) is a trainer like any other: history, mailboxes, status …
 *     iso_comparison_free (comparison);
 *
 * One seed gives every student the same weights, batches and augmentation; only `distill.mode` differs. They share the data and keep in
 * step (lockstep.h). Calls are made on one thread and none waits for a step. */
#pragma once

#include "engine/train/trainer.h"

#define ISO_COMPARISON_MOST 4 /* students: one for each mode */

typedef struct _IsoComparison IsoComparison;

/* Of an experiment whose settings hold but for distill.mode and the number of threads, which is shared out (at least one each; results do
 * not depend on it). modes (count), 2 … ISO_COMPARISON_MOST of them, each once. Takes its time with many data: for a worker. Errors as of
 * iso_experiment_new(). */
IsoComparison *iso_comparison_new (IsoExperiment *experiment, const IsoDistillMode *modes, size_t count, GCancellable *cancellable,
                                   GError **error);
/* Stops and joins: may wait for a step of each. */
void iso_comparison_free (IsoComparison *comparison);

size_t iso_comparison_count (const IsoComparison *comparison);
IsoTrainer *iso_comparison_trainer (IsoComparison *comparison, size_t student);
IsoDistillMode iso_comparison_mode (const IsoComparison *comparison, size_t student);

/* Of all students. */
void iso_comparison_start (IsoComparison *comparison);
void iso_comparison_pause (IsoComparison *comparison);
void iso_comparison_single_step (IsoComparison *comparison);
void iso_comparison_watch (IsoComparison *comparison, IsoWatch watch);
void iso_comparison_set_endless (IsoComparison *comparison, bool endless);
/* One live parameter for all; distill.mode is refused. ISO_ERROR_ARGUMENT: not live or out of range, and nothing has changed. */
bool iso_comparison_set (IsoComparison *comparison, const char *key, const char *value, GError **error);

/* Steps that every student still training has taken. */
guint64 iso_comparison_step (IsoComparison *comparison);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoComparison, iso_comparison_free)
