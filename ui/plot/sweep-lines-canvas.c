#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/pixels.h"
#include "ui/plot/sweep-lines-private.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define BRUSH_WIDTH 14.0
#define DESCRIBE_DELAY 300  /* milliseconds: readers of screens need not hear of every step */

G_DEFINE_FINAL_TYPE (IsoSweepLinesCanvas, iso_sweep_lines_canvas, GTK_TYPE_WIDGET)

/* ---- drawing ---- */

bool
iso_sweep_lines_canvas_ensure (IsoSweepLinesCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  if (scores != NULL && canvas->lines == NULL && gtk_widget_get_width (widget) > 0 && gtk_widget_get_height (widget) > 0)
    canvas->lines = iso_sweep_lines_new (scores, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  return canvas->lines != NULL;
}

static cairo_t *
node_context (IsoSweepLinesCanvas *canvas, GskRenderNode **node)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) gtk_widget_get_width (GTK_WIDGET (canvas)),
                                                     (float) gtk_widget_get_height (GTK_WIDGET (canvas)));
  *node = gsk_cairo_node_new (&bounds);
  return gsk_cairo_node_get_draw_context (*node);
}

/* What of an axis counts, as a band along it; and a mark above the axis that the keys are on. */
static void
draw_brushes (IsoSweepLinesCanvas *canvas, cairo_t *cairo, const IsoTheme *theme)
{
  for (size_t axis = 0; axis < iso_sweep_lines_axis_count (canvas->lines); axis++)
    {
      double low, high, x = iso_sweep_lines_x (canvas->lines, axis), top, bottom;
      IsoColor color = theme->accent;
      iso_sweep_lines_span (&top, &bottom, canvas->lines);
      if (iso_sweep_choice_brushed (canvas->choice, axis, &low, &high))
        {
          double upper = iso_sweep_lines_place (canvas->lines, axis, high), lower = iso_sweep_lines_place (canvas->lines, axis, low);
          cairo_rectangle (cairo, x - 0.5 * BRUSH_WIDTH, upper - 3.0, BRUSH_WIDTH, lower - upper + 6.0);
          color.alpha = 0.25;
          iso_set_color (cairo, color);
          cairo_fill_preserve (cairo);
          color.alpha = 1.0;
          iso_set_color (cairo, color);
          cairo_set_line_width (cairo, 1.5);
          cairo_stroke (cairo);
        }
      if (axis != canvas->axis || !gtk_widget_has_visible_focus (GTK_WIDGET (canvas)))
        continue;
      cairo_move_to (cairo, x - 5.0, top - 9.0);
      cairo_line_to (cairo, x + 5.0, top - 9.0);
      cairo_line_to (cairo, x, top - 2.0);
      cairo_close_path (cairo);
      iso_set_color (cairo, theme->accent);
      cairo_fill (cairo);
    }
}

/* What is selected with a rim of the accent, above it what is pointed at; labels of axes stay legible above both. */
static void
draw_marked (IsoSweepLinesCanvas *canvas, cairo_t *cairo, const IsoTheme *theme)
{
  size_t count = iso_sweep_choice_scores (canvas->choice)->setting_count;
  bool has_marked = false;
  for (int pointed = 0; pointed <= 1; pointed++)
    for (size_t s = 0; s < count; s++)
      if (pointed == 1 ? iso_sweep_choice_is_pointed (canvas->choice, s) : iso_sweep_choice_is_selected (canvas->choice, s))
        {
          iso_sweep_lines_paint_marked (cairo, canvas->lines, s, pointed == 1 ? theme->text : theme->accent, theme);
          has_marked = true;
        }
  if (!has_marked)
    return;
  iso_sweep_lines_paint_axes (cairo, canvas->lines, theme);
  for (size_t s = 0; s < count; s++)
    if (iso_sweep_choice_is_pointed (canvas->choice, s) || iso_sweep_choice_is_selected (canvas->choice, s))
      iso_sweep_lines_paint_dots (cairo, canvas->lines, s, iso_sweep_choice_is_selected (canvas->choice, s) ? theme->accent : theme->text,
                                  theme);
}

static void
iso_sweep_lines_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoSweepLinesCanvas *canvas = ISO_SWEEP_LINES_CANVAS (widget);
  const IsoTheme *theme = iso_present_theme ();
  if (!iso_sweep_lines_canvas_ensure (canvas) || canvas->pixels == NULL)
    return;
  if (canvas->node == NULL)
    canvas->node = iso_pixels_node_new (widget, canvas->pixels, 0.0, 0.0);
  gtk_snapshot_append_node (snapshot, canvas->node);
  g_autoptr (GskRenderNode) above = NULL;
  cairo_t *cairo = node_context (canvas, &above);
  draw_marked (canvas, cairo, theme);
  draw_brushes (canvas, cairo, theme);
  cairo_destroy (cairo);
  gtk_snapshot_append_node (snapshot, above);
}

/* ---- painting, on a worker ---- */

typedef struct {
  IsoSweepScores *scores;
  bool *quiet; /* or NULL */
  int width, height, scale;
  const IsoTheme *theme;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;
  iso_sweep_scores_free (order->scores);
  g_free (order->quiet);
  g_free (order);
}

static gpointer
paint (gpointer request, GCancellable *cancellable, GError **error)
{
  const Order *order = request;
  g_autoptr (IsoSweepLines) lines = iso_sweep_lines_new (order->scores, order->width, order->height);
  cairo_surface_t *pixels = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, order->width * order->scale, order->height * order->scale);
  cairo_t *cairo = cairo_create (pixels);
  cairo_scale (cairo, order->scale, order->scale);
  iso_sweep_lines_paint (cairo, lines, order->quiet, order->theme);
  cairo_destroy (cairo);
  return pixels;
}

static void
painted (gpointer result, const GError *error, gpointer data)
{
  IsoSweepLinesCanvas *canvas = data;
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->pixels, cairo_surface_destroy);
  canvas->pixels = result;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* Other lines are to be drawn; until they are, those before stay. */
static void
redraw (IsoSweepLinesCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  const bool *quiet = iso_sweep_choice_quiet (canvas->choice);
  Order *order;
  if (scores == NULL || gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    return;
  order = g_new0 (Order, 1);
  order->scores = iso_sweep_scores_copy (scores);
  order->quiet = quiet != NULL ? g_memdup2 (quiet, scores->setting_count * sizeof *quiet) : NULL;
  order->width = gtk_widget_get_width (widget);
  order->height = gtk_widget_get_height (widget);
  order->scale = gtk_widget_get_scale_factor (widget);
  order->theme = iso_present_theme ();
  iso_latest_job_request (canvas->job, order, TRUE);
  gtk_widget_queue_draw (widget);
}

/* ---- words ---- */

static gboolean
describe (gpointer data)
{
  IsoSweepLinesCanvas *canvas = data;
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  canvas->describe_source = 0;
  if (scores == NULL)
    return G_SOURCE_REMOVE;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *words = iso_sweep_scores_words (scores);
  int pointed = iso_sweep_choice_pointed (canvas->choice);
  if (pointed >= 0)
    {
      g_autofree char *setting = iso_sweep_setting_words (scores, (size_t) pointed);
      g_string_append_printf (text, "%s. ", setting);
    }
  if (canvas->axis < scores->key_count + 1 && canvas->by_keys)
    g_string_append_printf (text, _("Axis %s. "),
                            canvas->axis < scores->key_count ? iso_sweep_key_label (scores->keys[canvas->axis]) : scores->score_name);
  if (iso_sweep_choice_has_brush (canvas->choice))
    g_string_append_printf (text, _("%zu of %zu settings are within the marked parts. "), iso_sweep_choice_within (canvas->choice),
                            scores->setting_count);
  g_string_append (text, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  return G_SOURCE_REMOVE;
}

static void
describe_soon (IsoSweepLinesCanvas *canvas)
{
  if (canvas->describe_source == 0)
    canvas->describe_source = g_timeout_add (DESCRIBE_DELAY, describe, canvas);
}

/* ---- what the choice tells ---- */

static void
scores_changed (IsoSweepLinesCanvas *canvas)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  g_clear_pointer (&canvas->lines, iso_sweep_lines_free);
  if (scores != NULL && canvas->axis > scores->key_count)
    canvas->axis = 0;
  redraw (canvas);
  describe_soon (canvas);
}

void
iso_sweep_lines_canvas_remark (IsoSweepLinesCanvas *canvas)
{
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  describe_soon (canvas);
}

static void
brush_changed (IsoSweepLinesCanvas *canvas)
{
  redraw (canvas);
  describe_soon (canvas);
}

/* ---- the widget ---- */

static void
iso_sweep_lines_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                                int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : 150;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 320;
}

static void
iso_sweep_lines_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IsoSweepLinesCanvas *canvas = ISO_SWEEP_LINES_CANVAS (widget);
  g_clear_pointer (&canvas->lines, iso_sweep_lines_free);
  redraw (canvas);
}

/* Another renderer may want another kind of node. */
static void
iso_sweep_lines_canvas_unrealize (GtkWidget *widget)
{
  g_clear_pointer (&ISO_SWEEP_LINES_CANVAS (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_sweep_lines_canvas_parent_class)->unrealize (widget);
}

static void
iso_sweep_lines_canvas_dispose (GObject *object)
{
  IsoSweepLinesCanvas *canvas = ISO_SWEEP_LINES_CANVAS (object);
  g_clear_handle_id (&canvas->describe_source, g_source_remove);
  g_clear_pointer (&canvas->job, iso_latest_job_free);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->pixels, cairo_surface_destroy);
  g_clear_pointer (&canvas->lines, iso_sweep_lines_free);
  g_clear_object (&canvas->choice);
  G_OBJECT_CLASS (iso_sweep_lines_canvas_parent_class)->dispose (object);
}

static void
iso_sweep_lines_canvas_class_init (IsoSweepLinesCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_sweep_lines_canvas_dispose;
  widget_class->snapshot = iso_sweep_lines_canvas_snapshot;
  widget_class->measure = iso_sweep_lines_canvas_measure;
  widget_class->size_allocate = iso_sweep_lines_canvas_size_allocate;
  widget_class->unrealize = iso_sweep_lines_canvas_unrealize;
  gtk_widget_class_set_css_name (widget_class, "sweep-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_sweep_lines_canvas_init (IsoSweepLinesCanvas *canvas)
{
  canvas->from = (double) NAN;
  canvas->job = iso_latest_job_new (paint, order_free, painted, (GDestroyNotify) cairo_surface_destroy, canvas);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Settings of the sweep over parallel axes"), -1);
  iso_sweep_lines_canvas_listen (canvas);
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (redraw));
}

GtkWidget *
iso_sweep_lines_canvas_new (IsoSweepChoice *choice)
{
  IsoSweepLinesCanvas *canvas = g_object_new (ISO_TYPE_SWEEP_LINES_CANVAS, NULL);
  canvas->choice = g_object_ref (choice);
  g_signal_connect_object (choice, "scores", G_CALLBACK (scores_changed), canvas, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "pointed", G_CALLBACK (iso_sweep_lines_canvas_remark), canvas, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "selected", G_CALLBACK (iso_sweep_lines_canvas_remark), canvas, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "brushed", G_CALLBACK (brush_changed), canvas, G_CONNECT_SWAPPED);
  scores_changed (canvas);
  return GTK_WIDGET (canvas);
}

size_t
iso_sweep_lines_canvas_axis (IsoSweepLinesCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_SWEEP_LINES_CANVAS (canvas), 0);
  return canvas->axis;
}
