/* The button that says which epoch is looked at, and leads back to now. */
#include <glib/gi18n.h>

#include "ui/panel/look-back-bar.h"

static void
show (GtkWidget *pill, IsoLookBack *back)
{
  int epoch = iso_look_back_shown (back);
  GtkWidget *label = gtk_widget_get_first_child (gtk_button_get_child (GTK_BUTTON (pill)));
  if (epoch != ISO_LOOK_BACK_NOW)
    {
      g_autofree char *text = g_strdup_printf (_("Looking at epoch %d"), epoch);
      g_autofree char *name = g_strdup_printf (_("Looking at epoch %d: back to now"), epoch);
      gtk_label_set_text (GTK_LABEL (label), text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (pill), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  gtk_widget_set_visible (pill, epoch != ISO_LOOK_BACK_NOW);
}

static void
shown (IsoLookBack *back, GtkWidget *pill)
{
  show (pill, back);
}

static void
clicked (GtkButton *pill, IsoLookBack *back)
{
  iso_look_back_go (back, ISO_LOOK_BACK_NOW);
}

GtkWidget *
iso_look_back_pill_new (IsoLookBack *back)
{
  GtkWidget *pill = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (NULL), *lead = gtk_label_new (_("Back to now"));
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (lead, "look-back-lead");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), lead);
  gtk_button_set_child (GTK_BUTTON (pill), box);
  gtk_widget_add_css_class (pill, "look-back-pill");
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (pill, _("Back to now (Esc)"));
  g_signal_connect_object (pill, "clicked", G_CALLBACK (clicked), back, 0);
  g_signal_connect_object (back, "shown", G_CALLBACK (shown), pill, 0);
  show (pill, back);
  return pill;
}
