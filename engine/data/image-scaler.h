/* Makes a square of a picture that arrives row by row: the shorter side is scaled to the square's, the middle is kept.
 *
 *     scaler = iso_image_scaler_new (width, height, channels, size);
 *     for every row: iso_image_scaler_add_row (scaler, row);
 *     iso_image_scaler_finish (scaler, out);
 *
 * Only the square is ever in memory, however large the picture is. The filter is the triangle, as wide as a pixel of the square
 * where the picture is reduced (each of its pixels counts) and as wide as one of the picture where it is enlarged (bilinear). */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct _IsoImageScaler IsoImageScaler;

/* All sizes at least 1; channels 1 or 3. NULL without the memory for it. */
IsoImageScaler *iso_image_scaler_new (size_t width, size_t height, size_t channels, size_t size);
void iso_image_scaler_free (IsoImageScaler *scaler);

/* row (width, channels), from the top down. Rows after the last one that counts are passed over. */
void iso_image_scaler_add_row (IsoImageScaler *scaler, const guint8 *row);
/* Whether later rows could still count. */
bool iso_image_scaler_wants_rows (const IsoImageScaler *scaler);

/* out (channels, size, size): what the rows came to, rounded to the nearest. */
void iso_image_scaler_finish (const IsoImageScaler *scaler, guint8 *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoImageScaler, iso_image_scaler_free)
