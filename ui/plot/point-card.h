/* The small card beside a point of the map: picture, class and number of the sample. Read out when it changes. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/projected-map.h"

#define ISO_TYPE_POINT_CARD (iso_point_card_get_type ())
G_DECLARE_FINAL_TYPE (IsoPointCard, iso_point_card, ISO, POINT_CARD, GtkWidget)

GtkWidget *iso_point_card_new (void);

/* point: 0 … map->N − 1; recall: the share of its neighbors that the map keeps, NAN where that is not known. */
void iso_point_card_set_point (IsoPointCard *card, const IsoProjectedMap *map, size_t point, double recall);

/* Any sample of a dataset; words: what is said of it below the name of its class, a line or two. */
void iso_point_card_set_sample (IsoPointCard *card, const IsoDataset *dataset, guint32 index, guint32 class, const char *class_name,
                                const char *words);

/* A card comes after so many milliseconds, so that it does not flicker on the way; once in sight it follows at once. */
#define ISO_POINT_CARD_DELAY 125

/* For GtkOverlay::get-child-position: beside the point at (x, y) of the overlay, on the side where there is room. */
void iso_point_card_place (GtkWidget *card, GtkWidget *overlay, double x, double y, GdkRectangle *place);
