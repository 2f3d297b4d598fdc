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

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  g_test_add_func ("/xray/watched", test_watched);
  g_test_add_func ("/xray/frozen", test_frozen);
  g_test_add_func ("/xray/trial", test_trial);
  g_test_add_func ("/xray/forgets", test_forgets);
  return g_test_run ();
}
