#include "ui/plot/neighbor-strip.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/figure/thumbnail.h"
#include "ui/plot/latest-job.h"
#include "ui/plot/neighbor-search.h"
#include "ui/plot/neighbor-tile.h"

typedef enum { IN_SPACE, ON_MAP, ROW_COUNT } Row;

struct _IsoNeighborStrip {
  GtkWidget parent_instance;
  GtkLabel *message;
  GtkWidget *rows[ROW_COUNT];
  GtkLabel *scores[ROW_COUNT];
  IsoNeighborTile *tiles[ROW_COUNT][ISO_STRIP_NEIGHBORS];
  IsoLatestJob *job;
  IsoSampleChoice *choice;  /* or NULL */
  IsoProjectedMap *map;     /* or NULL */
  IsoEpochSnapshot *epoch;  /* or NULL; that of the map, where there is one */
};

G_DEFINE_FINAL_TYPE (IsoNeighborStrip, iso_neighbor_strip, GTK_TYPE_WIDGET)

/* ---- the worker ---- */

typedef struct {
  IsoMapSamples *samples;
  IsoProjectedMap *map; /* or NULL */
  size_t point;
} Request;

typedef struct {
  IsoNeighbors *neighbors;
  cairo_surface_t *pictures[ROW_COUNT][ISO_STRIP_NEIGHBORS]; /* NULL where the data hold none */
} Found;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_map_samples_unref (request->samples);
  iso_projected_map_unref (request->map);
  g_free (request);
}

static void
found_free (gpointer data)
{
  Found *found = data;
  for (int row = 0; row < ROW_COUNT; row++)
    for (int i = 0; i < ISO_STRIP_NEIGHBORS; i++)
      g_clear_pointer (&found->pictures[row][i], cairo_surface_destroy);
  iso_neighbors_free (found->neighbors);
  g_free (found);
}

static size_t
row_of (const guint32 **points, const double **distances, const IsoNeighbors *neighbors, Row row)
{
  *points = row == IN_SPACE ? neighbors->space : neighbors->map;
  *distances = row == IN_SPACE ? neighbors->distances : neighbors->map_distances;
  return row == IN_SPACE ? neighbors->space_count : neighbors->map_count;
}

static gpointer
find (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  const IsoMapSamples *samples = request->samples;
  Found *found = g_new0 (Found, 1);
  found->neighbors = iso_neighbors_find (request->samples, request->map, request->point, ISO_STRIP_NEIGHBORS);
  for (Row row = 0; row < ROW_COUNT; row++)
    {
      const guint32 *points;
      const double *distances;
      size_t count = row_of (&points, &distances, found->neighbors, row);
      for (size_t i = 0; i < count; i++)
        found->pictures[row][i] = iso_thumbnail_new (samples->epoch->experiment->dataset, samples->indices[points[i]]);
    }
  return found;
}

/* ---- what is shown ---- */

static void
show_message (IsoNeighborStrip *strip, const char *text)
{
  iso_latest_job_forget (strip->job);
  gtk_label_set_text (strip->message, text);
  gtk_widget_set_visible (GTK_WIDGET (strip->message), TRUE);
  for (int row = 0; row < ROW_COUNT; row++)
    gtk_widget_set_visible (strip->rows[row], FALSE);
}

static void
show_row (IsoNeighborStrip *strip, Found *found, Row row)
{
  const IsoMapSamples *samples = found->neighbors->samples;
  const guint32 *points;
  const double *distances;
  size_t count = row_of (&points, &distances, found->neighbors, row), right = 0;
  gint32 label = samples->labels[found->neighbors->point];
  for (size_t i = 0; i < ISO_STRIP_NEIGHBORS; i++)
    {
      gtk_widget_set_visible (GTK_WIDGET (strip->tiles[row][i]), i < count);
      if (i >= count)
        continue;
      const IsoNeighborFacts facts = { samples->indices[points[i]], (guint32) samples->labels[points[i]],
                                       samples->class_names[samples->labels[points[i]]], samples->labels[points[i]] == label,
                                       (int) i + 1, distances[i] };
      right += facts.is_right;
      iso_neighbor_tile_set (strip->tiles[row][i], &facts, g_steal_pointer (&found->pictures[row][i]));
    }
  g_autofree char *score = g_strdup_printf (_("%zu of %zu of its class"), right, count);
  gtk_label_set_text (strip->scores[row], score);
  gtk_widget_set_visible (strip->rows[row], count > 0);
}

static void
done (gpointer result, const GError *error, gpointer data)
{
  IsoNeighborStrip *strip = data;
  Found *found = result;
  if (found->neighbors->space_count == 0)
    show_message (strip, _("There is no other sample to be a neighbor"));
  else
    {
      gtk_widget_set_visible (GTK_WIDGET (strip->message), FALSE);
      for (Row row = 0; row < ROW_COUNT; row++)
        show_row (strip, found, row);
    }
  found_free (found);
}

/* The row of a sample of the data; G_MAXSIZE: it is not among them. */
static size_t
find_sample (const IsoMapSamples *samples, guint32 sample)
{
  for (size_t i = 0; i < samples->N; i++)
    if (samples->indices[i] == sample)
      return i;
  return G_MAXSIZE;
}

static void
ask (IsoNeighborStrip *strip, IsoMapSamples *samples, IsoProjectedMap *map, size_t point, gboolean at_once)
{
  Request *request = g_new0 (Request, 1);
  request->samples = iso_map_samples_ref (samples);
  request->map = map != NULL ? iso_projected_map_ref (map) : NULL;
  request->point = point;
  iso_latest_job_request (strip->job, request, at_once);
}

static void
refresh (IsoNeighborStrip *strip, gboolean at_once)
{
  guint32 sample = strip->choice != NULL ? iso_sample_choice_picked (strip->choice).sample : ISO_NO_SAMPLE;
  char number[32];
  if (sample == ISO_NO_SAMPLE)
    {
      show_message (strip, _("Click a sample, on the map or in a matrix, to see its nearest neighbors"));
      return;
    }
  size_t point = strip->map != NULL ? find_sample (strip->map->samples, sample) : G_MAXSIZE;
  if (point != G_MAXSIZE)
    {
      ask (strip, strip->map->samples, strip->map, point, at_once);
      return;
    }
  for (IsoMapPart part = 0; part < ISO_MAP_PART_COUNT && strip->epoch != NULL; part++)
    {
      g_autoptr (IsoMapSamples) samples = iso_map_samples_new (strip->epoch, part);
      point = find_sample (samples, sample);
      if (point == G_MAXSIZE)
        continue;
      ask (strip, samples, NULL, point, at_once);
      return;
    }
  iso_number_format (number, sizeof number, (double) sample, 9);
  g_autofree char *text = strip->epoch == NULL
                              ? g_strdup (_("Neighbors appear once the embeddings were evaluated"))
                              : g_strdup_printf (_("Sample %s of the data is not among those that were evaluated"), number);
  show_message (strip, text);
}

/* ---- what it is about ---- */

static void
picked (IsoSampleChoice *choice, IsoNeighborStrip *strip)
{
  refresh (strip, TRUE);
}

static void
drop_choice (IsoNeighborStrip *strip)
{
  if (strip->choice != NULL)
    g_signal_handlers_disconnect_by_data (strip->choice, strip);
  g_clear_object (&strip->choice);
}

void
iso_neighbor_strip_set_choice (IsoNeighborStrip *strip, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_NEIGHBOR_STRIP (strip));
  if (choice == strip->choice)
    return;
  drop_choice (strip);
  strip->choice = choice != NULL ? g_object_ref (choice) : NULL;
  for (int row = 0; row < ROW_COUNT; row++)
    for (int i = 0; i < ISO_STRIP_NEIGHBORS; i++)
      iso_neighbor_tile_set_choice (strip->tiles[row][i], choice);
  if (choice != NULL)
    g_signal_connect (choice, "picked", G_CALLBACK (picked), strip);
  refresh (strip, TRUE);
}

static void
take_epoch (IsoNeighborStrip *strip, IsoEpochSnapshot *epoch)
{
  if (epoch != NULL)
    iso_epoch_snapshot_ref (epoch);
  g_clear_pointer (&strip->epoch, iso_epoch_snapshot_unref);
  strip->epoch = epoch;
}

void
iso_neighbor_strip_set_map (IsoNeighborStrip *strip, IsoProjectedMap *map)
{
  g_return_if_fail (ISO_IS_NEIGHBOR_STRIP (strip));
  if (map == strip->map)
    return;
  gboolean is_other = map == NULL || strip->map == NULL || !iso_projected_map_is_comparable (map, strip->map);
  take_epoch (strip, map != NULL ? map->epoch : NULL);
  if (map != NULL)
    iso_projected_map_ref (map);
  g_clear_pointer (&strip->map, iso_projected_map_unref);
  strip->map = map;
  refresh (strip, is_other);
}

void
iso_neighbor_strip_set_epoch (IsoNeighborStrip *strip, IsoEpochSnapshot *epoch)
{
  g_return_if_fail (ISO_IS_NEIGHBOR_STRIP (strip));
  take_epoch (strip, epoch);
  g_clear_pointer (&strip->map, iso_projected_map_unref);
  refresh (strip, FALSE);
}

/* ---- the widget ---- */

static void
iso_neighbor_strip_dispose (GObject *object)
{
  IsoNeighborStrip *strip = ISO_NEIGHBOR_STRIP (object);
  GtkWidget *child;
  drop_choice (strip);
  g_clear_pointer (&strip->job, iso_latest_job_free);
  g_clear_pointer (&strip->map, iso_projected_map_unref);
  g_clear_pointer (&strip->epoch, iso_epoch_snapshot_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (strip))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (iso_neighbor_strip_parent_class)->dispose (object);
}

static void
iso_neighbor_strip_class_init (IsoNeighborStripClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_neighbor_strip_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "neighbor-strip");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_row (IsoNeighborStrip *strip, Row row, const char *title)
{
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *name = gtk_label_new (title);
  GtkWidget *tiles = g_object_new (GTK_TYPE_BOX, "spacing", 4, "homogeneous", TRUE, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  strip->rows[row] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  strip->scores[row] = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "hexpand", TRUE, "xalign", 1.0, NULL);
  gtk_widget_add_css_class (name, "caption");
  gtk_widget_add_css_class (name, "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (strip->scores[row]), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (strip->scores[row]), "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (tiles), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  for (int i = 0; i < ISO_STRIP_NEIGHBORS; i++)
    {
      strip->tiles[row][i] = ISO_NEIGHBOR_TILE (iso_neighbor_tile_new ());
      gtk_box_append (GTK_BOX (tiles), GTK_WIDGET (strip->tiles[row][i]));
    }
  gtk_box_append (GTK_BOX (heading), name);
  gtk_box_append (GTK_BOX (heading), GTK_WIDGET (strip->scores[row]));
  gtk_box_append (GTK_BOX (strip->rows[row]), heading);
  gtk_box_append (GTK_BOX (strip->rows[row]), tiles);
  gtk_widget_set_parent (strip->rows[row], GTK_WIDGET (strip));
}

static void
iso_neighbor_strip_init (IsoNeighborStrip *strip)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (strip)));
  GtkWidget *message = gtk_label_new (NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 8);
  strip->job = iso_latest_job_new (find, request_free, done, found_free, strip);
  strip->message = GTK_LABEL (message);
  gtk_label_set_wrap (strip->message, TRUE);
  gtk_label_set_xalign (strip->message, 0.0f);
  gtk_widget_add_css_class (message, "dim-label");
  gtk_widget_set_parent (message, GTK_WIDGET (strip));
  add_row (strip, IN_SPACE, _("Nearest in the embedding"));
  add_row (strip, ON_MAP, _("Nearest on the map"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Nearest neighbors"), -1);
  refresh (strip, TRUE);
}

GtkWidget *
iso_neighbor_strip_new (void)
{
  return g_object_new (ISO_TYPE_NEIGHBOR_STRIP, NULL);
}
