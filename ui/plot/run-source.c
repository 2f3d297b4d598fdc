#include "ui/plot/run-source.h"

IsoRunSource *
iso_run_source_new (const IsoRunSourceKind *kind, gpointer data)
{
  IsoRunSource *source = g_new (IsoRunSource, 1);
  *source = (IsoRunSource) { 1, kind, data };
  return source;
}

IsoRunSource *
iso_run_source_ref (IsoRunSource *source)
{
  g_atomic_int_inc (&source->holders);
  return source;
}

void
iso_run_source_unref (IsoRunSource *source)
{
  if (source == NULL || !g_atomic_int_dec_and_test (&source->holders))
    return;
  if (source->kind->free != NULL)
    source->kind->free (source->data);
  g_free (source);
}
