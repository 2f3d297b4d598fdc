/* Takes a figure away on a worker: drawn or tabulated and written to a file, or drawn as pixels for the clipboard. */
#pragma once

#include <gdk/gdk.h>

#include "ui/figure/figure.h"

typedef enum { ISO_EXPORT_PICTURE, ISO_EXPORT_NUMBERS, ISO_EXPORT_PIXELS } IsoExportKind;

/* path: where to, or NULL for pixels; texture: those, else NULL; error: why not, or NULL. All of it the caller's to look at only. */
typedef void (*IsoExportDone) (GObject *owner, const char *path, GdkTexture *texture, const GError *error);

/* Takes over the figure, copies path (NULL for ISO_EXPORT_PIXELS). look is not read for numbers. `done` is called on the main thread,
 * unless the owner, of which no reference is held, is gone by then: what was begun is written all the same. */
void iso_export_job_start (GObject *owner, IsoExportKind kind, IsoFigure *figure, const char *path, const IsoFigureLook *look,
                           IsoExportDone done);
