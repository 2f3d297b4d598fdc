/* What the decoders of the single formats share. */
#pragma once

#include <stdio.h>

#include "engine/data/image-decode.h"
#include "engine/data/image-scaler.h"
#include "engine/data/memory-budget.h"

struct _IsoImageDecoder {
  size_t size, channels;
  GCancellable *cancellable; /* or NULL */
  IsoMemoryBudget *budget;
};

/* One picture being decoded. */
typedef struct {
  IsoImageDecoder *decoder;
  FILE *file;            /* at its start */
  guint64 file_size;     /* bytes */
  guint64 taken;         /* of the decoder's budget; given back by the caller */
  guint8 *out;           /* (channels, size, size) */
  GError **error;
} IsoImageJob;

/* Whether a picture of width × height may be decoded; ISO_ERROR_FORMAT. */
bool iso_image_check_size (IsoImageJob *job, guint64 width, guint64 height);
/* Reserves `bytes` of memory, if they are more than any picture may use; waits for others to give theirs back. Once something is
 * reserved, more is only checked: `alone`, where it is not known yet how much more that will be, keeps all others from reserving
 * any. ISO_ERROR_FORMAT where it is more than any picture gets. */
bool iso_image_take_memory (IsoImageJob *job, guint64 bytes, bool alone);
bool iso_image_check_cancelled (IsoImageJob *job);
/* One sentence that a library has said about a broken file. */
void iso_image_set_broken (IsoImageJob *job, const char *what);

/* image-jpeg.c; where the build has no libjpeg, gdk-pixbuf decodes these too. */
bool iso_image_decode_jpeg (IsoImageJob *job);
/* image-pixbuf.c: `kind` is gdk-pixbuf's name of the loader. */
bool iso_image_decode_pixbuf (IsoImageJob *job, const char *kind);
