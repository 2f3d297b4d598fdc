#include "app/method-text.h"

#include <glib/gi18n.h>

#include "app/command-line.h"
#include "app/parameter-text.h"
#include "engine/base/formula.h"
#include "engine/train/parameters.h"

void
iso_print_indented (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (size_t i = 0; lines[i] != NULL; i++)
    g_print ("  %s\n", lines[i]);
}

static char *
plain_sign (const char *notation)
{
  g_autoptr (IsoFormula) formula = iso_formula_parse (notation, NULL);
  g_assert (formula != NULL);
  return iso_formula_plain (formula);
}

void
iso_print_note (const IsoMethodPage *page)
{
  const IsoSign *signs = page->note->signs;
  iso_print_indented (_(page->note->use));
  for (int i = 0; i < ISO_NOTE_SIGNS && signs[i].sign != NULL; i++)
    {
      g_autofree char *sign = plain_sign (signs[i].sign);
      g_print ("    ");
      iso_print_padded (sign, 18);
      g_print ("%s\n", _(signs[i].meaning));
    }
}

void
iso_print_own_parameters (const IsoMethodPage *page)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      if (g_strcmp0 (table[i].when_key, page->key) != 0 || (table[i].when_mask >> page->index & 1u) == 0
          || table[i].type == ISO_PARAMETER_CHOICE)
        continue;
      g_autofree char *type = iso_parameter_type_text (&table[i]), *initial = iso_parameter_default_text (&table[i]);
      g_print ("    ");
      iso_print_padded (table[i].key, 26);
      iso_print_padded (type, 22);
      iso_print_padded (initial, 8);
      g_print ("%s\n", _(table[i].title));
    }
}

void
iso_json_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
iso_json_note (JsonBuilder *builder, const IsoMethodPage *page)
{
  const IsoSign *signs = page->note->signs;
  iso_json_text (builder, "use", _(page->note->use));
  json_builder_set_member_name (builder, "symbols");
  json_builder_begin_array (builder);
  for (int i = 0; i < ISO_NOTE_SIGNS && signs[i].sign != NULL; i++)
    {
      g_autofree char *sign = plain_sign (signs[i].sign);
      json_builder_begin_object (builder);
      iso_json_text (builder, "sign", sign);
      iso_json_text (builder, "meaning", _(signs[i].meaning));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}
