/* Metric-learning losses: a registry of kinds, each with its parameters, and one call that gives value and gradient.
 *
 *     const IsoLossKind *kind = iso_loss_kind (ISO_LOSS_TRIPLET);
 *     kind->compute (&output, &input, parameters);
 *
 * Formulas as in the field's papers, cited in each kind; a batch without an eligible anchor, pair or triplet has loss 0 and
 * gradient 0, never NaN.
 */
#pragma once

#include "engine/base/parameter.h"

/* In the order of the choices of `loss.name`. */
typedef enum { ISO_LOSS_MULTI_SIMILARITY, ISO_LOSS_TRIPLET, ISO_LOSS_COUNT } IsoLossName;

#define ISO_LOSS_MAX_PARAMETERS 8

typedef enum { ISO_LOSS_NEEDS_NOTHING, ISO_LOSS_NEEDS_TRIPLETS } IsoLossNeeds;

typedef struct {
  const float *embeddings; /* Z (B, D) */
  const float *similarity; /* S = Z Zᵀ (B, B), diagonal included */
  const gint32 *labels;    /* (B) */
  const gint32 *triplets;  /* (T, 3): anchor, positive, negative; NULL unless needed */
  size_t B, D, triplet_count;
} IsoLossInput;

typedef struct {
  double loss;
  float *similarity_gradient; /* (B, B), given by the caller: the kind adds ∂L/∂S here, or … */
  float *embedding_gradient;  /* (B, D), given by the caller: … adds ∂L/∂Z here, or both */
  size_t active_count;        /* anchors or triplets with a non-zero gradient */
  size_t candidate_count;     /* of how many */
} IsoLossOutput;

typedef struct {
  const char *name;        /* "multi-similarity" */
  const char *title;       /* N_("Multi-similarity") */
  const char *formula;     /* plain Unicode text */
  const char *description; /* N_(what it does to pairs) */
  const char *paper;       /* authors, title, venue, year */
  IsoLossNeeds needs;
  const IsoParameter *parameters; /* keys are bare: "alpha"; offset and condition left 0; slot = position */
  size_t parameter_count;
  /* parameters (parameter_count) in the order of the array above. Thread-safe. */
  void (*compute) (IsoLossOutput *output, const IsoLossInput *input, const double *parameters);
} IsoLossKind;

const IsoLossKind *iso_loss_kind (IsoLossName name);
/* ISO_LOSS_COUNT if there is none of that name. */
IsoLossName iso_loss_find (const char *name);
