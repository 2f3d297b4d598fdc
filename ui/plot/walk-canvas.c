#include "ui/plot/walk-canvas.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/batch-map-figure.h"
#include "ui/plot/canvas-input.h"
#include "ui/plot/pixels.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define REACH 12.0
#define KEY_INSET 8.0

struct _IsoWalkCanvas {
  GtkWidget parent_instance;
  IsoWalkCanvasKind kind;
  const IsoWalkPicture *picture;
  const IsoWalkScene *scene;
  GskRenderNode *node;     /* of the ground */
  cairo_surface_t *ground; /* that the node shows */
  double pointer_x, pointer_y;
};

G_DEFINE_FINAL_TYPE (IsoWalkCanvas, iso_walk_canvas, GTK_TYPE_WIDGET)

enum { POINTED, PICKED, OUTGROWN, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- the sample pointed at ---- */

static size_t
sample_at (IsoWalkCanvas *canvas, double x, double y)
{
  if (canvas->scene == NULL)
    return G_MAXSIZE;
  if (canvas->kind == ISO_WALK_IN_BARS)
    return iso_walk_bar_at (canvas->scene, x, gtk_widget_get_width (GTK_WIDGET (canvas)));
  return iso_map_nearest (canvas->picture->placed, NULL, canvas->scene->graph->B, x, y, REACH);
}

static void
point (IsoWalkCanvas *canvas, size_t sample)
{
  g_signal_emit (canvas, signals[POINTED], 0, sample == G_MAXSIZE ? -1 : (int) sample);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoWalkCanvas *canvas)
{
  /* A motion is also told when something moves below a pointer at rest: that must not take the sample from the keys. */
  if (x == canvas->pointer_x && y == canvas->pointer_y)
    return;
  canvas->pointer_x = x;
  canvas->pointer_y = y;
  point (canvas, sample_at (canvas, x, y));
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoWalkCanvas *canvas)
{
  canvas->pointer_x = canvas->pointer_y = -1.0;
  point (canvas, G_MAXSIZE);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoWalkCanvas *canvas)
{
  if (canvas->pointer_x < 0.0)
    point (canvas, G_MAXSIZE);
}

static void
released (GtkGestureClick *gesture, int count, double x, double y, IsoWalkCanvas *canvas)
{
  size_t sample = sample_at (canvas, x, y);
  if (sample != G_MAXSIZE)
    g_signal_emit (canvas, signals[PICKED], 0, (int) sample);
}

static gboolean
go (IsoWalkCanvas *canvas, int step_x, int step_y)
{
  if (canvas->scene == NULL)
    return GDK_EVENT_PROPAGATE;
  size_t B = canvas->scene->graph->B, from = canvas->scene->pointed < B ? canvas->scene->pointed : canvas->scene->start;
  if (canvas->kind == ISO_WALK_ON_MAP)
    point (canvas, iso_map_neighbor (canvas->picture->placed, NULL, B, from, step_x, step_y));
  else
    point (canvas, (size_t) CLAMP ((int) from + step_x - step_y, 0, (int) B - 1));
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoWalkCanvas *canvas)
{
  gboolean is_pointed = canvas->scene != NULL && canvas->scene->pointed < canvas->scene->graph->B;
  state &= GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_SHIFT_MASK;
  if (state == GDK_SHIFT_MASK)
    switch (key)
      {
      case GDK_KEY_Left: case GDK_KEY_KP_Left:
        return go (canvas, -1, 0);
      case GDK_KEY_Right: case GDK_KEY_KP_Right:
        return go (canvas, 1, 0);
      case GDK_KEY_Up: case GDK_KEY_KP_Up:
        return go (canvas, 0, -1);
      case GDK_KEY_Down: case GDK_KEY_KP_Down:
        return go (canvas, 0, 1);
      default:
        return GDK_EVENT_PROPAGATE;
      }
  if (state != 0 || !is_pointed)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter:
      g_signal_emit (canvas, signals[PICKED], 0, (int) canvas->scene->pointed);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      point (canvas, G_MAXSIZE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

bool
iso_walk_canvas_pointed_at (IsoWalkCanvas *canvas, double *x, double *y)
{
  g_return_val_if_fail (ISO_IS_WALK_CANVAS (canvas), false);
  if (canvas->scene == NULL || canvas->scene->pointed >= canvas->scene->graph->B)
    return false;
  *x = (double) canvas->picture->placed[2 * canvas->scene->pointed];
  *y = (double) canvas->picture->placed[2 * canvas->scene->pointed + 1];
  return true;
}

/* ---- drawing ---- */

static void
iso_walk_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoWalkCanvas *canvas = ISO_WALK_CANVAS (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const IsoTheme *theme = iso_present_theme ();
  if (canvas->scene == NULL)
    return;
  if (canvas->kind == ISO_WALK_ON_MAP)
    {
      if (canvas->node == NULL)
        canvas->node = iso_pixels_node_new (widget, canvas->picture->ground, 0.0, 0.0);
      gtk_snapshot_append_node (snapshot, canvas->node);
    }
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  if (canvas->kind == ISO_WALK_ON_MAP)
    {
      double radius = iso_batch_map_point_radius (canvas->scene->graph, canvas->picture->width, canvas->picture->height);
      iso_walk_draw_heat (cairo, canvas->scene, canvas->picture->placed, radius, theme);
      iso_walk_draw_key (cairo, canvas->scene, width - KEY_INSET, height - KEY_INSET, theme);
    }
  else
    iso_walk_draw_bars (cairo, canvas->scene, width, height, theme);
  cairo_destroy (cairo);
}

static void
check_fit (IsoWalkCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  const IsoWalkPicture *picture = canvas->picture;
  gtk_widget_queue_draw (widget);
  if (canvas->kind == ISO_WALK_ON_MAP
      && (picture == NULL || picture->width != gtk_widget_get_width (widget) || picture->height != gtk_widget_get_height (widget)
          || picture->scale != gtk_widget_get_scale_factor (widget) || picture->theme != iso_present_theme ()))
    g_signal_emit (canvas, signals[OUTGROWN], 0);
}

/* ---- the widget ---- */

static void
iso_walk_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  gboolean is_map = ISO_WALK_CANVAS (widget)->kind == ISO_WALK_ON_MAP;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : is_map ? 80 : 54;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 460 : is_map ? 240 : 76;
}

static void
iso_walk_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  check_fit (ISO_WALK_CANVAS (widget));
}

static void
forget_node (IsoWalkCanvas *canvas)
{
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->ground, cairo_surface_destroy);
}

static void
iso_walk_canvas_unrealize (GtkWidget *widget)
{
  /* The node is made for one renderer. */
  forget_node (ISO_WALK_CANVAS (widget));
  GTK_WIDGET_CLASS (iso_walk_canvas_parent_class)->unrealize (widget);
}

static void
iso_walk_canvas_dispose (GObject *object)
{
  IsoWalkCanvas *canvas = ISO_WALK_CANVAS (object);
  canvas->picture = NULL;
  canvas->scene = NULL;
  forget_node (canvas);
  G_OBJECT_CLASS (iso_walk_canvas_parent_class)->dispose (object);
}

static void
iso_walk_canvas_class_init (IsoWalkCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_walk_canvas_dispose;
  widget_class->snapshot = iso_walk_canvas_snapshot;
  widget_class->measure = iso_walk_canvas_measure;
  widget_class->size_allocate = iso_walk_canvas_size_allocate;
  widget_class->unrealize = iso_walk_canvas_unrealize;
  signals[POINTED] = g_signal_new ("pointed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[PICKED] = g_signal_new ("picked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[OUTGROWN] = g_signal_new ("outgrown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* Its look is that of the other maps. */
  gtk_widget_class_set_css_name (widget_class, "map-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_walk_canvas_init (IsoWalkCanvas *canvas)
{
  static const IsoCanvasInput input = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                        G_CALLBACK (focus_left) };
  GtkGesture *click = gtk_gesture_click_new ();
  canvas->pointer_x = canvas->pointer_y = -1.0;
  gtk_widget_set_overflow (GTK_WIDGET (canvas), GTK_OVERFLOW_HIDDEN);
  iso_canvas_listen (GTK_WIDGET (canvas), &input);
  g_signal_connect (click, "released", G_CALLBACK (released), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (click));
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (check_fit));
}

GtkWidget *
iso_walk_canvas_new (IsoWalkCanvasKind kind)
{
  IsoWalkCanvas *canvas = g_object_new (ISO_TYPE_WALK_CANVAS, NULL);
  canvas->kind = kind;
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kind == ISO_WALK_ON_MAP ? _("Heat of the walk on the map of the batch")
                                                          : _("Row of the walk beside its limit"), -1);
  return GTK_WIDGET (canvas);
}

void
iso_walk_canvas_show (IsoWalkCanvas *canvas, const IsoWalkPicture *picture, const IsoWalkScene *scene)
{
  g_return_if_fail (ISO_IS_WALK_CANVAS (canvas) && (scene == NULL || picture != NULL));
  if (picture == NULL || picture->ground != canvas->ground)
    {
      forget_node (canvas);
      canvas->ground = picture != NULL ? cairo_surface_reference (picture->ground) : NULL;
    }
  canvas->picture = picture;
  canvas->scene = scene;
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
}
