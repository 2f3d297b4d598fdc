/* A checkpoint: a safetensors file that holds all a run is made of, so that it can be gone on with as if it had never stopped.
 *
 *   0.weight, 0.bias, 2.weight …               the network: names, shapes and order of values are those of the torch.nn.Sequential
 *                                              that engine/network/network-tensors.c describes, running statistics included
 *   teacher.0.weight …                         the teacher, where there is one
 *   teacher.samples, teacher.embeddings        what it has seen: (n) of the dataset, (n, D)
 *   proxies (M, D) or beta (C)                 the loss's own weights
 *   optimizer.first.0.weight, optimizer.second.0.weight …    the optimizer's moments of all of these that are trained,
 *                                              each laid out as the weight that it belongs to
 *   memory.embeddings, memory.labels           the cross-batch memory, (n, D) and (n)
 *   sampler.neighbors                          of hard-classes: (classes, neighborhood − 1), −1 where there is none
 *   alarms                                     what has been seen of each: raised or not, its count; at last whether the rank is flat
 *   history.steps, history.epochs, history.events    all there is to tell so far, see history-tensors.h
 *
 * (iso_runner_image() leaves the last line out: a run that is recorded has its history in the store, see engine/store/store.h)
 *
 * and in __metadata__ the settings as JSON, the network in words ("network"), input.shift and input.scale, of which the network's
 * input is (value − shift) · scale, the data's fingerprint, the counters and the states of the random streams. Writing and
 * restoring are the runner's (engine/train/runner.h); here a file is opened and asked. */
#pragma once

#include "engine/data/safetensors.h"
#include "engine/train/settings.h"

/* Before 2 convolutions were kept in the engine's own order, under other names. */
#define ISO_CHECKPOINT_VERSION "2"

typedef struct _IsoCheckpoint IsoCheckpoint;
typedef struct _IsoHistory IsoHistory; /* engine/train/history.h, which needs this file */

/* ISO_ERROR_FILE, ISO_ERROR_FORMAT: a file that cannot be read, is no safetensors file or no checkpoint. */
IsoCheckpoint *iso_checkpoint_open (const char *path, GError **error);
void iso_checkpoint_free (IsoCheckpoint *checkpoint);

const IsoSafetensors *iso_checkpoint_file (const IsoCheckpoint *checkpoint);

/* The history that the run had when a checkpoint without one was made (iso_runner_image()): restoring takes it from there. A reference
 * of its own is taken; NULL while none is set. */
void iso_checkpoint_set_history (IsoCheckpoint *checkpoint, IsoHistory *history);
IsoHistory *iso_checkpoint_history (const IsoCheckpoint *checkpoint);

/* The settings that were in force, checked as any are. */
bool iso_checkpoint_settings (IsoSettings *settings, const IsoCheckpoint *checkpoint, GError **error);

/* Whether these are the data that it was trained on; ISO_ERROR_ARGUMENT. */
bool iso_checkpoint_check_data (const IsoCheckpoint *checkpoint, const IsoDataset *dataset, GError **error);

/* How values became the network's input, whatever the data; ISO_ERROR_FORMAT. */
bool iso_checkpoint_normalizer (IsoNormalizer *normalizer, const IsoCheckpoint *checkpoint, GError **error);

/* Entries of __metadata__. A whole number from 0 to `most`; a finite number that is not negative; the state of a random stream. */
bool iso_checkpoint_read_count (guint64 *count, const IsoCheckpoint *checkpoint, const char *key, guint64 most, GError **error);
bool iso_checkpoint_read_seconds (double *seconds, const IsoCheckpoint *checkpoint, const char *key, GError **error);
bool iso_checkpoint_read_random (IsoRandom *random, const IsoCheckpoint *checkpoint, const char *key, GError **error);
/* As the latter reads it, newly allocated. */
char *iso_checkpoint_format_random (const IsoRandom *random);

/* Fills block (block_count), laid out as the network's weights are but perhaps shorter, with the tensors that begin in it, under
 * the network's names with `prefix` before them. ISO_ERROR_FORMAT names the tensor that is missing or has another shape. */
bool iso_checkpoint_copy_tensors (float *block, const IsoSafetensors *file, const char *prefix, const IsoNetwork *network,
                                  size_t block_count, GError **error);

/* The weights (weight_count) of a network out of any safetensors file, under the network's names with `prefix` before them; to be
 * freed by iso_block_free(). ISO_ERROR_FORMAT names the tensor that is missing, has another shape, or is one layer too many. */
float *iso_checkpoint_read_weights (const IsoSafetensors *file, const char *prefix, const IsoNetwork *network, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoCheckpoint, iso_checkpoint_free)
