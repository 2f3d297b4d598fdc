/* A change of settings while a run goes on: which parameters it may be of, and that the rules between parameters still hold. */
#pragma once

#include "engine/train/parameters.h"

/* Sets one parameter that may change between two steps. is_repeated: the change stands in a journal, which may also have what a
 * resumed or forked run changed and each step reads anew, the planned epochs and the milestones of the schedule, and may say again
 * what is so already. Returns the parameter; NULL, and settings as they were, with ISO_ERROR_ARGUMENT. */
const IsoParameter *iso_live_change (IsoSettings *settings, const char *key, const char *value, bool is_repeated, GError **error);

/* Whether it may change and the value is one of its own, whatever the rules between parameters say. ISO_ERROR_ARGUMENT. */
bool iso_live_change_check (const IsoSettings *settings, const char *key, const char *value, bool is_repeated, GError **error);

/* Whether it changes nothing that is learnt under these settings, but only what is looked at. */
bool iso_live_change_only_looks (const IsoParameter *parameter, const IsoSettings *settings);

/* Whether two runs that differ in it learn the same: how many threads work, and where the same data are found. */
bool iso_parameter_is_of_the_machine (const IsoParameter *parameter);
