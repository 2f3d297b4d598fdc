#include "ui/plot/walk-route.h"

#include "engine/base/error.h"
#include "ui/figure/batch-map-figure.h"

IsoWalkRoute *
iso_walk_route_ref (IsoWalkRoute *route)
{
  iso_references_add (&route->references);
  return route;
}

void
iso_walk_route_unref (IsoWalkRoute *route)
{
  if (route == NULL || !iso_references_drop (&route->references))
    return;
  iso_walk_free (route->walk);
  iso_batch_graph_unref (route->graph);
  iso_xray_stages_unref (route->stages);
  g_free (route->problem);
  g_free (route);
}

static bool
find_walk (IsoWalkRoute *route, GCancellable *cancellable, GError **error)
{
  const IsoBatchMatrices *matrices = route->stages->matrices;
  bool is_stochastic = matrices->settings.normalization == ISO_TRANSITION_SOFTMAX;
  const IsoWalkInput input = {
    matrices->B, route->start, matrices->values[ISO_MATRIX_TRANSITION], matrices->values[ISO_MATRIX_KERNEL],
    !route->from_targets ? NULL : matrices->values[is_stochastic ? ISO_MATRIX_PSD : ISO_MATRIX_SIMILARITY],
    matrices->settings.omega, is_stochastic,
  };
  g_autoptr (GError) reason = NULL;
  if (input.transition == NULL || input.kernel == NULL)
    {
      route->problem = g_strdup (matrices->problem);
      return true;
    }
  route->walk = iso_walk_new (&input, cancellable, &reason);
  if (g_error_matches (reason, ISO_ERROR, ISO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return false;
    }
  if (route->walk == NULL)
    {
      route->problem = g_strdup (reason->message);
      return true;
    }
  route->linear = iso_walk_scale (route->walk, route->start, false);
  route->logarithmic = iso_walk_scale (route->walk, route->start, true);
  route->flow_top = iso_walk_flow_top (route->walk);
  return true;
}

static IsoWalkRoute *
route_new (const IsoWalkRequest *request, GCancellable *cancellable, GError **error)
{
  IsoWalkRoute *previous = request->previous;
  bool is_same_batch = previous != NULL && previous->stages == request->stages;
  if (is_same_batch && previous->start == request->start && previous->from_targets == request->from_targets)
    return iso_walk_route_ref (previous);
  g_autoptr (IsoWalkRoute) route = g_new0 (IsoWalkRoute, 1);
  iso_references_init (&route->references);
  route->stages = iso_xray_stages_ref (request->stages);
  route->start = request->start;
  route->from_targets = request->from_targets;
  route->graph = is_same_batch ? iso_batch_graph_ref (previous->graph)
                               : iso_batch_graph_new (request->stages->snapshot, &request->stages->matrices->settings, request->dataset,
                                                      previous != NULL ? previous->graph : NULL, error);
  if (route->graph == NULL || !find_walk (route, cancellable, error))
    return NULL;
  return g_steal_pointer (&route);
}

gpointer
iso_walk_picture_make (gpointer data, GCancellable *cancellable, GError **error)
{
  const IsoWalkRequest *request = data;
  IsoWalkRoute *route = route_new (request, cancellable, error);
  if (route == NULL)
    return NULL;
  IsoWalkPicture *picture = g_new0 (IsoWalkPicture, 1);
  picture->route = route;
  picture->width = request->width;
  picture->height = request->height;
  picture->scale = request->scale;
  picture->theme = request->theme;
  picture->placed = g_new0 (float, MAX (2 * route->graph->B, 2));
  picture->ground = iso_walk_ground_new (picture->placed, route->graph, request->width, request->height, request->scale,
                                         request->theme);
  return picture;
}

void
iso_walk_request_free (gpointer data)
{
  IsoWalkRequest *request = data;
  if (request == NULL)
    return;
  iso_xray_stages_unref (request->stages);
  g_clear_pointer (&request->dataset, iso_dataset_unref);
  iso_walk_route_unref (request->previous);
  g_free (request);
}

void
iso_walk_picture_free (gpointer data)
{
  IsoWalkPicture *picture = data;
  if (picture == NULL)
    return;
  iso_walk_route_unref (picture->route);
  cairo_surface_destroy (picture->ground);
  g_free (picture->placed);
  g_free (picture);
}
