#include "ui/window/dock-handle.h"

#include <glib/gi18n.h>

#define KEY_STEP 16.0 /* pixels; with Shift: */
#define KEY_STRIDE 96.0

struct _IsoDockHandle {
  GtkWidget parent_instance;
  GtkOrientation orientation;
};

G_DEFINE_FINAL_TYPE (IsoDockHandle, iso_dock_handle, GTK_TYPE_WIDGET)

enum { GRASPED, MOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
drag_begun (GtkGestureDrag *gesture, double x, double y, IsoDockHandle *handle)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (handle, signals[GRASPED], 0);
}

/* The handle moves with the hand: the gesture's start is where it was, of the handle as it lies now. */
static void
drag_moved (GtkGestureDrag *gesture, double by_x, double by_y, IsoDockHandle *handle)
{
  GtkWidget *dock = gtk_widget_get_parent (GTK_WIDGET (handle));
  double start_x, start_y, x, y;
  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  if (gtk_widget_translate_coordinates (GTK_WIDGET (handle), dock, by_x, by_y, &x, &y))
    g_signal_emit (handle, signals[MOVED], 0, handle->orientation == GTK_ORIENTATION_HORIZONTAL ? x : y);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoDockHandle *handle)
{
  gboolean across = handle->orientation == GTK_ORIENTATION_HORIZONTAL;
  double step = (state & GDK_SHIFT_MASK) != 0 ? KEY_STRIDE : KEY_STEP;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      step = across ? -step : 0.0;
      break;
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      step = across ? step : 0.0;
      break;
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      step = across ? 0.0 : -step;
      break;
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      step = across ? 0.0 : step;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  g_signal_emit (handle, signals[GRASPED], 0);
  g_signal_emit (handle, signals[MOVED], 0, step);
  return GDK_EVENT_STOP;
}

static void
iso_dock_handle_class_init (IsoDockHandleClass *class)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "dock-handle");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_SEPARATOR);
  signals[GRASPED] = g_signal_new ("grasped", ISO_TYPE_DOCK_HANDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", ISO_TYPE_DOCK_HANDLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
}

static void
iso_dock_handle_init (IsoDockHandle *handle)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_widget_set_focusable (GTK_WIDGET (handle), TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), handle);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_moved), handle);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), handle);
  gtk_widget_add_controller (GTK_WIDGET (handle), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (handle), keys);
}

GtkWidget *
iso_dock_handle_new (GtkOrientation orientation)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;
  IsoDockHandle *handle = g_object_new (ISO_TYPE_DOCK_HANDLE, NULL);
  handle->orientation = orientation;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (handle), across ? "col-resize" : "row-resize");
  gtk_accessible_update_property (GTK_ACCESSIBLE (handle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  across ? _("Width of views") : _("Height of views"), GTK_ACCESSIBLE_PROPERTY_ORIENTATION,
                                  across ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0, GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0, -1);
  return GTK_WIDGET (handle);
}

void
iso_dock_handle_describe (IsoDockHandle *handle, double share)
{
  g_autofree char *text = g_strdup_printf (_("%d %%"), (int) (100.0 * share + 0.5));
  gtk_accessible_update_property (GTK_ACCESSIBLE (handle), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, share,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}
