/* The numbers behind the curves of a run. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/run-curves.h"

enum { STEP, LOSS, LOSS_AVERAGE, DIVERGENCE, DIVERGENCE_AVERAGE, FIRST_SCORE, COLUMNS = FIRST_SCORE + ISO_RUN_SCORES };

static void
fill_scores (IsoNumberTable *table, const IsoRunCurves *curves, guint64 first, guint64 last)
{
  guint begin, end;
  iso_run_curves_epochs_in (curves, (double) first, (double) last, &begin, &end);
  for (guint i = begin; i < end; i++)
    {
      const IsoEpochRecord *record = &g_array_index (curves->epochs, IsoEpochRecord, i);
      for (int score = 0; score < ISO_RUN_SCORES && record->step >= first && record->step <= last; score++)
        iso_number_table_column (table, (size_t) (FIRST_SCORE + score))[record->step - first]
            = iso_run_curves_score (curves, ISO_RUN_FIRST_SCORE + score, record);
    }
}

IsoNumberTable *
iso_run_curves_table (const IsoRunCurves *curves, guint64 first, guint64 last)
{
  g_autofree char *loss = g_strdup_printf (_("%s, average"), iso_run_series_name (curves, ISO_RUN_LOSS));
  g_autofree char *divergence = g_strdup_printf (_("%s, average"), iso_run_series_name (curves, ISO_RUN_DIVERGENCE));
  const char *names[COLUMNS] = { _("step"), iso_run_series_name (curves, ISO_RUN_LOSS), loss,
                                 iso_run_series_name (curves, ISO_RUN_DIVERGENCE), divergence };
  for (int i = 0; i < ISO_RUN_SCORES; i++)
    names[FIRST_SCORE + i] = iso_run_series_name (curves, ISO_RUN_FIRST_SCORE + i);
  size_t rows = first <= last ? (size_t) (last - first + 1) : 0;
  IsoNumberTable *table = iso_number_table_new (names, COLUMNS, rows);
  double *columns[COLUMNS];
  for (size_t i = 0; i < COLUMNS; i++)
    columns[i] = iso_number_table_column (table, i);
  for (size_t i = LOSS; i <= DIVERGENCE_AVERAGE; i++)
    iso_number_table_set_digits (table, i, 9);
  for (size_t row = 0; row < rows; row++)
    {
      guint64 step = first + row;
      columns[STEP][row] = (double) step;
      columns[LOSS][row] = iso_run_curves_value (curves, ISO_RUN_LOSS, step);
      columns[LOSS_AVERAGE][row] = iso_run_curves_smoothed (curves, ISO_RUN_LOSS, step);
      columns[DIVERGENCE][row] = iso_run_curves_value (curves, ISO_RUN_DIVERGENCE, step);
      columns[DIVERGENCE_AVERAGE][row] = iso_run_curves_smoothed (curves, ISO_RUN_DIVERGENCE, step);
    }
  if (rows > 0)
    fill_scores (table, curves, first, last);
  return table;
}
