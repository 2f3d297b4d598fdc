#include "engine/metrics/clustering.h"

#include <math.h>

/* Pairs among n. */
static inline double
pairs_of (size_t n)
{
  return 0.5 * (double) n * ((double) n - 1.0);
}

static double
entropy (const IsoClasses *classes)
{
  double sum = 0.0, N = (double) classes->N;
  for (size_t c = 0; c < classes->class_count; c++)
    {
      double share = (double) iso_classes_size (classes, c) / N;
      sum -= share * log (share);
    }
  return sum;
}

static double
ratio (double numerator, double denominator)
{
  return denominator > 0.0 ? numerator / denominator : (double) NAN;
}

/* 2 TP / (2 TP + FP + FN): the denominator is the pairs of classes and the pairs of clusters together. */
static double
f1_of (double both, double class_pairs, double cluster_pairs)
{
  return ratio (2.0 * both, class_pairs + cluster_pairs);
}

static double
nmi_of (double information, const IsoClasses *classes, const IsoClasses *clusters)
{
  if (classes->N == 0)
    return (double) NAN;
  if (classes->class_count == 1 && clusters->class_count == 1)
    return 1.0;
  /* What is left of the sums where the two are independent is rounding. */
  if (information <= 0x1p-52)
    return 0.0;
  return information / (0.5 * (entropy (classes) + entropy (clusters)));
}

void
iso_clustering_score (IsoClusteringScores *scores, double *class_f1, const IsoClasses *classes, const IsoClasses *clusters)
{
  g_assert (classes->N == clusters->N);
  double N = (double) classes->N, information = 0.0, all_both = 0.0, all_class_pairs = 0.0, all_cluster_pairs = 0.0;
  g_autofree size_t *together = g_new0 (size_t, MAX (clusters->class_count, 1)); /* of one class, by cluster */
  for (size_t c = 0; c < classes->class_count; c++)
    {
      size_t start = classes->starts[c], end = classes->starts[c + 1], size = end - start;
      double both = 0.0, cluster_pairs = 0.0;
      for (size_t at = start; at < end; at++)
        together[clusters->class_of[classes->members[at]]]++;
      for (size_t at = start; at < end; at++)
        {
          size_t k = (size_t) clusters->class_of[classes->members[at]], n = together[k];
          size_t cluster_size = iso_classes_size (clusters, k);
          if (n == 0) /* this cluster was counted at its first member */
            continue;
          together[k] = 0;
          information += (double) n / N * log (N * (double) n / ((double) size * (double) cluster_size));
          both += pairs_of (n);
          cluster_pairs += pairs_of (n) + 0.5 * (double) n * (double) (cluster_size - n);
        }
      if (class_f1 != NULL)
        class_f1[c] = f1_of (both, pairs_of (size), cluster_pairs);
      all_both += both;
      all_class_pairs += pairs_of (size);
    }
  for (size_t k = 0; k < clusters->class_count; k++)
    all_cluster_pairs += pairs_of (iso_classes_size (clusters, k));
  scores->f1 = f1_of (all_both, all_class_pairs, all_cluster_pairs);
  scores->nmi = nmi_of (information, classes, clusters);
}
