/* What the person points at and has chosen, one for the whole window: every view shows it and may change it.
 *
 * Samples go by their index into the dataset, so that views of a batch, of the test set and of training samples understand each
 * other; a view that does not have a sample shows nothing for it. Three things, each with a signal of its own:
 *
 *   pointed   the sample, or the pair of a matrix's cell (row, column), under the pointer or the keys: "pointed" ()
 *   picked    the sample or the pair that was clicked and that the inspector opens up: "picked" ()
 *   selected  a set of samples, by lasso, box or class: what is not in it greys out: "selected" ()
 *
 * A signal comes only where something changed. Main thread alone. */
#pragma once

#include <glib-object.h>
#include <stdbool.h>

#define ISO_NO_SAMPLE G_MAXUINT32

#define ISO_TYPE_SAMPLE_CHOICE (iso_sample_choice_get_type ())
G_DECLARE_FINAL_TYPE (IsoSampleChoice, iso_sample_choice, ISO, SAMPLE_CHOICE, GObject)

/* A sample alone has no other; without a sample there is no other either. */
typedef struct {
  guint32 sample, other; /* of a cell: row and column */
} IsoSamplePair;

#define ISO_NO_PAIR ((IsoSamplePair){ ISO_NO_SAMPLE, ISO_NO_SAMPLE })

IsoSampleChoice *iso_sample_choice_new (void);

/* ISO_NO_SAMPLE twice: the pointer left. */
void iso_sample_choice_point (IsoSampleChoice *choice, guint32 sample, guint32 other);
IsoSamplePair iso_sample_choice_pointed (IsoSampleChoice *choice);

void iso_sample_choice_pick (IsoSampleChoice *choice, guint32 sample, guint32 other);
IsoSamplePair iso_sample_choice_picked (IsoSampleChoice *choice);

typedef enum { ISO_SELECT_INSTEAD, ISO_SELECT_TOO, ISO_SELECT_NO_MORE } IsoSelectHow;

/* samples (count), in any order, more than once if it happens. Nothing at all, instead: everything counts alike again. */
void iso_sample_choice_select (IsoSampleChoice *choice, const guint32 *samples, size_t count, IsoSelectHow how);
/* Without a selection nothing greys out. */
bool iso_sample_choice_has_selection (IsoSampleChoice *choice);
size_t iso_sample_choice_selected_count (IsoSampleChoice *choice);
bool iso_sample_choice_is_selected (IsoSampleChoice *choice, guint32 sample);
/* The samples selected, ascending (*count); free with g_free(). */
guint32 *iso_sample_choice_selected (IsoSampleChoice *choice, size_t *count);

/* Other data: nothing is pointed at, picked or selected. */
void iso_sample_choice_clear (IsoSampleChoice *choice);
