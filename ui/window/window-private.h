/* What the window's files share. */
#pragma once

#include "ui/figure/figure-file.h"
#include "ui/panel/inspector.h"
#include "ui/panel/map-settings.h"
#include "ui/panel/run-strip.h"
#include "ui/panel/setup-panel.h"
#include "ui/plot/curve-plot.h"
#include "ui/plot/neighbor-strip.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/tuple-view.h"
#include "ui/plot/walk-view.h"
#include "ui/plot/xray.h"
#include "ui/session/look-back.h"
#include "ui/report/run-export.h"
#include "ui/window/dock.h"
#include "ui/window/palette.h"
#include "ui/window/window.h"

typedef struct _IsoWindowCompare IsoWindowCompare; /* window-compare.c */
typedef struct _IsoWindowExport IsoWindowExport; /* window-export.c */
typedef struct _IsoWindowSweep IsoWindowSweep;   /* window-sweep.c */

struct _IsoWindow {
  AdwApplicationWindow parent_instance;
  IsoSession *session;
  gboolean remembers;
  IsoRunLibrary *library; /* the store of runs; NULL: nothing is kept, and there is nothing to look back on */
  int looking_at;         /* the epoch of the run in place that is looked back at, −1: none */
  IsoLookBack *look_back; /* with the library; else NULL */
  struct {
    gboolean keeps;       /* runs are kept */
    int epochs;           /* with their files, of each run */
    int megabytes;        /* of these files, likewise */
  } keeping;

  GtkOverlay *overlay; /* all of the content, and the palette above it */
  AdwToastOverlay *toasts;
  GtkBox *frame;
  AdwHeaderBar *header;
  AdwWindowTitle *window_title;
  AdwSplitButton *open_button;
  GtkMenuButton *presets_button, *pace_button, *menu_button;
  GtkButton *start_button, *step_button, *fork_button, *reset_button;
  GtkToggleButton *panel_button, *inspector_button;
  AdwButtonContent *start_content;
  AdwFlap *flap, *inspector_flap;

  IsoXray *xray;           /* the batch that the views of diffusion look at */
  IsoSampleChoice *choice; /* what is pointed at, picked and selected in all of them */
  IsoSetupPanel *panel;
  IsoCurvePlot *curves;
  IsoMapView *map;
  IsoBatchView *batch;
  IsoWalkView *walk;
  IsoTupleView *tuples;
  IsoInspector *inspector;
  IsoNeighborStrip *neighbors;
  GPtrArray *batch_watchers; /* of GtkWidget, not owned: those that show batches */
  IsoMapSettings *map_settings;
  IsoRunStrip *status;
  IsoDock *dock;
  IsoPalette *palette;  /* once it was opened, or NULL */
  char **recent;        /* what was chosen in it last, the newest first, or NULL */
  GHashTable *disabled; /* names of actions that can do nothing now, interned */
  IsoWatch watch;       /* the batches that the person chose to see */

  gboolean show_panel, show_inspector, endless;
  gboolean recalls_inspector; /* whether it is shown is as it was left */
  char *color_style;
  gboolean is_presenting;
  struct {
    gboolean panel, inspector;
  } before; /* what was shown when the presentation began */

  GtkWidget *pages; /* the pages on losses, miners and samplers while they are open, or NULL; not owned */

  GtkRevealer *opening;          /* the bar that shows how far reading data is */
  GtkLabel *opening_label, *opening_share;
  GtkProgressBar *opening_bar;
  guint opening_tick;
  gint64 opening_since;          /* monotonic microseconds */
  char *told_source;             /* whose pictures left out were told of */
  GtkFileChooserNative *chooser; /* while it is open */
  GtkWindow *metrics;            /* while it is open */
  IsoWindowCompare *compare;     /* NULL once the window is taken apart */
  IsoWindowExport *export;       /* once something was, or NULL */
  IsoWindowSweep *sweep;         /* once the window of sweeps was open, or NULL */
  struct {
    IsoRunExportFormats formats; /* those chosen last */
    char *place;                 /* and where to, or NULL */
  } export_run;
  GFile *checkpoints;            /* the folder of the last one saved or resumed, or NULL */
  char *pending_source;          /* data being opened that are not in place yet, or NULL */
};

/* window-title.c */
/* Says again what is trained on what. */
void iso_window_update_title (IsoWindow *window);

/* window-actions.c */
void iso_window_install_actions (GtkWidgetClass *class);
void iso_window_update_actions (IsoWindow *window);
/* The window of metrics, on this one if metric is not NULL. */
void iso_window_open_metrics (IsoWindow *window, const IsoScoreKey *metric);
/* gtk_widget_action_set_enabled() that is remembered. */
void iso_window_enable (IsoWindow *window, const char *action, gboolean enabled);
gboolean iso_window_is_enabled (IsoWindow *window, const char *action);

/* window-menus.c */
void iso_window_fill_menus (IsoWindow *window);
/* What can be done with one view; newly made. no_picture: why its figure cannot be exported, or NULL. */
GMenuModel *iso_window_view_menu (const char *no_picture);
void iso_window_add_shortcuts (IsoWindow *window);

/* window-palette.c */
void iso_window_toggle_palette (GtkWidget *widget, const char *action, GVariant *parameter);

/* window-presentation.c */
/* Large type, and nothing but the views: for a class. */
void iso_window_set_presenting (IsoWindow *window, gboolean presenting);

/* window-diffusion.c */
/* The views of a batch that the dock has beside its matrices, and the inspector. */
void iso_window_add_diffusion_views (IsoWindow *window);
/* Batches are asked for while it is in sight. */
void iso_window_watches_batches (IsoWindow *window, GtkWidget *view);
void iso_window_update_watch (IsoWindow *window);
/* Another run is in place; or a parameter of its loss has moved. */
void iso_window_tell_run (IsoWindow *window);
void iso_window_tell_margin (IsoWindow *window);

/* window-views.c */
/* Brings a view into sight and the keyboard into what it is about. */
void iso_window_show_view (IsoWindow *window, const char *id);
/* The run goes by what the X-ray tries, from the next step on. */
void iso_window_train_with (IsoWindow *window);
void iso_window_add_views (IsoWindow *window);
/* What can be done with the views changed. */
void iso_window_update_views (IsoWindow *window);
void iso_window_install_view_actions (GtkWidgetClass *class);
/* "matrices", "map" or "similarities"; other names are passed over. */
void iso_window_set_batch_look (IsoWindow *window, const char *name);
const char *iso_window_batch_look (IsoWindow *window);

/* window-data.c */
void iso_window_open_folder (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_window_open_file (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_window_open_source (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_window_choose_preset (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_window_fill_presets (IsoWindow *window);
/* Notes whether the settings ask for other data than are in place. */
void iso_window_note_source (IsoWindow *window);
/* A message of the session: data that could not be opened get a dialog, anything else a toast. */
void iso_window_say (IsoWindow *window, const char *text);

/* A dialog of one sentence, and what holds all the same (or NULL). */
void iso_window_explain (IsoWindow *window, const char *heading, const char *reason, const char *consolation);

/* window-checkpoint.c */
void iso_window_save_checkpoint (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_window_resume_checkpoint (GtkWidget *widget, const char *action, GVariant *parameter);
/* Goes on from this file, after a question where steps would be lost. */
void iso_window_resume_from (IsoWindow *window, const char *path);
/* Tells what comes of saving and resuming. */
void iso_window_watch_checkpoints (IsoWindow *window);

/* window-record.c */
void iso_window_install_record_actions (GtkWidgetClass *class);
/* Tells what comes of going on with kept runs and of forks. */
void iso_window_watch_runs (IsoWindow *window);
/* What is kept from the next run on: after window->keeping has changed. */
void iso_window_update_keeping (IsoWindow *window);
/* Whether there is a store, and something of the run in place in it. */
void iso_window_update_record_actions (IsoWindow *window);

/* window-lookback.c */
void iso_window_install_look_back_actions (GtkWidgetClass *class);
/* Once there is a library. */
void iso_window_begin_look_back (IsoWindow *window);
/* Another run is in place, or it is recorded now. */
void iso_window_follow_run (IsoWindow *window);
/* The newest epoch: shown unless another is looked back at. */
void iso_window_take_epoch (IsoWindow *window, IsoEpochSnapshot *epoch);
/* Puts an epoch (or NULL) into the views. */
void iso_window_show_epoch (IsoWindow *window, IsoEpochSnapshot *epoch);
/* The window of metrics shows what is looked at. */
void iso_window_tell_metrics (IsoWindow *window);
void iso_window_update_look_back (IsoWindow *window);

/* window-compare.c */
void iso_window_install_compare_actions (GtkWidgetClass *class);
void iso_window_watch_compared (IsoWindow *window);
void iso_window_drop_compare (IsoWindow *window);
/* There is a store now. */
void iso_window_follow_library (IsoWindow *window);
/* Another run is in place: the runs beside its curves are other ones. */
void iso_window_forget_branches (IsoWindow *window);
/* Appends what the palette offers to compare the run in place with. */
void iso_window_list_compared (IsoWindow *window, GPtrArray *items);

/* window-export.c */
void iso_window_install_export_actions (GtkWidgetClass *class);
/* Another view is the current one, or it shows something now. */
void iso_window_update_export (IsoWindow *window);
/* Writes the figure that was asked for last, as a picture or as numbers: the path's ending decides the kind of file; a name without
 * one gets that of `format`. */
void iso_window_export_to (IsoWindow *window, const char *path, IsoFigureFormat format);
void iso_window_drop_export (IsoWindow *window);
/* A toast whose button opens the folder; text is no markup. */
void iso_window_tell_written (IsoWindow *window, const char *text, const char *button, const char *folder);

/* window-export-run.c */
void iso_window_install_export_run_actions (GtkWidgetClass *class);
/* Once the session is there. */
void iso_window_watch_export_run (IsoWindow *window);

/* window-sweep.c */
void iso_window_install_sweep (GtkWidgetClass *class);
/* The window of sweeps while it is open, or NULL. */
GtkWindow *iso_window_sweeps (IsoWindow *window);
/* Whether the program must not end yet, as a sweep is running: the person is asked, and `action` (static: "window.close", "win.quit") is
 * activated again if it may. */
gboolean iso_window_asks_for_sweep (IsoWindow *window, const char *action);
/* That question while it is open, or NULL. */
GtkWindow *iso_window_sweep_question (IsoWindow *window);
/* Ends what is running. */
void iso_window_drop_sweep (IsoWindow *window);

/* window-pages.c */
/* Opens the page of what is chosen for "loss.name", "miner.name" or "batch.sampler". */
void iso_window_open_page (IsoWindow *window, const char *key);
/* index: among the choices, or −1 for the one in use. */
void iso_window_open_page_of (IsoWindow *window, const char *key, int index);
void iso_window_show_page (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_window_show_page_here (GtkWidget *widget, const char *action, GVariant *parameter);
/* window-runs.c */
void iso_window_install_runs_actions (GtkWidgetClass *class);

/* window-opening.c */
/* A bar below the header that shows how far reading data is and lets it be cancelled. */
void iso_window_add_opening_bar (IsoWindow *window);
void iso_window_update_opening (IsoWindow *window);
void iso_window_cancel_opening (GtkWidget *widget, const char *action, GVariant *parameter);
/* Pictures that were left out: lines of "FILE: why", of so many in all. */
void iso_window_tell_left_out (IsoWindow *window, const GPtrArray *lines, guint64 all);

/* window-memory.c */
void iso_window_recall (IsoWindow *window);
void iso_window_remember (IsoWindow *window);
