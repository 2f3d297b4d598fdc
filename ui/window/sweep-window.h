/* The window of sweeps beside the main one: where one is set up, followed, and looked at. The sweep itself is the sweeper's, which goes on
 * when this window is closed.
 *
 * Signals: "use" (assignments: char **) the person wants these settings in the main window; "compare" (runs: GVariant "ax"). */
#pragma once

#include <adwaita.h>

#include "ui/panel/sweep-form.h"
#include "ui/panel/sweep-overview.h"
#include "ui/session/sweeper.h"

#define ISO_TYPE_SWEEP_WINDOW (iso_sweep_window_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepWindow, iso_sweep_window, ISO, SWEEP_WINDOW, AdwWindow)

/* parent may be NULL in tests. Keeps references to session and sweeper. folder: of the store of runs, NULL: the user's. */
GtkWindow *iso_sweep_window_new (GtkWindow *parent, IsoSession *session, IsoSweeper *sweeper, const char *folder);

/* Reads a sweep's file into the form, or says why not; on a worker. */
void iso_sweep_window_open (IsoSweepWindow *window, const char *path);
/* Writes what the form says; on a worker. */
void iso_sweep_window_save (IsoSweepWindow *window, const char *path);

/* "setup" or "results". */
void iso_sweep_window_show (IsoSweepWindow *window, const char *page);
IsoSweepForm *iso_sweep_window_form (IsoSweepWindow *window);
IsoSweepOverview *iso_sweep_window_overview (IsoSweepWindow *window);
/* What the window said last: "" while nothing. For tests. */
const char *iso_sweep_window_said (IsoSweepWindow *window);

/* "key=value" of a setting of the plan, where it differs from what the window has now: the values that change, and of the base what is
 * another. Of seed, threads and pace nothing. Newly allocated. */
char **iso_sweep_assignments (const IsoSweepPlan *plan, size_t setting, const IsoSettings *now);
