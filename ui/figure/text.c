#include "ui/figure/text.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define RIM 3.0

static PangoLayout *
layout_new (cairo_t *cairo, const char *text, double size, IsoTextWeight weight)
{
  PangoLayout *layout = pango_cairo_create_layout (cairo);
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string ("Cantarell, Noto Sans, sans-serif");
  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  pango_font_description_set_weight (description, weight == ISO_TEXT_BOLD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, description);
  /* Tabular figures: numbers that change must not dance. */
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

double
iso_text_draw (cairo_t *cairo, const char *text, double x, double y, double align_x, double align_y, double size,
               IsoTextWeight weight, IsoColor color)
{
  g_autoptr (PangoLayout) layout = layout_new (cairo, text, size, weight);
  int width, height;
  pango_layout_get_pixel_size (layout, &width, &height);
  iso_set_color (cairo, color);
  cairo_move_to (cairo, x - align_x * width, y - align_y * height);
  pango_cairo_show_layout (cairo, layout);
  cairo_new_path (cairo);
  return width;
}

double
iso_text_draw_within (cairo_t *cairo, const char *text, double x, double y, double align_x, double align_y, double width,
                      double size, IsoTextWeight weight, IsoColor color)
{
  g_autoptr (GString) shown = g_string_new (text);
  double needed;
  iso_text_measure (&needed, NULL, cairo, shown->str, size, weight);
  for (glong kept = g_utf8_strlen (text, -1); needed > width && kept > 1; kept--)
    {
      g_string_truncate (shown, (gsize) (g_utf8_offset_to_pointer (text, kept - 1) - text));
      g_string_append (shown, "…");
      iso_text_measure (&needed, NULL, cairo, shown->str, size, weight);
    }
  return iso_text_draw (cairo, shown->str, x, y, align_x, align_y, size, weight, color);
}

void
iso_text_rim (cairo_t *cairo, const char *text, double x, double y, double align_x, double align_y, double size,
              IsoTextWeight weight, IsoColor color)
{
  g_autoptr (PangoLayout) layout = layout_new (cairo, text, size, weight);
  int width, height;
  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_save (cairo);
  iso_set_color (cairo, color);
  cairo_set_line_width (cairo, RIM);
  cairo_set_line_join (cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cairo, x - align_x * width, y - align_y * height);
  pango_cairo_layout_path (cairo, layout);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

void
iso_text_measure (double *width, double *height, cairo_t *cairo, const char *text, double size, IsoTextWeight weight)
{
  g_autoptr (PangoLayout) layout = layout_new (cairo, text, size, weight);
  int w, h;
  pango_layout_get_pixel_size (layout, &w, &h);
  if (width != NULL)
    *width = w;
  if (height != NULL)
    *height = h;
}

/* All figures are of one width, and a row of labels differs in little else: of the longest the first two and the last are measured. */
double
iso_text_widest_tick (cairo_t *cairo, const IsoAxis *axis, double size)
{
  double widest = 0.0;
  size_t longest = 0, measured = 0, last = 0;
  for (size_t i = 0; i < axis->tick_count; i++)
    longest = MAX (longest, strlen (axis->labels[i]));
  for (size_t i = 0; i < axis->tick_count; i++)
    if (strlen (axis->labels[i]) == longest)
      last = i;
  for (size_t i = 0; i < axis->tick_count; i++)
    if (strlen (axis->labels[i]) == longest && (measured++ < 2 || i == last))
      {
        double width;
        iso_text_measure (&width, NULL, cairo, axis->labels[i], size, ISO_TEXT_REGULAR);
        widest = fmax (widest, width);
      }
  return ceil (widest);
}
