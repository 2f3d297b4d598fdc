/* Decodes pictures of any kind and size into squares of bytes, on many threads, within a bounded amount of memory.
 *
 * JPEG at the scale (1, 1/2, 1/4 or 1/8) that its decoder gives nearly for nothing; PNG, TIFF, WebP, GIF, BMP and PNM by gdk-pixbuf
 * where it has the loader. What a file is, its first bytes say, not its name. Transparency is laid on white, and of a picture that
 * moves the first frame is taken. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

/* More pixels than this are refused before any memory is taken for them. */
#define ISO_IMAGE_MOST_PIXELS (1u << 28)

typedef struct _IsoImageDecoder IsoImageDecoder;

/* size: pixels along a side of the square; channels: 1 (grey: luma by ITU-R BT.601) or 3 (red, green, blue). */
IsoImageDecoder *iso_image_decoder_new (size_t size, size_t channels, GCancellable *cancellable);
void iso_image_decoder_free (IsoImageDecoder *decoder);

/* out (channels, size, size) from the picture in the file `path`. Any number of threads may call this at the same time.
 * Fails, without naming the file, with ISO_ERROR_FILE where it cannot be read, ISO_ERROR_FORMAT where it is no picture, broken, cut
 * short or too large, ISO_ERROR_MEMORY, ISO_ERROR_CANCELLED; `out` is then undefined. */
bool iso_image_decode (IsoImageDecoder *decoder, guint8 *out, const char *path, GError **error);

/* Lets gdk-pixbuf and GLib make what they make once: to be called before several threads decode, which would else wait for each
 * other at their first picture. */
void iso_image_prepare (void);

/* Whether a name ends as those of pictures do, in any case: .jpg, .jpeg, .png, .tif, .tiff, .webp, .gif, .bmp, .ppm, .pgm, .pbm, .pnm.
 */
bool iso_image_has_name (const char *name);
/* Whether it ends as those of pictures of other kinds do, which are not read: .svg, .heic and the like. */
bool iso_image_has_foreign_name (const char *name);

/* What this build and this machine can decode, as text: pictures left out for want of a loader may be read once it is there. */
char *iso_image_abilities (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoImageDecoder, iso_image_decoder_free)
