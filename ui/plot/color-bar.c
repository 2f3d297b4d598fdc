#include "ui/plot/color-bar.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/matrix-scaling.h"
#include "ui/figure/scale-bar.h"
#include "ui/plot/spoken.h"
#include "ui/plot/view-card.h"

#define KEY_STEP 0.02   /* of the bar's length */
#define LONG_STEP 10.0  /* times that, with Shift */
#define END_SHARE 0.25  /* of its length that belongs to an end */
#define GRIP 3.0        /* height of the mark of what is chosen */
#define ROUNDED 3       /* significant digits of a range's ends, of its length where it is even */

struct _IsoColorBar {
  GtkWidget parent_instance;
  gboolean is_shown;
  IsoHeatScale scale;
  IsoMatrixSpread spread;
  const guint32 *table;
  IsoColorBarPart part;
  gboolean is_pointed, is_dragging;
  IsoHeatScale dragged_from;
};

G_DEFINE_FINAL_TYPE (IsoColorBar, iso_color_bar, GTK_TYPE_WIDGET)

enum { RANGE_CHANGED, RANGE_RESET, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- drawing ---- */

static void
append_grip (IsoColorBar *bar, GtkSnapshot *snapshot, double height)
{
  const IsoTheme *theme = iso_present_theme ();
  double part = bar->part == ISO_COLOR_BAR_LOWER ? 1.0 : bar->part == ISO_COLOR_BAR_UPPER ? 0.0 : 0.5;
  double y = floor (part * (height - GRIP));
  GdkRGBA ground = { (float) theme->background.red, (float) theme->background.green, (float) theme->background.blue, 1.0f };
  GdkRGBA accent = { (float) theme->accent.red, (float) theme->accent.green, (float) theme->accent.blue, 1.0f };
  gtk_snapshot_append_color (snapshot, &ground,
                             &GRAPHENE_RECT_INIT (-3.0f, (float) y - 1.0f, ISO_SCALE_BAR_THICKNESS + 6.0f, (float) GRIP + 2.0f));
  gtk_snapshot_append_color (snapshot, &accent, &GRAPHENE_RECT_INIT (-2.0f, (float) y, ISO_SCALE_BAR_THICKNESS + 4.0f, (float) GRIP));
}

static void
iso_color_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoColorBar *bar = ISO_COLOR_BAR (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean is_focused = (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0;
  if (!bar->is_shown)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  iso_scale_bar_draw (cairo, 0.0, 0.0, width, height, &bar->scale, &bar->spread, bar->table, iso_present_theme ());
  cairo_destroy (cairo);
  if (is_focused || bar->is_pointed || bar->is_dragging)
    append_grip (bar, snapshot, height);
  if (is_focused)
    {
      GskRoundedRect outline;
      IsoColor accent = iso_present_theme ()->accent;
      GdkRGBA color = { (float) accent.red, (float) accent.green, (float) accent.blue, 1.0f };
      gsk_rounded_rect_init_from_rect (&outline,
                                       &GRAPHENE_RECT_INIT (-4.0f, -4.0f, ISO_SCALE_BAR_THICKNESS + 8.0f, (float) height + 8.0f), 5.0f);
      gtk_snapshot_append_border (snapshot, &outline, (const float[4]){ 2.0f, 2.0f, 2.0f, 2.0f },
                                  (const GdkRGBA[4]){ color, color, color, color });
    }
}

static void
iso_color_bar_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  gtk_widget_queue_draw (widget);
}

static void
iso_color_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? ISO_SCALE_BAR_WIDTH : 32;
  *minimum_baseline = *natural_baseline = -1;
}

/* ---- words ---- */

static void
describe (IsoColorBar *bar)
{
  static const char *const parts[] = { N_("lower end %s"), N_("middle %s"), N_("upper end %s") };
  char low[32], high[32], chosen[32];
  double now = bar->part == ISO_COLOR_BAR_LOWER   ? bar->scale.minimum
               : bar->part == ISO_COLOR_BAR_UPPER ? bar->scale.maximum
                                                  : iso_heat_value (&bar->scale, 0.5);
  iso_number_format (low, sizeof low, bar->scale.minimum, 4);
  iso_number_format (high, sizeof high, bar->scale.maximum, 4);
  iso_number_format (chosen, sizeof chosen, now, 4);
  gboolean logarithmic = iso_heat_scale_is_logarithmic (&bar->scale);
  g_autofree char *text = g_strdup_printf (logarithmic ? _("from %s to %s, logarithmic") : _("from %s to %s"), low, high);
  g_autofree char *value = g_strdup_printf (_(parts[bar->part]), chosen);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  fmin (bar->spread.minimum, bar->scale.minimum), GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  fmax (bar->spread.maximum, bar->scale.maximum), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, now, -1);
  iso_speak_value (GTK_WIDGET (bar), value, text);
}

static void
choose_part (IsoColorBar *bar, IsoColorBarPart part)
{
  if (part == bar->part)
    return;
  bar->part = part;
  if (bar->is_shown)
    describe (bar);
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

/* ---- moving it ---- */

static double
rounded (double value, double unit)
{
  return value == 0.0 ? 0.0 : round (value / unit) * unit;
}

static double
unit_of (double length, int digits)
{
  return pow (10.0, floor (log10 (fmax (fabs (length), 1e-30))) - digits + 1);
}

/* Plain numbers, finer than a pixel of the bar. */
static IsoHeatScale
plain (const IsoHeatScale *scale)
{
  IsoHeatScale plain = *scale;
  double unit = unit_of (scale->maximum - scale->minimum, ROUNDED);
  if (scale->kind == ISO_HEAT_LOGARITHMIC)
    {
      plain.minimum = rounded (scale->minimum, unit_of (scale->minimum, ROUNDED));
      plain.maximum = rounded (scale->maximum, unit_of (scale->maximum, ROUNDED));
    }
  else
    {
      plain.minimum = rounded (scale->minimum, unit);
      plain.maximum = rounded (scale->maximum, unit);
    }
  return plain.minimum < plain.maximum ? plain : *scale;
}

/* From a scale, by a part of the bar's length upwards. */
static void
move (IsoColorBar *bar, const IsoHeatScale *from, double part)
{
  IsoHeatScale moved = bar->part == ISO_COLOR_BAR_WHOLE ? iso_heat_scale_shift (from, part)
                                                        : iso_heat_scale_stretch (from, bar->part == ISO_COLOR_BAR_UPPER, part);
  moved = plain (&moved);
  g_signal_emit (bar, signals[RANGE_CHANGED], 0, moved.minimum, moved.maximum);
}

static IsoColorBarPart
part_at (IsoColorBar *bar, double y)
{
  double part = y / MAX (gtk_widget_get_height (GTK_WIDGET (bar)), 1);
  return part < END_SHARE ? ISO_COLOR_BAR_UPPER : part > 1.0 - END_SHARE ? ISO_COLOR_BAR_LOWER : ISO_COLOR_BAR_WHOLE;
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoColorBar *bar)
{
  if (bar->is_dragging || !bar->is_shown)
    return;
  if (!bar->is_pointed)
    gtk_widget_queue_draw (GTK_WIDGET (bar));
  bar->is_pointed = TRUE;
  choose_part (bar, part_at (bar, y));
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoColorBar *bar)
{
  bar->is_pointed = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

static void
pressed (GtkGestureClick *gesture, int count, double x, double y, IsoColorBar *bar)
{
  gtk_widget_grab_focus (GTK_WIDGET (bar));
  if (count == 2)
    g_signal_emit (bar, signals[RANGE_RESET], 0);
}

static void
drag_begun (GtkGestureDrag *gesture, double x, double y, IsoColorBar *bar)
{
  bar->is_dragging = bar->is_shown;
  bar->dragged_from = bar->scale;
  choose_part (bar, part_at (bar, y));
}

static void
dragged (GtkGestureDrag *gesture, double dx, double dy, IsoColorBar *bar)
{
  double part = -dy / MAX (gtk_widget_get_height (GTK_WIDGET (bar)), 1);
  if (!bar->is_dragging || fabs (dy) < 1.0)
    return;
  /* Whoever takes the bar by its middle takes the colours along, so that other values come under them. */
  move (bar, &bar->dragged_from, bar->part == ISO_COLOR_BAR_WHOLE ? -part : part);
}

static void
drag_ended (GtkGestureDrag *gesture, double dx, double dy, IsoColorBar *bar)
{
  bar->is_dragging = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoColorBar *bar)
{
  double step = KEY_STEP * (state & GDK_SHIFT_MASK ? LONG_STEP : 1.0);
  if (!bar->is_shown || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      move (bar, &bar->scale, step);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      move (bar, &bar->scale, -step);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      choose_part (bar, MIN (bar->part + 1, ISO_COLOR_BAR_UPPER));
      return GDK_EVENT_STOP;
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      choose_part (bar, bar->part > ISO_COLOR_BAR_LOWER ? bar->part - 1 : ISO_COLOR_BAR_LOWER);
      return GDK_EVENT_STOP;
    case GDK_KEY_Delete: case GDK_KEY_KP_Delete: case GDK_KEY_BackSpace: case GDK_KEY_0: case GDK_KEY_KP_0:
      g_signal_emit (bar, signals[RANGE_RESET], 0);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- the object ---- */

static void
iso_color_bar_class_init (IsoColorBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  widget_class->snapshot = iso_color_bar_snapshot;
  widget_class->measure = iso_color_bar_measure;
  widget_class->state_flags_changed = iso_color_bar_state_flags_changed;
  gtk_widget_class_set_css_name (widget_class, "color-bar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  signals[RANGE_CHANGED] = g_signal_new ("range-changed", ISO_TYPE_COLOR_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                         G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[RANGE_RESET] = g_signal_new ("range-reset", ISO_TYPE_COLOR_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_color_bar_init (IsoColorBar *bar)
{
  GtkWidget *widget = GTK_WIDGET (bar);
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();
  bar->part = ISO_COLOR_BAR_UPPER;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_tooltip_text (widget, _("Drag an end to move it, the middle to shift both; double click: automatic"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Color scale"), -1);
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_moved), bar);
  g_signal_connect (motion, "motion", G_CALLBACK (pointer_moved), bar);
  g_signal_connect (motion, "leave", G_CALLBACK (pointer_left), bar);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), bar);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begun), bar);
  g_signal_connect (drag, "drag-update", G_CALLBACK (dragged), bar);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_ended), bar);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), bar);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
iso_color_bar_new (void)
{
  return g_object_new (ISO_TYPE_COLOR_BAR, NULL);
}

static gboolean
reaches_beyond (const IsoHeatScale *scale, const IsoMatrixSpread *spread, gboolean top)
{
  return top ? spread->maximum > scale->maximum : spread->minimum < scale->minimum;
}

static gboolean
says_the_same (const IsoColorBar *bar, const IsoHeatScale *scale, const IsoMatrixSpread *spread, const guint32 *table)
{
  return bar->is_shown && bar->table == table && iso_heat_scale_equal (&bar->scale, scale)
         && reaches_beyond (&bar->scale, &bar->spread, TRUE) == reaches_beyond (scale, spread, TRUE)
         && reaches_beyond (&bar->scale, &bar->spread, FALSE) == reaches_beyond (scale, spread, FALSE);
}

void
iso_color_bar_show (IsoColorBar *bar, const IsoHeatScale *scale, const IsoMatrixSpread *spread, const guint32 *table)
{
  if (scale == NULL)
    {
      if (bar->is_shown)
        gtk_widget_queue_draw (GTK_WIDGET (bar));
      bar->is_shown = bar->is_dragging = FALSE;
      return;
    }
  if (says_the_same (bar, scale, spread, table))
    return;
  bar->is_shown = TRUE;
  bar->scale = *scale;
  bar->spread = *spread;
  bar->table = table;
  describe (bar);
  gtk_widget_queue_draw (GTK_WIDGET (bar));
}

IsoColorBarPart
iso_color_bar_part (IsoColorBar *bar)
{
  return bar->part;
}
