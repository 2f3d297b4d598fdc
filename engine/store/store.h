/* The place where every run is kept, finished or not.
 *
 *     g_autoptr (IsoStore) store = iso_store_open (NULL, &error);
 *     g_autoptr (GPtrArray) runs = iso_store_list (store, &error);
 *
 * A folder: runs.sqlite (with -wal and -shm beside it while it is in use) holds everything that is a number or a text; runs/UUID/
 * holds what is large, a file each:
 *
 *     checkpoint-EPOCH.safetensors   weights, optimizer and random streams, as iso_runner_image() makes them: without the history,
 *                                    which is in the database
 *     embeddings-EPOCH.npy           of the test samples, float32 (N, D)
 *     batch-EPOCH.safetensors        the probe batch
 *     lock                           held while somebody records: what says "running" but is not held is read as interrupted
 *
 * Several programs may read and record at the same time: the database is in write-ahead mode, so that nobody who reads waits for
 * one who writes, and who writes waits for another for a few milliseconds. Files are written under another name and moved in place;
 * a row that names a file is written after it and removed before it, so that a row never names a file that is not whole.
 *
 * Any thread may call; calls on one store wait for each other. Errors are ISO_ERROR_FILE and say what the database said, with its
 * path; ISO_ERROR_FORMAT where it holds what cannot be; ISO_ERROR_ARGUMENT where there is no such run. Recording is
 * done by engine/store/recorder.h. */
#pragma once

#include "engine/store/run.h"
#include "engine/train/checkpoint.h"

typedef struct _IsoStore IsoStore;

/* The folder of the store where nobody names another: $ISOTHERM_STORE, else "isotherm" in the user's data folder. Newly
 * allocated. */
char *iso_store_default_folder (void);

/* Makes folder and database where there is none, and brings one of an earlier version of Isotherm up to date; refuses one of a later.
 * folder NULL: the default. Takes some milliseconds; up to a few seconds where another program is writing. */
IsoStore *iso_store_open (const char *folder, GError **error);
void iso_store_free (IsoStore *store);
const char *iso_store_folder (IsoStore *store);

/* A number that is another one after anything was written by others (a recorder, another program): cheap, to be asked on a timer.
 * What has been written by this very store does not count. 0 on an error. */
guint64 iso_store_generation (IsoStore *store);

/* All runs, newest first: of IsoRun, freed with the array. */
GPtrArray *iso_store_list (IsoStore *store, GError **error);
/* By its id, its uuid (or the beginning of it that no other has, 4 characters or more) or its name (the newest of that name). */
IsoRun *iso_store_find (IsoStore *store, const char *id_or_uuid_or_name, GError **error);

/* Everything that was recorded, in its order; the array is newly allocated, empty where there is nothing. A million steps take less
 * than 0.3 s. Events are IsoEvent, their texts interned. */
bool iso_store_read_steps (IsoStore *store, gint64 run, GArray **steps, GError **error);
bool iso_store_read_epochs (IsoStore *store, gint64 run, GArray **epochs, GError **error);
bool iso_store_read_events (IsoStore *store, gint64 run, GArray **events, GError **error);
/* The events that are changes of parameters, whose exact value is known: of IsoRunChange. */
bool iso_store_read_changes (IsoStore *store, gint64 run, GArray **changes, GError **error);
/* Of IsoKeptEpoch, in ascending order. */
bool iso_store_read_kept (IsoStore *store, gint64 run, GArray **kept, GError **error);
/* The same as a history to read from, such as views do. */
IsoHistory *iso_store_read_history (IsoStore *store, gint64 run, GError **error);

/* Path of a kept file; kind is "checkpoint", "embeddings" or "batch", epoch −1: the last that there is. Newly allocated. */
char *iso_store_file (IsoStore *store, gint64 run, const char *kind, int epoch, GError **error);
/* The folder of a run's files: runs/UUID; newly allocated. */
char *iso_store_run_folder (IsoStore *store, gint64 run, GError **error);

/* A whole checkpoint, with the history up to it, of an epoch whose checkpoint is kept (−1: the last): iso_experiment_resume() and
 * iso_trainer_resume() or iso_runner_restore() go on from it. */
IsoCheckpoint *iso_store_restore (IsoStore *store, gint64 run, int epoch, GError **error);

bool iso_store_rename (IsoStore *store, gint64 run, const char *name, GError **error);
bool iso_store_set_note (IsoStore *store, gint64 run, const char *note, GError **error);
/* With all its files; refused while somebody records it. Forks of it stay, for they hold all of their own. */
bool iso_store_delete (IsoStore *store, gint64 run, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoStore, iso_store_free)
