/* The map of embeddings, drawn from plain data into any cairo context: export and command line call the same; the window keeps
 * the points as pixels (iso_map_points_draw()) and has buttons for a legend.
 *
 *   IsoMapFigureOptions options = { .title = "Map", .subtitle = …, .has_legend = true, .scale = 2.0 };
 *   iso_map_figure_draw (cairo, &points, &box, &options, theme, 640.0, 480.0);
 */
#pragma once

#include "ui/figure/map-frame.h"
#include "ui/figure/points.h"
#include "ui/figure/theme.h"

typedef struct {
  size_t N;
  const float *positions;   /* (N, 2) */
  const gint32 *labels;     /* (N), 0 … class_count − 1 */
  const guint32 *order;     /* (N) in which they are drawn, the last on top; NULL: as they come */
  guint32 class_count;
  const char *const *class_names; /* (class_count) */
  const float *tint; /* (N) 0 … 1: coloured by this, grey where it is NaN; NULL: by class */
  const bool *selected; /* (N): these in colour, the others grey and below; NULL: all in colour */
} IsoMapPoints;

/* The colour of a tint's value: the middle of viridis, which stands out from light and dark cards alike; grey where it is NaN. */
IsoColor iso_map_tint_color (const IsoTheme *theme, double value);

/* More classes than this are not listed in a legend. */
#define ISO_MAP_LEGEND_LIMIT 60

/* Radius of the discs, in the units of width and height, that fills the space without clotting it; grows with the zoom (1: all
 * shown). */
double iso_map_point_radius (size_t N, double width, double height, double zoom);

/* What stamping wants: colors (N), premultiplied, and order (N), of the points: what is not in colour first, for it lies below. As
 * below; of use for longer than one drawing. */
void iso_map_points_paint (guint32 *colors, guint32 *order, const IsoMapPoints *points, const bool *highlighted, const IsoTheme *theme);

/* The colours of a point in colour, opaque, and of one that is not. */
IsoColor iso_map_point_color (const IsoTheme *theme, const IsoMapPoints *points, size_t point);
IsoColor iso_map_faded_color (const IsoTheme *theme);

/* Stamps the discs, at placed (N, 2) of the pixels. highlighted (class_count): classes in colour, the others grey and below;
 * NULL: all. */
void iso_map_points_draw (guint32 *pixels, int width, int height, int stride, const IsoMapPoints *points, const float *placed,
                          const bool *highlighted, const IsoPointMasks *masks, const IsoTheme *theme);

/* "showing 996 of 1 000", its bottom right corner there; nothing where all are inside. */
void iso_map_draw_share (cairo_t *cairo, size_t inside, size_t N, double right, double bottom, const IsoTheme *theme);

/* Number of points of each class: counts (class_count). Returns the number of classes that have any. */
size_t iso_map_class_counts (size_t *counts, const IsoMapPoints *points);

/* Draws below the points: placed (N, 2) in units of the context as given, a unit of the figure being `scale` of them. */
typedef void (*IsoMapUnderlay) (cairo_t *cairo, const float *placed, double scale, gconstpointer data);

/* Draws above the points, likewise; frame: of the map, in the same units as placed. */
typedef void (*IsoMapOverlay) (cairo_t *cairo, const float *placed, const IsoMapFrame *frame, double scale, gconstpointer data);

typedef struct {
  const char *title, *subtitle; /* NULL: none */
  bool has_legend;              /* of the classes that occur */
  const bool *highlighted;      /* as above */
  bool is_density;              /* a smooth shade instead of points (map-density.h) */
  double scale; /* device pixels in a unit of the context; 0: drawn with shapes (SVG, PDF) where they are not too many */
  IsoMapUnderlay underlay; /* NULL: nothing */
  gconstpointer underlay_data;
  IsoMapOverlay overlay;   /* NULL: nothing */
  gconstpointer overlay_data;
} IsoMapFigureOptions;

/* The background is left alone. Says how many points lie outside the box, if any do. */
void iso_map_figure_draw (cairo_t *cairo, const IsoMapPoints *points, const IsoMapBox *box, const IsoMapFigureOptions *options,
                          const IsoTheme *theme, double width, double height);
