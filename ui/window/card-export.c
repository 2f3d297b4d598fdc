#include "ui/window/card-export.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/window/export-dialog.h"
#include "ui/window/export-job.h"

struct _IsoCardExport {
  GtkWindow *window; /* not owned */
  IsoCardExportSay say;
  gpointer data;
  IsoExportLook look;  /* chosen last */
  IsoFigure *figure;   /* on its way, or NULL */
  gboolean is_picture; /* its picture is wanted, not its numbers */
  GtkWindow *dialog;   /* while it is open */
  GtkFileChooserNative *chooser;
};

/* By it the worker's answer finds its way back; gone with the export. */
#define EXPORT_KEY "iso-card-export"

IsoCardExport *
iso_card_export_new (GtkWindow *window, IsoCardExportSay say, gpointer data)
{
  IsoCardExport *export = g_new0 (IsoCardExport, 1);
  *export = (IsoCardExport){ .window = window, .say = say, .data = data, .look = ISO_EXPORT_LOOK_DEFAULT };
  g_object_set_data (G_OBJECT (window), EXPORT_KEY, export);
  return export;
}

void
iso_card_export_free (IsoCardExport *export)
{
  if (export == NULL)
    return;
  g_object_set_data (G_OBJECT (export->window), EXPORT_KEY, NULL);
  if (export->dialog != NULL)
    {
      g_signal_handlers_disconnect_by_data (export->dialog, export);
      gtk_window_destroy (export->dialog);
    }
  g_clear_weak_pointer (&export->dialog);
  if (export->chooser != NULL)
    g_signal_handlers_disconnect_by_data (export->chooser, export);
  g_clear_object (&export->chooser);
  iso_figure_free (export->figure);
  g_free (export);
}

static gboolean
take_figure (IsoCardExport *export, IsoViewCard *card, gboolean is_picture)
{
  IsoFigure *figure = card != NULL ? iso_view_card_figure (card) : NULL;
  if (export->dialog != NULL || export->chooser != NULL || figure == NULL || (is_picture && !iso_figure_is_picture (figure)))
    {
      if (figure == NULL || export->dialog == NULL)
        export->say (_("This view shows nothing yet that could be exported."), export->data);
      iso_figure_free (figure);
      return FALSE;
    }
  g_clear_pointer (&export->figure, iso_figure_free);
  export->figure = figure;
  export->is_picture = is_picture;
  return TRUE;
}

/* ---- what came of it ---- */

static void
done (GObject *owner, const char *path, GdkTexture *texture, const GError *error)
{
  IsoCardExport *export = g_object_get_data (owner, EXPORT_KEY);
  g_autofree char *name = NULL, *text = NULL;
  if (export == NULL)
    return;
  if (error != NULL)
    text = g_strdup (error->message);
  else if (path == NULL)
    {
      gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (owner)), texture);
      text = g_strdup (_("Copied a picture"));
    }
  else
    {
      name = g_filename_display_basename (path);
      text = g_strdup_printf (_("Saved %s"), name);
    }
  export->say (text, export->data);
}

static IsoFigureLook
figure_look (const IsoExportLook *look)
{
  const IsoTheme *theme = look->style == ISO_EXPORT_AS_WINDOW ? iso_present_theme ()
                                                              : iso_theme (look->style == ISO_EXPORT_DARK ? ISO_THEME_DARK
                                                                                                          : ISO_THEME_LIGHT);
  return (IsoFigureLook){ look->width, look->height, look->scale, theme };
}

void
iso_card_export_write (IsoCardExport *export, const char *path)
{
  g_return_if_fail (export->figure != NULL);
  IsoFigureLook look = figure_look (&export->look);
  iso_export_job_start (G_OBJECT (export->window), export->is_picture ? ISO_EXPORT_PICTURE : ISO_EXPORT_NUMBERS,
                        g_steal_pointer (&export->figure), path, &look, done);
}

static void
copy (IsoCardExport *export)
{
  IsoFigureLook look = figure_look (&export->look);
  iso_export_job_start (G_OBJECT (export->window), ISO_EXPORT_PIXELS, g_steal_pointer (&export->figure), NULL, &look, done);
}

/* ---- where to ---- */

/* Whoever types a name without an ending means the first kind; what is there under that name is not replaced unasked. */
static char *
with_ending (const IsoCardExport *export, char *path)
{
  const char *ending = iso_figure_format_ending (export->is_picture ? ISO_FIGURE_PNG : ISO_FIGURE_CSV);
  g_autofree char *name = g_path_get_basename (path), *longer = g_strconcat (path, ending, NULL);
  if (strchr (name, '.') != NULL || g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (longer, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  return g_steal_pointer (&longer);
}

static void
chosen (GtkNativeDialog *dialog, int response, IsoCardExport *export)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  IsoFigureFormat format;
  g_autoptr (GError) error = NULL;
  g_clear_object (&export->chooser);
  if (path != NULL)
    path = with_ending (export, g_steal_pointer (&path));
  if (path != NULL && iso_figure_format_of (&format, path, export->is_picture, &error))
    iso_card_export_write (export, path);
  else if (file != NULL)
    export->say (error != NULL ? error->message : _("Files can only be saved on this machine."), export->data);
  g_clear_pointer (&export->figure, iso_figure_free);
}

static void
choose_file (IsoCardExport *export)
{
  const char *ending = iso_figure_format_ending (export->is_picture ? ISO_FIGURE_PNG : ISO_FIGURE_CSV);
  g_autofree char *name = g_strconcat (iso_figure_name (export->figure), ending, NULL);
  export->chooser = gtk_file_chooser_native_new (export->is_picture ? _("Export the Figure (.png, .svg or .pdf)")
                                                                    : _("Export the Numbers (.csv or .npy)"),
                                                 export->window, GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (export->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (export->chooser), name);
  g_signal_connect (export->chooser, "response", G_CALLBACK (chosen), export);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (export->chooser));
}

static void
answered (AdwMessageDialog *dialog, const char *response, IsoCardExport *export)
{
  g_clear_weak_pointer (&export->dialog);
  if (export->figure == NULL || g_str_equal (response, "cancel"))
    {
      g_clear_pointer (&export->figure, iso_figure_free);
      return;
    }
  iso_export_dialog_get_look (ISO_EXPORT_DIALOG (dialog), &export->look);
  if (g_str_equal (response, "copy"))
    copy (export);
  else
    choose_file (export);
}

void
iso_card_export_figure (IsoCardExport *export, IsoViewCard *card)
{
  if (!take_figure (export, card, TRUE))
    return;
  g_set_weak_pointer (&export->dialog, iso_export_dialog_new (export->window, iso_view_card_title (card), &export->look));
  g_signal_connect (export->dialog, "response", G_CALLBACK (answered), export);
  gtk_window_present (export->dialog);
}

void
iso_card_export_numbers (IsoCardExport *export, IsoViewCard *card)
{
  if (take_figure (export, card, FALSE))
    choose_file (export);
}

void
iso_card_export_copy (IsoCardExport *export, IsoViewCard *card)
{
  if (take_figure (export, card, TRUE))
    copy (export);
}
