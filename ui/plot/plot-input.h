/* How pointer, wheel, fingers and keys change what a plot shows: one behaviour for all plots with an IsoPlotRange.
 *
 * Drag: moves it. Wheel, pinch: zoom about the pointer; with Ctrl along x alone, with Shift along y alone. Right drag, or drag with
 * Shift: a box that is enlarged; one that is flat or narrow enlarges one direction alone. Double click: everything. Keys: + and -
 * (with Ctrl along x alone, with Alt along y alone), Shift with arrows moves, 0 shows everything, BackSpace and Ctrl+Z go back. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/plot-box.h"
#include "ui/figure/plot-range.h"

typedef struct _IsoPlotInput IsoPlotInput;

typedef struct {
  gboolean (*get_box) (GtkWidget *widget, IsoPlotBox *box); /* where the plot stands; FALSE: there is none */
  double (*get_cursor) (GtkWidget *widget);                 /* place along x about which keys zoom; NAN: the middle */
  void (*changed) (GtkWidget *widget);                      /* another range is to be drawn */
} IsoPlotInputHooks;

/* Adds controllers to the widget, which must free this when it is disposed. range and hooks: borrowed, must live as long. */
IsoPlotInput *iso_plot_input_new (GtkWidget *widget, IsoPlotRange *range, const IsoPlotInputHooks *hooks);
void iso_plot_input_free (IsoPlotInput *input);

/* For the widget's own key handler: GDK_EVENT_STOP where the key was one of those above. */
gboolean iso_plot_input_key (IsoPlotInput *input, guint key, GdkModifierType state);

/* The buttons' ways: everything, and one step back. */
void iso_plot_input_fit (IsoPlotInput *input);
void iso_plot_input_undo (IsoPlotInput *input);

/* While the pointer drags there is nothing to read out. */
gboolean iso_plot_input_is_dragging (IsoPlotInput *input);
/* The box that is being drawn, above everything. */
void iso_plot_input_snapshot (IsoPlotInput *input, GtkSnapshot *snapshot);
