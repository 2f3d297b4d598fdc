/* The engine's one error domain.
 *
 * Whatever can fail because of the world (a file, an argument, a value typed by a person) takes a GError ** and says in one
 * sentence which file, line or field, what was found and what was expected. Messages are translated.
 */
#pragma once

#include <glib.h>

#define ISO_ERROR (iso_error_quark ())

typedef enum {
  ISO_ERROR_ARGUMENT,  /* a parameter or argument out of range, unknown or contradictory */
  ISO_ERROR_FILE,      /* a file that cannot be opened, read or written */
  ISO_ERROR_FORMAT,    /* a file whose contents are not what they should be */
  ISO_ERROR_MEMORY,    /* a size that overflows, or memory that is not to be had */
  ISO_ERROR_NUMERIC,   /* NaN or infinity where a number must be, a matrix that cannot be solved */
  ISO_ERROR_CANCELLED, /* asked to stop before the end */
} IsoError;

GQuark iso_error_quark (void);
