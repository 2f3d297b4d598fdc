/* Retrieval metrics of a labelled set of embeddings, without a matrix of all pairs.
 *
 * Euclidean neighbors, the query itself excluded, ties to the lower index (Musgrave et al. 2020 for map@r).
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/base/pool.h"

#define ISO_RETRIEVAL_MAX_KS 8

typedef struct {
  size_t k_count;
  int ks[ISO_RETRIEVAL_MAX_KS];
  double recall[ISO_RETRIEVAL_MAX_KS]; /* recall@ks[i]: share of queries with a sample of their class among the k nearest */
  double map_at_r;                     /* mean over queries with R ≥ 1 others of their class; NAN when there is none */
  double r_precision;                  /* likewise */
  size_t query_count, counted_count;   /* all queries; those with R ≥ 1 */
} IsoRetrieval;

/* embeddings (N, D), labels (N) ≥ 0. result->k_count and ks are given by the caller, k ≥ 1. N = 0 gives NAN.
 * ISO_ERROR_NUMERIC on NaN or infinity in the embeddings (says at which row), ISO_ERROR_CANCELLED. */
bool iso_retrieval_evaluate (IsoRetrieval *result, const float *embeddings, const gint32 *labels, size_t N, size_t D,
                             IsoPool *pool, GCancellable *cancellable, GError **error);
