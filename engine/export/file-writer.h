/* A file that is there whole or not at all: written piece by piece beside its name, brought to the disk and moved in place.
 *
 *     IsoFileWriter *writer = iso_file_writer_new (path);
 *     iso_file_writer_add (writer, bytes, count);
 *     iso_file_writer_finish (writer, &error);
 *
 * What goes wrong on the way is kept and told at the end, so that those who write need not ask after every piece. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct _IsoFileWriter IsoFileWriter;

IsoFileWriter *iso_file_writer_new (const char *path);

void iso_file_writer_add (IsoFileWriter *writer, const void *bytes, size_t count);
void iso_file_writer_add_text (IsoFileWriter *writer, const char *text);

/* Whether all has gone well so far: a long loop may end early. */
bool iso_file_writer_is_well (const IsoFileWriter *writer);

/* Moves the file in place and frees the writer. ISO_ERROR_FILE names path and cause; then the name has what it had before, and
 * nothing else is left behind. */
bool iso_file_writer_finish (IsoFileWriter *writer, GError **error);

/* Frees the writer and what it has written: the name has what it had before. NULL is passed over. */
void iso_file_writer_abandon (IsoFileWriter *writer);

/* All of it at once. */
bool iso_file_write (const char *path, const void *bytes, size_t count, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoFileWriter, iso_file_writer_abandon)
