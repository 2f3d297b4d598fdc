/* What the files of the window of sweeps share: sweep-window.c holds it together, sweep-window-files.c opens, saves and exports. */
#pragma once

#include "ui/panel/sweep-progress.h"
#include "ui/window/card-export.h"
#include "ui/window/sweep-window.h"

struct _IsoSweepWindow {
  AdwWindow parent_instance;
  IsoSession *session;
  IsoSweeper *sweeper;
  char *folder; /* of the store, or NULL */
  char *said;

  AdwToastOverlay *toasts;
  AdwViewStack *pages; /* "setup", "results" */
  IsoSweepForm *form;
  IsoSweepOverview *overview;
  GtkLabel *summary;
  GtkButton *start_button;

  GtkFileChooserNative *chooser; /* while it is open */
  IsoCardExport *export;
};

/* sweep-window.c */
void iso_sweep_window_say (IsoSweepWindow *window, const char *text);

/* sweep-window-files.c */
void iso_sweep_window_add_files (IsoSweepWindow *window);
void iso_sweep_window_install_files (GtkWidgetClass *class);
/* Whatever is open is closed. */
void iso_sweep_window_drop_files (IsoSweepWindow *window);
