#include "app/command-loss.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/array-output.h"
#include "app/command-line.h"
#include "app/loss-batch.h"
#include "engine/base/error.h"
#include "engine/train/parameters.h"

typedef struct {
  char *embeddings, *labels, *triplets, *fourth, *pairs, *proxies, *beta, *out;
  char **names, **assignments;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->embeddings);
  g_free (options->labels);
  g_free (options->triplets);
  g_free (options->fourth);
  g_free (options->pairs);
  g_free (options->proxies);
  g_free (options->beta);
  g_free (options->out);
  g_strfreev (options->names);
  g_strfreev (options->assignments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static bool
check_name (char **names, GError **error)
{
  guint count = names == NULL ? 0 : g_strv_length (names);
  if (count != 1)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("loss: found %u names, expected one: isotherm-cli loss NAME …"), count);
  else if (iso_loss_find (names[0]) == ISO_LOSS_COUNT)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("there is no loss “%s”; see isotherm-cli losses"), names[0]);
  else
    return true;
  return false;
}

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "embeddings", 0, 0, G_OPTION_ARG_FILENAME, &options->embeddings, N_("Embeddings (B, D)"), "E.npy" },
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &options->labels, N_("Their classes (B)"), "Y.npy" },
    { "triplets", 0, 0, G_OPTION_ARG_FILENAME, &options->triplets, N_("Anchor, positive and negative (T, 3), as rows of E"),
      "T.npy" },
    { "fourth", 0, 0, G_OPTION_ARG_FILENAME, &options->fourth, N_("The fourth sample of each triplet (T)"), "F.npy" },
    { "pairs", 0, 0, G_OPTION_ARG_FILENAME, &options->pairs, N_("Anchor and positive (P, 2)"), "A.npy" },
    { "proxies", 0, 0, G_OPTION_ARG_FILENAME, &options->proxies, N_("Proxies (classes, D), or several rows a class"), "P.npy" },
    { "beta", 0, 0, G_OPTION_ARG_FILENAME, &options->beta, N_("Boundary of each class (classes)"), "B.npy" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->assignments, N_("A parameter, such as loss.margin=0.1; may be repeated"),
      "KEY=VALUE" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("Folder for the gradients"), "DIR" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->names, NULL, "NAME" },
    { NULL }
  };
  return iso_command_parse (argc, argv, entries, NULL,
                            _("Computes a metric-learning loss of one batch: prints its value and writes gradient.npy, and\n"
                              "proxies_gradient.npy or beta_gradient.npy where the loss learns such weights."),
                            _("isotherm-cli losses lists the losses, what they need, and their parameters. Embeddings are taken "
                              "as given."),
                            error)
         && check_name (options->names, error) && iso_command_wants (options->embeddings, "--embeddings", error)
         && iso_command_wants (options->labels, "--labels", error) && iso_command_wants (options->out, "--out", error);
}

/* values (ISO_LOSS_MAX_PARAMETERS) = defaults, and what is assigned. */
static bool
read_parameters (double *values, IsoLossName name, char **assignments, GError **error)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  g_autofree char *choice = g_strdup_printf ("loss.name=%s", iso_loss_kind (name)->name);
  const char *const chosen[] = { choice, NULL };
  if (!iso_settings_set_all (&settings, chosen, error))
    return false;
  for (size_t i = 0; assignments != NULL && assignments[i] != NULL; i++)
    if (!g_str_has_prefix (assignments[i], "loss.") || g_str_has_prefix (assignments[i], "loss.name="))
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                     _("--set %s: only parameters of the loss, loss.KEY=VALUE, play a part here"), assignments[i]);
        return false;
      }
  if (assignments != NULL && !iso_settings_set_all (&settings, (const char *const *) assignments, error))
    return false;
  memcpy (values, settings.loss.parameters[name], sizeof settings.loss.parameters[name]);
  return true;
}

/* A file that the loss does not look at is a misunderstanding: better said than passed over. */
static bool
check_files (const Options *options, const IsoLossKind *kind, GError **error)
{
  const struct {
    const char *path, *option;
    bool is_wanted;
  } files[] = {
    { options->triplets, "--triplets", iso_loss_wants_triplets (kind) },
    { options->fourth, "--fourth", kind->needs == ISO_LOSS_NEEDS_QUADRUPLETS },
    { options->pairs, "--pairs", kind->needs == ISO_LOSS_NEEDS_PAIRS },
    { options->proxies, "--proxies", kind->learns == ISO_LOSS_LEARNS_PROXIES },
    { options->beta, "--beta", kind->learns == ISO_LOSS_LEARNS_BETA },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++)
    if ((files[i].path != NULL) != files[i].is_wanted)
      {
        if (files[i].is_wanted)
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("the loss %s needs the option %s"), kind->name, files[i].option);
        else
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("the loss %s makes no use of the option %s"), kind->name,
                       files[i].option);
        return false;
      }
  return true;
}

static bool
run (const Options *options, GError **error)
{
  IsoLossName name = iso_loss_find (options->names[0]);
  const IsoLossKind *kind = iso_loss_kind (name);
  double values[ISO_LOSS_MAX_PARAMETERS];
  g_auto (IsoLossBatch) batch = { 0 };
  g_auto (IsoLossResult) result = { 0 };
  const IsoLossPaths paths = { options->embeddings, options->labels, options->triplets, options->fourth, options->pairs,
                               options->proxies, options->beta };
  if (!read_parameters (values, name, options->assignments, error) || !check_files (options, kind, error)
      || !iso_loss_batch_read (&batch, kind, values, &paths, error))
    return false;
  iso_loss_batch_compute (&result, &batch, kind, values);
  if (!isfinite (result.loss))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("%s: the loss is not a number; the embeddings are too large"),
                   options->embeddings);
      return false;
    }
  const IsoArrayOutput outputs[] = {
    { "gradient.npy", result.gradient, batch.input.B, batch.input.D },
    { "proxies_gradient.npy", result.proxies_gradient, batch.proxy_count, batch.input.D },
    { "beta_gradient.npy", result.beta_gradient, batch.input.class_count, 0 },
  };
  if (!iso_array_outputs_store (outputs, G_N_ELEMENTS (outputs), options->out, error))
    return false;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  printf ("{\"loss\": %s}\n", g_ascii_dtostr (number, sizeof number, result.loss));
  return true;
}

int
iso_command_loss (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  if (parse_options (&options, argc, argv, &error) && run (&options, &error))
    return ISO_EXIT_DONE;
  return iso_command_complain (error->message);
}
