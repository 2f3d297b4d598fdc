/* A made-up batch for tests: unit embeddings scattered about class centers, some classes near each other. */
#pragma once

#include <math.h>

#include "engine/base/random.h"
#include "engine/linalg/pairwise.h"
#include "engine/linalg/rows.h"
#include "engine/train/snapshot.h"

/* rows (B, D): center of the label + spread · noise, of unit length. Classes 2, 4 and 6 lie near each other. */
static inline void
iso_test_embeddings (float *rows, const gint32 *labels, size_t B, size_t D, double spread, guint64 seed)
{
  IsoRandom noise;
  iso_random_init (&noise, seed, "noise");
  for (size_t i = 0; i < B; i++)
    {
      gint32 family = labels[i] == 4 || labels[i] == 6 ? 2 : labels[i];
      IsoRandom center, own;
      iso_random_init (&center, (guint64) family, "center");
      iso_random_init (&own, (guint64) labels[i], "own center");
      for (size_t d = 0; d < D; d++)
        rows[i * D + d] = (float) (iso_random_normal (&center) + 0.5 * iso_random_normal (&own)
                                   + spread * iso_random_normal (&noise));
    }
  iso_rows_normalize (rows, NULL, rows, B, D);
}

/* `classes` classes, in order; the settings of a diffusion in which there is something to see. */
static inline IsoBatchSnapshot *
iso_test_batch (size_t B, size_t D, guint32 classes, guint64 step)
{
  IsoBatchSnapshot *snapshot = iso_batch_snapshot_new (B, D);
  float *teacher = g_new (float, B * D);
  for (size_t i = 0; i < B; i++)
    {
      snapshot->labels[i] = (gint32) (i * classes / B);
      snapshot->indices[i] = (guint32) i;
    }
  iso_test_embeddings (snapshot->embeddings, snapshot->labels, B, D, 1.0, 2 * step);
  iso_test_embeddings (teacher, snapshot->labels, B, D, 1.1, 2 * step + 1);
  iso_gram (snapshot->student_similarity, snapshot->embeddings, B, D);
  iso_gram (snapshot->teacher_similarity, teacher, B, D);
  g_free (teacher);
  /* As if a contrastive loss pulled at pairs of a class and pushed the closest others. */
  g_autofree float *gradient = g_new0 (float, B * B);
  for (size_t i = 0; i < B * B; i++)
    {
      float similarity = snapshot->student_similarity[i];
      gboolean same = snapshot->labels[i / B] == snapshot->labels[i % B];
      gradient[i] = i / B == i % B ? 0.0f : same ? -1e-4f * (1.0f - similarity) : similarity > 0.4f ? 1e-4f * similarity : 0.0f;
    }
  for (size_t i = 0; i < B; i++)
    snapshot->places[i] = (guint32) i;
  iso_batch_snapshot_take_loss_gradient (snapshot, gradient);
  snapshot->step = step;
  snapshot->epoch = 3;
  snapshot->has_teacher = true;
  snapshot->ramp = 1.0;
  snapshot->distill = (IsoDistillSettings){ .mode = ISO_DISTILL_OBDP,
                                            .normalization = ISO_TRANSITION_SOFTMAX,
                                            .graph = ISO_GRAPH_DIRECTED,
                                            .k = 10,
                                            .lambda = 20.0,
                                            .tau = 0.2,
                                            .omega = 0.8,
                                            .tau_d = 0.1,
                                            .gamma = 3.0 };
  return snapshot;
}
