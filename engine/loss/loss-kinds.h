/* The kinds that the registry joins, each defined in its family's file. */
#pragma once

#include "engine/loss/loss.h"

extern const IsoLossKind iso_multi_similarity_loss; /* multi-similarity.c */
extern const IsoLossKind iso_triplet_loss;          /* triplet.c */
