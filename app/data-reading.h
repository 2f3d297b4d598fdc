/* Loading the data that settings name, for commands that work on them: a bar on a terminal, and on stderr what was left out. */
#pragma once

#include <gio/gio.h>

#include "engine/train/settings.h"

/* skipped: an array of char * to which a line is added for everything left out. Settings are validated first. */
IsoDataset *iso_read_data (const IsoSettings *settings, GPtrArray *skipped, GCancellable *cancellable, GError **error);
