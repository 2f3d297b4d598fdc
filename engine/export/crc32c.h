/* The checksum of TFRecord files: CRC-32C (Castagnoli; RFC 3720), reflected, polynomial 0x82f63b78. "123456789" gives e3069283. */
#pragma once

#include <glib.h>
#include <stddef.h>

guint32 iso_crc32c (const guint8 *data, size_t size);

/* As records carry it: rotated right by 15 bits, plus a constant, so that a checksum of data that hold checksums stays a good one. */
guint32 iso_crc32c_mask (guint32 crc);
