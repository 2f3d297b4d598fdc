/* A run as files that other tools read. What is written is asked for by name, as a list: "tensorboard,npz".
 *
 *     tensorboard   events.out.tfevents.isotherm                     curves, settings and journal for TensorBoard
 *     projector     vectors.tsv, metadata.tsv, sprite.png, …         the test embeddings for the Embedding Projector
 *     npz           run.npz                                          test embeddings, labels, indices and class names for NumPy
 *     csv           metrics.csv, steps.csv, journal.csv              epochs, steps and events
 *     weights       weights.safetensors                              the network alone
 *     html          report.html                                      a page to read, figures included
 *     archive       run.isotherm                                     all that the store keeps of it, for another store
 *
 * tensorboard --logdir on the folder shows both of the first. Runs that are kept: ui/report/kept-run.h. */
#pragma once

#include "engine/store/store.h"
#include "engine/train/snapshot.h"
#include "ui/report/run-report.h"

typedef enum {
  ISO_RUN_EXPORT_TENSORBOARD = 1 << 0,
  ISO_RUN_EXPORT_PROJECTOR = 1 << 1,
  ISO_RUN_EXPORT_NPZ = 1 << 2,
  ISO_RUN_EXPORT_CSV = 1 << 3,
  ISO_RUN_EXPORT_WEIGHTS = 1 << 4,
  ISO_RUN_EXPORT_HTML = 1 << 5,
  ISO_RUN_EXPORT_ARCHIVE = 1 << 6, /* of a run in the store alone */
} IsoRunExportFormats;

#define ISO_RUN_EXPORT_FORMATS 7
#define ISO_RUN_EXPORT_KEPT ((IsoRunExportFormats) ((1 << ISO_RUN_EXPORT_FORMATS) - 1))
#define ISO_RUN_EXPORT_TRAINED ((IsoRunExportFormats) (ISO_RUN_EXPORT_KEPT & ~ISO_RUN_EXPORT_ARCHIVE)) /* of a run that ends just now */

/* How far it is, 0 … 1, and what comes next, translated and static. On the thread that exports. */
typedef void (*IsoExportProgress) (double share, const char *what, gpointer data);

/* All that is known of a run; nothing is taken over. */
typedef struct {
  const IsoRunReport *report;  /* epochs, steps, events and how it ended; its experiment may be NULL */
  const IsoSettings *settings; /* in force at the end */
  double ended;                /* seconds since 1970: when the last of it was computed */
  IsoHistory *history;         /* what the report was read from; html */
  size_t steps_per_epoch;      /* 0: unknown; html */
  IsoEpochSnapshot *epoch;     /* the last evaluation; NULL: there is none. projector, npz, html */
  IsoBatchSnapshot *probe;     /* the probe batch as it then stood, or NULL; html */
  const char *checkpoint;      /* path of one, or NULL; weights */
  bool is_going;               /* it goes on while it is exported; html */
  const char *lack;            /* one line: why epoch, probe or the report's experiment are not there, or NULL */
  IsoStore *store;             /* where it is kept, or NULL, and */
  gint64 id;                   /* its number there; archive */
  IsoExportProgress progress;  /* or NULL */
  gpointer data;               /* of progress */
  GCancellable *cancellable;   /* or NULL */
} IsoRunExport;

/* A format, by its place among the bits: 0 … ISO_RUN_EXPORT_FORMATS − 1. "npz", as it is typed; "NumPy archive"; and in a line what is in
 * it and what for. The latter two are translated. */
const char *iso_run_export_name (int format);
const char *iso_run_export_title (int format);
const char *iso_run_export_purpose (int format);

/* *formats = the names between commas, or "all", of those that are `known`. ISO_ERROR_ARGUMENT: `option` found which word, expected
 * which. */
bool iso_run_export_parse (IsoRunExportFormats *formats, IsoRunExportFormats known, const char *option, const char *list,
                           GError **error);

/* The files of these formats, NULL-terminated; free the list alone with g_free(). Of sprite.png only where `has_sprite`. */
const char **iso_run_export_names (IsoRunExportFormats formats, bool has_sprite);
bool iso_run_export_has_sprite (const IsoRunExport *run);

/* Writes them into `folder`, each whole or not at all. ISO_ERROR_ARGUMENT where the run has not what a format wants; ISO_ERROR_FILE and
 * ISO_ERROR_MEMORY name the file; ISO_ERROR_CANCELLED. */
bool iso_run_export_write (const char *folder, IsoRunExportFormats formats, const IsoRunExport *run, GError **error);
