#include "ui/plot/change-list.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/change-line.h"
#include "ui/plot/spoken.h"
#include "ui/plot/tuple-list.h"

struct _IsoChangeList {
  GtkBox parent_instance;
  IsoComparedMaps *maps;   /* or NULL */
  IsoSampleChoice *choice; /* or NULL */
  IsoThumbnailCache *pictures, *neighbors; /* or NULL */
  IsoTupleList *rows;
  GtkSingleSelection *selection;
  GtkWidget *list_view, *scroller;
  GtkLabel *title;
  GPtrArray *bound;        /* of GtkListItem */
  gboolean is_following;   /* the choice: what is selected then picks nothing */
};

G_DEFINE_FINAL_TYPE (IsoChangeList, iso_change_list, GTK_TYPE_BOX)

guint
iso_change_list_count (IsoChangeList *list)
{
  g_return_val_if_fail (ISO_IS_CHANGE_LIST (list), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (list->rows));
}

/* ---- rows ---- */

static void
fill_line (IsoChangeList *list, GtkListItem *item)
{
  guint position = gtk_list_item_get_position (item);
  IsoChangeLine *line = ISO_CHANGE_LINE (gtk_list_item_get_child (item));
  if (list->maps == NULL || position >= iso_change_list_count (list))
    {
      iso_change_line_show (line, NULL);
      return;
    }
  const IsoChangeLineContent content
      = { list->maps, list->maps->change->order[position], list->pictures, list->neighbors,
          list->choice != NULL ? iso_sample_choice_pointed (list->choice).sample : ISO_NO_SAMPLE,
          list->choice != NULL ? iso_sample_choice_picked (list->choice).sample : ISO_NO_SAMPLE };
  iso_change_line_show (line, &content);
}

static void
fill_lines (IsoChangeList *list)
{
  for (guint i = 0; i < list->bound->len; i++)
    fill_line (list, g_ptr_array_index (list->bound, i));
}

static void
line_pointed (IsoChangeLine *line, guint sample, IsoChangeList *list)
{
  if (list->choice != NULL)
    iso_sample_choice_point (list->choice, sample, ISO_NO_SAMPLE);
}

static void
line_made (GtkSignalListItemFactory *factory, GtkListItem *item, IsoChangeList *list)
{
  GtkWidget *line = iso_change_line_new ();
  g_signal_connect_object (line, "pointed", G_CALLBACK (line_pointed), list, 0);
  gtk_list_item_set_child (item, line);
}

static void
line_bound (GtkSignalListItemFactory *factory, GtkListItem *item, IsoChangeList *list)
{
  g_ptr_array_add (list->bound, item);
  fill_line (list, item);
}

static void
line_unbound (GtkSignalListItemFactory *factory, GtkListItem *item, IsoChangeList *list)
{
  g_ptr_array_remove_fast (list->bound, item);
  iso_change_line_show (ISO_CHANGE_LINE (gtk_list_item_get_child (item)), NULL);
}

/* ---- the choice ---- */

static guint32
sample_at (IsoChangeList *list, guint position)
{
  return list->maps->maps[0]->samples->indices[list->maps->change->order[position]];
}

static void
row_chosen (IsoChangeList *list)
{
  guint position = gtk_single_selection_get_selected (list->selection);
  if (!list->is_following && list->choice != NULL && list->maps != NULL && position < iso_change_list_count (list))
    iso_sample_choice_pick (list->choice, sample_at (list, position), ISO_NO_SAMPLE);
}

/* Into sight, as little as is needed; all rows are equally high. */
static void
scroll_to (IsoChangeList *list, guint position)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (list->scroller));
  double height = gtk_adjustment_get_upper (adjustment) / (double) MAX (iso_change_list_count (list), 1);
  gtk_adjustment_clamp_page (adjustment, height * position, height * (position + 1));
}

static void
picked (IsoChangeList *list)
{
  guint32 sample = list->choice != NULL ? iso_sample_choice_picked (list->choice).sample : ISO_NO_SAMPLE;
  guint count = iso_change_list_count (list), at = 0, present = gtk_single_selection_get_selected (list->selection);
  while (at < count && (sample == ISO_NO_SAMPLE || sample_at (list, at) != sample))
    at++;
  list->is_following = TRUE;
  if (at == count)
    gtk_single_selection_set_selected (list->selection, GTK_INVALID_LIST_POSITION);
  else if (at != present)
    {
      gtk_single_selection_set_selected (list->selection, at);
      scroll_to (list, at);
    }
  list->is_following = FALSE;
  fill_lines (list);
}

static gboolean
escape_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  IsoChangeList *list = ISO_CHANGE_LIST (widget);
  if (list->choice == NULL || iso_sample_choice_picked (list->choice).sample == ISO_NO_SAMPLE)
    return GDK_EVENT_PROPAGATE;
  iso_sample_choice_pick (list->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
  return GDK_EVENT_STOP;
}

static void
drop_choice (IsoChangeList *list)
{
  if (list->choice != NULL)
    g_signal_handlers_disconnect_by_data (list->choice, list);
  g_clear_object (&list->choice);
}

void
iso_change_list_set_choice (IsoChangeList *list, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_CHANGE_LIST (list));
  if (choice == list->choice)
    return;
  drop_choice (list);
  list->choice = choice != NULL ? g_object_ref (choice) : NULL;
  if (choice != NULL)
    {
      g_signal_connect_swapped (choice, "pointed", G_CALLBACK (fill_lines), list);
      g_signal_connect_swapped (choice, "picked", G_CALLBACK (picked), list);
    }
  picked (list);
}

/* ---- what is listed ---- */

static void
renew_pictures (IsoChangeList *list)
{
  IsoDataset *dataset = list->maps != NULL ? list->maps->maps[0]->epoch->experiment->dataset : NULL;
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (list));
  g_clear_pointer (&list->pictures, iso_thumbnail_cache_free);
  g_clear_pointer (&list->neighbors, iso_thumbnail_cache_free);
  if (dataset == NULL)
    return;
  list->pictures = iso_thumbnail_cache_new (dataset, ISO_CHANGE_PICTURE, scale);
  list->neighbors = iso_thumbnail_cache_new (dataset, ISO_CHANGE_NEIGHBOR, scale);
}

static void
scale_changed (IsoChangeList *list)
{
  renew_pictures (list);
  fill_lines (list);
}

void
iso_change_list_set_maps (IsoChangeList *list, IsoComparedMaps *maps)
{
  g_return_if_fail (ISO_IS_CHANGE_LIST (list));
  if (maps == list->maps)
    return;
  g_autoptr (IsoComparedMaps) before = list->maps;
  list->maps = maps != NULL ? iso_compared_maps_ref (maps) : NULL;
  /* Another layout of the same: the rows stay. */
  if (before == NULL || maps == NULL || before->change != maps->change)
    {
      list->is_following = TRUE;
      renew_pictures (list);
      iso_tuple_list_set_count (list->rows, maps != NULL ? (guint) iso_compared_maps_changed_count (maps) : 0);
      list->is_following = FALSE;
    }
  gtk_label_set_text (list->title, maps != NULL && iso_compared_maps_changed_count (maps) == 0 ? _("No neighbor changed")
                                                                                               : _("Changed most"));
  picked (list);
}

/* ---- the widget ---- */

static void
iso_change_list_dispose (GObject *object)
{
  IsoChangeList *list = ISO_CHANGE_LIST (object);
  if (list->selection != NULL)
    g_signal_handlers_disconnect_by_data (list->selection, list);
  drop_choice (list);
  for (guint i = 0; i < list->bound->len; i++)
    iso_change_line_show (ISO_CHANGE_LINE (gtk_list_item_get_child (g_ptr_array_index (list->bound, i))), NULL);
  g_clear_pointer (&list->maps, iso_compared_maps_unref);
  g_clear_pointer (&list->pictures, iso_thumbnail_cache_free);
  g_clear_pointer (&list->neighbors, iso_thumbnail_cache_free);
  g_clear_object (&list->selection);
  g_clear_object (&list->rows);
  G_OBJECT_CLASS (iso_change_list_parent_class)->dispose (object);
}

static void
iso_change_list_finalize (GObject *object)
{
  g_ptr_array_unref (ISO_CHANGE_LIST (object)->bound);
  G_OBJECT_CLASS (iso_change_list_parent_class)->finalize (object);
}

static void
iso_change_list_class_init (IsoChangeListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_change_list_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_change_list_finalize;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_pressed, NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_heading (IsoChangeList *list)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1), *legend = gtk_label_new (_("✕ another class, bar below: in both"));
  list->title = GTK_LABEL (gtk_label_new (_("Changed most")));
  gtk_label_set_xalign (list->title, 0.0f);
  gtk_widget_add_css_class (GTK_WIDGET (list->title), "heading");
  gtk_label_set_xalign (GTK_LABEL (legend), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (legend), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (legend, "caption");
  gtk_widget_add_css_class (legend, "dim-label");
  gtk_widget_set_tooltip_text (legend, _("The ten nearest neighbors of each sample in the embedding of A and in that of B, nearest first. A "
                                         "cross: of another class. A bar below: a neighbor in both."));
  gtk_widget_add_css_class (heading, "change-heading");
  gtk_box_append (GTK_BOX (heading), GTK_WIDGET (list->title));
  gtk_box_append (GTK_BOX (heading), legend);
  gtk_box_append (GTK_BOX (list), heading);
}

static void
iso_change_list_init (IsoChangeList *list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (list), GTK_ORIENTATION_VERTICAL);
  list->bound = g_ptr_array_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (line_made), list, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (line_bound), list, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (line_unbound), list, 0);
  list->rows = iso_tuple_list_new ();
  list->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (list->selection, FALSE);
  gtk_single_selection_set_can_unselect (list->selection, TRUE);
  gtk_single_selection_set_model (list->selection, G_LIST_MODEL (list->rows));
  list->list_view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (list->selection)), factory);
  gtk_widget_add_css_class (list->list_view, "tuple-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Samples whose neighbors changed most"), -1);
  list->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (list->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (list->scroller), list->list_view);
  gtk_widget_set_vexpand (list->scroller, TRUE);
  iso_speak_scroller (list->scroller, _("Samples whose neighbors changed most"));
  add_heading (list);
  gtk_box_append (GTK_BOX (list), list->scroller);
  g_signal_connect_object (list->selection, "notify::selected", G_CALLBACK (row_chosen), list, G_CONNECT_SWAPPED);
  g_signal_connect (list, "notify::scale-factor", G_CALLBACK (scale_changed), NULL);
}

GtkWidget *
iso_change_list_new (void)
{
  return g_object_new (ISO_TYPE_CHANGE_LIST, NULL);
}
