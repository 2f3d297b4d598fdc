/* The records of a history as rows of doubles, for files: a column for each of their numbers, in the order of IsoStepRecord and
 * IsoEpochRecord. Every number of them is exact in a double. */
#pragma once

#include "engine/train/history.h"

#define ISO_STEP_COLUMNS 27
#define ISO_EPOCH_COLUMNS 91

void iso_step_to_row (double row[ISO_STEP_COLUMNS], const IsoStepRecord *record);
void iso_epoch_to_row (double row[ISO_EPOCH_COLUMNS], const IsoEpochRecord *record);

/* False where a number that must be whole, or one of few, is not. */
bool iso_step_from_row (IsoStepRecord *record, const double row[ISO_STEP_COLUMNS]);
bool iso_epoch_from_row (IsoEpochRecord *record, const double row[ISO_EPOCH_COLUMNS]);
