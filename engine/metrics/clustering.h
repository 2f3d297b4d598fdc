/* How well a clustering agrees with the classes. */
#pragma once

#include "engine/metrics/classes.h"

typedef struct {
  double nmi; /* I(classes; clusters) / ((H(classes) + H(clusters)) / 2); 1 for one class in one cluster; NAN for N = 0 */
  double f1;  /* of pairs of samples, “same cluster” predicting “same class”; NAN where neither has a pair */
} IsoClusteringScores;

/* classes and clusters of the same N points. class_f1 (classes->class_count), or NULL: the same over the pairs that a class takes
 * part in; a pair of two classes counts half for each, so that numerators and denominators sum up to those of all. */
void iso_clustering_score (IsoClusteringScores *scores, double *class_f1, const IsoClasses *classes, const IsoClasses *clusters);
