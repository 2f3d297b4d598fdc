/* Reading whole files with errors that name them. */
#pragma once

#include <gio/gio.h>

/* The contents of a regular file; ISO_ERROR_FILE (with the file's name and what is in the way), ISO_ERROR_MEMORY or
 * ISO_ERROR_CANCELLED. */
GBytes *iso_file_load (GFile *file, GCancellable *cancellable, GError **error);

/* The same; but a large file of this machine is mapped instead of read: *mapped. Then reading its bytes can take as long as the
 * disk takes, and a file that is cut short meanwhile ends the program. Small files are read, for they are the ones that are written
 * anew while the program runs. */
GBytes *iso_file_map (GFile *file, gboolean *mapped, GCancellable *cancellable, GError **error);

/* The bytes of a regular file, and how many there are. */
GInputStream *iso_file_open (GFile *file, goffset *size, GCancellable *cancellable, GError **error);

/* What GIO says went wrong with the file `name`, as an error of the engine. */
void iso_file_translate_error (GError **error, const char *name, const GError *cause);
