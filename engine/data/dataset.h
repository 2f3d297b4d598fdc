/* A labelled set of samples: immutable once made, shared by reference between threads.
 *
 * Samples are kept as they came (bytes for images, float32 for features) and turned into normalized float32 rows when a batch is
 * gathered: value = (raw / raw_unit − shift) · scale, where raw_unit is 255 for bytes and 1 for floats. Bytes keep the full
 * Fashion-MNIST at 55 MB instead of 220.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct _IsoDataset IsoDataset;

typedef enum { ISO_PART_UNSPECIFIED, ISO_PART_TRAIN, ISO_PART_TEST } IsoPart;

typedef enum {
  ISO_NORMALIZATION_NONE,     /* as they are: bytes as 0 … 1 */
  ISO_NORMALIZATION_CENTERED, /* (x − 0.5) / 0.5 for bytes; features unchanged */
  ISO_NORMALIZATION_STANDARD, /* minus the mean, divided by the standard deviation, of all values of the training part */
} IsoNormalization;

/* What a sample is: `channels` planes of height × width; plain features are 1 × 1 × features with is_image false. */
typedef struct {
  guint32 channels, height, width;
  bool is_image;
} IsoSampleShape;

/* Takes ownership of everything passed (also on failure). bytes or floats (N, F), exactly one of them, from iso_block_new() as
 * are labels (N) in 0 … class_count − 1 and parts (N) or NULL; class_names NULL-terminated with class_count entries
 * (g_strfreev()), or NULL for "0", "1", ….
 * Fails with ISO_ERROR_FORMAT, naming `name` and the sample, on a label out of range, a value that is NaN or infinite, no
 * samples, no classes, samples without values. */
IsoDataset *iso_dataset_new (const char *name, IsoSampleShape shape, size_t sample_count, guint8 *bytes, float *floats,
                             gint32 *labels, IsoPart *parts, guint32 class_count, char **class_names, GError **error);
IsoDataset *iso_dataset_ref (IsoDataset *dataset);
void iso_dataset_unref (IsoDataset *dataset);

const char *iso_dataset_name (const IsoDataset *dataset);
IsoSampleShape iso_dataset_shape (const IsoDataset *dataset);
size_t iso_dataset_sample_count (const IsoDataset *dataset);
/* F = channels * height * width */
size_t iso_dataset_feature_count (const IsoDataset *dataset);
/* Whether samples are kept as bytes: then their values never leave 0 … 1 before normalization. */
bool iso_dataset_has_bytes (const IsoDataset *dataset);
guint32 iso_dataset_class_count (const IsoDataset *dataset);
/* Label of class `index`; valid as long as the dataset. */
const char *iso_dataset_class_name (const IsoDataset *dataset, guint32 index);
const gint32 *iso_dataset_labels (const IsoDataset *dataset);
/* NULL where the set comes without an official division. */
const IsoPart *iso_dataset_parts (const IsoDataset *dataset);
/* 16 hexadecimal digits over shape, values and labels: the same data give the same fingerprint. */
const char *iso_dataset_fingerprint (const IsoDataset *dataset);

/* An affine map from raw_unit-scaled values to network input. */
typedef struct {
  float shift, scale;
} IsoNormalizer;

/* The normalizer of `kind`; standard statistics are over the samples in indices (count), that is the training part. */
IsoNormalizer iso_dataset_normalizer (const IsoDataset *dataset, IsoNormalization kind, const guint32 *indices, size_t count);

/* out (count, F) = normalized samples of indices (count). */
void iso_dataset_gather (float *out, const IsoDataset *dataset, IsoNormalizer normalizer, const guint32 *indices, size_t count);

/* out (height, width) grey bytes of one image for a thumbnail: false if the set holds no images. */
bool iso_dataset_thumbnail (guint8 *out, const IsoDataset *dataset, guint32 index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoDataset, iso_dataset_unref)
