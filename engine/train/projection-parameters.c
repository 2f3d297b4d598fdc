/* The rows of "projection.…". */
#include "engine/train/projection-parameters.h"

#include <glib/gi18n-lib.h>
#include <stddef.h>

#include "engine/train/settings.h"

#define AT(field) offsetof (IsoSettings, field)
#define LOOKS (ISO_PARAMETER_LIVE | ISO_PARAMETER_ONLY_LOOKS)
#define LIMIT_INTEGER 2147483647.0

static const char *const projection_names[] = { "pca", "tsne", "umap", "axes", NULL };
static const char *const projection_titles[] = { N_("PCA"), N_("t-SNE"), N_("UMAP"), N_("Axes"), NULL };
static const char *const search_names[] = { "automatic", "exact", "approximate", NULL };
static const char *const search_titles[] = { N_("automatic"), N_("exact"), N_("approximate"), NULL };
static const char *const pca_solver_names[] = { "automatic", "exact", "randomized", NULL };
static const char *const pca_solver_titles[] = { N_("automatic"), N_("exact"), N_("randomized"), NULL };

#define WHEN_PCA .when_key = "projection.method", .when_mask = 1u << ISO_PROJECTION_PCA
#define WHEN_TSNE .when_key = "projection.method", .when_mask = 1u << ISO_PROJECTION_TSNE
#define WHEN_UMAP .when_key = "projection.method", .when_mask = 1u << ISO_PROJECTION_UMAP
#define WHEN_AXES .when_key = "projection.method", .when_mask = 1u << ISO_PROJECTION_AXES
#define WHEN_NEIGHBORS \
  .when_key = "projection.method", .when_mask = 1u << ISO_PROJECTION_TSNE | 1u << ISO_PROJECTION_UMAP

static const IsoParameter projection_entries[] = {
  { "projection.method", N_("Method"), NULL, NULL,
    N_("PCA shows the two directions of largest variance, true to scale. t-SNE and UMAP keep neighbors together and tear the rest. "
       "Axes go from a class or sample to another."),
    ISO_PARAMETER_CHOICE, LOOKS, .initial = ISO_PROJECTION_PCA, .choices = projection_names, .titles = projection_titles,
    .offset = AT (projection.method) },
  { "projection.pca_solver", N_("Solver"), NULL, NULL,
    N_("Exact: all eigenvectors of the covariance. Randomized: the first two to many digits, faster with many dimensions."),
    ISO_PARAMETER_CHOICE, LOOKS, .initial = ISO_PCA_AUTOMATIC, .choices = pca_solver_names, .titles = pca_solver_titles,
    .offset = AT (projection.pca.solver), WHEN_PCA },
  { "projection.perplexity", N_("Perplexity"), NULL, N_("neighbors"),
    N_("About how many neighbors each point holds to. Small shows fine structure, large the coarse one."), ISO_PARAMETER_REAL,
    LOOKS | ISO_PARAMETER_LOGARITHMIC, 1.0, 1000.0, .initial = 30.0, .soft_minimum = 5.0, .soft_maximum = 100.0,
    .offset = AT (projection.tsne.perplexity), WHEN_TSNE },
  { "projection.steps", N_("Steps"), NULL, NULL, N_("Steps of gradient descent in all."), ISO_PARAMETER_INTEGER, LOOKS, 10, 100000,
    .initial = 1000, .soft_minimum = 250, .soft_maximum = 2000, .offset = AT (projection.tsne.steps), WHEN_TSNE },
  { "projection.exaggeration", N_("Exaggeration"), NULL, NULL,
    N_("Attraction is multiplied by it in the early phase, so that clusters find their places."), ISO_PARAMETER_REAL, LOOKS, 1.0,
    100.0, .initial = 12.0, .soft_minimum = 1.0, .soft_maximum = 24.0, .offset = AT (projection.tsne.exaggeration), WHEN_TSNE },
  { "projection.exaggeration_steps", N_("Early phase"), NULL, N_("steps"), N_("How long attraction is exaggerated."),
    ISO_PARAMETER_INTEGER, LOOKS, 0, 100000, .initial = 250, .soft_minimum = 0, .soft_maximum = 500,
    .offset = AT (projection.tsne.exaggeration_steps), WHEN_TSNE },
  { "projection.learning_rate", N_("Learning rate"), NULL, NULL,
    N_("Length of a step; 0: by the number of points, N / exaggeration, at least 50."), ISO_PARAMETER_REAL, LOOKS, 0.0, 1e6,
    .initial = 0.0, .soft_minimum = 0.0, .soft_maximum = 1000.0, .offset = AT (projection.tsne.learning_rate), WHEN_TSNE },
  { "projection.early_momentum", N_("Early momentum"), NULL, NULL, N_("Share of the last step that is taken again, early phase."),
    ISO_PARAMETER_REAL, LOOKS | ISO_PARAMETER_BELOW_MAXIMUM, 0.0, 1.0, .initial = 0.5,
    .offset = AT (projection.tsne.early_momentum), WHEN_TSNE },
  { "projection.momentum", N_("Momentum"), NULL, NULL, N_("Share of the last step that is taken again, after the early phase."),
    ISO_PARAMETER_REAL, LOOKS | ISO_PARAMETER_BELOW_MAXIMUM, 0.0, 1.0, .initial = 0.8, .offset = AT (projection.tsne.momentum),
    WHEN_TSNE },
  { "projection.neighbors", N_("Neighbors"), NULL, NULL,
    N_("How many neighbors each point is tied to. Small shows fine structure, large the coarse one."), ISO_PARAMETER_INTEGER,
    LOOKS | ISO_PARAMETER_LOGARITHMIC, 2, 1000, .initial = 15, .soft_minimum = 3, .soft_maximum = 100, .offset = AT (projection.umap.neighbors),
    WHEN_UMAP },
  { "projection.min_dist", N_("Least distance"), NULL, NULL, N_("How closely points may be packed."), ISO_PARAMETER_REAL, LOOKS, 0.0,
    10.0, .initial = 0.1, .soft_minimum = 0.0, .soft_maximum = 1.0, .offset = AT (projection.umap.min_dist), WHEN_UMAP },
  { "projection.spread", N_("Spread"), NULL, NULL, N_("Scale of the map, beside the least distance."), ISO_PARAMETER_REAL,
    LOOKS | ISO_PARAMETER_ABOVE_MINIMUM, 0.0, 10.0, .initial = 1.0, .soft_minimum = 0.5, .soft_maximum = 3.0,
    .offset = AT (projection.umap.spread), WHEN_UMAP },
  { "projection.epochs", N_("Passes"), NULL, NULL, N_("Passes over all ties; 0: 500 up to 10 000 points, 200 beyond."),
    ISO_PARAMETER_INTEGER, LOOKS, 0, 100000, .initial = 0, .soft_minimum = 0, .soft_maximum = 500,
    .offset = AT (projection.umap.epochs), WHEN_UMAP },
  { "projection.negative_samples", N_("Negative samples"), NULL, NULL, N_("Points pushed away for each tie pulled together."),
    ISO_PARAMETER_INTEGER, LOOKS, 1, 100, .initial = 5, .soft_minimum = 1, .soft_maximum = 20,
    .offset = AT (projection.umap.negative_samples), WHEN_UMAP },
  { "projection.umap_learning_rate", N_("Learning rate"), NULL, NULL, N_("Length of the first pass's moves; falls to 0."),
    ISO_PARAMETER_REAL, LOOKS | ISO_PARAMETER_ABOVE_MINIMUM, 0.0, 100.0, .initial = 1.0, .soft_minimum = 0.1, .soft_maximum = 2.0,
    .offset = AT (projection.umap.learning_rate), WHEN_UMAP },
  { "projection.across_from", N_("Across, from"), NULL, NULL,
    N_("Where the axis across begins: the center of a class (class 3) or a sample (sample 12). Empty: the first class there is."),
    ISO_PARAMETER_TEXT, LOOKS, .initial_text = "", .offset = AT (projection.axes.across_from), WHEN_AXES },
  { "projection.across_to", N_("Across, to"), NULL, NULL, N_("Where the axis across goes to. Empty: the first other class."),
    ISO_PARAMETER_TEXT, LOOKS, .initial_text = "", .offset = AT (projection.axes.across_to), WHEN_AXES },
  { "projection.up_from", N_("Up, from"), NULL, NULL,
    N_("Where the axis up begins, of which the part at right angles to the other is taken. Empty: the largest variance left."),
    ISO_PARAMETER_TEXT, LOOKS, .initial_text = "", .offset = AT (projection.axes.up_from), WHEN_AXES },
  { "projection.up_to", N_("Up, to"), NULL, NULL, N_("Where the axis up goes to. Empty: the first other class."), ISO_PARAMETER_TEXT,
    LOOKS, .initial_text = "", .offset = AT (projection.axes.up_to), WHEN_AXES },
  { "projection.search", N_("Neighbor search"), NULL, NULL,
    N_("Exact, or approximate, which is faster for very many points; the share of neighbors found is then said."),
    ISO_PARAMETER_CHOICE, LOOKS, .initial = ISO_NEAREST_AUTOMATIC, .choices = search_names, .titles = search_titles,
    .offset = AT (projection.search), WHEN_NEIGHBORS },
  { "projection.seed", N_("Seed"), NULL, NULL, N_("The same seed gives the same map."), ISO_PARAMETER_INTEGER, LOOKS, 0,
    LIMIT_INTEGER, .initial = 1, .soft_minimum = 0, .soft_maximum = 100, .offset = AT (projection.seed) },
};

const IsoParameter *
iso_projection_parameters (size_t *count)
{
  *count = G_N_ELEMENTS (projection_entries);
  return projection_entries;
}
