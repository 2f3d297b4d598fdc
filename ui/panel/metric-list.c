#include "ui/panel/metric-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define PARTS 3
#define COLUMN_GAP 10

typedef struct {
  IsoScoreKey key;
  GtkWidget *row, *title, *values[PARTS];
} Entry;

struct _IsoMetricList {
  GtkWidget parent_instance;
  GtkWidget *scroller, *box;
  GArray *entries; /* of Entry */
  GtkSizeGroup *columns[PARTS];
  gboolean has_part[PARTS];
};

G_DEFINE_FINAL_TYPE (IsoMetricList, iso_metric_list, GTK_TYPE_WIDGET)

enum { CHOSEN, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static const char *const part_titles[PARTS] = { N_("Test"), N_("Validation"), N_("Training") };

static Entry *
entry_at (IsoMetricList *list, guint place)
{
  return &g_array_index (list->entries, Entry, place);
}

/* ---- headings ---- */

static const char *
group_of (IsoMetricName metric)
{
  guint32 bit = ISO_METRIC_BIT (metric);
  if ((bit & ISO_METRICS_CLUSTERING) != 0)
    return _("Clustering");
  return metric >= ISO_METRIC_INTRA ? _("Geometry") : _("Retrieval");
}

/* Numbers of one part stand under one another, and under its name. */
static GtkWidget *
column_label_new (IsoMetricList *list, int part, const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 1.0f);
  gtk_label_set_width_chars (GTK_LABEL (label), 7);
  gtk_widget_add_css_class (label, "numeric");
  gtk_size_group_add_widget (list->columns[part], label);
  gtk_widget_set_visible (label, list->has_part[part]);
  return label;
}

static void
head_row (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  IsoMetricList *list = data;
  const Entry *entry = entry_at (list, (guint) gtk_list_box_row_get_index (row));
  const char *group = group_of (entry->key.metric);
  if (before != NULL && strcmp (group_of (entry_at (list, (guint) gtk_list_box_row_get_index (before))->key.metric), group) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, COLUMN_GAP), *title = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (title), 0.0f);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (heading), title);
  for (int part = 0; part < PARTS && before == NULL; part++)
    {
      GtkWidget *label = column_label_new (list, part, _(part_titles[part]));
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (heading), label);
    }
  gtk_widget_add_css_class (heading, "metric-heading");
  gtk_list_box_row_set_header (row, heading);
}

/* ---- rows ---- */

static void
add_entry (IsoMetricList *list, IsoScoreKey key)
{
  Entry entry = { .key = key, .row = gtk_list_box_row_new () };
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, COLUMN_GAP);
  g_autofree char *title = iso_score_key_title (key);
  entry.title = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (entry.title), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (entry.title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (entry.title, TRUE);
  gtk_box_append (GTK_BOX (line), entry.title);
  for (int part = 0; part < PARTS; part++)
    {
      entry.values[part] = column_label_new (list, part, "–");
      gtk_box_append (GTK_BOX (line), entry.values[part]);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (entry.row), line);
  gtk_widget_set_tooltip_text (entry.row, _(iso_metric (key.metric)->definition));
  g_array_append_val (list->entries, entry);
  gtk_list_box_append (GTK_LIST_BOX (list->box), entry.row);
}

static gboolean
has_same_ks (IsoMetricList *list, const int *ks, size_t count)
{
  if (list->entries->len != count + ISO_METRIC_COUNT - 1)
    return FALSE;
  for (guint i = 0; i < count; i++)
    if (entry_at (list, i)->key.k != ks[i])
      return FALSE;
  return TRUE;
}

void
iso_metric_list_set_ks (IsoMetricList *list, const int *ks, size_t count)
{
  g_return_if_fail (ISO_IS_METRIC_LIST (list));
  if (has_same_ks (list, ks, count))
    return;
  IsoScoreKey chosen = list->entries->len > 0 ? iso_metric_list_chosen (list) : ISO_SCORE_RECALL_1;
  while (list->entries->len > 0)
    {
      GtkWidget *row = entry_at (list, list->entries->len - 1)->row;
      g_array_set_size (list->entries, list->entries->len - 1);
      gtk_list_box_remove (GTK_LIST_BOX (list->box), row);
    }
  for (size_t i = 0; i < count; i++)
    add_entry (list, (IsoScoreKey) { ISO_METRIC_RECALL, ks[i] });
  for (guint name = ISO_METRIC_RECALL + 1; name < ISO_METRIC_COUNT; name++)
    add_entry (list, (IsoScoreKey) { (IsoMetricName) name, 0 });
  iso_metric_list_choose (list, chosen);
}

static void
show_entry (IsoMetricList *list, Entry *entry, const IsoScores *const scores[PARTS])
{
  g_autoptr (GString) spoken = g_string_new (gtk_label_get_text (GTK_LABEL (entry->title)));
  gboolean is_known = FALSE;
  for (int part = 0; part < PARTS; part++)
    {
      double value = scores[part] != NULL ? iso_scores_value (scores[part], entry->key) : (double) NAN;
      g_autofree char *text = isnan (value) ? g_strdup ("–") : isinf (value) ? g_strdup ("∞") : g_strdup_printf ("%.3f", value);
      is_known |= !isnan (value);
      gtk_label_set_text (GTK_LABEL (entry->values[part]), text);
      gtk_widget_set_visible (entry->values[part], list->has_part[part]);
      if (list->has_part[part])
        g_string_append_printf (spoken, ", %s %s", _(part_titles[part]), text);
    }
  if (is_known)
    gtk_widget_remove_css_class (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (entry->row)), "dim-label");
  else
    gtk_widget_add_css_class (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (entry->row)), "dim-label");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry->row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken->str, -1);
}

/* Whether the part was evaluated at all. */
static gboolean
is_evaluated (const IsoScores *scores)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, scores);
  for (size_t i = 0; i < count; i++)
    if (!isnan (iso_scores_value (scores, keys[i])))
      return TRUE;
  return FALSE;
}

void
iso_metric_list_show (IsoMetricList *list, const IsoEpochSnapshot *epoch)
{
  g_return_if_fail (ISO_IS_METRIC_LIST (list));
  const IsoScores *scores[PARTS] = { 0 };
  gboolean has_part[PARTS] = { TRUE, FALSE, FALSE };
  if (epoch != NULL)
    {
      scores[0] = &epoch->test;
      scores[1] = &epoch->validation;
      scores[2] = &epoch->train;
      has_part[1] = is_evaluated (&epoch->validation);
      has_part[2] = is_evaluated (&epoch->train);
    }
  gboolean is_other = memcmp (has_part, list->has_part, sizeof has_part) != 0;
  memcpy (list->has_part, has_part, sizeof has_part);
  if (is_other)
    gtk_list_box_invalidate_headers (GTK_LIST_BOX (list->box));
  for (guint i = 0; i < list->entries->len; i++)
    show_entry (list, entry_at (list, i), scores);
}

IsoScoreKey
iso_metric_list_chosen (IsoMetricList *list)
{
  g_return_val_if_fail (ISO_IS_METRIC_LIST (list), ISO_SCORE_RECALL_1);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (list->box));
  int place = row != NULL ? gtk_list_box_row_get_index (row) : -1;
  return place >= 0 && (guint) place < list->entries->len ? entry_at (list, (guint) place)->key : ISO_SCORE_RECALL_1;
}

void
iso_metric_list_choose (IsoMetricList *list, IsoScoreKey key)
{
  g_return_if_fail (ISO_IS_METRIC_LIST (list));
  guint place = 0;
  for (guint i = 0; i < list->entries->len; i++)
    if (iso_score_key_equal (entry_at (list, i)->key, key))
      place = i;
  gtk_list_box_select_row (GTK_LIST_BOX (list->box), GTK_LIST_BOX_ROW (entry_at (list, place)->row));
}

static void
row_selected (GtkListBox *box, GtkListBoxRow *row, IsoMetricList *list)
{
  if (row != NULL)
    g_signal_emit (list, signals[CHOSEN], 0);
}

static void
iso_metric_list_dispose (GObject *object)
{
  g_clear_pointer (&ISO_METRIC_LIST (object)->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (iso_metric_list_parent_class)->dispose (object);
}

static void
iso_metric_list_finalize (GObject *object)
{
  IsoMetricList *list = ISO_METRIC_LIST (object);
  g_array_unref (list->entries);
  for (int part = 0; part < PARTS; part++)
    g_clear_object (&list->columns[part]);
  G_OBJECT_CLASS (iso_metric_list_parent_class)->finalize (object);
}

static void
iso_metric_list_class_init (IsoMetricListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_metric_list_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_metric_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  signals[CHOSEN] = g_signal_new ("chosen", ISO_TYPE_METRIC_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_metric_list_init (IsoMetricList *list)
{
  list->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  list->has_part[0] = TRUE;
  for (int part = 0; part < PARTS; part++)
    list->columns[part] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  list->box = gtk_list_box_new ();
  gtk_widget_add_css_class (list->box, "navigation-sidebar");
  gtk_widget_add_css_class (list->box, "metric-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list->box), GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (list->box), head_row, list, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Metrics"), -1);
  g_signal_connect (list->box, "row-selected", G_CALLBACK (row_selected), list);
  list->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (list->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (list->scroller), list->box);
  gtk_widget_set_parent (list->scroller, GTK_WIDGET (list));
}

GtkWidget *
iso_metric_list_new (void)
{
  return g_object_new (ISO_TYPE_METRIC_LIST, NULL);
}
