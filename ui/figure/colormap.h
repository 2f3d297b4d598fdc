/* Colour maps: tables of 256 opaque pixels from low to high.
 *
 * viridis, magma and inferno are the perceptually even maps of Smith and van der Walt (2015, CC0), rebuilt from every fifteenth
 * of their published values. On light cards differences use ColorBrewer's RdBu (Brewer and Harrower 2003), blue through white to
 * red; on dark cards white at zero would glare, so there lightness rises (evenly in OKLab, Ottosson 2020) from a dark neutral to
 * light blue and light red.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define ISO_COLORMAP_SIZE 256

typedef enum { ISO_COLORMAP_VIRIDIS, ISO_COLORMAP_MAGMA, ISO_COLORMAP_INFERNO, ISO_COLORMAP_DIVERGING } IsoColormap;

/* 256 pixels 0xffRRGGBB, entry 0 the lowest value; of static storage, any thread. is_dark matters to the diverging map only. */
const guint32 *iso_colormap_table (IsoColormap map, bool is_dark);

/* The pixel of what is no number: a neutral grey that no map above contains. */
guint32 iso_colormap_missing (bool is_dark);
