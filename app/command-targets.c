#include "app/command-targets.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "app/array-output.h"
#include "app/command-line.h"
#include "app/json-line.h"
#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/npy.h"
#include "engine/distill/distillation.h"
#include "engine/linalg/rows.h"
#include "engine/train/parameters.h"

typedef struct {
  char *student, *teacher, *out;
  char **assignments;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->student);
  g_free (options->teacher);
  g_free (options->out);
  g_strfreev (options->assignments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "student", 0, 0, G_OPTION_ARG_FILENAME, &options->student, N_("Student embeddings (B, D), rows of unit length"), "S.npy" },
    { "teacher", 0, 0, G_OPTION_ARG_FILENAME, &options->teacher, N_("Teacher embeddings of the same samples"), "T.npy" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->assignments, N_("A setting, such as distill.omega=0.8; may be repeated"),
      "KEY=VALUE" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("Folder for the .npy files"), "DIR" },
    { NULL }
  };
  return iso_command_parse (argc, argv, entries, "--student S.npy --teacher T.npy --out DIR",
                            _("Writes every stage of self-distillation of one batch, from the teacher's similarities to the "
                              "gradient.\nWithout --set distill.mode the mode is obdp."),
                            NULL, error)
         && iso_command_wants (options->student, "--student", error) && iso_command_wants (options->teacher, "--teacher", error)
         && iso_command_wants (options->out, "--out", error);
}

/* Anything but distill.KEY would be taken and then play no part: better said than done. */
static bool
check_keys (char **assignments, GError **error)
{
  for (size_t i = 0; assignments != NULL && assignments[i] != NULL; i++)
    if (!g_str_has_prefix (assignments[i], "distill."))
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--set %s: only settings of distill.* play a part here"),
                     assignments[i]);
        return false;
      }
  return true;
}

static bool
read_settings (IsoDistillSettings *distill, char **assignments, GError **error)
{
  IsoSettings settings;
  const char *const mode[] = { "distill.mode=obdp", NULL };
  iso_settings_init (&settings);
  if (!check_keys (assignments, error) || !iso_settings_set_all (&settings, mode, error)
      || (assignments != NULL && !iso_settings_set_all (&settings, (const char *const *) assignments, error)))
    return false;
  if (settings.distill.mode == ISO_DISTILL_NONE)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("distill.mode=none has no targets; choose psd, obdp or uniform"));
      return false;
    }
  *distill = settings.distill;
  return true;
}

/* The method wants rows of unit length; others are taken as given, which deserves a word. */
static void
note_lengths (const float *embeddings, size_t B, size_t D, const char *path)
{
  for (size_t i = 0; i < B; i++)
    {
      double length = sqrt (iso_sum_of_squares (embeddings + i * D, D));
      if (fabs (length - 1.0) <= 1e-3)
        continue;
      g_autofree char *shown = g_filename_display_name (path);
      g_printerr (_("%s: note: %s: row %zu has length %g; rows are taken as given\n"), g_get_prgname (), shown, i, length);
      return;
    }
}

static IsoDistillation *
distill_files (const Options *options, const IsoDistillSettings *settings, GError **error)
{
  size_t B, D, teacher_B, teacher_D;
  IsoDistillation *distillation = NULL;
  float *teacher = NULL, *student = iso_npy_read_matrix (&B, &D, options->student, error);
  if (student != NULL && (teacher = iso_npy_read_matrix (&teacher_B, &teacher_D, options->teacher, error)) != NULL)
    {
      if (B == 0 || D == 0 || teacher_D == 0)
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found no values"),
                     B == 0 || D == 0 ? options->student : options->teacher);
      else if (B != teacher_B)
        g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s has %zu rows, %s has %zu; they must be of the same samples"),
                     options->student, B, options->teacher, teacher_B);
      else
        {
          g_autoptr (IsoPool) pool = iso_pool_new (0);
          distillation = iso_distillation_new (student, teacher, B, D, teacher_D, settings, pool, error);
        }
    }
  if (distillation != NULL)
    {
      note_lengths (student, B, D, options->student);
      note_lengths (teacher, B, teacher_D, options->teacher);
    }
  iso_block_free (student);
  iso_block_free (teacher);
  return distillation;
}

static bool
run (const Options *options, GError **error)
{
  IsoDistillSettings settings;
  g_autoptr (IsoDistillation) distillation = NULL;
  if (!read_settings (&settings, options->assignments, error) || !(distillation = distill_files (options, &settings, error)))
    return false;
  size_t B = distillation->B;
  const IsoTargets *targets = distillation->targets;
  bool diffused = settings.mode == ISO_DISTILL_OBDP;
  const IsoArrayOutput outputs[] = {
    { "teacher_similarity.npy", distillation->teacher_similarity, B, B },
    { "affinity.npy", diffused ? targets->affinity : NULL, B, B },
    { "transition.npy", diffused ? targets->transition : NULL, B, B },
    { "kernel.npy", diffused ? targets->kernel : NULL, B, B },
    { "targets.npy", targets->targets, B, B },
    { "student_log_probabilities.npy", distillation->student_log_probabilities, B, B },
    { "gradient.npy", distillation->gradient, B, distillation->D },
  };
  if (!iso_array_outputs_store (outputs, G_N_ELEMENTS (outputs), options->out, error))
    return false;
  IsoJsonLine line;
  iso_json_line_init (&line);
  iso_json_line_number (&line, "kl", distillation->divergence);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
  return true;
}

int
iso_command_targets (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  if (parse_options (&options, argc, argv, &error) && run (&options, &error))
    return ISO_EXIT_DONE;
  return iso_command_complain (error->message);
}
