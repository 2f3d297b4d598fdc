#include "ui/plot/compared-maps-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/parameters.h"
#include "ui/figure/figures.h"
#include "ui/plot/compared-maps-view-private.h"

#define PROGRESS_MS 150

G_DEFINE_FINAL_TYPE (IsoComparedMapsView, iso_compared_maps_view, ISO_TYPE_VIEW_CARD)

/* ---- what is shown ---- */

void
iso_compared_maps_view_show_trails (IsoComparedMapsView *view)
{
  if (view->maps != NULL)
    {
      IsoMapTrails trails = iso_compared_maps_trails (view->maps, (size_t) view->lines);
      iso_map_canvas_set_trails (view->canvases[ISO_SIDE_B], &trails);
    }
  iso_compared_maps_view_show_reading (view);
}

static void
show_message (IsoComparedMapsView *view, const char *text)
{
  if (text != NULL)
    gtk_label_set_text (view->message, text);
  gtk_stack_set_visible_child_name (view->pages, text != NULL ? "empty" : "maps");
}

static void
take (IsoComparedMapsView *view, IsoComparedMaps *maps)
{
  g_autoptr (IsoComparedMaps) before = view->maps;
  IsoMapPoints points;
  view->maps = maps;
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    iso_map_canvas_set_map (view->canvases[side], maps != NULL ? maps->maps[side] : NULL);
  iso_change_list_set_maps (view->list, maps);
  if (maps != NULL)
    points = iso_projected_map_points (maps->maps[0]);
  if (maps == NULL || before == NULL || !iso_projected_map_is_comparable (before->maps[0], maps->maps[0]))
    iso_class_legend_set_points (view->legend, maps != NULL ? &points : NULL);
  iso_compared_maps_view_follow_choice (view);
  iso_compared_maps_view_show_trails (view);
  iso_compared_maps_view_describe (view);
  gtk_widget_set_sensitive (GTK_WIDGET (view->list), maps != NULL);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

/* ---- the worker ---- */

static gboolean
look_at_progress (gpointer data)
{
  iso_compared_maps_view_show_subtitle (data);
  return G_SOURCE_CONTINUE;
}

static void
show_business (IsoComparedMapsView *view)
{
  gboolean is_busy = iso_compared_maps_work_is_busy (view->work) || (view->pair != NULL && iso_run_pair_is_reading (view->pair));
  gtk_spinner_set_spinning (GTK_SPINNER (view->spinner), is_busy);
  gtk_widget_set_visible (view->spinner, is_busy);
  if (is_busy && view->progress_source == 0)
    view->progress_source = g_timeout_add (PROGRESS_MS, look_at_progress, view);
  else if (!is_busy)
    g_clear_handle_id (&view->progress_source, g_source_remove);
  iso_compared_maps_view_show_subtitle (view);
}

static void
forget (IsoComparedMapsView *view)
{
  iso_compared_maps_work_forget (view->work);
  for (int side = 0; side < ISO_SIDE_COUNT; side++)
    g_clear_pointer (&view->asked[side], iso_epoch_snapshot_unref);
}

static void
laid_out (IsoComparedMaps *maps, const GError *error, gpointer data)
{
  IsoComparedMapsView *view = data;
  if (maps == NULL)
    forget (view);
  view->is_problem = maps == NULL;
  take (view, maps);
  show_message (view, maps == NULL ? (error != NULL ? error->message : "") : NULL);
  show_business (view);
}

/* Of what is there already, or on its way, nothing is begun again: a run that goes on is read anew all the time. */
static void
lay_out (IsoComparedMapsView *view)
{
  IsoEpochSnapshot *first = iso_run_pair_embeddings (view->pair, ISO_SIDE_A), *second = iso_run_pair_embeddings (view->pair, ISO_SIDE_B);
  if (first == view->asked[ISO_SIDE_A] && second == view->asked[ISO_SIDE_B] && view->method == view->asked_method)
    return;
  IsoProjectionSettings settings = first->experiment->settings.projection;
  settings.method = view->method;
  forget (view);
  view->asked[ISO_SIDE_A] = iso_epoch_snapshot_ref (first);
  view->asked[ISO_SIDE_B] = iso_epoch_snapshot_ref (second);
  view->asked_method = view->method;
  iso_compared_maps_work_request (view->work, first, second, &settings, view->maps);
}

/* What was read has changed, or is being read: meanwhile what was there stays. */
static void
refresh (IsoComparedMapsView *view)
{
  IsoRunPair *pair = view->pair;
  const char *problem = pair != NULL ? iso_run_pair_problem (pair) : NULL;
  gboolean is_reading = pair != NULL && iso_run_pair_is_reading (pair);
  gboolean is_there = pair != NULL && iso_run_pair_embeddings (pair, ISO_SIDE_A) != NULL;
  if (!is_reading && (problem != NULL || !is_there))
    {
      forget (view);
      view->is_problem = problem != NULL;
      take (view, NULL);
      show_message (view, problem != NULL ? problem : _("Choose two runs, or two epochs of one, to see their maps beside each other."));
    }
  else if (!is_reading)
    lay_out (view);
  /* What is read anew while a run goes on is not announced each time. */
  if (view->maps == NULL && !view->is_problem && (is_reading || iso_compared_maps_work_is_busy (view->work)))
    show_message (view, _("Reading the embeddings…"));
  show_business (view);
}

/* ---- controls ---- */

void
iso_compared_maps_view_set_method (IsoComparedMapsView *view, int method)
{
  g_return_if_fail (ISO_IS_COMPARED_MAPS_VIEW (view) && method >= 0 && method < ISO_PROJECTION_AXES);
  if (method == view->method)
    return;
  view->method = method;
  iso_choice_row_set_active (view->methods, method);
  if (view->pair != NULL && !iso_run_pair_is_reading (view->pair))
    refresh (view);
}

void
iso_compared_maps_view_method_chosen (int index, gpointer data)
{
  iso_compared_maps_view_set_method (data, index);
}

void
iso_compared_maps_view_set_lines (IsoComparedMapsView *view, int lines)
{
  g_return_if_fail (ISO_IS_COMPARED_MAPS_VIEW (view));
  gtk_adjustment_set_value (view->lines_adjustment, lines);
}

void
iso_compared_maps_view_lines_moved (IsoComparedMapsView *view)
{
  int lines = (int) lround (gtk_adjustment_get_value (view->lines_adjustment));
  if (lines == view->lines)
    return;
  view->lines = lines;
  iso_compared_maps_view_show_trails (view);
}

void
iso_compared_maps_view_class_toggled (IsoComparedMapsView *view, guint class, gboolean wanted)
{
  const IsoDataset *dataset = view->maps->maps[0]->epoch->experiment->dataset;
  iso_choice_select_class (view->choice, iso_dataset_labels (dataset), iso_dataset_sample_count (dataset), class, wanted);
}

static void
method_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int method = g_variant_get_int32 (parameter);
  if (method >= 0 && method < ISO_PROJECTION_AXES)
    iso_compared_maps_view_set_method (ISO_COMPARED_MAPS_VIEW (widget), method);
}

static void
swap_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (ISO_COMPARED_MAPS_VIEW (widget)->pair != NULL)
    iso_run_pair_swap (ISO_COMPARED_MAPS_VIEW (widget)->pair);
}

static void
list_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoComparedMapsView *view = ISO_COMPARED_MAPS_VIEW (widget);
  adw_flap_set_reveal_flap (view->flap, !adw_flap_get_reveal_flap (view->flap));
}

static void
lines_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoComparedMapsView *view = ISO_COMPARED_MAPS_VIEW (widget);
  iso_compared_maps_view_set_lines (view, view->lines + g_variant_get_int32 (parameter));
}

/* ---- the pair ---- */

static void
drop_pair (IsoComparedMapsView *view)
{
  if (view->pair == NULL)
    return;
  if (view->is_watching)
    iso_run_pair_unwatch (view->pair);
  g_signal_handlers_disconnect_by_data (view->pair, view);
  g_clear_object (&view->pair);
}

void
iso_compared_maps_view_set_pair (IsoComparedMapsView *view, IsoRunPair *pair)
{
  g_return_if_fail (ISO_IS_COMPARED_MAPS_VIEW (view));
  if (pair == view->pair)
    return;
  drop_pair (view);
  view->pair = pair != NULL ? g_object_ref (pair) : NULL;
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    iso_run_chooser_set_pair (view->choosers[side], pair);
  if (pair != NULL)
    {
      g_signal_connect_swapped (pair, "read", G_CALLBACK (refresh), view);
      if (view->is_watching)
        iso_run_pair_watch (pair);
    }
  refresh (view);
}

IsoRunPair *
iso_compared_maps_view_pair (IsoComparedMapsView *view)
{
  g_return_val_if_fail (ISO_IS_COMPARED_MAPS_VIEW (view), NULL);
  return view->pair;
}

IsoComparedMaps *
iso_compared_maps_view_maps (IsoComparedMapsView *view)
{
  g_return_val_if_fail (ISO_IS_COMPARED_MAPS_VIEW (view), NULL);
  return view->maps;
}

const char *
iso_compared_maps_view_message (IsoComparedMapsView *view)
{
  g_return_val_if_fail (ISO_IS_COMPARED_MAPS_VIEW (view), NULL);
  return view->maps == NULL ? gtk_label_get_text (view->message) : NULL;
}

/* ---- the widget ---- */

static gboolean
can_export (IsoViewCard *card)
{
  return ISO_COMPARED_MAPS_VIEW (card)->maps != NULL;
}

static IsoFigure *
figure (IsoViewCard *card)
{
  IsoComparedMapsView *view = ISO_COMPARED_MAPS_VIEW (card);
  g_autofree char *first = iso_run_pair_side_text (view->pair, ISO_SIDE_A), *second = iso_run_pair_side_text (view->pair, ISO_SIDE_B);
  const char *const names[] = { first, second };
  return iso_figure_of_compared_maps (view->maps, (size_t) view->lines, iso_map_canvas_selected (view->canvases[0]), names,
                                      iso_view_card_title (card), iso_view_card_subtitle (card));
}

static void
iso_compared_maps_view_map (GtkWidget *widget)
{
  IsoComparedMapsView *view = ISO_COMPARED_MAPS_VIEW (widget);
  GTK_WIDGET_CLASS (iso_compared_maps_view_parent_class)->map (widget);
  view->is_watching = TRUE;
  if (view->pair != NULL)
    iso_run_pair_watch (view->pair);
}

static void
iso_compared_maps_view_unmap (GtkWidget *widget)
{
  IsoComparedMapsView *view = ISO_COMPARED_MAPS_VIEW (widget);
  view->is_watching = FALSE;
  if (view->pair != NULL)
    iso_run_pair_unwatch (view->pair);
  GTK_WIDGET_CLASS (iso_compared_maps_view_parent_class)->unmap (widget);
}

static void
iso_compared_maps_view_dispose (GObject *object)
{
  IsoComparedMapsView *view = ISO_COMPARED_MAPS_VIEW (object);
  g_clear_handle_id (&view->progress_source, g_source_remove);
  if (view->work != NULL)
    forget (view);
  g_clear_pointer (&view->work, iso_compared_maps_work_free);
  drop_pair (view);
  iso_compared_maps_view_drop_choice (view);
  g_clear_pointer (&view->maps, iso_compared_maps_unref);
  G_OBJECT_CLASS (iso_compared_maps_view_parent_class)->dispose (object);
}

static void
iso_compared_maps_view_class_init (IsoComparedMapsViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_compared_maps_view_dispose;
  widget_class->map = iso_compared_maps_view_map;
  widget_class->unmap = iso_compared_maps_view_unmap;
  ISO_VIEW_CARD_CLASS (class)->can_export = can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = figure;
  gtk_widget_class_install_action (widget_class, "comparison-maps.method", "i", method_wanted);
  gtk_widget_class_install_action (widget_class, "comparison-maps.swap", NULL, swap_wanted);
  gtk_widget_class_install_action (widget_class, "comparison-maps.list", NULL, list_wanted);
  gtk_widget_class_install_action (widget_class, "comparison-maps.lines", "i", lines_wanted);
  for (int method = 0; method < ISO_PROJECTION_AXES; method++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + (guint) method, 0, "comparison-maps.method", "i", method);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_x, 0, "comparison-maps.swap", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, 0, "comparison-maps.list", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_CONTROL_MASK, "comparison-maps.lines", "i", 10);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, GDK_CONTROL_MASK, "comparison-maps.lines", "i", -10);
}

static void
iso_compared_maps_view_init (IsoComparedMapsView *view)
{
  view->work = iso_compared_maps_work_new (laid_out, view);
  view->lines = ISO_MAPS_LINES;
  iso_compared_maps_view_build (view);
  iso_compared_maps_view_set_choice (view, NULL);
  refresh (view);
}

GtkWidget *
iso_compared_maps_view_new (void)
{
  return g_object_new (ISO_TYPE_COMPARED_MAPS_VIEW, NULL);
}
