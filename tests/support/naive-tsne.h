/* t-SNE's cost written down plainly in double. */
#pragma once

#include <stddef.h>

/* KL (P‖Q) in nats of the map y (N, 2) for the dense P (N, N). */
double iso_naive_tsne_cost (const double *P, const double *y, size_t N);

/* Σ_j w_ij² (y_i − y_j) into force (N, 2), or NULL; returns Σ_{i ≠ j} w_ij. */
double iso_naive_tsne_repulsion (double *force, const double *y, size_t N);
