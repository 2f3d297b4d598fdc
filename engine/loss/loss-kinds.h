/* The kinds that the registry joins, each defined in its family's file, and rows that several of their parameter tables share. */
#pragma once

#include "engine/loss/loss.h"

extern const IsoLossKind iso_contrastive_loss;        /* contrastive.c */
extern const IsoLossKind iso_triplet_loss;            /* triplet.c */
extern const IsoLossKind iso_margin_loss;             /* margin.c */
extern const IsoLossKind iso_multi_similarity_loss;   /* multi-similarity.c */
extern const IsoLossKind iso_lifted_loss;             /* lifted.c */
extern const IsoLossKind iso_n_pair_loss;             /* n-pair.c */
extern const IsoLossKind iso_angular_loss;            /* n-pair.c */
extern const IsoLossKind iso_snr_loss;                /* snr.c */
extern const IsoLossKind iso_quadruplet_loss;         /* quadruplet.c */
extern const IsoLossKind iso_histogram_loss;          /* histogram.c */
extern const IsoLossKind iso_proxy_nca_loss;          /* proxy-nca.c */
extern const IsoLossKind iso_proxy_anchor_loss;       /* proxy-anchor.c */
extern const IsoLossKind iso_normalized_softmax_loss; /* classification.c */
extern const IsoLossKind iso_cosface_loss;            /* classification.c */
extern const IsoLossKind iso_arcface_loss;            /* classification.c */
extern const IsoLossKind iso_soft_triple_loss;        /* soft-triple.c */
extern const IsoLossKind iso_supcon_loss;             /* supcon.c */
extern const IsoLossKind iso_circle_loss;             /* circle.c */
extern const IsoLossKind iso_smooth_ap_loss;          /* smooth-ap.c */

/* Initializers of an IsoParameter; they want <glib/gi18n-lib.h>. */
#define ISO_LOSS_RATE_PARAMETER(default_rate)                                                                                  \
  {                                                                                                                            \
    .key = "rate", .title = N_("Own learning rate"),                                                                           \
    .help = N_("Learning rate of the loss's own weights, which are learnt beside the network's. Mostly far above that."),      \
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE | ISO_PARAMETER_LOGARITHMIC, .minimum = 0.0, .maximum = 10.0,      \
    .initial = default_rate, .soft_minimum = 1e-5, .soft_maximum = 1.0,                                                        \
  }
#define ISO_LOSS_L2_PARAMETER                                                                                                  \
  {                                                                                                                            \
    .key = "l2", .title = N_("Length penalty"),                                                                                \
    .help = N_("Weight of the mean length of the embeddings. Without effect where the network gives rows of unit length."),    \
    .type = ISO_PARAMETER_REAL, .flags = ISO_PARAMETER_LIVE, .minimum = 0.0, .maximum = 100.0, .initial = 0.005,               \
    .soft_minimum = 0.0, .soft_maximum = 0.1,                                                                                  \
  }
