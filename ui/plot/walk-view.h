/* A sample's walk over the batch, to step through: how heat spreads from it along the edges of the graph until its row of F_t is that of
 * the closed form.
 *
 * The walk begins at the sample picked in the choice, or at one of its own; it goes on the batch of the X-ray under the settings in force
 * there, trials too: other settings show the same step of the new walk. Steps are taken on a batch that stands still: the first one
 * freezes the X-ray, and the view says so. Another batch begins at step 0, from a sample of the same class where there is one.
 *
 * Keys: Space plays and pauses, Right or "." a step on, Left or "," a step back, Home to the start, End to the limit, Up and Down the
 * sample before and after, "f" freezes the batch or lets it go. Actions: walk.play, walk.step, walk.back, walk.first, walk.last,
 * walk.previous-sample, walk.next-sample, walk.freeze. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/sample-choice.h"
#include "ui/plot/view-card.h"
#include "ui/plot/xray.h"

#define ISO_TYPE_WALK_VIEW (iso_walk_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoWalkView, iso_walk_view, ISO, WALK_VIEW, IsoViewCard)

GtkWidget *iso_walk_view_new (void);

/* NULL: none. A reference is taken. */
void iso_walk_view_set_xray (IsoWalkView *view, IsoXray *xray);
/* NULL: one of its own. A reference is taken. */
void iso_walk_view_set_choice (IsoWalkView *view, IsoSampleChoice *choice);

/* Step in sight, and the last there is; both 0 without a walk. */
int iso_walk_view_step (IsoWalkView *view);
int iso_walk_view_end (IsoWalkView *view);
/* Clamped. */
void iso_walk_view_set_step (IsoWalkView *view, int step);
/* Where it begins, as a sample of the dataset; ISO_NO_SAMPLE without a walk. */
guint32 iso_walk_view_start (IsoWalkView *view);

gboolean iso_walk_view_is_playing (IsoWalkView *view);
/* Steps a second, 1 … ISO_WALK_FASTEST; INFINITY: all at once. */
void iso_walk_view_set_speed (IsoWalkView *view, double speed);
#define ISO_WALK_FASTEST 1000.0
