/* What every view owes: a role, its title as its name, an empty state with nothing to take away, the keyboard in what it shows, a
 * selection from elsewhere, a figure; and that nothing of it stays behind. */
#include <adwaita.h>

#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "ui/plot/batch-view.h"
#include "ui/plot/curve-plot.h"
#include "ui/plot/graph-lab-view.h"
#include "ui/plot/map-view.h"
#include "ui/plot/tuple-view.h"
#include "ui/plot/walk-view.h"
#include "ui/plot/what-if-view.h"

#define SIDE 40

typedef struct {
  GtkWindow *window;
  IsoViewCard *card;
  IsoXray *xray;
  IsoSampleChoice *choice;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer make)
{
  GtkWidget *(*view_new) (void) = (GtkWidget * (*) (void)) (guintptr) make;
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->card = ISO_VIEW_CARD (view_new ());
  fixture->xray = iso_xray_new ();
  fixture->choice = iso_sample_choice_new ();
  if (ISO_IS_BATCH_VIEW (fixture->card))
    {
      iso_batch_view_set_xray (ISO_BATCH_VIEW (fixture->card), fixture->xray);
      iso_batch_view_set_choice (ISO_BATCH_VIEW (fixture->card), fixture->choice);
    }
  else if (ISO_IS_WALK_VIEW (fixture->card))
    {
      iso_walk_view_set_xray (ISO_WALK_VIEW (fixture->card), fixture->xray);
      iso_walk_view_set_choice (ISO_WALK_VIEW (fixture->card), fixture->choice);
    }
  else if (ISO_IS_GRAPH_LAB_VIEW (fixture->card))
    {
      iso_graph_lab_view_set_xray (ISO_GRAPH_LAB_VIEW (fixture->card), fixture->xray);
      iso_graph_lab_view_set_choice (ISO_GRAPH_LAB_VIEW (fixture->card), fixture->choice);
    }
  else if (ISO_IS_WHAT_IF_VIEW (fixture->card))
    iso_what_if_view_set_xray (ISO_WHAT_IF_VIEW (fixture->card), fixture->xray);
  gtk_window_set_default_size (fixture->window, 760, 420);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->card));
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->card)));
}

static void
tear_down (Fixture *fixture, gconstpointer make)
{
  gpointer card = fixture->card, xray = fixture->xray, choice = fixture->choice;
  g_object_add_weak_pointer (card, &card);
  g_object_add_weak_pointer (xray, &xray);
  g_object_add_weak_pointer (choice, &choice);
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->xray);
  g_object_unref (fixture->choice);
  WAIT_FOR (card == NULL && xray == NULL && choice == NULL);
}

static bool
has_focus_within (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (fixture->window);
  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->card));
}

static void
test_empty (Fixture *fixture, gconstpointer make)
{
  gtk_test_accessible_assert_role (fixture->card, GTK_ACCESSIBLE_ROLE_GROUP);
  g_assert_cmpstr (iso_view_card_title (fixture->card), !=, "");
  gtk_test_accessible_assert_property (fixture->card, GTK_ACCESSIBLE_PROPERTY_LABEL, iso_view_card_title (fixture->card));
  g_assert_false (iso_view_card_can_export (fixture->card));
  g_assert_null (iso_view_card_figure (fixture->card));
  g_assert_true (iso_view_card_focus (fixture->card));
  g_assert_true (has_focus_within (fixture));
}

static void
test_of_batch (Fixture *fixture, gconstpointer make)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 16, 5, 3);
  g_assert_true (iso_view_card_focus (fixture->card));
  iso_xray_set_snapshot (fixture->xray, batch);
  WAIT_FOR (iso_view_card_can_export (fixture->card));
  IsoFigure *figure = iso_view_card_figure (fixture->card);
  g_assert_nonnull (figure);
  iso_figure_free (figure);
  /* Asked for again, the keyboard is in what came. */
  g_assert_true (iso_view_card_focus (fixture->card));
  g_assert_true (has_focus_within (fixture));
  /* Not in a part that only stood in for it while there was nothing to see. */
  g_assert_false (GTK_IS_STACK (gtk_window_get_focus (fixture->window)) || GTK_IS_BOX (gtk_window_get_focus (fixture->window)));
  iso_sample_choice_select (fixture->choice, batch->indices, SIDE / 2, ISO_SELECT_INSTEAD);
  iso_sample_choice_point (fixture->choice, batch->indices[3], batch->indices[9]);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->card));
  iso_sample_choice_clear (fixture->choice);
  g_assert_true (iso_view_card_can_export (fixture->card));
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    GtkWidget *(*make) (void);
    bool of_batch;
  } views[] = {
    { "curves", iso_curve_plot_new, false }, { "map", iso_map_view_new, false },          { "batch", iso_batch_view_new, true },
    { "walk", iso_walk_view_new, true },     { "tuples", iso_tuple_view_new, false },     { "lab", iso_graph_lab_view_new, true },
    { "what-if", iso_what_if_view_new, true },
  };
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (size_t i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *empty = g_strdup_printf ("/views/%s/empty", views[i].name), *full = g_strdup_printf ("/views/%s/batch", views[i].name);
      gconstpointer make = (gconstpointer) (guintptr) views[i].make;
      g_test_add (empty, Fixture, make, set_up, test_empty, tear_down);
      if (views[i].of_batch)
        g_test_add (full, Fixture, make, set_up, test_of_batch, tear_down);
    }
  return g_test_run ();
}
