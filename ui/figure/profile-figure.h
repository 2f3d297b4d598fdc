/* Small drawings of what a loss does to pairs, what a miner chooses, and what a sampler puts into batches: each from the engine's
 * own numbers. */
#pragma once

#include "engine/data/sampler-profile.h"
#include "engine/loss/loss-profile.h"
#include "engine/loss/miner-profile.h"
#include "ui/figure/theme.h"

/* Each fills (0, 0, width, height) of the context, in pixels, on the card's own ground. */
void iso_loss_profile_draw (cairo_t *cairo, const IsoLossProfile *profile, const IsoTheme *theme, double width, double height);
void iso_miner_profile_draw (cairo_t *cairo, const IsoMinerProfile *profile, const IsoTheme *theme, double width, double height);
void iso_sampler_profile_draw (cairo_t *cairo, const IsoSamplerProfile *profile, const IsoTheme *theme, double width,
                               double height);

/* The same in a sentence or two, for those who do not see the drawing; translated, newly allocated. */
char *iso_loss_profile_words (const IsoLossProfile *profile);
char *iso_miner_profile_words (const IsoMinerProfile *profile);
char *iso_sampler_profile_words (const IsoSamplerProfile *profile);
