/* JPEG by libjpeg, row by row: only progressive pictures are ever in memory as wholes. */
#include <glib/gi18n-lib.h>
#include <setjmp.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/image-decode-private.h"

/* After <stdio.h>, which it does not include. */
#include <jerror.h>
#include <jpeglib.h>

/* Each scan of a progressive picture goes over all of it: a small file with thousands of them would keep a core busy for hours. */
#define MOST_SCANS 200
/* libjpeg's own file source has 4 KB, with which its decoder nearly always takes the slow way for the last bytes of a buffer. */
#define BUFFER_SIZE (64u << 10)
/* Rows between two looks at the cancellable. */
#define ROWS_AT_ONCE 64

/* libjpeg's errors end in a jump; everything that must outlive it is in here. */
typedef struct {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_source_mgr source;
  jmp_buf escape;
  IsoImageJob *job;
  IsoImageScaler *scaler;
  guint8 *row;       /* (output width, components) as decoded */
  guint8 *converted; /* (output width, channels) of CMYK */
  GError *error;     /* set by a callback that jumps */
  guint8 buffer[BUFFER_SIZE];
} Reading;

static Reading *
reading_of (j_common_ptr common)
{
  return common->client_data;
}

static void
escape_with_message (j_common_ptr common)
{
  Reading *reading = reading_of (common);
  char message[JMSG_LENGTH_MAX];
  common->err->format_message (common, message);
  if (reading->error == NULL)
    iso_image_set_broken (reading->job, message);
  else
    g_propagate_error (reading->job->error, g_steal_pointer (&reading->error));
  longjmp (reading->escape, 1);
}

/* Warnings are for pictures that can be shown all the same, but not for one whose data end early: the rest would be grey. A file
 * without its end marker alone is whole. */
static void
note_message (j_common_ptr common, int level)
{
  if (level < 0 && common->err->msg_code == JWRN_HIT_MARKER)
    escape_with_message (common);
}

static void
watch_progress (j_common_ptr common)
{
  Reading *reading = reading_of (common);
  if (!iso_image_check_cancelled (reading->job))
    longjmp (reading->escape, 1);
  if (reading->jpeg.input_scan_number > MOST_SCANS)
    {
      g_set_error (&reading->error, ISO_ERROR, ISO_ERROR_FORMAT, _("found more than %d scans in it"), MOST_SCANS);
      escape_with_message (common);
    }
}

static void
do_nothing (j_decompress_ptr jpeg)
{
}

static boolean
fill_buffer (j_decompress_ptr jpeg)
{
  Reading *reading = reading_of ((j_common_ptr) jpeg);
  size_t got = fread (reading->buffer, 1, BUFFER_SIZE, reading->job->file);
  if (got == 0)
    {
      /* An end marker in place of what is missing: the decoder notices if it had still wanted anything. */
      reading->buffer[0] = 0xff;
      reading->buffer[1] = JPEG_EOI;
      got = 2;
    }
  jpeg->src->next_input_byte = reading->buffer;
  jpeg->src->bytes_in_buffer = got;
  return TRUE;
}

static void
skip_bytes (j_decompress_ptr jpeg, long count)
{
  size_t left = count > 0 ? (size_t) count : 0;
  while (left > jpeg->src->bytes_in_buffer)
    {
      left -= jpeg->src->bytes_in_buffer;
      fill_buffer (jpeg);
    }
  jpeg->src->next_input_byte += left;
  jpeg->src->bytes_in_buffer -= left;
}

static void
use_file (Reading *reading)
{
  reading->source = (struct jpeg_source_mgr) { .init_source = do_nothing, .fill_input_buffer = fill_buffer,
                                               .skip_input_data = skip_bytes, .resync_to_restart = jpeg_resync_to_restart,
                                               .term_source = do_nothing };
  reading->jpeg.src = &reading->source;
}

/* Coefficients of all components, which pictures of several scans are kept as. */
static guint64
coefficient_bytes (const struct jpeg_decompress_struct *jpeg)
{
  guint64 blocks = 0;
  for (int c = 0; c < jpeg->num_components; c++)
    blocks += (guint64) (jpeg->comp_info[c].width_in_blocks + 8) * (jpeg->comp_info[c].height_in_blocks + 8);
  return blocks * DCTSIZE2 * sizeof (JCOEF);
}

/* The smallest of 1, 1/2, 1/4 and 1/8 that is no smaller than the square. */
static unsigned int
reduction (const struct jpeg_decompress_struct *jpeg, size_t size)
{
  size_t shorter = MIN (jpeg->image_width, jpeg->image_height);
  unsigned int denominator = 8;
  while (denominator > 1 && (shorter + denominator - 1) / denominator < size)
    denominator /= 2;
  return denominator;
}

/* Components that come out of the decoder: those wanted, or four inks. */
static void
choose_color (struct jpeg_decompress_struct *jpeg, size_t channels)
{
  if (jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK)
    jpeg->out_color_space = JCS_CMYK;
  else if (channels == 1 && (jpeg->jpeg_color_space == JCS_GRAYSCALE || jpeg->jpeg_color_space == JCS_YCbCr))
    jpeg->out_color_space = JCS_GRAYSCALE;
  else
    jpeg->out_color_space = JCS_RGB;
}

static guint8
luma (guint32 red, guint32 green, guint32 blue)
{
  return (guint8) ((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
}

/* Adobe's programs write inks inverted, and nearly all such files are theirs. */
static void
convert_inks (Reading *reading)
{
  const guint8 *in = reading->row;
  guint8 *out = reading->converted;
  bool inverted = reading->jpeg.saw_Adobe_marker;
  for (size_t x = 0; x < reading->jpeg.output_width; x++, in += 4)
    {
      guint32 rgb[3], black = inverted ? in[3] : 255u - in[3];
      for (int c = 0; c < 3; c++)
        rgb[c] = ((inverted ? in[c] : 255u - in[c]) * black + 127) / 255;
      if (reading->job->decoder->channels == 1)
        *out++ = luma (rgb[0], rgb[1], rgb[2]);
      else
        for (int c = 0; c < 3; c++)
          *out++ = (guint8) rgb[c];
    }
}

static void
convert_to_grey (Reading *reading)
{
  const guint8 *in = reading->row;
  for (size_t x = 0; x < reading->jpeg.output_width; x++, in += 3)
    reading->converted[x] = luma (in[0], in[1], in[2]);
}

static const guint8 *
row_as_wanted (Reading *reading)
{
  if (reading->jpeg.output_components == 4)
    convert_inks (reading);
  else if ((size_t) reading->jpeg.output_components != reading->job->decoder->channels)
    convert_to_grey (reading);
  else
    return reading->row;
  return reading->converted;
}

static bool
begin (Reading *reading)
{
  struct jpeg_decompress_struct *jpeg = &reading->jpeg;
  IsoImageDecoder *decoder = reading->job->decoder;
  use_file (reading);
  jpeg_read_header (jpeg, TRUE);
  if (!iso_image_check_size (reading->job, jpeg->image_width, jpeg->image_height)
      || (jpeg_has_multiple_scans (jpeg) && !iso_image_take_memory (reading->job, coefficient_bytes (jpeg), false)))
    return false;
  jpeg->scale_num = 1;
  jpeg->scale_denom = reduction (jpeg, decoder->size);
  choose_color (jpeg, decoder->channels);
  jpeg_start_decompress (jpeg);
  reading->scaler = iso_image_scaler_new (jpeg->output_width, jpeg->output_height, decoder->channels, decoder->size);
  reading->row = g_try_malloc_n (jpeg->output_width, (gsize) MAX (jpeg->output_components, 4));
  reading->converted = g_try_malloc_n (jpeg->output_width, 3);
  if (reading->scaler != NULL && reading->row != NULL && reading->converted != NULL)
    return true;
  g_set_error_literal (reading->job->error, ISO_ERROR, ISO_ERROR_MEMORY, _("no memory to decode it"));
  return false;
}

static bool
read_rows (Reading *reading)
{
  struct jpeg_decompress_struct *jpeg = &reading->jpeg;
  while (jpeg->output_scanline < jpeg->output_height && iso_image_scaler_wants_rows (reading->scaler))
    {
      if (jpeg->output_scanline % ROWS_AT_ONCE == 0 && !iso_image_check_cancelled (reading->job))
        return false;
      JSAMPROW row = reading->row;
      jpeg_read_scanlines (jpeg, &row, 1);
      iso_image_scaler_add_row (reading->scaler, row_as_wanted (reading));
    }
  iso_image_scaler_finish (reading->scaler, reading->job->out);
  return true;
}

bool
iso_image_decode_jpeg (IsoImageJob *job)
{
  g_autofree Reading *reading = g_malloc (sizeof *reading); /* not on the stack, where a jump may undo changes */
  volatile bool done = false;
  memset (reading, 0, offsetof (Reading, buffer));
  reading->job = job;
  reading->jpeg.err = jpeg_std_error (&reading->errors);
  reading->errors.error_exit = escape_with_message;
  reading->errors.emit_message = note_message;
  reading->progress.progress_monitor = watch_progress;
  reading->jpeg.client_data = reading;
  if (setjmp (reading->escape) == 0)
    {
      jpeg_create_decompress (&reading->jpeg);
      reading->jpeg.progress = &reading->progress;
      done = begin (reading) && read_rows (reading);
    }
  jpeg_destroy_decompress (&reading->jpeg);
  iso_image_scaler_free (reading->scaler);
  g_free (reading->row);
  g_free (reading->converted);
  return done;
}
