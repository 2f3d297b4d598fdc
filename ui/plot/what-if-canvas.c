#include "ui/plot/what-if-canvas.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/canvas-input.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define ENLARGE_DELAY 125 /* milliseconds: a pointer that only passes uncovers nothing */

struct _IsoWhatIfCanvas {
  GtkWidget parent_instance;
  const IsoWhatIfGrid *grid; /* not owned */
  gboolean logarithmic;
  int present, cursor;       /* −1: none */
  gboolean by_keys, enlarged;
  GskRenderNode *node;       /* the grid, of this size and theme */
  const IsoTheme *theme;
  int width, height;
  guint enlarge_source;
};

G_DEFINE_FINAL_TYPE (IsoWhatIfCanvas, iso_what_if_canvas, GTK_TYPE_WIDGET)

enum { CHOSEN, CURSOR_MOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- drawing ---- */

static IsoWhatIfFigure
figure_of (IsoWhatIfCanvas *canvas)
{
  return (IsoWhatIfFigure) { canvas->grid, iso_present_theme (), canvas->logarithmic,
                             gtk_widget_get_scale_factor (GTK_WIDGET (canvas)), canvas->present, canvas->cursor, canvas->enlarged };
}

static void
iso_what_if_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoWhatIfCanvas *canvas = ISO_WHAT_IF_CANVAS (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (canvas->grid == NULL || width < 1 || height < 1)
    return;
  IsoWhatIfFigure figure = figure_of (canvas);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height);
  if (canvas->node == NULL || canvas->width != width || canvas->height != height || canvas->theme != figure.theme)
    {
      g_clear_pointer (&canvas->node, gsk_render_node_unref);
      canvas->width = width;
      canvas->height = height;
      canvas->theme = figure.theme;
      canvas->node = gsk_cairo_node_new (&bounds);
      cairo_t *grid = gsk_cairo_node_get_draw_context (canvas->node);
      iso_what_if_figure_draw (grid, width, height, &figure);
      cairo_destroy (grid);
    }
  gtk_snapshot_append_node (snapshot, canvas->node);
  if (canvas->cursor < 0)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  iso_what_if_figure_draw_cursor (cairo, width, height, &figure);
  cairo_destroy (cairo);
}

static void
redraw (IsoWhatIfCanvas *canvas)
{
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}

/* ---- pointer and keys ---- */

static gboolean
enlarge (gpointer data)
{
  IsoWhatIfCanvas *canvas = data;
  canvas->enlarge_source = 0;
  canvas->enlarged = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  return G_SOURCE_REMOVE;
}

/* From an enlarged cell to the next one there is nothing to wait for. */
static void
set_cursor (IsoWhatIfCanvas *canvas, int place, gboolean by_keys)
{
  canvas->by_keys = by_keys && place >= 0;
  if (canvas->cursor == place)
    return;
  canvas->cursor = place;
  canvas->enlarged = place >= 0 && (by_keys || canvas->enlarged);
  g_clear_handle_id (&canvas->enlarge_source, g_source_remove);
  if (place >= 0 && !canvas->enlarged)
    canvas->enlarge_source = g_timeout_add (ENLARGE_DELAY, enlarge, canvas);
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  g_signal_emit (canvas, signals[CURSOR_MOVED], 0);
}

static int
place_under (IsoWhatIfCanvas *canvas, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  return canvas->grid == NULL ? -1
                              : iso_what_if_figure_place_at (canvas->grid, gtk_widget_get_width (widget),
                                                             gtk_widget_get_height (widget), x, y);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoWhatIfCanvas *canvas)
{
  int place = place_under (canvas, x, y);
  if (place >= 0 || !canvas->by_keys)
    set_cursor (canvas, place, FALSE);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoWhatIfCanvas *canvas)
{
  if (!canvas->by_keys)
    set_cursor (canvas, -1, FALSE);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoWhatIfCanvas *canvas)
{
  if (canvas->by_keys)
    set_cursor (canvas, -1, FALSE);
}

static void
choose (IsoWhatIfCanvas *canvas, int place)
{
  if (place >= 0)
    g_signal_emit (canvas, signals[CHOSEN], 0, (guint) place);
}

static void
released (GtkGestureClick *gesture, int count, double x, double y, IsoWhatIfCanvas *canvas)
{
  choose (canvas, place_under (canvas, x, y));
}

/* From the cell pointed at; without one, to that of the settings in force, or the first. */
static gboolean
step (IsoWhatIfCanvas *canvas, int across, int down)
{
  int columns = (int) canvas->grid->columns.count, rows = (int) canvas->grid->rows.count;
  if (canvas->cursor < 0)
    {
      set_cursor (canvas, MAX (canvas->present, 0), TRUE);
      return GDK_EVENT_STOP;
    }
  int column = CLAMP (canvas->cursor % columns + across, 0, columns - 1);
  int row = CLAMP (canvas->cursor / columns + down, 0, rows - 1);
  set_cursor (canvas, row * columns + column, TRUE);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoWhatIfCanvas *canvas)
{
  if (canvas->grid == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return step (canvas, -1, 0);
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return step (canvas, 1, 0);
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      return step (canvas, 0, -1);
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      return step (canvas, 0, 1);
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter: case GDK_KEY_space:
      if (canvas->cursor < 0)
        return GDK_EVENT_PROPAGATE;
      choose (canvas, canvas->cursor);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      if (canvas->cursor < 0)
        return GDK_EVENT_PROPAGATE;
      set_cursor (canvas, -1, FALSE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- the widget ---- */

static void
iso_what_if_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : 150;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 600 : 380;
}

static void
iso_what_if_canvas_unrealize (GtkWidget *widget)
{
  g_clear_pointer (&ISO_WHAT_IF_CANVAS (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_what_if_canvas_parent_class)->unrealize (widget);
}

static void
iso_what_if_canvas_dispose (GObject *object)
{
  IsoWhatIfCanvas *canvas = ISO_WHAT_IF_CANVAS (object);
  g_clear_handle_id (&canvas->enlarge_source, g_source_remove);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  canvas->grid = NULL;
  G_OBJECT_CLASS (iso_what_if_canvas_parent_class)->dispose (object);
}

static void
iso_what_if_canvas_class_init (IsoWhatIfCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_what_if_canvas_dispose;
  widget_class->snapshot = iso_what_if_canvas_snapshot;
  widget_class->measure = iso_what_if_canvas_measure;
  widget_class->unrealize = iso_what_if_canvas_unrealize;
  gtk_widget_class_set_css_name (widget_class, "what-if-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[CHOSEN] = g_signal_new ("chosen", ISO_TYPE_WHAT_IF_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_UINT);
  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", ISO_TYPE_WHAT_IF_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
}

static void
iso_what_if_canvas_init (IsoWhatIfCanvas *canvas)
{
  static const IsoCanvasInput input = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                        G_CALLBACK (focus_left) };
  GtkGesture *click = gtk_gesture_click_new ();
  canvas->present = canvas->cursor = -1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Targets under other settings"), -1);
  iso_canvas_listen (GTK_WIDGET (canvas), &input);
  g_signal_connect (click, "released", G_CALLBACK (released), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (click));
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (redraw));
}

GtkWidget *
iso_what_if_canvas_new (void)
{
  return g_object_new (ISO_TYPE_WHAT_IF_CANVAS, NULL);
}

void
iso_what_if_canvas_show (IsoWhatIfCanvas *canvas, const IsoWhatIfGrid *grid, int present)
{
  g_return_if_fail (ISO_IS_WHAT_IF_CANVAS (canvas));
  canvas->grid = grid;
  canvas->present = present;
  if (grid == NULL || canvas->cursor >= (int) grid->count)
    set_cursor (canvas, -1, FALSE);
  redraw (canvas);
}

gboolean
iso_what_if_canvas_is_logarithmic (IsoWhatIfCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_WHAT_IF_CANVAS (canvas), FALSE);
  return canvas->logarithmic;
}

void
iso_what_if_canvas_set_logarithmic (IsoWhatIfCanvas *canvas, gboolean logarithmic)
{
  g_return_if_fail (ISO_IS_WHAT_IF_CANVAS (canvas));
  canvas->logarithmic = logarithmic;
  redraw (canvas);
}

gboolean
iso_what_if_canvas_is_enlarged (IsoWhatIfCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_WHAT_IF_CANVAS (canvas), FALSE);
  return canvas->enlarged;
}

int
iso_what_if_canvas_cursor (IsoWhatIfCanvas *canvas)
{
  g_return_val_if_fail (ISO_IS_WHAT_IF_CANVAS (canvas), -1);
  return canvas->cursor;
}
