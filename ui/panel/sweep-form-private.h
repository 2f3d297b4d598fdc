/* What the files of the form share: sweep-form.c (the draft and its check), sweep-form-widgets.c (its rows). */
#pragma once

#include <adwaita.h>

#include "ui/panel/sweep-add-button.h"
#include "ui/panel/sweep-change-row.h"
#include "ui/panel/sweep-form.h"
#include "ui/plot/latest-job.h"

struct _IsoSweepForm {
  GtkBox parent_instance;
  IsoSession *session;
  IsoSweepDraft *draft;
  IsoLatestJob *job;   /* that makes the plan */
  IsoSweepPlan *plan;  /* of what is typed, or NULL */
  char *problem, *summary;
  char *proposed;      /* name that nobody has typed, or NULL */
  gboolean is_checking, is_filling;
  double seconds_per_epoch; /* as the summary has it */

  GtkEditable *name, *seeds;
  AdwActionRow *base_row;
  GtkWidget *present_button;
  GtkListBox *changes;
  GPtrArray *rows;     /* of IsoSweepChangeRow, not owned */
  GtkWidget *no_change, *ways;
  IsoSweepAddButton *add;
  GtkSpinButton *points, *draw_seed, *epochs, *jobs;
  GtkWidget *drawn_row, *draw_seed_row;
  GtkSwitch *retries;
  GtkDropDown *validation, *choose, *epoch;
  GtkStringList *scores;
  AdwActionRow *validation_row, *choose_row, *epoch_row;
  GtkLabel *name_problem, *seeds_problem, *choose_problem;
};

/* sweep-form.c */
/* Something was typed: says what is wrong, and has it checked. */
void iso_sweep_form_edited (IsoSweepForm *form);

/* sweep-form-widgets.c */
void iso_sweep_form_build (IsoSweepForm *form);
/* Everything as the draft has it. */
void iso_sweep_form_fill (IsoSweepForm *form);
/* The rows of what changes, made anew. */
void iso_sweep_form_fill_changes (IsoSweepForm *form);
/* What depends on other fields: which rows are in sight, what is wrong with which. */
void iso_sweep_form_update (IsoSweepForm *form);
