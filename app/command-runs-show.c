#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/runs-reading.h"
#include "engine/base/error.h"
#include "engine/store/run-settings.h"

/* All there is to say of a run. */
typedef struct {
  IsoRun *run;
  char **changed;  /* settings that differ from the defaults, "key=value" */
  GArray *changes; /* of IsoRunChange */
  GArray *kept;    /* of IsoKeptEpoch */
  char *folder;
} Details;

static void
clear_details (Details *details)
{
  g_clear_pointer (&details->run, iso_run_free);
  g_clear_pointer (&details->changed, g_strfreev);
  g_clear_pointer (&details->changes, g_array_unref);
  g_clear_pointer (&details->kept, g_array_unref);
  g_clear_pointer (&details->folder, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Details, clear_details)

static bool
read_details (Details *details, const IsoRunsOptions *options, GError **error)
{
  g_autoptr (IsoStore) store = NULL;
  details->run = iso_runs_find (&store, options, error);
  return details->run != NULL
         && (details->changed = iso_run_settings_changed (details->run->name, details->run->settings, error)) != NULL
         && iso_store_read_changes (store, details->run->id, &details->changes, error)
         && iso_store_read_kept (store, details->run->id, &details->kept, error)
         && (details->folder = iso_store_run_folder (store, details->run->id, error)) != NULL;
}

/* What files there are of a kept epoch, for people. Newly allocated. */
static char *
kept_files (const IsoKeptEpoch *epoch)
{
  const char *names[4] = { NULL };
  size_t count = 0;
  if (epoch->checkpoint)
    names[count++] = _("checkpoint");
  if (epoch->embeddings)
    names[count++] = _("embeddings");
  if (epoch->batch)
    names[count++] = _("batch");
  return g_strjoinv (", ", (char **) names);
}

static void
print_heading (const char *title)
{
  g_print ("\n%s\n", title);
}

static void
print_origin (const IsoRun *run)
{
  if (run->parent != 0)
    g_print (_("forked from run %" PRId64 " at epoch %d\n"), run->parent, run->fork_epoch);
  if (run->sweep != NULL)
    {
      g_autofree char *sweep = iso_runs_line (run->sweep, 0);
      g_autofree char *point = iso_runs_line (run->sweep_point != NULL ? run->sweep_point : "", 0);
      g_print (_("of the sweep %s: %s\n"), sweep, point);
    }
  if (run->note != NULL && run->note[0] != '\0')
    {
      g_autofree char *note = iso_runs_line (run->note, 0);
      g_print (_("note: %s\n"), note);
    }
}

static void
print_summary (const IsoRun *run, const char *folder)
{
  g_autofree char *name = iso_runs_line (run->name, 0), *data = iso_runs_line (run->data, 0);
  g_autofree char *fingerprint = iso_runs_line (run->fingerprint, 0), *version = iso_runs_line (run->version, 0);
  g_autofree char *begun = iso_runs_time (run->created), *age = iso_runs_age (run->created, g_get_real_time ());
  g_autofree char *size = g_format_size (run->bytes), *shown = g_filename_display_name (folder);
  char training[ISO_NUMBER_TEXT_SIZE], evaluating[ISO_NUMBER_TEXT_SIZE];
  g_print ("%" PRId64 "  %s\n", run->id, name);
  g_print (_("%s, %d of %d epochs, %" PRIu64 " steps\n"), iso_run_status_title (run->status), run->epochs, run->planned_epochs,
           run->steps);
  g_print (_("begun %s (%s); %s s in steps, %s s in evaluation\n"), begun, age,
           g_ascii_formatd (training, sizeof training, "%.1f", run->train_seconds),
           g_ascii_formatd (evaluating, sizeof evaluating, "%.1f", run->evaluate_seconds));
  g_print (_("data: %s (fingerprint %s)\n"), data, fingerprint);
  print_origin (run);
  g_print (_("uuid %s, by Isotherm %s\n"), run->uuid, version);
  g_print (_("files: %s in %s\n"), size, shown);
}

static void
print_settings (char **changed)
{
  static const bool numbers[3] = { false };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  print_heading (_("Settings that differ from the defaults"));
  for (size_t i = 0; changed[i] != NULL; i++)
    {
      const char *value = strchr (changed[i], '=');
      g_autofree char *key = g_strndup (changed[i], (gsize) (value - changed[i]));
      g_ptr_array_add (cells, NULL);
      g_ptr_array_add (cells, iso_runs_line (key, 0));
      g_ptr_array_add (cells, iso_runs_line (value + 1, 0));
    }
  if (cells->len == 0)
    g_print ("  %s\n", _("none"));
  else
    iso_runs_print_table ((const char *const *) cells->pdata, cells->len / 3, 3, numbers);
}

static void
print_scores (const IsoRun *run)
{
  static const bool numbers[5] = { false, false, true, true, true };
  const IsoScores *const all[] = { &run->test, &run->validation, &run->train };
  const char *const titles[] = { _("test"), _("validation"), _("training") };
  const IsoScores *parts[G_N_ELEMENTS (all)];
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t columns = 2, count = 0;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (cells, 2);
  for (size_t part = 0; part < G_N_ELEMENTS (all); part++)
    if (iso_runs_has_scores (all[part]))
      {
        count = count > 0 ? count : iso_scores_keys (keys, all[part]);
        parts[columns++ - 2] = all[part];
        g_ptr_array_add (cells, g_strdup (titles[part]));
      }
  print_heading (_("Scores of the last evaluation"));
  for (size_t i = 0; i < count; i++)
    {
      char text[ISO_RUNS_SCORE_SIZE];
      g_ptr_array_add (cells, NULL);
      g_ptr_array_add (cells, g_strdup (iso_score_key_name (keys[i])));
      for (size_t c = 2; c < columns; c++)
        g_ptr_array_add (cells, g_strdup (iso_runs_score (text, iso_scores_value (parts[c - 2], keys[i]))));
    }
  if (count > 0)
    iso_runs_print_table ((const char *const *) cells->pdata, count + 1, columns, numbers);
  else
    g_print ("  %s\n", _("none"));
}

static void
print_journal (const GArray *changes)
{
  print_heading (_("Changes while it went on"));
  if (changes->len == 0)
    g_print ("  %s\n", _("none"));
  for (guint i = 0; i < changes->len; i++)
    {
      const IsoRunChange *change = &g_array_index (changes, IsoRunChange, i);
      g_autofree char *key = iso_runs_line (change->key, 0), *value = iso_runs_line (change->value, 0);
      g_print (_("  from step %" PRIu64 ": %s = %s\n"), change->step, key, value);
    }
}

static void
print_kept (const GArray *kept)
{
  static const bool numbers[5] = { false, true, true, true, false };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const char *const titles[] = { NULL, _("epoch"), _("step"), _("size"), _("files") };
  print_heading (_("Kept epochs"));
  for (size_t i = 0; i < G_N_ELEMENTS (titles); i++)
    g_ptr_array_add (cells, g_strdup (titles[i]));
  for (guint i = 0; i < kept->len; i++)
    {
      const IsoKeptEpoch *epoch = &g_array_index (kept, IsoKeptEpoch, i);
      g_ptr_array_add (cells, NULL);
      g_ptr_array_add (cells, g_strdup_printf ("%d", epoch->epoch));
      g_ptr_array_add (cells, g_strdup_printf ("%" PRIu64, epoch->step));
      g_ptr_array_add (cells, g_format_size (epoch->bytes));
      g_ptr_array_add (cells, kept_files (epoch));
    }
  if (kept->len == 0)
    g_print ("  %s\n", _("none"));
  else
    iso_runs_print_table ((const char *const *) cells->pdata, cells->len / 5, 5, numbers);
}

/* An object of "key=value" lines. */
static void
add_settings_json (IsoJsonLine *line, const char *name, char **words)
{
  iso_json_line_open (line, name);
  for (size_t i = 0; words[i] != NULL; i++)
    {
      const char *value = strchr (words[i], '=');
      g_autofree char *key = g_strndup (words[i], (gsize) (value - words[i]));
      iso_json_line_text (line, key, value + 1);
    }
  iso_json_line_close (line);
}

static void
add_lists_json (IsoJsonLine *line, const Details *details)
{
  iso_json_line_open_array (line, "journal");
  for (guint i = 0; i < details->changes->len; i++)
    {
      const IsoRunChange *change = &g_array_index (details->changes, IsoRunChange, i);
      iso_json_line_open_item (line);
      iso_json_line_integer (line, "step", (gint64) change->step);
      iso_json_line_text (line, "key", change->key);
      iso_json_line_text (line, "value", change->value);
      iso_json_line_close (line);
    }
  iso_json_line_close_array (line);
  iso_json_line_open_array (line, "kept");
  for (guint i = 0; i < details->kept->len; i++)
    {
      const IsoKeptEpoch *epoch = &g_array_index (details->kept, IsoKeptEpoch, i);
      iso_json_line_open_item (line);
      iso_json_line_integer (line, "epoch", epoch->epoch);
      iso_json_line_integer (line, "step", (gint64) epoch->step);
      iso_json_line_integer (line, "bytes", (gint64) epoch->bytes);
      iso_json_line_switch (line, "checkpoint", epoch->checkpoint);
      iso_json_line_switch (line, "embeddings", epoch->embeddings);
      iso_json_line_switch (line, "batch", epoch->batch);
      iso_json_line_close (line);
    }
  iso_json_line_close_array (line);
}

static bool
print_json (const Details *details, GError **error)
{
  g_auto (GStrv) all = iso_run_settings_list (details->run->name, details->run->settings, error);
  IsoJsonLine line;
  if (all == NULL)
    return false;
  iso_json_line_init (&line);
  iso_runs_add_json (&line, details->run);
  iso_runs_add_scores (&line, "test", &details->run->test);
  add_settings_json (&line, "settings", all);
  add_settings_json (&line, "changed", details->changed);
  add_lists_json (&line, details);
  iso_json_line_text (&line, "folder", details->folder);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
  return true;
}

int
iso_command_runs_show (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoRunsOptions) options = { 0 };
  g_auto (Details) details = { 0 };
  const GOptionEntry entries[] = { ISO_RUNS_OPTION_ENTRIES (&options), { NULL } };
  if (!iso_command_parse (argc, argv, entries, _("RUN"),
                          _("Says all that is known of a run: settings, data, scores, changes on the way and what is kept of it."), NULL,
                          &error)
      || !iso_runs_options_check (&options, 1, 1, "runs show RUN", &error) || !read_details (&details, &options, &error)
      || (options.json && !print_json (&details, &error)))
    return iso_command_complain (error->message);
  if (options.json)
    return ISO_EXIT_DONE;
  print_summary (details.run, details.folder);
  print_settings (details.changed);
  print_scores (details.run);
  print_journal (details.changes);
  print_kept (details.kept);
  return ISO_EXIT_DONE;
}
