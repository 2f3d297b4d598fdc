#include "ui/plot/sweep-cells-canvas.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/sweep-figure.h"
#include "ui/plot/canvas-input.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define DESCRIBE_DELAY 300 /* milliseconds: readers of screens need not hear of every step */

struct _IsoSweepCellsCanvas {
  GtkWidget parent_instance;
  IsoSweepChoice *choice;
  size_t column, row;                /* keys */
  IsoSweepLevels *columns, *rows;    /* of the choice's scores, or NULL */
  IsoSweepCellsPlace place;          /* as of the node */
  GskRenderNode *node;
  int at_column, at_row;             /* the cell that keys or pointer are on; −1: none */
  gboolean by_keys;
  guint describe_source;
};

G_DEFINE_FINAL_TYPE (IsoSweepCellsCanvas, iso_sweep_cells_canvas, GTK_TYPE_WIDGET)

/* ---- drawing ---- */

static bool
ensure_levels (IsoSweepCellsCanvas *canvas)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  if (scores == NULL || canvas->column >= scores->key_count || canvas->row >= scores->key_count || canvas->column == canvas->row)
    return false;
  if (canvas->columns == NULL)
    {
      canvas->columns = iso_sweep_levels_new (scores, canvas->column);
      canvas->rows = iso_sweep_levels_new (scores, canvas->row);
    }
  return true;
}

static cairo_t *
node_context (IsoSweepCellsCanvas *canvas, GskRenderNode **node)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) gtk_widget_get_width (GTK_WIDGET (canvas)),
                                                     (float) gtk_widget_get_height (GTK_WIDGET (canvas)));
  *node = gsk_cairo_node_new (&bounds);
  return gsk_cairo_node_get_draw_context (*node);
}

static bool
ensure_node (IsoSweepCellsCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  const IsoTheme *theme = iso_present_theme ();
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (width < 1.0 || height < 1.0 || !ensure_levels (canvas))
    return false;
  if (canvas->node != NULL)
    return true;
  cairo_t *cairo = node_context (canvas, &canvas->node);
  canvas->place = iso_sweep_cells_place (cairo, width, height, scores, canvas->row, canvas->columns, canvas->rows, theme);
  iso_sweep_cells_draw (cairo, width, height, scores, canvas->column, canvas->row, theme);
  cairo_destroy (cairo);
  return true;
}

/* Of the settings in a cell. */
typedef struct {
  size_t *settings; /* (count) */
  size_t count, selected, pointed, quiet;
} Cell;

static void
cell_clear (Cell *cell)
{
  g_free (cell->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cell, cell_clear)

static Cell
cell_of (IsoSweepCellsCanvas *canvas, size_t r, size_t c)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  const bool *quiet = iso_sweep_choice_quiet (canvas->choice);
  Cell cell = { .settings = g_new (size_t, scores->setting_count + 1) };
  for (size_t s = 0; s < scores->setting_count; s++)
    if (canvas->columns->of[s] == c && canvas->rows->of[s] == r)
      {
        cell.settings[cell.count++] = s;
        cell.selected += iso_sweep_choice_is_selected (canvas->choice, s);
        cell.pointed += iso_sweep_choice_is_pointed (canvas->choice, s);
        cell.quiet += quiet != NULL && quiet[s];
      }
  return cell;
}

/* What is not within the marked parts of the axes steps back behind the ground. */
static void
veil (IsoSweepCellsCanvas *canvas, cairo_t *cairo, size_t r, size_t c, const IsoTheme *theme)
{
  const IsoSweepCellsPlace *place = &canvas->place;
  IsoColor ground = theme->background;
  ground.alpha = 0.75;
  iso_set_color (cairo, ground);
  cairo_rectangle (cairo, place->left + (double) c * place->cell_width - 0.5,
                   place->top + (double) (canvas->rows->count - 1 - r) * place->cell_height - 0.5, place->cell_width - 1.0,
                   place->cell_height - 1.0);
  cairo_fill (cairo);
}

static void
iso_sweep_cells_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoSweepCellsCanvas *canvas = ISO_SWEEP_CELLS_CANVAS (widget);
  const IsoTheme *theme = iso_present_theme ();
  if (!ensure_node (canvas))
    return;
  gtk_snapshot_append_node (snapshot, canvas->node);
  g_autoptr (GskRenderNode) above = NULL;
  cairo_t *cairo = node_context (canvas, &above);
  for (size_t r = 0; r < canvas->rows->count; r++)
    for (size_t c = 0; c < canvas->columns->count; c++)
      {
        g_auto (Cell) cell = cell_of (canvas, r, c);
        if (cell.count > 0 && cell.quiet == cell.count)
          veil (canvas, cairo, r, c, theme);
        if (cell.selected > 0)
          iso_sweep_cells_frame (cairo, &canvas->place, canvas->rows->count, r, c, theme->accent, 3.0);
        if (cell.pointed > 0)
          iso_sweep_cells_frame (cairo, &canvas->place, canvas->rows->count, r, c, theme->text, 1.5);
      }
  cairo_destroy (cairo);
  gtk_snapshot_append_node (snapshot, above);
}

/* ---- words ---- */

static gboolean
describe (gpointer data)
{
  IsoSweepCellsCanvas *canvas = data;
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  canvas->describe_source = 0;
  if (scores == NULL)
    return G_SOURCE_REMOVE;
  int pointed = iso_sweep_choice_pointed (canvas->choice);
  g_autofree char *words = iso_sweep_scores_words (scores);
  g_autofree char *setting = pointed >= 0 ? iso_sweep_setting_words (scores, (size_t) pointed) : NULL;
  g_autofree char *text = setting != NULL ? g_strdup_printf ("%s. %s", setting, words) : g_strdup (words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  return G_SOURCE_REMOVE;
}

static void
marks_changed (IsoSweepCellsCanvas *canvas)
{
  gtk_widget_queue_draw (GTK_WIDGET (canvas));
  if (canvas->describe_source == 0)
    canvas->describe_source = g_timeout_add (DESCRIBE_DELAY, describe, canvas);
}

static void
redraw (IsoSweepCellsCanvas *canvas)
{
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  marks_changed (canvas);
}

static void
scores_changed (IsoSweepCellsCanvas *canvas)
{
  g_clear_pointer (&canvas->columns, iso_sweep_levels_free);
  g_clear_pointer (&canvas->rows, iso_sweep_levels_free);
  redraw (canvas);
}

/* ---- pointer and keys ---- */

static bool
cell_at (IsoSweepCellsCanvas *canvas, double x, double y, int *c, int *r)
{
  if (!ensure_node (canvas))
    return false;
  double across = floor ((x - canvas->place.left) / canvas->place.cell_width);
  double down = floor ((y - canvas->place.top) / canvas->place.cell_height);
  *c = (int) across;
  *r = (int) canvas->rows->count - 1 - (int) down;
  return across >= 0.0 && down >= 0.0 && across < (double) canvas->columns->count && down < (double) canvas->rows->count;
}

static void
point (IsoSweepCellsCanvas *canvas, int c, int r, gboolean by_keys)
{
  canvas->at_column = c;
  canvas->at_row = r;
  canvas->by_keys = by_keys;
  if (c < 0)
    {
      iso_sweep_choice_point (canvas->choice, NULL, 0);
      return;
    }
  g_auto (Cell) cell = cell_of (canvas, (size_t) r, (size_t) c);
  iso_sweep_choice_point (canvas->choice, cell.settings, cell.count);
}

static void
pointer_moved (GtkEventControllerMotion *controller, double x, double y, IsoSweepCellsCanvas *canvas)
{
  int c, r;
  bool is_there = cell_at (canvas, x, y, &c, &r);
  point (canvas, is_there ? c : -1, is_there ? r : -1, FALSE);
}

static void
pointer_left (GtkEventControllerMotion *controller, IsoSweepCellsCanvas *canvas)
{
  if (!canvas->by_keys)
    point (canvas, -1, -1, FALSE);
}

static void
focus_left (GtkEventControllerFocus *controller, IsoSweepCellsCanvas *canvas)
{
  if (canvas->by_keys)
    point (canvas, -1, -1, FALSE);
}

/* The best setting of the cell. */
static gboolean
apply (IsoSweepCellsCanvas *canvas, int c, int r)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (canvas->choice);
  if (c < 0)
    return GDK_EVENT_PROPAGATE;
  g_auto (Cell) cell = cell_of (canvas, (size_t) r, (size_t) c);
  if (cell.count == 0)
    return GDK_EVENT_STOP;
  size_t best = cell.settings[0];
  for (size_t i = 1; i < cell.count; i++)
    {
      double score = scores->score[cell.settings[i]];
      bool is_better = scores->is_lower_better ? score < scores->score[best] : score > scores->score[best];
      best = is_better || (isnan (scores->score[best]) && !isnan (score)) ? cell.settings[i] : best;
    }
  iso_sweep_choice_activate (canvas->choice, best);
  return GDK_EVENT_STOP;
}

static gboolean
select_cell (IsoSweepCellsCanvas *canvas, int c, int r, bool too)
{
  if (c < 0)
    return GDK_EVENT_PROPAGATE;
  g_auto (Cell) cell = cell_of (canvas, (size_t) r, (size_t) c);
  iso_sweep_choice_select (canvas->choice, cell.settings, cell.count, too);
  return GDK_EVENT_STOP;
}

static void
pressed (GtkGestureClick *click, int count, double x, double y, IsoSweepCellsCanvas *canvas)
{
  int c, r;
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (click));
  if (!cell_at (canvas, x, y, &c, &r))
    iso_sweep_choice_select (canvas->choice, NULL, 0, false);
  else if (count == 2)
    apply (canvas, c, r);
  else
    select_cell (canvas, c, r, (state & GDK_CONTROL_MASK) != 0);
}

static gboolean
go (IsoSweepCellsCanvas *canvas, int across, int up)
{
  if (!ensure_levels (canvas))
    return GDK_EVENT_PROPAGATE;
  bool is_new = canvas->at_column < 0;
  point (canvas, is_new ? 0 : CLAMP (canvas->at_column + across, 0, (int) canvas->columns->count - 1),
         is_new ? (int) canvas->rows->count - 1 : CLAMP (canvas->at_row + up, 0, (int) canvas->rows->count - 1), TRUE);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoSweepCellsCanvas *canvas)
{
  if ((state & (GDK_ALT_MASK | GDK_SUPER_MASK | GDK_CONTROL_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Up: case GDK_KEY_KP_Up:
      return go (canvas, 0, 1);
    case GDK_KEY_Down: case GDK_KEY_KP_Down:
      return go (canvas, 0, -1);
    case GDK_KEY_Left: case GDK_KEY_KP_Left:
      return go (canvas, -1, 0);
    case GDK_KEY_Right: case GDK_KEY_KP_Right:
      return go (canvas, 1, 0);
    case GDK_KEY_space: case GDK_KEY_KP_Space:
      return select_cell (canvas, canvas->at_column, canvas->at_row, true);
    case GDK_KEY_Return: case GDK_KEY_KP_Enter: case GDK_KEY_ISO_Enter:
      return apply (canvas, canvas->at_column, canvas->at_row);
    case GDK_KEY_Escape:
      return iso_sweep_choice_clear (canvas->choice) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* ---- the widget ---- */

static void
iso_sweep_cells_canvas_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                                int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 150;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 480 : 320;
}

static void
iso_sweep_cells_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  g_clear_pointer (&ISO_SWEEP_CELLS_CANVAS (widget)->node, gsk_render_node_unref);
}

static void
iso_sweep_cells_canvas_dispose (GObject *object)
{
  IsoSweepCellsCanvas *canvas = ISO_SWEEP_CELLS_CANVAS (object);
  g_clear_handle_id (&canvas->describe_source, g_source_remove);
  g_clear_pointer (&canvas->node, gsk_render_node_unref);
  g_clear_pointer (&canvas->columns, iso_sweep_levels_free);
  g_clear_pointer (&canvas->rows, iso_sweep_levels_free);
  g_clear_object (&canvas->choice);
  G_OBJECT_CLASS (iso_sweep_cells_canvas_parent_class)->dispose (object);
}

static void
iso_sweep_cells_canvas_class_init (IsoSweepCellsCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_sweep_cells_canvas_dispose;
  widget_class->snapshot = iso_sweep_cells_canvas_snapshot;
  widget_class->measure = iso_sweep_cells_canvas_measure;
  widget_class->size_allocate = iso_sweep_cells_canvas_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "sweep-canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_sweep_cells_canvas_init (IsoSweepCellsCanvas *canvas)
{
  static const IsoCanvasInput input = { G_CALLBACK (pointer_moved), G_CALLBACK (pointer_left), G_CALLBACK (key_pressed),
                                        G_CALLBACK (focus_left) };
  GtkGesture *click = gtk_gesture_click_new ();
  canvas->row = 1;
  canvas->at_column = canvas->at_row = -1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (canvas), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Scores of the sweep by two parameters"), -1);
  iso_canvas_listen (GTK_WIDGET (canvas), &input);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed), canvas);
  gtk_widget_add_controller (GTK_WIDGET (canvas), GTK_EVENT_CONTROLLER (click));
  iso_watch_theme (GTK_WIDGET (canvas), G_CALLBACK (redraw));
}

GtkWidget *
iso_sweep_cells_canvas_new (IsoSweepChoice *choice)
{
  IsoSweepCellsCanvas *canvas = g_object_new (ISO_TYPE_SWEEP_CELLS_CANVAS, NULL);
  canvas->choice = g_object_ref (choice);
  g_signal_connect_object (choice, "scores", G_CALLBACK (scores_changed), canvas, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "pointed", G_CALLBACK (marks_changed), canvas, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "selected", G_CALLBACK (marks_changed), canvas, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "brushed", G_CALLBACK (marks_changed), canvas, G_CONNECT_SWAPPED);
  scores_changed (canvas);
  return GTK_WIDGET (canvas);
}

void
iso_sweep_cells_canvas_set_axes (IsoSweepCellsCanvas *canvas, size_t column, size_t row)
{
  g_return_if_fail (ISO_IS_SWEEP_CELLS_CANVAS (canvas));
  if (canvas->column == column && canvas->row == row)
    return;
  canvas->column = column;
  canvas->row = row;
  canvas->at_column = canvas->at_row = -1;
  scores_changed (canvas);
}

bool
iso_sweep_cells_canvas_middle (IsoSweepCellsCanvas *canvas, size_t column, size_t row, double *x, double *y)
{
  g_return_val_if_fail (ISO_IS_SWEEP_CELLS_CANVAS (canvas), false);
  if (!ensure_node (canvas) || column >= canvas->columns->count || row >= canvas->rows->count)
    return false;
  *x = canvas->place.left + ((double) column + 0.5) * canvas->place.cell_width;
  *y = canvas->place.top + ((double) (canvas->rows->count - 1 - row) + 0.5) * canvas->place.cell_height;
  return true;
}
