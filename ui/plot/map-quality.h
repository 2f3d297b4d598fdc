/* How honest a map is: what it keeps of the neighborhoods in the space of the embeddings, and how far its points moved. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/projected-map.h"

/* Neighbors compared of each point. */
#define ISO_MAP_NEIGHBORS 10

typedef struct {
  double trustworthiness; /* Venna and Kaski 2001, 0 … 1; NAN where there are too few points */
  double neighbor_recall; /* share of the nearest in the space that are among the nearest on the map; NAN as above */
  float *point_recall;    /* (N) the same of each point, NAN of those not measured; or NULL */
  size_t measured;        /* points looked at, of all N */
  double drift;           /* median of how far points moved relative to their neighbors since `before`; NAN where there was none */
  int before_epoch;
} IsoMapQuality;

/* Of a map, and of what came before it (or NULL). Takes its time: for a worker. ISO_ERROR_CANCELLED, ISO_ERROR_MEMORY, and then nothing
 * is to be cleared. */
bool iso_map_quality_measure (IsoMapQuality *quality, const IsoProjectedMap *map, const IsoProjectedMap *before,
                              GCancellable *cancellable, GError **error);
void iso_map_quality_clear (IsoMapQuality *quality);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (IsoMapQuality, iso_map_quality_clear)

/* ---- on a worker ---- */

/* Measures one map at a time, the newest of those asked for, at low priority and with a pause between. */
typedef struct _IsoMapJudge IsoMapJudge;

/* In the main context; quality holds until the next, unless it is taken over. */
typedef void (*IsoMapJudged) (const IsoMapQuality *quality, const IsoProjectedMap *map, gpointer data);

IsoMapJudge *iso_map_judge_new (IsoMapJudged judged, gpointer data);
/* Nothing arrives any more. */
void iso_map_judge_free (IsoMapJudge *judge);
/* Takes references; before may be NULL. */
void iso_map_judge_request (IsoMapJudge *judge, IsoProjectedMap *map, IsoProjectedMap *before);
void iso_map_judge_forget (IsoMapJudge *judge);
/* Seconds that the last measurement took; 0 before there was one. */
double iso_map_judge_seconds (IsoMapJudge *judge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoMapJudge, iso_map_judge_free)
