#include "app/reference-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/reference-compare.h"
#include "app/reference-loss.h"
#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/distill/distillation.h"
#include "engine/metrics/evaluation.h"
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

/* k of “recall@k”; 0 if `name` is another metric. */
static int
recall_k (const char *name)
{
  gint64 k = g_str_has_prefix (name, "recall@") ? g_ascii_strtoll (name + strlen ("recall@"), NULL, 10) : 0;
  return k >= 1 && k <= G_MAXINT ? (int) k : 0;
}

/* Whether `name` is a metric that was computed, and its value. */
static bool
find_metric (double *value, const IsoEvaluation *evaluation, const char *name)
{
  int k = recall_k (name);
  IsoMetricName metric = iso_metric_find (name);
  for (size_t i = 0; k > 0 && i < evaluation->k_count; i++)
    if (evaluation->ks[i] == k)
      {
        *value = evaluation->recall[i];
        return true;
      }
  if (metric == ISO_METRIC_COUNT || metric == ISO_METRIC_RECALL)
    return false;
  *value = evaluation->values[metric];
  return true;
}

/* A metrics case counts as passed when all it expects is computed; what is, is compared even so. */
static void
compare_metrics (IsoCheck *check, const IsoReferenceCase *reference, const IsoEvaluation *evaluation)
{
  g_autoptr (GList) names = json_object_get_members (reference->expected);
  guint known = 0, total = g_list_length (names);
  for (GList *link = names; link != NULL; link = link->next)
    {
      double value;
      if (!find_metric (&value, evaluation, link->data))
        continue;
      known++;
      iso_compare_scalar (check, reference, link->data, value, ISO_CHECK_METRIC_TOLERANCE);
    }
  if (total == 0)
    iso_check_fail (check, _("the case expects nothing"));
  if (check->outcome == ISO_CHECK_PASS && known < total)
    iso_check_skip (check, _("%u of its %u metrics are not computed, the others agree"), total - known, total);
}

/* All that is expected: the ks of every “recall@k”, as far as there is room, and the other metrics. */
static void
collect_metrics (IsoEvaluation *evaluation, const IsoReferenceCase *reference)
{
  g_autoptr (GList) names = json_object_get_members (reference->expected);
  for (GList *link = names; link != NULL; link = link->next)
    {
      int k = recall_k (link->data);
      IsoMetricName metric = k > 0 ? ISO_METRIC_RECALL : iso_metric_find (link->data);
      if (metric < ISO_METRIC_COUNT)
        evaluation->metrics |= ISO_METRIC_BIT (metric);
      if (k > 0 && evaluation->k_count < ISO_RETRIEVAL_MAX_KS)
        evaluation->ks[evaluation->k_count++] = k;
    }
}

static void
check_metrics (IsoCheck *check, const IsoReferenceCase *reference, IsoPool *pool)
{
  GError *error = NULL;
  g_auto (IsoEvaluation) evaluation = { .kmeans = ISO_EVALUATION_KMEANS };
  size_t N = 0, D = 0, label_count = 0, cluster_count = 0;
  gint32 *labels = NULL, *clusters = NULL;
  float *embeddings = iso_reference_case_matrix (reference, &N, &D, "embeddings", &error);
  collect_metrics (&evaluation, reference);
  if (embeddings != NULL)
    labels = iso_reference_case_labels (reference, &label_count, "labels", &error);
  /* nmi and f1 are of the clustering that comes with the case: one made here would be another. */
  if (labels != NULL && (evaluation.metrics & ISO_METRICS_CLUSTERING) != 0)
    clusters = iso_reference_case_labels (reference, &cluster_count, "clusters", &error);
  if (error != NULL)
    iso_check_fail_with_error (check, error);
  else if (label_count != N || (clusters != NULL && cluster_count != N))
    iso_check_fail (check, _("the number of labels is not that of the embeddings"));
  else if (iso_evaluation_run (&evaluation, embeddings, labels, clusters, N, D, pool, NULL, &error))
    compare_metrics (check, reference, &evaluation);
  else
    iso_check_fail_with_error (check, error);
  iso_block_free (embeddings);
  iso_block_free (labels);
  iso_block_free (clusters);
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
    iso_reference_check_loss (&check, reference);
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
