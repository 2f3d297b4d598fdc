/* Samples picked and selected: the legend's classes, the count below the map, and lines to the neighbors of what is picked. */
#include "ui/plot/map-view-private.h"

/* Lines to so many. */
#define EDGES 10

/* ---- lines to neighbors ---- */

void
iso_map_view_find_edges (IsoMapView *view, gboolean at_once)
{
  guint32 sample = iso_sample_choice_picked (view->choice).sample;
  size_t point = iso_map_canvas_point_of (view->canvas, sample);
  if (view->has_edges && view->map != NULL && point < view->map->N)
    {
      iso_neighbor_search_request (view->search, view->map->samples, view->map, point, EDGES, at_once);
      return;
    }
  iso_neighbor_search_forget (view->search);
  iso_map_canvas_take_neighbors (view->canvas, NULL);
  iso_map_view_explain_edges (view, NULL);
}

static void
found (IsoNeighbors *neighbors, gpointer data)
{
  IsoMapView *view = data;
  bool is_shown = view->map != NULL && iso_map_samples_are_comparable (view->map->samples, neighbors->samples);
  iso_map_view_explain_edges (view, is_shown ? neighbors : NULL);
  if (is_shown)
    iso_map_canvas_take_neighbors (view->canvas, neighbors);
  else
    iso_neighbors_free (neighbors);
}

/* ---- what is chosen ---- */

static void
show_classes (IsoMapView *view)
{
  if (view->map != NULL)
    iso_class_legend_show (view->legend, view->map->labels, iso_map_canvas_selected (view->canvas), view->map->N);
}

static void
picked (IsoSampleChoice *choice, IsoMapView *view)
{
  /* Those of another sample would be wrong while the new ones are found. */
  iso_map_canvas_take_neighbors (view->canvas, NULL);
  iso_map_view_find_edges (view, TRUE);
}

static void
selected (IsoMapCanvas *canvas, IsoMapView *view)
{
  show_classes (view);
  iso_map_view_update_notes (view);
}

static void
class_toggled (IsoClassLegend *legend, guint class, gboolean is_on, IsoMapView *view)
{
  if (view->map == NULL)
    return;
  const IsoDataset *dataset = view->map->epoch->experiment->dataset;
  iso_choice_select_class (view->choice, iso_dataset_labels (dataset), iso_dataset_sample_count (dataset), class, is_on);
  /* Where nothing came of it, the toggle goes back. */
  show_classes (view);
}

void
iso_map_view_show_choice (IsoMapView *view, gboolean is_other)
{
  if (is_other)
    {
      view->is_hint_over = FALSE;
      show_classes (view);
    }
  iso_map_view_update_notes (view);
  iso_map_view_find_edges (view, is_other);
}

static void
take_choice (IsoMapView *view, IsoSampleChoice *choice, gboolean is_own)
{
  iso_map_view_drop_choice (view);
  view->choice = choice;
  view->owns_choice = is_own;
  g_signal_connect (choice, "picked", G_CALLBACK (picked), view);
  iso_map_canvas_set_choice (view->canvas, choice);
}

void
iso_map_view_drop_choice (IsoMapView *view)
{
  if (view->choice != NULL)
    g_signal_handlers_disconnect_by_data (view->choice, view);
  g_clear_object (&view->choice);
}

void
iso_map_view_set_choice (IsoMapView *view, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_MAP_VIEW (view));
  if (choice == view->choice || (choice == NULL && view->owns_choice))
    return;
  take_choice (view, choice != NULL ? g_object_ref (choice) : iso_sample_choice_new (), choice == NULL);
  iso_map_view_show_choice (view, TRUE);
}

void
iso_map_view_init_choice (IsoMapView *view)
{
  view->has_edges = TRUE;
  view->search = iso_neighbor_search_new (found, view);
  g_signal_connect (view->canvas, "selected", G_CALLBACK (selected), view);
  g_signal_connect (view->legend, "class-toggled", G_CALLBACK (class_toggled), view);
  take_choice (view, iso_sample_choice_new (), TRUE);
}
