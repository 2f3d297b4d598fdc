/* The curves of a run as an event file for TensorBoard.
 *
 *     train/loss, train/metric_loss, train/divergence, train/gradient_norm, train/active          each step
 *     targets/entropy, … embedding/mean_similarity, … mined/triplets, …                           each step, where it was measured
 *     test/recall@1, … validation/recall@1, … training sample/recall@1, …                         each evaluation
 *     settings, journal                                                                           texts
 *
 * A history keeps seconds of work, not moments: those of the events are laid between the evaluations and end at `ended`. */
#pragma once

#include "ui/report/run-export.h"

/* One of a run, always of the same name: a second export takes the place of the first instead of being added to it. */
#define ISO_RUN_EVENTS_NAME "events.out.tfevents.isotherm"

bool iso_run_events_write (const char *path, const IsoRunExport *run, GError **error);
