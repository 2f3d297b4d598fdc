#include "ui/panel/run-details.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/panel/run-details-private.h"
#include "ui/panel/run-words.h"

G_DEFINE_FINAL_TYPE (IsoRunDetails, iso_run_details, GTK_TYPE_WIDGET)

enum { RENAMED, NOTED, WANTED, LEFT, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- reading ---- */

typedef struct {
  IsoSharedStore *shared;
  gint64 run;
  char *settings;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_shared_store_unref (request->shared);
  g_free (request->settings);
  g_free (request);
}

static gpointer
read_run (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  return iso_run_reading_new (request->shared->store, request->run, request->settings, error);
}

static void
free_reading (gpointer reading)
{
  iso_run_reading_free (reading);
}

static const IsoRun *
shown_run (IsoRunDetails *details)
{
  return details->library != NULL && details->id != 0 ? iso_run_library_find (details->library, details->id) : NULL;
}

static void
take_reading (gpointer result, const GError *error, gpointer data)
{
  IsoRunDetails *details = data;
  IsoRunReading *reading = result;
  const IsoRun *run = shown_run (details);
  gtk_widget_set_visible (details->problem, error != NULL);
  if (error != NULL)
    gtk_label_set_text (GTK_LABEL (details->problem), error->message);
  if (reading == NULL)
    return;
  iso_run_reading_free (details->reading);
  details->reading = reading;
  iso_run_details_fill_read (details);
  if (run != NULL)
    iso_run_details_fill (details, run);
}

/* at_once: a person waits for it. */
static void
ask (IsoRunDetails *details, const IsoRun *run, gboolean at_once)
{
  IsoSharedStore *shared = iso_run_library_share (details->library);
  if (shared == NULL)
    return;
  Request *request = g_new0 (Request, 1);
  request->shared = shared;
  request->run = run->id;
  request->settings = g_strdup (run->settings);
  details->read_steps = run->steps;
  details->read_status = (int) run->status;
  iso_latest_job_request (details->job, request, at_once);
}

/* ---- typing ---- */

static char *
typed_note (IsoRunDetails *details)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (details->note);
  GtkTextIter start, end;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_name (IsoRunDetails *details, const char *name)
{
  g_autofree char *line = iso_run_line (name);
  details->is_filling = TRUE;
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (details->name)), line) != 0)
    gtk_editable_set_text (GTK_EDITABLE (details->name), line);
  details->is_filling = FALSE;
}

static void
set_note (IsoRunDetails *details, const char *note)
{
  g_autofree char *now = typed_note (details);
  details->is_filling = TRUE;
  if (strcmp (now, note) != 0)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (details->note), note, -1);
  details->is_filling = FALSE;
}

static void
commit_name (IsoRunDetails *details)
{
  const IsoRun *run = shown_run (details);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (details->name))));
  gboolean is_typed = details->name_is_typed;
  details->name_is_typed = FALSE;
  if (run == NULL || !is_typed)
    return;
  /* A run has a name. */
  if (name[0] == '\0')
    set_name (details, run->name);
  else if (strcmp (name, run->name) != 0)
    g_signal_emit (details, signals[RENAMED], 0, details->id, name);
}

static void
commit_note (IsoRunDetails *details)
{
  const IsoRun *run = shown_run (details);
  g_autofree char *note = typed_note (details);
  gboolean is_typed = details->note_is_typed;
  details->note_is_typed = FALSE;
  if (run != NULL && is_typed && strcmp (note, run->note) != 0)
    g_signal_emit (details, signals[NOTED], 0, details->id, note);
}

void
iso_run_details_commit (IsoRunDetails *details)
{
  g_return_if_fail (ISO_IS_RUN_DETAILS (details));
  commit_name (details);
  commit_note (details);
}

static void
name_changed (IsoRunDetails *details)
{
  details->name_is_typed = details->name_is_typed || !details->is_filling;
}

static void
note_changed (IsoRunDetails *details)
{
  details->note_is_typed = details->note_is_typed || !details->is_filling;
}

static void
name_activated (IsoRunDetails *details)
{
  commit_name (details);
  g_signal_emit (details, signals[LEFT], 0);
}

/* Escape gives up what was typed, and leaves. */
static gboolean
name_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, IsoRunDetails *details)
{
  const IsoRun *run = shown_run (details);
  if (key != GDK_KEY_Escape || run == NULL)
    return GDK_EVENT_PROPAGATE;
  details->name_is_typed = FALSE;
  set_name (details, run->name);
  g_signal_emit (details, signals[LEFT], 0);
  return GDK_EVENT_STOP;
}

static gboolean
note_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, IsoRunDetails *details)
{
  const IsoRun *run = shown_run (details);
  if (key != GDK_KEY_Escape || run == NULL)
    return GDK_EVENT_PROPAGATE;
  details->note_is_typed = FALSE;
  set_note (details, run->note);
  g_signal_emit (details, signals[LEFT], 0);
  return GDK_EVENT_STOP;
}

/* Calls `leave` when the keyboard leaves the widget, `key` before it has a key. */
static void
watch_typing (IsoRunDetails *details, GtkWidget *widget, GCallback leave, GCallback key)
{
  GtkEventController *focus = gtk_event_controller_focus_new (), *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (focus, "leave", leave, details);
  g_signal_connect (keys, "key-pressed", key, details);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, keys);
}

gboolean
iso_run_details_edit_name (IsoRunDetails *details)
{
  g_return_val_if_fail (ISO_IS_RUN_DETAILS (details), FALSE);
  if (details->id == 0)
    return FALSE;
  gtk_widget_grab_focus (details->name);
  gtk_editable_select_region (GTK_EDITABLE (details->name), 0, -1);
  return TRUE;
}

/* ---- which run ---- */

static void
show_several (IsoRunDetails *details, const gint64 *ids, size_t count)
{
  guint64 bytes = 0;
  for (size_t i = 0; i < count; i++)
    {
      const IsoRun *run = iso_run_library_find (details->library, ids[i]);
      bytes += run != NULL ? run->bytes : 0;
    }
  g_autofree char *size = g_format_size (bytes);
  g_autofree char *title = g_strdup_printf (ngettext ("%zu Run Selected", "%zu Runs Selected", (gulong) count), count);
  g_autofree char *text = g_strdup_printf (_("%s of files"), size);
  adw_status_page_set_title (details->several, title);
  adw_status_page_set_description (details->several, text);
}

void
iso_run_details_show (IsoRunDetails *details, const gint64 *ids, size_t count)
{
  g_return_if_fail (ISO_IS_RUN_DETAILS (details));
  gint64 id = count == 1 ? ids[0] : 0;
  if (id != details->id)
    {
      iso_run_details_commit (details);
      iso_latest_job_forget (details->job);
      g_clear_pointer (&details->reading, iso_run_reading_free);
      details->id = id;
      gtk_widget_set_visible (details->problem, FALSE);
      iso_run_details_fill_read (details);
    }
  const IsoRun *run = shown_run (details);
  gtk_stack_set_visible_child_name (GTK_STACK (details->pages), run != NULL ? "one" : count > 1 ? "several" : "none");
  if (run == NULL)
    {
      if (count > 1)
        show_several (details, ids, count);
      return;
    }
  if (!details->name_is_typed)
    set_name (details, run->name);
  if (!details->note_is_typed)
    set_note (details, run->note);
  iso_run_details_fill (details, run);
  if (details->reading == NULL)
    ask (details, run, TRUE);
  else if (details->read_steps != run->steps || details->read_status != (int) run->status)
    ask (details, run, FALSE);
}

void
iso_run_details_set_library (IsoRunDetails *details, IsoRunLibrary *library)
{
  g_return_if_fail (ISO_IS_RUN_DETAILS (details));
  if (library == details->library)
    return;
  iso_run_details_show (details, NULL, 0);
  g_set_object (&details->library, library);
}

void
iso_run_details_follow (IsoRunDetails *details, gint64 id)
{
  g_signal_emit (details, signals[WANTED], 0, id);
}

const char *
iso_run_details_folder (IsoRunDetails *details)
{
  g_return_val_if_fail (ISO_IS_RUN_DETAILS (details), NULL);
  return details->reading != NULL ? details->reading->folder : NULL;
}

static void
open_folder (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunDetails *details = ISO_RUN_DETAILS (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *uri = details->reading != NULL ? g_filename_to_uri (details->reading->folder, NULL, NULL) : NULL;
  if (uri != NULL)
    gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

/* ---- the widget ---- */

static void
iso_run_details_dispose (GObject *object)
{
  IsoRunDetails *details = ISO_RUN_DETAILS (object);
  details->id = 0;
  g_clear_pointer (&details->job, iso_latest_job_free);
  g_clear_pointer (&details->pages, gtk_widget_unparent);
  g_clear_pointer (&details->reading, iso_run_reading_free);
  g_clear_object (&details->library);
  G_OBJECT_CLASS (iso_run_details_parent_class)->dispose (object);
}

static void
iso_run_details_class_init (IsoRunDetailsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_run_details_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "run-details.open-folder", NULL, open_folder);
  signals[RENAMED] = g_signal_new ("renamed", ISO_TYPE_RUN_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_INT64, G_TYPE_STRING);
  signals[NOTED] = g_signal_new ("noted", ISO_TYPE_RUN_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64,
                                 G_TYPE_STRING);
  signals[LEFT] = g_signal_new ("left", ISO_TYPE_RUN_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WANTED] = g_signal_new ("wanted", ISO_TYPE_RUN_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_INT64);
}

static void
iso_run_details_init (IsoRunDetails *details)
{
  GtkWidget *none = adw_status_page_new (), *several = adw_status_page_new (), *body = iso_run_details_body_new (details);
  details->job = iso_latest_job_new (read_run, request_free, take_reading, free_reading, details);
  details->several = ADW_STATUS_PAGE (several);
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _("No Run Selected"));
  adw_status_page_set_description (ADW_STATUS_PAGE (none),
                                   _("Select one to see its course, settings and files; several to compare them."));
  gtk_widget_add_css_class (none, "compact");
  gtk_widget_add_css_class (several, "compact");
  details->pages = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (details->pages), none, "none");
  gtk_stack_add_named (GTK_STACK (details->pages), several, "several");
  gtk_stack_add_named (GTK_STACK (details->pages), body, "one");
  gtk_widget_set_parent (details->pages, GTK_WIDGET (details));
  gtk_widget_add_css_class (GTK_WIDGET (details), "inspector");
  watch_typing (details, details->name, G_CALLBACK (commit_name), G_CALLBACK (name_key));
  watch_typing (details, GTK_WIDGET (details->note), G_CALLBACK (commit_note), G_CALLBACK (note_key));
  g_signal_connect_swapped (details->name, "activate", G_CALLBACK (name_activated), details);
  g_signal_connect_swapped (details->name, "changed", G_CALLBACK (name_changed), details);
  g_signal_connect_swapped (gtk_text_view_get_buffer (details->note), "changed", G_CALLBACK (note_changed), details);
}

GtkWidget *
iso_run_details_new (void)
{
  return g_object_new (ISO_TYPE_RUN_DETAILS, NULL);
}
