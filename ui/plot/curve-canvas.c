#include "ui/plot/curve-canvas.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/curves-marks.h"
#include "ui/figure/curves-readout.h"
#include "ui/plot/canvas-input.h"
#include "ui/plot/pixels.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define REDRAW_INTERVAL (G_USEC_PER_SEC / 10)
#define DESCRIBE_INTERVAL G_USEC_PER_SEC

typedef enum { CURSOR_NONE, CURSOR_POINTER, CURSOR_KEYS } CursorKind;

struct _IsoCurveCanvas {
  GtkWidget parent_instance;
  const IsoRunCurves *curves;
  IsoCurvesOptions options;

  /* The cached chart: what it was drawn for, and when. */
  GskRenderNode *node;
  IsoCurvesLayout *layout;
  const IsoTheme *theme;
  int width, height, scale;
  gint64 drawn_at, described_at;
  guint redraw_source, describe_source;
  guint drawn_count;
  double drawn_ms;

  CursorKind cursor;
  double pointer_x;    /* where CURSOR_POINTER */
  guint64 cursor_step; /* where CURSOR_KEYS */
};

G_DEFINE_FINAL_TYPE (IsoCurveCanvas, iso_curve_canvas, GTK_TYPE_WIDGET)

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
  iso_curves_draw (cairo, canvas->layout, canvas->curves, &canvas->options, canvas->theme);
  cairo_destroy (cairo);
  cairo_surface_set_device_scale (pixels, 1.0, 1.0);
  canvas->node = iso_pixels_node_new (GTK_WIDGET (canvas), pixels, 0.0, 0.0);
  cairo_surface_destroy (pixels);
  canvas->drawn_at = g_get_monotonic_time ();
  canvas->drawn_ms = (double) (canvas->drawn_at - start) / 1000.0;
  canvas->drawn_count++;
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

guint64
iso_curve_canvas_cursor (IsoCurveCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_CURVE_CANVAS (canvas), 0);
  if (canvas->cursor == CURSOR_NONE || canvas->curves == NULL || canvas->layout == NULL)
    return 0;
  if (canvas->cursor == CURSOR_KEYS)
    return canvas->cursor_step;
  return iso_curves_step_at (canvas->layout, canvas->curves, canvas->pointer_x);
}

static void
append_cursor (IsoCurveCanvas *canvas, GtkSnapshot *snapshot)
{
  cairo_t *measuring = measuring_context_new ();
  g_autoptr (IsoReadout) readout = iso_readout_new (measuring, canvas->layout, canvas->curves, &canvas->options, canvas->theme,
                                                    iso_curve_canvas_cursor (canvas));
  cairo_destroy (measuring);
  double left = fmin (readout->left, readout->x - 6.0), right = fmax (readout->left + readout->width, readout->x + 6.0);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) left, 0.0f, (float) (right - left), (float) canvas->height);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  iso_readout_draw (cairo, readout, canvas->layout, canvas->curves, &canvas->options, canvas->theme);
  cairo_destroy (cairo);
}

static void
iso_curve_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoCurveCanvas *canvas = ISO_CURVE_CANVAS (widget);
  if (canvas->curves == NULL || gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    return;
  ensure_chart (canvas);
  gtk_snapshot_append_node (snapshot, canvas->node);
  if (iso_curve_canvas_cursor (canvas) > 0)
    append_cursor (canvas, snapshot);
}

static void
iso_curve_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 90;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 560 : 250;
}

/* ---- for those who listen ---- */

static void
describe_now (IsoCurveCanvas *canvas)
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
  g_autoptr (IsoReadout) readout = iso_readout_new (cairo, layout, canvas->curves, &canvas->options, theme,
                                                    step > 0 ? step : iso_run_curves_last_step (canvas->curves));
  g_autofree char *present = iso_readout_sentence (readout), *alarms = iso_curves_alarm_sentence (canvas->curves);
  g_autofree char *sentence = alarms != NULL ? g_strdup_printf ("%s. %s", present, alarms) : g_strdup (present);
  cairo_destroy (cairo);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

static gboolean
describe_later (gpointer data)
{
  IsoCurveCanvas *canvas = data;
  canvas->describe_source = 0;
  describe_now (canvas);
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
        describe_now (canvas);
      else
        canvas->describe_source = g_timeout_add (wait, describe_later, canvas);
    }
}

/* ---- the cursor ---- */

static void
set_cursor (IsoCurveCanvas *canvas, CursorKind kind)
{
  bool was_keys = canvas->cursor == CURSOR_KEYS;
  canvas->cursor = kind;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  if (was_keys || kind == CURSOR_KEYS)
    describe_now (canvas);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoCurveCanvas *canvas)
{
  /* A motion is also told when the widget moves below a pointer at rest: that must not take the cursor from the keys. */
  if (canvas->cursor == CURSOR_KEYS && x == canvas->pointer_x)
    return;
  canvas->pointer_x = x;
  set_cursor (canvas, CURSOR_POINTER);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoCurveCanvas *canvas)
{
  if (canvas->cursor == CURSOR_POINTER)
    set_cursor (canvas, CURSOR_NONE);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoCurveCanvas *canvas)
{
  if (canvas->cursor == CURSOR_KEYS)
    set_cursor (canvas, CURSOR_NONE);
}

/* The next step to the left or right at which an epoch was evaluated; the end of the run where there is none. */
static double
next_epoch (const IsoRunCurves *curves, double step, int direction)
{
  const IsoEpochRecord *at = iso_run_curves_epoch_at (curves, (guint64) (direction > 0 ? step : fmax (step - 1.0, 0.0)));
  const IsoEpochRecord *first = &g_array_index (curves->epochs, IsoEpochRecord, 0);
  if (direction < 0)
    return at != NULL ? (double) at->step : 0.0;
  const IsoEpochRecord *next = at != NULL ? at + 1 : first;
  return next < first + curves->epochs->len ? (double) next->step : (double) iso_run_curves_last_step (curves);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoCurveCanvas *canvas)
{
  if (canvas->curves == NULL || canvas->layout == NULL || iso_run_curves_last_step (canvas->curves) == 0)
    return GDK_EVENT_PROPAGATE;
  double first = (double) canvas->curves->first_step, last = (double) iso_run_curves_last_step (canvas->curves);
  guint64 at = iso_curve_canvas_cursor (canvas);
  double step = at > 0 ? (double) at : last;
  double stride = fmax (1.0, rint ((last - first) / fmax (canvas->layout->right - canvas->layout->left, 1.0)));
  bool by_epoch = (state & GDK_CONTROL_MASK) != 0;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      step = by_epoch ? next_epoch (canvas->curves, step, -1) : at > 0 ? step - stride : last;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      step = by_epoch ? next_epoch (canvas->curves, step, 1) : step + stride;
      break;
    case GDK_KEY_Page_Up:
      step = next_epoch (canvas->curves, step, -1);
      break;
    case GDK_KEY_Page_Down:
      step = next_epoch (canvas->curves, step, 1);
      break;
    case GDK_KEY_Home:
      step = first;
      break;
    case GDK_KEY_End:
      step = last;
      break;
    case GDK_KEY_Escape:
      if (canvas->cursor == CURSOR_NONE)
        return GDK_EVENT_PROPAGATE;
      set_cursor (canvas, CURSOR_NONE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  canvas->cursor_step = (guint64) CLAMP (step, first, last);
  set_cursor (canvas, CURSOR_KEYS);
  return GDK_EVENT_STOP;
}

/* ---- the rest ---- */

void
iso_curve_canvas_set_curves (IsoCurveCanvas *canvas, const IsoRunCurves *curves)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  canvas->curves = curves;
  canvas->options.own_scale = false;
  canvas->cursor = canvas->cursor == CURSOR_KEYS ? CURSOR_NONE : canvas->cursor;
  g_clear_pointer (&canvas->layout, g_free);
  redraw_now (canvas);
  describe_now (canvas);
}

void
iso_curve_canvas_set_shown (IsoCurveCanvas *canvas, IsoRunSeries series, bool is_shown)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  canvas->options.shown[series] = is_shown;
  redraw_now (canvas);
}

void
iso_curve_canvas_set_logarithmic (IsoCurveCanvas *canvas, bool is_logarithmic)
{
  g_return_if_fail (ISO_IS_CURVE_CANVAS (canvas));
  canvas->options.logarithmic = is_logarithmic;
  redraw_now (canvas);
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
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->layout, g_free);
  canvas->curves = NULL;
  G_OBJECT_CLASS (iso_curve_canvas_parent_class)->dispose (object);
}

static void
iso_curve_canvas_class_init (IsoCurveCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_curve_canvas_dispose;
  widget_class->snapshot = iso_curve_canvas_snapshot;
  widget_class->measure = iso_curve_canvas_measure;
  widget_class->unrealize = iso_curve_canvas_unrealize;
  gtk_widget_class_set_css_name (widget_class, "curve-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_curve_canvas_init (IsoCurveCanvas *canvas)
{
  static const IsoCanvasInput input = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                        G_CALLBACK (focus_left) };
  canvas->options = (IsoCurvesOptions) ISO_CURVES_OPTIONS_DEFAULT;
  canvas->options.has_legend = false;
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Training curves"), -1);
  iso_canvas_listen (GTK_WIDGET (canvas), &input);
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (redraw_now));
}

GtkWidget *
iso_curve_canvas_new (void)
{
  return g_object_new (ISO_TYPE_CURVE_CANVAS, NULL);
}
