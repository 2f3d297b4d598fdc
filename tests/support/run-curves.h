/* The history of a made-up run, and its curves. */
#pragma once

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "ui/figure/curves-marks.h"
#include "ui/figure/curves-readout.h"

static inline IsoHistory *
history_new (int steps, int steps_per_epoch, double divergence_scale, int events)
{
  IsoHistory *history = iso_history_new ();
  GRand *random = g_rand_new_with_seed (3);
  for (int step = 0; step <= steps; step++)
    {
      double time = step / 238.0;
      if (step > 0)
        {
          IsoStepRecord record = { .step = (guint64) step, .epoch = (step - 1) / steps_per_epoch };
          record.loss = 1.2 + 0.4 * exp (-9.0 * time) + g_rand_double_range (random, -0.15, 0.15) + (step < 3 ? 5.0 : 0.0);
          record.divergence = divergence_scale * (1.3 + g_rand_double_range (random, -0.2, 0.2));
          if (step <= steps_per_epoch)
            record.divergence = NAN;
          iso_history_add_step (history, &record);
        }
      if (step % steps_per_epoch == 0)
        {
          IsoEpochRecord record = { .step = (guint64) step, .epoch = step / steps_per_epoch };
          record.test.recall_1 = 0.8 - 0.15 * exp (-6.0 * time);
          record.test.map_at_r = 0.61 - 0.33 * exp (-5.0 * time);
          record.test.values[ISO_METRIC_INTRA] = 0.1 + 0.2 * exp (-5.0 * time);
          record.test.values[ISO_METRIC_INTER] = 0.5;
          record.test.values[ISO_METRIC_SPECTRAL_DECAY] = step == 0 ? (double) INFINITY : 40.0 * time;
          record.test.values[ISO_METRIC_NMI] = step == 0 ? (double) NAN : 0.7;
          iso_history_add_epoch (history, &record);
        }
    }
  for (int i = 0; i < events; i++)
    {
      IsoEvent event = { (guint64) (steps * (i + 1) / (events + 1)), ISO_EVENT_CHANGE, "distill.omega", "ω 0.5 → 0.8" };
      iso_history_add_event (history, &event);
    }
  g_rand_free (random);
  return history;
}

static inline IsoRunCurves *
curves_new (int steps, int steps_per_epoch, double divergence_scale, int events)
{
  g_autoptr (IsoHistory) history = history_new (steps, steps_per_epoch, divergence_scale, events);
  IsoRunCurves *curves = iso_run_curves_new ((size_t) steps_per_epoch);
  g_assert_true (iso_run_curves_read (curves, history));
  g_assert_false (iso_run_curves_read (curves, history));
  curves->raw_recall = 0.751;
  curves->raw_precision = 0.34;
  return curves;
}
