#include "ui/plot/score-sheet.h"

#include <math.h>
#include <string.h>

static const IsoScores *
scores_of (const IsoRun *run, IsoOverlayPart part)
{
  return part == ISO_OVERLAY_TEST ? &run->test : part == ISO_OVERLAY_VALIDATION ? &run->validation : &run->train;
}

bool
iso_score_sheet_has_part (const IsoComparedRuns *runs, IsoOverlayPart part)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  for (size_t r = 0; r < runs->count; r++)
    {
      const IsoScores *scores = scores_of (runs->runs[r].run, part);
      size_t count = iso_scores_keys (keys, scores);
      for (size_t i = 0; i < count; i++)
        if (isfinite (iso_scores_value (scores, keys[i])))
          return true;
    }
  return false;
}

size_t
iso_score_sheet_default_baseline (const IsoComparedRuns *runs)
{
  for (size_t g = 0; g < runs->group_count; g++)
    {
      const IsoComparedRun *run = &runs->runs[runs->groups[g].group->runs[0]];
      if (g_strv_contains ((const char *const *) run->settings, "distill.mode=none"))
        return g;
    }
  return 0;
}

static void
collect_keys (IsoScoreSheet *sheet)
{
  for (size_t r = 0; r < sheet->runs->count; r++)
    {
      IsoScoreKey keys[ISO_SCORES_MAX];
      size_t count = iso_scores_keys (keys, scores_of (sheet->runs->runs[r].run, sheet->part));
      for (size_t i = 0; i < count; i++)
        {
          bool is_known = false;
          for (size_t j = 0; j < sheet->key_count && !is_known; j++)
            is_known = iso_score_key_equal (sheet->keys[j], keys[i]);
          if (!is_known && sheet->key_count < ISO_SCORES_MAX)
            sheet->keys[sheet->key_count++] = keys[i];
        }
    }
}

static void
sum_up (IsoScoreSheet *sheet)
{
  const IsoComparedRuns *runs = sheet->runs;
  size_t columns = sheet->key_count;
  g_autofree double *column = g_new (double, runs->count);
  for (size_t g = 0; g < runs->group_count; g++)
    for (size_t i = 0; i < columns; i++)
      {
        const IsoRunGroup *group = runs->groups[g].group;
        for (size_t r = 0; r < group->count; r++)
          column[r] = sheet->values[group->runs[r] * columns + i];
        sheet->intervals[g * columns + i] = iso_mean_interval (column, group->count, ISO_COMPARE_CONFIDENCE);
      }
  for (size_t g = 0; g < runs->group_count; g++)
    for (size_t i = 0; i < columns; i++)
      {
        const IsoMeanInterval *of = &sheet->intervals[g * columns + i], *from = &sheet->intervals[sheet->baseline * columns + i];
        sheet->differences[g * columns + i] = iso_mean_difference (of, from, ISO_COMPARE_CONFIDENCE);
      }
}

/* Nothing is best where there is nothing to choose from, or where all are alike. */
static void
choose_best (IsoScoreSheet *sheet)
{
  size_t groups = sheet->runs->group_count;
  for (size_t i = 0; i < sheet->key_count; i++)
    {
      double sign = iso_metric (sheet->keys[i].metric)->better == ISO_METRIC_LOWER ? -1.0 : 1.0, best = -INFINITY, worst = INFINITY;
      sheet->best[i] = groups;
      for (size_t g = 0; g < groups; g++)
        {
          double mean = sign * sheet->intervals[g * sheet->key_count + i].mean;
          if (!isfinite (mean))
            continue;
          if (mean > best)
            sheet->best[i] = g;
          best = fmax (best, mean);
          worst = fmin (worst, mean);
        }
      if (!(best > worst))
        sheet->best[i] = groups;
    }
}

IsoScoreSheet *
iso_score_sheet_new (IsoComparedRuns *runs, IsoOverlayPart part, size_t baseline)
{
  IsoScoreSheet *sheet = g_new0 (IsoScoreSheet, 1);
  sheet->runs = iso_compared_runs_ref (runs);
  sheet->part = part;
  sheet->baseline = baseline < runs->group_count ? baseline : 0;
  collect_keys (sheet);
  sheet->values = g_new (double, MAX (runs->count * sheet->key_count, 1));
  sheet->intervals = g_new (IsoMeanInterval, MAX (runs->group_count * sheet->key_count, 1));
  sheet->differences = g_new (IsoMeanDifference, MAX (runs->group_count * sheet->key_count, 1));
  for (size_t r = 0; r < runs->count; r++)
    for (size_t i = 0; i < sheet->key_count; i++)
      sheet->values[r * sheet->key_count + i] = iso_scores_value (scores_of (runs->runs[r].run, part), sheet->keys[i]);
  sum_up (sheet);
  choose_best (sheet);
  return sheet;
}

void
iso_score_sheet_free (IsoScoreSheet *sheet)
{
  if (sheet == NULL)
    return;
  iso_compared_runs_unref (sheet->runs);
  g_free (sheet->values);
  g_free (sheet->intervals);
  g_free (sheet->differences);
  g_free (sheet);
}

size_t
iso_score_sheet_find (const IsoScoreSheet *sheet, IsoScoreKey key)
{
  for (size_t i = 0; i < sheet->key_count; i++)
    if (iso_score_key_equal (sheet->keys[i], key))
      return i;
  return 0;
}
