#include "app/command-miners.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "app/command-line.h"
#include "app/json-line.h"
#include "app/method-text.h"

static void
print_pages (const char *key)
{
  IsoMethodPage page;
  for (int index = 0; iso_method_page (&page, key, index); index++)
    {
      g_autofree char *formula = iso_method_page_formula (&page);
      g_print ("%s%s — %s\n", index == 0 ? "" : "\n", page.name, _(page.title));
      iso_print_indented (formula);
      iso_print_indented (_(page.description));
      if (page.paper != NULL)
        iso_print_indented (page.paper);
      iso_print_note (&page);
      iso_print_own_parameters (&page);
    }
}

static void
print_json (const char *key)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  IsoMethodPage page;
  json_builder_begin_array (builder);
  for (int index = 0; iso_method_page (&page, key, index); index++)
    {
      g_autofree char *formula = iso_method_page_formula (&page);
      json_builder_begin_object (builder);
      iso_json_text (builder, "name", page.name);
      iso_json_text (builder, "title", _(page.title));
      iso_json_text (builder, "formula", formula);
      iso_json_text (builder, "description", _(page.description));
      iso_json_text (builder, "paper", page.paper);
      iso_json_note (builder, &page);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  iso_json_print (builder);
}

static int
run (int argc, char **argv, const char *key, const char *summary, const char *description)
{
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("print the list as JSON"), NULL },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, NULL, summary, description, &error))
    return iso_command_complain (error->message);
  if (json)
    print_json (key);
  else
    print_pages (key);
  return ISO_EXIT_DONE;
}

int
iso_command_miners (int argc, char **argv)
{
  return run (argc, argv, "miner.name", _("Lists the miners, which choose the triplets of a triplet loss: formula, what each does, "
                                          "paper, when to take it, parameters."),
              _("One is chosen by train --set miner.name=NAME, its parameters by --set miner.KEY=VALUE."));
}

int
iso_command_samplers (int argc, char **argv)
{
  return run (argc, argv, "batch.sampler", _("Lists the samplers, which choose the samples of each batch: formula, what each does, "
                                             "paper, when to take it, parameters."),
              _("One is chosen by train --set batch.sampler=NAME."));
}
