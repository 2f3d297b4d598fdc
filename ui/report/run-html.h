/* A run as one page to read and to pass on: what was reached, the curves, the probe batch from similarity to target, the map of the
 * test embeddings and the similarities of their pairs, the settings that are not the defaults, the journal, and all evaluations.
 *
 * The page is one file: figures and style are in it, nothing is fetched and nothing runs. It is light or dark as the reader's
 * system is, and every figure is there for both. */
#pragma once

#include "ui/report/run-export.h"

/* Whole or not at all; figures that cannot be drawn are left out, and the page says why. ISO_ERROR_FILE names path and cause;
 * ISO_ERROR_CANCELLED. */
bool iso_run_html_write (const char *path, const IsoRunExport *run, GError **error);
