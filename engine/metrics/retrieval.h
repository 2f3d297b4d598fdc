/* Retrieval metrics of a labelled set of embeddings, without a matrix of all pairs.
 *
 * Euclidean neighbors, the query itself excluded, ties to the lower index. With R others of the query's class, P(i) the share of
 * the class among the i nearest, and rel(i) = 1 where the i-th nearest is of the class:
 *
 *   recall@k     share of queries with one of their class among the k nearest (alone in its class a query misses)
 *   map@r        mean of (1/R) Σ_{i ≤ R} P(i) rel(i)                  Musgrave, Belongie, Lim, ECCV 2020
 *   r_precision  mean of P(R)
 *   map          mean of (1/R) Σ_i P(i) rel(i), over all neighbors
 *   map@1000     mean of (1/min(R, 1000)) Σ_{i ≤ 1000} P(i) rel(i)
 *
 * The last four are means over queries with R ≥ 1.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/metrics/classes.h"

#define ISO_RETRIEVAL_MAX_KS 8

typedef enum {
  ISO_RETRIEVAL_NEAREST, /* recall@k, map@r and r_precision, from the nearest neighbors: fastest */
  ISO_RETRIEVAL_FULL,    /* map and map@1000 too, from the places of the whole class in the full order */
} IsoRetrievalDepth;

typedef struct {
  size_t k_count;
  int ks[ISO_RETRIEVAL_MAX_KS];
  double recall[ISO_RETRIEVAL_MAX_KS]; /* recall@ks[i] */
  double map_at_r, r_precision;        /* NAN when no query has R ≥ 1 */
  double map, map_at_1000;             /* likewise, and with ISO_RETRIEVAL_NEAREST */
  size_t query_count, counted_count;   /* all queries; those with R ≥ 1 */
} IsoRetrieval;

/* The first three metrics. embeddings (N, D), labels (N), any integers. result->k_count and ks are given by the caller, k ≥ 1.
 * N = 0 gives NAN.
 * ISO_ERROR_NUMERIC on NaN or infinity in the embeddings (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
bool iso_retrieval_evaluate (IsoRetrieval *result, const float *embeddings, const gint32 *labels, size_t N, size_t D,
                             IsoPool *pool, GCancellable *cancellable, GError **error);

/* The same for the N points of `classes`, as deep as wanted. of_classes (class_count), or NULL: each class's own, its samples
 * being the queries and all others what is searched. */
bool iso_retrieval_evaluate_classes (IsoRetrieval *result, IsoRetrieval *of_classes, const float *embeddings,
                                     const IsoClasses *classes, size_t D, IsoRetrievalDepth depth, IsoPool *pool,
                                     GCancellable *cancellable, GError **error);
