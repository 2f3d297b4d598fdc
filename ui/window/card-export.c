#include "ui/window/card-export.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/window/export-chooser.h"
#include "ui/window/export-job.h"

#define KEY "card-export"

/* Lives as long as the card, of which it is a part. */
typedef struct {
  IsoViewCard *card;
  IsoFigure *figure;    /* on its way to a file, or NULL */
  gboolean is_picture;
  GFile *folder;        /* of the last file, or NULL */
  GtkWindow *dialog;    /* weak */
  GtkFileChooserNative *chooser; /* while it is open */
} Export;

/* Chosen last, in whichever window. */
static IsoExportLook last_look = ISO_EXPORT_LOOK_DEFAULT;

static void
export_free (gpointer data)
{
  Export *export = data;
  if (export->dialog != NULL)
    gtk_window_destroy (export->dialog);
  g_clear_weak_pointer (&export->dialog);
  g_clear_object (&export->chooser);
  g_clear_object (&export->folder);
  iso_figure_free (export->figure);
  g_free (export);
}

static Export *
export_of (IsoViewCard *card)
{
  Export *export = g_object_get_data (G_OBJECT (card), KEY);
  if (export == NULL)
    {
      export = g_new0 (Export, 1);
      export->card = card;
      g_object_set_data_full (G_OBJECT (card), KEY, export, export_free);
    }
  return export;
}

/* Takes what the card shows; FALSE where that is nothing, or something is on its way still. */
static gboolean
take_figure (Export *export, gboolean is_picture)
{
  IsoFigure *figure = export->dialog == NULL && export->chooser == NULL ? iso_view_card_figure (export->card) : NULL;
  if (figure != NULL && is_picture && !iso_figure_is_picture (figure))
    g_clear_pointer (&figure, iso_figure_free);
  if (figure == NULL)
    return FALSE;
  iso_figure_free (export->figure);
  export->figure = figure;
  export->is_picture = is_picture;
  return TRUE;
}

static GtkWindow *
window_of (Export *export)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (export->card));
  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* ---- what came of it ---- */

static void
say (IsoViewCard *card, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (card), ADW_TYPE_TOAST_OVERLAY);
  if (toasts == NULL)
    return;
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);
  /* Names of files are no markup. */
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
}

static void
written (GObject *owner, const char *path, GdkTexture *texture, const GError *error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = error != NULL ? g_strdup_printf (_("The file could not be saved: %s"), error->message)
                                        : g_strdup_printf (_("Saved %s"), name);
  say (ISO_VIEW_CARD (owner), text);
}

static void
copied (GObject *owner, const char *path, GdkTexture *texture, const GError *error)
{
  if (error == NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (owner)), texture);
  say (ISO_VIEW_CARD (owner), error != NULL ? error->message : _("Copied the picture"));
}

static void
write_figure (Export *export, const char *path, IsoFigureFormat format)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *whole = iso_export_path (path, format);
  IsoFigureLook look = iso_export_figure_look (&last_look);
  if (!iso_figure_format_of (&format, whole, export->is_picture, &error))
    {
      g_clear_pointer (&export->figure, iso_figure_free);
      written (G_OBJECT (export->card), whole, NULL, error);
      return;
    }
  iso_export_job_start (G_OBJECT (export->card), export->is_picture ? ISO_EXPORT_PICTURE : ISO_EXPORT_NUMBERS,
                        g_steal_pointer (&export->figure), whole, &look, written);
}

/* ---- where to ---- */

static void
file_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  Export *export = data;
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (chooser) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  IsoFigureFormat format = iso_export_chooser_format (chooser, export->is_picture);
  g_clear_object (&export->chooser);
  if (file != NULL && path == NULL)
    say (export->card, _("Files can only be saved on this machine."));
  if (path == NULL)
    {
      g_clear_pointer (&export->figure, iso_figure_free);
      return;
    }
  g_clear_object (&export->folder);
  export->folder = g_file_get_parent (file);
  write_figure (export, path, format);
}

static void
choose_file (Export *export)
{
  export->chooser = iso_export_chooser_new (window_of (export), iso_figure_name (export->figure), export->is_picture, export->folder);
  g_signal_connect (export->chooser, "response", G_CALLBACK (file_chosen), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (export->chooser));
}

static void
answered (AdwMessageDialog *dialog, const char *response, gpointer card)
{
  Export *export = export_of (card);
  if (export->figure == NULL)
    return;
  if (g_str_equal (response, "cancel"))
    {
      g_clear_pointer (&export->figure, iso_figure_free);
      return;
    }
  iso_export_dialog_get_look (ISO_EXPORT_DIALOG (dialog), &last_look);
  if (g_str_equal (response, "copy"))
    {
      IsoFigureLook look = iso_export_figure_look (&last_look);
      iso_export_job_start (G_OBJECT (card), ISO_EXPORT_PIXELS, g_steal_pointer (&export->figure), NULL, &look, copied);
    }
  else
    choose_file (export);
}

void
iso_card_export_figure (IsoViewCard *card)
{
  g_return_if_fail (ISO_IS_VIEW_CARD (card));
  Export *export = export_of (card);
  if (!take_figure (export, TRUE))
    return;
  g_set_weak_pointer (&export->dialog, iso_export_dialog_new (window_of (export), iso_view_card_title (card), &last_look));
  g_signal_connect_object (export->dialog, "response", G_CALLBACK (answered), card, 0);
  gtk_window_present (export->dialog);
}

void
iso_card_export_numbers (IsoViewCard *card)
{
  g_return_if_fail (ISO_IS_VIEW_CARD (card));
  Export *export = export_of (card);
  if (take_figure (export, FALSE))
    choose_file (export);
}

void
iso_card_export_to (IsoViewCard *card, gboolean is_picture, const char *path)
{
  g_return_if_fail (ISO_IS_VIEW_CARD (card) && path != NULL);
  Export *export = export_of (card);
  if (take_figure (export, is_picture))
    write_figure (export, path, is_picture ? ISO_FIGURE_PNG : ISO_FIGURE_CSV);
}
