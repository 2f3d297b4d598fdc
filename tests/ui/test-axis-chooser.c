/* The choice of a map's axes: what it offers, what it gives, and that only the person's choices are told. */
#include <adwaita.h>
#include <string.h>

#include "tests/support/wait-for.h"
#include "ui/plot/axis-chooser.h"

static const gint32 labels[] = { 2, 5, 7 };
static const char *const names[] = { "Coat", "Sandal", "Sneaker" };

typedef struct {
  GtkWindow *window;
  IsoAxisChooser *chooser;
  GtkDropDown *lists[4];
  int changes;
} Fixture;

static void
collect_lists (Fixture *fixture, GtkWidget *widget, int *count)
{
  if (GTK_IS_DROP_DOWN (widget))
    fixture->lists[(*count)++] = GTK_DROP_DOWN (widget);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
      collect_lists (fixture, child, count);
}

static void
changed (IsoAxisChooser *chooser, Fixture *fixture)
{
  fixture->changes++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  int count = 0;
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->chooser = ISO_AXIS_CHOOSER (iso_axis_chooser_new ());
  fixture->changes = 0;
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->chooser));
  collect_lists (fixture, GTK_WIDGET (fixture->chooser), &count);
  g_assert_cmpint (count, ==, 4);
  g_signal_connect (fixture->chooser, "changed", G_CALLBACK (changed), fixture);
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->chooser)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer chooser = fixture->chooser;
  g_object_add_weak_pointer (chooser, &chooser);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (chooser == NULL);
}

static void
check_pair (Fixture *fixture, gint32 from, gint32 to, gboolean has_up, gint32 up_from, gint32 up_to)
{
  IsoAxisPair pair;
  g_assert_true (iso_axis_chooser_pair (fixture->chooser, &pair));
  g_assert_cmpint (pair.across.from.kind, ==, ISO_ANCHOR_CLASS);
  g_assert_cmpint (pair.across.from.index, ==, from);
  g_assert_cmpint (pair.across.to.index, ==, to);
  g_assert_cmpint (pair.has_up, ==, has_up);
  if (has_up)
    {
      g_assert_cmpint (pair.up.from.index, ==, up_from);
      g_assert_cmpint (pair.up.to.index, ==, up_to);
    }
  g_assert_cmpint (gtk_widget_get_sensitive (GTK_WIDGET (fixture->lists[3])), ==, has_up);
}

static void
test_choices (Fixture *fixture, gconstpointer data)
{
  IsoAxisPair pair;
  g_assert_false (iso_axis_chooser_pair (fixture->chooser, &pair));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (fixture->chooser)));
  iso_axis_chooser_set_classes (fixture->chooser, labels, names, 3);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (fixture->chooser)));
  check_pair (fixture, 2, 5, FALSE, 0, 0);
  g_assert_cmpint (fixture->changes, ==, 0);
  gtk_drop_down_set_selected (fixture->lists[1], 2);
  check_pair (fixture, 2, 7, FALSE, 0, 0);
  gtk_drop_down_set_selected (fixture->lists[2], 2);
  check_pair (fixture, 2, 7, TRUE, 5, 5);
  gtk_drop_down_set_selected (fixture->lists[3], 0);
  check_pair (fixture, 2, 7, TRUE, 5, 2);
  g_assert_cmpint (fixture->changes, ==, 3);
  gtk_drop_down_set_selected (fixture->lists[2], 0);
  check_pair (fixture, 2, 7, FALSE, 0, 0);
}

/* Classes that are still there stay chosen; else it begins anew. */
static void
test_other_classes (Fixture *fixture, gconstpointer data)
{
  const gint32 more[] = { 1, 2, 7, 9 }, fewer[] = { 1, 9 };
  const char *const more_names[] = { "a", "Coat", "Sneaker", "b" }, *const fewer_names[] = { "a", "b" };
  const IsoAxisPair pair = { .across = { { ISO_ANCHOR_CLASS, 7 }, { ISO_ANCHOR_CLASS, 2 } } };
  const IsoAxisPair samples = { .across = { { ISO_ANCHOR_SAMPLE, 1 }, { ISO_ANCHOR_SAMPLE, 2 } } };
  IsoAxisPair chosen;
  iso_axis_chooser_set_classes (fixture->chooser, labels, names, 3);
  iso_axis_chooser_set_pair (fixture->chooser, &pair);
  check_pair (fixture, 7, 2, FALSE, 0, 0);
  iso_axis_chooser_set_classes (fixture->chooser, more, more_names, 4);
  check_pair (fixture, 7, 2, FALSE, 0, 0);
  /* Samples stand at the end of the lists, and classes can be chosen again. */
  for (int time = 0; time < 2; time++)
    {
      iso_axis_chooser_set_pair (fixture->chooser, &samples);
      g_assert_true (iso_axis_chooser_pair (fixture->chooser, &chosen));
      g_assert_cmpint (chosen.across.from.kind, ==, ISO_ANCHOR_SAMPLE);
      g_assert_cmpint (chosen.across.from.index, ==, 1);
      g_assert_cmpint (chosen.across.to.kind, ==, ISO_ANCHOR_SAMPLE);
      g_assert_cmpint (chosen.across.to.index, ==, 2);
      g_assert_cmpuint (gtk_drop_down_get_selected (fixture->lists[0]), ==, 4);
      g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (fixture->lists[0])), ==, 5);
    }
  iso_axis_chooser_set_pair (fixture->chooser, &pair);
  check_pair (fixture, 7, 2, FALSE, 0, 0);
  iso_axis_chooser_set_pair (fixture->chooser, &samples);
  iso_axis_chooser_set_classes (fixture->chooser, fewer, fewer_names, 2);
  check_pair (fixture, 1, 9, FALSE, 0, 0);
  g_assert_cmpint (fixture->changes, ==, 0);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  gtk_test_accessible_assert_role (fixture->chooser, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (fixture->chooser, GTK_ACCESSIBLE_PROPERTY_LABEL, "Axes of the map");
  gtk_test_accessible_assert_property (fixture->lists[0], GTK_ACCESSIBLE_PROPERTY_LABEL, "Class at which the axis across begins");
  gtk_test_accessible_assert_property (fixture->lists[3], GTK_ACCESSIBLE_PROPERTY_LABEL, "Class to which the axis up goes");
  iso_axis_chooser_set_classes (fixture->chooser, labels, names, 3);
  /* Tab reaches the lists in reading order; that of a direction by variance is passed over. */
  for (int i = 0; i < 3; i++)
    {
      g_assert_true (gtk_widget_child_focus (GTK_WIDGET (fixture->chooser), GTK_DIR_TAB_FORWARD));
      GtkWidget *focus = gtk_window_get_focus (fixture->window);
      g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->lists[i])) || focus == GTK_WIDGET (fixture->lists[i]));
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, function) g_test_add ("/axis-chooser/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("choices", test_choices);
  ADD ("other-classes", test_other_classes);
  ADD ("accessible", test_accessible);
#undef ADD
  return g_test_run ();
}
