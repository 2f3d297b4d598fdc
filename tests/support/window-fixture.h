/* What tests of the whole window ask it, and how it goes away. */
#pragma once

#include "tests/support/wait-for.h"
#include "ui/window/window-private.h"

static inline guint64
test_steps_of (IsoSession *session)
{
  IsoTrainerStatus status;
  iso_session_status (session, &status);
  return status.step;
}

/* Shows a window on the session and waits until its data are there. */
static inline IsoWindow *
test_window_open (IsoSession *session)
{
  IsoWindow *window = iso_window_new (NULL, session, FALSE);
  gtk_window_present (GTK_WINDOW (window));
  WAIT_FOR (iso_session_state (session) == ISO_SESSION_READY);
  return window;
}

/* Closes both, of which nothing may be left. */
static inline void
test_window_close (IsoWindow *the_window, IsoSession *the_session)
{
  gpointer window = the_window, session = the_session;
  g_object_add_weak_pointer (window, &window);
  g_object_add_weak_pointer (session, &session);
  g_object_unref (the_session);
  gtk_window_destroy (GTK_WINDOW (the_window));
  WAIT_FOR (window == NULL);
  WAIT_FOR (session == NULL);
}
