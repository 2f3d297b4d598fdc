#include "app/run-pictures.h"

#include <cairo-svg.h>
#include <glib/gi18n.h>

#include "engine/base/error.h"
#include "ui/figure/batch-figure.h"
#include "ui/figure/batch-map-figure.h"
#include "ui/figure/batch-words.h"
#include "ui/figure/curves-figure.h"
#include "ui/figure/similarity-figure.h"
#include "ui/figure/similarity-words.h"
#include "ui/figure/text.h"

#define PADDING 16.0
#define HEADER 30.0

const char *const iso_run_picture_names[] = { "curves.png",    "curves.svg", "batch.png", "batch-map.png",    "batch-map.svg",
                                              "map.png",       "map.svg",    "similarities.png", "similarities.svg", NULL };

/* scale: device pixels in a unit; 0 where there are none (SVG). */
typedef bool (*Draw) (cairo_t *cairo, const IsoRunPictures *pictures, double scale, GError **error);

static bool
draw_curves (cairo_t *cairo, const IsoRunPictures *pictures, double scale, GError **error)
{
  const IsoTheme *theme = pictures->theme;
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  double y = PADDING + 0.5 * (HEADER - 10.0);
  double taken = iso_text_draw (cairo, _("Curves"), PADDING, y, 0.0, 0.5, theme->text_size + 1.0, ISO_TEXT_BOLD, theme->text);
  iso_text_draw (cairo, _("train step · test after each epoch"), PADDING + taken + 10.0, y, 0.0, 0.5, theme->text_size,
                 ISO_TEXT_REGULAR, theme->quiet);
  options.scale = scale > 0.0 ? scale : 2.0;
  cairo_translate (cairo, PADDING, PADDING + HEADER);
  g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, pictures->curves, &options, theme,
                                                              pictures->width - 2.0 * PADDING,
                                                              pictures->height - 2.0 * PADDING - HEADER);
  iso_curves_draw (cairo, layout, pictures->curves, &options, theme);
  return true;
}

static bool
draw_batch (cairo_t *cairo, const IsoRunPictures *pictures, double scale, GError **error)
{
  const IsoBatchSnapshot *batch = pictures->batch;
  g_autoptr (IsoTargets) room = iso_targets_new (batch->B);
  g_autoptr (IsoBatchMatrices) matrices = iso_batch_matrices_new (batch, &batch->distill, room);
  g_autofree char *title = iso_batch_title (batch->step);
  g_autofree char *subtitle = iso_batch_subtitle (matrices, batch->epoch, batch->is_probe, false, NULL);
  IsoMatrixKind target = iso_batch_matrices_target (matrices);
  const IsoBatchFigure figure = {
    .matrices = matrices,
    .title = title,
    .subtitle = subtitle,
    .large = target != ISO_MATRIX_COUNT && matrices->values[target] != NULL ? target : ISO_MATRIX_SIMILARITY,
    .logarithmic = true,
    .theme = pictures->theme,
  };
  iso_batch_figure_draw (cairo, pictures->width, pictures->height, &figure);
  return true;
}

static bool
draw_batch_map (cairo_t *cairo, const IsoRunPictures *pictures, double scale, GError **error)
{
  IsoBatchSnapshot *batch = pictures->batch;
  IsoDataset *dataset = pictures->map->epoch->experiment->dataset;
  g_autoptr (IsoBatchGraph) graph = iso_batch_graph_new (batch, &batch->distill, dataset, NULL, error);
  if (graph == NULL)
    return false;
  g_autofree char *title = iso_batch_title (batch->step), *subtitle = iso_batch_graph_subtitle (graph, false);
  iso_batch_map_figure_draw (cairo, graph, title, subtitle, scale, pictures->theme, pictures->width, pictures->height);
  return true;
}

static bool
draw_map (cairo_t *cairo, const IsoRunPictures *pictures, double scale, GError **error)
{
  g_autofree char *subtitle = iso_projected_map_describe (pictures->map);
  const IsoMapPoints points = iso_projected_map_points (pictures->map);
  const IsoMapFigureOptions options = { .title = _("Map"), .subtitle = subtitle, .has_legend = true, .scale = scale };
  iso_map_figure_draw (cairo, &points, &pictures->map->fit, &options, pictures->theme, pictures->width, pictures->height);
  return true;
}

static bool
draw_similarities (cairo_t *cairo, const IsoRunPictures *pictures, double scale, GError **error)
{
  const IsoEpochSnapshot *epoch = pictures->map->epoch;
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  if (!iso_similarity_histogram_of_embeddings (histogram, epoch->embeddings, pictures->map->labels, epoch->N, epoch->D, NULL, NULL,
                                               error))
    return false;
  g_autofree char *subtitle = iso_similarity_test_text (epoch->N, epoch->epoch);
  const IsoSimilarityFigure figure = { .histogram = histogram, .title = _("Test similarities"), .subtitle = subtitle,
                                       .theme = pictures->theme };
  iso_similarity_figure_draw (cairo, pictures->width, pictures->height, &figure);
  return true;
}

/* Fills the surface, whose units have been set, and lets go of it; *status: what cairo says. */
static bool
draw_onto (cairo_surface_t *surface, cairo_status_t *status, Draw draw, const IsoRunPictures *pictures, double scale, GError **error)
{
  cairo_t *cairo = cairo_create (surface);
  if (scale > 0.0)
    cairo_scale (cairo, scale, scale);
  iso_set_color (cairo, pictures->theme->background);
  cairo_paint (cairo);
  bool drawn = draw (cairo, pictures, scale, error);
  *status = cairo_status (cairo);
  cairo_destroy (cairo);
  return drawn;
}

static bool
write_picture (const char *folder, const char *name, Draw draw, const IsoRunPictures *pictures, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  bool is_svg = g_str_has_suffix (name, ".svg");
  cairo_surface_t *surface
      = is_svg ? cairo_svg_surface_create (path, pictures->width, pictures->height)
               : cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pictures->width * pictures->scale,
                                             pictures->height * pictures->scale);
  cairo_status_t status;
  bool drawn = draw_onto (surface, &status, draw, pictures, is_svg ? 0.0 : pictures->scale, error);
  if (drawn && status == CAIRO_STATUS_SUCCESS && !is_svg)
    status = cairo_surface_write_to_png (surface, path);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (drawn && status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s could not be drawn: %s"), name, cairo_status_to_string (status));
  return drawn && status == CAIRO_STATUS_SUCCESS;
}

bool
iso_run_pictures_write (const char *folder, gpointer data, GError **error)
{
  static const Draw draws[] = { draw_curves, draw_curves, draw_batch,        draw_batch_map,   draw_batch_map,
                                draw_map,    draw_map,    draw_similarities, draw_similarities };
  for (size_t i = 0; iso_run_picture_names[i] != NULL; i++)
    if (!write_picture (folder, iso_run_picture_names[i], draws[i], data, error))
      return false;
  return true;
}

void
iso_run_pictures_clear (IsoRunPictures *pictures)
{
  g_clear_pointer (&pictures->curves, iso_run_curves_free);
  g_clear_pointer (&pictures->map, iso_projected_map_unref);
  g_clear_pointer (&pictures->batch, iso_batch_snapshot_unref);
}
