/* One pass over all values of a data set: are they numbers, and which data are these.
 *
 * Values are read block by block on all cores, and each block is looked at and hashed while it is in the cache. A set that is
 * mapped from a file is let go again behind the pass: what is resident does not grow with the file.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/data/source.h"

/* A hash of memory; equal bytes give an equal hash, on any machine and for any number of threads. */
guint64 iso_values_mix (guint64 hash, const void *data, size_t size);

/* bytes or floats (rows, columns), exactly one of them. */
typedef struct {
  const guint8 *bytes;
  const float *floats;
  size_t rows, columns;
  bool mapped; /* they lie in a file's mapping, into which nothing was written */
} IsoValues;

/* *facts of the values, unless a float is NaN or infinite: then ISO_ERROR_NUMERIC names `name`, its row and column, both from 0.
 * ISO_ERROR_CANCELLED between blocks; ISO_ERROR_FILE where a mapped file has become too short for them. report and cancellable may
 * be NULL. */
bool iso_values_scan (IsoValueFacts *facts, const IsoValues *values, const char *name, IsoSourceReport *report,
                      GCancellable *cancellable, GError **error);
