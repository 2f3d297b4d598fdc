/* The figures of a batch: its matrices, its map, the similarities of its pairs and what its loss is computed on. */
#include <glib/gi18n-lib.h>

#include "ui/figure/batch-map-figure.h"
#include "ui/figure/figures.h"
#include "ui/figure/similarity-figure.h"

#define SINGLE 9 /* digits of a float32 */

/* Name of the file's part for each matrix; files keep to plain letters. */
static const char *const matrix_names[ISO_MATRIX_COUNT]
    = { "similarity", "graph", "transition", "kernel", "psd", "obdp", "difference", "student", "gradient", "loss-gradient" };

/* ---- matrices ---- */

typedef struct {
  IsoBatchFigure figure; /* without theme; its scales, title and subtitle are those below */
  IsoHeatScale scales[ISO_MATRIX_COUNT];
  char *title, *subtitle;
} Batch;

static void
batch_free (gpointer data)
{
  Batch *shown = data;
  iso_batch_matrices_unref ((IsoBatchMatrices *) shown->figure.matrices);
  iso_matrix_order_unref ((IsoMatrixOrder *) shown->figure.order);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static void
batch_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Batch *shown = data;
  IsoBatchFigure figure = shown->figure;
  figure.theme = look->theme;
  iso_batch_figure_draw (cairo, look->width, look->height, &figure);
}

/* Columns are named by the sample of the data set, as the rows are. */
static IsoNumberTable *
batch_tabulate (gconstpointer data)
{
  const IsoBatchFigure *figure = &((const Batch *) data)->figure;
  const IsoBatchMatrices *matrices = figure->matrices;
  const float *values = matrices->values[figure->large];
  size_t B = matrices->B;
  g_auto (GStrv) names = g_new0 (char *, B + 3);
  names[0] = g_strdup (_("sample"));
  names[1] = g_strdup (_("class"));
  for (size_t j = 0; j < B; j++)
    names[j + 2] = g_strdup_printf ("%u", matrices->indices[iso_matrix_order_row (figure->order, j)]);
  IsoNumberTable *table = iso_number_table_new ((const char *const *) names, B + 2, B);
  for (size_t i = 0; i < B; i++)
    {
      size_t row = iso_matrix_order_row (figure->order, i);
      iso_number_table_column (table, 0)[i] = matrices->indices[row];
      iso_number_table_column (table, 1)[i] = matrices->labels[row];
    }
  for (size_t j = 0; j < B; j++)
    {
      size_t column = iso_matrix_order_row (figure->order, j);
      iso_number_table_set_digits (table, j + 2, SINGLE);
      for (size_t i = 0; values != NULL && i < B; i++)
        iso_number_table_column (table, j + 2)[i] = (double) values[iso_matrix_order_row (figure->order, i) * B + column];
    }
  iso_number_table_set_row_names (table, 2);
  return table;
}

IsoFigure *
iso_figure_of_batch (const IsoBatchFigure *batch, guint64 step, const char *title, const char *subtitle)
{
  static const IsoFigureKind kind = { batch_draw, batch_tabulate, batch_free };
  Batch *shown = g_new0 (Batch, 1);
  shown->figure = *batch;
  shown->title = g_strdup (title);
  shown->subtitle = g_strdup (subtitle);
  iso_batch_matrices_ref ((IsoBatchMatrices *) batch->matrices);
  if (batch->order != NULL)
    iso_matrix_order_ref ((IsoMatrixOrder *) batch->order);
  for (IsoMatrixKind m = 0; batch->scales != NULL && m < ISO_MATRIX_COUNT; m++)
    shown->scales[m] = batch->scales[m];
  shown->figure.scales = batch->scales != NULL ? shown->scales : NULL;
  shown->figure.title = shown->title;
  shown->figure.subtitle = shown->subtitle;
  return iso_figure_new (&kind, shown, g_strdup_printf ("batch-%s-step-%" G_GUINT64_FORMAT, matrix_names[batch->large], step));
}

/* ---- the map of the batch ---- */

typedef struct {
  IsoBatchGraph *graph;
  char *title, *subtitle;
} BatchMap;

static void
batch_map_free (gpointer data)
{
  BatchMap *shown = data;
  iso_batch_graph_unref (shown->graph);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static void
batch_map_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const BatchMap *shown = data;
  iso_batch_map_figure_draw (cairo, shown->graph, shown->title, shown->subtitle, look->scale, look->theme, look->width, look->height);
}

static IsoNumberTable *
batch_map_tabulate (gconstpointer data)
{
  const IsoBatchGraph *graph = ((const BatchMap *) data)->graph;
  const char *const names[] = { _("sample"), _("class"), "x", "y" };
  IsoNumberTable *table = iso_number_table_new (names, G_N_ELEMENTS (names), graph->B);
  for (size_t i = 0; i < graph->B; i++)
    {
      iso_number_table_column (table, 0)[i] = graph->snapshot->indices[i];
      iso_number_table_column (table, 1)[i] = graph->snapshot->labels[i];
      iso_number_table_column (table, 2)[i] = (double) graph->positions[2 * i];
      iso_number_table_column (table, 3)[i] = (double) graph->positions[2 * i + 1];
    }
  iso_number_table_set_digits (table, 2, SINGLE);
  iso_number_table_set_digits (table, 3, SINGLE);
  return table;
}

IsoFigure *
iso_figure_of_batch_map (IsoBatchGraph *graph, const char *title, const char *subtitle)
{
  static const IsoFigureKind kind = { batch_map_draw, batch_map_tabulate, batch_map_free };
  BatchMap *shown = g_new (BatchMap, 1);
  *shown = (BatchMap) { iso_batch_graph_ref (graph), g_strdup (title), g_strdup (subtitle) };
  return iso_figure_new (&kind, shown, g_strdup_printf ("batch-map-step-%" G_GUINT64_FORMAT, graph->snapshot->step));
}

/* ---- similarities ---- */

typedef struct {
  IsoSimilarityHistogram *histogram;
  char *title, *subtitle;
} Similarities;

static void
similarities_free (gpointer data)
{
  Similarities *shown = data;
  g_free (shown->histogram);
  g_free (shown->title);
  g_free (shown->subtitle);
  g_free (shown);
}

static void
similarities_draw (cairo_t *cairo, gconstpointer data, const IsoFigureLook *look)
{
  const Similarities *shown = data;
  const IsoSimilarityFigure figure = { shown->histogram, shown->title, shown->subtitle, look->theme };
  iso_similarity_figure_draw (cairo, look->width, look->height, &figure);
}

static IsoNumberTable *
similarities_tabulate (gconstpointer data)
{
  enum { FROM, TO, COUNTS, DENSITIES = COUNTS + ISO_SIMILARITY_KINDS, COLUMNS = DENSITIES + ISO_SIMILARITY_KINDS };
  const IsoSimilarityHistogram *histogram = ((const Similarities *) data)->histogram;
  const char *const names[COLUMNS] = { _("from"), _("to"), _("positive pairs"), _("negative pairs"), _("density of positives"),
                                       _("density of negatives") };
  size_t bins = histogram->bin_count, fine = ISO_SIMILARITY_FINE_BINS / MAX (bins, 1);
  IsoNumberTable *table = iso_number_table_new (names, COLUMNS, bins);
  for (size_t bin = 0; bin < bins; bin++)
    {
      iso_number_table_column (table, FROM)[bin] = -1.0 + 2.0 * (double) bin / (double) bins;
      iso_number_table_column (table, TO)[bin] = -1.0 + 2.0 * (double) (bin + 1) / (double) bins;
      for (size_t kind = 0; kind < ISO_SIMILARITY_KINDS; kind++)
        {
          guint64 count = 0;
          for (size_t i = 0; i < fine; i++)
            count += histogram->counts[kind][bin * fine + i];
          iso_number_table_column (table, COUNTS + kind)[bin] = (double) count;
          iso_number_table_column (table, DENSITIES + kind)[bin] = histogram->density[kind][bin];
        }
    }
  return table;
}

IsoFigure *
iso_figure_of_similarities (const IsoSimilarityHistogram *histogram, const char *name, const char *title, const char *subtitle)
{
  static const IsoFigureKind kind = { similarities_draw, similarities_tabulate, similarities_free };
  Similarities *shown = g_new (Similarities, 1);
  *shown = (Similarities) { g_memdup2 (histogram, sizeof *histogram), g_strdup (title), g_strdup (subtitle) };
  return iso_figure_new (&kind, shown, g_strdup (name));
}

/* ---- what the loss is computed on ---- */

static IsoNumberTable *
tuples_tabulate (gconstpointer data)
{
  enum { ANCHOR, POSITIVE, NEGATIVE, KIND, POSITIVE_DISTANCE, NEGATIVE_DISTANCE, VIOLATION, COLUMNS };
  const IsoTuples *tuples = data;
  const guint32 *indices = tuples->snapshot->indices;
  /* What the numbers of a kind mean stands above them: a file has no legend. */
  const char *const names[COLUMNS] = { _("anchor"), _("positive"), _("negative"),
                                       _("kind (0 hard, 1 semi-hard, 2 easy, 3 swapped)"), "d(a,p)", "d(a,n)", _("violation") };
  const char *const pair_names[] = { _("anchor"), _("positive"), "d(a,p)" };
  if (tuples->are_pairs)
    {
      IsoNumberTable *pairs = iso_number_table_new (pair_names, G_N_ELEMENTS (pair_names), tuples->count);
      for (size_t i = 0; i < tuples->count; i++)
        {
          iso_number_table_column (pairs, 0)[i] = indices[tuples->rows[i].anchor];
          iso_number_table_column (pairs, 1)[i] = indices[tuples->rows[i].positive];
          iso_number_table_column (pairs, 2)[i] = (double) tuples->rows[i].positive_distance;
        }
      iso_number_table_set_digits (pairs, 2, SINGLE);
      return pairs;
    }
  IsoNumberTable *table = iso_number_table_new (names, COLUMNS, tuples->count);
  for (size_t i = 0; i < tuples->count; i++)
    {
      const IsoTuple *tuple = &tuples->rows[i];
      iso_number_table_column (table, ANCHOR)[i] = indices[tuple->anchor];
      iso_number_table_column (table, POSITIVE)[i] = indices[tuple->positive];
      iso_number_table_column (table, NEGATIVE)[i] = indices[tuple->negative];
      iso_number_table_column (table, KIND)[i] = tuple->kind;
      iso_number_table_column (table, POSITIVE_DISTANCE)[i] = (double) tuple->positive_distance;
      iso_number_table_column (table, NEGATIVE_DISTANCE)[i] = (double) tuple->negative_distance;
      iso_number_table_column (table, VIOLATION)[i] = (double) tuple->violation;
    }
  for (size_t column = POSITIVE_DISTANCE; column < COLUMNS; column++)
    iso_number_table_set_digits (table, column, SINGLE);
  return table;
}

IsoFigure *
iso_figure_of_tuples (IsoTuples *tuples)
{
  static const IsoFigureKind kind = { NULL, tuples_tabulate, (GDestroyNotify) iso_tuples_unref };
  return iso_figure_new (&kind, iso_tuples_ref (tuples),
                         g_strdup_printf ("mined-step-%" G_GUINT64_FORMAT, tuples->snapshot->step));
}
