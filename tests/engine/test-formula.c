/* The notation of formulas: what is read, what it says in plain text, what is refused. */
#include "engine/base/error.h"
#include "engine/base/formula.h"

static char *
plain_of (const char *notation)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoFormula) formula = iso_formula_parse (notation, &error);
  g_assert_no_error (error);
  g_assert_cmpint (formula->kind, ==, ISO_FORMULA_LINES);
  return iso_formula_plain (formula);
}

static void
test_plain (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "a + b", "a + b" },
    { "x_i", "x_i" },
    { "x_{ip}^2", "x_{ip}^2" },
    { "x^2_{ip}", "x_{ip}^2" },
    { "\\frac{a}{b + c}", "a/(b + c)" },
    { "\\sqrt{2 − x}", "√(2 − x)" },
    { "\\sum{i} x_i", "Σ_i  x_i" },
    { "\\mean{(a,p)} d", "mean_{(a,p)}  d" },
    { "\\argmin{n} d", "arg min_n  d" },
    { "log\\paren{1 + x}", "log(1 + x)" },
    { "\\brack{x}_+", "[x]_+" },
    { "\\set{1, …, C}", "{1, …, C}" },
    { "\\abs{x}", "|x|" },
    { "L_{\\text{N-pair}}", "L_{N-pair}" },
    { "a\nb", "a\nb" },
    { "e^{x_{i}}", "e^{x_i}" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = plain_of (cases[i][0]);
      g_assert_cmpstr (plain, ==, cases[i][1]);
    }
}

static const IsoFormula *
child (const IsoFormula *formula, guint index)
{
  return g_ptr_array_index (formula->children, index);
}

/* Single letters are variables, names are not; in an index each letter is a variable. */
static void
test_letters (void)
{
  g_autoptr (IsoFormula) formula = iso_formula_parse ("α log d_{ap} Σ", NULL);
  const IsoFormula *row = child (formula, 0);
  g_assert_cmpint (child (row, 0)->kind, ==, ISO_FORMULA_VARIABLE);
  g_assert_cmpint (child (row, 2)->kind, ==, ISO_FORMULA_UPRIGHT);
  g_assert_cmpstr (child (row, 2)->text, ==, "log");
  const IsoFormula *scripts = child (row, 4), *index = child (scripts, 1);
  g_assert_cmpint (scripts->kind, ==, ISO_FORMULA_SCRIPTS);
  g_assert_null (child (scripts, 2));
  g_assert_cmpuint (index->children->len, ==, 2);
  g_assert_cmpint (child (index, 0)->kind, ==, ISO_FORMULA_VARIABLE);
  g_assert_cmpstr (child (index, 1)->text, ==, "p");
  g_assert_cmpint (child (row, 6)->kind, ==, ISO_FORMULA_UPRIGHT);
}

static void
test_refused (void)
{
  static const char *const wrong[] = { "\\frac{a}", "\\frac{a}b", "{a", "a}", "\\nothing{a}", "\\", "x_", "x^", "x_{a", "_a", "^2",
                                       "x_a_b", "x^2^3", "\\sum i", "\\text a", "\\text{a", "a\n}", "x__a", "\\sqrt{\\frac{1}}" };
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", wrong[i]);
      g_assert_null (iso_formula_parse (wrong[i], &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
      g_assert_null (iso_formula_parse (wrong[i], NULL));
    }
}

/* A text made to be deep ends in an error, not in a stack that is too small. */
static void
test_deep (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  for (int i = 0; i < 100000; i++)
    g_string_append_c (deep, '{');
  g_assert_null (iso_formula_parse (deep->str, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formula/plain", test_plain);
  g_test_add_func ("/formula/letters", test_letters);
  g_test_add_func ("/formula/refused", test_refused);
  g_test_add_func ("/formula/deep", test_deep);
  return g_test_run ();
}
