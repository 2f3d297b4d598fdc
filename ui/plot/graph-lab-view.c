#include "ui/plot/graph-lab-view.h"

#include <glib/gi18n-lib.h>

#include "engine/distill/graph.h"
#include "ui/figure/axis.h"
#include "ui/figure/figures.h"
#include "ui/plot/graph-lab-canvas.h"
#include "ui/plot/graph-lab-work.h"
#include "ui/plot/latest-job.h"

#define DESCRIBE_DELAY 300 /* milliseconds: readers of screens need not hear of every step */

struct _IsoGraphLabView {
  IsoViewCard parent_instance;
  GtkStack *pages; /* "empty", "canvas" */
  GtkLabel *message, *hint;
  GtkWidget *reset;
  IsoGraphLabCanvas *canvas;
  IsoLatestJob *job;
  IsoXray *xray;
  IsoSampleChoice *choice;
  IsoBatchSnapshot *asked, *shown;   /* whose sweep was asked for last, and is on view */
  IsoDistillSettings asked_settings; /* of `asked` */
  gboolean is_measuring;             /* `asked` has not come yet */
  gboolean is_pointing;              /* the hub is pointed at by us */
  guint describe_source;
};

G_DEFINE_FINAL_TYPE (IsoGraphLabView, iso_graph_lab_view, ISO_TYPE_VIEW_CARD)

/* ---- words ---- */

static const guint32 *
indices_of (IsoGraphLabView *view)
{
  return view->shown != NULL ? view->shown->indices : NULL;
}

static IsoDataset *
dataset_of (IsoGraphLabView *view)
{
  return view->xray != NULL ? iso_xray_dataset (view->xray) : NULL;
}

static gboolean
describe (gpointer data)
{
  IsoGraphLabView *view = data;
  const IsoGraphSweep *sweep = iso_graph_lab_canvas_sweep (view->canvas);
  view->describe_source = 0;
  if (sweep == NULL)
    return G_SOURCE_REMOVE;
  g_autofree char *words = iso_lab_words (sweep, iso_graph_lab_canvas_place (view->canvas), dataset_of (view), indices_of (view));
  iso_graph_lab_canvas_describe (view->canvas, words);
  return G_SOURCE_REMOVE;
}

/* What the chart pointed at says there; else what matters most at the k in force. */
static void
show_hint (IsoGraphLabView *view)
{
  const IsoGraphSweep *sweep = iso_graph_lab_canvas_sweep (view->canvas);
  if (sweep == NULL)
    return;
  size_t place = iso_graph_lab_canvas_place (view->canvas);
  int chart = iso_graph_lab_canvas_chart (view->canvas);
  g_autofree char *k = iso_lab_k_text (sweep, place);
  IsoLabChart first = chart >= 0 ? (IsoLabChart) chart : ISO_LAB_PIECES;
  g_autofree char *hint = iso_lab_hint (first, sweep, place, dataset_of (view), indices_of (view));
  g_autofree char *second = chart >= 0 ? NULL : iso_lab_hint (ISO_LAB_HUB, sweep, place, dataset_of (view), indices_of (view));
  g_autofree char *bold = g_markup_printf_escaped ("<b>%s</b>  %s%s%s", k, hint, second != NULL ? " · " : "",
                                                   second != NULL ? second : "");
  gtk_label_set_markup (view->hint, bold);
  if (view->describe_source == 0)
    view->describe_source = g_timeout_add (DESCRIBE_DELAY, describe, view);
}

static void
show_subtitle (IsoGraphLabView *view)
{
  static const char *const graphs[] = { N_("directed graph"), N_("mutual graph"), N_("union graph") };
  const IsoBatchSnapshot *snapshot = view->shown;
  const IsoGraphSweep *sweep = iso_graph_lab_canvas_sweep (view->canvas);
  char step[32];
  if (snapshot == NULL || sweep == NULL)
    {
      iso_view_card_set_subtitle (ISO_VIEW_CARD (view), "");
      return;
    }
  iso_number_format (step, sizeof step, (double) snapshot->step, 15);
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append_printf (text, snapshot->is_probe ? _("probe batch at step %s") : _("batch at step %s"), step);
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " · %zu sample", " · %zu samples", (gulong) snapshot->B), snapshot->B);
  g_string_append_printf (text, " · %s", _(graphs[CLAMP ((int) sweep->settings.graph, 0, 2)]));
  if (sweep->count + 1 < sweep->B)
    g_string_append_printf (text, _(" · %zu of %zu values of k"), sweep->count, sweep->B - 1);
  /* Of a large batch it takes seconds, in which the curves are those from before. */
  if (view->is_measuring && view->asked != NULL && view->asked->B > ISO_GRAPH_SWEEP_ALL)
    g_string_append (text, _(" · measuring…"));
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), text->str);
}

static void
show_message (IsoGraphLabView *view, const char *text)
{
  gtk_label_set_text (view->message, text);
  iso_graph_lab_canvas_take (view->canvas, NULL);
  g_clear_pointer (&view->shown, iso_batch_snapshot_unref);
  gtk_stack_set_visible_child_name (view->pages, "empty");
  show_subtitle (view);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

/* ---- asking and showing ---- */

static void
forget_asked (IsoGraphLabView *view)
{
  g_clear_pointer (&view->asked, iso_batch_snapshot_unref);
  view->is_measuring = FALSE;
  iso_latest_job_forget (view->job);
}

static void
measured (gpointer data, const GError *error, gpointer user_data)
{
  IsoGraphLabView *view = user_data;
  g_autoptr (IsoLabWork) result = data;
  view->is_measuring = result != NULL && result->snapshot != view->asked;
  if (result == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("The graph of this batch cannot be measured: %s"), error->message);
      show_message (view, text);
      return;
    }
  if (result->sweep->count == 0)
    {
      show_message (view, _("A batch of one sample has no neighbors."));
      return;
    }
  g_clear_pointer (&view->shown, iso_batch_snapshot_unref);
  view->shown = iso_batch_snapshot_ref (result->snapshot);
  iso_graph_lab_canvas_take (view->canvas, g_steal_pointer (&result->sweep));
  gtk_stack_set_visible_child_name (view->pages, "canvas");
  show_subtitle (view);
  show_hint (view);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

/* Whether what was asked for last holds the answer: of this batch, under settings that differ in what no curve shows, and with this k
 * among those that are measured. */
static gboolean
is_asked (IsoGraphLabView *view, IsoBatchSnapshot *snapshot, const IsoDistillSettings *settings)
{
  IsoGraphSweep asked = { .settings = view->asked_settings };
  if (view->asked != snapshot || !iso_graph_sweep_fits (&asked, settings))
    return FALSE;
  if (snapshot->B <= ISO_GRAPH_SWEEP_ALL || settings->k == view->asked_settings.k || iso_graph_is_dense (settings->k, snapshot->B))
    return TRUE;
  const IsoGraphSweep *sweep = view->shown == snapshot ? iso_graph_lab_canvas_sweep (view->canvas) : NULL;
  return sweep != NULL && iso_graph_sweep_fits (sweep, settings)
         && sweep->at[iso_graph_sweep_place (sweep, settings->k)].k == settings->k;
}

static void
refresh (IsoGraphLabView *view, gboolean at_once)
{
  IsoBatchSnapshot *snapshot = view->xray != NULL ? iso_xray_snapshot (view->xray) : NULL;
  IsoDistillSettings settings;
  if (snapshot == NULL)
    {
      forget_asked (view);
      gtk_widget_set_visible (view->reset, FALSE);
      show_message (view, _("Press Start (F5) to see what the number of neighbors does to a batch: in how many pieces its graph "
                            "lies, which samples are hubs, and what diffusion makes of the targets."));
      return;
    }
  iso_xray_get_settings (view->xray, &settings);
  gtk_widget_set_visible (view->reset, iso_xray_has_trial (view->xray));
  iso_graph_lab_canvas_set_k (view->canvas, settings.k);
  show_hint (view);
  if (!gtk_widget_get_mapped (GTK_WIDGET (view)) || is_asked (view, snapshot, &settings))
    return;
  gboolean is_streaming = view->asked != NULL && view->asked != snapshot;
  g_clear_pointer (&view->asked, iso_batch_snapshot_unref);
  view->asked = iso_batch_snapshot_ref (snapshot);
  view->asked_settings = settings;
  view->is_measuring = TRUE;
  if (view->shown == NULL)
    gtk_label_set_text (view->message, _("Measuring the graph…"));
  /* What takes seconds is not waited for; what is through in a moment is, so that a slider that moves shows something. */
  if (!is_streaming && snapshot->B > ISO_GRAPH_SWEEP_ALL)
    iso_latest_job_forget (view->job);
  iso_latest_job_request (view->job, iso_lab_work_new (snapshot, &settings), at_once || !is_streaming);
  show_subtitle (view);
}

static void
xray_chosen (IsoXray *xray, IsoGraphLabView *view)
{
  refresh (view, FALSE);
}

static void
k_chosen (IsoGraphLabCanvas *canvas, int k, IsoGraphLabView *view)
{
  IsoDistillSettings settings;
  if (view->xray == NULL)
    return;
  iso_xray_get_settings (view->xray, &settings);
  settings.k = k;
  iso_xray_set_trial (view->xray, &settings);
}

static void
reset_clicked (GtkButton *button, IsoGraphLabView *view)
{
  if (view->xray != NULL)
    iso_xray_set_trial (view->xray, NULL);
}

/* Over the chart of hubs the hub of that k lights up in every view. */
static void
point_at_hub (IsoGraphLabView *view)
{
  const IsoGraphSweep *sweep = iso_graph_lab_canvas_sweep (view->canvas);
  gboolean wanted = sweep != NULL && view->shown != NULL && iso_graph_lab_canvas_chart (view->canvas) == (int) ISO_LAB_HUB;
  if (view->choice == NULL || (!wanted && !view->is_pointing))
    return;
  view->is_pointing = wanted;
  guint32 sample = ISO_NO_SAMPLE;
  if (wanted)
    sample = view->shown->indices[sweep->at[iso_graph_lab_canvas_place (view->canvas)].graph.hub];
  iso_sample_choice_point (view->choice, sample, ISO_NO_SAMPLE);
}

static void
cursor_moved (IsoGraphLabCanvas *canvas, IsoGraphLabView *view)
{
  show_hint (view);
  point_at_hub (view);
}

/* ---- the widget ---- */

static void
iso_graph_lab_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (iso_graph_lab_view_parent_class)->map (widget);
  refresh (ISO_GRAPH_LAB_VIEW (widget), TRUE);
}

/* Out of sight nothing is measured. */
static void
iso_graph_lab_view_unmap (GtkWidget *widget)
{
  IsoGraphLabView *view = ISO_GRAPH_LAB_VIEW (widget);
  if (view->is_measuring)
    forget_asked (view);
  GTK_WIDGET_CLASS (iso_graph_lab_view_parent_class)->unmap (widget);
}

static void
iso_graph_lab_view_dispose (GObject *object)
{
  IsoGraphLabView *view = ISO_GRAPH_LAB_VIEW (object);
  g_clear_handle_id (&view->describe_source, g_source_remove);
  g_clear_pointer (&view->job, iso_latest_job_free);
  g_clear_pointer (&view->asked, iso_batch_snapshot_unref);
  g_clear_pointer (&view->shown, iso_batch_snapshot_unref);
  if (view->xray != NULL)
    g_signal_handlers_disconnect_by_data (view->xray, view);
  g_clear_object (&view->xray);
  g_clear_object (&view->choice);
  G_OBJECT_CLASS (iso_graph_lab_view_parent_class)->dispose (object);
}

static gboolean
iso_graph_lab_view_can_export (IsoViewCard *card)
{
  return ISO_GRAPH_LAB_VIEW (card)->shown != NULL;
}

static IsoFigure *
iso_graph_lab_view_figure (IsoViewCard *card)
{
  IsoGraphLabView *view = ISO_GRAPH_LAB_VIEW (card);
  const IsoGraphSweep *sweep = iso_graph_lab_canvas_sweep (view->canvas);
  IsoDistillSettings settings;
  if (sweep == NULL || view->xray == NULL)
    return NULL;
  iso_xray_get_settings (view->xray, &settings);
  return iso_figure_of_graph_lab (sweep, settings.k, view->shown->step, iso_view_card_title (card), iso_view_card_subtitle (card));
}

static void
iso_graph_lab_view_class_init (IsoGraphLabViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_graph_lab_view_dispose;
  ISO_VIEW_CARD_CLASS (class)->can_export = iso_graph_lab_view_can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = iso_graph_lab_view_figure;
  GTK_WIDGET_CLASS (class)->map = iso_graph_lab_view_map;
  GTK_WIDGET_CLASS (class)->unmap = iso_graph_lab_view_unmap;
}

static GtkWidget *
body_new (IsoGraphLabView *view)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view->hint = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (view->hint, 0.0f);
  gtk_label_set_wrap (view->hint, TRUE);
  gtk_label_set_yalign (view->hint, 0.0f);
  gtk_label_set_lines (view->hint, 2);
  /* Two lines always: charts that jump with the words under them cannot be read. */
  gtk_widget_set_size_request (GTK_WIDGET (view->hint), -1, 32);
  gtk_label_set_ellipsize (view->hint, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (view->hint), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (view->hint), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (view->hint), "lab-hint");
  gtk_widget_set_vexpand (GTK_WIDGET (view->canvas), TRUE);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (view->canvas));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (view->hint));
  return body;
}

static void
iso_graph_lab_view_init (IsoGraphLabView *view)
{
  view->job = iso_latest_job_new (iso_lab_work_measure, iso_lab_work_free, measured, iso_lab_work_free, view);
  view->canvas = ISO_GRAPH_LAB_CANVAS (iso_graph_lab_canvas_new ());
  view->pages = GTK_STACK (gtk_stack_new ());
  view->message = GTK_LABEL (gtk_label_new (NULL));
  view->reset = gtk_button_new_with_label (_("Reset"));
  gtk_widget_add_css_class (GTK_WIDGET (view->message), "dim-label");
  gtk_label_set_wrap (view->message, TRUE);
  gtk_label_set_justify (view->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (view->message, 60);
  gtk_stack_add_named (view->pages, GTK_WIDGET (view->message), "empty");
  gtk_stack_add_named (view->pages, body_new (view), "canvas");
  gtk_widget_add_css_class (view->reset, "flat");
  gtk_widget_add_css_class (view->reset, "header-link");
  gtk_widget_set_tooltip_text (view->reset, _("Give up the trial: back to the settings of the run"));
  gtk_widget_set_visible (view->reset, FALSE);
  iso_view_card_set_title (ISO_VIEW_CARD (view), _("kNN lab"));
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->reset);
  iso_view_card_set_body (ISO_VIEW_CARD (view), GTK_WIDGET (view->pages));
  g_signal_connect (view->canvas, "k-chosen", G_CALLBACK (k_chosen), view);
  g_signal_connect (view->canvas, "cursor-moved", G_CALLBACK (cursor_moved), view);
  g_signal_connect (view->reset, "clicked", G_CALLBACK (reset_clicked), view);
  refresh (view, FALSE);
}

GtkWidget *
iso_graph_lab_view_new (void)
{
  return g_object_new (ISO_TYPE_GRAPH_LAB_VIEW, NULL);
}

void
iso_graph_lab_view_set_xray (IsoGraphLabView *view, IsoXray *xray)
{
  g_return_if_fail (ISO_IS_GRAPH_LAB_VIEW (view));
  if (xray == view->xray)
    return;
  if (view->xray != NULL)
    g_signal_handlers_disconnect_by_data (view->xray, view);
  g_set_object (&view->xray, xray);
  if (xray != NULL)
    g_signal_connect (xray, "chosen", G_CALLBACK (xray_chosen), view);
  refresh (view, TRUE);
}

void
iso_graph_lab_view_set_choice (IsoGraphLabView *view, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_GRAPH_LAB_VIEW (view));
  g_set_object (&view->choice, choice);
}

const IsoGraphSweep *
iso_graph_lab_view_sweep (IsoGraphLabView *view)
{
  g_return_val_if_fail (ISO_IS_GRAPH_LAB_VIEW (view), NULL);
  return iso_graph_lab_canvas_sweep (view->canvas);
}

const char *
iso_graph_lab_view_hint (IsoGraphLabView *view)
{
  g_return_val_if_fail (ISO_IS_GRAPH_LAB_VIEW (view), NULL);
  return gtk_label_get_text (view->hint);
}
