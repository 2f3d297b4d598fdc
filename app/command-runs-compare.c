#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/runs-reading.h"
#include "engine/base/error.h"
#include "engine/store/compare.h"

#define VALUE_WIDTH 32

static bool
is_listed (const GPtrArray *runs, gint64 id)
{
  for (guint i = 0; i < runs->len; i++)
    if (((const IsoRun *) runs->pdata[i])->id == id)
      return true;
  return false;
}

/* The runs that are named, or all; and the changes of each as text. */
static bool
read_runs (GPtrArray *runs, GPtrArray *journals, char **words, GError **error)
{
  g_autoptr (IsoStore) store = iso_store_open (NULL, error);
  if (store == NULL)
    return false;
  for (size_t i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_utf8_make_valid (words[i], -1);
      g_autoptr (IsoRun) run = iso_store_find (store, word, error);
      g_autoptr (GArray) changes = NULL;
      if (run == NULL)
        return false;
      if (is_listed (runs, run->id))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("runs compare: run %" PRId64 " is named twice"), run->id);
          return false;
        }
      if (!iso_store_read_changes (store, run->id, &changes, error))
        return false;
      g_ptr_array_add (journals, iso_run_changes_text (changes));
      g_ptr_array_add (runs, g_steal_pointer (&run));
    }
  return true;
}

static void
add_titles (GPtrArray *cells, const GPtrArray *runs)
{
  g_ptr_array_add (cells, NULL);
  for (guint r = 0; r < runs->len; r++)
    g_ptr_array_add (cells, g_strdup_printf (_("run %" PRId64), ((const IsoRun *) runs->pdata[r])->id));
}

static void
print_cells (const GPtrArray *cells, size_t columns, bool numbers)
{
  g_autofree bool *to_the_right = g_new (bool, columns);
  for (size_t c = 0; c < columns; c++)
    to_the_right[c] = numbers && c > 0;
  iso_runs_print_table ((const char *const *) cells->pdata, cells->len / columns, columns, to_the_right);
}

static void
print_differences (const IsoRunComparison *comparison, const GPtrArray *runs)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  if (comparison->differences->len == 0)
    {
      g_print ("%s\n\n", _("They do not differ in settings, data, epochs or changes on the way."));
      return;
    }
  add_titles (cells, runs);
  for (guint i = 0; i < comparison->differences->len; i++)
    {
      const IsoRunDifference *difference = comparison->differences->pdata[i];
      g_ptr_array_add (cells, iso_runs_line (difference->key, 0));
      for (size_t r = 0; r < difference->count; r++)
        g_ptr_array_add (cells, iso_runs_line (difference->values[r] != NULL ? difference->values[r] : "–", VALUE_WIDTH));
    }
  print_cells (cells, runs->len + 1, false);
  g_print ("\n");
}

/* Whether there is any score among values (run_count, score_count) of one part. */
static bool
has_any (const IsoRunComparison *comparison, const double *values)
{
  for (size_t i = 0; i < comparison->run_count * comparison->score_count; i++)
    if (!isnan (values[i]))
      return true;
  return false;
}

/* values (run_count, score_count) of one part. */
static void
print_scores (const char *title, const IsoRunComparison *comparison, const double *values, const GPtrArray *runs)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  if (!has_any (comparison, values))
    return;
  add_titles (cells, runs);
  g_free (cells->pdata[0]);
  cells->pdata[0] = g_strdup (title);
  for (size_t s = 0; s < comparison->score_count; s++)
    {
      char text[ISO_RUNS_SCORE_SIZE];
      g_ptr_array_add (cells, g_strdup (iso_score_key_name (comparison->scores[s])));
      for (size_t r = 0; r < comparison->run_count; r++)
        g_ptr_array_add (cells, g_strdup (iso_runs_score (text, values[r * comparison->score_count + s])));
    }
  print_cells (cells, runs->len + 1, true);
}

/* "0.9312 ± 0.0041", "–" of nothing. Newly allocated. */
static char *
interval_text (const IsoMeanInterval *interval)
{
  char mean[ISO_RUNS_SCORE_SIZE], width[ISO_RUNS_SCORE_SIZE];
  iso_runs_score (mean, interval->mean);
  return isnan (interval->half_width) ? g_strdup (mean)
                                      : g_strdup_printf ("%s ± %s", mean, iso_runs_score (width, interval->half_width));
}

/* "3, 4, 5" Newly allocated. */
static char *
group_text (const IsoRunGroup *group, const GPtrArray *runs)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (size_t i = 0; i < group->count; i++)
    g_string_append_printf (text, "%s%" PRId64, i > 0 ? ", " : "", ((const IsoRun *) runs->pdata[group->runs[i]])->id);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
print_group (const IsoRunGroup *group, const IsoRunComparison *comparison, const GPtrArray *runs)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *members = group_text (group, runs);
  g_print (_("\nRuns %s differ in chance alone: mean of %zu ± 95 %% interval (Student's t)\n"), members, group->count);
  bool has_validation = has_any (comparison, comparison->validation);
  g_ptr_array_add (cells, NULL);
  g_ptr_array_add (cells, g_strdup (_("test")));
  if (has_validation)
    g_ptr_array_add (cells, g_strdup (_("validation")));
  for (size_t s = 0; s < comparison->score_count; s++)
    {
      g_ptr_array_add (cells, g_strdup (iso_score_key_name (comparison->scores[s])));
      g_ptr_array_add (cells, interval_text (&group->test[s]));
      if (has_validation)
        g_ptr_array_add (cells, interval_text (&group->validation[s]));
    }
  print_cells (cells, has_validation ? 3 : 2, true);
}

static void
print_text (const IsoRunComparison *comparison, const GPtrArray *runs)
{
  print_differences (comparison, runs);
  print_scores (_("test"), comparison, comparison->test, runs);
  print_scores (_("validation"), comparison, comparison->validation, runs);
  for (guint g = 0; g < comparison->groups->len; g++)
    {
      const IsoRunGroup *group = comparison->groups->pdata[g];
      if (group->count > 1)
        print_group (group, comparison, runs);
    }
}

/* An object of an object for each score: n, mean, sd, interval95 (its half width). */
static void
add_intervals (IsoJsonLine *line, const char *name, const IsoMeanInterval *intervals, const IsoRunComparison *comparison)
{
  iso_json_line_open (line, name);
  for (size_t s = 0; s < comparison->score_count; s++)
    {
      iso_json_line_open (line, iso_score_key_name (comparison->scores[s]));
      iso_json_line_integer (line, "n", (gint64) intervals[s].count);
      iso_json_line_number (line, "mean", intervals[s].mean);
      iso_json_line_number (line, "sd", intervals[s].deviation);
      iso_json_line_number (line, "interval95", intervals[s].half_width);
      iso_json_line_close (line);
    }
  iso_json_line_close (line);
}

static void
add_groups (IsoJsonLine *line, const IsoRunComparison *comparison, const GPtrArray *runs)
{
  iso_json_line_open_array (line, "groups");
  for (guint g = 0; g < comparison->groups->len; g++)
    {
      const IsoRunGroup *group = comparison->groups->pdata[g];
      g_autofree double *ids = g_new (double, group->count);
      for (size_t i = 0; i < group->count; i++)
        ids[i] = (double) ((const IsoRun *) runs->pdata[group->runs[i]])->id;
      iso_json_line_open_item (line);
      iso_json_line_numbers (line, "runs", ids, group->count);
      add_intervals (line, "test", group->test, comparison);
      add_intervals (line, "validation", group->validation, comparison);
      iso_json_line_close (line);
    }
  iso_json_line_close_array (line);
}

static void
print_json (const IsoRunComparison *comparison, const GPtrArray *runs)
{
  IsoJsonLine line;
  iso_json_line_init (&line);
  iso_json_line_open_array (&line, "runs");
  for (guint r = 0; r < runs->len; r++)
    {
      iso_json_line_open_item (&line);
      iso_runs_add_json (&line, runs->pdata[r]);
      iso_json_line_close (&line);
    }
  iso_json_line_close_array (&line);
  /* In the order of "runs". */
  iso_json_line_open (&line, "differences");
  for (guint i = 0; i < comparison->differences->len; i++)
    {
      const IsoRunDifference *difference = comparison->differences->pdata[i];
      iso_json_line_open_array (&line, difference->key);
      for (size_t r = 0; r < difference->count; r++)
        iso_json_line_text_item (&line, difference->values[r]);
      iso_json_line_close_array (&line);
    }
  iso_json_line_close (&line);
  add_groups (&line, comparison, runs);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

int
iso_command_runs_compare (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoRunsOptions) options = { 0 };
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_free);
  g_autoptr (GPtrArray) journals = g_ptr_array_new_with_free_func (g_free);
  const GOptionEntry entries[] = { ISO_RUNS_OPTION_ENTRIES (&options), { NULL } };
  if (!iso_command_parse (argc, argv, entries, _("RUN RUN…"),
                          _("Says in which settings runs differ, and puts their scores side by side."),
                          _("Runs that differ in chance alone (train.seed; threads and pace do not count either) are also summed\n"
                            "up: the mean and the half width of its 95 % interval by Student's t."),
                          &error)
      || !iso_runs_options_check (&options, 2, G_MAXUINT, "runs compare RUN RUN…", &error)
      || !read_runs (runs, journals, options.words, &error))
    return iso_command_complain (error->message);
  g_autoptr (IsoRunComparison) comparison = iso_run_comparison_new (runs, (const char *const *) journals->pdata, &error);
  if (comparison == NULL)
    return iso_command_complain (error->message);
  if (options.json)
    print_json (comparison, runs);
  else
    print_text (comparison, runs);
  return ISO_EXIT_DONE;
}
