/* What network.c and activations.c know of each other. */
#pragma once

#include "engine/network/linear.h"
#include "engine/network/network.h"
#include "engine/network/trunk.h"

typedef struct {
  IsoLinear linear;
  size_t weight, bias; /* where W (out, in) and b (out) start in the block of weights */
} IsoLayer;

/* One piece of the weights' gradient: outputs first … first + count − 1 of a layer. */
typedef struct {
  size_t layer, first, count;
} IsoGradientBlock;

struct _IsoNetwork {
  gatomicrefcount references;
  IsoTrunk *trunk; /* before the layers, or NULL */
  size_t layer_count;
  IsoLayer *layers; /* (layer_count) */
  size_t trained_count, weight_count;
  char *text;
  char *words;
  IsoTensor *tensors; /* (tensor_count), names owned */
  size_t tensor_count, member_count;
  IsoGradientBlock *gradient_blocks; /* the longest first */
  size_t gradient_block_count;
};

struct _IsoActivations {
  IsoNetwork *network; /* owned reference */
  size_t capacity;
  float **outputs;   /* (layer_count) of (capacity, out); the last are the embeddings */
  float **gradients; /* the same shapes: ∂L/∂(X Wᵀ + b); NULL without gradient */
  float *norms;      /* (capacity), of the rows before the unit norm */
  /* With a trunk: */
  float *features;          /* (capacity, features) that the layers start from */
  float *feature_gradients; /* the same shape; NULL without gradient */
  IsoTrunkTraining *training; /* NULL without gradient */
  IsoTrunkEvaluation *evaluation;
};

/* Fills tensors, words and member_count of a network that is laid out; and the other way. */
void iso_network_name_tensors (IsoNetwork *network, const IsoTrunkStage *stages, size_t stage_count);
void iso_network_clear_tensors (IsoNetwork *network);
