/* The journal of a run: its changes of settings, each with the exact value and the step that it holds from, and the settings that
 * the run started with. The same data, settings and journal give the same run, byte for byte, on the same machine and with any
 * number of threads (train.threads): products are split into the same blocks whoever computes them. Another processor may be given
 * other code by OpenBLAS, and then the last bits differ.
 *
 * As JSON, {"isotherm.journal": 1, "settings": {…}, "changes": ["120 distill.omega=0.8", …]}: the settings as configuration files
 * have them (they may be left out), the changes in ascending order of their steps. Files may be as large as any configuration, a
 * mebibyte: some twenty thousand changes. */
#pragma once

#include "engine/train/history.h"
#include "engine/train/runner.h"
#include "engine/train/settings.h"

typedef struct {
  guint64 step;           /* the first that is taken under it; 1 = the first of all */
  const char *key, *value;/* interned; reads back as the very same value */
} IsoChange;

typedef struct _IsoJournal IsoJournal;

/* start: the settings that the run started with, or NULL where they are not known. */
IsoJournal *iso_journal_new (const IsoSettings *start);
/* The changes that a run's history tells. Those of a checkpoint from before exact values were kept are read from their text. */
IsoJournal *iso_journal_from_events (const IsoSettings *start, const IsoEvent *events, size_t count);
IsoJournal *iso_journal_from_history (const IsoSettings *start, IsoHistory *history);
void iso_journal_free (IsoJournal *journal);

/* Appends a change: its step must not come before the last one's, nor be 0. */
void iso_journal_add (IsoJournal *journal, guint64 step, const char *key, const char *value);

/* Borrowed until the journal is changed. */
const IsoChange *iso_journal_changes (const IsoJournal *journal, size_t *count);

/* The settings at the start, as "key=value" for iso_settings_set_all(), newly allocated; NULL where the journal has none. */
char **iso_journal_settings (const IsoJournal *journal);

/* ISO_ERROR_FILE; ISO_ERROR_FORMAT names the change that cannot be read or stands out of order. Whether its keys and values make
 * sense is iso_journal_check()'s to say. `name` stands in messages. */
IsoJournal *iso_journal_read (const char *path, GError **error);
IsoJournal *iso_journal_parse (const char *name, const char *text, GError **error);
/* Newly allocated. */
char *iso_journal_to_json (const IsoJournal *journal);

/* Whether all changes that hold from after step `taken` on can be made, one after the other, in a run under these settings and on
 * these data (NULL: not known yet); ISO_ERROR_ARGUMENT names the change and says why not. */
bool iso_journal_check (const IsoJournal *journal, const IsoSettings *settings, const IsoDataset *dataset, guint64 taken,
                        GError **error);

/* Makes the changes that the runner's next step is to be taken under; *next, 0 at first, is the one to look at first and moves on.
 * Changes of steps that were taken already are passed over. To be called before each step, after the end of the epoch before it. */
bool iso_journal_apply (const IsoJournal *journal, size_t *next, IsoRunner *runner, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoJournal, iso_journal_free)
