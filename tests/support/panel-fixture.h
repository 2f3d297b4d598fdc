/* A setup panel on a session of its own. */
#pragma once

#include <adwaita.h>

#include "engine/train/parameters.h"
#include "tests/support/widgets.h"
#include "ui/panel/setup-panel.h"

typedef struct {
  IsoSession *session;
  IsoSetupPanel *panel;
} Fixture;

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = iso_session_new ();
  fixture->panel = g_object_ref_sink (ISO_SETUP_PANEL (iso_setup_panel_new (fixture->session)));
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->panel);
  /* A run that is being prepared holds on to its session until it is ready. */
  gpointer session = fixture->session;
  g_object_add_weak_pointer (G_OBJECT (session), &session);
  g_object_unref (fixture->session);
  while (session != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static inline IsoParameterRow *
row_of (Fixture *fixture, const char *key)
{
  const IsoParameter *parameter = iso_parameter_find (key, iso_session_settings (fixture->session), NULL);
  g_assert_nonnull (parameter);
  return iso_setup_panel_row (fixture->panel, parameter);
}

static inline double
value_of (Fixture *fixture, const char *key)
{
  const IsoSettings *settings = iso_session_settings (fixture->session);
  return iso_settings_get_number (settings, iso_parameter_find (key, settings, NULL));
}
