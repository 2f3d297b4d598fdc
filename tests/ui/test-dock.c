/* The dock: what is mapped and what is not, and what a person does with views. Its tree and texts: test-dock-tree.c. */
#include <adwaita.h>

#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/view-card.h"
#include "ui/window/dock.h"

#define STANDARD "rows 0.4 columns 0.5 [ curves ] [ map ] [ batch walk lab ]"

G_DECLARE_FINAL_TYPE (TestView, test_view, TEST, VIEW, IsoViewCard)
struct _TestView {
  IsoViewCard parent_instance;
};
G_DEFINE_FINAL_TYPE (TestView, test_view, ISO_TYPE_VIEW_CARD)

static void
test_view_class_init (TestViewClass *class)
{
}

static void
test_view_init (TestView *view)
{
  iso_view_card_set_body (ISO_VIEW_CARD (view), gtk_button_new_with_label ("within"));
}

typedef struct {
  GtkWidget *window;
  IsoDock *dock;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "curves", "map", "batch", "walk", "lab" }, *const titles[] = { "Curves", "Map", "Batch", "Walk", "Lab" };
  fixture->window = gtk_window_new ();
  fixture->dock = ISO_DOCK (iso_dock_new (STANDARD));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->dock));
  for (size_t i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      GtkWidget *view = g_object_new (test_view_get_type (), NULL);
      iso_view_card_set_title (ISO_VIEW_CARD (view), i == 2 ? "Batch at step 9" : titles[i]);
      iso_dock_add (fixture->dock, ids[i], titles[i], NULL, view);
    }
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_FOR (gtk_widget_get_width (iso_dock_view (fixture->dock, "curves")) > 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer dock = fixture->dock, view = iso_dock_view (fixture->dock, "map"), hidden = iso_dock_view (fixture->dock, "walk");
  g_object_add_weak_pointer (dock, &dock);
  g_object_add_weak_pointer (view, &view);
  g_object_add_weak_pointer (hidden, &hidden);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_FOR (dock == NULL && view == NULL && hidden == NULL);
}

/* Just these are mapped: one letter each, upper case. */
static void
assert_mapped (Fixture *fixture, const char *letters)
{
  g_autoptr (GString) mapped = g_string_new (NULL);
  for (guint i = 0; i < iso_dock_count (fixture->dock); i++)
    if (gtk_widget_get_mapped (iso_dock_view (fixture->dock, iso_dock_id (fixture->dock, i))))
      g_string_append_c (mapped, g_ascii_toupper (iso_dock_id (fixture->dock, i)[0]));
  g_assert_cmpstr (mapped->str, ==, letters);
}

static void
assert_arranged (Fixture *fixture, const char *expected)
{
  g_autofree char *text = iso_dock_to_text (fixture->dock);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_tabs (Fixture *fixture, gconstpointer data)
{
  GtkWidget *walk = test_find_button (GTK_WIDGET (fixture->dock), "Walk");
  GtkWidget *batch = iso_dock_view (fixture->dock, "batch"), *curves = iso_dock_view (fixture->dock, "curves");
  assert_mapped (fixture, "CMB");
  gtk_test_accessible_assert_role (walk, GTK_ACCESSIBLE_ROLE_TAB);
  gtk_test_accessible_assert_state (walk, GTK_ACCESSIBLE_STATE_SELECTED, FALSE);
  gtk_test_accessible_assert_role (gtk_widget_get_parent (walk), GTK_ACCESSIBLE_ROLE_TAB_LIST);
  /* What the tab says is not said again; a card without tabs says its name. */
  g_assert_false (test_says (batch, "Batch at step 9"));
  g_assert_true (test_says (batch, "at step 9"));
  g_assert_true (test_says (curves, "Curves"));
  gtk_test_accessible_assert_property (batch, GTK_ACCESSIBLE_PROPERTY_LABEL, "Batch at step 9");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (walk), TRUE);
  assert_mapped (fixture, "CMW");
  gtk_test_accessible_assert_state (walk, GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
  iso_dock_turn (fixture->dock, "walk", 1);
  assert_mapped (fixture, "CML");
  iso_dock_turn (fixture->dock, "lab", 1);
  assert_mapped (fixture, "CMB");
  iso_dock_turn (fixture->dock, "batch", -1);
  assert_mapped (fixture, "CML");
  iso_dock_turn (fixture->dock, "curves", 1);
  assert_mapped (fixture, "CML");
}

static void
test_filling (Fixture *fixture, gconstpointer data)
{
  iso_dock_fill (fixture->dock, "map");
  assert_mapped (fixture, "M");
  test_wait_ms (150); /* GTK keeps what was under the pointer until the next frame */
  WAIT_FOR (gtk_widget_get_width (iso_dock_view (fixture->dock, "map")) == gtk_widget_get_width (GTK_WIDGET (fixture->dock)));
  iso_dock_show (fixture->dock, "walk");
  g_assert_cmpstr (iso_dock_filling (fixture->dock), ==, "walk");
  assert_mapped (fixture, "W");
  test_wait_ms (150);
  iso_dock_fill (fixture->dock, NULL);
  assert_mapped (fixture, "CMW");
  iso_dock_fill (fixture->dock, "batch");
  iso_dock_close (fixture->dock, "batch");
  g_assert_null (iso_dock_filling (fixture->dock));
  assert_mapped (fixture, "CMW");
}

static void
test_closing (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = iso_dock_actions (fixture->dock);
  g_assert_true (iso_dock_close (fixture->dock, "map"));
  assert_mapped (fixture, "CB");
  assert_arranged (fixture, "rows 0.4000 [ curves ] [ *batch walk lab ] closed map");
  g_autoptr (GVariant) state = g_action_group_get_action_state (actions, "map");
  g_assert_false (g_variant_get_boolean (state));
  g_action_group_change_action_state (actions, "map", g_variant_new_boolean (TRUE));
  assert_arranged (fixture, "rows 0.4000 columns 0.5000 [ curves ] [ map ] [ *batch walk lab ]");
  g_action_group_change_action_state (actions, "walk", g_variant_new_boolean (FALSE));
  assert_arranged (fixture, "rows 0.4000 columns 0.5000 [ curves ] [ map ] [ *batch lab ] closed walk");
  for (guint i = 0; i < 4; i++)
    iso_dock_close (fixture->dock, iso_dock_id (fixture->dock, i));
  assert_mapped (fixture, "L");
  g_assert_false (iso_dock_close (fixture->dock, "lab"));
  assert_mapped (fixture, "L");
  iso_dock_reset (fixture->dock);
  assert_arranged (fixture, "rows 0.4000 columns 0.5000 [ curves ] [ map ] [ *batch walk lab ]");
}

static void
test_moving (Fixture *fixture, gconstpointer data)
{
  GtkWidget *button = test_find (iso_dock_view (fixture->dock, "map"), GTK_TYPE_BUTTON);
  gtk_widget_grab_focus (button);
  iso_dock_move (fixture->dock, iso_dock_current (fixture->dock), ISO_DOCK_LEFT);
  assert_arranged (fixture, "rows 0.4000 [ curves *map ] [ *batch walk lab ]");
  assert_mapped (fixture, "MB");
  /* Whoever works by keyboard goes on where they were. */
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == button);
  g_assert_cmpstr (iso_dock_current (fixture->dock), ==, "map");
  iso_dock_split (fixture->dock, "map", ISO_DOCK_DOWN);
  assert_arranged (fixture, "rows 0.4000 rows 0.5000 [ curves ] [ map ] [ *batch walk lab ]");
  assert_mapped (fixture, "CMB");
  iso_dock_split (fixture->dock, "map", ISO_DOCK_DOWN);
  assert_arranged (fixture, "rows 0.4000 rows 0.5000 [ curves ] [ map ] [ *batch walk lab ]");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == button);
}

static void
test_remembering (Fixture *fixture, gconstpointer data)
{
  static const char *const hostile[] = { "", "nonsense", "rows 0.5 [ curves ]", "[ curves nowhere ]", "[ curves curves ]" };
  g_autofree char *before = iso_dock_to_text (fixture->dock);
  for (size_t i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (iso_dock_from_text (fixture->dock, hostile[i], &error));
      g_assert_nonnull (error);
      assert_arranged (fixture, before);
    }
  assert_mapped (fixture, "CMB");
  g_assert_true (iso_dock_from_text (fixture->dock, "columns 0.3 [ batch ] [ lab *map ] closed curves", NULL));
  /* The text is silent on "walk": a view that it did not know yet. */
  assert_arranged (fixture, "columns 0.3000 [ batch *walk ] [ lab *map ] closed curves");
  assert_mapped (fixture, "MW");
  WAIT_FOR (gtk_widget_get_width (iso_dock_view (fixture->dock, "map")) > 500);
  g_assert_cmpint (gtk_widget_get_width (iso_dock_view (fixture->dock, "walk")), <, 300);
}

/* A handle moves by keys, and the share is remembered. */
static void
test_handle (Fixture *fixture, gconstpointer data)
{
  GtkWidget *handle = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->dock)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (child)) == GTK_ACCESSIBLE_ROLE_SEPARATOR
        && gtk_widget_get_height (child) > gtk_widget_get_width (child))
      handle = child;
  g_assert_nonnull (handle);
  g_assert_true (gtk_widget_get_focusable (handle));
  int before = gtk_widget_get_width (iso_dock_view (fixture->dock, "curves"));
  g_signal_emit_by_name (handle, "grasped");
  g_signal_emit_by_name (handle, "moved", 100.0);
  WAIT_FOR (gtk_widget_get_width (iso_dock_view (fixture->dock, "curves")) == before + 100);
  g_signal_emit_by_name (handle, "grasped");
  g_signal_emit_by_name (handle, "moved", -1e6);
  WAIT_FOR (gtk_widget_get_width (iso_dock_view (fixture->dock, "curves")) < before);
  g_assert_cmpint (gtk_widget_get_width (iso_dock_view (fixture->dock, "curves")), >, 20);
}

static int
top_of (GtkWidget *widget, GtkWidget *card)
{
  graphene_rect_t place;
  g_assert_true (gtk_widget_compute_bounds (widget, card, &place));
  return (int) place.origin.y;
}

/* A narrow card puts its controls below its title and loses none; what is in the corner stays up. */
static void
test_narrow_card (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card = iso_dock_view (fixture->dock, "curves"), *title = test_find_styled (card, GTK_TYPE_LABEL, "heading");
  GtkWidget *controls[3], *corner = gtk_button_new_with_label ("…");
  int least;
  for (int i = 0; i < 3; i++)
    {
      controls[i] = gtk_button_new_with_label ("a control");
      gtk_widget_set_valign (controls[i], GTK_ALIGN_CENTER);
      iso_view_card_add_control (ISO_VIEW_CARD (card), controls[i]);
    }
  iso_view_card_set_corner (ISO_VIEW_CARD (card), corner);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (card), "what gives way first, however long it may be");
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <, 250);
  iso_dock_fill (fixture->dock, "curves");
  WAIT_FOR (gtk_widget_get_width (card) == gtk_widget_get_width (GTK_WIDGET (fixture->dock)) && gtk_widget_get_width (controls[2]) > 0);
  g_assert_cmpint (ABS (top_of (controls[0], card) - top_of (corner, card)), <, 4);
  iso_dock_fill (fixture->dock, NULL);
  g_assert_true (iso_dock_from_text (fixture->dock, "columns 0.05 [ curves ] [ map batch walk lab ]", NULL));
  WAIT_FOR (gtk_widget_get_width (card) < 300 && top_of (controls[0], card) > top_of (title, card) + 10);
  g_assert_cmpint (top_of (corner, card), <, top_of (controls[0], card));
  for (int i = 0; i < 3; i++)
    g_assert_true (gtk_widget_get_mapped (controls[i]) && gtk_widget_get_width (controls[i]) > 20);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/dock/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("tabs", test_tabs);
  ADD ("filling", test_filling);
  ADD ("closing", test_closing);
  ADD ("moving", test_moving);
  ADD ("remembering", test_remembering);
  ADD ("handle", test_handle);
  ADD ("narrow-card", test_narrow_card);
#undef ADD
  return g_test_run ();
}
