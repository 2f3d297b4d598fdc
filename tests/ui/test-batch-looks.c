/* The looks of the batch card beside its matrices: the map with its graph and the similarities of pairs; their words, keys and states,
 * and that nothing is made that is not in sight. */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/plot/batch-map-canvas.h"
#include "ui/plot/batch-view-private.h"
#include "ui/plot/latest-job.h"
#include "ui/plot/point-card.h"
#include "ui/plot/similarity-canvas.h"

#define SIDE 112

static IsoExperiment *experiment;

typedef struct {
  GtkWindow *window;
  IsoBatchView *view;
  IsoBatchMapCanvas *map;
  IsoSimilarityCanvas *similarities;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->view = ISO_BATCH_VIEW (iso_batch_view_new ());
  gtk_window_set_default_size (fixture->window, 1000, 480);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  fixture->map = ISO_BATCH_MAP_CANVAS (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_BATCH_MAP_CANVAS));
  fixture->similarities = ISO_SIMILARITY_CANVAS (test_find (GTK_WIDGET (fixture->view), ISO_TYPE_SIMILARITY_CANVAS));
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->view)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer view = fixture->view, map = fixture->map, similarities = fixture->similarities;
  g_object_add_weak_pointer (view, &view);
  g_object_add_weak_pointer (map, &map);
  g_object_add_weak_pointer (similarities, &similarities);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (view == NULL && map == NULL && similarities == NULL);
}

static void
press (gpointer widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean handled = FALSE;
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
}

static void
show_batch (Fixture *fixture, guint64 step, int k)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 32, 10, step);
  batch->distill.k = k;
  iso_batch_view_set_snapshot (fixture->view, batch);
}

/* The message of the page in sight. */
static const char *
message_of (gpointer page)
{
  return gtk_label_get_text (GTK_LABEL (test_find (page, GTK_TYPE_LABEL)));
}

/* ---- what nobody sees, and what says what to do ---- */

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (iso_batch_view_look (fixture->view), ==, ISO_BATCH_LOOK_MATRICES);
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MAP);
  g_assert_nonnull (strstr (message_of (fixture->view->map), "Press Start (F5)"));
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_SIMILARITIES);
  g_assert_nonnull (strstr (message_of (fixture->view->similarities), "Press Start (F5)"));
  iso_batch_view_set_similarities (fixture->view, ISO_SIMILARITIES_OF_TEST);
  g_assert_nonnull (strstr (message_of (fixture->view->similarities), "evaluation"));
}

static void
test_unseen (Fixture *fixture, gconstpointer data)
{
  show_batch (fixture, 3, 10);
  WAIT_FOR (iso_batch_view_drawn_count (fixture->view) == 1);
  test_wait_ms (200);
  g_assert_null (iso_batch_map_canvas_graph (fixture->map));
  g_assert_null (iso_similarity_canvas_histogram (fixture->similarities));
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MAP);
  WAIT_FOR (iso_batch_map_canvas_graph (fixture->map) != NULL);
  show_batch (fixture, 4, 10);
  WAIT_FOR (iso_batch_map_canvas_graph (fixture->map)->snapshot->step == 4);
  test_wait_ms (200);
  g_assert_cmpuint (iso_batch_view_drawn_count (fixture->view), ==, 1);
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MATRICES);
  WAIT_FOR (iso_batch_view_drawn_count (fixture->view) == 2);
}

static bool
has_focus (Fixture *fixture, gpointer widget)
{
  return gtk_window_get_focus (fixture->window) == widget;
}

/* The keyboard goes to what a look is about, as soon as that is there; and not away from where it has gone meanwhile. */
static void
test_focus (Fixture *fixture, gconstpointer data)
{
  IsoViewCard *card = ISO_VIEW_CARD (fixture->view);
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MAP);
  g_assert_true (iso_view_card_focus (card));
  g_assert_false (has_focus (fixture, fixture->map));
  show_batch (fixture, 3, 10);
  WAIT_FOR (has_focus (fixture, fixture->map));
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_SIMILARITIES);
  g_assert_true (iso_view_card_focus (card));
  WAIT_FOR (has_focus (fixture, fixture->similarities));
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MATRICES);
  g_assert_true (iso_view_card_focus (card));
  WAIT_FOR (has_focus (fixture, iso_batch_board_large_view (fixture->view->board)));
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MAP);
  g_assert_true (iso_view_card_focus (card));
  WAIT_FOR (has_focus (fixture, fixture->map));
  gtk_widget_grab_focus (gtk_widget_get_first_child (fixture->view->look_row));
  show_batch (fixture, 4, 10);
  WAIT_FOR (iso_batch_map_canvas_graph (fixture->map)->snapshot->step == 4);
  g_assert_true (has_focus (fixture, gtk_widget_get_first_child (fixture->view->look_row)));
}

/* The header offers what acts on what is in sight. */
static void
test_controls (Fixture *fixture, gconstpointer data)
{
  IsoBatchView *view = fixture->view;
  g_assert_true (gtk_widget_get_visible (view->scale_row) && !gtk_widget_get_visible (view->source_row));
  iso_choice_row_set_active (view->look_row, 2);
  g_assert_cmpint (iso_batch_view_look (view), ==, ISO_BATCH_LOOK_SIMILARITIES);
  g_assert_true (!gtk_widget_get_visible (view->scale_row) && gtk_widget_get_visible (view->source_row));
  g_assert_true (gtk_widget_get_visible (view->watch_row));
  iso_choice_row_set_active (view->source_row, 1);
  g_assert_cmpint (iso_batch_view_similarities (view), ==, ISO_SIMILARITIES_OF_TEST);
  g_assert_false (gtk_widget_get_visible (view->watch_row));
  iso_batch_view_set_look (view, ISO_BATCH_LOOK_MAP);
  g_assert_true (gtk_widget_get_visible (view->watch_row) && !gtk_widget_get_visible (view->source_row));
  gtk_test_accessible_assert_property (view->look_row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Look of the batch");
  gtk_test_accessible_assert_property (view->source_row, GTK_ACCESSIBLE_PROPERTY_LABEL, "Pairs shown");
}

/* ---- the map ---- */

static void
test_map (Fixture *fixture, gconstpointer data)
{
  double x, y;
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MAP);
  show_batch (fixture, 238, 10);
  WAIT_FOR (iso_batch_map_canvas_graph (fixture->map) != NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  g_assert_cmpstr (iso_batch_map_title (fixture->view->map), ==, "Batch at step 238");
  g_assert_true (g_str_has_prefix (iso_batch_map_subtitle (fixture->view->map), "PCA of 112 samples · 10 nearest of each, directed · "));
  gtk_test_accessible_assert_role (fixture->map, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->map, GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of the batch and its graph");
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (fixture->map), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (fixture->map)));
  GtkWidget *card = test_find (GTK_WIDGET (fixture->view->map), ISO_TYPE_POINT_CARD);
  /* Settings while paused act at once; the ring stays on its sample. */
  press (fixture->map, GDK_KEY_Right);
  size_t sample = iso_batch_map_canvas_hovered (fixture->map, &x, &y);
  g_assert_cmpuint (sample, <, SIDE);
  WAIT_FOR (gtk_widget_get_visible (card));
  IsoDistillSettings settings = iso_batch_map_canvas_graph (fixture->map)->settings;
  settings.k = 0;
  iso_batch_view_set_settings (fixture->view, &settings);
  WAIT_FOR (iso_batch_map_canvas_graph (fixture->map)->is_dense);
  g_assert_nonnull (strstr (iso_batch_map_subtitle (fixture->view->map), "strongest 5 of 111 edges of each"));
  g_assert_nonnull (strstr (iso_batch_map_subtitle (fixture->view->map), "recomputed with other settings"));
  g_assert_cmpuint (iso_batch_map_canvas_hovered (fixture->map, &x, &y), ==, sample);
  /* Arrows lead on, Escape leaves. */
  press (fixture->map, GDK_KEY_Left);
  press (fixture->map, GDK_KEY_Down);
  g_assert_cmpuint (iso_batch_map_canvas_hovered (fixture->map, &x, &y), !=, sample);
  press (fixture->map, GDK_KEY_Escape);
  g_assert_cmpuint (iso_batch_map_canvas_hovered (fixture->map, &x, &y), ==, G_MAXSIZE);
  g_assert_false (gtk_widget_get_visible (card));
  iso_batch_view_set_dataset (fixture->view, NULL);
  g_assert_null (iso_batch_map_canvas_graph (fixture->map));
}

static void
test_bad_batch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 32, 10, 5);
  batch->embeddings[7] = NAN;
  batch->student_similarity[8] = NAN;
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_MAP);
  iso_batch_view_set_snapshot (fixture->view, batch);
  WAIT_FOR (strstr (message_of (fixture->view->map), "NaN") != NULL);
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_SIMILARITIES);
  WAIT_FOR (strstr (message_of (fixture->view->similarities), "NaN") != NULL);
}

/* ---- similarities ---- */

static IsoEpochSnapshot *
epoch_new (int number)
{
  IsoEpochSnapshot *epoch = iso_epoch_snapshot_new (experiment, experiment->split.test.count, 8);
  IsoRandom random;
  iso_random_init (&random, 7, "test");
  epoch->epoch = number;
  for (size_t i = 0; i < epoch->N; i++)
    for (size_t d = 0; d < epoch->D; d++)
      {
        gint32 label = iso_dataset_labels (experiment->dataset)[experiment->split.test.indices[i]];
        epoch->embeddings[8 * i + d] = (float) (cos (0.6 * label + (double) d) + 0.3 * iso_random_normal (&random));
      }
  return epoch;
}

static void
test_similarities (Fixture *fixture, gconstpointer data)
{
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_SIMILARITIES);
  show_batch (fixture, 238, 10);
  WAIT_FOR (iso_similarity_canvas_histogram (fixture->similarities) != NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  const IsoSimilarityHistogram *histogram = iso_similarity_canvas_histogram (fixture->similarities);
  g_assert_cmpuint (histogram->pairs[0] + histogram->pairs[1], ==, SIDE * (SIDE - 1) / 2);
  g_assert_cmpstr (iso_similarity_view_title (fixture->view->similarities), ==, "Batch at step 238");
  g_assert_cmpstr (iso_similarity_view_subtitle (fixture->view->similarities), ==, "student's similarities of 112 samples · epoch 4");
  gtk_test_accessible_assert_role (fixture->similarities, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->similarities, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Similarities of positive and negative pairs");
  WAIT_FOR (gtk_test_accessible_has_property (GTK_ACCESSIBLE (fixture->similarities), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
  g_autoptr (IsoEpochSnapshot) epoch = epoch_new (3), next = epoch_new (4);
  iso_batch_view_set_epoch (fixture->view, epoch);
  iso_batch_view_set_similarities (fixture->view, ISO_SIMILARITIES_OF_TEST);
  WAIT_FOR (strcmp (iso_similarity_view_title (fixture->view->similarities), "Test similarities") == 0);
  histogram = iso_similarity_canvas_histogram (fixture->similarities);
  g_assert_cmpuint (histogram->pairs[0] + histogram->pairs[1], ==, epoch->N * (epoch->N - 1) / 2);
  g_assert_true (g_str_has_suffix (iso_similarity_view_subtitle (fixture->view->similarities), "epoch 3"));
  iso_batch_view_set_epoch (fixture->view, next);
  WAIT_FOR (g_str_has_suffix (iso_similarity_view_subtitle (fixture->view->similarities), "epoch 4"));
  /* A new run forgets both. */
  iso_batch_view_set_dataset (fixture->view, NULL);
  g_assert_null (iso_similarity_canvas_histogram (fixture->similarities));
}

static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  iso_batch_view_set_look (fixture->view, ISO_BATCH_LOOK_SIMILARITIES);
  press (fixture->similarities, GDK_KEY_Right);
  g_assert_true (isnan (iso_similarity_canvas_cursor (fixture->similarities)));
  show_batch (fixture, 2, 10);
  WAIT_FOR (iso_similarity_canvas_histogram (fixture->similarities) != NULL);
  static const struct {
    guint key;
    double place;
  } keys[] = { { GDK_KEY_Right, 0.0 }, { GDK_KEY_Right, 0.01 }, { GDK_KEY_Page_Down, 0.11 }, { GDK_KEY_Page_Up, 0.01 },
               { GDK_KEY_Left, 0.0 }, { GDK_KEY_Home, -1.0 }, { GDK_KEY_Left, -1.0 }, { GDK_KEY_End, 1.0 }, { GDK_KEY_Right, 1.0 } };
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      press (fixture->similarities, keys[i].key);
      g_assert_true (fabs (iso_similarity_canvas_cursor (fixture->similarities) - keys[i].place) <= 1e-9);
    }
  /* It stays from batch to batch. */
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  press (fixture->similarities, GDK_KEY_Escape);
  g_assert_true (isnan (iso_similarity_canvas_cursor (fixture->similarities)));
}

/* ---- the worker ---- */

static int done_count, last_done;

static gpointer
slow_work (gpointer request, GCancellable *cancellable, GError **error)
{
  g_usleep (20000);
  return g_memdup2 (request, sizeof (int));
}

static void
job_done (gpointer result, const GError *error, gpointer data)
{
  last_done = *(int *) result;
  done_count++;
  g_free (result);
}

static int *
number_new (int number)
{
  return g_memdup2 (&number, sizeof number);
}

/* Of many requests the first and the newest are met; what is forgotten does not arrive. */
static void
test_latest (void)
{
  IsoLatestJob *job = iso_latest_job_new (slow_work, g_free, job_done, g_free, NULL);
  for (int i = 1; i <= 50; i++)
    iso_latest_job_request (job, number_new (i), FALSE);
  WAIT_FOR (last_done == 50);
  g_assert_cmpint (done_count, ==, 2);
  iso_latest_job_request (job, number_new (51), TRUE);
  iso_latest_job_forget (job);
  iso_latest_job_request (job, number_new (52), TRUE);
  WAIT_FOR (last_done == 52);
  g_assert_cmpint (done_count, ==, 3);
  iso_latest_job_request (job, number_new (53), TRUE);
  iso_latest_job_request (job, number_new (54), TRUE);
  iso_latest_job_free (job);
  test_wait_ms (150);
  g_assert_cmpint (done_count, ==, 3);
}

int
main (int argc, char **argv)
{
  IsoSettings settings;
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  iso_settings_init (&settings);
  experiment = iso_experiment_new (&settings, NULL, NULL, NULL);
  g_assert_nonnull (experiment);
#define ADD(name, function) g_test_add ("/batch-looks/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("focus", test_focus);
  ADD ("empty", test_empty);
  ADD ("unseen", test_unseen);
  ADD ("controls", test_controls);
  ADD ("map", test_map);
  ADD ("bad-batch", test_bad_batch);
  ADD ("similarities", test_similarities);
  ADD ("cursor", test_cursor);
#undef ADD
  g_test_add_func ("/batch-looks/latest", test_latest);
  int status = g_test_run ();
  iso_experiment_unref (experiment);
  return status;
}
