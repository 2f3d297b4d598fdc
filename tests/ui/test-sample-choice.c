/* What is pointed at, picked and selected: said once each time it changes, and never else. */
#include <gtk/gtk.h>

#include "ui/plot/sample-choice.h"

static void
count (guint *calls)
{
  ++*calls;
}

static void
test_pairs (void)
{
  g_autoptr (IsoSampleChoice) choice = iso_sample_choice_new ();
  guint pointed = 0, picked = 0;
  g_signal_connect_swapped (choice, "pointed", G_CALLBACK (count), &pointed);
  g_signal_connect_swapped (choice, "picked", G_CALLBACK (count), &picked);
  g_assert_cmpuint (iso_sample_choice_pointed (choice).sample, ==, ISO_NO_SAMPLE);
  iso_sample_choice_point (choice, 3, 9);
  iso_sample_choice_point (choice, 3, 9);
  g_assert_cmpuint (pointed, ==, 1);
  g_assert_cmpuint (iso_sample_choice_pointed (choice).other, ==, 9);
  iso_sample_choice_point (choice, ISO_NO_SAMPLE, 9);
  g_assert_cmpuint (iso_sample_choice_pointed (choice).other, ==, ISO_NO_SAMPLE);
  g_assert_cmpuint (pointed, ==, 2);
  iso_sample_choice_pick (choice, 5, ISO_NO_SAMPLE);
  g_assert_cmpuint (picked, ==, 1);
  g_assert_cmpuint (pointed, ==, 2);
  iso_sample_choice_clear (choice);
  g_assert_cmpuint (picked, ==, 2);
  g_assert_cmpuint (pointed, ==, 2);
}

static void
test_selection (void)
{
  static const guint32 some[] = { 200, 3, 64, 3 }, others[] = { 3, 1000 }, same[] = { 64, 200, 3 };
  g_autoptr (IsoSampleChoice) choice = iso_sample_choice_new ();
  guint calls = 0;
  size_t length;
  g_signal_connect_swapped (choice, "selected", G_CALLBACK (count), &calls);
  iso_sample_choice_select (choice, NULL, 0, ISO_SELECT_INSTEAD);
  g_assert_cmpuint (calls, ==, 0);
  iso_sample_choice_select (choice, some, G_N_ELEMENTS (some), ISO_SELECT_INSTEAD);
  g_assert_cmpuint (calls, ==, 1);
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, 3);
  g_assert_true (iso_sample_choice_is_selected (choice, 64));
  g_assert_false (iso_sample_choice_is_selected (choice, 65));
  g_assert_false (iso_sample_choice_is_selected (choice, 1000000));
  iso_sample_choice_select (choice, same, G_N_ELEMENTS (same), ISO_SELECT_INSTEAD);
  g_assert_cmpuint (calls, ==, 1);
  iso_sample_choice_select (choice, others, G_N_ELEMENTS (others), ISO_SELECT_TOO);
  g_assert_cmpuint (calls, ==, 2);
  g_autofree guint32 *all = iso_sample_choice_selected (choice, &length);
  g_assert_cmpuint (length, ==, 4);
  g_assert_cmpuint (all[0], ==, 3);
  g_assert_cmpuint (all[1], ==, 64);
  g_assert_cmpuint (all[2], ==, 200);
  g_assert_cmpuint (all[3], ==, 1000);
  iso_sample_choice_select (choice, others, G_N_ELEMENTS (others), ISO_SELECT_NO_MORE);
  iso_sample_choice_select (choice, others, G_N_ELEMENTS (others), ISO_SELECT_NO_MORE);
  g_assert_cmpuint (calls, ==, 3);
  g_assert_cmpuint (iso_sample_choice_selected_count (choice), ==, 2);
  iso_sample_choice_clear (choice);
  g_assert_cmpuint (calls, ==, 4);
  g_assert_false (iso_sample_choice_has_selection (choice));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  g_test_add_func ("/sample-choice/pairs", test_pairs);
  g_test_add_func ("/sample-choice/selection", test_selection);
  return g_test_run ();
}
