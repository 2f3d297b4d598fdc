/* Pictures of all kinds that gdk-pixbuf has loaders for. It decodes them whole, which is why memory is reserved first. */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/image-decode-private.h"

#define CHUNK (64u << 10)
#define ROWS_AT_ONCE 64

typedef struct {
  IsoImageJob *job;
  bool is_tiff, is_jpeg;
  bool refused; /* job->error says why */
  int top, bottom; /* of the rows that have been filled; some loaders begin below */
} Reading;

/* The TIFF loader gathers the whole file, in a block that grows by doubling, before it looks at its size. */
static guint64
gathered_bytes (const Reading *reading)
{
  return reading->is_tiff ? 2 * reading->job->file_size : 0;
}

/* Called with the size that the header claims, before there is any memory for it. A size of 0 makes the loader give up. */
static void
size_prepared (GdkPixbufLoader *loader, int width, int height, Reading *reading)
{
  guint64 most = (guint64) MAX (width, 0) * (guint64) MAX (height, 0) * 4 + gathered_bytes (reading);
  if (reading->refused)
    return;
  if (!iso_image_check_size (reading->job, (guint64) MAX (width, 0), (guint64) MAX (height, 0))
      || !iso_image_take_memory (reading->job, most, false))
    {
      reading->refused = true;
      gdk_pixbuf_loader_set_size (loader, 0, 0);
    }
  else if (reading->is_jpeg)
    {
      /* Its decoder reduces by 2, 4 or 8 nearly for nothing. */
      int factor = 8, size = (int) reading->job->decoder->size;
      while (factor > 1 && MIN (width, height) / factor < size)
        factor /= 2;
      gdk_pixbuf_loader_set_size (loader, MAX (1, width / factor), MAX (1, height / factor));
    }
}

static void
area_updated (GdkPixbufLoader *loader, int x, int y, int width, int height, Reading *reading)
{
  reading->top = MIN (reading->top, y);
  reading->bottom = MAX (reading->bottom, y + height);
}

/* Whether a PNG's chunks go on to the one that ends it: the loader shows what there is of one that was cut short. */
static bool
has_png_end (FILE *file)
{
  guint8 head[8];
  guint32 length;
  bool found = false;
  fseeko (file, 8, SEEK_SET);
  while (!found && fread (head, 1, sizeof head, file) == sizeof head)
    {
      memcpy (&length, head, sizeof length);
      found = memcmp (head + 4, "IEND", 4) == 0;
      fseeko (file, (off_t) GUINT32_FROM_BE (length) + 4, SEEK_CUR);
    }
  rewind (file);
  return found;
}

/* Likewise WebP, which says after its first four bytes how many follow after the first eight. */
static bool
has_webp_end (const IsoImageJob *job)
{
  guint8 head[8] = { 0 };
  guint32 length;
  bool read = fread (head, 1, sizeof head, job->file) == sizeof head;
  memcpy (&length, head + 4, sizeof length);
  rewind (job->file);
  return read && job->file_size >= (guint64) GUINT32_FROM_LE (length) + sizeof head;
}

static bool
feed (GdkPixbufLoader *loader, Reading *reading, GError **cause)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK);
  size_t got;
  while ((got = fread (chunk, 1, CHUNK, reading->job->file)) > 0)
    if (!iso_image_check_cancelled (reading->job))
      {
        reading->refused = true;
        return false;
      }
    else if (!gdk_pixbuf_loader_write (loader, chunk, got, cause) || reading->refused)
      return false;
  if (!ferror (reading->job->file))
    return true;
  g_set_error_literal (reading->job->error, ISO_ERROR, ISO_ERROR_FILE, _("cannot be read to its end"));
  reading->refused = true;
  return false;
}

/* One row as the scaler wants it: transparency on white, grey by luma. */
static void
convert_row (guint8 *out, const guint8 *in, size_t width, size_t pixel_size, size_t channels)
{
  for (size_t x = 0; x < width; x++, in += pixel_size)
    {
      guint32 rgb[3] = { in[0], in[1], in[2] };
      if (pixel_size == 4)
        for (int c = 0; c < 3; c++)
          rgb[c] = (rgb[c] * in[3] + 255 * (255u - in[3]) + 127) / 255;
      if (channels == 1)
        *out++ = (guint8) ((19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + 32768) >> 16);
      else
        for (int c = 0; c < 3; c++)
          *out++ = (guint8) rgb[c];
    }
}

static bool
scale (IsoImageJob *job, const GdkPixbuf *pixbuf)
{
  size_t width = (size_t) gdk_pixbuf_get_width (pixbuf), height = (size_t) gdk_pixbuf_get_height (pixbuf);
  size_t stride = (size_t) gdk_pixbuf_get_rowstride (pixbuf), pixel_size = (size_t) gdk_pixbuf_get_n_channels (pixbuf);
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  g_autofree guint8 *row = g_try_malloc_n (width, 3);
  g_autoptr (IsoImageScaler) scaler = iso_image_scaler_new (width, height, job->decoder->channels, job->decoder->size);
  if (row == NULL || scaler == NULL)
    {
      g_set_error_literal (job->error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory to decode it"));
      return false;
    }
  for (size_t y = 0; y < height && iso_image_scaler_wants_rows (scaler); y++)
    {
      if (y % ROWS_AT_ONCE == 0 && !iso_image_check_cancelled (job))
        return false;
      convert_row (row, pixels + y * stride, width, pixel_size, job->decoder->channels);
      iso_image_scaler_add_row (scaler, row);
    }
  iso_image_scaler_finish (scaler, job->out);
  return true;
}

bool
iso_image_decode_pixbuf (IsoImageJob *job, const char *kind)
{
  Reading reading = { .job = job, .is_tiff = strcmp (kind, "tiff") == 0, .is_jpeg = strcmp (kind, "jpeg") == 0,
                      .top = G_MAXINT };
  const char *ends_early = _("it ends before all of it is there");
  if ((strcmp (kind, "png") == 0 && !has_png_end (job->file)) || (strcmp (kind, "webp") == 0 && !has_webp_end (job)))
    {
      iso_image_set_broken (job, ends_early);
      return false;
    }
  if (gathered_bytes (&reading) > 0 && !iso_image_take_memory (job, gathered_bytes (&reading), true))
    return false;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (kind, &cause);
  if (loader == NULL)
    {
      iso_image_set_broken (job, cause->message);
      return false;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared), &reading);
  g_signal_connect (loader, "area-updated", G_CALLBACK (area_updated), &reading);
  bool fed = feed (loader, &reading, &cause);
  bool closed = gdk_pixbuf_loader_close (loader, cause == NULL ? &cause : NULL);
  if (reading.refused)
    return false;
  GdkPixbuf *pixbuf = fed && closed ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  bool whole = pixbuf != NULL && (reading.is_jpeg || (reading.top <= 0 && reading.bottom >= gdk_pixbuf_get_height (pixbuf)));
  if (whole)
    return scale (job, pixbuf);
  iso_image_set_broken (job, cause != NULL ? cause->message : pixbuf != NULL ? ends_early : _("it has no picture in it"));
  return false;
}
