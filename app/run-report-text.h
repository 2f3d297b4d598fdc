/* What a run has to say at its end, on stdout: the table for people and the JSON line for programs. Its experiment is known. */
#pragma once

#include "ui/report/run-report.h"

void iso_run_report_print_table (const IsoRunReport *report);
void iso_run_report_print_json (const IsoRunReport *report);
