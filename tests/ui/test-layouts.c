/* How children are laid out where there is little room: rows that wrap evenly, a column that moves together, a card whose tab has taken
 * its title. */
#include <adwaita.h>

#include "tests/support/wait-for.h"
#include "ui/plot/batch-view.h"
#include "ui/plot/squeeze-layout.h"
#include "ui/plot/walk-view.h"
#include "ui/plot/wrap-layout.h"

#define CHILDREN 7
#define WIDTH 60
#define HEIGHT 20

static GtkWidget *
box_new (GtkWidget **children, int count, GtkLayoutManager *layout)
{
  GtkWidget *box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_set_layout_manager (box, layout);
  for (int i = 0; i < count; i++)
    {
      children[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      gtk_widget_set_size_request (children[i], WIDTH, HEIGHT);
      gtk_box_append (GTK_BOX (box), children[i]);
    }
  return box;
}

static void
lay_out (GtkWidget *box, int width, int height)
{
  int minimum;
  gtk_widget_measure (box, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, width);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  gtk_widget_size_allocate (box, &(GtkAllocation){ 0, 0, width, MAX (height, minimum) }, -1);
}

static GdkRectangle
place_of (GtkWidget *child)
{
  GtkAllocation place;
  gtk_widget_get_allocation (child, &place);
  return place;
}

static void
test_wrap_even (void)
{
  GtkWidget *children[CHILDREN], *box = box_new (children, CHILDREN, iso_wrap_layout_new_even (10, 6, 30));
  /* All in one row, as wide as they like to be. */
  lay_out (box, CHILDREN * 70, 0);
  g_assert_cmpint (place_of (children[CHILDREN - 1]).y, ==, 0);
  /* One too many: four and three, not six and one. */
  lay_out (box, CHILDREN * 70 - 11, 0);
  g_assert_cmpint (place_of (children[3]).y, ==, 0);
  g_assert_cmpint (place_of (children[4]).y, ==, HEIGHT + 6);
  g_assert_cmpint (place_of (children[4]).x, ==, 0);
  g_assert_cmpint (place_of (children[3]).width, ==, WIDTH);
  /* Those that expand share what is free, alike in all rows, and not beyond what they may. */
  for (int i = 0; i < CHILDREN; i++)
    gtk_widget_set_hexpand (children[i], TRUE);
  lay_out (box, 310, 0);
  g_assert_cmpint (place_of (children[0]).width, ==, WIDTH + (310 - 270) / 4);
  g_assert_cmpint (place_of (children[4]).width, ==, place_of (children[0]).width);
  lay_out (box, 2000, 0);
  g_assert_cmpint (place_of (children[0]).width, ==, WIDTH + 30);
  /* The narrowest: one below the other. */
  lay_out (box, WIDTH, 0);
  g_assert_cmpint (place_of (children[CHILDREN - 1]).y, ==, (CHILDREN - 1) * (HEIGHT + 6));
  g_assert_cmpint (place_of (children[0]).width, ==, WIDTH);
  g_object_unref (box);
}

static void
test_squeeze (void)
{
  GtkWidget *children[4], *box = box_new (children, 4, iso_squeeze_layout_new (9, 1));
  int minimum, natural;
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 100, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, ==, 3 * HEIGHT + 2);
  g_assert_cmpint (natural, ==, 4 * HEIGHT + 3 * 9);
  lay_out (box, 100, natural);
  g_assert_cmpint (place_of (children[3]).y, ==, 3 * (HEIGHT + 9));
  g_assert_true (gtk_widget_get_child_visible (children[3]));
  /* Less height: no room for the last, then smaller gaps; nothing before the last is cut. */
  lay_out (box, 100, natural - 1);
  g_assert_false (gtk_widget_get_child_visible (children[3]));
  g_assert_cmpint (place_of (children[2]).y, ==, 2 * (HEIGHT + 9));
  lay_out (box, 100, 3 * HEIGHT + 8);
  g_assert_cmpint (place_of (children[2]).y, ==, 2 * (HEIGHT + 4));
  lay_out (box, 100, 0);
  g_assert_cmpint (place_of (children[2]).y + HEIGHT, ==, minimum);
  lay_out (box, 100, natural + 50);
  g_assert_true (gtk_widget_get_child_visible (children[3]));
  g_assert_cmpint (place_of (children[3]).height, ==, HEIGHT + 50);
  g_object_unref (box);
}

/* The quiet line takes the empty title's place, and goes back below the title. */
static void
test_card (void)
{
  IsoViewCard *card = ISO_VIEW_CARD (g_object_ref_sink (iso_walk_view_new ()));
  GtkWidget *header = iso_view_card_header (card), *title = gtk_widget_get_first_child (header);
  iso_view_card_set_subtitle (card, "of what");
  GtkWidget *below = gtk_widget_get_next_sibling (header);
  g_assert_true (GTK_IS_LABEL (below) && gtk_widget_has_css_class (below, "lowered-subtitle"));
  iso_view_card_set_tab (card, iso_view_card_title (card));
  g_assert_false (gtk_widget_get_visible (title));
  g_assert_true (gtk_widget_get_parent (below) == header && gtk_widget_get_prev_sibling (below) == title);
  g_assert_false (gtk_widget_has_css_class (below, "lowered-subtitle"));
  g_assert_cmpstr (iso_view_card_subtitle (card), ==, "of what");
  iso_view_card_set_tab (card, NULL);
  g_assert_true (gtk_widget_get_visible (title) && gtk_widget_get_prev_sibling (below) == header);
  g_object_unref (card);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/layouts/wrap-even", test_wrap_even);
  g_test_add_func ("/layouts/squeeze", test_squeeze);
  g_test_add_func ("/layouts/card", test_card);
  return g_test_run ();
}
