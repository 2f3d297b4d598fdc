#include "engine/loss/loss-notes.h"

const IsoNote *
iso_loss_note (IsoLossName name)
{
  const IsoNote *note = &iso_loss_notes_on_pairs[name];
  return note->formula != NULL ? note : &iso_loss_notes_on_proxies[name];
}
