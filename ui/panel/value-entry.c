#include "ui/panel/value-entry.h"

#include <string.h>

#define LEAST_CHARACTERS 2
#define MOST_CHARACTERS 14

typedef struct {
  IsoValueTyped typed;
  gpointer data;
  char *held; /* the value that holds */
} Field;

static void
field_free (gpointer data)
{
  Field *field = data;
  g_free (field->held);
  g_free (field);
}

static Field *
field_of (GtkWidget *entry)
{
  return g_object_get_data (G_OBJECT (entry), "field");
}

static gboolean
is_changed (GtkWidget *entry)
{
  return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (entry)), field_of (entry)->held) != 0;
}

static void
restore (GtkWidget *entry)
{
  const char *held = field_of (entry)->held;
  if (is_changed (entry))
    gtk_editable_set_text (GTK_EDITABLE (entry), held == NULL ? "" : held);
}

static void
ask (GtkWidget *entry)
{
  Field *field = field_of (entry);
  if (!is_changed (entry))
    return;
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  field->typed (entry, text, field->data);
  /* Accepted: as the value is written here. Refused: the value that holds. */
  restore (entry);
}

static void
activated (GtkWidget *entry, gpointer data)
{
  ask (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
}

static void
left (GtkEventControllerFocus *controller, GtkWidget *entry)
{
  ask (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, 0);
}

/* As wide as what stands in it: a badge beside it stays close. */
static void
fit_width (GtkEditable *entry, gpointer data)
{
  int length = (int) g_utf8_strlen (gtk_editable_get_text (entry), -1);
  gtk_editable_set_width_chars (entry, CLAMP (length, LEAST_CHARACTERS, MOST_CHARACTERS));
  gtk_editable_set_max_width_chars (entry, CLAMP (length, LEAST_CHARACTERS, MOST_CHARACTERS));
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GtkWidget *entry)
{
  if (key != GDK_KEY_Escape || !is_changed (entry))
    return GDK_EVENT_PROPAGATE;
  restore (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
  return GDK_EVENT_STOP;
}

GtkWidget *
iso_value_entry_new (IsoValueTyped typed, gpointer data)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new (), *key = gtk_event_controller_key_new ();
  Field *field = g_new0 (Field, 1);

  field->typed = typed;
  field->data = data;
  g_object_set_data_full (G_OBJECT (entry), "field", field, field_free);
  gtk_widget_add_css_class (entry, "value-entry");
  gtk_widget_add_css_class (entry, "numeric");
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1.0f);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  fit_width (GTK_EDITABLE (entry), NULL);
  g_signal_connect (entry, "changed", G_CALLBACK (fit_width), NULL);
  g_signal_connect (entry, "activate", G_CALLBACK (activated), NULL);
  g_signal_connect (focus, "leave", G_CALLBACK (left), entry);
  gtk_widget_add_controller (entry, focus);
  /* Before the text inside takes it. */
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed), entry);
  gtk_widget_add_controller (entry, key);
  return entry;
}

void
iso_value_entry_show (GtkWidget *entry, const char *text)
{
  Field *field = field_of (entry);
  gboolean is_typing = field->held != NULL && is_changed (entry);
  if (g_strcmp0 (field->held, text) == 0)
    return;
  g_free (field->held);
  field->held = g_strdup (text);
  if (!is_typing || !(gtk_widget_get_state_flags (entry) & GTK_STATE_FLAG_FOCUS_WITHIN))
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}
