#include "ui/plot/run-overlay-view-private.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/figures.h"

G_DEFINE_FINAL_TYPE (IsoRunOverlayView, iso_run_overlay_view, ISO_TYPE_VIEW_CARD)

/* ---- the worker's part ---- */

typedef struct {
  IsoComparedRuns *runs;
  IsoOverlayOptions options;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_compared_runs_unref (request->runs);
  g_free (request);
}

static gpointer
read_lines (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  const IsoComparedRuns *runs = request->runs;
  g_autofree IsoOverlaySource *sources = g_new (IsoOverlaySource, runs->count);
  g_autofree IsoOverlaySource *groups = g_new (IsoOverlaySource, runs->group_count);
  for (size_t i = 0; i < runs->count; i++)
    sources[i] = (IsoOverlaySource){ runs->runs[i].label, runs->runs[i].color, runs->runs[i].dash, runs->runs[i].history,
                                     runs->runs[i].group };
  for (size_t g = 0; g < runs->group_count; g++)
    groups[g] = (IsoOverlaySource){ runs->groups[g].label, runs->groups[g].color, runs->groups[g].dash, NULL, g };
  IsoRunOverlay *overlay = iso_run_overlay_new (sources, runs->count, groups, runs->group_count, &request->options, cancellable);
  if (overlay == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  return overlay;
}

/* ---- drawing ---- */

bool
iso_run_overlay_view_is_hidden (IsoRunOverlayView *view, size_t line)
{
  return g_hash_table_contains (view->hidden, iso_run_overlay_line (view->overlay, line)->label);
}

static void
say_what (IsoRunOverlayView *view)
{
  const char *name = iso_overlay_name (&view->options);
  g_autofree char *words = view->overlay != NULL ? iso_run_overlay_words (view->overlay) : g_strdup ("");
  g_autofree char *empty = NULL;
  if (view->runs == NULL)
    empty = g_strdup (_("Choose two runs or more to compare."));
  else if (view->overlay == NULL)
    empty = g_strdup (_("Reading the curves…"));
  else if (g_hash_table_size (view->hidden) > 0)
    empty = g_strdup (_("Nothing to draw: show some of the lines below."));
  else
    empty = g_strdup_printf (_("None of these runs has recorded %s."), name);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), words);
  iso_chart_view_set_empty_text (view->plot, empty);
}

static void
draw (IsoRunOverlayView *view, bool is_same)
{
  size_t count = view->overlay != NULL ? iso_run_overlay_count (view->overlay) : 0;
  g_autofree bool *hidden = g_new0 (bool, MAX (count, 1));
  for (size_t i = 0; i < count; i++)
    hidden[i] = iso_run_overlay_view_is_hidden (view, i);
  g_clear_pointer (&view->chart, iso_chart_unref);
  if (view->overlay != NULL)
    view->chart = iso_run_overlay_chart (view->overlay, hidden, view->is_logarithmic);
  if (is_same && view->chart != NULL)
    iso_chart_view_replace_chart (view->plot, view->chart);
  else
    iso_chart_view_set_chart (view->plot, view->chart);
  say_what (view);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

void
iso_run_overlay_view_draw (IsoRunOverlayView *view)
{
  draw (view, true);
}

void
iso_run_overlay_view_toggle (IsoRunOverlayView *view, size_t line)
{
  if (view->overlay == NULL || line >= iso_run_overlay_count (view->overlay))
    return;
  const char *label = iso_run_overlay_line (view->overlay, line)->label;
  if (!g_hash_table_remove (view->hidden, label))
    g_hash_table_add (view->hidden, g_strdup (label));
  iso_run_overlay_legend_show (view);
  draw (view, true);
}

/* Whether both are of the same x and y, so that the range that was chosen still means the same. */
static bool
is_same_plot (const IsoOverlayOptions *a, const IsoOverlayOptions *b)
{
  return a->quantity == b->quantity && iso_score_key_equal (a->score, b->score) && a->part == b->part
         && a->over_epochs == b->over_epochs;
}

static void
lines_read (gpointer result, const GError *error, gpointer data)
{
  IsoRunOverlayView *view = data;
  if (result == NULL)
    return;
  bool is_same = view->overlay != NULL && is_same_plot (iso_run_overlay_options (view->overlay), iso_run_overlay_options (result));
  iso_run_overlay_unref (view->overlay);
  view->overlay = result;
  iso_run_overlay_legend_show (view);
  draw (view, is_same);
}

void
iso_run_overlay_view_ask (IsoRunOverlayView *view)
{
  view->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (view));
  if (view->runs == NULL || view->is_stale)
    return;
  Request *request = g_new0 (Request, 1);
  *request = (Request){ iso_compared_runs_ref (view->runs), view->options };
  iso_latest_job_request (view->job, request, TRUE);
}

/* ---- the doors ---- */

void
iso_run_overlay_view_set_runs (IsoRunOverlayView *view, IsoComparedRuns *runs)
{
  g_return_if_fail (ISO_IS_RUN_OVERLAY_VIEW (view));
  if (runs != NULL)
    iso_compared_runs_ref (runs);
  iso_compared_runs_unref (view->runs);
  view->runs = runs;
  iso_run_overlay_tools_fill (view);
  if (runs != NULL)
    {
      iso_run_overlay_view_ask (view);
      return;
    }
  iso_latest_job_forget (view->job);
  g_clear_pointer (&view->overlay, iso_run_overlay_unref);
  iso_run_overlay_legend_show (view);
  draw (view, false);
}

const IsoOverlayOptions *
iso_run_overlay_view_options (IsoRunOverlayView *view)
{
  g_return_val_if_fail (ISO_IS_RUN_OVERLAY_VIEW (view), NULL);
  return &view->options;
}

void
iso_run_overlay_view_set_options (IsoRunOverlayView *view, const IsoOverlayOptions *options)
{
  g_return_if_fail (ISO_IS_RUN_OVERLAY_VIEW (view));
  view->options = *options;
  iso_run_overlay_tools_show (view);
  iso_run_overlay_view_ask (view);
}

const IsoChart *
iso_run_overlay_view_chart (IsoRunOverlayView *view)
{
  g_return_val_if_fail (ISO_IS_RUN_OVERLAY_VIEW (view), NULL);
  return view->chart;
}

IsoChartView *
iso_run_overlay_view_plot (IsoRunOverlayView *view)
{
  g_return_val_if_fail (ISO_IS_RUN_OVERLAY_VIEW (view), NULL);
  return view->plot;
}

/* ---- what can be taken away ---- */

static gboolean
can_export (IsoViewCard *card)
{
  const IsoChart *chart = ISO_RUN_OVERLAY_VIEW (card)->chart;
  return chart != NULL && chart->series->len > 0;
}

static IsoFigure *
figure (IsoViewCard *card)
{
  IsoRunOverlayView *view = ISO_RUN_OVERLAY_VIEW (card);
  g_autofree char *name = g_strdup_printf ("runs-%s", iso_overlay_name (&view->options));
  if (!can_export (card))
    return NULL;
  return iso_figure_of_chart (view->chart, iso_plot_range_window (iso_chart_view_range (view->plot)), g_strdelimit (name, " ", '-'),
                              iso_view_card_title (card), iso_view_card_subtitle (card));
}

/* ---- the widget ---- */

static void
iso_run_overlay_view_map (GtkWidget *widget)
{
  IsoRunOverlayView *view = ISO_RUN_OVERLAY_VIEW (widget);
  GTK_WIDGET_CLASS (iso_run_overlay_view_parent_class)->map (widget);
  if (view->is_stale)
    iso_run_overlay_view_ask (view);
}

static void
iso_run_overlay_view_dispose (GObject *object)
{
  IsoRunOverlayView *view = ISO_RUN_OVERLAY_VIEW (object);
  g_clear_pointer (&view->job, iso_latest_job_free);
  g_clear_pointer (&view->overlay, iso_run_overlay_unref);
  g_clear_pointer (&view->runs, iso_compared_runs_unref);
  g_clear_pointer (&view->chart, iso_chart_unref);
  G_OBJECT_CLASS (iso_run_overlay_view_parent_class)->dispose (object);
}

static void
iso_run_overlay_view_finalize (GObject *object)
{
  g_hash_table_unref (ISO_RUN_OVERLAY_VIEW (object)->hidden);
  G_OBJECT_CLASS (iso_run_overlay_view_parent_class)->finalize (object);
}

static void
iso_run_overlay_view_class_init (IsoRunOverlayViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_run_overlay_view_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_run_overlay_view_finalize;
  GTK_WIDGET_CLASS (class)->map = iso_run_overlay_view_map;
  ISO_VIEW_CARD_CLASS (class)->can_export = can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = figure;
  iso_run_overlay_tools_install (GTK_WIDGET_CLASS (class));
}

static void
iso_run_overlay_view_init (IsoRunOverlayView *view)
{
  IsoViewCard *card = ISO_VIEW_CARD (view);
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  view->options = (IsoOverlayOptions) ISO_OVERLAY_OPTIONS_DEFAULT;
  view->hidden = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  view->job = iso_latest_job_new (read_lines, request_free, lines_read, (GDestroyNotify) iso_run_overlay_unref, view);
  view->plot = ISO_CHART_VIEW (iso_chart_view_new (_("Curves of the runs")));
  view->legend = iso_run_overlay_legend_new ();
  iso_chart_view_set_has_legend (view->plot, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (view->plot), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (view->plot), "overlay-plot");
  iso_view_card_set_title (card, _("Curves"));
  gtk_box_append (GTK_BOX (body), iso_run_overlay_tools_new (view));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (view->plot));
  gtk_box_append (GTK_BOX (body), view->legend);
  iso_view_card_lower_subtitle (card);
  iso_view_card_set_body (card, body);
  iso_view_card_set_main (card, GTK_WIDGET (view->plot));
  say_what (view);
}

GtkWidget *
iso_run_overlay_view_new (void)
{
  return g_object_new (ISO_TYPE_RUN_OVERLAY_VIEW, NULL);
}
