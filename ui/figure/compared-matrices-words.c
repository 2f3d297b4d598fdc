/* What is said of two batches' matrices beside each other: names, what changed, and the three numbers of a cell. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/batch-words.h"
#include "ui/figure/compared-matrices.h"

#define DIGITS 3

const char *
iso_compared_stage_symbol (IsoComparedStage stage)
{
  g_return_val_if_fail (stage < ISO_STAGE_COUNT, "");
  return stage == ISO_STAGE_STUDENT ? "Sˢ" : iso_matrix_symbol (iso_compared_stage_kind (stage));
}

const char *
iso_compared_stage_title (IsoComparedStage stage)
{
  g_return_val_if_fail (stage < ISO_STAGE_COUNT, "");
  return stage == ISO_STAGE_STUDENT ? _("Sˢ, similarities of the student") : iso_matrix_title (iso_compared_stage_kind (stage));
}

const char *
iso_compared_part_name (IsoComparedPart part)
{
  switch (part)
    {
    case ISO_COMPARED_FIRST:
      return C_("compared run", "A");
    case ISO_COMPARED_SECOND:
      return C_("compared run", "B");
    case ISO_COMPARED_CHANGE:
    case ISO_COMPARED_COUNT:
    default:
      return C_("compared run", "A − B");
    }
}

static char *
class_text (const IsoComparedMatrices *compared, const IsoDataset *names, size_t row)
{
  gint32 label = compared->stages[0]->labels[row];
  return names != NULL && (guint32) label < iso_dataset_class_count (names)
             ? g_strdup (iso_dataset_class_name (names, (guint32) label))
             : g_strdup_printf (_("class %d"), label);
}

static void
add (GString *text, char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

char *
iso_compared_matrices_summarize (const IsoComparedMatrices *compared, IsoComparedStage stage, const IsoDataset *names)
{
  const IsoComparedSummary *summary = &compared->summary[stage];
  char most[32], mean[32];
  GString *text = g_string_new (NULL);
  if (isnan (summary->most))
    add (text, g_strdup (_("not to be compared: one of the two has no such matrix")));
  else if (!(summary->most > 0.0))
    add (text, g_strdup (_("the same in both")));
  else
    {
      g_autofree char *from = class_text (compared, names, summary->row), *to = class_text (compared, names, summary->column);
      iso_number_format (most, sizeof most, summary->most, DIGITS);
      iso_number_format (mean, sizeof mean, summary->mean, DIGITS);
      add (text, g_strdup_printf (_("largest change %s, %s → %s"), most, from, to));
      add (text, g_strdup_printf (_("mean absolute change %s"), mean));
    }
  if (isfinite (summary->same_class[0]) && isfinite (summary->same_class[1]))
    add (text, g_strdup_printf (_("same-class mass %.1f %% in A, %.1f %% in B"), 100.0 * summary->same_class[0],
                                100.0 * summary->same_class[1]));
  return g_string_free (text, FALSE);
}

/* "0.0312"; "no edge"; "+0.0104" of a change. */
static void
format_cell (char *text, size_t size, const IsoComparedMatrices *compared, IsoComparedPart part, IsoComparedStage stage, size_t at)
{
  IsoMatrixKind kind = iso_compared_stage_kind (stage);
  const IsoBatchMatrices *matrices = iso_compared_matrices_get (compared, part, stage);
  char number[32];
  if (matrices->values[kind] == NULL)
    g_strlcpy (text, "–", size);
  else if (stage == ISO_STAGE_GRAPH && part != ISO_COMPARED_CHANGE && !matrices->edges[at])
    g_strlcpy (text, _("no edge"), size);
  else
    {
      double value = (double) matrices->values[kind][at];
      iso_number_format (number, sizeof number, value, DIGITS);
      g_snprintf (text, size, "%s%s", part == ISO_COMPARED_CHANGE && value > 0.0 ? "+" : "", number);
    }
}

char *
iso_compared_matrices_cell (const IsoComparedMatrices *compared, IsoComparedStage stage, const IsoDataset *names, size_t row,
                            size_t column, bool as_markup)
{
  char values[ISO_COMPARED_COUNT][64];
  g_return_val_if_fail (row < compared->B && column < compared->B, NULL);
  g_autofree char *from = class_text (compared, names, row), *to = class_text (compared, names, column);
  for (IsoComparedPart part = 0; part < ISO_COMPARED_COUNT; part++)
    format_cell (values[part], sizeof values[part], compared, part, stage, row * compared->B + column);
  const char *const pattern = as_markup ? _("row %zu %s → column %zu %s: A <b>%s</b>, B <b>%s</b>, A − B <b>%s</b>")
                                        : _("row %zu %s → column %zu %s: A %s, B %s, A − B %s");
  return as_markup ? g_markup_printf_escaped (pattern, row + 1, from, column + 1, to, values[0], values[1], values[2])
                   : g_strdup_printf (pattern, row + 1, from, column + 1, to, values[0], values[1], values[2]);
}
