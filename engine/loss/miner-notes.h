/* Notes on the miners, for readers: see engine/base/note.h. */
#pragma once

#include "engine/base/note.h"
#include "engine/loss/miner.h"

const IsoNote *iso_miner_note (IsoMinerName name);
