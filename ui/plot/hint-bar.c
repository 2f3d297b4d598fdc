#include "ui/plot/hint-bar.h"

#include <glib/gi18n-lib.h>

/* How long there must have been nothing to say. */
#define LINGER_MS 1500

struct _IsoHintBar {
  GtkBox parent_instance;
  GtkLabel *text;
  GtkWidget *scale, *attempt;
  guint leave;
};

G_DEFINE_FINAL_TYPE (IsoHintBar, iso_hint_bar, GTK_TYPE_BOX)

enum { LOG_SCALE, TRY, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
scale_clicked (IsoHintBar *bar)
{
  g_signal_emit (bar, signals[LOG_SCALE], 0);
}

static void
try_clicked (IsoHintBar *bar)
{
  g_signal_emit (bar, signals[TRY], 0);
}

static void
iso_hint_bar_dispose (GObject *object)
{
  g_clear_handle_id (&ISO_HINT_BAR (object)->leave, g_source_remove);
  G_OBJECT_CLASS (iso_hint_bar_parent_class)->dispose (object);
}

static void
iso_hint_bar_class_init (IsoHintBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_hint_bar_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_STATUS);
  signals[LOG_SCALE] = g_signal_new ("log-scale", ISO_TYPE_HINT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TRY] = g_signal_new ("try", ISO_TYPE_HINT_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_hint_bar_init (IsoHintBar *bar)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("isotherm-info-symbolic"), *text = gtk_label_new (NULL);
  bar->text = GTK_LABEL (text);
  bar->scale = gtk_button_new_with_label (_("Log scale"));
  bar->attempt = gtk_button_new_with_label ("");
  gtk_label_set_xalign (bar->text, 0.0f);
  gtk_label_set_ellipsize (bar->text, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_tooltip_text (bar->scale, _("Show small differences by a logarithmic color scale"));
  gtk_widget_set_tooltip_text (bar->attempt, _("Try it on this batch: the run goes on as it is"));
  gtk_widget_add_css_class (GTK_WIDGET (bar), "card-bar");
  gtk_widget_add_css_class (GTK_WIDGET (bar), "hint");
  gtk_box_set_spacing (GTK_BOX (bar), 6);
  g_signal_connect_swapped (bar->scale, "clicked", G_CALLBACK (scale_clicked), bar);
  g_signal_connect_swapped (bar->attempt, "clicked", G_CALLBACK (try_clicked), bar);
  gtk_box_append (GTK_BOX (bar), icon);
  gtk_box_append (GTK_BOX (bar), text);
  gtk_box_append (GTK_BOX (bar), bar->scale);
  gtk_box_append (GTK_BOX (bar), bar->attempt);
  gtk_widget_set_visible (GTK_WIDGET (bar), FALSE);
}

GtkWidget *
iso_hint_bar_new (void)
{
  return g_object_new (ISO_TYPE_HINT_BAR, NULL);
}

static gboolean
leave (gpointer data)
{
  IsoHintBar *bar = data;
  bar->leave = 0;
  gtk_widget_set_visible (GTK_WIDGET (bar), FALSE);
  return G_SOURCE_REMOVE;
}

void
iso_hint_bar_show (IsoHintBar *bar, const char *text, gboolean offers_log_scale, const char *try_label)
{
  if (text == NULL)
    {
      if (gtk_widget_get_visible (GTK_WIDGET (bar)) && bar->leave == 0)
        bar->leave = g_timeout_add (LINGER_MS, leave, bar);
      return;
    }
  g_clear_handle_id (&bar->leave, g_source_remove);
  if (g_strcmp0 (gtk_label_get_text (bar->text), text) != 0)
    {
      gtk_label_set_text (bar->text, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (bar->text), text);
      gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }
  gtk_widget_set_visible (bar->scale, offers_log_scale);
  gtk_widget_set_visible (bar->attempt, try_label != NULL);
  if (try_label != NULL && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (bar->attempt)), try_label) != 0)
    gtk_button_set_label (GTK_BUTTON (bar->attempt), try_label);
  gtk_widget_set_visible (GTK_WIDGET (bar), TRUE);
}

void
iso_hint_bar_clear (IsoHintBar *bar)
{
  g_clear_handle_id (&bar->leave, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (bar), FALSE);
}

const char *
iso_hint_bar_text (IsoHintBar *bar)
{
  return gtk_widget_get_visible (GTK_WIDGET (bar)) ? gtk_label_get_text (bar->text) : NULL;
}
