#include "app/reference-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/reference-compare.h"
#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/distill/distillation.h"
#include "engine/linalg/pairwise.h"
#include "engine/loss/loss.h"
#include "engine/metrics/retrieval.h"
#include "engine/train/parameters.h"

/* The members of params are the table's distill.KEY. */
static bool
read_distill_settings (IsoDistillSettings *distill, const IsoReferenceCase *reference, GError **error)
{
  g_autoptr (GPtrArray) assignments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GList) names = json_object_get_members (reference->params);
  g_ptr_array_add (assignments, g_strdup ("distill.mode=obdp"));
  for (GList *link = names; link != NULL; link = link->next)
    {
      g_autofree char *value = iso_reference_case_parameter (reference, link->data, error);
      if (value == NULL)
        return false;
      g_ptr_array_add (assignments, g_strdup_printf ("distill.%s=%s", (const char *) link->data, value));
    }
  g_ptr_array_add (assignments, NULL);
  IsoSettings settings;
  iso_settings_init (&settings);
  if (!iso_settings_set_all (&settings, (const char *const *) assignments->pdata, error))
    return false;
  *distill = settings.distill;
  return true;
}

static void
compare_distillation (IsoCheck *check, const IsoReferenceCase *reference, const IsoDistillation *distillation, bool diffused)
{
  size_t B = distillation->B;
  const IsoTargets *targets = distillation->targets;
  const IsoStage stages[] = {
    { "teacher_similarity", distillation->teacher_similarity, B, B },
    { "targets", targets->targets, B, B },
    { "student_log_probabilities", distillation->student_log_probabilities, B, B },
    { "gradient", distillation->gradient, B, distillation->D },
    { "affinity", targets->affinity, B, B },
    { "transition", targets->transition, B, B },
    { "kernel", targets->kernel, B, B },
  };
  iso_compare_all (check, reference, stages, diffused ? G_N_ELEMENTS (stages) : 4, "kl", distillation->divergence);
}

static void
check_distillation (IsoCheck *check, const IsoReferenceCase *reference, IsoPool *pool)
{
  GError *error = NULL;
  IsoDistillSettings settings;
  size_t B, D, teacher_B, teacher_D;
  float *student = NULL, *teacher = NULL;
  if (!read_distill_settings (&settings, reference, &error)
      || (student = iso_reference_case_matrix (reference, &B, &D, "student", &error)) == NULL
      || (teacher = iso_reference_case_matrix (reference, &teacher_B, &teacher_D, "teacher", &error)) == NULL)
    iso_check_fail_with_error (check, error);
  else if (B == 0 || B != teacher_B)
    iso_check_fail (check, _("student and teacher do not have the same number of samples"));
  else
    {
      g_autoptr (IsoDistillation) distillation = NULL;
      distillation = iso_distillation_new (student, teacher, B, D, teacher_D, &settings, pool, &error);
      if (distillation == NULL)
        iso_check_fail_with_error (check, error);
      else
        compare_distillation (check, reference, distillation, settings.mode == ISO_DISTILL_OBDP);
    }
  iso_block_free (student);
  iso_block_free (teacher);
}

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

static bool
check_triplets (const IsoReferenceCase *reference, const IsoLossInput *input, size_t columns, GError **error)
{
  bool in_range = columns == 3;
  for (size_t at = 0; in_range && at < 3 * input->triplet_count; at++)
    in_range = input->triplets[at] >= 0 && (size_t) input->triplets[at] < input->B;
  if (!in_range)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: triplets are not rows of three samples of the batch"),
                 reference->path);
  return in_range;
}

static void
run_loss (IsoCheck *check, const IsoReferenceCase *reference, const IsoLossKind *kind, IsoLossInput *input, const double *values)
{
  size_t B = input->B, D = input->D;
  float *similarity = iso_floats_new (B * B), *similarity_gradient = iso_floats_new (B * B);
  float *through = iso_floats_new (B * D), *gradient = iso_floats_new (B * D);
  IsoLossOutput output = { .similarity_gradient = similarity_gradient, .embedding_gradient = gradient };
  iso_gram (similarity, input->embeddings, B, D);
  input->similarity = similarity;
  kind->compute (&output, input, values);
  iso_gram_backward (through, similarity_gradient, input->embeddings, B, D);
  for (size_t at = 0; at < B * D; at++)
    gradient[at] += through[at];
  const IsoStage stage = { "gradient", gradient, B, D };
  iso_compare_all (check, reference, &stage, 1, "loss", output.loss);
  iso_block_free (similarity);
  iso_block_free (similarity_gradient);
  iso_block_free (through);
  iso_block_free (gradient);
}

static void
check_loss_kind (IsoCheck *check, const IsoReferenceCase *reference, const IsoLossKind *kind)
{
  GError *error = NULL;
  double values[ISO_LOSS_MAX_PARAMETERS] = { 0 };
  size_t label_count = 0, columns = 3;
  float *embeddings = NULL;
  gint32 *labels = NULL, *triplets = NULL;
  IsoLossInput input = { 0 };
  bool wants_triplets = kind->needs == ISO_LOSS_NEEDS_TRIPLETS;
  if (read_loss_parameters (values, kind, reference, &error)
      && (embeddings = iso_reference_case_matrix (reference, &input.B, &input.D, "embeddings", &error)) != NULL
      && (labels = iso_reference_case_labels (reference, &label_count, "labels", &error)) != NULL
      && (!wants_triplets
          || (triplets = iso_reference_case_indices (reference, &input.triplet_count, &columns, "triplets", &error)) != NULL))
    {
      input.embeddings = embeddings;
      input.labels = labels;
      input.triplets = triplets;
      if (input.B > ISO_DISTILLATION_CAPACITY)
        g_set_error (&error, ISO_ERROR, ISO_ERROR_MEMORY, _("%s: a batch of %zu samples is too large: at most %d fit"),
                     reference->path, input.B, ISO_DISTILLATION_CAPACITY);
      else if (label_count != input.B)
        g_set_error (&error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: %zu labels for %zu embeddings"), reference->path, label_count,
                     input.B);
      else if (check_triplets (reference, &input, columns, &error))
        run_loss (check, reference, kind, &input, values);
    }
  if (error != NULL)
    iso_check_fail_with_error (check, error);
  iso_block_free (embeddings);
  iso_block_free (labels);
  iso_block_free (triplets);
}

static void
check_loss (IsoCheck *check, const IsoReferenceCase *reference)
{
  GError *error = NULL;
  g_autofree char *name = iso_reference_case_parameter (reference, "loss", &error);
  if (name == NULL)
    {
      iso_check_fail_with_error (check, error);
      return;
    }
  IsoLossName loss = iso_loss_find (name);
  if (loss == ISO_LOSS_COUNT)
    iso_check_skip (check, _("there is no loss “%s”"), name);
  else
    check_loss_kind (check, reference, iso_loss_kind (loss));
}

/* Whether `name` is a metric of `result`, and its value. */
static bool
find_metric (double *value, const IsoRetrieval *result, const char *name)
{
  if (strcmp (name, "map@r") == 0)
    *value = result->map_at_r;
  else if (strcmp (name, "r_precision") == 0)
    *value = result->r_precision;
  else if (g_str_has_prefix (name, "recall@"))
    {
      size_t i = 0;
      gint64 k = g_ascii_strtoll (name + strlen ("recall@"), NULL, 10);
      while (i < result->k_count && result->ks[i] != k)
        i++;
      if (i == result->k_count)
        return false;
      *value = result->recall[i];
    }
  else
    return false;
  return true;
}

/* A metrics case counts as passed when all it expects is computed; what is, is compared even so. */
static void
compare_metrics (IsoCheck *check, const IsoReferenceCase *reference, const IsoRetrieval *result)
{
  g_autoptr (GList) names = json_object_get_members (reference->expected);
  guint known = 0, total = g_list_length (names);
  for (GList *link = names; link != NULL; link = link->next)
    {
      double value;
      if (!find_metric (&value, result, link->data))
        continue;
      known++;
      iso_compare_scalar (check, reference, link->data, value, ISO_CHECK_METRIC_TOLERANCE);
    }
  if (total == 0)
    iso_check_fail (check, _("the case expects nothing"));
  if (check->outcome == ISO_CHECK_PASS && known < total)
    iso_check_skip (check, _("%u of its %u metrics are not computed, the others agree"), total - known, total);
}

/* The ks of every “recall@k” that is expected, as far as there is room. */
static void
collect_ks (IsoRetrieval *result, const IsoReferenceCase *reference)
{
  g_autoptr (GList) names = json_object_get_members (reference->expected);
  for (GList *link = names; link != NULL; link = link->next)
    {
      const char *name = link->data;
      gint64 k = g_str_has_prefix (name, "recall@") ? g_ascii_strtoll (name + strlen ("recall@"), NULL, 10) : 0;
      if (k >= 1 && k <= G_MAXINT && result->k_count < ISO_RETRIEVAL_MAX_KS)
        result->ks[result->k_count++] = (int) k;
    }
}

static void
check_metrics (IsoCheck *check, const IsoReferenceCase *reference, IsoPool *pool)
{
  GError *error = NULL;
  IsoRetrieval result = { 0 };
  size_t N = 0, D = 0, label_count = 0;
  gint32 *labels = NULL;
  float *embeddings = iso_reference_case_matrix (reference, &N, &D, "embeddings", &error);
  if (embeddings != NULL)
    labels = iso_reference_case_labels (reference, &label_count, "labels", &error);
  if (labels == NULL)
    iso_check_fail_with_error (check, error);
  else if (label_count != N)
    iso_check_fail (check, _("the number of labels is not that of the embeddings"));
  else
    {
      collect_ks (&result, reference);
      if (iso_retrieval_evaluate (&result, embeddings, labels, N, D, pool, NULL, &error))
        compare_metrics (check, reference, &result);
      else
        iso_check_fail_with_error (check, error);
    }
  iso_block_free (embeddings);
  iso_block_free (labels);
}

IsoCheck
iso_reference_check (const char *path, IsoPool *pool)
{
  IsoCheck check = { .outcome = ISO_CHECK_PASS };
  GError *error = NULL;
  g_autoptr (IsoReferenceCase) reference = iso_reference_case_open (path, &error);
  if (reference == NULL)
    iso_check_fail_with_error (&check, error);
  else if (strcmp (reference->kind, "distill") == 0)
    check_distillation (&check, reference, pool);
  else if (strcmp (reference->kind, "loss") == 0)
    check_loss (&check, reference);
  else if (strcmp (reference->kind, "metrics") == 0)
    check_metrics (&check, reference, pool);
  else
    iso_check_skip (&check, _("there is no kind “%s”"), reference->kind);
  return check;
}

void
iso_check_clear (IsoCheck *check)
{
  g_clear_pointer (&check->message, g_free);
}
