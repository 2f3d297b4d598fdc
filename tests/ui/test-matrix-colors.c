/* The scale and the colours of the large matrix: its bar, what is chosen for it, and what is typed. */
#include "tests/support/matrix-view-fixture.h"

static void
test_color_bar (Fixture *fixture, gconstpointer data)
{
  GtkWidget *bar = test_find (GTK_WIDGET (fixture->board), ISO_TYPE_COLOR_BAR);
  gpointer drag = controller_of (bar, GTK_TYPE_GESTURE_DRAG);
  size_t side = iso_matrix_view_side (fixture->large);
  g_autofree guint32 *before = pixels_of (fixture, GTK_WIDGET (fixture->large), side);
  gtk_test_accessible_assert_role (bar, GTK_ACCESSIBLE_ROLE_SLIDER);
  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, "Color scale");
  g_assert_true (gtk_widget_get_focusable (bar));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT));
  g_assert_cmpint (iso_color_bar_part (ISO_COLOR_BAR (bar)), ==, ISO_COLOR_BAR_UPPER);
  g_assert_true (press (bar, GDK_KEY_Left));
  g_assert_cmpint (iso_color_bar_part (ISO_COLOR_BAR (bar)), ==, ISO_COLOR_BAR_WHOLE);
  g_assert_true (press (bar, GDK_KEY_Left));
  g_assert_true (press (bar, GDK_KEY_Left));
  g_assert_cmpint (iso_color_bar_part (ISO_COLOR_BAR (bar)), ==, ISO_COLOR_BAR_LOWER);

  /* A lower end further up: darker. */
  for (int i = 0; i < 10; i++)
    g_assert_true (press (bar, GDK_KEY_Up));
  g_autofree guint32 *raised = pixels_of (fixture, GTK_WIDGET (fixture->large), side);
  gint64 change = 0;
  for (size_t i = 0; i < side * side; i++)
    change += (int) (raised[i] >> 8 & 255) - (int) (before[i] >> 8 & 255);
  g_assert_cmpint (change, <, 0);
  g_assert_true (press (bar, GDK_KEY_Delete));
  g_autofree guint32 *again = pixels_of (fixture, GTK_WIDGET (fixture->large), side);
  g_assert_cmpint (memcmp (before, again, side * side * sizeof *before), ==, 0);

  /* The upper end dragged down: brighter. */
  g_signal_emit_by_name (drag, "drag-begin", 4.0, 2.0);
  g_signal_emit_by_name (drag, "drag-update", 0.0, 0.4 * gtk_widget_get_height (bar));
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.4 * gtk_widget_get_height (bar));
  g_autofree guint32 *dragged = pixels_of (fixture, GTK_WIDGET (fixture->large), side);
  change = 0;
  for (size_t i = 0; i < side * side; i++)
    change += (int) (dragged[i] >> 8 & 255) - (int) (before[i] >> 8 & 255);
  g_assert_cmpint (change, >, 0);
  g_signal_emit_by_name (controller_of (bar, GTK_TYPE_GESTURE_CLICK), "pressed", 2, 4.0, 30.0);
  g_autofree guint32 *reset = pixels_of (fixture, GTK_WIDGET (fixture->large), side);
  g_assert_cmpint (memcmp (before, reset, side * side * sizeof *before), ==, 0);
}

static GtkWidget *
find_named (GtkWidget *root, GType type, const char *name)
{
  g_autofree char *problem = G_TYPE_CHECK_INSTANCE_TYPE (root, type)
                               ? gtk_test_accessible_check_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, name)
                               : g_strdup ("");
  if (problem == NULL)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, type, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_chooser (Fixture *fixture, gconstpointer data)
{
  GtkWidget *chooser = test_find (GTK_WIDGET (fixture->board), ISO_TYPE_SCALE_CHOOSER);
  GtkWidget *from = find_named (chooser, GTK_TYPE_ENTRY, "From"), *middle = find_named (chooser, GTK_TYPE_ENTRY, "Middle");
  GtkWidget *shapes = find_named (chooser, GTK_TYPE_DROP_DOWN, "Scale"), *maps = find_named (chooser, GTK_TYPE_DROP_DOWN, "Colors");
  GtkWidget *bar = test_find (GTK_WIDGET (fixture->board), ISO_TYPE_COLOR_BAR);
  g_assert_nonnull (from);
  g_assert_nonnull (middle);
  g_assert_nonnull (maps);
  g_assert_false (gtk_widget_get_visible (middle));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (shapes), ISO_SCALING_LINEAR);
  gtk_editable_set_text (GTK_EDITABLE (from), "−0,05");
  g_signal_emit_by_name (from, "activate");
  g_autofree char *described = gtk_test_accessible_check_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "");
  g_assert_nonnull (strstr (described, "from −0.05 to"));
  g_assert_false (gtk_widget_has_css_class (from, "error"));
  gtk_editable_set_text (GTK_EDITABLE (from), "many");
  g_signal_emit_by_name (from, "activate");
  g_assert_true (gtk_widget_has_css_class (from, "error"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (shapes), ISO_SCALING_DIVERGING);
  g_assert_true (gtk_widget_get_visible (middle));
  g_assert_false (gtk_widget_get_sensitive (maps));
  g_assert_false (gtk_widget_has_css_class (from, "error"));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (shapes), ISO_SCALING_LOGARITHMIC);
  g_autofree guint32 *before = pixels_of (fixture, GTK_WIDGET (fixture->large), 80);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (maps), 1 + ISO_COLORMAP_GREY);
  g_autofree guint32 *grey = pixels_of (fixture, GTK_WIDGET (fixture->large), 80);
  g_assert_cmpint (memcmp (before, grey, 80 * 80 * sizeof *grey), !=, 0);
  for (size_t y = 10; y < 70; y++)
    for (size_t x = 10; x < 70; x++)
      g_assert_cmphex (grey[y * 80 + x] & 255, ==, grey[y * 80 + x] >> 16 & 255);
  /* The other of the automatic scales gives up what was set by hand. */
  iso_batch_board_set_logarithmic (fixture->board, FALSE);
  g_assert_cmpint (gtk_drop_down_get_selected (GTK_DROP_DOWN (shapes)), ==, ISO_SCALING_AUTOMATIC);
}

static void
test_parse (void)
{
  static const struct {
    const char *text;
    double value;
  } good[] = { { "0.5", 0.5 }, { "−2e-3", -2e-3 }, { " 1\u202f204 ", 1204.0 }, { "0,25", 0.25 }, { "-7", -7.0 } };
  double value;
  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (iso_scale_number_parse (&value, good[i].text));
      g_assert_true (fabs (value - good[i].value) <= 1e-12);
    }
  g_assert_false (iso_scale_number_parse (&value, ""));
  g_assert_false (iso_scale_number_parse (&value, "one"));
  g_assert_false (iso_scale_number_parse (&value, "1.2.3"));
  g_assert_false (iso_scale_number_parse (&value, "inf"));
  g_assert_false (iso_scale_number_parse (&value, "nan"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, function) g_test_add ("/matrix-colors/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("color-bar", test_color_bar);
  ADD ("chooser", test_chooser);
  g_test_add_func ("/matrix-colors/parse", test_parse);
  return g_test_run ();
}
