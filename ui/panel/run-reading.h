/* What the details of a run show beyond its row: read from the store in one go, on a worker. */
#pragma once

#include "engine/store/store.h"
#include "ui/figure/run-curves.h"

typedef struct {
  gint64 run;
  IsoRunCurves *curves;
  char **changed;    /* settings that differ from the defaults: title and value in turn, NULL-terminated */
  GArray *changes;   /* of IsoRunChange: the journal */
  GArray *kept;      /* of IsoKeptEpoch */
  char *folder;      /* of its files */
} IsoRunReading;

/* settings: as IsoRun has them. ISO_ERROR_FILE, ISO_ERROR_FORMAT, ISO_ERROR_ARGUMENT where there is no such run. A million steps take about
 * half a second. */
IsoRunReading *iso_run_reading_new (IsoStore *store, gint64 run, const char *settings, GError **error);
void iso_run_reading_free (IsoRunReading *reading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunReading, iso_run_reading_free)
