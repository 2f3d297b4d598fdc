/* Toys in the place of t-SNE and UMAP, for tests of what runs them: they spiral slowly towards the first two dimensions, take a known
 * number of steps, and sleep. Include in one file of a program; the linker then leaves the real ones out. */
#pragma once

#include <math.h>

#include "engine/base/error.h"
#include "engine/projection/projection-private.h"

#define TOY_STEPS 60

/* Microseconds of a step and of a preparation, which is made in tenths. */
static _Atomic guint toy_step_time = 3000, toy_prepare_time = 2000;
/* Preparations begun, of these from an earlier map; and steps taken. */
static _Atomic guint toy_prepared, toy_continued, toy_stepped;

static inline bool
toy_prepare (IsoProjection *projection, const float *start, GCancellable *cancellable, GError **error)
{
  toy_prepared++;
  toy_continued += start != NULL;
  for (size_t i = 0; i < projection->N * projection->D; i++)
    if (!isfinite (projection->embeddings[i]))
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, "row %zu is not finite", i / projection->D);
        return false;
      }
  for (int part = 0; part < 10; part++)
    {
      g_usleep (toy_prepare_time / 10);
      if (iso_projection_is_cancelled (cancellable, error))
        return false;
      iso_projection_report (projection, 0.1 * (part + 1));
    }
  for (size_t i = 0; i < projection->N; i++)
    for (size_t axis = 0; axis < 2; axis++)
      projection->positions[2 * i + axis] = start != NULL ? start[2 * i + axis]
                                                          : (float) (0.001 * iso_random_normal (&projection->random));
  projection->total = start != NULL ? TOY_STEPS / 2 : TOY_STEPS;
  return true;
}

static inline bool
toy_step (IsoProjection *projection, GCancellable *cancellable, GError **error)
{
  toy_stepped++;
  g_usleep (toy_step_time);
  for (size_t i = 0; i < projection->N; i++)
    for (size_t axis = 0; axis < 2; axis++)
      projection->positions[2 * i + axis] += 0.1f * (20.0f * projection->embeddings[i * projection->D + axis]
                                                     - projection->positions[2 * i + axis]);
  return true;
}

static inline double
toy_cost (IsoProjection *projection)
{
  return 2.0 - (double) projection->done / (double) projection->total;
}

const IsoProjectionKind iso_projection_tsne = { .prepare = toy_prepare, .step = toy_step, .cost = toy_cost };
const IsoProjectionKind iso_projection_umap = { .prepare = toy_prepare, .step = toy_step };
