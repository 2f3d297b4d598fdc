#include "app/sweep-report.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/command-line.h"
#include "engine/sweep/shard.h"

#define GAP 2

/* "0.8012 ± 0.0034"; newly allocated. */
static char *
spread_text (IsoSweepSpread spread)
{
  char mean[32], deviation[32];
  if (isnan (spread.mean))
    return g_strdup ("–");
  g_ascii_formatd (mean, sizeof mean, "%.4f", spread.mean);
  if (isnan (spread.deviation))
    return g_strdup (mean);
  return g_strdup_printf ("%s ± %s", mean, g_ascii_formatd (deviation, sizeof deviation, "%.4f", spread.deviation));
}

/* Those that a line has room for: what the sweep chooses by, recall@1 and map@r; returns how many. */
static size_t
shown_keys (IsoScoreKey keys[3], const IsoSweepResults *results)
{
  const IsoScoreKey usual[] = { ISO_SCORE_RECALL_1, ISO_SCORE_MAP_AT_R };
  size_t count = 1;
  keys[0] = iso_sweep_plan_score (iso_sweep_results_plan (results));
  for (size_t i = 0; i < G_N_ELEMENTS (usual); i++)
    if (!iso_score_key_equal (usual[i], keys[0]))
      keys[count++] = usual[i];
  return count;
}

/* ---- the table ---- */

/* Rows of cells, all columns as wide as they have to be. */
static void
print_cells (char **cells, size_t rows, size_t columns)
{
  g_autofree size_t *widths = g_new0 (size_t, columns);
  for (size_t at = 0; at < rows * columns; at++)
    widths[at % columns] = MAX (widths[at % columns], iso_text_width (cells[at]));
  for (size_t at = 0; at < rows * columns; at++)
    if (at % columns == columns - 1)
      g_print ("%s\n", cells[at]);
    else
      iso_print_padded (cells[at], widths[at % columns] + GAP);
}

static void
fill_row (char **cells, const IsoSweepResults *results, size_t setting, const IsoScoreKey *keys, size_t count)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  IsoSweepPart part = iso_sweep_plan_chooses (plan) ? ISO_SWEEP_VALIDATION : ISO_SWEEP_TEST;
  size_t at = 0, failed = iso_sweep_results_failed_of (results, setting);
  cells[at++] = g_strdup_printf ("%zu", setting + 1);
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    cells[at++] = g_strdup (iso_sweep_plan_value (plan, setting, key));
  g_autofree char *trouble = failed > 0 ? g_strdup_printf (_(", %zu failed"), failed) : g_strdup ("");
  cells[at++] = g_strdup_printf ("%zu/%zu%s", iso_sweep_results_finished_of (results, setting), iso_sweep_plan_seed_count (plan),
                                 trouble);
  for (size_t i = 0; i < count; i++)
    cells[at++] = spread_text (iso_sweep_results_spread (results, setting, part, keys[i]));
}

static void
print_table (const IsoSweepResults *results, size_t most)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  IsoScoreKey keys[3];
  size_t settings = iso_sweep_plan_setting_count (plan), count = shown_keys (keys, results), rows = MIN (settings, most), at = 0;
  size_t columns = 2 + iso_sweep_plan_key_count (plan) + count;
  g_autofree size_t *order = g_new (size_t, MAX (settings, 1));
  g_auto (GStrv) cells = g_new0 (char *, (rows + 1) * columns + 1);
  iso_sweep_results_order (order, results);
  cells[at++] = g_strdup (_("setting"));
  for (size_t key = 0; key < iso_sweep_plan_key_count (plan); key++)
    cells[at++] = g_strdup (iso_sweep_plan_key (plan, key));
  cells[at++] = g_strdup (_("runs"));
  for (size_t i = 0; i < count; i++)
    cells[at++] = g_strdup_printf (iso_sweep_plan_chooses (plan) ? _("validation %s") : _("test %s"), iso_score_key_name (keys[i]));
  for (size_t row = 0; row < rows; row++)
    fill_row (cells + (row + 1) * columns, results, order[row], keys, count);
  print_cells (cells, rows + 1, columns);
  if (rows < settings)
    g_print (_("%zu of %zu settings; settings.csv of --out has all\n"), rows, settings);
}

/* ---- the choice ---- */

static void
print_scores (const IsoSweepResults *results, size_t setting, IsoSweepPart part, const char *format)
{
  IsoScoreKey keys[3];
  size_t count = shown_keys (keys, results);
  g_autoptr (GString) text = g_string_new (NULL);
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *spread = spread_text (iso_sweep_results_spread (results, setting, part, keys[i]));
      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "", iso_score_key_name (keys[i]), spread);
    }
  g_print (format, text->str);
}

static void
print_choice (const IsoSweepResults *results)
{
  const IsoSweepPlan *plan = iso_sweep_results_plan (results);
  size_t chosen, close, seeds = iso_sweep_plan_seed_count (plan);
  if (!iso_sweep_plan_chooses (plan))
    {
      g_print (_("\nNothing is chosen: “base” holds no validation part out (data.validation), and the test part must not choose.\n"));
      return;
    }
  if (!iso_sweep_results_chosen (&chosen, &close, results))
    {
      g_print (_("\nNothing is chosen yet: no setting has finished with all its seeds.\n"));
      return;
    }
  g_autofree char *values = iso_sweep_plan_describe (plan, chosen);
  g_print (_("\nChosen by validation %s, %s: setting %zu  %s\n"), iso_score_key_name (iso_sweep_plan_score (plan)),
           iso_sweep_plan_epoch (plan) == ISO_SWEEP_EPOCH_BEST ? _("best epoch") : _("last epoch"), chosen + 1, values);
  print_scores (results, chosen, ISO_SWEEP_VALIDATION, _("  validation  %s\n"));
  print_scores (results, chosen, ISO_SWEEP_TEST, _("  test        %s   (had no part in the choice)\n"));
  if (seeds < 2)
    g_print (_("One seed each: how far the difference is chance cannot be told.\n"));
  else if (close > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE, "%zu other setting lies within one deviation of it: the difference may be chance.\n",
                          "%zu other settings lie within one deviation of it: the difference may be chance.\n", (gulong) close),
             close);
}

static void
print_twins (const IsoSweepPlan *plan)
{
  size_t twins = iso_sweep_plan_twin_count (plan);
  if (twins > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE,
                          "%zu setting differs from another only in parameters that play no part there: both come to the same.\n",
                          "%zu settings differ from others only in parameters that play no part there: they come to the same.\n",
                          (gulong) twins),
             twins);
}

/* Which settings failed and why, as many as of the table. */
static void
print_failures (const IsoSweepResults *results, size_t most)
{
  size_t settings = iso_sweep_plan_setting_count (iso_sweep_results_plan (results)), told = 0, failed = 0;
  for (size_t setting = 0; setting < settings; setting++)
    {
      const char *failure = iso_sweep_results_failure_of (results, setting);
      if (failure == NULL || failed++ >= most)
        continue;
      told++;
      g_print (_("Setting %zu failed: %s\n"), setting + 1, failure);
    }
  if (told < failed)
    g_print (_("… and %zu other settings failed; results.json of --out has all\n"), failed - told);
}

void
iso_sweep_report_print (const IsoSweepResults *results, size_t most)
{
  print_table (results, most);
  print_choice (results);
  print_twins (iso_sweep_results_plan (results));
  print_failures (results, most);
}

void
iso_sweep_report_print_plan (const IsoSweepPlan *plan, size_t part, size_t parts)
{
  IsoShard shard = { part, parts };
  size_t all = iso_sweep_plan_point_count (plan), own = 0;
  for (size_t point = 0; point < all; point++)
    own += iso_shard_has (shard, point);
  g_print (_("%s: %zu settings, %zu seeds, %zu runs; here %zu of them\n"), iso_sweep_plan_name (plan),
           iso_sweep_plan_setting_count (plan), iso_sweep_plan_seed_count (plan), all, own);
  print_twins (plan);
  for (size_t point = 0; point < all; point++)
    {
      g_autofree char *json = iso_sweep_plan_point_json (plan, point);
      if (iso_shard_has (shard, point))
        g_print ("%zu\t%s\n", point + 1, json);
    }
}
