/* Checkpoints in the window: a run that is saved and gone on with, what is asked first, and that a file which is refused changes
 * nothing. */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "tests/support/data-files.h"
#include "tests/support/window-fixture.h"

typedef struct {
  IsoSession *session;
  IsoWindow *window;
  char *folder, *path; /* path: where a checkpoint is written */
  guint64 saved, resumed;
  guint saves, resumes;
  char *refusal, *message;
} Fixture;

static void
note_saved (IsoSession *session, const char *path, guint64 step, guint64 epoch, Fixture *fixture)
{
  fixture->saved = step;
  fixture->saves++;
}

static void
note_resumed (IsoSession *session, const char *path, guint64 step, Fixture *fixture)
{
  fixture->resumed = step;
  fixture->resumes++;
}

static void
note_text (IsoSession *session, const char *text, char **place)
{
  g_free (*place);
  *place = g_strdup (text);
}

static IsoSessionState
state_of (Fixture *fixture)
{
  return iso_session_state (fixture->session);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const small[] = { "network.hidden=24", "network.embedding=8", NULL };
  fixture->folder = test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "checkpoint.safetensors", NULL);
  fixture->session = iso_session_new ();
  g_assert_true (iso_session_set_all (fixture->session, small, NULL));
  g_signal_connect (fixture->session, "saved", G_CALLBACK (note_saved), fixture);
  g_signal_connect (fixture->session, "resumed", G_CALLBACK (note_resumed), fixture);
  g_signal_connect (fixture->session, "not-resumed", G_CALLBACK (note_text), &fixture->refusal);
  g_signal_connect (fixture->session, "message", G_CALLBACK (note_text), &fixture->message);
  fixture->window = test_window_open (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_window_close (fixture->window, fixture->session);
  test_folder_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->refusal);
  g_free (fixture->message);
}

static void
take_steps (Fixture *fixture, int count)
{
  guint64 before = test_steps_of (fixture->session);
  for (int i = 0; i < count; i++)
    iso_session_single_step (fixture->session);
  WAIT_FOR (test_steps_of (fixture->session) == before + (guint64) count);
}

static void
save (Fixture *fixture)
{
  guint before = fixture->saves;
  iso_session_save (fixture->session, fixture->path);
  WAIT_FOR (fixture->saves == before + 1);
  g_assert_cmpuint (fixture->saved, ==, test_steps_of (fixture->session));
}

static AdwMessageDialog *
dialog_over (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *link = windows; link != NULL; link = link->next)
    if (gtk_window_get_transient_for (link->data) == GTK_WINDOW (fixture->window) && gtk_widget_get_visible (link->data)
        && ADW_IS_MESSAGE_DIALOG (link->data))
      return link->data;
  return NULL;
}

static void
answer (Fixture *fixture, const char *response)
{
  WAIT_FOR (dialog_over (fixture) != NULL);
  GtkWindow *dialog = GTK_WINDOW (dialog_over (fixture));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
}

static double *
losses_of (Fixture *fixture, size_t count)
{
  g_autofree IsoStepRecord *records = g_new (IsoStepRecord, count);
  double *losses = g_new (double, count);
  g_assert_cmpuint (iso_history_read_steps (iso_session_history (fixture->session), records, 0, count), ==, count);
  for (size_t i = 0; i < count; i++)
    losses[i] = records[i].loss;
  return losses;
}

/* Saved, trained on, gone back to under other settings: the panel follows, and the steps after it are those that came before. */
static void
test_save_and_resume (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *row;
  g_assert_false (iso_session_has_unsaved_steps (fixture->session));
  g_assert_true (iso_session_set (fixture->session, "distill.omega", "0.3", NULL));
  take_steps (fixture, 20);
  g_assert_true (iso_session_has_unsaved_steps (fixture->session));
  save (fixture);
  g_assert_false (iso_session_has_unsaved_steps (fixture->session));
  take_steps (fixture, 5);
  g_autofree double *expected = losses_of (fixture, 25);
  g_assert_true (iso_session_set (fixture->session, "distill.omega", "0.7", NULL));
  g_assert_true (iso_session_set (fixture->session, "train.seed", "99", NULL));
  g_assert_true (iso_session_needs_reset (fixture->session));

  iso_window_resume_from (fixture->window, fixture->path);
  answer (fixture, "cancel");
  g_assert_cmpuint (test_steps_of (fixture->session), ==, 25);
  g_assert_cmpint (state_of (fixture), ==, ISO_SESSION_PAUSED);
  iso_window_resume_from (fixture->window, fixture->path);
  WAIT_FOR (dialog_over (fixture) != NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog_over (fixture)), "step 25"));
  answer (fixture, "resume");
  WAIT_FOR (fixture->resumes == 1);
  g_assert_cmpuint (fixture->resumed, ==, 20);
  g_assert_cmpuint (test_steps_of (fixture->session), ==, 20);
  g_assert_cmpint (state_of (fixture), ==, ISO_SESSION_PAUSED);
  g_assert_false (iso_session_needs_reset (fixture->session));
  g_assert_false (iso_session_has_unsaved_steps (fixture->session));
  const IsoSettings *settings = iso_session_settings (fixture->session);
  g_assert_cmpfloat (settings->distill.omega, ==, 0.3);
  g_assert_cmpint (settings->train.seed, ==, 7);
  g_assert_cmpint (settings->train.threads, ==, 0);
  row = iso_setup_panel_row (fixture->window->panel, iso_parameter_find ("distill.omega", settings, NULL));
  g_assert_cmpfloat (gtk_range_get_value (GTK_RANGE (iso_parameter_row_control (row))), ==, 30.0);
  take_steps (fixture, 5);
  g_autofree double *found = losses_of (fixture, 25);
  g_assert_cmpmem (expected, 25 * sizeof (double), found, 25 * sizeof (double));
}

/* While it runs: training goes on. What cannot be written is told. */
static void
test_save_while_running (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "no", "folder.safetensors", NULL);
  iso_session_start (fixture->session);
  WAIT_FOR (test_steps_of (fixture->session) >= 2);
  iso_session_save (fixture->session, fixture->path);
  WAIT_FOR (fixture->saves == 1);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
  guint64 then = test_steps_of (fixture->session);
  WAIT_FOR (test_steps_of (fixture->session) > then + 2);
  g_assert_cmpint (state_of (fixture), ==, ISO_SESSION_RUNNING);
  iso_session_save (fixture->session, nowhere);
  WAIT_FOR (fixture->message != NULL);
  g_assert_nonnull (strstr (fixture->message, nowhere));
  g_assert_cmpint (state_of (fixture), ==, ISO_SESSION_RUNNING);
  iso_session_pause (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_PAUSED);
}

/* One message that holds `part`, and all as it was. */
static void
refuse (Fixture *fixture, const char *path, const char *part)
{
  IsoSettings before = *iso_session_settings (fixture->session);
  IsoExperiment *experiment = iso_session_experiment (fixture->session);
  IsoHistory *history = iso_session_history (fixture->session);
  IsoSessionState state = state_of (fixture);
  guint64 steps = test_steps_of (fixture->session);
  g_clear_pointer (&fixture->refusal, g_free);
  g_clear_pointer (&fixture->message, g_free);
  iso_session_resume (fixture->session, path);
  WAIT_FOR (fixture->refusal != NULL);
  g_test_message ("%s", fixture->refusal);
  g_assert_nonnull (strstr (fixture->refusal, path));
  g_assert_nonnull (strstr (fixture->refusal, part));
  g_assert_null (strchr (fixture->refusal, '\n'));
  g_assert_cmpmem (&before, sizeof before, iso_session_settings (fixture->session), sizeof before);
  g_assert_true (iso_session_experiment (fixture->session) == experiment && iso_session_history (fixture->session) == history);
  WAIT_FOR (state_of (fixture) == state);
  g_assert_cmpuint (test_steps_of (fixture->session), ==, steps);
  g_assert_null (fixture->message);
  answer (fixture, "close");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere.safetensors", NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "other.safetensors", NULL), *contents = NULL;
  size_t length;
  take_steps (fixture, 2);
  save (fixture);
  /* A change that waits for a reset waits on. */
  g_assert_true (iso_session_set (fixture->session, "train.seed", "99", NULL));
  refuse (fixture, nowhere, "nowhere");
  g_assert_true (g_file_set_contents (other, "no checkpoint at all", -1, NULL));
  refuse (fixture, other, "no safetensors file");
  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (other, contents, (gssize) length - 100, NULL));
  refuse (fixture, other, "cut short");
  char *print = g_strstr_len (contents + 8, (gssize) length - 8, "\"data.fingerprint\":\"");
  g_assert_nonnull (print);
  print[20] = print[20] == '0' ? '1' : '0';
  g_assert_true (g_file_set_contents (other, contents, (gssize) length, NULL));
  refuse (fixture, other, "other data");
  g_assert_true (iso_session_needs_reset (fixture->session));
}

static void
write_table (const char *path)
{
  GString *text = g_string_new ("kind,width,height\n");
  for (int i = 0; i < 160; i++)
    g_string_append_printf (text, "tulip %d,%d,%d\n", i % 4, i % 4, i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_string_free (text, TRUE);
}

/* Data that were moved: which they are is told; once they are open, wherever, the run goes on. */
static void
test_data_moved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *here = g_build_filename (fixture->folder, "here.csv", NULL);
  g_autofree char *there = g_build_filename (fixture->folder, "there.csv", NULL), *source = g_strconcat ("data.source=", here, NULL);
  const char *const table[] = { source, "data.label_column=kind", "batch.size=16", "train.pace=unlimited", NULL };
  write_table (here);
  g_assert_true (iso_session_set_all (fixture->session, table, NULL));
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  take_steps (fixture, 3);
  save (fixture);
  g_assert_true (iso_session_set (fixture->session, "data.source", "sample", NULL));
  iso_session_reset (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  g_assert_cmpint (g_rename (here, there), ==, 0);
  refuse (fixture, fixture->path, here);
  g_assert_nonnull (strstr (fixture->refusal, "Open these data"));
  g_assert_true (iso_session_set (fixture->session, "data.source", there, NULL));
  iso_session_reset (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  iso_session_resume (fixture->session, fixture->path);
  WAIT_FOR (fixture->resumes == 1);
  g_assert_cmpuint (test_steps_of (fixture->session), ==, 3);
  g_assert_cmpstr (iso_session_settings (fixture->session)->data.source, ==, there);
}

/* The data of the file are opened where others are in place; it may be started before they are there. */
static void
test_data_opened (Fixture *fixture, gconstpointer data)
{
  g_autofree char *table = g_build_filename (fixture->folder, "here.csv", NULL), *source = g_strconcat ("data.source=", table, NULL);
  const char *const other[] = { source, "data.label_column=kind", "batch.size=16", NULL };
  take_steps (fixture, 2);
  save (fixture);
  write_table (table);
  g_assert_true (iso_session_set_all (fixture->session, other, NULL));
  iso_session_reset (fixture->session);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  iso_session_resume (fixture->session, fixture->path);
  iso_session_start (fixture->session);
  WAIT_FOR (test_steps_of (fixture->session) > 4);
  g_assert_cmpuint (fixture->resumes, ==, 1);
  g_assert_cmpstr (iso_session_settings (fixture->session)->data.source, ==, "sample");
  g_assert_cmpint (iso_session_settings (fixture->session)->batch.size, ==, 112);
}

/* A change that was about to be prepared is not lost with a file that is refused. */
static void
test_refused_while_preparing (Fixture *fixture, gconstpointer data)
{
  g_assert_true (iso_session_set (fixture->session, "network.embedding", "16", NULL));
  iso_session_resume (fixture->session, "/nowhere/at/all");
  g_assert_true (iso_session_set (fixture->session, "network.hidden", "32", NULL));
  WAIT_FOR (fixture->refusal != NULL);
  WAIT_FOR (state_of (fixture) == ISO_SESSION_READY);
  IsoExperiment *experiment = iso_session_experiment (fixture->session);
  g_assert_cmpint (experiment->settings.network.embedding, ==, 16);
  g_assert_cmpstr (iso_network_text (experiment->network), ==, "784-32-16");
  answer (fixture, "close");
}

/* The name that is offered, and the chooser that goes away with its window. */
static void
test_choosers (Fixture *fixture, gconstpointer data)
{
  take_steps (fixture, 1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.save-checkpoint", NULL));
  g_assert_nonnull (fixture->window->chooser);
  g_autofree char *name = gtk_file_chooser_get_current_name (GTK_FILE_CHOOSER (fixture->window->chooser));
  g_assert_cmpstr (name, ==, "fashion-mnist-sample-multi-similarity-obdp-epoch-1.safetensors");
  g_signal_emit_by_name (fixture->window->chooser, "response", GTK_RESPONSE_CANCEL);
  g_assert_null (fixture->window->chooser);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.resume-checkpoint", NULL));
  g_assert_nonnull (fixture->window->chooser);
}

int
main (int argc, char **argv)
{
  /* Not the person's own folder. */
  g_autofree char *config = g_dir_make_tmp ("isotherm-config-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_setenv ("XDG_CACHE_HOME", config, TRUE);
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/window-checkpoint/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("save-and-resume", test_save_and_resume);
  ADD ("while-running", test_save_while_running);
  ADD ("refused", test_refused);
  ADD ("data-moved", test_data_moved);
  ADD ("data-opened", test_data_opened);
  ADD ("refused-while-preparing", test_refused_while_preparing);
  ADD ("choosers", test_choosers);
#undef ADD
  return g_test_run ();
}
