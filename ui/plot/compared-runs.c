#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/error.h"
#include "engine/store/run-settings.h"
#include "ui/plot/compared-runs-private.h"

IsoComparedRuns *
iso_compared_runs_ref (IsoComparedRuns *runs)
{
  g_atomic_int_inc (&runs->holders);
  return runs;
}

void
iso_compared_runs_unref (IsoComparedRuns *runs)
{
  if (runs == NULL || !g_atomic_int_dec_and_test (&runs->holders))
    return;
  for (size_t i = 0; i < runs->count; i++)
    {
      IsoComparedRun *run = &runs->runs[i];
      g_clear_pointer (&run->run, iso_run_free);
      g_clear_pointer (&run->history, iso_history_unref);
      g_clear_pointer (&run->changes, g_array_unref);
      g_strfreev (run->settings);
      g_free (run->label);
    }
  for (size_t i = 0; i < runs->group_count; i++)
    g_free (runs->groups[i].label);
  g_clear_pointer (&runs->comparison, iso_run_comparison_free);
  g_free (runs->runs);
  g_free (runs->groups);
  g_free (runs);
}

/* ---- making ---- */

/* The changes of each as text (NULL-terminated). */
static char **
journals_of (const IsoComparedRuns *runs)
{
  char **journals = g_new0 (char *, runs->count + 1);
  for (size_t i = 0; i < runs->count; i++)
    journals[i] = runs->runs[i].changes != NULL ? iso_run_changes_text (runs->runs[i].changes) : g_strdup ("");
  return journals;
}

static bool
compare (IsoComparedRuns *runs, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_auto (GStrv) journals = journals_of (runs);
  for (size_t i = 0; i < runs->count; i++)
    {
      IsoRun *run = runs->runs[i].run;
      runs->runs[i].settings = iso_run_settings_list (run->name, run->settings, error);
      if (runs->runs[i].settings == NULL)
        return false;
      g_ptr_array_add (list, run);
    }
  runs->comparison = iso_run_comparison_new (list, (const char *const *) journals, error);
  return runs->comparison != NULL;
}

static void
take_groups (IsoComparedRuns *runs)
{
  runs->group_count = runs->comparison->groups->len;
  runs->groups = g_new0 (IsoComparedGroup, runs->group_count);
  for (size_t g = 0; g < runs->group_count; g++)
    {
      const IsoRunGroup *group = runs->comparison->groups->pdata[g];
      runs->groups[g] = (IsoComparedGroup){ .group = group, .color = (int) g, .dash = (int) g };
      for (size_t i = 0; i < group->count; i++)
        {
          IsoComparedRun *run = &runs->runs[group->runs[i]];
          run->group = g;
          run->color = runs->group_count > 1 ? (int) g : (int) i;
          run->dash = (int) i;
        }
    }
  /* Where nobody repeats anybody, a run looks as its group does. */
  if (runs->group_count == runs->count)
    for (size_t i = 0; i < runs->count; i++)
      runs->runs[i].dash = runs->groups[runs->runs[i].group].dash;
}

IsoComparedRuns *
iso_compared_runs_new (GPtrArray *list, GPtrArray *histories, GPtrArray *changes, GError **error)
{
  g_autoptr (IsoComparedRuns) runs = g_new0 (IsoComparedRuns, 1);
  runs->holders = 1;
  runs->count = list->len;
  runs->runs = g_new0 (IsoComparedRun, runs->count);
  for (size_t i = 0; i < runs->count; i++)
    runs->runs[i] = (IsoComparedRun){ .run = list->pdata[i], .history = histories->pdata[i],
                                      .changes = changes != NULL ? changes->pdata[i] : NULL };
  /* Each belongs to its run now. */
  g_free (g_ptr_array_steal (list, NULL));
  g_free (g_ptr_array_steal (histories, NULL));
  g_ptr_array_unref (list);
  g_ptr_array_unref (histories);
  if (changes != NULL)
    {
      g_free (g_ptr_array_steal (changes, NULL));
      g_ptr_array_unref (changes);
    }
  if (!compare (runs, error))
    return NULL;
  take_groups (runs);
  iso_compared_runs_label (runs);
  return g_steal_pointer (&runs);
}

/* ---- reading ---- */

typedef struct {
  GPtrArray *runs, *histories, *changes;
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->runs, g_ptr_array_unref);
  g_clear_pointer (&reading->histories, g_ptr_array_unref);
  g_clear_pointer (&reading->changes, g_ptr_array_unref);
}

static bool
has_run (const Reading *reading, gint64 id)
{
  for (guint i = 0; i < reading->runs->len; i++)
    if (((const IsoRun *) reading->runs->pdata[i])->id == id)
      return true;
  return false;
}

/* One more; *missing counts those that somebody has deleted since they were chosen. */
static bool
read_run (Reading *reading, IsoStore *store, gint64 id, size_t *missing, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%" PRId64, id);
  g_autoptr (GError) problem = NULL;
  g_autoptr (IsoRun) run = iso_store_find (store, name, &problem);
  g_autoptr (IsoHistory) history = NULL;
  g_autoptr (GArray) changes = NULL;
  if (g_error_matches (problem, ISO_ERROR, ISO_ERROR_ARGUMENT) || (run != NULL && run->id != id))
    {
      (*missing)++;
      return true;
    }
  if (run == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  history = iso_store_read_history (store, id, error);
  if (history == NULL || !iso_store_read_changes (store, id, &changes, error))
    return false;
  g_ptr_array_add (reading->runs, g_steal_pointer (&run));
  g_ptr_array_add (reading->histories, g_steal_pointer (&history));
  g_ptr_array_add (reading->changes, g_steal_pointer (&changes));
  return true;
}

IsoComparedRuns *
iso_compared_runs_read (IsoStore *store, const gint64 *ids, size_t count, GCancellable *cancellable, GError **error)
{
  Reading reading = { g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_free),
                      g_ptr_array_new_with_free_func ((GDestroyNotify) iso_history_unref),
                      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref) };
  size_t missing = 0, left_out = 0;
  bool is_read = true;
  for (size_t i = 0; i < count && is_read; i++)
    {
      if (has_run (&reading, ids[i]))
        continue;
      if (reading.runs->len == ISO_COMPARED_RUNS_MOST)
        left_out++;
      else
        is_read = !g_cancellable_set_error_if_cancelled (cancellable, error) && read_run (&reading, store, ids[i], &missing, error);
    }
  if (is_read && reading.runs->len == 0)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("None of these runs is there any more"));
      is_read = false;
    }
  IsoComparedRuns *runs = !is_read ? NULL
                                   : iso_compared_runs_new (g_steal_pointer (&reading.runs), g_steal_pointer (&reading.histories),
                                                            g_steal_pointer (&reading.changes), error);
  reading_clear (&reading);
  if (runs != NULL)
    {
      runs->missing = missing;
      runs->left_out = left_out;
    }
  return runs;
}

/* ---- questions ---- */

size_t
iso_compared_runs_find (const IsoComparedRuns *runs, gint64 id)
{
  size_t place = 0;
  while (place < runs->count && runs->runs[place].run->id != id)
    place++;
  return place;
}

bool
iso_compared_runs_are_growing (const IsoComparedRuns *runs)
{
  for (size_t i = 0; i < runs->count; i++)
    if (runs->runs[i].run->status == ISO_RUN_RUNNING || runs->runs[i].run->status == ISO_RUN_PAUSED)
      return true;
  return false;
}

char *
iso_compared_runs_words (const IsoComparedRuns *runs)
{
  g_autofree char *count = g_strdup_printf (ngettext ("%zu run", "%zu runs", runs->count), runs->count);
  if (runs->group_count == runs->count)
    return g_steal_pointer (&count);
  /* Translators: "6 runs in 2 groups". */
  return g_strdup_printf (ngettext ("%s in %zu group", "%s in %zu groups", runs->group_count), count, runs->group_count);
}
