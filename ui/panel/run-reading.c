#include "ui/panel/run-reading.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

#include "engine/store/run-settings.h"
#include "engine/train/parameters.h"

/* "Weight λ" of "distill.lambda" under these settings; the key itself where this version does not know it. Newly allocated. */
static char *
title_of (const char *key, const IsoSettings *settings)
{
  const IsoParameter *parameter = iso_parameter_find (key, settings, NULL);
  if (parameter == NULL)
    return g_strdup (key);
  if (parameter->symbol != NULL)
    return g_strdup_printf ("%s %s", _(parameter->title), parameter->symbol);
  return g_strdup (_(parameter->title));
}

/* "Self-distillation · Weight λ": titles alone do not say of what. */
static char *
full_title_of (const char *key, const IsoSettings *settings)
{
  const IsoParameter *parameter = iso_parameter_find (key, settings, NULL);
  g_autofree char *title = title_of (key, settings), *group = parameter != NULL ? iso_parameter_group (parameter) : NULL;
  const char *of = group != NULL ? iso_parameter_group_title (group) : NULL;
  return of != NULL && strcmp (of, title) != 0 ? g_strdup_printf ("%s · %s", of, title) : g_steal_pointer (&title);
}

static char **
read_changed (gint64 run, const char *text, GError **error)
{
  IsoSettings settings;
  g_autofree char *name = g_strdup_printf (_("run %" PRId64), run);
  g_auto (GStrv) words = iso_run_settings_changed (name, text, error);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  if (words == NULL)
    return NULL;
  iso_settings_init (&settings);
  g_auto (GStrv) all = iso_settings_parse (name, text, NULL);
  if (all != NULL)
    iso_settings_set_all (&settings, (const char *const *) all, NULL);
  for (size_t i = 0; words[i] != NULL; i++)
    {
      size_t length = strcspn (words[i], "=");
      g_autofree char *key = g_strndup (words[i], length);
      g_ptr_array_add (pairs, full_title_of (key, &settings));
      g_ptr_array_add (pairs, g_strdup (words[i] + length + (words[i][length] == '=')));
    }
  g_ptr_array_add (pairs, NULL);
  return (char **) g_ptr_array_steal (pairs, NULL);
}

static IsoRunCurves *
read_curves (IsoStore *store, gint64 run, GError **error)
{
  g_autoptr (IsoHistory) history = iso_store_read_history (store, run, error);
  if (history == NULL)
    return NULL;
  IsoRunCurves *curves = iso_run_curves_new (0);
  iso_run_curves_read (curves, history);
  return curves;
}

IsoRunReading *
iso_run_reading_new (IsoStore *store, gint64 run, const char *settings, GError **error)
{
  g_autoptr (IsoRunReading) reading = g_new0 (IsoRunReading, 1);
  reading->run = run;
  if ((reading->curves = read_curves (store, run, error)) == NULL
      || (reading->changed = read_changed (run, settings, error)) == NULL
      || !iso_store_read_changes (store, run, &reading->changes, error) || !iso_store_read_kept (store, run, &reading->kept, error)
      || (reading->folder = iso_store_run_folder (store, run, error)) == NULL)
    return NULL;
  return g_steal_pointer (&reading);
}

void
iso_run_reading_free (IsoRunReading *reading)
{
  if (reading == NULL)
    return;
  iso_run_curves_free (reading->curves);
  g_strfreev (reading->changed);
  g_clear_pointer (&reading->changes, g_array_unref);
  g_clear_pointer (&reading->kept, g_array_unref);
  g_free (reading->folder);
  g_free (reading);
}
