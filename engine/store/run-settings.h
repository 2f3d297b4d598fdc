/* The settings of a kept run as lines that people read: "key=value", values as typed. */
#pragma once

#include <glib.h>

/* All of them, in the order of the parameter table; keys that this version of Isotherm does not know come last, as they stand.
 * settings: JSON, as IsoRun has it. NULL-terminated, newly allocated; ISO_ERROR_FORMAT, naming `name`. */
char **iso_run_settings_list (const char *name, const char *settings, GError **error);

/* Those alone that differ from the defaults; of the parameters that play no part under these settings, none. */
char **iso_run_settings_changed (const char *name, const char *settings, GError **error);
