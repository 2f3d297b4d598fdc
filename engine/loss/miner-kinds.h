/* The kinds that the registry joins, each defined in its own file, and what they share. */
#pragma once

#include "engine/loss/miner.h"

extern const IsoMinerKind iso_random_miner;    /* random-miner.c */
extern const IsoMinerKind iso_semi_hard_miner; /* semi-hard-miner.c */

#define ISO_MINER_NO_SAMPLE (-1)

/* A sample drawn at random from those with the anchor's class (same = TRUE, the anchor itself left out) or with another (FALSE);
 * ISO_MINER_NO_SAMPLE, and no number drawn, where there is none. */
gint32 iso_miner_draw (const gint32 *labels, size_t B, size_t anchor, gboolean same, IsoRandom *random);
