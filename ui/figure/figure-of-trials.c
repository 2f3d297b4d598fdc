/* The figures of a batch under other settings: the kNN lab's charts over k and the what-if grid. */
#include <glib/gi18n-lib.h>

#include "ui/figure/figures.h"
#include "ui/figure/graph-lab-figure.h"
#include "ui/figure/what-if-figure.h"

/* Pixels in a unit where there are no device pixels. */
#define PAPER_SCALE 3

/* ---- kNN lab ---- */

typedef struct {
  IsoGraphSweep *sweep;
  int k;
  char *title, *subtitle;
} Lab;

static void
lab_free (gpointer data)
{
  Lab *shown = data;
  iso_graph_sweep_free (shown->sweep);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static void
lab_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Lab *shown = data;
  const IsoGraphLabFigure figure = { shown->sweep, look->theme, iso_graph_sweep_place (shown->sweep, shown->k), -1 };
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  cairo_translate (cairo, room.left, room.top);
  iso_graph_lab_figure_draw (cairo, room.width, room.height, &figure);
  iso_graph_lab_figure_draw_marks (cairo, room.width, room.height, &figure);
}

static IsoNumberTable *
lab_tabulate (gconstpointer data)
{
  const IsoGraphSweep *sweep = ((const Lab *) data)->sweep;
  g_auto (GStrv) names = g_new0 (char *, 2 * ISO_LAB_CHARTS + 2);
  size_t columns = 0;
  names[columns++] = g_strdup ("k");
  for (IsoLabChart chart = 0; chart < ISO_LAB_CHARTS; chart++)
    {
      const char *reference = iso_lab_reference_name (chart);
      names[columns++] = g_strdup (iso_lab_title (chart));
      if (reference != NULL)
        names[columns++] = g_strdup_printf ("%s, %s", iso_lab_title (chart), reference);
    }
  IsoNumberTable *table = iso_number_table_new ((const char *const *) names, columns, sweep->count);
  for (size_t place = 0; place < sweep->count; place++)
    {
      size_t column = 0;
      iso_number_table_column (table, column++)[place] = sweep->at[place].k;
      for (IsoLabChart chart = 0; chart < ISO_LAB_CHARTS; chart++)
        {
          iso_number_table_column (table, column++)[place] = iso_lab_value (chart, &sweep->at[place]);
          if (iso_lab_reference_name (chart) != NULL)
            iso_number_table_column (table, column++)[place] = iso_lab_reference (chart, sweep, place);
        }
    }
  return table;
}

static IsoGraphSweep *
copy_sweep (const IsoGraphSweep *sweep)
{
  IsoGraphSweep *copy = g_memdup2 (sweep, sizeof *sweep);
  copy->at = g_memdup2 (sweep->at, sweep->count * sizeof *sweep->at);
  copy->problem = g_strdup (sweep->problem);
  return copy;
}

IsoFigure *
iso_figure_of_graph_lab (const IsoGraphSweep *sweep, int k, guint64 step, const char *title, const char *subtitle)
{
  static const IsoFigureKind kind = { lab_draw, lab_tabulate, lab_free };
  Lab *shown = g_new (Lab, 1);
  g_return_val_if_fail (sweep->count > 0, NULL);
  *shown = (Lab) { copy_sweep (sweep), k, g_strdup (title), g_strdup (subtitle) };
  return iso_figure_new (&kind, shown, g_strdup_printf ("knn-lab-step-%" G_GUINT64_FORMAT, step));
}

/* ---- what if ---- */

typedef struct {
  IsoWhatIfGrid *grid;
  int present;
  bool logarithmic;
  char *title, *subtitle;
} WhatIf;

static void
what_if_free (gpointer data)
{
  WhatIf *shown = data;
  iso_what_if_grid_free (shown->grid);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static void
what_if_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const WhatIf *shown = data;
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  const IsoWhatIfFigure figure = { .grid = shown->grid, .theme = look->theme, .logarithmic = shown->logarithmic,
                                   .device_scale = look->scale > 0.0 ? (int) look->scale : PAPER_SCALE, .present = shown->present,
                                   .cursor = -1 };
  cairo_translate (cairo, room.left, room.top);
  iso_what_if_figure_draw (cairo, room.width, room.height, &figure);
}

static IsoNumberTable *
what_if_tabulate (gconstpointer data)
{
  enum { COLUMN, ROW, ENTROPY, NEIGHBORS, SAME_CLASS, SPREAD, GRADIENT, COLUMNS };
  const IsoWhatIfGrid *grid = ((const WhatIf *) data)->grid;
  const char *const names[COLUMNS] = { iso_what_if_symbol (grid->columns.parameter), iso_what_if_symbol (grid->rows.parameter),
                                       _("entropy"), _("effective neighbors"), _("same class"), _("spread"), _("gradient") };
  IsoNumberTable *table = iso_number_table_new (names, COLUMNS, iso_what_if_grid_done (grid));
  for (size_t place = 0, row = 0; place < grid->count; place++)
    {
      if (grid->tiles[place] == NULL)
        continue;
      const IsoWhatIfCell *cell = grid->tiles[place]->cell;
      const double values[COLUMNS] = { grid->columns.values[place % grid->columns.count], grid->rows.values[place / grid->columns.count],
                                       cell->health.entropy, cell->health.effective_neighbors, cell->health.same_class,
                                       cell->health.spread, cell->gradient };
      for (size_t column = 0; column < COLUMNS; column++)
        iso_number_table_column (table, column)[row] = values[column];
      row++;
    }
  return table;
}

IsoFigure *
iso_figure_of_what_if (const IsoWhatIfGrid *grid, int present, bool logarithmic, const char *title, const char *subtitle)
{
  static const IsoFigureKind kind = { what_if_draw, what_if_tabulate, what_if_free };
  WhatIf *shown = g_new (WhatIf, 1);
  *shown = (WhatIf) { iso_what_if_grid_copy (grid), present, logarithmic, g_strdup (title), g_strdup (subtitle) };
  return iso_figure_new (&kind, shown, g_strdup_printf ("what-if-step-%" G_GUINT64_FORMAT, grid->snapshot->step));
}
