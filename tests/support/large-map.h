/* A made-up map of as many points as wanted, in clouds that overlap, of a data set that holds no pictures. */
#pragma once

#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/random.h"
#include "engine/train/parameters.h"
#include "ui/figure/projected-map.h"

#define LARGE_MAP_CLASSES 10
#define LARGE_MAP_DIMENSION 8

/* Of N samples with a feature each. */
static inline IsoExperiment *
large_experiment_new (size_t N)
{
  g_autoptr (GError) error = NULL;
  IsoSettings settings;
  float *floats = iso_block_new (N, 1, sizeof (float), "features", NULL);
  gint32 *labels = iso_block_new (N, 1, sizeof (gint32), "labels", NULL);
  for (size_t i = 0; i < N; i++)
    {
      floats[i] = (float) (i % 97);
      labels[i] = (gint32) (i * 31 % 101 % LARGE_MAP_CLASSES);
    }
  g_autoptr (IsoDataset) dataset = iso_dataset_new ("large", (IsoSampleShape) { 1, 1, 1, false }, N, NULL, floats, labels, NULL,
                                                    LARGE_MAP_CLASSES, NULL, &error);
  g_assert_no_error (error);
  iso_settings_init (&settings);
  IsoExperiment *large = iso_experiment_new (&settings, dataset, NULL, &error);
  g_assert_no_error (error);
  return large;
}

static inline gpointer
large_map_ref (gpointer samples)
{
  return iso_map_samples_ref (samples);
}

static inline void
large_map_unref (gpointer samples)
{
  iso_map_samples_unref (samples);
}

/* All N samples of the experiment's data, in their order; two clouds a class, some of them wide. */
static inline IsoProjectedMap *
large_map_new (IsoExperiment *of, int number)
{
  size_t N = iso_dataset_sample_count (of->dataset), D = LARGE_MAP_DIMENSION;
  g_autoptr (IsoEpochSnapshot) epoch = iso_epoch_snapshot_new (of, N, D);
  g_autoptr (IsoLiveFrame) frame = g_new0 (IsoLiveFrame, 1);
  g_autofree guint32 *indices = g_new (guint32, N);
  IsoRandom random;
  for (size_t i = 0; i < N; i++)
    indices[i] = (guint32) i;
  epoch->epoch = number;
  const IsoSubset all = { indices, N };
  g_assert_true (iso_epoch_snapshot_add_train (epoch, &all, NULL));
  g_autoptr (IsoMapSamples) samples = iso_map_samples_new (epoch, ISO_MAP_TRAIN);
  iso_references_init (&frame->references);
  frame->unref = large_map_unref;
  frame->subject = iso_map_samples_ref (samples);
  frame->N = N;
  frame->cost = frame->recall = (double) NAN;
  frame->explained[0] = 0.4;
  frame->explained[1] = 0.2;
  frame->positions = g_new (float, 2 * MAX (N, 1));
  iso_random_init (&random, 11, "large map");
  for (size_t i = 0; i < N; i++)
    {
      double turn = 0.6 * samples->labels[i] + (i % 3 == 0 ? 2.1 : 0.0) + 0.01 * number, spread = 0.6 + 0.15 * samples->labels[i];
      frame->positions[2 * i] = (float) (4.0 * cos (turn) + spread * iso_random_normal (&random));
      frame->positions[2 * i + 1] = (float) (3.0 * sin (2.0 * turn) + spread * iso_random_normal (&random));
      for (size_t d = 0; d < D; d++)
        epoch->train_embeddings[i * D + d] = (float) (cos (turn + (double) d) + 0.2 * iso_random_normal (&random));
    }
  return iso_projected_map_of_frame (frame);
}
