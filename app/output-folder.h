/* A folder that a command fills with files.
 *
 * It is claimed before the work, so that an hour's run does not end in a refusal; the files are written to a hidden folder
 * within it and moved in place together, so that an error leaves nothing half done.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
  const char *const *names; /* of the files, NULL-terminated */
  char *path;               /* absolute; NULL unless claimed */
  GPtrArray *created;       /* folders made for it, outermost first */
} IsoOutputFolder;

/* Makes the folder, parents included, or takes it if it is empty or `force` is given. ISO_ERROR_FILE, ISO_ERROR_ARGUMENT. */
bool iso_output_folder_claim (IsoOutputFolder *folder, const char *const *names, const char *path, bool force, GError **error);

/* Writes all the files that were named into `folder`. */
typedef bool (*IsoOutputWrite) (const char *folder, gpointer data, GError **error);
bool iso_output_folder_fill (IsoOutputFolder *folder, IsoOutputWrite write, gpointer data, GError **error);

/* Removes the folders that were made, as far as they are empty. */
void iso_output_folder_abandon (IsoOutputFolder *folder);
void iso_output_folder_clear (IsoOutputFolder *folder);
