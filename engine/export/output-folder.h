/* A folder that is filled with files.
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

/* Makes the folder, parents included, or takes the one that is there, whatever is in it: files of these names will be replaced, others
 * stay. names are not copied. ISO_ERROR_FILE where it cannot be written into, or a folder has the name of a file. */
bool iso_output_folder_claim (IsoOutputFolder *folder, const char *const *names, const char *path, GError **error);

/* Writes all the files that were named into `folder`. */
typedef bool (*IsoOutputWrite) (const char *folder, gpointer data, GError **error);
/* With an error nothing of it is there, and what was there before is. */
bool iso_output_folder_fill (IsoOutputFolder *folder, IsoOutputWrite write, gpointer data, GError **error);

/* Removes the folders that were made, as far as they are empty. */
void iso_output_folder_abandon (IsoOutputFolder *folder);
void iso_output_folder_clear (IsoOutputFolder *folder);
