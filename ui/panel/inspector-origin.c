#include "ui/panel/inspector-origin.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/pair-words.h"
#include "ui/figure/share-bars.h"
#include "ui/panel/inspector-parts.h"
#include "ui/plot/view-card.h"

/* The largest samples, and one line for all others. */
#define LINES (ISO_PAIR_PART_COUNT + 1)
#define BAR_WIDTH 60
#define BAR_HEIGHT 4
#define COLUMNS 74

typedef struct {
  GtkWidget *name, *bar, *share;
  double fraction;
  gint32 label; /* class; −1: all others */
} Line;

struct _IsoInspectorOrigin {
  GtkBox parent_instance;
  GtkWidget *sentence, *before, *grid, *columns_caption, *columns;
  Line lines[LINES];
  double lengths[ISO_PAIR_LENGTH_COUNT]; /* shares */
};

G_DEFINE_FINAL_TYPE (IsoInspectorOrigin, iso_inspector_origin, GTK_TYPE_BOX)

/* ---- drawing ---- */

static void
draw_bar (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  const Line *line = data;
  const IsoTheme *theme = iso_present_theme ();
  IsoColor color = line->label >= 0 ? iso_class_color (theme, (guint32) line->label) : theme->quiet;
  iso_share_bar_draw (cairo, 0.0, 0.5 * (height - BAR_HEIGHT), width, BAR_HEIGHT, line->fraction, color, theme);
}

static void
draw_columns (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  const IsoInspectorOrigin *view = data;
  const char *texts[ISO_PAIR_LENGTH_COUNT], *names[ISO_PAIR_LENGTH_COUNT];
  char *owned[ISO_PAIR_LENGTH_COUNT];
  for (size_t group = 0; group < ISO_PAIR_LENGTH_COUNT; group++)
    {
      texts[group] = owned[group] = g_strdup_printf ("%.0f %%", 100.0 * view->lengths[group]);
      names[group] = iso_pair_length_name (group);
    }
  iso_share_columns_draw (cairo, 0.0, 0.0, width, height, view->lengths, texts, names, ISO_PAIR_LENGTH_COUNT, iso_present_theme ());
  for (size_t group = 0; group < ISO_PAIR_LENGTH_COUNT; group++)
    g_free (owned[group]);
}

/* ---- what it shows ---- */

static void
show_line (Line *line, const char *name, double fraction, gint32 label)
{
  g_autofree char *share = iso_share_text (fraction), *sentence = g_strdup_printf (_("%s: %s"), name, share);
  line->fraction = fraction;
  line->label = label;
  gtk_label_set_text (GTK_LABEL (line->name), name);
  gtk_widget_set_tooltip_text (line->name, name);
  gtk_label_set_text (GTK_LABEL (line->share), share);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->share), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
  gtk_widget_queue_draw (line->bar);
}

static void
set_line_visible (const Line *line, gboolean visible)
{
  gtk_widget_set_visible (line->name, visible);
  gtk_widget_set_visible (line->bar, visible);
  gtk_widget_set_visible (line->share, visible);
}

static void
show_parts (IsoInspectorOrigin *view, const IsoPairLook *look, IsoDataset *dataset)
{
  const IsoPairFacts *facts = &look->facts;
  double total = facts->others;
  for (size_t l = 0; l < facts->part_count; l++)
    total += facts->parts[l].contribution;
  for (size_t l = 0; l < ISO_PAIR_PART_COUNT; l++)
    {
      set_line_visible (&view->lines[l], l < facts->part_count);
      if (l >= facts->part_count)
        continue;
      size_t place = facts->parts[l].sample;
      g_autofree char *name = iso_place_name (look->stages->snapshot, dataset, place);
      show_line (&view->lines[l], name, facts->parts[l].contribution / total, look->stages->snapshot->labels[place]);
    }
  g_autofree char *others = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu other", "%zu others", (gulong) facts->other_count),
                                             facts->other_count);
  show_line (&view->lines[ISO_PAIR_PART_COUNT], others, facts->others / total, -1);
  set_line_visible (&view->lines[ISO_PAIR_PART_COUNT], facts->other_count > 0);
}

static void
show_lengths (IsoInspectorOrigin *view, const IsoPairFacts *facts)
{
  double total = 0.0;
  g_autofree char *sentence = iso_pair_lengths_text (facts);
  for (size_t group = 0; group < ISO_PAIR_LENGTH_COUNT; group++)
    total += facts->lengths[group];
  for (size_t group = 0; group < ISO_PAIR_LENGTH_COUNT; group++)
    view->lengths[group] = total > 0.0 ? facts->lengths[group] / total : 0.0;
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->columns), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  gtk_widget_set_tooltip_text (view->columns, sentence);
  gtk_widget_queue_draw (view->columns);
}

void
iso_inspector_origin_show (IsoInspectorOrigin *view, const IsoPairLook *look, IsoDataset *dataset)
{
  gboolean is_exact = look->facts.origin == ISO_ORIGIN_EXACT;
  const IsoPairFacts *before = iso_pair_look_before (look);
  g_autofree char *sentence = iso_pair_origin_text (&look->facts), *then = before != NULL ? iso_pair_origin_text (before) : NULL;
  g_autofree char *line = then != NULL && !g_str_equal (then, sentence) ? g_strdup_printf (_("before the trial: %s"), then) : NULL;
  gtk_label_set_text (GTK_LABEL (view->sentence), sentence);
  iso_inspector_label_set (view->before, line);
  gtk_widget_set_visible (view->grid, is_exact);
  gtk_widget_set_visible (view->columns_caption, is_exact);
  gtk_widget_set_visible (view->columns, is_exact);
  if (!is_exact)
    return;
  show_parts (view, look, dataset);
  show_lengths (view, &look->facts);
}

const char *
iso_inspector_origin_text (IsoInspectorOrigin *view)
{
  return gtk_label_get_text (GTK_LABEL (view->sentence));
}

/* ---- the widget ---- */

static void
iso_inspector_origin_class_init (IsoInspectorOriginClass *class)
{
}

static void
add_line (IsoInspectorOrigin *view, int at)
{
  Line *line = &view->lines[at];
  line->label = -1;
  line->name = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (line->name), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (line->name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (line->name, TRUE);
  gtk_widget_add_css_class (line->name, "caption");
  gtk_widget_add_css_class (line->name, "numeric");
  line->bar = iso_inspector_drawing_new (BAR_HEIGHT, draw_bar, line);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (line->bar), BAR_WIDTH);
  gtk_widget_set_hexpand (line->bar, FALSE);
  /* The share beside it says the same in words. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (line->bar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  line->share = iso_inspector_label_new (NULL, 1.0f, FALSE);
  gtk_grid_attach (GTK_GRID (view->grid), line->name, 0, at, 1, 1);
  gtk_grid_attach (GTK_GRID (view->grid), line->bar, 1, at, 1, 1);
  gtk_grid_attach (GTK_GRID (view->grid), line->share, 2, at, 1, 1);
}

static void
iso_inspector_origin_init (IsoInspectorOrigin *view)
{
  GtkWidget *card = iso_inspector_card_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (view), GTK_ORIENTATION_VERTICAL);
  view->sentence = iso_inspector_label_new (NULL, 0.0f, FALSE);
  view->before = iso_inspector_label_new (NULL, 0.0f, TRUE);
  view->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (view->grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (view->grid), 3);
  for (int at = 0; at < LINES; at++)
    add_line (view, at);
  view->columns_caption = iso_inspector_label_new (_("by steps of the walk"), 0.0f, TRUE);
  view->columns = iso_inspector_drawing_new (COLUMNS, draw_columns, view);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->columns), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Target by length of the walk"),
                                  -1);
  gtk_box_append (GTK_BOX (card), view->sentence);
  gtk_box_append (GTK_BOX (card), view->before);
  gtk_box_append (GTK_BOX (card), view->grid);
  gtk_box_append (GTK_BOX (card), view->columns_caption);
  gtk_box_append (GTK_BOX (card), view->columns);
  gtk_box_append (GTK_BOX (view), iso_inspector_heading_new (_("Where P by OBDP comes from")));
  gtk_box_append (GTK_BOX (view), card);
}

GtkWidget *
iso_inspector_origin_new (void)
{
  return g_object_new (ISO_TYPE_INSPECTOR_ORIGIN, NULL);
}
