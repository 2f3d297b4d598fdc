#include "ui/figure/batch-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/distill/graph.h"
#include "ui/figure/axis.h"

#define DIGITS 3

static const char *const symbols[ISO_MATRIX_COUNT] = {
  N_("Sᵗ"), N_("graph"), N_("T"), N_("K"), N_("P by PSD"), N_("P by OBDP"), N_("OBDP − PSD"), N_("Q"),
  N_("∂L/∂Sˢ by KD"), N_("∂L/∂Sˢ by loss"),
};

static const char *const titles[ISO_MATRIX_COUNT] = {
  N_("Sᵗ, teacher similarity"),
  N_("Graph of the batch"),
  N_("T, one step of the walk"),
  N_("K, where the walk ends"),
  N_("P, soft targets without diffusion"),
  N_("P, diffused soft targets"),
  N_("OBDP − PSD, what diffusion changed"),
  N_("Q, the student's softened similarities"),
  N_("∂L/∂Sˢ, what distillation pulls on"),
  N_("∂L/∂Sˢ, what the loss pulls on"),
};

const char *
iso_matrix_symbol (IsoMatrixKind kind)
{
  return _(symbols[kind]);
}

const char *
iso_matrix_title (IsoMatrixKind kind)
{
  return _(titles[kind]);
}

static char *
graph_caption (const IsoBatchMatrices *matrices)
{
  int k = matrices->settings.k;
  if (iso_graph_is_dense (k, matrices->B))
    return g_strdup (_("all pairs"));
  switch (matrices->settings.graph)
    {
    case ISO_GRAPH_MUTUAL:
      return g_strdup_printf (_("%d nearest, mutual"), k);
    case ISO_GRAPH_UNION:
      return g_strdup_printf (_("%d nearest, either way"), k);
    case ISO_GRAPH_DIRECTED:
    default:
      return g_strdup_printf (_("%d nearest of each"), k);
    }
}

static char *
diffused_caption (const IsoBatchMatrices *matrices)
{
  if (matrices->settings.mode != ISO_DISTILL_OBDP)
    return g_strdup (_("what diffusion would give"));
  if (matrices->settings.steps > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "after %d step of the walk", "after %d steps of the walk",
                                         (gulong) matrices->settings.steps),
                            matrices->settings.steps);
  return g_strdup (_("diffused soft targets"));
}

/* Why there is none, or what it is. */
static char *
gradient_caption (const IsoBatchMatrices *matrices)
{
  if (matrices->settings.mode == ISO_DISTILL_NONE)
    return g_strdup (_("nothing is distilled"));
  if (!matrices->has_teacher)
    return g_strdup (_("no teacher yet"));
  if (matrices->values[ISO_MATRIX_GRADIENT] == NULL)
    return g_strdup (_("no targets"));
  if (!(iso_batch_matrices_weight (matrices) > 0.0))
    return g_strdup (_("its weight is 0 yet"));
  return g_strdup (_("below 0: pulled together"));
}

static char *
loss_gradient_caption (const IsoBatchMatrices *matrices)
{
  if (matrices->values[ISO_MATRIX_LOSS_GRADIENT] != NULL)
    return g_strdup (_("below 0: pulled together"));
  return g_strdup (matrices->is_probe ? _("no loss on the probe") : _("no pairs of this step"));
}

char *
iso_matrix_caption (const IsoBatchMatrices *matrices, IsoMatrixKind kind)
{
  if (matrices->from != NULL)
    return iso_matrix_change_caption (matrices, kind);
  switch (kind)
    {
    case ISO_MATRIX_SIMILARITY:
      return g_strdup (matrices->has_teacher ? _("teacher similarity") : _("the student's own"));
    case ISO_MATRIX_GRAPH:
      return graph_caption (matrices);
    case ISO_MATRIX_TRANSITION:
      return g_strdup (_("one step of the walk"));
    case ISO_MATRIX_KERNEL:
      return g_strdup (_("(1−ω)(I−ωT)⁻¹"));
    case ISO_MATRIX_PSD:
      return g_strdup (_("without diffusion"));
    case ISO_MATRIX_OBDP:
      return diffused_caption (matrices);
    case ISO_MATRIX_DIFFERENCE:
      return g_strdup (_("what diffusion changed"));
    case ISO_MATRIX_GRADIENT:
      return gradient_caption (matrices);
    case ISO_MATRIX_LOSS_GRADIENT:
      return loss_gradient_caption (matrices);
    case ISO_MATRIX_STUDENT:
    default:
      return g_strdup (_("student, softened"));
    }
}

/* ---- statistics ---- */

typedef struct {
  char text[32];
} Number;

static Number
number (double value, int digits)
{
  Number number;
  iso_number_format (number.text, sizeof number.text, value, digits);
  return number;
}

static char *
describe_means (const IsoMatrixSummary *summary)
{
  if (isnan (summary->within))
    return g_strdup_printf (_("mean %s between classes"), number (summary->between, DIGITS).text);
  if (isnan (summary->between))
    return g_strdup_printf (_("mean %s within the class"), number (summary->within, DIGITS).text);
  return g_strdup_printf (_("mean %s within classes, %s between"), number (summary->within, DIGITS).text,
                          number (summary->between, DIGITS).text);
}

/* A negative derivative: the step makes the pair more similar. */
static char *
describe_pulls (const IsoMatrixSummary *summary)
{
  if (isnan (summary->pulled_within))
    return g_strdup_printf (_("negative, pulled together: %s %% of pairs"), number (100.0 * summary->pulled, 2).text);
  return g_strdup_printf (_("negative, pulled together: %s %% of pairs within classes, %s %% of all"),
                          number (100.0 * summary->pulled_within, 2).text, number (100.0 * summary->pulled, 2).text);
}

static char *
describe_missing (const IsoBatchMatrices *matrices, IsoMatrixKind kind)
{
  if (kind == ISO_MATRIX_LOSS_GRADIENT && matrices->is_probe)
    return g_strdup (_("not there: no loss is computed on the probe batch"));
  if (kind == ISO_MATRIX_LOSS_GRADIENT)
    return g_strdup (_("not there: the loss compares with proxies, or the step was taken while no batch was watched"));
  if (kind == ISO_MATRIX_GRADIENT && matrices->settings.mode == ISO_DISTILL_NONE)
    return g_strdup (_("not there: self-distillation is off"));
  if (kind == ISO_MATRIX_GRADIENT && !matrices->has_teacher)
    return g_strdup (_("not there: the first epoch has no teacher yet"));
  return g_strdup (_("not computed"));
}

char *
iso_matrix_statistic (const IsoBatchMatrices *matrices, IsoMatrixKind kind)
{
  const IsoMatrixSummary *summary = &matrices->summary[kind];
  if (matrices->values[kind] == NULL)
    return describe_missing (matrices, kind);
  if (matrices->from != NULL)
    return iso_matrix_change_statistic (matrices, kind);
  Number share = number (100.0 * summary->same_class, 2);
  switch (kind)
    {
    case ISO_MATRIX_GRAPH:
      {
        double part = summary->count > 0 ? 100.0 * (double) summary->count_within / (double) summary->count : 0.0;
        return g_strdup_printf (_("%s edges, %s %% within classes"), number ((double) summary->count, 9).text,
                                number (part, 2).text);
      }
    case ISO_MATRIX_TRANSITION:
    case ISO_MATRIX_KERNEL:
      return g_strdup_printf (_("%s %% of the way leads to the same class"), share.text);
    case ISO_MATRIX_PSD:
    case ISO_MATRIX_OBDP:
    case ISO_MATRIX_STUDENT:
      return g_strdup_printf (_("%s %% on the same class; each row spreads over about %s of %s samples"), share.text,
                              number (exp (summary->entropy), 2).text, number ((double) matrices->B, 9).text);
    case ISO_MATRIX_DIFFERENCE:
      return g_strdup_printf (_("from %s to %s"), number (matrices->spread[kind].minimum, DIGITS).text,
                              number (matrices->spread[kind].maximum, DIGITS).text);
    case ISO_MATRIX_GRADIENT:
    case ISO_MATRIX_LOSS_GRADIENT:
      return describe_pulls (summary);
    case ISO_MATRIX_SIMILARITY:
    default:
      return describe_means (summary);
    }
}

/* ---- one cell ---- */

static const char *
pull_word (float derivative)
{
  return derivative < 0.0f ? _("pulled together") : derivative > 0.0f ? _("pushed apart") : _("left alone");
}

static char *
compare_gradient (const IsoBatchMatrices *matrices, size_t at)
{
  float derivative = matrices->values[ISO_MATRIX_GRADIENT][at];
  IsoMatrixKind target = iso_batch_matrices_target (matrices);
  if (target == ISO_MATRIX_COUNT)
    return g_strdup (pull_word (derivative));
  return g_strdup_printf (_("%s: target %s, student %s"), pull_word (derivative),
                          number ((double) matrices->values[target][at], DIGITS).text,
                          number ((double) matrices->values[ISO_MATRIX_STUDENT][at], DIGITS).text);
}

static char *
compare_cell (const IsoBatchMatrices *matrices, IsoMatrixKind kind, size_t at)
{
  const float *psd = matrices->values[ISO_MATRIX_PSD], *diffused = matrices->values[ISO_MATRIX_OBDP];
  IsoMatrixKind target = iso_batch_matrices_target (matrices);
  if (matrices->from != NULL)
    return iso_matrix_change_cell (matrices, kind, at);
  switch (kind)
    {
    case ISO_MATRIX_PSD:
      if (diffused != NULL)
        return g_strdup_printf (_("after diffusion %s"), number ((double) diffused[at], DIGITS).text);
      break;
    case ISO_MATRIX_OBDP:
      if (psd != NULL)
        return g_strdup_printf (_("before diffusion %s"), number ((double) psd[at], DIGITS).text);
      break;
    case ISO_MATRIX_DIFFERENCE:
      if (psd != NULL && diffused != NULL)
        return g_strdup_printf (_("%s became %s"), number ((double) psd[at], DIGITS).text,
                                number ((double) diffused[at], DIGITS).text);
      break;
    case ISO_MATRIX_STUDENT:
      if (target != ISO_MATRIX_COUNT && matrices->values[target] != NULL)
        return g_strdup_printf (_("target %s"), number ((double) matrices->values[target][at], DIGITS).text);
      break;
    case ISO_MATRIX_GRAPH:
    case ISO_MATRIX_TRANSITION:
    case ISO_MATRIX_KERNEL:
      if (matrices->values[ISO_MATRIX_SIMILARITY] != NULL)
        return g_strdup_printf (_("similarity %s"), number ((double) matrices->values[ISO_MATRIX_SIMILARITY][at], DIGITS).text);
      break;
    case ISO_MATRIX_GRADIENT:
      if (matrices->values[kind] != NULL)
        return compare_gradient (matrices, at);
      break;
    case ISO_MATRIX_LOSS_GRADIENT:
      if (matrices->values[kind] != NULL)
        return g_strdup (pull_word (matrices->values[kind][at]));
      break;
    case ISO_MATRIX_SIMILARITY:
    default:
      break;
    }
  return g_strdup ("");
}

static const char *
class_name (const IsoBatchMatrices *matrices, const IsoDataset *names, size_t row)
{
  gint32 label = matrices->labels[row];
  if (names == NULL || label < 0 || (guint32) label >= iso_dataset_class_count (names))
    return "";
  return iso_dataset_class_name (names, (guint32) label);
}

typedef struct {
  char *place, *value, *comparison; /* comparison "" if there is nothing to hold the value against */
} Cell;

static Cell
read_cell (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoMatrixOrder *order, const IsoDataset *names, size_t row,
           size_t column)
{
  size_t at = row * matrices->B + column;
  g_autofree char *comparison = compare_cell (matrices, kind, at);
  Cell cell;
  cell.place = g_strdup_printf (_("row %zu %s → column %zu %s"), iso_matrix_order_place (order, row) + 1,
                                class_name (matrices, names, row), iso_matrix_order_place (order, column) + 1,
                                class_name (matrices, names, column));
  cell.comparison = *comparison != '\0' ? g_strdup_printf (" (%s)", comparison) : g_strdup ("");
  if (matrices->values[kind] == NULL)
    cell.value = g_strdup (_("not computed"));
  else if (kind == ISO_MATRIX_GRAPH && !matrices->edges[at])
    cell.value = g_strdup (_("no edge"));
  else
    cell.value = g_strdup (number ((double) matrices->values[kind][at], DIGITS).text);
  return cell;
}

static void
cell_clear (Cell *cell)
{
  g_free (cell->place);
  g_free (cell->value);
  g_free (cell->comparison);
}

char *
iso_matrix_readout_markup_in (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoMatrixOrder *order,
                              const IsoDataset *names, int row, int column, bool brief)
{
  const char *title = brief ? iso_matrix_symbol (kind) : iso_matrix_title (kind);
  if (row < 0)
    {
      g_autofree char *statistic = iso_matrix_statistic (matrices, kind);
      return g_markup_printf_escaped ("<b>%s</b>  <span alpha=\"65%%\">%s</span>", title, statistic);
    }
  Cell cell = read_cell (matrices, kind, order, names, (size_t) row, (size_t) column);
  char *markup = g_markup_printf_escaped ("<b>%s</b>  <span alpha=\"65%%\">%s:</span> <b>%s</b><span alpha=\"65%%\">%s</span>",
                                          title, cell.place, cell.value, cell.comparison);
  cell_clear (&cell);
  return markup;
}

char *
iso_matrix_readout_markup (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoDataset *names, int row, int column,
                           bool brief)
{
  return iso_matrix_readout_markup_in (matrices, kind, NULL, names, row, column, brief);
}

char *
iso_matrix_description_in (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoMatrixOrder *order, const IsoDataset *names,
                           int row, int column)
{
  char *statistic = iso_matrix_statistic (matrices, kind);
  if (row < 0)
    return statistic;
  Cell cell = read_cell (matrices, kind, order, names, (size_t) row, (size_t) column);
  char *description = g_strdup_printf ("%s; %s: %s%s", statistic, cell.place, cell.value, cell.comparison);
  cell_clear (&cell);
  g_free (statistic);
  return description;
}

char *
iso_matrix_description (const IsoBatchMatrices *matrices, IsoMatrixKind kind, const IsoDataset *names, int row, int column)
{
  return iso_matrix_description_in (matrices, kind, NULL, names, row, column);
}
