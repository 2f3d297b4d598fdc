/* NumPy's .npz: a ZIP archive of .npy arrays, stored as they are.
 *
 *     g_autoptr (IsoNpzWriter) writer = iso_npz_writer_new ();
 *     iso_npz_writer_add_floats (writer, "embeddings", Z, N, D);
 *     iso_npz_writer_add_integers (writer, "labels", labels, N);
 *     iso_npz_writer_save (writer, path, &error);
 *
 *     local header, array | local header, array | … | central directory | end
 *
 * Nothing in the file says when it was written: the same arrays give the same bytes. numpy.load() reads all of it without pickle. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct _IsoNpzWriter IsoNpzWriter;

IsoNpzWriter *iso_npz_writer_new (void);
void iso_npz_writer_free (IsoNpzWriter *writer);

/* Arrays under names not used before, of letters, digits and underscores. Values are borrowed until the writer is freed. */
void iso_npz_writer_add_floats (IsoNpzWriter *writer, const char *name, const float *values, size_t rows, size_t columns);
void iso_npz_writer_add_integers (IsoNpzWriter *writer, const char *name, const gint32 *values, size_t count);
void iso_npz_writer_add_indices (IsoNpzWriter *writer, const char *name, const guint32 *values, size_t count);
/* Texts (count), UTF-8, as NumPy's fixed-width Unicode ("<U12"); copied. */
void iso_npz_writer_add_texts (IsoNpzWriter *writer, const char *name, const char *const *texts, size_t count);

/* Whole or not at all. ISO_ERROR_FILE names path and cause; ISO_ERROR_MEMORY where it would be 4 GiB and more, which plain ZIP has no
 * numbers for. May be called again. */
bool iso_npz_writer_save (const IsoNpzWriter *writer, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoNpzWriter, iso_npz_writer_free)
