/* An embedding network: a chain of layers that ends in the unit norm.
 *
 * IsoNetwork holds the layers' shapes only and never changes. All weights of a model are one block of floats, `weights`, which
 * the caller owns; gradients and moments are blocks of the same layout, so the optimizer, saving and norms are single loops, and
 * the teacher is a copy of the student's block. Activations live in IsoActivations, one for each concurrent use.
 *
 *     W₁ (out, in) | b₁ (out) | W₂ | b₂ | …          y = x Wᵀ + b, as PyTorch keeps it
 *
 * Every one of these layers works on rows alone, so a batch is cut into fixed blocks of rows that run through all layers without a
 * barrier.
 *
 * A network for images has a convolutional trunk before these layers (trunk.h). Its weights come first in the block, and the
 * statistics of batch norm last: iso_network_trained_count() weights are for the optimizer, the rest is not.
 *
 *     trunk | W₁ | b₁ | … | running statistics
 */
#pragma once

#include <stdbool.h>

#include "engine/base/pool.h"
#include "engine/base/random.h"
#include "engine/network/global-pool.h"
#include "engine/network/tensor.h"

typedef struct _IsoNetwork IsoNetwork;
typedef struct _IsoActivations IsoActivations;

typedef enum {
  ISO_NETWORK_MLP,    /* hidden sizes as text, "512, 256" */
  ISO_NETWORK_LINEAR, /* one layer to the embedding */
  ISO_NETWORK_CONV,   /* conv 32, pool, conv 64, pool, conv 128 */
  ISO_NETWORK_RESNET, /* conv 32, residual 32, pool, residual 64, pool, residual 128 */
  ISO_NETWORK_TEXT,   /* as description.h has it */
  ISO_NETWORK_KIND_COUNT
} IsoNetworkKind;

typedef struct {
  int kind;           /* IsoNetworkKind */
  const char *hidden; /* of an MLP */
  const char *layers; /* of TEXT */
  int pooling;        /* IsoPooling, after convolutions */
  int frozen_norm;    /* batch norm by its running statistics in training, too */
  int embedding;      /* D */
} IsoNetworkSettings;

/* What goes in: `size` values a sample, which are `channels` planes of height × width, or height = width = 0 for plain features. */
typedef struct {
  size_t size, channels, height, width;
} IsoNetworkInput;

/* Errors name the parameter and the word that is wrong. */
IsoNetwork *iso_network_new (const IsoNetworkSettings *settings, const IsoNetworkInput *input, GError **error);
/* An MLP (hidden sizes as text), or with NULL for `hidden` a linear layer. */
IsoNetwork *iso_network_new_mlp (const char *hidden, size_t input_size, size_t embedding_size, GError **error);
IsoNetwork *iso_network_ref (IsoNetwork *network);
void iso_network_unref (IsoNetwork *network);

size_t iso_network_input_size (const IsoNetwork *network);
size_t iso_network_embedding_size (const IsoNetwork *network);
size_t iso_network_weight_count (const IsoNetwork *network);
/* The first so many weights are trained; the others are running statistics. */
size_t iso_network_trained_count (const IsoNetwork *network);
/* The last trained weights, from here on, are the embedding layer's. */
size_t iso_network_embedding_start (const IsoNetwork *network);
/* Floats of activations that training wants for each sample. */
size_t iso_network_activation_floats (const IsoNetwork *network);
/* And besides, whatever the batch. */
size_t iso_network_workspace_floats (const IsoNetwork *network);
/* Whether a training step must run in stages, all samples through one before the next: where there is a batch norm. */
bool iso_network_has_trunk (const IsoNetwork *network);
/* "784-512-256-64", or "28×28, conv 32, pool, conv 64, 64" */
const char *iso_network_text (const IsoNetwork *network);

/* The same in the words of network.layers, whatever the network was made from: "conv 32, pool, conv 64, embed 64". */
const char *iso_network_words (const IsoNetwork *network);

/* Named tensors within the block, for saving and tests: as those of the torch.nn.Sequential that network-tensors.c describes; and
 * how many members that has. */
const IsoTensor *iso_network_tensors (const IsoNetwork *network, size_t *count);
size_t iso_network_member_count (const IsoNetwork *network);

/* weights (weight_count): He's uniform initialisation, as PyTorch's Linear: U(−1/√in, 1/√in) for weights and biases; the trunk as
 * trunk.h has it. */
void iso_network_initialize (const IsoNetwork *network, float *weights, IsoRandom *random);

/* Room for `capacity` rows; with_gradient also for what backward needs. */
IsoActivations *iso_activations_new (const IsoNetwork *network, size_t capacity, bool with_gradient);
void iso_activations_free (IsoActivations *activations);
/* Z (B, D) of the last forward, rows of unit norm. */
float *iso_activations_embeddings (IsoActivations *activations);

/* Number of fixed row blocks of a batch of B, and the rows of one: the same whatever the number of threads. */
size_t iso_network_block_count (size_t B);
void iso_network_block_rows (size_t *first, size_t *count, size_t B, size_t block);

/* Must be called before iso_network_forward_rows() whenever `weights` have changed, while no one uses `activations`. */
void iso_network_prepare (const IsoNetwork *network, const float *weights, IsoActivations *activations);
/* Rows first … first + count − 1 of input X (B, F) through all layers, batch norm by its running statistics. Several threads may
 * work on different rows. */
void iso_network_forward_rows (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input,
                               size_t first, size_t count);
/* Both for all rows, block by block on the pool. */
void iso_network_forward (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input,
                          size_t B, IsoPool *pool);

/* The same in training: batch norm by the batch's own statistics. Activations with gradient. */
void iso_network_train_forward (const IsoNetwork *network, const float *weights, IsoActivations *activations, const float *input,
                                size_t B, IsoPool *pool);
/* gradient (trained_count) is overwritten by ∂L/∂weights, from embedding_gradient ∂L/∂Z (B, D), after iso_network_train_forward()
 * of the same input; without a trunk iso_network_forward() or all its rows will do. */
void iso_network_backward (const IsoNetwork *network, const float *weights, float *gradient, IsoActivations *activations,
                           const float *input, const float *embedding_gradient, size_t B, IsoPool *pool);
/* Lets the running statistics in `weights` follow the last iso_network_train_forward(). */
void iso_network_learn_statistics (const IsoNetwork *network, float *weights, const IsoActivations *activations);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNetwork, iso_network_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoActivations, iso_activations_free)
