#include "engine/data/values.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/base/pool.h"

/* What one thread takes at a time, and what it looks at and then hashes while it is in the first caches. */
#define BLOCK ((size_t) 2 << 20)
#define STRETCH ((size_t) 32 << 10)
/* Between two rounds a cancellation is noticed and progress is told. */
#define ROUND_BLOCKS 32
/* Below this, starting threads costs more than they save. */
#define FEW_BYTES ((size_t) 16 << 20)

#define FACTOR G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
#define START G_GUINT64_CONSTANT (0xcbf29ce484222325)
#define LANES 4

static inline guint64
mix_word (guint64 hash, guint64 word)
{
  hash = (hash ^ GUINT64_FROM_LE (word)) * FACTOR;
  return hash ^ hash >> 32;
}

/* A multiplicative hash with its high bits folded down, in four lanes, for one multiplication must not wait for the other. */
guint64
iso_values_mix (guint64 hash, const void *data, size_t size)
{
  const guint8 *bytes = data;
  guint64 lanes[LANES], words[LANES];
  size_t at = 0;
  for (guint64 l = 0; l < LANES; l++)
    lanes[l] = hash + l;
  for (; size - at >= sizeof words; at += sizeof words)
    {
      memcpy (words, bytes + at, sizeof words);
      for (size_t l = 0; l < LANES; l++)
        lanes[l] = mix_word (lanes[l], words[l]);
    }
  for (size_t l = 0; l < LANES; l++)
    hash = mix_word (hash, GUINT64_TO_LE (lanes[l]));
  for (; at < size; at += 8)
    {
      guint64 word = 0;
      memcpy (&word, bytes + at, MIN (size - at, 8));
      hash = mix_word (hash, word);
    }
  return mix_word (hash, GUINT64_TO_LE ((guint64) size));
}

/* A float's bits as a whole number of the same order, for which least and greatest are found in vector registers: NaN lies beyond
 * the infinities. */
static inline gint32
order_of (float value)
{
  gint32 bits;
  memcpy (&bits, &value, sizeof bits);
  return bits ^ (bits >> 31 & G_MAXINT32);
}

static float
value_of (gint32 order)
{
  gint32 bits = order ^ (order >> 31 & G_MAXINT32);
  float value;
  memcpy (&value, &bits, sizeof value);
  return value;
}

typedef struct {
  gint32 low, high; /* of floats their order */
} Range;

ISO_KERNEL static void
range_floats (Range *range, const float *values, size_t count)
{
  gint32 low = range->low, high = range->high;
  for (size_t i = 0; i < count; i++)
    {
      gint32 order = order_of (values[i]);
      low = MIN (low, order);
      high = MAX (high, order);
    }
  *range = (Range) { low, high };
}

ISO_KERNEL static void
range_bytes (Range *range, const guint8 *values, size_t count)
{
  guint8 low = G_MAXUINT8, high = 0;
  for (size_t i = 0; i < count; i++)
    {
      low = MIN (low, values[i]);
      high = MAX (high, values[i]);
    }
  *range = (Range) { MIN (range->low, low), MAX (range->high, high) };
}

/* One scan, shared by the threads: each writes only what belongs to its block. */
typedef struct {
  guint64 hash;
  Range range;
  bool gone; /* no longer in the file */
} Block;

typedef struct {
  const guint8 *bytes;
  const float *floats; /* the same memory, where it holds floats */
  size_t size;         /* bytes in all */
  size_t first;        /* block of this round */
  Block *blocks;       /* of the whole */
  bool mapped;
} Scan;

/* The pages that lie wholly (inner) or partly in bytes (size). */
static void
advise (int *result, const guint8 *bytes, size_t size, int advice, bool inner)
{
  size_t page = (size_t) sysconf (_SC_PAGESIZE);
  guintptr start = (guintptr) bytes / page * page, end = (guintptr) bytes + size;
  if (inner)
    {
      start = ((guintptr) bytes + page - 1) / page * page;
      end = end / page * page;
    }
  *result = end > start ? madvise ((void *) start, end - start, advice) : 0;
}

/* Maps a block's pages by one call instead of by a fault for each few; false where the file has become too short for them. */
static bool
fetch (const guint8 *bytes, size_t size)
{
  int result = 0;
#ifdef MADV_POPULATE_READ
  advise (&result, bytes, size, MADV_POPULATE_READ, false);
#endif
  return result == 0 || errno != EFAULT;
}

/* Takes pages out of this process; the system's cache keeps them. */
static void
let_go (const guint8 *bytes, size_t size)
{
  int ignored;
  advise (&ignored, bytes, size, MADV_DONTNEED, true);
}

static void
scan_block (void *data, size_t index)
{
  Scan *scan = data;
  Block *block = &scan->blocks[scan->first + index];
  size_t start = (scan->first + index) * BLOCK, end = MIN (start + BLOCK, scan->size);
  *block = (Block) { START, { G_MAXINT32, G_MININT32 }, scan->mapped && !fetch (scan->bytes + start, end - start) };
  if (block->gone)
    return;
  for (size_t at = start; at < end; at += STRETCH)
    {
      size_t length = MIN (STRETCH, end - at);
      if (scan->floats != NULL)
        range_floats (&block->range, scan->floats + at / sizeof (float), length / sizeof (float));
      else
        range_bytes (&block->range, scan->bytes + at, length);
      block->hash = iso_values_mix (block->hash, scan->bytes + at, length);
    }
  if (scan->mapped)
    let_go (scan->bytes + start, end - start);
}

static bool
is_finite (Range range)
{
  return range.low > order_of (-INFINITY) && range.high < order_of (INFINITY);
}

static void
refuse_value (const float *floats, size_t first, size_t columns, const char *name, GError **error)
{
  size_t i = first;
  while (isfinite (floats[i]))
    i++;
  g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("%s: row %zu, column %zu: found %s, expected a finite number"), name,
               i / columns, i % columns, isnan (floats[i]) ? "NaN" : floats[i] > 0.0f ? "infinity" : "-infinity");
}

/* Rounds of blocks, so that a cancellation is noticed and progress told between them. */
static bool
scan_rounds (Scan *scan, size_t block_count, size_t columns, const char *name, IsoSourceReport *report, GCancellable *cancellable,
             GError **error)
{
  g_autoptr (IsoPool) pool = scan->size >= FEW_BYTES ? iso_pool_new (0) : NULL;
  for (; scan->first < block_count; scan->first += ROUND_BLOCKS)
    {
      size_t count = MIN ((size_t) ROUND_BLOCKS, block_count - scan->first);
      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("reading %s was cancelled"), name);
          return false;
        }
      iso_pool_run (pool, count, scan_block, scan);
      for (size_t b = scan->first; b < scan->first + count; b++)
        if (scan->floats != NULL && !scan->blocks[b].gone && !is_finite (scan->blocks[b].range))
          {
            refuse_value (scan->floats, b * BLOCK / sizeof (float), columns, name, error);
            return false;
          }
        else if (scan->blocks[b].gone)
          {
            g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot read %s: it became shorter meanwhile"), name);
            return false;
          }
      if (report != NULL && report->progress != NULL)
        report->progress (report->data, (double) (scan->first + count) / (double) block_count);
    }
  return true;
}

static void
collect_facts (IsoValueFacts *facts, const Scan *scan, size_t block_count)
{
  Range whole = { G_MAXINT32, G_MININT32 };
  guint64 hash = START;
  for (size_t b = 0; b < block_count; b++)
    {
      const Block *block = &scan->blocks[b];
      hash = mix_word (hash, GUINT64_TO_LE (block->hash));
      whole = (Range) { MIN (whole.low, block->range.low), MAX (whole.high, block->range.high) };
    }
  if (block_count == 0)
    whole = (Range) { 0, 0 };
  facts->hash = hash;
  facts->low = scan->floats != NULL ? (double) value_of (whole.low) : (double) whole.low;
  facts->high = scan->floats != NULL ? (double) value_of (whole.high) : (double) whole.high;
}

bool
iso_values_scan (IsoValueFacts *facts, const IsoValues *values, const char *name, IsoSourceReport *report,
                 GCancellable *cancellable, GError **error)
{
  size_t size = values->rows * values->columns * (values->floats != NULL ? sizeof (float) : 1);
  size_t block_count = (size + BLOCK - 1) / BLOCK;
  g_autofree Block *blocks = g_new (Block, block_count);
  Scan scan = { values->bytes, values->floats, size, 0, blocks, values->mapped };
  if (values->floats != NULL)
    scan.bytes = (const guint8 *) values->floats;
  if (!scan_rounds (&scan, block_count, values->columns, name, report, cancellable, error))
    return false;
  collect_facts (facts, &scan, block_count);
  return true;
}
