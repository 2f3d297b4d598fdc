/* Reading whole files with errors that name them. */
#pragma once

#include <gio/gio.h>

/* The contents of a regular file; ISO_ERROR_FILE (with the file's name and what is in the way), ISO_ERROR_MEMORY or
 * ISO_ERROR_CANCELLED. */
GBytes *iso_file_load (GFile *file, GCancellable *cancellable, GError **error);
