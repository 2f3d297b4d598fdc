/* What the session's files share: session.c (state and signals), session-prepare.c (runs made on a worker or gone on with),
 * session-live.c (changes and checkpoints asked of the run in place, and its answers), session-rules.c (what can be chosen),
 * session-keeping.c (the run in place on its way into the store, and kept ones on their way back). */
#pragma once

#include "engine/train/rules.h"
#include "ui/session/preparation.h"
#include "ui/session/session.h"

/* Answers of iso_training_facts() that are kept: one for each choice of split and validation at hand. */
#define ISO_SESSION_FACTS 8

typedef struct {
  const IsoDataset *dataset; /* for comparison only */
  int split, validation, seed;
  double validation_share;
} IsoSessionFactsKey;

struct _IsoSession {
  GObject parent_instance;
  IsoSettings settings;
  IsoTrainer *trainer;   /* NULL until the first run is prepared */
  IsoHistory *history;
  IsoEpochSnapshot *epoch;
  IsoTrainerStatus status;
  IsoSessionState state;
  gboolean needs_reset, endless;
  guint64 saved_step; /* steps that a checkpoint of this run has, or that it began with */
  IsoWatch watch;
  guint64 batches_seen, epochs_seen;
  double raw_recall_1, raw_map_at_r;
  IsoDataset *raw_dataset; /* whose raw scores are known or being computed, with raw_split */
  int raw_split;

  struct {
    IsoSessionFactsKey key;
    IsoTrainingFacts facts;
  } facts[ISO_SESSION_FACTS];
  guint next_facts;

  GCancellable *preparing; /* of the task under way, or NULL */
  IsoReading *reading;     /* of the same task */
  IsoOrigin *origin;       /* what it is to go on from, or NULL */
  gboolean prepare_after;  /* the present settings are to be prepared should that be refused */
  guint prepare_timeout;
  gboolean start_when_ready;

  IsoRunLibrary *library; /* NULL: nothing is kept */
  int keep_epochs;        /* of each run; 0: as the recorder likes */
  guint64 keep_bytes;
  IsoRunKeeper *keeper;   /* of the run in place, or NULL */
  gint64 parent;          /* the run that this one was forked from, or 0 … */
  int fork_epoch;         /* … and the epoch */
  guint64 first_step;     /* steps that it had when it was put in place */
  gboolean is_gone_on;    /* a kept run, which has a checkpoint */
  gint64 told_run;        /* what "recording" has told of */
  char *told_problem;
  guint keeper_timer;

  GtkWidget *widget; /* whose frame clock is read; not owned */
  guint tick;
  gint64 attention_until;
};

/* Indices of its signals. */
enum {
  ISO_SESSION_SETTINGS_CHANGED,
  ISO_SESSION_STATE_CHANGED,
  ISO_SESSION_RUN_CHANGED,
  ISO_SESSION_STATUS,
  ISO_SESSION_BATCH,
  ISO_SESSION_EPOCH,
  ISO_SESSION_APPLIED,
  ISO_SESSION_LEFT_OUT,
  ISO_SESSION_MESSAGE,
  ISO_SESSION_SAVED,
  ISO_SESSION_RESUMED,
  ISO_SESSION_NOT_RESUMED,
  ISO_SESSION_RECORDING,
  ISO_SESSION_RUN_RESUMED,
  ISO_SESSION_FORKED,
  ISO_SESSION_NOT_FORKED,
  ISO_SESSION_SIGNAL_COUNT,
};
extern guint iso_session_signals[ISO_SESSION_SIGNAL_COUNT];

/* One plain sentence for the person. */
void iso_session_say (IsoSession *session, const char *text);
/* Looks at the trainer's status and tells when the state is another. */
void iso_session_update_state (IsoSession *session);
/* Reads the engine on every frame for a while: nothing there changes by itself unless it runs. */
void iso_session_pay_attention (IsoSession *session);

/* Whether these settings keep all rules, also those about the data in place. */
gboolean iso_session_check (IsoSession *session, const IsoSettings *settings, GError **error);

/* Makes a run of the present settings on a worker and puts it in place of the one before; at once, or when typing has paused. */
void iso_session_prepare (IsoSession *session);
void iso_session_prepare_soon (IsoSession *session);
/* The same of a run that is gone on with; takes the origin. */
void iso_session_prepare_from (IsoSession *session, IsoOrigin *origin);

/* A run was put in place: it is kept from its first step on. recorder: of one that is gone on with, taken over, or NULL. */
void iso_session_keep (IsoSession *session, IsoRecorder *recorder);
/* Steps are about to be taken. */
void iso_session_begin_keeping (IsoSession *session);
/* The run in place ends: its trainer is stopped and freed, and what is outstanding of it written, without waiting. */
void iso_session_end_run (IsoSession *session);
/* Brings the state of the run to its record, and tells when the latter changed. */
void iso_session_look_at_keeping (IsoSession *session);

void iso_session_drop_reading (IsoSession *session);
/* The panel shows what the run in place goes by; the number of threads stays as chosen here. */
void iso_session_take_run_settings (IsoSession *session);

/* Sends one live change to the run in place. */
void iso_session_send_live (IsoSession *session, const char *key, const char *value);
/* Sends every live difference to `before`; true if any other difference remains. */
gboolean iso_session_send_differences (IsoSession *session, const IsoSettings *before);
