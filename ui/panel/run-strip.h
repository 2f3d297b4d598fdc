/* The strip at the bottom of the window: what is running, in words and numbers, over the timeline of the run. */
#pragma once

#include "ui/session/session.h"

#define ISO_TYPE_RUN_STRIP (iso_run_strip_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunStrip, iso_run_strip, ISO, RUN_STRIP, GtkBox)

/* Keeps a reference to the session. */
GtkWidget *iso_run_strip_new (IsoSession *session);

/* The line as it reads at the moment, for tests: "epoch 14 of 20 · step 238 · 412 steps/s". */
const char *iso_run_strip_text (IsoRunStrip *status);
/* The alarm that stands, with what to try against it; NULL if none does. */
const char *iso_run_strip_alarm (IsoRunStrip *status);

/* Whether the timeline stands below the line of words. */
void iso_run_strip_show_timeline (IsoRunStrip *status, gboolean shown);
