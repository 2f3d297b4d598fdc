/* The inspector: the sample and the pair that were picked, else those under the pointer, opened up.
 *
 * A sample: its picture, class, part and place, sections that others add, its row of P before and after diffusion. A pair of the batch
 * under the X-ray: its number in every stage (with a trial: before → after), the gradient on it, what the loss made of it, and the
 * split of its target into the samples and walks that it came by. Row and column can be set by keyboard. Whatever is heavy is computed
 * on a worker, and nothing while it is not in sight. Escape lets go of what was picked. */
#pragma once

#include <gtk/gtk.h>

#include "engine/train/experiment.h"
#include "ui/plot/sample-choice.h"
#include "ui/plot/xray.h"

#define ISO_TYPE_INSPECTOR (iso_inspector_get_type ())
G_DECLARE_FINAL_TYPE (IsoInspector, iso_inspector, ISO, INSPECTOR, GtkBox)

#define ISO_INSPECTOR_WIDTH 280

GtkWidget *iso_inspector_new (void);

/* Each takes a reference; NULL: none. */
void iso_inspector_set_xray (IsoInspector *inspector, IsoXray *xray);
void iso_inspector_set_choice (IsoInspector *inspector, IsoSampleChoice *choice);
/* What is trained: it tells training from test samples, and which margin the loss wants. Without it the data set's own parts are
 * named, and ISO_MINED_MARGIN holds. */
void iso_inspector_set_experiment (IsoInspector *inspector, IsoExperiment *experiment);

/* A section of somebody else's about the sample, between its card and its row of P; in order. */
void iso_inspector_add_section (IsoInspector *inspector, const char *title, GtkWidget *widget);
