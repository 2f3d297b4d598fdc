#include "ui/plot/graph-lab-canvas.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/canvas-input.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define PAGE 5 /* places that Page Up and Page Down go */

struct _IsoGraphLabCanvas {
  GtkWidget parent_instance;
  IsoGraphSweep *sweep;
  int k;
  GskRenderNode *node; /* the charts, of this size and theme */
  const IsoTheme *theme;
  int width, height;
  int cursor, chart;   /* pointed at; −1: none */
  int dragged;         /* the chart that a drag began in; −1: none */
};

G_DEFINE_FINAL_TYPE (IsoGraphLabCanvas, iso_graph_lab_canvas, GTK_TYPE_WIDGET)

enum { K_CHOSEN, CURSOR_MOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static size_t
present (IsoGraphLabCanvas *canvas)
{
  return iso_graph_sweep_place (canvas->sweep, canvas->k);
}

static IsoGraphLabFigure
figure_of (IsoGraphLabCanvas *canvas)
{
  return (IsoGraphLabFigure) { canvas->sweep, iso_present_theme (), present (canvas), canvas->cursor };
}

/* ---- drawing ---- */

static void
ensure_charts (IsoGraphLabCanvas *canvas, const IsoGraphLabFigure *figure)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (canvas->node != NULL && canvas->width == width && canvas->height == height && canvas->theme == figure->theme)
    return;
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  canvas->width = width;
  canvas->height = height;
  canvas->theme = figure->theme;
  canvas->node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  cairo_t *cairo = gsk_cairo_node_get_draw_context (canvas->node);
  iso_graph_lab_figure_draw (cairo, width, height, figure);
  cairo_destroy (cairo);
}

static void
iso_graph_lab_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoGraphLabCanvas *canvas = ISO_GRAPH_LAB_CANVAS (widget);
  if (canvas->sweep == NULL || gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    return;
  IsoGraphLabFigure figure = figure_of (canvas);
  ensure_charts (canvas, &figure);
  gtk_snapshot_append_node (snapshot, canvas->node);
  cairo_t *cairo = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) canvas->width, (float) canvas->height));
  iso_graph_lab_figure_draw_marks (cairo, canvas->width, canvas->height, &figure);
  cairo_destroy (cairo);
}

static void
redraw (IsoGraphLabCanvas *canvas)
{
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* ---- pointer and keys ---- */

static void
set_cursor (IsoGraphLabCanvas *canvas, int place, int chart)
{
  if (canvas->cursor == place && canvas->chart == chart)
    return;
  canvas->cursor = place;
  canvas->chart = chart;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  g_signal_emit (canvas, signals[CURSOR_MOVED], 0);
}

static void
choose (IsoGraphLabCanvas *canvas, size_t place)
{
  if (place != present (canvas))
    g_signal_emit (canvas, signals[K_CHOSEN], 0, canvas->sweep->at[place].k);
}

static size_t
place_under (IsoGraphLabCanvas *canvas, int chart, double x)
{
  IsoGraphLabFigure figure = figure_of (canvas);
  GtkWidget *widget = GTK_WIDGET (canvas);
  return iso_graph_lab_figure_place_at (&figure, gtk_widget_get_width (widget), gtk_widget_get_height (widget), (IsoLabChart) chart, x);
}

static int
chart_under (IsoGraphLabCanvas *canvas, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  return iso_graph_lab_figure_chart_at (gtk_widget_get_width (widget), gtk_widget_get_height (widget), x, y);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoGraphLabCanvas *canvas)
{
  if (canvas->sweep == NULL)
    return;
  int chart = canvas->dragged >= 0 ? canvas->dragged : chart_under (canvas, x, y);
  set_cursor (canvas, chart < 0 ? -1 : (int) place_under (canvas, chart, x), chart);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoGraphLabCanvas *canvas)
{
  set_cursor (canvas, -1, -1);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoGraphLabCanvas *canvas)
{
}

static void
drag_begun (GtkGestureDrag *gesture, double x, double y, IsoGraphLabCanvas *canvas)
{
  canvas->dragged = canvas->sweep == NULL ? -1 : chart_under (canvas, x, y);
  if (canvas->dragged >= 0)
    choose (canvas, place_under (canvas, canvas->dragged, x));
}

static void
drag_moved (GtkGestureDrag *gesture, double x, double y, IsoGraphLabCanvas *canvas)
{
  double start_x, start_y;
  if (canvas->dragged < 0 || canvas->sweep == NULL || !gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y))
    return;
  size_t place = place_under (canvas, canvas->dragged, start_x + x);
  set_cursor (canvas, (int) place, canvas->dragged);
  choose (canvas, place);
}

static void
drag_ended (GtkGestureDrag *gesture, double x, double y, IsoGraphLabCanvas *canvas)
{
  canvas->dragged = -1;
}

static gboolean
step_to (IsoGraphLabCanvas *canvas, int place)
{
  /* Where the keys lead is where the eye should be, not where the pointer rests. */
  set_cursor (canvas, -1, -1);
  choose (canvas, (size_t) CLAMP (place, 0, (int) canvas->sweep->count - 1));
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoGraphLabCanvas *canvas)
{
  if (canvas->sweep == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  int at = (int) present (canvas);
  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return step_to (canvas, at - 1);
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return step_to (canvas, at + 1);
    case GDK_KEY_Page_Up: case GDK_KEY_KP_Page_Up:
      return step_to (canvas, at - PAGE);
    case GDK_KEY_Page_Down: case GDK_KEY_KP_Page_Down:
      return step_to (canvas, at + PAGE);
    case GDK_KEY_Home: case GDK_KEY_KP_Home:
      return step_to (canvas, 0);
    case GDK_KEY_End: case GDK_KEY_KP_End:
      return step_to (canvas, (int) canvas->sweep->count - 1);
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- the widget ---- */

static void
iso_graph_lab_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                              int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : 150;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 320;
}

static void
iso_graph_lab_canvas_unrealize (GtkWidget *widget)
{
  g_clear_pointer (&ISO_GRAPH_LAB_CANVAS (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_graph_lab_canvas_parent_class)->unrealize (widget);
}

static void
iso_graph_lab_canvas_dispose (GObject *object)
{
  IsoGraphLabCanvas *canvas = ISO_GRAPH_LAB_CANVAS (object);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->sweep, iso_graph_sweep_free);
  G_OBJECT_CLASS (iso_graph_lab_canvas_parent_class)->dispose (object);
}

static void
iso_graph_lab_canvas_class_init (IsoGraphLabCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_graph_lab_canvas_dispose;
  widget_class->snapshot = iso_graph_lab_canvas_snapshot;
  widget_class->measure = iso_graph_lab_canvas_measure;
  widget_class->unrealize = iso_graph_lab_canvas_unrealize;
  gtk_widget_class_set_css_name (widget_class, "graph-lab-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  signals[K_CHOSEN] = g_signal_new ("k-chosen", ISO_TYPE_GRAPH_LAB_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                    G_TYPE_INT);
  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", ISO_TYPE_GRAPH_LAB_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
iso_graph_lab_canvas_init (IsoGraphLabCanvas *canvas)
{
  static const IsoCanvasInput input = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                        G_CALLBACK (focus_left) };
  GtkGesture *drag = gtk_gesture_drag_new ();
  canvas->cursor = canvas->chart = canvas->dragged = -1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Neighbors k of the batch graph"), -1);
  iso_canvas_listen (GTK_WIDGET (canvas), &input);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), canvas);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_moved), canvas);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (drag));
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (redraw));
}

GtkWidget *
iso_graph_lab_canvas_new (void)
{
  return g_object_new (ISO_TYPE_GRAPH_LAB_CANVAS, NULL);
}

static void
tell_value (IsoGraphLabCanvas *canvas)
{
  if (canvas->sweep == NULL)
    return;
  size_t place = present (canvas);
  g_autofree char *text = iso_lab_k_text (canvas->sweep, place);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 1.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) canvas->sweep->B - 1.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) canvas->sweep->at[place].k,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

void
iso_graph_lab_canvas_take (IsoGraphLabCanvas *canvas, IsoGraphSweep *sweep)
{
  g_return_if_fail (ISO_IS_GRAPH_LAB_CANVAS (canvas));
  if (sweep != NULL && sweep->count == 0)
    g_clear_pointer (&sweep, iso_graph_sweep_free);
  /* The cursor stays over its k, whatever is measured there now. */
  int k = canvas->sweep != NULL && canvas->cursor >= 0 ? canvas->sweep->at[canvas->cursor].k : 0;
  g_clear_pointer (&canvas->sweep, iso_graph_sweep_free);
  canvas->sweep = sweep;
  canvas->cursor = sweep != NULL && k > 0 ? (int) iso_graph_sweep_place (sweep, k) : -1;
  tell_value (canvas);
  redraw (canvas);
}

const IsoGraphSweep *
iso_graph_lab_canvas_sweep (IsoGraphLabCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_GRAPH_LAB_CANVAS (canvas), NULL);
  return canvas->sweep;
}

void
iso_graph_lab_canvas_set_k (IsoGraphLabCanvas *canvas, int k)
{
  g_return_if_fail (ISO_IS_GRAPH_LAB_CANVAS (canvas));
  if (canvas->k == k)
    return;
  canvas->k = k;
  tell_value (canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

size_t
iso_graph_lab_canvas_place (IsoGraphLabCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_GRAPH_LAB_CANVAS (canvas) && canvas->sweep != NULL, 0);
  return canvas->cursor >= 0 ? (size_t) canvas->cursor : present (canvas);
}

int
iso_graph_lab_canvas_chart (IsoGraphLabCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_GRAPH_LAB_CANVAS (canvas), -1);
  return canvas->chart;
}

void
iso_graph_lab_canvas_describe (IsoGraphLabCanvas *canvas, const char *words)
{
  g_return_if_fail (ISO_IS_GRAPH_LAB_CANVAS (canvas));
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}
