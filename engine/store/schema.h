/* The tables of a store, and how a database of an earlier version of Isotherm gets those of this one.
 *
 *   runs      a row a run: what engine/store/run.h has of it; `updated` is when something of it was last written
 *   steps     what engine/store/step-block.h packs: a row a block of consecutive steps
 *   epochs    a row an evaluation, by its number in the order in which they were made
 *   scores    of an evaluation: part ("test", "validation", "train"), name as command lines have it ("recall@1"), and value, NULL
 *             where it is not defined
 *   events    a row an event, likewise by its number; value: of a change, what was set
 *   kept      a row an epoch of which files are kept: the bytes of each, 0 where there is none
 *
 * Everything but steps can be read by any program that reads SQLite: that is why the scores are rows, not a blob.
 *
 * user_version counts the changes of the schema. Each is a text that is run once, and none is ever changed after it was released. */
#pragma once

#include "engine/store/database.h"

/* ISO_ERROR_FORMAT where the database was made by a later version of Isotherm. */
bool iso_schema_update (IsoDatabase *database, GError **error);
/* That of this program. */
int iso_schema_version (void);
