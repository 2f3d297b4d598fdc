/* Maps of several students' test embeddings that lie alike, so that they can be compared by eye: each by PCA, then turned (and mirrored,
 * if need be) so that the centers of its classes come as close as possible to those of the first. Immutable once made, any thread. */
#pragma once

#include "ui/figure/projected-map.h"
#include "ui/figure/student-stages.h"

typedef struct {
  size_t count;
  IsoProjectedMap *maps[ISO_STUDENTS_MOST]; /* owned; NULL without an evaluation, and where embeddings are not finite */
} IsoStudentMaps;

/* epochs (count ≤ ISO_STUDENTS_MOST), each NULL where there is none yet; all of the same test samples. before, or NULL: the maps that the
 * first is turned to, so that they do not flip from epoch to epoch. NULL with ISO_ERROR_CANCELLED between two maps. */
IsoStudentMaps *iso_student_maps_new (IsoEpochSnapshot *const *epochs, size_t count, const IsoStudentMaps *before,
                                      GCancellable *cancellable, GError **error);
IsoStudentMaps *iso_student_maps_copy (const IsoStudentMaps *maps); /* further references to the same maps */
void iso_student_maps_free (IsoStudentMaps *maps);

/* centers (class_count, 2) of the map's classes, NAN for those without points. */
void iso_student_map_centers (float *centers, const IsoProjectedMap *map);

/* "PCA · 61 % of variance · epoch 4": short, for above the map. Newly allocated. */
char *iso_student_map_describe (const IsoProjectedMap *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoStudentMaps, iso_student_maps_free)
