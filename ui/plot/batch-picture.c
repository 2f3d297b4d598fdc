#include "ui/plot/batch-picture.h"

gpointer
iso_batch_picture_make (gpointer data, GCancellable *cancellable, GError **error)
{
  const IsoBatchPictureRequest *request = data;
  IsoBatchGraph *graph = iso_batch_graph_new (request->snapshot, &request->settings, request->dataset, request->previous, error);
  if (graph == NULL)
    return NULL;
  IsoBatchPicture *picture = g_new0 (IsoBatchPicture, 1);
  picture->graph = graph;
  picture->width = request->width;
  picture->height = request->height;
  picture->scale = request->scale;
  picture->theme = request->theme;
  picture->placed = g_new0 (float, MAX (2 * graph->B, 2));
  picture->pixels = iso_batch_map_surface_new (picture->placed, graph, request->width, request->height, request->scale,
                                               request->selected, request->theme);
  return picture;
}

void
iso_batch_picture_request_free (gpointer data)
{
  IsoBatchPictureRequest *request = data;
  if (request == NULL)
    return;
  iso_batch_snapshot_unref (request->snapshot);
  g_clear_pointer (&request->dataset, iso_dataset_unref);
  iso_batch_graph_unref (request->previous);
  g_free (request->selected);
  g_free (request);
}

void
iso_batch_picture_free (gpointer data)
{
  IsoBatchPicture *picture = data;
  if (picture == NULL)
    return;
  iso_batch_graph_unref (picture->graph);
  cairo_surface_destroy (picture->pixels);
  g_free (picture->placed);
  g_free (picture);
}
