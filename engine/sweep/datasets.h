/* The data of a sweep: each source is loaded once, however many runs share it. Any thread. */
#pragma once

#include <gio/gio.h>

#include "engine/train/settings.h"

typedef struct _IsoSweepDatasets IsoSweepDatasets;

IsoSweepDatasets *iso_sweep_datasets_new (void);
void iso_sweep_datasets_free (IsoSweepDatasets *datasets);

/* What these settings ask for, to be unreferenced; whoever asks for what is being loaded waits for it. Errors as of iso_source_load(). */
IsoDataset *iso_sweep_datasets_get (IsoSweepDatasets *datasets, const IsoSettings *settings, GCancellable *cancellable, GError **error);
/* For a caller who has loaded them already. */
void iso_sweep_datasets_put (IsoSweepDatasets *datasets, const IsoSettings *settings, IsoDataset *dataset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepDatasets, iso_sweep_datasets_free)
