#include "engine/base/formula.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"

static IsoFormula *
formula_new (IsoFormulaKind kind, char *text)
{
  IsoFormula *formula = g_new0 (IsoFormula, 1);
  formula->kind = kind;
  formula->text = text;
  return formula;
}

static void
formula_add (IsoFormula *formula, IsoFormula *child)
{
  if (formula->children == NULL)
    formula->children = g_ptr_array_new ();
  g_ptr_array_add (formula->children, child);
}

void
iso_formula_free (IsoFormula *formula)
{
  if (formula == NULL)
    return;
  for (guint i = 0; formula->children != NULL && i < formula->children->len; i++)
    iso_formula_free (g_ptr_array_index (formula->children, i));
  g_clear_pointer (&formula->children, g_ptr_array_unref);
  g_free (formula->text);
  g_free (formula);
}

typedef struct {
  const char *at;
  int depth;
  bool is_script; /* letters side by side are variables there, not a name */
  GError **error;
} Reader;

/* Deeper than any formula; a text made to be deep is refused before the stack ends. */
#define MOST_DEPTH 32

static IsoFormula *read_row (Reader *reader, const char *ends);

static IsoFormula *
refuse (Reader *reader, const char *what)
{
  if (reader->error != NULL && *reader->error == NULL)
    g_set_error (reader->error, ISO_ERROR, ISO_ERROR_FORMAT, _("formula: %s at “%.20s”"), what, reader->at);
  return NULL;
}

/* {…} */
static IsoFormula *
read_group (Reader *reader)
{
  if (*reader->at != '{')
    return refuse (reader, _("expected {"));
  reader->at++;
  g_autoptr (IsoFormula) row = read_row (reader, "}");
  if (row == NULL)
    return NULL;
  if (*reader->at != '}')
    return refuse (reader, _("expected }"));
  reader->at++;
  return g_steal_pointer (&row);
}

static bool
is_latin (char c)
{
  return g_ascii_isalpha (c);
}

static size_t
sign_length (const char *at)
{
  return (size_t) (g_utf8_next_char (at) - at);
}

/* Greek is a variable as Latin is, but for the signs of sums and differences and ∂. */
static bool
is_variable (gunichar sign)
{
  return (sign < 0x80 && g_ascii_isalpha ((char) sign)) || (sign >= 0x3b1 && sign <= 0x3c9);
}

static IsoFormula *
read_sign (Reader *reader)
{
  size_t length = sign_length (reader->at);
  bool is_word = !reader->is_script && is_latin (reader->at[0]) && is_latin (reader->at[1]);
  while (is_word && is_latin (reader->at[length]))
    length++;
  char *text = g_strndup (reader->at, length);
  bool variable = !is_word && is_variable (g_utf8_get_char (reader->at));
  reader->at += length;
  return formula_new (variable ? ISO_FORMULA_VARIABLE : ISO_FORMULA_UPRIGHT, text);
}

static const struct {
  const char *name;
  IsoFormulaKind kind;
  guint groups;
  const char *text;
} commands[] = {
  { "frac", ISO_FORMULA_FRACTION, 2, NULL },  { "sqrt", ISO_FORMULA_ROOT, 1, NULL },    { "sum", ISO_FORMULA_OVER, 1, "Σ" },
  { "mean", ISO_FORMULA_OVER, 1, "mean" },    { "max", ISO_FORMULA_OVER, 1, "max" },    { "min", ISO_FORMULA_OVER, 1, "min" },
  { "argmax", ISO_FORMULA_OVER, 1, "arg max" }, { "argmin", ISO_FORMULA_OVER, 1, "arg min" },
  { "paren", ISO_FORMULA_FENCE, 1, "()" },    { "brack", ISO_FORMULA_FENCE, 1, "[]" },  { "set", ISO_FORMULA_FENCE, 1, "{}" },
  { "abs", ISO_FORMULA_FENCE, 1, "||" },
};

/* \text{…}: taken as it is. */
static IsoFormula *
read_words (Reader *reader)
{
  const char *end = *reader->at == '{' ? strchr (reader->at, '}') : NULL;
  if (end == NULL)
    return refuse (reader, _("expected words in braces"));
  IsoFormula *words = formula_new (ISO_FORMULA_UPRIGHT, g_strndup (reader->at + 1, (size_t) (end - reader->at - 1)));
  reader->at = end + 1;
  return words;
}

static IsoFormula *
read_command (Reader *reader)
{
  size_t length = 0;
  reader->at++;
  while (is_latin (reader->at[length]))
    length++;
  g_autofree char *name = g_strndup (reader->at, length);
  if (strcmp (name, "text") == 0)
    {
      reader->at += length;
      return read_words (reader);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (name, commands[i].name) == 0)
      {
        g_autoptr (IsoFormula) formula = formula_new (commands[i].kind, g_strdup (commands[i].text));
        reader->at += length;
        for (guint group = 0; group < commands[i].groups; group++)
          {
            IsoFormula *child = read_group (reader);
            if (child == NULL)
              return NULL;
            formula_add (formula, child);
          }
        return g_steal_pointer (&formula);
      }
  return refuse (reader, _("unknown name"));
}

/* What follows _ or ^. */
static IsoFormula *
read_script (Reader *reader)
{
  reader->at++;
  if (*reader->at == '{')
    {
      bool was_script = reader->is_script;
      reader->is_script = true;
      IsoFormula *group = read_group (reader);
      reader->is_script = was_script;
      return group;
    }
  if (*reader->at == '\0' || strchr ("}_^\\\n", *reader->at) != NULL)
    return refuse (reader, _("expected a sign"));
  IsoFormula *sign = formula_new (is_variable (g_utf8_get_char (reader->at)) ? ISO_FORMULA_VARIABLE : ISO_FORMULA_UPRIGHT,
                                  g_strndup (reader->at, sign_length (reader->at)));
  reader->at += strlen (sign->text);
  return sign;
}

static IsoFormula *
read_item (Reader *reader)
{
  g_autoptr (IsoFormula) base = *reader->at == '\\' ? read_command (reader)
                                : *reader->at == '{' ? read_group (reader)
                                                     : read_sign (reader);
  IsoFormula *scripts[2] = { NULL, NULL };
  if (base == NULL)
    return NULL;
  while (*reader->at == '_' || *reader->at == '^')
    {
      int which = *reader->at == '^';
      IsoFormula *script = scripts[which] == NULL ? read_script (reader) : refuse (reader, _("a second index or power"));
      if (script == NULL)
        {
          iso_formula_free (scripts[0]);
          iso_formula_free (scripts[1]);
          return NULL;
        }
      scripts[which] = script;
    }
  if (scripts[0] == NULL && scripts[1] == NULL)
    return g_steal_pointer (&base);
  IsoFormula *whole = formula_new (ISO_FORMULA_SCRIPTS, NULL);
  formula_add (whole, g_steal_pointer (&base));
  formula_add (whole, scripts[0]);
  formula_add (whole, scripts[1]);
  return whole;
}

static IsoFormula *
read_row (Reader *reader, const char *ends)
{
  g_autoptr (IsoFormula) row = formula_new (ISO_FORMULA_ROW, NULL);
  row->children = g_ptr_array_new ();
  if (++reader->depth > MOST_DEPTH)
    return refuse (reader, _("too many braces within each other"));
  while (*reader->at != '\0' && strchr (ends, *reader->at) == NULL)
    {
      if (*reader->at == '}' || *reader->at == '_' || *reader->at == '^')
        return refuse (reader, _("nothing to belong to"));
      IsoFormula *item = read_item (reader);
      if (item == NULL)
        return NULL;
      formula_add (row, item);
    }
  reader->depth--;
  return g_steal_pointer (&row);
}

IsoFormula *
iso_formula_parse (const char *notation, GError **error)
{
  g_autoptr (GError) own = NULL;
  Reader reader = { .at = notation, .error = &own };
  g_autoptr (IsoFormula) lines = formula_new (ISO_FORMULA_LINES, NULL);
  for (;;)
    {
      IsoFormula *row = read_row (&reader, "\n");
      if (row == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&own));
          return NULL;
        }
      formula_add (lines, row);
      if (*reader.at == '\0')
        return g_steal_pointer (&lines);
      reader.at++;
    }
}
