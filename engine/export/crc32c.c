#include "engine/export/crc32c.h"

#define POLYNOMIAL 0x82f63b78u
#define MASK_DELTA 0xa282ead8u

/* What a byte does to the checksum. One byte a step is enough here: event files are small. */
static guint32 table[256];

static gpointer
fill_table (gpointer data)
{
  (void) data;
  for (guint32 b = 0; b < G_N_ELEMENTS (table); b++)
    {
      guint32 crc = b;
      for (int bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? POLYNOMIAL : 0);
      table[b] = crc;
    }
  return NULL;
}

guint32
iso_crc32c (const guint8 *data, size_t size)
{
  static GOnce once = G_ONCE_INIT;
  guint32 crc = ~0u;
  g_once (&once, fill_table, NULL);
  for (size_t i = 0; i < size; i++)
    crc = crc >> 8 ^ table[(crc ^ data[i]) & 0xff];
  return ~crc;
}

guint32
iso_crc32c_mask (guint32 crc)
{
  return (crc >> 15 | crc << 17) + MASK_DELTA;
}
