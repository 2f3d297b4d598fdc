/* A fork: a run that goes on from a checkpoint of another, its parent, under settings that differ. The data, their split and the
 * network are the parent's, and so are its batches and all chance, as long as nothing is changed that they hang on: a fork without
 * a change is the parent, byte for byte.
 *
 *     g_autoptr (IsoExperiment) experiment = iso_experiment_fork (checkpoint, assignments, dataset, NULL, &error);
 *     IsoTrainer *trainer = iso_trainer_resume (experiment, checkpoint, &error);          PAUSED where the checkpoint stands
 *
 * All changes are told in the history as changes from the next step on. What comes along of the parent, and what begins anew:
 *   loss.name         its own weights (proxies, beta) begin anew, the network's come along
 *   optimizer.name    between adam and adamw the moments come along; to sgd and from it they begin anew, for they mean another thing
 *   memory.size       the memory begins empty
 *   teacher.kind      previous-epoch: the teacher there was, until the epoch ends; moving-average: begins as the student stands;
 *                     checkpoint: read from its file
 *   batch.sampler …   hard-classes begins without neighborhoods, until the next evaluation that ends an epoch */
#pragma once

#include "engine/train/experiment.h"
#include "engine/train/parameters.h"

/* Why a fork may not change the parameter, translated, or NULL where it may. */
const char *iso_fork_refusal (const IsoParameter *parameter);

/* The checkpoint's settings with assignments ("key=value", NULL-terminated, in any order; NULL: none). ISO_ERROR_ARGUMENT for what
 * may not change, is out of range or unknown, or does not go together; ISO_ERROR_FORMAT. */
bool iso_fork_settings (IsoSettings *settings, const IsoCheckpoint *checkpoint, const char *const *assignments, GError **error);

/* An experiment under these. dataset: the parent's, or NULL: it is read again. Errors of iso_experiment_resume() too. */
IsoExperiment *iso_experiment_fork (const IsoCheckpoint *checkpoint, const char *const *assignments, IsoDataset *dataset,
                                    GCancellable *cancellable, GError **error);
