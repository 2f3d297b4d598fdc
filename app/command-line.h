/* What all sub-commands of isotherm-cli share: options, errors of one line, exit statuses. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum {
  ISO_EXIT_DONE = 0,
  ISO_EXIT_FAILED = 1,       /* the work itself failed: a case that does not agree, a loss that became NaN, a full disk */
  ISO_EXIT_USAGE = 2,        /* a bad argument, key, value or file */
  ISO_EXIT_INTERRUPTED = 130, /* Ctrl-C, as shells have it */
};

/* A sub-command: its name, one line for --help, and its entry (argv[0] is the name; returns the exit status). */
typedef struct {
  const char *name;
  const char *summary; /* N_() */
  int (*run) (int argc, char **argv);
} IsoCommandEntry;

/* Parses the options of a sub-command. `arguments` (or NULL) is what must be given, for the usage line; summary and description
 * (or NULL) are the texts above and below the options, translated. --help prints and ends the program. Anything left over is an
 * error. Lists and strings that options point to are the caller's. */
bool iso_command_parse (int argc, char **argv, const GOptionEntry *entries, const char *arguments, const char *summary,
                        const char *description, GError **error);

/* Prints "isotherm-cli: MESSAGE" as exactly one line on stderr. Returns ISO_EXIT_USAGE, so that a command may `return` it. */
int iso_command_complain (const char *message);

/* Complains when an option that must be given is NULL; `option` is its name with dashes. */
bool iso_command_wants (const char *value, const char *option, GError **error);

/* *number = the whole number that `text` is, from `least` to `most`; `text` NULL leaves it alone. The complaint names the option. */
bool iso_command_parse_number (gint64 *number, const char *option, const char *text, gint64 least, gint64 most, GError **error);

/* The end of every command: what was printed has reached stdout, or ISO_EXIT_FAILED and a line on stderr. */
int iso_command_finish (int status);

/* The entry whose name is nearest to what was typed, or NULL if none is near. */
const IsoCommandEntry *iso_command_nearest (const char *typed, const IsoCommandEntry *entries, size_t count);

/* Characters that a text takes on a terminal. */
size_t iso_text_width (const char *text);

/* Prints text padded with spaces to `width` characters of a terminal. */
void iso_print_padded (const char *text, size_t width);
