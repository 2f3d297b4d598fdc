#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/runs-reading.h"
#include "engine/base/error.h"

/* A name must be found again when it is typed, and stand in a line. */
static bool
check_name (const char *name, GError **error)
{
  g_autofree char *stripped = g_utf8_validate (name, -1, NULL) ? g_strstrip (g_strdup (name)) : NULL;
  bool good = stripped != NULL && stripped[0] != '\0';
  for (const char *c = name; good && *c != '\0'; c = g_utf8_next_char (c))
    good = !g_unichar_iscntrl (g_utf8_get_char (c));
  if (good)
    return true;
  g_autofree char *shown = g_filename_display_name (name);
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("found the name “%s”, expected one line of text that is not empty"), shown);
  return false;
}

int
iso_command_runs_rename (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoRunsOptions) options = { 0 };
  g_autoptr (IsoStore) store = NULL;
  g_autoptr (IsoRun) run = NULL;
  const GOptionEntry entries[] = { ISO_RUNS_OPTION_ENTRIES (&options), { NULL } };
  if (!iso_command_parse (argc, argv, entries, _("RUN NAME"), _("Gives a run another name."), NULL, &error)
      || !iso_runs_options_check (&options, 2, 2, "runs rename RUN NAME", &error) || !check_name (options.words[1], &error)
      || (run = iso_runs_find (&store, &options, &error)) == NULL
      || !iso_store_rename (store, run->id, options.words[1], &error))
    return iso_command_complain (error->message);
  if (options.json)
    {
      IsoJsonLine line;
      iso_json_line_init (&line);
      iso_json_line_integer (&line, "id", run->id);
      iso_json_line_text (&line, "uuid", run->uuid);
      iso_json_line_text (&line, "name", options.words[1]);
      iso_json_line_text (&line, "former_name", run->name);
      iso_json_line_print (&line);
      iso_json_line_clear (&line);
    }
  else
    g_print (_("run %" PRId64 " is called “%s” now\n"), run->id, options.words[1]);
  return ISO_EXIT_DONE;
}
