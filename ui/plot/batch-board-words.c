/* What the board says of its matrices: the read-out under the large one, and descriptions for assistive technologies. */
#include "ui/figure/batch-words.h"
#include "ui/plot/batch-board-private.h"

/* Width of the read-out below which a matrix goes by its symbol there. */
#define ROOM_FOR_TITLE 330
/* Descriptions for assistive technologies while training: not more often than this. */
#define DESCRIPTION_INTERVAL (G_USEC_PER_SEC)

void
iso_batch_board_describe_large (IsoBatchBoard *board)
{
  if (board->matrices == NULL)
    return;
  g_autofree char *text = iso_matrix_description_in (board->matrices, board->kind, board->order, board->names, board->row,
                                                     board->column);
  gtk_accessible_update_property (GTK_ACCESSIBLE (board->large), GTK_ACCESSIBLE_PROPERTY_LABEL, iso_matrix_title (board->kind),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
iso_batch_board_update_readout (IsoBatchBoard *board)
{
  if (board->matrices == NULL)
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (board->readout), NULL);
      return;
    }
  g_autofree char *markup = iso_matrix_readout_markup_in (board->matrices, board->kind, board->order, board->names, board->row,
                                                          board->column, board->layout.readout.width < ROOM_FOR_TITLE);
  gtk_inscription_set_markup (GTK_INSCRIPTION (board->readout), markup);
}

static void
describe_all (IsoBatchBoard *board)
{
  board->described = g_get_monotonic_time ();
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      g_autofree char *statistic = iso_matrix_statistic (board->matrices, kind);
      iso_batch_tile_set_statistic (board->tiles[kind], statistic);
    }
  iso_batch_board_describe_large (board);
}

static gboolean
describe_later (gpointer data)
{
  IsoBatchBoard *board = data;
  board->describe_source = 0;
  if (board->matrices != NULL)
    describe_all (board);
  return G_SOURCE_REMOVE;
}

void
iso_batch_board_describe_soon (IsoBatchBoard *board)
{
  gint64 wait = board->described + DESCRIPTION_INTERVAL - g_get_monotonic_time ();
  if (board->describe_source != 0)
    return;
  if (wait <= 0)
    describe_all (board);
  else
    board->describe_source = g_timeout_add ((guint) (wait / 1000 + 1), describe_later, board);
}
