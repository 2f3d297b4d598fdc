#include "ui/panel/keeping-note.h"

#include <glib/gi18n.h>

struct _IsoKeepingNote {
  GtkBox parent_instance;
  IsoSession *session;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (IsoKeepingNote, iso_keeping_note, GTK_TYPE_BOX)

static void
update (IsoKeepingNote *note)
{
  g_autofree char *problem = iso_session_keeping_problem (note->session);
  gboolean is_partly = iso_session_run (note->session) > 0;
  gtk_widget_set_visible (GTK_WIDGET (note), problem != NULL);
  if (problem == NULL)
    return;
  const char *text = is_partly ? _("not all is kept") : _("not kept");
  g_autofree char *full = g_strdup_printf (_("%s: %s. Training goes on; what is missing is kept as soon as that can be done."),
                                           is_partly ? _("Not all of this run is kept") : _("This run is not kept"), problem);
  gtk_label_set_text (note->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (note), full);
  gtk_accessible_update_property (GTK_ACCESSIBLE (note->label), GTK_ACCESSIBLE_PROPERTY_LABEL, full, -1);
}

GtkWidget *
iso_keeping_note_new (IsoSession *session)
{
  IsoKeepingNote *note = g_object_new (ISO_TYPE_KEEPING_NOTE, NULL);
  note->session = g_object_ref (session);
  g_signal_connect_object (session, "recording", G_CALLBACK (update), note, G_CONNECT_SWAPPED);
  update (note);
  return GTK_WIDGET (note);
}

static void
iso_keeping_note_finalize (GObject *object)
{
  g_clear_object (&ISO_KEEPING_NOTE (object)->session);
  G_OBJECT_CLASS (iso_keeping_note_parent_class)->finalize (object);
}

static void
iso_keeping_note_class_init (IsoKeepingNoteClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_keeping_note_finalize;
}

static void
iso_keeping_note_init (IsoKeepingNote *note)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  /* Read out when it comes. */
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  note->label = GTK_LABEL (label);
  gtk_box_set_spacing (GTK_BOX (note), 5);
  gtk_widget_add_css_class (GTK_WIDGET (note), "alarm");
  gtk_widget_set_margin_start (GTK_WIDGET (note), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (note), 12);
  gtk_widget_set_visible (GTK_WIDGET (note), FALSE);
  gtk_box_append (GTK_BOX (note), icon);
  gtk_box_append (GTK_BOX (note), label);
}
