/* What a loss does to one pair, by the loss itself: a tiny batch in which one sample moves over the sphere, away from an anchor (or
 * from a proxy), while all others stay, and at each place the engine's gradient with regard to that pair alone.
 *
 *     IsoLossProfile *profile = iso_loss_profile_new (kind, values);
 *     … profile->positive[i] is the pull on a positive at profile->at[i], profile->negative[i] that on a negative
 *
 * The batch holds three classes: the anchor, one other positive and four negatives at the places that the profile names.
 */
#pragma once

#include "engine/loss/loss.h"

#define ISO_PROFILE_POINTS 401
#define ISO_PROFILE_OTHERS 4

typedef enum { ISO_PROFILE_SIMILARITY, ISO_PROFILE_DISTANCE } IsoProfileMeasure;

typedef struct {
  IsoProfileMeasure measure; /* of `at`: what the loss's own formula goes by */
  bool is_proxy;             /* the pair is a sample and a proxy of a class */
  double at[ISO_PROFILE_POINTS]; /* ascending: cosine similarity, or Euclidean distance on the unit sphere */
  /* −∂L/∂S or ∂L/∂d of the pair: above 0 descent draws it together, below 0 it drives it apart. */
  double positive[ISO_PROFILE_POINTS], negative[ISO_PROFILE_POINTS];
  /* Where the samples stand that do not move and that the pair is compared with, in the same measure. */
  double other_positives[ISO_PROFILE_OTHERS], other_negatives[ISO_PROFILE_OTHERS];
  size_t other_positive_count, other_negative_count;
} IsoLossProfile;

/* values (kind->parameter_count); of several proxies a class the first twelve are looked at. Some milliseconds: 802 computations of
 * a batch of seven. Free with g_free(). */
IsoLossProfile *iso_loss_profile_new (const IsoLossKind *kind, const double *values);
