/* Three matrices side by side, A, B and A − B, by class: one cursor and one part in sight for all three, a colour bar for A and B together
 * and one for their difference. Right below them stand the line of the cursor and what the difference amounts to, and, where there is
 * room, a small table of numbers.
 *
 * Signals: "cursor-moved" (): the cursor is on another cell, or left; "range-changed" (): the person has set the range of A and B, or
 * given it back. */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/compared-matrices.h"
#include "ui/plot/sample-choice.h"

#define ISO_TYPE_COMPARED_BOARD (iso_compared_board_get_type ())
G_DECLARE_FINAL_TYPE (IsoComparedBoard, iso_compared_board, ISO, COMPARED_BOARD, GtkWidget)

GtkWidget *iso_compared_board_new (void);

/* Takes a reference; NULL: the cursor is the board's own. */
void iso_compared_board_set_choice (IsoComparedBoard *board, IsoSampleChoice *choice);

/* Takes a reference; matrices NULL: nothing. Another stage begins with the automatic range. names of the classes may be NULL. */
void iso_compared_board_show (IsoComparedBoard *board, IsoComparedMatrices *matrices, IsoComparedStage stage, gboolean logarithmic,
                              IsoDataset *names);
/* In the matrices' place; NULL: they are shown. */
void iso_compared_board_set_message (IsoComparedBoard *board, const char *text);

/* The line of the cursor, as plain text. */
const char *iso_compared_board_readout (IsoComparedBoard *board);

/* Where the cursor is, by the matrices' rows; false: nowhere. */
gboolean iso_compared_board_cursor (IsoComparedBoard *board, size_t *row, size_t *column);
/* Of A and B; false: the automatic one. */
gboolean iso_compared_board_range (IsoComparedBoard *board, IsoHeatScale *range);
