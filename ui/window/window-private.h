/* What the window's files share. */
#pragma once

#include "ui/panel/setup-panel.h"
#include "ui/plot/curve-plot.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/xray.h"
#include "ui/window/window.h"

struct _IsoWindow {
  AdwApplicationWindow parent_instance;
  IsoSession *session;
  gboolean remembers;

  AdwToastOverlay *toasts;
  GtkBox *frame;
  AdwWindowTitle *window_title;
  AdwSplitButton *open_button;
  GtkMenuButton *presets_button, *pace_button;
  GtkButton *start_button;
  AdwButtonContent *start_content;
  GMenu *pace_section;
  AdwFlap *flap;
  GtkPaned *rows_paned, *columns_paned;

  IsoXray *xray;           /* the batch that the views of diffusion look at */
  IsoSampleChoice *choice; /* what is pointed at, picked and selected in all of them */
  IsoSetupPanel *panel;
  IsoCurvePlot *curves;
  IsoMapView *map;
  IsoBatchView *batch;
  GtkWidget *filling; /* the view that fills the window, or NULL */
  IsoWatch watch;     /* the batches that the person chose to see */

  gboolean show_panel, endless;
  char *color_style;
  double rows_fraction, columns_fraction; /* where the panes are put when their size is known; NAN once they are */

  GtkWidget *pages; /* the pages on losses, miners and samplers while they are open, or NULL; not owned */

  GtkRevealer *opening;          /* the bar that shows how far reading data is */
  GtkLabel *opening_label, *opening_share;
  GtkProgressBar *opening_bar;
  guint opening_tick;
  gint64 opening_since;          /* monotonic microseconds */
  char *told_source;             /* whose pictures left out were told of */
  GtkFileChooserNative *chooser; /* while it is open */
  GtkWindow *metrics;            /* while it is open */
  GFile *checkpoints;            /* the folder of the last one saved or resumed, or NULL */
  char *pending_source;          /* data being opened that are not in place yet, or NULL */
};

/* window-actions.c */
void iso_window_install_actions (GtkWidgetClass *class);
void iso_window_update_actions (IsoWindow *window);
void iso_window_fill_pace_menu (IsoWindow *window);

/* window-views.c */
/* The run goes by what the X-ray tries, from the next step on. */
void iso_window_train_with (IsoWindow *window);
/* Where panes are put the first time: parts of the height and width. */
#define ISO_WINDOW_ROWS_FRACTION 0.385
#define ISO_WINDOW_COLUMNS_FRACTION 0.5
void iso_window_add_views (IsoWindow *window);
/* One view alone, or all (NULL). */
void iso_window_fill_view (IsoWindow *window, GtkWidget *view);
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

/* window-pages.c */
/* Opens the page of what is chosen for "loss.name", "miner.name" or "batch.sampler". */
void iso_window_open_page (IsoWindow *window, const char *key);
void iso_window_show_page (GtkWidget *widget, const char *action, GVariant *parameter);
void iso_window_show_page_here (GtkWidget *widget, const char *action, GVariant *parameter);
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
/* The length over which the pane's handle can be set, in pixels; 0 before it has a size. */
int iso_window_pane_room (GtkPaned *paned);
