/* The engine's messages name parameters by their keys, as they are typed. In the window people know them by their titles. */
#pragma once

#include <glib.h>

/* The message with every key of the parameter table replaced by its title in quotes, newly allocated: "distill.k=10" becomes
 * "“Neighbors” 10". */
char *iso_plain_words (const char *message);

/* The same for a message on its way to the person; error may be NULL or point to NULL. */
void iso_plain_error (GError **error);
