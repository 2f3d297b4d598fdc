/* Named starting points. */
#pragma once

#include "engine/train/settings.h"

typedef struct {
  const char *name;        /* "sample" */
  const char *group;       /* N_("Fashion-MNIST sample"); those of a group stand beside each other */
  const char *variant;     /* N_("conv"): which of its group */
  const char *description; /* N_(where the values come from: paper, or measured on validation data) */
  const char *const *assignments; /* "key=value", NULL-terminated */
} IsoPreset;

const IsoPreset *iso_presets (size_t *count);
const IsoPreset *iso_preset_find (const char *name, GError **error);
/* "Fashion-MNIST sample: conv", translated; free with g_free. */
char *iso_preset_title (const IsoPreset *preset);
bool iso_preset_apply (const IsoPreset *preset, IsoSettings *settings, GError **error);
