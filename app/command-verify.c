#include "app/command-verify.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "app/command-line.h"
#include "app/reference-check.h"
#include "engine/base/error.h"

#define CASE_FILE "case.json"

/* Appends the folders below and at `folder` that hold a case. Links to folders are not followed: they might lead in a circle. */
static bool
collect_cases (GPtrArray *folders, const char *folder, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, error);
  const char *name;
  if (directory == NULL)
    return false;
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (strcmp (name, CASE_FILE) == 0)
        g_ptr_array_add (folders, g_strdup (folder));
      else if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)
               && !collect_cases (folders, path, error))
        return false;
    }
  return true;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The case's folder as seen from the folder that was given; for that itself, its own name. */
static char *
case_name (const char *folder, const char *root)
{
  const char *below = folder + strlen (root);
  while (G_IS_DIR_SEPARATOR (*below))
    below++;
  return *below != '\0' ? g_filename_display_name (below) : g_filename_display_basename (folder);
}

static void
print_check (const char *name, const IsoCheck *check)
{
  switch (check->outcome)
    {
    case ISO_CHECK_PASS:
      printf ("pass %s %.1e\n", name, check->worst);
      break;
    case ISO_CHECK_FAIL:
      if (check->compared_count > 0)
        printf ("fail %s %.1e: %s\n", name, check->worst, check->message);
      else
        printf ("fail %s: %s\n", name, check->message);
      break;
    case ISO_CHECK_SKIP:
      printf ("skip %s: %s\n", name, check->message);
      break;
    }
}

static int
run_cases (const GPtrArray *folders, const char *root)
{
  guint counts[3] = { 0 };
  g_autoptr (IsoPool) pool = iso_pool_new (0);
  for (guint i = 0; i < folders->len; i++)
    {
      const char *folder = folders->pdata[i];
      g_autofree char *path = g_build_filename (folder, CASE_FILE, NULL);
      g_autofree char *name = case_name (folder, root);
      IsoCheck check = iso_reference_check (path, pool);
      print_check (name, &check);
      counts[check.outcome]++;
      iso_check_clear (&check);
    }
  printf ("%u passed, %u failed, %u skipped\n", counts[ISO_CHECK_PASS], counts[ISO_CHECK_FAIL], counts[ISO_CHECK_SKIP]);
  return counts[ISO_CHECK_FAIL] > 0 ? ISO_EXIT_FAILED : ISO_EXIT_DONE;
}

/* The one folder that is given. */
static char *
parse_folder (int argc, char **argv, GError **error)
{
  g_auto (GStrv) folders = NULL;
  const GOptionEntry entries[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &folders, NULL, "DIR" },
    { NULL }
  };
  if (!iso_command_parse (argc, argv, entries, NULL,
                          _("Runs every reference case (a folder with a case.json) below DIR and prints its worst relative "
                            "error."),
                          _("Exit status: 0 all passed or skipped, 1 a case failed, 2 a bad argument or folder."), error))
    return NULL;
  guint count = folders == NULL ? 0 : g_strv_length (folders);
  if (count == 1)
    return g_strdup (folders[0]);
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("verify: found %u folders, expected one: isotherm-cli verify DIR"), count);
  return NULL;
}

int
iso_command_verify (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = parse_folder (argc, argv, &error);
  if (folder == NULL || !collect_cases (cases, folder, &error))
    return iso_command_complain (error->message);
  if (cases->len == 0)
    {
      g_autofree char *shown = g_filename_display_name (folder);
      g_autofree char *message = g_strdup_printf (_("%s: no %s in this folder or below it"), shown, CASE_FILE);
      return iso_command_complain (message);
    }
  g_ptr_array_sort (cases, compare_paths);
  return run_cases (cases, folder);
}
