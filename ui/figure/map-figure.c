#include "ui/figure/map-figure.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/colormap.h"
#include "ui/figure/map-density.h"
#include "ui/figure/text.h"

#define PADDING 16.0
#define HEADER 30.0
#define LEGEND_ROW 20.0
#define LEGEND_GAP 14.0
#define LEGEND_DOT 4.0
#define MOST_SHAPES 20000
/* Viridis' ends would sink into a dark or a light card. */
#define TINT_FIRST 36.0
#define TINT_LAST 226.0

double
iso_map_point_radius (size_t N, double width, double height, double zoom)
{
  double room = sqrt (width * height / (double) MAX (N, 1));
  double radius = CLAMP (0.25 * room, 1.25, 4.0);
  return CLAMP (radius * pow (zoom, 0.25), 1.0, 7.0);
}

static bool
is_highlighted (const bool *highlighted, gint32 label)
{
  return highlighted == NULL || highlighted[label];
}

/* A little lets through what lies below: a heap is darker than a single point. */
static IsoColor
point_color (const IsoTheme *theme, guint32 label)
{
  IsoColor color = iso_class_color (theme, label);
  color.alpha = 0.85;
  return color;
}

IsoColor
iso_map_tint_color (const IsoTheme *theme, double value)
{
  guint32 pixel = isfinite (value)
                      ? iso_colormap_table (ISO_COLORMAP_VIRIDIS, theme->is_dark)[(int) lround (
                            TINT_FIRST + (TINT_LAST - TINT_FIRST) * CLAMP (value, 0.0, 1.0))]
                      : iso_colormap_missing (theme->is_dark);
  return (IsoColor) { (pixel >> 16 & 255) / 255.0, (pixel >> 8 & 255) / 255.0, (pixel & 255) / 255.0, 1.0 };
}

static bool
is_in_color (const IsoMapPoints *points, const bool *highlighted, size_t point)
{
  return (points->selected == NULL || points->selected[point]) && is_highlighted (highlighted, points->labels[point]);
}

IsoColor
iso_map_point_color (const IsoTheme *theme, const IsoMapPoints *points, size_t point)
{
  return points->tint != NULL ? iso_map_tint_color (theme, (double) points->tint[point])
                              : iso_class_color (theme, (guint32) points->labels[point]);
}

/* Of a point in colour. */
static IsoColor
shown_color (const IsoTheme *theme, const IsoMapPoints *points, size_t point)
{
  if (points->tint == NULL)
    return point_color (theme, (guint32) points->labels[point]);
  IsoColor color = iso_map_point_color (theme, points, point);
  color.alpha = 0.9;
  return color;
}

/* What is not selected, and classes that are not highlighted, fade to this: there, but behind. */
IsoColor
iso_map_faded_color (const IsoTheme *theme)
{
  IsoColor color = theme->axis;
  color.alpha = 0.5;
  return color;
}

void
iso_map_points_paint (guint32 *colors, guint32 *order, const IsoMapPoints *points, const bool *highlighted, const IsoTheme *theme)
{
  g_autofree guint32 *palette = g_new (guint32, MAX (points->class_count, 1));
  guint32 faded = iso_color_pixel (iso_map_faded_color (theme));
  size_t back = 0, front = points->N;
  for (guint32 c = 0; c < points->class_count; c++)
    palette[c] = iso_color_pixel (point_color (theme, c));
  for (size_t i = 0; i < points->N; i++)
    if (!is_in_color (points, highlighted, i))
      colors[i] = faded;
    else
      colors[i] = points->tint != NULL ? iso_color_pixel (shown_color (theme, points, i)) : palette[points->labels[i]];
  /* Those in colour in their order at the end; the faded before them, turned round, for they all look alike. */
  for (size_t i = points->N; i > 0; i--)
    {
      guint32 point = points->order != NULL ? points->order[i - 1] : (guint32) (i - 1);
      if (is_in_color (points, highlighted, point))
        order[--front] = point;
      else
        order[back++] = point;
    }
}

void
iso_map_points_draw (guint32 *pixels, int width, int height, int stride, const IsoMapPoints *points, const float *placed,
                     const bool *highlighted, const IsoPointMasks *masks, const IsoTheme *theme)
{
  g_autofree guint32 *colors = g_new (guint32, MAX (points->N, 1)), *order = g_new (guint32, MAX (points->N, 1));
  iso_map_points_paint (colors, order, points, highlighted, theme);
  iso_points_stamp (pixels, width, height, stride, masks, placed, colors, order, points->N);
}

size_t
iso_map_class_counts (size_t *counts, const IsoMapPoints *points)
{
  size_t present = 0;
  for (guint32 c = 0; c < points->class_count; c++)
    counts[c] = 0;
  for (size_t i = 0; i < points->N; i++)
    present += counts[points->labels[i]]++ == 0;
  return present;
}

/* ---- the points within a figure ---- */

typedef struct {
  double left, top, width, height;
} Area;

static float *
place (IsoMapFrame *frame, const IsoMapPoints *points, const IsoMapBox *box, const Area *area, double scale, double radius)
{
  float *placed = g_new (float, MAX (2 * points->N, 1));
  double inset = fmin (radius + 2.0, 0.25 * fmin (area->width, area->height));
  *frame = iso_map_frame_fit (box, inset * scale, inset * scale, (area->width - 2.0 * inset) * scale,
                              (area->height - 2.0 * inset) * scale);
  iso_map_frame_place (placed, frame, points->positions, points->N);
  return placed;
}

static void
draw_shapes (cairo_t *cairo, const IsoMapPoints *points, const float *placed, const Area *area, const bool *highlighted,
             double radius, const IsoTheme *theme)
{
  cairo_save (cairo);
  cairo_rectangle (cairo, area->left, area->top, area->width, area->height);
  cairo_clip (cairo);
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < points->N; i++)
      {
        size_t point = points->order != NULL ? points->order[i] : i;
        double x = (double) placed[2 * point], y = (double) placed[2 * point + 1];
        bool shown = is_in_color (points, highlighted, point);
        if (shown != (pass == 1) || !isfinite (x) || !isfinite (y))
          continue;
        iso_set_color (cairo, shown ? shown_color (theme, points, point) : iso_map_faded_color (theme));
        cairo_arc (cairo, area->left + x, area->top + y, radius, 0.0, 2.0 * G_PI);
        cairo_fill (cairo);
      }
  cairo_restore (cairo);
}

static void
draw_pixels (cairo_t *cairo, const IsoMapPoints *points, const float *placed, const Area *area, const IsoMapFigureOptions *options,
             double radius, double scale, const IsoTheme *theme)
{
  g_autoptr (IsoPointMasks) masks = iso_point_masks_new (radius * scale);
  int width = (int) ceil (area->width * scale), height = (int) ceil (area->height * scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_flush (surface);
      guint32 *pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface);
      int stride = cairo_image_surface_get_stride (surface) / 4;
      if (options->is_density)
        iso_map_density_draw (pixels, width, height, stride, points, placed, scale, theme, NULL);
      else
        iso_map_points_draw (pixels, width, height, stride, points, placed, options->highlighted, masks, theme);
      cairo_surface_mark_dirty (surface);
      cairo_save (cairo);
      cairo_translate (cairo, area->left, area->top);
      cairo_scale (cairo, 1.0 / scale, 1.0 / scale);
      cairo_set_source_surface (cairo, surface, 0.0, 0.0);
      cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
      cairo_paint (cairo);
      cairo_restore (cairo);
    }
  cairo_surface_destroy (surface);
}

void
iso_map_draw_share (cairo_t *cairo, size_t inside, size_t N, double right, double bottom, const IsoTheme *theme)
{
  char shown[32], all[32];
  if (inside == N)
    return;
  iso_number_format (shown, sizeof shown, (double) inside, 9);
  iso_number_format (all, sizeof all, (double) N, 9);
  g_autofree char *text = g_strdup_printf (_("showing %s of %s"), shown, all);
  iso_text_draw (cairo, text, right, bottom, 1.0, 1.0, theme->text_size - 1.0, ISO_TEXT_REGULAR, theme->quiet);
}

/* What is below the points, or, with a frame, what is above them. */
static void
draw_layer (cairo_t *cairo, const float *placed, const IsoMapFrame *frame, const Area *area, double scale,
            const IsoMapFigureOptions *options)
{
  cairo_save (cairo);
  cairo_rectangle (cairo, area->left, area->top, area->width, area->height);
  cairo_clip (cairo);
  cairo_translate (cairo, area->left, area->top);
  cairo_scale (cairo, 1.0 / scale, 1.0 / scale);
  if (frame == NULL)
    options->underlay (cairo, placed, scale, options->underlay_data);
  else
    options->overlay (cairo, placed, frame, scale, options->overlay_data);
  cairo_restore (cairo);
}

static void
draw_points (cairo_t *cairo, const IsoMapPoints *points, const IsoMapBox *box, const Area *area,
             const IsoMapFigureOptions *options, const IsoTheme *theme)
{
  bool shapes = !(options->scale > 0.0) && points->N <= MOST_SHAPES && !options->is_density;
  double scale = shapes ? 1.0 : options->scale > 0.0 ? options->scale : 2.0;
  double radius = iso_map_point_radius (points->N, area->width, area->height, 1.0);
  IsoMapFrame frame;
  g_autofree float *placed = place (&frame, points, box, area, scale, radius);
  if (options->underlay != NULL)
    draw_layer (cairo, placed, NULL, area, scale, options);
  if (shapes)
    draw_shapes (cairo, points, placed, area, options->highlighted, radius, theme);
  else
    draw_pixels (cairo, points, placed, area, options, radius, scale, theme);
  if (options->overlay != NULL)
    draw_layer (cairo, placed, &frame, area, scale, options);
  iso_map_draw_share (cairo, iso_map_count_inside (placed, points->N, area->width * scale, area->height * scale), points->N,
                      area->left + area->width, area->top + area->height, theme);
}

/* ---- legend and title ---- */

/* Draws the legend in rows of `width`, or only measures it (draw false). Returns its height. */
static double
legend (cairo_t *cairo, const IsoMapPoints *points, const bool *highlighted, double left, double top, double width, bool draw,
        const IsoTheme *theme)
{
  g_autofree size_t *counts = g_new (size_t, MAX (points->class_count, 1));
  size_t present = iso_map_class_counts (counts, points);
  double x = left, y = top + 0.5 * LEGEND_ROW;
  if (present == 0)
    return 0.0;
  if (present > ISO_MAP_LEGEND_LIMIT)
    {
      g_autofree char *text = g_strdup_printf (_("%zu classes, each of a color of its own"), present);
      if (draw)
        iso_text_draw (cairo, text, left, y, 0.0, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
      return LEGEND_ROW;
    }
  for (guint32 c = 0; c < points->class_count; c++)
    {
      double text_width;
      if (counts[c] == 0)
        continue;
      iso_text_measure (&text_width, NULL, cairo, points->class_names[c], theme->text_size, ISO_TEXT_REGULAR);
      double item = 2.0 * LEGEND_DOT + 6.0 + text_width;
      if (x > left && x + item > left + width)
        {
          x = left;
          y += LEGEND_ROW;
        }
      if (draw)
        {
          bool shown = is_highlighted (highlighted, (gint32) c);
          iso_set_color (cairo, shown ? iso_class_color (theme, c) : iso_map_faded_color (theme));
          cairo_arc (cairo, x + LEGEND_DOT, y, LEGEND_DOT, 0.0, 2.0 * G_PI);
          cairo_fill (cairo);
          iso_text_draw (cairo, points->class_names[c], x + 2.0 * LEGEND_DOT + 6.0, y, 0.0, 0.5, theme->text_size,
                         ISO_TEXT_REGULAR, shown ? theme->text : theme->quiet);
        }
      x += item + LEGEND_GAP;
    }
  return y + 0.5 * LEGEND_ROW - top;
}

static void
draw_title (cairo_t *cairo, const IsoMapFigureOptions *options, const IsoTheme *theme, double width)
{
  double x = PADDING, y = PADDING + 0.5 * (HEADER - 10.0);
  if (options->title != NULL)
    x += iso_text_draw (cairo, options->title, x, y, 0.0, 0.5, theme->text_size + 1.0, ISO_TEXT_BOLD, theme->text) + 10.0;
  if (options->subtitle != NULL)
    iso_text_draw_within (cairo, options->subtitle, x, y, 0.0, 0.5, width - PADDING - x, theme->text_size, ISO_TEXT_REGULAR,
                          theme->quiet);
}

void
iso_map_figure_draw (cairo_t *cairo, const IsoMapPoints *points, const IsoMapBox *box, const IsoMapFigureOptions *options,
                     const IsoTheme *theme, double width, double height)
{
  double header = options->title != NULL || options->subtitle != NULL ? HEADER : 0.0;
  Area area = { PADDING, PADDING + header, width - 2.0 * PADDING, height - 2.0 * PADDING - header };
  double key = options->has_legend ? legend (cairo, points, options->highlighted, area.left, 0.0, area.width, false, theme) : 0.0;
  if (header > 0.0)
    draw_title (cairo, options, theme, width);
  if (key > 0.0)
    {
      legend (cairo, points, options->highlighted, area.left, height - PADDING - key, area.width, true, theme);
      area.height -= key + 8.0;
    }
  /* Whole device pixels, for what is stamped must not be stretched. */
  double unit = options->scale > 0.0 ? options->scale : 1.0;
  area.top = round (area.top * unit) / unit;
  area.height = floor (fmax (area.height, 1.0) * unit) / unit;
  area.width = floor (fmax (area.width, 1.0) * unit) / unit;
  draw_points (cairo, points, box, &area, options, theme);
}
