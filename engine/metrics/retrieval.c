#include "engine/metrics/retrieval.h"

#include <math.h>
#include <stdlib.h>

#include "engine/metrics/neighbors.h"

/* What a query contributes. */
typedef struct {
  guint32 first;       /* rank (from 1) of its nearest sample of its own class; 0 = not among those looked at */
  double precision;    /* (1/R) Σ_{i≤R} P(i) rel(i) */
  double r_precision;  /* share of its own class among the R nearest */
} QueryScore;

typedef struct {
  const gint32 *labels;
  const guint32 *others; /* R (N) */
  QueryScore *scores;    /* (N) */
} Scoring;

static int
compare_labels (const void *a, const void *b)
{
  gint32 x = *(const gint32 *) a, y = *(const gint32 *) b;
  return x < y ? -1 : x > y;
}

/* First position in sorted (N) whose label is not below `label` (above = false) or is above it (above = true). */
static size_t
boundary (const gint32 *sorted, size_t N, gint32 label, bool above)
{
  size_t low = 0, high = N;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (sorted[middle] < label || (above && sorted[middle] == label))
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* others (N): R of each query, the number of other samples of its class. Labels may be any integers. */
static void
count_others (guint32 *others, const gint32 *labels, size_t N)
{
  if (N == 0)
    return;
  g_autofree gint32 *sorted = g_memdup2 (labels, N * sizeof *labels);
  qsort (sorted, N, sizeof *sorted, compare_labels);
  for (size_t i = 0; i < N; i++)
    others[i] = (guint32) (boundary (sorted, N, labels[i], true) - boundary (sorted, N, labels[i], false) - 1);
}

static void
score_query (gpointer data, size_t query, const guint32 *neighbors, size_t count)
{
  Scoring *scoring = data;
  gint32 label = scoring->labels[query];
  size_t R = scoring->others[query], hits = 0;
  QueryScore score = { 0 };
  double sum = 0.0;
  for (size_t i = 0; i < count && (i < R || hits == 0); i++)
    if (scoring->labels[neighbors[i]] == label)
      {
        hits++;
        if (hits == 1)
          score.first = (guint32) (i + 1);
        if (i < R)
          {
            sum += (double) hits / (double) (i + 1);
            score.r_precision = (double) hits / (double) R;
          }
      }
  if (R > 0)
    score.precision = sum / (double) R;
  scoring->scores[query] = score;
}

/* Sums in the order of the queries, whoever computed them. */
static void
summarize (IsoRetrieval *result, const Scoring *scoring, size_t N)
{
  size_t hits[ISO_RETRIEVAL_MAX_KS] = { 0 };
  double precision = 0.0, r_precision = 0.0;
  result->query_count = N;
  result->counted_count = 0;
  for (size_t i = 0; i < N; i++)
    {
      const QueryScore *score = &scoring->scores[i];
      for (size_t k = 0; k < result->k_count; k++)
        hits[k] += score->first > 0 && score->first <= (guint32) result->ks[k];
      result->counted_count += scoring->others[i] > 0;
      precision += score->precision;
      r_precision += score->r_precision;
    }
  for (size_t k = 0; k < result->k_count; k++)
    result->recall[k] = N > 0 ? (double) hits[k] / (double) N : (double) NAN;
  result->map_at_r = result->counted_count > 0 ? precision / (double) result->counted_count : (double) NAN;
  result->r_precision = result->counted_count > 0 ? r_precision / (double) result->counted_count : (double) NAN;
}

bool
iso_retrieval_evaluate (IsoRetrieval *result, const float *embeddings, const gint32 *labels, size_t N, size_t D, IsoPool *pool,
                        GCancellable *cancellable, GError **error)
{
  g_assert (result->k_count <= ISO_RETRIEVAL_MAX_KS);
  size_t largest = 0;
  for (size_t k = 0; k < result->k_count; k++)
    {
      g_assert (result->ks[k] >= 1);
      largest = MAX (largest, (size_t) result->ks[k]);
    }
  g_autofree guint32 *others = g_new0 (guint32, MAX (N, 1));
  g_autofree guint32 *wanted = g_new0 (guint32, MAX (N, 1));
  g_autofree QueryScore *scores = g_new0 (QueryScore, MAX (N, 1));
  Scoring scoring = { labels, others, scores };
  count_others (others, labels, N);
  /* Alone in its class a query can only miss; with nothing but its class around it every neighbor is a hit, in any order. */
  bool one_class = N > 1 && others[0] == N - 1;
  for (size_t i = 0; i < N && !one_class; i++)
    wanted[i] = others[i] == 0 ? 0 : (guint32) MIN (MAX (others[i], largest), N - 1);
  if (!iso_neighbors_visit (embeddings, N, D, wanted, labels, score_query, &scoring, pool, cancellable, error))
    return false;
  for (size_t i = 0; i < N && one_class; i++)
    scores[i] = (QueryScore) { 1, 1.0, 1.0 };
  summarize (result, &scoring, N);
  return true;
}
