/* What the parts of the plan share: reading the file (plan-read.c), making the list (plan-points.c), answering (plan.c). */
#pragma once

#include "engine/sweep/plan.h"
#include "engine/sweep/range.h"

struct _IsoSweepPlan {
  char *path, *text, *name, *uuid;
  IsoSettings base;
  GPtrArray *ranges; /* of IsoSweepRange: the parameters that change */
  bool is_random;
  size_t draws;      /* random: settings to draw, */
  guint64 draw_seed; /* by this seed */
  GArray *seeds;     /* of int */
  size_t setting_count, twin_count;
  const char **values;  /* (setting_count, ranges) */
  GStringChunk *texts;  /* that they stand in */
  bool chooses;
  IsoScoreKey score;
  IsoSweepEpoch epoch;
};

/* Makes the settings of ranges and seeds, and checks each. */
bool iso_sweep_plan_make_points (IsoSweepPlan *plan, GError **error);

/* The base with these values (ranges): ISO_ERROR_ARGUMENT, which names the settings. */
bool iso_sweep_plan_apply (IsoSettings *settings, const IsoSweepPlan *plan, const char *const *values, GError **error);
