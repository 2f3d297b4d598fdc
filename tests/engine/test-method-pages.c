/* The pages on losses, miners and samplers: complete, with formulas that can be read, and each parameter's sign explained. */
#include <string.h>

#include "engine/base/formula.h"
#include "engine/train/method-page.h"
#include "engine/train/parameters.h"

static void
assert_formula (const char *notation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoFormula) formula = iso_formula_parse (notation, &error);
  g_assert_no_error (error);
}

static bool
ends_with_year (const char *paper)
{
  return g_regex_match_simple ("(19|20)[0-9]{2}$", paper, 0, 0);
}

static void
check_page (const IsoMethodPage *page)
{
  g_test_message ("%s=%s", page->key, page->name);
  g_assert_true (page->title[0] != '\0' && page->description[0] != '\0' && page->note->use[0] != '\0');
  g_assert_cmpint (page->description[strlen (page->description) - 1], ==, '.');
  g_assert_cmpint (page->note->use[strlen (page->note->use) - 1], ==, '.');
  assert_formula (page->note->formula);
  g_assert_nonnull (page->note->signs[0].sign);
  for (int i = 0; i < ISO_NOTE_SIGNS && page->note->signs[i].sign != NULL; i++)
    {
      assert_formula (page->note->signs[i].sign);
      g_assert_true (page->note->signs[i].meaning[0] != '\0');
    }
  if (page->paper != NULL)
    g_assert_true (ends_with_year (page->paper));
  else
    g_assert_cmpstr (page->key, ==, "batch.sampler");
  g_autofree char *plain = iso_method_page_formula (page);
  g_assert_true (g_utf8_validate (plain, -1, NULL) && strchr (plain, '\\') == NULL);
}

static void
test_all_pages (void)
{
  static const struct {
    const char *key;
    int count;
  } topics[] = { { "loss.name", ISO_LOSS_COUNT }, { "miner.name", ISO_MINER_COUNT }, { "batch.sampler", 4 } };
  g_assert_cmpuint (g_strv_length ((char **) iso_method_topics ()), ==, G_N_ELEMENTS (topics));
  for (size_t t = 0; t < G_N_ELEMENTS (topics); t++)
    {
      IsoMethodPage page;
      g_assert_true (g_strv_contains (iso_method_topics (), topics[t].key));
      for (int index = 0; index < topics[t].count; index++)
        {
          g_assert_true (iso_method_page (&page, topics[t].key, index));
          g_assert_cmpint (page.index, ==, index);
          check_page (&page);
        }
      g_assert_false (iso_method_page (&page, topics[t].key, topics[t].count));
      g_assert_false (iso_method_page (&page, topics[t].key, -1));
    }
  IsoMethodPage page;
  g_assert_false (iso_method_page (&page, "distill.mode", 0));
  g_assert_false (iso_method_page (&page, "nonsense", 0));
}

/* "m⁺" is "m^+" in the notation. */
static char *
in_notation (const char *symbol)
{
  static const char *const raised[][2] = { { "⁺", "^+" }, { "⁻", "^−" }, { "₁", "_1" }, { "₂", "_2" } };
  GString *text = g_string_new (symbol);
  for (size_t i = 0; i < G_N_ELEMENTS (raised); i++)
    g_string_replace (text, raised[i][0], raised[i][1], 0);
  return g_string_free (text, FALSE);
}

/* A parameter with a symbol stands in the formula under that symbol, and the page says what it is. */
static void
test_parameters_are_explained (void)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  guint checked = 0;
  for (size_t i = 0; i < count; i++)
    for (int index = 0; table[i].symbol != NULL && table[i].when_key != NULL && index < 32; index++)
      {
        IsoMethodPage page;
        bool is_own = (table[i].when_mask >> index & 1u) != 0 && iso_method_page (&page, table[i].when_key, index);
        if (!is_own || strcmp (page.key, "batch.sampler") == 0)
          continue;
        g_autofree char *symbol = in_notation (table[i].symbol);
        bool explained = false;
        g_test_message ("%s of %s: %s", table[i].key, page.name, symbol);
        for (int s = 0; s < ISO_NOTE_SIGNS && page.note->signs[s].sign != NULL; s++)
          explained |= strstr (page.note->signs[s].sign, symbol) != NULL;
        g_assert_true (explained);
        g_assert_true (strstr (page.note->formula, symbol) != NULL);
        checked++;
      }
  g_assert_cmpuint (checked, >=, 34);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/method-pages/all", test_all_pages);
  g_test_add_func ("/method-pages/parameters", test_parameters_are_explained);
  return g_test_run ();
}
