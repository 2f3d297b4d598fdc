/* What the matrix view's files share: matrix-view.c (the object and what it shows), matrix-view-draw.c and matrix-view-input.c. */
#pragma once

#include "ui/figure/cell-numbers.h"
#include "ui/plot/matrix-view.h"

struct _IsoMatrixView {
  GtkWidget parent_instance;
  IsoMatrixPicture picture;
  guint8 *faded;           /* (B) or NULL */
  gboolean is_interactive;

  cairo_surface_t *pixels; /* of the part in sight, or NULL */
  GskRenderNode *node;     /* shows pixels */
  gboolean is_dark;        /* that pixels are for */
  IsoCellNumbers *numbers; /* or NULL: not needed so far */

  IsoMatrixZoom zoom;      /* kept at the size of view and matrices */
  GArray *history;         /* IsoMatrixZoom, to go back to, the last one on top */
  gint64 remembered;       /* when that was added to, microseconds */
  IsoMatrixZoom outline;   /* B = 0: none */

  int row, column;         /* of the cursor, or −1 */
  IsoMatrixMarks marks;

  double pointer_x, pointer_y; /* −1 outside */
  double pinch_scale;
  gboolean is_dragging, is_boxing;
  IsoMatrixZoom dragged_from;
  double box_x, box_y, box_width, box_height; /* while is_boxing */
};

/* matrix-view.c */
void iso_matrix_view_forget_pixels (IsoMatrixView *view);
/* Another part comes into sight. is_going_on: as the wheel turns, all of it is one step to go back. */
void iso_matrix_view_change_zoom (IsoMatrixView *view, const IsoMatrixZoom *zoom, gboolean is_going_on);
/* Keeps up with the size of the view. */
void iso_matrix_view_sync_zoom (IsoMatrixView *view);
/* Rows of the matrices in sight, and not missing. */
gboolean iso_matrix_view_has_values (IsoMatrixView *view);
void iso_matrix_view_tell_cursor (IsoMatrixView *view, int row, int column);
void iso_matrix_view_tell_picked (IsoMatrixView *view, int row, int column);

/* matrix-view-draw.c */
void iso_matrix_view_draw (IsoMatrixView *view, GtkSnapshot *snapshot);

/* matrix-view-input.c */
void iso_matrix_view_add_pointer (IsoMatrixView *view);
void iso_matrix_view_add_gestures (IsoMatrixView *view);
