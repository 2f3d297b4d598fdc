/* A run as files that other tools read. What is written is asked for by name, as a list: "tensorboard,npz".
 *
 *     tensorboard   events.out.tfevents.isotherm                     curves, settings and journal for TensorBoard
 *     projector     vectors.tsv, metadata.tsv, sprite.png, …         the test embeddings for the Embedding Projector
 *     npz           run.npz                                          test embeddings, labels, indices and class names for NumPy
 *     csv           metrics.csv, steps.csv, journal.csv              epochs, steps and events
 *     weights       weights.safetensors                              the network alone
 *     html          report.html                                      a page to read, figures included
 *
 * tensorboard --logdir on the folder shows both of the first. */
#pragma once

#include "engine/train/snapshot.h"
#include "ui/report/run-report.h"

typedef enum {
  ISO_RUN_EXPORT_TENSORBOARD = 1 << 0,
  ISO_RUN_EXPORT_PROJECTOR = 1 << 1,
  ISO_RUN_EXPORT_NPZ = 1 << 2,
  ISO_RUN_EXPORT_CSV = 1 << 3,
  ISO_RUN_EXPORT_WEIGHTS = 1 << 4,
  ISO_RUN_EXPORT_HTML = 1 << 5,
} IsoRunExportFormats;

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
} IsoRunExport;

/* *formats = the names between commas, or "all". ISO_ERROR_ARGUMENT: `option` found which word, expected which. */
bool iso_run_export_parse (IsoRunExportFormats *formats, const char *option, const char *list, GError **error);

/* The files of these formats, NULL-terminated; free the list alone with g_free(). Of sprite.png only where `has_sprite`. */
const char **iso_run_export_names (IsoRunExportFormats formats, bool has_sprite);
bool iso_run_export_has_sprite (const IsoRunExport *run);

/* Writes them into `folder`, each whole or not at all. ISO_ERROR_ARGUMENT where the run has not what a format wants; ISO_ERROR_FILE and
 * ISO_ERROR_MEMORY name the file. */
bool iso_run_export_write (const char *folder, IsoRunExportFormats formats, const IsoRunExport *run, GError **error);
