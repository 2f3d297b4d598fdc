/* The sheet of pictures for the Embedding Projector. */
#pragma once

#include "engine/export/embedding-projector.h"

/* Writes the samples' pictures as one PNG of red, green and blue, `grid` as iso_projector_grid() has it; cells that are left over are
 * white. Drawings in light ink on a dark ground are turned into dark ink on white, all of them or none: the projector tints a picture by
 * its class, and a black ground takes no tint. ISO_ERROR_FILE, ISO_ERROR_MEMORY. */
bool iso_projector_write_sprite (const char *path, const IsoProjectorContents *contents, const IsoProjectorGrid *grid, GError **error);
