#include "app/reference-loss.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/loss-batch.h"
#include "app/reference-compare.h"
#include "engine/base/error.h"

/* values (kind->parameter_count): defaults, and what params gives; any other name than the kind's is an error. */
static bool
read_loss_parameters (double *values, const IsoLossKind *kind, const IsoReferenceCase *reference, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (reference->params);
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    values[slot] = kind->parameters[slot].initial;
  for (GList *link = names; link != NULL; link = link->next)
    {
      const char *name = link->data;
      if (strcmp (name, "loss") == 0)
        continue;
      size_t slot = 0;
      while (slot < kind->parameter_count && strcmp (kind->parameters[slot].key, name) != 0)
        slot++;
      g_autofree char *text = iso_reference_case_parameter (reference, name, error);
      char *end = NULL;
      if (text == NULL)
        return false;
      double value = g_ascii_strtod (text, &end);
      if (slot == kind->parameter_count || end == text || *end != '\0')
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: the loss %s has no parameter %s=%s"), reference->path,
                       kind->name, name, text);
          return false;
        }
      values[slot] = value;
    }
  return true;
}

/* The case's own paths: those that it names. */
typedef struct {
  char *embeddings, *labels, *triplets, *fourth, *pairs, *proxies, *beta;
} Paths;

static void
paths_clear (Paths *paths)
{
  g_free (paths->embeddings);
  g_free (paths->labels);
  g_free (paths->triplets);
  g_free (paths->fourth);
  g_free (paths->pairs);
  g_free (paths->proxies);
  g_free (paths->beta);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Paths, paths_clear)

static bool
find_paths (Paths *paths, const IsoReferenceCase *reference, GError **error)
{
  const struct {
    char **path;
    const char *name;
    bool is_needed;
  } files[] = {
    { &paths->embeddings, "embeddings", true }, { &paths->labels, "labels", true }, { &paths->triplets, "triplets", false },
    { &paths->fourth, "fourth", false }, { &paths->pairs, "pairs", false }, { &paths->proxies, "proxies", false },
    { &paths->beta, "beta", false },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (files); i++)
    if (files[i].is_needed || json_object_has_member (reference->inputs, files[i].name))
      {
        *files[i].path = iso_reference_case_path (reference, files[i].name, error);
        if (*files[i].path == NULL)
          return false;
      }
  return true;
}

static bool
run_loss (IsoCheck *check, const IsoReferenceCase *reference, const IsoLossKind *kind, GError **error)
{
  g_auto (Paths) paths = { 0 };
  g_auto (IsoLossBatch) batch = { 0 };
  g_auto (IsoLossResult) result = { 0 };
  double values[ISO_LOSS_MAX_PARAMETERS] = { 0 };
  if (!read_loss_parameters (values, kind, reference, error) || !find_paths (&paths, reference, error))
    return false;
  const IsoLossPaths files = { paths.embeddings, paths.labels, paths.triplets, paths.fourth, paths.pairs, paths.proxies,
                               paths.beta };
  if (!iso_loss_batch_read (&batch, kind, values, &files, error))
    return false;
  iso_loss_batch_compute (&result, &batch, kind, values);
  IsoStage stages[2] = { { "gradient", result.gradient, batch.input.B, batch.input.D } };
  size_t stage_count = 1;
  if (result.proxies_gradient != NULL)
    stages[stage_count++] = (IsoStage) { "proxies_gradient", result.proxies_gradient, batch.proxy_count, batch.input.D };
  if (result.beta_gradient != NULL)
    stages[stage_count++] = (IsoStage) { "beta_gradient", result.beta_gradient, batch.input.class_count, 1 };
  iso_compare_all (check, reference, stages, stage_count, "loss", result.loss);
  return true;
}

void
iso_reference_check_loss (IsoCheck *check, const IsoReferenceCase *reference)
{
  GError *error = NULL;
  g_autofree char *name = iso_reference_case_parameter (reference, "loss", &error);
  IsoLossName loss = name == NULL ? ISO_LOSS_COUNT : iso_loss_find (name);
  if (name != NULL && loss == ISO_LOSS_COUNT)
    iso_check_skip (check, _("there is no loss “%s”"), name);
  else if (name == NULL || !run_loss (check, reference, iso_loss_kind (loss), &error))
    iso_check_fail_with_error (check, error);
}
