/* Where data come from: the one function that turns the parameter `data.source` into a dataset. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "engine/data/dataset.h"

typedef enum { ISO_COLOR_AUTOMATIC, ISO_COLOR_GREY, ISO_COLOR_RGB, ISO_COLOR_COUNT } IsoImageColor;

/* What to load, and what sources that leave a choice make of it. */
typedef struct {
  const char *source;       /* see iso_source_load() */
  int size;                 /* pictures become square images of so many pixels */
  int color;                /* IsoImageColor of pictures; automatic: grey if all of them are */
  const char *label_column; /* of a table: a column's name or its number from 1; "" = found by its name, or the last */
} IsoSourceRequest;

/* Whether both give the same dataset. */
bool iso_source_request_equal (const IsoSourceRequest *a, const IsoSourceRequest *b);

/* What loading tells besides its result. */
typedef struct {
  /* May be NULL. Called from any thread, one at a time, with the share that is done, 0 … 1. */
  void (*progress) (gpointer data, double share);
  gpointer data;
  GPtrArray *skipped; /* of char *, owned: "FILE: why it was left out", one line each; or NULL to have them dropped */
} IsoSourceReport;

/* How many of these lines are about a file; the others, "FOLDER/: why", are about classes that have none left. */
guint iso_source_skipped_files (const GPtrArray *skipped);

/* source:
 *   "sample"         the embedded 10 × 300 images of Fashion-MNIST
 *   "fashion-mnist"  the full set, where Debian's dataset-fashion-mnist installs it
 *   "emoji"          the emoji designs that tools/get-data makes, at most 64 × 64 in colour: see isotherm/emoji of the user's data
 *   a folder         with IDX files as MNIST names them (gzip or plain), or with an embeddings/features .npy and labels.npy
 *                    or with pictures, in the layouts of image-list.h: size and color of the request are for these
 *   a file           NAME.npy with features (N, F) or images (N, H, W) or (N, C, H, W), with labels in NAME_labels.npy,
 *                    NAME-labels.npy or labels.npy beside it; NAME.npz with both; a table NAME.csv, .tsv, .csv.gz or .tsv.gz
 * report may be NULL. Errors name the file, the field, what was found and what was expected. */
IsoDataset *iso_source_load (const IsoSourceRequest *request, IsoSourceReport *report, GCancellable *cancellable, GError **error);

/* What a source is, by its name and by what is in the folder: that it can be loaded is not said. */
typedef enum {
  ISO_SOURCE_SAMPLE,
  ISO_SOURCE_IDX,
  ISO_SOURCE_NPY,
  ISO_SOURCE_NPZ,
  ISO_SOURCE_CSV,
  ISO_SOURCE_PICTURES, /* a folder that is none of the others */
} IsoSourceKind;
IsoSourceKind iso_source_kind (const char *source);
/* By the name alone, without a look at the disk: whether it may hold pictures of any size; whether it is a table as text. */
bool iso_source_may_hold_pictures (const char *source);
bool iso_source_is_table (const char *source);
