#include "ui/panel/sweep-lines-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/figure/sweep-figure.h"
#include "ui/plot/sweep-lines-canvas.h"

struct _IsoSweepLinesView {
  IsoViewCard parent_instance;
  IsoSweepChoice *choice;
  GtkStack *pages; /* "lines", "empty" */
  char *name;
};

G_DEFINE_FINAL_TYPE (IsoSweepLinesView, iso_sweep_lines_view, ISO_TYPE_VIEW_CARD)

static bool
has_score (const IsoSweepScores *scores)
{
  for (size_t s = 0; scores != NULL && s < scores->setting_count; s++)
    if (!isnan (scores->score[s]))
      return true;
  return false;
}

/* What the pointer is on, else what there is. */
static void
say (IsoSweepLinesView *view)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (view->choice);
  int pointed = iso_sweep_choice_pointed (view->choice);
  g_autofree char *text = NULL;
  if (scores == NULL)
    text = g_strdup ("");
  else if (pointed >= 0)
    text = iso_sweep_setting_words (scores, (size_t) pointed);
  else if (iso_sweep_choice_has_brush (view->choice))
    text = g_strdup_printf (_("%zu of %zu settings within the marked parts"), iso_sweep_choice_within (view->choice),
                            scores->setting_count);
  else
    text = g_strdup_printf (_("each line a setting, by %s; drag along an axis to narrow it"), scores->score_title);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), text);
}

static void
scores_changed (IsoSweepLinesView *view)
{
  gtk_stack_set_visible_child_name (view->pages, has_score (iso_sweep_choice_scores (view->choice)) ? "lines" : "empty");
  say (view);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

static gboolean
can_export (IsoViewCard *card)
{
  return has_score (iso_sweep_choice_scores (ISO_SWEEP_LINES_VIEW (card)->choice));
}

static IsoFigure *
figure (IsoViewCard *card)
{
  IsoSweepLinesView *view = ISO_SWEEP_LINES_VIEW (card);
  return can_export (card) ? iso_figure_of_sweep_lines (iso_sweep_choice_scores (view->choice), view->name) : NULL;
}

void
iso_sweep_lines_view_set_name (IsoSweepLinesView *view, const char *name)
{
  g_return_if_fail (ISO_IS_SWEEP_LINES_VIEW (view));
  g_free (view->name);
  view->name = g_strdup (name);
}

static void
iso_sweep_lines_view_dispose (GObject *object)
{
  g_clear_object (&ISO_SWEEP_LINES_VIEW (object)->choice);
  G_OBJECT_CLASS (iso_sweep_lines_view_parent_class)->dispose (object);
}

static void
iso_sweep_lines_view_finalize (GObject *object)
{
  g_free (ISO_SWEEP_LINES_VIEW (object)->name);
  G_OBJECT_CLASS (iso_sweep_lines_view_parent_class)->finalize (object);
}

static void
iso_sweep_lines_view_class_init (IsoSweepLinesViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_sweep_lines_view_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_sweep_lines_view_finalize;
  ISO_VIEW_CARD_CLASS (class)->can_export = can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = figure;
}

static void
iso_sweep_lines_view_init (IsoSweepLinesView *view)
{
  iso_view_card_set_title (ISO_VIEW_CARD (view), _("Lines"));
}

GtkWidget *
iso_sweep_lines_view_new (IsoSweepChoice *choice)
{
  IsoSweepLinesView *view = g_object_new (ISO_TYPE_SWEEP_LINES_VIEW, NULL);
  GtkWidget *canvas = iso_sweep_lines_canvas_new (choice), *empty = gtk_label_new (_("The lines appear as runs finish."));
  view->choice = g_object_ref (choice);
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_widget_set_vexpand (canvas, TRUE);
  gtk_widget_add_css_class (canvas, "sweep-drawing");
  view->pages = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (view->pages, canvas, "lines");
  gtk_stack_add_named (view->pages, empty, "empty");
  iso_view_card_set_body (ISO_VIEW_CARD (view), GTK_WIDGET (view->pages));
  iso_view_card_set_main (ISO_VIEW_CARD (view), canvas);
  g_signal_connect_object (choice, "scores", G_CALLBACK (scores_changed), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "pointed", G_CALLBACK (say), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "brushed", G_CALLBACK (say), view, G_CONNECT_SWAPPED);
  scores_changed (view);
  return GTK_WIDGET (view);
}
