/* The what-if grid: its tiles, what of it is kept, how it is drawn, and what is said of it. */
#include <math.h>
#include <string.h>

#include "tests/support/synthetic-batch.h"
#include "ui/figure/what-if-figure.h"

#define SIDE 28

static double usual[2][2] = { { 0.0, 0.99 }, { 3.0, 27.0 } };

static void
fill (IsoWhatIfGrid *grid)
{
  for (size_t place; (place = iso_what_if_grid_missing (grid)) < grid->count;)
    {
      IsoDistillSettings settings = iso_what_if_grid_settings (grid, place);
      iso_what_if_grid_take (grid, place, iso_what_if_tile_new (grid->snapshot, &settings));
    }
}

static IsoWhatIfGrid *
grid_new (IsoBatchSnapshot *batch, IsoWhatIfPair pair)
{
  double weights[2][2] = { { 0.05, 1.0 }, { 5.0, 500.0 } };
  return iso_what_if_grid_new (batch, pair, pair == ISO_WHAT_IF_OMEGA_K ? usual : weights, &batch->distill, &batch->distill);
}

static void
test_grid (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 8, 7, 2);
  g_autoptr (IsoWhatIfGrid) grid = grid_new (batch, ISO_WHAT_IF_OMEGA_K);
  g_assert_cmpuint (grid->count, ==, 20);
  g_assert_cmpuint (iso_what_if_grid_done (grid), ==, 0);
  g_assert_cmpint (iso_what_if_grid_best (grid), ==, -1);
  fill (grid);
  g_assert_cmpuint (iso_what_if_grid_done (grid), ==, 20);
  /* ω 0.8 and k 10 of the batch are on it. */
  int present = iso_what_if_grid_place_of (grid, &batch->distill), best = iso_what_if_grid_best (grid);
  g_assert_cmpint (present, >=, 0);
  g_assert_cmpfloat_with_epsilon (grid->tiles[present]->cell->settings.omega, 0.8, 1e-12);
  g_assert_cmpint (grid->tiles[present]->cell->settings.k, ==, 10);
  g_assert_cmpint (best, >=, 0);
  for (size_t place = 0; place < grid->count; place++)
    g_assert_cmpfloat (grid->tiles[place]->cell->health.same_class, <=, grid->tiles[best]->cell->health.same_class + 1e-4);
  IsoDistillSettings other = batch->distill;
  other.omega = 0.123;
  g_assert_cmpint (iso_what_if_grid_place_of (grid, &other), ==, -1);
  other = batch->distill;
  other.mode = ISO_DISTILL_PSD;
  g_assert_cmpint (iso_what_if_grid_place_of (grid, &other), ==, -1);
}

/* What the next grid has in common is taken over, not computed again; of another batch nothing is. */
static void
test_reuse (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 8, 7, 2), later = iso_test_batch (SIDE, 8, 7, 3);
  g_autoptr (IsoWhatIfGrid) before = grid_new (batch, ISO_WHAT_IF_OMEGA_K);
  g_autoptr (IsoWhatIfGrid) same = grid_new (batch, ISO_WHAT_IF_OMEGA_K), of_later = grid_new (later, ISO_WHAT_IF_OMEGA_K);
  IsoDistillSettings warmer = batch->distill, tried = batch->distill;
  warmer.tau = 0.7;
  tried.omega = 0.95;
  g_autoptr (IsoWhatIfGrid) other = iso_what_if_grid_new (batch, ISO_WHAT_IF_OMEGA_K, usual, &batch->distill, &warmer);
  g_autoptr (IsoWhatIfGrid) trial = iso_what_if_grid_new (batch, ISO_WHAT_IF_OMEGA_K, usual, &batch->distill, &tried);
  fill (before);
  iso_what_if_grid_reuse (same, before);
  iso_what_if_grid_reuse (other, before);
  iso_what_if_grid_reuse (of_later, before);
  iso_what_if_grid_reuse (trial, before);
  iso_what_if_grid_reuse (same, NULL);
  g_assert_cmpuint (iso_what_if_grid_done (same), ==, 20);
  g_assert_true (same->tiles[3] == before->tiles[3]);
  g_assert_cmpuint (iso_what_if_grid_done (other), ==, 0);
  g_assert_cmpuint (iso_what_if_grid_done (of_later), ==, 0);
  g_assert_cmpuint (iso_what_if_grid_done (trial), ==, 16); /* all but the column of ω 0.95 */
  g_assert_cmpint (iso_what_if_grid_place_of (trial, &batch->distill), >=, 0);
}

/* One tile of a column tells all of it. */
static void
test_lambda (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 8, 7, 2);
  g_autoptr (IsoWhatIfGrid) grid = grid_new (batch, ISO_WHAT_IF_TAU_LAMBDA);
  IsoDistillSettings settings = iso_what_if_grid_settings (grid, 0);
  char number[32];
  iso_what_if_grid_take (grid, 0, iso_what_if_tile_new (batch, &settings));
  g_assert_cmpuint (iso_what_if_grid_done (grid), ==, grid->rows.count);
  fill (grid);
  const IsoWhatIfCell *first = grid->tiles[1]->cell, *last = grid->tiles[15 + 1]->cell;
  g_assert_cmpfloat_with_epsilon (last->gradient / first->gradient, grid->rows.values[3] / grid->rows.values[0], 1e-9);
  double largest = 0.0;
  for (size_t place = 0; place < grid->count; place++)
    largest = fmax (largest, grid->tiles[place]->cell->gradient);
  g_assert_cmpfloat (largest, >, 0.0);
  g_assert_cmpfloat (iso_what_if_grid_largest_gradient (grid), ==, largest);
  g_assert_cmpint (iso_what_if_grid_best (grid), ==, -1);
  iso_what_if_number (number, sizeof number, grid, 1);
  g_assert_null (strchr (number, '%'));
  g_assert_nonnull (strstr (iso_what_if_legend (grid), "P does not change with λ"));
}

static cairo_surface_t *
draw (const IsoWhatIfFigure *figure, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (surface);
  iso_set_color (cairo, figure->theme->background);
  cairo_paint (cairo);
  iso_what_if_figure_draw (cairo, width, height, figure);
  iso_what_if_figure_draw_cursor (cairo, width, height, figure);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + (size_t) y * (size_t) cairo_image_surface_get_stride (surface);
  return ((const guint32 *) (const void *) row)[(size_t) x];
}

/* Tiles lie where they are said to lie, one beside the other and within the figure. */
static void
test_places (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 8, 7, 2);
  g_autoptr (IsoWhatIfGrid) grid = grid_new (batch, ISO_WHAT_IF_OMEGA_K);
  static const int sizes[][2] = { { 460, 220 }, { 900, 600 }, { 300, 500 } };
  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (size_t place = 0; place < grid->count; place++)
      {
        IsoWhatIfBox box = iso_what_if_figure_box (grid, sizes[s][0], sizes[s][1], place);
        double x = box.x + 0.5 * box.side, y = box.y + 0.5 * box.side;
        g_assert_cmpint (iso_what_if_figure_place_at (grid, sizes[s][0], sizes[s][1], x, y), ==, (int) place);
        g_assert_cmpint (iso_what_if_figure_place_at (grid, sizes[s][0], sizes[s][1], box.x - 4.0, y), ==, -1);
        g_assert_cmpfloat (box.x + box.side, <=, sizes[s][0]);
        g_assert_cmpfloat (box.y + box.side, <=, sizes[s][1]);
      }
}

/* The diagonal of P is brighter than a far corner of it; what is not there is an empty field; the cursor enlarges. */
static void
test_drawn (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 8, 7, 2);
  g_autoptr (IsoWhatIfGrid) grid = grid_new (batch, ISO_WHAT_IF_OMEGA_K), empty = grid_new (batch, ISO_WHAT_IF_OMEGA_K);
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  fill (grid);
  IsoWhatIfFigure figure = { grid, theme, true, 1, 6, -1, false }, blank = { empty, theme, true, 1, -1, -1, false };
  cairo_surface_t *drawn = draw (&figure, 700, 500), *nothing = draw (&blank, 700, 500);
  IsoWhatIfBox box = iso_what_if_figure_box (grid, 700, 500, 0);
  guint32 diagonal = pixel_at (drawn, box.x + 0.5 * box.side, box.y + 0.5 * box.side);
  guint32 far = pixel_at (drawn, box.x + 0.9 * box.side, box.y + 0.1 * box.side);
  g_assert_cmpuint (diagonal >> 8 & 255, >, far >> 8 & 255);
  g_assert_cmpuint (pixel_at (nothing, box.x + 0.5 * box.side, box.y + 0.5 * box.side), ==, iso_color_pixel (theme->grid));
  figure.cursor = 0;
  figure.enlarged = true;
  cairo_surface_t *enlarged = draw (&figure, 700, 500);
  g_assert_cmpuint (pixel_at (enlarged, box.x + box.side + 30.0, box.y + 0.5 * box.side), !=,
                    pixel_at (drawn, box.x + box.side + 30.0, box.y + 0.5 * box.side));
  cairo_surface_destroy (drawn);
  cairo_surface_destroy (nothing);
  cairo_surface_destroy (enlarged);
  cairo_surface_destroy (draw (&figure, 1, 1));
}

static void
test_one_scale (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 8, 7, 2);
  g_autoptr (IsoWhatIfGrid) grid = grid_new (batch, ISO_WHAT_IF_OMEGA_K);
  IsoHeatScale nothing = iso_what_if_grid_scale (grid, true);
  g_assert_true (nothing.minimum < nothing.maximum);
  fill (grid);
  IsoHeatScale logarithmic = iso_what_if_grid_scale (grid, true), linear = iso_what_if_grid_scale (grid, false);
  g_assert_cmpint (logarithmic.kind, ==, ISO_HEAT_LOGARITHMIC);
  g_assert_cmpint (linear.kind, ==, ISO_HEAT_LINEAR);
  for (size_t place = 0; place < grid->count; place++)
    {
      g_assert_cmpfloat (grid->tiles[place]->spread.high, <=, linear.maximum);
      g_assert_cmpfloat (grid->tiles[place]->spread.positive_high, <=, logarithmic.maximum);
    }
}

static void
test_words (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 8, 7, 2);
  g_autoptr (IsoWhatIfGrid) grid = grid_new (batch, ISO_WHAT_IF_OMEGA_K);
  int present = iso_what_if_grid_place_of (grid, &batch->distill);
  g_autofree char *name = iso_what_if_place_text (grid, (size_t) present), *last = iso_what_if_place_text (grid, grid->count - 1);
  g_autofree char *waiting = iso_what_if_cell_text (grid, 0), *pair = iso_what_if_pair_name (ISO_WHAT_IF_TAU_TAU_D);
  g_assert_cmpstr (name, ==, "ω 0.8 · k 10");
  g_assert_cmpstr (last, ==, "ω 0.99 · k all");
  g_assert_cmpstr (waiting, ==, "not computed yet");
  g_assert_cmpstr (pair, ==, "τ × τ_d");
  fill (grid);
  g_autofree char *text = iso_what_if_cell_text (grid, (size_t) present), *words = iso_what_if_words (grid, present);
  g_assert_nonnull (strstr (text, "of P on the same class · entropy 0."));
  g_assert_nonnull (strstr (words, "ω 0.8 · k 10: "));
  g_assert_nonnull (strstr (words, "in force"));
  g_assert_nonnull (strstr (words, "most same-class mass"));
  g_assert_null (iso_what_if_remark (false, false));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/what-if-figure/grid", test_grid);
  g_test_add_func ("/what-if-figure/reuse", test_reuse);
  g_test_add_func ("/what-if-figure/lambda", test_lambda);
  g_test_add_func ("/what-if-figure/places", test_places);
  g_test_add_func ("/what-if-figure/drawn", test_drawn);
  g_test_add_func ("/what-if-figure/one-scale", test_one_scale);
  g_test_add_func ("/what-if-figure/words", test_words);
  return g_test_run ();
}
