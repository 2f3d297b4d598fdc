/* Two runs, or one at two epochs, that are held against each other: which of the runs compared, which of the epochs kept, and what is
 * kept of them, read on a worker while somebody watches. A is the first, B the second.
 *
 * Signals: "chosen" (): another run or epoch is chosen, or there are others to choose from; "read" (): what is kept of them has been
 * read, or cannot be, or is being read. Main thread alone. */
#pragma once

#include "ui/plot/compared-runs.h"
#include "ui/plot/run-source.h"

#define ISO_TYPE_RUN_PAIR (iso_run_pair_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunPair, iso_run_pair, ISO, RUN_PAIR, GObject)

typedef enum { ISO_SIDE_A, ISO_SIDE_B, ISO_SIDE_COUNT } IsoRunSideName;

/* What is wanted of an epoch: its embeddings, or its probe batch. */
typedef enum { ISO_PAIR_EMBEDDINGS, ISO_PAIR_BATCHES } IsoPairWish;

/* In place of an epoch's number. */
#define ISO_LAST_EPOCH (-1)
#define ISO_FIRST_EPOCH (-2)

IsoRunPair *iso_run_pair_new (IsoPairWish wish);

/* Takes a reference; NULL: nothing can be read yet. */
void iso_run_pair_set_source (IsoRunPair *pair, IsoRunSource *source);
gboolean iso_run_pair_has_source (IsoRunPair *pair);
/* Takes a reference. What is chosen stays if it is still there; else the first two runs at their last epochs; one run alone at its first
 * and its last. */
void iso_run_pair_set_runs (IsoRunPair *pair, IsoComparedRuns *runs);
/* Not owned; NULL until there are any. */
IsoComparedRuns *iso_run_pair_runs (IsoRunPair *pair);

/* place: among the runs; epoch: ISO_LAST_EPOCH, or one that is kept. */
void iso_run_pair_choose (IsoRunPair *pair, IsoRunSideName side, size_t place, int epoch);
void iso_run_pair_swap (IsoRunPair *pair);
size_t iso_run_pair_place (IsoRunPair *pair, IsoRunSideName side);
/* Its id; 0: none is chosen yet. */
gint64 iso_run_pair_run (IsoRunPair *pair, IsoRunSideName side);
int iso_run_pair_epoch (IsoRunPair *pair, IsoRunSideName side);
/* Of IsoKeptEpoch, those that have what is wanted, ascending; not owned; NULL until they are known. */
const GArray *iso_run_pair_kept (IsoRunPair *pair, IsoRunSideName side);

/* Counted; nothing is read while nobody watches. */
void iso_run_pair_watch (IsoRunPair *pair);
void iso_run_pair_unwatch (IsoRunPair *pair);

/* What was read last, NULL where there is nothing; not owned. Both sides are there, or neither is. */
IsoEpochSnapshot *iso_run_pair_embeddings (IsoRunPair *pair, IsoRunSideName side);
IsoBatchSnapshot *iso_run_pair_batch (IsoRunPair *pair, IsoRunSideName side);
/* The run's, with its data; likewise. */
IsoExperiment *iso_run_pair_experiment (IsoRunPair *pair, IsoRunSideName side);
/* Whether it is being read: what is there is of what was chosen before. */
gboolean iso_run_pair_is_reading (IsoRunPair *pair);
/* Why there is nothing to compare, and what to do; NULL: there is, or it is being read. */
const char *iso_run_pair_problem (IsoRunPair *pair);

/* "A: OBDP · seed 3, epoch 20", newly allocated. */
char *iso_run_pair_side_text (IsoRunPair *pair, IsoRunSideName side);
