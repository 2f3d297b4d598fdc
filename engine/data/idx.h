/* IDX files (LeCun's MNIST format), plain or gzip: two zero bytes, type, number of dimensions, sizes (big endian), values. */
#pragma once

#include <gio/gio.h>

#include "engine/data/dataset.h"

#define ISO_IDX_MAX_DIMENSIONS 4

typedef struct {
  guint8 *bytes; /* owned; iso_block_free() */
  guint32 dimension_count;
  size_t sizes[ISO_IDX_MAX_DIMENSIONS];
} IsoIdx;

/* Reads unsigned-byte IDX from memory (`name` is for messages). Refuses wrong magic, other types, sizes whose product is not
 * exactly what follows the header, trailing bytes. gzip is recognised by its magic and unpacked, never beyond what the header
 * promises. */
bool iso_idx_parse (IsoIdx *idx, const char *name, GBytes *contents, GError **error);
bool iso_idx_read (IsoIdx *idx, GFile *file, GCancellable *cancellable, GError **error);
void iso_idx_clear (IsoIdx *idx);
