/* What the files of the window of runs share: runs-window.c (the window), runs-window-filter.c (what of the runs is shown),
 * runs-window-actions.c (what can be done with the selected), runs-window-edit.c (names, notes, deleting) and runs-window-transfer.c
 * (archives and their progress). */
#pragma once

#include "ui/session/run-job.h"
#include "ui/window/runs-window.h"

struct _IsoRunsWindow {
  AdwWindow parent_instance;
  IsoRunLibrary *library;
  GCancellable *cancellable; /* of what is exported or imported */
  IsoRunJob *transfer;       /* while it goes on, or NULL */
  guint transfer_tick;
  GtkFileChooserNative *chooser; /* while it is open */

  AdwToastOverlay *toasts;
  AdwWindowTitle *heading;
  IsoRunList *list;
  IsoRunDetails *details;
  GtkWidget *details_pane;
  gboolean shows_details;
  gboolean was_filled; /* there were runs, of which the newest was selected */

  GtkSearchEntry *search;
  GtkDropDown *statuses, *sweeps;
  GtkStringList *sweep_names;
  GPtrArray *sweep_ids; /* uuid of each name from the third on */
  GtkWidget *shape;     /* list or tree */
  gboolean is_tree, is_filling;

  GtkRevealer *progress;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
};

/* runs-window.c */
void iso_runs_window_update_details (IsoRunsWindow *window);

/* runs-window-filter.c */
GtkWidget *iso_runs_window_filter_new (IsoRunsWindow *window);
void iso_runs_window_update_filter (IsoRunsWindow *window);
void iso_runs_window_fill_sweeps (IsoRunsWindow *window);
void iso_runs_window_set_is_tree (IsoRunsWindow *window, gboolean is_tree);

/* runs-window-actions.c */
void iso_runs_window_install_actions (GtkWidgetClass *class);
/* Newly made: everything that can be done with the selected, and more. */
GMenuModel *iso_runs_window_menu_new (gboolean has_more);
void iso_runs_window_update_actions (IsoRunsWindow *window);
void iso_runs_window_open (IsoRunsWindow *window, gint64 run);
/* A toast of one sentence, newly made; and one that is shown. */
AdwToast *iso_runs_window_toast_new (const char *text);
void iso_runs_window_say (IsoRunsWindow *window, const char *text);
/* What failed, in a dialog if there is anything. */
void iso_runs_window_explain (IsoRunsWindow *window, const char *heading, const GPtrArray *problems);

/* runs-window-edit.c */
/* With a toast that takes it back. */
void iso_runs_window_rename (IsoRunsWindow *window, gint64 run, const char *name);
void iso_runs_window_note (IsoRunsWindow *window, gint64 run, const char *note);
void iso_runs_window_undo (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_runs_window_rename_selected (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_runs_window_ask_to_delete (GtkWidget *widget, const char *action, GVariant *parameter);

/* runs-window-transfer.c */
GtkWidget *iso_runs_window_progress_new (IsoRunsWindow *window);
void iso_runs_window_choose_export (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_runs_window_choose_import (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_runs_window_cancel (GtkWidget *widget, const char *action, GVariant *parameter);
/* Archives that are dropped on the window are taken in. */
void iso_runs_window_accept_drops (IsoRunsWindow *window);
void iso_runs_window_drop_transfer (IsoRunsWindow *window);
