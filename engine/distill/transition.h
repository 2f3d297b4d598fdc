/* Transition matrices of the random walk on a batch's graph.
 *
 * All matrices (B, B); S is symmetric, edges as iso_graph_build() gives them. isolated (B) is set to 1 for samples without an
 * edge (or whose affinities are all 0): they walk to themselves, T_ii = 1. All other diagonals are 0. */
#pragma once

#include "engine/base/pool.h"

/* T_ij = softmax over the edges of row i of S_ij / τ_d. maxima (B): the largest S_ij on an edge of i, 0 for an isolated sample.
 */
void iso_transition_softmax (float *transition, float *maxima, guint8 *isolated, const float *similarity, const guint8 *edges,
                             double tau_d, size_t B, IsoPool *pool);

/* affinity = S on the edges, 0 elsewhere: what the softmax kind shows as its graph. */
void iso_transition_edge_similarity (float *affinity, const float *similarity, const guint8 *edges, size_t B);

/* A_ij = max(S_ij, 0)^γ on edges, else 0; d_i = Σ_j A_ij; T = D^(−1/2) A D^(−1/2), symmetric to the last bit. The graph must be
 * undirected. */
void iso_transition_symmetric (float *transition, float *affinity, guint8 *isolated, const float *similarity, const guint8 *edges,
                               double gamma, size_t B);
