/* A pair opened up: its numbers are those of the matrices, its gradients those of the loss, its mining that of the triplets, and what
 * is said about all that. */
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "engine/distill/divergence.h"
#include "tests/support/synthetic-batch.h"
#include "ui/figure/pair-words.h"
#include "ui/figure/row-bars.h"
#include "ui/figure/share-bars.h"

#define SIDE 24
#define CELLS (SIDE * SIDE)

#define NEAR(value, expected, tolerance) g_assert_true (fabs ((double) (value) - (double) (expected)) <= (tolerance))

typedef struct {
  IsoBatchSnapshot *batch;
  IsoTargets *room;
  IsoBatchMatrices *matrices;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->batch = iso_test_batch (SIDE, 8, 4, 3);
  g_clear_pointer (&fixture->batch->loss_gradient, iso_block_free); /* tests that want it make their own */
  fixture->batch->ramp = 0.5;
  fixture->room = iso_targets_new (SIDE);
  fixture->matrices = iso_batch_matrices_new (fixture->batch, &fixture->batch->distill, fixture->room);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  iso_batch_matrices_unref (fixture->matrices);
  iso_targets_free (fixture->room);
  iso_batch_snapshot_unref (fixture->batch);
}

static void
set_settings (Fixture *fixture, const IsoDistillSettings *settings)
{
  iso_batch_matrices_unref (fixture->matrices);
  fixture->matrices = iso_batch_matrices_new (fixture->batch, settings, fixture->room);
}

static IsoPairFacts
facts_of (Fixture *fixture, size_t row, size_t column)
{
  IsoPairFacts facts;
  iso_pair_facts_compute (&facts, fixture->batch, fixture->matrices, row, column);
  return facts;
}

static void
test_stages (Fixture *fixture, gconstpointer data)
{
  IsoPairFacts facts = facts_of (fixture, 5, 9);
  size_t at = 5 * SIDE + 9;
  const float *const *values = fixture->matrices->values;
  g_assert_true (facts.values[ISO_PAIR_TEACHER] == (double) fixture->batch->teacher_similarity[at]);
  g_assert_true (facts.values[ISO_PAIR_STUDENT] == (double) fixture->batch->student_similarity[at]);
  g_assert_true (facts.values[ISO_PAIR_TRANSITION] == (double) values[ISO_MATRIX_TRANSITION][at]);
  g_assert_true (facts.values[ISO_PAIR_KERNEL] == (double) values[ISO_MATRIX_KERNEL][at]);
  g_assert_true (facts.values[ISO_PAIR_PSD] == (double) values[ISO_MATRIX_PSD][at]);
  g_assert_true (facts.values[ISO_PAIR_OBDP] == (double) values[ISO_MATRIX_OBDP][at]);
  g_assert_true (facts.values[ISO_PAIR_SOFTENED] == (double) values[ISO_MATRIX_STUDENT][at]);
}

/* Both splits are of P, whatever is summed up for the eye. */
static void
test_origin (Fixture *fixture, gconstpointer data)
{
  IsoPairFacts facts = facts_of (fixture, 5, 9);
  double by_sample = facts.others, by_length = 0.0;
  g_assert_cmpint (facts.origin, ==, ISO_ORIGIN_EXACT);
  g_assert_cmpuint (facts.part_count, ==, ISO_PAIR_PART_COUNT);
  g_assert_cmpuint (facts.other_count, ==, SIDE - ISO_PAIR_PART_COUNT);
  for (size_t l = 0; l < facts.part_count; l++)
    by_sample += facts.parts[l].contribution;
  for (size_t group = 0; group < ISO_PAIR_LENGTH_COUNT; group++)
    by_length += facts.lengths[group];
  NEAR (by_sample, facts.values[ISO_PAIR_OBDP], 1e-6);
  NEAR (by_length, facts.values[ISO_PAIR_OBDP], 1e-6);
  /* No step at all: (1 − ω) F_0. */
  NEAR (facts.lengths[0], 0.2 * facts.values[ISO_PAIR_PSD], 1e-6);

  IsoDistillSettings settings = fixture->batch->distill;
  settings.steps = 2;
  set_settings (fixture, &settings);
  facts = facts_of (fixture, 5, 9);
  NEAR (facts.lengths[0] + facts.lengths[1] + facts.lengths[2], facts.values[ISO_PAIR_OBDP], 1e-6);
  g_assert_true (facts.lengths[3] == 0.0 && facts.lengths[5] == 0.0);
}

static void
test_no_origin (Fixture *fixture, gconstpointer data)
{
  IsoDistillSettings settings = fixture->batch->distill;
  settings.normalization = ISO_TRANSITION_SYMMETRIC;
  set_settings (fixture, &settings); /* a directed graph: no diffusion */
  IsoPairFacts facts = facts_of (fixture, 5, 9);
  g_assert_cmpint (facts.origin, ==, ISO_ORIGIN_MISSING);
  g_assert_true (isnan (facts.values[ISO_PAIR_OBDP]) && isnan (facts.values[ISO_PAIR_DISTILLATION]));
  settings.graph = ISO_GRAPH_MUTUAL;
  set_settings (fixture, &settings);
  facts = facts_of (fixture, 5, 9);
  g_autofree char *text = iso_pair_origin_text (&facts);
  g_assert_cmpint (facts.origin, ==, ISO_ORIGIN_SYMMETRIC);
  g_assert_nonnull (strstr (text, "no exact split"));
}

/* As iso_divergence() gives it to the trainer, whatever the targets in force. */
static void
test_gradients (Fixture *fixture, gconstpointer data)
{
  static const IsoDistillMode modes[] = { ISO_DISTILL_OBDP, ISO_DISTILL_PSD, ISO_DISTILL_UNIFORM };
  IsoDistillSettings settings = fixture->batch->distill;
  size_t at = 5 * SIDE + 9;
  for (size_t m = 0; m < G_N_ELEMENTS (modes); m++)
    {
      float gradient[CELLS] = { 0.0f };
      settings.mode = modes[m];
      set_settings (fixture, &settings);
      g_assert_true (iso_targets_compute (fixture->room, fixture->batch->teacher_similarity, SIDE, &settings, ISO_STAGES_ALL, NULL,
                                          NULL));
      iso_divergence (NULL, gradient, fixture->batch->student_similarity, fixture->room->targets, settings.tau,
                      0.5 * settings.lambda * settings.tau * settings.tau, SIDE);
      IsoPairFacts facts = facts_of (fixture, 5, 9);
      g_assert_true (gradient[at] != 0.0f);
      NEAR (facts.values[ISO_PAIR_DISTILLATION], gradient[at], 1e-6);
      g_assert_true (isnan (facts.values[ISO_PAIR_LOSS]) && isnan (facts.values[ISO_PAIR_BOTH]));
      g_assert_null (iso_pair_direction (&facts));
    }
  fixture->batch->loss_gradient = iso_floats_new (CELLS);
  fixture->batch->loss_gradient[at] = -1.0f;
  IsoPairFacts facts = facts_of (fixture, 5, 9);
  NEAR (facts.values[ISO_PAIR_BOTH], facts.values[ISO_PAIR_DISTILLATION] - 1.0, 1e-9);
  g_assert_cmpstr (iso_pair_direction (&facts), ==, "Together they pull the pair closer.");
  /* The first epoch has no teacher, and nothing to distill. */
  fixture->batch->has_teacher = false;
  facts = facts_of (fixture, 5, 9);
  g_assert_true (facts.values[ISO_PAIR_DISTILLATION] == 0.0 && facts.values[ISO_PAIR_BOTH] == -1.0);
}

/* ---- the loss ---- */

static char *
mining_text (Fixture *fixture, size_t row, size_t column)
{
  IsoPairMining mining;
  iso_pair_mining_compute (&mining, fixture->batch, ISO_MINED_MARGIN, row, column);
  return iso_pair_mining_text (&mining);
}

static void
check_mining (Fixture *fixture, size_t row, size_t column, const char *expected)
{
  g_autofree char *text = mining_text (fixture, row, column);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_triplets (Fixture *fixture, gconstpointer data)
{
  static const gint32 triplets[] = { 0, 1, 9, 1, 0, 9, 0, 2, 9, 9, 10, 0, 3, 4, 20 };
  float *S = fixture->batch->student_similarity;
  fixture->batch->triplets = g_memdup2 (triplets, sizeof triplets);
  fixture->batch->triplet_count = 5;
  S[1] = S[SIDE] = 0.5f;             /* d² = 1 */
  S[9] = S[9 * SIDE] = 0.0f;         /* d² = 2 */
  S[2] = 0.0f;                       /* d² = 2: as far as the negative */
  S[SIDE + 9] = 0.0f;
  S[9 * SIDE + 10] = 0.95f;
  check_mining (fixture, 0, 1, "Mined as positive in 2 of 5 triplets; none violates the margin");
  check_mining (fixture, 1, 0, "Mined as positive in 2 of 5 triplets; none violates the margin");
  check_mining (fixture, 0, 9, "Mined as negative in 3 of 5 triplets; 1 violates the margin");
  check_mining (fixture, 0, 2, "Mined as positive in 1 of 5 triplets; all violate the margin");
  check_mining (fixture, 5, 6, "Not mined: in none of 5 triplets");
  fixture->batch->is_probe = true;
  check_mining (fixture, 0, 1, "The probe batch: no loss has worked on it");
}

static void
test_pairs (Fixture *fixture, gconstpointer data)
{
  static const gint32 pairs[] = { 0, 1, 4, 5 };
  check_mining (fixture, 0, 1, "The loss compares samples with weights of its own: nothing is mined");
  fixture->batch->health.mined.kind = ISO_MINED_PAIRS;
  check_mining (fixture, 0, 1, "The loss compares all pairs: nothing is mined");
  fixture->batch->loss_gradient = iso_floats_new (CELLS);
  check_mining (fixture, 0, 1, "The loss leaves this pair alone");
  fixture->batch->loss_gradient[1] = -0.5f;
  fixture->batch->loss_gradient[SIDE] = -0.25f;
  fixture->batch->loss_gradient[2] = 2.25f;
  check_mining (fixture, 1, 0, "The loss moves this pair");
  IsoPairMining mining;
  iso_pair_mining_compute (&mining, fixture->batch, ISO_MINED_MARGIN, 0, 1);
  NEAR (mining.gradient_share, 0.25, 1e-9);
  NEAR (mining.gradient, -0.75, 1e-9);
  g_autofree char *text = iso_pair_gradient_text (&mining);
  g_assert_cmpstr (text, ==, "25 % of the loss's gradient: pulled together");
  fixture->batch->pairs = g_memdup2 (pairs, sizeof pairs);
  fixture->batch->pair_count = 2;
  check_mining (fixture, 1, 0, "Drawn as one of 2 pairs");
  check_mining (fixture, 1, 4, "Not among the 2 pairs drawn");
}

/* ---- words ---- */

static void
check_share (double share, const char *expected)
{
  g_autofree char *text = iso_share_text (share);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  IsoPairFacts facts = { .B = 100, .row = 59, .column = 58, .origin = ISO_ORIGIN_EXACT, .part_count = 2, .other_count = 98,
                         .parts = { { 56, 0.61 }, { 59, 0.2 } }, .others = 0.19, .lengths = { 0.1, 0.2, 0.3, 0.2, 0.15, 0.05 } };
  IsoPairFacts before = facts;
  g_autofree char *by = iso_pair_origin_text (&facts), *lengths = iso_pair_lengths_text (&facts);
  g_assert_cmpstr (by, ==, "61 % by 60 → 57 → 59");
  g_assert_cmpstr (lengths, ==, "By the steps of the walk: 0: 10 %, 1: 20 %, 2: 30 %, 3–5: 20 %, 6–10: 15 %, more: 5 %");
  facts.parts[0].sample = 59;
  g_autofree char *own = iso_pair_origin_text (&facts);
  g_assert_cmpstr (own, ==, "61 % from 60 itself");
  facts.parts[0].sample = 58;
  g_autofree char *end = iso_pair_origin_text (&facts);
  g_assert_cmpstr (end, ==, "61 % from walks that end at 59 itself");

  before.values[ISO_PAIR_OBDP] = 0.02084;
  facts.values[ISO_PAIR_OBDP] = 0.03119;
  facts.values[ISO_PAIR_LOSS] = (double) NAN;
  g_autofree char *value = iso_pair_value_text (&facts, &before, ISO_PAIR_OBDP);
  g_autofree char *alone = iso_pair_value_text (&facts, NULL, ISO_PAIR_OBDP);
  g_autofree char *same = iso_pair_value_text (&facts, &before, ISO_PAIR_TEACHER);
  g_autofree char *none = iso_pair_value_text (&facts, NULL, ISO_PAIR_LOSS);
  g_assert_cmpstr (value, ==, "0.0208 → 0.0312");
  g_assert_cmpstr (alone, ==, "0.0312");
  g_assert_cmpstr (same, ==, "0");
  g_assert_cmpstr (none, ==, "–");
  check_share (0.6149, "61 %");
  check_share (0.0437, "4.4 %");
  check_share (0.0001, "less than 0.1 %");
  check_share (0.0, "0 %");
  check_share ((double) NAN, "–");
}

static void
test_row (Fixture *fixture, gconstpointer data)
{
  static const float row[] = { 0.1f, 0.2f, 0.05f, 0.25f, 0.4f }, even[] = { 0.25f, 0.25f, 0.25f, 0.25f };
  static const gint32 labels[] = { 7, 2, 5, 7, 1 };
  g_autofree char *text = iso_row_text (row, labels, NULL, 5);
  g_assert_cmpstr (text, ==, "class 1 40 %, class 7 35 %, class 2 20 %, others 5 %");
  NEAR (iso_row_effective_neighbors (even, 4), 4.0, 1e-6);
  static const float one[] = { 0.0f, 1.0f, 0.0f };
  NEAR (iso_row_effective_neighbors (one, 3), 1.0, 1e-9);
  static const float broken[] = { 0.5f, NAN };
  g_assert_true (isnan (iso_row_effective_neighbors (broken, 2)));
}

/* ---- drawing ---- */

static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  cairo_surface_flush (surface);
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  return ((const guint32 *) (const void *) row)[x];
}

/* Bars are as high as their values, in the colours of their classes; what is too high is cut off with a gap; ticks stand below. */
static void
test_bars (Fixture *fixture, gconstpointer data)
{
  static const float row[] = { 1.0f, 0.5f, 0.0f, 4.0f };
  static const gint32 labels[] = { 0, 0, 1, 1 };
  const int marks[] = { 3, -1 };
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  int height = 40 + (int) ISO_ROW_BARS_TICKS + 1;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 80, height);
  cairo_t *cairo = cairo_create (surface);
  iso_row_bars_draw (cairo, 0.0, 0.0, 80.0, height, row, labels, 4, 1.0, marks, 2, theme);
  guint32 first = iso_color_pixel (iso_class_color (theme, 0)), second = iso_color_pixel (iso_class_color (theme, 1));
  g_assert_cmphex (pixel_at (surface, 10, 1), ==, first);
  g_assert_cmphex (pixel_at (surface, 30, 18), ==, 0);
  g_assert_cmphex (pixel_at (surface, 30, 22), ==, first);
  g_assert_cmphex (pixel_at (surface, 50, 38), ==, 0);
  g_assert_cmphex (pixel_at (surface, 70, 2), ==, second);
  g_assert_cmphex (pixel_at (surface, 70, 5), ==, 0);
  g_assert_cmphex (pixel_at (surface, 70, 9), ==, second);
  g_assert_cmphex (pixel_at (surface, 70, height - 2), !=, 0);
  g_assert_cmphex (pixel_at (surface, 10, height - 2), ==, 0);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

/* More samples than pixels: the largest of a pixel is seen. */
static void
test_dense_bars (Fixture *fixture, gconstpointer data)
{
  g_autofree float *row = g_new0 (float, 1024);
  g_autofree gint32 *labels = g_new0 (gint32, 1024);
  const IsoTheme *theme = iso_theme (ISO_THEME_DARK);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 128, 26);
  cairo_t *cairo = cairo_create (surface);
  row[803] = 1.0f;
  iso_row_bars_draw (cairo, 0.0, 0.0, 128.0, 26.0, row, labels, 1024, 1.0, NULL, 0, theme);
  g_assert_cmphex (pixel_at (surface, 100, 1), ==, iso_color_pixel (iso_class_color (theme, 0)));
  g_assert_cmphex (pixel_at (surface, 99, 1), ==, 0);
  g_assert_cmphex (pixel_at (surface, 101, 1), ==, 0);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static void
test_shares (Fixture *fixture, gconstpointer data)
{
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  static const double shares[] = { 0.25, 0.5, 0.0 };
  static const char *const texts[] = { "25 %", "50 %", "0 %" }, *const names[] = { "0", "1", "2" };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 120, 68);
  cairo_t *cairo = cairo_create (surface);
  iso_share_columns_draw (cairo, 0.0, 0.0, 120.0, 68.0, shares, texts, names, 3, theme);
  guint32 accent = iso_color_pixel (theme->accent);
  g_assert_cmphex (pixel_at (surface, 60, 16), ==, accent);
  g_assert_cmphex (pixel_at (surface, 6, 30), ==, 0);
  g_assert_cmphex (pixel_at (surface, 20, 40), ==, accent);
  g_assert_cmphex (pixel_at (surface, 84, 50), ==, 0);
  iso_share_bar_draw (cairo, 0.0, 0.0, 100.0, 4.0, 0.5, theme->accent, theme);
  g_assert_cmphex (pixel_at (surface, 40, 2), ==, accent);
  g_assert_cmphex (pixel_at (surface, 60, 2), ==, iso_color_pixel (theme->grid));
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/pair-facts/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("stages", test_stages);
  ADD ("origin", test_origin);
  ADD ("no-origin", test_no_origin);
  ADD ("gradients", test_gradients);
  ADD ("triplets", test_triplets);
  ADD ("pairs", test_pairs);
  ADD ("words", test_words);
  ADD ("row", test_row);
  ADD ("bars", test_bars);
  ADD ("dense-bars", test_dense_bars);
  ADD ("shares", test_shares);
  return g_test_run ();
}
