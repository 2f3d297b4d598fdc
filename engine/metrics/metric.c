#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const IsoMetric metrics[ISO_METRIC_COUNT] = {
  [ISO_METRIC_RECALL] = {
    .name = "recall", .title = "Recall@k",
    .formula = "share of samples i with a sample of class y_i among the k nearest",
    .definition = N_("How often a sample of the same class is among the k nearest others. Higher is better; a sample alone in "
                     "its class counts as a miss."),
    .paper = "Jégou, Douze, Schmid: Product Quantization for Nearest Neighbor Search, TPAMI 2011",
    .maximum = 1.0,
    .of_classes = TRUE,
  },
  [ISO_METRIC_MAP_AT_R] = {
    .name = "map@r", .title = "MAP@R",
    .formula = "mean over i of (1/R) Σ_{r ≤ R} P(r) · [r-th nearest is of class y_i],  R = others of class y_i",
    .definition = N_("How much of its class a sample finds among its R nearest, and how early, R being the size of the rest of "
                     "the class. Higher is better; 1 only if each class is nearer to itself than to any other."),
    .paper = "Musgrave, Belongie, Lim: A Metric Learning Reality Check, ECCV 2020",
    .maximum = 1.0,
    .of_classes = TRUE,
  },
  [ISO_METRIC_R_PRECISION] = {
    .name = "r_precision", .title = "R-precision",
    .formula = "mean over i of P(R),  R = others of class y_i",
    .definition = N_("The share of its own class among the R nearest of a sample, R being the size of the rest of the class. "
                     "Higher is better; the order within the R does not count."),
    .paper = "Musgrave, Belongie, Lim: A Metric Learning Reality Check, ECCV 2020",
    .maximum = 1.0,
    .of_classes = TRUE,
  },
  [ISO_METRIC_MAP] = {
    .name = "map", .title = "MAP",
    .formula = "mean over i of (1/R) Σ_r P(r) · [r-th nearest is of class y_i], over all r",
    .definition = N_("Mean average precision: how early a sample finds all of its class in the order of all others. Higher is "
                     "better; late finds count, if little."),
    .maximum = 1.0,
    .of_classes = TRUE,
  },
  [ISO_METRIC_MAP_AT_1000] = {
    .name = "map@1000", .title = "MAP@1000",
    .formula = "mean over i of (1/min(R, 1000)) Σ_{r ≤ 1000} P(r) · [r-th nearest is of class y_i]",
    .definition = N_("Mean average precision among the 1000 nearest. Higher is better."),
    .paper = "Roth et al.: Revisiting Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020",
    .maximum = 1.0,
    .of_classes = TRUE,
  },
  [ISO_METRIC_NMI] = {
    .name = "nmi", .title = "NMI",
    .formula = "I(classes; clusters) / ((H(classes) + H(clusters)) / 2)",
    .definition = N_("How much a clustering of the embeddings into as many clusters as there are classes tells of the classes: "
                     "normalized mutual information. Higher is better; many classes give high values even by chance."),
    .paper = "Manning, Raghavan, Schütze: Introduction to Information Retrieval, Cambridge University Press 2008",
    .maximum = 1.0,
    .of_classes = FALSE,
  },
  [ISO_METRIC_F1] = {
    .name = "f1", .title = "F1",
    .formula = "2 P R / (P + R) of the pairs of one cluster as a guess of the pairs of one class",
    .definition = N_("How well being in one cluster predicts being of one class, over all pairs of samples. Higher is better."),
    .paper = "Manning, Raghavan, Schütze: Introduction to Information Retrieval, Cambridge University Press 2008",
    .maximum = 1.0,
    .of_classes = TRUE,
  },
  [ISO_METRIC_INTRA] = {
    .name = "intra", .title = N_("Distance within classes"),
    .formula = "mean over classes of the mean of 1 − cos(z_i, z_j), i ≠ j of the class",
    .definition = N_("How far apart samples of one class are. Lower is tighter; zero is a collapse of each class to a point."),
    .paper = "Roth et al.: Revisiting Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020",
    .maximum = 2.0, .better = ISO_METRIC_LOWER,
    .of_classes = TRUE,
  },
  [ISO_METRIC_INTER] = {
    .name = "inter", .title = N_("Distance between classes"),
    .formula = "mean of 1 − cos(μ_a, μ_b) over the centers of classes a ≠ b",
    .definition = N_("How far apart the centers of classes are. Higher is farther; there is none with a single class."),
    .paper = "Roth et al.: Revisiting Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020",
    .maximum = 2.0,
    .of_classes = TRUE,
  },
  [ISO_METRIC_INTRA_OVER_INTER] = {
    .name = "intra_over_inter", .title = N_("Within over between"),
    .formula = "intra / inter",
    .definition = N_("Distance within classes over distance between them. Lower separates better; too low may hurt on classes "
                     "never seen."),
    .paper = "Roth et al.: Revisiting Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020",
    .maximum = (double) INFINITY, .better = ISO_METRIC_LOWER,
    .of_classes = TRUE,
  },
  [ISO_METRIC_SPECTRAL_DECAY] = {
    .name = "spectral_decay", .title = N_("Spectral decay"),
    .formula = "KL(uniform ‖ σ / Σσ),  σ the singular values of the embedding matrix",
    .definition = N_("How unevenly the directions of the embedding space are used. Lower uses more of them, which helps on "
                     "classes never seen; infinite where a direction is not used at all."),
    .paper = "Roth et al.: Revisiting Training Strategies and Generalization Performance in Deep Metric Learning, ICML 2020",
    .maximum = (double) INFINITY, .better = ISO_METRIC_LOWER,
    .of_classes = FALSE,
  },
};

const IsoMetric *
iso_metric (IsoMetricName name)
{
  g_assert ((guint) name < ISO_METRIC_COUNT);
  return &metrics[name];
}

IsoMetricName
iso_metric_find (const char *name)
{
  for (guint i = 0; i < ISO_METRIC_COUNT; i++)
    if (strcmp (metrics[i].name, name) == 0)
      return (IsoMetricName) i;
  return ISO_METRIC_COUNT;
}

char *
iso_metric_range_text (const IsoMetric *metric)
{
  const char *direction = metric->better == ISO_METRIC_HIGHER ? _("higher is better") : _("lower is better");
  if (isinf (metric->maximum))
    return g_strdup_printf (_("from %g, %s"), metric->minimum, direction);
  return g_strdup_printf (_("%g to %g, %s"), metric->minimum, metric->maximum, direction);
}
