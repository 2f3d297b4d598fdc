/* How a parameter describes itself: name, type, unit, range, default, help, and when it may change. Losses and miners describe
 * their own in their files; engine/train/parameters.h joins all into the one table that feeds panel, command line and files. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
  ISO_PARAMETER_REAL,    /* double */
  ISO_PARAMETER_INTEGER, /* int */
  ISO_PARAMETER_CHOICE,  /* int, index into choices */
  ISO_PARAMETER_TEXT,    /* const char *, interned */
  ISO_PARAMETER_SWITCH,  /* int, 0 or 1 */
} IsoParameterType;

typedef enum {
  ISO_PARAMETER_LIVE = 1 << 0,              /* may change while training runs: acts from the next step on */
  ISO_PARAMETER_LOGARITHMIC = 1 << 1,       /* a slider for it is logarithmic */
  ISO_PARAMETER_BELOW_MAXIMUM = 1 << 2,     /* the maximum itself is excluded (ω < 1) */
  ISO_PARAMETER_ABOVE_MINIMUM = 1 << 3,     /* the minimum itself is excluded (τ > 0) */
  ISO_PARAMETER_KEPT_AS_REAL = 1 << 4,      /* a double, whatever the type: a loss's or miner's own; set by the table */
  ISO_PARAMETER_OF_PICTURES = 1 << 5,       /* plays a part only where data.source may hold pictures of any size */
  ISO_PARAMETER_OF_TABLES = 1 << 6,         /* plays a part only where data.source is a table as text */
  ISO_PARAMETER_ONLY_LOOKS = 1 << 7,        /* live, and changes what is measured, not what is learnt: no mark on the curves */
  ISO_PARAMETER_FILE = 1 << 8,              /* TEXT: the path of a file, or "" */
} IsoParameterFlags;

typedef struct {
  const char *key;            /* "distill.omega" */
  const char *title;          /* N_("Diffusion"), untranslated */
  const char *symbol;         /* "ω", or NULL */
  const char *unit;           /* N_("steps/s"), or NULL */
  const char *help;           /* N_(one or two sentences: what it does, which way to turn it) */
  IsoParameterType type;
  IsoParameterFlags flags;
  double minimum, maximum;    /* REAL, INTEGER */
  double initial;             /* default; CHOICE: index */
  const char *initial_text;   /* TEXT */
  const char *const *choices; /* CHOICE: names as typed, NULL-terminated */
  const char *const *titles;  /* CHOICE: N_(names as shown), NULL-terminated */
  double soft_minimum, soft_maximum; /* range of a slider; both 0: the hard range */
  size_t offset;              /* into IsoSettings; filled by the table */
  const char *when_key;       /* shown only when this CHOICE parameter … */
  guint32 when_mask;          /* … has one of these values (bit = index); 0 = always */
} IsoParameter;
