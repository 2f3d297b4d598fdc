/* The records of all training steps of a run, of which only the newest stay in memory.
 *
 * Records lie in chunks of ISO_STEP_LOG_CHUNK. Once more than ISO_STEP_LOG_CHUNKS of them are full, the oldest goes to a file without a
 * name in the user's cache folder, which the system takes back when the log is freed or the program ends in whatever way. Where that
 * fails (a full disk, a folder that cannot be written) records stay in memory: nothing is ever lost, only the bound.
 *
 * Chunks rather than one growing array: an append never copies what is there, and a chunk that is full never changes, so that it can be
 * read while the log grows. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/train/history.h"

#define ISO_STEP_LOG_CHUNK 4096
#define ISO_STEP_LOG_CHUNKS 16 /* full ones in memory: 65 536 steps */

typedef struct _IsoStepLog IsoStepLog;

IsoStepLog *iso_step_log_new (void);
void iso_step_log_free (IsoStepLog *log);

/* Any thread; two at once wait for each other. Writing a chunk to its file happens here, once in ISO_STEP_LOG_CHUNK steps. */
void iso_step_log_append (IsoStepLog *log, const IsoStepRecord *record);
size_t iso_step_log_count (IsoStepLog *log);

/* Copies records first … into out (capacity); returns how many, fewer than there are only where a file cannot be read back. A file is
 * read without holding up who appends. */
size_t iso_step_log_read (IsoStepLog *log, IsoStepRecord *out, size_t first, size_t capacity);

/* Bytes of records in memory and in the file; either may be NULL. */
void iso_step_log_size (IsoStepLog *log, size_t *in_memory, size_t *on_disk);
