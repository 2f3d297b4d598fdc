#include "ui/figure/sweep-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct {
  IsoSweepScores *scores;
  size_t column, row;
  char *title, *subtitle;
} Shown;

static void
shown_free (gpointer data)
{
  Shown *shown = data;
  iso_sweep_scores_free (shown->scores);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static Shown *
shown_new (const IsoSweepScores *scores, size_t column, size_t row, const char *title, char *subtitle)
{
  Shown *shown = g_new (Shown, 1);
  *shown = (Shown) { iso_sweep_scores_copy (scores), column, row, g_strdup (title), subtitle };
  return shown;
}

/* "mean of 3 seeds", and where some are missing how many settings have all of theirs. */
static char *
describe (const IsoSweepScores *scores, const char *more)
{
  size_t whole = 0;
  for (size_t s = 0; s < scores->setting_count; s++)
    whole += scores->finished[s] == scores->seed_count;
  g_autofree char *seeds = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "one seed", "mean of %zu seeds", (gulong) scores->seed_count), scores->seed_count);
  g_autofree char *missing = whole == scores->setting_count
                                 ? g_strdup ("")
                                 : g_strdup_printf (_(" · %zu of %zu settings complete"), whole, scores->setting_count);
  return g_strdup_printf ("%s · %s%s%s", scores->score_title, seeds, missing, more);
}

/* ---- cells ---- */

static void
cells_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Shown *shown = data;
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  cairo_translate (cairo, room.left, room.top);
  iso_sweep_cells_draw (cairo, room.width, room.height, shown->scores, shown->column, shown->row, look->theme);
}

/* A value as a number: itself, or of words the place among its levels. */
static double
number_at (const IsoSweepScores *scores, size_t setting, size_t level, size_t key)
{
  return scores->is_number[key] ? scores->numbers[setting * scores->key_count + key] : (double) level;
}

static IsoNumberTable *
cells_tabulate (gconstpointer data)
{
  const Shown *shown = data;
  const IsoSweepScores *scores = shown->scores;
  g_autoptr (IsoSweepLevels) columns = iso_sweep_levels_new (scores, shown->column);
  g_autoptr (IsoSweepLevels) rows = iso_sweep_levels_new (scores, shown->row);
  g_autofree double *means = g_new (double, columns->count * rows->count);
  g_autofree size_t *counts = g_new (size_t, columns->count * rows->count);
  const char *const names[] = { scores->keys[shown->column], scores->keys[shown->row], scores->score_title, _("settings") };
  IsoNumberTable *table = iso_number_table_new (names, G_N_ELEMENTS (names), columns->count * rows->count);
  iso_sweep_cell_means (means, counts, scores, columns, rows);
  for (size_t r = 0; r < rows->count; r++)
    for (size_t c = 0; c < columns->count; c++)
      {
        size_t at = r * columns->count + c;
        iso_number_table_column (table, 0)[at] = number_at (scores, columns->settings[c], c, shown->column);
        iso_number_table_column (table, 1)[at] = number_at (scores, rows->settings[r], r, shown->row);
        iso_number_table_column (table, 2)[at] = means[at];
        iso_number_table_column (table, 3)[at] = (double) counts[at];
      }
  return table;
}

IsoFigure *
iso_figure_of_sweep_cells (const IsoSweepScores *scores, size_t column, size_t row, const char *title)
{
  static const IsoFigureKind kind = { cells_draw, cells_tabulate, shown_free };
  g_return_val_if_fail (column < scores->key_count && row < scores->key_count && column != row, NULL);
  char *subtitle = describe (scores, scores->key_count > 2 ? _(" · each cell the mean over all other parameters") : "");
  return iso_figure_new (&kind, shown_new (scores, column, row, title, subtitle), g_strdup ("sweep-cells"));
}

/* ---- lines ---- */

static void
lines_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Shown *shown = data;
  IsoFigureRoom room = iso_figure_draw_heading (cairo, shown->title, shown->subtitle, look);
  cairo_translate (cairo, room.left, room.top);
  iso_sweep_lines_draw (cairo, room.width, room.height, shown->scores, look->theme);
}

static IsoNumberTable *
lines_tabulate (gconstpointer data)
{
  const IsoSweepScores *scores = ((const Shown *) data)->scores;
  size_t K = scores->key_count, S = scores->setting_count;
  g_autofree const char **names = g_new (const char *, K + 2);
  for (size_t key = 0; key < K; key++)
    names[key] = scores->keys[key];
  names[K] = scores->score_title;
  names[K + 1] = _("deviation");
  IsoNumberTable *table = iso_number_table_new (names, K + 2, S);
  for (size_t key = 0; key < K; key++)
    {
      g_autoptr (IsoSweepLevels) levels = iso_sweep_levels_new (scores, key);
      for (size_t s = 0; s < S; s++)
        iso_number_table_column (table, key)[s] = number_at (scores, s, levels->of[s], key);
    }
  for (size_t s = 0; s < S; s++)
    {
      iso_number_table_column (table, K)[s] = scores->score[s];
      iso_number_table_column (table, K + 1)[s] = scores->deviation[s];
    }
  return table;
}

IsoFigure *
iso_figure_of_sweep_lines (const IsoSweepScores *scores, const char *title)
{
  static const IsoFigureKind kind = { lines_draw, lines_tabulate, shown_free };
  return iso_figure_new (&kind, shown_new (scores, 0, 0, title, describe (scores, "")), g_strdup ("sweep-lines"));
}

/* ---- either ---- */

IsoFigure *
iso_figure_of_sweep (const IsoSweepScores *scores, const char *title)
{
  size_t cells = 0;
  if (scores->key_count == 2)
    {
      g_autoptr (IsoSweepLevels) columns = iso_sweep_levels_new (scores, 0), rows = iso_sweep_levels_new (scores, 1);
      cells = columns->count * rows->count;
    }
  /* Cells of what was drawn at random would stand in a diagonal, most of them empty. */
  if (scores->key_count == 2 && cells == scores->setting_count)
    return iso_figure_of_sweep_cells (scores, 0, 1, title);
  return iso_figure_of_sweep_lines (scores, title);
}
