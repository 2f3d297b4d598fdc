#include "ui/plot/what-if-view.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/figure/figures.h"
#include "ui/figure/what-if-words.h"
#include "ui/plot/spoken.h"
#include "ui/plot/what-if-canvas.h"
#include "ui/plot/what-if-ends.h"
#include "ui/plot/what-if-runner.h"

#define DESCRIBE_DELAY 300 /* milliseconds: readers of screens need not hear of every step */

struct _IsoWhatIfView {
  IsoViewCard parent_instance;
  GtkStack *pages; /* "empty", "canvas" */
  GtkLabel *message, *hint;
  GtkDropDown *pairs;
  GtkWidget *stop;
  IsoWhatIfEnds *ends;
  IsoWhatIfCanvas *canvas;
  IsoWhatIfRunner *runner;
  IsoXray *xray;
  IsoWhatIfPair pair;
  guint describe_source;
};

G_DEFINE_FINAL_TYPE (IsoWhatIfView, iso_what_if_view, ISO_TYPE_VIEW_CARD)

/* ---- words ---- */

static const IsoWhatIfGrid *
grid_of (IsoWhatIfView *view)
{
  return iso_what_if_runner_grid (view->runner);
}

static int
present_of (IsoWhatIfView *view)
{
  IsoDistillSettings settings;
  if (view->xray == NULL || grid_of (view) == NULL)
    return -1;
  iso_xray_get_settings (view->xray, &settings);
  return iso_what_if_grid_place_of (grid_of (view), &settings);
}

static gboolean
describe (gpointer data)
{
  IsoWhatIfView *view = data;
  view->describe_source = 0;
  if (grid_of (view) == NULL)
    return G_SOURCE_REMOVE;
  g_autofree char *words = iso_what_if_words (grid_of (view), present_of (view));
  g_autofree char *all = g_strdup_printf ("%s. %s", gtk_label_get_text (view->hint), words);
  int cursor = iso_what_if_canvas_cursor (view->canvas);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, cursor >= 0 ? all : words, -1);
  return G_SOURCE_REMOVE;
}

static void
show_hint (IsoWhatIfView *view)
{
  int cursor = iso_what_if_canvas_cursor (view->canvas);
  if (grid_of (view) == NULL)
    return;
  if (cursor < 0)
    gtk_label_set_text (view->hint, iso_what_if_legend (grid_of (view)));
  else
    {
      g_autofree char *name = iso_what_if_place_text (grid_of (view), (size_t) cursor);
      g_autofree char *text = iso_what_if_cell_text (grid_of (view), (size_t) cursor);
      g_autofree char *remark = iso_what_if_remark (cursor == present_of (view), cursor == iso_what_if_grid_best (grid_of (view)));
      g_autofree char *markup = g_markup_printf_escaped ("<b>%s</b>  %s%s%s", name, text, remark != NULL ? " · " : "",
                                                         remark != NULL ? remark : "");
      gtk_label_set_markup (view->hint, markup);
    }
  if (view->describe_source == 0)
    view->describe_source = g_timeout_add (DESCRIBE_DELAY, describe, view);
}

/* "batch at step 238 · 112 samples · P from 2e-4 to 0.1", and how far it has come while a person waits. */
static void
show_subtitle (IsoWhatIfView *view)
{
  const IsoWhatIfGrid *grid = grid_of (view);
  char step[32];
  if (grid == NULL)
    {
      iso_view_card_set_subtitle (ISO_VIEW_CARD (view), "");
      return;
    }
  size_t done = iso_what_if_grid_done (grid);
  g_autoptr (GString) text = g_string_new (NULL);
  iso_number_format (step, sizeof step, (double) grid->snapshot->step, 15);
  g_string_append_printf (text, grid->snapshot->is_probe ? _("probe batch at step %s") : _("batch at step %s"), step);
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " · %zu sample", " · %zu samples", (gulong) grid->snapshot->B),
                          grid->snapshot->B);
  if (grid->snapshot->B > ISO_WHAT_IF_SIDE)
    g_string_append_printf (text, _(" · means of blocks, %d × %d"), ISO_WHAT_IF_SIDE, ISO_WHAT_IF_SIDE);
  if (done < grid->count)
    g_string_append_printf (text, iso_what_if_runner_is_stopped (view->runner) ? _(" · stopped at %zu of %zu")
                                                                              : _(" · %zu of %zu computed"),
                            done, grid->count);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), text->str);
}

static void
show_grid (gpointer data)
{
  IsoWhatIfView *view = data;
  const IsoWhatIfGrid *grid = grid_of (view);
  iso_what_if_canvas_show (view->canvas, grid, present_of (view));
  gtk_stack_set_visible_child_name (view->pages, grid != NULL ? "canvas" : "empty");
  gtk_widget_set_visible (view->stop, iso_what_if_runner_is_waited_for (view->runner));
  show_subtitle (view);
  show_hint (view);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

/* ---- asking ---- */

static void
show_message (IsoWhatIfView *view, const char *text)
{
  gtk_label_set_text (view->message, text);
  iso_what_if_runner_clear (view->runner);
}

static void
start (IsoWhatIfView *view)
{
  IsoBatchSnapshot *snapshot = iso_xray_snapshot (view->xray);
  IsoDistillSettings run, settings;
  double ends[2][2];
  iso_xray_get_run_settings (view->xray, &run);
  iso_xray_get_settings (view->xray, &settings);
  iso_what_if_ends_show (view->ends, view->pair, snapshot->B);
  iso_what_if_ends_get (view->ends, ends, &run);
  iso_what_if_runner_start (view->runner, iso_what_if_grid_new (snapshot, view->pair, ends, &run, &settings));
}

static void
refresh (gpointer data)
{
  IsoWhatIfView *view = data;
  if (view->xray == NULL || iso_xray_snapshot (view->xray) == NULL)
    show_message (view, _("Press Start (F5) to see a batch's targets under other settings, side by side."));
  else if (iso_xray_snapshot (view->xray)->B < 2)
    show_message (view, _("A batch of one sample has no neighbors."));
  else if (gtk_widget_get_mapped (GTK_WIDGET (view)))
    start (view);
}

/* ---- what the person does ---- */

static void
xray_chosen (IsoXray *xray, IsoWhatIfView *view)
{
  refresh (view);
}

static void
cell_chosen (IsoWhatIfCanvas *canvas, guint place, IsoWhatIfView *view)
{
  IsoDistillSettings settings, run;
  if (view->xray == NULL || grid_of (view) == NULL || place >= grid_of (view)->count)
    return;
  settings = iso_what_if_grid_settings (grid_of (view), place);
  iso_xray_get_run_settings (view->xray, &run);
  iso_xray_set_trial (view->xray, iso_distill_settings_equal (&settings, &run) ? NULL : &settings);
}

static void
pair_selected (GtkDropDown *pairs, GParamSpec *spec, IsoWhatIfView *view)
{
  iso_what_if_view_set_pair (view, (IsoWhatIfPair) gtk_drop_down_get_selected (pairs));
}

static void
scale_chosen (int index, gpointer data)
{
  iso_what_if_canvas_set_logarithmic (ISO_WHAT_IF_VIEW (data)->canvas, index == 1);
}

/* ---- the widget ---- */

static void
iso_what_if_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (iso_what_if_view_parent_class)->map (widget);
  refresh (ISO_WHAT_IF_VIEW (widget));
}

static void
iso_what_if_view_unmap (GtkWidget *widget)
{
  iso_what_if_runner_rest (ISO_WHAT_IF_VIEW (widget)->runner);
  GTK_WIDGET_CLASS (iso_what_if_view_parent_class)->unmap (widget);
}

static void
iso_what_if_view_dispose (GObject *object)
{
  IsoWhatIfView *view = ISO_WHAT_IF_VIEW (object);
  if (view->canvas != NULL)
    iso_what_if_canvas_show (view->canvas, NULL, -1);
  view->canvas = NULL;
  g_clear_handle_id (&view->describe_source, g_source_remove);
  g_clear_pointer (&view->runner, iso_what_if_runner_free);
  if (view->xray != NULL)
    g_signal_handlers_disconnect_by_data (view->xray, view);
  g_clear_object (&view->xray);
  G_OBJECT_CLASS (iso_what_if_view_parent_class)->dispose (object);
}

static gboolean
iso_what_if_view_can_export (IsoViewCard *card)
{
  const IsoWhatIfGrid *grid = grid_of (ISO_WHAT_IF_VIEW (card));
  return grid != NULL && iso_what_if_grid_done (grid) > 0;
}

static IsoFigure *
iso_what_if_view_figure (IsoViewCard *card)
{
  IsoWhatIfView *view = ISO_WHAT_IF_VIEW (card);
  return iso_figure_of_what_if (grid_of (view), present_of (view), iso_what_if_canvas_is_logarithmic (view->canvas),
                                iso_view_card_title (card), iso_view_card_subtitle (card));
}

static void
iso_what_if_view_class_init (IsoWhatIfViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_what_if_view_dispose;
  ISO_VIEW_CARD_CLASS (class)->can_export = iso_what_if_view_can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = iso_what_if_view_figure;
  GTK_WIDGET_CLASS (class)->map = iso_what_if_view_map;
  GTK_WIDGET_CLASS (class)->unmap = iso_what_if_view_unmap;
}

static GtkWidget *
body_new (IsoWhatIfView *view)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view->hint = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (view->hint, 0.0f);
  gtk_label_set_yalign (view->hint, 0.0f);
  gtk_label_set_wrap (view->hint, TRUE);
  gtk_label_set_lines (view->hint, 2);
  gtk_label_set_ellipsize (view->hint, PANGO_ELLIPSIZE_END);
  gtk_widget_set_size_request (GTK_WIDGET (view->hint), -1, 32);
  gtk_widget_add_css_class (GTK_WIDGET (view->hint), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (view->hint), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (view->hint), "lab-hint");
  gtk_widget_set_vexpand (GTK_WIDGET (view->canvas), TRUE);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (view->canvas));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (view->hint));
  return body;
}

static void
add_header (IsoWhatIfView *view)
{
  IsoViewCard *card = ISO_VIEW_CARD (view);
  const char *scales[] = { _("linear"), _("log"), NULL };
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  for (IsoWhatIfPair pair = 0; pair < ISO_WHAT_IF_PAIRS; pair++)
    gtk_string_list_take (names, iso_what_if_pair_name (pair));
  view->pairs = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL));
  view->ends = ISO_WHAT_IF_ENDS (iso_what_if_ends_new ());
  view->stop = gtk_button_new_from_icon_name ("process-stop-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (view->pairs), "what-if-pairs");
  gtk_widget_set_valign (GTK_WIDGET (view->pairs), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (view->pairs), _("What varies along columns and rows"));
  iso_speak_drop_down (view->pairs, _("Columns and rows"));
  gtk_widget_add_css_class (view->stop, "flat");
  gtk_widget_add_css_class (view->stop, "card-button");
  gtk_widget_set_valign (view->stop, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (view->stop, FALSE);
  gtk_widget_set_tooltip_text (view->stop, _("Stop computing"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->stop), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Stop computing"), -1);
  iso_view_card_set_title (card, _("What if"));
  iso_view_card_add_control (card, view->stop);
  iso_view_card_add_control (card, GTK_WIDGET (view->ends));
  iso_view_card_add_control (card, GTK_WIDGET (view->pairs));
  iso_view_card_add_control (card, iso_choice_row_new (_("Color scale"), scales, 1, scale_chosen, view));
  g_signal_connect (view->pairs, "notify::selected", G_CALLBACK (pair_selected), view);
  g_signal_connect_object (view->ends, "changed", G_CALLBACK (refresh), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (view->stop, "clicked", G_CALLBACK (iso_what_if_view_stop), view, G_CONNECT_SWAPPED);
}

static void
iso_what_if_view_init (IsoWhatIfView *view)
{
  view->runner = iso_what_if_runner_new (show_grid, refresh, view);
  view->canvas = ISO_WHAT_IF_CANVAS (iso_what_if_canvas_new ());
  iso_what_if_canvas_set_logarithmic (view->canvas, TRUE);
  view->pages = GTK_STACK (gtk_stack_new ());
  view->message = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (view->message), "dim-label");
  gtk_label_set_wrap (view->message, TRUE);
  gtk_label_set_justify (view->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (view->message, 60);
  gtk_stack_add_named (view->pages, GTK_WIDGET (view->message), "empty");
  gtk_stack_add_named (view->pages, body_new (view), "canvas");
  add_header (view);
  iso_view_card_set_body (ISO_VIEW_CARD (view), GTK_WIDGET (view->pages));
  g_signal_connect (view->canvas, "chosen", G_CALLBACK (cell_chosen), view);
  g_signal_connect_swapped (view->canvas, "cursor-moved", G_CALLBACK (show_hint), view);
  refresh (view);
}

GtkWidget *
iso_what_if_view_new (void)
{
  return g_object_new (ISO_TYPE_WHAT_IF_VIEW, NULL);
}

void
iso_what_if_view_set_xray (IsoWhatIfView *view, IsoXray *xray)
{
  g_return_if_fail (ISO_IS_WHAT_IF_VIEW (view));
  if (xray == view->xray)
    return;
  if (view->xray != NULL)
    g_signal_handlers_disconnect_by_data (view->xray, view);
  g_set_object (&view->xray, xray);
  if (xray != NULL)
    g_signal_connect (xray, "chosen", G_CALLBACK (xray_chosen), view);
  refresh (view);
}

void
iso_what_if_view_set_pair (IsoWhatIfView *view, IsoWhatIfPair pair)
{
  g_return_if_fail (ISO_IS_WHAT_IF_VIEW (view) && pair < ISO_WHAT_IF_PAIRS);
  if (pair == view->pair)
    return;
  view->pair = pair;
  gtk_drop_down_set_selected (view->pairs, (guint) pair);
  iso_what_if_ends_show (view->ends, pair, grid_of (view) != NULL ? grid_of (view)->snapshot->B : 2);
  refresh (view);
}

const IsoWhatIfGrid *
iso_what_if_view_grid (IsoWhatIfView *view)
{
  g_return_val_if_fail (ISO_IS_WHAT_IF_VIEW (view), NULL);
  return grid_of (view);
}

gboolean
iso_what_if_view_is_ready (IsoWhatIfView *view)
{
  g_return_val_if_fail (ISO_IS_WHAT_IF_VIEW (view), FALSE);
  return !iso_what_if_runner_is_busy (view->runner);
}

void
iso_what_if_view_stop (IsoWhatIfView *view)
{
  g_return_if_fail (ISO_IS_WHAT_IF_VIEW (view));
  iso_what_if_runner_stop (view->runner);
}

const char *
iso_what_if_view_hint (IsoWhatIfView *view)
{
  g_return_val_if_fail (ISO_IS_WHAT_IF_VIEW (view), NULL);
  return gtk_label_get_text (view->hint);
}
