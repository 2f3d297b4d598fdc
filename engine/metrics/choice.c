#include "engine/metrics/choice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/edit-distance.h"
#include "engine/base/error.h"

/* A name farther from what was typed was not meant. */
#define FARTHEST 4

char *
iso_metric_choice_join_names (guint32 metrics)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    if ((metrics & ISO_METRIC_BIT (name)) != 0)
      g_string_append_printf (list, "%s%s", list->len == 0 ? "" : ", ", iso_metric ((IsoMetricName) name)->name);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

char *
iso_metric_choice_format_names (guint32 metrics)
{
  return (metrics & ISO_METRICS_ALL) == ISO_METRICS_ALL ? g_strdup ("all") : iso_metric_choice_join_names (metrics);
}

/* The metric whose name is nearest to what was typed, ISO_METRIC_COUNT if none is near. */
static IsoMetricName
nearest_metric (const char *typed)
{
  IsoMetricName best = ISO_METRIC_COUNT;
  size_t least = FARTHEST + 1;
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    {
      const char *known = iso_metric ((IsoMetricName) name)->name;
      size_t distance = iso_edit_distance (typed, known);
      /* As many changes as it has letters make any name of any other. */
      if (distance < least && distance < strlen (known))
        {
          least = distance;
          best = (IsoMetricName) name;
        }
    }
  return best;
}

static void
set_unknown_error (const char *what, const char *typed, GError **error)
{
  IsoMetricName nearest = nearest_metric (typed);
  g_autofree char *list = iso_metric_choice_join_names (ISO_METRICS_ALL);
  if (nearest < ISO_METRIC_COUNT)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                 _("%s: there is no metric “%s”; did you mean “%s”? There are: %s, all"), what, typed, iso_metric (nearest)->name,
                 list);
  else
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: there is no metric “%s”; there are: %s, all"), what, typed, list);
}

/* Adds one name. */
static bool
read_name (guint32 *metrics, bool *all, const char *what, const char *word, GError **error)
{
  IsoMetricName name = iso_metric_find (word);
  bool is_all = strcmp (word, "all") == 0;
  if (!is_all && name == ISO_METRIC_COUNT)
    {
      set_unknown_error (what, word, error);
      return false;
    }
  if (is_all ? *all : (*metrics & ISO_METRIC_BIT (name)) != 0)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found %s twice"), what, word);
      return false;
    }
  *all |= is_all;
  *metrics |= is_all ? 0 : ISO_METRIC_BIT (name);
  return true;
}

/* Where commas part it; none where there is nothing but space. */
static char **
split (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  return g_strsplit (stripped, ",", -1);
}

bool
iso_metric_choice_read_names (IsoMetricChoice *choice, const char *what, const char *text, GError **error)
{
  g_auto (GStrv) words = split (text);
  guint32 metrics = 0;
  bool all = false;
  for (size_t i = 0; words[i] != NULL; i++)
    if (!read_name (&metrics, &all, what, g_strstrip (words[i]), error))
      return false;
  if (metrics == 0 && !all)
    {
      g_autofree char *list = iso_metric_choice_join_names (ISO_METRICS_ALL);
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found nothing, expected some of: %s, all"), what, list);
      return false;
    }
  choice->metrics = all ? ISO_METRICS_ALL : metrics;
  return true;
}

static bool
read_k (IsoMetricChoice *choice, const char *what, const char *word, GError **error)
{
  gint64 k;
  if (!g_ascii_string_to_signed (word, 10, 1, G_MAXINT, &k, NULL))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found “%s”, expected whole numbers from 1, separated by commas"),
                   what, word);
      return false;
    }
  for (size_t i = 0; i < choice->k_count; i++)
    if (choice->ks[i] == (int) k)
      {
        g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found %d twice"), what, (int) k);
        return false;
      }
  choice->ks[choice->k_count++] = (int) k;
  return true;
}

bool
iso_metric_choice_read_ks (IsoMetricChoice *choice, const char *what, const char *text, GError **error)
{
  g_auto (GStrv) words = split (text);
  IsoMetricChoice read = { .metrics = choice->metrics };
  if (words[0] == NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found nothing, expected whole numbers from 1, separated by commas"),
                   what);
      return false;
    }
  if (g_strv_length (words) > ISO_RETRIEVAL_MAX_KS)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found %u numbers, expected at most %d"), what,
                   g_strv_length (words), ISO_RETRIEVAL_MAX_KS);
      return false;
    }
  for (size_t i = 0; words[i] != NULL; i++)
    if (!read_k (&read, what, g_strstrip (words[i]), error))
      return false;
  *choice = read;
  return true;
}
