/* Safetensors files: named arrays behind a JSON header, as PyTorch's users keep weights. Nothing in them is ever run.
 *
 *     8 bytes: length of the header, little endian | header | values
 *     {"__metadata__": {"key": "text"}, "0.weight": {"dtype": "F32", "shape": [512, 784], "data_offsets": [0, 1605632]}, …}
 *
 * The file is read whole; tensors point into it. Every length is checked against the file's own before anything is read by it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ISO_SAFETENSORS_MAX_DIMENSIONS 8

typedef enum {
  ISO_SAFETENSORS_BOOL,
  ISO_SAFETENSORS_U8,
  ISO_SAFETENSORS_I8,
  ISO_SAFETENSORS_U16,
  ISO_SAFETENSORS_I16,
  ISO_SAFETENSORS_F16,
  ISO_SAFETENSORS_BF16,
  ISO_SAFETENSORS_U32,
  ISO_SAFETENSORS_I32,
  ISO_SAFETENSORS_F32,
  ISO_SAFETENSORS_U64,
  ISO_SAFETENSORS_I64,
  ISO_SAFETENSORS_F64,
  ISO_SAFETENSORS_TYPE_COUNT,
} IsoSafetensorsType;

/* "F32", and the bytes of one value. */
const char *iso_safetensors_type_name (IsoSafetensorsType type);
size_t iso_safetensors_type_size (IsoSafetensorsType type);

typedef struct {
  const char *name;
  IsoSafetensorsType type;
  guint32 dimension_count; /* 0: a single value */
  size_t sizes[ISO_SAFETENSORS_MAX_DIMENSIONS];
  size_t element_count;
  const guint8 *values; /* little endian, anywhere in memory: not aligned; as long as the file lives */
} IsoSafetensor;

typedef struct _IsoSafetensors IsoSafetensors;

/* Reads a regular file; ISO_ERROR_FILE or ISO_ERROR_MEMORY, and what iso_safetensors_parse() refuses. */
IsoSafetensors *iso_safetensors_read (const char *path, GError **error);

/* ISO_ERROR_FORMAT, naming `name`, the tensor, what was found and what was expected: a header longer than the file (or than 4 MiB),
 * that is no JSON or not of this form; types unknown, more than 8 dimensions, sizes that overflow; offsets that disagree with the
 * shape, leave the file, overlap or leave a gap. Takes a reference of contents. */
IsoSafetensors *iso_safetensors_parse (const char *name, GBytes *contents, GError **error);
void iso_safetensors_free (IsoSafetensors *file);

/* The path or name it was read by. */
const char *iso_safetensors_name (const IsoSafetensors *file);
/* All tensors, in the order of their values. */
const IsoSafetensor *iso_safetensors_tensors (const IsoSafetensors *file, size_t *count);
/* NULL where there is none of this name. */
const IsoSafetensor *iso_safetensors_find (const IsoSafetensors *file, const char *name);
/* A text of __metadata__; NULL where there is none of this key. */
const char *iso_safetensors_metadata (const IsoSafetensors *file, const char *key);

/* Copies tensor `name`, which must have exactly this shape, sizes (dimension_count), and this type. */
bool iso_safetensors_copy (void *out, const IsoSafetensors *file, const char *name, IsoSafetensorsType type,
                           guint32 dimension_count, const size_t *sizes, GError **error);

/* The same as float32, from F32, F64, F16 or BF16; ISO_ERROR_NUMERIC, naming the place, for a value that is NaN, infinite or too
 * large for float32. */
bool iso_safetensors_copy_floats (float *out, const IsoSafetensors *file, const char *name, guint32 dimension_count,
                                  const size_t *sizes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSafetensors, iso_safetensors_free)
