#include <glib/gi18n.h>
#include <inttypes.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/interrupt.h"
#include "app/runs-reading.h"
#include "engine/base/error.h"
#include "engine/store/archive.h"

static int
complain (const GError *error)
{
  iso_command_complain (error->message);
  return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
}

static bool
tell_imported (IsoStore *store, gint64 id, bool was_there, bool json, GError **error)
{
  g_autofree char *word = g_strdup_printf ("%" PRId64, id);
  g_autoptr (IsoRun) run = iso_store_find (store, word, error);
  IsoJsonLine line;
  if (run == NULL)
    return false;
  g_autofree char *name = iso_runs_line (run->name, 0);
  if (!json)
    {
      g_print (was_there ? _("run %" PRId64 ", %s, is there already and stays as it is\n")
                         : _("taken in as run %" PRId64 ", %s\n"),
               id, name);
      return true;
    }
  iso_json_line_init (&line);
  iso_json_line_integer (&line, "id", id);
  iso_json_line_text (&line, "uuid", run->uuid);
  iso_json_line_text (&line, "name", run->name);
  iso_json_line_switch (&line, "imported", !was_there);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
  return true;
}

int
iso_command_runs_import (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoRunsOptions) options = { 0 };
  g_autoptr (IsoStore) store = NULL;
  bool was_there = false;
  gint64 id = 0;
  const GOptionEntry entries[] = { ISO_RUNS_OPTION_ENTRIES (&options), { NULL } };
  if (!iso_command_parse (argc, argv, entries, _("FILE"), _("Takes a run in that isotherm-cli runs export has written."),
                          _("All of it is checked before any of it is taken in. A run that is there already, by its uuid, stays as\n"
                            "it is."),
                          &error))
    return complain (error);
  if (options.words == NULL || options.words[1] != NULL)
    return iso_command_complain (_("runs import: expected one file: isotherm-cli runs import FILE"));
  if ((store = iso_store_open (NULL, &error)) == NULL
      || (id = iso_archive_import (store, options.words[0], &was_there, iso_interrupt_watch (), &error)) == 0
      || !tell_imported (store, id, was_there, options.json, &error))
    return complain (error);
  return ISO_EXIT_DONE;
}
