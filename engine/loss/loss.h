/* Metric-learning losses: a registry of kinds, each with its parameters, and one call that gives value and gradients.
 *
 *     const IsoLossKind *kind = iso_loss_kind (ISO_LOSS_TRIPLET);
 *     IsoLossScratch scratch = { 0 };
 *     iso_loss_compute (kind, &output, &input, parameters, &scratch);
 *
 * Formulas as in the field's papers, cited in each kind; a batch without an eligible anchor, pair or triplet has loss 0 and
 * gradient 0, never NaN. What is NaN going in comes out as a loss of NaN.
 *
 * A kind works on rows of similarities: B anchors, and R samples to compare them with, the batch's own first. R is B unless a
 * memory of past embeddings stands behind the batch, which kinds marked `takes_memory` can use.
 */
#pragma once

#include "engine/base/parameter.h"

/* In the order of the choices of `loss.name`. */
typedef enum {
  ISO_LOSS_CONTRASTIVE,
  ISO_LOSS_TRIPLET,
  ISO_LOSS_MARGIN,
  ISO_LOSS_MULTI_SIMILARITY,
  ISO_LOSS_LIFTED,
  ISO_LOSS_N_PAIR,
  ISO_LOSS_ANGULAR,
  ISO_LOSS_SNR,
  ISO_LOSS_QUADRUPLET,
  ISO_LOSS_HISTOGRAM,
  ISO_LOSS_PROXY_NCA,
  ISO_LOSS_PROXY_ANCHOR,
  ISO_LOSS_NORMALIZED_SOFTMAX,
  ISO_LOSS_COSFACE,
  ISO_LOSS_ARCFACE,
  ISO_LOSS_SOFT_TRIPLE,
  ISO_LOSS_SUPCON,
  ISO_LOSS_CIRCLE,
  ISO_LOSS_SMOOTH_AP,
  ISO_LOSS_COUNT
} IsoLossName;

#define ISO_LOSS_MAX_PARAMETERS 8

/* What a loss is computed on beside all pairs of the batch. */
typedef enum {
  ISO_LOSS_NEEDS_NOTHING,
  ISO_LOSS_NEEDS_PAIRS,       /* anchor and positive */
  ISO_LOSS_NEEDS_TRIPLETS,    /* anchor, positive and negative, chosen by a miner */
  ISO_LOSS_NEEDS_QUADRUPLETS, /* triplets, each with a fourth sample of a third class */
} IsoLossNeeds;

/* Weights of the loss's own, learnt beside the network's. */
typedef enum {
  ISO_LOSS_LEARNS_NOTHING,
  ISO_LOSS_LEARNS_PROXIES, /* one or several directions for each class */
  ISO_LOSS_LEARNS_BETA,    /* a distance for each class */
} IsoLossLearns;

typedef struct {
  const float *embeddings; /* Z (B, D) */
  const float *similarity; /* S = Z Xᵀ (B, R), X being Z and below it the memory; diagonal included */
  const gint32 *labels;    /* (R); with weights of the loss's own those of the batch are 0 … class_count − 1 */
  const gint32 *triplets;  /* (T, 3): anchor, positive, negative; NULL unless needed */
  size_t B, D, triplet_count;
  const gint32 *fourth;    /* (T): of a class that is neither the anchor's nor the negative's */
  const gint32 *pairs;     /* (P, 2): anchor, positive */
  size_t pair_count;
  const float *proxies;    /* W (M, D), M = class_count · proxies a class: those of class 0 first */
  const float *beta;       /* β (class_count) */
  size_t class_count;
  size_t R;                /* 0 stands for B */
} IsoLossInput;

typedef struct {
  double loss;
  float *similarity_gradient; /* (B, R), given by the caller: the kind adds ∂L/∂S here, or … */
  float *embedding_gradient;  /* (B, D), given by the caller: … adds ∂L/∂Z here, or both */
  size_t active_count;        /* anchors, pairs or triplets with a non-zero gradient */
  size_t candidate_count;     /* of how many */
  float *proxies_gradient;    /* (M, D), given by the caller where there are proxies: the kind adds ∂L/∂W here */
  float *beta_gradient;       /* (class_count), likewise ∂L/∂β */
} IsoLossOutput;

/* Memory that is kept from one call to the next, so that a training step takes none. Starts as zeros. */
typedef struct {
  float *floats; /* (capacity), owned */
  size_t capacity;
} IsoLossScratch;

typedef struct {
  const char *name;        /* "multi-similarity" */
  const char *title;       /* N_("Multi-similarity") */
  const char *formula;     /* plain Unicode text */
  const char *description; /* N_(what it does to pairs) */
  const char *paper;       /* authors, title, venue, year */
  IsoLossNeeds needs;
  const IsoParameter *parameters; /* keys are bare: "alpha"; offset and condition left 0; slot = position */
  size_t parameter_count;
  /* Called by iso_loss_compute() with input->R set and everything finite. values (parameter_count) in the order of the array
   * above; scratch: as many floats as scratch_count says, of any value. */
  void (*compute) (IsoLossOutput *output, const IsoLossInput *input, const double *values, float *scratch);
  size_t (*scratch_count) (const IsoLossInput *input, const double *values); /* NULL: none */
  IsoLossLearns learns;
  size_t (*proxies_per_class) (const double *values); /* NULL: one */
  double initial_beta;
  bool takes_memory;
  size_t minimum_classes; /* classes that a batch must hold for it to have anything to learn from */
} IsoLossKind;

const IsoLossKind *iso_loss_kind (IsoLossName name);
/* ISO_LOSS_COUNT if there is none of that name. */
IsoLossName iso_loss_find (const char *name);

/* Value and gradients; values (kind->parameter_count) are the kind's parameters. NaN, and gradients as they were, if anything
 * that goes in is not finite. Thread-safe with a scratch for each thread. */
void iso_loss_compute (const IsoLossKind *kind, IsoLossOutput *output, const IsoLossInput *input, const double *values,
                       IsoLossScratch *scratch);
void iso_loss_scratch_clear (IsoLossScratch *scratch);

/* Whether input has all that the kind needs and every index and label is in its range; ISO_ERROR_ARGUMENT says what is wrong. For
 * input from files: what the engine makes is right. */
bool iso_loss_check (const IsoLossKind *kind, const IsoLossInput *input, GError **error);

/* Weights of the loss's own for so many classes: proxies (M, D), β (class_count), or 0. */
size_t iso_loss_weight_count (const IsoLossKind *kind, const double *values, size_t class_count, size_t D);
/* Rows of proxies: M. */
size_t iso_loss_proxy_count (const IsoLossKind *kind, const double *values, size_t class_count);

/* The learning rate of the loss's own weights: its parameter of the key "rate"; 0 where it has none. */
double iso_loss_rate (const IsoLossKind *kind, const double *values);

/* Whether the kind works on triplets that a miner chooses. */
static inline bool
iso_loss_wants_triplets (const IsoLossKind *kind)
{
  return kind->needs == ISO_LOSS_NEEDS_TRIPLETS || kind->needs == ISO_LOSS_NEEDS_QUADRUPLETS;
}
