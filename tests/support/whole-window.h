/* A window on a session with the sample, for tests of the whole. */
#pragma once

#include <adwaita.h>
#include <glib/gstdio.h>
#include <math.h>

#include "engine/train/parameters.h"
#include "tests/support/widgets.h"
#include "tests/support/window-fixture.h"
#include "ui/panel/run-strip.h"
#include "ui/panel/timeline.h"
#include "ui/plot/map-canvas.h"
#include "ui/window/demo.h"

typedef struct {
  IsoSession *session;
  IsoWindow *window;
} Fixture;

static inline IsoSessionState
state_of (Fixture *fixture)
{
  return iso_session_state (fixture->session);
}

static inline gboolean
activate (Fixture *fixture, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (fixture->window), action, NULL);
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = iso_session_new ();
  fixture->window = test_window_open (fixture->session);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_window_close (fixture->window, fixture->session);
}
