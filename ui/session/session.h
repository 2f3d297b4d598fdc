/* The one bridge between engine and widgets: owns settings, data and trainer, reads mailboxes and history on the frame clock, and
 * tells the window by signals. Never blocks on the engine: loading data and preparing a run happen on a worker.
 *
 * Signals:
 *   "settings-changed" ()              any parameter (also by preset, by data, by reset)
 *   "state-changed" ()                 see the state below
 *   "run-changed" ()                   another run is in place: history, dataset, experiment are new (or none)
 *   "status" ()                        on the frame clock, when a number of iso_session_status() changed
 *   "batch" (IsoBatchSnapshot*)        newest batch
 *   "epoch" (IsoEpochSnapshot*)        newest epoch
 *   "applied" (key, step)              a live change took effect from that step on
 *   "left-out" (GPtrArray* of char*, pictures) data are in place without some that could not be read: "FILE: why" each, and how
 *                                      many pictures there would be with them
 *   "message" (text)                   one plain sentence for a toast (errors, NaN, planned end)
 *   "saved" (path, step, epoch)        a checkpoint is written; its steps, and the epoch they have come to, the first being 1
 *   "resumed" (path, step)             the run of a checkpoint is in place, after "run-changed" and "settings-changed"
 *   "not-resumed" (text)               a checkpoint or a kept run could not be gone on from: why; everything is as before
 *   "recording" ()                     iso_session_run() or iso_session_keeping_problem() is another
 *   "run-resumed" (run, step)          a kept run is in place again and stands paused, as "resumed"
 *   "forked" (parent, epoch, step)     a fork of a kept run is in place and stands paused, likewise
 *   "not-forked" (text)                why it is not; everything is as before
 */
#pragma once

#include <gtk/gtk.h>

#include "engine/train/trainer.h"
#include "ui/session/run-library.h"

#define ISO_TYPE_SESSION (iso_session_get_type ())
G_DECLARE_FINAL_TYPE (IsoSession, iso_session, ISO, SESSION, GObject)

IsoSession *iso_session_new (void);

/* Reads mailboxes on this widget's frame clock while it is mapped. */
void iso_session_attach (IsoSession *session, GtkWidget *widget);

typedef enum {
  ISO_SESSION_EMPTY,     /* no data */
  ISO_SESSION_LOADING,   /* data or run being prepared */
  ISO_SESSION_READY,     /* a run is prepared, not started */
  ISO_SESSION_RUNNING,
  ISO_SESSION_PAUSED,
  ISO_SESSION_FINISHED,  /* planned epochs reached; start goes on beyond */
  ISO_SESSION_FAILED,    /* loss became NaN; message in iso_session_message() */
} IsoSessionState;

IsoSessionState iso_session_state (IsoSession *session);

/* The share of the data that has been read, 0 … 1, while that takes its time; NAN else. */
double iso_session_reading (IsoSession *session);
/* Gives up loading or preparing: what was in place stays, with its settings. */
void iso_session_cancel (IsoSession *session);

/* The settings shown in the panel: of the run in place, with changes. */
const IsoSettings *iso_session_settings (IsoSession *session);

/* As typed. A live parameter acts from the next step on. Any other prepares a new run, at once while none has started, else when the
 * person resets. False with a message if refused: nothing has changed then. */
gboolean iso_session_set (IsoSession *session, const char *key, const char *value, GError **error);
gboolean iso_session_apply_preset (IsoSession *session, const char *name, GError **error);
/* "key=value" strings, NULL-terminated, in any order: checked together, taken together or not at all. */
gboolean iso_session_set_all (IsoSession *session, const char *const *assignments, GError **error);
/* Why `value` (as typed) cannot be chosen for `key` at the moment, beside the other settings and the data in place: one sentence
 * that names parameters by their titles, newly allocated; NULL if it can. iso_session_set() refuses by the same rules. */
char *iso_session_conflict (IsoSession *session, const char *key, const char *value);
/* Whether a change waits for a reset to act (a parameter that is not live was changed in a started run). */
gboolean iso_session_needs_reset (IsoSession *session);

void iso_session_start (IsoSession *session);
void iso_session_pause (IsoSession *session);
void iso_session_single_step (IsoSession *session);
/* A fresh run from the present settings. */
void iso_session_reset (IsoSession *session);
/* Writes a checkpoint of the run in place as it stands between two steps; "saved" or "message" answers. Training goes on. */
void iso_session_save (IsoSession *session, const char *path);
/* Goes on from a checkpoint: the data are opened unless the same are in place, every parameter is the file's but for the number of
 * threads, and the run stands paused at its step. "resumed" or "not-resumed" answers; until then everything stays as it is. */
void iso_session_resume (IsoSession *session, const char *path);
/* Whether the run in place has steps worth asking about that no checkpoint has: of a run that is kept, more than a minute's. */
gboolean iso_session_has_unsaved_steps (IsoSession *session);

/* ---- what is kept of runs ---- */

/* Every run is recorded in the library's store from its first step on, without ever being waited for; NULL: nothing is kept. Holds for
 * runs that have not begun; one that is being recorded already stays so until it is replaced. */
void iso_session_set_library (IsoSession *session, IsoRunLibrary *library);
/* How much is kept of each run that begins from now on: epochs with their files, and bytes of these; 0: as usual. */
void iso_session_limit_keeping (IsoSession *session, int epochs, guint64 bytes);
/* Id of the run in place in the store; 0 while it is not there. */
gint64 iso_session_run (IsoSession *session);
/* Why the run in place is not kept, or not all of it, at the moment: newly allocated, NULL: all is well. Training goes on all the
 * same, and what is missing comes as soon as it can. */
char *iso_session_keeping_problem (IsoSession *session);
/* Goes on with a kept run where its checkpoint of that epoch stands (−1: the last), in its own row: what it had recorded after that
 * gives way. "run-resumed" or "not-resumed" answers. */
void iso_session_resume_run (IsoSession *session, gint64 run, int epoch);
/* Where a fork of the run in place begins: run and epoch (−1: the last that is kept) for iso_session_fork(). A fork that has not ended
 * an epoch begins where it did itself. run 0: there is nothing kept to begin at. */
void iso_session_fork_place (IsoSession *session, gint64 *run, int *epoch);
/* A new run that begins where a kept one stood at the end of that epoch (−1: the last that is kept), with these changes ("key=value",
 * NULL-terminated; NULL: none). "forked" or "not-forked" answers. */
void iso_session_fork (IsoSession *session, gint64 run, int epoch, const char *const *assignments);

void iso_session_set_endless (IsoSession *session, gboolean endless);
void iso_session_watch (IsoSession *session, IsoWatch watch);

void iso_session_status (IsoSession *session, IsoTrainerStatus *status);
IsoHistory *iso_session_history (IsoSession *session);       /* NULL without a run; not owned */
IsoExperiment *iso_session_experiment (IsoSession *session); /* likewise */
IsoEpochSnapshot *iso_session_epoch (IsoSession *session);   /* the newest, or NULL */
/* Raw pixels' scores on the test part, computed on a worker: NAN until known. "status" tells. */
void iso_session_raw_scores (IsoSession *session, double *recall_1, double *map_at_r);
