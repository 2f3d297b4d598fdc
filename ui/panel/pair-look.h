/* All that the inspector knows of one pair, computed on a worker by an IsoLatestJob. */
#pragma once

#include <gio/gio.h>

#include "ui/figure/pair-facts.h"
#include "ui/plot/xray.h"

typedef struct {
  IsoXrayStages *stages;
  size_t row, column;         /* places in their batch */
  double margin;              /* see iso_mined_margin() */
  IsoPairFacts facts, before; /* before: without the trial; not to be read unless the stages have it */
  IsoPairMining mining;
} IsoPairLook;

/* Nothing computed yet; takes a reference to the stages. */
IsoPairLook *iso_pair_look_new (IsoXrayStages *stages, size_t row, size_t column, double margin);
void iso_pair_look_free (IsoPairLook *look);

/* An IsoJobWork: from one look without facts another one with them. */
gpointer iso_pair_look_compute (gpointer request, GCancellable *cancellable, GError **error);

/* The facts without the trial, or NULL. */
const IsoPairFacts *iso_pair_look_before (const IsoPairLook *look);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoPairLook, iso_pair_look_free)
