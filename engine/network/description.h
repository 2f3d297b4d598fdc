/* A network as a person writes it: the words of a chain, separated by commas.
 *
 *     conv 32, pool, conv 64, pool, conv 128, embed 64
 *     linear 512, linear 256, embed 64
 *
 *     conv N       3×3 convolution to N channels, batch norm, ReLU
 *     residual N   two of these with a shortcut around both (He et al. 2016)
 *     pool         2×2 max pooling; follows conv or residual
 *     linear N     fully connected to N values, ReLU
 *     embed N      the last word: fully connected to the embedding of N dimensions; may be left out
 *
 * Between the last conv, residual or pool and what follows stands the global pooling. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/network/trunk.h"

typedef struct {
  GArray *stages; /* of IsoTrunkStage; empty without convolutions */
  GArray *hidden; /* of size_t */
  size_t embedding; /* 0: not said */
} IsoNetworkDescription;

/* Reads `text` for images of this shape (height and width 0: not images, so that convolutions are refused). Errors name `key`, the
 * word and its place: what was found, what is expected. On failure the description is empty; clear it in any case. */
bool iso_network_description_parse (IsoNetworkDescription *description, const char *key, const char *text, size_t channels,
                                    size_t height, size_t width, GError **error);
void iso_network_description_clear (IsoNetworkDescription *description);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoNetworkDescription, iso_network_description_clear)
