#include "tests/support/cases.h"

#include <string.h>

#include "app/reference-check.h"

static void
run_case (const void *path)
{
  IsoCheck check = iso_reference_check (path, NULL);
  if (check.outcome == ISO_CHECK_PASS)
    g_test_message ("worst relative error %.1e", check.worst);
  else
    g_test_fail_printf ("%s", check.message);
  iso_check_clear (&check);
}

static void
report_missing (const void *folder)
{
  g_test_fail_printf ("%s: no reference cases", (const char *) folder);
}

void
iso_test_add_reference_cases (const char *path, const char *kind, const char *prefix)
{
  const char *data = g_getenv ("ISO_TEST_DATA");
  char *folder = g_build_filename (data == NULL ? "tests" : data, "reference", kind, NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      if (prefix != NULL && !g_str_has_prefix (name, prefix))
        continue;
      g_autofree char *test = g_strdup_printf ("%s/%s", path, name);
      g_test_add_data_func_full (test, g_build_filename (folder, name, "case.json", NULL), run_case, g_free);
      count++;
    }
  if (count == 0)
    g_test_add_data_func_full (path, folder, report_missing, g_free);
  else
    g_free (folder);
}
