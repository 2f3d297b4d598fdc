/* Compared runs without a widget: groups, labels, colours; scores, differences and what is said of them, against R. */
#include <glib.h>

#include "tests/support/compared-fixture.h"
#include "ui/plot/score-sheet.h"

#define NEAR(a, b, tolerance) g_assert_true (fabs ((a) - (b)) <= (tolerance))

static void
test_groups (void)
{
  g_autoptr (IsoComparedRuns) runs = test_compared_new (test_seeds, G_N_ELEMENTS (test_seeds));
  g_assert_cmpuint (runs->count, ==, 10);
  g_assert_cmpuint (runs->group_count, ==, 3);
  g_assert_cmpstr (runs->groups[0].label, ==, "plain");
  g_assert_cmpstr (runs->groups[1].label, ==, "OBDP");
  g_assert_cmpstr (runs->groups[2].label, ==, "PSD");
  g_assert_cmpstr (runs->runs[5].label, ==, "OBDP · seed 2");
  g_assert_cmpstr (runs->runs[9].label, ==, "PSD");
  /* One colour a group; its runs differ in their dash. */
  g_assert_cmpint (runs->runs[4].color, ==, runs->groups[1].color);
  g_assert_cmpint (runs->runs[4].dash, !=, runs->runs[5].dash);
  g_assert_cmpint (runs->groups[0].color, !=, runs->groups[1].color);
  g_assert_cmpuint (iso_compared_runs_find (runs, 7), ==, 6);
  g_assert_cmpuint (iso_compared_runs_find (runs, 77), ==, 10);
  g_autofree char *words = iso_compared_runs_words (runs);
  g_assert_cmpstr (words, ==, "10 runs in 3 groups");
  g_assert_false (iso_compared_runs_are_growing (runs));
}

static void
test_labels (void)
{
  static const TestRun named[] = { { 1, "calm 1", "obdp", "50", "1", 0.8, 2 }, { 2, "calm 2", "obdp", "50", "2", 0.8, 2 },
                                   { 3, "wild", "obdp", "20", "1", 0.8, 2 } };
  g_autoptr (IsoComparedRuns) own = test_compared_new (named, 3);
  g_assert_cmpstr (own->groups[0].label, ==, "calm");
  g_assert_cmpstr (own->groups[1].label, ==, "wild");
  static const TestRun seeds[] = { { 1, "calm, seed 1", "obdp", "50", "1", 0.8, 2 }, { 2, "calm, seed 2", "obdp", "50", "2", 0.8, 2 },
                                   { 3, "birdseed 1", "obdp", "20", "1", 0.8, 2 }, { 4, "birdseed 2", "obdp", "20", "2", 0.8, 2 } };
  g_autoptr (IsoComparedRuns) numbered = test_compared_new (seeds, 4);
  g_assert_cmpstr (numbered->groups[0].label, ==, "calm");
  g_assert_cmpstr (numbered->groups[1].label, ==, "birdseed");
  /* λ tells them apart, and says nothing of the plain one. */
  static const TestRun plain[] = { { 1, NULL, "obdp", "50", "1", 0.8, 2 }, { 2, NULL, "obdp", "20", "1", 0.8, 2 },
                                   { 3, NULL, "none", "20", "1", 0.8, 2 } };
  g_autoptr (IsoComparedRuns) settings = test_compared_new (plain, 3);
  g_assert_cmpstr (settings->groups[0].label, ==, "OBDP · λ 50");
  g_assert_cmpstr (settings->groups[1].label, ==, "OBDP · λ 20");
  g_assert_cmpstr (settings->groups[2].label, ==, "plain");
  /* Where all repeat each other each has a colour; the same seed twice is told by its number. */
  static const TestRun same[] = { { 1, NULL, "obdp", "50", "1", 0.8, 2 }, { 2, NULL, "obdp", "50", "1", 0.8, 2 } };
  g_autoptr (IsoComparedRuns) twice = test_compared_new (same, 2);
  g_assert_cmpuint (twice->group_count, ==, 1);
  g_assert_cmpstr (twice->runs[1].label, ==, "#2");
  g_assert_cmpint (twice->runs[0].color, !=, twice->runs[1].color);
}

static void
test_sheet (void)
{
  g_autoptr (IsoComparedRuns) runs = test_compared_new (test_seeds, 9);
  g_assert_cmpuint (iso_score_sheet_default_baseline (runs), ==, 0);
  g_autoptr (IsoScoreSheet) sheet = iso_score_sheet_new (runs, ISO_OVERLAY_TEST, 0);
  g_assert_cmpuint (sheet->key_count, ==, 1);
  g_assert_cmpuint (sheet->best[0], ==, 1);
  /* R: t.test (a, b) */
  NEAR (sheet->differences[1].difference - sheet->differences[1].half_width, 0.0038150342551340833, 1e-11);
  NEAR (sheet->differences[1].difference + sheet->differences[1].half_width, 0.0237849657448657645, 1e-11);
  g_autofree char *away = iso_score_sheet_difference_text (sheet, 1, 0), *own = iso_score_sheet_difference_text (sheet, 0, 0);
  g_assert_cmpstr (away, ==, "+0.0138 [0.0038, 0.0238]");
  g_assert_cmpstr (own, ==, "");
  g_autofree char *verdict = iso_score_sheet_verdict (sheet, 0);
  g_assert_cmpstr (verdict, ==, "OBDP is +0.0138 [0.0038, 0.0238] recall@1 above plain, 5 and 4 runs.\n"
                                "The 95 % interval (Welch's t) leaves 0 out: p = 0.016.");
  /* Seen from the other side. */
  g_autoptr (IsoScoreSheet) turned = iso_score_sheet_new (runs, ISO_OVERLAY_TEST, 1);
  g_autofree char *below = iso_score_sheet_verdict (turned, 0);
  g_assert_true (g_str_has_prefix (below, "plain is 0.0138 [0.0038, 0.0238] recall@1 below OBDP, 4 and 5 runs."));
  /* A part that nobody evaluated. */
  g_autoptr (IsoScoreSheet) none = iso_score_sheet_new (runs, ISO_OVERLAY_VALIDATION, 0);
  g_autofree char *nothing = iso_score_sheet_verdict (none, 0);
  g_assert_cmpuint (none->key_count, ==, 0);
  g_assert_cmpstr (nothing, ==, "None of these runs has been evaluated on this part yet.");
}

/* Missing scores, single runs, one group: nothing is made up. */
static void
test_few (void)
{
  static const TestRun single[] = { { 1, NULL, "none", "50", "1", 0.8, 2 }, { 2, NULL, "obdp", "50", "1", 0.75, 2 } };
  g_autoptr (IsoComparedRuns) two = test_compared_new (single, 2);
  g_autoptr (IsoScoreSheet) sheet = iso_score_sheet_new (two, ISO_OVERLAY_TEST, 9);
  g_autofree char *verdict = iso_score_sheet_verdict (sheet, 0);
  g_assert_cmpuint (sheet->baseline, ==, 0);
  g_assert_cmpstr (verdict, ==, "OBDP is 0.0500 recall@1 below plain, 1 run each.\n"
                                "One run says nothing of chance: repeat both with two seeds or more.");
  static const TestRun broken[] = { { 1, NULL, "none", "50", "1", 0.8, 2 }, { 2, NULL, "obdp", "50", "1", NAN, 2 } };
  g_autoptr (IsoComparedRuns) missing = test_compared_new (broken, 2);
  g_autoptr (IsoScoreSheet) gap = iso_score_sheet_new (missing, ISO_OVERLAY_TEST, 0);
  g_autofree char *unknown = iso_score_sheet_verdict (gap, 0);
  g_assert_cmpstr (unknown, ==, "recall@1 is known of too few of these runs to compare them.");
  g_assert_cmpuint (gap->best[0], ==, 2);
  g_autoptr (IsoComparedRuns) seeds = test_compared_new (test_seeds, 4);
  g_autoptr (IsoScoreSheet) one = iso_score_sheet_new (seeds, ISO_OVERLAY_TEST, 0);
  g_autofree char *alone = iso_score_sheet_verdict (one, 0);
  g_assert_true (g_str_has_prefix (alone, "All of these runs repeat each other: recall@1 0.7990 ± 0.01"));
  /* Equal means: nothing is best. */
  static const TestRun same[] = { { 1, NULL, "none", "50", "1", 0.8, 2 }, { 2, NULL, "obdp", "50", "1", 0.8, 2 } };
  g_autoptr (IsoComparedRuns) equal = test_compared_new (same, 2);
  g_autoptr (IsoScoreSheet) level = iso_score_sheet_new (equal, ISO_OVERLAY_TEST, 0);
  g_autofree char *alike = iso_score_sheet_verdict (level, 0);
  g_assert_cmpuint (level->best[0], ==, 2);
  g_assert_true (g_str_has_prefix (alike, "OBDP and plain have the same recall@1, 1 run each."));
}

static void
test_table (void)
{
  static const TestRun odd[] = { { 1, "a, \"b\"", "none", "50", "1", 0.8, 2 }, { 2, "tab\there", "obdp", "50", "1", 0.75, 2 } };
  g_autoptr (IsoComparedRuns) runs = test_compared_new (odd, 2);
  g_autoptr (IsoScoreSheet) sheet = iso_score_sheet_new (runs, ISO_OVERLAY_TEST, 0);
  g_autofree char *csv = iso_score_sheet_table (sheet, ','), *tsv = iso_score_sheet_table (sheet, '\t');
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1), cells = g_strsplit (tsv, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "group,run,test recall@1 n,test recall@1 mean,test recall@1 sd,test recall@1 interval95,"
                                 "test recall@1 difference,test recall@1 difference_interval95,test recall@1 p");
  g_assert_cmpstr (lines[1], ==, "\"a, \"\"b\"\"\",,1,0.8,,,,,");
  g_assert_cmpstr (lines[2], ==, "\"a, \"\"b\"\"\",1,1,0.8,,,,,");
  g_assert_cmpstr (lines[3], ==, "tab\there,,1,0.75,,,-0.05,,");
  g_assert_cmpstr (cells[3], ==, "tab here\t\t1\t0.75\t\t\t-0.05\t\t");
  g_assert_cmpstr (lines[5], ==, "");
  /* As many cells in each row. */
  for (size_t i = 0; i < 5; i++)
    {
      size_t tabs = 0;
      for (const char *c = cells[i]; *c != '\0'; c++)
        tabs += *c == '\t';
      g_assert_cmpuint (tabs, ==, 8);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/score-sheet/groups", test_groups);
  g_test_add_func ("/score-sheet/labels", test_labels);
  g_test_add_func ("/score-sheet/sheet", test_sheet);
  g_test_add_func ("/score-sheet/few", test_few);
  g_test_add_func ("/score-sheet/table", test_table);
  return g_test_run ();
}
