/* A row of the list of samples whose neighbors changed: the sample's picture and class, how many of its neighbors it kept, and below each
 * other its neighbors in A and in B, nearest first. A cross marks those of another class, a bar below those that are neighbors in both. Drawn
 * as a whole, for many rows stand in a list; what it says stands in its accessible name.
 *
 * Signal "pointed" (uint sample): the sample of the data that the pointer is on, its neighbor's or its own; ISO_NO_SAMPLE: it left. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/compared-maps.h"
#include "ui/figure/thumbnail-cache.h"

#define ISO_TYPE_CHANGE_LINE (iso_change_line_get_type ())
G_DECLARE_FINAL_TYPE (IsoChangeLine, iso_change_line, ISO, CHANGE_LINE, GtkWidget)

/* Sides of the pictures: of the sample, of a neighbor. */
#define ISO_CHANGE_PICTURE 40
#define ISO_CHANGE_NEIGHBOR 18

typedef struct {
  const IsoComparedMaps *maps;
  size_t row;                              /* of the maps */
  IsoThumbnailCache *pictures, *neighbors; /* of these sides; or NULL */
  guint32 pointed, picked;                 /* of the data; ISO_NO_SAMPLE: none */
} IsoChangeLineContent;

GtkWidget *iso_change_line_new (void);

/* What the content points to must stay until other content is shown; NULL shows nothing. */
void iso_change_line_show (IsoChangeLine *line, const IsoChangeLineContent *content);

/* "Sandal, sample 412: 2 of 10 neighbors kept; of its class 7 in A, 9 in B". Newly allocated. */
char *iso_change_line_sentence (const IsoComparedMaps *maps, size_t row);
