/* Colour maps: tables of 256 opaque pixels from low to high.
 *
 * viridis, magma and inferno are the perceptually even maps of Smith and van der Walt (2015, CC0), rebuilt from every fifteenth
 * of their published values. cividis, which looks nearly the same to readers without red or green, is that of Nuñez, Anderton and
 * Renslow (2018, "Optimizing colormaps with consideration for color vision deficiency to enable accurate interpretation of
 * scientific data", PLOS ONE 13(7)), rebuilt in the same way. Grey rises evenly in OKLab lightness (Ottosson 2020).
 *
 * On light cards differences use ColorBrewer's RdBu (Brewer and Harrower 2003), blue through white to red; on dark cards white at
 * zero would glare, so there lightness rises (evenly in OKLab too) from a dark neutral to light blue and light red.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ISO_COLORMAP_SIZE 256

typedef enum {
  ISO_COLORMAP_VIRIDIS,
  ISO_COLORMAP_MAGMA,
  ISO_COLORMAP_INFERNO,
  ISO_COLORMAP_CIVIDIS,
  ISO_COLORMAP_GREY,
  ISO_COLORMAP_DIVERGING,
} IsoColormap;

/* 256 pixels 0xffRRGGBB, entry 0 the lowest value; of static storage, any thread. is_dark matters to the diverging map only. */
const guint32 *iso_colormap_table (IsoColormap map, bool is_dark);

/* The pixel of what is no number: a neutral grey that no map above contains, but for grey itself and cividis, which has one in its
 * middle. */
guint32 iso_colormap_missing (bool is_dark);
/* The same for any map: beside greys a quiet violet. */
guint32 iso_colormap_missing_in (IsoColormap map, bool is_dark);

/* faded (256) = table (256), without its colour and `share` (0 … 1) of the way to `ground` (0xffRRGGBB): what is there, but does not
 * count at the moment. */
void iso_colormap_fade (guint32 *faded, const guint32 *table, guint32 ground, double share);
