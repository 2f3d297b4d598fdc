/* The store of runs as views see it: what there is, newest first, told anew whenever it changes, by whomever: this program's recorder,
 * another window, the command line. The window's thread never reads the database: opening, listing and looking for changes happen on
 * workers.
 *
 *     IsoRunLibrary *library = iso_run_library_new (NULL);
 *     g_signal_connect_object (library, "changed", G_CALLBACK (list_changed), view, G_CONNECT_SWAPPED);
 *     iso_run_library_watch (library);     while the view is mapped; iso_run_library_unwatch() when it no longer is
 *
 * Signals:
 *   "opened" ()    the store is open: iso_run_library_store() gives it from now on
 *   "changed" ()   runs or problem are other ones
 *
 * All calls are made in the main context, and the last reference is given up there; a job on a worker that may outlive the library takes
 * iso_run_library_share() with it. */
#pragma once

#include <gio/gio.h>

#include "ui/session/shared-store.h"

#define ISO_TYPE_RUN_LIBRARY (iso_run_library_get_type ())
G_DECLARE_FINAL_TYPE (IsoRunLibrary, iso_run_library, ISO, RUN_LIBRARY, GObject)

/* folder NULL: iso_store_default_folder(). Begins to open it. */
IsoRunLibrary *iso_run_library_new (const char *folder);

/* Where the store is, open or not. */
const char *iso_run_library_folder (IsoRunLibrary *library);
/* NULL until it is open; lives as long as the library. Any thread may use it. */
IsoStore *iso_run_library_store (IsoRunLibrary *library);
/* A new reference to the same, or NULL. */
IsoSharedStore *iso_run_library_share (IsoRunLibrary *library);
/* Why it could not be opened or read, one sentence; NULL: all is well. What was read before stays. */
const char *iso_run_library_problem (IsoRunLibrary *library);

/* Of IsoRun, newest first, never NULL; owned by the library and valid until the next "changed" (who takes a reference of the array has it
 * for longer: arrays are replaced, never altered). */
GPtrArray *iso_run_library_runs (IsoRunLibrary *library);
/* Whether they have been listed once: before that an empty list says nothing. */
gboolean iso_run_library_is_listed (IsoRunLibrary *library);
/* NULL where there is no such run. Likewise valid until the next "changed". */
const IsoRun *iso_run_library_find (IsoRunLibrary *library, gint64 id);

/* Lists them again (or tries again to open it): for whoever wrote by this very store, which is not noticed otherwise. */
void iso_run_library_refresh (IsoRunLibrary *library);
/* Counted: while somebody watches, changes by others are looked for twice a second. */
void iso_run_library_watch (IsoRunLibrary *library);
void iso_run_library_unwatch (IsoRunLibrary *library);
