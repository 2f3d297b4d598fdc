/* The changes of a fork, one below the other: each is edited where it stands, or taken back. Signals:
 *   "edited" ()    there are others, or other values
 *   "dropped" ()   the person has taken one back, after "edited" */
#pragma once

#include <gtk/gtk.h>

#include "engine/base/parameter.h"
#include "engine/train/settings.h"

#define ISO_TYPE_FORK_CHANGES (iso_fork_changes_get_type ())
G_DECLARE_FINAL_TYPE (IsoForkChanges, iso_fork_changes, ISO, FORK_CHANGES, GtkBox)

GtkWidget *iso_fork_changes_new (void);

/* What the fork begins with; before anything is added. */
void iso_fork_changes_set_start (IsoForkChanges *changes, const IsoSettings *start);
/* A parameter, unless it is among them, and its value; NULL: as it is. */
void iso_fork_changes_add (IsoForkChanges *changes, const IsoParameter *parameter, const char *value);
void iso_fork_changes_drop (IsoForkChanges *changes, const IsoParameter *parameter);
/* The keyboard goes to its value. */
void iso_fork_changes_focus (IsoForkChanges *changes, const IsoParameter *parameter);

/* "key=value" of all, NULL-terminated, newly allocated. */
char **iso_fork_changes_assignments (IsoForkChanges *changes);
/* Of IsoParameter; newly allocated. */
GPtrArray *iso_fork_changes_parameters (IsoForkChanges *changes);
/* What the fork would begin with, as far as the values can be read; those that cannot are marked. */
void iso_fork_changes_settings (IsoForkChanges *changes, IsoSettings *settings);
