/* The matrices of two runs' probe batches beside each other, A and B of a pair, and A − B: the same samples in the same order, each
 * run's stages under its own settings, one scale for A and B. The line below the matrices says the three numbers under the cursor, the
 * one below that what the difference amounts to.
 *
 * Actions and keys: comparison-matrices.stage (i; Page Up and Down the one before and the next), comparison-matrices.swap (X),
 * comparison-matrices.logarithmic (G). Those of the matrices are as on any matrix. */
#pragma once

#include "ui/figure/compared-matrices.h"
#include "ui/plot/run-pair.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/view-card.h"

#define ISO_TYPE_COMPARED_MATRICES_VIEW (iso_compared_matrices_view_get_type ())
G_DECLARE_FINAL_TYPE (IsoComparedMatricesView, iso_compared_matrices_view, ISO, COMPARED_MATRICES_VIEW, IsoViewCard)

GtkWidget *iso_compared_matrices_view_new (void);

/* A pair that reads batches (ISO_PAIR_BATCHES), watched while the view is mapped; NULL: nothing. Takes a reference. */
void iso_compared_matrices_view_set_pair (IsoComparedMatricesView *view, IsoRunPair *pair);
/* Not owned; NULL: there is none. */
IsoRunPair *iso_compared_matrices_view_pair (IsoComparedMatricesView *view);
/* What is pointed at, picked and selected; NULL: one of its own. Takes a reference. */
void iso_compared_matrices_view_set_choice (IsoComparedMatricesView *view, IsoSampleChoice *choice);

void iso_compared_matrices_view_set_stage (IsoComparedMatricesView *view, IsoComparedStage stage);
void iso_compared_matrices_view_set_logarithmic (IsoComparedMatricesView *view, gboolean logarithmic);

/* As shown, not owned; NULL: there are none. */
IsoComparedMatrices *iso_compared_matrices_view_matrices (IsoComparedMatricesView *view);
/* What stands in their place, NULL where they are shown; the line of the cursor. */
const char *iso_compared_matrices_view_message (IsoComparedMatricesView *view);
const char *iso_compared_matrices_view_readout (IsoComparedMatricesView *view);
