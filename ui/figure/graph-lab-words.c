#include "ui/figure/graph-lab-words.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"

#define LEAST_GAP 0.005

const char *
iso_lab_title (IsoLabChart chart)
{
  static const char *const titles[ISO_LAB_CHARTS] = {
    [ISO_LAB_PIECES] = N_("pieces"),
    [ISO_LAB_HUB] = N_("largest hub"),
    [ISO_LAB_GAP] = N_("spectral gap"),
    [ISO_LAB_EDGES] = N_("same-class edges"),
    [ISO_LAB_MASS] = N_("same-class mass"),
    [ISO_LAB_NEIGHBORS] = N_("effective neighbors"),
  };
  return _(titles[chart]);
}

const char *
iso_lab_reference_name (IsoLabChart chart)
{
  static const char *const names[ISO_LAB_CHARTS] = {
    [ISO_LAB_PIECES] = N_("strongly connected"),
    [ISO_LAB_HUB] = N_("mean"),
    [ISO_LAB_MASS] = N_("PSD"),
    [ISO_LAB_NEIGHBORS] = N_("PSD"),
  };
  return names[chart] != NULL ? _(names[chart]) : NULL;
}

double
iso_lab_value (IsoLabChart chart, const IsoGraphStatistics *statistics)
{
  switch (chart)
    {
    case ISO_LAB_PIECES:
      return (double) statistics->graph.components;
    case ISO_LAB_HUB:
      return (double) statistics->graph.hub_degree;
    case ISO_LAB_GAP:
      return statistics->spectral_gap;
    case ISO_LAB_EDGES:
      return statistics->graph.same_class;
    case ISO_LAB_MASS:
      return statistics->targets.same_class;
    case ISO_LAB_NEIGHBORS:
    default:
      return statistics->targets.effective_neighbors;
    }
}

double
iso_lab_reference (IsoLabChart chart, const IsoGraphSweep *sweep, size_t place)
{
  const IsoGraphStructure *graph = &sweep->at[place].graph;
  switch (chart)
    {
    case ISO_LAB_PIECES:
      return (double) graph->strong_components;
    case ISO_LAB_HUB:
      return (double) graph->edge_count / (double) sweep->B;
    case ISO_LAB_MASS:
      return sweep->psd.same_class;
    case ISO_LAB_NEIGHBORS:
      return sweep->psd.effective_neighbors;
    case ISO_LAB_GAP:
    case ISO_LAB_EDGES:
    default:
      return (double) NAN;
    }
}

void
iso_lab_number (char *text, size_t capacity, IsoLabChart chart, double value)
{
  char number[32];
  if (isnan (value))
    {
      g_strlcpy (text, "–", capacity);
      return;
    }
  bool is_share = chart == ISO_LAB_EDGES || chart == ISO_LAB_MASS;
  /* It is known to no more than that. */
  if (chart == ISO_LAB_GAP && value > 0.0 && value < LEAST_GAP)
    {
      iso_number_format (number, sizeof number, LEAST_GAP, 3);
      g_snprintf (text, capacity, "<\u2009%s", number);
      return;
    }
  if (is_share)
    value = value < 0.0995 ? round (1000.0 * value) / 10.0 : round (100.0 * value);
  else if (chart == ISO_LAB_GAP)
    value = round (100.0 * value) / 100.0;
  iso_number_format (number, sizeof number, value, chart == ISO_LAB_PIECES || chart == ISO_LAB_HUB ? 6 : 3);
  g_snprintf (text, capacity, is_share ? _("%s %%") : "%s", number);
}

char *
iso_lab_k_text (const IsoGraphSweep *sweep, size_t place)
{
  int k = sweep->at[place].k, most = (int) sweep->B - 1;
  return g_strdup_printf (k == most ? _("k %d of %d, all") : _("k %d of %d"), k, most);
}

/* ---- hints ---- */

static char *
pieces_hint (const IsoGraphStructure *graph)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gulong strong = (gulong) graph->strong_components, isolated = (gulong) graph->isolated;
  if (graph->components > 1)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "in %zu piece: heat cannot pass between them",
                                               "in %zu pieces: heat cannot pass between them", (gulong) graph->components),
                            graph->components);
  else if (strong > 1)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "in one piece, but of %zu part joined one way only",
                                               "in one piece, but of %zu parts joined one way only", strong),
                            graph->strong_components);
  else
    g_string_append (text, _("in one piece: heat reaches every sample from every other"));
  if (isolated > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "; %zu sample has no neighbor and keeps its target",
                                               "; %zu samples have no neighbor and keep their targets", isolated),
                            graph->isolated);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "Coat 437", "sample 12" of the batch where nothing is known of it; people count from one. */
static char *
hub_name (const IsoGraphStructure *graph, const IsoDataset *dataset, const guint32 *indices)
{
  if (indices == NULL)
    return g_strdup_printf (_("sample %zu of the batch"), graph->hub + 1);
  guint32 index = indices[graph->hub];
  if (dataset == NULL)
    return g_strdup_printf (_("sample %u"), index);
  return g_strdup_printf (_("%s, sample %u,"), iso_dataset_class_name (dataset, (guint32) iso_dataset_labels (dataset)[index]), index);
}

static char *
hub_hint (const IsoGraphStructure *graph, const IsoDataset *dataset, const guint32 *indices)
{
  g_autofree char *name = hub_name (graph, dataset, indices);
  g_autoptr (GString) text = g_string_new (NULL);
  if (graph->edge_count == 0)
    return g_strdup (_("no sample is a neighbor of another"));
  if (isnan (graph->skew))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "every sample is a neighbor of %zu other",
                                         "every sample is a neighbor of %zu others", (gulong) graph->hub_degree),
                            graph->hub_degree);
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s is a neighbor of %zu other", "%s is a neighbor of %zu others",
                                             (gulong) graph->hub_degree),
                          name, graph->hub_degree);
  if (graph->unchosen > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "; %zu sample is nobody's neighbor",
                                               "; %zu samples are nobody's neighbor", (gulong) graph->unchosen),
                            graph->unchosen);
  char skew[32];
  iso_number_format (skew, sizeof skew, graph->skew, 2);
  g_string_append_printf (text, _("; skew %s"), skew);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
gap_hint (double gap)
{
  char text[32];
  if (isnan (gap))
    return g_strdup (_("there is no transition matrix to take the spectral gap of"));
  if (!(gap > 0.0))
    return g_strdup (_("spectral gap 0: the walk never forgets in which part of the graph it began"));
  iso_lab_number (text, sizeof text, ISO_LAB_GAP, gap);
  return g_strdup_printf (gap < 0.05 ? _("spectral gap %s: the walk lingers where it began")
                                     : _("spectral gap %s: each step forgets that part of where the walk began"), text);
}

static char *
edges_hint (double share)
{
  char text[32];
  if (isnan (share))
    return g_strdup (_("there are no edges"));
  iso_lab_number (text, sizeof text, ISO_LAB_EDGES, share);
  return g_strdup_printf (_("%s of the edges stay within a class"), text);
}

static char *
targets_hint (IsoLabChart chart, const IsoGraphSweep *sweep, size_t place)
{
  char with[32], without[32];
  double value = iso_lab_value (chart, &sweep->at[place]);
  if (isnan (value))
    return g_strdup (sweep->problem != NULL ? sweep->problem : _("there are no targets"));
  iso_lab_number (with, sizeof with, chart, value);
  iso_lab_number (without, sizeof without, chart, iso_lab_reference (chart, sweep, place));
  if (chart == ISO_LAB_MASS)
    return g_strdup_printf (_("%s of P lies on the row's class, %s without diffusion"), with, without);
  return g_strdup_printf (_("a row of P spreads over about %s of %zu samples, %s without diffusion"), with, sweep->B, without);
}

char *
iso_lab_hint (IsoLabChart chart, const IsoGraphSweep *sweep, size_t place, const IsoDataset *dataset, const guint32 *indices)
{
  const IsoGraphStatistics *statistics = &sweep->at[place];
  switch (chart)
    {
    case ISO_LAB_PIECES:
      return pieces_hint (&statistics->graph);
    case ISO_LAB_HUB:
      return hub_hint (&statistics->graph, dataset, indices);
    case ISO_LAB_GAP:
      return gap_hint (statistics->spectral_gap);
    case ISO_LAB_EDGES:
      return edges_hint (statistics->graph.same_class);
    case ISO_LAB_MASS:
    case ISO_LAB_NEIGHBORS:
    default:
      return targets_hint (chart, sweep, place);
    }
}

char *
iso_lab_words (const IsoGraphSweep *sweep, size_t place, const IsoDataset *dataset, const guint32 *indices)
{
  g_autofree char *k = iso_lab_k_text (sweep, place);
  g_autoptr (GString) words = g_string_new (k);
  for (IsoLabChart chart = 0; chart < ISO_LAB_CHARTS; chart++)
    {
      g_autofree char *hint = iso_lab_hint (chart, sweep, place, dataset, indices);
      g_string_append_printf (words, "%s %s", chart == 0 ? ":" : ".", hint);
    }
  g_string_append_c (words, '.');
  return g_string_free (g_steal_pointer (&words), FALSE);
}
