#include "ui/figure/scale-bar.h"

#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/colormap.h"
#include "ui/figure/text.h"

#define THICKNESS ((double) ISO_SCALE_BAR_THICKNESS)
#define LABEL_GAP 6.0
#define TEXT_SIZE 11.0
#define TICK_ROOM 16.0 /* pixels between two labels */
#define RADIUS 2.0

typedef struct {
  cairo_t *cairo;
  double x, y, height;
  const IsoHeatScale *scale;
  const IsoTheme *theme;
} Bar;

static void
draw_colors (const Bar *bar, const guint32 *table)
{
  cairo_surface_t *strip = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1, ISO_COLORMAP_SIZE);
  guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (strip);
  size_t stride = (size_t) cairo_image_surface_get_stride (strip) / sizeof *pixels;
  cairo_t *cairo = bar->cairo;

  if (cairo_surface_status (strip) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (strip);
      return;
    }
  for (size_t i = 0; i < ISO_COLORMAP_SIZE; i++)
    pixels[i * stride] = table[ISO_COLORMAP_SIZE - 1 - i];
  cairo_surface_mark_dirty (strip);
  cairo_save (cairo);
  cairo_new_path (cairo);
  cairo_arc (cairo, bar->x + RADIUS, bar->y + RADIUS, RADIUS, G_PI, 1.5 * G_PI);
  cairo_arc (cairo, bar->x + THICKNESS - RADIUS, bar->y + RADIUS, RADIUS, 1.5 * G_PI, 2.0 * G_PI);
  cairo_arc (cairo, bar->x + THICKNESS - RADIUS, bar->y + bar->height - RADIUS, RADIUS, 0.0, 0.5 * G_PI);
  cairo_arc (cairo, bar->x + RADIUS, bar->y + bar->height - RADIUS, RADIUS, 0.5 * G_PI, G_PI);
  cairo_close_path (cairo);
  cairo_clip (cairo);
  cairo_translate (cairo, bar->x, bar->y);
  cairo_scale (cairo, THICKNESS, bar->height / (double) ISO_COLORMAP_SIZE);
  cairo_set_source_surface (cairo, strip, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
  cairo_paint (cairo);
  cairo_restore (cairo);
  cairo_surface_destroy (strip);
}

static double
tick_position (const Bar *bar, double value)
{
  return bar->y + bar->height * (1.0 - iso_heat_fraction (bar->scale, value));
}

static void
draw_tick (const Bar *bar, double value, const char *label)
{
  double at = tick_position (bar, value), half = 0.5 * TEXT_SIZE;
  iso_set_color (bar->cairo, bar->theme->axis);
  cairo_rectangle (bar->cairo, bar->x + THICKNESS, floor (CLAMP (at, bar->y, bar->y + bar->height - 1.0)), 3.0, 1.0);
  cairo_fill (bar->cairo);
  iso_text_draw (bar->cairo, label, bar->x + THICKNESS + LABEL_GAP, CLAMP (at, bar->y + half, bar->y + bar->height - half), 0.0,
                 0.5, TEXT_SIZE, ISO_TEXT_REGULAR, bar->theme->quiet);
}

/* Both ends, with as many digits as it takes to tell them apart. */
static void
draw_ends (const Bar *bar, const IsoMatrixSpread *spread)
{
  double low = bar->scale->minimum, high = bar->scale->maximum, largest = fmax (fabs (low), fabs (high));
  int digits = CLAMP ((int) ceil (log10 (largest / (high - low))) + 2, 3, 8);
  double slack = 1e-6 * (high - low);
  for (int top = 0; top <= 1; top++)
    {
      char text[32], label[40];
      bool beyond = top ? spread->maximum > high + slack : spread->minimum < low - slack;
      iso_number_format (text, sizeof text, top ? high : low, digits);
      g_snprintf (label, sizeof label, "%s%s", beyond ? (top ? "≥\u2009" : "≤\u2009") : "", text);
      draw_tick (bar, top ? high : low, label);
    }
}

/* A tick between the ends, where there is room for it above the last one. */
static void
draw_between (const Bar *bar, double value, const char *label, double *last)
{
  double at = tick_position (bar, value);
  if (at < bar->y + TICK_ROOM || at > *last - TICK_ROOM)
    return;
  draw_tick (bar, value, label);
  *last = at;
}

static void
draw_ticks (const Bar *bar)
{
  double high = bar->scale->maximum, last = bar->y + bar->height;
  IsoAxis axis;
  if (bar->scale->kind == ISO_HEAT_DIVERGING_LOGARITHMIC)
    {
      const double parts[] = { -0.1, 0.0, 0.1 }, middle = 0.5 * (bar->scale->minimum + high);
      for (size_t i = 0; i < G_N_ELEMENTS (parts); i++)
        {
          char label[32];
          double value = middle + parts[i] * (high - middle);
          iso_number_format (label, sizeof label, value, 3);
          draw_between (bar, value, label, &last);
        }
      return;
    }
  iso_axis_fit (&axis, bar->scale->minimum, high, bar->scale->kind == ISO_HEAT_LOGARITHMIC,
                CLAMP ((int) (bar->height / 50.0), 2, 8), false);
  for (size_t i = 0; i < axis.tick_count; i++)
    draw_between (bar, axis.ticks[i], axis.labels[i], &last);
}

void
iso_scale_bar_draw (cairo_t *cairo, double x, double y, double width, double height, const IsoHeatScale *scale,
                    const IsoMatrixSpread *spread, const guint32 *table, const IsoTheme *theme)
{
  const Bar bar = { cairo, x, y, height, scale, theme };
  if (!(scale->minimum < scale->maximum) || height < 2.0 * TICK_ROOM)
    return;
  cairo_save (cairo);
  cairo_rectangle (cairo, x, y - TEXT_SIZE, width, height + 2.0 * TEXT_SIZE);
  cairo_clip (cairo);
  draw_colors (&bar, table);
  draw_ends (&bar, spread);
  draw_ticks (&bar);
  cairo_restore (cairo);
}
