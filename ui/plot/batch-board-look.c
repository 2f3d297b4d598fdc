/* How the board shows its matrices: their order, the scale and colours of each, the part of the large one in sight, and the tools
 * above it that set all that. */
#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/plot/band-view.h"
#include "ui/plot/batch-board-private.h"
#include "ui/plot/color-bar.h"
#include "ui/plot/scale-chooser.h"
#include "ui/plot/view-card.h"

static const char *const order_names[ISO_ORDER_COUNT] = { "class", "cluster", "row", "index" };

/* ---- scale and colours ---- */

static IsoMatrixScaling *
scaling_of (IsoBatchBoard *board, IsoMatrixKind kind)
{
  return &board->scalings[iso_matrix_scaling_group (kind)];
}

static gboolean
is_automatic (const IsoMatrixScaling *scaling)
{
  return scaling->shape == ISO_SCALING_AUTOMATIC && !scaling->is_fixed;
}

void
iso_batch_board_get_picture (IsoBatchBoard *board, IsoMatrixKind kind, IsoMatrixPicture *picture)
{
  *picture = (IsoMatrixPicture){ .kind = kind, .matrices = board->matrices };
  if (board->matrices == NULL)
    return;
  /* What was set by hand is for the numbers, not for what became of them. */
  if (board->matrices->from != NULL)
    picture->scale = *iso_batch_matrices_scale (board->matrices, kind, board->logarithmic);
  else
    picture->scale = iso_matrix_scaling_fit (scaling_of (board, kind), board->matrices, kind, board->logarithmic);
  picture->map = iso_matrix_colormap (kind, &picture->scale, board->map);
  picture->order = board->order;
  picture->levels = board->levels[kind];
}

gboolean
iso_batch_board_is_plain (IsoBatchBoard *board, IsoMatrixKind kind)
{
  return board->order == NULL && board->matrices != NULL && board->matrices->from == NULL && board->map < 0 && board->faded == NULL && is_automatic (scaling_of (board, kind));
}

/* The menu button's own name is not that of the button within it. */
static void
label_tool (GtkWidget *button, const char *label)
{
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_color_button (IsoBatchBoard *board, const IsoHeatScale *scale)
{
  static const char *const shapes[ISO_SCALING_COUNT] = { N_("automatic"), N_("linear"), N_("logarithmic"), N_("diverging") };
  const IsoMatrixScaling *scaling = scaling_of (board, board->kind);
  g_autofree char *label = g_strdup_printf (_("Colors: %s"), scaling->is_fixed ? _("fixed") : _(shapes[scaling->shape]));
  label_tool (board->color_button, label);
  iso_scale_chooser_show (ISO_SCALE_CHOOSER (board->chooser), scaling, scale, board->map);
}

void
iso_batch_board_show_scale (IsoBatchBoard *board)
{
  IsoMatrixPicture picture;
  iso_batch_board_get_picture (board, board->kind, &picture);
  if (board->matrices == NULL || board->matrices->values[board->kind] == NULL)
    {
      iso_color_bar_show (ISO_COLOR_BAR (board->bar), NULL, NULL, NULL);
      return;
    }
  iso_color_bar_show (ISO_COLOR_BAR (board->bar), &picture.scale, &board->matrices->spread[board->kind],
                      iso_colormap_table (picture.map, iso_present_theme ()->is_dark));
  show_color_button (board, &picture.scale);
  gtk_widget_set_sensitive (board->color_button, board->matrices->from == NULL);
  gtk_widget_set_sensitive (board->bar, board->matrices->from == NULL);
}

static void
scaling_changed (IsoScaleChooser *chooser, const IsoMatrixScaling *scaling, IsoBatchBoard *board)
{
  *scaling_of (board, board->kind) = *scaling;
  iso_batch_board_refresh (board, board->kind, NULL, NULL);
}

static void
map_changed (IsoScaleChooser *chooser, int map, IsoBatchBoard *board)
{
  board->map = map;
  iso_batch_board_refresh (board, board->kind, NULL, NULL);
}

static void
range_changed (IsoColorBar *bar, double minimum, double maximum, IsoBatchBoard *board)
{
  IsoMatrixPicture picture;
  if (board->matrices == NULL)
    return;
  iso_batch_board_get_picture (board, board->kind, &picture);
  picture.scale.minimum = minimum;
  picture.scale.maximum = maximum;
  iso_matrix_scaling_fix (scaling_of (board, board->kind), &picture.scale);
  iso_batch_board_refresh (board, board->kind, NULL, NULL);
}

static void
range_reset (IsoColorBar *bar, IsoBatchBoard *board)
{
  scaling_of (board, board->kind)->is_fixed = false;
  iso_batch_board_refresh (board, board->kind, NULL, NULL);
}

/* ---- order ---- */

static void
show_order (IsoBatchBoard *board)
{
  g_autofree char *label = g_strdup_printf (_("Order: %s"), iso_order_name (board->order_kind));
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (board->actions), "order");
  label_tool (board->order_button, label);
  const char *tooltip = _("Order of rows and columns, in all matrices (O: the next; R: by the cursor's row)");
  gtk_widget_set_tooltip_text (board->order_button, board->order_problem != NULL ? board->order_problem : tooltip);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (order_names[board->order_kind]));
}

void
iso_batch_board_take (IsoBatchBoard *board, IsoBatchMatrices *matrices, IsoMatrixArrangement *arrangement)
{
  IsoBatchMatrices *before = board->matrices;
  g_clear_pointer (&board->order, iso_matrix_order_unref);
  g_clear_pointer (&board->order_problem, g_free);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    {
      g_clear_pointer (&board->levels[kind], iso_heat_levels_unref);
      if (arrangement != NULL)
        board->levels[kind] = g_steal_pointer (&arrangement->levels[kind]);
    }
  if (arrangement != NULL)
    {
      board->order = g_steal_pointer (&arrangement->order);
      board->order_problem = g_steal_pointer (&arrangement->problem);
    }
  board->matrices = matrices != NULL ? iso_batch_matrices_ref (matrices) : NULL;
  if ((before != NULL ? before->B : 0) != (matrices != NULL ? matrices->B : 0))
    {
      board->row = board->column = board->last_row = -1;
      gtk_widget_queue_allocate (GTK_WIDGET (board));
    }
  iso_batch_matrices_unref (before);
  show_order (board);
}

static void
arranged (gpointer result, const GError *error, gpointer data)
{
  IsoBatchBoard *board = data;
  IsoMatrixArrangement *arrangement = result;
  /* Of an order that is not wanted any more, or of a batch that was replaced by class since: a newer one comes, or is there. */
  if (arrangement != NULL && arrangement->kind == board->order_kind
      && (arrangement->kind != ISO_ORDER_BY_CLASS || arrangement->matrices == board->matrices))
    {
      iso_batch_board_take (board, arrangement->matrices, arrangement);
      iso_batch_board_refresh (board, board->kind, NULL, NULL);
    }
  iso_matrix_arrangement_free (arrangement);
}

/* The row that decides: the sample's, wherever that stands in the newest batch. */
static size_t
deciding_row (IsoBatchBoard *board)
{
  const IsoBatchMatrices *matrices = board->newest;
  for (size_t row = 0; board->order_sample != ISO_NO_SAMPLE && row < matrices->B; row++)
    if (matrices->indices[row] == board->order_sample)
      return row;
  return MIN (board->order_row, matrices->B > 0 ? matrices->B - 1 : 0);
}

void
iso_batch_board_arrange (IsoBatchBoard *board, gboolean at_once)
{
  if (board->newest == NULL)
    return;
  IsoArrangementRequest *request = g_new0 (IsoArrangementRequest, 1);
  request->matrices = iso_batch_matrices_ref (board->newest);
  request->kind = board->order_kind;
  request->values_of = board->kind;
  request->row = deciding_row (board);
  iso_latest_job_request (board->job, request, at_once);
}

/* By the row of the pair picked, if that is in the batch, else that of the cursor. */
static void
choose_row (IsoBatchBoard *board)
{
  IsoSamplePair pair = board->choice != NULL && board->row < 0 ? iso_sample_choice_picked (board->choice) : ISO_NO_PAIR;
  int row = board->row >= 0 ? board->row : board->last_row;
  board->order_row = (size_t) MAX (row, 0);
  board->order_sample = pair.sample;
  if (pair.sample == ISO_NO_SAMPLE && board->matrices != NULL && board->order_row < board->matrices->B)
    board->order_sample = board->matrices->indices[board->order_row];
}

void
iso_batch_board_set_order (IsoBatchBoard *board, IsoOrderKind kind)
{
  g_return_if_fail (ISO_IS_BATCH_BOARD (board) && kind < ISO_ORDER_COUNT);
  if (kind == board->order_kind && kind != ISO_ORDER_BY_ROW)
    return;
  board->order_kind = kind;
  if (kind == ISO_ORDER_BY_ROW)
    choose_row (board);
  show_order (board);
  if (kind == ISO_ORDER_BY_CLASS && board->newest != NULL)
    {
      iso_latest_job_forget (board->job);
      iso_batch_board_take (board, board->newest, NULL);
      iso_batch_board_refresh (board, board->kind, NULL, NULL);
    }
  if (kind != ISO_ORDER_BY_CLASS || (board->newest != NULL && board->newest->B >= ISO_LEVELS_LEAST))
    iso_batch_board_arrange (board, TRUE);
}

IsoOrderKind
iso_batch_board_order (IsoBatchBoard *board)
{
  return board->order != NULL ? board->order->kind : ISO_ORDER_BY_CLASS;
}

static void
order_chosen (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  for (IsoOrderKind kind = 0; kind < ISO_ORDER_COUNT; kind++)
    if (g_strcmp0 (order_names[kind], g_variant_get_string (parameter, NULL)) == 0)
      iso_batch_board_set_order (data, kind);
}

/* ---- the part in sight ---- */

static void
zoomed (IsoMatrixView *view, IsoBatchBoard *board)
{
  const IsoMatrixZoom *zoom = iso_matrix_view_zoom (view);
  double cell = iso_matrix_zoom_cell (zoom);
  gboolean is_fit = iso_matrix_zoom_is_fit (zoom) || !(cell > 0.0);
  double shown = is_fit ? 0.0 : (double) zoom->side / cell;
  iso_band_view_set_part (ISO_BAND_VIEW (board->rows), is_fit ? 0.0 : (double) zoom->y / cell, shown);
  iso_band_view_set_part (ISO_BAND_VIEW (board->columns), is_fit ? 0.0 : (double) zoom->x / cell, shown);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    iso_matrix_view_set_outline (iso_batch_tile_view (board->tiles[kind]), zoom);
  if (!is_fit)
    {
      char factor[32];
      iso_number_format (factor, sizeof factor, iso_matrix_zoom_factor (zoom), 2);
      g_autofree char *label = g_strdup_printf ("%s×", factor);
      gtk_button_set_label (GTK_BUTTON (board->zoom_button), label);
    }
  gtk_widget_set_visible (board->zoom_button, !is_fit);
}

static void
fit_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  iso_matrix_view_fit (ISO_MATRIX_VIEW (((IsoBatchBoard *) data)->large));
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoBatchBoard *board)
{
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || board->matrices == NULL)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_o: case GDK_KEY_O:
      iso_batch_board_set_order (board, (board->order_kind + 1) % ISO_ORDER_COUNT);
      return GDK_EVENT_STOP;
    case GDK_KEY_r: case GDK_KEY_R:
      iso_batch_board_set_order (board, ISO_ORDER_BY_ROW);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- making the tools ---- */

static GMenuModel *
order_menu_new (void)
{
  GMenu *menu = g_menu_new ();
  for (IsoOrderKind kind = 0; kind < ISO_ORDER_COUNT; kind++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (kind == ISO_ORDER_BY_ROW ? _("values in the row pointed at last")
                                                                             : iso_order_name (kind),
                                                    NULL);
      g_menu_item_set_action_and_target (item, "matrix.order", "s", order_names[kind]);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static GtkWidget *
tool_button_new (IsoBatchBoard *board, const char *tooltip)
{
  GtkWidget *button = gtk_menu_button_new ();
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_box_append (GTK_BOX (board->tools), button);
  return button;
}

static void
add_color_tool (IsoBatchBoard *board)
{
  GtkWidget *popover = gtk_popover_new ();
  board->chooser = iso_scale_chooser_new ();
  board->color_button = tool_button_new (board, _("Scale, range and colors of this matrix; the color bar can be dragged too"));
  g_signal_connect (board->chooser, "scaling-changed", G_CALLBACK (scaling_changed), board);
  g_signal_connect (board->chooser, "map-changed", G_CALLBACK (map_changed), board);
  gtk_widget_add_css_class (popover, "scale-popover");
  gtk_popover_set_child (GTK_POPOVER (popover), board->chooser);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (board->color_button), popover);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (board->color_button), _("Colors"));
}

void
iso_batch_board_add_tools (IsoBatchBoard *board)
{
  const GActionEntry entries[] = { { .name = "order", .activate = order_chosen, .parameter_type = "s", .state = "'class'" },
                                   { .name = "fit", .activate = fit_activated } };
  g_autoptr (GMenuModel) menu = order_menu_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  board->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (board->actions), entries, G_N_ELEMENTS (entries), board);
  gtk_widget_insert_action_group (GTK_WIDGET (board), "matrix", G_ACTION_GROUP (board->actions));
  board->job = iso_latest_job_new (iso_matrix_arrangement_make, iso_arrangement_request_free, arranged, iso_matrix_arrangement_free,
                                   board);
  board->map = -1;
  board->order_sample = ISO_NO_SAMPLE;

  board->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_add_css_class (board->tools, "matrix-tools");
  gtk_widget_set_parent (board->tools, GTK_WIDGET (board));
  board->order_button = tool_button_new (board, NULL);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (board->order_button), menu);
  add_color_tool (board);
  board->zoom_button = gtk_button_new ();
  gtk_widget_add_css_class (board->zoom_button, "flat");
  gtk_widget_add_css_class (board->zoom_button, "numeric");
  gtk_widget_set_tooltip_text (board->zoom_button, _("Show all of it (0); BackSpace goes one step back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (board->zoom_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show the whole matrix"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (board->zoom_button), "matrix.fit");
  gtk_widget_set_visible (board->zoom_button, FALSE);
  gtk_box_append (GTK_BOX (board->tools), board->zoom_button);

  g_signal_connect (board->large, "zoomed", G_CALLBACK (zoomed), board);
  g_signal_connect (board->bar, "range-changed", G_CALLBACK (range_changed), board);
  g_signal_connect (board->bar, "range-reset", G_CALLBACK (range_reset), board);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), board);
  gtk_widget_add_controller (GTK_WIDGET (board), keys);
  show_order (board);
}
