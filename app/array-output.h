/* A set of .npy files in a folder, written all or nothing. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* One file of the set. */
typedef struct {
  const char *name;
  const float *values; /* (rows, columns); NULL: not of this set, and removed where an earlier one left it */
  size_t rows, columns; /* columns 0: a vector of `rows` */
} IsoArrayOutput;

/* The set is written into a new folder beside `folder`, which takes its name when complete; if `folder` is there already, into a
 * new one within it, and moved from there. */
bool iso_array_outputs_store (const IsoArrayOutput *outputs, size_t count, const char *folder, GError **error);
