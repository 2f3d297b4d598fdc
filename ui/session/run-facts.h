/* What lists of runs say of the settings that a run was started with, read once: those never change. */
#pragma once

#include "engine/store/run.h"

typedef struct {
  char *method;   /* "multi-similarity + OBDP": loss and distillation; "" where they cannot be read */
  char *settings; /* "distill.lambda=7\ntrain.seed=3": what differs from the defaults, case-folded, for searching */
} IsoRunFacts;

/* Parses the run's settings, about a tenth of a millisecond: for workers. Counted by atomic references. */
IsoRunFacts *iso_run_facts_new (const IsoRun *run);
IsoRunFacts *iso_run_facts_ref (IsoRunFacts *facts);
void iso_run_facts_unref (IsoRunFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunFacts, iso_run_facts_unref)
