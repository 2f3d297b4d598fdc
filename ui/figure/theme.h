/* The colours and type sizes of figures: one place for light, dark and high contrast, on screen and on paper. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

typedef struct {
  double red, green, blue, alpha;
} IsoColor;

typedef enum { ISO_THEME_LIGHT, ISO_THEME_DARK, ISO_THEME_LIGHT_CONTRAST, ISO_THEME_DARK_CONTRAST } IsoThemeName;

typedef struct {
  bool is_dark, is_contrast;
  IsoColor background; /* of a card */
  IsoColor text;
  IsoColor quiet;      /* secondary text, tick labels */
  IsoColor grid;
  IsoColor axis;
  IsoColor cursor;
  IsoColor accent;
  IsoColor loss, divergence, recall, precision; /* the four curves: L, L_KD, recall@1, map@r */
  double text_size;    /* pixels, of labels */
} IsoTheme;

const IsoTheme *iso_theme (IsoThemeName name);

/* Colour of class `index`: the first ten are told apart by colour-blind readers too, on light and on dark cards; then further hues
 * of falling chroma. */
IsoColor iso_class_color (const IsoTheme *theme, guint32 index);

/* The colour of a mark for words beside it: brought towards the theme's text until it stands out from the card by at least 4.5 to 1,
 * the least for small text (WCAG 2.1, 1.4.3). Legible colours come back as they are. */
IsoColor iso_legible_color (const IsoTheme *theme, IsoColor color);

static inline void
iso_set_color (cairo_t *cairo, IsoColor color)
{
  cairo_set_source_rgba (cairo, color.red, color.green, color.blue, color.alpha);
}

/* Premultiplied 0xAARRGGBB, as CAIRO_FORMAT_ARGB32 wants it. */
guint32 iso_color_pixel (IsoColor color);
