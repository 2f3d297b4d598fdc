/* What is said about a batch's graph, translated. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/batch-graph.h"

static const char *
kind_word (IsoGraphKind kind)
{
  switch (kind)
    {
    case ISO_GRAPH_MUTUAL:
      return _("mutual");
    case ISO_GRAPH_UNION:
      return _("union");
    case ISO_GRAPH_DIRECTED:
    default:
      return _("directed");
    }
}

char *
iso_batch_graph_describe (const IsoBatchGraph *graph)
{
  if (graph->problem != NULL)
    return g_strdup_printf (_("no graph: %s"), graph->problem);
  if (graph->B < 2)
    return g_strdup (_("one sample has no neighbors"));
  if (graph->is_dense && graph->most_shown == 0)
    return g_strdup (_("all neighbors, as in the paper"));
  if (graph->is_dense)
    return g_strdup_printf (_("all neighbors, as in the paper: strongest %zu of %zu edges of each"), graph->most_shown,
                            graph->most_neighbors);
  if (graph->most_shown > 0)
    return g_strdup_printf (_("%d nearest of each, %s: strongest %zu of up to %zu edges"), graph->settings.k,
                            kind_word (graph->settings.graph), graph->most_shown, graph->most_neighbors);
  return g_strdup_printf (_("%d nearest of each, %s"), graph->settings.k, kind_word (graph->settings.graph));
}

static void
append (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

char *
iso_batch_graph_subtitle (const IsoBatchGraph *graph, bool other_settings)
{
  const IsoBatchSnapshot *snapshot = graph->snapshot;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *edges = iso_batch_graph_describe (graph);
  char count[32];
  iso_number_format (count, sizeof count, (double) graph->B, 9);
  g_autofree char *samples = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "PCA of %s sample", "PCA of %s samples",
                                                           (gulong) graph->B), count);
  g_autofree char *epoch = g_strdup_printf (_("epoch %d"), snapshot->epoch + 1); /* people count from one */
  append (text, samples);
  append (text, edges);
  if (isfinite (graph->staying))
    {
      g_autofree char *staying = g_strdup_printf (_("%.0f %% of steps stay in their class"), 100.0 * graph->staying);
      append (text, staying);
    }
  append (text, snapshot->has_teacher ? epoch : _("no teacher yet: the student's own graph"));
  if (snapshot->is_probe)
    append (text, _("probe batch"));
  if (other_settings)
    append (text, _("recomputed with other settings"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
iso_batch_graph_describe_sample (const IsoBatchGraph *graph, size_t sample)
{
  const gint32 *labels = graph->snapshot->labels;
  size_t all = 0, same = 0;
  if (graph->shown == NULL)
    return NULL;
  for (size_t j = 0; j < graph->B; j++)
    if (graph->shown[sample * graph->B + j])
      {
        all++;
        same += labels[j] == labels[sample];
      }
  if (all == 0)
    return g_strdup (_("no neighbors"));
  if (graph->most_shown > 0)
    return g_strdup_printf (_("%zu of its %zu strongest edges to its class"), same, all);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu of %zu edge to its class", "%zu of %zu edges to its class",
                                       (gulong) all), same, all);
}
