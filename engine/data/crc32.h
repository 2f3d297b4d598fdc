/* The checksum of ZIP archives: CRC-32 of IEEE 802.3, reflected, polynomial 0xedb88320. */
#pragma once

#include <glib.h>
#include <stddef.h>

/* The checksum of what `crc` (0 at the start) is of, followed by data. */
guint32 iso_crc32 (guint32 crc, const guint8 *data, size_t size);
