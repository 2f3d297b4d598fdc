/* The health of a batch as the batch strip shows it: of the targets in force, of the walk, of the student's embeddings, and what
 * its loss was computed on; with the words for it. Plain values. */
#pragma once

#include "engine/train/snapshot.h"
#include "ui/figure/batch-matrices.h"

typedef enum {
  ISO_GAUGE_ENTROPY,    /* of P's rows over ln B */
  ISO_GAUGE_NEIGHBORS,  /* exp of that entropy */
  ISO_GAUGE_SAME_CLASS, /* share of P on the same class */
  ISO_GAUGE_SPREAD,     /* of P between rows */
  ISO_GAUGE_GAP,        /* 1 − |λ₂| of T */
  ISO_GAUGE_SIMILARITY, /* mean of Sˢ off the diagonal */
  ISO_GAUGE_RANK,       /* effective rank of Zˢ */
} IsoGaugeKind;
#define ISO_GAUGE_COUNT 7

typedef struct {
  size_t B, D;
  double values[ISO_GAUGE_COUNT]; /* NAN where there is nothing to measure */
  bool is_alarming[ISO_GAUGE_COUNT];
  bool is_probe;
  IsoMined mined;                 /* of the step, whatever the settings */
} IsoBatchHealth;

/* matrices: of that snapshot, under the settings that the targets are wanted for. Everything is measured anew, the snapshot's own
 * health is that of its step: settings may differ, and gap and rank may not have been measured then. */
void iso_batch_health_compute (IsoBatchHealth *health, const IsoBatchSnapshot *snapshot, const IsoBatchMatrices *matrices);

/* The same after other settings: what they leave as it was is taken over from `before`, the health of `held`, which is of the same
 * snapshot; both may be NULL. */
void iso_batch_health_next (IsoBatchHealth *health, const IsoBatchSnapshot *snapshot, const IsoBatchMatrices *matrices,
                            const IsoBatchHealth *before, const IsoBatchMatrices *held, IsoPool *pool);

/* What to do about a gauge that alarms. */
typedef enum {
  ISO_HINT_NONE,
  ISO_HINT_LOWER_TAU,     /* the targets are nearly uniform before diffusion already */
  ISO_HINT_LESS_DIFFUSION, /* diffusion makes them so */
  ISO_HINT_COLLAPSED,     /* the embeddings lie together, or along few directions */
} IsoHealthHint;

/* The hint that matters most, what it says in plain words ("At τ = 1 the targets are nearly uniform: …"; free with g_free()), and
 * the settings that it would have one try, where there are such (else a copy of the present ones). */
IsoHealthHint iso_health_hint (char **text, IsoDistillSettings *better, const IsoBatchHealth *health,
                               const IsoBatchMatrices *matrices);

/* "entropy": the word beside the gauge. What it says, in a sentence or two: for tooltips and assistive technologies. */
const char *iso_gauge_label (IsoGaugeKind kind);
const char *iso_gauge_help (IsoGaugeKind kind);
/* "0.85", "45.2", "65 %"; "–" where there is nothing. Free with g_free(). */
char *iso_gauge_text (const IsoBatchHealth *health, IsoGaugeKind kind);
/* How far it reaches on its scale, 0 … 1; NAN where there is nothing. */
double iso_gauge_fraction (const IsoBatchHealth *health, IsoGaugeKind kind);

/* "triplets 3 136: 412 hard, 1 020 semi-hard, 1 704 easy; 1 432 violate", its pieces apart by a space, a line's end or the like.
 * Free with g_free(). */
char *iso_mined_text (const IsoBatchHealth *health, const char *separator);
