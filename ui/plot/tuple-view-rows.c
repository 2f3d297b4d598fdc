/* The rows of the list of mined tuples: what they show and what the pointer on them means. */
#include <glib/gi18n-lib.h>

#include "ui/plot/spoken.h"
#include "ui/plot/tuple-line.h"
#include "ui/plot/tuple-view-private.h"

static IsoTupleLineContent
content_of (IsoTupleView *view, const IsoTuple *tuple)
{
  IsoDataset *dataset = view->xray != NULL ? iso_xray_dataset (view->xray) : NULL;
  return (IsoTupleLineContent) { view->tuples, tuple, dataset, view->pictures, iso_sample_choice_pointed (view->choice).sample,
                                 iso_sample_choice_picked (view->choice).sample };
}

static void
fill_line (IsoTupleView *view, GtkListItem *item)
{
  guint position = gtk_list_item_get_position (item);
  if (view->tuples == NULL || position >= view->tuples->count)
    {
      iso_tuple_line_show (ISO_TUPLE_LINE (gtk_list_item_get_child (item)), NULL);
      return;
    }
  const IsoTupleLineContent content = content_of (view, &view->tuples->rows[position]);
  iso_tuple_line_show (ISO_TUPLE_LINE (gtk_list_item_get_child (item)), &content);
}

void
iso_tuple_view_fill_lines (IsoTupleView *view)
{
  for (guint i = 0; i < view->bound->len; i++)
    fill_line (view, g_ptr_array_index (view->bound, i));
}

void
iso_tuple_view_show_heading (IsoTupleView *view)
{
  const IsoTupleLineContent heading = content_of (view, NULL);
  iso_tuple_line_show (ISO_TUPLE_LINE (view->heading), view->tuples != NULL ? &heading : NULL);
}

static void
line_pointed (IsoTupleLine *line, int which, IsoTupleView *view)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (line), "item");
  guint position = gtk_list_item_get_position (item);
  if (which < 0 || view->tuples == NULL || position >= view->tuples->count)
    {
      iso_sample_choice_point (view->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
      return;
    }
  const IsoTuple *tuple = &view->tuples->rows[position];
  const guint32 *indices = view->tuples->snapshot->indices;
  /* Anchor and the other are a cell of the matrices. */
  if (which == 0)
    iso_sample_choice_point (view->choice, indices[tuple->anchor], ISO_NO_SAMPLE);
  else
    iso_sample_choice_point (view->choice, indices[tuple->anchor], indices[which == 1 ? tuple->positive : tuple->negative]);
}

static void
line_made (GtkSignalListItemFactory *factory, GtkListItem *item, IsoTupleView *view)
{
  GtkWidget *line = iso_tuple_line_new ();
  g_object_set_data (G_OBJECT (line), "item", item);
  g_signal_connect_object (line, "pointed", G_CALLBACK (line_pointed), view, 0);
  gtk_list_item_set_child (item, line);
}

static void
line_bound (GtkSignalListItemFactory *factory, GtkListItem *item, IsoTupleView *view)
{
  g_ptr_array_add (view->bound, item);
  fill_line (view, item);
}

static void
line_unbound (GtkSignalListItemFactory *factory, GtkListItem *item, IsoTupleView *view)
{
  g_ptr_array_remove_fast (view->bound, item);
  iso_tuple_line_show (ISO_TUPLE_LINE (gtk_list_item_get_child (item)), NULL);
}

GtkWidget *
iso_tuple_view_page_new (IsoTupleView *view)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scroller = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (line_made), view, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (line_bound), view, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (line_unbound), view, 0);
  view->list = iso_tuple_list_new ();
  view->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (view->selection, FALSE);
  gtk_single_selection_set_can_unselect (view->selection, TRUE);
  gtk_single_selection_set_model (view->selection, G_LIST_MODEL (view->list));
  view->list_view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (view->selection)), factory);
  gtk_widget_add_css_class (view->list_view, "tuple-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Mined tuples"), -1);
  view->heading = iso_tuple_line_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->heading), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Columns: anchor, positive, negative, distances, violation, kind"), -1);
  gtk_widget_set_tooltip_text (view->heading, _("Distances between the student's embeddings. Violation: d(a,p)² − d(a,n)² + m. Hard: the "
                                                "negative is no farther than the positive; semi-hard: farther by less than m; easy: "
                                                "by more; swapped: the negative is of the anchor's class."));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view->list_view);
  gtk_widget_set_vexpand (scroller, TRUE);
  iso_speak_scroller (scroller, _("Mined tuples"));
  gtk_box_append (GTK_BOX (page), view->heading);
  gtk_box_append (GTK_BOX (page), scroller);
  return page;
}
