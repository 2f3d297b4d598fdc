#include "ui/figure/matrix-block.h"

#include <float.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/kernel.h"
#include "engine/linalg/elementary.h"
#include "engine/linalg/lanes.h"

IsoMatrixBlock *
iso_matrix_block_new (size_t B, bool with_edges)
{
  IsoMatrixBlock *block = g_new0 (IsoMatrixBlock, 1);
  iso_references_init (&block->references);
  block->values = iso_floats_new (B * B);
  if (with_edges)
    block->edges = g_new (guint8, MAX (B * B, 1));
  return block;
}

IsoMatrixBlock *
iso_matrix_block_ref (IsoMatrixBlock *block)
{
  iso_references_add (&block->references);
  return block;
}

void
iso_matrix_block_unref (IsoMatrixBlock *block)
{
  if (block == NULL || !iso_references_drop (&block->references))
    return;
  iso_block_free (block->values);
  g_free (block->edges);
  g_free (block);
}

/* Of a stretch of a row, NaN left out. */
typedef struct {
  double sum;
  size_t count, below; /* numbers; those below 0 */
} Stretch;

ISO_KERNEL static Stretch
measure_stretch (const float *values, size_t count)
{
  Stretch stretch = { 0 };
  for (size_t start = 0; start < count; start += ISO_CHUNK)
    {
      double terms[ISO_CHUNK];
      guint32 numbers = 0, below = 0;
      size_t width = count - start < ISO_CHUNK ? count - start : ISO_CHUNK;
      for (size_t l = 0; l < width; l++)
        {
          float value = values[start + l];
          terms[l] = value == value ? (double) value : 0.0;
          numbers += value == value;
          below += value < 0.0f;
        }
      for (size_t l = width; l < ISO_CHUNK; l++)
        terms[l] = 0.0;
      stretch.sum += iso_chunk_fold (terms);
      stretch.count += numbers;
      stretch.below += below;
    }
  return stretch;
}

static void
add (Stretch *to, Stretch stretch)
{
  to->sum += stretch.sum;
  to->count += stretch.count;
  to->below += stretch.below;
}

static double
share (size_t part, size_t whole)
{
  return whole > 0 ? (double) part / (double) whole : (double) NAN;
}

/* As rows and columns stand by class, those of one class are a stretch of each row. */
static void
summarize (IsoMatrixSummary *summary, const float *values, const gint32 *labels, size_t B)
{
  Stretch within = { 0 }, between = { 0 };
  for (size_t first = 0, end; first < B; first = end)
    {
      for (end = first + 1; end < B && labels[end] == labels[first]; end++)
        ;
      for (size_t i = first; i < end; i++)
        {
          const float *row = values + i * B;
          add (&between, measure_stretch (row, first));
          add (&within, measure_stretch (row + first, i - first));
          add (&within, measure_stretch (row + i + 1, end - i - 1));
          add (&between, measure_stretch (row + end, B - end));
        }
    }
  double sum = within.sum + between.sum;
  summary->within = within.count > 0 ? within.sum / (double) within.count : (double) NAN;
  summary->between = between.count > 0 ? between.sum / (double) between.count : (double) NAN;
  summary->same_class = sum > 0.0 ? within.sum / sum : (double) NAN;
  summary->count = within.count + between.count;
  summary->count_within = within.count;
  summary->pulled = share (within.below + between.below, summary->count);
  summary->pulled_within = share (within.below, within.count);
  summary->entropy = (double) NAN;
}

/* Mean over the rows of −Σ p ln p, with 0 ln 0 = 0. */
ISO_KERNEL static double
mean_entropy (const float *values, size_t B)
{
  double sum = 0.0;
  for (size_t start = 0; start < B * B; start += ISO_CHUNK)
    {
      double terms[ISO_CHUNK];
      size_t width = B * B - start < ISO_CHUNK ? B * B - start : ISO_CHUNK;
      for (size_t l = 0; l < width; l++)
        {
          float p = values[start + l];
          double term = -(double) p * iso_log (p);
          terms[l] = p < FLT_MIN ? 0.0 : term;
        }
      for (size_t l = width; l < ISO_CHUNK; l++)
        terms[l] = 0.0;
      sum += iso_chunk_fold (terms);
    }
  return sum / (double) MAX (B, 1);
}

void
iso_matrix_block_measure (IsoMatrixBlock *block, const gint32 *labels, size_t B, bool with_entropy)
{
  iso_matrix_spread (&block->spread, block->values, B);
  summarize (&block->summary, block->values, labels, B);
  if (with_entropy)
    block->summary.entropy = mean_entropy (block->values, B);
}
