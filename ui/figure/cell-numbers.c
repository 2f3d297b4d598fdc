#include "ui/figure/cell-numbers.h"

#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/heat-window.h"
#include "ui/figure/text.h"

#define GLYPHS 17
#define MARGIN 2 /* pixels on either side of a number */
#define DIGITS 3

static const char *const characters[GLYPHS] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "−", "-", "e", "N", "a", "∞" };

typedef struct {
  int width, height, advance;
  guint8 *coverage; /* (height, width) */
} Glyph;

struct _IsoCellNumbers {
  double size;
  Glyph glyphs[GLYPHS];
};

static void
glyph_draw (Glyph *glyph, const char *character, double size)
{
  double width, height;
  cairo_surface_t *scratch = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cairo = cairo_create (scratch);
  iso_text_measure (&width, &height, cairo, character, size, ISO_TEXT_REGULAR);
  cairo_destroy (cairo);
  cairo_surface_destroy (scratch);

  *glyph = (Glyph){ (int) ceil (width), (int) ceil (height), (int) lround (width), NULL };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, MAX (glyph->width, 1), MAX (glyph->height, 1));
  cairo = cairo_create (surface);
  iso_text_draw (cairo, character, 0.0, 0.0, 0.0, 0.0, size, ISO_TEXT_REGULAR, (IsoColor){ 1.0, 1.0, 1.0, 1.0 });
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  const guint8 *drawn = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  glyph->coverage = g_new0 (guint8, (size_t) MAX (glyph->width * glyph->height, 1));
  for (int y = 0; drawn != NULL && y < glyph->height; y++)
    for (int x = 0; x < glyph->width; x++)
      glyph->coverage[y * glyph->width + x] = drawn[y * stride + x];
  cairo_surface_destroy (surface);
}

IsoCellNumbers *
iso_cell_numbers_new (double size)
{
  IsoCellNumbers *numbers = g_new0 (IsoCellNumbers, 1);
  numbers->size = size;
  for (size_t i = 0; i < GLYPHS; i++)
    glyph_draw (&numbers->glyphs[i], characters[i], size);
  return numbers;
}

void
iso_cell_numbers_free (IsoCellNumbers *numbers)
{
  if (numbers == NULL)
    return;
  for (size_t i = 0; i < GLYPHS; i++)
    g_free (numbers->glyphs[i].coverage);
  g_free (numbers);
}

double
iso_cell_numbers_size (const IsoCellNumbers *numbers)
{
  return numbers->size;
}

/* glyphs: indices of the characters of text, at most `most`; returns how many, and their width. */
static size_t
spell (const IsoCellNumbers *numbers, const char *text, size_t *glyphs, size_t most, int *width)
{
  size_t count = 0;
  *width = 0;
  for (const char *at = text; *at != '\0' && count < most; at = g_utf8_next_char (at))
    for (size_t i = 0; i < GLYPHS; i++)
      if (g_utf8_get_char (at) == g_utf8_get_char (characters[i]))
        {
          glyphs[count++] = i;
          *width += numbers->glyphs[i].advance;
          break;
        }
  return count;
}

static guint32
blend (guint32 ground, guint32 shade, guint32 coverage)
{
  guint32 mixed = ground & 0xff000000;
  for (int shift = 0; shift <= 16; shift += 8)
    mixed |= ((ground >> shift & 255) * (255 - coverage) + shade * coverage + 127) / 255 << shift;
  return mixed;
}

/* With its top left corner at (left, top), as far as it lies within side × side. */
static void
stamp (guint32 *pixels, size_t stride, int side, const Glyph *glyph, int left, int top, guint32 shade)
{
  for (int y = MAX (0, -top); y < glyph->height && top + y < side; y++)
    for (int x = MAX (0, -left); x < glyph->width && left + x < side; x++)
      {
        guint32 coverage = glyph->coverage[y * glyph->width + x];
        guint32 *pixel = pixels + (size_t) (top + y) * stride + (size_t) (left + x);
        if (coverage > 0)
          *pixel = blend (*pixel, shade, coverage);
      }
}

static void
write_cell (const IsoCellNumbers *numbers, guint32 *pixels, size_t stride, int side, float value, int left, int top, int extent)
{
  size_t glyphs[24], count = 0;
  int width = extent, x = CLAMP (left + extent / 2, 0, side - 1), y = CLAMP (top + extent / 2, 0, side - 1);
  for (int digits = DIGITS; digits >= 1 && width > extent - 2 * MARGIN; digits--)
    {
      char text[32];
      iso_number_format (text, sizeof text, (double) value, digits);
      count = spell (numbers, text, glyphs, G_N_ELEMENTS (glyphs), &width);
    }
  /* Rather no number than one that runs into the next cell. */
  if (width > extent - MARGIN)
    return;
  guint32 ground = pixels[(size_t) y * stride + (size_t) x];
  guint32 light = (54 * (ground >> 16 & 255) + 183 * (ground >> 8 & 255) + 19 * (ground & 255)) >> 8;
  int at = left + (extent - width) / 2, height = numbers->glyphs[0].height;
  for (size_t i = 0; i < count; i++)
    {
      const Glyph *glyph = &numbers->glyphs[glyphs[i]];
      stamp (pixels, stride, side, glyph, at, top + (extent - height) / 2, light > 118 ? 0 : 255);
      at += glyph->advance;
    }
}

void
iso_cell_numbers_draw (const IsoCellNumbers *numbers, guint32 *pixels, size_t stride, const IsoMatrixZoom *zoom, const float *values,
                       const guint32 *order)
{
  size_t first_row, first_column, last_row, last_column;
  double end = (double) zoom->side - 1.0;
  int extent = (int) iso_matrix_zoom_cell (zoom);
  iso_matrix_zoom_cell_at (zoom, 0.0, 0.0, &first_row, &first_column);
  iso_matrix_zoom_cell_at (zoom, end, end, &last_row, &last_column);
  for (size_t r = first_row; r <= last_row; r++)
    for (size_t c = first_column; c <= last_column; c++)
      {
        size_t row = order != NULL ? order[r] : r, column = order != NULL ? order[c] : c;
        write_cell (numbers, pixels, stride, (int) zoom->side, values[row * zoom->B + column],
                    (int) iso_matrix_zoom_column (zoom, c), (int) iso_matrix_zoom_row (zoom, r), extent);
      }
}
