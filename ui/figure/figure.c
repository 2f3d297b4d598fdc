#include "ui/figure/figure.h"

#include <math.h>

#include "ui/figure/text.h"

/* As in the figures that bring a heading of their own. */
#define MARGIN 16.0
#define HEADING 30.0
#define GAP 10.0

struct _IsoFigure {
  const IsoFigureKind *kind;
  gpointer data;
  char *name;
};

IsoFigure *
iso_figure_new (const IsoFigureKind *kind, gpointer data, char *name)
{
  IsoFigure *figure = g_new (IsoFigure, 1);
  *figure = (IsoFigure) { kind, data, name };
  return figure;
}

void
iso_figure_free (IsoFigure *figure)
{
  if (figure == NULL)
    return;
  figure->kind->free (figure->data);
  g_free (figure->name);
  g_free (figure);
}

const char *
iso_figure_name (const IsoFigure *figure)
{
  return figure->name;
}

gboolean
iso_figure_is_picture (const IsoFigure *figure)
{
  return figure->kind->draw != NULL;
}

void
iso_figure_draw (const IsoFigure *figure, cairo_t *cairo, const IsoFigureLook *look)
{
  g_return_if_fail (figure->kind->draw != NULL);
  cairo_save (cairo);
  iso_set_color (cairo, look->theme->background);
  cairo_rectangle (cairo, 0.0, 0.0, look->width, look->height);
  cairo_fill (cairo);
  figure->kind->draw (cairo, figure->data, look);
  cairo_restore (cairo);
}

IsoNumberTable *
iso_figure_tabulate (const IsoFigure *figure)
{
  return figure->kind->tabulate (figure->data);
}

IsoFigureRoom
iso_figure_draw_heading (cairo_t *cairo, const char *title, const char *subtitle, const IsoFigureLook *look)
{
  const IsoTheme *theme = look->theme;
  double y = MARGIN + 0.5 * (HEADING - GAP), used = 0.0, heading = title != NULL || subtitle != NULL ? HEADING : 0.0;
  if (title != NULL)
    used = iso_text_draw (cairo, title, MARGIN, y, 0.0, 0.5, theme->text_size + 1.0, ISO_TEXT_BOLD, theme->text) + GAP;
  if (subtitle != NULL)
    iso_text_draw_within (cairo, subtitle, MARGIN + used, y, 0.0, 0.5, look->width - 2.0 * MARGIN - used, theme->text_size,
                          ISO_TEXT_REGULAR, theme->quiet);
  return (IsoFigureRoom) { MARGIN, MARGIN + heading, fmax (look->width - 2.0 * MARGIN, 1.0),
                           fmax (look->height - 2.0 * MARGIN - heading, 1.0) };
}
