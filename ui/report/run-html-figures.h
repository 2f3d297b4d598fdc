/* The figures of a run's page, each in light and dark colours. */
#pragma once

#include "ui/report/run-export.h"

/* A section for each that there is something to draw of. What cannot be drawn is left out, with a line that says why. False with
 * ISO_ERROR_CANCELLED alone. */
bool iso_run_html_add_figures (GString *html, const IsoRunExport *run, GError **error);
