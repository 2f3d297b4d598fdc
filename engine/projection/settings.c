#include "engine/projection/settings.h"

static bool
same (double a, double b)
{
  return !(a < b) && !(a > b);
}

static bool
tsne_agrees (const IsoProjectionSettings *a, const IsoProjectionSettings *b)
{
  return same (a->tsne.perplexity, b->tsne.perplexity) && same (a->tsne.exaggeration, b->tsne.exaggeration)
         && a->tsne.exaggeration_steps == b->tsne.exaggeration_steps && a->tsne.steps == b->tsne.steps
         && same (a->tsne.learning_rate, b->tsne.learning_rate) && same (a->tsne.early_momentum, b->tsne.early_momentum)
         && same (a->tsne.momentum, b->tsne.momentum);
}

static bool
umap_agrees (const IsoProjectionSettings *a, const IsoProjectionSettings *b)
{
  return a->umap.neighbors == b->umap.neighbors && same (a->umap.min_dist, b->umap.min_dist)
         && same (a->umap.spread, b->umap.spread) && a->umap.epochs == b->umap.epochs
         && same (a->umap.learning_rate, b->umap.learning_rate) && a->umap.negative_samples == b->umap.negative_samples;
}

static bool
axes_agree (const IsoProjectionSettings *a, const IsoProjectionSettings *b)
{
  return g_strcmp0 (a->axes.across_from, b->axes.across_from) == 0 && g_strcmp0 (a->axes.across_to, b->axes.across_to) == 0
         && g_strcmp0 (a->axes.up_from, b->axes.up_from) == 0 && g_strcmp0 (a->axes.up_to, b->axes.up_to) == 0;
}

bool
iso_projection_method_has_steps (int method)
{
  return method == ISO_PROJECTION_TSNE || method == ISO_PROJECTION_UMAP;
}

bool
iso_projection_settings_agree (const IsoProjectionSettings *a, const IsoProjectionSettings *b)
{
  if (a->method != b->method)
    return false;
  switch (a->method)
    {
    case ISO_PROJECTION_TSNE:
      return a->seed == b->seed && a->search == b->search && tsne_agrees (a, b);
    case ISO_PROJECTION_UMAP:
      return a->seed == b->seed && a->search == b->search && umap_agrees (a, b);
    case ISO_PROJECTION_AXES:
      return axes_agree (a, b);
    case ISO_PROJECTION_PCA:
    default:
      /* A randomized solver draws by the seed, but to so many digits that no picture shows it. */
      return a->pca.solver == b->pca.solver;
    }
}
