#include "ui/plot/curve-canvas-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/curves-branches.h"
#include "ui/figure/curves-marks.h"
#include "ui/figure/curves-readout.h"
#include "ui/plot/pixels.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define REDRAW_INTERVAL (G_USEC_PER_SEC / 10)
#define DESCRIBE_INTERVAL G_USEC_PER_SEC
#define LEAST_STEPS 4.0 /* that can be enlarged to the whole plot */

G_DEFINE_FINAL_TYPE (IsoCurveCanvas, iso_curve_canvas, GTK_TYPE_WIDGET)

enum { CURSOR_MOVED, RANGE_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
redraw_now (IsoCurveCanvas *canvas)
{
  g_clear_handle_id (&canvas->redraw_source, g_source_remove);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* ---- drawing ---- */

/* A context to measure text with: no pixels needed. */
static cairo_t *
measuring_context_new (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cairo = cairo_create (surface);
  cairo_surface_destroy (surface);
  return cairo;
}

IsoRange
iso_curve_canvas_whole (IsoCurveCanvas *canvas)
{
  double last = 0.0;
  if (canvas->curves != NULL)
    last = (double) (canvas->options.has_branches ? iso_run_curves_last_of_all (canvas->curves)
                                                  : iso_run_curves_last_step (canvas->curves));
  return (IsoRange){ 0.0, fmax (last, 1.0) };
}

/* The axes as they are now are what the next zoom starts from. */
static void
take_axes (IsoCurveCanvas *canvas)
{
  IsoAxis axes[ISO_RUN_SERIES];
  for (IsoRunSeries series = ISO_RUN_LOSS; series < ISO_RUN_SERIES; series++)
    axes[series] = *iso_curves_axis (canvas->layout, series);
  iso_plot_range_take_axes (canvas->range, &canvas->layout->steps, axes, ISO_RUN_SERIES, iso_curve_canvas_whole (canvas), LEAST_STEPS);
}

static gboolean
tell_later (gpointer data)
{
  IsoCurveCanvas *canvas = data;
  canvas->tell_source = 0;
  iso_curve_canvas_tell_cursor (canvas);
  return G_SOURCE_REMOVE;
}

static void
draw_chart (IsoCurveCanvas *canvas)
{
  gint64 start = g_get_monotonic_time ();
  cairo_surface_t *pixels = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, canvas->width * canvas->scale,
                                                        canvas->height * canvas->scale);
  cairo_surface_set_device_scale (pixels, canvas->scale, canvas->scale);
  cairo_t *cairo = cairo_create (pixels);
  g_free (canvas->layout);
  canvas->options.scale = canvas->scale;
  canvas->layout = iso_curves_layout_new (cairo, canvas->curves, &canvas->options, canvas->theme, canvas->width, canvas->height);
  canvas->options.own_scale = canvas->layout->has_own_scale;
  take_axes (canvas);
  iso_curves_draw (cairo, canvas->layout, canvas->curves, &canvas->options, canvas->theme);
  cairo_destroy (cairo);
  cairo_surface_set_device_scale (pixels, 1.0, 1.0);
  canvas->node = iso_pixels_node_new (GTK_WIDGET (canvas), pixels, 0.0, 0.0);
  cairo_surface_destroy (pixels);
  canvas->drawn_at = g_get_monotonic_time ();
  canvas->drawn_ms = (double) (canvas->drawn_at - start) / 1000.0;
  canvas->drawn_count++;
  /* Under a pointer at rest lies another step now. */
  if (canvas->cursor == CURSOR_POINTER && canvas->tell_source == 0)
    canvas->tell_source = g_idle_add (tell_later, canvas);
}

static void
ensure_chart (IsoCurveCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  const IsoTheme *theme = iso_present_theme ();
  if (canvas->node != NULL && canvas->width == width && canvas->height == height && canvas->scale == scale
      && canvas->theme == theme)
    return;
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  canvas->width = width;
  canvas->height = height;
  canvas->scale = scale;
  canvas->theme = theme;
  draw_chart (canvas);
}

static void
append_cursor (IsoCurveCanvas *canvas, GtkSnapshot *snapshot)
{
  cairo_t *measuring = measuring_context_new ();
  guint64 step = iso_curve_canvas_cursor (canvas);
  g_autoptr (IsoReadout) readout = iso_curves_readout_new (measuring, canvas->layout, canvas->curves, &canvas->options, canvas->theme,
                                                           step);
  cairo_destroy (measuring);
  double left = fmin (readout->left, readout->x - 6.0), right = fmax (readout->left + readout->width, readout->x + 6.0);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) left, 0.0f, (float) (right - left), (float) canvas->height);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  iso_curves_readout_draw (cairo, readout, canvas->layout, canvas->curves, &canvas->options, canvas->theme, step);
  cairo_destroy (cairo);
}

/* A cursor may stand outside of what is shown. */
static bool
has_cursor_in_sight (IsoCurveCanvas *canvas)
{
  double step = (double) iso_curve_canvas_cursor (canvas);
  const IsoAxis *steps = &canvas->layout->steps;
  return step > 0.0 && step >= steps->minimum && step <= steps->maximum && !iso_plot_input_is_dragging (canvas->input);
}

static void
iso_curve_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoCurveCanvas *canvas = ISO_CURVE_CANVAS (widget);
  if (canvas->curves == NULL || gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    return;
  ensure_chart (canvas);
  gtk_snapshot_append_node (snapshot, canvas->node);
  if (has_cursor_in_sight (canvas))
    append_cursor (canvas, snapshot);
  iso_plot_input_snapshot (canvas->input, snapshot);
}

static void
iso_curve_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 90;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 560 : 250;
}

/* ---- for those who listen ---- */

static char *
sentence_of (IsoCurveCanvas *canvas, const char *present)
{
  GString *sentence = g_string_new (NULL);
  g_autofree char *alarms = iso_curves_alarm_sentence (canvas->curves);
  g_autofree char *branches = canvas->options.has_branches ? iso_curves_branch_sentence (canvas->curves) : NULL;
  guint64 first, last;
  char from[32], to[32];
  if (iso_plot_range_window (canvas->range)->has_x && iso_curve_canvas_steps (canvas, &first, &last))
    {
      iso_number_format (from, sizeof from, (double) first, 9);
      iso_number_format (to, sizeof to, (double) last, 9);
      g_string_append_printf (sentence, _("Steps %s to %s shown. "), from, to);
    }
  g_string_append (sentence, present);
  if (alarms != NULL)
    g_string_append_printf (sentence, ". %s", alarms);
  if (branches != NULL)
    g_string_append_printf (sentence, ". %s", branches);
  return g_string_free (sentence, FALSE);
}

void
iso_curve_canvas_describe (IsoCurveCanvas *canvas)
{
  guint64 step = canvas->cursor == CURSOR_KEYS ? canvas->cursor_step : 0;
  g_clear_handle_id (&canvas->describe_source, g_source_remove);
  canvas->described_at = g_get_monotonic_time ();
  if (canvas->curves == NULL || iso_run_curves_last_step (canvas->curves) == 0)
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("No steps yet"), -1);
      return;
    }
  cairo_t *cairo = measuring_context_new ();
  const IsoTheme *theme = iso_present_theme ();
  g_autofree IsoCurvesLayout *own = NULL;
  IsoCurvesLayout *layout = canvas->layout;
  if (layout == NULL)
    layout = own = iso_curves_layout_new (cairo, canvas->curves, &canvas->options, theme, 560.0, 250.0);
  g_autoptr (IsoReadout) readout = iso_curves_readout_new (cairo, layout, canvas->curves, &canvas->options, theme,
                                                           step > 0 ? step : iso_run_curves_last_step (canvas->curves));
  g_autofree char *present = iso_readout_sentence (readout), *sentence = sentence_of (canvas, present);
  cairo_destroy (cairo);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

static gboolean
describe_later (gpointer data)
{
  IsoCurveCanvas *canvas = data;
  canvas->describe_source = 0;
  iso_curve_canvas_describe (canvas);
  return G_SOURCE_REMOVE;
}

static gboolean
redraw_later (gpointer data)
{
  IsoCurveCanvas *canvas = data;
  canvas->redraw_source = 0;
  redraw_now (canvas);
  return G_SOURCE_REMOVE;
}

/* Milliseconds until `interval` after `last`, 0 where that has passed. */
static guint
wait_for (gint64 last, gint64 interval)
{
  gint64 left = last + interval - g_get_monotonic_time ();
  return last == 0 || left <= 0 ? 0 : (guint) (left / 1000 + 1);
}

void
iso_curve_canvas_grown (IsoCurveCanvas *canvas)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  iso_plot_range_grow (canvas->range, iso_curve_canvas_whole (canvas));
  if (canvas->redraw_source == 0)
    {
      guint wait = wait_for (canvas->drawn_at, REDRAW_INTERVAL);
      if (wait == 0)
        redraw_now (canvas);
      else
        canvas->redraw_source = g_timeout_add (wait, redraw_later, canvas);
    }
  if (canvas->describe_source == 0 && canvas->cursor != CURSOR_KEYS)
    {
      guint wait = wait_for (canvas->described_at, DESCRIBE_INTERVAL);
      if (wait == 0)
        iso_curve_canvas_describe (canvas);
      else
        canvas->describe_source = g_timeout_add (wait, describe_later, canvas);
    }
}

/* ---- the rest ---- */

static void
ask_to_describe (IsoCurveCanvas *canvas)
{
  if (canvas->describe_source == 0)
    canvas->describe_source = g_timeout_add (MAX (wait_for (canvas->described_at, DESCRIBE_INTERVAL), 1), describe_later, canvas);
}

void
iso_curve_canvas_redraw (IsoCurveCanvas *canvas)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  redraw_now (canvas);
  ask_to_describe (canvas);
  g_signal_emit (canvas, signals[RANGE_CHANGED], 0);
}

const IsoPlotRange *
iso_curve_canvas_range (IsoCurveCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_CURVE_CANVAS (canvas), NULL);
  return canvas->range;
}

gboolean
iso_curve_canvas_steps (IsoCurveCanvas *canvas, guint64 *first, guint64 *last)
{
  g_return_val_if_fail (ISO_IS_CURVE_CANVAS (canvas), FALSE);
  const IsoPlotWindow *window = iso_plot_range_window (canvas->range);
  if (canvas->curves == NULL || iso_run_curves_last_step (canvas->curves) == 0)
    return FALSE;
  IsoRange whole = { (double) canvas->curves->first_step, (double) iso_run_curves_last_step (canvas->curves) };
  IsoRange steps = window->has_x ? window->x : whole;
  *first = (guint64) CLAMP (ceil (steps.low), whole.low, whole.high);
  *last = (guint64) CLAMP (floor (steps.high), whole.low, whole.high);
  return TRUE;
}

void
iso_curve_canvas_set_curves (IsoCurveCanvas *canvas, const IsoRunCurves *curves)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  canvas->curves = curves;
  canvas->options.own_scale = false;
  canvas->cursor = canvas->cursor == CURSOR_KEYS ? CURSOR_NONE : canvas->cursor;
  iso_plot_range_reset (canvas->range);
  g_clear_pointer (&canvas->layout, g_free);
  redraw_now (canvas);
  iso_curve_canvas_describe (canvas);
  g_signal_emit (canvas, signals[RANGE_CHANGED], 0);
}

void
iso_curve_canvas_set_shown (IsoCurveCanvas *canvas, IsoRunSeries series, bool is_shown)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  canvas->options.shown[series] = is_shown;
  redraw_now (canvas);
}

void
iso_curve_canvas_set_branches_shown (IsoCurveCanvas *canvas, bool are_shown)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  canvas->options.has_branches = are_shown;
  iso_plot_range_grow (canvas->range, iso_curve_canvas_whole (canvas));
  iso_curve_canvas_redraw (canvas);
}

void
iso_curve_canvas_set_logarithmic (IsoCurveCanvas *canvas, bool is_logarithmic)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  canvas->options.logarithmic = is_logarithmic;
  iso_plot_range_release_y (canvas->range);
  iso_curve_canvas_redraw (canvas);
}

guint
iso_curve_canvas_drawn_count (IsoCurveCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_CURVE_CANVAS (canvas), 0);
  return canvas->drawn_count;
}

double
iso_curve_canvas_drawn_ms (IsoCurveCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_CURVE_CANVAS (canvas), 0.0);
  return canvas->drawn_ms;
}

static void
iso_curve_canvas_unrealize (GtkWidget *widget)
{
  /* The node is made for one renderer. */
  g_clear_pointer (&ISO_CURVE_CANVAS (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_curve_canvas_parent_class)->unrealize (widget);
}

static void
iso_curve_canvas_dispose (GObject *object)
{
  IsoCurveCanvas *canvas = ISO_CURVE_CANVAS (object);
  g_clear_handle_id (&canvas->redraw_source, g_source_remove);
  g_clear_handle_id (&canvas->describe_source, g_source_remove);
  g_clear_handle_id (&canvas->tell_source, g_source_remove);
  g_clear_pointer (&canvas->input, iso_plot_input_free);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->layout, g_free);
  canvas->curves = NULL;
  G_OBJECT_CLASS (iso_curve_canvas_parent_class)->dispose (object);
}

static void
iso_curve_canvas_finalize (GObject *object)
{
  iso_plot_range_free (ISO_CURVE_CANVAS (object)->range);
  G_OBJECT_CLASS (iso_curve_canvas_parent_class)->finalize (object);
}

static void
iso_curve_canvas_class_init (IsoCurveCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_curve_canvas_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_curve_canvas_finalize;
  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", ISO_TYPE_CURVE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        G_TYPE_UINT64);
  signals[RANGE_CHANGED] = g_signal_new ("range-changed", ISO_TYPE_CURVE_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                         0);
  widget_class->snapshot = iso_curve_canvas_snapshot;
  widget_class->measure = iso_curve_canvas_measure;
  widget_class->unrealize = iso_curve_canvas_unrealize;
  gtk_widget_class_set_css_name (widget_class, "curve-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_curve_canvas_init (IsoCurveCanvas *canvas)
{
  canvas->options = (IsoCurvesOptions) ISO_CURVES_OPTIONS_DEFAULT;
  canvas->options.has_legend = false;
  canvas->range = iso_plot_range_new ();
  canvas->options.window = iso_plot_range_window (canvas->range);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Training curves"), -1);
  iso_curve_canvas_listen (canvas);
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (redraw_now));
}

GtkWidget *
iso_curve_canvas_new (void)
{
  return g_object_new (ISO_TYPE_CURVE_CANVAS, NULL);
}
