#include "ui/plot/class-legend.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/plot/spoken.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"
#include "ui/plot/wrap-layout.h"

#define DOT 8
#define MOST_HEIGHT 70     /* three rows */
#define SCROLLBAR_CLASSES 16 /* so many may take more rows: then a scrollbar is worth the room that it wants */

struct _IsoClassLegend {
  GtkWidget parent_instance;
  GtkWidget *scroller, *entries;
  guint32 class_count;
  gboolean is_shown_by_caller; /* the toggles change, but not by the person's hand */
};

G_DEFINE_FINAL_TYPE (IsoClassLegend, iso_class_legend, GTK_TYPE_WIDGET)

enum { CLASS_TOGGLED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
draw_dot (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  iso_set_color (cairo, iso_class_color (iso_present_theme (), (guint32) GPOINTER_TO_UINT (data)));
  cairo_arc (cairo, 0.5 * width, 0.5 * height, 0.5 * DOT, 0.0, 2.0 * G_PI);
  cairo_fill (cairo);
}

static guint
class_of (GtkWidget *entry)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (entry), "class"));
}

static void
entry_toggled (GtkToggleButton *entry, IsoClassLegend *legend)
{
  if (!legend->is_shown_by_caller)
    g_signal_emit (legend, signals[CLASS_TOGGLED], 0, class_of (GTK_WIDGET (entry)), gtk_toggle_button_get_active (entry));
}

void
iso_class_legend_show (IsoClassLegend *legend, const gint32 *labels, const bool *selected, size_t N)
{
  g_return_if_fail (ISO_IS_CLASS_LEGEND (legend));
  g_autofree size_t *chosen = g_new0 (size_t, MAX (legend->class_count, 1)), *all = g_new0 (size_t, MAX (legend->class_count, 1));
  for (size_t i = 0; selected != NULL && i < N; i++)
    {
      chosen[labels[i]] += selected[i];
      all[labels[i]]++;
    }
  legend->is_shown_by_caller = TRUE;
  for (GtkWidget *entry = gtk_widget_get_first_child (legend->entries); entry != NULL; entry = gtk_widget_get_next_sibling (entry))
    if (GTK_IS_TOGGLE_BUTTON (entry))
      {
        guint class = class_of (entry);
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (entry), chosen[class] > 0 && chosen[class] == all[class]);
        if (selected != NULL && chosen[class] == 0)
          gtk_widget_add_css_class (entry, "faded");
        else
          gtk_widget_remove_css_class (entry, "faded");
      }
  legend->is_shown_by_caller = FALSE;
}

void
iso_choice_select_class (IsoSampleChoice *choice, const gint32 *labels, size_t count, guint32 class, gboolean wanted)
{
  g_autofree guint32 *samples = g_new (guint32, MAX (count, 1));
  size_t found = 0;
  for (size_t i = 0; i < count; i++)
    if (labels[i] == (gint32) class)
      samples[found++] = (guint32) i;
  iso_sample_choice_select (choice, samples, found, wanted ? ISO_SELECT_TOO : ISO_SELECT_NO_MORE);
}

static GtkWidget *
entry_new (IsoClassLegend *legend, guint32 class, const char *name, size_t count)
{
  GtkWidget *entry = gtk_toggle_button_new (), *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  GtkWidget *dot = gtk_drawing_area_new (), *label = gtk_label_new (name);
  g_autofree char *tip = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %zu point. Click to select, again to undo",
                                                       "%s: %zu points. Click to select, again to undo", count),
                                          name, count);

  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (dot), DOT);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (dot), DOT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (dot), draw_dot, GUINT_TO_POINTER (class), NULL);
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  iso_watch_theme (dot, G_CALLBACK (gtk_widget_queue_draw));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (content), dot);
  gtk_box_append (GTK_BOX (content), label);

  gtk_button_set_child (GTK_BUTTON (entry), content);
  gtk_widget_add_css_class (entry, "flat");
  gtk_widget_add_css_class (entry, "class-entry");
  gtk_widget_set_tooltip_text (entry, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (entry), "class", GUINT_TO_POINTER (class));
  g_signal_connect (entry, "toggled", G_CALLBACK (entry_toggled), legend);
  return entry;
}

static void
remove_entries (IsoClassLegend *legend)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (legend->entries)) != NULL)
    gtk_widget_unparent (child);
}

/* The entries, or where they would be too many a line that says so. */
static void
add_entries (IsoClassLegend *legend, const IsoMapPoints *points)
{
  g_autofree size_t *counts = g_new (size_t, MAX (points->class_count, 1));
  size_t present = iso_map_class_counts (counts, points);
  if (present > ISO_MAP_LEGEND_LIMIT)
    {
      g_autofree char *text = g_strdup_printf (_("%zu classes, each of a color of its own; point at a sample to see its class"),
                                               present);
      GtkWidget *label = gtk_label_new (text);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_set_parent (label, legend->entries);
      return;
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (legend->scroller), GTK_POLICY_NEVER,
                                  present >= SCROLLBAR_CLASSES ? GTK_POLICY_AUTOMATIC : GTK_POLICY_EXTERNAL);
  for (guint32 c = 0; c < points->class_count; c++)
    if (counts[c] > 0)
      gtk_widget_set_parent (entry_new (legend, c, points->class_names[c], counts[c]), legend->entries);
}

void
iso_class_legend_set_points (IsoClassLegend *legend, const IsoMapPoints *points)
{
  g_return_if_fail (ISO_IS_CLASS_LEGEND (legend));
  remove_entries (legend);
  legend->class_count = points != NULL ? points->class_count : 0;
  if (points != NULL)
    add_entries (legend, points);
}

/* A scrolled window does not ask its child what height a width takes: that is done here. */
static GtkSizeRequestMode
iso_class_legend_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
iso_class_legend_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  IsoClassLegend *legend = ISO_CLASS_LEGEND (widget);
  int least;
  gtk_widget_measure (legend->entries, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  gtk_widget_measure (legend->scroller, orientation, for_size, &least, NULL, NULL, NULL);
  *minimum = *natural = MAX (MIN (*natural, MOST_HEIGHT), least);
}

static void
iso_class_legend_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (ISO_CLASS_LEGEND (widget)->scroller, &(GtkAllocation) { 0, 0, width, height }, baseline);
}

static void
iso_class_legend_dispose (GObject *object)
{
  IsoClassLegend *legend = ISO_CLASS_LEGEND (object);
  if (legend->scroller != NULL)
    remove_entries (legend);
  g_clear_pointer (&legend->scroller, gtk_widget_unparent);
  legend->class_count = 0;
  G_OBJECT_CLASS (iso_class_legend_parent_class)->dispose (object);
}

static void
iso_class_legend_class_init (IsoClassLegendClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_class_legend_dispose;
  signals[CLASS_TOGGLED] = g_signal_new ("class-toggled", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                         2, G_TYPE_UINT, G_TYPE_BOOLEAN);
  GTK_WIDGET_CLASS (class)->get_request_mode = iso_class_legend_get_request_mode;
  GTK_WIDGET_CLASS (class)->measure = iso_class_legend_measure;
  GTK_WIDGET_CLASS (class)->size_allocate = iso_class_legend_size_allocate;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "class-legend");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_class_legend_init (IsoClassLegend *legend)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  legend->scroller = GTK_WIDGET (scroller);
  legend->entries = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (legend->entries, iso_wrap_layout_new (2, 0));
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_NEVER, GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (scroller, legend->entries);
  iso_speak_scroller (legend->scroller, _("Classes of the map"));
  gtk_widget_set_parent (legend->scroller, GTK_WIDGET (legend));
  gtk_accessible_update_property (GTK_ACCESSIBLE (legend), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Classes of the map"), -1);
}

GtkWidget *
iso_class_legend_new (void)
{
  return g_object_new (ISO_TYPE_CLASS_LEGEND, NULL);
}
