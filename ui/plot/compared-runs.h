/* Kept runs side by side, as every page that compares them sees them: what the store has of each, read once by a worker, then immutable
 * and counted, so that pages and their workers may hold on to it while a newer reading takes its place.
 *
 *     g_autoptr (IsoComparedRuns) runs = iso_compared_runs_read (store, ids, count, cancellable, &error);   // not on the main thread
 *     for (size_t i = 0; i < runs->count; i++)
 *       … runs->runs[i].run->name, runs->runs[i].history, iso_chart_color (theme, runs->runs[i].color) …
 *
 * Runs that repeat each other but for chance are a group (engine/store/compare.h). A group has one colour and one dash, the same on
 * all pages and whatever else is shown: its place among the groups. The runs of a group share its colour and are told apart by their
 * dash; where there is but one group, each run has a colour of its own.
 *
 * Labels are as short as they can be and yet differ: the names, where a person has given some; else the settings that differ
 * ("OBDP", "λ 0.5"), else the ids. */
#pragma once

#include <gio/gio.h>

#include "engine/store/compare.h"
#include "engine/store/store.h"

/* Runs beyond these are not read; the window says so. */
#define ISO_COMPARED_RUNS_MOST 48

typedef struct {
  IsoRun *run;         /* as the store had it */
  IsoHistory *history; /* everything that was recorded by then */
  GArray *changes;     /* of IsoRunChange: what was changed on the way */
  char **settings;     /* all of them, "key=value", see engine/store/run-settings.h */
  char *label;         /* "OBDP · seed 3" */
  size_t group;        /* its index in `groups` */
  int color, dash;     /* iso_chart_color(), iso_chart_set_dash() */
} IsoComparedRun;

typedef struct {
  char *label;              /* "OBDP" */
  const IsoRunGroup *group; /* the comparison's */
  int color, dash;
} IsoComparedGroup;

typedef struct {
  int holders;                   /* atomic */
  size_t count, group_count;     /* at least 1 */
  IsoComparedRun *runs;          /* (count) in the order that they were asked for, no run twice */
  IsoComparedGroup *groups;      /* (group_count) by their first run */
  IsoRunComparison *comparison;
  size_t missing;                /* how many that were asked for the store no longer has */
  size_t left_out;               /* how many more than ISO_COMPARED_RUNS_MOST were asked for */
} IsoComparedRuns;

/* ids (count), at least one. Takes some milliseconds a run, more where it is long: for workers. ISO_ERROR_ARGUMENT where the store has
 * none of them, else what the store says; G_IO_ERROR_CANCELLED. */
IsoComparedRuns *iso_compared_runs_read (IsoStore *store, const gint64 *ids, size_t count, GCancellable *cancellable, GError **error);

/* Of what was read otherwise: runs (of IsoRun), histories (of IsoHistory) and changes (of GArray of IsoRunChange; NULL: nobody changed
 * anything), each runs->len long. Takes all three over, also where it fails, which it does where settings cannot be read. */
IsoComparedRuns *iso_compared_runs_new (GPtrArray *runs, GPtrArray *histories, GPtrArray *changes, GError **error);

IsoComparedRuns *iso_compared_runs_ref (IsoComparedRuns *runs);
void iso_compared_runs_unref (IsoComparedRuns *runs);

/* The place of a run, or runs->count. */
size_t iso_compared_runs_find (const IsoComparedRuns *runs, gint64 id);

/* Whether any of them may still grow. */
bool iso_compared_runs_are_growing (const IsoComparedRuns *runs);

/* "3 runs", "6 runs in 2 groups"; newly allocated. */
char *iso_compared_runs_words (const IsoComparedRuns *runs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoComparedRuns, iso_compared_runs_unref)
