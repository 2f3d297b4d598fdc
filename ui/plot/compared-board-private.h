/* What the board's files share: compared-board.c (layout, what is shown), compared-board-words.c (what is said
 * of it) and compared-board-choice.c (cursor and samples chosen). */
#pragma once

#include "ui/plot/band-view.h"
#include "ui/plot/color-bar.h"
#include "ui/plot/compared-board.h"
#include "ui/plot/matrix-view.h"

#define ISO_BOARD_NUMBERS 4 /* rows of the table */

struct _IsoComparedBoard {
  GtkWidget parent_instance;
  GtkWidget *headings[ISO_COMPARED_COUNT]; /* "A", "B", "A − B" */
  GtkWidget *foot;       /* the two lines below the matrices */
  GtkLabel *readout, *summary;
  GtkWidget *numbers;    /* the table below those */
  GtkLabel *values[ISO_BOARD_NUMBERS][ISO_COMPARED_COUNT];
  IsoMatrixView *views[ISO_COMPARED_COUNT];
  IsoBandView *rows[ISO_COMPARED_COUNT], *columns[ISO_COMPARED_COUNT];
  IsoColorBar *bars[2];  /* of A and B, of A − B */
  GtkLabel *message;

  IsoComparedMatrices *matrices; /* or NULL */
  IsoComparedStage stage;
  gboolean logarithmic;
  IsoDataset *names;             /* or NULL */
  gboolean has_range[2];         /* set by hand, in the order of the bars */
  IsoHeatScale ranges[2];

  int row, column;               /* of the cursor, or −1 */
  gboolean is_zooming;           /* all follow one */
  gboolean is_telling;           /* the choice of the cursor */
  IsoSampleChoice *choice;       /* or NULL */
  guint8 *faded;                 /* (B), or NULL */
};

/* compared-board.c */
void iso_compared_board_show_bands (IsoComparedBoard *board);

/* compared-board-words.c */
void iso_compared_board_add_words (IsoComparedBoard *board);
/* The line of the cursor, and names of the matrices and what they say, for assistive technologies. */
void iso_compared_board_show_cursor_words (IsoComparedBoard *board);
/* All words, for other matrices or another stage. */
void iso_compared_board_show_words (IsoComparedBoard *board);

/* compared-board-choice.c */
void iso_compared_board_listen (IsoComparedBoard *board, IsoMatrixView *view);
/* Cursor, marks and faded rows as the choice has them, for the matrices that are shown. */
void iso_compared_board_follow_choice (IsoComparedBoard *board);
void iso_compared_board_forget_choice (IsoComparedBoard *board);
