/* The tables of a run's page: scores, settings, journal, evaluations. Each is a section, or nothing where there is nothing to say. */
#pragma once

#include "ui/report/run-export.h"

void iso_run_html_add_scores (GString *html, const IsoRunExport *run);
/* Those that play a part and are not the defaults. */
void iso_run_html_add_settings (GString *html, const IsoRunExport *run);
void iso_run_html_add_journal (GString *html, const IsoRunExport *run);
/* All of them, folded. */
void iso_run_html_add_evaluations (GString *html, const IsoRunExport *run);
