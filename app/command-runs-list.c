#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/runs-reading.h"

enum { ID, NAME, STATUS, AGE, EPOCHS, STEPS, RECALL, MAP, SIZE, COLUMNS };

#define NAME_WIDTH 48

static void
add_row (GPtrArray *cells, const IsoRun *run, gint64 now)
{
  char score[ISO_RUNS_SCORE_SIZE];
  g_ptr_array_add (cells, g_strdup_printf ("%" PRId64, run->id));
  g_ptr_array_add (cells, iso_runs_line (run->name, NAME_WIDTH));
  g_ptr_array_add (cells, g_strdup (iso_run_status_title (run->status)));
  g_ptr_array_add (cells, iso_runs_age (run->created, now));
  g_ptr_array_add (cells, g_strdup_printf ("%d/%d", run->epochs, run->planned_epochs));
  g_ptr_array_add (cells, g_strdup_printf ("%" PRIu64, run->steps));
  g_ptr_array_add (cells, g_strdup (iso_runs_score (score, iso_scores_value (&run->test, ISO_SCORE_RECALL_1))));
  g_ptr_array_add (cells, g_strdup (iso_runs_score (score, iso_scores_value (&run->test, ISO_SCORE_MAP_AT_R))));
  g_ptr_array_add (cells, g_format_size (run->bytes));
}

static void
print_text (const GPtrArray *runs, const char *folder)
{
  static const bool numbers[COLUMNS] = { [ID] = true, [EPOCHS] = true, [STEPS] = true, [RECALL] = true, [MAP] = true,
                                         [SIZE] = true };
  const char *const titles[COLUMNS] = { _("run"), _("name"), _("status"), _("begun"), _("epochs"), _("steps"),
                                        iso_score_key_name (ISO_SCORE_RECALL_1), iso_score_key_name (ISO_SCORE_MAP_AT_R),
                                        _("size") };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  gint64 now = g_get_real_time ();
  if (runs->len == 0)
    {
      g_autofree char *shown = g_filename_display_name (folder);
      g_print (_("There are no runs in %s yet. isotherm-cli train keeps one there; isotherm-cli runs import takes one in.\n"),
               shown);
      return;
    }
  for (size_t i = 0; i < COLUMNS; i++)
    g_ptr_array_add (cells, g_strdup (titles[i]));
  for (guint i = 0; i < runs->len; i++)
    add_row (cells, runs->pdata[i], now);
  iso_runs_print_table ((const char *const *) cells->pdata, runs->len + 1, COLUMNS, numbers);
}

static void
print_json (const GPtrArray *runs)
{
  g_autofree IsoJsonLine *lines = g_new (IsoJsonLine, MAX (runs->len, 1));
  for (guint i = 0; i < runs->len; i++)
    {
      iso_json_line_init (&lines[i]);
      iso_runs_add_json (&lines[i], runs->pdata[i]);
    }
  iso_json_lines_print (lines, runs->len);
  for (guint i = 0; i < runs->len; i++)
    iso_json_line_clear (&lines[i]);
}

int
iso_command_runs_list (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoRunsOptions) options = { 0 };
  const GOptionEntry entries[] = { ISO_RUNS_OPTION_ENTRIES (&options), { NULL } };
  if (!iso_command_parse (argc, argv, entries, NULL, _("Lists all runs, the newest first, with the scores of their last evaluation."),
                          _("With --json: an array of objects, times in UTC."), &error)
      || !iso_runs_options_check (&options, 0, 0, "runs list", &error))
    return iso_command_complain (error->message);
  g_autoptr (IsoStore) store = iso_store_open (NULL, &error);
  g_autoptr (GPtrArray) runs = store != NULL ? iso_store_list (store, &error) : NULL;
  if (runs == NULL)
    return iso_command_complain (error->message);
  if (options.json)
    print_json (runs);
  else
    print_text (runs, iso_store_folder (store));
  return ISO_EXIT_DONE;
}
