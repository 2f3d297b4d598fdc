#include "ui/panel/inspector-parts.h"

#include "ui/plot/theme-watch.h"

GtkWidget *
iso_inspector_heading_new (const char *text)
{
  GtkWidget *heading = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "label", text, "xalign", 0.0,
                                     "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (heading, "inspector-heading");
  return heading;
}

GtkWidget *
iso_inspector_card_new (void)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "inspector-card");
  return card;
}

GtkWidget *
iso_inspector_label_new (const char *text, float xalign, gboolean is_quiet)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  if (xalign == 0.0f)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 26);
    }
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  if (is_quiet)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}

GtkWidget *
iso_inspector_drawing_new (int height, GtkDrawingAreaDrawFunc draw, gpointer data)
{
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, "content-height", height,
                                  "hexpand", TRUE, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, data, NULL);
  iso_watch_theme (area, G_CALLBACK (gtk_widget_queue_draw));
  return area;
}

void
iso_inspector_label_set (GtkWidget *label, const char *text)
{
  if (text != NULL)
    gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, text != NULL);
}
