/* What there is to say of a loss, a miner or a sampler beside its description: its formula as it is set, what each sign of it
 * means, and when to take it. */
#pragma once

/* At most so many signs; the list ends where sign is NULL. */
#define ISO_NOTE_SIGNS 9

typedef struct {
  const char *sign;    /* in the notation of engine/base/formula.h */
  const char *meaning; /* N_(a few words) */
} IsoSign;

typedef struct {
  const char *formula; /* in the notation of engine/base/formula.h */
  const char *use;     /* N_(one or two sentences: when to take it, and what to mind) */
  IsoSign signs[ISO_NOTE_SIGNS];
} IsoNote;
