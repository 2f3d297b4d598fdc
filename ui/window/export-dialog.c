#include "ui/window/export-dialog.h"

#include <glib/gi18n.h>

#include "ui/figure/axis.h"
#include "ui/plot/view-card.h"

#define STEP 10.0
#define PAGE 100.0

struct _IsoExportDialog {
  AdwMessageDialog parent_instance;
  GtkSpinButton *width, *height;
  GtkWidget *scales, *styles;
  AdwActionRow *scale_row; /* says how large a PNG becomes */
  IsoExportLook look;
};

G_DEFINE_FINAL_TYPE (IsoExportDialog, iso_export_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
say_pixels (IsoExportDialog *dialog)
{
  char width[32], height[32];
  iso_number_format (width, sizeof width, dialog->look.width * dialog->look.scale, 9);
  iso_number_format (height, sizeof height, dialog->look.height * dialog->look.scale, 9);
  g_autofree char *text = g_strdup_printf (_("A PNG of %s × %s pixels"), width, height);
  adw_action_row_set_subtitle (dialog->scale_row, text);
}

static void
size_changed (IsoExportDialog *dialog)
{
  dialog->look.width = gtk_spin_button_get_value_as_int (dialog->width);
  dialog->look.height = gtk_spin_button_get_value_as_int (dialog->height);
  say_pixels (dialog);
}

static void
scale_chosen (int index, gpointer data)
{
  IsoExportDialog *dialog = data;
  dialog->look.scale = index + 1;
  say_pixels (dialog);
}

static void
style_chosen (int index, gpointer data)
{
  ISO_EXPORT_DIALOG (data)->look.style = (IsoExportStyle) index;
}

static GtkSpinButton *
side_new (IsoExportDialog *dialog, const char *name, double least, int value)
{
  GtkWidget *spin = gtk_spin_button_new (gtk_adjustment_new (value, least, ISO_EXPORT_MOST_SIDE, STEP, PAGE, 0.0), STEP, 0);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_SPIN_BUTTON (spin);
}

static AdwActionRow *
row_new (GtkWidget *list, const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return ADW_ACTION_ROW (row);
}

static GtkWidget *
size_new (IsoExportDialog *dialog)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  dialog->width = side_new (dialog, _("Width"), ISO_EXPORT_LEAST_WIDTH, dialog->look.width);
  dialog->height = side_new (dialog, _("Height"), ISO_EXPORT_LEAST_HEIGHT, dialog->look.height);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (dialog->width));
  gtk_box_append (GTK_BOX (box), gtk_label_new ("×"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (dialog->height));
  g_signal_connect_swapped (dialog->width, "value-changed", G_CALLBACK (size_changed), dialog);
  g_signal_connect_swapped (dialog->height, "value-changed", G_CALLBACK (size_changed), dialog);
  return box;
}

static GtkWidget *
list_new (IsoExportDialog *dialog)
{
  const char *const scales[] = { "1", "2", "3", NULL };
  const char *const styles[] = { _("as the window"), _("light"), _("dark"), NULL };
  GtkWidget *list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_set_size_request (list, 440, -1);
  row_new (list, _("Size"), _("in pixels"), size_new (dialog));
  dialog->scales = iso_choice_row_new (_("Scale"), scales, dialog->look.scale - 1, scale_chosen, dialog);
  dialog->scale_row = row_new (list, _("Scale"), "", dialog->scales);
  dialog->styles = iso_choice_row_new (_("Style of the figure"), styles, (int) dialog->look.style, style_chosen, dialog);
  row_new (list, _("Style"), "", dialog->styles);
  return list;
}

static void
iso_export_dialog_class_init (IsoExportDialogClass *class)
{
}

static void
iso_export_dialog_init (IsoExportDialog *dialog)
{
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_add_responses (message, "cancel", _("_Cancel"), "copy", _("C_opy"), "save", _("_Save…"), NULL);
  adw_message_dialog_set_response_appearance (message, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "save");
  adw_message_dialog_set_close_response (message, "cancel");
}

GtkWindow *
iso_export_dialog_new (GtkWindow *parent, const char *title, const IsoExportLook *look)
{
  g_autofree char *heading = g_strdup_printf (_("Export “%s”"), title);
  IsoExportDialog *dialog = g_object_new (ISO_TYPE_EXPORT_DIALOG, "transient-for", parent, "modal", TRUE, "heading", heading, NULL);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), _("As PNG, SVG or PDF: the ending of the file's name decides."));
  dialog->look = *look;
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), list_new (dialog));
  say_pixels (dialog);
  return GTK_WINDOW (dialog);
}

void
iso_export_dialog_get_look (IsoExportDialog *dialog, IsoExportLook *look)
{
  g_return_if_fail (ISO_IS_EXPORT_DIALOG (dialog));
  /* What is being typed counts too. */
  gtk_spin_button_update (dialog->width);
  gtk_spin_button_update (dialog->height);
  *look = dialog->look;
}
