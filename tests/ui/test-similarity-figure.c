/* The densities of similarities as drawn: where what stands, what is said, and that paper gets it too. */
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "engine/base/random.h"
#include "ui/figure/similarity-figure.h"
#include "ui/figure/similarity-words.h"

#define WIDTH 600
#define HEIGHT 360

/* Positives spread about 0.6, negatives about 0: each cosine of a pair in the plane is made by hand. */
static IsoSimilarityHistogram *
histogram_new (void)
{
  const size_t B = 121;
  g_autofree float *S = g_new (float, B * B);
  g_autofree gint32 *labels = g_new (gint32, B);
  IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  IsoRandom random;
  iso_random_init (&random, 1, "test");
  for (size_t i = 0; i < B; i++)
    labels[i] = (gint32) (i % 4);
  for (size_t i = 0; i < B; i++)
    for (size_t j = 0; j <= i; j++)
      S[i * B + j] = S[j * B + i] = (float) CLAMP ((labels[i] == labels[j] ? 0.6 : 0.0) + 0.15 * iso_random_normal (&random), -1.0, 1.0);
  g_assert_true (iso_similarity_histogram_of_matrix (histogram, S, labels, B, NULL));
  return histogram;
}

static cairo_surface_t *
draw (const IsoSimilarityHistogram *histogram, IsoThemeName name, double cursor)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cairo = cairo_create (surface);
  const IsoSimilarityFigure figure = { .histogram = histogram, .theme = iso_theme (name) };
  iso_set_color (cairo, figure.theme->background);
  cairo_paint (cairo);
  iso_similarity_figure_draw (cairo, WIDTH, HEIGHT, &figure);
  if (!isnan (cursor))
    iso_similarity_figure_draw_cursor (cairo, WIDTH, HEIGHT, &figure, cursor);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cairo);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + (size_t) y * (size_t) cairo_image_surface_get_stride (surface);
  return ((const guint32 *) (const void *) row)[(size_t) x];
}

/* Blue minus red of a column, summed up: positives are blue, negatives orange. */
static int
blueness (cairo_surface_t *surface, double similarity)
{
  double x = iso_similarity_figure_place (WIDTH, similarity);
  int sum = 0;
  for (int y = 60; y < HEIGHT - 44; y++)
    {
      guint32 pixel = pixel_at (surface, x, y);
      sum += (int) (pixel & 255) - (int) (pixel >> 16 & 255);
    }
  return sum;
}

static void
test_pixels (void)
{
  g_autofree IsoSimilarityHistogram *histogram = histogram_new ();
  for (int dark = 0; dark < 2; dark++)
    {
      cairo_surface_t *surface = draw (histogram, dark ? ISO_THEME_DARK : ISO_THEME_LIGHT, (double) NAN);
      g_assert_cmpint (blueness (surface, 0.7), >, 2000);
      g_assert_cmpint (blueness (surface, -0.1), <, -2000);
      g_assert_cmpint (abs (blueness (surface, -0.9)), <, 500);
      cairo_surface_destroy (surface);
    }
}

static void
test_places (void)
{
  for (double similarity = -1.0; similarity <= 1.0; similarity += 0.25)
    g_assert_true (fabs (iso_similarity_figure_value (WIDTH, iso_similarity_figure_place (WIDTH, similarity)) - similarity) <= 1e-12);
  g_assert_cmpfloat (iso_similarity_figure_value (WIDTH, 0.0), <, -1.0);
  g_assert_cmpfloat (iso_similarity_figure_value (WIDTH, WIDTH), >, 1.0);
}

static void
test_cursor (void)
{
  g_autofree IsoSimilarityHistogram *histogram = histogram_new ();
  cairo_surface_t *without = draw (histogram, ISO_THEME_LIGHT, (double) NAN), *with = draw (histogram, ISO_THEME_LIGHT, -0.8);
  double x = floor (iso_similarity_figure_place (WIDTH, -0.8));
  size_t changed = 0;
  for (int y = 0; y < HEIGHT; y++)
    changed += pixel_at (without, x, y) != pixel_at (with, x, y);
  g_assert_cmpuint (changed, >, HEIGHT / 2);
  cairo_surface_destroy (without);
  cairo_surface_destroy (with);
}

static cairo_status_t
count_bytes (void *data, const unsigned char *bytes, unsigned int length)
{
  g_string_append_len (data, (const char *) bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
test_paper (void)
{
  g_autofree IsoSimilarityHistogram *histogram = histogram_new ();
  const IsoSimilarityFigure figure = { .histogram = histogram, .title = "Similarities", .subtitle = "of a test",
                                       .theme = iso_theme (ISO_THEME_LIGHT) };
  for (int pdf = 0; pdf < 2; pdf++)
    {
      g_autoptr (GString) file = g_string_new (NULL);
      cairo_surface_t *surface = pdf ? cairo_pdf_surface_create_for_stream (count_bytes, file, WIDTH, HEIGHT)
                                     : cairo_svg_surface_create_for_stream (count_bytes, file, WIDTH, HEIGHT);
      cairo_t *cairo = cairo_create (surface);
      iso_similarity_figure_draw (cairo, WIDTH, HEIGHT, &figure);
      cairo_destroy (cairo);
      cairo_surface_finish (surface);
      g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_destroy (surface);
      g_assert_cmpuint (file->len, >, 3000);
      g_assert_true (pdf || strstr (file->str, "<path") != NULL);
    }
}

static void
test_words (void)
{
  g_autofree IsoSimilarityHistogram *histogram = histogram_new ();
  g_autofree char *summary = iso_similarity_summary (histogram), *words = iso_similarity_words (histogram);
  g_autofree char *readout = iso_similarity_readout (histogram, 0.6), *pairs = iso_similarity_pairs_text (histogram, 0);
  g_assert_true (g_str_has_prefix (summary, "overlap "));
  g_assert_nonnull (strstr (summary, "AUC 0.99"));
  g_assert_nonnull (strstr (words, "a positive is more similar than a negative in 100 % of cases"));
  g_assert_true (g_str_has_prefix (readout, "similarity 0.6; positives: density "));
  g_assert_cmpstr (pairs, ==, "positives: 1\u2009770 pairs");
  g_assert_true (g_utf8_validate (words, -1, NULL));
}

/* Nothing to compare: it says which pairs are missing, and draws what there is. */
static void
test_missing (void)
{
  const float one[] = { 1.0f }, pair[] = { 1.0f, 0.3f, 0.3f, 1.0f };
  const gint32 same[] = { 2, 2 }, different[] = { 0, 1 };
  g_autofree IsoSimilarityHistogram *histogram = g_new (IsoSimilarityHistogram, 1);
  const struct {
    const float *S;
    const gint32 *labels;
    size_t B;
    const char *words;
  } cases[] = { { one, same, 0, "no pairs" }, { one, same, 1, "no pairs" }, { pair, same, 2, "no negatives" },
                { pair, different, 2, "no positives" } };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (iso_similarity_histogram_of_matrix (histogram, cases[i].S, cases[i].labels, cases[i].B, NULL));
      g_autofree char *summary = iso_similarity_summary (histogram), *words = iso_similarity_words (histogram);
      g_assert_true (g_str_has_prefix (summary, cases[i].words));
      g_assert_null (strstr (words, "nan"));
      g_assert_null (strstr (words, "NaN"));
      cairo_surface_destroy (draw (histogram, ISO_THEME_LIGHT, 0.3));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/similarity-figure/pixels", test_pixels);
  g_test_add_func ("/similarity-figure/places", test_places);
  g_test_add_func ("/similarity-figure/cursor", test_cursor);
  g_test_add_func ("/similarity-figure/paper", test_paper);
  g_test_add_func ("/similarity-figure/words", test_words);
  g_test_add_func ("/similarity-figure/missing", test_missing);
  return g_test_run ();
}
