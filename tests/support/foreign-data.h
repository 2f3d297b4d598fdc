/* An experiment on data that are not the sample: points of a few classes. */
#pragma once

#include "engine/base/checked.h"
#include "engine/train/experiment.h"
#include "engine/train/parameters.h"

static inline IsoExperiment *
iso_test_foreign_experiment (void)
{
  enum { COUNT = 60, FEATURES = 4, CLASSES = 4 };
  g_autoptr (GError) error = NULL;
  const IsoSampleShape shape = { 1, 1, FEATURES, false };
  float *values = iso_block_new (COUNT, FEATURES, sizeof (float), "values", &error);
  gint32 *labels = iso_block_new (COUNT, 1, sizeof (gint32), "labels", &error);
  IsoSettings settings;
  for (size_t i = 0; i < COUNT; i++)
    {
      labels[i] = (gint32) (i % CLASSES);
      for (size_t f = 0; f < FEATURES; f++)
        values[i * FEATURES + f] = (float) (i * (f + 1) % 17);
    }
  g_autoptr (IsoDataset) dataset = iso_dataset_new ("points", shape, COUNT, NULL, values, labels, NULL, CLASSES, NULL, &error);
  g_assert_no_error (error);
  iso_settings_init (&settings);
  g_assert_true (iso_settings_set (&settings, "batch.size", "8", &error));
  g_assert_true (iso_settings_set (&settings, "network.embedding", "6", &error));
  IsoExperiment *experiment = iso_experiment_new (&settings, dataset, NULL, &error);
  g_assert_no_error (error);
  return experiment;
}
