#include "engine/metrics/retrieval.h"

#include <math.h>

#include "engine/metrics/neighbors.h"
#include "engine/metrics/ranks.h"

/* Where map@1000 ends. */
#define CUT 1000

/* What a query contributes. */
typedef struct {
  guint32 first;         /* rank (from 1) of its nearest sample of its own class; 0 = not among those looked at */
  double precision;      /* (1/R) Σ_{i≤R} P(i) rel(i) */
  double r_precision;    /* share of its own class among the R nearest */
  double average;        /* (1/R) Σ_i P(i) rel(i) */
  double average_at_cut; /* (1/min(R, CUT)) Σ_{i≤CUT} P(i) rel(i) */
} QueryScore;

typedef struct {
  const IsoClasses *classes;
  QueryScore *scores; /* (N) */
} Scoring;

/* R of a query: the number of other samples of its class. */
static inline size_t
others_of (const IsoClasses *classes, size_t query)
{
  return iso_classes_size (classes, (size_t) classes->class_of[query]) - 1;
}

static void
score_neighbors (gpointer data, size_t query, const guint32 *neighbors, size_t count)
{
  Scoring *scoring = data;
  const gint32 *class_of = scoring->classes->class_of;
  size_t R = others_of (scoring->classes, query), hits = 0;
  QueryScore score = { 0 };
  double sum = 0.0;
  for (size_t i = 0; i < count && (i < R || hits == 0); i++)
    if (class_of[neighbors[i]] == class_of[query])
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

static void
score_ranks (gpointer data, size_t query, const guint32 *ranks, size_t R)
{
  Scoring *scoring = data;
  QueryScore score = { 0 };
  size_t within = 0;
  for (size_t m = 0; m < R; m++)
    {
      double precision = (double) (m + 1) / (double) ranks[m];
      score.average += precision;
      if (ranks[m] <= CUT)
        score.average_at_cut += precision;
      if (ranks[m] <= R)
        {
          score.precision += precision;
          within++;
        }
    }
  if (R > 0)
    {
      score.first = ranks[0];
      score.precision /= (double) R;
      score.r_precision = (double) within / (double) R;
      score.average /= (double) R;
      score.average_at_cut /= (double) MIN (R, CUT);
    }
  scoring->scores[query] = score;
}

static void
add_query (IsoRetrieval *result, const QueryScore *score, size_t R)
{
  for (size_t k = 0; k < result->k_count; k++)
    result->recall[k] += score->first > 0 && score->first <= (guint32) result->ks[k];
  result->query_count++;
  result->counted_count += R > 0;
  result->map_at_r += score->precision;
  result->r_precision += score->r_precision;
  result->map += score->average;
  result->map_at_1000 += score->average_at_cut;
}

/* Nothing counted yet, for the same ks as those of `asked`. */
static void
start (IsoRetrieval *result, const IsoRetrieval *asked)
{
  IsoRetrieval empty = { .k_count = asked->k_count };
  for (size_t k = 0; k < asked->k_count; k++)
    empty.ks[k] = asked->ks[k];
  *result = empty;
}

static void
divide (IsoRetrieval *result, IsoRetrievalDepth depth)
{
  double queries = result->query_count > 0 ? (double) result->query_count : (double) NAN;
  double counted = result->counted_count > 0 ? (double) result->counted_count : (double) NAN;
  for (size_t k = 0; k < result->k_count; k++)
    result->recall[k] /= queries;
  result->map_at_r /= counted;
  result->r_precision /= counted;
  result->map = depth == ISO_RETRIEVAL_FULL ? result->map / counted : (double) NAN;
  result->map_at_1000 = depth == ISO_RETRIEVAL_FULL ? result->map_at_1000 / counted : (double) NAN;
}

/* Sums in the order of the queries, whoever computed them. */
static void
summarize (IsoRetrieval *result, IsoRetrieval *of_classes, const Scoring *scoring, IsoRetrievalDepth depth)
{
  const IsoClasses *classes = scoring->classes;
  for (size_t c = 0; of_classes != NULL && c < classes->class_count; c++)
    {
      start (&of_classes[c], result);
      for (size_t at = classes->starts[c]; at < classes->starts[c + 1]; at++)
        add_query (&of_classes[c], &scoring->scores[classes->members[at]], iso_classes_size (classes, c) - 1);
      divide (&of_classes[c], depth);
    }
  start (result, result);
  for (size_t i = 0; i < classes->N; i++)
    add_query (result, &scoring->scores[i], others_of (classes, i));
  divide (result, depth);
}

static bool
visit_nearest (Scoring *scoring, const IsoRetrieval *asked, const float *embeddings, size_t D, IsoPool *pool,
               GCancellable *cancellable, GError **error)
{
  const IsoClasses *classes = scoring->classes;
  size_t N = classes->N, largest = 0;
  for (size_t k = 0; k < asked->k_count; k++)
    largest = MAX (largest, (size_t) asked->ks[k]);
  g_autofree guint32 *wanted = g_new0 (guint32, MAX (N, 1));
  /* Alone in its class a query can only miss; with nothing but its class around it every neighbor is a hit, in any order. */
  bool one_class = N > 1 && classes->class_count == 1;
  for (size_t i = 0; i < N && !one_class; i++)
    wanted[i] = others_of (classes, i) == 0 ? 0 : (guint32) MIN (MAX (others_of (classes, i), largest), N - 1);
  if (!iso_neighbors_visit (embeddings, N, D, wanted, classes->class_of, score_neighbors, scoring, pool, cancellable, error))
    return false;
  for (size_t i = 0; i < N && one_class; i++)
    scoring->scores[i] = (QueryScore) { .first = 1, .precision = 1.0, .r_precision = 1.0 };
  return true;
}

bool
iso_retrieval_evaluate_classes (IsoRetrieval *result, IsoRetrieval *of_classes, const float *embeddings,
                                const IsoClasses *classes, size_t D, IsoRetrievalDepth depth, IsoPool *pool,
                                GCancellable *cancellable, GError **error)
{
  g_assert (result->k_count <= ISO_RETRIEVAL_MAX_KS);
  for (size_t k = 0; k < result->k_count; k++)
    g_assert (result->ks[k] >= 1);
  g_autofree QueryScore *scores = g_new0 (QueryScore, MAX (classes->N, 1));
  Scoring scoring = { classes, scores };
  bool done = depth == ISO_RETRIEVAL_FULL
                  ? iso_ranks_visit (embeddings, classes, D, score_ranks, &scoring, pool, cancellable, error)
                  : visit_nearest (&scoring, result, embeddings, D, pool, cancellable, error);
  if (done)
    summarize (result, of_classes, &scoring, depth);
  return done;
}

bool
iso_retrieval_evaluate (IsoRetrieval *result, const float *embeddings, const gint32 *labels, size_t N, size_t D, IsoPool *pool,
                        GCancellable *cancellable, GError **error)
{
  g_auto (IsoClasses) classes = { 0 };
  iso_classes_init (&classes, labels, N);
  return iso_retrieval_evaluate_classes (result, NULL, embeddings, &classes, D, ISO_RETRIEVAL_NEAREST, pool, cancellable, error);
}
