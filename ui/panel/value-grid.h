/* The values a slider stops at: short ones, evenly spread over the parameter's soft range, or over its logarithm. */
#pragma once

#include "engine/base/parameter.h"

typedef struct _IsoValueGrid IsoValueGrid;

/* For a REAL or INTEGER entry. */
IsoValueGrid *iso_value_grid_new (const IsoParameter *parameter);
void iso_value_grid_free (IsoValueGrid *grid);

/* Stops are numbered 0 … count − 1; values rise. */
guint iso_value_grid_count (const IsoValueGrid *grid);
double iso_value_grid_value (const IsoValueGrid *grid, guint stop);
/* Where `value` lies: a fraction between two stops if it is none itself, the nearest end if it lies outside. */
double iso_value_grid_position (const IsoValueGrid *grid, double value);

/* A number as a person would write it: exact, and short ("0.80", "3e-4", "112"). Newly allocated. */
char *iso_value_text (const IsoParameter *parameter, double value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoValueGrid, iso_value_grid_free)
