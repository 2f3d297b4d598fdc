/* Single pictures: scaling against a plain version, every format, broken and lying files. */
#include <math.h>
#include <sys/stat.h>

#include "engine/data/image-decode.h"
#include "engine/data/image-scaler.h"
#include "engine/data/memory-budget.h"
#include "engine/data/natural-order.h"
#include "engine/data/product-list.h"
#include "tests/support/pictures.h"

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = test_folder_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_tree_free (fixture->folder);
}

static void
test_natural_order (void)
{
  static const char *const ordered[] = { "",      "1",      "01",     "2",       "9",    "10",  "010", "99999999999999999999998",
                                         "99999999999999999999999", "a",       "a1b2", "a1b10", "a2", "a10",
                                         "a10b", "b" };
  for (size_t i = 0; i < G_N_ELEMENTS (ordered); i++)
    for (size_t j = 0; j < G_N_ELEMENTS (ordered); j++)
      {
        int found = iso_natural_compare (ordered[i], ordered[j]);
        if ((found > 0) - (found < 0) != (i > j) - (i < j))
          g_error ("“%s” and “%s” compare as %d", ordered[i], ordered[j], found);
      }
}

static double
triangle (double x)
{
  return fmax (0.0, 1.0 - fabs (x));
}

/* The scaler's formula, pixel by pixel over the whole picture. */
static double
plain_scaled (const guint8 *pixels, size_t width, size_t height, size_t channels, size_t size, size_t c, size_t i, size_t j)
{
  double shorter = (double) MIN (width, height), step = shorter / (double) size, reach = fmax (step, 1.0);
  double cy = 0.5 * ((double) height - shorter) + ((double) i + 0.5) * step, sum = 0.0, weights = 0.0;
  double cx = 0.5 * ((double) width - shorter) + ((double) j + 0.5) * step;
  for (size_t y = 0; y < height; y++)
    for (size_t x = 0; x < width; x++)
      {
        double weight = triangle (((double) y + 0.5 - cy) / reach) * triangle (((double) x + 0.5 - cx) / reach);
        sum += weight * (double) pixels[(y * width + x) * channels + c];
        weights += weight;
      }
  return sum / weights;
}

static void
test_scaler (void)
{
  static const size_t shapes[][3] = { { 1, 1, 4 },  { 3, 2, 5 },  { 8, 8, 8 },   { 9, 8, 8 },    { 17, 11, 4 },
                                      { 5, 90, 3 }, { 90, 5, 7 }, { 64, 48, 7 }, { 100, 30, 29 }, { 2, 200, 1 } };
  for (size_t s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (size_t channels = 1; channels <= 3; channels += 2)
      {
        size_t width = shapes[s][0], height = shapes[s][1], size = shapes[s][2];
        g_autofree guint8 *pixels = g_malloc (width * height * channels), *out = g_malloc (size * size * channels);
        for (size_t i = 0; i < width * height * channels; i++)
          pixels[i] = (guint8) (i * i * 37 + i * 101 + 5);
        g_autoptr (IsoImageScaler) scaler = iso_image_scaler_new (width, height, channels, size);
        for (size_t y = 0; y < height; y++)
          iso_image_scaler_add_row (scaler, pixels + y * width * channels);
        iso_image_scaler_finish (scaler, out);
        for (size_t c = 0; c < channels; c++)
          for (size_t i = 0; i < size; i++)
            for (size_t j = 0; j < size; j++)
              {
                double expected = plain_scaled (pixels, width, height, channels, size, c, i, j);
                g_assert_false (!(fabs ((double) out[(c * size + i) * size + j] - expected) <= 0.501));
              }
      }
}

static bool
decode (guint8 *out, const Fixture *fixture, const char *name, size_t size, size_t channels, GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (IsoImageDecoder) decoder = iso_image_decoder_new (size, channels, NULL);
  return iso_image_decode (decoder, out, path, error);
}

/* One colour all over, within `tolerance`. */
static void
check_plain (const Fixture *fixture, const char *name, int red, int green, int blue, int tolerance)
{
  const int color[3] = { red, green, blue };
  int grey = (int) (0.299 * red + 0.587 * green + 0.114 * blue + 0.5);
  guint8 out[3 * 64];
  g_autoptr (GError) error = NULL;
  decode (out, fixture, name, 8, 3, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 3 * 64; i++)
    g_assert_cmpint (ABS (out[i] - color[i / 64]), <=, tolerance);
  decode (out, fixture, name, 8, 1, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 64; i++)
    g_assert_cmpint (ABS (out[i] - grey), <=, tolerance + 1);
}

static void
test_png_kinds (Fixture *fixture, gconstpointer data)
{
  static const guint8 palette[6] = { 10, 20, 30, 200, 100, 50 };
  static const guint8 indices[4] = { 0, 0x80, 0, 0x80 }; /* two rows of one bit a pixel */
  static const guint8 deep[5] = { 0, 77, 200, 77, 3 };   /* one row of two pixels of 16 bits */
  test_folder_put (fixture->folder, "plain.png", test_plain_png (20, 9, 250, 128, 3, -1));
  test_folder_put (fixture->folder, "clear.png", test_plain_png (3, 30, 250, 128, 3, 0));
  test_folder_put (fixture->folder, "half.png", test_plain_png (8, 8, 0, 100, 200, 51));
  test_folder_put (fixture->folder, "palette.png", test_png (1, 2, 1, 3, palette, 6, indices, 4));
  test_folder_put (fixture->folder, "deep.png", test_png (2, 1, 16, 0, NULL, 0, deep, 5));
  check_plain (fixture, "plain.png", 250, 128, 3, 0);
  check_plain (fixture, "clear.png", 255, 255, 255, 0);
  check_plain (fixture, "half.png", 204, 224, 244, 0);
  check_plain (fixture, "palette.png", 200, 100, 50, 0);
  check_plain (fixture, "deep.png", 77, 77, 77, 0);
}

static void
test_pnm_kinds (Fixture *fixture, gconstpointer data)
{
  test_folder_put (fixture->folder, "color.ppm", test_text ("P6\n2 2\n255\nabcabcabcabc"));
  test_folder_put (fixture->folder, "grey.pgm", test_text ("P5\n1 3\n255\nddd"));
  test_folder_put (fixture->folder, "words.pgm", test_text ("P2\n3 1\n255\n7 7 7\n"));
  test_folder_put (fixture->folder, "half.ppm", test_text ("P6\n2 9\n255\nabcabcabc"));
  check_plain (fixture, "color.ppm", 'a', 'b', 'c', 0);
  check_plain (fixture, "grey.pgm", 'd', 'd', 'd', 0);
  check_plain (fixture, "words.pgm", 7, 7, 7, 0);
  guint8 out[3 * 64];
  g_autoptr (GError) error = NULL;
  g_assert_false (decode (out, fixture, "half.ppm", 8, 3, &error));
  test_error (error, ISO_ERROR_FORMAT, "cannot be decoded");
}

/* Every format, whatever the name says; JPEG also where its decoder reduces. */
static void
test_formats (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *kind, *name;
    int width, height, tolerance;
  } cases[] = { { "png", "a.png", 40, 30, 0 },    { "png", "a.jpg", 33, 57, 0 },    { "tiff", "a.tif", 40, 30, 0 },
                { "bmp", "a.bmp", 40, 30, 0 },    { "jpeg", "b.jpeg", 40, 30, 6 },  { "jpeg", "b.png", 260, 200, 6 },
                { "jpeg", "c.jpg", 16, 16, 12 },   { "jpeg", "d.jpg", 1023, 517, 6 } };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 out[3 * 256];
      g_autoptr (GError) error = NULL;
      g_autoptr (GdkPixbuf) slope = test_slope (cases[i].width, cases[i].height);
      g_autoptr (IsoImageScaler) scaler = iso_image_scaler_new ((size_t) cases[i].width, (size_t) cases[i].height, 3, 16);
      guint8 expected[3 * 256];
      for (int y = 0; y < cases[i].height; y++)
        iso_image_scaler_add_row (scaler, gdk_pixbuf_read_pixels (slope) + y * gdk_pixbuf_get_rowstride (slope));
      iso_image_scaler_finish (scaler, expected);
      test_folder_put (fixture->folder, cases[i].name, test_slope_file (cases[i].width, cases[i].height, cases[i].kind));
      decode (out, fixture, cases[i].name, 16, 3, &error);
      g_assert_no_error (error);
      for (int j = 0; j < 3 * 256; j++)
        g_assert_cmpint (ABS (out[j] - expected[j]), <=, cases[i].tolerance);
    }
}

#ifdef ISO_HAVE_JPEG
static void
test_jpeg_kinds (Fixture *fixture, gconstpointer data)
{
  static const guint8 grey[1] = { 90 }, color[3] = { 200, 90, 30 }, inks[4] = { 255, 102, 51, 204 };
  for (int progressive = 0; progressive < 2; progressive++)
    {
      test_folder_put (fixture->folder, "g.jpg", test_plain_jpeg (50, 21, JCS_GRAYSCALE, 1, grey, progressive));
      test_folder_put (fixture->folder, "c.jpg", test_plain_jpeg (90, 70, JCS_RGB, 3, color, progressive));
      test_folder_put (fixture->folder, "k.jpg", test_plain_jpeg (16, 16, JCS_CMYK, 4, inks, progressive));
      check_plain (fixture, "g.jpg", 90, 90, 90, 1);
      check_plain (fixture, "c.jpg", 200, 90, 30, 2);
      check_plain (fixture, "k.jpg", 204, 82, 41, 2); /* inverted inks, as Adobe has them */
    }
}

/* Whole but for the end marker: shown; cut in the middle: not. */
static void
test_jpeg_ends (Fixture *fixture, gconstpointer data)
{
  guint8 out[3 * 1024];
  for (int factor = 1; factor <= 16; factor *= 4)
    {
      g_autoptr (GError) error = NULL;
      GByteArray *endless = test_slope_file (32 * factor, 32 * factor, "jpeg"), *cut = test_slope_file (200, 200, "jpeg");
      g_byte_array_set_size (endless, endless->len - 2);
      g_byte_array_set_size (cut, cut->len * 3 / 4);
      test_folder_put (fixture->folder, "endless.jpg", endless);
      test_folder_put (fixture->folder, "cut.jpg", cut);
      decode (out, fixture, "endless.jpg", 32, 3, &error);
      g_assert_no_error (error);
      g_assert_false (decode (out, fixture, "cut.jpg", 32, 3, &error));
      test_error (error, ISO_ERROR_FORMAT, "cannot be decoded");
    }
}
#endif

static void
check_refused (const Fixture *fixture, const char *name, IsoError code, const char *word)
{
  guint8 out[3 * 64];
  g_autoptr (GError) error = NULL;
  if (decode (out, fixture, name, 8, 3, &error))
    g_error ("%s was not refused", name);
  test_error (error, code, word);
}

static GByteArray *
cut (GByteArray *bytes, guint length)
{
  return g_byte_array_set_size (bytes, length);
}

static void
test_broken (Fixture *fixture, gconstpointer data)
{
  static const guint8 row[4] = { 0 };
  const char *folder = fixture->folder;
  g_autofree char *pipe = g_build_filename (folder, "pipe.png", NULL), *directory = g_build_filename (folder, "folder.jpg", NULL);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (directory, 0700), ==, 0);
  test_folder_put (folder, "empty.jpg", g_byte_array_new ());
  test_folder_put (folder, "text.png", test_text ("no picture"));
  test_folder_put (folder, "marker.jpg", test_text ("\xff\xd8\xff"));
  test_folder_put (folder, "half.png", cut (test_slope_file (60, 60, "png"), 150));
  test_folder_put (folder, "header.png", cut (test_slope_file (60, 60, "png"), 40));
  test_folder_put (folder, "half.tif", cut (test_slope_file (60, 60, "tiff"), 100));
  test_folder_put (folder, "half.bmp", cut (test_slope_file (60, 60, "bmp"), 3000));
  test_folder_put (folder, "half.jpg", cut (test_slope_file (60, 60, "jpeg"), 400));
  test_folder_put (folder, "huge.png", test_png (100000, 100000, 8, 2, NULL, 0, row, 4));
  test_folder_put (folder, "wide.png", test_png (1u << 30, 1, 8, 2, NULL, 0, row, 4));
  test_folder_put (folder, "much.png", test_png (20000, 20000, 8, 2, NULL, 0, row, 4));
  test_folder_put (folder, "few.png", test_png (20, 20, 8, 2, NULL, 0, row, 4));
  check_refused (fixture, "nowhere.png", ISO_ERROR_FILE, "cannot be opened");
  check_refused (fixture, "pipe.png", ISO_ERROR_FILE, "regular file");
  check_refused (fixture, "folder.jpg", ISO_ERROR_FILE, "regular file");
  check_refused (fixture, "empty.jpg", ISO_ERROR_FORMAT, "empty");
  check_refused (fixture, "text.png", ISO_ERROR_FORMAT, "known kind");
  check_refused (fixture, "marker.jpg", ISO_ERROR_FORMAT, "cannot be decoded");
  for (size_t i = 0; i < 5; i++)
    check_refused (fixture, (const char *const[]) { "half.png", "header.png", "half.tif", "half.bmp", "half.jpg" }[i],
                   ISO_ERROR_FORMAT, "cannot be decoded");
  check_refused (fixture, "huge.png", ISO_ERROR_FORMAT, "100000 × 100000");
  check_refused (fixture, "wide.png", ISO_ERROR_FORMAT, "");
  check_refused (fixture, "much.png", ISO_ERROR_FORMAT, "20000 × 20000");
  check_refused (fixture, "few.png", ISO_ERROR_FORMAT, "cannot be decoded");
}

/* A JPEG that says it is 60000 × 60000: its size is two numbers in the frame header. */
static void
test_lying_jpeg (Fixture *fixture, gconstpointer data)
{
  GByteArray *bytes = test_slope_file (16, 16, "jpeg");
  for (guint i = 0; i + 9 < bytes->len; i++)
    if (bytes->data[i] == 0xff && bytes->data[i + 1] == 0xc0)
      for (int j = 5; j < 9; j += 2)
        {
          bytes->data[i + (guint) j] = 60000 >> 8;
          bytes->data[i + (guint) j + 1] = 60000 & 255;
        }
  test_folder_put (fixture->folder, "lie.jpg", bytes);
  check_refused (fixture, "lie.jpg", ISO_ERROR_FORMAT, "60000 × 60000");
}

/* Where gdk-pixbuf has a loader for it, which Debian has in a package of its own. */
static void
test_webp (Fixture *fixture, gconstpointer data)
{
  static const guint8 clear[34] = { 'R', 'I', 'F', 'F', 26, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', 'L', 13, 0, 0, 0, 0x2f, 0, 0,
                                    0, 0x10, 7, 0x10, 0x11, 0x11, 0x88, 0x88, 0xfe, 7, 0 }; /* one transparent pixel */
  g_autofree char *abilities = iso_image_abilities ();
  test_folder_put (fixture->folder, "clear.webp", g_byte_array_append (g_byte_array_new (), clear, sizeof clear));
  test_folder_put (fixture->folder, "cut.webp", g_byte_array_append (g_byte_array_new (), clear, sizeof clear - 4));
  if (strstr (abilities, "webp") == NULL)
    {
      check_refused (fixture, "clear.webp", ISO_ERROR_FORMAT, "no loader");
      return;
    }
  check_plain (fixture, "clear.webp", 255, 255, 255, 0);
  check_refused (fixture, "cut.webp", ISO_ERROR_FORMAT, "it ends before");
}

/* A GIF of one pixel: two frames, of the first and the second color of its table. `cut` bytes are missing at its end. */
static GByteArray *
moving_gif (guint cut)
{
  static const guint8 bytes[] = { 'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0x80, 0, 0, 40, 80, 120, 200, 10, 20,
                                  0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0,
                                  0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0, 0x3b };
  return g_byte_array_append (g_byte_array_new (), bytes, sizeof bytes - cut);
}

static void
test_gif (Fixture *fixture, gconstpointer data)
{
  g_autofree char *abilities = iso_image_abilities ();
  test_folder_put (fixture->folder, "moving.gif", moving_gif (0));
  if (strstr (abilities, "gif") == NULL)
    {
      check_refused (fixture, "moving.gif", ISO_ERROR_FORMAT, "no loader");
      return;
    }
  check_plain (fixture, "moving.gif", 40, 80, 120, 0);
  test_folder_put (fixture->folder, "cut.gif", moving_gif (22));
  check_refused (fixture, "cut.gif", ISO_ERROR_FORMAT, "cannot be decoded");
}

static void
test_names (void)
{
  g_assert_true (iso_image_has_name ("a.GIF") && !iso_image_has_name ("a.svg"));
  g_assert_true (iso_image_has_foreign_name ("a.HEIC") && iso_image_has_foreign_name ("b.svg") && !iso_image_has_foreign_name ("svg"));
  g_assert_true (iso_image_has_name ("a.JPG") && iso_image_has_name ("b.c.webp") && iso_image_has_name (".tiff"));
  g_assert_false (iso_image_has_name ("jpg") || iso_image_has_name ("a.jpg.txt") || iso_image_has_name ("a."));
}

static GArray *
parse_products (const char *text, GError **error)
{
  GArray *products = g_array_new (FALSE, FALSE, sizeof (IsoProduct));
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_array_set_clear_func (products, iso_product_clear);
  iso_product_list_parse (products, "list.txt", bytes, error);
  return products;
}

static void
test_products (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) products = parse_products ("image_id class_id super_class_id path\r\n1 12 3 bicycle_final/a b.JPG\r\n\n"
                                                "2 2147483647 3\tx/y.jpg",
                                                &error);
  g_assert_no_error (error);
  g_assert_cmpuint (products->len, ==, 2);
  g_assert_cmpint (g_array_index (products, IsoProduct, 0).class_id, ==, 12);
  g_assert_cmpstr (g_array_index (products, IsoProduct, 0).path, ==, "bicycle_final/a b.JPG");
  g_assert_cmpint (g_array_index (products, IsoProduct, 1).class_id, ==, G_MAXINT32);
  g_assert_cmpstr (g_array_index (products, IsoProduct, 1).path, ==, "x/y.jpg");
  static const char *const wrong[] = { "1 2 3", "1 2 a.jpg b", "-1 2 3 a.jpg", "1 2147483648 3 a.jpg", "1 2 3 /etc/passwd",
                                       "1 2 3 a/../../b.jpg", "1 2 3 a.jpg\n\n\nimage_id class_id super_class_id path" };
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) refusal = NULL;
      g_autoptr (GArray) none = parse_products (wrong[i], &refusal);
      test_error (refusal, ISO_ERROR_FORMAT, "list.txt, line", "expected image_id");
    }
}

typedef struct {
  IsoMemoryBudget *budget;
  gint taken, most; /* atomic */
} Sharing;

static gpointer
take_and_give (gpointer data)
{
  Sharing *sharing = data;
  for (int i = 0; i < 300; i++)
    {
      int wanted = i % 50 == 0 ? 20 : 1 + i % 5;
      iso_memory_budget_take (sharing->budget, (guint64) wanted);
      int taken = g_atomic_int_add (&sharing->taken, wanted) + wanted;
      /* More than the budget only for one that wants as much alone. */
      if (taken > 10 && taken != 20)
        g_atomic_int_set (&sharing->most, taken);
      g_atomic_int_add (&sharing->taken, -wanted);
      iso_memory_budget_give (sharing->budget, (guint64) wanted);
    }
  return NULL;
}

static void
test_budget (void)
{
  g_autoptr (IsoMemoryBudget) budget = iso_memory_budget_new (10);
  Sharing sharing = { budget, 0, 0 };
  GThread *threads[4];
  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("share", take_and_give, &sharing);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (sharing.most, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/images/" name, Fixture, NULL, set_up, function, tear_down)
  g_test_add_func ("/images/natural-order", test_natural_order);
  g_test_add_func ("/images/names", test_names);
  g_test_add_func ("/images/scaler", test_scaler);
  g_test_add_func ("/images/products", test_products);
  g_test_add_func ("/images/budget", test_budget);
  ADD ("png-kinds", test_png_kinds);
  ADD ("pnm-kinds", test_pnm_kinds);
  ADD ("formats", test_formats);
#ifdef ISO_HAVE_JPEG
  ADD ("jpeg-kinds", test_jpeg_kinds);
  ADD ("jpeg-ends", test_jpeg_ends);
#endif
  ADD ("broken", test_broken);
  ADD ("lying-jpeg", test_lying_jpeg);
  ADD ("webp", test_webp);
  ADD ("gif", test_gif);
  return g_test_run ();
}
