/* Another run beside the one that a chart is about: the one that it was forked from, beyond the place where they part, or one that was
 * forked from it. Plain data; the chart draws it pale (curves-branches.h). */
#pragma once

#include "ui/figure/run-curves.h"

struct _IsoRunBranch {
  char *label;          /* "#3 OBDP" */
  guint64 fork_step;    /* both are the same up to it */
  bool is_parent;       /* the run was forked from this one */
  IsoRunCurves *curves; /* all of it; has no branches itself */
};

/* Takes the curves over, copies the label. */
IsoRunBranch *iso_run_branch_new (const char *label, guint64 fork_step, bool is_parent, IsoRunCurves *curves);
void iso_run_branch_free (IsoRunBranch *branch);
IsoRunBranch *iso_run_branch_copy (const IsoRunBranch *branch);

/* The step after which that many epochs were finished; 0 where the run never was there. */
guint64 iso_run_curves_step_of_epoch (const IsoRunCurves *curves, int epoch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoRunBranch, iso_run_branch_free)
