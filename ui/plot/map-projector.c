#include "ui/plot/map-projector.h"

#include <stdatomic.h>

/* Shared by its owner and the idle source that carries news to the main context; what the thread touches is `is_told`. */
struct _IsoMapProjector {
  IsoLiveProjection *live; /* NULL once freed */
  IsoMapNews news;
  gpointer data;
  IsoMapSamples *samples;  /* of the last request, or NULL */
  guint64 series;
  atomic_bool is_told;     /* an idle source is on its way */
};

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

static gboolean
deliver (gpointer data)
{
  IsoMapProjector *projector = data;
  /* Before the frame is taken: one made in between is told of again. */
  atomic_store (&projector->is_told, false);
  if (projector->live == NULL)
    return G_SOURCE_REMOVE;
  g_autoptr (IsoLiveFrame) frame = iso_live_projection_take (projector->live);
  if (frame != NULL)
    projector->news (frame, projector->data);
  return G_SOURCE_REMOVE;
}

/* On the projection's thread. */
static void
wake (gpointer data)
{
  IsoMapProjector *projector = data;
  if (!atomic_exchange (&projector->is_told, true))
    g_idle_add_full (G_PRIORITY_DEFAULT, deliver, g_atomic_rc_box_acquire (projector), g_atomic_rc_box_release);
}

/* One of two cores is the trainer's or the window's; more than two gain little for what a map shows. */
static int
thread_count (void)
{
  return CLAMP (iso_core_count () / 2, 1, 2);
}

IsoMapProjector *
iso_map_projector_new (IsoMapNews news, gpointer data)
{
  IsoMapProjector *projector = g_atomic_rc_box_new0 (IsoMapProjector);
  projector->news = news;
  projector->data = data;
  atomic_init (&projector->is_told, false);
  projector->live = iso_live_projection_new (ref_samples, unref_samples, thread_count (), wake, projector);
  return projector;
}

void
iso_map_projector_free (IsoMapProjector *projector)
{
  if (projector == NULL)
    return;
  g_clear_pointer (&projector->live, iso_live_projection_free);
  g_clear_pointer (&projector->samples, iso_map_samples_unref);
  g_atomic_rc_box_release (projector);
}

guint64
iso_map_projector_request (IsoMapProjector *projector, IsoMapSamples *samples, const IsoProjectionSettings *settings)
{
  if (projector->samples == NULL || !iso_map_samples_are_comparable (projector->samples, samples))
    projector->series++;
  iso_map_samples_ref (samples);
  g_clear_pointer (&projector->samples, iso_map_samples_unref);
  projector->samples = samples;
  IsoLiveRequest request = { samples, samples->embeddings, samples->N, samples->D, { samples->labels, iso_map_samples_numbers (samples) },
                             projector->series, *settings };
  return iso_live_projection_request (projector->live, &request);
}

void
iso_map_projector_forget (IsoMapProjector *projector)
{
  g_clear_pointer (&projector->samples, iso_map_samples_unref);
  iso_live_projection_forget (projector->live);
}

void
iso_map_projector_set_paused (IsoMapProjector *projector, gboolean paused)
{
  iso_live_projection_set_paused (projector->live, paused);
}

gboolean
iso_map_projector_is_paused (IsoMapProjector *projector)
{
  return iso_live_projection_is_paused (projector->live);
}
