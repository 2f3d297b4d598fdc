/* The numbers of a run as CSV (RFC 4180, a header, line feeds): decimal points in every locale, as many digits as read back the same
 * double, and nothing where there is no value. Newly allocated texts. */
#pragma once

#include "ui/report/run-report.h"

/* A row for each evaluation, with the means of the steps that led to it. */
char *iso_run_csv_epochs (const IsoRunReport *report);
/* A row for each step, with its health. */
char *iso_run_csv_steps (const IsoRunReport *report);
/* A row for each event: step, kind, parameter or alarm, and the line that the curves show. */
char *iso_run_csv_journal (const IsoRunReport *report);

/* "change", "alarm": an event's kind for programs. */
const char *iso_run_csv_event_name (IsoEventKind kind);
