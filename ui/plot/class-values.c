#include "ui/plot/class-values.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

typedef struct {
  gint32 label;
  guint32 size;
  double value, rank; /* rank: ascending order of the list */
} ClassValue;

struct _IsoClassValues {
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GtkStringList *places; /* as many as there are classes; the texts say nothing */
  GPtrArray *bound;      /* of GtkListItem in sight, not owned */
  IsoDataset *dataset;
  ClassValue *values; /* (count), in order */
  guint count;
  double end;
};

G_DEFINE_FINAL_TYPE (IsoClassValues, iso_class_values, GTK_TYPE_WIDGET)

/* ---- a line ---- */

static void
fill_line (IsoClassValues *list, GtkListItem *item)
{
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *bar = gtk_widget_get_next_sibling (name), *number = gtk_widget_get_next_sibling (bar);
  guint place = gtk_list_item_get_position (item);
  if (place >= list->count)
    return;
  const ClassValue *class = &list->values[place];
  const char *title = iso_dataset_class_name (list->dataset, (guint32) class->label);
  g_autofree char *text = isnan (class->value) ? g_strdup ("–") : g_strdup_printf ("%.3f", class->value);
  g_autofree char *tip = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %s, of %u sample", "%s: %s, of %u samples", class->size),
                                          title, text, class->size);
  gtk_label_set_text (GTK_LABEL (name), title);
  gtk_label_set_text (GTK_LABEL (number), text);
  gtk_level_bar_set_max_value (GTK_LEVEL_BAR (bar), list->end);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), isnan (class->value) ? 0.0 : CLAMP (class->value, 0.0, list->end));
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
line_made (GtkSignalListItemFactory *factory, GtkListItem *item, IsoClassValues *list)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10), *name = gtk_label_new (NULL), *number = gtk_label_new (NULL);
  GtkWidget *bar = gtk_level_bar_new ();
  gtk_label_set_xalign (GTK_LABEL (name), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), 13);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 13);
  gtk_label_set_xalign (GTK_LABEL (number), 1.0f);
  gtk_label_set_width_chars (GTK_LABEL (number), 6);
  gtk_widget_add_css_class (number, "numeric");
  /* One colour whatever the value: what is good is for the metric to say. */
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_FULL);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), bar);
  gtk_box_append (GTK_BOX (line), number);
  gtk_list_item_set_child (item, line);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
}

static void
line_bound (GtkSignalListItemFactory *factory, GtkListItem *item, IsoClassValues *list)
{
  g_ptr_array_add (list->bound, item);
  fill_line (list, item);
}

static void
line_unbound (GtkSignalListItemFactory *factory, GtkListItem *item, IsoClassValues *list)
{
  g_ptr_array_remove_fast (list->bound, item);
}

/* ---- the whole ---- */

static int
compare_ranks (const void *a, const void *b)
{
  const ClassValue *x = a, *y = b;
  return x->rank != y->rank ? (x->rank > y->rank ? 1 : -1) : (x->label > y->label) - (x->label < y->label);
}

static void
take_values (IsoClassValues *list, const IsoEvaluation *evaluation, IsoScoreKey key, bool worst_first)
{
  const IsoMetric *metric = iso_metric (key.metric);
  double largest = 0.0, sign = metric->better == ISO_METRIC_HIGHER ? 1.0 : -1.0;
  list->count = evaluation != NULL ? (guint) evaluation->class_count : 0;
  g_free (list->values);
  list->values = g_new0 (ClassValue, MAX (list->count, 1));
  for (guint c = 0; c < list->count; c++)
    {
      double value = iso_score_of_class (evaluation, key, c);
      /* What has no value comes last. */
      list->values[c] = (ClassValue) { evaluation->class_labels[c], evaluation->class_sizes[c], value,
                                       !worst_first ? 0.0 : isnan (value) ? (double) INFINITY : sign * value };
      largest = isfinite (value) ? fmax (largest, value) : largest;
    }
  qsort (list->values, list->count, sizeof *list->values, compare_ranks);
  list->end = metric->maximum == 1.0 ? 1.0 : largest > 0.0 ? largest : 1.0;
}

void
iso_class_values_show (IsoClassValues *list, IsoDataset *dataset, const IsoEvaluation *evaluation, IsoScoreKey key,
                       bool worst_first)
{
  g_return_if_fail (ISO_IS_CLASS_VALUES (list));
  guint before = list->count;
  IsoDataset *held = dataset != NULL ? iso_dataset_ref (dataset) : NULL;
  g_clear_pointer (&list->dataset, iso_dataset_unref);
  list->dataset = held;
  take_values (list, held != NULL ? evaluation : NULL, key, worst_first);
  if (list->count != before)
    {
      g_autofree const char **texts = g_new0 (const char *, list->count + 1);
      for (guint i = 0; i < list->count; i++)
        texts[i] = "";
      gtk_string_list_splice (list->places, 0, before, texts);
    }
  for (guint i = 0; i < list->bound->len; i++)
    fill_line (list, g_ptr_array_index (list->bound, i));
}

double
iso_class_values_end (IsoClassValues *list)
{
  g_return_val_if_fail (ISO_IS_CLASS_VALUES (list), 1.0);
  return list->end;
}

static void
iso_class_values_dispose (GObject *object)
{
  IsoClassValues *list = ISO_CLASS_VALUES (object);
  g_clear_pointer (&list->scroller, gtk_widget_unparent);
  g_clear_object (&list->places);
  g_clear_pointer (&list->dataset, iso_dataset_unref);
  G_OBJECT_CLASS (iso_class_values_parent_class)->dispose (object);
}

static void
iso_class_values_finalize (GObject *object)
{
  IsoClassValues *list = ISO_CLASS_VALUES (object);
  g_ptr_array_unref (list->bound);
  g_free (list->values);
  G_OBJECT_CLASS (iso_class_values_parent_class)->finalize (object);
}

static void
iso_class_values_class_init (IsoClassValuesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_class_values_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_class_values_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "class-values");
}

static void
iso_class_values_init (IsoClassValues *list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  list->bound = g_ptr_array_new ();
  list->places = gtk_string_list_new (NULL);
  list->end = 1.0;
  g_signal_connect_object (factory, "setup", G_CALLBACK (line_made), list, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (line_bound), list, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (line_unbound), list, 0);
  GtkNoSelection *selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (list->places)));
  GtkWidget *view = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Values of the classes"), -1);
  list->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (list->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (list->scroller), view);
  gtk_widget_set_parent (list->scroller, GTK_WIDGET (list));
}

GtkWidget *
iso_class_values_new (void)
{
  return g_object_new (ISO_TYPE_CLASS_VALUES, NULL);
}
