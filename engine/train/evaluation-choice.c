#include "engine/train/evaluation-choice.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "engine/base/error.h"

static int
compare_ks (const void *a, const void *b)
{
  int x = *(const int *) a, y = *(const int *) b;
  return (x > y) - (x < y);
}

bool
iso_evaluation_choice (IsoMetricChoice *choice, const IsoSettings *settings, GError **error)
{
  if (!iso_metric_choice_read_names (choice, "evaluate.metrics", settings->evaluate.metrics, error)
      || !iso_metric_choice_read_ks (choice, "evaluate.ks", settings->evaluate.ks, error))
    return false;
  if ((choice->metrics & ISO_METRIC_BIT (ISO_METRIC_RECALL)) == 0)
    choice->k_count = 0;
  choice->metrics |= ISO_METRICS_RETRIEVAL;
  qsort (choice->ks, choice->k_count, sizeof (int), compare_ks);
  if (choice->k_count > 0 && choice->ks[0] == 1)
    return true;
  if (choice->k_count == ISO_RETRIEVAL_MAX_KS)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                   _("evaluate.ks: found %d numbers without 1, which is always evaluated; expected at most %d beside it"),
                   ISO_RETRIEVAL_MAX_KS, ISO_RETRIEVAL_MAX_KS - 1);
      return false;
    }
  for (size_t i = choice->k_count++; i > 0; i--)
    choice->ks[i] = choice->ks[i - 1];
  choice->ks[0] = 1;
  return true;
}
