/* The journal: what a history tells of changes, to JSON and back, made at their steps; kept by checkpoints, old ones included. */
#include <pthread.h>
#include <string.h>

#include "engine/export/safetensors.h"
#include "engine/train/journal.h"
#include "engine/train/trainer.h"
#include "tests/support/data-files.h"
#include "tests/support/same-history.h"
#include "tests/support/small-run.h"

static const char *const no_more[] = { NULL };

static void
check_change (const IsoJournal *journal, size_t place, guint64 step, const char *key, const char *value)
{
  size_t count;
  const IsoChange *changes = iso_journal_changes (journal, &count);
  g_assert_cmpuint (place, <, count);
  g_assert_cmpuint (changes[place].step, ==, step);
  g_assert_cmpstr (changes[place].key, ==, key);
  g_assert_cmpstr (changes[place].value, ==, value);
}

static size_t
change_count (const IsoJournal *journal)
{
  size_t count;
  iso_journal_changes (journal, &count);
  return count;
}

/* Before the first step too, for the settings at the start are not changed by it; neither what changes nothing nor what only
 * looks. */
static void
test_from_history (void)
{
  SmallRun run;
  small_run_init (&run, no_more, NULL);
  g_assert_true (iso_runner_set (run.runner, "distill.omega", "0.25", NULL));
  small_run_steps (&run, 4);
  g_assert_true (iso_runner_set (run.runner, "optimizer.rate", "1.00000000000000004e-4", NULL));
  g_assert_true (iso_runner_set (run.runner, "optimizer.rate", "0.0001", NULL));
  g_assert_true (iso_runner_set (run.runner, "evaluate.every", "2", NULL));
  g_assert_false (iso_runner_set (run.runner, "distill.omega", "1", NULL));
  g_assert_false (iso_runner_set (run.runner, "train.epochs", "9", NULL));
  g_assert_true (iso_runner_repeat (run.runner, "train.epochs", "9", NULL));
  small_run_steps (&run, 1);
  g_assert_true (iso_runner_set (run.runner, "distill.normalization", "softmax", NULL));
  g_assert_true (iso_runner_set (run.runner, "distill.ramp", "cosine", NULL));
  g_autoptr (IsoJournal) journal = iso_journal_from_history (iso_runner_start_settings (run.runner), run.history);
  g_assert_cmpuint (change_count (journal), ==, 4);
  check_change (journal, 0, 1, "distill.omega", "0.25");
  check_change (journal, 1, 5, "optimizer.rate", "0.0001");
  check_change (journal, 2, 5, "train.epochs", "9");
  check_change (journal, 3, 6, "distill.ramp", "cosine");
  g_assert_cmpfloat (iso_runner_start_settings (run.runner)->distill.omega, ==, 0.8);
  small_run_clear (&run);
  /* Where batches are drawn by evaluations it matters how often there is one. */
  small_run_init (&run, (const char *const[]){ "batch.sampler=hard-classes", NULL }, NULL);
  g_assert_true (iso_runner_set (run.runner, "evaluate.every", "2", NULL));
  g_assert_true (iso_runner_set (run.runner, "evaluate.ks", "1, 5", NULL));
  g_autoptr (IsoJournal) other = iso_journal_from_history (NULL, run.history);
  g_assert_cmpuint (change_count (other), ==, 1);
  check_change (other, 0, 1, "evaluate.every", "2");
  small_run_clear (&run);
}

static void
test_json (void)
{
  static const char odd[] = "a\tb \"c\" \\ ω = 3";
  g_autoptr (GError) error = NULL;
  IsoSettings settings, found;
  small_settings (&settings, (const char *const[]){ "distill.omega=0.123456789", "optimizer.rate=0.1", NULL });
  g_autoptr (IsoJournal) journal = iso_journal_new (&settings);
  iso_journal_add (journal, 1, "distill.lambda", "0.1");
  iso_journal_add (journal, 1, "distill.lambda", "0.2");
  iso_journal_add (journal, G_MAXUINT64, "evaluate.ks", odd);
  g_autofree char *text = iso_journal_to_json (journal);
  g_autoptr (IsoJournal) again = iso_journal_parse ("again", text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (change_count (again), ==, 3);
  check_change (again, 0, 1, "distill.lambda", "0.1");
  check_change (again, 1, 1, "distill.lambda", "0.2");
  check_change (again, 2, G_MAXUINT64, "evaluate.ks", odd);
  g_auto (GStrv) assignments = iso_journal_settings (again);
  iso_settings_init (&found);
  g_assert_true (iso_settings_set_all (&found, (const char *const *) assignments, &error));
  g_assert_cmpfloat (found.distill.omega, ==, 0.123456789);
  g_assert_cmpfloat (found.optimizer.rate, ==, 0.1);
  g_assert_cmpstr (found.network.hidden, ==, "24");
  /* Without settings; more changes than the reader of JSON takes objects. */
  g_autoptr (IsoJournal) bare = iso_journal_new (NULL);
  g_autofree char *empty = iso_journal_to_json (bare);
  g_assert_cmpstr (empty, ==, "{\n  \"isotherm.journal\": 1,\n  \"changes\": []\n}\n");
  for (guint64 i = 1; i <= 5000; i++)
    iso_journal_add (bare, i, "distill.lambda", i % 2 == 0 ? "1" : "2");
  g_autofree char *many = iso_journal_to_json (bare);
  g_autoptr (IsoJournal) all = iso_journal_parse ("many", many, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (change_count (all), ==, 5000);
  g_assert_null (iso_journal_settings (all));
}

static void
test_bad_json (void)
{
  static const struct {
    const char *text, *says;
  } cases[] = {
    { "", "empty" },
    { "{", "JSON" },
    { "[]", "expected a journal" },
    { "{\"changes\": []}", "expected a journal" },
    { "{\"isotherm.journal\": 2, \"changes\": []}", "expected a journal" },
    { "{\"isotherm.journal\": \"1\", \"changes\": []}", "expected a journal" },
    { "{\"isotherm.journal\": 1}", "changes" },
    { "{\"isotherm.journal\": 1, \"changes\": {}}", "changes" },
    { "{\"isotherm.journal\": 1, \"chnages\": []}", "chnages" },
    { "{\"isotherm.journal\": 1, \"settings\": 3, \"changes\": []}", "parameters" },
    { "{\"isotherm.journal\": 1, \"settings\": {\"a\": []}, \"changes\": []}", "a is neither" },
    { "{\"isotherm.journal\": 1, \"changes\": [3]}", "change 1 is “3”" },
    { "{\"isotherm.journal\": 1, \"changes\": [null]}", "change 1" },
    { "{\"isotherm.journal\": 1, \"changes\": [{\"step\": 1}]}", "change 1" },
    { "{\"isotherm.journal\": 1, \"changes\": [\"\"]}", "change 1" },
    { "{\"isotherm.journal\": 1, \"changes\": [\"distill.omega=1\"]}", "change 1" },
    { "{\"isotherm.journal\": 1, \"changes\": [\"5 distill.omega\"]}", "change 1" },
    { "{\"isotherm.journal\": 1, \"changes\": [\"5 =1\"]}", "change 1" },
    { "{\"isotherm.journal\": 1, \"changes\": [\"0 distill.omega=0.5\"]}", "from 1 on" },
    { "{\"isotherm.journal\": 1, \"changes\": [\"-1 distill.omega=0.5\"]}", "from 1 on" },
    { "{\"isotherm.journal\": 1, \"changes\": [\"99999999999999999999 distill.omega=0.5\"]}", "from 1 on" },
    { "{\"isotherm.journal\": 1, \"changes\": [\"9 distill.omega=0.5\", \"8 distill.omega=0.6\"]}", "change 2 is of step 8" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", cases[i].text);
      g_assert_null (iso_journal_parse ("some file", cases[i].text, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_nonnull (strstr (error->message, "some file"));
    }
  g_autoptr (GError) error = NULL;
  g_assert_null (iso_journal_read ("/no/such/journal.json", &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FILE);
}

/* A byte of a good journal changed, in each place to each of these: refused in a sentence, or a journal that can be checked. */
static void
test_damaged_json (void)
{
  static const char others[] = { '"', '{', '}', '[', ']', ',', ':', ' ', '=', '0', '-', '\\', '\n', '\xff', '\xc3', '\x01' };
  IsoSettings settings;
  small_settings (&settings, no_more);
  g_autoptr (IsoJournal) journal = iso_journal_new (NULL);
  iso_journal_add (journal, 3, "distill.omega", "0.5");
  iso_journal_add (journal, 12, "evaluate.ks", "1, 2");
  g_autofree char *plain = iso_journal_to_json (journal);
  g_autofree char *text = g_strconcat ("{\"settings\": {\"distill.k\": 3},", plain + 1, NULL);
  size_t refused = 0, taken = 0;
  for (size_t at = 0; text[at] != '\0'; at++)
    for (size_t o = 0; o < G_N_ELEMENTS (others); o++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *damaged = g_strdup (text);
        damaged[at] = others[o];
        g_autoptr (IsoJournal) found = iso_journal_parse ("damaged", damaged, &error);
        g_assert_true ((found == NULL) == (error != NULL));
        if (found != NULL)
          iso_journal_check (found, &settings, NULL, 0, &error);
        taken += error == NULL;
        refused += error != NULL;
        g_assert_true (error == NULL || (error->domain == ISO_ERROR && g_utf8_validate (error->message, -1, NULL)));
      }
  g_assert_cmpuint (taken, >, 20);
  g_assert_cmpuint (refused, >, 1000);
}

/* All that can be said before a run begins. */
static void
test_check (void)
{
  static const struct {
    guint64 step;
    const char *key, *value, *says;
  } cases[] = {
    { 3, "distill.omega", "1.5", "distill.omega is 1.5" },
    { 3, "distill.omega", "much", "much" },
    { 3, "distil.omega", "0.5", "distill.omega" },
    { 3, "loss.no", "0.5", "loss.no" },
    { 3, "batch.size", "64", "batch.size" },
    { 3, "teacher.kind", "moving-average", "fork" },
    { 3, "distill.normalization", "symmetric", "directed" },
    { 3, "batch.size", "112", NULL }, /* as it is */
    { 3, "train.epochs", "30", NULL },
    { 3, "distill.omega", "0.5", NULL },
    { 2, "distill.omega", "1.5", NULL }, /* taken */
  };
  IsoSettings settings;
  small_settings (&settings, no_more);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (IsoJournal) journal = iso_journal_new (NULL);
      iso_journal_add (journal, 1, "distill.omega", "0.1");
      iso_journal_add (journal, cases[i].step, cases[i].key, cases[i].value);
      g_assert_true (iso_journal_check (journal, &settings, NULL, 2, &error) == (cases[i].says == NULL));
      if (cases[i].says == NULL)
        continue;
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_nonnull (strstr (error->message, "change 2, of step 3"));
    }
  /* A change may make the next one possible. */
  g_autoptr (IsoJournal) journal = iso_journal_new (NULL);
  iso_journal_add (journal, 5, "distill.graph", "mutual");
  iso_journal_add (journal, 5, "distill.normalization", "symmetric");
  g_assert_true (iso_journal_check (journal, &settings, NULL, 0, NULL));
}

/* Answers of a trainer in the order in which they come. */
typedef struct {
  pthread_mutex_t mutex;
  GString *text;
} Answers;

static void
note_answer (guint64 step, const char *message, gpointer data)
{
  Answers *answers = data;
  pthread_mutex_lock (&answers->mutex);
  g_string_append_printf (answers->text, "%" G_GUINT64_FORMAT "%s;", step, message == NULL ? "" : " refused");
  pthread_mutex_unlock (&answers->mutex);
}

static void
wait_until_done (IsoTrainer *trainer)
{
  IsoTrainerStatus status;
  for (iso_trainer_status (trainer, &status); status.pending > 0; iso_trainer_status (trainer, &status))
    g_usleep (100);
}

/* A change for a step to come acts as the same change made by hand before that step; what cannot be planned says so at once, what
 * cannot be made when its time has come. */
static void
test_set_at (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = small_experiment (no_more, &error);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  Answers answers = { PTHREAD_MUTEX_INITIALIZER, g_string_new (NULL) };
  IsoSettings settings;
  for (int i = 0; i < 2; i++)
    iso_trainer_single_step (trainer);
  iso_trainer_set_at (trainer, 40, "distill.lambda", "7", note_answer, &answers, NULL);
  iso_trainer_set_at (trainer, 20, "optimizer.rate", "0.005", note_answer, &answers, NULL);
  iso_trainer_set_at (trainer, 20, "optimizer.rate", "0.004", note_answer, &answers, NULL);
  iso_trainer_set_at (trainer, 30, "distill.normalization", "symmetric", note_answer, &answers, NULL);
  iso_trainer_set_at (trainer, 2, "distill.lambda", "7", note_answer, &answers, NULL);
  iso_trainer_set_at (trainer, 20, "distill.omega", "1", note_answer, &answers, NULL);
  iso_trainer_set_at (trainer, 20, "batch.size", "64", note_answer, &answers, NULL);
  iso_trainer_set_at (trainer, 1000, "distill.omega", "0.5", note_answer, &answers, NULL);
  wait_until_done (trainer);
  g_assert_cmpstr (answers.text->str, ==, "3 refused;3 refused;3 refused;");
  for (int i = 0; i < 43; i++)
    iso_trainer_single_step (trainer);
  wait_until_done (trainer);
  g_assert_cmpstr (answers.text->str, ==, "3 refused;3 refused;3 refused;20;20;30 refused;40;");
  iso_trainer_settings (trainer, &settings);
  g_assert_cmpfloat (settings.optimizer.rate, ==, 0.004);
  g_autoptr (IsoJournal) journal = iso_journal_from_history (NULL, iso_trainer_history (trainer));
  g_assert_cmpuint (change_count (journal), ==, 3);
  check_change (journal, 1, 20, "optimizer.rate", "0.004");
  check_change (journal, 2, 40, "distill.lambda", "7");

  SmallRun run;
  small_run_init (&run, no_more, NULL);
  small_run_evaluate (&run, false);
  small_run_steps (&run, 19);
  g_assert_true (iso_runner_set (run.runner, "optimizer.rate", "0.004", NULL));
  small_run_steps (&run, 20);
  g_assert_true (iso_runner_set (run.runner, "distill.lambda", "7", NULL));
  small_run_steps (&run, 6);
  assert_same_steps (run.history, iso_trainer_history (trainer), 0, 45);
  small_run_clear (&run);
  g_string_free (answers.text, TRUE);
}

/* A run that had its planned epochs changed on the way does not end where it had first been to. */
static void
test_planned_epochs (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoExperiment) experiment = small_experiment ((const char *const[]){ "train.epochs=1", NULL }, &error);
  g_autoptr (IsoTrainer) trainer = iso_trainer_new (experiment);
  IsoTrainerStatus status;
  /* The thread has still to say how long an epoch is. */
  for (iso_trainer_status (trainer, &status); status.steps_per_epoch == 0; iso_trainer_status (trainer, &status))
    g_usleep (100);
  iso_trainer_set_at (trainer, status.steps_per_epoch + 1, "train.epochs", "2", NULL, NULL, NULL);
  iso_trainer_start (trainer);
  g_assert_true (iso_trainer_wait (trainer, 60.0));
  iso_trainer_status (trainer, &status);
  g_assert_cmpint (status.state, ==, ISO_TRAINER_FINISHED);
  g_assert_cmpint (status.epoch, ==, 2);
  g_autoptr (IsoJournal) journal = iso_trainer_journal (trainer);
  g_assert_cmpuint (change_count (journal), ==, 1);
  check_change (journal, 0, status.steps_per_epoch + 1, "train.epochs", "2");
  g_auto (GStrv) start = iso_journal_settings (journal);
  g_assert_true (g_strv_contains ((const char *const *) start, "train.epochs=1"));
}

/* Copies a checkpoint as it was written before exact values and the settings at the start were kept, or with other events. */
static void
write_with_events (const char *from, const char *to, const char *events)
{
  static const char *const keys[] = { "format", "isotherm.checkpoint", "settings", "data.fingerprint", "step", "epoch",
                                      "steps_in_epoch", "optimizer.step", "optimizer.loss_step", "memory.next", "train_seconds",
                                      "evaluate_seconds", "random.sampler", "random.mining" };
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoSafetensors) file = iso_safetensors_read (from, &error);
  g_autoptr (IsoSafetensorsWriter) writer = iso_safetensors_writer_new ();
  size_t count, length = strlen (events);
  const IsoSafetensor *tensors = iso_safetensors_tensors (file, &count);
  for (size_t k = 0; k < G_N_ELEMENTS (keys); k++)
    iso_safetensors_writer_describe (writer, keys[k], iso_safetensors_metadata (file, keys[k]));
  for (size_t i = 0; i < count; i++)
    if (strcmp (tensors[i].name, "history.events") == 0)
      iso_safetensors_writer_add (writer, "history.events", ISO_SAFETENSORS_U8, events, 1, &length);
    else
      iso_safetensors_writer_add (writer, tensors[i].name, tensors[i].type, tensors[i].values, tensors[i].dimension_count,
                                  tensors[i].sizes);
  g_assert_true (iso_safetensors_writer_save (writer, to, &error));
}

static void
test_checkpoint (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "c", NULL), *old = g_build_filename (folder, "old", NULL);
  SmallRun run;
  small_run_init (&run, no_more, NULL);
  small_run_evaluate (&run, false);
  g_assert_true (iso_runner_set (run.runner, "distill.omega", "0.3", NULL));
  small_run_steps (&run, 20);
  g_assert_true (iso_runner_set (run.runner, "optimizer.rate", "0.0012345678901234567", NULL));
  /* Texts that a line of events cannot hold as they are. */
  IsoEvent odd = { 21, ISO_EVENT_CHANGE, "evaluate.ks", "k", "1,\t2,\n\\3" };
  iso_history_add_event (run.history, &odd);
  g_assert_true (iso_runner_save (run.runner, path, &error));
  small_run_clear (&run);

  small_run_init (&run, NULL, path);
  g_autoptr (IsoJournal) journal = iso_journal_from_history (NULL, run.history);
  g_assert_cmpuint (change_count (journal), ==, 3);
  check_change (journal, 0, 1, "distill.omega", "0.3");
  check_change (journal, 1, 21, "optimizer.rate", "0.0012345678901234567");
  check_change (journal, 2, 21, "evaluate.ks", "1,\t2,\n\\3");
  g_assert_cmpfloat (iso_runner_start_settings (run.runner)->distill.omega, ==, 0.8);
  g_assert_cmpfloat (iso_runner_settings (run.runner)->distill.omega, ==, 0.3);
  small_run_clear (&run);

  write_with_events (path, old, "21\t0\toptimizer.rate\tLearning rate 0.001 → 0.0012345678901234567\n"
                                "21\t4\tcollapse\twords → more\n");
  small_run_init (&run, NULL, old);
  g_autoptr (IsoJournal) older = iso_journal_from_history (NULL, run.history);
  g_assert_cmpuint (change_count (older), ==, 1);
  check_change (older, 0, 21, "optimizer.rate", "0.0012345678901234567");
  g_assert_cmpuint (iso_history_event_count (run.history), ==, 2);
  g_assert_null (iso_runner_start_settings (run.runner));
  small_run_steps (&run, 3);
  small_run_clear (&run);

  write_with_events (path, old, "21\t0\toptimizer.rate\ttext\t0.1\\x\n");
  g_autoptr (IsoCheckpoint) bad = iso_checkpoint_open (old, &error);
  IsoSettings settings;
  g_assert_true (iso_checkpoint_settings (&settings, bad, &error));
  g_autoptr (IsoExperiment) experiment = iso_experiment_resume (bad, &settings, NULL, NULL, &error);
  g_assert_null (iso_trainer_resume (experiment, bad, &error));
  g_assert_nonnull (strstr (error->message, "history.events"));
  test_folder_free (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/from-history", test_from_history);
  g_test_add_func ("/journal/json", test_json);
  g_test_add_func ("/journal/bad-json", test_bad_json);
  g_test_add_func ("/journal/damaged-json", test_damaged_json);
  g_test_add_func ("/journal/check", test_check);
  g_test_add_func ("/journal/set-at", test_set_at);
  g_test_add_func ("/journal/planned-epochs", test_planned_epochs);
  g_test_add_func ("/journal/checkpoint", test_checkpoint);
  return g_test_run ();
}
