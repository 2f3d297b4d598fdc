/* The one table of parameters: it feeds the setup panel, the command line, configuration files and live changes.
 *
 *     IsoSettings settings;
 *     iso_settings_init (&settings);
 *     iso_settings_set (&settings, "distill.omega", "0.8", &error);
 *
 * Several losses may have a parameter of one key ("loss.margin"): which one is meant follows from `loss.name`. The values of the
 * others are kept, so switching back and forth loses nothing. To apply a list whose order must not matter use
 * iso_settings_set_all().
 */
#pragma once

#include <json-glib/json-glib.h>

#include "engine/base/parameter.h"
#include "engine/data/source.h"
#include "engine/train/parameter-table.h"

/* Whether two settings have different values of it. */
bool iso_parameter_differs (const IsoParameter *parameter, const IsoSettings *a, const IsoSettings *b);

/* The entry that `key` means under these settings; NULL and an error that names the nearest keys if there is none. */
const IsoParameter *iso_parameter_find (const char *key, const IsoSettings *settings, GError **error);

/* Whether the entry plays a part under these settings (its when_key holds). */
bool iso_parameter_applies (const IsoParameter *parameter, const IsoSettings *settings);

/* "distill" of "distill.omega" (newly allocated) and the translated heading of that group. */
char *iso_parameter_group (const IsoParameter *parameter);
const char *iso_parameter_group_title (const char *group);

void iso_settings_init (IsoSettings *settings);

/* The data that the settings ask for. */
IsoSourceRequest iso_settings_source (const IsoSettings *settings);

/* Numbers of REAL, INTEGER, SWITCH, CHOICE (index) entries. */
double iso_settings_get_number (const IsoSettings *settings, const IsoParameter *parameter);
/* Range-checked; the message names key, value and range. */
bool iso_settings_set_number (IsoSettings *settings, const IsoParameter *parameter, double value, GError **error);
const char *iso_settings_get_text (const IsoSettings *settings, const IsoParameter *parameter);
bool iso_settings_set_text (IsoSettings *settings, const IsoParameter *parameter, const char *text, GError **error);

/* As typed by a person: numbers, choice names, on/off. */
bool iso_settings_set (IsoSettings *settings, const char *key, const char *value, GError **error);
/* As a person would type it; exact: reading it back gives the same value. Newly allocated. */
char *iso_settings_format (const IsoSettings *settings, const IsoParameter *parameter);

/* "key=value" strings, in any order; later ones win. Nothing is changed on an error. */
bool iso_settings_set_all (IsoSettings *settings, const char *const *assignments, GError **error);

/* Configuration files: a JSON object of keys ({"distill.omega": 0.8}) or of groups ({"distill": {"omega": 0.8}}). Read: as
 * "key=value" strings, newly allocated, for a caller who applies them more than once. */
char **iso_settings_read (const char *path, GError **error);
bool iso_settings_load (IsoSettings *settings, const char *path, GError **error);
/* The same of a text in memory, which messages call `name`. */
char **iso_settings_parse (const char *name, const char *text, GError **error);
/* The same of JSON that has been parsed. */
char **iso_settings_list (const char *name, JsonNode *root, GError **error);
char *iso_settings_to_json (const IsoSettings *settings);

/* The table itself as JSON: an array of objects with key, type, unit, range, default, live, help, choices. */
char *iso_parameters_to_json (void);

/* Rules between parameters (batch divisible by samples_per_class, symmetric on a directed graph, …), before any data are
 * known. */
bool iso_settings_validate (const IsoSettings *settings, GError **error);
