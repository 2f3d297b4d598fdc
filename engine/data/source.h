/* Where data come from: the one function that turns the parameter `data.source` into a dataset. */
#pragma once

#include <gio/gio.h>

#include "engine/data/dataset.h"

/* source:
 *   "sample"         the embedded 10 × 300 images of Fashion-MNIST
 *   "fashion-mnist"  the full set, where Debian's dataset-fashion-mnist installs it
 *   a folder         with IDX files as MNIST names them (gzip or plain), or with an embeddings/features .npy and labels.npy
 *   a file           NAME.npy with features (N, F) or images (N, H, W) or (N, C, H, W), with labels in NAME_labels.npy,
 *                    NAME-labels.npy or labels.npy beside it
 * Errors name the file, the field, what was found and what was expected. */
IsoDataset *iso_source_load (const char *source, GCancellable *cancellable, GError **error);
