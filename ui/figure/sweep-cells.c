/* Two parameters of a sweep as a table of coloured cells. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/colormap.h"
#include "ui/figure/scale-bar.h"
#include "ui/figure/sweep-figure.h"
#include "ui/figure/text.h"

#define GAP ISO_SWEEP_CELL_GAP
#define LABEL_GAP 10.0
#define NAME 22.0        /* for the name of a parameter */
#define BAR_GAP 18.0
#define RADIUS 3.0
#define WIDEST_CELL 320.0
#define MOST_DECIMALS 4

void
iso_sweep_cell_means (double *means, size_t *counts, const IsoSweepScores *scores, const IsoSweepLevels *columns,
                      const IsoSweepLevels *rows)
{
  for (size_t at = 0; at < rows->count * columns->count; at++)
    {
      means[at] = 0.0;
      counts[at] = 0;
    }
  for (size_t s = 0; s < scores->setting_count; s++)
    {
      size_t at = rows->of[s] * columns->count + columns->of[s];
      if (isnan (scores->score[s]))
        continue;
      means[at] += scores->score[s];
      counts[at]++;
    }
  for (size_t at = 0; at < rows->count * columns->count; at++)
    means[at] = counts[at] > 0 ? means[at] / (double) counts[at] : (double) NAN;
}

/* viridis is bright at its end; on a light card it is turned, so that what is good stands out from the card in both. */
static const guint32 *
table_for (bool is_dark, guint32 turned[ISO_COLORMAP_SIZE], bool is_lower_better)
{
  const guint32 *table = iso_colormap_table (ISO_COLORMAP_VIRIDIS, is_dark);
  bool is_turned = is_lower_better == is_dark;
  for (int i = 0; i < ISO_COLORMAP_SIZE; i++)
    turned[i] = table[is_turned ? ISO_COLORMAP_SIZE - 1 - i : i];
  return turned;
}

guint32
iso_sweep_color (const IsoSweepScores *scores, double score, bool is_dark)
{
  guint32 turned[ISO_COLORMAP_SIZE];
  double minimum, maximum;
  if (isnan (score) || !iso_sweep_scores_range (&minimum, &maximum, scores))
    return iso_colormap_missing (is_dark);
  double fraction = CLAMP ((score - minimum) / (maximum - minimum), 0.0, 1.0);
  return table_for (is_dark, turned, scores->is_lower_better)[(int) lround (fraction * (ISO_COLORMAP_SIZE - 1))];
}

typedef struct {
  cairo_t *cairo;
  const IsoSweepScores *scores;
  const IsoTheme *theme;
  size_t column, row;     /* keys */
  IsoSweepLevels *columns, *rows; /* rows from the bottom up */
  double *means;          /* (rows, columns) */
  size_t *counts;
  double left, top, cell_width, cell_height;
  int decimals;           /* of all numbers alike: four digits of the greatest score */
} Cells;

static void
set_pixel (cairo_t *cairo, guint32 pixel)
{
  cairo_set_source_rgb (cairo, (pixel >> 16 & 0xff) / 255.0, (pixel >> 8 & 0xff) / 255.0, (pixel & 0xff) / 255.0);
}

/* Black or white, whichever stands out more (relative luminance of WCAG 2.1). */
static IsoColor
ink_on (guint32 pixel)
{
  double luminance = 0.0;
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  for (int i = 0; i < 3; i++)
    {
      double value = (pixel >> (16 - 8 * i) & 0xff) / 255.0;
      luminance += weights[i] * (value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4));
    }
  double shade = luminance > 0.179 ? 0.0 : 1.0;
  return (IsoColor) { shade, shade, shade, 1.0 };
}

static void
trace_rounded (cairo_t *cairo, double x, double y, double width, double height)
{
  double radius = fmin (RADIUS, 0.25 * fmin (width, height));
  cairo_new_path (cairo);
  cairo_arc (cairo, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_arc (cairo, x + width - radius, y + radius, radius, 1.5 * G_PI, 2.0 * G_PI);
  cairo_arc (cairo, x + width - radius, y + height - radius, radius, 0.0, 0.5 * G_PI);
  cairo_arc (cairo, x + radius, y + height - radius, radius, 0.5 * G_PI, G_PI);
  cairo_close_path (cairo);
}

/* "0.6200": with zeros, so that numbers of one column can be compared at a glance. */
static void
format_score (char text[32], double score, int decimals)
{
  char format[8];
  g_snprintf (format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd (text, 32, format, score);
}

/* As many decimals as the narrowest cell has room for, the same in all; −1 where there is none for two digits. */
static int
fit_decimals (const Cells *cells, double minimum, double maximum)
{
  double largest = fmax (fabs (minimum), fabs (maximum)), needed;
  int least = largest < 10.0 ? 1 : 0, decimals = CLAMP (3 - (int) floor (log10 (largest)), least, MOST_DECIMALS);
  if (cells->cell_height - GAP < cells->theme->text_size + 4.0)
    return -1;
  for (; decimals >= least; decimals--)
    {
      char text[32];
      format_score (text, largest, decimals);
      iso_text_measure (&needed, NULL, cells->cairo, text, cells->theme->text_size, ISO_TEXT_BOLD);
      if (needed <= cells->cell_width - GAP - 6.0)
        return decimals;
    }
  return -1;
}

static bool
is_chosen (const Cells *cells, size_t c, size_t r)
{
  int chosen = cells->scores->chosen;
  return chosen >= 0 && cells->columns->of[chosen] == c && cells->rows->of[chosen] == r;
}

static void
draw_cell (const Cells *cells, size_t c, size_t r)
{
  size_t count = cells->counts[r * cells->columns->count + c];
  double score = cells->means[r * cells->columns->count + c];
  double x = cells->left + (double) c * cells->cell_width, width = cells->cell_width - GAP, height = cells->cell_height - GAP;
  double y = cells->top + (double) (cells->rows->count - 1 - r) * cells->cell_height;
  guint32 pixel = iso_sweep_color (cells->scores, score, cells->theme->is_dark);
  trace_rounded (cells->cairo, x, y, width, height);
  set_pixel (cells->cairo, pixel);
  if (count == 0)
    {
      iso_set_color (cells->cairo, cells->theme->grid);
      cairo_set_line_width (cells->cairo, 1.0);
      cairo_stroke (cells->cairo);
    }
  else
    cairo_fill (cells->cairo);
  if (count == 0 || cells->decimals < 0)
    return;
  char text[32];
  format_score (text, score, cells->decimals);
  iso_text_draw (cells->cairo, text, x + 0.5 * width, y + 0.5 * height, 0.5, 0.5, cells->theme->text_size,
                 is_chosen (cells, c, r) ? ISO_TEXT_BOLD : ISO_TEXT_REGULAR, ink_on (pixel));
}

void
iso_sweep_cells_frame (cairo_t *cairo, const IsoSweepCellsPlace *place, size_t rows, size_t r, size_t c, IsoColor color,
                       double thickness)
{
  double x = place->left + (double) c * place->cell_width, y = place->top + (double) (rows - 1 - r) * place->cell_height;
  trace_rounded (cairo, x - 1.5, y - 1.5, place->cell_width - GAP + 3.0, place->cell_height - GAP + 3.0);
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, thickness);
  cairo_stroke (cairo);
}

/* Around the cell that the chosen setting is in. */
static void
draw_frame (const Cells *cells, const IsoSweepCellsPlace *place)
{
  int chosen = cells->scores->chosen;
  if (chosen >= 0)
    iso_sweep_cells_frame (cells->cairo, place, cells->rows->count, cells->rows->of[chosen], cells->columns->of[chosen],
                           cells->theme->text, 2.5);
}

/* Every so many, so that they do not run into each other. */
static size_t
stride_of (double room, double wanted)
{
  return room > 0.0 ? (size_t) fmax (ceil (wanted / room), 1.0) : 1;
}

static double
widest (cairo_t *cairo, const IsoSweepScores *scores, size_t key, const IsoSweepLevels *levels, const IsoTheme *theme)
{
  double most = 0.0;
  for (size_t i = 0; i < levels->count; i++)
    {
      double width;
      const char *value = scores->values[levels->settings[i] * scores->key_count + key];
      iso_text_measure (&width, NULL, cairo, value, theme->text_size, ISO_TEXT_REGULAR);
      most = fmax (most, width);
    }
  return most;
}

static void
draw_labels (const Cells *cells, double width, double bottom)
{
  const IsoTheme *theme = cells->theme;
  const IsoSweepScores *scores = cells->scores;
  size_t K = scores->key_count;
  double most = widest (cells->cairo, scores, cells->column, cells->columns, theme);
  /* Numbers between two that are named can be guessed; words cannot, and are shortened instead. */
  size_t across = scores->is_number[cells->column] ? stride_of (cells->cell_width, most + 8.0) : 1;
  size_t down = stride_of (cells->cell_height, theme->text_size + 4.0);
  for (size_t c = 0; c < cells->columns->count; c += across)
    iso_text_draw_within (cells->cairo, scores->values[cells->columns->settings[c] * K + cells->column],
                          cells->left + ((double) c + 0.5) * cells->cell_width - 0.5 * GAP, bottom + LABEL_GAP, 0.5, 0.5,
                          fmax ((double) across * cells->cell_width - 6.0, 1.0), theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
  for (size_t r = 0; r < cells->rows->count; r += down)
    iso_text_draw_within (cells->cairo, scores->values[cells->rows->settings[r] * K + cells->row], cells->left - LABEL_GAP,
                          cells->top + ((double) (cells->rows->count - 1 - r) + 0.5) * cells->cell_height - 0.5 * GAP, 1.0, 0.5,
                          cells->left - LABEL_GAP, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
  iso_text_draw_within (cells->cairo, iso_sweep_key_label (scores->keys[cells->row]), 0.0, 0.5 * NAME - 4.0, 0.0, 0.5, width,
                        theme->text_size, ISO_TEXT_BOLD, theme->text);
  double middle = cells->left + 0.5 * cells->cell_width * (double) cells->columns->count;
  iso_text_draw_within (cells->cairo, iso_sweep_key_label (scores->keys[cells->column]), middle, bottom + 2.0 * LABEL_GAP + 0.5 * NAME,
                        0.5, 0.5, fmax (2.0 * fmin (middle, width - middle), 1.0), theme->text_size, ISO_TEXT_BOLD, theme->text);
}

IsoSweepCellsPlace
iso_sweep_cells_place (cairo_t *cairo, double width, double height, const IsoSweepScores *scores, size_t row,
                       const IsoSweepLevels *columns, const IsoSweepLevels *rows, const IsoTheme *theme)
{
  double left = ceil (fmin (widest (cairo, scores, row, rows, theme), 0.3 * width) + LABEL_GAP);
  double across = fmax (width - left - BAR_GAP - ISO_SCALE_BAR_WIDTH, 1.0);
  double down = fmax (height - NAME - 2.0 * LABEL_GAP - NAME, 1.0);
  return (IsoSweepCellsPlace){ left, NAME, fmin (floor (across / (double) columns->count), WIDEST_CELL),
                               floor (down / (double) rows->count) };
}

void
iso_sweep_cells_draw (cairo_t *cairo, double width, double height, const IsoSweepScores *scores, size_t column, size_t row,
                      const IsoTheme *theme)
{
  Cells cells = { .cairo = cairo, .scores = scores, .theme = theme, .column = column, .row = row };
  guint32 turned[ISO_COLORMAP_SIZE];
  double minimum, maximum;
  g_autoptr (IsoSweepLevels) columns = cells.columns = iso_sweep_levels_new (scores, column);
  g_autoptr (IsoSweepLevels) rows = cells.rows = iso_sweep_levels_new (scores, row);
  g_autofree double *means = cells.means = g_new (double, columns->count * rows->count);
  g_autofree size_t *counts = cells.counts = g_new (size_t, columns->count * rows->count);
  iso_sweep_cell_means (means, counts, scores, columns, rows);
  const IsoSweepCellsPlace place = iso_sweep_cells_place (cairo, width, height, scores, row, columns, rows, theme);
  cells.left = place.left;
  cells.top = place.top;
  cells.cell_width = place.cell_width;
  cells.cell_height = place.cell_height;
  bool has_scores = iso_sweep_scores_range (&minimum, &maximum, scores);
  cells.decimals = has_scores ? fit_decimals (&cells, minimum, maximum) : -1;
  for (size_t r = 0; r < rows->count; r++)
    for (size_t c = 0; c < columns->count; c++)
      draw_cell (&cells, c, r);
  draw_frame (&cells, &place);
  double bottom = cells.top + cells.cell_height * (double) rows->count;
  draw_labels (&cells, width, bottom);
  if (!has_scores)
    return;
  const IsoHeatScale scale = { ISO_HEAT_LINEAR, minimum, maximum };
  const IsoMatrixSpread spread = { .minimum = minimum, .maximum = maximum };
  iso_scale_bar_draw (cairo, cells.left + cells.cell_width * (double) columns->count - GAP + BAR_GAP, cells.top,
                      ISO_SCALE_BAR_WIDTH, bottom - cells.top - GAP, &scale, &spread,
                      table_for (theme->is_dark, turned, scores->is_lower_better), theme);
}
