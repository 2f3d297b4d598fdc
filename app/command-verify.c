#include "app/command-verify.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "app/reference-check.h"

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
      printf ("fail %s %.1e: %s\n", name, check->worst, check->message);
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
  return counts[ISO_CHECK_FAIL] > 0 ? 1 : 0;
}

static void
print_help (FILE *to)
{
  fputs (_("Usage: isotherm-cli verify DIR\n"
           "Runs every reference case (a folder with a case.json) below DIR and prints its worst relative error.\n"
           "Exit status: 0 all passed or skipped, 1 a case failed, 2 a bad argument or folder.\n"),
         to);
}

int
iso_command_verify (int argc, char **argv)
{
  if (argc == 2 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      print_help (stdout);
      return 0;
    }
  if (argc != 2 || argv[1][0] == '-' || argv[1][0] == '\0')
    {
      fprintf (stderr, _("isotherm-cli verify: expected one folder: isotherm-cli verify DIR\n"));
      return 2;
    }
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func (g_free);
  if (!collect_cases (folders, argv[1], &error))
    {
      fprintf (stderr, "isotherm-cli verify: %s\n", error->message);
      return 2;
    }
  if (folders->len == 0)
    {
      fprintf (stderr, _("isotherm-cli verify: %s: no %s in this folder or below it\n"), argv[1], CASE_FILE);
      return 2;
    }
  g_ptr_array_sort (folders, compare_paths);
  return run_cases (folders, argv[1]);
}
