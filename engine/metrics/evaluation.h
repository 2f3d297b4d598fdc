/* Any of the metrics of a labelled set of embeddings, and what stands behind each: the values of the single classes.
 *
 *     IsoEvaluation evaluation = { .metrics = ISO_METRICS_ALL, .k_count = 2, .ks = { 1, 10 }, .kmeans = ISO_EVALUATION_KMEANS };
 *     if (iso_evaluation_run (&evaluation, embeddings, labels, NULL, N, D, pool, NULL, &error))
 *       … evaluation.recall[1], evaluation.values[ISO_METRIC_NMI], evaluation.class_values[ISO_METRIC_INTRA][c] …
 *     iso_evaluation_clear (&evaluation);
 */
#pragma once

#include "engine/metrics/choice.h"
#include "engine/metrics/kmeans.h"
#include "engine/metrics/metric.h"
#include "engine/metrics/retrieval.h"

#define ISO_EVALUATION_KMEANS { .seed = 0, .restarts = ISO_KMEANS_RESTARTS, .iterations = ISO_KMEANS_ITERATIONS }

typedef struct {
  /* Asked for: */
  guint32 metrics; /* bits of ISO_METRIC_BIT() */
  size_t k_count;
  int ks[ISO_RETRIEVAL_MAX_KS];
  IsoKmeansSettings kmeans; /* where nmi or f1 is asked for without a clustering */
  /* Found; NAN what was not asked for or is not defined: */
  double recall[ISO_RETRIEVAL_MAX_KS];
  double values[ISO_METRIC_COUNT]; /* of all but ISO_METRIC_RECALL */
  size_t class_count;
  gint32 *class_labels;                   /* (class_count): ascending */
  guint32 *class_sizes;                   /* (class_count) */
  double *class_recall;                   /* (class_count, k_count); NULL if not asked for */
  double *class_values[ISO_METRIC_COUNT]; /* (class_count); NULL if not asked for, or a class has none (IsoMetric.of_classes) */
  gint32 *clusters;                       /* (N): made for nmi and f1; NULL if given or not needed */
} IsoEvaluation;

/* Nothing found yet, all NAN, of what is asked for. */
void iso_evaluation_init (IsoEvaluation *evaluation, const IsoMetricChoice *choice, IsoKmeansSettings kmeans);

/* embeddings (N, D), labels (N) any integers; clusters (N), any integers, or NULL: then k-means makes as many as there are
 * classes. ISO_ERROR_NUMERIC on NaN or infinity in the embeddings (says at which row), ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED. */
bool iso_evaluation_run (IsoEvaluation *evaluation, const float *embeddings, const gint32 *labels, const gint32 *clusters,
                         size_t N, size_t D, IsoPool *pool, GCancellable *cancellable, GError **error);
void iso_evaluation_clear (IsoEvaluation *evaluation);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoEvaluation, iso_evaluation_clear)
