/* Names of classes that stand in a file of their own. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

/* Reads classes.txt in `folder`, if there is one: UTF-8, a name a line, that of class 0 first. *names (*class_count, as
 * iso_labels_from_integers() left both: NULL where classes are their numbers) becomes what the file says, and *class_count the
 * number of its lines where that is larger. ISO_ERROR_FORMAT where the file is not text, has an empty line, or too few of them. */
bool iso_class_names_read (char ***names, guint32 *class_count, GFile *folder, GCancellable *cancellable, GError **error);
