#include "ui/figure/readout.h"

#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/text.h"

#define SMALL 0.92 /* of the theme's text size */
#define PADDING 8.0
#define SWATCH 8.0
#define COLUMN_GAP 10.0
#define CURSOR_GAP 10.0 /* between line and box */
#define MOST_WIDTH 0.42 /* of the plot; averages go where the box would cover more */

IsoReadout *
iso_readout_new (char *title, double x)
{
  IsoReadout *readout = g_new0 (IsoReadout, 1);
  readout->title = title;
  readout->x = x;
  return readout;
}

static void
clear_line (IsoReadoutLine *line)
{
  g_free (line->text);
  g_free (line->value);
  g_free (line->average);
  g_free (line->spoken);
}

void
iso_readout_free (IsoReadout *readout)
{
  if (readout == NULL)
    return;
  for (size_t i = 0; i < readout->line_count; i++)
    clear_line (&readout->lines[i]);
  g_free (readout->title);
  g_free (readout);
}

char *
iso_readout_format (double value)
{
  if (!isfinite (value) || (value != 0.0 && fabs (value) < 5e-4) || fabs (value) >= 1e4)
    {
      char text[32];
      iso_number_format (text, sizeof text, value, 4);
      return g_strdup (text);
    }
  return g_strdup_printf (value < 0.0 ? "\u2212%.*f" : "%.*f", fabs (value) < 10.0 ? 3 : 2, fabs (value));
}

void
iso_readout_add (IsoReadout *readout, char *text, char *value, char *average, IsoColor color)
{
  if (readout->line_count < ISO_READOUT_LINES)
    readout->lines[readout->line_count++] = (IsoReadoutLine){ text, value, average, NULL, color };
  else
    {
      g_free (text);
      g_free (value);
      g_free (average);
    }
}

void
iso_readout_add_spoken (IsoReadout *readout, char *text)
{
  IsoReadoutLine *line = readout->line_count > 0 ? &readout->lines[readout->line_count - 1] : NULL;
  if (line == NULL || line->spoken != NULL)
    g_free (text);
  else
    line->spoken = text;
}

static double
text_width (cairo_t *cairo, const char *text, double size, IsoTextWeight weight)
{
  double width = 0.0;
  if (text != NULL)
    iso_text_measure (&width, NULL, cairo, text, size, weight);
  return width;
}

static void
measure (IsoReadout *readout, cairo_t *cairo, const IsoTheme *theme)
{
  double size = SMALL * theme->text_size, content = text_width (cairo, readout->title, size, ISO_TEXT_BOLD);
  for (size_t i = 0; i < readout->line_count; i++)
    {
      const IsoReadoutLine *line = &readout->lines[i];
      double width = text_width (cairo, line->text, size, ISO_TEXT_REGULAR);
      if (line->value == NULL)
        content = fmax (content, width);
      else
        readout->name_width = fmax (readout->name_width, width);
      readout->value_width = fmax (readout->value_width, text_width (cairo, line->value, size, ISO_TEXT_BOLD));
      readout->average_width = fmax (readout->average_width, text_width (cairo, line->average, size, ISO_TEXT_REGULAR));
    }
  double columns = SWATCH + 6.0 + readout->name_width + COLUMN_GAP + readout->value_width
                   + (readout->average_width > 0.0 ? COLUMN_GAP + readout->average_width : 0.0);
  iso_text_measure (NULL, &readout->line_height, cairo, "x", size, ISO_TEXT_REGULAR);
  readout->width = ceil (fmax (content, columns) + 2.0 * PADDING);
}

static double
box_height (const IsoReadout *readout)
{
  return ceil (readout->line_height * (double) (readout->line_count + 1) + 2.0 * PADDING - 2.0);
}

/* In a low figure the last lines, which tell of events, go: a box that is cut would be worse. */
static void
keep_within (IsoReadout *readout, double height)
{
  while (readout->line_count > 0 && box_height (readout) > height)
    clear_line (&readout->lines[--readout->line_count]);
  readout->height = box_height (readout);
}

/* Right of the line; left of it where it would not fit there; within the figure in any case. */
static void
place_box (IsoReadout *readout, double width, double height, double bottom)
{
  readout->left = readout->x + CURSOR_GAP;
  if (readout->left + readout->width > width - 1.0)
    readout->left = readout->x - CURSOR_GAP - readout->width;
  readout->left = floor (CLAMP (readout->left, 1.0, fmax (1.0, width - readout->width - 1.0)));
  readout->top = floor (CLAMP (bottom - readout->height - 8.0, 1.0, fmax (1.0, height - readout->height - 1.0)));
}

void
iso_readout_place (IsoReadout *readout, cairo_t *cairo, const IsoPlotBox *plot, double width, double height, const IsoTheme *theme)
{
  measure (readout, cairo, theme);
  /* Where it would cover much of a narrow chart the averages go: the line of the curve shows them. */
  if (readout->width > MOST_WIDTH * (plot->right - plot->left) && readout->average_width > 0.0)
    {
      for (size_t i = 0; i < readout->line_count; i++)
        g_clear_pointer (&readout->lines[i].average, g_free);
      readout->average_width = 0.0;
      measure (readout, cairo, theme);
    }
  keep_within (readout, height);
  place_box (readout, width, height, plot->bottom);
}

void
iso_readout_draw_line (cairo_t *cairo, const IsoReadout *readout, const IsoPlotBox *plot, const IsoTheme *theme)
{
  iso_set_color (cairo, theme->cursor);
  cairo_set_line_width (cairo, 1.0);
  cairo_move_to (cairo, readout->x, plot->top);
  cairo_line_to (cairo, readout->x, plot->bottom);
  cairo_stroke (cairo);
}

void
iso_readout_draw_dot (cairo_t *cairo, double x, double y, IsoColor color, const IsoTheme *theme)
{
  cairo_arc (cairo, x, y, 4.0, 0.0, 2.0 * G_PI);
  iso_set_color (cairo, theme->background);
  cairo_fill (cairo);
  cairo_arc (cairo, x, y, 2.75, 0.0, 2.0 * G_PI);
  iso_set_color (cairo, color);
  cairo_fill (cairo);
}

static void
rounded_rectangle (cairo_t *cairo, double x, double y, double width, double height, double radius)
{
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x + width - radius, y + radius, radius, -0.5 * G_PI, 0.0);
  cairo_arc (cairo, x + width - radius, y + height - radius, radius, 0.0, 0.5 * G_PI);
  cairo_arc (cairo, x + radius, y + height - radius, radius, 0.5 * G_PI, G_PI);
  cairo_arc (cairo, x + radius, y + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cairo);
}

static void
draw_ground (cairo_t *cairo, const IsoReadout *readout, const IsoTheme *theme)
{
  IsoColor ground = theme->background;
  /* A shade off the card, so that the box lies above the curves. */
  if (theme->is_dark)
    ground = (IsoColor){ ground.red + 0.05, ground.green + 0.05, ground.blue + 0.05, 1.0 };
  ground.alpha = 0.97;
  rounded_rectangle (cairo, readout->left + 0.5, readout->top + 0.5, readout->width - 1.0, readout->height - 1.0, 7.0);
  iso_set_color (cairo, ground);
  cairo_fill_preserve (cairo);
  iso_set_color (cairo, theme->axis);
  cairo_set_line_width (cairo, 1.0);
  cairo_stroke (cairo);
}

static void
draw_line (cairo_t *cairo, const IsoReadout *readout, const IsoReadoutLine *line, double middle, const IsoTheme *theme)
{
  double size = SMALL * theme->text_size, x = readout->left + PADDING;
  if (line->value == NULL)
    {
      iso_text_draw (cairo, line->text, x, middle, 0.0, 0.5, size, ISO_TEXT_REGULAR, line->color);
      return;
    }
  iso_set_color (cairo, line->color);
  rounded_rectangle (cairo, x, floor (middle - 0.5 * SWATCH), SWATCH, SWATCH, 2.0);
  cairo_fill (cairo);
  x += SWATCH + 6.0;
  iso_text_draw (cairo, line->text, x, middle, 0.0, 0.5, size, ISO_TEXT_REGULAR, theme->text);
  x += readout->name_width + COLUMN_GAP + readout->value_width;
  iso_text_draw (cairo, line->value, x, middle, 1.0, 0.5, size, ISO_TEXT_BOLD, theme->text);
  if (line->average != NULL)
    iso_text_draw (cairo, line->average, x + COLUMN_GAP + readout->average_width, middle, 1.0, 0.5, size, ISO_TEXT_REGULAR,
                   theme->quiet);
}

void
iso_readout_draw_box (cairo_t *cairo, const IsoReadout *readout, const IsoTheme *theme)
{
  double middle = readout->top + PADDING - 1.0 + 0.5 * readout->line_height;
  draw_ground (cairo, readout, theme);
  iso_text_draw (cairo, readout->title, readout->left + PADDING, middle, 0.0, 0.5, SMALL * theme->text_size, ISO_TEXT_BOLD,
                 theme->text);
  for (size_t i = 0; i < readout->line_count; i++)
    draw_line (cairo, readout, &readout->lines[i], middle + readout->line_height * (double) (i + 1), theme);
}

char *
iso_readout_sentence (const IsoReadout *readout)
{
  GString *sentence = g_string_new (readout->title);
  for (size_t i = 0; i < readout->line_count; i++)
    {
      const IsoReadoutLine *line = &readout->lines[i];
      g_string_append (sentence, i == 0 ? ": " : ", ");
      g_string_append (sentence, line->text);
      if (line->value != NULL)
        g_string_append_printf (sentence, " %s", line->value);
      if (line->spoken != NULL)
        g_string_append_printf (sentence, " (%s)", line->spoken);
    }
  return g_string_free (sentence, FALSE);
}
