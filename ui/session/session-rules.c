/* What can be chosen beside the other settings and the data in place. */
#include <string.h>

#include "engine/train/parameters.h"
#include "engine/train/rules.h"
#include "ui/session/plain-words.h"
#include "ui/session/session-private.h"

/* What splitting the data goes by. */
static IsoSessionFactsKey
key_of (IsoSession *session, const IsoSettings *settings)
{
  IsoSessionFactsKey key;
  memset (&key, 0, sizeof key);
  key.dataset = iso_session_experiment (session)->dataset;
  key.split = settings->data.split;
  key.validation = settings->data.validation;
  key.validation_share = settings->data.validation_share;
  key.seed = settings->train.seed;
  return key;
}

/* *facts: what the data in place leave to train on under `settings`, or NULL where the settings ask for other data. The last few
 * answers are kept: the panel asks for every choice after every change. */
static bool
facts_for (IsoSession *session, const IsoTrainingFacts **facts, const IsoSettings *settings, GError **error)
{
  IsoExperiment *experiment = iso_session_experiment (session);
  *facts = NULL;
  if (experiment == NULL || g_strcmp0 (experiment->settings.data.source, settings->data.source) != 0)
    return true;
  IsoSessionFactsKey key = key_of (session, settings);
  for (guint i = 0; i < ISO_SESSION_FACTS; i++)
    if (memcmp (&session->facts[i].key, &key, sizeof key) == 0)
      {
        *facts = &session->facts[i].facts;
        return true;
      }
  IsoTrainingFacts found;
  if (!iso_training_facts (&found, settings, experiment->dataset, error))
    return false;
  guint slot = session->next_facts++ % ISO_SESSION_FACTS;
  session->facts[slot].key = key;
  session->facts[slot].facts = found;
  *facts = &session->facts[slot].facts;
  return true;
}

gboolean
iso_session_check (IsoSession *session, const IsoSettings *settings, GError **error)
{
  const IsoTrainingFacts *facts;
  return facts_for (session, &facts, settings, error) && iso_rules_check (settings, facts, error);
}

char *
iso_session_conflict (IsoSession *session, const char *key, const char *value)
{
  IsoSettings changed = session->settings;
  const IsoTrainingFacts *facts;
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;
  if (iso_settings_set (&changed, key, value, &error) && facts_for (session, &facts, &changed, &error))
    reason = iso_settings_conflict (&session->settings, facts, key, value);
  else
    reason = g_strdup (error->message);
  return reason == NULL ? NULL : iso_plain_words (reason);
}
