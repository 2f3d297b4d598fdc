/* The main window: setup panel at the left, curves, map and batch in the middle, the run's state below, run controls above.
 *
 *     IsoSession *session = iso_session_new ();
 *     IsoWindow *window = iso_window_new (application, session, TRUE);
 *     gtk_window_present (GTK_WINDOW (window));
 *
 * Its files: window.c (what the session tells), window-views.c (the views in their dock), window-actions.c (what a person can
 * do), window-menus.c, window-palette.c (finding all of it by typing), window-presentation.c, window-data.c (opening data, presets),
 * window-checkpoint.c (saving and resuming a run), window-record.c (runs that are kept, gone on with and forked), window-lookback.c (kept
 * epochs in all views), window-runs.c, window-compare.c, window-sweep.c and window-export-run.c (the windows and dialogs of runs),
 * window-export.c (figures and numbers of the views as files), window-pages.c (pages on losses, miners, samplers), window-memory.c
 * (what is remembered between sittings). Names and keys of all actions are in action-table.c.
 */
#pragma once

#include <adwaita.h>

#include "ui/plot/batch-view.h"
#include "ui/plot/map-view.h"
#include "ui/session/session.h"

#define ISO_TYPE_WINDOW (iso_window_get_type ())
G_DECLARE_FINAL_TYPE (IsoWindow, iso_window, ISO, WINDOW, AdwApplicationWindow)

/* Keeps a reference to the session. remembers: takes up size, panes, style and folded groups where they were left, and writes
 * them down again when it is closed. application may be NULL in tests. */
IsoWindow *iso_window_new (GtkApplication *application, IsoSession *session, gboolean remembers);

/* Opens the store of runs (folder NULL: the default) and keeps what is trained in the window there, as the person has chosen; without
 * this nothing is kept. Once, right after the window was made. */
void iso_window_keep_runs (IsoWindow *window, const char *folder);

IsoSession *iso_window_session (IsoWindow *window);
IsoBatchView *iso_window_batch_view (IsoWindow *window);
IsoMapView *iso_window_map_view (IsoWindow *window);

/* A view in the dock, with the buttons that fill the window with it and move it if it is a card (IsoViewCard). id: one of those
 * that the standard arrangement has a place for ("curves", "map", "batch", "walk", "tuples", "lab", "whatif"), or another. Call before
 * the window recalls what was where, in window-views.c. */
void iso_window_add_view (IsoWindow *window, const char *id, const char *title, GtkWidget *view);
/* The panel at the right, which F8 shows and hides; without one there is no such button. */
void iso_window_set_inspector (IsoWindow *window, GtkWidget *inspector);

/* "system", "light" or "dark". */
void iso_window_set_color_style (IsoWindow *window, const char *style);
