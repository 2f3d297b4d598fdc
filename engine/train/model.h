/* A trained network out of a checkpoint, with what stood between data and network: to embed samples, the run's own or any of the
 * same kind.
 *
 *     g_autoptr (IsoModel) model = iso_model_new (checkpoint, &settings, dataset, false, &error);
 *     iso_model_embed (model, embeddings, dataset, indices, N, &report, cancellable, pool, &error);
 */
#pragma once

#include <gio/gio.h>

#include "engine/train/checkpoint.h"

typedef struct _IsoModel IsoModel;

/* The weights of the checkpoint, or of_teacher its teacher's, for samples as `dataset` has them: as many values each as the network
 * takes, or for convolutions images of as many channels, which may be of another size. settings: the checkpoint's. Takes nothing
 * over. ISO_ERROR_ARGUMENT where the samples are of another kind or there is no teacher; ISO_ERROR_FORMAT, ISO_ERROR_MEMORY. */
IsoModel *iso_model_new (const IsoCheckpoint *checkpoint, const IsoSettings *settings, const IsoDataset *dataset, bool of_teacher,
                         GError **error);
void iso_model_free (IsoModel *model);

const IsoNetwork *iso_model_network (const IsoModel *model);

/* How far it is, 0 … 1; called on the caller's thread. */
typedef struct {
  void (*progress) (gpointer data, double share); /* or NULL */
  gpointer data;
} IsoModelReport;

/* embeddings (N, D), rows of unit norm, of dataset samples `indices` (N), normalized as those that it was trained on. report and
 * cancellable may be NULL; ISO_ERROR_CANCELLED, ISO_ERROR_NUMERIC for an embedding that is not finite, naming the sample. */
bool iso_model_embed (IsoModel *model, float *embeddings, const IsoDataset *dataset, const guint32 *indices, size_t N,
                      const IsoModelReport *report, GCancellable *cancellable, IsoPool *pool, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoModel, iso_model_free)
