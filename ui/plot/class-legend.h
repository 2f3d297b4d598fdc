/* The classes of a map with their colours, as toggles: those switched on are highlighted, the others fade; none on: all in
 * colour. Wraps into as many rows as it takes, and scrolls beyond a few. Emits "changed" when the person switched a class. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/map-figure.h"

#define ISO_TYPE_CLASS_LEGEND (iso_class_legend_get_type ())
G_DECLARE_FINAL_TYPE (IsoClassLegend, iso_class_legend, ISO, CLASS_LEGEND, GtkWidget)

GtkWidget *iso_class_legend_new (void);

/* Lists the classes that occur among the points (NULL: none); nothing is highlighted then. */
void iso_class_legend_set_points (IsoClassLegend *legend, const IsoMapPoints *points);

/* (class_count), or NULL where no class is switched on; valid until the next change. */
const bool *iso_class_legend_highlighted (IsoClassLegend *legend);

/* All in colour again. */
void iso_class_legend_clear (IsoClassLegend *legend);
