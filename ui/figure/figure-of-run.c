/* The figures of a whole run: its curves and the map of its embeddings. */
#include <glib/gi18n-lib.h>

#include "ui/figure/figures.h"

/* What is rasterised where there are no device pixels is drawn this fine. */
#define PAPER_SCALE 3.0

/* ---- curves ---- */

typedef struct {
  IsoRunCurves *curves;
  IsoCurvesOptions options;
  IsoPlotWindow window; /* of the options */
  guint64 first, last;
  char *title, *subtitle;
} Curves;

static void
curves_free (gpointer data)
{
  Curves *shown = data;
  iso_run_curves_free (shown->curves);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static void
curves_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Curves *shown = data;
  IsoCurvesOptions options = shown->options;
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  options.has_legend = true;
  options.scale = look->scale > 0.0 ? look->scale : PAPER_SCALE;
  cairo_translate (cairo, room.left, room.top);
  g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, shown->curves, &options, look->theme, room.width, room.height);
  iso_curves_draw (cairo, layout, shown->curves, &options, look->theme);
}

static IsoNumberTable *
curves_tabulate (gconstpointer data)
{
  const Curves *shown = data;
  return iso_run_curves_table (shown->curves, shown->first, shown->last);
}

IsoFigure *
iso_figure_of_curves (const IsoRunCurves *curves, const IsoCurvesOptions *options, guint64 first, guint64 last, const char *title,
                      const char *subtitle)
{
  static const IsoFigureKind kind = { curves_draw, curves_tabulate, curves_free };
  Curves *shown = g_new0 (Curves, 1);
  *shown = (Curves) { iso_run_curves_copy (curves), *options, { 0 }, first, last, g_strdup (title), g_strdup (subtitle) };
  if (options->window != NULL)
    {
      shown->window = *options->window;
      shown->options.window = &shown->window;
    }
  return iso_figure_new (&kind, shown, g_strdup_printf ("curves-step-%" G_GUINT64_FORMAT, iso_run_curves_last_step (curves)));
}

/* ---- the map ---- */

typedef struct {
  IsoProjectedMap *map;
  IsoMapLook look;
  float *tint;    /* of the look, as the next */
  bool *selected;
  char *title, *subtitle;
} Map;

static void
map_free (gpointer data)
{
  Map *shown = data;
  iso_projected_map_unref (shown->map);
  g_free (shown->tint);
  g_free (shown->selected);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static void
map_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Map *shown = data;
  IsoMapPoints points = iso_projected_map_points (shown->map);
  const IsoMapFigureOptions options = { .title = shown->title, .subtitle = shown->subtitle, .has_legend = true, .scale = look->scale,
                                        .is_density = shown->look.is_density };
  points.tint = shown->tint;
  points.selected = shown->selected;
  iso_map_figure_draw (cairo, &points, &shown->look.box, &options, look->theme, look->width, look->height);
}

static IsoNumberTable *
map_tabulate (gconstpointer data)
{
  const IsoProjectedMap *map = ((const Map *) data)->map;
  const char *const names[] = { _("sample"), _("class"), "x", "y" };
  IsoNumberTable *table = iso_number_table_new (names, G_N_ELEMENTS (names), map->N);
  for (size_t i = 0; i < map->N; i++)
    {
      iso_number_table_column (table, 0)[i] = map->samples->indices[i];
      iso_number_table_column (table, 1)[i] = map->labels[i];
      iso_number_table_column (table, 2)[i] = (double) map->positions[2 * i];
      iso_number_table_column (table, 3)[i] = (double) map->positions[2 * i + 1];
    }
  iso_number_table_set_digits (table, 2, 9);
  iso_number_table_set_digits (table, 3, 9);
  return table;
}

IsoFigure *
iso_figure_of_map (IsoProjectedMap *map, const IsoMapLook *look, const char *title, const char *subtitle)
{
  static const IsoFigureKind kind = { map_draw, map_tabulate, map_free };
  Map *shown = g_new0 (Map, 1);
  *shown = (Map) { iso_projected_map_ref (map), *look, NULL, NULL, g_strdup (title), g_strdup (subtitle) };
  if (look->tint != NULL)
    shown->tint = g_memdup2 (look->tint, map->N * sizeof (float));
  if (look->selected != NULL)
    shown->selected = g_memdup2 (look->selected, map->N * sizeof (bool));
  return iso_figure_new (&kind, shown, g_strdup_printf ("map-epoch-%d", map->epoch->epoch));
}
