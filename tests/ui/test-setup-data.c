/* What the setup panel says of the data, and what follows from them. */
#include <string.h>

#include "tests/support/data-files.h"
#include "tests/support/panel-fixture.h"
#include "ui/panel/parameter-group.h"

/* The heading's summary of a folded group. */
static const char *
summary_of (Fixture *fixture, const char *key)
{
  GtkWidget *group = gtk_widget_get_ancestor (GTK_WIDGET (row_of (fixture, key)), ISO_TYPE_PARAMETER_GROUP);
  return gtk_label_get_text (GTK_LABEL (test_find_styled (group, GTK_TYPE_LABEL, "group-summary")));
}

/* Plain words, and none for what there is none of. */
static void
test_summary_of_the_data (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (summary_of (fixture, "data.source"), ==, "sample · split by sample");
  g_assert_true (iso_session_set (fixture->session, "data.validation", "sample", NULL));
  g_assert_cmpstr (summary_of (fixture, "data.source"), ==, "sample · split by sample · validation by sample");
  g_assert_cmpstr (summary_of (fixture, "network.kind"), ==, "MLP · 512, 256 · D 64");
}

static void
test_augmentation_in_short (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (summary_of (fixture, "augment.flip"), ==, "off");
  g_assert_true (iso_session_set (fixture->session, "augment.flip", "0.5", NULL));
  g_assert_nonnull (strstr (summary_of (fixture, "augment.flip"), "0.5"));
  g_assert_null (strstr (summary_of (fixture, "augment.flip"), "Shift"));
}

static void
wait_for_features (Fixture *fixture, bool wanted)
{
  IsoExperiment *experiment;
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  while ((experiment = iso_session_experiment (fixture->session)) == NULL
         || iso_dataset_shape (experiment->dataset).is_image == wanted)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
      g_assert_true (g_get_monotonic_time () < end);
    }
}

/* Nothing of it can be changed on features, and the group says why. */
static void
test_features_are_not_augmented (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *row = row_of (fixture, "augment.flip");
  GtkWidget *group = gtk_widget_get_ancestor (GTK_WIDGET (row), ISO_TYPE_PARAMETER_GROUP);
  GtkWidget *obstacle = test_find_styled (group, GTK_TYPE_LABEL, "group-obstacle");
  g_autofree char *folder = test_folder_new (), *path = g_build_filename (folder, "features.npy", NULL);
  float features[240 * 4];
  gint32 labels[240];
  for (int i = 0; i < 240; i++)
    {
      labels[i] = i % 4;
      for (int j = 0; j < 4; j++)
        features[4 * i + j] = (float) ((i * 7 + j * 3) % 11);
    }
  test_folder_put (folder, "features.npy",
                   test_npy_bytes (1, "{'descr': '<f4', 'fortran_order': False, 'shape': (240, 4), }", features, sizeof features));
  test_folder_put (folder, "labels.npy",
                   test_npy_bytes (1, "{'descr': '<i4', 'fortran_order': False, 'shape': (240,), }", labels, sizeof labels));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (row)) && !gtk_widget_get_visible (obstacle));
  g_assert_true (iso_session_set (fixture->session, "data.source", path, NULL));
  wait_for_features (fixture, true);
  g_assert_true (!gtk_widget_get_sensitive (GTK_WIDGET (row)) && gtk_widget_get_visible (obstacle));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (obstacle)), "images"));
  g_assert_true (iso_session_set (fixture->session, "data.source", "sample", NULL));
  wait_for_features (fixture, false);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (row)) && !gtk_widget_get_visible (obstacle));
  test_folder_free (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/setup-data/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("summary-of-the-data", test_summary_of_the_data);
  ADD ("augmentation-in-short", test_augmentation_in_short);
  ADD ("features-are-not-augmented", test_features_are_not_augmented);
#undef ADD
  return g_test_run ();
}
