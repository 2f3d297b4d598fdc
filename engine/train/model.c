#include "engine/train/model.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/train/embedder.h"

struct _IsoModel {
  IsoNetwork *network;
  float *weights; /* (weight_count) */
  IsoNormalizer normalizer;
  IsoEmbedder *embedder;
};

/* Whether the first layer takes what a sample has; said in a person's words before shapes are compared. */
static bool
check_input (const IsoCheckpoint *checkpoint, const char *prefix, const IsoNetwork *network, const IsoDataset *dataset,
             GError **error)
{
  size_t count;
  const IsoTensor *first = iso_network_tensors (network, &count);
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  g_autofree char *name = g_strconcat (prefix, first->name, NULL);
  const IsoSafetensor *stored = iso_safetensors_find (file, name);
  if (stored == NULL || stored->dimension_count != first->dimension_count || stored->sizes[1] == first->sizes[1])
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
               first->dimension_count > 2 ? _("%s: expected images whose number of channels is %zu; in %s it is %zu")
                                          : _("%s: expected samples whose number of values is %zu; in %s it is %zu"),
               iso_safetensors_name (file), stored->sizes[1], iso_dataset_name (dataset), first->sizes[1]);
  return false;
}

static bool
read_weights (IsoModel *model, const IsoCheckpoint *checkpoint, const IsoDataset *dataset, bool of_teacher, GError **error)
{
  const IsoSafetensors *file = iso_checkpoint_file (checkpoint);
  const char *prefix = of_teacher ? "teacher." : "";
  size_t count;
  g_autofree char *first = g_strconcat (prefix, iso_network_tensors (model->network, &count)->name, NULL);
  if (of_teacher && iso_safetensors_find (file, first) == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found no teacher in it"), iso_safetensors_name (file));
      return false;
    }
  if (!check_input (checkpoint, prefix, model->network, dataset, error))
    return false;
  model->weights = iso_checkpoint_read_weights (file, prefix, model->network, error);
  return model->weights != NULL;
}

IsoModel *
iso_model_new (const IsoCheckpoint *checkpoint, const IsoSettings *settings, const IsoDataset *dataset, bool of_teacher,
               GError **error)
{
  g_autoptr (IsoModel) model = g_new0 (IsoModel, 1);
  IsoSampleShape shape = iso_dataset_shape (dataset);
  IsoNetworkInput input = { iso_dataset_feature_count (dataset), shape.channels, shape.is_image ? shape.height : 0,
                            shape.is_image ? shape.width : 0 };
  model->network = iso_network_new (&settings->network, &input, error);
  if (model->network == NULL || !iso_checkpoint_normalizer (&model->normalizer, checkpoint, error)
      || !read_weights (model, checkpoint, dataset, of_teacher, error))
    return NULL;
  model->embedder = iso_embedder_new (model->network, 0);
  iso_embedder_prepare (model->embedder, model->weights);
  return g_steal_pointer (&model);
}

void
iso_model_free (IsoModel *model)
{
  if (model == NULL)
    return;
  iso_embedder_free (model->embedder);
  iso_block_free (model->weights);
  g_clear_pointer (&model->network, iso_network_unref);
  g_free (model);
}

const IsoNetwork *
iso_model_network (const IsoModel *model)
{
  return model->network;
}

/* embeddings (count, D): those from `start` on. */
static bool
check_finite (const float *embeddings, const guint32 *indices, size_t count, size_t D, GError **error)
{
  for (size_t i = 0; i < count * D; i++)
    if (!isfinite (embeddings[i]))
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_NUMERIC, _("the embedding of sample %u is not finite"), indices[i / D]);
        return false;
      }
  return true;
}

bool
iso_model_embed (IsoModel *model, float *embeddings, const IsoDataset *dataset, const guint32 *indices, size_t N,
                 const IsoModelReport *report, GCancellable *cancellable, IsoPool *pool, GError **error)
{
  size_t D = iso_network_embedding_size (model->network), rows = iso_embedder_rows (model->embedder);
  for (size_t start = 0; start < N; start += rows)
    {
      size_t count = MIN (rows, N - start);
      float *part = embeddings + start * D;
      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error_literal (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("interrupted"));
          return false;
        }
      iso_embedder_run (model->embedder, part, model->weights, dataset, model->normalizer, indices + start, count, pool);
      if (!check_finite (part, indices + start, count, D, error))
        return false;
      if (report != NULL && report->progress != NULL)
        report->progress (report->data, (double) (start + count) / (double) N);
    }
  return true;
}
