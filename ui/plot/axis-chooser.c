#include "ui/plot/axis-chooser.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/plot/spoken.h"

/* From so many classes on a list is searched by typing. */
#define MANY 12

typedef enum { ACROSS_FROM, ACROSS_TO, UP_FROM, UP_TO, END_COUNT } End;

struct _IsoAxisChooser {
  GtkWidget parent_instance;
  GtkDropDown *lists[END_COUNT]; /* that of UP_FROM begins with "largest variance left" */
  GtkWidget *to_label;           /* before UP_TO */
  gint32 *labels;                /* (count) */
  guint count;
  gint32 samples[END_COUNT];     /* what the list ends with beside classes; −1: nothing */
  gboolean filling; /* what changes is not the person's doing */
};

G_DEFINE_FINAL_TYPE (IsoAxisChooser, iso_axis_chooser, GTK_TYPE_WIDGET)

enum { CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- what is chosen ---- */

static guint
place_of (IsoAxisChooser *chooser, gint32 label)
{
  guint place = 0;
  while (place < chooser->count && chooser->labels[place] != label)
    place++;
  return place;
}

/* Entries of the list before the first class. */
static guint
offset_of (End end)
{
  return end == UP_FROM ? 1 : 0;
}

static gboolean
has_up (IsoAxisChooser *chooser)
{
  guint selected = gtk_drop_down_get_selected (chooser->lists[UP_FROM]);
  return selected != 0 && selected != GTK_INVALID_LIST_POSITION;
}

static IsoAnchor
anchor_of (IsoAxisChooser *chooser, End end)
{
  guint selected = gtk_drop_down_get_selected (chooser->lists[end]);
  guint place = selected == GTK_INVALID_LIST_POSITION || selected < offset_of (end) ? 0 : selected - offset_of (end);
  if (place == chooser->count && chooser->samples[end] >= 0)
    return (IsoAnchor) { ISO_ANCHOR_SAMPLE, chooser->samples[end] };
  return (IsoAnchor) { ISO_ANCHOR_CLASS, chooser->labels[MIN (place, chooser->count - 1)] };
}

gboolean
iso_axis_chooser_pair (IsoAxisChooser *chooser, IsoAxisPair *pair)
{
  g_return_val_if_fail (ISO_IS_AXIS_CHOOSER (chooser), FALSE);
  if (chooser->count < 2)
    return FALSE;
  *pair = (IsoAxisPair) { .across = { anchor_of (chooser, ACROSS_FROM), anchor_of (chooser, ACROSS_TO) },
                          .has_up = has_up (chooser) };
  if (pair->has_up)
    pair->up = (IsoDirection) { anchor_of (chooser, UP_FROM), anchor_of (chooser, UP_TO) };
  return TRUE;
}

/* Ends the list with this sample. */
static void
offer_sample (IsoAxisChooser *chooser, End end, gint32 sample)
{
  GtkStringList *model = GTK_STRING_LIST (gtk_drop_down_get_model (chooser->lists[end]));
  g_autofree char *name = g_strdup_printf (_("sample %d"), sample);
  const char *const added[] = { name, NULL };
  if (chooser->samples[end] == sample)
    return;
  gtk_string_list_splice (model, chooser->count + offset_of (end), chooser->samples[end] >= 0 ? 1 : 0, added);
  chooser->samples[end] = sample;
}

static void
choose (IsoAxisChooser *chooser, End end, const IsoAnchor *anchor)
{
  guint place = anchor->kind == ISO_ANCHOR_CLASS ? place_of (chooser, anchor->index) : chooser->count;
  if (anchor->kind == ISO_ANCHOR_SAMPLE)
    offer_sample (chooser, end, anchor->index);
  if (place < chooser->count || anchor->kind == ISO_ANCHOR_SAMPLE)
    gtk_drop_down_set_selected (chooser->lists[end], place + offset_of (end));
}

/* A direction by variance has no second end. */
static void
show_ends (IsoAxisChooser *chooser)
{
  gtk_widget_set_sensitive (GTK_WIDGET (chooser->lists[UP_TO]), has_up (chooser));
  gtk_widget_set_visible (GTK_WIDGET (chooser->lists[UP_TO]), has_up (chooser));
  gtk_widget_set_visible (chooser->to_label, has_up (chooser));
}

void
iso_axis_chooser_set_pair (IsoAxisChooser *chooser, const IsoAxisPair *pair)
{
  g_return_if_fail (ISO_IS_AXIS_CHOOSER (chooser));
  chooser->filling = TRUE;
  choose (chooser, ACROSS_FROM, &pair->across.from);
  choose (chooser, ACROSS_TO, &pair->across.to);
  if (pair->has_up)
    {
      choose (chooser, UP_FROM, &pair->up.from);
      choose (chooser, UP_TO, &pair->up.to);
    }
  else if (chooser->count > 0)
    gtk_drop_down_set_selected (chooser->lists[UP_FROM], 0);
  chooser->filling = FALSE;
  show_ends (chooser);
}

/* ---- lists ---- */

static void
selected (IsoAxisChooser *chooser)
{
  if (chooser->filling)
    return;
  show_ends (chooser);
  g_signal_emit (chooser, signals[CHANGED], 0);
}

static void
fill_list (IsoAxisChooser *chooser, End end, const char *const *names)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  if (end == UP_FROM)
    gtk_string_list_append (model, _("largest variance left"));
  for (guint i = 0; i < chooser->count; i++)
    gtk_string_list_append (model, names[i]);
  chooser->samples[end] = -1;
  gtk_drop_down_set_model (chooser->lists[end], G_LIST_MODEL (model));
  gtk_drop_down_set_enable_search (chooser->lists[end], chooser->count >= MANY);
}

static gboolean
is_offered (IsoAxisChooser *chooser, const IsoDirection *direction)
{
  return direction->from.kind == ISO_ANCHOR_CLASS && direction->to.kind == ISO_ANCHOR_CLASS
         && place_of (chooser, direction->from.index) < chooser->count
         && place_of (chooser, direction->to.index) < chooser->count;
}

void
iso_axis_chooser_set_classes (IsoAxisChooser *chooser, const gint32 *labels, const char *const *names, guint count)
{
  IsoAxisPair before;
  g_return_if_fail (ISO_IS_AXIS_CHOOSER (chooser));
  gboolean had_pair = iso_axis_chooser_pair (chooser, &before);
  chooser->filling = TRUE;
  g_free (chooser->labels);
  chooser->labels = g_memdup2 (labels, count * sizeof *labels);
  chooser->count = count;
  for (End end = 0; end < END_COUNT; end++)
    {
      fill_list (chooser, end, names);
      gtk_drop_down_set_selected (chooser->lists[end], (end == ACROSS_TO || end == UP_TO) && count > 1 ? 1 : 0);
    }
  /* All or nothing: half of a choice is another one. */
  gboolean stays = had_pair && is_offered (chooser, &before.across)
                   && (!before.has_up || is_offered (chooser, &before.up));
  if (stays)
    iso_axis_chooser_set_pair (chooser, &before);
  chooser->filling = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (chooser), count >= 2);
  show_ends (chooser);
}

/* ---- the widget ---- */

static void
iso_axis_chooser_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (iso_axis_chooser_parent_class)->dispose (object);
}

static void
iso_axis_chooser_finalize (GObject *object)
{
  g_free (ISO_AXIS_CHOOSER (object)->labels);
  G_OBJECT_CLASS (iso_axis_chooser_parent_class)->finalize (object);
}

static void
iso_axis_chooser_class_init (IsoAxisChooserClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_axis_chooser_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_axis_chooser_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "axis-chooser");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CHANGED] = g_signal_new ("changed", ISO_TYPE_AXIS_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
word_new (const char *text)
{
  GtkWidget *word = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (word), 0.0f);
  gtk_widget_add_css_class (word, "dim-label");
  return word;
}

static void
set_up_name (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_name (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *name = gtk_list_item_get_item (item);
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (name));
}

/* Four lists stand beside each other in a narrow card: what is chosen may be cut off there, but in the open list all is legible. */
static void
make_narrow (GtkDropDown *list)
{
  g_autoptr (GtkListItemFactory) narrow = gtk_signal_list_item_factory_new ();
  g_signal_connect (narrow, "setup", G_CALLBACK (set_up_name), NULL);
  g_signal_connect (narrow, "bind", G_CALLBACK (bind_name), NULL);
  gtk_drop_down_set_list_factory (list, gtk_drop_down_get_factory (list));
  gtk_drop_down_set_factory (list, narrow);
}

static void
add_list (IsoAxisChooser *chooser, GtkGrid *grid, End end, const char *name)
{
  /* The expression is what typing searches by. */
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *list = gtk_drop_down_new (NULL, expression);
  chooser->lists[end] = GTK_DROP_DOWN (list);
  make_narrow (chooser->lists[end]);
  gtk_widget_set_hexpand (list, TRUE);
  gtk_widget_set_tooltip_text (list, name);
  iso_speak_drop_down (chooser->lists[end], name);
  g_signal_connect_object (list, "notify::selected", G_CALLBACK (selected), chooser, G_CONNECT_SWAPPED);
  gtk_grid_attach (grid, list, 2 * (int) end + 1, 0, 1, 1);
}

static void
iso_axis_chooser_init (IsoAxisChooser *chooser)
{
  GtkWidget *grid = gtk_grid_new (), *up_word = word_new (_("up"));
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  chooser->filling = TRUE;
  chooser->to_label = word_new (_("to"));
  gtk_widget_set_margin_start (up_word, 6);
  gtk_grid_attach (GTK_GRID (grid), word_new (_("across")), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), word_new (_("to")), 2, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), up_word, 4, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), chooser->to_label, 6, 0, 1, 1);
  add_list (chooser, GTK_GRID (grid), ACROSS_FROM, _("Class at which the axis across begins"));
  add_list (chooser, GTK_GRID (grid), ACROSS_TO, _("Class to which the axis across goes"));
  add_list (chooser, GTK_GRID (grid), UP_FROM, _("Class at which the axis up begins, or largest variance left"));
  add_list (chooser, GTK_GRID (grid), UP_TO, _("Class to which the axis up goes"));
  gtk_widget_set_parent (grid, GTK_WIDGET (chooser));
  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Axes of the map"), -1);
  iso_axis_chooser_set_classes (chooser, NULL, NULL, 0);
}

GtkWidget *
iso_axis_chooser_new (void)
{
  return g_object_new (ISO_TYPE_AXIS_CHOOSER, NULL);
}
