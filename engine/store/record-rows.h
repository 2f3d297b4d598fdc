/* Evaluations and events as rows: writing and reading them, always within a transaction of the caller's. */
#pragma once

#include "engine/store/database.h"
#include "engine/train/history.h"

/* The number-th (zero-based) evaluation with its scores, and event, of a run. */
bool iso_record_write_epoch (IsoDatabase *database, gint64 run, size_t number, const IsoEpochRecord *record, GError **error);
bool iso_record_write_event (IsoDatabase *database, gint64 run, size_t number, const IsoEvent *event, GError **error);

/* All of them, newly allocated. ISO_ERROR_FORMAT names what no run has. */
bool iso_record_read_epochs (GArray **epochs, IsoDatabase *database, gint64 run, GError **error);
bool iso_record_read_events (GArray **events, IsoDatabase *database, gint64 run, GError **error);

/* Puts one score, as it stands in a row, into those of its part; what no version of this program knows is passed over. */
void iso_record_add_score (IsoScores *scores, const char *name, double value);
/* NULL for an unknown part. */
IsoScores *iso_record_part (IsoScores *test, IsoScores *validation, IsoScores *train, const char *part);
