#include "ui/panel/run-scores-lines.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#define FIXED_COLUMNS 4 /* group, n, the score compared by, its difference */

static void
set_columns (IsoTextTable *table, const IsoScoreSheet *sheet, size_t by)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (IsoTextColumn));
  g_autofree char *away = g_strdup_printf (_("to %s"), sheet->runs->groups[sheet->baseline].label);
  IsoTextColumn fixed[FIXED_COLUMNS] = {
    { _("Group"), FALSE, TRUE, 26 },
    { _("n"), TRUE, FALSE, 3 },
    { sheet->key_count > 0 ? iso_score_key_name (sheet->keys[by]) : "–", TRUE, FALSE, 17 },
    { away, TRUE, FALSE, 26 },
  };
  g_array_append_vals (columns, fixed, FIXED_COLUMNS);
  for (size_t i = 0; i < sheet->key_count; i++)
    if (i != by)
      {
        IsoTextColumn other = { iso_score_key_name (sheet->keys[i]), TRUE, FALSE, 15 };
        g_array_append_val (columns, other);
      }
  iso_text_table_set_columns (table, (const IsoTextColumn *) (gconstpointer) columns->data, columns->len);
}

/* Mean and interval; the best is marked by a sign in front, so that the numbers stay under one another. */
static void
set_group_score (IsoTextLine *line, size_t column, const IsoScoreSheet *sheet, size_t group, size_t key)
{
  const IsoMeanInterval *interval = &sheet->intervals[group * sheet->key_count + key];
  gboolean is_best = sheet->best[key] == group;
  g_autofree char *text = iso_score_interval_text (interval), *marked = is_best ? g_strdup_printf ("★ %s", text) : NULL;
  g_autofree char *tip = g_strdup_printf (is_best ? _("%s: the best mean (of %zu)") : _("%s: mean of %zu"),
                                          iso_score_key_name (sheet->keys[key]), interval->count);
  iso_text_line_set (line, column, is_best ? marked : text, interval->mean, is_best, tip);
}

static void
add_run (IsoTextLine *line, const IsoScoreSheet *sheet, size_t place, size_t by)
{
  const IsoComparedRun *run = &sheet->runs->runs[place];
  size_t columns = iso_text_line_columns (line), column = FIXED_COLUMNS;
  g_autofree char *name = g_strdup_printf ("%s · #%" PRId64, run->label, run->run->id), *tip = NULL;
  g_autoptr (IsoTextLine) child = iso_text_line_new (run->run->uuid, columns);
  tip = g_strdup_printf ("%s: %s", run->run->name, iso_run_status_title (run->run->status));
  iso_text_line_set (child, 0, name, NAN, FALSE, tip);
  for (size_t i = 0; i < sheet->key_count; i++)
    {
      double value = sheet->values[place * sheet->key_count + i];
      g_autofree char *text = iso_score_text (value);
      iso_text_line_set (child, i == by ? 2 : column++, text, value, FALSE, NULL);
    }
  iso_text_line_add_child (line, child);
}

static IsoTextLine *
line_of (const IsoScoreSheet *sheet, size_t group, size_t by)
{
  const IsoComparedGroup *shown = &sheet->runs->groups[group];
  size_t column = FIXED_COLUMNS;
  gboolean is_baseline = group == sheet->baseline;
  IsoTextLine *line = iso_text_line_new (shown->label, FIXED_COLUMNS + (sheet->key_count > 0 ? sheet->key_count - 1 : 0));
  g_autofree char *name = is_baseline ? g_strdup_printf (_("%s (baseline)"), shown->label) : g_strdup (shown->label);
  g_autofree char *count = g_strdup_printf ("%zu", shown->group->count);
  iso_text_line_set (line, 0, name, NAN, FALSE, sheet->runs->runs[shown->group->runs[0]].run->name);
  iso_text_line_set (line, 1, count, (double) shown->group->count, FALSE, NULL);
  for (size_t i = 0; i < sheet->key_count; i++)
    {
      const IsoMeanDifference *difference = &sheet->differences[group * sheet->key_count + i];
      set_group_score (line, i == by ? 2 : column++, sheet, group, i);
      if (i != by)
        continue;
      g_autofree char *away = iso_score_sheet_difference_text (sheet, group, i), *tip = NULL;
      if (!is_baseline && isfinite (difference->probability))
        tip = g_strdup_printf (_("Welch's t: %.2f degrees of freedom, p = %.2g"), difference->degrees, difference->probability);
      iso_text_line_set (line, 3, is_baseline ? "–" : away, is_baseline ? 0.0 : difference->difference, FALSE, tip);
    }
  /* One run says all by itself. */
  for (size_t i = 0; i < shown->group->count && shown->group->count > 1; i++)
    add_run (line, sheet, shown->group->runs[i], by);
  return line;
}

void
iso_run_scores_fill (IsoTextTable *table, const IsoScoreSheet *sheet, IsoScoreKey key)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  size_t by = iso_score_sheet_find (sheet, key);
  set_columns (table, sheet, by);
  for (size_t g = 0; g < sheet->runs->group_count; g++)
    g_ptr_array_add (lines, line_of (sheet, g, by));
  iso_text_table_set_lines (table, lines);
}
