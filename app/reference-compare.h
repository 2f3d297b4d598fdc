/* Comparing what the engine made with what a reference case expects; shared by the checks of all kinds. */
#pragma once

#include "app/reference-case.h"
#include "app/reference-check.h"

/* One thing the engine made. */
typedef struct {
  const char *name;
  const float *values; /* (rows, columns) */
  size_t rows, columns;
} IsoStage;

/* The first message is kept. */
void iso_check_fail (IsoCheck *check, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Takes the error. */
void iso_check_fail_with_error (IsoCheck *check, GError *error);
void iso_check_skip (IsoCheck *check, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* `value` with expected.NAME; null is expected where `value` is not defined (NAN). */
void iso_compare_scalar (IsoCheck *check, const IsoReferenceCase *reference, const char *name, double value, double tolerance);

/* Every expected array with the stage of its name, and the expected scalars, of which there may be one, `scalar`. Something
 * expected that was not made is a failure, and so is a case that expects nothing. */
void iso_compare_all (IsoCheck *check, const IsoReferenceCase *reference, const IsoStage *stages, size_t stage_count,
                      const char *scalar, double value);
