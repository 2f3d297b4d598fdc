/* The lines of the card of compared curves, each a toggle with its colour and its dashes. */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "ui/figure/dash.h"
#include "ui/plot/run-overlay-view-private.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/wrap-layout.h"

#define KEY_WIDTH 26
#define KEY_HEIGHT 10

GtkWidget *
iso_run_overlay_legend_new (void)
{
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (legend, iso_wrap_layout_new (2, 0));
  gtk_widget_add_css_class (legend, "overlay-legend");
  gtk_accessible_update_property (GTK_ACCESSIBLE (legend), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Lines shown"), -1);
  return legend;
}

static void
draw_key (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  int color = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (area), "color"));
  int dash = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (area), "dash"));
  GtkWidget *button = gtk_widget_get_ancestor (GTK_WIDGET (area), GTK_TYPE_TOGGLE_BUTTON);
  IsoColor shown = iso_chart_color (iso_present_theme (), color);
  iso_set_color (cairo, shown);
  if (button != NULL && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)))
    {
      iso_dash_draw_key (cairo, dash, 0.0, 0.5 * height, width, 2.5);
      return;
    }
  /* Off by shape, not by colour alone: an empty frame. */
  cairo_set_line_width (cairo, 1.0);
  cairo_rectangle (cairo, 0.5, 1.5, width - 1.0, height - 3.0);
  cairo_stroke (cairo);
}

static void
toggled (GtkToggleButton *button, IsoRunOverlayView *view)
{
  size_t line = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "line"));
  if (!view->is_filling)
    iso_run_overlay_view_toggle (view, line);
}

static GtkWidget *
entry_new (IsoRunOverlayView *view, size_t line)
{
  GtkWidget *button = gtk_toggle_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *key = gtk_drawing_area_new (), *label = gtk_label_new (NULL);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (key), KEY_WIDTH);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (key), KEY_HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (key), draw_key, NULL, NULL);
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  iso_watch_theme (key, G_CALLBACK (gtk_widget_queue_draw));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (content), key);
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "legend-entry");
  g_object_set_data (G_OBJECT (button), "line", GSIZE_TO_POINTER (line));
  g_signal_connect (button, "toggled", G_CALLBACK (toggled), view);
  return button;
}

/* Whose line it is, run by run: "#3 sample · contrastive, finished after 20 epochs". */
static char *
tip_of (IsoRunOverlayView *view, size_t line)
{
  g_autoptr (GString) tip = g_string_new (NULL);
  bool is_run = view->options.grouping == ISO_OVERLAY_EACH;
  for (size_t i = 0; i < view->runs->count; i++)
    {
      const IsoRun *run = view->runs->runs[i].run;
      if (is_run ? i != line : view->runs->runs[i].group != line)
        continue;
      if (tip->len > 0)
        g_string_append_c (tip, '\n');
      const char *format = ngettext ("#%" PRId64 " %s: %s, %d epoch", "#%" PRId64 " %s: %s, %d epochs", run->epochs);
      g_string_append_printf (tip, format, run->id, run->name, iso_run_status_title (run->status), run->epochs);
    }
  return g_string_free (g_steal_pointer (&tip), FALSE);
}

static void
show_entry (IsoRunOverlayView *view, GtkWidget *button, size_t line)
{
  const IsoOverlayLine *shown = iso_run_overlay_line (view->overlay, line);
  GtkWidget *content = gtk_button_get_child (GTK_BUTTON (button)), *key = gtk_widget_get_first_child (content);
  GtkWidget *label = gtk_widget_get_last_child (content);
  gboolean is_shown = !iso_run_overlay_view_is_hidden (view, line), has_values = iso_overlay_line_has_values (shown);
  g_autofree char *tip = view->runs != NULL ? tip_of (view, line) : NULL;
  g_object_set_data (G_OBJECT (key), "color", GINT_TO_POINTER (shown->color));
  g_object_set_data (G_OBJECT (key), "dash", GINT_TO_POINTER (shown->dash));
  gtk_label_set_text (GTK_LABEL (label), shown->label);
  /* What has recorded nothing of it cannot be shown, and is no line that is hidden. */
  gtk_widget_set_sensitive (button, has_values);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), is_shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, shown->label, -1);
  if (is_shown || !has_values)
    gtk_widget_remove_css_class (label, "dim-label");
  else
    gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_queue_draw (key);
}

/* Buttons stay where they are, so that the keyboard does too. */
void
iso_run_overlay_legend_show (IsoRunOverlayView *view)
{
  size_t count = view->overlay != NULL ? iso_run_overlay_count (view->overlay) : 0, line = 0;
  GtkWidget *button = gtk_widget_get_first_child (view->legend);
  view->is_filling = TRUE;
  for (; line < count; line++)
    {
      if (button == NULL)
        {
          button = entry_new (view, line);
          gtk_box_append (GTK_BOX (view->legend), button);
        }
      show_entry (view, button, line);
      button = gtk_widget_get_next_sibling (button);
    }
  while (button != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (button);
      gtk_box_remove (GTK_BOX (view->legend), button);
      button = next;
    }
  view->is_filling = FALSE;
}
