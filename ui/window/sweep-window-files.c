/* What the window of sweeps reads and writes: the file of a sweep; its views' figures and numbers go by card-export.h. */
#include <glib/gi18n.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/unjoined.h"
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
export_view (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoSweepWindow *window = ISO_SWEEP_WINDOW (widget);
  IsoViewCard *card = iso_sweep_overview_view (window->overview, g_variant_get_string (parameter, NULL));
  if (g_str_equal (action, "sweep.export-figure"))
    iso_card_export_figure (window->export, card);
  else if (g_str_equal (action, "sweep.export-numbers"))
    iso_card_export_numbers (window->export, card);
  else
    iso_card_export_copy (window->export, card);
}

static void
say (const char *text, gpointer data)
{
  iso_sweep_window_say (data, text);
}

void
iso_sweep_window_add_files (IsoSweepWindow *window)
{
  window->export = iso_card_export_new (GTK_WINDOW (window), say, window);
}

void
iso_sweep_window_install_files (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "sweep.open", NULL, open_file);
  gtk_widget_class_install_action (class, "sweep.save", NULL, save_file);
  gtk_widget_class_install_action (class, "sweep.export-figure", "s", export_view);
  gtk_widget_class_install_action (class, "sweep.export-numbers", "s", export_view);
  gtk_widget_class_install_action (class, "sweep.copy-figure", "s", export_view);
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
  g_clear_pointer (&window->export, iso_card_export_free);
}
