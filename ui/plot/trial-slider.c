#include "ui/plot/trial-slider.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/parameters.h"
#include "ui/plot/spoken.h"
#include "ui/plot/trial-stops.h"
#include "ui/plot/trial-words.h"

#define WIDTH 84

struct _IsoTrialSlider {
  GtkBox parent_instance;
  const IsoParameter *parameter;
  GArray *stops;
  size_t B;
  GtkRange *scale;
  GtkLabel *value_label;
  GtkWidget *reset;
  double value, origin; /* that holds; of the run */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (IsoTrialSlider, iso_trial_slider, GTK_TYPE_BOX)

enum { MOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static gboolean
is_same (double a, double b)
{
  return !(a < b) && !(a > b);
}

/* All neighbors lie beyond any number of them. */
static double
place_of (IsoTrialSlider *slider, double value)
{
  gboolean is_all = slider->parameter->type == ISO_PARAMETER_INTEGER && (value <= 0.0 || value + 1.0 >= (double) slider->B);
  return iso_trial_stops_position (slider->stops, is_all ? (double) INFINITY : value);
}

static void
show_value (IsoTrialSlider *slider)
{
  g_autofree char *text = iso_trial_value_text (slider->parameter, slider->value);
  gboolean is_tried = !is_same (slider->value, slider->origin);
  if (g_strcmp0 (gtk_label_get_text (slider->value_label), text) != 0)
    {
      gtk_label_set_text (slider->value_label, text);
      iso_speak_value (GTK_WIDGET (slider->scale), text, _(slider->parameter->help));
    }
  /* It keeps its room, so that nothing moves when it comes and goes. */
  gtk_widget_set_opacity (slider->reset, is_tried ? 1.0 : 0.0);
  gtk_widget_set_sensitive (slider->reset, is_tried);
}

static void
ask_for (IsoTrialSlider *slider, double value)
{
  if (is_same (value, slider->value))
    return;
  slider->value = value;
  show_value (slider);
  g_signal_emit (slider, signals[MOVED], 0, value);
}

static void
scale_moved (GtkRange *scale, IsoTrialSlider *slider)
{
  if (slider->showing)
    return;
  int stop = (int) lround (gtk_range_get_value (scale));
  double value = g_array_index (slider->stops, double, CLAMP (stop, 0, (int) slider->stops->len - 1));
  ask_for (slider, isinf (value) ? 0.0 : value);
}

void
iso_trial_slider_reset (IsoTrialSlider *slider)
{
  if (is_same (slider->value, slider->origin))
    return;
  slider->showing = TRUE;
  gtk_range_set_value (slider->scale, place_of (slider, slider->origin));
  slider->showing = FALSE;
  ask_for (slider, slider->origin);
}

static void
pressed (GtkGestureClick *click, int count, double x, double y, IsoTrialSlider *slider)
{
  if (count != 2)
    return;
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  iso_trial_slider_reset (slider);
}

/* ---- the object ---- */

static void
iso_trial_slider_finalize (GObject *object)
{
  g_clear_pointer (&ISO_TRIAL_SLIDER (object)->stops, g_array_unref);
  G_OBJECT_CLASS (iso_trial_slider_parent_class)->finalize (object);
}

static void
iso_trial_slider_class_init (IsoTrialSliderClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_trial_slider_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[MOVED] = g_signal_new ("moved", ISO_TYPE_TRIAL_SLIDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_DOUBLE);
}

static void
iso_trial_slider_init (IsoTrialSlider *slider)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (slider), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_size_request (GTK_WIDGET (slider), WIDTH, -1);
  gtk_widget_add_css_class (GTK_WIDGET (slider), "trial-slider");
  slider->value = slider->origin = (double) NAN;
}

static GtkWidget *
head_new (IsoTrialSlider *slider)
{
  const IsoParameter *parameter = slider->parameter;
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2), *symbol = gtk_label_new (NULL);
  g_autofree char *markup = iso_trial_symbol_markup (parameter);
  gtk_label_set_markup (GTK_LABEL (symbol), markup);
  gtk_label_set_xalign (GTK_LABEL (symbol), 0.0f);
  gtk_widget_set_hexpand (symbol, TRUE);
  slider->value_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (slider->value_label), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (slider->value_label), "trial-value");
  slider->reset = gtk_button_new_from_icon_name ("isotherm-undo-symbolic");
  gtk_widget_add_css_class (slider->reset, "flat");
  gtk_widget_add_css_class (slider->reset, "row-reset");
  gtk_widget_set_valign (slider->reset, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (slider->reset, _("Back to the run's value (double click)"));
  g_autofree char *name = g_strdup_printf (_("Reset %s"), _(parameter->title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider->reset), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (slider->reset, "clicked", G_CALLBACK (iso_trial_slider_reset), slider);
  gtk_box_append (GTK_BOX (head), symbol);
  gtk_box_append (GTK_BOX (head), slider->reset);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (slider->value_label));
  return head;
}

GtkWidget *
iso_trial_slider_new (const char *key)
{
  IsoTrialSlider *slider = g_object_new (ISO_TYPE_TRIAL_SLIDER, NULL);
  IsoSettings settings;
  iso_settings_init (&settings);
  slider->parameter = iso_parameter_find (key, &settings, NULL);
  g_assert (slider->parameter != NULL);
  slider->scale = GTK_RANGE (gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.0, 1.0, 1.0));
  gtk_scale_set_draw_value (GTK_SCALE (slider->scale), FALSE);
  gtk_range_set_round_digits (slider->scale, -1);
  GtkGesture *click = gtk_gesture_click_new ();
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), slider);
  gtk_widget_add_controller (GTK_WIDGET (slider->scale), GTK_EVENT_CONTROLLER (click));
  g_signal_connect (slider->scale, "value-changed", G_CALLBACK (scale_moved), slider);
  gtk_box_append (GTK_BOX (slider), head_new (slider));
  gtk_box_append (GTK_BOX (slider), GTK_WIDGET (slider->scale));
  g_autofree char *name = iso_trial_name (slider->parameter);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(slider->parameter->help), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  iso_trial_slider_set_batch (slider, 112);
  return GTK_WIDGET (slider);
}

void
iso_trial_slider_set_batch (IsoTrialSlider *slider, size_t B)
{
  if (B == slider->B)
    return;
  slider->B = B;
  g_clear_pointer (&slider->stops, g_array_unref);
  slider->stops = iso_trial_stops_new (slider->parameter, B);
  slider->showing = TRUE;
  gtk_range_set_range (slider->scale, 0.0, MAX ((double) slider->stops->len - 1.0, 1.0));
  gtk_range_set_increments (slider->scale, 1.0, 5.0);
  slider->showing = FALSE;
}

void
iso_trial_slider_show (IsoTrialSlider *slider, const IsoDistillSettings *settings, const IsoDistillSettings *run,
                       const char *reason)
{
  slider->value = iso_trial_value (slider->parameter, settings);
  slider->origin = iso_trial_value (slider->parameter, run);
  double place = place_of (slider, slider->value);
  slider->showing = TRUE;
  /* Where the hand has it, within the same stop, it stays. */
  if (lround (place) != lround (gtk_range_get_value (slider->scale)) || !is_same (place, round (place)))
    gtk_range_set_value (slider->scale, place);
  slider->showing = FALSE;
  show_value (slider);
  gtk_widget_set_sensitive (GTK_WIDGET (slider), reason == NULL);
  g_autofree char *tip = iso_trial_tooltip (slider->parameter, reason);
  gtk_widget_set_tooltip_text (GTK_WIDGET (slider), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slider), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tip, -1);
}

GtkAdjustment *
iso_trial_slider_adjustment (IsoTrialSlider *slider)
{
  return gtk_range_get_adjustment (slider->scale);
}

double
iso_trial_slider_value (IsoTrialSlider *slider)
{
  return slider->value;
}
