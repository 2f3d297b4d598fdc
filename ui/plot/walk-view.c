#include "ui/plot/walk-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/plot/theme-watch.h"
#include "ui/plot/walk-view-private.h"

G_DEFINE_FINAL_TYPE (IsoWalkView, iso_walk_view, ISO_TYPE_VIEW_CARD)

gboolean
iso_walk_view_has_walk (IsoWalkView *view)
{
  return view->scene.walk != NULL;
}

/* ---- the scene ---- */

void
iso_walk_view_draw (IsoWalkView *view)
{
  const IsoWalkScene *scene = iso_walk_view_has_walk (view) ? &view->scene : NULL;
  iso_walk_canvas_show (view->map, view->picture, scene);
  iso_walk_canvas_show (view->bars, view->picture, scene);
}

static void
forget_scene (IsoWalkView *view)
{
  memset (&view->scene, 0, sizeof view->scene);
  view->scene.pointed = G_MAXSIZE;
  g_clear_pointer (&view->row, g_free);
  g_clear_pointer (&view->mass, g_free);
  g_clear_pointer (&view->faded, g_free);
}

static void
fill_scene (IsoWalkView *view, int step)
{
  const IsoWalkRoute *route = view->picture->route;
  forget_scene (view);
  if (route->walk == NULL)
    return;
  size_t B = route->graph->B;
  view->row = g_new0 (double, B);
  view->mass = g_new0 (double, B);
  view->scene = (IsoWalkScene) { .graph = route->graph, .walk = route->walk, .start = route->start, .row = view->row,
                                 .mass = view->mass, .flow_top = route->flow_top,
                                 .scale = view->is_linear ? route->linear : route->logarithmic };
  iso_walk_view_find_pointed (view);
  iso_walk_view_find_faded (view);
  iso_walk_view_set_step (view, step);
}

/* ---- asking the worker ---- */

/* The picked sample, else that from before, else one of its class, else the first: a place in the batch. */
static size_t
choose_start (IsoWalkView *view, const IsoBatchSnapshot *batch)
{
  IsoSamplePair picked = iso_sample_choice_picked (view->choice);
  size_t of_class = G_MAXSIZE, place = G_MAXSIZE;
  for (size_t i = 0; i < batch->B; i++)
    {
      if (picked.sample != ISO_NO_SAMPLE && batch->indices[i] == picked.sample)
        return i;
      if (place == G_MAXSIZE && view->start != ISO_NO_SAMPLE && batch->indices[i] == view->start)
        place = i;
      if (of_class == G_MAXSIZE && batch->labels[i] == view->start_class)
        of_class = i;
    }
  return place != G_MAXSIZE ? place : of_class != G_MAXSIZE ? of_class : 0;
}

void
iso_walk_view_ask (IsoWalkView *view, gboolean at_once)
{
  IsoXrayStages *stages = view->xray != NULL ? iso_xray_stages (view->xray) : NULL;
  GtkWidget *sized = gtk_widget_get_mapped (GTK_WIDGET (view->map)) ? GTK_WIDGET (view->map) : GTK_WIDGET (view->pages);
  view->stale = TRUE;
  if (stages == NULL || stages->snapshot->B == 0 || !gtk_widget_get_mapped (GTK_WIDGET (view)))
    return;
  IsoWalkRequest *request = g_new0 (IsoWalkRequest, 1);
  IsoDataset *dataset = iso_xray_dataset (view->xray);
  request->stages = iso_xray_stages_ref (stages);
  request->dataset = dataset != NULL ? iso_dataset_ref (dataset) : NULL;
  request->previous = view->picture != NULL ? iso_walk_route_ref (view->picture->route) : NULL;
  request->start = choose_start (view, stages->snapshot);
  request->from_targets = view->from_targets;
  request->width = MAX (gtk_widget_get_width (sized), 1);
  request->height = MAX (gtk_widget_get_height (sized), 1);
  request->scale = gtk_widget_get_scale_factor (sized);
  request->theme = iso_present_theme ();
  view->start = stages->snapshot->indices[request->start];
  view->start_class = stages->snapshot->labels[request->start];
  view->stale = FALSE;
  iso_latest_job_request (view->job, request, at_once);
}

static void
take (IsoWalkView *view, IsoWalkPicture *picture)
{
  IsoWalkPicture *before = view->picture;
  /* While it was live a newer batch than the one in sight may have been frozen: the walk goes on there. */
  gboolean follows = view->is_freezing && picture != NULL;
  gboolean stays = follows || (before != NULL && picture != NULL && before->route->stages->snapshot == picture->route->stages->snapshot
                   && before->route->start == picture->route->start);
  int step = stays ? view->scene.step : 0;
  if (!stays)
    iso_walk_view_play (view, FALSE);
  forget_scene (view);
  iso_walk_canvas_show (view->map, NULL, NULL);
  iso_walk_canvas_show (view->bars, NULL, NULL);
  view->picture = picture;
  if (picture != NULL)
    fill_scene (view, step);
  iso_walk_picture_free (before);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

void
iso_walk_view_show_message (IsoWalkView *view, const char *text)
{
  iso_walk_view_hide_card (view);
  take (view, NULL);
  gtk_label_set_text (view->message, text);
  gtk_stack_set_visible_child_name (view->pages, "empty");
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), "");
  iso_walk_view_update_actions (view);
}

static void
made (gpointer data, const GError *error, gpointer user_data)
{
  IsoWalkView *view = user_data;
  IsoWalkPicture *picture = data;
  const char *problem = picture == NULL ? error->message : picture->route->problem;
  if (picture == NULL || picture->route->walk == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("There is no walk on this batch: %s"), problem);
      iso_walk_picture_free (picture);
      iso_walk_view_show_message (view, text);
      return;
    }
  take (view, picture);
  view->is_freezing = view->is_freezing && iso_xray_snapshot (view->xray) != picture->route->stages->snapshot;
  gtk_stack_set_visible_child_name (view->pages, "walk");
  iso_walk_view_draw (view);
  iso_walk_view_describe (view);
  iso_walk_view_update_actions (view);
  if (gtk_widget_get_visible (view->card))
    iso_walk_view_show_card (view);
}

/* ---- steps and samples ---- */

void
iso_walk_view_set_step (IsoWalkView *view, int step)
{
  g_return_if_fail (ISO_IS_WALK_VIEW (view));
  if (!iso_walk_view_has_walk (view))
    return;
  view->scene.step = CLAMP (step, 0, iso_walk_end (view->scene.walk, NULL));
  if (view->tick == 0)
    view->position = view->scene.step;
  iso_walk_row (view->row, view->scene.walk, view->scene.step);
  iso_walk_moved (view->mass, view->scene.walk, view->scene.step);
  iso_walk_view_draw (view);
  iso_walk_view_count (view);
  iso_walk_view_update_actions (view);
}

int
iso_walk_view_step (IsoWalkView *view)
{
  g_return_val_if_fail (ISO_IS_WALK_VIEW (view), 0);
  return view->scene.step;
}

int
iso_walk_view_end (IsoWalkView *view)
{
  g_return_val_if_fail (ISO_IS_WALK_VIEW (view), 0);
  return iso_walk_view_has_walk (view) ? iso_walk_end (view->scene.walk, NULL) : 0;
}

guint32
iso_walk_view_start (IsoWalkView *view)
{
  g_return_val_if_fail (ISO_IS_WALK_VIEW (view), ISO_NO_SAMPLE);
  return iso_walk_view_has_walk (view) ? view->scene.graph->snapshot->indices[view->scene.start] : ISO_NO_SAMPLE;
}

void
iso_walk_view_change_sample (IsoWalkView *view, int by)
{
  if (!iso_walk_view_has_walk (view))
    return;
  const IsoBatchSnapshot *batch = view->scene.graph->snapshot;
  size_t B = batch->B, place = (view->scene.start + (by > 0 ? 1 : B - 1)) % B;
  iso_sample_choice_pick (view->choice, batch->indices[place], ISO_NO_SAMPLE);
}

/* ---- the X-ray ---- */

static void
show_emptiness (IsoWalkView *view)
{
  iso_walk_view_show_message (view, _("Press Start (F5) to watch how a sample's walk spreads over the batch."));
}

static void
stages_changed (IsoWalkView *view)
{
  if (iso_xray_stages (view->xray) != NULL)
    {
      iso_walk_view_ask (view, iso_xray_is_frozen (view->xray));
      return;
    }
  iso_latest_job_forget (view->job);
  view->start = ISO_NO_SAMPLE;
  view->start_class = -1;
  show_emptiness (view);
}

static void
xray_changed (IsoWalkView *view)
{
  view->has_frozen = view->has_frozen && iso_xray_is_frozen (view->xray);
  view->is_freezing = view->is_freezing && view->has_frozen;
  iso_walk_view_update_actions (view);
  if (iso_walk_view_has_walk (view))
    iso_walk_view_describe (view);
}

static void
drop_xray (IsoWalkView *view)
{
  if (view->xray == NULL)
    return;
  g_signal_handlers_disconnect_by_data (view->xray, view);
  if (gtk_widget_get_mapped (GTK_WIDGET (view)))
    iso_xray_unwatch (view->xray);
  g_clear_object (&view->xray);
}

void
iso_walk_view_set_xray (IsoWalkView *view, IsoXray *xray)
{
  g_return_if_fail (ISO_IS_WALK_VIEW (view));
  if (xray == view->xray)
    return;
  drop_xray (view);
  iso_latest_job_forget (view->job);
  view->has_frozen = view->is_freezing = FALSE;
  show_emptiness (view);
  if (xray == NULL)
    return;
  view->xray = g_object_ref (xray);
  g_signal_connect_object (xray, "stages", G_CALLBACK (stages_changed), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (xray, "chosen", G_CALLBACK (xray_changed), view, G_CONNECT_SWAPPED);
  if (gtk_widget_get_mapped (GTK_WIDGET (view)))
    iso_xray_watch (xray);
  iso_walk_view_ask (view, TRUE);
  iso_walk_view_update_actions (view);
}

/* ---- the widget ---- */

static void
iso_walk_view_map (GtkWidget *widget)
{
  IsoWalkView *view = ISO_WALK_VIEW (widget);
  GTK_WIDGET_CLASS (iso_walk_view_parent_class)->map (widget);
  if (view->xray != NULL)
    iso_xray_watch (view->xray);
  if (view->stale)
    iso_walk_view_ask (view, TRUE);
}

static void
iso_walk_view_unmap (GtkWidget *widget)
{
  IsoWalkView *view = ISO_WALK_VIEW (widget);
  iso_walk_view_play (view, FALSE);
  iso_walk_view_hide_card (view);
  if (view->xray != NULL)
    iso_xray_unwatch (view->xray);
  /* Stages that come meanwhile are not asked for. */
  view->stale = TRUE;
  GTK_WIDGET_CLASS (iso_walk_view_parent_class)->unmap (widget);
}

static void
iso_walk_view_dispose (GObject *object)
{
  IsoWalkView *view = ISO_WALK_VIEW (object);
  g_clear_handle_id (&view->card_source, g_source_remove);
  g_clear_pointer (&view->job, iso_latest_job_free);
  if (view->choice != NULL)
    {
      iso_walk_view_play (view, FALSE);
      iso_walk_canvas_show (view->map, NULL, NULL);
      iso_walk_canvas_show (view->bars, NULL, NULL);
      g_signal_handlers_disconnect_by_data (view->overlay, view);
      g_signal_handlers_disconnect_by_data (view->choice, view);
    }
  forget_scene (view);
  g_clear_pointer (&view->picture, iso_walk_picture_free);
  drop_xray (view);
  g_clear_object (&view->choice);
  G_OBJECT_CLASS (iso_walk_view_parent_class)->dispose (object);
}

static void
iso_walk_view_class_init (IsoWalkViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_walk_view_dispose;
  iso_walk_view_install_export (ISO_VIEW_CARD_CLASS (class));
  widget_class->map = iso_walk_view_map;
  widget_class->unmap = iso_walk_view_unmap;
  iso_walk_view_install_actions (widget_class);
}

static void
iso_walk_view_init (IsoWalkView *view)
{
  view->job = iso_latest_job_new (iso_walk_picture_make, iso_walk_request_free, made, iso_walk_picture_free, view);
  view->start = ISO_NO_SAMPLE;
  view->start_class = -1;
  view->speed = 8.0;
  view->scene.pointed = G_MAXSIZE;
  iso_walk_view_connect (view, iso_sample_choice_new ());
  iso_walk_view_build (view);
  show_emptiness (view);
}

GtkWidget *
iso_walk_view_new (void)
{
  return g_object_new (ISO_TYPE_WALK_VIEW, NULL);
}
