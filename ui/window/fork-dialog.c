#include "ui/window/fork-dialog.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "engine/train/fork.h"
#include "ui/panel/quantities.h"
#include "ui/plot/latest-job.h"
#include "ui/session/plain-words.h"
#include "ui/window/fork-changes.h"
#include "ui/window/fork-parameters.h"
#include "ui/window/fork-start.h"

#define WIDTH 480
#define HEIGHT 640

typedef struct {
  char *folder;
  gint64 run;
  int epoch;
} Place;

struct _IsoForkDialog {
  AdwWindow parent_instance;
  IsoSession *session;
  gint64 run;
  int epoch; /* that was asked for */
  IsoLatestJob *job;
  IsoForkStart *start;  /* NULL until it is read */
  AdwWindowTitle *title;
  GtkWidget *cancel, *fork, *spinner, *scrolled, *body, *nearest, *warning, *problem;
  IsoForkChanges *changes;
  IsoForkParameters *parameters;
  gboolean is_forking;
};

G_DEFINE_FINAL_TYPE (IsoForkDialog, iso_fork_dialog, ADW_TYPE_WINDOW)

static void
show_problem (IsoForkDialog *dialog, const char *text)
{
  gtk_label_set_text (GTK_LABEL (dialog->problem), text != NULL ? text : "");
  gtk_widget_set_visible (dialog->problem, text != NULL);
}

static void
update_waiting (IsoForkDialog *dialog)
{
  gboolean waits = dialog->start == NULL ? !gtk_widget_get_visible (dialog->problem) : dialog->is_forking;
  gtk_spinner_set_spinning (GTK_SPINNER (dialog->spinner), waits);
  gtk_widget_set_visible (dialog->spinner, waits);
  gtk_widget_set_visible (dialog->body, dialog->start != NULL);
  gtk_widget_set_sensitive (dialog->body, !dialog->is_forking);
}

/* ---- changes ---- */

/* Whether the changes can be, each and together; says why not. */
static void
update (IsoForkDialog *dialog)
{
  g_auto (GStrv) assignments = iso_fork_changes_assignments (dialog->changes);
  g_autoptr (GPtrArray) taken = iso_fork_changes_parameters (dialog->changes);
  g_autoptr (GError) error = NULL;
  IsoSettings settings, all = dialog->start->settings;
  iso_fork_changes_settings (dialog->changes, &settings);
  iso_fork_parameters_update (dialog->parameters, &settings, taken);
  gboolean can_be = iso_settings_set_all (&all, (const char *const *) assignments, &error) && iso_settings_validate (&all, &error);
  iso_plain_error (&error);
  show_problem (dialog, error != NULL ? error->message : NULL);
  gtk_widget_set_sensitive (dialog->fork, can_be);
}

static void
change_dropped (IsoForkDialog *dialog)
{
  iso_fork_parameters_focus (dialog->parameters);
}

/* value NULL: as it is. */
static void
add_change (IsoForkDialog *dialog, const IsoParameter *parameter, const char *value)
{
  iso_fork_changes_add (dialog->changes, parameter, value);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (dialog->scrolled)), 0.0);
}

static void
parameter_chosen (IsoForkParameters *list, gpointer parameter, const char *value, IsoForkDialog *dialog)
{
  add_change (dialog, parameter, value);
  /* Who has typed a value goes on with the next; else it is chosen where it stands. */
  iso_fork_parameters_focus (dialog->parameters);
  if (value == NULL)
    iso_fork_changes_focus (dialog->changes, parameter);
}

/* ---- what the fork begins at ---- */

static void
place_free (gpointer data)
{
  Place *place = data;
  g_free (place->folder);
  g_free (place);
}

static gpointer
read_start (gpointer request, GCancellable *cancellable, GError **error)
{
  const Place *place = request;
  return iso_fork_start_read (place->folder, place->run, place->epoch, error);
}

static void
start_read (gpointer result, const GError *error, gpointer data)
{
  IsoForkDialog *dialog = data;
  dialog->start = result;
  if (dialog->start == NULL)
    {
      show_problem (dialog, error->message);
      update_waiting (dialog);
      return;
    }
  g_autofree char *steps = iso_quantity_text (dialog->start->step);
  g_autofree char *title = g_strdup_printf (_("Fork of Run %" PRId64), dialog->run);
  g_autofree char *subtitle = g_strdup_printf (_("after epoch %d · step %s"), dialog->start->epoch, steps);
  adw_window_title_set_title (dialog->title, title);
  adw_window_title_set_subtitle (dialog->title, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (dialog->title), dialog->start->name);
  if (dialog->epoch >= 0 && dialog->start->epoch != dialog->epoch)
    {
      g_autofree char *nearest = g_strdup_printf (
          _("The model as it stood after epoch %d is not kept: the fork begins at the nearest that is."), dialog->epoch);
      gtk_label_set_text (GTK_LABEL (dialog->nearest), nearest);
      gtk_widget_set_visible (dialog->nearest, TRUE);
    }
  iso_fork_changes_set_start (dialog->changes, &dialog->start->settings);
  update_waiting (dialog);
  update (dialog);
  iso_fork_parameters_focus (dialog->parameters);
}

/* ---- forking ---- */

static void
fork_clicked (IsoForkDialog *dialog)
{
  g_auto (GStrv) assignments = iso_fork_changes_assignments (dialog->changes);
  dialog->is_forking = TRUE;
  /* What cannot be edited meanwhile must not have the keyboard. */
  gtk_widget_grab_focus (dialog->cancel);
  gtk_widget_set_sensitive (dialog->fork, FALSE);
  show_problem (dialog, NULL);
  update_waiting (dialog);
  /* That very epoch, even if another has ended meanwhile. */
  iso_session_fork (dialog->session, dialog->run, dialog->start->epoch, (const char *const *) assignments);
}

static void
forked (IsoForkDialog *dialog)
{
  if (dialog->is_forking)
    gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
not_forked (IsoSession *session, const char *reason, IsoForkDialog *dialog)
{
  if (!dialog->is_forking)
    return;
  g_autofree char *text = iso_plain_words (reason);
  dialog->is_forking = FALSE;
  gtk_widget_set_sensitive (dialog->fork, TRUE);
  show_problem (dialog, text);
  update_waiting (dialog);
}

/* However the dialog is left, the fork that it asked for does not come after it. */
static gboolean
iso_fork_dialog_close_request (GtkWindow *window)
{
  IsoForkDialog *dialog = ISO_FORK_DIALOG (window);
  if (dialog->is_forking)
    iso_session_cancel (dialog->session);
  dialog->is_forking = FALSE;
  return GTK_WINDOW_CLASS (iso_fork_dialog_parent_class)->close_request (window);
}

/* ---- making ---- */

static GtkWidget *
text_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
header_new (IsoForkDialog *dialog)
{
  GtkWidget *header = adw_header_bar_new ();
  dialog->title = ADW_WINDOW_TITLE (adw_window_title_new (_("Fork"), NULL));
  dialog->cancel = gtk_button_new_with_mnemonic (_("_Cancel"));
  dialog->fork = gtk_button_new_with_mnemonic (_("_Fork"));
  dialog->spinner = gtk_spinner_new ();
  gtk_widget_add_css_class (dialog->fork, "suggested-action");
  gtk_widget_set_sensitive (dialog->fork, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (dialog->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Please wait"), -1);
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (dialog->title));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), dialog->cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), dialog->fork);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), dialog->spinner);
  g_signal_connect_swapped (dialog->cancel, "clicked", G_CALLBACK (gtk_window_close), dialog);
  g_signal_connect_swapped (dialog->fork, "clicked", G_CALLBACK (fork_clicked), dialog);
  return header;
}

static GtkWidget *
body_new (IsoForkDialog *dialog)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  dialog->body = box;
  dialog->nearest = text_new (NULL, "dim-label");
  gtk_widget_set_visible (dialog->nearest, FALSE);
  gtk_box_append (GTK_BOX (box), dialog->nearest);
  dialog->changes = ISO_FORK_CHANGES (iso_fork_changes_new ());
  dialog->parameters = ISO_FORK_PARAMETERS (iso_fork_parameters_new ());
  gtk_box_append (GTK_BOX (box), text_new (_("What the Fork Changes"), "heading"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (dialog->changes));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (dialog->parameters));
  return box;
}

static void
iso_fork_dialog_dispose (GObject *object)
{
  IsoForkDialog *dialog = ISO_FORK_DIALOG (object);
  g_clear_pointer (&dialog->job, iso_latest_job_free);
  G_OBJECT_CLASS (iso_fork_dialog_parent_class)->dispose (object);
}

static void
iso_fork_dialog_finalize (GObject *object)
{
  IsoForkDialog *dialog = ISO_FORK_DIALOG (object);
  g_clear_object (&dialog->session);
  g_clear_pointer (&dialog->start, iso_fork_start_free);
  G_OBJECT_CLASS (iso_fork_dialog_parent_class)->finalize (object);
}

static void
iso_fork_dialog_class_init (IsoForkDialogClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_fork_dialog_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_fork_dialog_finalize;
  GTK_WINDOW_CLASS (class)->close_request = iso_fork_dialog_close_request;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (class), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
iso_fork_dialog_init (IsoForkDialog *dialog)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *clamp = adw_clamp_new ();
  GtkWidget *notes = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  dialog->scrolled = gtk_scrolled_window_new ();
  gtk_box_append (GTK_BOX (box), header_new (dialog));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (dialog->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (dialog->scrolled, TRUE);
  adw_clamp_set_child (ADW_CLAMP (clamp), body_new (dialog));
  gtk_widget_add_css_class (clamp, "fork-body");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (dialog->scrolled), clamp);
  gtk_box_append (GTK_BOX (box), dialog->scrolled);
  dialog->warning = text_new (_("The run in place has come further than its last kept epoch: what it has learned since would be lost."),
                              "dim-label");
  dialog->problem = text_new (NULL, "fork-problem");
  g_object_set (dialog->problem, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);
  gtk_widget_set_visible (dialog->warning, FALSE);
  gtk_widget_set_visible (dialog->problem, FALSE);
  gtk_widget_add_css_class (notes, "fork-notes");
  gtk_box_append (GTK_BOX (notes), dialog->warning);
  gtk_box_append (GTK_BOX (notes), dialog->problem);
  gtk_box_append (GTK_BOX (box), notes);
  adw_window_set_content (ADW_WINDOW (dialog), box);
  gtk_window_set_default_size (GTK_WINDOW (dialog), WIDTH, HEIGHT);
  gtk_window_set_default_widget (GTK_WINDOW (dialog), dialog->fork);
  g_signal_connect_swapped (dialog->changes, "edited", G_CALLBACK (update), dialog);
  g_signal_connect_swapped (dialog->changes, "dropped", G_CALLBACK (change_dropped), dialog);
  g_signal_connect (dialog->parameters, "chosen", G_CALLBACK (parameter_chosen), dialog);
}

GtkWindow *
iso_fork_dialog_new (GtkWindow *parent, IsoSession *session, const char *folder, gint64 run, int epoch)
{
  IsoForkDialog *dialog = g_object_new (ISO_TYPE_FORK_DIALOG, "transient-for", parent, "modal", parent != NULL,
                                        "destroy-with-parent", TRUE, "title", _("Fork"), NULL);
  Place *place = g_new (Place, 1);
  *place = (Place) { g_strdup (folder), run, epoch };
  dialog->session = g_object_ref (session);
  dialog->run = run;
  dialog->epoch = epoch;
  g_signal_connect_object (session, "forked", G_CALLBACK (forked), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "not-forked", G_CALLBACK (not_forked), dialog, 0);
  gtk_widget_set_visible (dialog->warning, iso_session_has_unsaved_steps (session));
  update_waiting (dialog);
  dialog->job = iso_latest_job_new (read_start, place_free, start_read, (GDestroyNotify) iso_fork_start_free, dialog);
  iso_latest_job_request (dialog->job, place, TRUE);
  return GTK_WINDOW (dialog);
}

gboolean
iso_fork_dialog_change (IsoForkDialog *dialog, const char *key, const char *value)
{
  const IsoParameter *parameter = dialog->start == NULL ? NULL : iso_parameter_find (key, &dialog->start->settings, NULL);
  if (parameter == NULL || iso_fork_refusal (parameter) != NULL)
    return FALSE;
  add_change (dialog, parameter, value);
  return TRUE;
}

void
iso_fork_dialog_drop (IsoForkDialog *dialog, const char *key)
{
  const IsoParameter *parameter = dialog->start == NULL ? NULL : iso_parameter_find (key, &dialog->start->settings, NULL);
  if (parameter != NULL)
    iso_fork_changes_drop (dialog->changes, parameter);
}

gboolean
iso_fork_dialog_is_ready (IsoForkDialog *dialog)
{
  return dialog->start != NULL;
}

const char *
iso_fork_dialog_problem (IsoForkDialog *dialog)
{
  return gtk_widget_get_visible (dialog->problem) ? gtk_label_get_text (GTK_LABEL (dialog->problem)) : NULL;
}
