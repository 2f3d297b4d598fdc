/* What the step's loss was computed on, as a list: the triplets that the miner chose or the pairs that the loss drew, from the batch of
 * the X-ray, the worst first.
 *
 * Choosing a row selects its samples in the choice and picks anchor and negative (of a pair the positive), so that they light up
 * elsewhere; the pointer on a picture points at its sample. Keys: arrows go from row to row, Escape selects nothing; "v" those that
 * violate, "h" the hard ones, "p" those of the picked sample, "a" all. Action: tuples.filter (int, IsoTupleFilter). */
#pragma once

#include <gtk/gtk.h>

#include "ui/figure/tuples.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/view-card.h"
#include "ui/plot/xray.h"

#define ISO_TYPE_TUPLE_VIEW (iso_tuple_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoTupleView, iso_tuple_view, ISO, TUPLE_VIEW, IsoViewCard)

GtkWidget *iso_tuple_view_new (void);

/* NULL: none. A reference is taken. */
void iso_tuple_view_set_xray (IsoTupleView *view, IsoXray *xray);
/* NULL: one of its own. A reference is taken. */
void iso_tuple_view_set_choice (IsoTupleView *view, IsoSampleChoice *choice);

/* m of iso_mined_margin() for the run's loss; without it ISO_MINED_MARGIN. */
void iso_tuple_view_set_margin (IsoTupleView *view, double margin);

void iso_tuple_view_set_filter (IsoTupleView *view, IsoTupleFilter filter);
void iso_tuple_view_set_order (IsoTupleView *view, IsoTupleOrder order);

/* What is listed, or NULL; not owned. */
const IsoTuples *iso_tuple_view_tuples (IsoTupleView *view);
