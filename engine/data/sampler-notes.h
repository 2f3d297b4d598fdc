/* Descriptions of the samplers, for readers: see engine/base/note.h. */
#pragma once

#include "engine/base/note.h"
#include "engine/data/sampler.h"

#define ISO_SAMPLER_COUNT (ISO_SAMPLER_HARD_CLASSES + 1)

typedef struct {
  const char *title;       /* N_("Classes of K") */
  IsoNote note;
  const char *description; /* N_(what a batch is made of) */
  const char *paper;       /* authors, title, venue, year; NULL for what nobody claims */
} IsoSamplerNote;

const IsoSamplerNote *iso_sampler_note (IsoSamplerKind kind);
