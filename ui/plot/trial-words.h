/* What is said of settings that are tried, translated. */
#pragma once

#include "engine/base/parameter.h"
#include "ui/figure/batch-matrices.h"

/* A number of the self-distillation's settings. */
double iso_trial_value (const IsoParameter *parameter, const IsoDistillSettings *settings);
/* "0.95"; of k, "all". Free with g_free(), as all below. */
char *iso_trial_value_text (const IsoParameter *parameter, double value);
/* "τ_d" as Pango markup, and "Diffusion temperature τ_d" for assistive technologies. */
char *iso_trial_symbol_markup (const IsoParameter *parameter);
char *iso_trial_name (const IsoParameter *parameter);
/* Name, and why it plays no part (or, reason NULL, what it does). */
char *iso_trial_tooltip (const IsoParameter *parameter, const char *reason);

/* "ω 0.95, k 20": what differs from the run's; "" where nothing does. */
char *iso_trial_difference (const IsoDistillSettings *settings, const IsoDistillSettings *run);

/* Why the parameter of this key plays no part under these settings, or NULL. snapshot may be NULL. */
const char *iso_trial_reason (const char *key, const IsoDistillSettings *settings, const IsoBatchSnapshot *snapshot);

/* Settings that go together: the symmetric transition wants an undirected graph. `key` was changed last, and holds. */
void iso_trial_reconcile (IsoDistillSettings *settings, const char *key, size_t B);
