/* A session whose runs, of a small network on the embedded sample, are kept in a store of their own. */
#pragma once

#include <gtk/gtk.h>
#include <string.h>

#include "tests/support/store-fixture.h"
#include "tests/support/wait-for.h"
#include "ui/session/session.h"

/* Steps of an epoch. */
#define EPOCH 17

typedef struct {
  char *folder;
  IsoRunLibrary *library;
  IsoSession *session;
  GtkWidget *window;
  guint recordings, resumes, forks;
  gint64 parent;
  int fork_epoch;
  guint64 step;
  char *refusal;
} Recording;

static inline void
note_resumed (IsoSession *session, gint64 run, guint64 step, Recording *fixture)
{
  fixture->resumes++;
  fixture->parent = run;
  fixture->step = step;
}

static inline void
note_forked (IsoSession *session, gint64 parent, int epoch, guint64 step, Recording *fixture)
{
  fixture->forks++;
  fixture->parent = parent;
  fixture->fork_epoch = epoch;
  fixture->step = step;
}

static inline void
note_refusal (IsoSession *session, const char *text, Recording *fixture)
{
  g_free (fixture->refusal);
  fixture->refusal = g_strdup (text);
}

static inline void
count (guint *calls)
{
  ++*calls;
}

static inline void
open_session (Recording *fixture)
{
  static const char *const small[] = { "network.hidden=24", "network.embedding=8", "train.epochs=4", "train.threads=1", "train.pace=60",
                                       "train.evaluate_sample=100", NULL };
  g_autoptr (GError) error = NULL;
  fixture->session = iso_session_new ();
  iso_session_set_library (fixture->session, fixture->library);
  iso_session_set_all (fixture->session, small, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (fixture->session, "recording", G_CALLBACK (count), &fixture->recordings);
  g_signal_connect (fixture->session, "run-resumed", G_CALLBACK (note_resumed), fixture);
  g_signal_connect (fixture->session, "forked", G_CALLBACK (note_forked), fixture);
  g_signal_connect (fixture->session, "not-resumed", G_CALLBACK (note_refusal), fixture);
  g_signal_connect (fixture->session, "not-forked", G_CALLBACK (note_refusal), fixture);
  fixture->window = gtk_window_new ();
  iso_session_attach (fixture->session, fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_READY);
}

/* Nothing is left of it, and what it was writing comes to its end by itself. */
static inline void
close_session (Recording *fixture)
{
  gpointer session = fixture->session;
  g_object_add_weak_pointer (session, &session);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (session);
  WAIT_FOR (session == NULL);
}

static inline void
recording_open (Recording *fixture)
{
  fixture->folder = make_store_folder ();
  fixture->library = iso_run_library_new (fixture->folder);
  WAIT_FOR (iso_run_library_is_listed (fixture->library));
  open_session (fixture);
}

/* "paused" and so on, newly allocated; NULL where there is no such run. */
static inline char *
status_of (Recording *fixture, gint64 run)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, run);
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoRun) found = iso_store_find (iso_run_library_store (fixture->library), id, &error);
  return found != NULL ? g_strdup (iso_run_status_name (found->status)) : NULL;
}

static inline gboolean
is_status (Recording *fixture, gint64 run, const char *status)
{
  g_autofree char *found = status_of (fixture, run);
  return g_strcmp0 (found, status) == 0;
}

static inline gboolean
is_released (Recording *fixture)
{
  return ask_number (fixture->folder, "SELECT count (*) FROM runs WHERE status IN ('running', 'paused')") == 0;
}

static inline void
recording_close (Recording *fixture)
{
  close_session (fixture);
  WAIT_FOR (is_released (fixture));
  assert_sound (fixture->folder);
  g_object_unref (fixture->library);
  remove_store (fixture->folder);
  g_free (fixture->refusal);
}

static inline guint64
steps_of (Recording *fixture)
{
  IsoTrainerStatus status;
  iso_session_status (fixture->session, &status);
  return status.step;
}

static inline IsoSessionState
state_of (Recording *fixture)
{
  return iso_session_state (fixture->session);
}

static inline void
train_until (Recording *fixture, guint64 steps)
{
  iso_session_start (fixture->session);
  WAIT_FOR (steps_of (fixture) >= steps);
  iso_session_pause (fixture->session);
  WAIT_FOR (state_of (fixture) != ISO_SESSION_RUNNING);
}

static inline void
train_to_end (Recording *fixture)
{
  iso_session_start (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_FINISHED);
}

/* What is asked of the store comes true without any news for the main loop: it looks again. */
static inline gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}
