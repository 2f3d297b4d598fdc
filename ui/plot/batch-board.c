#include "ui/plot/batch-board.h"

#include <adwaita.h>

#include "ui/figure/batch-words.h"
#include "ui/plot/band-view.h"
#include "ui/plot/batch-board-private.h"
#include "ui/plot/color-bar.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define READOUT_LINES 2
/* Of a flat button, so that its text stands flush with the matrix. */
#define TOOL_PADDING 6

G_DEFINE_FINAL_TYPE (IsoBatchBoard, iso_batch_board, GTK_TYPE_WIDGET)

/* ---- layout ---- */

static void
iso_batch_board_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                         int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 420 : 190;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 860 : 400;
  *minimum_baseline = *natural_baseline = -1;
}

static void
allocate (GtkWidget *child, const IsoPlace *place)
{
  gtk_widget_size_allocate (child, &(GtkAllocation){ place->x, place->y, place->width, place->height }, -1);
}

static void
iso_batch_board_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IsoBatchBoard *board = ISO_BATCH_BOARD (widget);
  int readout_height, bar_width, tools_height, tools_width;
  /* GTK wants every visible child measured before it is allocated. */
  gtk_widget_measure (board->readout, GTK_ORIENTATION_VERTICAL, -1, &readout_height, NULL, NULL, NULL);
  gtk_widget_measure (board->bar, GTK_ORIENTATION_HORIZONTAL, -1, &bar_width, NULL, NULL, NULL);
  gtk_widget_measure (board->tools, GTK_ORIENTATION_VERTICAL, -1, &tools_height, NULL, NULL, NULL);
  gtk_widget_measure (board->tools, GTK_ORIENTATION_HORIZONTAL, -1, &tools_width, NULL, NULL, NULL);
  int caption_height = iso_batch_tile_caption_height (board->tiles[0]);
  const IsoBatchRoom room = { width, height, board->matrices != NULL ? board->matrices->B : 0,
                              gtk_widget_get_scale_factor (widget), caption_height, caption_height / 2, readout_height,
                              bar_width, tools_height, tools_width - TOOL_PADDING };
  iso_batch_layout (&board->layout, &room);
  const IsoPlace *tools = &board->layout.tools;
  allocate (board->tools, &(const IsoPlace){ tools->x - TOOL_PADDING, tools->y, MAX (tools->width + TOOL_PADDING, tools_width),
                                             tools->height });
  allocate (board->large, &board->layout.large);
  allocate (board->rows, &board->layout.rows);
  allocate (board->columns, &board->layout.columns);
  if (gtk_widget_should_layout (board->problem))
    allocate (board->problem, &board->layout.large);
  allocate (board->bar, &board->layout.bar);
  allocate (board->readout, &board->layout.readout);
  for (int i = 0; i < ISO_MATRIX_COUNT; i++)
    {
      const IsoPlace *square = &board->layout.tiles[i], *caption = &board->layout.captions[i];
      const IsoPlace whole = { square->x, square->y, caption->width, caption->y + caption->height - square->y };
      iso_batch_tile_set_side (board->tiles[i], square->width);
      allocate (GTK_WIDGET (board->tiles[i]), &whole);
    }
  iso_batch_board_update_readout (board);
}

/* ---- which one is large ---- */

static void
show_large (IsoBatchBoard *board, cairo_surface_t *pixels)
{
  const char *problem = board->matrices != NULL && board->matrices->values[board->kind] == NULL ? board->matrices->problem : NULL;
  IsoMatrixPicture picture;
  gtk_inscription_set_text (GTK_INSCRIPTION (board->problem), problem);
  gtk_widget_set_visible (board->problem, problem != NULL);
  iso_batch_board_get_picture (board, board->kind, &picture);
  iso_matrix_view_show_picture (ISO_MATRIX_VIEW (board->large), &picture,
                                iso_batch_board_is_plain (board, board->kind) ? pixels : NULL);
  iso_batch_board_show_scale (board);
}

static void
tile_toggled (GtkToggleButton *button, IsoBatchBoard *board)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  board->kind = iso_batch_tile_kind (ISO_BATCH_TILE (button));
  show_large (board, NULL);
  iso_matrix_view_set_cursor (ISO_MATRIX_VIEW (board->large), board->row, board->column);
  iso_batch_board_update_readout (board);
  iso_batch_board_describe_large (board);
  /* Another matrix, other values in the row that all stand in order of. */
  if (board->order_kind == ISO_ORDER_BY_ROW)
    iso_batch_board_arrange (board, TRUE);
}

static gboolean
tile_key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoBatchBoard *board)
{
  GtkWidget *tile = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  int at = (int) iso_batch_tile_kind (ISO_BATCH_TILE (tile)), columns = MAX (board->layout.tile_columns, 1);
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      at--;
      break;
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      at++;
      break;
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      at -= columns;
      break;
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      at += columns;
      break;
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter: case GDK_KEY_space: case GDK_KEY_KP_Space:
      /* Always on, never off: the button alone would toggle. */
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tile), TRUE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  if (at >= 0 && at < ISO_MATRIX_COUNT)
    gtk_widget_grab_focus (GTK_WIDGET (board->tiles[at]));
  return GDK_EVENT_STOP;
}

/* ---- the object ---- */

static void
style_changed (IsoBatchBoard *board)
{
  gtk_widget_queue_draw (board->large);
  gtk_widget_queue_draw (board->rows);
  gtk_widget_queue_draw (board->columns);
  /* The bar holds colours of the theme before. */
  iso_batch_board_show_scale (board);
  gtk_widget_queue_draw (board->bar);
  for (int i = 0; i < ISO_MATRIX_COUNT; i++)
    gtk_widget_queue_draw (GTK_WIDGET (iso_batch_tile_view (board->tiles[i])));
}

static void
iso_batch_board_dispose (GObject *object)
{
  IsoBatchBoard *board = ISO_BATCH_BOARD (object);
  GtkWidget *child;
  g_clear_handle_id (&board->describe_source, g_source_remove);
  iso_batch_board_forget_choice (board);
  g_clear_pointer (&board->job, iso_latest_job_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (board))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&board->matrices, iso_batch_matrices_unref);
  g_clear_pointer (&board->newest, iso_batch_matrices_unref);
  g_clear_pointer (&board->order, iso_matrix_order_unref);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    g_clear_pointer (&board->levels[kind], iso_heat_levels_unref);
  g_clear_pointer (&board->names, iso_dataset_unref);
  g_clear_pointer (&board->faded, g_free);
  g_clear_pointer (&board->order_problem, g_free);
  g_clear_object (&board->actions);
  G_OBJECT_CLASS (iso_batch_board_parent_class)->dispose (object);
}

static void
iso_batch_board_class_init (IsoBatchBoardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_batch_board_dispose;
  widget_class->measure = iso_batch_board_measure;
  widget_class->size_allocate = iso_batch_board_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "batch-board");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_tiles (IsoBatchBoard *board)
{
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      GtkWidget *tile = iso_batch_tile_new (kind);
      GtkEventController *keys = gtk_event_controller_key_new ();
      board->tiles[kind] = ISO_BATCH_TILE (tile);
      if (kind > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (tile), GTK_TOGGLE_BUTTON (board->tiles[0]));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tile), kind == board->kind);
      gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
      g_signal_connect (keys, "key-pressed", G_CALLBACK (tile_key_pressed), board);
      gtk_widget_add_controller (tile, keys);
      g_signal_connect (tile, "toggled", G_CALLBACK (tile_toggled), board);
      iso_batch_board_listen (board, iso_batch_tile_view (board->tiles[kind]));
      gtk_widget_set_parent (tile, GTK_WIDGET (board));
    }
}

/* Text whose length never asks for another layout. */
static GtkWidget *
inscription_new (GtkWidget *parent, float y_align)
{
  GtkWidget *text = gtk_inscription_new (NULL);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (text), 0);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (text), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (text), y_align);
  gtk_widget_add_css_class (text, "caption");
  gtk_widget_add_css_class (text, "numeric");
  gtk_widget_set_parent (text, parent);
  return text;
}

static void
iso_batch_board_init (IsoBatchBoard *board)
{
  GtkWidget *widget = GTK_WIDGET (board);
  board->kind = ISO_MATRIX_OBDP;
  board->row = board->column = board->last_row = -1;
  board->large = iso_matrix_view_new (board->kind);
  iso_matrix_view_set_interactive (ISO_MATRIX_VIEW (board->large));
  iso_batch_board_listen (board, ISO_MATRIX_VIEW (board->large));
  gtk_widget_set_parent (board->large, widget);
  board->rows = iso_band_view_new ();
  gtk_widget_set_parent (board->rows, widget);
  board->columns = iso_band_view_new ();
  gtk_widget_set_parent (board->columns, widget);
  board->bar = iso_color_bar_new ();
  gtk_widget_set_parent (board->bar, widget);
  iso_batch_board_add_tools (board);
  board->readout = inscription_new (widget, 0.0f);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (board->readout), READOUT_LINES);
  board->problem = inscription_new (widget, 0.5f);
  gtk_inscription_set_xalign (GTK_INSCRIPTION (board->problem), 0.5f);
  gtk_widget_set_margin_start (board->problem, 12);
  gtk_widget_set_margin_end (board->problem, 12);
  gtk_widget_set_visible (board->problem, FALSE);
  add_tiles (board);
  iso_watch_theme (GTK_WIDGET (board), G_CALLBACK (style_changed));
}

GtkWidget *
iso_batch_board_new (void)
{
  return g_object_new (ISO_TYPE_BATCH_BOARD, NULL);
}

void
iso_batch_board_set_names (IsoBatchBoard *board, IsoDataset *names)
{
  if (names != NULL)
    iso_dataset_ref (names);
  g_clear_pointer (&board->names, iso_dataset_unref);
  board->names = names;
}

void
iso_batch_board_refresh (IsoBatchBoard *board, IsoMatrixKind large_kind, cairo_surface_t *large, cairo_surface_t *const *tiles)
{
  IsoBatchMatrices *matrices = board->matrices;
  if (matrices == NULL || board->row >= (int) matrices->B || board->column >= (int) matrices->B)
    board->row = board->column = -1;
  show_large (board, large_kind == board->kind ? large : NULL);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      IsoMatrixPicture picture;
      iso_batch_board_get_picture (board, kind, &picture);
      iso_matrix_view_show_picture (iso_batch_tile_view (board->tiles[kind]), &picture,
                                    tiles != NULL && iso_batch_board_is_plain (board, kind) ? tiles[kind] : NULL);
      g_autofree char *caption = matrices != NULL ? iso_matrix_caption (matrices, kind) : NULL;
      iso_batch_tile_set_caption (board->tiles[kind], caption);
    }
  iso_batch_board_follow_choice (board);
  iso_batch_board_spread_cursor (board);
  iso_batch_board_update_readout (board);
  if (matrices != NULL)
    iso_batch_board_describe_soon (board);
}

void
iso_batch_board_show (IsoBatchBoard *board, IsoBatchMatrices *matrices, gboolean logarithmic, IsoMatrixKind large_kind,
                      cairo_surface_t *large, cairo_surface_t *const *tiles)
{
  size_t count = matrices != NULL ? matrices->B : 0;
  gboolean is_new = matrices != board->newest;
  if (matrices != NULL)
    iso_batch_matrices_ref (matrices);
  g_clear_pointer (&board->newest, iso_batch_matrices_unref);
  board->newest = matrices;
  board->logarithmic = logarithmic;
  if (matrices == NULL)
    iso_latest_job_forget (board->job);
  /* By class all is there at once; any other order is found first, and the batch before stays as long. */
  if (matrices == NULL || (is_new && board->order_kind == ISO_ORDER_BY_CLASS))
    iso_batch_board_take (board, matrices, NULL);
  if (is_new && matrices != NULL && (board->order_kind != ISO_ORDER_BY_CLASS || count >= ISO_LEVELS_LEAST))
    iso_batch_board_arrange (board, board->matrices == NULL);
  gboolean is_shown = matrices == board->matrices;
  iso_batch_board_refresh (board, large_kind, is_shown ? large : NULL, is_shown ? tiles : NULL);
}

void
iso_batch_board_set_logarithmic (IsoBatchBoard *board, gboolean logarithmic)
{
  if (logarithmic == board->logarithmic)
    return;
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    board->scalings[kind] = (IsoMatrixScaling){ 0 };
  board->logarithmic = logarithmic;
  iso_batch_board_refresh (board, board->kind, NULL, NULL);
}

IsoMatrixKind
iso_batch_board_large (IsoBatchBoard *board)
{
  return board->kind;
}

GtkWidget *
iso_batch_board_large_view (IsoBatchBoard *board)
{
  return board->large;
}

void
iso_batch_board_set_large (IsoBatchBoard *board, IsoMatrixKind kind)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (board->tiles[kind]), TRUE);
}

size_t
iso_batch_board_large_side (IsoBatchBoard *board)
{
  return iso_matrix_view_side (ISO_MATRIX_VIEW (board->large));
}

size_t
iso_batch_board_tile_side (IsoBatchBoard *board)
{
  return iso_matrix_view_side (iso_batch_tile_view (board->tiles[0]));
}
