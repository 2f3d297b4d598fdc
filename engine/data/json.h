/* Reading JSON files that may be anything: hostile ones get a message, as wrong ones do. */
#pragma once

#include <json-glib/json-glib.h>

/* The root of a JSON file, which may not be changed. ISO_ERROR_FILE where it cannot be read, ISO_ERROR_FORMAT (naming path, line
 * and column) where it is not JSON, is empty, is larger than any configuration, or has more than a thousand objects and lists:
 * the parser calls itself for each that stands in another, and would run out of stack. Pipes are read as files are. */
JsonNode *iso_json_read (const char *path, GError **error);

/* The same of a text of `length` bytes in memory, which messages call `name`, whatever its size: the caller has it already. */
JsonNode *iso_json_parse (const char *name, const char *text, size_t length, GError **error);
