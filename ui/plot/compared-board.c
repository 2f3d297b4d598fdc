#include "ui/plot/compared-board.h"


#include "ui/figure/matrix-scaling.h"
#include "ui/plot/compared-board-private.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define BAND 8
#define BAND_GAP 3
#define GAP 14
#define BAR_GAP 6
#define HEADER_GAP 4
#define FOOT_GAP 8
#define LEAST_SIDE 48
#define LIKED_SIDE 300

G_DEFINE_FINAL_TYPE (IsoComparedBoard, iso_compared_board, GTK_TYPE_WIDGET)

/* ---- layout ---- */

/* Of a column, all but the matrix: bands, and the bar where there is one. */
static int
extra_width (IsoComparedBoard *board)
{
  int bar;
  gtk_widget_measure (GTK_WIDGET (board->bars[0]), GTK_ORIENTATION_HORIZONTAL, -1, &bar, NULL, NULL, NULL);
  return ISO_COMPARED_COUNT * (BAND + BAND_GAP) + 2 * (BAR_GAP + bar) + 2 * GAP;
}

static int
height_of (GtkWidget *widget, int width)
{
  int height;
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);
  return height;
}

static int
header_height (IsoComparedBoard *board)
{
  return height_of (board->headings[0], -1) + HEADER_GAP;
}

static int
foot_height (IsoComparedBoard *board)
{
  return FOOT_GAP + height_of (board->foot, -1);
}

static void
iso_compared_board_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  IsoComparedBoard *board = ISO_COMPARED_BOARD (widget);
  bool is_width = orientation == GTK_ORIENTATION_HORIZONTAL;
  int other = is_width ? extra_width (board) : header_height (board) + BAND + BAND_GAP + foot_height (board);
  int count = is_width ? ISO_COMPARED_COUNT : 1;
  *minimum = other + count * LEAST_SIDE;
  *natural = other + count * LIKED_SIDE;
  *minimum_baseline = *natural_baseline = -1;
}

static void
allocate (gpointer child, int x, int y, int width, int height)
{
  int least;
  /* GTK wants every visible child measured before it is allocated, and no less than its least. */
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  width = MAX (width, least);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, MAX (height, least) }, -1);
}

/* The largest square of which three fit, whose cells come out evenly if that costs little. */
static int
find_side (IsoComparedBoard *board, int width, int height)
{
  int side = MIN ((width - extra_width (board)) / ISO_COMPARED_COUNT, height);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (board));
  side = MAX (side, LEAST_SIDE);
  return board->matrices != NULL && board->matrices->B > 0
             ? MAX ((int) iso_heat_snap ((size_t) (side * scale), board->matrices->B) / scale, 1)
             : side;
}

static void
allocate_matrices (IsoComparedBoard *board, int side)
{
  int top = header_height (board), x = 0, bar;
  gtk_widget_measure (GTK_WIDGET (board->bars[0]), GTK_ORIENTATION_HORIZONTAL, -1, &bar, NULL, NULL, NULL);
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    {
      gboolean has_bar = part != ISO_COMPARED_FIRST;
      int left = x + BAND + BAND_GAP;
      allocate (board->headings[part], left, 0, side, top - HEADER_GAP);
      allocate (board->rows[part], x, top, BAND, side);
      allocate (board->views[part], left, top, side, side);
      allocate (board->columns[part], left, top + side + BAND_GAP, side, BAND);
      if (has_bar)
        allocate (board->bars[part - 1], left + side + BAR_GAP, top, bar, side);
      x = left + side + (has_bar ? BAR_GAP + bar : 0) + GAP;
    }
}

static void
iso_compared_board_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IsoComparedBoard *board = ISO_COMPARED_BOARD (widget);
  int top = header_height (board), foot = foot_height (board);
  int side = find_side (board, width, height - top - BAND_GAP - BAND - foot);
  int y = top + side + BAND_GAP + BAND, numbers = height_of (board->numbers, -1);
  if (gtk_widget_should_layout (GTK_WIDGET (board->message)))
    {
      allocate (board->message, 0, 0, width, height);
      return;
    }
  allocate_matrices (board, side);
  allocate (board->foot, 0, y + FOOT_GAP, width, foot - FOOT_GAP);
  y += foot + FOOT_GAP;
  gboolean has_room = height - y >= numbers;
  gtk_widget_set_child_visible (board->numbers, has_room);
  if (has_room)
    allocate (board->numbers, 0, y, 0, numbers);
}

/* ---- what is shown ---- */

void
iso_compared_board_show_bands (IsoComparedBoard *board)
{
  IsoBatchMatrices *matrices = board->matrices != NULL ? board->matrices->stages[0] : NULL;
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    {
      const IsoMatrixZoom *zoom = iso_matrix_view_zoom (board->views[part]);
      double cell = matrices != NULL && zoom->B > 0 ? iso_matrix_zoom_cell (zoom) : 0.0;
      double count = cell > 0.0 ? (double) zoom->side / cell : 0.0;
      iso_band_view_show (board->rows[part], matrices, NULL, board->faded);
      iso_band_view_show (board->columns[part], matrices, NULL, board->faded);
      iso_band_view_set_part (board->rows[part], cell > 0.0 ? (double) zoom->y / cell : 0.0, count);
      iso_band_view_set_part (board->columns[part], cell > 0.0 ? (double) zoom->x / cell : 0.0, count);
    }
}

static IsoHeatScale
scale_of (IsoComparedBoard *board, IsoComparedPart part)
{
  const IsoBatchMatrices *matrices = iso_compared_matrices_get (board->matrices, part, board->stage);
  int bar = part == ISO_COMPARED_CHANGE;
  return board->has_range[bar] ? board->ranges[bar]
                               : *iso_batch_matrices_scale (matrices, iso_compared_stage_kind (board->stage), board->logarithmic);
}

static void
show_part (IsoComparedBoard *board, IsoComparedPart part)
{
  IsoMatrixKind kind = iso_compared_stage_kind (board->stage);
  if (board->matrices == NULL)
    {
      iso_matrix_view_show_picture (board->views[part], &(const IsoMatrixPicture){ .kind = kind }, NULL);
      return;
    }
  IsoBatchMatrices *matrices = iso_compared_matrices_get (board->matrices, part, board->stage);
  const IsoHeatScale scale = scale_of (board, part);
  const IsoMatrixPicture picture
      = { .kind = kind, .matrices = matrices, .scale = scale, .map = iso_matrix_colormap (kind, &scale, -1) };
  iso_matrix_view_show_picture (board->views[part], &picture, NULL);
}

static void
show_bars (IsoComparedBoard *board)
{
  IsoMatrixKind kind = iso_compared_stage_kind (board->stage);
  for (int bar = 0; bar < 2; bar++)
    {
      IsoComparedPart part = bar == 0 ? ISO_COMPARED_SECOND : ISO_COMPARED_CHANGE;
      const IsoBatchMatrices *matrices
          = board->matrices != NULL ? iso_compared_matrices_get (board->matrices, part, board->stage) : NULL;
      if (matrices == NULL || matrices->values[kind] == NULL)
        {
          iso_color_bar_show (board->bars[bar], NULL, NULL, NULL);
          continue;
        }
      IsoHeatScale scale = scale_of (board, part);
      IsoMatrixSpread spread = matrices->spread[kind];
      if (bar == 0)
        {
          /* What lies beyond the scale in either. */
          const IsoMatrixSpread *first = &board->matrices->stages[0]->spread[kind];
          if (board->stage == ISO_STAGE_STUDENT)
            first = &board->matrices->students[0]->spread[kind];
          spread.minimum = MIN (spread.minimum, first->minimum);
          spread.maximum = MAX (spread.maximum, first->maximum);
        }
      iso_color_bar_show (board->bars[bar], &scale, &spread,
                          iso_colormap_table (iso_matrix_colormap (kind, &scale, -1), iso_present_theme ()->is_dark));
    }
}

static void
refresh (IsoComparedBoard *board)
{
  for (IsoComparedPart part = 0; part < ISO_COMPARED_COUNT; part++)
    show_part (board, part);
  show_bars (board);
  iso_compared_board_follow_choice (board);
  iso_compared_board_show_words (board);
}

void
iso_compared_board_show (IsoComparedBoard *board, IsoComparedMatrices *matrices, IsoComparedStage stage, gboolean logarithmic,
                         IsoDataset *names)
{
  g_return_if_fail (ISO_IS_COMPARED_BOARD (board));
  if (matrices != NULL)
    iso_compared_matrices_ref (matrices);
  if (names != NULL)
    iso_dataset_ref (names);
  if (stage != board->stage || logarithmic != board->logarithmic)
    board->has_range[0] = board->has_range[1] = FALSE;
  iso_compared_matrices_unref (board->matrices);
  g_clear_pointer (&board->names, iso_dataset_unref);
  board->matrices = matrices;
  board->names = names;
  board->stage = stage;
  board->logarithmic = logarithmic;
  if (matrices == NULL || board->row >= (int) matrices->B || board->column >= (int) matrices->B)
    board->row = board->column = -1;
  refresh (board);
  /* Another number of samples may come out evenly at another size. */
  gtk_widget_queue_allocate (GTK_WIDGET (board));
}

void
iso_compared_board_set_message (IsoComparedBoard *board, const char *text)
{
  g_return_if_fail (ISO_IS_COMPARED_BOARD (board));
  gtk_label_set_text (board->message, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (board->message), text != NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (board)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != GTK_WIDGET (board->message))
      gtk_widget_set_visible (child, text == NULL);
  gtk_widget_queue_allocate (GTK_WIDGET (board));
}

/* ---- one part in sight, one range ---- */

static void
zoomed (IsoMatrixView *view, IsoComparedBoard *board)
{
  if (board->is_zooming)
    return;
  board->is_zooming = TRUE;
  for (int part = 0; part < ISO_COMPARED_COUNT; part++)
    if (board->views[part] != view)
      iso_matrix_view_set_zoom (board->views[part], iso_matrix_view_zoom (view));
  board->is_zooming = FALSE;
  iso_compared_board_show_bands (board);
}

static void
range_changed (IsoColorBar *bar, double minimum, double maximum, IsoComparedBoard *board)
{
  int at = bar == board->bars[1];
  if (board->matrices == NULL)
    return;
  board->ranges[at] = scale_of (board, at == 0 ? ISO_COMPARED_SECOND : ISO_COMPARED_CHANGE);
  board->ranges[at].minimum = minimum;
  board->ranges[at].maximum = maximum;
  board->has_range[at] = TRUE;
  refresh (board);
  g_signal_emit_by_name (board, "range-changed");
}

static void
range_reset (IsoColorBar *bar, IsoComparedBoard *board)
{
  board->has_range[bar == board->bars[1]] = FALSE;
  refresh (board);
  g_signal_emit_by_name (board, "range-changed");
}

gboolean
iso_compared_board_range (IsoComparedBoard *board, IsoHeatScale *range)
{
  g_return_val_if_fail (ISO_IS_COMPARED_BOARD (board), FALSE);
  *range = board->ranges[0];
  return board->has_range[0];
}

/* ---- the widget ---- */

static void
iso_compared_board_dispose (GObject *object)
{
  IsoComparedBoard *board = ISO_COMPARED_BOARD (object);
  GtkWidget *child;
  iso_compared_board_forget_choice (board);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (board))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&board->matrices, iso_compared_matrices_unref);
  g_clear_pointer (&board->names, iso_dataset_unref);
  g_clear_pointer (&board->faded, g_free);
  G_OBJECT_CLASS (iso_compared_board_parent_class)->dispose (object);
}

static void
iso_compared_board_class_init (IsoComparedBoardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_compared_board_dispose;
  widget_class->measure = iso_compared_board_measure;
  widget_class->size_allocate = iso_compared_board_size_allocate;
  g_signal_new ("cursor-moved", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("range-changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "compared-board");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_part (IsoComparedBoard *board, IsoComparedPart part)
{
  GtkWidget *widget = GTK_WIDGET (board), *heading = gtk_label_new (iso_compared_part_name (part));
  gtk_label_set_xalign (GTK_LABEL (heading), 0.0f);
  gtk_widget_add_css_class (heading, "run-letter");
  board->headings[part] = heading;
  gtk_widget_set_parent (heading, widget);
  board->rows[part] = ISO_BAND_VIEW (iso_band_view_new ());
  gtk_widget_set_parent (GTK_WIDGET (board->rows[part]), widget);
  board->views[part] = ISO_MATRIX_VIEW (iso_matrix_view_new (ISO_MATRIX_SIMILARITY));
  iso_matrix_view_set_interactive (board->views[part]);
  iso_compared_board_listen (board, board->views[part]);
  g_signal_connect (board->views[part], "zoomed", G_CALLBACK (zoomed), board);
  gtk_widget_set_parent (GTK_WIDGET (board->views[part]), widget);
  board->columns[part] = ISO_BAND_VIEW (iso_band_view_new ());
  gtk_widget_set_parent (GTK_WIDGET (board->columns[part]), widget);
  if (part == ISO_COMPARED_FIRST)
    return;
  IsoColorBar *bar = ISO_COLOR_BAR (iso_color_bar_new ());
  board->bars[part - 1] = bar;
  g_signal_connect (bar, "range-changed", G_CALLBACK (range_changed), board);
  g_signal_connect (bar, "range-reset", G_CALLBACK (range_reset), board);
  gtk_widget_set_parent (GTK_WIDGET (bar), widget);
}

static void
iso_compared_board_init (IsoComparedBoard *board)
{
  GtkWidget *message = gtk_label_new (NULL);
  board->row = board->column = -1;
  for (IsoComparedPart part = 0; part < ISO_COMPARED_COUNT; part++)
    add_part (board, part);
  iso_compared_board_add_words (board);
  board->message = GTK_LABEL (message);
  gtk_label_set_wrap (board->message, TRUE);
  gtk_label_set_justify (board->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (board->message, 60);
  gtk_widget_add_css_class (message, "dim-label");
  gtk_widget_set_parent (message, GTK_WIDGET (board));
  iso_compared_board_set_message (board, NULL);
  iso_watch_theme (GTK_WIDGET (board), G_CALLBACK (refresh));
}

GtkWidget *
iso_compared_board_new (void)
{
  return g_object_new (ISO_TYPE_COMPARED_BOARD, NULL);
}
