/* What there is to say of the run that is selected in a list: name and note (typed into), a small chart of its course, scores, settings that
 * differ from the defaults, the journal of changes, where it comes from and what came of it, kept epochs, files. Of several, how many
 * and how large.
 *
 * What is not in the library's list is read on a worker; until it is there its parts are not shown.
 *
 * Signals:
 *   "renamed" (gint64 id, text), "noted" (gint64 id, text)   typed and meant; the details show it already, nothing is written
 *   "left" ()                                                Enter in the name, or Escape: the keyboard may go back to the list
 *   "wanted" (gint64 id)                                     a link to another run */
#pragma once

#include <gtk/gtk.h>

#include "ui/session/run-library.h"

#define ISO_TYPE_RUN_DETAILS (iso_run_details_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunDetails, iso_run_details, ISO, RUN_DETAILS, GtkWidget)

GtkWidget *iso_run_details_new (void);

/* NULL: none. Takes a reference. */
void iso_run_details_set_library (IsoRunDetails *details, IsoRunLibrary *library);

/* ids (count) are shown as the library has them now: to be called again when it has changed. What is being typed stays. */
void iso_run_details_show (IsoRunDetails *details, const gint64 *ids, size_t count);

/* The keyboard goes to the name, all of it selected; false where no single run is shown. */
gboolean iso_run_details_edit_name (IsoRunDetails *details);
/* What has been typed into name and note is meant: before another run is shown, and before the window closes. */
void iso_run_details_commit (IsoRunDetails *details);

/* The folder of the shown run's files once it is known, or NULL. */
const char *iso_run_details_folder (IsoRunDetails *details);
