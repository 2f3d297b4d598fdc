/* run.json of an exported run: what the database has of it that is text, and what else must be in the archive.
 *
 *     {"isotherm.run": 1,
 *      "uuid": …, "name": …, "note": …, "status": "finished", "created": 1764369600000000, "ended": …, "settings": "{…}", "data": …,
 *      "fingerprint": …, "version": …, "planned_epochs": 10, "parent": uuid or null, "fork_epoch": 0, "sweep": …, "sweep_point": …,
 *      "steps": 120, "evaluations": 4,
 *      "kept": {"epoch": [0, 10], "step": [0, 120]},
 *      "events": {"step": […], "kind": […], "key": […], "text": […], "value": […]},
 *      "files": {"name": ["history.safetensors", …], "bytes": […], "sha256": […]}}
 *
 * Lists stand column by column: however many files and events there are, objects are few (engine/data/json.h). Everything that
 * follows from the history (epochs, scores, times) is not said again. */
#pragma once

#include "engine/store/archive-file.h"
#include "engine/store/run.h"

#define ISO_ARCHIVE_RUN_NAME "run.json"
#define ISO_ARCHIVE_HISTORY_NAME "history.safetensors"

typedef struct {
  IsoRun *run;       /* id, parent, bytes and what follows from the history: 0 */
  char *parent;      /* uuid of the run that it was forked from, or NULL */
  guint64 steps;     /* rows of the history, and */
  size_t evaluations;
  GArray *kept;      /* of IsoKeptEpoch, ascending; which files there are follows from `files` */
  GArray *events;    /* of IsoEvent */
  GPtrArray *files;  /* of IsoArchiveMember: all but run.json itself */
} IsoArchiveRun;

IsoArchiveRun *iso_archive_run_new (void);
void iso_archive_run_free (IsoArchiveRun *run);

/* A copy of member values. */
void iso_archive_run_add_file (IsoArchiveRun *run, const char *name, guint64 bytes, const char *sha256);

/* Whether an exported run may hold a file of this name. */
bool iso_archive_run_wants (const char *name);

char *iso_archive_run_to_json (const IsoArchiveRun *run);
/* ISO_ERROR_FORMAT, naming `name`, the member, and what was expected. */
IsoArchiveRun *iso_archive_run_parse (const char *name, const char *text, size_t length, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoArchiveRun, iso_archive_run_free)
