#include "app/command-cache.h"

#include <glib/gi18n.h>

#include "app/command-line.h"
#include "engine/data/image-cache.h"

static void
print_entry (const IsoImageCacheEntry *entry)
{
  g_autofree char *size = g_format_size (entry->bytes);
  g_autoptr (GDateTime) used = g_date_time_new_from_unix_local (entry->used);
  g_autofree char *day = used != NULL ? g_date_time_format (used, "%Y-%m-%d") : g_strdup ("");
  g_autofree char *contents =
      entry->folder[0] == '\0'
          ? g_strdup (_("broken"))
          : g_strdup_printf (entry->shape.channels == 1 ? _("%zu grey pictures of %u × %u") : _("%zu pictures of %u × %u"),
                             entry->count, entry->shape.width, entry->shape.height);
  iso_print_padded (size, 12);
  iso_print_padded (day, 12);
  iso_print_padded (contents, 36);
  g_print ("%s\n", entry->folder);
}

int
iso_command_cache (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean clear = FALSE;
  const GOptionEntry entries[] = {
    { "clear", 0, 0, G_OPTION_ARG_NONE, &clear, N_("remove all of it"), NULL },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, NULL,
                          _("Lists the decoded pictures that are kept for opening their folders again faster."),
                          _("Those unused for longest are removed when there are more than 8 GB."), &error))
    return iso_command_complain (error->message);
  g_autofree char *folder = iso_image_cache_folder ();
  g_autoptr (GArray) kept = iso_image_cache_list ();
  guint64 bytes = 0;
  for (guint i = 0; i < kept->len; i++)
    {
      const IsoImageCacheEntry *entry = &g_array_index (kept, IsoImageCacheEntry, i);
      bytes += entry->bytes;
      if (!clear)
        print_entry (entry);
    }
  g_autofree char *size = g_format_size (bytes), *shown = g_filename_display_name (folder);
  if (clear && !iso_image_cache_clear (&error))
    {
      iso_command_complain (error->message);
      return ISO_EXIT_FAILED;
    }
  g_print (clear ? _("removed %s from %s\n") : _("%s in %s\n"), size, shown);
  return ISO_EXIT_DONE;
}
