/* A run as an item of list models: it stays the same object while the run goes on, and holds what was last read of it. */
#pragma once

#include <gio/gio.h>

#include "ui/session/run-facts.h"

#define ISO_TYPE_RUN_ROW (iso_run_row_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunRow, iso_run_row, ISO, RUN_ROW, GObject)

/* runs: the array that the run lies in, of which a reference is held; facts as well. */
IsoRunRow *iso_run_row_new (GPtrArray *runs, const IsoRun *run, IsoRunFacts *facts);
/* The same run as it is now; true where something of it is another that a list shows or searches. */
gboolean iso_run_row_update (IsoRunRow *row, GPtrArray *runs, const IsoRun *run, IsoRunFacts *facts);

/* Valid until the next update. */
const IsoRun *iso_run_row_run (IsoRunRow *row);
gint64 iso_run_row_id (IsoRunRow *row);
const char *iso_run_row_method (IsoRunRow *row);

/* Whether all of these words, case-folded, stand in its name, note, data, method, status, point of a sweep or settings that differ from the
 * defaults, or are its id or the beginning of its uuid or its sweep's. NULL-terminated. */
gboolean iso_run_row_matches (IsoRunRow *row, const char *const *words);

/* Its forks, of IsoRunRow, in the order in which they are shown; the tree fills it. */
GListStore *iso_run_row_children (IsoRunRow *row);
