/* The batch as a figure that can be taken away, in the look that is in sight. */
#include "ui/figure/figures.h"
#include "ui/plot/batch-board-private.h"
#include "ui/plot/batch-view-private.h"

static gboolean
can_export (IsoViewCard *card)
{
  IsoBatchView *view = ISO_BATCH_VIEW (card);
  return view->titles[view->look] != NULL;
}

/* In the order, on the scales and in the colours of the board. */
static IsoFigure *
matrices_figure (IsoBatchView *view, const char *title)
{
  IsoBatchBoard *board = view->board;
  IsoXrayStages *stages = iso_xray_stages (view->xray);
  IsoHeatScale scales[ISO_MATRIX_COUNT];
  if (board->matrices == NULL || view->shown == NULL)
    return NULL;
  /* On paper there is nothing to click. */
  g_autofree char *subtitle = stages != NULL && stages->snapshot == view->shown
                                  ? iso_batch_view_describe (view, stages, board->matrices, NULL)
                                  : g_strdup (view->subtitles[view->look]);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      IsoMatrixPicture picture;
      iso_batch_board_get_picture (board, kind, &picture);
      scales[kind] = picture.scale;
    }
  const IsoBatchFigure figure = { .matrices = board->matrices, .large = board->kind, .logarithmic = view->logarithmic,
                                  .order = board->order, .scales = scales, .has_map = board->map >= 0,
                                  .map = (IsoColormap) MAX (board->map, 0) };
  return iso_figure_of_batch (&figure, view->shown->step, title, subtitle);
}

static IsoFigure *
similarities_figure (IsoBatchView *view, const char *title)
{
  const IsoSimilarityHistogram *histogram = iso_similarity_view_histogram (view->similarities);
  IsoBatchSnapshot *snapshot = iso_xray_snapshot (view->xray);
  gboolean of_test = view->source == ISO_SIMILARITIES_OF_TEST;
  g_autofree char *name = of_test || snapshot == NULL ? g_strdup ("test-similarities")
                                                      : g_strdup_printf ("batch-similarities-step-%" G_GUINT64_FORMAT, snapshot->step);
  return histogram != NULL ? iso_figure_of_similarities (histogram, name, title, view->subtitles[view->look]) : NULL;
}

static IsoFigure *
figure (IsoViewCard *card)
{
  IsoBatchView *view = ISO_BATCH_VIEW (card);
  const char *title = iso_view_card_title (card);
  const IsoBatchGraph *graph = iso_batch_map_graph (view->map);
  switch (view->look)
    {
    case ISO_BATCH_LOOK_MAP:
      return graph != NULL ? iso_figure_of_batch_map ((IsoBatchGraph *) graph, title, view->subtitles[view->look]) : NULL;
    case ISO_BATCH_LOOK_SIMILARITIES:
      return similarities_figure (view, title);
    case ISO_BATCH_LOOK_MATRICES:
    case ISO_BATCH_LOOK_COUNT:
    default:
      return matrices_figure (view, title);
    }
}

void
iso_batch_view_install_export (IsoViewCardClass *class)
{
  class->can_export = can_export;
  class->figure = figure;
}
