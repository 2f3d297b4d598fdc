#include "engine/sweep/folder.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine/base/error.h"

#define PLAN "plan.json"
#define RUNS "runs"

struct _IsoSweepFolder {
  const IsoSweepPlan *plan;
  char *path, *runs;
  guint8 *ends; /* (points) IsoSweepEnd, as read */
};

void
iso_sweep_folder_free (IsoSweepFolder *folder)
{
  if (folder == NULL)
    return;
  g_free (folder->path);
  g_free (folder->runs);
  g_free (folder->ends);
  g_free (folder);
}

static bool
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0777) == 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, "%s: %s", path, g_strerror (errno));
  return false;
}

static bool
write_file (const IsoSweepFolder *folder, const char *name, const char *text, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666, &problem))
    return true;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_FILE, problem->message);
  return false;
}

/* The name of a run's file, by what it is a run of: a sweep that gains values or seeds finds its old ones again. */
static char *
name_of (const IsoSweepFolder *folder, size_t point)
{
  g_autofree char *json = iso_sweep_plan_point_json (folder->plan, point);
  g_autofree char *whole = g_strconcat (iso_sweep_plan_uuid (folder->plan), "\n", json, NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA1, whole, -1);
  return g_strdup_printf (RUNS "/%.20s.json", hash);
}

/* Files whose names do not begin with `own`, "" for any. */
static bool
has_others (const char *path, const char *own)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name = NULL;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (own[0] == '\0' || !g_str_has_prefix (name, own))
      return true;
  return false;
}

/* The plan that the folder was made for must be this sweep, or there is none yet. */
static bool
check_plan (const IsoSweepFolder *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder->path, PLAN, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      /* Another part of the sweep may be writing the plan just now: it is the first thing in the folder. */
      if (!has_others (folder->path, PLAN))
        return true;
      g_set_error (error, ISO_ERROR, ISO_ERROR_FILE, _("%s: found a folder with files in it, expected an empty one or that of a sweep"),
                   folder->path);
      return false;
    }
  g_autoptr (IsoSweepPlan) before = iso_sweep_plan_read (path, error);
  if (before == NULL)
    return false;
  if (strcmp (iso_sweep_plan_uuid (before), iso_sweep_plan_uuid (folder->plan)) == 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found the sweep “%s” with another name or base, expected “%s”"), folder->path,
               iso_sweep_plan_name (before), iso_sweep_plan_name (folder->plan));
  return false;
}

IsoSweepFolder *
iso_sweep_folder_open (const char *path, const IsoSweepPlan *plan, bool resume, GError **error)
{
  g_autoptr (IsoSweepFolder) folder = g_new0 (IsoSweepFolder, 1);
  folder->plan = plan;
  folder->path = g_canonicalize_filename (path, NULL);
  folder->runs = g_build_filename (folder->path, RUNS, NULL);
  size_t count = iso_sweep_plan_point_count (plan);
  folder->ends = g_malloc (MAX (count, 1));
  memset (folder->ends, ISO_SWEEP_INTERRUPTED, MAX (count, 1));
  if (!check_plan (folder, error))
    return NULL;
  if (!resume && has_others (folder->runs, ""))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found runs of this sweep; --resume goes on with them"), path);
      return NULL;
    }
  if (!make_folder (folder->path, error) || !write_file (folder, PLAN, iso_sweep_plan_text (plan), error)
      || !make_folder (folder->runs, error))
    return NULL;
  return g_steal_pointer (&folder);
}

/* What is kept of a point, or NULL. */
static IsoSweepOutcome *
read_point (const IsoSweepFolder *folder, size_t point)
{
  g_autofree char *name = name_of (folder, point), *path = g_build_filename (folder->path, name, NULL);
  g_autofree char *expected = iso_sweep_plan_point_json (folder->plan, point), *uuid = NULL, *found = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  g_autoptr (IsoSweepOutcome) outcome = iso_sweep_outcome_read (&uuid, &found, path, NULL);
  bool is_it = outcome != NULL && strcmp (uuid, iso_sweep_plan_uuid (folder->plan)) == 0 && strcmp (found, expected) == 0;
  return is_it ? g_steal_pointer (&outcome) : NULL;
}

void
iso_sweep_folder_read (IsoSweepFolder *folder, IsoSweepResults *results)
{
  for (size_t point = 0; point < iso_sweep_plan_point_count (folder->plan); point++)
    {
      g_autoptr (IsoSweepOutcome) outcome = read_point (folder, point);
      folder->ends[point] = (guint8) (outcome != NULL ? outcome->end : ISO_SWEEP_INTERRUPTED);
      if (outcome != NULL)
        iso_sweep_results_take (results, point, outcome);
    }
}

IsoSweepEnd
iso_sweep_folder_end_of (const IsoSweepFolder *folder, size_t point)
{
  return (IsoSweepEnd) folder->ends[point];
}

bool
iso_sweep_folder_keep (IsoSweepFolder *folder, size_t point, const IsoSweepOutcome *outcome, GError **error)
{
  g_autofree char *name = name_of (folder, point), *json = iso_sweep_plan_point_json (folder->plan, point);
  g_autofree char *text = iso_sweep_outcome_to_json (outcome, iso_sweep_plan_uuid (folder->plan), json);
  return write_file (folder, name, text, error);
}

bool
iso_sweep_folder_write_tables (IsoSweepFolder *folder, const IsoSweepResults *results, GError **error)
{
  g_autofree char *runs = iso_sweep_results_runs_csv (results), *settings = iso_sweep_results_settings_csv (results);
  g_autofree char *json = iso_sweep_results_json (results), *line = g_strconcat (json, "\n", NULL);
  return write_file (folder, "runs.csv", runs, error) && write_file (folder, "settings.csv", settings, error)
         && write_file (folder, "results.json", line, error);
}

const char *
iso_sweep_folder_path (const IsoSweepFolder *folder)
{
  return folder->path;
}
