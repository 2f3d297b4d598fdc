/* One thing that the palette finds: what it is called, what it is at the moment, and what choosing it does. */
#pragma once

#include <gio/gio.h>

#include "engine/base/parameter.h"

typedef enum {
  ISO_PALETTE_ACTION,     /* action, target */
  ISO_PALETTE_PARAMETER,  /* parameter: goes to its row */
  ISO_PALETTE_ASSIGNMENT, /* parameter, target: sets it to this value */
  ISO_PALETTE_PAGE,       /* target: key of the parameter; index of the choice */
  ISO_PALETTE_METRIC,     /* target: the metric's name */
} IsoPaletteKind;

#define ISO_TYPE_PALETTE_ITEM (iso_palette_item_get_type ())
G_DECLARE_FINAL_TYPE (IsoPaletteItem, iso_palette_item, ISO, PALETTE_ITEM, GObject)

struct _IsoPaletteItem {
  GObject parent_instance;
  IsoPaletteKind kind;
  char *id;     /* "win.start": under which it is remembered as chosen before */
  char *title;  /* "Diffusion ω" */
  char *detail; /* more words, or NULL */
  char *value;  /* a key or a present value, at the right, or NULL */
  char *group;  /* what kind of thing it is, as shown: "Parameter" */
  char *name, *more; /* folded: the title, and what else it may be found by */
  char *action, *target;
  int index;
  const IsoParameter *parameter;
  gboolean is_refused; /* it cannot be chosen: detail says why */
  double rank;         /* set by whoever sorts */
};

/* Copies; detail and value may be NULL. */
IsoPaletteItem *iso_palette_item_new (IsoPaletteKind kind, const char *id, const char *title, const char *group);
/* Each copied; NULL leaves what is there. words: what else it may be found by, unfolded. */
void iso_palette_item_say (IsoPaletteItem *item, const char *detail, const char *value, const char *words);

/* How well it fits a folded query; 0: not at all. */
double iso_palette_item_score (IsoPaletteItem *item, const char *query);
