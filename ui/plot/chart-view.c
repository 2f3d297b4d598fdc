#include "ui/plot/chart-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/text.h"
#include "ui/plot/pixels.h"
#include "ui/plot/table-window.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"
#include "ui/plot/zoom-buttons.h"

G_DEFINE_FINAL_TYPE (IsoChartView, iso_chart_view, GTK_TYPE_WIDGET)

enum { CURSOR_MOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

bool
iso_chart_view_is_empty (IsoChartView *view)
{
  return view->chart == NULL || iso_range_is_empty (iso_chart_extent_x (view->chart));
}

static void
update_buttons (IsoChartView *view)
{
  bool is_zoomed = iso_plot_range_is_zoomed (view->range), can_undo = iso_plot_range_can_undo (view->range);
  gtk_widget_action_set_enabled (GTK_WIDGET (view), "chart.undo-zoom", can_undo);
  gtk_widget_action_set_enabled (GTK_WIDGET (view), "chart.fit", is_zoomed);
  gtk_widget_action_set_enabled (GTK_WIDGET (view), "chart.table", !iso_chart_view_is_empty (view));
  gtk_widget_set_visible (view->zoom_buttons, is_zoomed || can_undo);
}

static void
drop_node (IsoChartView *view)
{
  g_clear_pointer (&view->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

void
iso_chart_view_redraw (IsoChartView *view)
{
  drop_node (view);
  update_buttons (view);
}

/* ---- drawing ---- */

/* A context to measure text with: no pixels needed. */
static cairo_t *
measuring_context_new (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cairo = cairo_create (surface);
  cairo_surface_destroy (surface);
  return cairo;
}

static gboolean
tell_later (gpointer data)
{
  IsoChartView *view = data;
  view->tell_source = 0;
  iso_chart_view_tell_cursor (view);
  return G_SOURCE_REMOVE;
}

static void
draw_chart (IsoChartView *view)
{
  cairo_surface_t *pixels = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, view->width * view->scale, view->height * view->scale);
  cairo_surface_set_device_scale (pixels, view->scale, view->scale);
  cairo_t *cairo = cairo_create (pixels);
  g_free (view->layout);
  view->options.scale = view->scale;
  view->layout = iso_chart_layout_new (cairo, view->chart, &view->options, view->theme, view->width, view->height);
  iso_plot_range_take_axes (view->range, &view->layout->x, &view->layout->y, 1, view->layout->whole, 0.0);
  iso_chart_draw (cairo, view->layout, view->chart, &view->options, view->theme);
  cairo_destroy (cairo);
  cairo_surface_set_device_scale (pixels, 1.0, 1.0);
  view->node = iso_pixels_node_new (GTK_WIDGET (view), pixels, 0.0, 0.0);
  cairo_surface_destroy (pixels);
  view->drawn_count++;
  /* Under a pointer at rest lies another value now. */
  if (view->has_pointer && view->tell_source == 0)
    view->tell_source = g_idle_add (tell_later, view);
}

static void
ensure_chart (IsoChartView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), scale = gtk_widget_get_scale_factor (widget);
  const IsoTheme *theme = iso_present_theme ();
  if (view->node != NULL && view->width == width && view->height == height && view->scale == scale && view->theme == theme)
    return;
  g_clear_pointer (&view->node, gsk_render_node_unref);
  view->width = width;
  view->height = height;
  view->scale = scale;
  view->theme = theme;
  draw_chart (view);
}

static void
append_cursor (IsoChartView *view, GtkSnapshot *snapshot, double x)
{
  cairo_t *measuring = measuring_context_new ();
  g_autoptr (IsoReadout) readout = iso_chart_readout_new (measuring, view->layout, view->chart, view->theme, x);
  cairo_destroy (measuring);
  double left = fmin (readout->left, readout->x - 6.0), right = fmax (readout->left + readout->width, readout->x + 6.0);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) left, 0.0f, (float) (right - left), (float) view->height);
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &bounds);
  iso_chart_readout_draw (cairo, readout, view->layout, view->chart, view->theme, x);
  cairo_destroy (cairo);
}

static void
append_empty_text (IsoChartView *view, GtkSnapshot *snapshot)
{
  int width = gtk_widget_get_width (GTK_WIDGET (view)), height = gtk_widget_get_height (GTK_WIDGET (view));
  const IsoTheme *theme = iso_present_theme ();
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  iso_text_draw (cairo, view->empty_text, 0.5 * width, 0.5 * height, 0.5, 0.5, theme->text_size, ISO_TEXT_REGULAR, theme->quiet);
  cairo_destroy (cairo);
}

static void
iso_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoChartView *view = ISO_CHART_VIEW (widget);
  if (gtk_widget_get_width (widget) < 1 || gtk_widget_get_height (widget) < 1)
    return;
  if (iso_chart_view_is_empty (view))
    {
      append_empty_text (view, snapshot);
      return;
    }
  ensure_chart (view);
  gtk_snapshot_append_node (snapshot, view->node);
  double x = iso_chart_view_cursor (view);
  if (!isnan (x) && x >= view->layout->x.minimum && x <= view->layout->x.maximum && !iso_plot_input_is_dragging (view->input))
    append_cursor (view, snapshot, x);
  iso_plot_input_snapshot (view->input, snapshot);
  gtk_widget_snapshot_child (widget, view->zoom_buttons, snapshot);
}

static void
iso_chart_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  /* Asked too, so that it may be allocated. */
  gtk_widget_measure (ISO_CHART_VIEW (widget)->zoom_buttons, orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 80;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 280 : 150;
}

/* The buttons stand in the upper right corner of the plot. */
static void
iso_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IsoChartView *view = ISO_CHART_VIEW (widget);
  GtkAllocation place = { 0, 0, 0, 0 };
  if (!gtk_widget_should_layout (view->zoom_buttons))
    return;
  gtk_widget_measure (view->zoom_buttons, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &place.width, NULL, NULL);
  gtk_widget_measure (view->zoom_buttons, GTK_ORIENTATION_VERTICAL, -1, NULL, &place.height, NULL, NULL);
  place.x = MAX (0, width - place.width - 6);
  gtk_widget_size_allocate (view->zoom_buttons, &place, -1);
}

/* ---- for those who listen ---- */

void
iso_chart_view_describe (IsoChartView *view)
{
  g_autofree char *sentence = NULL;
  if (iso_chart_view_is_empty (view))
    sentence = g_strdup (view->empty_text);
  else if (view->has_key && view->layout != NULL)
    {
      cairo_t *cairo = measuring_context_new ();
      g_autoptr (IsoReadout) readout = iso_chart_readout_new (cairo, view->layout, view->chart, iso_present_theme (), view->key_x);
      cairo_destroy (cairo);
      sentence = iso_readout_sentence (readout);
    }
  else
    sentence = iso_chart_sentence (view->chart);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

/* ---- actions ---- */

static void
undo_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_plot_input_undo (ISO_CHART_VIEW (widget)->input);
}

static void
fit_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  iso_plot_input_fit (ISO_CHART_VIEW (widget)->input);
}

static void
table_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoChartView *view = ISO_CHART_VIEW (widget);
  const IsoPlotWindow *window = iso_plot_range_window (view->range);
  char low[32], high[32];
  if (iso_chart_view_is_empty (view))
    return;
  IsoRange sight = window->has_x ? window->x : iso_chart_extent_x (view->chart);
  g_autoptr (IsoNumberTable) table = iso_chart_table (view->chart, sight);
  iso_number_format (low, sizeof low, sight.low, 5);
  iso_number_format (high, sizeof high, sight.high, 5);
  g_autofree char *subtitle = g_strdup_printf (_("%s %s to %s"), iso_number_table_name (table, 0), low, high);
  GtkRoot *root = gtk_widget_get_root (widget);
  gtk_window_present (iso_table_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, view->name, subtitle, table, "chart.csv"));
}

/* ---- the doors ---- */

void
iso_chart_view_set_chart (IsoChartView *view, IsoChart *chart)
{
  g_return_if_fail (ISO_IS_CHART_VIEW (view));
  IsoRange before = view->chart != NULL ? iso_chart_extent_x (view->chart) : ISO_RANGE_EMPTY;
  IsoRange now = chart != NULL ? iso_chart_extent_x (chart) : ISO_RANGE_EMPTY;
  if (chart != NULL)
    iso_chart_ref (chart);
  iso_chart_unref (view->chart);
  view->chart = chart;
  if (before.low != now.low || before.high != now.high)
    {
      iso_plot_range_reset (view->range);
      view->has_key = false;
    }
  g_clear_pointer (&view->layout, g_free);
  iso_chart_view_redraw (view);
  iso_chart_view_describe (view);
  gtk_widget_set_focusable (GTK_WIDGET (view), !iso_chart_view_is_empty (view));
}

void
iso_chart_view_replace_chart (IsoChartView *view, IsoChart *chart)
{
  g_return_if_fail (ISO_IS_CHART_VIEW (view) && chart != NULL);
  if (iso_chart_view_is_empty (view))
    {
      iso_chart_view_set_chart (view, chart);
      return;
    }
  iso_chart_ref (chart);
  iso_chart_unref (view->chart);
  view->chart = chart;
  IsoRange extent = iso_chart_extent_x (chart);
  if (view->layout != NULL && !iso_range_is_empty (extent))
    iso_plot_range_grow (view->range, extent);
  if (view->has_key)
    view->key_x = iso_chart_nearest (chart, view->key_x, (IsoRange){ -INFINITY, INFINITY });
  view->has_key = view->has_key && !isnan (view->key_x);
  iso_chart_view_redraw (view);
  iso_chart_view_describe (view);
  gtk_widget_set_focusable (GTK_WIDGET (view), !iso_chart_view_is_empty (view));
}

void
iso_chart_view_set_has_legend (IsoChartView *view, gboolean has_legend)
{
  g_return_if_fail (ISO_IS_CHART_VIEW (view));
  view->options.has_legend = has_legend;
  iso_chart_view_redraw (view);
}

void
iso_chart_view_grown (IsoChartView *view)
{
  g_return_if_fail (ISO_IS_CHART_VIEW (view));
  if (iso_chart_view_is_empty (view))
    return;
  if (view->layout != NULL)
    iso_plot_range_grow (view->range, iso_chart_extent_x (view->chart));
  gtk_widget_set_focusable (GTK_WIDGET (view), TRUE);
  iso_chart_view_redraw (view);
}

void
iso_chart_view_set_empty_text (IsoChartView *view, const char *text)
{
  g_return_if_fail (ISO_IS_CHART_VIEW (view) && text != NULL);
  g_free (view->empty_text);
  view->empty_text = g_strdup (text);
  iso_chart_view_describe (view);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

const IsoPlotRange *
iso_chart_view_range (IsoChartView *view)
{
  g_return_val_if_fail (ISO_IS_CHART_VIEW (view), NULL);
  return view->range;
}

guint
iso_chart_view_drawn_count (IsoChartView *view)
{
  g_return_val_if_fail (ISO_IS_CHART_VIEW (view), 0);
  return view->drawn_count;
}

/* ---- the whole ---- */

static void
iso_chart_view_unrealize (GtkWidget *widget)
{
  /* The node is made for one renderer. */
  g_clear_pointer (&ISO_CHART_VIEW (widget)->node, gsk_render_node_unref);
  GTK_WIDGET_CLASS (iso_chart_view_parent_class)->unrealize (widget);
}

static void
iso_chart_view_dispose (GObject *object)
{
  IsoChartView *view = ISO_CHART_VIEW (object);
  g_clear_handle_id (&view->tell_source, g_source_remove);
  g_clear_pointer (&view->input, iso_plot_input_free);
  g_clear_pointer (&view->node, gsk_render_node_unref);
  g_clear_pointer (&view->layout, g_free);
  g_clear_pointer (&view->chart, iso_chart_unref);
  g_clear_pointer (&view->zoom_buttons, gtk_widget_unparent);
  G_OBJECT_CLASS (iso_chart_view_parent_class)->dispose (object);
}

static void
iso_chart_view_finalize (GObject *object)
{
  IsoChartView *view = ISO_CHART_VIEW (object);
  iso_plot_range_free (view->range);
  g_free (view->name);
  g_free (view->empty_text);
  G_OBJECT_CLASS (iso_chart_view_parent_class)->finalize (object);
}

static void
iso_chart_view_class_init (IsoChartViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_chart_view_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_chart_view_finalize;
  widget_class->snapshot = iso_chart_view_snapshot;
  widget_class->measure = iso_chart_view_measure;
  widget_class->size_allocate = iso_chart_view_size_allocate;
  widget_class->unrealize = iso_chart_view_unrealize;
  signals[CURSOR_MOVED] = g_signal_new ("cursor-moved", ISO_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        G_TYPE_DOUBLE);
  gtk_widget_class_install_action (widget_class, "chart.undo-zoom", NULL, undo_wanted);
  gtk_widget_class_install_action (widget_class, "chart.fit", NULL, fit_wanted);
  gtk_widget_class_install_action (widget_class, "chart.table", NULL, table_wanted);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_t, 0, "chart.table", NULL);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_chart_view_init (IsoChartView *view)
{
  view->options = (IsoChartOptions) ISO_CHART_OPTIONS_DEFAULT;
  view->range = iso_plot_range_new ();
  view->options.window = iso_plot_range_window (view->range);
  view->linked_x = view->told_x = view->key_x = NAN;
  view->empty_text = g_strdup (_("No values yet"));
  view->zoom_buttons = iso_zoom_buttons_new ("chart.undo-zoom", "chart.fit");
  gtk_widget_set_parent (view->zoom_buttons, GTK_WIDGET (view));
  iso_chart_view_listen (view);
  gtk_widget_set_focusable (GTK_WIDGET (view), FALSE);
  update_buttons (view);
  iso_watch_theme (GTK_WIDGET (view), G_CALLBACK (drop_node));
}

GtkWidget *
iso_chart_view_new (const char *name)
{
  IsoChartView *view = g_object_new (ISO_TYPE_CHART_VIEW, NULL);
  view->name = g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  iso_chart_view_describe (view);
  return GTK_WIDGET (view);
}
