/* The neighborhood graph of a batch. */
#pragma once

#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/distill/settings.h"

/* Whether k asks for all neighbors: 0, or B − 1 and more. */
bool iso_graph_is_dense (int k, size_t B);

/* Whether edge i → j implies j → i: every kind but `directed`, and any dense graph. */
bool iso_graph_is_undirected (IsoGraphKind kind, int k, size_t B);

/* edges (B, B) = 1 where i → j, for similarity S (B, B) without NaN. N(i) are the k samples j ≠ i of the largest S_ij, ties to
 * the lower index. directed: j ∈ N(i); mutual: j ∈ N(i) and i ∈ N(j); union: either. keys (B, B) is room to work in (for a dense
 * graph it may be NULL). */
void iso_graph_build (guint8 *edges, guint32 *keys, const float *similarity, IsoGraphKind kind, int k, size_t B, IsoPool *pool);
