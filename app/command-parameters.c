#include "app/command-parameters.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "app/command-line.h"
#include "app/parameter-text.h"
#include "engine/train/parameters.h"

/* What one line of the table shows. */
enum { KEY, RANGE, DEFAULT, UNIT, LIVE, COLUMNS };

typedef char *Row[COLUMNS];

/* "loss.name = triplet", or NULL where the parameter always plays a part. */
static char *
describe_condition (const IsoParameter *parameter, const IsoParameter *table, size_t count)
{
  if (parameter->when_key == NULL)
    return NULL;
  g_autoptr (GString) values = g_string_new (NULL);
  for (size_t i = 0; i < count; i++)
    if (strcmp (table[i].key, parameter->when_key) == 0 && table[i].choices != NULL)
      {
        for (guint choice = 0; table[i].choices[choice] != NULL; choice++)
          if (parameter->when_mask & 1u << choice)
            g_string_append_printf (values, "%s%s", values->len > 0 ? " | " : "", table[i].choices[choice]);
        break;
      }
  return g_strdup_printf (_("with %s = %s"), parameter->when_key, values->str);
}

static void
fill_row (Row row, const IsoParameter *parameter)
{
  row[KEY] = g_strdup (parameter->key);
  row[RANGE] = iso_parameter_type_text (parameter);
  row[DEFAULT] = iso_parameter_default_text (parameter);
  row[UNIT] = g_strdup (parameter->unit == NULL ? "" : _(parameter->unit));
  row[LIVE] = g_strdup (parameter->flags & ISO_PARAMETER_LIVE ? _("live") : "");
}

/* Without blanks at the end. Frees the row's texts. */
static void
print_row (Row row, const size_t *widths)
{
  size_t last = COLUMNS - 1;
  while (last > 0 && row[last][0] == '\0')
    last--;
  g_print ("  ");
  for (size_t column = 0; column < last; column++)
    iso_print_padded (row[column], widths[column] + 2);
  g_print ("%s\n", row[last]);
  for (size_t column = 0; column < COLUMNS; column++)
    g_free (row[column]);
}

static void
print_table (const IsoParameter *table, size_t count)
{
  /* A few long lists of choices must not push all else to the right. */
  const size_t widest = 34;
  g_autofree Row *rows = g_new0 (Row, count);
  size_t widths[COLUMNS] = { 0 };
  g_autofree char *group = NULL;
  for (size_t i = 0; i < count; i++)
    {
      fill_row (rows[i], &table[i]);
      for (size_t column = 0; column < COLUMNS; column++)
        widths[column] = MAX (widths[column], MIN (widest, iso_text_width (rows[i][column])));
    }
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *own = iso_parameter_group (&table[i]);
      g_autofree char *condition = describe_condition (&table[i], table, count);
      if (g_strcmp0 (own, group) != 0)
        g_print ("%s%s\n", i == 0 ? "" : "\n", iso_parameter_group_title (own));
      g_free (group);
      group = g_steal_pointer (&own);
      print_row (rows[i], widths);
      g_print ("      %s%s%s%s\n", _(table[i].help), condition != NULL ? " (" : "", condition != NULL ? condition : "",
               condition != NULL ? ")" : "");
    }
}

int
iso_command_parameters (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("print the table as JSON"), NULL },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, NULL,
                          _("Lists every parameter: key, type and range, default, unit, and whether it may change while training "
                            "runs."),
                          _("They are set by train --set KEY=VALUE, by --config FILE and in the window's setup panel."), &error))
    return iso_command_complain (error->message);
  if (json)
    {
      g_autofree char *text = iso_parameters_to_json ();
      puts (text);
    }
  else
    {
      size_t count;
      const IsoParameter *table = iso_parameters (&count);
      print_table (table, count);
    }
  return ISO_EXIT_DONE;
}
