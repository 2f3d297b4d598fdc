/* What the views show, taken away: as a picture or numbers in a file, or as a picture on the clipboard. The figure is what was in sight
 * when it was asked for; training may go on while its name is being typed. */
#include <glib/gi18n.h>

#include "ui/figure/axis.h"
#include "ui/window/export-chooser.h"
#include "ui/window/export-job.h"
#include "ui/window/window-private.h"

struct _IsoWindowExport {
  IsoExportLook look; /* chosen last */
  IsoFigure *figure;  /* on its way to a file, or NULL */
  gboolean is_picture; /* its picture is wanted, not its numbers */
  char *title;        /* of its view */
  GFile *folder;      /* of the last file, or NULL */
  GtkWindow *dialog;  /* while it is open */
};

static IsoWindowExport *
export_of (IsoWindow *window)
{
  if (window->export == NULL)
    {
      window->export = g_new0 (IsoWindowExport, 1);
      window->export->look = (IsoExportLook) ISO_EXPORT_LOOK_DEFAULT;
    }
  return window->export;
}

void
iso_window_drop_export (IsoWindow *window)
{
  IsoWindowExport *export = g_steal_pointer (&window->export);
  if (export == NULL)
    return;
  if (export->dialog != NULL)
    gtk_window_destroy (export->dialog);
  g_clear_weak_pointer (&export->dialog);
  iso_figure_free (export->figure);
  g_clear_object (&export->folder);
  g_free (export->title);
  g_free (export);
}

/* Views go, and workers come back, while the window is being taken apart. */
static gboolean
is_gone (IsoWindow *window)
{
  return window->toasts == NULL;
}

/* ---- what can be done ---- */

/* The card that the keys are for, or NULL. */
static IsoViewCard *
current_card (IsoWindow *window, const char **title)
{
  const char *id = iso_dock_current (window->dock);
  GtkWidget *view = id != NULL ? iso_dock_view (window->dock, id) : NULL;
  if (title != NULL)
    *title = id != NULL ? iso_dock_title (window->dock, id) : NULL;
  return ISO_IS_VIEW_CARD (view) ? ISO_VIEW_CARD (view) : NULL;
}

static void
enable (IsoWindow *window, const char *action, gboolean enabled)
{
  if (iso_window_is_enabled (window, action) != enabled)
    iso_window_enable (window, action, enabled);
}

void
iso_window_update_export (IsoWindow *window)
{
  if (is_gone (window))
    return;
  IsoViewCard *card = current_card (window, NULL);
  gboolean has_numbers = card != NULL && iso_view_card_can_export (card);
  gboolean is_picture = has_numbers && iso_view_card_is_picture (card);
  enable (window, "win.export-figure", is_picture);
  enable (window, "win.copy-figure", is_picture);
  enable (window, "win.export-numbers", has_numbers);
}

/* Takes what the view in question shows; FALSE where that is nothing. */
static gboolean
take_figure (IsoWindow *window, gboolean is_picture)
{
  IsoWindowExport *export = export_of (window);
  const char *title;
  IsoViewCard *card = current_card (window, &title);
  IsoFigure *figure = card != NULL ? iso_view_card_figure (card) : NULL;
  if (figure != NULL && is_picture && !iso_figure_is_picture (figure))
    g_clear_pointer (&figure, iso_figure_free);
  if (figure == NULL)
    {
      iso_window_say (window, _("This view shows nothing yet that could be exported."));
      return FALSE;
    }
  g_clear_pointer (&export->figure, iso_figure_free);
  g_free (export->title);
  export->figure = figure;
  export->title = g_strdup (title);
  export->is_picture = is_picture;
  return TRUE;
}

/* ---- what came of it ---- */

static void
open_folder (AdwToast *toast, IsoWindow *window)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_object_get_data (G_OBJECT (toast), "path"));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = g_file_get_uri (folder);
  gtk_show_uri (GTK_WINDOW (window), uri, GDK_CURRENT_TIME);
}

static void
written (GObject *owner, const char *path, GdkTexture *texture, const GError *error)
{
  IsoWindow *window = ISO_WINDOW (owner);
  if (is_gone (window))
    return;
  if (error != NULL)
    {
      iso_window_explain (window, _("The file could not be saved"), error->message, NULL);
      return;
    }
  g_autofree char *name = g_filename_display_basename (path), *text = g_strdup_printf (_("Saved %s"), name);
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);
  /* The name is no markup. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_button_label (toast, _("Open _Folder"));
  g_object_set_data_full (G_OBJECT (toast), "path", g_strdup (path), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (open_folder), window, 0);
  adw_toast_overlay_add_toast (window->toasts, toast);
}

static void
copied (GObject *owner, const char *path, GdkTexture *texture, const GError *error)
{
  IsoWindow *window = ISO_WINDOW (owner);
  if (is_gone (window))
    return;
  if (error != NULL)
    {
      iso_window_explain (window, _("The figure could not be copied"), error->message, NULL);
      return;
    }
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (window)), texture);
  char width[32], height[32];
  iso_number_format (width, sizeof width, gdk_texture_get_width (texture), 9);
  iso_number_format (height, sizeof height, gdk_texture_get_height (texture), 9);
  g_autofree char *text = g_strdup_printf (_("Copied a picture of %s × %s pixels"), width, height);
  iso_window_say (window, text);
}

void
iso_window_export_to (IsoWindow *window, const char *path, IsoFigureFormat format)
{
  IsoWindowExport *export = export_of (window);
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = iso_export_path (path, format);
  IsoFigureLook look = iso_export_figure_look (&export->look);
  g_return_if_fail (export->figure != NULL);
  if (!iso_figure_format_of (&format, whole, export->is_picture, &error))
    {
      g_clear_pointer (&export->figure, iso_figure_free);
      written (G_OBJECT (window), whole, NULL, error);
      return;
    }
  iso_export_job_start (G_OBJECT (window), export->is_picture ? ISO_EXPORT_PICTURE : ISO_EXPORT_NUMBERS,
                        g_steal_pointer (&export->figure), whole, &look, written);
}

static void
copy (IsoWindow *window)
{
  IsoWindowExport *export = export_of (window);
  IsoFigureLook look = iso_export_figure_look (&export->look);
  iso_export_job_start (G_OBJECT (window), ISO_EXPORT_PIXELS, g_steal_pointer (&export->figure), NULL, &look, copied);
}

/* ---- where to ---- */

static void
chosen (GtkNativeDialog *dialog, int response, IsoWindow *window)
{
  IsoWindowExport *export = export_of (window);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  IsoFigureFormat format = iso_export_chooser_format (chooser, export->is_picture);
  g_clear_object (&window->chooser);
  if (file != NULL && path == NULL)
    iso_window_say (window, _("Files can only be saved on this machine."));
  if (path == NULL)
    {
      g_clear_pointer (&export->figure, iso_figure_free);
      return;
    }
  g_clear_object (&export->folder);
  export->folder = g_file_get_parent (file);
  iso_window_export_to (window, path, format);
}

static void
choose_file (IsoWindow *window)
{
  IsoWindowExport *export = export_of (window);
  if (window->chooser != NULL)
    return;
  window->chooser = iso_export_chooser_new (GTK_WINDOW (window), iso_figure_name (export->figure), export->is_picture, export->folder);
  g_signal_connect_object (window->chooser, "response", G_CALLBACK (chosen), window, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

/* ---- actions ---- */

static void
answered (AdwMessageDialog *dialog, const char *response, IsoWindow *window)
{
  IsoWindowExport *export = export_of (window);
  if (export->figure == NULL)
    return;
  if (g_str_equal (response, "cancel"))
    {
      g_clear_pointer (&export->figure, iso_figure_free);
      return;
    }
  iso_export_dialog_get_look (ISO_EXPORT_DIALOG (dialog), &export->look);
  if (g_str_equal (response, "copy"))
    copy (window);
  else
    choose_file (window);
}

static void
export_figure (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  IsoWindowExport *export = export_of (window);
  if (export->dialog != NULL || window->chooser != NULL || !take_figure (window, TRUE))
    return;
  g_set_weak_pointer (&export->dialog, iso_export_dialog_new (GTK_WINDOW (window), export->title, &export->look));
  g_signal_connect_object (export->dialog, "response", G_CALLBACK (answered), window, 0);
  gtk_window_present (export->dialog);
}

static void
export_numbers (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (window->chooser == NULL && export_of (window)->dialog == NULL && take_figure (window, FALSE))
    choose_file (window);
}

static void
copy_figure (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (window->chooser == NULL && export_of (window)->dialog == NULL && take_figure (window, TRUE))
    copy (window);
}

void
iso_window_install_export_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.export-figure", NULL, export_figure);
  gtk_widget_class_install_action (class, "win.export-numbers", NULL, export_numbers);
  gtk_widget_class_install_action (class, "win.copy-figure", NULL, copy_figure);
}
