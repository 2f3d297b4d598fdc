/* The batch under the X-ray: which one is looked at, under which settings, and that stages come for those who watch alone. */
#include <gtk/gtk.h>

#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "ui/plot/xray.h"

#define SIDE 24

static IsoXray *
xray_new (guint64 step)
{
  IsoXray *xray = iso_xray_new ();
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SIDE, 8, 4, step);
  iso_xray_set_snapshot (xray, batch);
  return xray;
}

static void
test_watched (void)
{
  g_autoptr (IsoXray) xray = xray_new (1);
  g_assert_null (iso_xray_stages (xray));
  iso_xray_watch (xray);
  WAIT_FOR (iso_xray_stages (xray) != NULL);
  g_assert_true (iso_xray_stages (xray)->snapshot == iso_xray_snapshot (xray));
  g_assert_null (iso_xray_stages (xray)->before);
  g_assert_cmpint (iso_xray_place_of (xray, iso_xray_snapshot (xray)->indices[5]), ==, 5);
  g_assert_cmpint (iso_xray_place_of (xray, G_MAXUINT32), ==, -1);
  iso_xray_unwatch (xray);
}

static void
test_frozen (void)
{
  g_autoptr (IsoXray) xray = xray_new (1);
  g_autoptr (IsoBatchSnapshot) later = iso_test_batch (SIDE, 8, 4, 2);
  iso_xray_set_frozen (xray, TRUE);
  iso_xray_set_snapshot (xray, later);
  g_assert_cmpuint (iso_xray_snapshot (xray)->step, ==, 1);
  iso_xray_set_frozen (xray, FALSE);
  g_assert_cmpuint (iso_xray_snapshot (xray)->step, ==, 2);
}

/* A batch of the past stands before the newest and the frozen one, under its own settings, and gives way to what would be shown now. */
static void
test_past (void)
{
  g_autoptr (IsoXray) xray = xray_new (5);
  g_autoptr (IsoBatchSnapshot) past = iso_test_batch (SIDE, 8, 4, 1), other = iso_test_batch (SIDE, 8, 4, 2);
  g_autoptr (IsoBatchSnapshot) newer = iso_test_batch (SIDE, 8, 4, 6), newest = iso_test_batch (SIDE, 8, 4, 7);
  IsoDistillSettings panel = past->distill, settings;
  panel.omega = 0.125;
  iso_xray_set_run_settings (xray, &panel);
  iso_xray_set_past (xray, past);
  g_assert_true (iso_xray_is_past (xray));
  g_assert_true (iso_xray_snapshot (xray) == past);
  iso_xray_get_settings (xray, &settings);
  g_assert_true (iso_distill_settings_equal (&settings, &past->distill));
  iso_xray_set_snapshot (xray, newer);
  g_assert_true (iso_xray_snapshot (xray) == past);
  iso_xray_set_past (xray, other);
  g_assert_true (iso_xray_snapshot (xray) == other);
  iso_xray_set_past (xray, NULL);
  g_assert_false (iso_xray_is_past (xray));
  g_assert_true (iso_xray_snapshot (xray) == newer);
  iso_xray_get_settings (xray, &settings);
  g_assert_cmpfloat (settings.omega, ==, 0.125);
  /* What was frozen is frozen still. */
  iso_xray_set_frozen (xray, TRUE);
  iso_xray_set_past (xray, past);
  iso_xray_set_snapshot (xray, newest);
  iso_xray_set_past (xray, NULL);
  g_assert_true (iso_xray_snapshot (xray) == newer);
  iso_xray_set_past (xray, past);
  iso_xray_set_frozen (xray, FALSE);
  g_assert_true (iso_xray_snapshot (xray) == past);
  iso_xray_set_past (xray, NULL);
  g_assert_true (iso_xray_snapshot (xray) == newest);
  /* Before there is any other. */
  g_autoptr (IsoXray) empty = iso_xray_new ();
  iso_xray_set_past (empty, past);
  iso_xray_set_past (empty, NULL);
  g_assert_null (iso_xray_snapshot (empty));
  iso_xray_set_past (empty, past);
  iso_xray_set_dataset (empty, NULL);
  g_assert_false (iso_xray_is_past (empty));
  g_assert_null (iso_xray_snapshot (empty));
}

static void
test_trial (void)
{
  g_autoptr (IsoXray) xray = xray_new (1);
  IsoDistillSettings settings, run;
  iso_xray_watch (xray);
  iso_xray_get_settings (xray, &settings);
  g_assert_true (iso_distill_settings_equal (&settings, &iso_xray_snapshot (xray)->distill));
  settings.omega = 0.3;
  iso_xray_set_trial (xray, &settings);
  WAIT_FOR (iso_xray_stages (xray) != NULL && iso_xray_stages (xray)->is_trial);
  IsoXrayStages *stages = iso_xray_stages (xray);
  g_assert_cmpfloat (stages->matrices->settings.omega, ==, 0.3);
  iso_xray_get_run_settings (xray, &run);
  g_assert_cmpfloat (stages->before->settings.omega, ==, run.omega);
  g_assert_cmpfloat (stages->health.values[ISO_GAUGE_ENTROPY], !=, stages->health_before.values[ISO_GAUGE_ENTROPY]);
  iso_xray_set_trial (xray, NULL);
  WAIT_FOR (!iso_xray_stages (xray)->is_trial);
  iso_xray_unwatch (xray);
}

static void
test_forgets (void)
{
  g_autoptr (IsoXray) xray = xray_new (1);
  iso_xray_watch (xray);
  WAIT_FOR (iso_xray_stages (xray) != NULL);
  iso_xray_set_frozen (xray, TRUE);
  iso_xray_set_dataset (xray, NULL);
  g_assert_null (iso_xray_stages (xray));
  g_assert_null (iso_xray_snapshot (xray));
  g_assert_false (iso_xray_is_frozen (xray));
  iso_xray_unwatch (xray);
}

static void
wish (IsoXrayWishes *wishes, gpointer data)
{
  *wishes = *(const IsoXrayWishes *) data;
}

/* Pixels come with the stages, and serve again where a setting leaves them as they were. */
static void
test_pixels (void)
{
  g_autoptr (IsoXray) xray = xray_new (1);
  IsoXrayWishes wishes = { .large = ISO_MATRIX_KERNEL, .large_side = 48, .tile_side = 24, .radius = 4.0 };
  IsoDistillSettings settings;
  iso_xray_set_wish (xray, wish, &wishes);
  iso_xray_watch (xray);
  WAIT_FOR (iso_xray_stages (xray) != NULL);
  g_autoptr (IsoXrayStages) first = iso_xray_stages_ref (iso_xray_stages (xray));
  g_assert_nonnull (first->pixels.large);
  g_assert_cmpint (cairo_image_surface_get_width (first->pixels.large), ==, 48);
  for (IsoMatrixKind kind = 0; kind < ISO_MATRIX_COUNT; kind++)
    g_assert_cmpint (cairo_image_surface_get_width (first->pixels.tiles[kind]), ==, 24);
  iso_xray_get_settings (xray, &settings);
  settings.lambda = 3.0;
  iso_xray_set_trial (xray, &settings);
  WAIT_FOR (iso_xray_stages (xray) != first);
  IsoXrayStages *next = iso_xray_stages (xray);
  g_assert_true (next->pixels.large == first->pixels.large);
  g_assert_true (next->pixels.tiles[ISO_MATRIX_PSD] == first->pixels.tiles[ISO_MATRIX_PSD]);
  g_assert_true (next->pixels.tiles[ISO_MATRIX_GRADIENT] != first->pixels.tiles[ISO_MATRIX_GRADIENT]);
  /* Other wishes for the same numbers. */
  g_autoptr (IsoXrayStages) second = iso_xray_stages_ref (next);
  wishes.is_dark = TRUE;
  wishes.large_side = 0;
  iso_xray_draw_again (xray);
  WAIT_FOR (iso_xray_stages (xray) != second);
  g_assert_null (iso_xray_stages (xray)->pixels.large);
  g_assert_true (iso_xray_stages (xray)->pixels.tiles[0] != second->pixels.tiles[0]);
  g_assert_true (iso_xray_stages (xray)->matrices->blocks[0] == second->matrices->blocks[0]);
  /* Nobody wishes for any. */
  iso_xray_set_wish (xray, NULL, NULL);
  iso_xray_draw_again (xray);
  WAIT_FOR (iso_xray_stages (xray)->pixels.tiles[0] == NULL);
  iso_xray_unwatch (xray);
}

/* Moved fast, a slider builds no queue: what comes last is what is there. */
static void
test_fast (void)
{
  g_autoptr (IsoXray) xray = xray_new (1);
  IsoDistillSettings settings;
  iso_xray_watch (xray);
  WAIT_FOR (iso_xray_stages (xray) != NULL);
  iso_xray_get_settings (xray, &settings);
  for (int i = 0; i < 200; i++)
    {
      settings.omega = 0.001 * i;
      iso_xray_set_trial (xray, &settings);
    }
  WAIT_FOR (iso_distill_settings_equal (&iso_xray_stages (xray)->matrices->settings, &settings));
  /* A batch of another size under the trial, and the settings without it. */
  g_autoptr (IsoBatchSnapshot) larger = iso_test_batch (60, 8, 4, 2);
  iso_xray_set_snapshot (xray, larger);
  WAIT_FOR (iso_xray_stages (xray)->matrices->B == 60);
  g_assert_cmpuint (iso_xray_stages (xray)->before->B, ==, 60);
  g_assert_cmpfloat (iso_xray_stages (xray)->before->settings.omega, ==, larger->distill.omega);
  iso_xray_unwatch (xray);
}

/* It may go while its worker is at work. */
static void
test_gone (void)
{
  IsoXray *xray = xray_new (1);
  gpointer watched = xray;
  iso_xray_watch (xray);
  g_object_add_weak_pointer (G_OBJECT (xray), &watched);
  g_object_unref (xray);
  g_assert_null (watched);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  g_test_add_func ("/xray/watched", test_watched);
  g_test_add_func ("/xray/frozen", test_frozen);
  g_test_add_func ("/xray/past", test_past);
  g_test_add_func ("/xray/trial", test_trial);
  g_test_add_func ("/xray/forgets", test_forgets);
  g_test_add_func ("/xray/pixels", test_pixels);
  g_test_add_func ("/xray/fast", test_fast);
  g_test_add_func ("/xray/gone", test_gone);
  return g_test_run ();
}
