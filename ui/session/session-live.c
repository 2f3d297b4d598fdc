#include <string.h>

#include "engine/train/parameters.h"
#include "ui/session/session-private.h"

/* The trainer's answer, carried from its thread to this one: shared by command and idle source. The trainer's thread never holds
 * the session itself, or the last reference might be dropped there. */
typedef struct {
  GWeakRef session;
  IsoTrainer *trainer; /* for comparison only */
  char *key, *message;
  char *path;          /* of a checkpoint: NULL for a change */
  guint64 step;
  size_t steps_per_epoch;
} Answer;

static void
answer_clear (gpointer data)
{
  Answer *answer = data;
  g_weak_ref_clear (&answer->session);
  g_free (answer->key);
  g_free (answer->path);
  g_free (answer->message);
}

static void
answer_release (gpointer answer)
{
  g_atomic_rc_box_release_full (answer, answer_clear);
}

/* How the writing of a file ended is told even where its run has been replaced since. */
static void
tell_saved (IsoSession *session, const Answer *answer)
{
  guint64 step = answer->step - 1, per_epoch = MAX (answer->steps_per_epoch, 1);
  if (session->trainer == answer->trainer)
    session->saved_step = step;
  g_signal_emit (session, iso_session_signals[ISO_SESSION_SAVED], 0, answer->path, step, (step + per_epoch - 1) / per_epoch);
}

static gboolean
deliver_answer (gpointer data)
{
  Answer *answer = data;
  g_autoptr (IsoSession) session = g_weak_ref_get (&answer->session);
  if (session == NULL || (session->trainer != answer->trainer && answer->path == NULL))
    return G_SOURCE_REMOVE;
  if (answer->message != NULL)
    iso_session_say (session, answer->message);
  else if (answer->path != NULL)
    tell_saved (session, answer);
  else
    g_signal_emit (session, iso_session_signals[ISO_SESSION_APPLIED], 0, answer->key, answer->step);
  return G_SOURCE_REMOVE;
}

static void
answered (guint64 step, const char *message, gpointer data)
{
  Answer *answer = data;
  answer->message = g_strdup (message);
  answer->step = step;
  g_idle_add_full (G_PRIORITY_DEFAULT, deliver_answer, g_atomic_rc_box_acquire (answer), answer_release);
}

static Answer *
answer_new (IsoSession *session)
{
  Answer *answer = g_atomic_rc_box_new0 (Answer);
  g_weak_ref_init (&answer->session, session);
  answer->trainer = session->trainer;
  return answer;
}

void
iso_session_save (IsoSession *session, const char *path)
{
  if (session->trainer == NULL)
    return;
  Answer *answer = answer_new (session);
  answer->path = g_strdup (path);
  answer->steps_per_epoch = session->status.steps_per_epoch;
  iso_trainer_save (session->trainer, path, answered, answer, answer_release);
  iso_session_pay_attention (session);
}

void
iso_session_send_live (IsoSession *session, const char *key, const char *value)
{
  Answer *answer = answer_new (session);
  answer->key = g_strdup (key);
  iso_trainer_set (session->trainer, key, value, answered, answer, answer_release);
  iso_session_pay_attention (session);
}

gboolean
iso_session_send_differences (IsoSession *session, const IsoSettings *before)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  gboolean others = FALSE;
  /* Softmax accepts every graph, symmetric does not: going to softmax comes before the graph, going to symmetric after it. */
  if (session->settings.distill.normalization == ISO_TRANSITION_SOFTMAX && before->distill.normalization != ISO_TRANSITION_SOFTMAX)
    iso_session_send_live (session, "distill.normalization", "softmax");
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *was = iso_settings_format (before, &table[i]);
      g_autofree char *is = iso_settings_format (&session->settings, &table[i]);
      if (strcmp (was, is) == 0)
        continue;
      if ((table[i].flags & ISO_PARAMETER_LIVE) == 0)
        others = TRUE;
      else if (iso_parameter_find (table[i].key, before, NULL) == &table[i])
        iso_session_send_live (session, table[i].key, is);
    }
  return others;
}
