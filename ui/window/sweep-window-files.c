/* What the window of sweeps reads and writes: the file of a sweep, and the figures and numbers of its views. */
#include <glib/gi18n.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/unjoined.h"
#include "ui/figure/figure-file.h"
#include "ui/window/export-job.h"
#include "ui/window/sweep-window-private.h"

#define SUFFIX ".json"

/* ---- reading and writing a sweep, on a worker ---- */

typedef struct {
  char *path, *text; /* text: to be written; NULL: the file is to be read */
  GWeakRef owner;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;
  g_free (order->path);
  g_free (order->text);
  g_weak_ref_clear (&order->owner);
  g_free (order);
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Order *order = data;
  g_autoptr (GError) error = NULL;
  IsoSweepPlan *plan = NULL;
  bool done;
  if (order->text != NULL)
    done = g_file_set_contents_full (order->path, order->text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &error);
  else
    done = (plan = iso_sweep_plan_read (order->path, &error)) != NULL;
  if (done)
    g_task_return_pointer (task, plan, (GDestroyNotify) iso_sweep_plan_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
worked (GObject *source, GAsyncResult *result, gpointer data)
{
  Order *order = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSweepPlan) plan = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (IsoSweepWindow) window = g_weak_ref_get (&order->owner);
  g_autofree char *name = g_filename_display_basename (order->path), *text = NULL;
  /* Taken apart meanwhile. */
  if (window == NULL || window->session == NULL)
    return;
  if (error != NULL)
    text = g_strdup (error->message);
  else if (plan == NULL)
    text = g_strdup_printf (_("Saved %s"), name);
  else
    {
      iso_sweep_form_take (window->form, iso_sweep_draft_of_plan (plan));
      iso_sweep_window_show (window, "setup");
      text = g_strdup_printf (_("Opened %s"), name);
    }
  iso_sweep_window_say (window, text);
}

static void
order (IsoSweepWindow *window, const char *path, char *text)
{
  Order *order = g_new0 (Order, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, worked, NULL);
  order->path = g_strdup (path);
  order->text = text;
  g_weak_ref_init (&order->owner, window);
  g_task_set_task_data (task, order, order_free);
  iso_task_run_unjoined (task, work);
}

void
iso_sweep_window_open (IsoSweepWindow *window, const char *path)
{
  g_return_if_fail (ISO_IS_SWEEP_WINDOW (window));
  order (window, path, NULL);
}

void
iso_sweep_window_save (IsoSweepWindow *window, const char *path)
{
  g_return_if_fail (ISO_IS_SWEEP_WINDOW (window));
  order (window, path, iso_sweep_draft_json (iso_sweep_form_draft (window->form)));
}

/* ---- which file ---- */

static GtkFileChooser *
choose (IsoSweepWindow *window, const char *title, GtkFileChooserAction action, const char *accept, GCallback response)
{
  window->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, accept, _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (window->chooser), TRUE);
  g_signal_connect_object (window->chooser, "response", response, window, 0);
  return GTK_FILE_CHOOSER (window->chooser);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (chooser, filter);
}

/* The path that was chosen, or NULL; drops the chooser. A name without an ending gets this one, unless something is there under it. */
static char *
take_path (IsoSweepWindow *window, int response, const char *suffix)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (window->chooser)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_clear_object (&window->chooser);
  if (file != NULL && path == NULL)
    iso_sweep_window_say (window, _("Only files on this machine can be opened or saved."));
  if (path == NULL)
    return NULL;
  g_autofree char *name = g_path_get_basename (path), *longer = g_strconcat (path, suffix, NULL);
  bool is_whole = strchr (name, '.') != NULL || g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (longer, G_FILE_TEST_EXISTS);
  return is_whole ? g_steal_pointer (&path) : g_steal_pointer (&longer);
}

static void
open_response (GtkNativeDialog *dialog, int response, IsoSweepWindow *window)
{
  g_autofree char *path = take_path (window, response, "");
  if (path != NULL)
    iso_sweep_window_open (window, path);
}

static void
save_response (GtkNativeDialog *dialog, int response, IsoSweepWindow *window)
{
  g_autofree char *path = take_path (window, response, SUFFIX);
  if (path != NULL)
    iso_sweep_window_save (window, path);
}

static void
open_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (widget);
  if (window->chooser != NULL)
    return;
  add_filter (choose (window, _("Open a Sweep"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), G_CALLBACK (open_response)),
              _("Sweeps (.json)"), "json");
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

static void
save_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (widget);
  if (window->chooser != NULL)
    return;
  GtkFileChooser *chooser = choose (window, _("Save the Sweep"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), G_CALLBACK (save_response));
  add_filter (chooser, _("Sweeps (.json)"), "json");
  gtk_file_chooser_set_current_name (chooser, "sweep" SUFFIX);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

/* ---- figures and numbers ---- */

static void
written (GObject *owner, const char *path, GdkTexture *texture, const GError *error)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (owner);
  if (window->session == NULL)
    return;
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;
  g_autofree char *text = error != NULL  ? g_strdup (error->message)
                          : path != NULL ? g_strdup_printf (_("Saved %s"), name)
                                         : g_strdup (_("Copied a picture"));
  if (texture != NULL && error == NULL)
    gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (window)), texture);
  iso_sweep_window_say (window, text);
}

static IsoFigureLook
figure_look (const IsoExportLook *look)
{
  const IsoTheme *theme = look->style == ISO_EXPORT_AS_WINDOW ? iso_present_theme ()
                                                              : iso_theme (look->style == ISO_EXPORT_DARK ? ISO_THEME_DARK
                                                                                                          : ISO_THEME_LIGHT);
  return (IsoFigureLook) { look->width, look->height, look->scale, theme };
}

static void
figure_response (GtkNativeDialog *dialog, int response, IsoSweepWindow *window)
{
  g_autofree char *path = take_path (window, response, window->is_picture ? ".png" : ".csv");
  g_autoptr (GError) error = NULL;
  IsoFigureFormat format;
  IsoFigureLook look = figure_look (&window->look);
  if (path == NULL || !iso_figure_format_of (&format, path, window->is_picture, &error))
    {
      g_clear_pointer (&window->figure, iso_figure_free);
      if (error != NULL)
        iso_sweep_window_say (window, error->message);
      return;
    }
  iso_export_job_start (G_OBJECT (window), window->is_picture ? ISO_EXPORT_PICTURE : ISO_EXPORT_NUMBERS, g_steal_pointer (&window->figure),
                        path, &look, written);
}

static void
choose_figure_file (IsoSweepWindow *window)
{
  static const struct {
    const char *name, *suffix;
    gboolean is_picture;
  } kinds[] = { { N_("PNG pictures"), "png", TRUE }, { N_("SVG drawings"), "svg", TRUE }, { N_("PDF documents"), "pdf", TRUE },
                { N_("Tables (.csv)"), "csv", FALSE }, { N_("Arrays (.npy)"), "npy", FALSE } };
  g_autofree char *name = g_strconcat (iso_figure_name (window->figure), window->is_picture ? ".png" : ".csv", NULL);
  GtkFileChooser *chooser = choose (window, window->is_picture ? _("Export Figure") : _("Export Numbers"), GTK_FILE_CHOOSER_ACTION_SAVE,
                                    _("_Save"), G_CALLBACK (figure_response));
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].is_picture == window->is_picture)
      add_filter (chooser, _(kinds[i].name), kinds[i].suffix);
  gtk_file_chooser_set_current_name (chooser, name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

/* What a view shows, taken; FALSE where that is nothing, or something else is on its way. */
static gboolean
take_figure (IsoSweepWindow *window, GVariant *parameter, gboolean is_picture)
{
  IsoViewCard *card = iso_sweep_overview_view (window->overview, g_variant_get_string (parameter, NULL));
  if (card == NULL || window->chooser != NULL || window->dialog != NULL)
    return FALSE;
  IsoFigure *figure = iso_view_card_figure (card);
  if (figure == NULL)
    {
      iso_sweep_window_say (window, _("This view shows nothing yet that could be exported."));
      return FALSE;
    }
  g_clear_pointer (&window->figure, iso_figure_free);
  window->figure = figure;
  window->is_picture = is_picture;
  return TRUE;
}

static void
copy (IsoSweepWindow *window)
{
  IsoFigureLook look = figure_look (&window->look);
  iso_export_job_start (G_OBJECT (window), ISO_EXPORT_PIXELS, g_steal_pointer (&window->figure), NULL, &look, written);
}

static void
answered (AdwMessageDialog *dialog, const char *response, IsoSweepWindow *window)
{
  if (window->figure == NULL)
    return;
  if (g_str_equal (response, "cancel"))
    {
      g_clear_pointer (&window->figure, iso_figure_free);
      return;
    }
  iso_export_dialog_get_look (ISO_EXPORT_DIALOG (dialog), &window->look);
  if (g_str_equal (response, "copy"))
    copy (window);
  else
    choose_figure_file (window);
}

static void
export_figure (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (widget);
  if (!take_figure (window, parameter, TRUE))
    return;
  const char *title = iso_view_card_title (iso_sweep_overview_view (window->overview, g_variant_get_string (parameter, NULL)));
  g_set_weak_pointer (&window->dialog, iso_export_dialog_new (GTK_WINDOW (window), title, &window->look));
  g_signal_connect_object (window->dialog, "response", G_CALLBACK (answered), window, 0);
  gtk_window_present (window->dialog);
}

static void
export_numbers (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (widget);
  if (take_figure (window, parameter, FALSE))
    choose_figure_file (window);
}

static void
copy_figure (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (take_figure (ISO_SWEEP_WINDOW (widget), parameter, TRUE))
    copy (ISO_SWEEP_WINDOW (widget));
}

void
iso_sweep_window_install_files (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "sweep.open", NULL, open_file);
  gtk_widget_class_install_action (class, "sweep.save", NULL, save_file);
  gtk_widget_class_install_action (class, "sweep.export-figure", "s", export_figure);
  gtk_widget_class_install_action (class, "sweep.export-numbers", "s", export_numbers);
  gtk_widget_class_install_action (class, "sweep.copy-figure", "s", copy_figure);
  gtk_widget_class_add_binding_action (class, GDK_KEY_o, GDK_CONTROL_MASK, "sweep.open", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_s, GDK_CONTROL_MASK, "sweep.save", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_e, GDK_CONTROL_MASK, "sweep.export-figure", "s", "lines");
  gtk_widget_class_add_binding_action (class, GDK_KEY_e, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "sweep.export-numbers", "s", "table");
}

void
iso_sweep_window_drop_files (IsoSweepWindow *window)
{
  if (window->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (window->chooser));
  g_clear_object (&window->chooser);
  if (window->dialog != NULL)
    gtk_window_destroy (window->dialog);
  g_clear_weak_pointer (&window->dialog);
  g_clear_pointer (&window->figure, iso_figure_free);
}
