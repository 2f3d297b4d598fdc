/* A run as one file that another person takes into their store: everything the database has of it, and its files. The file is what
 * engine/store/archive-file.h describes; in it are run.json (engine/store/archive-run.h), history.safetensors with the tensors steps (T,
 * 27) and epochs (E, 91) of doubles (engine/train/history-rows.h), and the files of the epochs that are kept, under the names they
 * have in the store.
 *
 * Taking in trusts nothing: what is unpacked lies in a folder of its own until all of it has been checked (names, sizes, checksums,
 * every number that has a range, every file that must open), and enters the store in one transaction. Whatever is in the way, the
 * store is then as it was. */
#pragma once

#include <gio/gio.h>

#include "engine/store/store.h"

/* Writes run `run` to path, which is replaced if it is there. ISO_ERROR_FILE, ISO_ERROR_FORMAT, ISO_ERROR_ARGUMENT where there is no
 * such run, ISO_ERROR_CANCELLED: then path is as it was. Reads and writes all its files: not for the thread of a window. */
bool iso_archive_export (IsoStore *store, gint64 run, const char *path, GCancellable *cancellable, GError **error);

/* Takes in what iso_archive_export() wrote; returns the id, 0 with an error. A run that is there already, by its uuid, stays as it is:
 * *was_there (or NULL). A run that was exported while it went on is taken in as interrupted; its parent is linked if it is in the
 * store too. ISO_ERROR_FORMAT, naming the archive and what was found, for anything that is not what it should be. */
gint64 iso_archive_import (IsoStore *store, const char *path, bool *was_there, GCancellable *cancellable, GError **error);
