/* Writing safetensors files (engine/data/safetensors.h says what they are), as PyTorch's users load them.
 *
 *     IsoSafetensorsWriter *writer = iso_safetensors_writer_new ();
 *     iso_safetensors_writer_describe (writer, "format", "pt");
 *     iso_safetensors_writer_add (writer, "0.weight", ISO_SAFETENSORS_F32, weights, 2, (const size_t[]) { 512, 784 });
 *     iso_safetensors_writer_save (writer, path, &error);
 */
#pragma once

#include "engine/data/safetensors.h"

typedef struct _IsoSafetensorsWriter IsoSafetensorsWriter;

IsoSafetensorsWriter *iso_safetensors_writer_new (void);
void iso_safetensors_writer_free (IsoSafetensorsWriter *writer);

/* A text of __metadata__; a later one of the same key takes its place. Copied. */
void iso_safetensors_writer_describe (IsoSafetensorsWriter *writer, const char *key, const char *text);

/* A tensor of a name not used before; values of shape sizes (dimension_count), borrowed until the writer is freed. */
void iso_safetensors_writer_add (IsoSafetensorsWriter *writer, const char *name, IsoSafetensorsType type, const void *values,
                                 guint32 dimension_count, const size_t *sizes);

/* Values made for the writer, from iso_block_new(): they are freed with it. */
void iso_safetensors_writer_own (IsoSafetensorsWriter *writer, void *values);

/* Writes a temporary file beside the name, brings it to the disk and moves it in place: whatever happens, the name has the whole
 * new file or what it had before. ISO_ERROR_FILE names path and cause; ISO_ERROR_MEMORY where the sizes overflow. May be called
 * again. */
bool iso_safetensors_writer_save (const IsoSafetensorsWriter *writer, const char *path, GError **error);

/* The same bytes in memory; ISO_ERROR_MEMORY. */
GBytes *iso_safetensors_writer_bytes (const IsoSafetensorsWriter *writer, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSafetensorsWriter, iso_safetensors_writer_free)
