/* Checkpoints of the run in place: where to save them, which to go on from, and what came of it. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/panel/quantities.h"
#include "ui/window/window-private.h"

#define SUFFIX ".safetensors"

/* Letters and digits as they are, hyphens between: "Fashion-MNIST sample" becomes "fashion-mnist-sample". */
static void
append_words (GString *name, const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  gboolean begins = TRUE;
  for (const char *at = lower; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      if (g_unichar_isalnum (letter))
        {
          if (begins && name->len > 0)
            g_string_append_c (name, '-');
          g_string_append_unichar (name, letter);
        }
      begins = !g_unichar_isalnum (letter);
    }
}

/* "fashion-mnist-sample-multi-similarity-obdp-epoch-12.safetensors" */
static char *
default_name (IsoWindow *window)
{
  IsoExperiment *experiment = iso_session_experiment (window->session);
  const IsoSettings *settings = iso_session_settings (window->session);
  const IsoParameter *mode = iso_parameter_find ("distill.mode", settings, NULL);
  GString *name = g_string_new (NULL);
  IsoTrainerStatus status;
  iso_session_status (window->session, &status);
  append_words (name, iso_dataset_name (experiment->dataset));
  append_words (name, iso_loss_kind ((IsoLossName) experiment->settings.loss.name)->name);
  if (settings->distill.mode != ISO_DISTILL_NONE)
    append_words (name, mode->choices[settings->distill.mode]);
  guint64 per_epoch = MAX (status.steps_per_epoch, 1);
  g_string_append_printf (name, "-epoch-%" PRIu64 SUFFIX, (status.step + per_epoch - 1) / per_epoch);
  return g_string_free (name, FALSE);
}

/* Whoever types a name without an ending means this one; what is there under that name is not replaced unasked. */
static char *
with_suffix (char *path)
{
  g_autofree char *name = g_path_get_basename (path), *longer = g_strconcat (path, SUFFIX, NULL);
  if (strchr (name, '.') != NULL || g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (longer, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  return g_steal_pointer (&longer);
}

static void
choose (IsoWindow *window, GtkFileChooserAction action, const char *title, const char *accept, GCallback response)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new (), all = gtk_file_filter_new ();
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, accept, _("_Cancel"));
  window->chooser = chooser;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_filter_set_name (filter, _("Checkpoints (.safetensors)"));
  gtk_file_filter_add_suffix (filter, "safetensors");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  if (window->checkpoints != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), window->checkpoints, NULL);
  g_signal_connect_object (chooser, "response", response, window, 0);
}

/* The path that was chosen, or NULL; its folder is where the next is looked for. Drops the chooser. */
static char *
take_choice (IsoWindow *window, int response)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (window->chooser)) : NULL;
  char *path = file == NULL ? NULL : g_file_get_path (file);
  if (file != NULL && path == NULL)
    iso_window_say (window, _("Only files on this machine can be opened."));
  if (path != NULL)
    {
      g_clear_object (&window->checkpoints);
      window->checkpoints = g_file_get_parent (file);
    }
  g_clear_object (&window->chooser);
  return path;
}

static void
save_response (GtkNativeDialog *dialog, int response, IsoWindow *window)
{
  char *path = take_choice (window, response);
  if (path == NULL)
    return;
  path = with_suffix (path);
  iso_session_save (window->session, path);
  g_free (path);
}

void
iso_window_save_checkpoint (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (iso_session_experiment (window->session) == NULL)
    return;
  if (window->chooser == NULL)
    {
      g_autofree char *name = default_name (window);
      choose (window, GTK_FILE_CHOOSER_ACTION_SAVE, _("Save a Checkpoint"), _("_Save"), G_CALLBACK (save_response));
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (window->chooser), name);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

static void
question_response (AdwMessageDialog *dialog, const char *response, IsoWindow *window)
{
  if (g_str_equal (response, "resume"))
    iso_session_resume (window->session, g_object_get_data (G_OBJECT (dialog), "path"));
}

void
iso_window_resume_from (IsoWindow *window, const char *path)
{
  if (!iso_session_has_unsaved_steps (window->session))
    {
      iso_session_resume (window->session, path);
      return;
    }
  IsoTrainerStatus status;
  iso_session_status (window->session, &status);
  g_autofree char *steps = iso_quantity_text (status.step);
  g_autofree char *name = g_filename_display_basename (path);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _("Leave the present run?"), NULL);
  AdwMessageDialog *question = ADW_MESSAGE_DIALOG (dialog);
  adw_message_dialog_format_body (
      question, _("It has come to step %s, which no checkpoint keeps (Ctrl+S saves one). %s would take its place."), steps, name);
  adw_message_dialog_add_responses (question, "cancel", _("_Cancel"), "resume", _("_Resume"), NULL);
  adw_message_dialog_set_response_appearance (question, "resume", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (question, "cancel");
  adw_message_dialog_set_close_response (question, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "path", g_strdup (path), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (question_response), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
resume_response (GtkNativeDialog *dialog, int response, IsoWindow *window)
{
  g_autofree char *path = take_choice (window, response);
  if (path != NULL)
    iso_window_resume_from (window, path);
}

void
iso_window_resume_checkpoint (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (window->chooser == NULL)
    choose (window, GTK_FILE_CHOOSER_ACTION_OPEN, _("Resume from a Checkpoint"), _("_Resume"), G_CALLBACK (resume_response));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (window->chooser));
}

static void
say_saved (IsoSession *session, const char *path, guint64 step, guint64 epoch, IsoWindow *window)
{
  g_autofree char *name = g_filename_display_basename (path), *steps = iso_quantity_text (step);
  g_autofree char *text = g_strdup_printf (_("Saved epoch %" PRIu64 " · step %s to %s"), epoch, steps, name);
  iso_window_say (window, text);
}

static void
say_resumed (IsoSession *session, const char *path, guint64 step, IsoWindow *window)
{
  g_autofree char *name = g_filename_display_basename (path), *steps = iso_quantity_text (step);
  g_autofree char *text = g_strdup_printf (_("Resumed %s at step %s"), name, steps);
  iso_setup_panel_take_start (window->panel);
  iso_window_say (window, text);
}

static void
say_not_resumed (IsoSession *session, const char *reason, IsoWindow *window)
{
  gboolean keeps = iso_session_experiment (session) != NULL;
  iso_window_explain (window, _("The run could not be resumed"), reason, keeps ? _("The run before is still in place.") : NULL);
}

void
iso_window_watch_checkpoints (IsoWindow *window)
{
  g_signal_connect_object (window->session, "saved", G_CALLBACK (say_saved), window, 0);
  g_signal_connect_object (window->session, "resumed", G_CALLBACK (say_resumed), window, 0);
  g_signal_connect_object (window->session, "not-resumed", G_CALLBACK (say_not_resumed), window, 0);
}
