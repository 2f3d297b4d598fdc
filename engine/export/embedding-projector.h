/* The files that the Embedding Projector opens, TensorBoard's (tensorboard --logdir FOLDER) as well as the one on a page of its own:
 *
 *     vectors.tsv             N rows of D numbers between tabs, no header
 *     metadata.tsv            a header and N rows: name and number of the class, sample of the data set
 *     sprite.png              a square grid of the samples' pictures, row by row from the upper left corner, where they are pictures
 *     projector_config.pbtxt  says so to TensorBoard
 *     projector_config.json   says so to the page of its own
 *
 * Paths in the last two are relative: the files stay together. */
#pragma once

#include "engine/data/dataset.h"

/* The projector's own bound: larger textures are refused by many graphics cards. */
#define ISO_PROJECTOR_MOST_PIXELS 8192

typedef struct {
  const char *title;       /* of the tensor, one line: "test embeddings, epoch 20" */
  size_t N, D;
  const float *embeddings; /* (N, D) */
  const guint32 *indices;  /* (N) into the dataset */
  const IsoDataset *dataset;
} IsoProjectorContents;

/* vectors.tsv, metadata.tsv, projector_config.pbtxt, projector_config.json, NULL-terminated; and sprite.png, which is there only where
 * iso_projector_has_sprite(). */
extern const char *const iso_projector_names[];
#define ISO_PROJECTOR_SPRITE "sprite.png"

/* Whether the samples are pictures, and so few that each has at least a pixel. */
bool iso_projector_has_sprite (const IsoProjectorContents *contents);

/* How the pictures lie in the sheet. */
typedef struct {
  size_t columns;       /* and rows */
  size_t width, height; /* of one picture, as large as it is or reduced until the sheet's sides are within the bound */
} IsoProjectorGrid;
IsoProjectorGrid iso_projector_grid (size_t N, size_t width, size_t height);

/* Writes all of them into `folder`, each whole or not at all. ISO_ERROR_FILE names path and cause; ISO_ERROR_MEMORY where there is no
 * room for the sheet. */
bool iso_projector_write (const char *folder, const IsoProjectorContents *contents, GError **error);
