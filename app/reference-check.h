/* Runs one reference case through the engine and compares. */
#pragma once

#include <stdbool.h>

#include "engine/base/pool.h"

typedef enum {
  ISO_CHECK_PASS,
  ISO_CHECK_FAIL, /* something differs, or the case is broken */
  ISO_CHECK_SKIP, /* a kind, loss or metric that this engine does not have */
} IsoCheckOutcome;

typedef struct {
  IsoCheckOutcome outcome;
  size_t compared_count; /* arrays and scalars */
  double worst;          /* the largest relative error of all compared; NAN if one is */
  char *message;         /* why it failed or was skipped; NULL otherwise; owned */
} IsoCheck;

/* Relative errors allowed: |x − ref|/|ref| of scalars, ‖x − ref‖/‖ref‖ of arrays (the difference itself where ref is 0). */
#define ISO_CHECK_SCALAR_TOLERANCE 2e-5
#define ISO_CHECK_ARRAY_TOLERANCE 1e-4
#define ISO_CHECK_METRIC_TOLERANCE 1e-6

/* path: of a case.json. Never fails as a call: a broken case is a failed check. */
IsoCheck iso_reference_check (const char *path, IsoPool *pool);
void iso_check_clear (IsoCheck *check);
