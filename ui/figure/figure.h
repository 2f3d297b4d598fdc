/* What a view shows at one moment, apart from the view: it can be drawn at any size, in any theme, onto any surface, and its numbers
 * laid out as a table, while the view has long gone on to something else.
 *
 *     IsoFigure *figure = iso_figure_new (&kind, data, g_strdup ("curves-step-238"));   // data are its own, and do not change
 *     IsoFigureLook look = { 1200.0, 800.0, 2.0, iso_theme (ISO_THEME_LIGHT) };
 *     iso_figure_write (figure, path, &look, &error);                                    // figure-file.h
 *
 * Any thread, one at a time; its data must bear that. */
#pragma once

#include "ui/figure/number-table.h"
#include "ui/figure/theme.h"

typedef struct {
  double width, height; /* units: pixels at scale 1 */
  double scale;         /* device pixels in a unit; 0: there are none (SVG, PDF) */
  const IsoTheme *theme;
} IsoFigureLook;

typedef struct {
  /* Into (0, 0, width, height), whose ground is painted. NULL: it is no picture. */
  void (*draw) (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look);
  IsoNumberTable *(*tabulate) (gconstpointer data);
  GDestroyNotify free; /* of the data */
} IsoFigureKind;

typedef struct _IsoFigure IsoFigure;

/* kind: of static storage. Takes over data, and name: of a file, without its ending. */
IsoFigure *iso_figure_new (const IsoFigureKind *kind, gpointer data, char *name);
void iso_figure_free (IsoFigure *figure);

const char *iso_figure_name (const IsoFigure *figure);
gboolean iso_figure_is_picture (const IsoFigure *figure);
/* The ground and everything on it; *cairo is left as it was. */
void iso_figure_draw (const IsoFigure *figure, cairo_t *cairo, const IsoFigureLook *look);
/* Newly made; iso_number_table_unref(). */
IsoNumberTable *iso_figure_tabulate (const IsoFigure *figure);

/* For those who draw: a margin all round, and in it a title and a quiet line beside it, shortened to its room. Either may be NULL.
 * Returns what is left for the rest. */
typedef struct {
  double left, top, width, height;
} IsoFigureRoom;
IsoFigureRoom iso_figure_draw_heading (cairo_t *cairo, const char *title, const char *subtitle, const IsoFigureLook *look);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoFigure, iso_figure_free)
