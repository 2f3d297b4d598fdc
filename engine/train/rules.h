/* The rules between choices, which no parameter can check alone, in one place: command line, files and panel refuse the same.
 *
 *     g_autofree char *reason = iso_settings_conflict (&settings, NULL, "loss.name", "quadruplet");
 *     if (reason != NULL)
 *       … it cannot be chosen, and reason says why
 */
#pragma once

#include "engine/data/dataset.h"
#include "engine/train/settings.h"

/* What there is to train on, as far as rules go by it. */
typedef struct {
  size_t sample_count, class_count; /* of the training part */
} IsoTrainingFacts;

/* Checks all rules; facts may be NULL where the data are not known yet: those about data then wait. ISO_ERROR_ARGUMENT names the
 * parameters at odds and what would do. */
bool iso_rules_check (const IsoSettings *settings, const IsoTrainingFacts *facts, GError **error);

/* What `dataset` leaves to train on under these settings (data.split, data.validation …); false with an error where it cannot be
 * split so. Takes time proportional to the number of samples. */
bool iso_training_facts (IsoTrainingFacts *facts, const IsoSettings *settings, IsoDataset *dataset, GError **error);

/* Why `value` (as typed) cannot be chosen for `key` under these settings: one sentence, newly allocated; NULL if it can.
 * facts as above. */
char *iso_settings_conflict (const IsoSettings *settings, const IsoTrainingFacts *facts, const char *key, const char *value);
