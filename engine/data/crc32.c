#include "engine/data/crc32.h"

/* tables[k][b]: what byte b, with k bytes of zeros behind it, does to the checksum; so that eight bytes are taken in one step
 * (Kounavis, Berry: A Systematic Approach to Building High Performance Software-Based CRC Generators, 2005). */
static guint32 tables[8][256];

static gpointer
fill_tables (gpointer data)
{
  for (guint32 b = 0; b < 256; b++)
    {
      guint32 crc = b;
      for (int bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
      tables[0][b] = crc;
    }
  for (int k = 1; k < 8; k++)
    for (guint32 b = 0; b < 256; b++)
      tables[k][b] = tables[k - 1][b] >> 8 ^ tables[0][tables[k - 1][b] & 0xff];
  return NULL;
}

guint32
iso_crc32 (guint32 crc, const guint8 *data, size_t size)
{
  static GOnce once = G_ONCE_INIT;
  g_once (&once, fill_tables, NULL);
  crc = ~crc;
  for (; size >= 8; data += 8, size -= 8)
    {
      guint32 low = crc ^ (data[0] | (guint32) data[1] << 8 | (guint32) data[2] << 16 | (guint32) data[3] << 24);
      crc = tables[7][low & 0xff] ^ tables[6][low >> 8 & 0xff] ^ tables[5][low >> 16 & 0xff] ^ tables[4][low >> 24]
            ^ tables[3][data[4]] ^ tables[2][data[5]] ^ tables[1][data[6]] ^ tables[0][data[7]];
    }
  for (; size > 0; data++, size--)
    crc = crc >> 8 ^ tables[0][(crc ^ *data) & 0xff];
  return ~crc;
}
