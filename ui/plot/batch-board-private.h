/* What the board's files share: batch-board.c (layout, and what is shown), batch-board-words.c (read-out, descriptions),
 * batch-board-look.c (order, colours, the part in sight) and batch-board-choice.c (cursor and choice of samples). */
#pragma once

#include "ui/figure/batch-layout.h"
#include "ui/figure/matrix-scaling.h"
#include "ui/plot/batch-board.h"
#include "ui/plot/batch-tile.h"
#include "ui/plot/latest-job.h"
#include "ui/plot/matrix-arrangement.h"

struct _IsoBatchBoard {
  GtkWidget parent_instance;
  GtkWidget *large, *rows, *columns, *bar, *readout;
  GtkWidget *tools, *order_button, *color_button, *zoom_button, *chooser;
  GtkWidget *problem; /* over the large one, where it cannot be computed */
  IsoBatchTile *tiles[ISO_MATRIX_COUNT];
  IsoBatchLayout layout;

  IsoDataset *names;
  IsoBatchMatrices *matrices; /* on the board, in this order, with these levels; any may be NULL */
  IsoMatrixOrder *order;
  IsoHeatLevels *levels[ISO_MATRIX_COUNT];
  IsoBatchMatrices *newest;   /* given last; not yet on the board while its order is being found */
  IsoMatrixKind kind;         /* of the large one */

  IsoOrderKind order_kind;    /* wanted */
  guint32 order_sample;       /* by whose row, of the dataset, */
  size_t order_row;           /* and which that was; where it stands if the sample is not in the batch */
  char *order_problem;        /* why it is not as wanted, or NULL */
  IsoLatestJob *job;          /* that finds orders and levels */
  gboolean logarithmic;
  IsoMatrixScaling scalings[ISO_MATRIX_COUNT]; /* by group */
  int map;                    /* chosen, or −1 */
  GSimpleActionGroup *actions;

  int row, column;            /* of the cursor, rows of the matrices, or −1 */
  int last_row;               /* where it was last */
  gboolean is_pointing;       /* the cursor is this board's own, not told by the choice, */
  gboolean is_telling;        /* which is being told */
  IsoSampleChoice *choice;
  guint8 *faded;              /* (B) or NULL */

  gint64 described;
  guint describe_source;
};

/* batch-board.c */
/* Puts all on the views; pixels as in iso_batch_board_show(), or NULL. */
void iso_batch_board_refresh (IsoBatchBoard *board, IsoMatrixKind large_kind, cairo_surface_t *large, cairo_surface_t *const *tiles);

/* batch-board-words.c */
void iso_batch_board_update_readout (IsoBatchBoard *board);
void iso_batch_board_describe_large (IsoBatchBoard *board);
/* All descriptions, though not more often than assistive technologies can follow. */
void iso_batch_board_describe_soon (IsoBatchBoard *board);

/* batch-board-look.c */
void iso_batch_board_add_tools (IsoBatchBoard *board);
void iso_batch_board_get_picture (IsoBatchBoard *board, IsoMatrixKind kind, IsoMatrixPicture *picture);
/* Whether pixels made by class, on the automatic scale and in its own colours show it. */
gboolean iso_batch_board_is_plain (IsoBatchBoard *board, IsoMatrixKind kind);
/* Shows the large one's scale. */
void iso_batch_board_show_scale (IsoBatchBoard *board);
/* Has the newest matrices arranged as wanted; at_once: a person waits for it. */
void iso_batch_board_arrange (IsoBatchBoard *board, gboolean at_once);
/* Takes the arrangement over: NULL order, by class; NULL levels, none. */
void iso_batch_board_take (IsoBatchBoard *board, IsoBatchMatrices *matrices, IsoMatrixArrangement *arrangement);

/* batch-board-choice.c */
void iso_batch_board_listen (IsoBatchBoard *board, IsoMatrixView *view);
/* Cursor, marks and faded rows as the choice has them, for the matrices on the board. */
void iso_batch_board_follow_choice (IsoBatchBoard *board);
void iso_batch_board_spread_cursor (IsoBatchBoard *board);
void iso_batch_board_forget_choice (IsoBatchBoard *board);
