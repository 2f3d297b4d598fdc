#include "app/command-runs.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/command-line.h"

static const IsoCommandEntry commands[] = {
  { "list", N_("list all runs"), iso_command_runs_list },
  { "show", N_("say all that is known of a run"), iso_command_runs_show },
  { "compare", N_("say where runs differ, and sum up those that differ in their seed alone"), iso_command_runs_compare },
  { "resume", N_("go on with a run from its last checkpoint"), iso_command_runs_resume },
  { "fork", N_("begin a new run at an epoch of another, under other settings"), iso_command_runs_fork },
  { "replay", N_("run a run again and compare its losses byte for byte"), iso_command_runs_replay },
  { "export", N_("write a run into one file that others import, or in the formats of other tools"), iso_command_runs_export },
  { "import", N_("take in a run that was exported"), iso_command_runs_import },
  { "rename", N_("give a run another name"), iso_command_runs_rename },
  { "delete", N_("remove runs and their files"), iso_command_runs_delete },
};

static void
print_help (void)
{
  g_print (_("Usage:\n  isotherm-cli runs COMMAND [OPTION…] [RUN…]\n\n"
             "The runs that isotherm-cli train and the window have kept. RUN is a run's number, its name or its uuid.\n\nCommands:\n"));
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_print ("  ");
      iso_print_padded (commands[i].name, 12);
      g_print ("%s\n", _(commands[i].summary));
    }
  g_print (_("\n  --help      show this help; isotherm-cli runs COMMAND --help shows that of a command\n\n"
             "They lie in the folder that the environment variable ISOTHERM_STORE names, else in “isotherm” of the user's data folder.\n"));
}

static int
complain_about (const char *typed)
{
  g_autofree char *valid = g_utf8_make_valid (typed, -1), *message = NULL;
  const IsoCommandEntry *nearest = iso_command_nearest (typed, commands, G_N_ELEMENTS (commands));
  if (nearest != NULL)
    message = g_strdup_printf (_("runs: there is no command “%s”; did you mean “%s”?"), valid, nearest->name);
  else
    message = g_strdup_printf (_("runs: there is no command “%s”; see isotherm-cli runs --help"), valid);
  return iso_command_complain (message);
}

int
iso_command_runs (int argc, char **argv)
{
  if (argc < 2)
    return iso_command_complain (_("runs: a command is missing: list, show, compare, resume, fork, replay, export, import, rename or "
                                   "delete; see isotherm-cli runs --help"));
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      print_help ();
      return ISO_EXIT_DONE;
    }
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      {
        g_autofree char *name = g_strconcat ("runs ", commands[i].name, NULL);
        g_autofree char **words = g_memdup2 (argv + 1, (gsize) argc * sizeof *argv);
        words[0] = name;
        return commands[i].run (argc - 1, words);
      }
  return complain_about (argv[1]);
}
