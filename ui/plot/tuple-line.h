/* A row of the list of tuples: the pictures of anchor, positive and negative in frames of their class, the distances between them, the
 * violation of the margin and what kind of triplet that makes. Drawn as a whole, for many rows stand in a list; what it says stands in
 * its accessible name. Without a tuple it is the heading of such rows.
 *
 * Signal "pointed" (int which): the pointer is on the picture of 0 the anchor, 1 the positive, 2 the negative; −1: elsewhere. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/thumbnail-cache.h"
#include "ui/figure/tuples.h"

#define ISO_TYPE_TUPLE_LINE (iso_tuple_line_get_type ())
G_DECLARE_FINAL_TYPE (IsoTupleLine, iso_tuple_line, ISO, TUPLE_LINE, GtkWidget)

/* Side of the pictures. */
#define ISO_TUPLE_PICTURE 32

typedef struct {
  const IsoTuples *tuples;
  const IsoTuple *tuple;       /* NULL: the heading */
  const IsoDataset *dataset;   /* names of classes; or NULL */
  IsoThumbnailCache *pictures; /* or NULL */
  guint32 pointed, picked;     /* of the dataset; ISO_NO_SAMPLE: none */
} IsoTupleLineContent;

GtkWidget *iso_tuple_line_new (void);

/* What the content points to must stay until other content is shown; NULL shows nothing. */
void iso_tuple_line_show (IsoTupleLine *line, const IsoTupleLineContent *content);
