/* isotherm-cli: Isotherm without a display. */
#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "app/command-cache.h"
#include "app/command-data.h"
#include "app/command-embed.h"
#include "app/command-evaluate.h"
#include "app/command-line.h"
#include "app/command-loss.h"
#include "app/command-losses.h"
#include "app/command-metrics.h"
#include "app/command-miners.h"
#include "app/command-parameters.h"
#include "app/command-pictures.h"
#include "app/command-presets.h"
#include "app/command-project.h"
#include "app/command-runs.h"
#include "app/command-sweep.h"
#include "app/command-targets.h"
#include "app/command-train.h"
#include "app/command-verify.h"
#include "isotherm-config.h"

static const IsoCommandEntry commands[] = {
  { "train", N_("train a model and print its scores"), iso_command_train },
  { "runs", N_("list, show, compare, export, resume, fork and replay the runs that are kept"), iso_command_runs },
  { "sweep", N_("train many settings and seeds, several at once, and choose by validation"), iso_command_sweep },
  { "pictures", N_("train a model and draw its curves, batch, maps and similarities"), iso_command_pictures },
  { "data", N_("say what a source of data is"), iso_command_data },
  { "embed", N_("embed data by a trained model"), iso_command_embed },
  { "evaluate", N_("compute metrics of embeddings"), iso_command_evaluate },
  { "project", N_("lay embeddings out in the plane: PCA, t-SNE, UMAP, axes"), iso_command_project },
  { "targets", N_("write every stage of self-distillation of one batch"), iso_command_targets },
  { "loss", N_("compute a metric-learning loss and its gradients"), iso_command_loss },
  { "verify", N_("compare the engine with reference vectors"), iso_command_verify },
  { "parameters", N_("list all parameters, their ranges and defaults"), iso_command_parameters },
  { "losses", N_("list all losses, their formulas and parameters"), iso_command_losses },
  { "metrics", N_("list all metrics and what each says"), iso_command_metrics },
  { "miners", N_("list all miners, their formulas and parameters"), iso_command_miners },
  { "samplers", N_("list all samplers of batches"), iso_command_samplers },
  { "cache", N_("list or remove decoded pictures kept for the next time"), iso_command_cache },
  { "presets", N_("list named starting points"), iso_command_presets },
};

static void
print_help (void)
{
  g_print (_("Usage:\n  isotherm-cli COMMAND [OPTION…]\n\n"
             "Trains metric-learning models with self-distillation by online batch diffusion.\n\nCommands:\n"));
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_print ("  ");
      iso_print_padded (commands[i].name, 12);
      g_print ("%s\n", _(commands[i].summary));
    }
  g_print (_("\n  --help      show this help; isotherm-cli COMMAND --help shows that of a command\n"
             "  --version   show the version\n\n"
             "Exit status: 0 done, 1 the work failed, 2 a bad argument or file, 130 interrupted.\n"));
}

static int
complain_about (const char *typed)
{
  g_autofree char *valid = g_utf8_make_valid (typed, -1);
  g_autofree char *message = NULL;
  const IsoCommandEntry *nearest = iso_command_nearest (typed, commands, G_N_ELEMENTS (commands));
  if (nearest != NULL)
    message = g_strdup_printf (_("there is no command “%s”; did you mean “%s”?"), valid, nearest->name);
  else
    message = g_strdup_printf (_("there is no command “%s”; see isotherm-cli --help"), valid);
  return iso_command_complain (message);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ISO_LOCALE_DIRECTORY);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("isotherm-cli");

  if (argc < 2)
    return iso_command_complain (_("a command is missing: train, runs, sweep, pictures, data, embed, evaluate, project, targets, loss, verify, "
                                   "parameters, losses, miners, samplers, metrics, cache or presets; see isotherm-cli --help"));
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("isotherm-cli %s\n", ISO_VERSION);
      return iso_command_finish (ISO_EXIT_DONE);
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      print_help ();
      return iso_command_finish (ISO_EXIT_DONE);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (argv[1], commands[i].name) == 0)
      return iso_command_finish (commands[i].run (argc - 1, argv + 1));
  return complain_about (argv[1]);
}
