/* Samples pointed at, picked and selected, as points of this map: what is chosen here is said to all views, and what is chosen in any of
 * them shows here. */
#include "ui/plot/map-canvas-private.h"

size_t
iso_map_canvas_point_of (IsoMapCanvas *canvas, guint32 sample)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), G_MAXSIZE);
  guint32 point = sample < canvas->place_count ? canvas->places[sample] : G_MAXUINT32;
  return point != G_MAXUINT32 ? point : G_MAXSIZE;
}

/* Whether that is news. */
static bool
find_pair (IsoMapCanvas *canvas, size_t *points, IsoSamplePair pair)
{
  size_t before[2] = { points[0], points[1] };
  points[0] = iso_map_canvas_point_of (canvas, pair.sample);
  points[1] = iso_map_canvas_point_of (canvas, pair.other);
  return points[0] != before[0] || points[1] != before[1];
}

static void
pointed (IsoSampleChoice *choice, IsoMapCanvas *canvas)
{
  if (find_pair (canvas, canvas->pointed, iso_sample_choice_pointed (choice)))
    gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

static void
picked (IsoSampleChoice *choice, IsoMapCanvas *canvas)
{
  if (find_pair (canvas, canvas->picked, iso_sample_choice_picked (choice)))
    gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* A selection none of which is here greys out all that is. */
static void
selected (IsoSampleChoice *choice, IsoMapCanvas *canvas)
{
  bool has_selection = canvas->map != NULL && choice != NULL && iso_sample_choice_has_selection (choice);
  bool had_selection = canvas->selected != NULL;
  g_clear_pointer (&canvas->selected, g_free);
  canvas->selected_count = 0;
  if (has_selection)
    {
      canvas->selected = g_new (bool, MAX (canvas->map->N, 1));
      for (size_t i = 0; i < canvas->map->N; i++)
        {
          canvas->selected[i] = iso_sample_choice_is_selected (choice, canvas->map->samples->indices[i]);
          canvas->selected_count += canvas->selected[i];
        }
    }
  if (!has_selection && !had_selection)
    return;
  iso_map_canvas_repaint (canvas);
  g_signal_emit_by_name (canvas, "selected");
}

static void
take_over (IsoMapCanvas *canvas)
{
  IsoSampleChoice *choice = canvas->choice;
  find_pair (canvas, canvas->pointed, choice != NULL ? iso_sample_choice_pointed (choice) : ISO_NO_PAIR);
  find_pair (canvas, canvas->picked, choice != NULL ? iso_sample_choice_picked (choice) : ISO_NO_PAIR);
  selected (choice, canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

void
iso_map_canvas_find_places (IsoMapCanvas *canvas)
{
  g_clear_pointer (&canvas->places, g_free);
  canvas->place_count = canvas->map != NULL ? iso_dataset_sample_count (canvas->map->epoch->experiment->dataset) : 0;
  canvas->places = g_new (guint32, MAX (canvas->place_count, 1));
  for (size_t i = 0; i < canvas->place_count; i++)
    canvas->places[i] = G_MAXUINT32;
  for (size_t i = 0; canvas->map != NULL && i < canvas->map->N; i++)
    canvas->places[canvas->map->samples->indices[i]] = (guint32) i;
  take_over (canvas);
}

void
iso_map_canvas_drop_choice (IsoMapCanvas *canvas)
{
  if (canvas->choice == NULL)
    return;
  g_signal_handlers_disconnect_by_data (canvas->choice, canvas);
  g_clear_object (&canvas->choice);
}

void
iso_map_canvas_set_choice (IsoMapCanvas *canvas, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_MAP_CANVAS (canvas));
  if (choice == canvas->choice)
    return;
  iso_map_canvas_drop_choice (canvas);
  canvas->choice = choice != NULL ? g_object_ref (choice) : NULL;
  if (choice != NULL)
    {
      g_signal_connect (choice, "pointed", G_CALLBACK (pointed), canvas);
      g_signal_connect (choice, "picked", G_CALLBACK (picked), canvas);
      g_signal_connect (choice, "selected", G_CALLBACK (selected), canvas);
    }
  take_over (canvas);
}

const bool *
iso_map_canvas_selected (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), NULL);
  return canvas->selected;
}

size_t
iso_map_canvas_selected_count (IsoMapCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_MAP_CANVAS (canvas), 0);
  return canvas->selected_count;
}

/* ---- what is chosen here ---- */

static guint32
sample_of (IsoMapCanvas *canvas, size_t point)
{
  return canvas->map != NULL && point < canvas->map->N ? canvas->map->samples->indices[point] : ISO_NO_SAMPLE;
}

void
iso_map_canvas_point_at (IsoMapCanvas *canvas, size_t point)
{
  if (canvas->choice != NULL)
    iso_sample_choice_point (canvas->choice, sample_of (canvas, point), ISO_NO_SAMPLE);
}

void
iso_map_canvas_pick (IsoMapCanvas *canvas, size_t point)
{
  if (canvas->choice != NULL)
    iso_sample_choice_pick (canvas->choice, sample_of (canvas, point), ISO_NO_SAMPLE);
}

void
iso_map_canvas_select (IsoMapCanvas *canvas, const guint32 *points, size_t count, IsoSelectHow how)
{
  g_autofree guint32 *samples = g_new (guint32, MAX (count, 1));
  for (size_t i = 0; i < count; i++)
    samples[i] = sample_of (canvas, points[i]);
  if (canvas->choice != NULL)
    iso_sample_choice_select (canvas->choice, samples, count, how);
}

void
iso_map_canvas_toggle_selected (IsoMapCanvas *canvas, size_t point)
{
  bool is_selected = canvas->selected != NULL && canvas->selected[point];
  iso_map_canvas_select (canvas, &(guint32) { (guint32) point }, 1, is_selected ? ISO_SELECT_NO_MORE : ISO_SELECT_TOO);
}

bool
iso_map_canvas_clear_choice (IsoMapCanvas *canvas)
{
  if (canvas->choice == NULL)
    return false;
  if (iso_sample_choice_has_selection (canvas->choice))
    iso_sample_choice_select (canvas->choice, NULL, 0, ISO_SELECT_INSTEAD);
  else if (iso_sample_choice_picked (canvas->choice).sample != ISO_NO_SAMPLE)
    iso_sample_choice_pick (canvas->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  else
    return false;
  return true;
}
