/* What a reader is told of each loss, miner and sampler, joined from their own files: what the panel's pages show and the command
 * line prints. */
#pragma once

#include "engine/base/note.h"
#include "engine/train/settings.h"

typedef struct {
  const char *key;         /* of the parameter that chooses it: "loss.name" */
  int index;               /* among that parameter's choices */
  const char *name;        /* as typed: "multi-similarity" */
  const char *title;       /* N_("Multi-similarity") */
  const char *description; /* N_(what it does) */
  const char *paper;       /* authors, title, venue, year; or NULL */
  const IsoNote *note;     /* formula, signs, when to take it */
} IsoMethodPage;

/* Keys of the parameters whose choices have pages, NULL-terminated. */
const char *const *iso_method_topics (void);

/* false where there is no such page: another key, or an index beyond the last choice. */
bool iso_method_page (IsoMethodPage *page, const char *key, int index);

/* The page's formula in plain text, a line for each of its lines, newly allocated. */
char *iso_method_page_formula (const IsoMethodPage *page);
