/* The numbers of steps in the database: blocks of consecutive records, each a blob of fixed layout, so that reading a million of them is
 * copying.
 *
 * Layout 1, little endian, 168 bytes a step: step (8), epoch (4), nothing (4), then thirteen doubles (loss, metric_loss, divergence,
 * gradient_norm, active; of the targets entropy, effective_neighbors, same_class, spread, row_error; spectral_gap; mean_similarity,
 * effective_rank), then twelve whole numbers of 32 bits, those of IsoMined. It is IsoStepRecord as it lies in memory, and compiling
 * fails where that changes: a program whose records lie otherwise writes layout 2 and turns layout 1 into it.
 *
 * A run that goes on adds a small row several times a second: a transaction writes what is new, never what is there. When the
 * ISO_STEP_BLOCK steps of a block are complete, the small rows of it give way to one row, in the same transaction. Rejected: a row a
 * step (a million rows are read at 1 µs each and more, and take twice the room), and one growing blob (each transaction would
 * write the whole of it). */
#pragma once

#include "engine/store/database.h"
#include "engine/train/history.h"

#define ISO_STEP_BLOCK 4096

/* Writes the records first … (zero-based) up to end − 1 of the history, of which those before `first` are there. In a transaction. */
bool iso_step_block_write (IsoDatabase *database, gint64 run, IsoHistory *history, size_t first, size_t end, GError **error);

/* All of them, newly allocated, but no more than `most`, the first. In a transaction. ISO_ERROR_FORMAT where one is missing or a block is
 * not what it should be. */
bool iso_step_block_read (GArray **steps, IsoDatabase *database, gint64 run, size_t most, GError **error);

/* Takes away what is beyond the first `count` steps; returns by *kept how many are left, a number of whole blocks: the rest is to be
 * written again. In a transaction. */
bool iso_step_block_cut (size_t *kept, IsoDatabase *database, gint64 run, size_t count, GError **error);
