/* The walk as a figure that can be taken away: the moment in sight, its heat on the map above and its row beside the limit below. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/batch-map-figure.h"
#include "ui/figure/text.h"
#include "ui/plot/walk-view-private.h"

#define BARS_SHARE 0.26 /* of the height */
#define GAP 10.0
#define INSET 16.0
#define KEY_INSET 4.0

typedef struct {
  IsoWalkRoute *route;
  int step;
  bool is_linear;
  bool *faded; /* (B) or NULL */
  char *title, *subtitle, *key;
} Walk;

static void
walk_free (gpointer data)
{
  Walk *shown = data;
  iso_walk_route_unref (shown->route);
  g_free (shown->faded);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown->key);
  g_free (shown);
}

static void
draw_map (cairo_t *cairo, const IsoWalkScene *scene, double width, double height, const IsoTheme *theme)
{
  const IsoBatchGraph *graph = scene->graph;
  double inset = fmin (INSET, 0.12 * fmin (width, height));
  IsoMapFrame frame = iso_map_frame_fit (&graph->fit, inset, inset, width - 2.0 * inset, height - 2.0 * inset);
  g_autofree float *placed = g_new (float, 2 * MAX (graph->B, 1));
  double radius = iso_map_point_radius (graph->B, width, height, 1.0);
  iso_map_frame_place (placed, &frame, graph->positions, graph->B);
  iso_walk_draw_ground (cairo, graph, placed, radius, theme);
  iso_walk_draw_heat (cairo, scene, placed, radius, theme);
  iso_walk_draw_key (cairo, scene, width - KEY_INSET, height - KEY_INSET, theme);
}

static void
walk_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Walk *shown = data;
  const IsoWalkRoute *route = shown->route;
  const IsoTheme *theme = look->theme;
  size_t B = route->graph->B;
  g_autofree double *row = g_new0 (double, MAX (B, 1)), *mass = g_new0 (double, MAX (B, 1));
  const IsoWalkScene scene = { .graph = route->graph, .walk = route->walk, .start = route->start, .step = shown->step, .row = row,
                               .mass = mass, .scale = shown->is_linear ? route->linear : route->logarithmic,
                               .flow_top = route->flow_top, .faded = shown->faded, .pointed = G_MAXSIZE };
  iso_walk_row (row, route->walk, shown->step);
  iso_walk_moved (mass, route->walk, shown->step);
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  double line = theme->text_size + 6.0, bars = round (BARS_SHARE * room.height), map = fmax (room.height - bars - line - GAP, 1.0);
  cairo_translate (cairo, room.left, room.top);
  cairo_save (cairo);
  cairo_rectangle (cairo, 0.0, 0.0, room.width, map);
  cairo_clip (cairo);
  draw_map (cairo, &scene, room.width, map, theme);
  cairo_restore (cairo);
  iso_text_draw_within (cairo, shown->key, 0.0, map + GAP + 0.5 * line, 0.0, 0.5, room.width, theme->text_size - 1.0,
                        ISO_TEXT_REGULAR, theme->quiet);
  cairo_translate (cairo, 0.0, map + GAP + line);
  iso_walk_draw_bars (cairo, &scene, room.width, bars, theme);
}

static IsoNumberTable *
walk_tabulate (gconstpointer data)
{
  const Walk *shown = data;
  const IsoWalkRoute *route = shown->route;
  const IsoBatchSnapshot *batch = route->graph->snapshot;
  size_t B = route->graph->B;
  g_autofree double *row = g_new0 (double, MAX (B, 1));
  g_autofree char *here = g_strdup_printf (route->from_targets ? _("row of F at step %d") : _("row of K at step %d"), shown->step);
  const char *const names[] = { _("sample"), _("class"), here, _("limit") };
  IsoNumberTable *table = iso_number_table_new (names, G_N_ELEMENTS (names), B);
  iso_walk_row (row, route->walk, shown->step);
  for (size_t i = 0; i < B; i++)
    {
      iso_number_table_column (table, 0)[i] = batch->indices[i];
      iso_number_table_column (table, 1)[i] = batch->labels[i];
      iso_number_table_column (table, 2)[i] = row[i];
      iso_number_table_column (table, 3)[i] = iso_walk_limit (route->walk)[i];
    }
  return table;
}

static gboolean
can_export (IsoViewCard *card)
{
  return iso_walk_view_has_walk (ISO_WALK_VIEW (card));
}

static IsoFigure *
figure (IsoViewCard *card)
{
  static const IsoFigureKind kind = { walk_draw, walk_tabulate, walk_free };
  IsoWalkView *view = ISO_WALK_VIEW (card);
  const IsoBatchSnapshot *batch = view->scene.graph->snapshot;
  g_autofree char *start = iso_walk_view_name_sample (view, view->scene.start);
  Walk *shown = g_new (Walk, 1);
  *shown = (Walk) {
    .route = iso_walk_route_ref (view->picture->route),
    .step = view->scene.step,
    .is_linear = view->is_linear,
    .faded = view->faded != NULL ? g_memdup2 (view->faded, batch->B * sizeof (bool)) : NULL,
    .title = g_strdup (iso_view_card_title (card)),
    .subtitle = g_strdup_printf ("%s · %s · %s", start, gtk_label_get_text (view->counter), iso_view_card_subtitle (card)),
    .key = g_strdup (gtk_label_get_text (view->key)),
  };
  return iso_figure_new (&kind, shown,
                         g_strdup_printf ("walk-sample-%u-step-%" G_GUINT64_FORMAT, batch->indices[view->scene.start], batch->step));
}

void
iso_walk_view_install_export (IsoViewCardClass *class)
{
  class->can_export = can_export;
  class->figure = figure;
}
