#include "ui/window/export-chooser.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/plot/view-card.h"

IsoFigureLook
iso_export_figure_look (const IsoExportLook *look)
{
  const IsoTheme *theme = look->style == ISO_EXPORT_AS_WINDOW ? iso_present_theme ()
                                                              : iso_theme (look->style == ISO_EXPORT_DARK ? ISO_THEME_DARK
                                                                                                          : ISO_THEME_LIGHT);
  return (IsoFigureLook) { look->width, look->height, look->scale, theme };
}

char *
iso_export_path (const char *path, IsoFigureFormat format)
{
  g_autofree char *name = g_path_get_basename (path), *longer = g_strconcat (path, iso_figure_format_ending (format), NULL);
  gboolean is_whole = strchr (name, '.') != NULL || g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (longer, G_FILE_TEST_EXISTS);
  return is_whole ? g_strdup (path) : g_steal_pointer (&longer);
}

IsoFigureFormat
iso_export_chooser_format (GtkFileChooser *chooser, gboolean is_picture)
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
filter_chosen (GtkFileChooser *chooser, GParamSpec *spec, gpointer data)
{
  IsoFigureFormat format;
  gboolean is_picture = GPOINTER_TO_INT (data);
  g_autofree char *name = gtk_file_chooser_get_current_name (chooser);
  if (name == NULL || !iso_figure_format_of (&format, name, is_picture, NULL)
      || format == iso_export_chooser_format (chooser, is_picture))
    return;
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (iso_figure_format_ending (format)));
  g_autofree char *other = g_strconcat (stem, iso_figure_format_ending (iso_export_chooser_format (chooser, is_picture)), NULL);
  gtk_file_chooser_set_current_name (chooser, other);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (chooser, filter);
}

GtkFileChooserNative *
iso_export_chooser_new (GtkWindow *parent, const char *name, gboolean is_picture, GFile *folder)
{
  g_autofree char *whole = g_strconcat (name, iso_figure_format_ending (is_picture ? ISO_FIGURE_PNG : ISO_FIGURE_CSV), NULL);
  GtkFileChooserNative *native = gtk_file_chooser_native_new (is_picture ? _("Export the Figure") : _("Export the Numbers"), parent,
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (native);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  /* In the order of IsoFigureFormat. */
  if (is_picture)
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
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (chooser, folder, NULL);
  gtk_file_chooser_set_current_name (chooser, whole);
  g_signal_connect (chooser, "notify::filter", G_CALLBACK (filter_chosen), GINT_TO_POINTER (is_picture));
  return native;
}
