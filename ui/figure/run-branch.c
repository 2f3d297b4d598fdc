#include "ui/figure/run-branch.h"

IsoRunBranch *
iso_run_branch_new (const char *label, guint64 fork_step, bool is_parent, IsoRunCurves *curves)
{
  IsoRunBranch *branch = g_new0 (IsoRunBranch, 1);
  *branch = (IsoRunBranch){ g_strdup (label), fork_step, is_parent, curves };
  return branch;
}

void
iso_run_branch_free (IsoRunBranch *branch)
{
  if (branch == NULL)
    return;
  iso_run_curves_free (branch->curves);
  g_free (branch->label);
  g_free (branch);
}

IsoRunBranch *
iso_run_branch_copy (const IsoRunBranch *branch)
{
  return iso_run_branch_new (branch->label, branch->fork_step, branch->is_parent, iso_run_curves_copy (branch->curves));
}

guint64
iso_run_curves_step_of_epoch (const IsoRunCurves *curves, int epoch)
{
  for (guint i = 0; i < curves->epochs->len; i++)
    if (g_array_index (curves->epochs, IsoEpochRecord, i).epoch == epoch)
      return g_array_index (curves->epochs, IsoEpochRecord, i).step;
  return 0;
}
