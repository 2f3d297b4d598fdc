#include "ui/plot/smoothing-button.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MOST 0.999
#define DECADES 3.0 /* of 1 - β along the slider: 0, 0.9, 0.99, 0.999 are equally far apart */
#define SLIDER_STEP 0.05
#define SLIDER_WIDTH 220

struct _IsoSmoothingButton {
  GtkWidget parent_instance;
  GtkWidget *button;
  GtkLabel *label, *value;
  GtkAdjustment *slider;
  GtkWidget *scale;
};

G_DEFINE_FINAL_TYPE (IsoSmoothingButton, iso_smoothing_button, GTK_TYPE_WIDGET)

enum { CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

double
iso_smoothing_button_get (IsoSmoothingButton *button)
{
  g_return_val_if_fail (ISO_IS_SMOOTHING_BUTTON (button), 0.0);
  double smoothing = 1.0 - pow (10.0, -gtk_adjustment_get_value (button->slider));
  /* As it is written, so that what is read is what holds. */
  return CLAMP (rint (smoothing * 1000.0) / 1000.0, 0.0, MOST);
}

void
iso_smoothing_button_set (IsoSmoothingButton *button, double smoothing)
{
  g_return_if_fail (ISO_IS_SMOOTHING_BUTTON (button));
  gtk_adjustment_set_value (button->slider, -log10 (1.0 - CLAMP (smoothing, 0.0, MOST)));
}

static void
show_value (IsoSmoothingButton *button)
{
  double smoothing = iso_smoothing_button_get (button);
  bool is_fine = fabs (smoothing * 100.0 - rint (smoothing * 100.0)) > 1e-6;
  g_autofree char *number = g_strdup_printf (is_fine ? "%.3f" : "%.2f", smoothing), *text = g_strdup_printf ("β %s", number);
  g_autofree char *name = g_strdup_printf (_("Smoothing β %s"), number);
  gtk_label_set_text (button->label, text);
  gtk_label_set_text (button->value, number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, number, -1);
}

static void
slid (GtkAdjustment *slider, IsoSmoothingButton *button)
{
  show_value (button);
  g_signal_emit (button, signals[CHANGED], 0);
}

static GtkWidget *
popover_new (IsoSmoothingButton *button)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *title = gtk_label_new (_("Smoothing β"));
  GtkWidget *help = gtk_label_new (_("Moving average of loss and KL; every value stays behind it."));
  button->value = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (GTK_WIDGET (button->value), "numeric");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (button->value));
  button->scale = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, button->slider);
  gtk_widget_set_size_request (button->scale, SLIDER_WIDTH, -1);
  gtk_scale_add_mark (GTK_SCALE (button->scale), 0.0, GTK_POS_BOTTOM, "0");
  gtk_scale_add_mark (GTK_SCALE (button->scale), 1.0, GTK_POS_BOTTOM, "0.9");
  gtk_scale_add_mark (GTK_SCALE (button->scale), 2.0, GTK_POS_BOTTOM, "0.99");
  gtk_scale_add_mark (GTK_SCALE (button->scale), 3.0, GTK_POS_BOTTOM, "0.999");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button->scale), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Smoothing β"), -1);
  gtk_label_set_wrap (GTK_LABEL (help), TRUE);
  gtk_label_set_xalign (GTK_LABEL (help), 0.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (help), 30);
  gtk_widget_add_css_class (help, "dim-label");
  gtk_widget_add_css_class (help, "caption");
  gtk_widget_add_css_class (box, "smoothing");
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), button->scale);
  gtk_box_append (GTK_BOX (box), help);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static void
iso_smoothing_button_dispose (GObject *object)
{
  IsoSmoothingButton *button = ISO_SMOOTHING_BUTTON (object);
  if (button->slider != NULL)
    g_signal_handlers_disconnect_by_data (button->slider, button);
  g_clear_object (&button->slider);
  g_clear_pointer (&button->button, gtk_widget_unparent);
  G_OBJECT_CLASS (iso_smoothing_button_parent_class)->dispose (object);
}

static void
iso_smoothing_button_class_init (IsoSmoothingButtonClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_smoothing_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] = g_signal_new ("changed", ISO_TYPE_SMOOTHING_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_smoothing_button_init (IsoSmoothingButton *button)
{
  button->slider = g_object_ref_sink (gtk_adjustment_new (1.0, 0.0, DECADES, SLIDER_STEP, 5.0 * SLIDER_STEP, 0.0));
  button->button = gtk_menu_button_new ();
  button->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (button->label), "numeric");
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button->button), GTK_WIDGET (button->label));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button->button), popover_new (button));
  gtk_widget_add_css_class (button->button, "flat");
  gtk_widget_add_css_class (button->button, "smoothing-button");
  gtk_widget_set_tooltip_text (button->button, _("How much the curves of loss and KL are smoothed"));
  gtk_widget_set_valign (button->button, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (button->button, GTK_WIDGET (button));
  show_value (button);
  g_signal_connect (button->slider, "value-changed", G_CALLBACK (slid), button);
}

GtkWidget *
iso_smoothing_button_new (double smoothing)
{
  IsoSmoothingButton *button = g_object_new (ISO_TYPE_SMOOTHING_BUTTON, NULL);
  iso_smoothing_button_set (button, smoothing);
  return GTK_WIDGET (button);
}
