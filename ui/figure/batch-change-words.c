/* What is said of a change: how much of each matrix became other, and what a cell was and is. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/batch-words.h"

#define DIGITS 3

static gboolean
is_unchanged (const IsoBatchMatrices *change, IsoMatrixKind kind)
{
  const IsoMatrixSpread *spread = &change->spread[kind];
  return !(spread->minimum < 0.0) && !(spread->maximum > 0.0);
}

char *
iso_matrix_change_caption (const IsoBatchMatrices *change, IsoMatrixKind kind)
{
  char most[32];
  if (change->values[kind] == NULL)
    return g_strdup (_("not computed"));
  if (is_unchanged (change, kind))
    return g_strdup (_("the same"));
  iso_number_format (most, sizeof most, fmax (-change->spread[kind].minimum, change->spread[kind].maximum), 2);
  return g_strdup_printf (_("by up to %s"), most);
}

char *
iso_matrix_change_statistic (const IsoBatchMatrices *change, IsoMatrixKind kind)
{
  char low[32], high[32];
  if (is_unchanged (change, kind))
    return g_strdup (_("what is tried leaves it as it was"));
  iso_number_format (low, sizeof low, change->spread[kind].minimum, DIGITS);
  iso_number_format (high, sizeof high, change->spread[kind].maximum, DIGITS);
  return g_strdup_printf (_("change by what is tried, from %s to %s"), low, high);
}

static void
format_cell (char *text, size_t size, const IsoBatchMatrices *matrices, IsoMatrixKind kind, size_t at)
{
  if (kind == ISO_MATRIX_GRAPH && !matrices->edges[at])
    g_strlcpy (text, _("no edge"), size);
  else
    iso_number_format (text, size, (double) matrices->values[kind][at], DIGITS);
}

char *
iso_matrix_change_cell (const IsoBatchMatrices *change, IsoMatrixKind kind, size_t at)
{
  char from[64], to[64];
  if (change->values[kind] == NULL)
    return g_strdup ("");
  format_cell (from, sizeof from, change->from, kind, at);
  format_cell (to, sizeof to, change->to, kind, at);
  return g_strdup_printf (_("%s became %s"), from, to);
}
