/* The drawings of pages on losses, miners and samplers: formulas keep to the room that they are given and to the box that they
 * measure; profiles stay in their frame and show both sides. */
#include <math.h>
#include <string.h>

#include "engine/train/method-page.h"
#include "ui/figure/formula-figure.h"
#include "ui/figure/profile-figure.h"

#define EDGE 24 /* of the canvas around what is drawn */

typedef struct {
  cairo_surface_t *surface;
  cairo_t *cairo;
  int width, height;
} Canvas;

static void
canvas_init (Canvas *canvas, int width, int height, const IsoTheme *theme)
{
  canvas->width = width;
  canvas->height = height;
  canvas->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  canvas->cairo = cairo_create (canvas->surface);
  iso_set_color (canvas->cairo, theme->background);
  cairo_paint (canvas->cairo);
}

static void
canvas_clear (Canvas *canvas)
{
  cairo_destroy (canvas->cairo);
  cairo_surface_destroy (canvas->surface);
}

static guint32
pixel_at (const Canvas *canvas, int x, int y)
{
  const unsigned char *row = cairo_image_surface_get_data (canvas->surface) + y * cairo_image_surface_get_stride (canvas->surface);
  guint32 pixel;
  memcpy (&pixel, row + 4 * x, sizeof pixel);
  return pixel;
}

/* The least rectangle that holds all that is not ground: left, top, right, bottom; right < left where nothing was drawn. */
static void
find_ink (int edges[4], const Canvas *canvas, const IsoTheme *theme)
{
  guint32 ground = iso_color_pixel (theme->background);
  cairo_surface_flush (canvas->surface);
  edges[0] = canvas->width;
  edges[1] = canvas->height;
  edges[2] = edges[3] = -1;
  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      if (pixel_at (canvas, x, y) != ground)
        {
          edges[0] = MIN (edges[0], x);
          edges[1] = MIN (edges[1], y);
          edges[2] = MAX (edges[2], x);
          edges[3] = MAX (edges[3], y);
        }
}

static void
measure (double *width, double *height, const char *notation, double size, double room)
{
  g_autoptr (IsoFormula) formula = iso_formula_parse (notation, NULL);
  Canvas canvas;
  canvas_init (&canvas, 4, 4, iso_theme (ISO_THEME_LIGHT));
  iso_formula_figure_measure (width, height, NULL, canvas.cairo, formula, size, room);
  canvas_clear (&canvas);
}

static void
test_sizes (void)
{
  double plain[2], other[2];
  measure (&plain[0], &plain[1], "x", 18.0, 0.0);
  g_assert_true (plain[0] > 0.0 && plain[1] > 0.0);
  static const char *const taller[] = { "x_i", "x^2", "\\frac{a}{b}", "\\sum{i} x", "\\sqrt{x}", "\\paren{\\frac{a}{b}}", "x\nx" };
  for (size_t i = 0; i < G_N_ELEMENTS (taller); i++)
    {
      measure (&other[0], &other[1], taller[i], 18.0, 0.0);
      g_assert_cmpfloat (other[1], >, plain[1]);
    }
  measure (&other[0], &other[1], "x", 36.0, 0.0);
  g_assert_cmpfloat_with_epsilon (other[0], 2.0 * plain[0], 2.5);
  g_assert_cmpfloat_with_epsilon (other[1], 2.0 * plain[1], 2.5);
  /* Both indices of one letter stand above each other. */
  double both[2];
  measure (&both[0], &both[1], "x_a^b", 18.0, 0.0);
  measure (&other[0], &other[1], "x_{ab}", 18.0, 0.0);
  g_assert_cmpfloat (both[0], <, other[0]);
}

static void
test_lines (void)
{
  static const char sum[] = "L = aaaa bbbb + cccc dddd + eeee ffff";
  double wide[2], narrow[2], least[2];
  measure (&wide[0], &wide[1], sum, 18.0, 0.0);
  measure (&narrow[0], &narrow[1], sum, 18.0, 0.7 * wide[0]);
  g_assert_cmpfloat (narrow[0], <=, 0.7 * wide[0]);
  g_assert_cmpfloat (narrow[1], >, 1.5 * wide[1]);
  /* What cannot be broken is set smaller. */
  measure (&wide[0], &wide[1], "aaaa bbbb cccc dddd", 18.0, 0.0);
  measure (&least[0], &least[1], "aaaa bbbb cccc dddd", 18.0, 0.7 * wide[0]);
  g_assert_cmpfloat (least[0], <=, 0.7 * wide[0]);
  g_assert_cmpfloat (least[1], <, wide[1]);
}

/* Every formula, at the page's width and at a narrow one: in its room, its ink in its box. */
static void
check_formula (const char *notation, const IsoTheme *theme, double room)
{
  g_autoptr (IsoFormula) formula = iso_formula_parse (notation, NULL);
  double width, height, baseline;
  int edges[4];
  Canvas canvas;
  canvas_init (&canvas, (int) room + 2 * EDGE, 400, theme);
  iso_formula_figure_measure (&width, &height, &baseline, canvas.cairo, formula, 18.0, room);
  g_assert_cmpfloat (width, <=, room);
  g_assert_cmpfloat (height, <, 400.0 - 2 * EDGE);
  g_assert_true (baseline > 0.0 && baseline <= height);
  iso_formula_figure_draw (canvas.cairo, formula, EDGE, EDGE, 18.0, room, theme->text);
  find_ink (edges, &canvas, theme);
  g_assert_cmpint (edges[0], >=, EDGE - 2);
  g_assert_cmpint (edges[1], >=, EDGE - 1);
  g_assert_cmpfloat (edges[2], <=, EDGE + width + 2.0);
  g_assert_cmpfloat (edges[3], <=, EDGE + height + 1.0);
  /* The box is not much larger than what is in it. */
  g_assert_cmpfloat (edges[2] - edges[0], >=, 0.9 * width - 8.0);
  g_assert_cmpfloat (edges[3] - edges[1], >=, 0.75 * height - 6.0);
  canvas_clear (&canvas);
}

static void
test_every_formula (void)
{
  const char *const *topics = iso_method_topics ();
  for (int topic = 0; topics[topic] != NULL; topic++)
    {
      IsoMethodPage page;
      for (int index = 0; iso_method_page (&page, topics[topic], index); index++)
        {
          g_test_message ("%s", page.name);
          check_formula (page.note->formula, iso_theme (ISO_THEME_LIGHT), 580.0);
          check_formula (page.note->formula, iso_theme (ISO_THEME_DARK), 420.0);
        }
    }
}

/* Pixels of a colour as it is. */
static int
count_color (const Canvas *canvas, IsoColor color)
{
  int count = 0;
  guint32 wanted = iso_color_pixel (color);
  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      count += pixel_at (canvas, x, y) == wanted;
  return count;
}

typedef void (*Draw) (cairo_t *cairo, gconstpointer profile, const IsoTheme *theme, double width, double height);

static void
draw_loss (cairo_t *cairo, gconstpointer profile, const IsoTheme *theme, double width, double height)
{
  iso_loss_profile_draw (cairo, profile, theme, width, height);
}

static void
draw_miner (cairo_t *cairo, gconstpointer profile, const IsoTheme *theme, double width, double height)
{
  iso_miner_profile_draw (cairo, profile, theme, width, height);
}

static void
draw_sampler (cairo_t *cairo, gconstpointer profile, const IsoTheme *theme, double width, double height)
{
  iso_sampler_profile_draw (cairo, profile, theme, width, height);
}

static void
check_profile (Draw draw, gconstpointer profile, const IsoTheme *theme, bool both_sides)
{
  int edges[4];
  Canvas canvas;
  canvas_init (&canvas, 600 + 2 * EDGE, 250 + 2 * EDGE, theme);
  cairo_translate (canvas.cairo, EDGE, EDGE);
  draw (canvas.cairo, profile, theme, 600.0, 250.0);
  find_ink (edges, &canvas, theme);
  g_assert_true (edges[0] >= EDGE && edges[1] >= EDGE && edges[2] < EDGE + 600 && edges[3] < EDGE + 250);
  g_assert_cmpint (edges[2] - edges[0], >, 400);
  g_assert_cmpint (edges[3] - edges[1], >, 150);
  if (both_sides)
    {
      g_assert_cmpint (count_color (&canvas, theme->accent), >, 30);
      g_assert_cmpint (count_color (&canvas, theme->divergence), >, 30);
    }
  canvas_clear (&canvas);
}

static void
test_every_profile (void)
{
  static const IsoThemeName names[] = { ISO_THEME_LIGHT, ISO_THEME_DARK };
  for (size_t t = 0; t < G_N_ELEMENTS (names); t++)
    {
      const IsoTheme *theme = iso_theme (names[t]);
      double values[ISO_LOSS_MAX_PARAMETERS];
      for (guint name = 0; name < ISO_LOSS_COUNT; name++)
        {
          const IsoLossKind *kind = iso_loss_kind ((IsoLossName) name);
          for (size_t slot = 0; slot < kind->parameter_count; slot++)
            values[slot] = kind->parameters[slot].initial;
          g_autofree IsoLossProfile *profile = iso_loss_profile_new (kind, values);
          g_autofree char *words = iso_loss_profile_words (profile);
          g_test_message ("%s: %s", kind->name, words);
          check_profile (draw_loss, profile, theme, true);
          g_assert_nonnull (strstr (words, profile->is_proxy ? "own proxy" : "positive"));
        }
      for (guint name = 0; name < ISO_MINER_COUNT; name++)
        {
          const IsoMinerKind *kind = iso_miner_kind ((IsoMinerName) name);
          IsoMinerProfile profile;
          for (size_t slot = 0; slot < kind->parameter_count; slot++)
            values[slot] = kind->parameters[slot].initial;
          iso_miner_profile (&profile, kind, values);
          check_profile (draw_miner, &profile, theme, true);
        }
      for (int kind = 0; kind <= ISO_SAMPLER_HARD_CLASSES; kind++)
        {
          IsoBatchSettings settings = { .sampler = kind, .with_replacement = 1, .neighborhood = 3 };
          IsoSamplerProfile profile;
          iso_sampler_profile (&profile, &settings);
          check_profile (draw_sampler, &profile, theme, false);
        }
    }
}

/* Above the line of no force there is nothing of the push, below it nothing of the pull. */
static void
test_sides (void)
{
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  const double values[] = { 0.0, 1.0 };
  g_autofree IsoLossProfile *profile = iso_loss_profile_new (iso_loss_kind (ISO_LOSS_CONTRASTIVE), values);
  Canvas canvas;
  canvas_init (&canvas, 600, 250, theme);
  iso_loss_profile_draw (canvas.cairo, profile, theme, 600.0, 250.0);
  cairo_surface_flush (canvas.surface);
  int top = 250, bottom = -1;
  for (int y = 40; y < 200; y++)
    if (pixel_at (&canvas, 120, y) == iso_color_pixel (theme->accent))
      top = MIN (top, y);
    else if (pixel_at (&canvas, 120, y) == iso_color_pixel (theme->divergence))
      bottom = MAX (bottom, y);
  g_assert_cmpint (top, <, bottom);
  g_assert_cmpint (top, >, 30);
  canvas_clear (&canvas);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/method-figures/sizes", test_sizes);
  g_test_add_func ("/method-figures/lines", test_lines);
  g_test_add_func ("/method-figures/formulas", test_every_formula);
  g_test_add_func ("/method-figures/profiles", test_every_profile);
  g_test_add_func ("/method-figures/sides", test_sides);
  return g_test_run ();
}
