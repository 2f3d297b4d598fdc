/* The board's cursor, and how it follows and changes the one choice of samples. Samples of the choice go by their index in the
 * dataset, rows of the matrices by their number; a sample that is not in the batch has none. */
#include "ui/plot/band-view.h"
#include "ui/plot/batch-board-private.h"

static int
row_of (IsoBatchBoard *board, guint32 sample)
{
  for (size_t row = 0; sample != ISO_NO_SAMPLE && board->matrices != NULL && row < board->matrices->B; row++)
    if (board->matrices->indices[row] == sample)
      return (int) row;
  return -1;
}

static guint32
sample_at (IsoBatchBoard *board, int row)
{
  return board->matrices != NULL && row >= 0 && row < (int) board->matrices->B ? board->matrices->indices[row] : ISO_NO_SAMPLE;
}

void
iso_batch_board_spread_cursor (IsoBatchBoard *board)
{
  iso_matrix_view_set_cursor (ISO_MATRIX_VIEW (board->large), board->row, board->column);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    iso_matrix_view_set_cursor (iso_batch_tile_view (board->tiles[kind]), board->row, board->column);
}

static void
spread_marks (IsoBatchBoard *board, const IsoMatrixMarks *marks)
{
  iso_matrix_view_set_marks (ISO_MATRIX_VIEW (board->large), marks);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    iso_matrix_view_set_marks (iso_batch_tile_view (board->tiles[kind]), marks);
}

static void
spread_faded (IsoBatchBoard *board)
{
  iso_matrix_view_set_faded (ISO_MATRIX_VIEW (board->large), board->faded);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    iso_matrix_view_set_faded (iso_batch_tile_view (board->tiles[kind]), board->faded);
  iso_band_view_show (ISO_BAND_VIEW (board->rows), board->matrices, board->order, board->faded);
  iso_band_view_show (ISO_BAND_VIEW (board->columns), board->matrices, board->order, board->faded);
}

static void
move_cursor (IsoBatchBoard *board, int row, int column)
{
  if (row >= 0)
    board->last_row = row;
  if (row == board->row && column == board->column)
    return;
  board->row = row;
  board->column = column;
  iso_batch_board_spread_cursor (board);
  iso_batch_board_update_readout (board);
  iso_batch_board_describe_large (board);
}

static void
point_at_cursor (IsoBatchBoard *board)
{
  board->is_telling = TRUE;
  iso_sample_choice_point (board->choice, sample_at (board, board->row), sample_at (board, board->column));
  board->is_telling = FALSE;
}

/* ---- what others choose ---- */

static void
show_marks (IsoBatchBoard *board)
{
  IsoSamplePair pointed_at = iso_sample_choice_pointed (board->choice), picked = iso_sample_choice_picked (board->choice);
  int row = row_of (board, picked.sample), column = row_of (board, picked.other);
  gboolean is_half = row_of (board, pointed_at.sample) < 0 || row_of (board, pointed_at.other) < 0;
  /* Half a pair that is not in this batch would mark another cell than the one picked. */
  if (picked.other != ISO_NO_SAMPLE && column < 0)
    row = -1;
  const IsoMatrixMarks marks = { is_half ? row_of (board, pointed_at.sample) : -1, row, column };
  spread_marks (board, &marks);
}

static void
pointed (IsoBatchBoard *board)
{
  if (board->is_telling)
    return;
  IsoSamplePair pair = iso_sample_choice_pointed (board->choice);
  int row = row_of (board, pair.sample), column = row_of (board, pair.other);
  gboolean is_pair = row >= 0 && column >= 0;
  board->is_pointing = FALSE;
  move_cursor (board, is_pair ? row : -1, is_pair ? column : -1);
  show_marks (board);
}

static void
selected (IsoBatchBoard *board)
{
  size_t B = board->matrices != NULL ? board->matrices->B : 0;
  g_clear_pointer (&board->faded, g_free);
  if (B > 0 && iso_sample_choice_has_selection (board->choice))
    {
      board->faded = g_new (guint8, B);
      for (size_t i = 0; i < B; i++)
        board->faded[i] = !iso_sample_choice_is_selected (board->choice, board->matrices->indices[i]);
    }
  spread_faded (board);
}

void
iso_batch_board_follow_choice (IsoBatchBoard *board)
{
  if (board->choice == NULL)
    {
      spread_faded (board);
      return;
    }
  selected (board);
  show_marks (board);
  /* Other samples may have come below a pointer at rest. */
  if (board->is_pointing && board->row >= 0)
    point_at_cursor (board);
  else
    pointed (board);
}

void
iso_batch_board_forget_choice (IsoBatchBoard *board)
{
  if (board->choice != NULL)
    g_signal_handlers_disconnect_by_data (board->choice, board);
  g_clear_object (&board->choice);
}

void
iso_batch_board_set_choice (IsoBatchBoard *board, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_BATCH_BOARD (board));
  if (choice == board->choice)
    return;
  iso_batch_board_forget_choice (board);
  board->is_pointing = FALSE;
  if (choice == NULL)
    {
      g_clear_pointer (&board->faded, g_free);
      spread_faded (board);
      spread_marks (board, &(const IsoMatrixMarks){ -1, -1, -1 });
      return;
    }
  board->choice = g_object_ref (choice);
  g_signal_connect_swapped (choice, "pointed", G_CALLBACK (pointed), board);
  g_signal_connect_swapped (choice, "picked", G_CALLBACK (show_marks), board);
  g_signal_connect_swapped (choice, "selected", G_CALLBACK (selected), board);
  iso_batch_board_follow_choice (board);
}

/* ---- what is chosen here ---- */

static void
cursor_moved (IsoMatrixView *view, int row, int column, IsoBatchBoard *board)
{
  move_cursor (board, row, column);
  board->is_pointing = row >= 0;
  if (board->choice == NULL)
    return;
  point_at_cursor (board);
  show_marks (board); /* takes the mark of a sample pointed at elsewhere away */
}

static void
cell_picked (IsoMatrixView *view, int row, int column, IsoBatchBoard *board)
{
  if (board->choice != NULL)
    iso_sample_choice_pick (board->choice, sample_at (board, row), sample_at (board, column));
}

void
iso_batch_board_listen (IsoBatchBoard *board, IsoMatrixView *view)
{
  g_signal_connect (view, "cursor-moved", G_CALLBACK (cursor_moved), board);
  g_signal_connect (view, "cell-picked", G_CALLBACK (cell_picked), board);
}

gboolean
iso_batch_board_cursor (IsoBatchBoard *board, int *row, int *column)
{
  *row = board->row;
  *column = board->column;
  return board->row >= 0;
}
