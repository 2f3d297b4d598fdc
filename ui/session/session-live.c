#include <string.h>

#include "engine/train/parameters.h"
#include "ui/session/session-private.h"

/* The trainer's answer, carried from its thread to this one: shared by command and idle source. The trainer's thread never holds
 * the session itself, or the last reference might be dropped there. */
typedef struct {
  GWeakRef session;
  IsoTrainer *trainer; /* for comparison only */
  char *key, *message;
  guint64 step;
} Answer;

static void
answer_clear (gpointer data)
{
  Answer *answer = data;
  g_weak_ref_clear (&answer->session);
  g_free (answer->key);
  g_free (answer->message);
}

static void
answer_release (gpointer answer)
{
  g_atomic_rc_box_release_full (answer, answer_clear);
}

static gboolean
deliver_answer (gpointer data)
{
  Answer *answer = data;
  g_autoptr (IsoSession) session = g_weak_ref_get (&answer->session);
  if (session == NULL || session->trainer != answer->trainer)
    return G_SOURCE_REMOVE;
  if (answer->message == NULL)
    g_signal_emit (session, iso_session_signals[ISO_SESSION_APPLIED], 0, answer->key, answer->step);
  else
    iso_session_say (session, answer->message);
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

void
iso_session_send_live (IsoSession *session, const char *key, const char *value)
{
  Answer *answer = g_atomic_rc_box_new0 (Answer);
  g_weak_ref_init (&answer->session, session);
  answer->trainer = session->trainer;
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
