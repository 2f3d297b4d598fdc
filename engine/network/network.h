/* An embedding network: a chain of layers that ends in the unit norm.
 *
 * IsoNetwork holds the layers' shapes only and never changes. All weights of a model are one block of floats, `weights`, which
 * the caller owns; gradients and moments are blocks of the same layout, so the optimizer, saving and norms are single loops, and
 * the teacher is a copy of the student's block. Activations live in IsoActivations, one for each concurrent use.
 *
 *     W₁ (out, in) | b₁ (out) | W₂ | b₂ | …          y = x Wᵀ + b, as PyTorch keeps it
 *
 * Every layer works on rows alone, so a batch is cut into fixed blocks of rows that run through all layers without a barrier.
 */
#pragma once

#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/base/random.h"

typedef struct _IsoNetwork IsoNetwork;
typedef struct _IsoActivations IsoActivations;

/* kind "linear": one layer to the embedding. kind "mlp": hidden sizes as text, "512, 256". Errors name the word that is wrong. */
typedef enum { ISO_NETWORK_MLP, ISO_NETWORK_LINEAR, ISO_NETWORK_KIND_COUNT } IsoNetworkKind;

IsoNetwork *iso_network_new (IsoNetworkKind kind, const char *hidden, size_t input_size, size_t embedding_size, GError **error);
IsoNetwork *iso_network_ref (IsoNetwork *network);
void iso_network_unref (IsoNetwork *network);

size_t iso_network_input_size (const IsoNetwork *network);
size_t iso_network_embedding_size (const IsoNetwork *network);
size_t iso_network_weight_count (const IsoNetwork *network);
/* "784-512-256-64" */
const char *iso_network_text (const IsoNetwork *network);

/* Named tensors within the block, for saving and tests. */
typedef struct {
  const char *name; /* "layers.0.weight" */
  size_t offset, rows, columns;
} IsoTensor;
const IsoTensor *iso_network_tensors (const IsoNetwork *network, size_t *count);

/* weights (weight_count): He's uniform initialisation, as PyTorch's Linear: U(−1/√in, 1/√in) for weights and biases. */
void iso_network_initialize (const IsoNetwork *network, float *weights, IsoRandom *random);

/* Room for `capacity` rows; with_gradient also for what backward needs. */
IsoActivations *iso_activations_new (const IsoNetwork *network, size_t capacity, bool with_gradient);
void iso_activations_free (IsoActivations *activations);
/* Z (B, D) of the last forward, rows of unit norm. */
float *iso_activations_embeddings (IsoActivations *activations);

/* Number of fixed row blocks of a batch of B, and the rows of one: the same whatever the number of threads. */
size_t iso_network_block_count (size_t B);
void iso_network_block_rows (size_t *first, size_t *count, size_t B, size_t block);

/* Rows first … first + count − 1 of input X (B, F) through all layers. */
void iso_network_forward_rows (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input,
                               size_t first, size_t count);
/* All rows, block by block on the pool. */
void iso_network_forward (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input,
                          size_t B, IsoPool *pool);

/* gradient (weight_count) is overwritten by ∂L/∂weights, from embedding_gradient ∂L/∂Z (B, D), after a forward of the same
 * input. */
void iso_network_backward (const IsoNetwork *network, const float *weights, float *gradient, IsoActivations *activations,
                           const float *input, const float *embedding_gradient, size_t B, IsoPool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNetwork, iso_network_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoActivations, iso_activations_free)
