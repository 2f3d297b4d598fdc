/* The figures of two runs held against each other: their maps, and their matrices of one batch. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/class-bands.h"
#include "ui/figure/figures.h"
#include "ui/figure/matrix-scaling.h"
#include "ui/figure/scale-bar.h"
#include "ui/figure/text.h"

#define SINGLE 9 /* digits of a float32 */

/* ---- maps ---- */

typedef struct {
  IsoComparedMaps *maps;
  size_t lines;
  bool *selected; /* (N), or NULL */
  char *names[2], *title, *subtitle;
} Maps;

static void
maps_free (gpointer data)
{
  Maps *shown = data;
  iso_compared_maps_unref (shown->maps);
  g_free (shown->selected);
  g_free (shown->names[0]);
  g_free (shown->names[1]);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

typedef struct {
  IsoMapTrails trails;
  const IsoMapPoints *points;
  const IsoTheme *theme;
} Overlay;

static void
draw_overlay (cairo_t *cairo, const float *placed, const IsoMapFrame *frame, double scale, gconstpointer data)
{
  const Overlay *overlay = data;
  iso_map_trails_draw (cairo, &overlay->trails, overlay->points, placed, frame, scale, overlay->theme);
}

static void
maps_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Maps *shown = data;
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  for (int side = 0; side < 2; side++)
    {
      IsoMapPoints points = iso_projected_map_points (shown->maps->maps[side]);
      points.selected = shown->selected;
      const Overlay overlay = { iso_compared_maps_trails (shown->maps, shown->lines), &points, look->theme };
      const IsoMapFigureOptions options = { .subtitle = shown->names[side], .has_legend = true, .scale = look->scale,
                                            .overlay = side == 1 ? draw_overlay : NULL, .overlay_data = &overlay };
      cairo_save (cairo);
      cairo_translate (cairo, room.left + side * floor (0.5 * room.width), room.top);
      iso_map_figure_draw (cairo, &points, &shown->maps->maps[side]->fit, &options, look->theme, floor (0.5 * room.width), room.height);
      cairo_restore (cairo);
    }
}

static IsoNumberTable *
maps_tabulate (gconstpointer data)
{
  enum { SAMPLE, CLASS, PLACES, KEPT = PLACES + 4, COLUMNS };
  const IsoComparedMaps *maps = ((const Maps *) data)->maps;
  const char *const names[COLUMNS] = { _("sample"), _("class"), _("x in A"), _("y in A"), _("x in B"), _("y in B"),
                                       _("share of neighbors kept") };
  IsoNumberTable *table = iso_number_table_new (names, COLUMNS, maps->N);
  for (size_t i = 0; i < maps->N; i++)
    {
      iso_number_table_column (table, SAMPLE)[i] = maps->maps[0]->samples->indices[i];
      iso_number_table_column (table, CLASS)[i] = maps->maps[0]->labels[i];
      for (size_t at = 0; at < 4; at++)
        iso_number_table_column (table, PLACES + at)[i] = (double) maps->maps[at / 2]->positions[2 * i + at % 2];
      iso_number_table_column (table, KEPT)[i]
          = maps->change->k > 0 ? (double) iso_neighbor_change_kept (maps->change, i) / (double) maps->change->k : (double) NAN;
    }
  for (size_t at = 0; at < 4; at++)
    iso_number_table_set_digits (table, PLACES + at, SINGLE);
  return table;
}

IsoFigure *
iso_figure_of_compared_maps (IsoComparedMaps *maps, size_t lines, const bool *selected, const char *const *names, const char *title,
                             const char *subtitle)
{
  static const IsoFigureKind kind = { maps_draw, maps_tabulate, maps_free };
  Maps *shown = g_new0 (Maps, 1);
  *shown = (Maps) { iso_compared_maps_ref (maps), lines, NULL, { g_strdup (names[0]), g_strdup (names[1]) }, g_strdup (title),
                    g_strdup (subtitle) };
  if (selected != NULL)
    shown->selected = g_memdup2 (selected, MAX (maps->N, 1) * sizeof *selected);
  return iso_figure_new (&kind, shown, g_strdup_printf ("maps-epochs-%d-%d", maps->maps[0]->epoch->epoch, maps->maps[1]->epoch->epoch));
}

/* ---- matrices ---- */

#define GAP 14.0
#define BAND 8.0
#define CAPTION 22.0
#define FOOT 24.0
#define PAPER_CELL 4 /* pixels of the picture a value, where there are no device pixels */

typedef struct {
  IsoComparedMatrices *matrices;
  IsoComparedStage stage;
  bool logarithmic, has_range;
  IsoHeatScale range;
  IsoDataset *data; /* or NULL */
  char *names[2], *title, *subtitle;
} Matrices;

static void
matrices_free (gpointer data)
{
  Matrices *shown = data;
  iso_compared_matrices_unref (shown->matrices);
  g_clear_pointer (&shown->data, iso_dataset_unref);
  g_free (shown->names[0]);
  g_free (shown->names[1]);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static IsoHeatScale
scale_of (const Matrices *shown, IsoComparedPart part)
{
  const IsoBatchMatrices *matrices = iso_compared_matrices_get (shown->matrices, part, shown->stage);
  if (shown->has_range && part != ISO_COMPARED_CHANGE)
    return shown->range;
  return *iso_batch_matrices_scale (matrices, iso_compared_stage_kind (shown->stage), shown->logarithmic);
}

static IsoColormap
map_of (const Matrices *shown, const IsoHeatScale *scale)
{
  return iso_matrix_colormap (iso_compared_stage_kind (shown->stage), scale, -1);
}

static void
draw_square (cairo_t *cairo, const Matrices *shown, IsoComparedPart part, double x, double y, double side, const IsoFigureLook *look)
{
  IsoMatrixKind kind = iso_compared_stage_kind (shown->stage);
  const IsoBatchMatrices *matrices = iso_compared_matrices_get (shown->matrices, part, shown->stage);
  IsoHeatScale scale = scale_of (shown, part);
  IsoColormap map = map_of (shown, &scale);
  size_t pixels = look->scale > 0.0 ? (size_t) lround (side * look->scale) : PAPER_CELL * matrices->B;
  cairo_surface_t *surface
      = matrices->values[kind] != NULL && matrices->B > 0
            ? iso_heat_surface_new (MAX (pixels, 1), 0.0, matrices->values[kind], matrices->B, &scale,
                                    iso_colormap_table (map, look->theme->is_dark), iso_colormap_missing_in (map, look->theme->is_dark))
            : NULL;
  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  if (surface == NULL)
    {
      iso_set_color (cairo, look->theme->grid);
      cairo_rectangle (cairo, 0.0, 0.0, side, side);
      cairo_fill (cairo);
    }
  else
    {
      cairo_scale (cairo, side / (double) MAX (pixels, 1), side / (double) MAX (pixels, 1));
      cairo_set_source_surface (cairo, surface, 0.0, 0.0);
      cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
      cairo_paint (cairo);
      cairo_surface_destroy (surface);
    }
  cairo_restore (cairo);
  iso_class_bands_draw (cairo, x - BAND - 3.0, y, BAND, side, matrices->labels, matrices->B, look->theme);
  iso_class_bands_draw (cairo, x, y + side + 3.0, side, BAND, matrices->labels, matrices->B, look->theme);
}

static void
draw_bar (cairo_t *cairo, const Matrices *shown, IsoComparedPart part, double x, double y, double height, const IsoFigureLook *look)
{
  const IsoBatchMatrices *matrices = iso_compared_matrices_get (shown->matrices, part, shown->stage);
  IsoHeatScale scale = scale_of (shown, part);
  if (iso_compared_matrices_has (shown->matrices, shown->stage))
    iso_scale_bar_draw (cairo, x, y, ISO_SCALE_BAR_WIDTH, height, &scale, &matrices->spread[iso_compared_stage_kind (shown->stage)],
                        iso_colormap_table (map_of (shown, &scale), look->theme->is_dark), look->theme);
}

static void
matrices_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Matrices *shown = data;
  const IsoTheme *theme = look->theme;
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  double unit = look->scale > 0.0 ? look->scale : 1.0;
  double wide = (room.width - 2.0 * ISO_SCALE_BAR_WIDTH - 4.0 * GAP - 3.0 * (BAND + 3.0)) / 3.0;
  double side = floor (fmax (fmin (wide, room.height - CAPTION - FOOT - BAND - 6.0), 16.0) * unit) / unit;
  double x = room.left + BAND + 3.0, y = room.top + CAPTION;
  g_autofree char *summary = iso_compared_matrices_summarize (shown->matrices, shown->stage, shown->data);
  for (IsoComparedPart part = 0; part < ISO_COMPARED_COUNT; part++)
    {
      const char *name = part == ISO_COMPARED_CHANGE ? iso_compared_part_name (part) : shown->names[part];
      iso_text_draw_within (cairo, name, x, room.top, 0.0, 0.0, side, theme->text_size, ISO_TEXT_BOLD, theme->text);
      draw_square (cairo, shown, part, x, y, side, look);
      x += side + GAP;
      if (part != ISO_COMPARED_FIRST)
        {
          draw_bar (cairo, shown, part, x - GAP + 6.0, y, side, look);
          x += ISO_SCALE_BAR_WIDTH;
        }
      x += BAND + 3.0;
    }
  iso_text_draw_within (cairo, summary, room.left, y + side + BAND + 10.0, 0.0, 0.0, room.width, theme->text_size, ISO_TEXT_REGULAR,
                        theme->quiet);
}

/* Columns are named by side and sample of the data set. */
static IsoNumberTable *
matrices_tabulate (gconstpointer data)
{
  static const char *const prefixes[ISO_COMPARED_COUNT] = { "A", "B", "A-B" };
  const Matrices *shown = data;
  const IsoBatchMatrices *first = shown->matrices->stages[ISO_COMPARED_FIRST];
  IsoMatrixKind kind = iso_compared_stage_kind (shown->stage);
  size_t B = first->B, columns = 2 + ISO_COMPARED_COUNT * B;
  g_auto (GStrv) names = g_new0 (char *, columns + 1);
  names[0] = g_strdup (_("sample"));
  names[1] = g_strdup (_("class"));
  for (size_t j = 0; j < ISO_COMPARED_COUNT * B; j++)
    names[2 + j] = g_strdup_printf ("%s %u", prefixes[j / B], first->indices[j % B]);
  IsoNumberTable *table = iso_number_table_new ((const char *const *) names, columns, B);
  for (size_t i = 0; i < B; i++)
    {
      iso_number_table_column (table, 0)[i] = first->indices[i];
      iso_number_table_column (table, 1)[i] = first->labels[i];
    }
  for (size_t j = 0; j < ISO_COMPARED_COUNT * B; j++)
    {
      const float *values = iso_compared_matrices_get (shown->matrices, (IsoComparedPart) (j / B), shown->stage)->values[kind];
      iso_number_table_set_digits (table, 2 + j, SINGLE);
      for (size_t i = 0; values != NULL && i < B; i++)
        iso_number_table_column (table, 2 + j)[i] = (double) values[i * B + j % B];
    }
  iso_number_table_set_row_names (table, 2);
  return table;
}

IsoFigure *
iso_figure_of_compared_matrices (IsoComparedMatrices *matrices, IsoComparedStage stage, bool logarithmic, const IsoHeatScale *range,
                                 IsoDataset *data, const char *const *names, const char *title, const char *subtitle)
{
  static const IsoFigureKind kind = { matrices_draw, matrices_tabulate, matrices_free };
  static const char *const words[ISO_STAGE_COUNT] = { "similarity", "student-similarity", "graph", "transition", "kernel", "psd", "obdp",
                                                      "difference", "student", "gradient" };
  Matrices *shown = g_new0 (Matrices, 1);
  shown->matrices = iso_compared_matrices_ref (matrices);
  shown->stage = stage;
  shown->logarithmic = logarithmic;
  shown->has_range = range != NULL;
  if (range != NULL)
    shown->range = *range;
  shown->data = data != NULL ? iso_dataset_ref (data) : NULL;
  shown->names[0] = g_strdup (names[0]);
  shown->names[1] = g_strdup (names[1]);
  shown->title = g_strdup (title);
  shown->subtitle = g_strdup (subtitle);
  return iso_figure_new (&kind, shown, g_strdup_printf ("matrices-%s-epochs-%d-%d", words[stage], matrices->epochs[0],
                                                        matrices->epochs[1]));
}
