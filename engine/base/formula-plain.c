/* Formulas as plain text. */
#include <string.h>

#include "engine/base/formula.h"

static void append (GString *text, const IsoFormula *formula);

static bool
is_short (const char *plain)
{
  return strpbrk (plain, " +/") == NULL && strstr (plain, "−") == NULL;
}

/* In brackets where it would else run into what stands beside it. */
static void
append_tied (GString *text, const IsoFormula *formula, const char *open, const char *close)
{
  g_autoptr (GString) inner = g_string_new (NULL);
  append (inner, formula);
  bool bare = is_short (inner->str);
  g_string_append_printf (text, "%s%s%s", bare ? "" : open, inner->str, bare ? "" : close);
}

static void
append_script (GString *text, const char *sign, const IsoFormula *script)
{
  g_autoptr (GString) inner = g_string_new (NULL);
  if (script == NULL)
    return;
  append (inner, script);
  bool single = g_utf8_strlen (inner->str, -1) == 1;
  g_string_append_printf (text, single ? "%s%s" : "%s{%s}", sign, inner->str);
}

static void
append (GString *text, const IsoFormula *formula)
{
  IsoFormula **children = formula->children == NULL ? NULL : (IsoFormula **) formula->children->pdata;
  switch (formula->kind)
    {
    case ISO_FORMULA_VARIABLE:
    case ISO_FORMULA_UPRIGHT:
      g_string_append (text, formula->text);
      break;
    case ISO_FORMULA_SCRIPTS:
      append (text, children[0]);
      append_script (text, "_", children[1]);
      append_script (text, "^", children[2]);
      break;
    case ISO_FORMULA_FRACTION:
      append_tied (text, children[0], "(", ")");
      g_string_append_c (text, '/');
      append_tied (text, children[1], "(", ")");
      break;
    case ISO_FORMULA_ROOT:
      g_string_append (text, "√(");
      append (text, children[0]);
      g_string_append_c (text, ')');
      break;
    case ISO_FORMULA_OVER:
      g_string_append (text, formula->text);
      append_script (text, "_", children[0]);
      g_string_append_c (text, ' ');
      break;
    case ISO_FORMULA_FENCE:
      g_string_append_c (text, formula->text[0]);
      append (text, children[0]);
      g_string_append_c (text, formula->text[1]);
      break;
    case ISO_FORMULA_ROW:
    case ISO_FORMULA_LINES:
    default:
      for (guint i = 0; i < formula->children->len; i++)
        {
          if (i > 0 && formula->kind == ISO_FORMULA_LINES)
            g_string_append_c (text, '\n');
          append (text, children[i]);
        }
    }
}

char *
iso_formula_plain (const IsoFormula *formula)
{
  GString *text = g_string_new (NULL);
  append (text, formula);
  return g_string_free (text, FALSE);
}
