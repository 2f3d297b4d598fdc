/* The figures of a sweep: what is copied from its results, cells and their means, colours that follow the score, numbers as a table, and
 * that they draw at any size. No display needed. */
#include <glib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "tests/support/data-files.h"
#include "tests/support/figure-readers.h"
#include "ui/figure/figure-file.h"
#include "ui/figure/sweep-figure.h"
#include "ui/figure/sweep-lines.h"

/* Three parameters: λ 0.1 1 10, mode psd obdp, ω 0.2 0.4: 12 settings, the last key fastest. */
#define FILE_TEXT "{\"name\": \"test\", \"base\": {\"data.validation\": \"sample\"}, \"grid\": {\"distill.lambda\": [10, 0.1, 1], " \
                  "\"distill.mode\": [\"psd\", \"obdp\"], \"distill.omega\": [0.2, 0.4]}, \"seeds\": [1]%s}"
#define SETTINGS 12

static double
score_of (size_t setting)
{
  return 0.5 + 0.01 * (double) setting;
}

static void
take (IsoSweepResults *results, size_t point, double recall)
{
  g_autoptr (IsoSweepOutcome) outcome = iso_sweep_outcome_new (NULL, NULL, 1.0);
  g_free (outcome->epochs);
  outcome->epochs = g_new0 (IsoEpochRecord, 1);
  outcome->epoch_count = 1;
  IsoScores *scores = &outcome->epochs[0].validation;
  iso_scores_init (scores);
  scores->metrics = ISO_METRIC_BIT (ISO_METRIC_RECALL);
  scores->k_count = 1;
  scores->ks[0] = 1;
  scores->recall[0] = scores->recall_1 = recall;
  outcome->epochs[0].test = *scores;
  iso_sweep_results_take (results, point, outcome);
}

/* The last `missing` settings have no score. */
static IsoSweepScores *
scores_new (size_t missing)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (FILE_TEXT, "");
  g_autoptr (IsoSweepPlan) plan = iso_sweep_plan_parse ("test.json", text, &error);
  g_assert_no_error (error);
  g_autoptr (IsoSweepResults) results = iso_sweep_results_new (plan);
  for (size_t s = 0; s + missing < SETTINGS; s++)
    take (results, s, score_of (s));
  return iso_sweep_scores_new (results);
}

static void
test_scores (void)
{
  g_autoptr (IsoSweepScores) scores = scores_new (0), copy = iso_sweep_scores_copy (scores);
  g_assert_cmpuint (copy->setting_count, ==, SETTINGS);
  g_assert_cmpint (copy->chosen, ==, SETTINGS - 1);
  g_assert_true (copy->is_number[0] && copy->is_logarithmic[0]);
  g_assert_true (!copy->is_number[1] && !copy->is_logarithmic[1]);
  g_assert_true (copy->is_number[2] && !copy->is_logarithmic[2]);
  g_assert_cmpstr (copy->values[5 * 3 + 0], ==, "0.1");
  g_assert_cmpfloat (copy->numbers[5 * 3 + 0], ==, 0.1);
  g_assert_true (isnan (copy->numbers[1]));
  g_assert_cmpfloat (copy->score[7], ==, score_of (7));
  g_assert_cmpint (iso_sweep_scores_find (copy, "distill.omega"), ==, 2);
  g_assert_cmpint (iso_sweep_scores_find (copy, "distill.k"), ==, -1);
  g_assert_cmpstr (iso_sweep_key_label ("distill.lambda"), ==, "λ");
  g_assert_cmpstr (iso_sweep_key_label ("distill.mode"), ==, "Mode");
  g_assert_cmpstr (iso_sweep_key_label ("no.such"), ==, "no.such");
  g_autoptr (IsoSweepLevels) levels = iso_sweep_levels_new (copy, 0), modes = iso_sweep_levels_new (copy, 1);
  g_assert_cmpuint (levels->count, ==, 3);
  g_assert_true (levels->settings[0] == 4 && levels->settings[1] == 8 && levels->settings[2] == 0);
  for (size_t s = 0; s < SETTINGS; s++)
    {
      g_assert_cmpuint (levels->of[s], ==, (s / 4 + 2) % 3);
      g_assert_cmpuint (modes->of[s], ==, s / 2 % 2);
    }
}

static void
test_words (void)
{
  g_autoptr (IsoSweepScores) scores = scores_new (3), none = scores_new (SETTINGS);
  g_autofree char *words = iso_sweep_scores_words (scores), *nothing = iso_sweep_scores_words (none);
  g_assert_cmpstr (words, ==, "Validation Recall@1 of 9 settings: from 0.5 (λ 10, Mode psd, ω 0.2) to 0.58 (λ 1, Mode psd, "
                              "ω 0.2); chosen is 0.58 (λ 1, Mode psd, ω 0.2)");
  g_assert_cmpstr (nothing, ==, "Validation Recall@1: no run has finished yet");
}

static void
test_cells (void)
{
  g_autoptr (IsoSweepScores) scores = scores_new (3);
  double means[6];
  size_t counts[6];
  g_autoptr (IsoSweepLevels) columns = iso_sweep_levels_new (scores, 0), rows = iso_sweep_levels_new (scores, 2);
  /* λ 10, ω 0.4: settings 1 and 3. λ 1, ω 0.4: 9 and 11, which have no score. λ 1, ω 0.2: 8 alone, for 10 has none. */
  iso_sweep_cell_means (means, counts, scores, columns, rows);
  g_assert_cmpfloat_with_epsilon (means[5], 0.5 * (score_of (1) + score_of (3)), 1e-12);
  g_assert_cmpuint (counts[5], ==, 2);
  g_assert_true (isnan (means[4]) && counts[4] == 0);
  g_assert_cmpfloat (means[1], ==, score_of (8));
  g_autoptr (IsoFigure) figure = iso_figure_of_sweep_cells (scores, 0, 2, "test");
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  g_assert_cmpuint (iso_number_table_rows (table), ==, 6);
  g_assert_cmpstr (iso_number_table_name (table, 0), ==, "distill.lambda");
  g_assert_cmpfloat (iso_number_table_value (table, 0, 0), ==, 0.1);
  g_assert_cmpfloat (iso_number_table_value (table, 5, 0), ==, 10.0);
  g_assert_cmpfloat (iso_number_table_value (table, 5, 1), ==, 0.4);
  g_assert_cmpfloat_with_epsilon (iso_number_table_value (table, 5, 2), 0.5 * (score_of (1) + score_of (3)), 1e-12);
  g_assert_true (isnan (iso_number_table_value (table, 4, 2)));
}

static void
test_lines_table (void)
{
  g_autoptr (IsoSweepScores) scores = scores_new (0);
  g_autoptr (IsoFigure) figure = iso_figure_of_sweep (scores, "test");
  g_autoptr (IsoNumberTable) table = iso_figure_tabulate (figure);
  g_assert_cmpstr (iso_figure_name (figure), ==, "sweep-lines");
  g_assert_cmpuint (iso_number_table_rows (table), ==, SETTINGS);
  g_assert_cmpuint (iso_number_table_columns (table), ==, 5);
  for (size_t s = 0; s < SETTINGS; s++)
    {
      g_assert_cmpfloat (iso_number_table_value (table, s, 1), ==, s / 2 % 2 == 0 ? 0.0 : 1.0);
      g_assert_cmpfloat (iso_number_table_value (table, s, 3), ==, score_of (s));
      g_assert_true (isnan (iso_number_table_value (table, s, 4)));
    }
}

static double
luminance (guint32 pixel)
{
  return 0.2126 * (pixel >> 16 & 0xff) + 0.7152 * (pixel >> 8 & 0xff) + 0.0722 * (pixel & 0xff);
}

/* What is good stands out from the card: dark on light, light on dark. */
static void
test_colors (void)
{
  g_autoptr (IsoSweepScores) scores = scores_new (0);
  double last_light = INFINITY, last_dark = -INFINITY;
  for (size_t s = 0; s < SETTINGS; s++)
    {
      double light = luminance (iso_sweep_color (scores, score_of (s), false));
      double dark = luminance (iso_sweep_color (scores, score_of (s), true));
      g_assert_cmpfloat (light, <, last_light);
      g_assert_cmpfloat (dark, >, last_dark);
      last_light = light;
      last_dark = dark;
    }
  scores->is_lower_better = true;
  g_assert_cmpfloat (luminance (iso_sweep_color (scores, 0.5, false)), <, luminance (iso_sweep_color (scores, 0.6, false)));
}

static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  return ((const guint32 *) (const void *) (data + y * cairo_image_surface_get_stride (surface)))[x];
}

/* Cells that have a score are filled with its colour; nothing is written beyond the picture, whatever its size. */
static void
test_drawn (void)
{
  static const double sizes[][2] = { { 960, 600 }, { 480, 300 }, { 120, 80 }, { 20, 10 } };
  for (size_t missing = 0; missing <= SETTINGS; missing += 6)
    for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
      for (IsoThemeName name = ISO_THEME_LIGHT; name <= ISO_THEME_DARK_CONTRAST; name++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (IsoSweepScores) scores = scores_new (missing);
          g_autoptr (IsoFigure) cells = iso_figure_of_sweep_cells (scores, 0, 2, "test");
          g_autoptr (IsoFigure) lines = iso_figure_of_sweep_lines (scores, "test");
          const IsoFigureLook look = { sizes[i][0], sizes[i][1], 1.0, iso_theme (name) };
          cairo_surface_t *pixels = iso_figure_pixels_new (cells, &look, &error), *others = iso_figure_pixels_new (lines, &look, &error);
          g_assert_no_error (error);
          g_assert_cmpint (cairo_surface_status (pixels), ==, CAIRO_STATUS_SUCCESS);
          g_assert_cmpint (cairo_surface_status (others), ==, CAIRO_STATUS_SUCCESS);
          if (i == 0 && missing == 0)
            {
              /* The cell of λ 1, ω 0.4: settings 9 and 11. */
              size_t found = 0;
              guint32 best = iso_sweep_color (scores, 0.5 * (score_of (9) + score_of (11)), look.theme->is_dark);
              for (int y = 0; y < 600; y++)
                for (int x = 0; x < 960; x++)
                  found += (pixel_at (pixels, x, y) & 0xffffff) == (best & 0xffffff);
              g_assert_cmpuint (found, >, 960 * 600 / 12);
            }
          cairo_surface_destroy (pixels);
          cairo_surface_destroy (others);
        }
}

static void
test_files (void)
{
  static const char *const endings[] = { ".png", ".svg", ".pdf" }, *const ids[] = { "cells", "lines", "sweep" };
  g_autoptr (IsoSweepScores) scores = scores_new (0);
  g_autoptr (IsoFigure) cells = iso_figure_of_sweep_cells (scores, 0, 2, "test"), lines = iso_figure_of_sweep_lines (scores, "test");
  g_autoptr (IsoFigure) sweep = iso_figure_of_sweep (scores, "test");
  const IsoFigure *const figures[] = { cells, lines, sweep };
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  const IsoFigureLook look = { 600.0, 420.0, 1.0, iso_theme (ISO_THEME_LIGHT) };
  for (size_t f = 0; f < G_N_ELEMENTS (figures); f++)
    {
      for (size_t i = 0; i < G_N_ELEMENTS (endings); i++)
        {
          g_autofree char *name = g_strconcat (ids[f], endings[i], NULL), *path = g_build_filename (folder, name, NULL);
          GStatBuf status;
          g_assert_true (iso_figure_write (figures[f], path, &look, &error));
          g_assert_cmpint (g_stat (path, &status), ==, 0);
          g_assert_cmpint (status.st_size, >, 1000);
        }
      readers_check_pictures (folder, ids[f], figures[f], &look, "test");
    }
  test_folder_free (folder);
}

/* Where the lines stand, against values worked out by hand and against the curve that cairo draws. */
static void
test_lines_place (void)
{
  g_autoptr (IsoSweepScores) scores = scores_new (0);
  g_autoptr (IsoSweepLines) lines = iso_sweep_lines_new (scores, 600.0, 400.0);
  double top, bottom, distances[SETTINGS];
  iso_sweep_lines_span (&top, &bottom, lines);
  g_assert_cmpuint (iso_sweep_lines_axis_count (lines), ==, 4);
  /* λ from 0.1 to 10 by its logarithm: 1 is in the middle. Words at the ends; ω 0.2 and 0.4 likewise. */
  g_assert_cmpfloat_with_epsilon (iso_sweep_lines_y (lines, 4, 0), bottom, 1e-9);
  g_assert_cmpfloat_with_epsilon (iso_sweep_lines_y (lines, 8, 0), 0.5 * (top + bottom), 1e-9);
  g_assert_cmpfloat_with_epsilon (iso_sweep_lines_y (lines, 0, 0), top, 1e-9);
  g_assert_cmpfloat_with_epsilon (iso_sweep_lines_y (lines, 0, 1), bottom, 1e-9);
  g_assert_cmpfloat_with_epsilon (iso_sweep_lines_y (lines, 2, 1), top, 1e-9);
  g_assert_cmpfloat_with_epsilon (iso_sweep_lines_value (lines, 0, 0.5 * (top + bottom)), 1.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (iso_sweep_lines_value (lines, 1, top - 50.0), 1.0, 1e-9);
  for (size_t axis = 0; axis < 4; axis++)
    for (double y = top; y <= bottom; y += 37.0)
      g_assert_cmpfloat_with_epsilon (iso_sweep_lines_place (lines, axis, iso_sweep_lines_value (lines, axis, y)), y, 1e-6);
  g_assert_cmpint (iso_sweep_lines_axis_at (lines, iso_sweep_lines_x (lines, 2) + 5.0, 100.0, 8.0), ==, 2);
  g_assert_cmpint (iso_sweep_lines_axis_at (lines, iso_sweep_lines_x (lines, 2) + 9.0, 100.0, 8.0), ==, -1);
  g_assert_cmpint (iso_sweep_lines_axis_at (lines, iso_sweep_lines_x (lines, 2), top - 20.0, 8.0), ==, -1);
  /* A point of the curve from axis 1 to axis 2, by the parameter of its polynomial. */
  for (double t = 0.05; t < 1.0; t += 0.09)
    {
      double from_x = iso_sweep_lines_x (lines, 1), to_x = iso_sweep_lines_x (lines, 2), middle = 0.5 * (from_x + to_x), u = 1.0 - t;
      double from_y = iso_sweep_lines_y (lines, 6, 1), to_y = iso_sweep_lines_y (lines, 6, 2);
      double x = u * u * u * from_x + 3.0 * u * u * t * middle + 3.0 * u * t * t * middle + t * t * t * to_x;
      double y = u * u * u * from_y + 3.0 * u * u * t * from_y + 3.0 * u * t * t * to_y + t * t * t * to_y;
      iso_sweep_lines_distances (distances, lines, x, y);
      g_assert_cmpfloat_with_epsilon (distances[6], 0.0, 1e-6);
      iso_sweep_lines_distances (distances, lines, x, y + 3.0);
      g_assert_cmpfloat_with_epsilon (distances[6], 3.0, 1e-6);
    }
  iso_sweep_lines_distances (distances, lines, 2.0, 100.0); /* beside the axes */
  g_assert_true (isinf (distances[0]));
  g_autoptr (IsoSweepScores) missing = scores_new (SETTINGS);
  g_autoptr (IsoSweepLines) none = iso_sweep_lines_new (missing, 600.0, 400.0);
  iso_sweep_lines_distances (distances, none, 300.0, 200.0);
  g_assert_true (isinf (distances[3]));
}

/* The cell whose colour is where its place says it is. */
static void
test_cells_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepScores) scores = scores_new (0);
  g_autoptr (IsoSweepLevels) columns = iso_sweep_levels_new (scores, 0), rows = iso_sweep_levels_new (scores, 2);
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  double means[6];
  size_t counts[6];
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 500, 300);
  cairo_t *cairo = cairo_create (surface);
  const IsoSweepCellsPlace place = iso_sweep_cells_place (cairo, 500.0, 300.0, scores, 2, columns, rows, theme);
  iso_sweep_cells_draw (cairo, 500.0, 300.0, scores, 0, 2, theme);
  cairo_surface_flush (surface);
  iso_sweep_cell_means (means, counts, scores, columns, rows);
  for (size_t r = 0; r < rows->count; r++)
    for (size_t c = 0; c < columns->count; c++)
      {
        /* Beside the number, which is in the middle. */
        int x = (int) (place.left + ((double) c + 0.5) * place.cell_width);
        int y = (int) (place.top + ((double) (rows->count - 1 - r) + 0.2) * place.cell_height);
        g_assert_cmphex (pixel_at (surface, x, y) & 0xffffff, ==,
                         iso_sweep_color (scores, means[r * columns->count + c], false) & 0xffffff);
      }
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep-figure/scores", test_scores);
  g_test_add_func ("/sweep-figure/words", test_words);
  g_test_add_func ("/sweep-figure/cells", test_cells);
  g_test_add_func ("/sweep-figure/lines-table", test_lines_table);
  g_test_add_func ("/sweep-figure/colors", test_colors);
  g_test_add_func ("/sweep-figure/drawn", test_drawn);
  g_test_add_func ("/sweep-figure/files", test_files);
  g_test_add_func ("/sweep-figure/lines-place", test_lines_place);
  g_test_add_func ("/sweep-figure/cells-place", test_cells_place);
  return g_test_run ();
}
