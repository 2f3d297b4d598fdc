/* What the board says: the line of the cursor, what the difference amounts to, and the table of numbers. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/plot/compared-board-private.h"

#define DIGITS 3

static GtkLabel *
label_new (const char *const *classes, float x_align)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), x_align);
  gtk_label_set_ellipsize (GTK_LABEL (label), x_align > 0.0f ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_widget_set_css_classes (label, (const char **) classes);
  return GTK_LABEL (label);
}

static void
add_numbers (IsoComparedBoard *board)
{
  static const char *const quiet[] = { "caption", "dim-label", NULL }, *const heading[] = { "caption", "dim-label", NULL };
  static const char *const value[] = { "caption", "numeric", NULL };
  const char *const names[ISO_BOARD_NUMBERS] = { _("mean within classes"), _("mean between classes"), _("same-class mass"),
                                                 _("samples that a row spreads over") };
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());
  board->numbers = GTK_WIDGET (grid);
  gtk_grid_set_column_spacing (grid, 24);
  gtk_grid_set_row_spacing (grid, 3);
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    {
      GtkLabel *name = label_new (heading, 1.0f);
      gtk_label_set_text (name, iso_compared_part_name ((IsoComparedPart) part));
      gtk_grid_attach (grid, GTK_WIDGET (name), part + 1, 0, 1, 1);
    }
  for (int row = 0; row < ISO_BOARD_NUMBERS; row++)
    {
      GtkLabel *name = label_new (quiet, 0.0f);
      gtk_label_set_ellipsize (name, PANGO_ELLIPSIZE_NONE);
      gtk_label_set_text (name, names[row]);
      gtk_grid_attach (grid, GTK_WIDGET (name), 0, row + 1, 1, 1);
      for (int part = 0; part < ISO_COMPARED_COUNT; part++)
        {
          board->values[row][part] = label_new (value, 1.0f);
          gtk_grid_attach (grid, GTK_WIDGET (board->values[row][part]), part + 1, row + 1, 1, 1);
        }
    }
  gtk_widget_set_parent (board->numbers, GTK_WIDGET (board));
}

void
iso_compared_board_add_words (IsoComparedBoard *board)
{
  static const char *const reading[] = { "caption", "numeric", NULL }, *const quiet[] = { "caption", "numeric", "dim-label", NULL };
  board->foot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  board->readout = label_new (reading, 0.0f);
  board->summary = label_new (quiet, 0.0f);
  gtk_box_append (GTK_BOX (board->foot), GTK_WIDGET (board->readout));
  gtk_box_append (GTK_BOX (board->foot), GTK_WIDGET (board->summary));
  gtk_widget_set_parent (board->foot, GTK_WIDGET (board));
  add_numbers (board);
}

/* ---- what they say ---- */

/* "0.031", "61 %", "+0.004". */
static void
show_value (GtkLabel *label, double value, bool is_share, bool is_change)
{
  char number[32];
  iso_number_format (number, sizeof number, is_share ? 100.0 * value : value, DIGITS);
  g_autofree char *text = !isfinite (value) ? g_strdup ("–")
                          : is_share        ? g_strdup_printf (_("%s %%"), number)
                                            : g_strdup (number);
  g_autofree char *whole = g_strdup_printf ("%s%s", is_change && value > 0.0 ? "+" : "", text);
  gtk_label_set_text (label, whole);
}

static void
show_numbers (IsoComparedBoard *board)
{
  IsoMatrixKind kind = iso_compared_stage_kind (board->stage);
  double values[ISO_BOARD_NUMBERS][ISO_COMPARED_COUNT];
  for (IsoComparedPart part = 0; part < ISO_COMPARED_CHANGE; part++)
    {
      const IsoBatchMatrices *matrices = iso_compared_matrices_get (board->matrices, part, board->stage);
      const IsoMatrixSummary *summary = &matrices->summary[kind];
      bool is_there = matrices->values[kind] != NULL;
      values[0][part] = is_there ? summary->within : (double) NAN;
      values[1][part] = is_there ? summary->between : (double) NAN;
      values[2][part] = is_there ? summary->same_class : (double) NAN;
      values[3][part] = is_there ? exp (summary->entropy) : (double) NAN;
    }
  for (int row = 0; row < ISO_BOARD_NUMBERS; row++)
    {
      values[row][ISO_COMPARED_CHANGE] = values[row][ISO_COMPARED_FIRST] - values[row][ISO_COMPARED_SECOND];
      for (int part = 0; part < ISO_COMPARED_COUNT; part++)
        show_value (board->values[row][part], values[row][part], row == 2, part == ISO_COMPARED_CHANGE);
    }
}

static void
describe (IsoComparedBoard *board, const char *cell)
{
  g_autofree char *summary = iso_compared_matrices_summarize (board->matrices, board->stage, board->names);
  g_autofree char *description = cell != NULL ? g_strdup_printf ("%s; %s", cell, summary) : g_strdup (summary);
  for (IsoComparedPart part = 0; part < ISO_COMPARED_COUNT; part++)
    {
      g_autofree char *label = g_strdup_printf ("%s: %s", iso_compared_part_name (part), iso_compared_stage_title (board->stage));
      gtk_accessible_update_property (GTK_ACCESSIBLE (board->views[part]), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
    }
}

void
iso_compared_board_show_cursor_words (IsoComparedBoard *board)
{
  size_t row, column;
  if (board->matrices == NULL)
    {
      gtk_label_set_text (board->readout, "");
      return;
    }
  if (!iso_compared_board_cursor (board, &row, &column))
    {
      gtk_label_set_text (board->readout, iso_compared_stage_title (board->stage));
      describe (board, NULL);
      return;
    }
  g_autofree char *markup = iso_compared_matrices_cell (board->matrices, board->stage, board->names, row, column, true);
  g_autofree char *cell = iso_compared_matrices_cell (board->matrices, board->stage, board->names, row, column, false);
  gtk_label_set_markup (board->readout, markup);
  describe (board, cell);
}

void
iso_compared_board_show_words (IsoComparedBoard *board)
{
  g_autofree char *summary
      = board->matrices != NULL ? iso_compared_matrices_summarize (board->matrices, board->stage, board->names) : g_strdup ("");
  gtk_label_set_text (board->summary, summary);
  gtk_widget_set_tooltip_text (GTK_WIDGET (board->summary), *summary != '\0' ? summary : NULL);
  if (board->matrices != NULL)
    show_numbers (board);
  iso_compared_board_show_cursor_words (board);
}

const char *
iso_compared_board_readout (IsoComparedBoard *board)
{
  g_return_val_if_fail (ISO_IS_COMPARED_BOARD (board), NULL);
  return gtk_label_get_text (board->readout);
}
