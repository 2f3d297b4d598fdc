#include "ui/figure/projected-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"

static gpointer
ref_samples (gpointer samples)
{
  return iso_map_samples_ref (samples);
}

static void
unref_samples (gpointer samples)
{
  iso_map_samples_unref (samples);
}

IsoProjectedMap *
iso_projected_map_of_frame (IsoLiveFrame *frame)
{
  g_return_val_if_fail (frame->positions != NULL, NULL);
  IsoProjectedMap *map = g_new0 (IsoProjectedMap, 1);
  iso_references_init (&map->references);
  map->samples = iso_map_samples_ref (frame->subject);
  map->frame = iso_live_frame_ref (frame);
  map->epoch = map->samples->epoch;
  map->settings = frame->settings;
  map->N = frame->N;
  map->positions = frame->positions;
  map->labels = map->samples->labels;
  map->done = frame->done;
  map->total = frame->total;
  map->explained[0] = frame->explained[0];
  map->explained[1] = frame->explained[1];
  map->fit = iso_map_box_fit (map->positions, map->N);
  return map;
}

IsoProjectedMap *
iso_projected_map_new (IsoEpochSnapshot *epoch, const IsoProjectedMap *previous, GError **error)
{
  g_autoptr (IsoMapSamples) samples = iso_map_samples_new (epoch, ISO_MAP_TEST);
  const IsoProjectionSettings settings = { .method = ISO_PROJECTION_PCA };
  bool turns = previous != NULL && iso_map_samples_are_comparable (previous->samples, samples);
  g_autoptr (IsoProjection) projection = iso_projection_new (samples->embeddings, samples->N, samples->D, NULL, &settings,
                                                             turns ? previous->positions : NULL, NULL, NULL, NULL, NULL, error);
  if (projection == NULL)
    return NULL;
  g_autoptr (IsoLiveFrame) frame = iso_live_frame_of (projection, samples, ref_samples, unref_samples);
  return iso_projected_map_of_frame (frame);
}

IsoProjectedMap *
iso_projected_map_ref (IsoProjectedMap *map)
{
  iso_references_add (&map->references);
  return map;
}

void
iso_projected_map_unref (IsoProjectedMap *map)
{
  if (map == NULL || !iso_references_drop (&map->references))
    return;
  iso_live_frame_unref (map->frame);
  iso_map_samples_unref (map->samples);
  g_free (map);
}

bool
iso_projected_map_is_comparable (const IsoProjectedMap *map, const IsoProjectedMap *other)
{
  return iso_map_samples_are_comparable (map->samples, other->samples);
}

bool
iso_projected_map_is_next (const IsoProjectedMap *map, const IsoProjectedMap *next)
{
  return iso_projected_map_is_comparable (map, next) && iso_projection_settings_agree (&map->settings, &next->settings);
}

bool
iso_projected_map_is_at_rest (const IsoProjectedMap *map)
{
  return map->done == map->total;
}

IsoMapPoints
iso_projected_map_points (const IsoProjectedMap *map)
{
  return (IsoMapPoints) {
    .N = map->N,
    .positions = map->positions,
    .labels = map->labels,
    .order = map->samples->order,
    .class_count = map->samples->class_count,
    .class_names = map->samples->class_names,
  };
}

/* ---- words ---- */

const char *
iso_projection_method_name (int method)
{
  static const char *const names[ISO_PROJECTION_METHOD_COUNT] = { "PCA", "t-SNE", "UMAP", N_("Axes") };
  g_return_val_if_fail (method >= 0 && method < ISO_PROJECTION_METHOD_COUNT, "");
  return method == ISO_PROJECTION_AXES ? _(names[method]) : names[method];
}

static void
add (GString *text, char *part)
{
  g_string_append_printf (text, " · %s", part);
  g_free (part);
}

static void
add_shares (GString *text, const IsoProjectedMap *map)
{
  double share = map->explained[0] + map->explained[1];
  add (text, share > 0.0 ? g_strdup_printf (_("%.0f %% of variance"), 100.0 * share)
                         : g_strdup (_("all in one place: the embedding has collapsed")));
}

/* How far it is, or what it was made with. */
static void
add_course (GString *text, const IsoProjectedMap *map)
{
  bool is_tsne = map->settings.method == ISO_PROJECTION_TSNE;
  char done[32], total[32], value[32];
  iso_number_format (done, sizeof done, (double) map->done, 9);
  iso_number_format (total, sizeof total, (double) map->total, 9);
  if (!iso_projected_map_is_at_rest (map))
    add (text, g_strdup_printf (is_tsne ? _("step %s of %s") : _("pass %s of %s"), done, total));
  else
    {
      iso_number_format (value, sizeof value, is_tsne ? map->settings.tsne.perplexity : (double) map->settings.umap.neighbors, 4);
      add (text, g_strdup_printf (is_tsne ? _("perplexity %s") : _("%s neighbors"), value));
      add (text, g_strdup_printf (_("seed %d"), map->settings.seed));
    }
  if (isfinite (map->frame->cost))
    add (text, g_strdup_printf (_("KL %.2f"), map->frame->cost));
}

char *
iso_projected_map_axis_end (const IsoProjectedMap *map, IsoAxisEnd end)
{
  IsoAxisPair pair;
  if (map->settings.method != ISO_PROJECTION_AXES || !iso_axis_settings_read (&pair, &map->settings, map->labels, map->N, NULL)
      || (end >= ISO_AXIS_UP_FROM && !pair.has_up))
    return NULL;
  const IsoAnchor anchors[] = { pair.across.from, pair.across.to, pair.up.from, pair.up.to };
  const IsoAnchor *anchor = &anchors[end];
  if (anchor->kind == ISO_ANCHOR_SAMPLE)
    return g_strdup_printf (_("sample %d"), anchor->index);
  return g_strdup (anchor->index >= 0 && (guint32) anchor->index < map->samples->class_count ? map->samples->class_names[anchor->index]
                                                                                            : "");
}

/* "along T-shirt → Trouser, up by variance · 61 % of variance · 1 000 test embeddings". */
static void
describe_axes (GString *text, const IsoProjectedMap *map, char *samples)
{
  char *ends[ISO_AXIS_END_COUNT];
  for (IsoAxisEnd end = 0; end < ISO_AXIS_END_COUNT; end++)
    ends[end] = iso_projected_map_axis_end (map, end);
  if (ends[ISO_AXIS_UP_FROM] != NULL)
    g_string_append_printf (text, _("along %s → %s, up %s → %s"), ends[ISO_AXIS_ACROSS_FROM], ends[ISO_AXIS_ACROSS_TO],
                            ends[ISO_AXIS_UP_FROM], ends[ISO_AXIS_UP_TO]);
  else if (ends[ISO_AXIS_ACROSS_FROM] != NULL)
    g_string_append_printf (text, _("along %s → %s, up by variance"), ends[ISO_AXIS_ACROSS_FROM], ends[ISO_AXIS_ACROSS_TO]);
  else
    g_string_append (text, iso_projection_method_name (map->settings.method));
  add_shares (text, map);
  add (text, samples);
  for (IsoAxisEnd end = 0; end < ISO_AXIS_END_COUNT; end++)
    g_free (ends[end]);
}

char *
iso_projected_map_describe (const IsoProjectedMap *map)
{
  g_autofree char *samples = iso_map_samples_describe (map->samples);
  GString *text = g_string_new (NULL);
  if (map->settings.method == ISO_PROJECTION_AXES)
    describe_axes (text, map, g_steal_pointer (&samples));
  else
    {
      g_string_append_printf (text, _("%s of %s"), iso_projection_method_name (map->settings.method), samples);
      if (map->settings.method == ISO_PROJECTION_PCA)
        add_shares (text, map);
      else
        add_course (text, map);
    }
  add (text, map->epoch->epoch > 0 ? g_strdup_printf (_("epoch %d"), map->epoch->epoch) : g_strdup (_("untrained network")));
  return g_string_free (text, FALSE);
}
