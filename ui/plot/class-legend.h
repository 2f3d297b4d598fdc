/* The classes of a map with their colours, as toggles: on where all samples of the class that are shown are selected, faded where none
 * of them is and others are. Wraps into as many rows as it takes, and scrolls beyond a few. Emits "class-toggled" (class, is_on) when
 * the person switched a class: whoever listens selects its samples, or selects them no more, and says so by iso_class_legend_show(). */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/map-figure.h"
#include "ui/plot/sample-choice.h"

#define ISO_TYPE_CLASS_LEGEND (iso_class_legend_get_type ())
G_DECLARE_FINAL_TYPE (IsoClassLegend, iso_class_legend, ISO, CLASS_LEGEND, GtkWidget)

GtkWidget *iso_class_legend_new (void);

/* Lists the classes that occur among the points (NULL: none); nothing is selected then. */
void iso_class_legend_set_points (IsoClassLegend *legend, const IsoMapPoints *points);

/* labels (N) of what is shown and selected (N), NULL: there is no selection. Emits nothing. */
void iso_class_legend_show (IsoClassLegend *legend, const gint32 *labels, const bool *selected, size_t N);

/* What a click on a class means: all samples of the data that have this label (count), whichever view shows them, are selected too, or
 * no more. */
void iso_choice_select_class (IsoSampleChoice *choice, const gint32 *labels, size_t count, guint32 class, gboolean wanted);
