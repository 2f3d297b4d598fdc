#include "ui/figure/student-maps.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/projection/align.h"

void
iso_student_map_centers (float *centers, const IsoProjectedMap *map)
{
  guint32 classes = map->samples->class_count;
  g_autofree double *sums = g_new0 (double, 3 * MAX (classes, 1));
  for (size_t i = 0; i < map->N; i++)
    {
      double *sum = sums + 3 * map->labels[i];
      sum[0] += (double) map->positions[2 * i];
      sum[1] += (double) map->positions[2 * i + 1];
      sum[2] += 1.0;
    }
  for (guint32 c = 0; c < classes; c++)
    for (int axis = 0; axis < 2; axis++)
      centers[2 * c + axis] = sums[3 * c + 2] > 0.0 ? (float) (sums[3 * c + axis] / sums[3 * c + 2]) : NAN;
}

/* min over turns R of Σ_c ‖R m_c − r_c‖², m and r the centers of class c in both: orthogonal Procrustes. The map's positions are its
 * own, of a frame that nobody else has yet. */
static void
align (IsoProjectedMap *map, const IsoProjectedMap *reference)
{
  guint32 classes = MIN (map->samples->class_count, reference->samples->class_count);
  size_t count = 0;
  g_autofree float *own = g_new (float, 2 * MAX (map->samples->class_count, 1));
  g_autofree float *others = g_new (float, 2 * MAX (reference->samples->class_count, 1));
  iso_student_map_centers (own, map);
  iso_student_map_centers (others, reference);
  for (guint32 c = 0; c < classes; c++)
    {
      if (isnan (own[2 * c]) || isnan (others[2 * c]))
        continue;
      for (int axis = 0; axis < 2; axis++)
        {
          own[2 * count + axis] = own[2 * c + axis];
          others[2 * count + axis] = others[2 * c + axis];
        }
      count++;
    }
  const IsoTurn turn = iso_align_find (own, others, count);
  iso_align_turn (map->frame->positions, &turn, map->N);
  map->fit = iso_map_box_fit (map->positions, map->N);
}

/* The first that is there leads: to its own map before it is turned, and all others to it. */
IsoStudentMaps *
iso_student_maps_new (IsoEpochSnapshot *const *epochs, size_t count, const IsoStudentMaps *before, GCancellable *cancellable,
                      GError **error)
{
  g_assert (count <= ISO_STUDENTS_MOST);
  g_autoptr (IsoStudentMaps) maps = g_new0 (IsoStudentMaps, 1);
  const IsoProjectedMap *leader = NULL;
  maps->count = count;
  for (size_t i = 0; i < count; i++)
    {
      const IsoProjectedMap *own = before != NULL && i < before->count ? before->maps[i] : NULL;
      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_CANCELLED, _("cancelled"));
          return NULL;
        }
      if (epochs[i] == NULL)
        continue;
      maps->maps[i] = iso_projected_map_new (epochs[i], leader == NULL ? own : NULL, NULL);
      if (maps->maps[i] == NULL)
        continue;
      if (leader != NULL)
        align (maps->maps[i], leader);
      else
        leader = maps->maps[i];
    }
  return g_steal_pointer (&maps);
}

IsoStudentMaps *
iso_student_maps_copy (const IsoStudentMaps *maps)
{
  IsoStudentMaps *copy = g_memdup2 (maps, sizeof *maps);
  for (size_t i = 0; i < copy->count; i++)
    if (copy->maps[i] != NULL)
      iso_projected_map_ref (copy->maps[i]);
  return copy;
}

void
iso_student_maps_free (IsoStudentMaps *maps)
{
  for (size_t i = 0; maps != NULL && i < maps->count; i++)
    g_clear_pointer (&maps->maps[i], iso_projected_map_unref);
  g_free (maps);
}

char *
iso_student_map_describe (const IsoProjectedMap *map)
{
  double share = map->explained[0] + map->explained[1];
  g_autofree char *moment =
      map->epoch->epoch > 0 ? g_strdup_printf (_("epoch %d"), map->epoch->epoch) : g_strdup (_("untrained network"));
  return share > 0.0 ? g_strdup_printf (_("PCA · %.0f %% of variance · %s"), 100.0 * share, moment)
                     : g_strdup_printf (_("all in one place: the embedding has collapsed · %s"), moment);
}
