#include "engine/data/image-decode.h"

#include <errno.h>
#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/data/image-decode-private.h"
#include "isotherm-config.h"

/* What pictures may have in memory together, and what one alone may have at most. Both leave room below 2 GB for all else. */
#define BUDGET (G_GUINT64_CONSTANT (1) << 30)
#define MOST_FOR_ONE (G_GUINT64_CONSTANT (1600) << 20)
/* Pictures that want less than this need not ask. */
#define FREE_OF_CHARGE (G_GUINT64_CONSTANT (16) << 20)

#define SIGNATURE_LENGTH 12

typedef struct {
  const char *kind; /* gdk-pixbuf's name */
  const char *title;
  size_t length;
  const char *start;
  const char *inside; /* at byte 8, or NULL */
} Signature;

static const Signature signatures[] = {
  { "jpeg", "JPEG", 3, "\xff\xd8\xff", NULL },
  { "png", "PNG", 8, "\x89PNG\r\n\x1a\n", NULL },
  { "tiff", "TIFF", 4, "II*\0", NULL },
  { "tiff", "TIFF", 4, "MM\0*", NULL },
  { "webp", "WebP", 4, "RIFF", "WEBP" },
  { "gif", "GIF", 4, "GIF8", NULL },
  { "bmp", "BMP", 2, "BM", NULL },
  { "pnm", "PNM", 2, "P1", NULL },
  { "pnm", "PNM", 2, "P2", NULL },
  { "pnm", "PNM", 2, "P3", NULL },
  { "pnm", "PNM", 2, "P4", NULL },
  { "pnm", "PNM", 2, "P5", NULL },
  { "pnm", "PNM", 2, "P6", NULL },
};

IsoImageDecoder *
iso_image_decoder_new (size_t size, size_t channels, GCancellable *cancellable)
{
  IsoImageDecoder *decoder = g_new0 (IsoImageDecoder, 1);
  g_assert (size > 0 && (channels == 1 || channels == 3));
  decoder->size = size;
  decoder->channels = channels;
  decoder->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  decoder->budget = iso_memory_budget_new (BUDGET);
  return decoder;
}

void
iso_image_decoder_free (IsoImageDecoder *decoder)
{
  if (decoder == NULL)
    return;
  g_clear_object (&decoder->cancellable);
  iso_memory_budget_free (decoder->budget);
  g_free (decoder);
}

bool
iso_image_check_size (IsoImageJob *job, guint64 width, guint64 height)
{
  if (width > 0 && height > 0 && width <= ISO_IMAGE_MOST_PIXELS / height)
    return true;
  g_set_error (job->error, ISO_ERROR, ISO_ERROR_FORMAT,
               _("found %" PRIu64 " × %" PRIu64 " pixels, expected 1 to %u in all"), width, height,
               ISO_IMAGE_MOST_PIXELS);
  return false;
}

bool
iso_image_take_memory (IsoImageJob *job, guint64 bytes, bool alone)
{
  if (bytes > MOST_FOR_ONE)
    {
      g_autofree char *wanted = g_format_size (bytes), *most = g_format_size (MOST_FOR_ONE);
      g_set_error (job->error, ISO_ERROR, ISO_ERROR_FORMAT, _("decoding it would take %s of memory, expected at most %s"), wanted,
                   most);
      return false;
    }
  if (bytes < FREE_OF_CHARGE || job->taken > 0)
    return true;
  job->taken = alone ? MOST_FOR_ONE : bytes;
  iso_memory_budget_take (job->decoder->budget, job->taken);
  return true;
}

bool
iso_image_check_cancelled (IsoImageJob *job)
{
  if (!g_cancellable_is_cancelled (job->decoder->cancellable))
    return true;
  g_set_error_literal (job->error, ISO_ERROR, ISO_ERROR_CANCELLED, _("reading pictures was cancelled"));
  return false;
}

void
iso_image_set_broken (IsoImageJob *job, const char *what)
{
  g_autofree char *valid = g_utf8_make_valid (what, -1);
  g_strdelimit (g_strstrip (valid), "\n\r", ' ');
  g_set_error (job->error, ISO_ERROR, ISO_ERROR_FORMAT, _("cannot be decoded: %s"), valid);
}

/* The file, open for reading; anything but a regular file is refused before it is opened: opening a pipe would wait for a writer. */
static FILE *
open_file (guint64 *size, const char *path, GError **error)
{
  struct stat information;
  if (stat (path, &information) == 0 && !S_ISREG (information.st_mode))
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FILE, _("found no regular file"));
      return NULL;
    }
  int descriptor = open (path, O_RDONLY | O_CLOEXEC);
  FILE *file = descriptor >= 0 ? fdopen (descriptor, "rb") : NULL;
  if (file == NULL || fstat (descriptor, &information) != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("cannot be opened: %s"), g_strerror (errno));
      if (file != NULL)
        fclose (file);
      else if (descriptor >= 0)
        close (descriptor);
      return NULL;
    }
  *size = (guint64) MAX (information.st_size, 0);
  return file;
}

/* By the first bytes; NULL with an error. */
static const Signature *
recognize (FILE *file, GError **error)
{
  guint8 start[SIGNATURE_LENGTH] = { 0 };
  size_t got = fread (start, 1, sizeof start, file);
  rewind (file);
  for (size_t i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (got >= signatures[i].length && memcmp (start, signatures[i].start, signatures[i].length) == 0
        && (signatures[i].inside == NULL || memcmp (start + 8, signatures[i].inside, 4) == 0))
      return &signatures[i];
  if (got == 0)
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FORMAT, _("found an empty file, expected a picture"));
  else
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FORMAT,
                         _("found something else in it than a picture of a known kind: JPEG, PNG, TIFF, WebP, GIF, BMP or PNM"));
  return NULL;
}

static bool
has_loader (const char *kind)
{
  g_autoptr (GSList) formats = gdk_pixbuf_get_formats ();
  for (GSList *link = formats; link != NULL; link = link->next)
    {
      g_autofree char *name = gdk_pixbuf_format_get_name (link->data);
      if (strcmp (name, kind) == 0 && !gdk_pixbuf_format_is_disabled (link->data))
        return true;
    }
  return false;
}

void
iso_image_prepare (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (signatures); i++)
    if (has_loader (signatures[i].kind))
      {
        /* An empty picture: the loader is there with all it has to have once, and refuses it. */
        g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (signatures[i].kind, NULL);
        if (loader != NULL)
          gdk_pixbuf_loader_close (loader, NULL);
      }
  iso_error_quark ();
  gdk_pixbuf_error_quark ();
}

bool
iso_image_decode (IsoImageDecoder *decoder, guint8 *out, const char *path, GError **error)
{
  IsoImageJob job = { .decoder = decoder, .out = out, .error = error };
  job.file = open_file (&job.file_size, path, error);
  if (job.file == NULL)
    return false;
  const Signature *signature = recognize (job.file, error);
  bool done = false;
  if (signature == NULL)
    done = false;
#ifdef ISO_HAVE_JPEG
  else if (strcmp (signature->kind, "jpeg") == 0)
    done = iso_image_decode_jpeg (&job);
#endif
  else if (!has_loader (signature->kind))
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("found a %s picture, for which gdk-pixbuf has no loader installed"),
                 signature->title);
  else
    done = iso_image_decode_pixbuf (&job, signature->kind);
  if (job.taken > 0)
    iso_memory_budget_give (decoder->budget, job.taken);
  fclose (job.file);
  return done;
}

static bool
ends_as (const char *name, const char *const *endings)
{
  const char *dot = strrchr (name, '.');
  for (size_t i = 0; dot != NULL && endings[i] != NULL; i++)
    if (g_ascii_strcasecmp (dot + 1, endings[i]) == 0)
      return true;
  return false;
}

bool
iso_image_has_name (const char *name)
{
  static const char *const endings[] = { "jpg", "jpeg", "png", "tif", "tiff", "webp", "gif", "bmp", "ppm", "pgm", "pbm", "pnm", NULL };
  return ends_as (name, endings);
}

bool
iso_image_has_foreign_name (const char *name)
{
  static const char *const endings[] = { "avif", "heic", "heif", "jp2", "jxl", "svg", "svgz", "ico", "tga", "psd", "eps", "dng",
                                         "cr2", "nef", "exr", "hdr", NULL };
  return ends_as (name, endings);
}

char *
iso_image_abilities (void)
{
  GString *text = g_string_new (NULL);
#ifdef ISO_HAVE_JPEG
  g_string_append (text, "libjpeg ");
#endif
  for (size_t i = 0; i < G_N_ELEMENTS (signatures); i++)
    if ((i == 0 || strcmp (signatures[i].kind, signatures[i - 1].kind) != 0) && has_loader (signatures[i].kind))
      g_string_append_printf (text, "%s ", signatures[i].kind);
  return g_string_free (text, FALSE);
}
