/* What is heard where GTK passes too little on: values in words, lists by what is chosen in them, cards that wait for what they show. */
#include "tests/support/widgets.h"

#include "engine/train/parameters.h"
#include "ui/plot/hint-bar.h"
#include "ui/plot/spoken.h"
#include "ui/plot/tuple-view.h"
#include "ui/plot/walk-view.h"

static void
assert_name (GtkWidget *widget, const char *name)
{
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

static void
test_value (void)
{
  g_autoptr (GtkWidget) scale = g_object_ref_sink (gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.0, 10.0, 1.0));
  iso_speak_value (scale, "0.5", "How far the walk goes");
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "0.5");
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "0.5. How far the walk goes");
  iso_speak_value (scale, "0.6", NULL);
  gtk_test_accessible_assert_property (scale, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "0.6");
}

/* The button within takes the focus: it says what the list is for and what is chosen, after each choice and with other items. */
static void
test_drop_down (void)
{
  const char *const graphs[] = { "directed", "mutual", NULL }, *const others[] = { "union", NULL };
  g_autoptr (GtkWidget) list = g_object_ref_sink (gtk_drop_down_new_from_strings (graphs));
  gpointer gone = list;
  iso_speak_drop_down (GTK_DROP_DOWN (list), "Graph");
  GtkWidget *button = gtk_widget_get_first_child (list);
  assert_name (list, "Graph");
  assert_name (button, "Graph: directed");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list), 1);
  assert_name (button, "Graph: mutual");
  g_autoptr (GtkStringList) model = gtk_string_list_new (others);
  gtk_drop_down_set_model (GTK_DROP_DOWN (list), G_LIST_MODEL (model));
  assert_name (button, "Graph: union");
  g_object_add_weak_pointer (gone, &gone);
  g_clear_object (&list);
  g_assert_null (gone);
}

static void
test_hint (void)
{
  g_autoptr (GtkWidget) bar = g_object_ref_sink (iso_hint_bar_new ());
  iso_hint_bar_show (ISO_HINT_BAR (bar), "The targets are nearly uniform.", FALSE, NULL);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_ROLE_STATUS);
  assert_name (bar, "The targets are nearly uniform.");
}

static void
test_scroller (void)
{
  g_autoptr (GtkWidget) view = g_object_ref_sink (iso_tuple_view_new ());
  assert_name (test_find (view, GTK_TYPE_SCROLLED_WINDOW), "Mined tuples");
}

/* A view with nothing to show takes the keyboard under its own name; it is no stop on the way for whoever passes it later. */
static void
test_waiting_card (void)
{
  GtkWidget *window = gtk_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *view = iso_walk_view_new ();
  GtkWidget *button = gtk_button_new_with_label ("elsewhere");
  gtk_box_append (GTK_BOX (box), view);
  gtk_box_append (GTK_BOX (box), button);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (iso_view_card_focus (ISO_VIEW_CARD (view)));
  GtkWidget *body = gtk_root_get_focus (GTK_ROOT (window));
  g_assert_true (gtk_widget_is_ancestor (body, view));
  assert_name (body, "Walk");
  g_assert_true (gtk_widget_grab_focus (button));
  g_assert_false (gtk_widget_get_focusable (body));
  /* What is main comes first, from wherever. */
  GtkWidget *main = test_find_button (view, "targets");
  iso_view_card_set_main (ISO_VIEW_CARD (view), main);
  g_assert_true (iso_view_card_focus (ISO_VIEW_CARD (view)));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == main);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spoken/value", test_value);
  g_test_add_func ("/spoken/drop-down", test_drop_down);
  g_test_add_func ("/spoken/hint", test_hint);
  g_test_add_func ("/spoken/scroller", test_scroller);
  g_test_add_func ("/spoken/waiting-card", test_waiting_card);
  return g_test_run ();
}
