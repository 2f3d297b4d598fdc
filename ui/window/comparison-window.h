/* The window "Side by Side": students that train from one start on one stream of batches, each under its own targets, live beside each
 * other: curves, targets of the same batch, maps that lie alike, scores and how far they are above those of the plain student.
 *
 * Takes the data and the settings of the session and pauses its run, so that both do not share the machine. Live changes in the setup
 * panel act on all students, others when they are reset.
 *
 * Keys: F5 start and pause, F10 a step, Ctrl+R reset, Alt+1 … Alt+4 the students, Ctrl+L the batch of the step or the probe, Ctrl+W and
 * Ctrl+B close. Actions: comparison.start, comparison.step, comparison.reset, comparison.student (i: an IsoDistillMode),
 * comparison.probe. */
#pragma once

#include <adwaita.h>

#include "ui/plot/sample-choice.h"
#include "ui/session/session.h"
#include "ui/session/students.h"

#define ISO_TYPE_COMPARISON_WINDOW (iso_comparison_window_get_type ())
G_DECLARE_FINAL_TYPE (IsoComparisonWindow, iso_comparison_window, ISO, COMPARISON_WINDOW, AdwWindow)

/* Goes away with `parent`, which may be NULL in tests. */
GtkWindow *iso_comparison_window_new (GtkWindow *parent, IsoSession *session);

/* Shows that of `parent`, which has one at most; a new one points at samples in `choice`. */
void iso_comparison_window_present (GtkWindow *parent, IsoSession *session, IsoSampleChoice *choice);

/* What is pointed at in all columns; NULL: a choice of its own. Takes a reference. */
void iso_comparison_window_set_choice (IsoComparisonWindow *window, IsoSampleChoice *choice);

/* Not owned. */
IsoStudents *iso_comparison_window_students (IsoComparisonWindow *window);
