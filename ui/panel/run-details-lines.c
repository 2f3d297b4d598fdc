/* Lines of the details: what at the left, its value at the right. */
#include "ui/panel/inspector-parts.h"
#include "ui/panel/run-details-private.h"

#define VALUE_CHARACTERS 22

void
iso_run_part_init (IsoRunPart *part, GtkWidget *parent, const char *title)
{
  part->whole = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  part->heading = iso_inspector_heading_new (title);
  part->lines = iso_inspector_card_new ();
  gtk_box_append (GTK_BOX (part->whole), part->heading);
  gtk_box_append (GTK_BOX (part->whole), part->lines);
  gtk_widget_set_visible (part->whole, FALSE);
  gtk_box_append (GTK_BOX (parent), part->whole);
}

static GtkWidget *
line_new (void)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *what = iso_inspector_label_new (NULL, 0.0f, TRUE), *value = iso_inspector_label_new (NULL, 1.0f, FALSE);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_widget_set_valign (what, GTK_ALIGN_START);
  gtk_widget_set_valign (value, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (value), GTK_JUSTIFY_RIGHT);
  gtk_label_set_max_width_chars (GTK_LABEL (value), VALUE_CHARACTERS);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_box_append (GTK_BOX (line), what);
  gtk_box_append (GTK_BOX (line), value);
  return line;
}

static void
set_label (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

void
iso_run_part_fill (IsoRunPart *part, const char *const *texts)
{
  GtkWidget *line = gtk_widget_get_first_child (part->lines);
  for (size_t i = 0; texts[i] != NULL && texts[i + 1] != NULL; i += 2)
    {
      if (line == NULL)
        {
          line = line_new ();
          gtk_box_append (GTK_BOX (part->lines), line);
        }
      GtkWidget *what = gtk_widget_get_first_child (line), *value = gtk_widget_get_last_child (line);
      set_label (what, texts[i]);
      set_label (value, texts[i + 1]);
      gtk_accessible_update_property (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, texts[i], -1);
      line = gtk_widget_get_next_sibling (line);
    }
  while (line != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (line);
      gtk_box_remove (GTK_BOX (part->lines), line);
      line = next;
    }
  gtk_widget_set_visible (part->whole, texts[0] != NULL);
}

static void
link_clicked (GtkButton *button, IsoRunDetails *details)
{
  iso_run_details_follow (details, *(const gint64 *) g_object_get_data (G_OBJECT (button), "run"));
}

void
iso_run_part_add_links (IsoRunPart *part, IsoRunDetails *details, const GArray *ids, const char *const *texts)
{
  for (GtkWidget *old = gtk_widget_get_first_child (part->lines); old != NULL; old = gtk_widget_get_first_child (part->lines))
    gtk_box_remove (GTK_BOX (part->lines), old);
  for (guint i = 0; i < ids->len; i++)
    {
      GtkWidget *button = gtk_button_new (), *label = gtk_label_new (texts[i]);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
      gtk_button_set_child (GTK_BUTTON (button), label);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "run-link");
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, texts[i], -1);
      g_object_set_data_full (G_OBJECT (button), "run", g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (link_clicked), details);
      gtk_box_append (GTK_BOX (part->lines), button);
    }
  gtk_widget_set_visible (part->whole, ids->len > 0);
}
