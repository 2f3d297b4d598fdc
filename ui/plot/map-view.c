#include "ui/plot/map-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/plot/map-view-private.h"
#include "ui/plot/point-card.h"

/* Words that change thirty times a second cannot be read, and cost a layout each. */
#define WORDS_INTERVAL (G_USEC_PER_SEC / 5)
/* A map that forms is measured this often, if that takes no longer than so many seconds. */
#define JUDGE_INTERVAL (2 * G_USEC_PER_SEC)
#define JUDGE_FIRST (G_USEC_PER_SEC / 2)
#define JUDGE_SECONDS 1.0

G_DEFINE_FINAL_TYPE (IsoMapView, iso_map_view, ISO_TYPE_VIEW_CARD)

/* ---- words ---- */

static void
describe_classes (IsoMapView *view, const char *subtitle)
{
  IsoMapPoints points = iso_projected_map_points (view->map);
  g_autofree size_t *counts = g_new (size_t, MAX (points.class_count, 1));
  size_t present = iso_map_class_counts (counts, &points);
  g_autofree char *sentence = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s, %zu class. Arrow keys go from point to point, Enter picks, Space selects",
                   "%s, %zu classes. Arrow keys go from point to point, Enter picks, Space selects", present), subtitle, present);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

static char *
subtitle_of (IsoMapView *view)
{
  GString *text = g_string_new (NULL);
  if (view->map != NULL)
    {
      g_autofree char *shown = iso_projected_map_describe (view->map);
      g_string_append (text, shown);
      if (iso_map_projector_is_paused (view->projector))
        g_string_append (text, _(" · paused"));
      if (view->map->frame->note != NULL)
        g_string_append_printf (text, " · %s", view->map->frame->note);
    }
  if (isfinite (view->prepared))
    g_string_append_printf (text, _("%s%s: %.0f %% prepared"), view->map != NULL ? " · " : "",
                            iso_projection_method_name (view->settings.method), 100.0 * view->prepared);
  return g_string_free (text, FALSE);
}

void
iso_map_view_describe (IsoMapView *view)
{
  g_autofree char *subtitle = subtitle_of (view);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), subtitle);
  view->said = g_get_monotonic_time ();
  /* Whoever listens wants to hear of a map once, not of every step. */
  if (view->map != NULL && iso_projected_map_is_at_rest (view->map))
    describe_classes (view, subtitle);
}

/* ---- what is known of the map ---- */

void
iso_map_view_show_tint (IsoMapView *view)
{
  g_autofree float *unknown = NULL;
  if (view->is_tinted && view->recall == NULL && view->map != NULL)
    {
      unknown = g_new (float, MAX (view->map->N, 1));
      for (size_t i = 0; i < view->map->N; i++)
        unknown[i] = NAN;
    }
  iso_map_canvas_set_tint (view->canvas, !view->is_tinted ? NULL : view->recall != NULL ? view->recall : unknown);
}

static void
forget_quality (IsoMapView *view)
{
  iso_map_judge_forget (view->judge);
  g_clear_pointer (&view->recall, g_free);
  view->judged = 0;
  iso_map_view_show_quality (view, NULL);
  iso_map_view_show_tint (view);
}

static void
judged (const IsoMapQuality *quality, const IsoProjectedMap *map, gpointer data)
{
  IsoMapView *view = data;
  if (view->map == NULL || !iso_projected_map_is_next (view->map, map))
    return;
  g_clear_pointer (&view->recall, g_free);
  view->recall = quality->point_recall != NULL ? g_memdup2 (quality->point_recall, MAX (map->N, 1) * sizeof (float)) : NULL;
  iso_map_view_show_quality (view, quality);
  if (view->is_tinted)
    iso_map_view_show_tint (view);
}

/* A map at rest, always; one that forms, now and then. */
static void
judge_map (IsoMapView *view)
{
  gint64 now = g_get_monotonic_time ();
  if (iso_projected_map_is_at_rest (view->map))
    {
      bool is_later = view->rested != NULL && view->rested->epoch->epoch != view->map->epoch->epoch;
      bool is_next = view->rested != NULL && iso_projected_map_is_next (view->rested, view->map);
      if (!is_next || is_later)
        {
          g_clear_pointer (&view->before, iso_projected_map_unref);
          if (is_next)
            view->before = g_steal_pointer (&view->rested);
        }
      g_clear_pointer (&view->rested, iso_projected_map_unref);
      view->rested = iso_projected_map_ref (view->map);
      iso_map_judge_request (view->judge, view->map, view->before);
      view->judged = now;
    }
  else if (view->judged == 0)
    view->judged = now - JUDGE_INTERVAL + JUDGE_FIRST;
  else if (now - view->judged >= JUDGE_INTERVAL && iso_map_judge_seconds (view->judge) <= JUDGE_SECONDS)
    {
      iso_map_judge_request (view->judge, view->map, NULL);
      view->judged = now;
    }
}

/* ---- maps ---- */

static void
forget_map (IsoMapView *view)
{
  g_clear_pointer (&view->map, iso_projected_map_unref);
  g_clear_pointer (&view->rested, iso_projected_map_unref);
  g_clear_pointer (&view->before, iso_projected_map_unref);
  view->prepared = NAN;
  iso_map_canvas_set_map (view->canvas, NULL);
  iso_class_legend_set_points (view->legend, NULL);
  forget_quality (view);
  iso_map_view_show_choice (view, TRUE);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), "");
  iso_view_card_exportable (ISO_VIEW_CARD (view));
  g_signal_emit_by_name (view, "shown");
}

static void
show_map (IsoMapView *view, IsoProjectedMap *map)
{
  g_autoptr (IsoProjectedMap) shown = view->map;
  bool is_comparable = shown != NULL && iso_projected_map_is_comparable (shown, map);
  bool is_next = shown != NULL && iso_projected_map_is_next (shown, map);
  bool was_forming = shown != NULL && !iso_projected_map_is_at_rest (shown);
  view->map = iso_projected_map_ref (map);
  view->frame_count++;
  if (view->asked != 0 && map->epoch == view->epoch)
    {
      view->longest_wait = fmax (view->longest_wait, (double) (g_get_monotonic_time () - view->asked) / 1000.0);
      view->asked = 0;
    }
  iso_map_canvas_set_map (view->canvas, map);
  if (!is_comparable)
    {
      IsoMapPoints points = iso_projected_map_points (map);
      iso_class_legend_set_points (view->legend, &points);
    }
  iso_map_view_show_choice (view, !is_comparable);
  if (!is_next)
    {
      forget_quality (view);
      iso_map_view_show_axis_names (view);
    }
  bool is_forming = !iso_projected_map_is_at_rest (map);
  if (!is_next || !is_forming || !was_forming || g_get_monotonic_time () - view->said >= WORDS_INTERVAL)
    iso_map_view_describe (view);
  if (!is_next || is_forming != was_forming)
    iso_map_view_update_actions (view);
  judge_map (view);
  iso_map_view_show_canvas (view);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
  g_signal_emit_by_name (view, "shown");
}

static void
news (IsoLiveFrame *frame, gpointer data)
{
  IsoMapView *view = data;
  if (frame->error != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("There is no map of this epoch: %s"), frame->error->message);
      forget_map (view);
      iso_map_view_show_message (view, text);
      iso_map_view_update_actions (view);
    }
  else if (frame->positions != NULL)
    {
      g_autoptr (IsoProjectedMap) map = iso_projected_map_of_frame (frame);
      view->prepared = NAN;
      show_map (view, map);
    }
  else
    {
      view->prepared = frame->prepared;
      iso_map_view_describe (view);
    }
}

/* ---- what is asked for ---- */

void
iso_map_view_request (IsoMapView *view)
{
  if (view->epoch == NULL)
    return;
  g_autoptr (IsoMapSamples) samples = iso_map_samples_new (view->epoch, view->part);
  if (samples->N == 0)
    {
      iso_map_projector_forget (view->projector);
      forget_map (view);
      iso_map_view_show_message (view, view->part == ISO_MAP_TEST ? _("The test part has no samples: there is nothing to map")
                                                                  : _("No training samples were evaluated: there is nothing to map"));
      return;
    }
  iso_map_view_offer_samples (view, samples);
  iso_map_projector_request (view->projector, samples, &view->settings);
  iso_map_view_update_actions (view);
}

void
iso_map_view_set_epoch (IsoMapView *view, IsoEpochSnapshot *epoch)
{
  g_return_if_fail (ISO_IS_MAP_VIEW (view));
  bool is_other_data = epoch != NULL && view->epoch != NULL && epoch->experiment->dataset != view->epoch->experiment->dataset;
  if (epoch != NULL)
    iso_epoch_snapshot_ref (epoch);
  /* A choice that others share is cleared by whoever changes the data. */
  if (is_other_data && view->owns_choice)
    iso_sample_choice_clear (view->choice);
  g_clear_pointer (&view->epoch, iso_epoch_snapshot_unref);
  view->epoch = epoch;
  view->asked = 0;
  if (epoch != NULL)
    {
      view->asked = g_get_monotonic_time ();
      iso_map_view_request (view);
      return;
    }
  iso_map_projector_forget (view->projector);
  forget_map (view);
  iso_map_view_show_message (view, _("The map appears once a run is prepared: open data, then press Start (F5)"));
  iso_map_view_update_actions (view);
}

void
iso_map_view_set_settings (IsoMapView *view, const IsoProjectionSettings *settings)
{
  g_return_if_fail (ISO_IS_MAP_VIEW (view));
  bool agrees = iso_projection_settings_agree (&view->settings, settings);
  view->settings = *settings;
  if (!agrees)
    {
      view->prepared = NAN;
      iso_map_view_request (view);
    }
  iso_map_view_update_actions (view);
}

guint64
iso_map_view_frame_count (IsoMapView *view)
{
  g_return_val_if_fail (ISO_IS_MAP_VIEW (view), 0);
  return view->frame_count;
}

double
iso_map_view_longest_wait (IsoMapView *view)
{
  g_return_val_if_fail (ISO_IS_MAP_VIEW (view), 0.0);
  return view->longest_wait;
}

IsoProjectedMap *
iso_map_view_map (IsoMapView *view)
{
  g_return_val_if_fail (ISO_IS_MAP_VIEW (view), NULL);
  return view->map;
}

/* ---- the widget ---- */

static void
iso_map_view_dispose (GObject *object)
{
  IsoMapView *view = ISO_MAP_VIEW (object);
  g_clear_handle_id (&view->card_source, g_source_remove);
  g_clear_handle_id (&view->message_source, g_source_remove);
  g_clear_pointer (&view->projector, iso_map_projector_free);
  g_clear_pointer (&view->judge, iso_map_judge_free);
  g_clear_pointer (&view->map, iso_projected_map_unref);
  g_clear_pointer (&view->rested, iso_projected_map_unref);
  g_clear_pointer (&view->before, iso_projected_map_unref);
  g_clear_pointer (&view->epoch, iso_epoch_snapshot_unref);
  g_clear_pointer (&view->samples, iso_map_samples_unref);
  g_clear_pointer (&view->recall, g_free);
  g_clear_pointer (&view->search, iso_neighbor_search_free);
  iso_map_view_drop_choice (view);
  if (view->canvas != NULL)
    {
      GtkWidget *note;
      while ((note = gtk_widget_get_first_child (view->notes)) != NULL)
        gtk_widget_unparent (note);
      g_signal_handlers_disconnect_by_data (view->canvas, view);
      g_signal_handlers_disconnect_by_data (view->legend, view);
      g_signal_handlers_disconnect_by_data (view->overlay, view);
      g_signal_handlers_disconnect_by_data (view->axes, view);
    }
  view->canvas = NULL;
  G_OBJECT_CLASS (iso_map_view_parent_class)->dispose (object);
}

static void
iso_map_view_class_init (IsoMapViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_map_view_dispose;
  g_signal_new ("parameter-chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                G_TYPE_STRING);
  g_signal_new ("shown", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  iso_map_view_install_actions (GTK_WIDGET_CLASS (class));
  iso_map_view_install_export (ISO_VIEW_CARD_CLASS (class));
}

static void
iso_map_view_init (IsoMapView *view)
{
  IsoSettings defaults;
  iso_settings_init (&defaults);
  view->settings = defaults.projection;
  view->prepared = NAN;
  view->projector = iso_map_projector_new (news, view);
  view->judge = iso_map_judge_new (judged, view);
  iso_map_view_build (view);
  iso_map_view_init_choice (view);
  iso_map_view_set_epoch (view, NULL);
}

GtkWidget *
iso_map_view_new (void)
{
  return g_object_new (ISO_TYPE_MAP_VIEW, NULL);
}
