/* A sweep: one base of settings, some parameters that change from setting to setting, and the seeds that each setting is run with. It is
 * read from a JSON file (docs/sweep.md), checked whole before anything runs, and the same file gives the same list everywhere.
 *
 *     {"name": "weights", "preset": "sample", "base": {"data.validation": "sample", "train.epochs": 10},
 *      "grid": {"distill.lambda": [10, 50], "distill.omega": [0.5, 0.8]}, "seeds": [1, 2, 3], "choose": "validation recall@1"}
 *
 * A *setting* is one combination of values; a *point* is one run: a setting with a seed. Points go seed by seed, so that a sweep that is
 * stopped early has tried every setting. Immutable: any thread may read. */
#pragma once

#include <glib.h>

#include "engine/metrics/scores.h"
#include "engine/train/settings.h"

#define ISO_SWEEP_MOST_POINTS 100000

typedef struct _IsoSweepPlan IsoSweepPlan;

/* Which epoch of a run its scores are taken from. */
typedef enum {
  ISO_SWEEP_EPOCH_LAST,
  ISO_SWEEP_EPOCH_BEST, /* by what the sweep chooses by, on the validation part */
} IsoSweepEpoch;

/* Errors name file and field, what was found and what was expected: ISO_ERROR_FILE, _FORMAT, _ARGUMENT. */
IsoSweepPlan *iso_sweep_plan_read (const char *path, GError **error);
/* The same of a text in memory, which messages call `name`. */
IsoSweepPlan *iso_sweep_plan_parse (const char *name, const char *text, GError **error);
void iso_sweep_plan_free (IsoSweepPlan *plan);

const char *iso_sweep_plan_name (const IsoSweepPlan *plan);
/* The same on every machine, made of the name and the base: a file that gains values or seeds is still the same sweep, and what has been
 * run of it still counts. */
const char *iso_sweep_plan_uuid (const IsoSweepPlan *plan);
const IsoSettings *iso_sweep_plan_base (const IsoSweepPlan *plan);

/* The parameters that change, in the order of the file. */
size_t iso_sweep_plan_key_count (const IsoSweepPlan *plan);
const char *iso_sweep_plan_key (const IsoSweepPlan *plan, size_t key);

size_t iso_sweep_plan_setting_count (const IsoSweepPlan *plan);
/* How many of them differ from an earlier one only in parameters that play no part in either (ω where nothing diffuses): they come to
 * the same. */
size_t iso_sweep_plan_twin_count (const IsoSweepPlan *plan);
/* As a person would type it, exact. */
const char *iso_sweep_plan_value (const IsoSweepPlan *plan, size_t setting, size_t key);
/* "distill.lambda=10 distill.omega=0.5"; newly allocated. */
char *iso_sweep_plan_describe (const IsoSweepPlan *plan, size_t setting);

size_t iso_sweep_plan_seed_count (const IsoSweepPlan *plan);
int iso_sweep_plan_seed (const IsoSweepPlan *plan, size_t place);

/* Settings times seeds: point = place of the seed · settings + setting. */
size_t iso_sweep_plan_point_count (const IsoSweepPlan *plan);
size_t iso_sweep_plan_setting_of (const IsoSweepPlan *plan, size_t point);
size_t iso_sweep_plan_seed_place_of (const IsoSweepPlan *plan, size_t point);
/* Validated when the file was read. */
void iso_sweep_plan_settings (IsoSettings *settings, const IsoSweepPlan *plan, size_t point);
/* {"distill.lambda":"10","train.seed":"3"}: with the uuid it says which run of any there are this is. Newly allocated. */
char *iso_sweep_plan_point_json (const IsoSweepPlan *plan, size_t point);

/* Whether a setting is chosen, which wants a validation part; by which of its scores, and in which epoch. Without a choice
 * ISO_SCORE_RECALL_1 and the last. */
bool iso_sweep_plan_chooses (const IsoSweepPlan *plan);
IsoScoreKey iso_sweep_plan_score (const IsoSweepPlan *plan);
IsoSweepEpoch iso_sweep_plan_epoch (const IsoSweepPlan *plan);

/* The text of the file, for whoever keeps it beside the results. */
const char *iso_sweep_plan_text (const IsoSweepPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepPlan, iso_sweep_plan_free)
