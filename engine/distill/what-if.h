/* What if: the targets of one batch under other settings, reduced to what a small picture and a line of numbers need.
 *
 * Two parameters vary over a grid of columns and rows; each cell is one IsoWhatIfCell, computed alone, so that cells can come as they
 * are done and a large batch needs the room of one. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "engine/distill/health.h"
#include "engine/distill/target.h"

typedef enum { ISO_WHAT_IF_OMEGA, ISO_WHAT_IF_K, ISO_WHAT_IF_TAU, ISO_WHAT_IF_LAMBDA, ISO_WHAT_IF_TAU_D } IsoWhatIfParameter;
#define ISO_WHAT_IF_PARAMETERS 5
#define ISO_WHAT_IF_MOST 8 /* values of an axis */

typedef struct {
  IsoWhatIfParameter parameter;
  double low, high; /* ends asked for */
  size_t count;
  double values[ISO_WHAT_IF_MOST]; /* (count) ascending, each another */
} IsoWhatIfAxis;

double iso_what_if_get (const IsoDistillSettings *settings, IsoWhatIfParameter parameter);
void iso_what_if_set (IsoDistillSettings *settings, IsoWhatIfParameter parameter, double value);

/* What the ends may be, and those to begin with, for a batch of B. k stands for the k that acts: B − 1 is all. */
void iso_what_if_limits (double *least, double *most, IsoWhatIfParameter parameter, size_t B);
void iso_what_if_ends (double *low, double *high, IsoWhatIfParameter parameter, size_t B);

/* `count` values (2 … ISO_WHAT_IF_MOST, fewer where whole numbers do not suffice) from low to high, both within the limits and put in
 * order: evenly by ratio, ω by the walk's mean length 1/(1 − ω), rounded to two digits. kept (kept_count): values that a person
 * knows, the most important first; each takes the place of the value between the ends that is nearest to it, if it lies between the
 * ends and is not there yet. */
void iso_what_if_axis_init (IsoWhatIfAxis *axis, IsoWhatIfParameter parameter, double low, double high, size_t count,
                            const double *kept, size_t kept_count, size_t B);
/* The place of a value of the axis, −1 where it is not there; of k, 0 and more than B − 1 count as B − 1. */
int iso_what_if_axis_place (const IsoWhatIfAxis *axis, double value, size_t B);

/* A batch, all of it read only. */
typedef struct {
  size_t B;
  const float *teacher_similarity, *student_similarity; /* Sᵗ, Sˢ (B, B) */
  const gint32 *labels;                                 /* (B) */
  double ramp;
} IsoWhatIfBatch;

/* Thumbnails are (side, side) with side = min(B, this). */
#define ISO_WHAT_IF_SIDE 112

typedef struct {
  IsoDistillSettings settings;
  IsoTargetHealth health;  /* of P by OBDP; all NAN where there is none */
  double gradient;         /* mean over all pairs of |λ τ² ramp (Q − P)/(B τ)|, what distillation pulls at Sˢ; NAN likewise */
  size_t side;
  float *thumbnail;        /* (side, side): P, rows and columns by class, means over blocks where B > side; NULL likewise */
  char *problem;           /* why there is none, one sentence; NULL where there is */
} IsoWhatIfCell;

/* settings of any mode are taken for OBDP. room has capacity for B and is overwritten. Never fails: see `problem`. */
IsoWhatIfCell *iso_what_if_cell_new (const IsoWhatIfBatch *batch, const IsoDistillSettings *settings, IsoTargets *room);
/* The same cell under another λ, without computing it: P does not depend on λ, and the gradient is proportional to it. NULL where the
 * gradient of `cell` says nothing, its own λ being 0. */
IsoWhatIfCell *iso_what_if_cell_with_lambda (const IsoWhatIfCell *cell, double lambda);
IsoWhatIfCell *iso_what_if_cell_copy (const IsoWhatIfCell *cell);
void iso_what_if_cell_free (IsoWhatIfCell *cell);

/* small (side, side) = large (B, B) with rows and columns in the order (B) given, in blocks of ⌈B/side⌉ or ⌊B/side⌋ averaged;
 * side ≤ B. */
void iso_what_if_reduce (float *small, size_t side, const float *large, const guint32 *order, size_t B);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoWhatIfCell, iso_what_if_cell_free)
