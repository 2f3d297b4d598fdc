/* Values as the panel shows them: the stops of sliders, short texts, titles for keys. */
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/panel/value-grid.h"
#include "ui/session/plain-words.h"

/* Every slider: rising stops inside the range, both ways between stop and value, short texts that are exact. */
static void
test_grids (void)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      IsoSettings settings;
      iso_settings_init (&settings);
      if (table[i].type != ISO_PARAMETER_REAL && table[i].type != ISO_PARAMETER_INTEGER)
        continue;
      g_test_message ("%s", table[i].key);
      g_autoptr (IsoValueGrid) grid = iso_value_grid_new (&table[i]);
      g_assert_cmpuint (iso_value_grid_count (grid), >=, 2);
      g_assert_cmpuint (iso_value_grid_count (grid), <=, 260);
      for (guint stop = 0; stop < iso_value_grid_count (grid); stop++)
        {
          double value = iso_value_grid_value (grid, stop);
          g_autoptr (GError) error = NULL;
          g_autofree char *text = iso_value_text (&table[i], value);
          g_assert_true (stop == 0 || value > iso_value_grid_value (grid, stop - 1));
          g_assert_true (iso_settings_set_number (&settings, &table[i], value, &error));
          g_assert_no_error (error);
          g_assert_cmpfloat (iso_value_grid_position (grid, value), ==, stop);
          g_assert_cmpfloat (g_ascii_strtod (text, NULL), ==, value);
          g_assert_cmpuint (strlen (text), <=, 7);
        }
    }
}

/* Keys become titles where they stand alone, and nothing else is touched. */
static void
test_plain_words (void)
{
  static const char *const cases[][2] = {
    { "distill.k=10 is too much", "“Neighbors” 10 is too much" },
    { "batch.size is 8", "“Batch size” is 8" },
    { "set distill.k.", "set “Neighbors”." },
    { "(batch.size, batch.samples_per_class)", "(“Batch size”, “Samples a class”)" },
    { "distill.tau is 0, distill.tau_d is 1", "“Temperature” is 0, “Diffusion temperature” is 1" },
    { "/home/distill.k/batch.size.npy", "/home/distill.k/batch.size.npy" },
    { "nothing of the kind: ω", "nothing of the kind: ω" },
    { "", "" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = iso_plain_words (cases[i][0]);
      g_assert_cmpstr (plain, ==, cases[i][1]);
    }
}

static void
test_value_texts (void)
{
  IsoParameter real = { .type = ISO_PARAMETER_REAL, .maximum = 1.0 }, wide = { .type = ISO_PARAMETER_REAL, .maximum = 1e6 };
  static const struct {
    double value;
    const char *near, *far;
  } texts[] = { { 0.8, "0.80", "0.8" }, { 3e-4, "3e-4", "3e-4" }, { 0.999, "0.999", "0.999" }, { 0.0, "0", "0" },
                { 20.0, "20", "20" }, { 150.0, "150", "150" }, { 0.125, "0.125", "0.125" }, { 1e-5, "1e-5", "1e-5" },
                { 2.5e7, "2.5e7", "2.5e7" } };
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *near = iso_value_text (&real, texts[i].value), *far = iso_value_text (&wide, texts[i].value);
      g_assert_cmpstr (near, ==, texts[i].near);
      g_assert_cmpstr (far, ==, texts[i].far);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plain-words", test_plain_words);
  g_test_add_func ("/value-grid/stops", test_grids);
  g_test_add_func ("/value-grid/texts", test_value_texts);
  return g_test_run ();
}
