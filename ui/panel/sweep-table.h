/* The settings of a sweep as a table: their values, seeds done, mean and deviation of the score; the chosen one is marked. Shows and
 * changes what is pointed at and selected; settings outside the marked parts of the axes are left out, and the subtitle says so. Enter
 * on a row wants its settings for the main window. */
#pragma once

#include "ui/plot/sweep-choice.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_SWEEP_TABLE (iso_sweep_table_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepTable, iso_sweep_table, ISO, SWEEP_TABLE, IsoViewCard)

/* Keeps a reference to the choice. */
GtkWidget *iso_sweep_table_new (IsoSweepChoice *choice);

/* For tests: how many rows are in sight, which setting stands in one, and what a cell says. */
guint iso_sweep_table_row_count (IsoSweepTable *table);
size_t iso_sweep_table_setting_at (IsoSweepTable *table, guint row);
char *iso_sweep_table_text_of (IsoSweepTable *table, size_t setting, guint column);
guint iso_sweep_table_column_count (IsoSweepTable *table);
