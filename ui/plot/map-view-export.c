/* The map as a figure that can be taken away: the part in sight, its colours, what is selected, points or density. */
#include "ui/figure/figures.h"
#include "ui/plot/map-canvas-private.h"
#include "ui/plot/map-view-private.h"

static gboolean
can_export (IsoViewCard *card)
{
  return ISO_MAP_VIEW (card)->map != NULL;
}

/* Zoomed or moved: what the widget has in sight; else all of the map, which a figure of another shape fits by itself. */
static IsoMapBox
box_of (IsoMapView *view)
{
  IsoMapCanvas *canvas = view->canvas;
  double width = gtk_widget_get_width (GTK_WIDGET (canvas)), height = gtk_widget_get_height (GTK_WIDGET (canvas));
  if (!canvas->is_free || width < 1.0 || height < 1.0)
    return view->map->fit;
  IsoMapFrame frame = iso_map_canvas_present_frame (canvas);
  return (IsoMapBox) { (0.5 * width - frame.x) / frame.scale, (frame.y - 0.5 * height) / frame.scale, 0.5 * width / frame.scale,
                       0.5 * height / frame.scale };
}

static IsoFigure *
figure (IsoViewCard *card)
{
  IsoMapView *view = ISO_MAP_VIEW (card);
  const IsoMapLook look = { box_of (view), view->canvas->tint, iso_map_canvas_selected (view->canvas), view->is_density };
  return iso_figure_of_map (view->map, &look, iso_view_card_title (card), iso_view_card_subtitle (card));
}

void
iso_map_view_install_export (IsoViewCardClass *class)
{
  class->can_export = can_export;
  class->figure = figure;
}
