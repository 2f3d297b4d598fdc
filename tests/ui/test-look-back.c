/* Looking back: which epochs are kept, what is shown of them, who comes last wins, what stays in memory, and the film. */
#include <gtk/gtk.h>

#include "tests/support/kept-run.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/session/look-back.h"

static const char *const plain[] = { "train.epochs=8", NULL };

typedef struct {
  KeptRun run;
  IsoRunLibrary *library;
  IsoLookBack *back;
  GArray *shown, *asked; /* of int, as told */
  guint kept_changed, film;
  char *problem;
} Fixture;

static void
note_shown (IsoLookBack *back, Fixture *fixture)
{
  int epoch = iso_look_back_shown (back);
  g_array_append_val (fixture->shown, epoch);
}

static void
note_asked (IsoLookBack *back, Fixture *fixture)
{
  int epoch = iso_look_back_asked (back);
  g_array_append_val (fixture->asked, epoch);
}

static void
note_problem (IsoLookBack *back, const char *text, Fixture *fixture)
{
  g_free (fixture->problem);
  fixture->problem = g_strdup (text);
}

static void
count (guint *calls)
{
  ++*calls;
}

static void
set_up_with (Fixture *fixture, int epochs, guint64 room)
{
  memset (fixture, 0, sizeof *fixture);
  kept_run_init (&fixture->run, plain, NULL, NULL);
  kept_run_train (&fixture->run, epochs);
  fixture->shown = g_array_new (FALSE, FALSE, sizeof (int));
  fixture->asked = g_array_new (FALSE, FALSE, sizeof (int));
  fixture->library = iso_run_library_new (fixture->run.folder);
  fixture->back = iso_look_back_new_with_room (fixture->library, room);
  g_signal_connect (fixture->back, "shown", G_CALLBACK (note_shown), fixture);
  g_signal_connect (fixture->back, "asked", G_CALLBACK (note_asked), fixture);
  g_signal_connect (fixture->back, "problem", G_CALLBACK (note_problem), fixture);
  g_signal_connect_swapped (fixture->back, "kept-changed", G_CALLBACK (count), &fixture->kept_changed);
  g_signal_connect_swapped (fixture->back, "film", G_CALLBACK (count), &fixture->film);
  iso_look_back_set_run (fixture->back, fixture->run.id, fixture->run.run.experiment);
  WAIT_FOR (iso_look_back_kept (fixture->back)->len == (guint) epochs + 1);
}

static void
tear_down (Fixture *fixture)
{
  gpointer back = fixture->back;
  g_object_add_weak_pointer (back, &back);
  g_object_unref (fixture->back);
  g_assert_null (back);
  g_object_unref (fixture->library);
  g_array_unref (fixture->shown);
  g_array_unref (fixture->asked);
  g_free (fixture->problem);
  kept_run_clear (&fixture->run, true);
}

static void
go_and_wait (Fixture *fixture, int epoch)
{
  iso_look_back_go (fixture->back, epoch);
  WAIT_FOR (iso_look_back_shown (fixture->back) == iso_look_back_asked (fixture->back));
}

/* ---- epochs ---- */

static void
assert_shows (Fixture *fixture, int epoch)
{
  const IsoEpochSnapshot *snapshot = iso_look_back_snapshot (fixture->back), *was = fixture->run.epoch[epoch];
  const IsoBatchSnapshot *batch = iso_look_back_batch (fixture->back), *probe = fixture->run.probe[epoch];
  g_assert_cmpint (iso_look_back_shown (fixture->back), ==, epoch);
  g_assert_cmpmem (snapshot->embeddings, snapshot->N * snapshot->D * sizeof (float), was->embeddings, was->N * was->D * sizeof (float));
  g_assert_true (snapshot->experiment == fixture->run.run.experiment);
  g_assert_cmpmem (batch->student_similarity, batch->B * batch->B * sizeof (float), probe->student_similarity,
                   probe->B * probe->B * sizeof (float));
  g_assert_cmpuint (iso_look_back_step_count (fixture->back), ==, was->step);
}

static void
test_go (void)
{
  Fixture fixture;
  set_up_with (&fixture, 4, ISO_LOOK_BACK_ROOM);
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, ISO_LOOK_BACK_NOW);
  g_assert_null (iso_look_back_snapshot (fixture.back));
  g_assert_cmpuint (iso_look_back_step_count (fixture.back), ==, 0);
  iso_look_back_go (fixture.back, 2);
  g_assert_cmpint (iso_look_back_asked (fixture.back), ==, 2);
  /* Not on this thread. */
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, ISO_LOOK_BACK_NOW);
  WAIT_FOR (iso_look_back_shown (fixture.back) == 2);
  assert_shows (&fixture, 2);
  go_and_wait (&fixture, 0);
  assert_shows (&fixture, 0);
  /* Beyond the ends: the nearest. */
  go_and_wait (&fixture, 400);
  assert_shows (&fixture, 4);
  iso_look_back_go (fixture.back, ISO_LOOK_BACK_NOW);
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, ISO_LOOK_BACK_NOW);
  g_assert_null (iso_look_back_batch (fixture.back));
  const int shown[] = { 2, 0, 4, ISO_LOOK_BACK_NOW };
  g_assert_cmpmem (fixture.shown->data, fixture.shown->len * sizeof (int), shown, sizeof shown);
  g_assert_cmpmem (fixture.asked->data, fixture.asked->len * sizeof (int), shown, sizeof shown);
  g_assert_null (fixture.problem);
  tear_down (&fixture);
}

static void
test_nearest (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  set_up_with (&fixture, 6, ISO_LOOK_BACK_ROOM);
  g_autoptr (IsoDatabase) database = iso_database_open (fixture.run.folder, &error);
  g_assert_true (iso_database_run (database, "DELETE FROM kept WHERE epoch IN (1, 3, 4, 5)", &error));
  iso_look_back_refresh (fixture.back);
  WAIT_FOR (iso_look_back_kept (fixture.back)->len == 3); /* 0, 2, 6 */
  go_and_wait (&fixture, 1);
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, 0); /* of two the earlier */
  go_and_wait (&fixture, 4);
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, 2);
  go_and_wait (&fixture, 5);
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, 6);
  /* Step by step, to now and from there. */
  iso_look_back_step (fixture.back, 1);
  g_assert_cmpint (iso_look_back_asked (fixture.back), ==, ISO_LOOK_BACK_NOW);
  iso_look_back_step (fixture.back, 1);
  g_assert_cmpint (iso_look_back_asked (fixture.back), ==, ISO_LOOK_BACK_NOW);
  static const int down[] = { 6, 2, 0, 0 };
  for (size_t i = 0; i < G_N_ELEMENTS (down); i++)
    {
      iso_look_back_step (fixture.back, -1);
      g_assert_cmpint (iso_look_back_asked (fixture.back), ==, down[i]);
    }
  iso_look_back_step (fixture.back, 1);
  g_assert_cmpint (iso_look_back_asked (fixture.back), ==, 2);
  WAIT_FOR (iso_look_back_shown (fixture.back) == 2);
  tear_down (&fixture);
}

/* Many asked for at once: the last is shown, and nothing after it. */
static void
test_latest_wins (void)
{
  Fixture fixture;
  set_up_with (&fixture, 8, ISO_LOOK_BACK_ROOM);
  for (int epoch = 8; epoch >= 0; epoch--)
    iso_look_back_go (fixture.back, epoch);
  iso_look_back_go (fixture.back, 5);
  WAIT_FOR (iso_look_back_shown (fixture.back) == 5);
  test_wait_ms (200);
  assert_shows (&fixture, 5);
  g_assert_cmpuint (fixture.shown->len, <=, 2);
  g_assert_cmpint (g_array_index (fixture.shown, int, fixture.shown->len - 1), ==, 5);
  /* On the way back to now nothing comes any more. */
  iso_look_back_go (fixture.back, 1);
  iso_look_back_go (fixture.back, ISO_LOOK_BACK_NOW);
  guint told = fixture.shown->len;
  test_wait_ms (200);
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, ISO_LOOK_BACK_NOW);
  g_assert_cmpuint (fixture.shown->len, ==, told);
  tear_down (&fixture);
}

/* Where an epoch has no batch, that of the nearest. */
static void
test_nearest_batch (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  set_up_with (&fixture, 6, ISO_LOOK_BACK_ROOM);
  g_autoptr (IsoDatabase) database = iso_database_open (fixture.run.folder, &error);
  g_assert_true (iso_database_run (database, "UPDATE kept SET batch = 0 WHERE epoch NOT IN (2, 6)", &error));
  iso_look_back_refresh (fixture.back);
  WAIT_FOR (fixture.kept_changed == 2);
  static const int nearest[] = { 2, 2, 2, 2, 2, 6, 6 };
  for (int epoch = 6; epoch >= 0; epoch--)
    {
      go_and_wait (&fixture, epoch);
      g_assert_cmpint (iso_look_back_snapshot (fixture.back)->epoch, ==, epoch);
      g_assert_cmpuint (iso_look_back_batch (fixture.back)->step, ==, fixture.run.probe[nearest[epoch]]->step);
    }
  g_assert_true (iso_database_run (database, "UPDATE kept SET batch = 0", &error));
  iso_look_back_refresh (fixture.back);
  WAIT_FOR (fixture.kept_changed == 3);
  iso_look_back_set_run (fixture.back, 0, NULL);
  iso_look_back_set_run (fixture.back, fixture.run.id, fixture.run.run.experiment);
  WAIT_FOR (iso_look_back_kept (fixture.back)->len == 7);
  go_and_wait (&fixture, 3);
  g_assert_null (iso_look_back_batch (fixture.back));
  g_assert_cmpint (iso_look_back_snapshot (fixture.back)->epoch, ==, 3);
  tear_down (&fixture);
}

/* ---- memory ---- */

static void
test_memory (void)
{
  Fixture fixture;
  set_up_with (&fixture, 6, ISO_LOOK_BACK_ROOM);
  go_and_wait (&fixture, 1);
  const IsoPast one = { 1, 1, iso_look_back_snapshot (fixture.back), iso_look_back_batch (fixture.back) };
  guint64 size = iso_past_size (&one);
  g_assert_cmpuint (size, >, 0);
  /* The next two on the way (back from now, so to the left) are read ahead. */
  WAIT_FOR (iso_look_back_held (fixture.back) == 2 * size);
  go_and_wait (&fixture, 4);
  WAIT_FOR (iso_look_back_held (fixture.back) == 5 * size); /* 0, 1, 4, 5, 6 */
  guint64 told = fixture.shown->len;
  iso_look_back_go (fixture.back, 5);
  /* At hand: at once. */
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, 5);
  g_assert_cmpuint (fixture.shown->len, ==, told + 1);
  tear_down (&fixture);
}

static void
test_little_memory (void)
{
  Fixture fixture;
  KeptRun probe;
  kept_run_init (&probe, plain, NULL, NULL);
  const IsoPast one = { 0, 0, probe.epoch[0], probe.probe[0] };
  guint64 size = iso_past_size (&one);
  kept_run_clear (&probe, true);
  /* Room for three and a half, then for less than one. */
  const guint64 rooms[] = { 7 * size / 2, size / 2 };
  for (size_t r = 0; r < G_N_ELEMENTS (rooms); r++)
    {
      set_up_with (&fixture, 6, rooms[r]);
      for (int round = 0; round < 2; round++)
        for (int epoch = 0; epoch <= 6; epoch++)
          {
            go_and_wait (&fixture, epoch);
            assert_shows (&fixture, epoch);
            g_assert_cmpuint (iso_look_back_held (fixture.back), <=, rooms[r]);
          }
      if (r == 1)
        g_assert_cmpuint (iso_look_back_held (fixture.back), ==, 0);
      tear_down (&fixture);
    }
}

static void
test_cache (void)
{
  g_autoptr (IsoPastCache) cache = iso_past_cache_new (3 * 4 * sizeof (float) + 8);
  g_autoptr (IsoBatchSnapshot) batch = iso_batch_snapshot_new (1, 2); /* 1 · (2 + 2) values */
  for (int epoch = 1; epoch <= 3; epoch++)
    {
      const IsoPast past = { epoch, epoch, NULL, batch };
      iso_past_cache_add (cache, &past);
    }
  g_assert_cmpuint (iso_past_cache_size (cache), ==, 3 * 4 * sizeof (float));
  /* Used last: stays; 2 is now the oldest. */
  g_assert_true (iso_past_cache_find (cache, 1)->batch == batch);
  const IsoPast fourth = { 4, 4, NULL, batch }, again = { 4, 4, NULL, batch };
  iso_past_cache_add (cache, &fourth);
  iso_past_cache_add (cache, &again);
  g_assert_cmpuint (iso_past_cache_size (cache), ==, 3 * 4 * sizeof (float));
  g_assert_true (iso_past_cache_has (cache, 1) && iso_past_cache_has (cache, 3) && iso_past_cache_has (cache, 4));
  g_assert_false (iso_past_cache_has (cache, 2));
  g_assert_null (iso_past_cache_find (cache, 2));
  /* Too large for all of it: nothing gives way. */
  g_autoptr (IsoBatchSnapshot) large = iso_batch_snapshot_new (16, 2);
  const IsoPast whale = { 9, 9, NULL, large };
  iso_past_cache_add (cache, &whale);
  g_assert_false (iso_past_cache_has (cache, 9));
  g_assert_true (iso_past_cache_has (cache, 1));
  iso_past_cache_empty (cache);
  g_assert_cmpuint (iso_past_cache_size (cache), ==, 0);
}

/* ---- while training goes on ---- */

static void
test_goes_on (void)
{
  Fixture fixture;
  set_up_with (&fixture, 2, ISO_LOOK_BACK_ROOM);
  go_and_wait (&fixture, 1);
  guint changed = fixture.kept_changed, told = fixture.shown->len;
  kept_run_train (&fixture.run, 2);
  iso_look_back_refresh (fixture.back);
  WAIT_FOR (iso_look_back_kept (fixture.back)->len == 5);
  g_assert_cmpuint (fixture.kept_changed, >, changed);
  g_assert_cmpuint (fixture.shown->len, ==, told);
  assert_shows (&fixture, 1);
  /* What is written shortly after it was asked is found too. */
  kept_run_train (&fixture.run, 1);
  WAIT_FOR (iso_look_back_kept (fixture.back)->len == 6);
  /* Another run: all is forgotten, and told. */
  iso_look_back_set_run (fixture.back, 0, fixture.run.run.experiment);
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, ISO_LOOK_BACK_NOW);
  g_assert_cmpuint (iso_look_back_kept (fixture.back)->len, ==, 0);
  g_assert_cmpuint (iso_look_back_held (fixture.back), ==, 0);
  iso_look_back_go (fixture.back, 1);
  iso_look_back_play (fixture.back, TRUE);
  g_assert_cmpint (iso_look_back_asked (fixture.back), ==, ISO_LOOK_BACK_NOW);
  g_assert_false (iso_look_back_is_playing (fixture.back));
  tear_down (&fixture);
}

/* What of another run is under way does not arrive; nor after everybody has gone. */
static void
test_run_replaced (void)
{
  Fixture fixture;
  set_up_with (&fixture, 2, ISO_LOOK_BACK_ROOM);
  iso_look_back_go (fixture.back, 1);
  iso_look_back_set_run (fixture.back, 0, NULL);
  test_wait_ms (200);
  g_assert_cmpint (iso_look_back_shown (fixture.back), ==, ISO_LOOK_BACK_NOW);
  g_assert_cmpuint (fixture.shown->len, ==, 0);
  iso_look_back_set_run (fixture.back, fixture.run.id, fixture.run.run.experiment);
  WAIT_FOR (iso_look_back_kept (fixture.back)->len == 3);
  iso_look_back_go (fixture.back, 1);
  tear_down (&fixture);
  test_wait_ms (200);
}

static void
test_unreadable (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  set_up_with (&fixture, 4, ISO_LOOK_BACK_ROOM);
  IsoStore *store = iso_run_library_store (fixture.library);
  static const char *const kinds[] = { "embeddings", "batch" };
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = iso_store_file (store, fixture.run.id, kinds[i], 2, &error);
      g_assert_true (g_file_set_contents (path, "nothing", -1, &error));
    }
  go_and_wait (&fixture, 4);
  iso_look_back_go (fixture.back, 2);
  WAIT_FOR (fixture.problem != NULL);
  g_assert_nonnull (strstr (fixture.problem, "embeddings-2"));
  g_assert_cmpint (iso_look_back_asked (fixture.back), ==, 4);
  assert_shows (&fixture, 4);
  /* The film passes over it. */
  iso_look_back_set_speed (fixture.back, 50.0);
  go_and_wait (&fixture, 0);
  g_array_set_size (fixture.shown, 0);
  iso_look_back_play (fixture.back, TRUE);
  WAIT_FOR (!iso_look_back_is_playing (fixture.back));
  const int shown[] = { 1, 3, 4 };
  g_assert_cmpmem (fixture.shown->data, fixture.shown->len * sizeof (int), shown, sizeof shown);
  tear_down (&fixture);
}

/* ---- film ---- */

static void
test_film (void)
{
  Fixture fixture;
  set_up_with (&fixture, 5, ISO_LOOK_BACK_ROOM);
  iso_look_back_set_speed (fixture.back, 20.0);
  g_assert_cmpfloat (iso_look_back_speed (fixture.back), ==, 20.0);
  g_assert_cmpuint (fixture.film, ==, 1);
  gint64 start = g_get_monotonic_time ();
  iso_look_back_play (fixture.back, TRUE);
  g_assert_true (iso_look_back_is_playing (fixture.back));
  g_assert_cmpuint (fixture.film, ==, 2);
  WAIT_FOR (!iso_look_back_is_playing (fixture.back));
  /* Each for a twentieth of a second, none left out; it stays at the last. */
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 6 * 50000 - 10000);
  const int all[] = { 0, 1, 2, 3, 4, 5 };
  g_assert_cmpmem (fixture.shown->data, fixture.shown->len * sizeof (int), all, sizeof all);
  assert_shows (&fixture, 5);
  g_assert_cmpuint (fixture.film, ==, 3);
  /* From the end it begins anew; from anywhere else it goes on. Whoever seeks ends it. */
  g_array_set_size (fixture.shown, 0);
  iso_look_back_play (fixture.back, TRUE);
  WAIT_FOR (iso_look_back_shown (fixture.back) == 1);
  iso_look_back_play (fixture.back, FALSE);
  g_assert_false (iso_look_back_is_playing (fixture.back));
  go_and_wait (&fixture, 3);
  iso_look_back_play (fixture.back, TRUE);
  g_assert_cmpint (iso_look_back_asked (fixture.back), ==, 3);
  WAIT_FOR (iso_look_back_shown (fixture.back) == 4);
  iso_look_back_go (fixture.back, 2);
  g_assert_false (iso_look_back_is_playing (fixture.back));
  iso_look_back_play (fixture.back, TRUE);
  iso_look_back_go (fixture.back, ISO_LOOK_BACK_NOW);
  g_assert_false (iso_look_back_is_playing (fixture.back));
  tear_down (&fixture);
}

static void
test_no_library (void)
{
  g_autoptr (IsoLookBack) back = iso_look_back_new (NULL);
  KeptRun run;
  kept_run_init (&run, plain, NULL, NULL);
  iso_look_back_set_run (back, run.id, run.run.experiment);
  iso_look_back_refresh (back);
  iso_look_back_go (back, 0);
  iso_look_back_play (back, TRUE);
  g_assert_cmpint (iso_look_back_asked (back), ==, ISO_LOOK_BACK_NOW);
  g_assert_cmpuint (iso_look_back_kept (back)->len, ==, 0);
  g_assert_null (iso_look_back_library (back));
  g_clear_object (&back);
  kept_run_clear (&run, true);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  g_test_add_func ("/look-back/go", test_go);
  g_test_add_func ("/look-back/nearest", test_nearest);
  g_test_add_func ("/look-back/nearest-batch", test_nearest_batch);
  g_test_add_func ("/look-back/latest-wins", test_latest_wins);
  g_test_add_func ("/look-back/memory", test_memory);
  g_test_add_func ("/look-back/little-memory", test_little_memory);
  g_test_add_func ("/look-back/cache", test_cache);
  g_test_add_func ("/look-back/goes-on", test_goes_on);
  g_test_add_func ("/look-back/run-replaced", test_run_replaced);
  g_test_add_func ("/look-back/unreadable", test_unreadable);
  g_test_add_func ("/look-back/film", test_film);
  g_test_add_func ("/look-back/no-library", test_no_library);
  return g_test_run ();
}
