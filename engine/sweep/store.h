/* A sweep's runs in the store of runs (engine/store/store.h), each a row that names its sweep and its point, where the window and
 * isotherm-cli list them with all others, whichever of the two ran the sweep. */
#pragma once

#include "engine/sweep/queue.h"
#include "engine/sweep/results.h"

typedef struct _IsoSweepStore IsoSweepStore;

/* The store in a folder; NULL: the user's. The plan must stay. Without `resume` a sweep that has runs there is refused. ISO_ERROR_FILE,
 * ISO_ERROR_ARGUMENT. */
IsoSweepStore *iso_sweep_store_open (const char *folder, const IsoSweepPlan *plan, bool resume, GError **error);
void iso_sweep_store_free (IsoSweepStore *store);

/* Takes into the results what is there; of several runs of one point the newest that has finished, else the newest that has failed. */
bool iso_sweep_store_read (IsoSweepStore *store, IsoSweepResults *results, GError **error);
/* How a point had ended when read; ISO_SWEEP_INTERRUPTED where it has not. */
IsoSweepEnd iso_sweep_store_end_of (const IsoSweepStore *store, size_t point);
/* The id of the run that counts for a point, as read or as finished since; 0: none. From any thread. */
gint64 iso_sweep_store_run_of (IsoSweepStore *store, size_t point);

/* As the functions of IsoSweepKeeper. Of the epochs the last is kept with its weights, the others as numbers. A run that is interrupted
 * leaves nothing: it will be run anew. */
gpointer iso_sweep_store_begun (IsoSweepStore *store, size_t point, IsoExperiment *experiment, IsoHistory *history);
void iso_sweep_store_evaluated (gpointer kept, IsoRunner *runner, IsoEpochSnapshot *snapshot);
bool iso_sweep_store_finished (IsoSweepStore *store, gpointer kept, size_t point, const IsoSweepOutcome *outcome, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepStore, iso_sweep_store_free)
