/* One connection to a store's database: opened, brought up to date, with its statements prepared once.
 *
 * For one thread at a time. What fails is ISO_ERROR_FILE and says what SQLite said, with the database's path. */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

/* How long a statement waits for another connection that is writing. */
#define ISO_DATABASE_PATIENCE_MS 5000
#define ISO_DATABASE_NAME "runs.sqlite"

typedef struct _IsoDatabase IsoDatabase;

/* Makes the folder and the database in it where there is none, and brings an older one up to date. */
IsoDatabase *iso_database_open (const char *folder, GError **error);
void iso_database_close (IsoDatabase *database);

sqlite3 *iso_database_handle (IsoDatabase *database);
const char *iso_database_path (IsoDatabase *database);

/* The statement of this text, reset, without values; NULL on an error. The database's own: it is prepared once and used again. */
sqlite3_stmt *iso_database_prepare (IsoDatabase *database, const char *sql, GError **error);

typedef enum { ISO_DATABASE_ROW, ISO_DATABASE_END, ISO_DATABASE_ERROR } IsoDatabaseStep;
/* The next row, or the end, at which the statement is reset so that it holds no lock. */
IsoDatabaseStep iso_database_step (IsoDatabase *database, sqlite3_stmt *statement, GError **error);
/* A statement that gives no rows. */
bool iso_database_finish (IsoDatabase *database, sqlite3_stmt *statement, GError **error);
/* Text without values; several statements if need be. */
bool iso_database_run (IsoDatabase *database, const char *sql, GError **error);

/* Sets the error to what SQLite said last; false. */
bool iso_database_fail (IsoDatabase *database, GError **error);

/* A transaction that writes (and so is the only one that does), or that reads one state throughout. After an error in between it is
 * rolled back. */
bool iso_database_begin (IsoDatabase *database, bool writes, GError **error);
bool iso_database_commit (IsoDatabase *database, GError **error);
void iso_database_roll_back (IsoDatabase *database);

/* A newly allocated text of a column, NULL where it has none. */
char *iso_database_text (sqlite3_stmt *statement, int column);
/* Binds a text, which is copied, or NULL. */
void iso_database_bind_text (sqlite3_stmt *statement, int place, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoDatabase, iso_database_close)
