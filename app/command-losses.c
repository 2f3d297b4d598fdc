#include "app/command-losses.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "app/command-line.h"
#include "app/json-line.h"
#include "app/method-text.h"
#include "app/parameter-text.h"
#include "engine/loss/loss.h"

/* The files, by their options, that the loss command wants beside embeddings and labels; NULL-terminated. */
static const char *const *
wanted_options (const IsoLossKind *kind)
{
  static const char *const none[] = { NULL }, *const pairs[] = { "pairs", NULL }, *const triplets[] = { "triplets", NULL },
                    *const quadruplets[] = { "triplets", "fourth", NULL };
  switch (kind->needs)
    {
    case ISO_LOSS_NEEDS_PAIRS:
      return pairs;
    case ISO_LOSS_NEEDS_TRIPLETS:
      return triplets;
    case ISO_LOSS_NEEDS_QUADRUPLETS:
      return quadruplets;
    case ISO_LOSS_NEEDS_NOTHING:
    default:
      return none;
    }
}

/* "proxies", "beta", or NULL. */
static const char *
learnt_option (const IsoLossKind *kind)
{
  return kind->learns == ISO_LOSS_LEARNS_PROXIES ? "proxies" : kind->learns == ISO_LOSS_LEARNS_BETA ? "beta" : NULL;
}

static void
print_loss (const IsoMethodPage *page)
{
  const IsoLossKind *kind = iso_loss_kind ((IsoLossName) page->index);
  g_autofree char *wanted = g_strjoinv (", ", (char **) wanted_options (kind));
  g_print ("%s — %s\n", kind->name, _(kind->title));
  iso_print_indented (kind->formula);
  iso_print_indented (_(kind->description));
  iso_print_indented (kind->paper);
  iso_print_note (page);
  if (wanted[0] != '\0')
    g_print (_("  computed on: %s\n"), wanted);
  if (learnt_option (kind) != NULL)
    g_print (_("  learnt: %s\n"), learnt_option (kind));
  if (kind->takes_memory)
    g_print (_("  can use the cross-batch memory (memory.size)\n"));
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    {
      const IsoParameter *parameter = &kind->parameters[slot];
      g_autofree char *type = iso_parameter_type_text (parameter), *initial = iso_parameter_default_text (parameter);
      g_autofree char *key = g_strconcat ("loss.", parameter->key, NULL);
      g_print ("    ");
      iso_print_padded (key, 22);
      iso_print_padded (type, 22);
      iso_print_padded (initial, 8);
      g_print ("%s\n", _(parameter->title));
    }
}

static void
add_number (JsonBuilder *builder, const char *name, double value, bool whole)
{
  json_builder_set_member_name (builder, name);
  if (whole)
    json_builder_add_int_value (builder, (gint64) value);
  else
    json_builder_add_double_value (builder, value);
}

static void
add_switch (JsonBuilder *builder, const char *name, bool value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_parameter (JsonBuilder *builder, const IsoParameter *parameter)
{
  bool whole = parameter->type == ISO_PARAMETER_INTEGER;
  g_autofree char *key = g_strconcat ("loss.", parameter->key, NULL);
  json_builder_begin_object (builder);
  iso_json_text (builder, "key", key);
  iso_json_text (builder, "title", _(parameter->title));
  iso_json_text (builder, "symbol", parameter->symbol);
  iso_json_text (builder, "type", whole ? "integer" : "real");
  add_number (builder, "minimum", parameter->minimum, whole);
  add_number (builder, "maximum", parameter->maximum, whole);
  add_switch (builder, "minimum_excluded", (parameter->flags & ISO_PARAMETER_ABOVE_MINIMUM) != 0);
  add_switch (builder, "maximum_excluded", (parameter->flags & ISO_PARAMETER_BELOW_MAXIMUM) != 0);
  add_number (builder, "default", parameter->initial, whole);
  add_switch (builder, "live", (parameter->flags & ISO_PARAMETER_LIVE) != 0);
  iso_json_text (builder, "help", _(parameter->help));
  json_builder_end_object (builder);
}

static void
add_loss (JsonBuilder *builder, const IsoMethodPage *page)
{
  const IsoLossKind *kind = iso_loss_kind ((IsoLossName) page->index);
  const char *const *wanted = wanted_options (kind);
  json_builder_begin_object (builder);
  iso_json_text (builder, "name", kind->name);
  iso_json_text (builder, "title", _(kind->title));
  iso_json_text (builder, "formula", kind->formula);
  iso_json_text (builder, "description", _(kind->description));
  iso_json_text (builder, "paper", kind->paper);
  iso_json_note (builder, page);
  json_builder_set_member_name (builder, "needs");
  json_builder_begin_array (builder);
  for (size_t i = 0; wanted[i] != NULL; i++)
    json_builder_add_string_value (builder, wanted[i]);
  json_builder_end_array (builder);
  iso_json_text (builder, "learns", learnt_option (kind));
  add_switch (builder, "takes_memory", kind->takes_memory);
  add_number (builder, "minimum_classes", (double) kind->minimum_classes, true);
  json_builder_set_member_name (builder, "parameters");
  json_builder_begin_array (builder);
  for (size_t slot = 0; slot < kind->parameter_count; slot++)
    add_parameter (builder, &kind->parameters[slot]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  IsoMethodPage page;
  for (int index = 0; iso_method_page (&page, "loss.name", index); index++)
    add_loss (builder, &page);
  json_builder_end_array (builder);
  iso_json_print (builder);
}

int
iso_command_losses (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("print the list as JSON"), NULL },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, NULL,
                          _("Lists the metric-learning losses: formula, what it does, paper, when to take it, what its signs mean, "
                            "and parameters with range and default."),
                          _("One is chosen by train --set loss.name=NAME, its parameters by --set loss.KEY=VALUE."), &error))
    return iso_command_complain (error->message);
  IsoMethodPage page;
  if (json)
    print_json ();
  for (int index = 0; !json && iso_method_page (&page, "loss.name", index); index++)
    {
      g_print ("%s", index == 0 ? "" : "\n");
      print_loss (&page);
    }
  return ISO_EXIT_DONE;
}
