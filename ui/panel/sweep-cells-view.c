#include "ui/panel/sweep-cells-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/sweep-figure.h"
#include "ui/plot/spoken.h"
#include "ui/plot/sweep-cells-canvas.h"

struct _IsoSweepCellsView {
  IsoViewCard parent_instance;
  IsoSweepChoice *choice;
  GtkStack *pages; /* "cells", "empty" */
  GtkLabel *empty;
  IsoSweepCellsCanvas *canvas;
  GtkDropDown *columns, *rows;
  GtkStringList *keys;
  guint generation; /* of the choice, that the keys are of */
  guint column, row;
  gboolean is_filling;
  char *name;
};

G_DEFINE_FINAL_TYPE (IsoSweepCellsView, iso_sweep_cells_view, ISO_TYPE_VIEW_CARD)

static size_t
key_count (IsoSweepCellsView *view)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (view->choice);
  return scores != NULL ? scores->key_count : 0;
}

static bool
has_score (const IsoSweepScores *scores)
{
  for (size_t s = 0; scores != NULL && s < scores->setting_count; s++)
    if (!isnan (scores->score[s]))
      return true;
  return false;
}

static void
say (IsoSweepCellsView *view)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (view->choice);
  const char *text = "";
  if (scores != NULL && key_count (view) > 2)
    text = _("each cell the mean over all other parameters");
  else if (scores != NULL && key_count (view) == 2)
    text = scores->score_title;
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), text);
}

static void
fill_lists (IsoSweepCellsView *view)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (view->choice);
  g_autofree const char **names = g_new0 (const char *, key_count (view) + 1);
  for (size_t key = 0; key < key_count (view); key++)
    names[key] = iso_sweep_key_label (scores->keys[key]);
  view->is_filling = TRUE;
  gtk_string_list_splice (view->keys, 0, g_list_model_get_n_items (G_LIST_MODEL (view->keys)), (const char *const *) names);
  view->is_filling = FALSE;
  view->column = 0;
  view->row = 1;
}

static void
show_axes (IsoSweepCellsView *view)
{
  bool has_two = key_count (view) >= 2;
  view->is_filling = TRUE;
  if (has_two)
    {
      gtk_drop_down_set_selected (view->columns, view->column);
      gtk_drop_down_set_selected (view->rows, view->row);
    }
  view->is_filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (view->columns), key_count (view) > 2);
  gtk_widget_set_visible (GTK_WIDGET (view->rows), key_count (view) > 2);
  if (has_two)
    iso_sweep_cells_canvas_set_axes (view->canvas, view->column, view->row);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

void
iso_sweep_cells_view_set_axes (IsoSweepCellsView *view, guint column, guint row)
{
  g_return_if_fail (ISO_IS_SWEEP_CELLS_VIEW (view));
  guint count = (guint) key_count (view);
  if (column >= count || row >= count || count < 2)
    return;
  /* The one that was not asked to change takes the place of the other. */
  if (column == row && column != view->column)
    row = view->column;
  else if (column == row)
    column = view->row;
  view->column = column;
  view->row = row;
  show_axes (view);
}

void
iso_sweep_cells_view_axes (IsoSweepCellsView *view, guint *column, guint *row)
{
  *column = view->column;
  *row = view->row;
}

static void
axis_chosen (IsoSweepCellsView *view)
{
  if (!view->is_filling)
    iso_sweep_cells_view_set_axes (view, gtk_drop_down_get_selected (view->columns), gtk_drop_down_get_selected (view->rows));
}

static void
scores_changed (IsoSweepCellsView *view)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (view->choice);
  if (view->generation != iso_sweep_choice_generation (view->choice))
    {
      view->generation = iso_sweep_choice_generation (view->choice);
      fill_lists (view);
      show_axes (view);
    }
  gtk_label_set_text (view->empty, scores != NULL && key_count (view) < 2 ? _("Cells want two parameters that change.")
                                                                           : _("The cells appear as runs finish."));
  gtk_stack_set_visible_child_name (view->pages, has_score (scores) && key_count (view) >= 2 ? "cells" : "empty");
  say (view);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

static gboolean
can_export (IsoViewCard *card)
{
  IsoSweepCellsView *view = ISO_SWEEP_CELLS_VIEW (card);
  return key_count (view) >= 2 && has_score (iso_sweep_choice_scores (view->choice));
}

static IsoFigure *
figure (IsoViewCard *card)
{
  IsoSweepCellsView *view = ISO_SWEEP_CELLS_VIEW (card);
  return can_export (card) ? iso_figure_of_sweep_cells (iso_sweep_choice_scores (view->choice), view->column, view->row, view->name) : NULL;
}

void
iso_sweep_cells_view_set_name (IsoSweepCellsView *view, const char *name)
{
  g_return_if_fail (ISO_IS_SWEEP_CELLS_VIEW (view));
  g_free (view->name);
  view->name = g_strdup (name);
}

static void
iso_sweep_cells_view_dispose (GObject *object)
{
  g_clear_object (&ISO_SWEEP_CELLS_VIEW (object)->choice);
  G_OBJECT_CLASS (iso_sweep_cells_view_parent_class)->dispose (object);
}

static void
iso_sweep_cells_view_finalize (GObject *object)
{
  g_free (ISO_SWEEP_CELLS_VIEW (object)->name);
  G_OBJECT_CLASS (iso_sweep_cells_view_parent_class)->finalize (object);
}

static void
iso_sweep_cells_view_class_init (IsoSweepCellsViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_sweep_cells_view_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_sweep_cells_view_finalize;
  ISO_VIEW_CARD_CLASS (class)->can_export = can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = figure;
}

static GtkDropDown *
list_new (IsoSweepCellsView *view, const char *name)
{
  GtkWidget *list = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (view->keys)), NULL);
  gtk_widget_add_css_class (list, "student-list");
  gtk_widget_set_valign (list, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (list, name);
  iso_speak_drop_down (GTK_DROP_DOWN (list), name);
  iso_view_card_add_control (ISO_VIEW_CARD (view), list);
  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (axis_chosen), view);
  return GTK_DROP_DOWN (list);
}

static void
iso_sweep_cells_view_init (IsoSweepCellsView *view)
{
  view->row = 1;
  iso_view_card_set_title (ISO_VIEW_CARD (view), _("Cells"));
}

GtkWidget *
iso_sweep_cells_view_new (IsoSweepChoice *choice)
{
  IsoSweepCellsView *view = g_object_new (ISO_TYPE_SWEEP_CELLS_VIEW, NULL);
  GtkWidget *canvas = iso_sweep_cells_canvas_new (choice), *empty = gtk_label_new (NULL);
  view->choice = g_object_ref (choice);
  view->canvas = ISO_SWEEP_CELLS_CANVAS (canvas);
  view->empty = GTK_LABEL (empty);
  g_autoptr (GtkStringList) keys = view->keys = gtk_string_list_new (NULL);
  view->columns = list_new (view, _("Across"));
  view->rows = list_new (view, _("Upwards"));
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_widget_set_vexpand (canvas, TRUE);
  gtk_widget_add_css_class (canvas, "sweep-drawing");
  view->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (view->pages, canvas, "cells");
  gtk_stack_add_named (view->pages, empty, "empty");
  iso_view_card_set_body (ISO_VIEW_CARD (view), GTK_WIDGET (view->pages));
  iso_view_card_set_main (ISO_VIEW_CARD (view), canvas);
  g_signal_connect_object (choice, "scores", G_CALLBACK (scores_changed), view, G_CONNECT_SWAPPED);
  view->generation = iso_sweep_choice_generation (choice) - 1;
  scores_changed (view);
  return GTK_WIDGET (view);
}
