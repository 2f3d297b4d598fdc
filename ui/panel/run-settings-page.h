/* In what compared runs differ: a row a parameter, a column a group (whose runs differ in chance alone). Values that are not those of the
 * first column are bold; what was changed while a run went on stands behind its value. D shows those that are the same in all too,
 * Ctrl+C copies the rows with tabs between cells. Actions: settings.all, settings.copy. */
#pragma once

#include "ui/plot/compared-runs.h"
#include "ui/plot/text-table.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_RUN_SETTINGS_PAGE (iso_run_settings_page_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunSettingsPage, iso_run_settings_page, ISO, RUN_SETTINGS_PAGE, IsoViewCard)

GtkWidget *iso_run_settings_page_new (void);

/* Takes a reference; NULL: the empty state. */
void iso_run_settings_page_set_runs (IsoRunSettingsPage *page, IsoComparedRuns *runs);

/* For tests. Not owned; newly allocated. */
IsoTextTable *iso_run_settings_page_table (IsoRunSettingsPage *page);
char *iso_run_settings_page_text (IsoRunSettingsPage *page);
