/* How the classes lie in the space of embeddings.
 *
 * Cosine distance 1 − cos; an embedding or class center of length 0 has cosine 0 to everything. After Roth et al.: Revisiting
 * Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020. All NAN where not defined.
 */
#pragma once

#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/metrics/classes.h"

typedef struct {
  double intra;            /* mean over classes of two or more of the mean distance within; NAN if there are none */
  double inter;            /* mean distance between the normalized centers of the classes; NAN with fewer than two */
  double intra_over_inter; /* lower: classes tight and far apart */
} IsoGeometry;

/* of_classes (class_count), or NULL: each class's own distance within (NAN for a class of one), and from its center to the
 * others. embeddings (N, D), finite, of the N points of `classes`. */
void iso_geometry_measure (IsoGeometry *result, IsoGeometry *of_classes, const float *embeddings, const IsoClasses *classes,
                           size_t D, IsoPool *pool);

/* *decay = KL(uniform ‖ normalized singular values of the embeddings (N, D), not centred): 0 where all directions are used alike,
 * higher where the variance is in few; INFINITY where one is not used at all, NAN where all are 0 or there is none.
 * ISO_ERROR_MEMORY; ISO_ERROR_NUMERIC if the values are not found. */
bool iso_spectral_decay (double *decay, const float *embeddings, size_t N, size_t D, IsoPool *pool, GError **error);
