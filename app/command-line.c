#include "app/command-line.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/edit-distance.h"
#include "engine/base/error.h"

bool
iso_command_parse (int argc, char **argv, const GOptionEntry *entries, const char *arguments, const char *summary,
                   const char *description, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autofree char *program = g_strdup (g_get_prgname ()), *with_command = g_strdup_printf ("%s %s", program, argv[0]);
  g_autoptr (GError) problem = NULL;
  /* A copy, for parsing takes out what it has understood; on the heap, for help ends the program from within. */
  g_auto (GStrv) rest = g_new0 (char *, argc + 1);
  for (int i = 0; i < argc; i++)
    rest[i] = g_strdup (argv[i]);
  g_option_context_set_summary (context, summary);
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  /* Help is printed from within, and its usage line should name the command. */
  g_set_prgname (with_command);
  bool parsed = g_option_context_parse_strv (context, &rest, &problem);
  g_set_prgname (program);
  if (!parsed)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: %s; see %s %s --help"), argv[0], problem->message,
                   g_get_prgname (), argv[0]);
      return false;
    }
  if (g_strv_length (rest) > 1)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found “%s”, expected options only; see %s %s --help"), argv[0],
                   rest[1], g_get_prgname (), argv[0]);
      return false;
    }
  return true;
}

int
iso_command_complain (const char *message)
{
  g_autofree char *line = g_strdup (message);
  for (char *c = line; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_printerr ("%s: %s\n", g_get_prgname (), g_strchomp (line));
  return ISO_EXIT_USAGE;
}

bool
iso_command_wants (const char *value, const char *option, GError **error)
{
  if (value != NULL)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("the option %s is missing"), option);
  return false;
}

int
iso_command_finish (int status)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return status;
  g_autofree char *message = g_strdup_printf (_("standard output could not be written: %s"), g_strerror (errno));
  iso_command_complain (message);
  return status == ISO_EXIT_DONE ? ISO_EXIT_FAILED : status;
}

const IsoCommandEntry *
iso_command_nearest (const char *typed, const IsoCommandEntry *entries, size_t count)
{
  const IsoCommandEntry *nearest = NULL;
  size_t least = 4;
  for (size_t i = 0; i < count; i++)
    {
      size_t distance = iso_edit_distance (typed, entries[i].name);
      if (distance < least && distance < strlen (entries[i].name))
        {
          least = distance;
          nearest = &entries[i];
        }
    }
  return nearest;
}

size_t
iso_text_width (const char *text)
{
  size_t width = 0;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      width += g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}

void
iso_print_padded (const char *text, size_t width)
{
  size_t taken = iso_text_width (text);
  g_print ("%s%*s", text, taken < width ? (int) (width - taken) : 0, "");
}

bool
iso_command_parse_number (gint64 *number, const char *option, const char *text, gint64 least, gint64 most, GError **error)
{
  if (text == NULL || g_ascii_string_to_signed (text, 10, least, most, number, NULL))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found “%s”, expected a whole number from %d to %d"), option, text,
               (int) least, (int) most);
  return false;
}
