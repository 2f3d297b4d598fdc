/* What is seen of data being opened that take their time, and of pictures that could not be read. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "engine/data/source.h"
#include "ui/window/window-private.h"

/* What opens in less is not worth a bar that comes and goes. */
#define NOTICEABLE_MICROSECONDS (G_USEC_PER_SEC * 2 / 5)
/* Lines that the dialog lists; the command line can write all of them into a file. */
#define MOST_LISTED 1000

void
iso_window_cancel_opening (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_session_cancel (ISO_WINDOW (widget)->session);
}

static void
show_share (IsoWindow *window, double share)
{
  g_autofree char *name = g_path_get_basename (iso_session_settings (window->session)->data.source);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = g_strdup_printf (_("Reading the pictures of %s"), shown);
  g_autofree char *percent = g_strdup_printf (_("%d %%"), (int) (100.0 * share));
  if (g_strcmp0 (gtk_label_get_text (window->opening_label), text) != 0)
    gtk_label_set_text (window->opening_label, text);
  gtk_label_set_text (window->opening_share, percent);
  gtk_progress_bar_set_fraction (window->opening_bar, share);
}

static gboolean
follow (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IsoWindow *window = ISO_WINDOW (widget);
  double share = iso_session_reading (window->session);
  if (iso_session_state (window->session) != ISO_SESSION_LOADING)
    {
      gtk_revealer_set_reveal_child (window->opening, FALSE);
      window->opening_tick = 0;
      return G_SOURCE_REMOVE;
    }
  if (!isnan (share) && g_get_monotonic_time () - window->opening_since > NOTICEABLE_MICROSECONDS)
    {
      show_share (window, share);
      gtk_revealer_set_reveal_child (window->opening, TRUE);
    }
  return G_SOURCE_CONTINUE;
}

void
iso_window_update_opening (IsoWindow *window)
{
  if (iso_session_state (window->session) != ISO_SESSION_LOADING || window->opening_tick != 0)
    return;
  window->opening_since = g_get_monotonic_time ();
  window->opening_tick = gtk_widget_add_tick_callback (GTK_WIDGET (window), follow, NULL, NULL);
}

void
iso_window_add_opening_bar (IsoWindow *window)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *button = gtk_button_new_with_mnemonic (_("_Cancel"));
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  GtkWidget *bar = gtk_progress_bar_new ();
  GtkWidget *revealer = gtk_revealer_new (), *percent = gtk_label_new (NULL);
  window->opening = GTK_REVEALER (revealer);
  window->opening_label = GTK_LABEL (label);
  window->opening_share = GTK_LABEL (percent);
  gtk_label_set_width_chars (window->opening_share, 5);
  gtk_label_set_xalign (window->opening_share, 1.0f);
  gtk_widget_add_css_class (percent, "numeric");
  window->opening_bar = GTK_PROGRESS_BAR (bar);
  gtk_label_set_ellipsize (window->opening_label, PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (window->opening_label, 0.0f);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reading pictures"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.cancel-opening");
  gtk_widget_set_tooltip_text (button, _("Stop reading and keep what is in place (Ctrl+.)"));
  gtk_widget_add_css_class (box, "opening");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), percent);
  gtk_box_append (GTK_BOX (box), button);
  gtk_revealer_set_child (window->opening, box);
  gtk_box_insert_child_after (window->frame, revealer, gtk_widget_get_first_child (GTK_WIDGET (window->frame)));
}

static GtkWidget *
list_new (const GPtrArray *lines)
{
  GtkWidget *view = gtk_text_view_new (), *scroller = gtk_scrolled_window_new ();
  GString *text = g_string_new (NULL);
  guint shown = MIN (lines->len, MOST_LISTED);
  for (guint i = 0; i < shown; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (char *) lines->pdata[i]);
  if (shown < lines->len)
    g_string_append_printf (text, _("\n… %u more"), lines->len - shown);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text->str, -1);
  g_string_free (text, TRUE);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_pixels_below_lines (GTK_TEXT_VIEW (view), 3);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What was left out, and why"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_size_request (scroller, 460, 170);
  gtk_widget_add_css_class (scroller, "left-out");
  gtk_widget_set_overflow (scroller, GTK_OVERFLOW_HIDDEN);
  return scroller;
}

void
iso_window_tell_left_out (IsoWindow *window, const GPtrArray *lines, guint64 all)
{
  const char *source = iso_session_settings (window->session)->data.source;
  /* Other sizes and colours of the same folder leave out the same. */
  if (g_strcmp0 (source, window->told_source) == 0)
    return;
  g_free (window->told_source);
  window->told_source = g_strdup (source);
  guint files = iso_source_skipped_files (lines);
  g_autofree char *heading = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %" PRIu64 " picture was left out",
                                                           "%u of %" PRIu64 " pictures were left out", (gulong) all),
                                              files, all);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, _("The others are in place."));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list_new (lines));
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}
