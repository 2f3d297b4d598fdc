#include "app/command-presets.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "app/command-line.h"
#include "app/json-line.h"
#include "engine/train/preset.h"

static void
print_text (const IsoPreset *presets, size_t count)
{
  size_t width = 0;
  for (size_t i = 0; i < count; i++)
    width = MAX (width, iso_text_width (presets[i].name));
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *settings = g_strjoinv (" ", (char **) presets[i].assignments);
      g_autofree char *title = iso_preset_title (&presets[i]);
      iso_print_padded (presets[i].name, width + 2);
      g_print ("%s\n", title);
      g_print ("%*s%s\n", (int) width + 2, "", _(presets[i].description));
      g_print ("%*s%s\n", (int) width + 2, "", settings);
    }
}

static void
print_json (const IsoPreset *presets, size_t count)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *title = iso_preset_title (&presets[i]);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, presets[i].name);
      json_builder_set_member_name (builder, "title");
      json_builder_add_string_value (builder, title);
      json_builder_set_member_name (builder, "description");
      json_builder_add_string_value (builder, _(presets[i].description));
      json_builder_set_member_name (builder, "settings");
      json_builder_begin_array (builder);
      for (size_t j = 0; presets[i].assignments[j] != NULL; j++)
        json_builder_add_string_value (builder, presets[i].assignments[j]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  iso_json_print (builder);
}

int
iso_command_presets (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("print the list as JSON"), NULL },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, NULL, _("Lists the presets: named starting points for train --preset NAME."), NULL,
                          &error))
    return iso_command_complain (error->message);
  size_t count;
  const IsoPreset *presets = iso_presets (&count);
  if (json)
    print_json (presets, count);
  else
    print_text (presets, count);
  return ISO_EXIT_DONE;
}
