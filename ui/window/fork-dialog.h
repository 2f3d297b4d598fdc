/* Where a fork begins and what it is to change: the parameters that may differ, to be searched and chosen, and those chosen, to be edited
 * and taken back. Asks the session for the fork, says in place why there is none, and goes away once it stands. */
#pragma once

#include <adwaita.h>

#include "ui/session/session.h"

#define ISO_TYPE_FORK_DIALOG (iso_fork_dialog_get_type ())
G_DECLARE_FINAL_TYPE (IsoForkDialog, iso_fork_dialog, ISO, FORK_DIALOG, AdwWindow)

/* folder: of the store; epoch −1: the last that is kept. parent may be NULL in tests. */
GtkWindow *iso_fork_dialog_new (GtkWindow *parent, IsoSession *session, const char *folder, gint64 run, int epoch);

/* Takes a parameter among the changes, with its value as it is if `value` is NULL; FALSE where it may not change. */
gboolean iso_fork_dialog_change (IsoForkDialog *dialog, const char *key, const char *value);
/* Takes it out again. */
void iso_fork_dialog_drop (IsoForkDialog *dialog, const char *key);
/* Whether what the fork begins at has been read. */
gboolean iso_fork_dialog_is_ready (IsoForkDialog *dialog);
/* Why there is no fork, as shown; NULL: nothing is in the way. */
const char *iso_fork_dialog_problem (IsoForkDialog *dialog);
