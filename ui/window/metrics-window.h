/* The window of all metrics beside the main one: what each says, its values after the newest evaluation, and the classes behind it.
 * Follows the session while it is open. */
#pragma once

#include <adwaita.h>

#include "engine/metrics/scores.h"
#include "ui/session/session.h"

#define ISO_TYPE_METRICS_WINDOW (iso_metrics_window_get_type ())
G_DECLARE_FINAL_TYPE (IsoMetricsWindow, iso_metrics_window, ISO, METRICS_WINDOW, AdwWindow)

/* Goes away with `parent`, which may be NULL in tests. */
GtkWindow *iso_metrics_window_new (GtkWindow *parent, IsoSession *session);

/* A kept epoch, looked back at, in place of the newest (NULL: the newest again). Takes a reference. */
void iso_metrics_window_look_back (IsoMetricsWindow *window, IsoEpochSnapshot *past);

/* Goes to a metric; passed over where it has no row. */
void iso_metrics_window_choose (IsoMetricsWindow *window, IsoScoreKey metric);
