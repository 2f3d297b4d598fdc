#include "ui/panel/pair-look.h"

IsoPairLook *
iso_pair_look_new (IsoXrayStages *stages, size_t row, size_t column, double margin)
{
  IsoPairLook *look = g_new0 (IsoPairLook, 1);
  look->stages = iso_xray_stages_ref (stages);
  look->row = row;
  look->column = column;
  look->margin = margin;
  return look;
}

void
iso_pair_look_free (IsoPairLook *look)
{
  if (look == NULL)
    return;
  iso_xray_stages_unref (look->stages);
  g_free (look);
}

gpointer
iso_pair_look_compute (gpointer request, GCancellable *cancellable, GError **error)
{
  const IsoPairLook *wanted = request;
  IsoXrayStages *stages = wanted->stages;
  IsoPairLook *look = iso_pair_look_new (stages, wanted->row, wanted->column, wanted->margin);
  iso_pair_facts_compute (&look->facts, stages->snapshot, stages->matrices, look->row, look->column);
  if (stages->before != NULL)
    iso_pair_facts_compute (&look->before, stages->snapshot, stages->before, look->row, look->column);
  iso_pair_mining_compute (&look->mining, stages->snapshot, look->margin, look->row, look->column);
  return look;
}

const IsoPairFacts *
iso_pair_look_before (const IsoPairLook *look)
{
  return look->stages->before != NULL ? &look->before : NULL;
}
