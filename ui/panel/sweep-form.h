/* Where a sweep is set up: its name, what stays as in the main window, what changes, seeds, what to choose by. What is typed is checked
 * field by field at once, and as a whole by a worker, which makes the plan of it.
 *
 * Signals: "checked" (): plan, problem or summary are other ones. */
#pragma once

#include <gtk/gtk.h>

#include "engine/sweep/draft.h"
#include "ui/session/session.h"

#define ISO_TYPE_SWEEP_FORM (iso_sweep_form_get_type ())
G_DECLARE_FINAL_TYPE (IsoSweepForm, iso_sweep_form, ISO, SWEEP_FORM, GtkBox)

/* Begins with the session's present settings, of which it keeps a reference. */
GtkWidget *iso_sweep_form_new (IsoSession *session);

/* What is typed. After a change from elsewhere than the form: iso_sweep_form_show(). */
IsoSweepDraft *iso_sweep_form_draft (IsoSweepForm *form);
void iso_sweep_form_show (IsoSweepForm *form);
/* Another one, taken over. */
void iso_sweep_form_take (IsoSweepForm *form, IsoSweepDraft *draft);
/* The base becomes what the session's settings are now; what changes stays. */
void iso_sweep_form_take_present (IsoSweepForm *form);

/* A parameter more, as the button's list does. */
void iso_sweep_form_add (IsoSweepForm *form, const char *key);

/* The plan of what is typed; NULL while it is being checked, or where there is a problem. */
const IsoSweepPlan *iso_sweep_form_plan (IsoSweepForm *form);
/* Hands it over; the form makes another. */
IsoSweepPlan *iso_sweep_form_steal_plan (IsoSweepForm *form);
gboolean iso_sweep_form_is_checking (IsoSweepForm *form);
/* What is wrong with it as a whole, or NULL; what is wrong with one field stands there. */
const char *iso_sweep_form_problem (IsoSweepForm *form);
/* "8 settings × 3 seeds: 24 runs, about 4 min on 2 cores"; "" without a plan. */
const char *iso_sweep_form_summary (IsoSweepForm *form);
/* Runs at once, as chosen; 0: one for each core. */
int iso_sweep_form_jobs (IsoSweepForm *form);
/* Whether runs that have failed are to be run again. */
gboolean iso_sweep_form_retries (IsoSweepForm *form);
