/* Samples in the maps side by side: the card of the one under the pointer, lines from the picked one to its neighbors, the legend. */
#include <glib/gi18n-lib.h>

#include "ui/plot/compared-maps-view-private.h"
#include "ui/plot/point-card.h"

/* ---- selected and picked ---- */

static void
show_legend (IsoComparedMapsView *view)
{
  if (view->maps == NULL)
    return;
  const IsoProjectedMap *map = view->maps->maps[0];
  iso_class_legend_show (view->legend, map->labels, iso_map_canvas_selected (view->canvases[0]), map->N);
}

/* Of one side, in the space of its embeddings. Those of both sides are told as if they were on the map too, so that their lines are
 * solid and the others dashed. */
static IsoNeighbors *
neighbors_of (const IsoComparedMaps *maps, IsoRunSideName side, size_t row)
{
  const IsoNearest *sides[] = { maps->change->first, maps->change->second };
  size_t k = maps->change->k;
  const guint32 *own = sides[side]->indices + row * k, *others = sides[!side]->indices + row * k;
  IsoNeighbors *neighbors = g_new0 (IsoNeighbors, 1);
  neighbors->samples = iso_map_samples_ref (maps->maps[side]->samples);
  neighbors->point = (guint32) row;
  for (size_t i = 0; i < MIN (k, ISO_NEIGHBORS_MOST); i++)
    {
      neighbors->space[neighbors->space_count++] = own[i];
      for (size_t j = 0; j < k; j++)
        if (others[j] == own[i])
          neighbors->map[neighbors->map_count++] = own[i];
    }
  return neighbors;
}

static void
show_neighbors (IsoComparedMapsView *view)
{
  guint32 sample = iso_sample_choice_picked (view->choice).sample;
  size_t row = view->maps != NULL && sample != ISO_NO_SAMPLE ? iso_compared_maps_row_of (view->maps, sample) : G_MAXSIZE;
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    iso_map_canvas_take_neighbors (view->canvases[side], row != G_MAXSIZE ? neighbors_of (view->maps, side, row) : NULL);
  iso_compared_maps_view_show_reading (view);
}

void
iso_compared_maps_view_follow_choice (IsoComparedMapsView *view)
{
  show_legend (view);
  show_neighbors (view);
}

void
iso_compared_maps_view_drop_choice (IsoComparedMapsView *view)
{
  g_clear_handle_id (&view->card_source, g_source_remove);
  if (view->choice != NULL)
    g_signal_handlers_disconnect_by_data (view->choice, view);
  g_clear_object (&view->choice);
}

void
iso_compared_maps_view_set_choice (IsoComparedMapsView *view, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_COMPARED_MAPS_VIEW (view));
  if (choice != NULL && choice == view->choice)
    return;
  iso_compared_maps_view_drop_choice (view);
  view->choice = choice != NULL ? g_object_ref (choice) : iso_sample_choice_new ();
  g_signal_connect_swapped (view->choice, "pointed", G_CALLBACK (iso_compared_maps_view_show_reading), view);
  g_signal_connect_swapped (view->choice, "picked", G_CALLBACK (show_neighbors), view);
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    iso_map_canvas_set_choice (view->canvases[side], view->choice);
  iso_change_list_set_choice (view->list, view->choice);
  /* After the canvases have taken it in. */
  g_signal_connect_swapped (view->choice, "selected", G_CALLBACK (show_legend), view);
  g_signal_connect_swapped (view->choice, "selected", G_CALLBACK (iso_compared_maps_view_show_trails), view);
  iso_compared_maps_view_follow_choice (view);
}

/* ---- the card beside the point ---- */

static gboolean
show_card (gpointer data)
{
  IsoComparedMapsView *view = data;
  view->card_source = 0;
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    {
      double x, y;
      size_t point = iso_map_canvas_hovered (view->canvases[side], &x, &y);
      if (view->maps == NULL || point >= view->maps->N)
        continue;
      const IsoMapSamples *samples = view->maps->maps[side]->samples;
      g_autofree char *words = g_strdup_printf (_("%zu of %zu neighbors kept"), iso_neighbor_change_kept (view->maps->change, point),
                                                view->maps->change->k);
      iso_point_card_set_sample (ISO_POINT_CARD (view->cards[side]), samples->epoch->experiment->dataset, samples->indices[point],
                                 (guint32) samples->labels[point], samples->class_names[samples->labels[point]], words);
      gtk_widget_set_visible (view->cards[side], TRUE);
      gtk_widget_queue_allocate (view->overlays[side]);
    }
  return G_SOURCE_REMOVE;
}

static void
hovered (IsoMapCanvas *canvas, IsoComparedMapsView *view)
{
  int side = canvas == view->canvases[ISO_SIDE_B];
  double x, y;
  if (iso_map_canvas_hovered (canvas, &x, &y) == G_MAXSIZE)
    gtk_widget_set_visible (view->cards[side], FALSE);
  else if (gtk_widget_get_visible (view->cards[side]))
    show_card (view);
  else if (view->card_source == 0)
    view->card_source = g_timeout_add (ISO_POINT_CARD_DELAY, show_card, view);
}

static gboolean
place_card (GtkOverlay *overlay, GtkWidget *card, GdkRectangle *place, IsoComparedMapsView *view)
{
  int side = card == view->cards[ISO_SIDE_B];
  double x, y;
  if (card != view->cards[side] || iso_map_canvas_hovered (view->canvases[side], &x, &y) == G_MAXSIZE)
    return FALSE;
  iso_point_card_place (card, GTK_WIDGET (overlay), x, y, place);
  return TRUE;
}

void
iso_compared_maps_view_add_card (IsoComparedMapsView *view, IsoRunSideName side)
{
  view->cards[side] = iso_point_card_new ();
  gtk_widget_set_visible (view->cards[side], FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (view->overlays[side]), view->cards[side]);
  g_signal_connect (view->overlays[side], "get-child-position", G_CALLBACK (place_card), view);
  g_signal_connect (view->canvases[side], "hovered", G_CALLBACK (hovered), view);
}
