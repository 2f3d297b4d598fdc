#include "ui/window/export-run-dialog.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/export/embedding-projector.h"
#include "ui/window/export-run-job.h"

#define WIDTH 540
#define HEIGHT 624
#define MARGIN 18
#define GAP 12
#define INTERVAL 80 /* milliseconds between two looks at how far it is */

struct _IsoExportRunDialog {
  AdwWindow parent_instance;
  IsoSharedStore *store;
  gint64 run;
  char *place, *folder;   /* the folder in place that the files go into */
  IsoExportRunJob *job;   /* while it writes, or NULL */
  guint timeout;
  GtkCheckButton *checks[ISO_RUN_EXPORT_FORMATS];
  GtkWidget *form;
  GtkButton *cancel, *export, *choose;
  AdwActionRow *folder_row;
  GtkLabel *summary, *message; /* what will be written; what came of it, or what is being done */
  GtkProgressBar *bar;
  GtkFileChooserNative *chooser; /* while it is open */
};

G_DEFINE_FINAL_TYPE (IsoExportRunDialog, iso_export_run_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_EXPORTED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- what will be written ---- */

IsoRunExportFormats
iso_export_run_dialog_formats (IsoExportRunDialog *dialog)
{
  guint formats = 0;
  g_return_val_if_fail (ISO_IS_EXPORT_RUN_DIALOG (dialog), (IsoRunExportFormats) 0);
  for (int i = 0; i < ISO_RUN_EXPORT_FORMATS; i++)
    formats |= gtk_check_button_get_active (dialog->checks[i]) ? 1u << i : 0;
  return (IsoRunExportFormats) formats;
}

static guint
count_present (const char *folder, const char *const *names)
{
  guint count = 0;
  for (size_t i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      count += g_file_test (path, G_FILE_TEST_EXISTS) ? 1 : 0;
    }
  return count;
}

/* "report.html, metrics.csv. One of them is there already and will be replaced." */
static char *
summarize (IsoExportRunDialog *dialog, IsoRunExportFormats formats)
{
  g_autofree const char **names = iso_run_export_names (formats, false);
  g_autofree char *list = g_strjoinv (", ", (char **) names);
  guint count = g_strv_length ((char **) names), present = count_present (dialog->folder, names);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, ngettext ("%u file: %s.", "%u files: %s.", count), count, list);
  if ((formats & ISO_RUN_EXPORT_PROJECTOR) != 0)
    g_string_append_printf (text, _(" And %s, where the samples are pictures."), ISO_PROJECTOR_SPRITE);
  if (present > 0)
    g_string_append_printf (text, ngettext (" %u of that name is there already and will be replaced.",
                                            " %u of these names are there already and will be replaced.", present), present);
  return g_string_free (text, FALSE);
}

static void
update (IsoExportRunDialog *dialog)
{
  IsoRunExportFormats formats = iso_export_run_dialog_formats (dialog);
  g_autofree char *text = formats != 0 ? summarize (dialog, formats) : g_strdup (_("Nothing is chosen yet."));
  g_autofree char *shown = g_filename_display_name (dialog->folder);
  gtk_label_set_text (dialog->summary, text);
  adw_action_row_set_subtitle (dialog->folder_row, shown);
  gtk_widget_set_sensitive (GTK_WIDGET (dialog->export), formats != 0 && dialog->job == NULL);
}

const char *
iso_export_run_dialog_place (IsoExportRunDialog *dialog)
{
  g_return_val_if_fail (ISO_IS_EXPORT_RUN_DIALOG (dialog), NULL);
  return dialog->place;
}

void
iso_export_run_dialog_set_place (IsoExportRunDialog *dialog, const char *place)
{
  g_return_if_fail (ISO_IS_EXPORT_RUN_DIALOG (dialog));
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autofree char *name = g_strdup_printf ("isotherm-run-%" PRId64, dialog->run);
  char *copy = g_strdup (place != NULL ? place : documents != NULL ? documents : g_get_home_dir ());
  g_free (dialog->place);
  g_free (dialog->folder);
  dialog->place = copy;
  dialog->folder = g_build_filename (copy, name, NULL);
  update (dialog);
}

/* ---- while it writes ---- */

/* The line above the buttons' bar; "" : nothing to say. */
static void
say (IsoExportRunDialog *dialog, const char *text, gboolean is_error)
{
  if (g_strcmp0 (gtk_label_get_text (dialog->message), text) != 0)
    gtk_label_set_text (dialog->message, text);
  gtk_widget_set_visible (GTK_WIDGET (dialog->message), text[0] != '\0');
  if (is_error)
    gtk_widget_add_css_class (GTK_WIDGET (dialog->message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (dialog->message), "error");
}

static gboolean
follow (gpointer data)
{
  IsoExportRunDialog *dialog = data;
  const char *what;
  double share = iso_export_run_job_share (dialog->job, &what);
  gtk_progress_bar_set_fraction (dialog->bar, share);
  if (what[0] != '\0')
    say (dialog, what, FALSE);
  return G_SOURCE_CONTINUE;
}

static void
end_job (IsoExportRunDialog *dialog)
{
  g_clear_handle_id (&dialog->timeout, g_source_remove);
  g_clear_pointer (&dialog->job, iso_export_run_job_unref);
}

static void
written (GObject *owner, guint count, const GError *error)
{
  IsoExportRunDialog *dialog = ISO_EXPORT_RUN_DIALOG (owner);
  end_job (dialog);
  if (error == NULL)
    {
      g_signal_emit (dialog, signals[SIGNAL_EXPORTED], 0, dialog->folder, count);
      gtk_window_destroy (GTK_WINDOW (dialog));
      return;
    }
  gboolean is_stopped = g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED);
  gtk_widget_set_visible (GTK_WIDGET (dialog->bar), FALSE);
  gtk_widget_set_sensitive (dialog->form, TRUE);
  update (dialog);
  say (dialog, is_stopped ? _("Stopped; nothing was written.") : error->message, !is_stopped);
  gtk_widget_grab_focus (GTK_WIDGET (dialog->export));
}

static void
start (IsoExportRunDialog *dialog)
{
  dialog->job = iso_export_run_job_start (G_OBJECT (dialog), dialog->store, dialog->run, iso_export_run_dialog_formats (dialog),
                                          dialog->folder, written);
  gtk_widget_set_sensitive (dialog->form, FALSE);
  gtk_progress_bar_set_fraction (dialog->bar, 0.0);
  gtk_widget_set_visible (GTK_WIDGET (dialog->bar), TRUE);
  say (dialog, _("Reading the run"), FALSE);
  update (dialog);
  gtk_widget_grab_focus (GTK_WIDGET (dialog->cancel));
  dialog->timeout = g_timeout_add (INTERVAL, follow, dialog);
}

/* Stops what is being written, or goes away. */
static void
cancel (IsoExportRunDialog *dialog)
{
  if (dialog->job != NULL)
    iso_export_run_job_cancel (dialog->job);
  else
    gtk_window_destroy (GTK_WINDOW (dialog));
}

static gboolean
escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  cancel (ISO_EXPORT_RUN_DIALOG (widget));
  return TRUE;
}

/* ---- where to ---- */

static void
chosen (GtkNativeDialog *native, int response, IsoExportRunDialog *dialog)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&dialog->chooser);
  if (file != NULL && path == NULL)
    say (dialog, _("Files can only be saved on this machine."), TRUE);
  if (path != NULL)
    {
      say (dialog, "", FALSE);
      iso_export_run_dialog_set_place (dialog, path);
    }
}

static void
choose_place (IsoExportRunDialog *dialog)
{
  g_autoptr (GFile) place = g_file_new_for_path (dialog->place);
  if (dialog->chooser == NULL)
    {
      dialog->chooser = gtk_file_chooser_native_new (_("Where to Write the Run"), GTK_WINDOW (dialog),
                                                     GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _("_Choose"), _("_Cancel"));
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog->chooser), TRUE);
      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog->chooser), place, NULL);
      g_signal_connect_object (dialog->chooser, "response", G_CALLBACK (chosen), dialog, 0);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog->chooser));
}

/* ---- how it is made ---- */

static GtkWidget *
list_new (GtkWidget *form, const char *name)
{
  GtkWidget *list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (form), list);
  return list;
}

static AdwActionRow *
row_new (GtkWidget *list, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return ADW_ACTION_ROW (row);
}

static void
add_formats (IsoExportRunDialog *dialog)
{
  GtkWidget *list = list_new (dialog->form, _("Formats"));
  for (int i = 0; i < ISO_RUN_EXPORT_FORMATS; i++)
    {
      GtkWidget *check = gtk_check_button_new ();
      AdwActionRow *row = row_new (list, iso_run_export_title (i), iso_run_export_purpose (i));
      dialog->checks[i] = GTK_CHECK_BUTTON (check);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      adw_action_row_add_prefix (row, check);
      adw_action_row_set_activatable_widget (row, check);
      gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, iso_run_export_title (i),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, iso_run_export_purpose (i), -1);
      g_signal_connect_object (check, "toggled", G_CALLBACK (update), dialog, G_CONNECT_SWAPPED);
    }
}

static void
add_folder (IsoExportRunDialog *dialog)
{
  GtkWidget *list = list_new (dialog->form, _("Folder"));
  dialog->choose = GTK_BUTTON (gtk_button_new_with_mnemonic (_("C_hoose…")));
  gtk_widget_set_valign (GTK_WIDGET (dialog->choose), GTK_ALIGN_CENTER);
  dialog->folder_row = row_new (list, _("Folder"), "");
  adw_action_row_set_subtitle_lines (dialog->folder_row, 2);
  adw_action_row_add_suffix (dialog->folder_row, GTK_WIDGET (dialog->choose));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (dialog->folder_row), FALSE);
  g_signal_connect_object (dialog->choose, "clicked", G_CALLBACK (choose_place), dialog, G_CONNECT_SWAPPED);
}

static GtkLabel *
line_new (GtkWidget *box, GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "xalign", 0.0, NULL);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
header_new (IsoExportRunDialog *dialog)
{
  GtkWidget *header = adw_header_bar_new ();
  dialog->cancel = GTK_BUTTON (gtk_button_new_with_mnemonic (_("_Cancel")));
  dialog->export = GTK_BUTTON (gtk_button_new_with_mnemonic (_("_Export")));
  gtk_widget_add_css_class (GTK_WIDGET (dialog->export), "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), GTK_WIDGET (dialog->cancel));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), GTK_WIDGET (dialog->export));
  g_signal_connect_object (dialog->cancel, "clicked", G_CALLBACK (cancel), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog->export, "clicked", G_CALLBACK (start), dialog, G_CONNECT_SWAPPED);
  return header;
}

/* What will be written and what comes of it stays in sight, however small the window. */
static GtkWidget *
footer_new (IsoExportRunDialog *dialog)
{
  GtkWidget *footer = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP / 2);
  dialog->summary = line_new (footer, GTK_ACCESSIBLE_ROLE_LABEL);
  gtk_widget_add_css_class (GTK_WIDGET (dialog->summary), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (dialog->summary), "caption");
  dialog->message = line_new (footer, GTK_ACCESSIBLE_ROLE_STATUS);
  dialog->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Export"), -1);
  gtk_box_append (GTK_BOX (footer), GTK_WIDGET (dialog->bar));
  gtk_widget_set_margin_start (footer, MARGIN);
  gtk_widget_set_margin_end (footer, MARGIN);
  gtk_widget_set_margin_top (footer, GAP / 2);
  gtk_widget_set_margin_bottom (footer, MARGIN);
  gtk_widget_set_visible (GTK_WIDGET (dialog->message), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (dialog->bar), FALSE);
  return footer;
}

static void
iso_export_run_dialog_dispose (GObject *object)
{
  IsoExportRunDialog *dialog = ISO_EXPORT_RUN_DIALOG (object);
  if (dialog->job != NULL)
    iso_export_run_job_cancel (dialog->job);
  end_job (dialog);
  if (dialog->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (dialog->chooser));
  g_clear_object (&dialog->chooser);
  g_clear_pointer (&dialog->store, iso_shared_store_unref);
  g_clear_pointer (&dialog->place, g_free);
  g_clear_pointer (&dialog->folder, g_free);
  G_OBJECT_CLASS (iso_export_run_dialog_parent_class)->dispose (object);
}

static void
iso_export_run_dialog_class_init (IsoExportRunDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_export_run_dialog_dispose;
  signals[SIGNAL_EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                           G_TYPE_STRING, G_TYPE_UINT);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, escape, NULL);
}

static void
iso_export_run_dialog_init (IsoExportRunDialog *dialog)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scrolled = gtk_scrolled_window_new ();
  dialog->form = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP);
  gtk_widget_set_margin_start (dialog->form, MARGIN);
  gtk_widget_set_margin_end (dialog->form, MARGIN);
  gtk_widget_set_margin_top (dialog->form, MARGIN / 2);
  gtk_widget_set_margin_bottom (dialog->form, GAP / 2);
  gtk_box_append (GTK_BOX (box), header_new (dialog));
  add_formats (dialog);
  add_folder (dialog);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), dialog->form);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), footer_new (dialog));
  adw_window_set_content (ADW_WINDOW (dialog), box);
  gtk_window_set_default_size (GTK_WINDOW (dialog), WIDTH, HEIGHT);
  gtk_window_set_default_widget (GTK_WINDOW (dialog), GTK_WIDGET (dialog->export));
}

GtkWindow *
iso_export_run_dialog_new (GtkWindow *parent, IsoSharedStore *store, gint64 run, const char *name, IsoRunExportFormats formats,
                           const char *place)
{
  IsoExportRunDialog *dialog = g_object_new (ISO_TYPE_EXPORT_RUN_DIALOG, "transient-for", parent, "modal", TRUE,
                                             "destroy-with-parent", TRUE, NULL);
  GtkWidget *header = gtk_widget_get_first_child (adw_window_get_content (ADW_WINDOW (dialog)));
  g_autofree char *title = g_strdup_printf (_("Export Run %" PRId64), run);
  g_autofree char *subtitle = name != NULL ? g_utf8_make_valid (name, -1) : g_strdup ("");
  dialog->store = iso_shared_store_ref (store);
  dialog->run = run;
  gtk_window_set_title (GTK_WINDOW (dialog), title);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (title, subtitle));
  iso_export_run_dialog_set_place (dialog, place);
  for (int i = 0; i < ISO_RUN_EXPORT_FORMATS; i++)
    gtk_check_button_set_active (dialog->checks[i], ((guint) formats >> i & 1) != 0);
  update (dialog);
  gtk_window_set_focus (GTK_WINDOW (dialog), GTK_WIDGET (dialog->checks[0]));
  return GTK_WINDOW (dialog);
}
