/* Named starting points. */
#pragma once

#include "engine/train/settings.h"

typedef struct {
  const char *name;        /* "sample" */
  const char *title;       /* N_("Fashion-MNIST sample") */
  const char *description; /* N_(where the values come from: paper, or measured on validation data) */
  const char *const *assignments; /* "key=value", NULL-terminated */
} IsoPreset;

const IsoPreset *iso_presets (size_t *count);
const IsoPreset *iso_preset_find (const char *name, GError **error);
bool iso_preset_apply (const IsoPreset *preset, IsoSettings *settings, GError **error);
