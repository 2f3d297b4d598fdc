/* Strips of rows meet all columns from their own diagonal on, tile by tile: a product, then one table look-up a pair. Each strip
 * counts for itself and adds its counts at the end, which are whole numbers: their order does not matter. The means come from the
 * sums of the classes, Σ_{i≠j} z_iᵀz_j = ‖Σ z‖² − Σ ‖z‖², and need no pairs at all. */
#include "engine/metrics/similarity-histogram.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/kernel.h"
#include "engine/linalg/blas.h"
#include "engine/linalg/finite.h"
#include "engine/linalg/rows.h"
#include "engine/metrics/classes.h"

#define TILE_ROWS 128
#define TILE_COLUMNS 512
/* Of the strips: 128 rows by 2²⁴ columns and more would overflow a strip's counts of 32 bits. */
#define MOST_POINTS ((size_t) 1 << 24)

typedef guint32 Counts[ISO_SIMILARITY_KINDS * ISO_SIMILARITY_FINE_BINS];

typedef struct {
  const float *unit; /* (N, D) */
  const gint32 *class_of; /* (N) */
  size_t N, D;
  GCancellable *cancellable;
  _Atomic guint64 counts[ISO_SIMILARITY_KINDS * ISO_SIMILARITY_FINE_BINS];
} Survey;

/* Where in the table each cosine of a row is counted: its bin, behind those of the positives if the labels differ. */
static ISO_KERNEL void
find_places (gint32 *places, const float *cosines, const gint32 *labels, gint32 label, size_t count)
{
  for (size_t j = 0; j < count; j++)
    {
      float at = (cosines[j] + 1.0f) * (0.5f * ISO_SIMILARITY_FINE_BINS);
      at = at > 0.0f ? at : 0.0f;
      at = at < ISO_SIMILARITY_FINE_BINS - 1.0f ? at : ISO_SIMILARITY_FINE_BINS - 1.0f;
      places[j] = (gint32) at + (labels[j] == label ? 0 : ISO_SIMILARITY_FINE_BINS);
    }
}

/* Neighbors tend to fall into one bin: two tables in turn, so that no count waits for the one before. */
static void
count_places (Counts counts[2], const gint32 *places, size_t count)
{
  size_t j = 0;
  for (; j + 2 <= count; j += 2)
    {
      counts[0][places[j]]++;
      counts[1][places[j + 1]]++;
    }
  if (j < count)
    counts[0][places[j]]++;
}

static void
count_strip (void *data, size_t strip)
{
  Survey *survey = data;
  size_t D = survey->D, first = strip * TILE_ROWS, rows = MIN (TILE_ROWS, survey->N - first);
  g_autofree float *products = g_new (float, TILE_ROWS * TILE_COLUMNS);
  g_autofree Counts *counts = g_new0 (Counts, 2);
  gint32 places[TILE_COLUMNS];
  for (size_t column = first; column < survey->N; column += TILE_COLUMNS)
    {
      size_t columns = MIN (TILE_COLUMNS, survey->N - column);
      if (g_cancellable_is_cancelled (survey->cancellable))
        return;
      iso_gemm (products, survey->unit + first * D, survey->unit + column * D, ISO_PLAIN, ISO_TRANSPOSED, 1.0f, 0.0f, rows, columns,
                D, D, D, TILE_COLUMNS);
      for (size_t r = 0; r < rows; r++)
        {
          /* Above the diagonal only: each pair once, and none with itself. */
          size_t start = first + r + 1 > column ? MIN (first + r + 1 - column, columns) : 0;
          find_places (places, products + r * TILE_COLUMNS + start, survey->class_of + column + start, survey->class_of[first + r],
                       columns - start);
          count_places (counts, places, columns - start);
        }
    }
  for (size_t i = 0; i < ISO_SIMILARITY_KINDS * ISO_SIMILARITY_FINE_BINS; i++)
    if (counts[0][i] + counts[1][i] > 0)
      atomic_fetch_add_explicit (&survey->counts[i], (guint64) counts[0][i] + counts[1][i], memory_order_relaxed);
}

/* ---- what follows from the counts ---- */

/* The width of bins that follows the density of this kind best, were it normal: 3.5 σ n^(−1/3) (Scott, On optimal and data-based
 * histograms, Biometrika 1979). */
static double
fitting_width (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind)
{
  double pairs = (double) histogram->pairs[kind], squares = 0.0;
  for (size_t b = 0; b < ISO_SIMILARITY_FINE_BINS; b++)
    {
      double offset = -1.0 + (2.0 * (double) b + 1.0) / ISO_SIMILARITY_FINE_BINS - histogram->mean[kind];
      squares += (double) histogram->counts[kind][b] * offset * offset;
    }
  return 3.5 * sqrt (squares / pairs) / cbrt (pairs);
}

static size_t
choose_bins (const IsoSimilarityHistogram *histogram)
{
  double narrow = 2.0, wide = 0.0;
  size_t bins = ISO_SIMILARITY_MOST_BINS / 4;
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    if (histogram->pairs[kind] > 0)
      {
        narrow = fmin (narrow, fitting_width (histogram, kind));
        wide = fmax (wide, fitting_width (histogram, kind));
      }
  /* Both stand in the same bins: fine enough for the narrow one, but the wide one must not fall apart into chance. */
  double width = fmax (narrow, 0.5 * wide);
  while (bins < ISO_SIMILARITY_MOST_BINS && 2.0 / (double) bins > width)
    bins *= 2;
  return bins;
}

static void
make_densities (IsoSimilarityHistogram *histogram)
{
  size_t bins = choose_bins (histogram);
  size_t together = ISO_SIMILARITY_FINE_BINS / bins;
  double width = 2.0 / (double) bins;
  histogram->bin_count = bins;
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    for (size_t b = 0; histogram->pairs[kind] > 0 && b < bins; b++)
      {
        guint64 count = 0;
        for (size_t fine = b * together; fine < (b + 1) * together; fine++)
          count += histogram->counts[kind][fine];
        histogram->density[kind][b] = (double) count / (double) histogram->pairs[kind] / width;
      }
}

static void
compare_kinds (IsoSimilarityHistogram *histogram)
{
  const guint64 *positive = histogram->counts[ISO_SIMILARITY_POSITIVE], *negative = histogram->counts[ISO_SIMILARITY_NEGATIVE];
  double positives = (double) histogram->pairs[ISO_SIMILARITY_POSITIVE], won = 0.0, shared = 0.0, below = 0.0;
  double negatives = (double) histogram->pairs[ISO_SIMILARITY_NEGATIVE];
  for (size_t b = 0; b < ISO_SIMILARITY_FINE_BINS; b++)
    {
      won += (double) positive[b] / positives * (below + 0.5 * (double) negative[b]) / negatives;
      below += (double) negative[b];
    }
  for (size_t b = 0; b < histogram->bin_count; b++)
    shared += MIN (histogram->density[ISO_SIMILARITY_POSITIVE][b], histogram->density[ISO_SIMILARITY_NEGATIVE][b]);
  bool both = positives > 0.0 && negatives > 0.0;
  histogram->auc = both ? won : (double) NAN;
  histogram->overlap = both ? MIN (shared * 2.0 / (double) histogram->bin_count, 1.0) : (double) NAN;
}

/* counts are in place; sums: of the cosines of each kind. */
static void
conclude (IsoSimilarityHistogram *histogram, const double *sums)
{
  for (IsoSimilarityKind kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
    {
      histogram->pairs[kind] = 0;
      for (size_t b = 0; b < ISO_SIMILARITY_FINE_BINS; b++)
        histogram->pairs[kind] += histogram->counts[kind][b];
      histogram->mean[kind] = histogram->pairs[kind] > 0 ? sums[kind] / (double) histogram->pairs[kind] : (double) NAN;
    }
  make_densities (histogram);
  compare_kinds (histogram);
}

/* ---- of embeddings ---- */

/* Half of ‖Σ z‖² − Σ ‖z‖² over the points named: the sum of the cosines of their pairs. total (D) += Σ z, *own += Σ ‖z‖². */
static double
sum_of_pairs (double *total, double *own, double *sum, const float *unit, const guint32 *points, size_t count, size_t D)
{
  double squares = 0.0, square = 0.0;
  memset (sum, 0, D * sizeof *sum);
  for (size_t i = 0; i < count; i++)
    for (size_t d = 0; d < D; d++)
      {
        double value = (double) unit[points[i] * D + d];
        sum[d] += value;
        squares += value * value;
      }
  for (size_t d = 0; d < D; d++)
    {
      square += sum[d] * sum[d];
      total[d] += sum[d];
    }
  *own += squares;
  return 0.5 * (square - squares);
}

static void
sum_kinds (double *sums, const float *unit, const IsoClasses *classes, size_t D)
{
  g_autofree double *total = g_new0 (double, MAX (D, 1)), *sum = g_new (double, MAX (D, 1));
  double own = 0.0, square = 0.0;
  sums[ISO_SIMILARITY_POSITIVE] = 0.0;
  for (size_t c = 0; c < classes->class_count; c++)
    sums[ISO_SIMILARITY_POSITIVE] += sum_of_pairs (total, &own, sum, unit, classes->members + classes->starts[c],
                                                   iso_classes_size (classes, c), D);
  for (size_t d = 0; d < D; d++)
    square += total[d] * total[d];
  sums[ISO_SIMILARITY_NEGATIVE] = 0.5 * (square - own) - sums[ISO_SIMILARITY_POSITIVE];
}

static bool
survey_embeddings (IsoSimilarityHistogram *histogram, const float *unit, const gint32 *labels, size_t N, size_t D, IsoPool *pool,
                   GCancellable *cancellable, GError **error)
{
  g_auto (IsoClasses) classes = { 0 };
  g_autofree Survey *survey = g_new0 (Survey, 1);
  double sums[ISO_SIMILARITY_KINDS];
  iso_classes_init (&classes, labels, N);
  survey->unit = unit;
  survey->class_of = classes.class_of;
  survey->N = N;
  survey->D = D;
  survey->cancellable = cancellable;
  iso_pool_run (pool, (N + TILE_ROWS - 1) / TILE_ROWS, count_strip, survey);
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("the count of similarities was cancelled"));
      return false;
    }
  for (size_t i = 0; i < ISO_SIMILARITY_KINDS * ISO_SIMILARITY_FINE_BINS; i++)
    histogram->counts[i / ISO_SIMILARITY_FINE_BINS][i % ISO_SIMILARITY_FINE_BINS] = atomic_load (&survey->counts[i]);
  sum_kinds (sums, unit, &classes, D);
  conclude (histogram, sums);
  return true;
}

bool
iso_similarity_histogram_of_embeddings (IsoSimilarityHistogram *histogram, const float *embeddings, const gint32 *labels, size_t N,
                                        size_t D, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  memset (histogram, 0, sizeof *histogram);
  if (N > MOST_POINTS)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_MEMORY, _("%zu embeddings are too many for a histogram of their pairs: at most %zu"),
                   N, MOST_POINTS);
      return false;
    }
  if (!iso_check_finite (embeddings, N, D, error))
    return false;
  float *unit = iso_block_new (MAX (N, 1), MAX (D, 1), sizeof (float), _("unit embeddings"), error);
  if (unit == NULL)
    return false;
  iso_rows_normalize (unit, NULL, embeddings, N, D);
  bool done = survey_embeddings (histogram, unit, labels, N, D, pool, cancellable, error);
  iso_block_free (unit);
  return done;
}

/* ---- of a matrix ---- */

bool
iso_similarity_histogram_of_matrix (IsoSimilarityHistogram *histogram, const float *similarity, const gint32 *labels, size_t B,
                                    GError **error)
{
  g_autofree gint32 *places = g_new (gint32, MAX (B, 1));
  double sums[ISO_SIMILARITY_KINDS] = { 0.0, 0.0 };
  memset (histogram, 0, sizeof *histogram);
  if (!iso_check_finite (similarity, B, B, error))
    return false;
  for (size_t i = 0; i < B; i++)
    {
      const float *row = similarity + i * B;
      find_places (places, row, labels, labels[i], i);
      for (size_t j = 0; j < i; j++)
        {
          IsoSimilarityKind kind = labels[j] == labels[i] ? ISO_SIMILARITY_POSITIVE : ISO_SIMILARITY_NEGATIVE;
          histogram->counts[kind][places[j] % ISO_SIMILARITY_FINE_BINS]++;
          sums[kind] += (double) row[j];
        }
    }
  conclude (histogram, sums);
  return true;
}

/* ---- reading it ---- */

double
iso_similarity_share_above (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind, double similarity)
{
  if (histogram->pairs[kind] == 0)
    return (double) NAN;
  double at = CLAMP ((similarity + 1.0) * 0.5 * ISO_SIMILARITY_FINE_BINS, 0.0, (double) ISO_SIMILARITY_FINE_BINS);
  size_t bin = (size_t) at;
  double above = 0.0;
  if (bin < ISO_SIMILARITY_FINE_BINS)
    above = (1.0 - (at - (double) bin)) * (double) histogram->counts[kind][bin];
  for (size_t b = bin + 1; b < ISO_SIMILARITY_FINE_BINS; b++)
    above += (double) histogram->counts[kind][b];
  return above / (double) histogram->pairs[kind];
}

double
iso_similarity_density_at (const IsoSimilarityHistogram *histogram, IsoSimilarityKind kind, double similarity)
{
  if (!(similarity >= -1.0 && similarity <= 1.0) || histogram->bin_count == 0)
    return 0.0;
  size_t bin = (size_t) ((similarity + 1.0) * 0.5 * (double) histogram->bin_count);
  return histogram->density[kind][MIN (bin, histogram->bin_count - 1)];
}
