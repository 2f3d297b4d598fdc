/* A sweep that is being written: what a form holds of it, as typed, before it is a plan.
 *
 *     g_autoptr (IsoSweepDraft) draft = iso_sweep_draft_new (&settings);
 *     IsoSweepChange *change = iso_sweep_draft_add (draft, "distill.lambda");
 *     iso_sweep_text_set (&change->list, "10, 50, 200");
 *     g_autofree char *problem = iso_sweep_draft_problem (draft, ISO_SWEEP_FIELD_CHANGE, 0);
 *     g_autofree char *text = iso_sweep_draft_json (draft);
 *
 * Each field can be asked what is wrong with it, so that a form says it there; what is wrong only with several together, the plan that
 * is made of the text says (iso_sweep_plan_parse()). The text is the file that the command line takes, and a plan becomes a draft
 * again: nothing is lost on the way but the order of what stands in "base". */
#pragma once

#include "engine/base/parameter.h"
#include "engine/sweep/plan.h"

typedef enum {
  ISO_SWEEP_LIST,  /* of values */
  ISO_SWEEP_RANGE, /* from … to: stepped through in a grid, drawn from otherwise */
} IsoSweepValues;

/* A parameter that changes. Texts are as typed, never NULL. */
typedef struct {
  char *key;
  IsoSweepValues kind;
  char *list;              /* "10, 50, 200"; texts that may hold commas are parted by semicolons */
  char *from, *to, *count; /* count: of a grid's range, both ends among them */
  bool is_logarithmic;
} IsoSweepChange;

typedef struct {
  char *name, *note;
  IsoSettings base;
  bool is_random;
  char *points, *draw_seed; /* random: settings to draw, and by which seed */
  GPtrArray *changes;       /* of IsoSweepChange */
  char *seeds;              /* "1, 2, 3", or "1…5" */
  char *choose;             /* the metric that chooses, on the validation part: "recall@1" */
  bool takes_best;          /* epoch of each run, by what chooses; else the last */
} IsoSweepDraft;

/* Everything from these settings, nothing that changes yet, three seeds. */
IsoSweepDraft *iso_sweep_draft_new (const IsoSettings *base);
/* What the plan's file says; its base is whole, presets included. */
IsoSweepDraft *iso_sweep_draft_of_plan (const IsoSweepPlan *plan);
void iso_sweep_draft_free (IsoSweepDraft *draft);

/* Whether a sweep may change it, and whether it makes sense to offer it: not what only looks. */
bool iso_sweep_may_change (const char *key);
bool iso_sweep_offers (const IsoParameter *parameter);

/* With values to begin with: all choices, or some around the present value. Owned by the draft. */
IsoSweepChange *iso_sweep_draft_add (IsoSweepDraft *draft, const char *key);
void iso_sweep_draft_remove (IsoSweepDraft *draft, size_t change);

typedef enum {
  ISO_SWEEP_FIELD_NAME,
  ISO_SWEEP_FIELD_CHANGE, /* which */
  ISO_SWEEP_FIELD_POINTS,
  ISO_SWEEP_FIELD_DRAW_SEED,
  ISO_SWEEP_FIELD_SEEDS,
  ISO_SWEEP_FIELD_CHOOSE,
} IsoSweepField;

/* What is wrong with a field alone: one sentence, translated, newly allocated; NULL: nothing. change: of ISO_SWEEP_FIELD_CHANGE. */
char *iso_sweep_draft_problem (const IsoSweepDraft *draft, IsoSweepField field, size_t change);
/* Whether any field has one, or nothing changes. */
bool iso_sweep_draft_has_problem (const IsoSweepDraft *draft);

/* The file of the sweep, newly allocated. Of its base it names what differs from what the command line begins with. */
char *iso_sweep_draft_json (const IsoSweepDraft *draft);

/* "1…3, 7" as numbers; NULL where it cannot be read, or there are too many. Newly allocated, of gint64. */
GArray *iso_sweep_seeds_parse (const char *text);
/* The values of a list, newly allocated. */
char **iso_sweep_list_split (const IsoSweepChange *change);

/* Frees what was there and copies `value`; whether it is another. */
bool iso_sweep_text_set (char **text, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoSweepDraft, iso_sweep_draft_free)
