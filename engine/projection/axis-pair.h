/* A map along two axes that a person chose: from one class center or sample to another. What lies right of what then means
 * something, and stays so from epoch to epoch. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
  ISO_ANCHOR_CLASS,  /* the mean of the embeddings of a class */
  ISO_ANCHOR_SAMPLE, /* one embedding */
} IsoAnchorKind;

typedef struct {
  IsoAnchorKind kind;
  gint32 index; /* label, or row of the embeddings */
} IsoAnchor;

typedef struct {
  IsoAnchor from, to;
} IsoDirection;

typedef struct {
  IsoDirection across;
  gboolean has_up; /* else up is the direction of the largest variance that is left beside `across` */
  IsoDirection up; /* what of it is orthogonal to `across` */
} IsoAxisPair;

/* map (N, 2): embeddings (N, D) minus their mean, along u and v of unit length, u ⊥ v, with u = (to − from) / ‖to − from‖ and v as
 * IsoAxisPair says; in the embeddings' own units, deterministic. explained (2): shares of the variance along the two.
 * reference (N, 2), or NULL: an earlier map of the same samples; where v is found by variance it then points the way that lies
 * closer to it, else towards its largest loading. Where no variance is left, y is 0.
 * ISO_ERROR_ARGUMENT: an axis without a length (twice the same point, or all embeddings in one place), up along across, a class without
 * samples here, a sample that is not here. ISO_ERROR_NUMERIC on NaN or infinity, with the row; ISO_ERROR_MEMORY. */
bool iso_axis_pair_project (float *map, double *explained, const float *embeddings, const gint32 *labels, size_t N, size_t D,
                            const IsoAxisPair *pair, const float *reference, GError **error);
