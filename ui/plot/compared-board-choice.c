/* The board's cursor, and how it follows and changes the one choice of samples, which go by their index in the data. */
#include "ui/plot/compared-board-private.h"

static int
row_of (IsoComparedBoard *board, guint32 sample)
{
  const IsoBatchMatrices *matrices = board->matrices != NULL ? board->matrices->stages[0] : NULL;
  for (size_t row = 0; sample != ISO_NO_SAMPLE && matrices != NULL && row < matrices->B; row++)
    if (matrices->indices[row] == sample)
      return (int) row;
  return -1;
}

static guint32
sample_at (IsoComparedBoard *board, int row)
{
  const IsoBatchMatrices *matrices = board->matrices != NULL ? board->matrices->stages[0] : NULL;
  return matrices != NULL && row >= 0 && row < (int) matrices->B ? matrices->indices[row] : ISO_NO_SAMPLE;
}

static void
move_cursor (IsoComparedBoard *board, int row, int column)
{
  if (row == board->row && column == board->column)
    return;
  board->row = row;
  board->column = column;
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    iso_matrix_view_set_cursor (board->views[part], row, column);
  iso_compared_board_show_cursor_words (board);
  g_signal_emit_by_name (board, "cursor-moved");
}

/* ---- what others choose ---- */

static void
show_marks (IsoComparedBoard *board)
{
  IsoSamplePair pointed = board->choice != NULL ? iso_sample_choice_pointed (board->choice) : ISO_NO_PAIR;
  IsoSamplePair picked = board->choice != NULL ? iso_sample_choice_picked (board->choice) : ISO_NO_PAIR;
  int row = row_of (board, picked.sample), column = row_of (board, picked.other);
  gboolean is_half = row_of (board, pointed.sample) < 0 || row_of (board, pointed.other) < 0;
  /* Half a pair that is not in this batch would mark another cell than the one picked. */
  const IsoMatrixMarks marks = { is_half ? row_of (board, pointed.sample) : -1,
                                 picked.other != ISO_NO_SAMPLE && column < 0 ? -1 : row, column };
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    iso_matrix_view_set_marks (board->views[part], &marks);
}

static void
pointed (IsoComparedBoard *board)
{
  if (board->is_telling)
    return;
  IsoSamplePair pair = board->choice != NULL ? iso_sample_choice_pointed (board->choice) : ISO_NO_PAIR;
  int row = row_of (board, pair.sample), column = row_of (board, pair.other);
  gboolean is_pair = row >= 0 && column >= 0;
  move_cursor (board, is_pair ? row : -1, is_pair ? column : -1);
  show_marks (board);
}

static void
selected (IsoComparedBoard *board)
{
  size_t B = board->matrices != NULL ? board->matrices->B : 0;
  g_clear_pointer (&board->faded, g_free);
  if (B > 0 && board->choice != NULL && iso_sample_choice_has_selection (board->choice))
    {
      board->faded = g_new (guint8, B);
      for (size_t i = 0; i < B; i++)
        board->faded[i] = !iso_sample_choice_is_selected (board->choice, sample_at (board, (int) i));
    }
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    iso_matrix_view_set_faded (board->views[part], board->faded);
  iso_compared_board_show_bands (board);
}

void
iso_compared_board_follow_choice (IsoComparedBoard *board)
{
  selected (board);
  pointed (board);
}

void
iso_compared_board_forget_choice (IsoComparedBoard *board)
{
  if (board->choice != NULL)
    g_signal_handlers_disconnect_by_data (board->choice, board);
  g_clear_object (&board->choice);
}

void
iso_compared_board_set_choice (IsoComparedBoard *board, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_COMPARED_BOARD (board));
  if (choice == board->choice)
    return;
  iso_compared_board_forget_choice (board);
  board->choice = choice != NULL ? g_object_ref (choice) : NULL;
  if (choice != NULL)
    {
      g_signal_connect_swapped (choice, "pointed", G_CALLBACK (pointed), board);
      g_signal_connect_swapped (choice, "picked", G_CALLBACK (show_marks), board);
      g_signal_connect_swapped (choice, "selected", G_CALLBACK (selected), board);
    }
  iso_compared_board_follow_choice (board);
}

/* ---- what is chosen here ---- */

static void
cursor_moved (IsoMatrixView *view, int row, int column, IsoComparedBoard *board)
{
  move_cursor (board, row, column);
  if (board->choice == NULL)
    return;
  board->is_telling = TRUE;
  iso_sample_choice_point (board->choice, sample_at (board, row), sample_at (board, column));
  board->is_telling = FALSE;
  show_marks (board);
}

static void
cell_picked (IsoMatrixView *view, int row, int column, IsoComparedBoard *board)
{
  if (board->choice != NULL)
    iso_sample_choice_pick (board->choice, sample_at (board, row), sample_at (board, column));
}

void
iso_compared_board_listen (IsoComparedBoard *board, IsoMatrixView *view)
{
  g_signal_connect (view, "cursor-moved", G_CALLBACK (cursor_moved), board);
  g_signal_connect (view, "cell-picked", G_CALLBACK (cell_picked), board);
}

gboolean
iso_compared_board_cursor (IsoComparedBoard *board, size_t *row, size_t *column)
{
  g_return_val_if_fail (ISO_IS_COMPARED_BOARD (board), FALSE);
  gboolean is_there = board->matrices != NULL && board->row >= 0 && board->column >= 0 && board->row < (int) board->matrices->B
                      && board->column < (int) board->matrices->B;
  *row = is_there ? (size_t) board->row : 0;
  *column = is_there ? (size_t) board->column : 0;
  return is_there;
}
