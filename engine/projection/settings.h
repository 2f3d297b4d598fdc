/* How embeddings are laid out in the plane, as plain values. Ranges and defaults stand in the table of parameters, under
 * "projection.…". */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* In the order of the choices of `projection.method`. */
typedef enum {
  ISO_PROJECTION_PCA,
  ISO_PROJECTION_TSNE,
  ISO_PROJECTION_UMAP,
  ISO_PROJECTION_AXES,
  ISO_PROJECTION_METHOD_COUNT
} IsoProjectionMethod;

/* In the order of the choices of `projection.search`. */
typedef enum { ISO_NEAREST_AUTOMATIC, ISO_NEAREST_EXACT, ISO_NEAREST_APPROXIMATE } IsoNearestSearch;

/* In the order of the choices of `projection.pca_solver`. */
typedef enum { ISO_PCA_AUTOMATIC, ISO_PCA_EXACT, ISO_PCA_RANDOMIZED } IsoPcaSolver;

typedef struct {
  int method; /* IsoProjectionMethod */
  int seed;
  int search; /* IsoNearestSearch */
  struct {
    int solver; /* IsoPcaSolver */
  } pca;
  struct {
    double perplexity;
    double exaggeration;    /* of the attraction, in the early phase */
    int exaggeration_steps; /* its length */
    int steps;              /* in all */
    double learning_rate;   /* 0: max (N / exaggeration, 50) (Belkina et al. 2019) */
    double early_momentum, momentum;
  } tsne;
  struct {
    int neighbors;
    double min_dist, spread;
    int epochs; /* 0: 500 up to 10 000 points, 200 beyond (McInnes et al. 2018) */
    double learning_rate;
    int negative_samples; /* for each attraction */
  } umap;
  struct {
    const char *across_from, *across_to, *up_from, *up_to; /* interned, or NULL: iso_axis_settings_read() reads them */
  } axes;
} IsoProjectionSettings;

/* Whether the method's maps form in steps; else they are finished once they are prepared, and say what share of the variance they
 * show. */
bool iso_projection_method_has_steps (int method);

/* Whether both lay the same embeddings out alike: their methods, and what plays a part for it, are the same. */
bool iso_projection_settings_agree (const IsoProjectionSettings *a, const IsoProjectionSettings *b);
