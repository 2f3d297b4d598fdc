/* What the views show, taken away: as a picture or numbers in a file, or as a picture on the clipboard. The figure is what was in sight
 * when it was asked for; training may go on while its name is being typed. */
#include <glib/gi18n.h>
#include <string.h>

#include "ui/figure/axis.h"
#include "ui/window/export-dialog.h"
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
  g_autoptr (GFile) folder = g_file_new_for_path (g_object_get_data (G_OBJECT (toast), "folder"));
  g_autofree char *uri = g_file_get_uri (folder);
  gtk_show_uri (GTK_WINDOW (window), uri, GDK_CURRENT_TIME);
}

void
iso_window_tell_written (IsoWindow *window, const char *text, const char *button, const char *folder)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);
  /* The name is no markup. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_button_label (toast, button);
  g_object_set_data_full (G_OBJECT (toast), "folder", g_strdup (folder), g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (open_folder), window, 0);
  adw_toast_overlay_add_toast (window->toasts, toast);
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
  g_autofree char *folder = g_path_get_dirname (path);
  iso_window_tell_written (window, text, _("Open _Folder"), folder);
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

static IsoFigureLook
figure_look (const IsoExportLook *look)
{
  const IsoTheme *theme = look->style == ISO_EXPORT_AS_WINDOW ? iso_present_theme ()
                                                              : iso_theme (look->style == ISO_EXPORT_DARK ? ISO_THEME_DARK
                                                                                                          : ISO_THEME_LIGHT);
  return (IsoFigureLook) { look->width, look->height, look->scale, theme };
}

/* Whoever types a name without an ending means the kind chosen; what is there under that name is not replaced unasked. */
static char *
with_ending (const char *path, IsoFigureFormat format)
{
  g_autofree char *name = g_path_get_basename (path), *longer = g_strconcat (path, iso_figure_format_ending (format), NULL);
  gboolean is_whole = strchr (name, '.') != NULL || g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (longer, G_FILE_TEST_EXISTS);
  return is_whole ? g_strdup (path) : g_steal_pointer (&longer);
}

void
iso_window_export_to (IsoWindow *window, const char *path, IsoFigureFormat format)
{
  IsoWindowExport *export = export_of (window);
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = with_ending (path, format);
  IsoFigureLook look = figure_look (&export->look);
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
  IsoFigureLook look = figure_look (&export->look);
  iso_export_job_start (G_OBJECT (window), ISO_EXPORT_PIXELS, g_steal_pointer (&export->figure), NULL, &look, copied);
}

/* ---- where to ---- */

/* The format of the filter chosen; the first where the chooser does not tell. */
static IsoFigureFormat
filtered_format (GtkFileChooser *chooser, gboolean is_picture)
{
  g_autoptr (GListModel) filters = gtk_file_chooser_get_filters (chooser);
  IsoFigureFormat first = is_picture ? ISO_FIGURE_PNG : ISO_FIGURE_CSV;
  GtkFileFilter *chosen = gtk_file_chooser_get_filter (chooser);
  for (guint i = 0; chosen != NULL && i < g_list_model_get_n_items (filters); i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);
      if (filter == chosen)
        return first + i;
    }
  return first;
}

/* Another kind of file has another ending: the name that stands there follows. */
static void
filter_chosen (GtkFileChooser *chooser, GParamSpec *spec, IsoWindow *window)
{
  IsoFigureFormat format;
  gboolean is_picture = export_of (window)->is_picture;
  g_autofree char *name = gtk_file_chooser_get_current_name (chooser);
  if (name == NULL || !iso_figure_format_of (&format, name, is_picture, NULL) || format == filtered_format (chooser, is_picture))
    return;
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (iso_figure_format_ending (format)));
  g_autofree char *other = g_strconcat (stem, iso_figure_format_ending (filtered_format (chooser, is_picture)), NULL);
  gtk_file_chooser_set_current_name (chooser, other);
}

static void
chosen (GtkNativeDialog *dialog, int response, IsoWindow *window)
{
  IsoWindowExport *export = export_of (window);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  IsoFigureFormat format = filtered_format (chooser, export->is_picture);
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
add_filter (GtkFileChooser *chooser, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
choose_file (IsoWindow *window)
{
  IsoWindowExport *export = export_of (window);
  const char *ending = iso_figure_format_ending (export->is_picture ? ISO_FIGURE_PNG : ISO_FIGURE_CSV);
  g_autofree char *name = g_strconcat (iso_figure_name (export->figure), ending, NULL);
  if (window->chooser != NULL)
    return;
  window->chooser = gtk_file_chooser_native_new (export->is_picture ? _("Export the Figure") : _("Export the Numbers"),
                                                 GTK_WINDOW (window), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (window->chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (window->chooser), TRUE);
  /* In the order of IsoFigureFormat. */
  if (export->is_picture)
    {
      add_filter (chooser, _("PNG picture (.png)"), "png");
      add_filter (chooser, _("SVG drawing (.svg)"), "svg");
      add_filter (chooser, _("PDF page (.pdf)"), "pdf");
    }
  else
    {
      add_filter (chooser, _("CSV table (.csv)"), "csv");
      add_filter (chooser, _("NumPy array (.npy)"), "npy");
    }
  if (export->folder != NULL)
    gtk_file_chooser_set_current_folder (chooser, export->folder, NULL);
  gtk_file_chooser_set_current_name (chooser, name);
  g_signal_connect_object (chooser, "notify::filter", G_CALLBACK (filter_chosen), window, 0);
  g_signal_connect_object (chooser, "response", G_CALLBACK (chosen), window, 0);
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
