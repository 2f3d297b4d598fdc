#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/command-line.h"
#include "app/command-runs.h"
#include "app/runs-reading.h"
#include "engine/base/error.h"

/* All runs that are named, before any is removed: one that is misspelled must not leave the others half done. */
static bool
find_all (GPtrArray *runs, IsoStore *store, char **words, GError **error)
{
  for (size_t i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_utf8_make_valid (words[i], -1);
      IsoRun *run = iso_store_find (store, word, error);
      if (run == NULL)
        return false;
      g_ptr_array_add (runs, run);
      for (guint j = 0; j + 1 < runs->len; j++)
        if (((const IsoRun *) runs->pdata[j])->id == run->id)
          {
            g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("runs delete: run %" PRId64 " is named twice"), run->id);
            return false;
          }
    }
  return true;
}

/* Whether a person at a terminal says yes. */
static bool
ask (const GPtrArray *runs, GError **error)
{
  char answer[16];
  for (guint i = 0; i < runs->len; i++)
    {
      const IsoRun *run = runs->pdata[i];
      g_autofree char *name = iso_runs_line (run->name, 0), *size = g_format_size (run->bytes);
      g_autofree char *begun = iso_runs_time (run->created);
      g_printerr (_("run %" PRId64 ", %s, begun %s, %s\n"), run->id, name, begun, size);
    }
  if (isatty (STDIN_FILENO) == 0)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("nobody is there to be asked; --yes deletes without asking"));
      return false;
    }
  g_printerr (g_dngettext (GETTEXT_PACKAGE, "Delete it with all its files? [y/N] ", "Delete these %u with all their files? [y/N] ",
                           runs->len), runs->len);
  if (fgets (answer, sizeof answer, stdin) != NULL && g_ascii_strcasecmp (g_strstrip (answer), "y") == 0)
    return true;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("nothing was deleted"));
  return false;
}

static int
delete_all (IsoStore *store, const GPtrArray *runs, bool json)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *ids = g_new (double, runs->len);
  guint64 bytes = 0;
  guint count = 0;
  for (; count < runs->len; count++)
    {
      const IsoRun *run = runs->pdata[count];
      if (!iso_store_delete (store, run->id, &error))
        break;
      ids[count] = (double) run->id;
      bytes += run->bytes;
    }
  if (json)
    {
      IsoJsonLine line;
      iso_json_line_init (&line);
      iso_json_line_numbers (&line, "deleted", ids, count);
      iso_json_line_integer (&line, "bytes", (gint64) bytes);
      iso_json_line_print (&line);
      iso_json_line_clear (&line);
    }
  else
    {
      g_autofree char *size = g_format_size (bytes);
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u run deleted, %s\n", "%u runs deleted, %s\n", count), count, size);
    }
  if (error == NULL)
    return ISO_EXIT_DONE;
  iso_command_complain (error->message);
  return ISO_EXIT_FAILED;
}

int
iso_command_runs_delete (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (IsoRunsOptions) options = { 0 };
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_free);
  g_autoptr (IsoStore) store = NULL;
  gboolean yes = FALSE;
  const GOptionEntry entries[] = {
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &yes, N_("delete without asking"), NULL },
    ISO_RUNS_OPTION_ENTRIES (&options),
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, _("RUN…"), _("Removes runs and all their files."),
                          _("Forks of a run stay: they hold all of their own. A run that is being recorded is not deleted."), &error)
      || !iso_runs_options_check (&options, 1, G_MAXUINT, "runs delete RUN…", &error)
      || (store = iso_store_open (NULL, &error)) == NULL || !find_all (runs, store, options.words, &error)
      || (!yes && !ask (runs, &error)))
    return iso_command_complain (error->message);
  return delete_all (store, runs, options.json);
}
