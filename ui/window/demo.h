/* The demonstration: trains on its own for some seconds at full pace, measures how smoothly the window drew meanwhile, writes the
 * figures and a picture, and quits. */
#pragma once

#include "ui/window/window.h"

typedef struct {
  double seconds;         /* of training */
  const char *stats;      /* JSON file, or NULL */
  const char *screenshot; /* PNG file, or NULL */
} IsoDemoOptions;

/* Called at the end; error is NULL if all files could be written. */
typedef void (*IsoDemoDone) (const GError *error, gpointer data);

/* Takes over a window that has just been made and is not shown yet; shows it and starts training. Options are copied. */
void iso_demo_run (IsoWindow *window, const IsoDemoOptions *options, IsoDemoDone done, gpointer data);

/* A picture of the window as it is drawn, as PNG. */
gboolean iso_window_save_picture (GtkWindow *window, const char *path, GError **error);
