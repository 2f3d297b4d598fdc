/* The rows of the parameter table that losses and miners bring along; use them through engine/train/parameters.h. */
#pragma once

#include <glib.h>

/* Appends IsoParameter of "loss.…", "memory.size" and "miner.…", once: their names are never freed. */
void iso_parameters_append_methods (GArray *table);
