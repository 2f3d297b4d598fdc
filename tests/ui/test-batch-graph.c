/* The batch's map: the graph it shows against the stages of the method, positions that do not turn, what is said, what is drawn. */
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "tests/support/synthetic-batch.h"
#include "ui/figure/batch-map-figure.h"

#define B 60
#define D 12
#define WIDTH 400
#define HEIGHT 300

static IsoBatchGraph *
graph_new (IsoBatchSnapshot *batch, const IsoDistillSettings *settings, const IsoBatchGraph *previous)
{
  g_autoptr (GError) error = NULL;
  IsoBatchGraph *graph = iso_batch_graph_new (batch, settings, NULL, previous, &error);
  g_assert_no_error (error);
  return graph;
}

/* Edges, transition and staying are those that the targets' stages have, of all three graphs and both transitions. */
static void
test_stages (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, D, 5, 3);
  g_autoptr (IsoTargets) stages = iso_targets_new (B);
  for (int kind = 0; kind < 6; kind++)
    {
      IsoDistillSettings settings = batch->distill;
      settings.graph = (IsoGraphKind) (kind % 3);
      settings.normalization = kind < 3 ? ISO_TRANSITION_SOFTMAX : ISO_TRANSITION_SYMMETRIC;
      settings.k = 6;
      g_autoptr (IsoBatchGraph) graph = graph_new (batch, &settings, NULL);
      if (kind == 3)
        {
          /* A symmetric transition on a directed graph is none: points without edges, and the reason. */
          g_assert_nonnull (graph->problem);
          g_assert_cmpuint (graph->edge_count, ==, 0);
          g_assert_true (isnan (graph->staying));
          continue;
        }
      g_assert_true (iso_targets_compute (stages, batch->teacher_similarity, B, &settings, ISO_STAGES_ALL, NULL, NULL));
      g_assert_cmpmem (graph->transition, B * B * sizeof (float), stages->transition, B * B * sizeof (float));
      g_assert_cmpuint (graph->most_shown, ==, 0);
      double staying = 0.0, all = 0.0;
      size_t lines = 0;
      for (size_t i = 0; i < B; i++)
        for (size_t j = 0; j < B; j++)
          {
            g_assert_cmpuint (graph->shown[i * B + j], ==, stages->edges[i * B + j]);
            lines += i < j && (stages->edges[i * B + j] || stages->edges[j * B + i]);
            all += stages->edges[i * B + j] ? (double) stages->transition[i * B + j] : 0.0;
            staying += stages->edges[i * B + j] && batch->labels[i] == batch->labels[j] ? (double) stages->transition[i * B + j] : 0.0;
          }
      g_assert_cmpuint (graph->edge_count, ==, lines);
      g_assert_true (fabs (graph->staying - staying / all) <= 1e-9);
      for (size_t e = 0; e < graph->edge_count; e++)
        {
          const IsoBatchEdge *edge = &graph->edges[e];
          gint32 from = batch->labels[edge->from], to = batch->labels[edge->to];
          g_assert_cmpint (edge->label, ==, from == to ? from : -1);
          g_assert_true (e == 0 || graph->edges[e - 1].level <= edge->level);
        }
    }
}

/* All edges: the strongest five of each, and the words say so. */
static void
test_dense (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, D, 5, 3);
  IsoDistillSettings settings = batch->distill;
  settings.k = 0;
  g_autoptr (IsoBatchGraph) graph = graph_new (batch, &settings, NULL);
  g_autofree char *words = iso_batch_graph_describe (graph);
  g_assert_cmpstr (words, ==, "all neighbors, as in the paper: strongest 5 of 59 edges of each");
  for (size_t i = 0; i < B; i++)
    {
      const float *row = graph->transition + i * B;
      float weakest = INFINITY, strongest_left = 0.0f;
      size_t count = 0;
      for (size_t j = 0; j < B; j++)
        if (graph->shown[i * B + j])
          {
            count++;
            weakest = MIN (weakest, row[j]);
          }
        else if (j != i)
          strongest_left = MAX (strongest_left, row[j]);
      g_assert_cmpuint (count, ==, 5);
      g_assert_cmpfloat (weakest, >=, strongest_left);
    }
  g_autofree char *sample = iso_batch_graph_describe_sample (graph, 0);
  g_assert_nonnull (strstr (sample, "of its 5 strongest edges"));
  settings.k = 40;
  g_autoptr (IsoBatchGraph) many = graph_new (batch, &settings, NULL);
  g_autofree char *many_words = iso_batch_graph_describe (many);
  g_assert_cmpstr (many_words, ==, "40 nearest of each, directed: strongest 20 of up to 40 edges");
  g_autofree char *subtitle = iso_batch_graph_subtitle (many, true);
  g_assert_nonnull (strstr (subtitle, "stay in their class · epoch 4 · recomputed"));
}

/* The same samples turned over lie where they lay; others of the same classes lie like them. */
static void
test_alignment (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, D, 5, 3), other = iso_test_batch (B, D, 5, 9);
  g_autoptr (IsoBatchGraph) graph = graph_new (batch, &batch->distill, NULL);
  g_autoptr (IsoBatchGraph) again = graph_new (batch, &batch->distill, graph);
  g_assert_cmpmem (graph->positions, 2 * B * sizeof (float), again->positions, 2 * B * sizeof (float));
  for (size_t i = 0; i < 2 * B; i += 2)
    graph->positions[i] = -graph->positions[i];
  g_autoptr (IsoBatchGraph) turned = graph_new (batch, &batch->distill, graph);
  for (size_t i = 0; i < 2 * B; i++)
    g_assert_true (fabs ((double) turned->positions[i] - (double) graph->positions[i]) <= 1e-5);
  /* Other samples, none of whose numbers is known. */
  for (size_t i = 0; i < B; i++)
    other->indices[i] += 1000;
  g_autoptr (IsoBatchGraph) next = graph_new (other, &other->distill, graph);
  double agreement = 0.0;
  for (size_t i = 0; i < 2 * B; i++)
    agreement += (double) next->positions[i] * (double) graph->positions[i];
  g_assert_cmpfloat (agreement, >, 0.0);
}

static void
test_degenerate (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (IsoBatchSnapshot) one = iso_test_batch (1, D, 1, 3), pair = iso_test_batch (2, D, 2, 3), bad = iso_test_batch (9, D, 3, 3);
  g_autoptr (IsoBatchSnapshot) twins = iso_test_batch (8, D, 2, 3);
  g_autoptr (IsoBatchGraph) single = graph_new (one, &one->distill, NULL), both = graph_new (pair, &pair->distill, NULL);
  g_autofree char *words = iso_batch_graph_describe (single), *sample = iso_batch_graph_describe_sample (single, 0);
  g_assert_cmpstr (words, ==, "one sample has no neighbors");
  g_assert_cmpstr (sample, ==, "no neighbors");
  g_assert_cmpuint (both->edge_count, ==, 1);
  for (size_t i = 0; i < 8 * D; i++)
    twins->embeddings[i] = 1.0f;
  for (size_t i = 0; i < 64; i++)
    twins->teacher_similarity[i] = 1.0f;
  twins->distill.k = 3;
  g_autoptr (IsoBatchGraph) collapsed = graph_new (twins, &twins->distill, NULL);
  for (size_t i = 0; i < 16; i++)
    g_assert_cmpfloat (collapsed->positions[i], ==, 0.0f);
  bad->embeddings[5] = NAN;
  g_assert_null (iso_batch_graph_new (bad, &bad->distill, NULL, NULL, &error));
  g_assert_error (error, ISO_ERROR, ISO_ERROR_NUMERIC);
  bad->embeddings[5] = 0.0f;
  bad->teacher_similarity[4] = INFINITY;
  g_autoptr (IsoBatchGraph) no_graph = graph_new (bad, &bad->distill, NULL);
  g_assert_nonnull (no_graph->problem);
}

/* ---- drawn ---- */

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + (size_t) y * (size_t) cairo_image_surface_get_stride (surface);
  return ((const guint32 *) (const void *) row)[(size_t) x];
}

/* A point is where it was placed; the middle of a line is drawn, an edge between classes in grey. */
static void
test_pixels (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (4, 2, 2, 1);
  const float corners[] = { -1.0f, 0.5f, 1.0f, 0.5f, -1.0f, -0.5f, 1.0f, -0.5f };
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  memcpy (batch->embeddings, corners, sizeof corners);
  /* 0 – 1 of class 0, 2 – 3 of class 1 and 0 – 2 between. */
  const float S[] = { 1.0f, 0.9f, 0.8f, 0.0f, 0.9f, 1.0f, 0.0f, 0.0f, 0.8f, 0.0f, 1.0f, 0.9f, 0.0f, 0.0f, 0.9f, 1.0f };
  memcpy (batch->teacher_similarity, S, sizeof S);
  batch->distill.k = 2;
  batch->distill.graph = ISO_GRAPH_MUTUAL;
  g_autoptr (IsoBatchGraph) graph = graph_new (batch, &batch->distill, NULL);
  g_assert_cmpuint (graph->edge_count, >=, 3);
  for (int scale = 1; scale <= 2; scale++)
    {
      float placed[8];
      cairo_surface_t *surface = iso_batch_map_surface_new (placed, graph, WIDTH, HEIGHT, scale, NULL, theme);
      for (size_t i = 0; i < 4; i++)
        g_assert_cmpuint (pixel_at (surface, (double) placed[2 * i], (double) placed[2 * i + 1]) >> 24, >, 200);
      guint32 within = pixel_at (surface, 0.5 * (double) (placed[0] + placed[2]), 0.5 * (double) (placed[1] + placed[3]));
      guint32 between = pixel_at (surface, 0.5 * (double) (placed[0] + placed[4]), 0.5 * (double) (placed[1] + placed[5]));
      g_assert_cmpuint (within >> 24, >, 20);
      g_assert_cmpuint (within & 255, >, within >> 16 & 255); /* class 0 is blue */
      g_assert_cmpuint (between >> 24, >, 20);
      g_assert_cmpint (abs ((int) (between & 255) - (int) (between >> 16 & 255)), <=, 2);
      cairo_surface_destroy (surface);
    }
}

/* With only the first class selected the edges of the others fade. */
static void
test_selected (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, D, 5, 3);
  g_autoptr (IsoBatchGraph) graph = graph_new (batch, &batch->distill, NULL);
  bool selected[B];
  const IsoTheme *theme = iso_theme (ISO_THEME_LIGHT);
  float placed[2 * B];
  guint64 ink[2] = { 0, 0 };
  for (size_t i = 0; i < B; i++)
    selected[i] = batch->labels[i] == 0;
  for (int faded = 0; faded < 2; faded++)
    {
      cairo_surface_t *surface = iso_batch_map_surface_new (placed, graph, WIDTH, HEIGHT, 1, faded ? selected : NULL, theme);
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          ink[faded] += pixel_at (surface, x, y) >> 24;
      cairo_surface_destroy (surface);
    }
  g_assert_cmpuint (ink[1], <, ink[0] * 9 / 10);
}

static cairo_status_t
collect (void *data, const unsigned char *bytes, unsigned int length)
{
  g_string_append_len (data, (const char *) bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
test_paper (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (B, D, 5, 3);
  g_autoptr (IsoBatchGraph) graph = graph_new (batch, &batch->distill, NULL);
  for (int pdf = 0; pdf < 2; pdf++)
    {
      g_autoptr (GString) file = g_string_new (NULL);
      cairo_surface_t *surface = pdf ? cairo_pdf_surface_create_for_stream (collect, file, WIDTH, HEIGHT)
                                     : cairo_svg_surface_create_for_stream (collect, file, WIDTH, HEIGHT);
      cairo_t *cairo = cairo_create (surface);
      iso_batch_map_figure_draw (cairo, graph, "Batch", "of a test", 0.0, iso_theme (ISO_THEME_LIGHT), WIDTH, HEIGHT);
      cairo_destroy (cairo);
      cairo_surface_finish (surface);
      g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
      cairo_surface_destroy (surface);
      g_assert_cmpuint (file->len, >, 8000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batch-graph/stages", test_stages);
  g_test_add_func ("/batch-graph/dense", test_dense);
  g_test_add_func ("/batch-graph/alignment", test_alignment);
  g_test_add_func ("/batch-graph/degenerate", test_degenerate);
  g_test_add_func ("/batch-graph/pixels", test_pixels);
  g_test_add_func ("/batch-graph/selected", test_selected);
  g_test_add_func ("/batch-graph/paper", test_paper);
  return g_test_run ();
}
