/* The strip of nearest neighbors: which they are, right or wrong, what it says without them, and that tiles point and pick. */
#include "tests/support/map-fixture.h"

#include "engine/projection/nearest-of.h"
#include "ui/plot/neighbor-strip.h"
#include "ui/plot/neighbor-tile.h"

typedef struct {
  GtkWidget *window;
  IsoNeighborStrip *strip;
  IsoSampleChoice *choice;
  IsoEpochSnapshot *epoch;
} Strip;

static void
strip_set_up (Strip *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->strip = ISO_NEIGHBOR_STRIP (iso_neighbor_strip_new ());
  fixture->choice = iso_sample_choice_new ();
  fixture->epoch = epoch_new (1, 0.0);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 280, 200);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->strip));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
strip_tear_down (Strip *fixture, gconstpointer data)
{
  gpointer strip = fixture->strip, choice = fixture->choice;
  g_object_add_weak_pointer (strip, &strip);
  g_object_add_weak_pointer (choice, &choice);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->choice);
  iso_epoch_snapshot_unref (fixture->epoch);
  WAIT_FOR (strip == NULL && choice == NULL);
}

static void
collect (GtkWidget *root, GPtrArray *tiles)
{
  if (ISO_IS_NEIGHBOR_TILE (root) && gtk_widget_get_child_visible (root) && gtk_widget_get_mapped (root))
    g_ptr_array_add (tiles, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, tiles);
}

/* Those in sight, row after row. */
static GPtrArray *
tiles_of (Strip *fixture)
{
  GPtrArray *tiles = g_ptr_array_new ();
  collect (GTK_WIDGET (fixture->strip), tiles);
  return tiles;
}

static size_t
count_tiles (Strip *fixture)
{
  g_autoptr (GPtrArray) tiles = tiles_of (fixture);
  return tiles->len;
}

static char *
name_of (gpointer tile)
{
  char *name = gtk_test_accessible_check_property (tile, GTK_ACCESSIBLE_PROPERTY_LABEL, "");
  g_assert_nonnull (name);
  return name;
}

static void
check_row (GPtrArray *tiles, guint first, const IsoMapSamples *samples, const float *rows, size_t D, size_t point)
{
  guint32 neighbors[ISO_STRIP_NEIGHBORS];
  double squares[ISO_STRIP_NEIGHBORS];
  iso_nearest_of (neighbors, squares, rows, samples->N, D, point, ISO_STRIP_NEIGHBORS);
  for (guint i = 0; i < ISO_STRIP_NEIGHBORS; i++)
    {
      g_autofree char *name = name_of (tiles->pdata[first + i]);
      bool is_right = samples->labels[neighbors[i]] == samples->labels[point];
      g_assert_cmpuint (iso_neighbor_tile_sample (tiles->pdata[first + i]), ==, samples->indices[neighbors[i]]);
      g_assert_nonnull (strstr (name, is_right ? "right: its class" : "wrong: another class"));
      g_assert_nonnull (strstr (name, samples->class_names[samples->labels[neighbors[i]]]));
    }
}

static void
test_empty (Strip *fixture, gconstpointer data)
{
  g_assert_cmpuint (count_tiles (fixture), ==, 0);
  g_assert_true (test_says (GTK_WIDGET (fixture->strip), "Click a sample"));
  iso_neighbor_strip_set_choice (fixture->strip, fixture->choice);
  iso_sample_choice_pick (fixture->choice, experiment->split.test.indices[3], ISO_NO_SAMPLE);
  g_assert_true (test_says (GTK_WIDGET (fixture->strip), "once the embeddings were evaluated"));
  iso_neighbor_strip_set_epoch (fixture->strip, fixture->epoch);
  WAIT_FOR (count_tiles (fixture) == ISO_STRIP_NEIGHBORS);
  iso_sample_choice_pick (fixture->choice, experiment->split.train.indices[experiment->split.train.count - 1], ISO_NO_SAMPLE);
  g_assert_true (test_says (GTK_WIDGET (fixture->strip), "is not among those that were evaluated"));
  WAIT_FOR (count_tiles (fixture) == 0);
  iso_sample_choice_clear (fixture->choice);
  g_assert_true (test_says (GTK_WIDGET (fixture->strip), "Click a sample"));
  gtk_test_accessible_assert_role (fixture->strip, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_property (fixture->strip, GTK_ACCESSIBLE_PROPERTY_LABEL, "Nearest neighbors");
}

static void
test_rows (Strip *fixture, gconstpointer data)
{
  const size_t point = 25;
  g_autoptr (GError) error = NULL;
  /* Some of another class close by. */
  for (size_t i = 0; i < 4; i++)
    memcpy (fixture->epoch->embeddings + (100 + i) * fixture->epoch->D, fixture->epoch->embeddings + point * fixture->epoch->D,
            fixture->epoch->D * sizeof (float));
  g_autoptr (IsoProjectedMap) map = iso_projected_map_new (fixture->epoch, NULL, &error);
  g_assert_no_error (error);
  iso_neighbor_strip_set_choice (fixture->strip, fixture->choice);
  iso_neighbor_strip_set_map (fixture->strip, map);
  iso_sample_choice_pick (fixture->choice, map->samples->indices[point], ISO_NO_SAMPLE);
  WAIT_FOR (count_tiles (fixture) == 2 * ISO_STRIP_NEIGHBORS);
  g_autoptr (GPtrArray) tiles = tiles_of (fixture);
  check_row (tiles, 0, map->samples, map->samples->embeddings, map->samples->D, point);
  check_row (tiles, ISO_STRIP_NEIGHBORS, map->samples, map->positions, 2, point);
  size_t right = 0;
  for (guint i = 0; i < ISO_STRIP_NEIGHBORS; i++)
    {
      g_autofree char *name = name_of (tiles->pdata[i]);
      right += strstr (name, "right") != NULL;
    }
  g_assert_cmpuint (right, <, ISO_STRIP_NEIGHBORS);
  g_autofree char *score = g_strdup_printf ("%zu of 8 of its class", right);
  g_assert_true (test_says (GTK_WIDGET (fixture->strip), score));
  /* A training sample is not on this map, but in its epoch. */
  iso_sample_choice_pick (fixture->choice, fixture->epoch->train_indices[7], ISO_NO_SAMPLE);
  WAIT_FOR (count_tiles (fixture) == ISO_STRIP_NEIGHBORS);
  g_autoptr (GPtrArray) row = tiles_of (fixture);
  g_autoptr (IsoMapSamples) train = iso_map_samples_new (fixture->epoch, ISO_MAP_TRAIN);
  check_row (row, 0, train, train->embeddings, train->D, 7);
}

static void
test_point_and_pick (Strip *fixture, gconstpointer data)
{
  iso_neighbor_strip_set_choice (fixture->strip, fixture->choice);
  iso_neighbor_strip_set_epoch (fixture->strip, fixture->epoch);
  iso_sample_choice_pick (fixture->choice, experiment->split.test.indices[3], ISO_NO_SAMPLE);
  WAIT_FOR (count_tiles (fixture) == ISO_STRIP_NEIGHBORS);
  g_autoptr (GPtrArray) tiles = tiles_of (fixture);
  GtkWidget *tile = tiles->pdata[2];
  guint32 sample = iso_neighbor_tile_sample (tiles->pdata[2]);
  g_assert_true (gtk_widget_get_focusable (tile));
  gtk_test_accessible_assert_role (tile, GTK_ACCESSIBLE_ROLE_BUTTON);
  g_assert_true (gtk_widget_grab_focus (tile));
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, sample);
  g_assert_true (gtk_widget_grab_focus (tiles->pdata[3]));
  g_assert_cmpuint (iso_sample_choice_pointed (fixture->choice).sample, ==, iso_neighbor_tile_sample (tiles->pdata[3]));
  g_signal_emit_by_name (tile, "clicked");
  g_assert_cmpuint (iso_sample_choice_picked (fixture->choice).sample, ==, sample);
  WAIT_FOR (iso_neighbor_tile_sample (tiles->pdata[2]) != sample);
  /* Another epoch: found anew. Without a choice: nothing. */
  g_autoptr (IsoEpochSnapshot) next = epoch_new (2, 4.0);
  iso_neighbor_strip_set_epoch (fixture->strip, next);
  test_wait_ms (200);
  g_assert_cmpuint (count_tiles (fixture), ==, ISO_STRIP_NEIGHBORS);
  iso_neighbor_strip_set_choice (fixture->strip, NULL);
  g_assert_cmpuint (count_tiles (fixture), ==, 0);
}

#define STRIP_TEST(name, function) g_test_add (name, Strip, NULL, strip_set_up, function, strip_tear_down)

static void
add_tests (void)
{
  STRIP_TEST ("/neighbor-strip/empty", test_empty);
  STRIP_TEST ("/neighbor-strip/rows", test_rows);
  STRIP_TEST ("/neighbor-strip/point-and-pick", test_point_and_pick);
}

int
main (int argc, char **argv)
{
  return map_tests_run (argc, argv, add_tests);
}
