#include "ui/panel/inspector-pair.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/pair-words.h"
#include "ui/panel/inspector-parts.h"
#include "ui/plot/sample-picture.h"

#define PICTURE 56

typedef struct {
  GtkWidget *picture, *name;
} Side;

typedef struct {
  GtkWidget *symbol, *word, *value;
} Line;

struct _IsoInspectorPair {
  GtkBox parent_instance;
  Side from, to;
  GtkWidget *relation; /* same class or not */
  Line lines[ISO_PAIR_VALUE_COUNT];
  GtkWidget *direction, *mined, *gradient;
};

G_DEFINE_FINAL_TYPE (IsoInspectorPair, iso_inspector_pair, GTK_TYPE_BOX)

static void
show_side (const Side *side, const IsoPairLook *look, size_t place, IsoDataset *dataset)
{
  const IsoBatchSnapshot *snapshot = look->stages->snapshot;
  g_autofree char *name = iso_place_name (snapshot, dataset, place);
  gtk_label_set_text (GTK_LABEL (side->name), name);
  gtk_widget_set_tooltip_text (side->name, name);
  iso_sample_picture_show (ISO_SAMPLE_PICTURE (side->picture), dataset, snapshot->indices[place], name);
}

static void
show_line (const Line *line, const IsoPairLook *look, IsoPairValue kind)
{
  const char *word = iso_pair_word (kind, look->stages->snapshot->has_teacher), *title = iso_pair_title (kind);
  g_autofree char *text = iso_pair_value_text (&look->facts, iso_pair_look_before (look), kind);
  g_autofree char *sentence = g_strdup_printf (_("%s: %s"), title, text);
  gtk_label_set_text (GTK_LABEL (line->word), word);
  gtk_label_set_text (GTK_LABEL (line->value), text);
  /* Where there are two numbers they need its room. */
  gtk_widget_set_visible (line->word, iso_pair_look_before (look) == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->value), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence, -1);
}

void
iso_inspector_pair_show (IsoInspectorPair *view, const IsoPairLook *look, IsoDataset *dataset)
{
  const gint32 *labels = look->stages->snapshot->labels;
  g_autofree char *mined = iso_pair_mining_text (&look->mining), *gradient = iso_pair_gradient_text (&look->mining);
  show_side (&view->from, look, look->row, dataset);
  show_side (&view->to, look, look->column, dataset);
  gtk_label_set_text (GTK_LABEL (view->relation), look->row == look->column                   ? _("the same sample")
                                                  : labels[look->row] == labels[look->column] ? _("same class")
                                                                                              : _("different classes"));
  for (IsoPairValue kind = 0; kind < ISO_PAIR_VALUE_COUNT; kind++)
    show_line (&view->lines[kind], look, kind);
  iso_inspector_label_set (view->direction, iso_pair_direction (&look->facts));
  gtk_label_set_text (GTK_LABEL (view->mined), mined);
  iso_inspector_label_set (view->gradient, gradient);
}

const char *
iso_inspector_pair_text (IsoInspectorPair *view, IsoPairValue kind)
{
  return gtk_label_get_text (GTK_LABEL (view->lines[kind].value));
}

/* ---- the widget ---- */

static void
iso_inspector_pair_class_init (IsoInspectorPairClass *class)
{
}

static GtkWidget *
side_new (Side *side)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  side->picture = iso_sample_picture_new (PICTURE);
  gtk_widget_set_halign (side->picture, GTK_ALIGN_CENTER);
  side->name = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (side->name), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (side->name, "caption");
  gtk_widget_add_css_class (side->name, "numeric");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), side->picture);
  gtk_box_append (GTK_BOX (box), side->name);
  return box;
}

static GtkWidget *
sides_new (IsoInspectorPair *view)
{
  GtkWidget *grid = gtk_grid_new (), *arrow = gtk_label_new ("→"), *from = side_new (&view->from), *to = side_new (&view->to);
  view->relation = iso_inspector_label_new (NULL, 0.5f, TRUE);
  gtk_widget_add_css_class (arrow, "dim-label");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_attach (GTK_GRID (grid), from, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), arrow, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), to, 2, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), view->relation, 0, 1, 3, 1);
  return grid;
}

static void
add_line (IsoInspectorPair *view, GtkGrid *grid, IsoPairValue kind, int row)
{
  Line *line = &view->lines[kind];
  line->symbol = gtk_label_new (iso_pair_symbol (kind));
  line->word = iso_inspector_label_new (NULL, 0.0f, TRUE);
  line->value = iso_inspector_label_new (NULL, 1.0f, FALSE);
  gtk_label_set_xalign (GTK_LABEL (line->symbol), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (line->word), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (line->word), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (line->value, TRUE);
  gtk_widget_set_valign (line->symbol, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (line->word, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (line->value, GTK_ALIGN_BASELINE);
  gtk_widget_set_tooltip_text (line->symbol, iso_pair_title (kind));
  gtk_widget_set_tooltip_text (line->word, iso_pair_title (kind));
  gtk_widget_add_css_class (line->symbol, "pair-symbol");
  gtk_widget_add_css_class (line->value, "pair-value");
  gtk_grid_attach (grid, line->symbol, 0, row, 1, 1);
  gtk_grid_attach (grid, line->word, 1, row, 1, 1);
  gtk_grid_attach (grid, line->value, 2, row, 1, 1);
}

/* The stages in their order; below them the gradients under a name of their own. */
static GtkWidget *
lines_new (IsoInspectorPair *view)
{
  GtkWidget *grid = gtk_grid_new (), *gradient = iso_inspector_label_new (_("∂L/∂Sˢ, the gradient"), 0.0f, TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_widget_set_margin_top (gradient, 5);
  for (IsoPairValue kind = 0; kind < ISO_PAIR_DISTILLATION; kind++)
    add_line (view, GTK_GRID (grid), kind, (int) kind);
  gtk_grid_attach (GTK_GRID (grid), gradient, 0, ISO_PAIR_DISTILLATION, 3, 1);
  for (IsoPairValue kind = ISO_PAIR_DISTILLATION; kind < ISO_PAIR_VALUE_COUNT; kind++)
    add_line (view, GTK_GRID (grid), kind, (int) kind + 1);
  return grid;
}

static void
iso_inspector_pair_init (IsoInspectorPair *view)
{
  GtkWidget *card = iso_inspector_card_new (), *loss = iso_inspector_card_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (view), GTK_ORIENTATION_VERTICAL);
  gtk_box_append (GTK_BOX (card), sides_new (view));
  gtk_box_append (GTK_BOX (card), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (card), lines_new (view));
  view->direction = iso_inspector_label_new (NULL, 0.0f, TRUE);
  gtk_box_append (GTK_BOX (card), view->direction);
  view->mined = iso_inspector_label_new (NULL, 0.0f, FALSE);
  view->gradient = iso_inspector_label_new (NULL, 0.0f, TRUE);
  gtk_box_append (GTK_BOX (loss), view->mined);
  gtk_box_append (GTK_BOX (loss), view->gradient);
  gtk_box_append (GTK_BOX (view), card);
  gtk_box_append (GTK_BOX (view), iso_inspector_heading_new (_("In the step's loss")));
  gtk_box_append (GTK_BOX (view), loss);
}

GtkWidget *
iso_inspector_pair_new (void)
{
  return g_object_new (ISO_TYPE_INSPECTOR_PAIR, NULL);
}
