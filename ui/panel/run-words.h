/* How lists and details tell of a run. */
#pragma once

#include <glib.h>

#include "engine/store/run.h"

/* Symbolic icons that the program brings along or every desktop has, each of its own shape. */
const char *iso_run_status_icon (IsoRunStatus status);

/* "Finished"; of one that goes on with its share: "Running · 60 %". Newly allocated. */
char *iso_run_state_text (const IsoRun *run);
/* "12 / 20". Newly allocated. */
char *iso_run_epochs_text (const IsoRun *run);
/* Three decimals, "–" of NAN. */
#define ISO_RUN_SCORE_SIZE 16
const char *iso_run_score_text (char text[ISO_RUN_SCORE_SIZE], double value);
/* When it began, microseconds since 1970, in local time: "14:05" of today, "yesterday 14:05", "12 Nov 14:05" of this year, else
 * "2025-11-12". Newly allocated. */
char *iso_run_when_text (gint64 then, gint64 now);
/* "2026-11-28 22:40". Newly allocated; "" of 0. */
char *iso_run_time_text (gint64 then);
/* "3 min 20 s". Newly allocated. */
char *iso_run_duration_text (double seconds);
/* The beginning of a sweep's uuid, enough to tell it from others. Newly allocated. */
char *iso_run_sweep_text (const char *sweep);
/* One line of text, whatever stands in it, for places that have no room for more: control characters become spaces. Newly allocated. */
char *iso_run_line (const char *text);
/* A file's name without what file systems do not like: letters, digits, hyphens; never empty. Newly allocated. */
char *iso_run_file_name_of (const IsoRun *run);
