#include "engine/metrics/evaluation.h"

#include <math.h>
#include <string.h>

#include "engine/linalg/finite.h"
#include "engine/metrics/clustering.h"
#include "engine/metrics/geometry.h"

#define ANY_RETRIEVAL (ISO_METRICS_RETRIEVAL | ISO_METRICS_FULL_ORDER | ISO_METRIC_BIT (ISO_METRIC_R_PRECISION))

static inline bool
asks (const IsoEvaluation *evaluation, guint32 any_of)
{
  return (evaluation->metrics & any_of) != 0;
}

static void
forget_values (IsoEvaluation *evaluation)
{
  for (size_t k = 0; k < ISO_RETRIEVAL_MAX_KS; k++)
    evaluation->recall[k] = (double) NAN;
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    evaluation->values[name] = (double) NAN;
}

void
iso_evaluation_init (IsoEvaluation *evaluation, const IsoMetricChoice *choice, IsoKmeansSettings kmeans)
{
  *evaluation = (IsoEvaluation) { .metrics = choice->metrics, .k_count = choice->k_count, .kmeans = kmeans };
  memcpy (evaluation->ks, choice->ks, sizeof evaluation->ks);
  forget_values (evaluation);
}

static void
start (IsoEvaluation *evaluation, const IsoClasses *classes)
{
  size_t C = classes->class_count;
  evaluation->class_count = C;
  evaluation->class_labels = g_memdup2 (classes->labels, MAX (C, 1) * sizeof (gint32));
  evaluation->class_sizes = g_new (guint32, MAX (C, 1));
  for (size_t c = 0; c < C; c++)
    evaluation->class_sizes[c] = (guint32) iso_classes_size (classes, c);
  forget_values (evaluation);
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    if (asks (evaluation, ISO_METRIC_BIT (name)) && name != ISO_METRIC_RECALL && iso_metric ((IsoMetricName) name)->of_classes)
      evaluation->class_values[name] = g_new (double, MAX (C, 1));
  if (asks (evaluation, ISO_METRIC_BIT (ISO_METRIC_RECALL)))
    evaluation->class_recall = g_new (double, MAX (C * evaluation->k_count, 1));
}

static double
retrieval_value (const IsoRetrieval *retrieval, IsoMetricName name)
{
  switch (name)
    {
    case ISO_METRIC_MAP_AT_R:
      return retrieval->map_at_r;
    case ISO_METRIC_R_PRECISION:
      return retrieval->r_precision;
    case ISO_METRIC_MAP:
      return retrieval->map;
    case ISO_METRIC_MAP_AT_1000:
      return retrieval->map_at_1000;
    default:
      g_assert_not_reached ();
    }
}

static bool
run_retrieval (IsoEvaluation *evaluation, const float *embeddings, const IsoClasses *classes, size_t D, IsoPool *pool,
               GCancellable *cancellable, GError **error)
{
  static const IsoMetricName names[] = { ISO_METRIC_MAP_AT_R, ISO_METRIC_R_PRECISION, ISO_METRIC_MAP, ISO_METRIC_MAP_AT_1000 };
  size_t C = classes->class_count;
  IsoRetrieval result = { .k_count = evaluation->k_count };
  g_autofree IsoRetrieval *of_classes = g_new0 (IsoRetrieval, MAX (C, 1));
  memcpy (result.ks, evaluation->ks, sizeof result.ks);
  if (!iso_retrieval_evaluate_classes (&result, of_classes, embeddings, classes, D,
                                       asks (evaluation, ISO_METRICS_FULL_ORDER) ? ISO_RETRIEVAL_FULL : ISO_RETRIEVAL_NEAREST,
                                       pool, cancellable, error))
    return false;
  for (size_t k = 0; evaluation->class_recall != NULL && k < result.k_count; k++)
    {
      evaluation->recall[k] = result.recall[k];
      for (size_t c = 0; c < C; c++)
        evaluation->class_recall[c * result.k_count + k] = of_classes[c].recall[k];
    }
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!asks (evaluation, ISO_METRIC_BIT (names[i])))
        continue;
      evaluation->values[names[i]] = retrieval_value (&result, names[i]);
      for (size_t c = 0; c < C; c++)
        evaluation->class_values[names[i]][c] = retrieval_value (&of_classes[c], names[i]);
    }
  return true;
}

static bool
run_clustering (IsoEvaluation *evaluation, const float *embeddings, const IsoClasses *classes, const gint32 *given, size_t D,
                IsoPool *pool, GCancellable *cancellable, GError **error)
{
  g_auto (IsoClasses) clusters = { 0 };
  IsoClusteringScores scores;
  size_t N = classes->N;
  if (given == NULL)
    {
      evaluation->clusters = g_new (gint32, MAX (N, 1));
      if (!iso_kmeans_cluster (evaluation->clusters, NULL, embeddings, N, D, classes->class_count, &evaluation->kmeans, pool,
                               cancellable, error))
        return false;
    }
  iso_classes_init (&clusters, given != NULL ? given : evaluation->clusters, N);
  iso_clustering_score (&scores, evaluation->class_values[ISO_METRIC_F1], classes, &clusters);
  if (asks (evaluation, ISO_METRIC_BIT (ISO_METRIC_NMI)))
    evaluation->values[ISO_METRIC_NMI] = scores.nmi;
  if (asks (evaluation, ISO_METRIC_BIT (ISO_METRIC_F1)))
    evaluation->values[ISO_METRIC_F1] = scores.f1;
  return true;
}

static double
geometry_value (const IsoGeometry *geometry, IsoMetricName name)
{
  return name == ISO_METRIC_INTRA ? geometry->intra : name == ISO_METRIC_INTER ? geometry->inter : geometry->intra_over_inter;
}

static void
run_geometry (IsoEvaluation *evaluation, const float *embeddings, const IsoClasses *classes, size_t D, IsoPool *pool)
{
  static const IsoMetricName names[] = { ISO_METRIC_INTRA, ISO_METRIC_INTER, ISO_METRIC_INTRA_OVER_INTER };
  size_t C = classes->class_count;
  IsoGeometry result;
  g_autofree IsoGeometry *of_classes = g_new (IsoGeometry, MAX (C, 1));
  iso_geometry_measure (&result, of_classes, embeddings, classes, D, pool);
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (!asks (evaluation, ISO_METRIC_BIT (names[i])))
        continue;
      evaluation->values[names[i]] = geometry_value (&result, names[i]);
      for (size_t c = 0; c < C; c++)
        evaluation->class_values[names[i]][c] = geometry_value (&of_classes[c], names[i]);
    }
}

bool
iso_evaluation_run (IsoEvaluation *evaluation, const float *embeddings, const gint32 *labels, const gint32 *clusters, size_t N,
                    size_t D, IsoPool *pool, GCancellable *cancellable, GError **error)
{
  g_auto (IsoClasses) classes = { 0 };
  g_assert (evaluation->k_count <= ISO_RETRIEVAL_MAX_KS);
  if (!iso_check_finite (embeddings, N, D, error))
    return false;
  iso_classes_init (&classes, labels, N);
  iso_evaluation_clear (evaluation);
  start (evaluation, &classes);
  bool done = (!asks (evaluation, ANY_RETRIEVAL) || run_retrieval (evaluation, embeddings, &classes, D, pool, cancellable, error))
              && (!asks (evaluation, ISO_METRICS_CLUSTERING)
                  || run_clustering (evaluation, embeddings, &classes, clusters, D, pool, cancellable, error))
              && (!asks (evaluation, ISO_METRIC_BIT (ISO_METRIC_SPECTRAL_DECAY))
                  || iso_spectral_decay (&evaluation->values[ISO_METRIC_SPECTRAL_DECAY], embeddings, N, D, pool, error));
  if (done && asks (evaluation, ISO_METRICS_GEOMETRY))
    run_geometry (evaluation, embeddings, &classes, D, pool);
  return done;
}

void
iso_evaluation_clear (IsoEvaluation *evaluation)
{
  g_clear_pointer (&evaluation->class_labels, g_free);
  g_clear_pointer (&evaluation->class_sizes, g_free);
  g_clear_pointer (&evaluation->class_recall, g_free);
  g_clear_pointer (&evaluation->clusters, g_free);
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    g_clear_pointer (&evaluation->class_values[name], g_free);
  evaluation->class_count = 0;
}
