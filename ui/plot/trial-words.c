#include "ui/plot/trial-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/distill/graph.h"
#include "engine/train/parameters.h"
#include "ui/figure/axis.h"

#define PREFIX "distill."

double
iso_trial_value (const IsoParameter *parameter, const IsoDistillSettings *settings)
{
  const IsoSettings all = { .distill = *settings };
  return iso_settings_get_number (&all, parameter);
}

char *
iso_trial_value_text (const IsoParameter *parameter, double value)
{
  char text[32];
  if (isnan (value))
    return g_strdup ("–");
  if (parameter->type == ISO_PARAMETER_CHOICE)
    return g_strdup (_(parameter->titles[(int) value]));
  if (parameter->type == ISO_PARAMETER_INTEGER && !(value > 0.0))
    return g_strdup (_("all"));
  iso_number_format (text, sizeof text, value, 4);
  return g_strdup (text);
}

char *
iso_trial_symbol_markup (const IsoParameter *parameter)
{
  const char *symbol = parameter->symbol != NULL ? parameter->symbol : _(parameter->title), *below = strchr (symbol, '_');
  if (below == NULL)
    return g_markup_escape_text (symbol, -1);
  g_autofree char *stem = g_strndup (symbol, (gsize) (below - symbol));
  return g_markup_printf_escaped ("%s<sub>%s</sub>", stem, below + 1);
}

char *
iso_trial_name (const IsoParameter *parameter)
{
  return parameter->symbol != NULL ? g_strdup_printf ("%s %s", _(parameter->title), parameter->symbol)
                                   : g_strdup (_(parameter->title));
}

char *
iso_trial_tooltip (const IsoParameter *parameter, const char *reason)
{
  g_autofree char *name = iso_trial_name (parameter);
  return g_strdup_printf ("%s\n%s", name, reason != NULL ? reason : _(parameter->help));
}

char *
iso_trial_difference (const IsoDistillSettings *settings, const IsoDistillSettings *run)
{
  GString *text = g_string_new (NULL);
  size_t count;
  const IsoParameter *parameters = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      const IsoParameter *parameter = &parameters[i];
      if (!g_str_has_prefix (parameter->key, PREFIX))
        continue;
      double value = iso_trial_value (parameter, settings), before = iso_trial_value (parameter, run);
      if (!(value < before) && !(value > before))
        continue;
      g_autofree char *number = iso_trial_value_text (parameter, value);
      const char *name = parameter->symbol != NULL ? parameter->symbol : _(parameter->title);
      g_string_append_printf (text, text->len > 0 ? _(", %s %s") : "%s %s", name, number);
    }
  return g_string_free (text, FALSE);
}

static const char *
reason_of_weight (const IsoDistillSettings *settings, const IsoBatchSnapshot *snapshot)
{
  if (settings->mode == ISO_DISTILL_NONE)
    return _("Self-distillation is off: nothing is weighed.");
  if (snapshot != NULL && !snapshot->has_teacher)
    return _("The first epoch has no teacher yet: nothing is weighed.");
  if (snapshot != NULL && !(snapshot->ramp > 0.0))
    return _("The ramp stands at 0 in this epoch: λ changes nothing yet.");
  return NULL;
}

const char *
iso_trial_reason (const char *key, const IsoDistillSettings *settings, const IsoBatchSnapshot *snapshot)
{
  gboolean is_symmetric = settings->normalization == ISO_TRANSITION_SYMMETRIC;
  if (strcmp (key, PREFIX "gamma") == 0 && !is_symmetric)
    return _("Plays a part in the symmetric transition only.");
  if (strcmp (key, PREFIX "tau_d") == 0 && is_symmetric)
    return _("Plays a part in the softmax transition only.");
  if (strcmp (key, PREFIX "graph") == 0 && snapshot != NULL && iso_graph_is_dense (settings->k, snapshot->B))
    return _("All pairs have an edge: every graph is the same.");
  if (strcmp (key, PREFIX "lambda") == 0)
    return reason_of_weight (settings, snapshot);
  return NULL;
}

void
iso_trial_reconcile (IsoDistillSettings *settings, const char *key, size_t B)
{
  if (settings->normalization != ISO_TRANSITION_SYMMETRIC || iso_graph_is_undirected (settings->graph, settings->k, B))
    return;
  if (strcmp (key, PREFIX "graph") == 0)
    settings->normalization = ISO_TRANSITION_SOFTMAX;
  else
    settings->graph = ISO_GRAPH_UNION;
}
