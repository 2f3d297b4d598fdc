#include "engine/sweep/draft.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/export/text.h"
#include "engine/train/evaluation-choice.h"
#include "engine/train/parameters.h"

#define MOST_STEPS 1000
#define MOST_SEEDS 1000

bool
iso_sweep_text_set (char **text, const char *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return false;
  g_free (*text);
  *text = g_strdup (value);
  return true;
}

static void
free_change (gpointer data)
{
  IsoSweepChange *change = data;
  g_free (change->key);
  g_free (change->list);
  g_free (change->from);
  g_free (change->to);
  g_free (change->count);
  g_free (change);
}

IsoSweepDraft *
iso_sweep_draft_new (const IsoSettings *base)
{
  IsoSweepDraft *draft = g_new0 (IsoSweepDraft, 1);
  draft->base = *base;
  draft->changes = g_ptr_array_new_with_free_func (free_change);
  draft->name = g_strdup ("");
  draft->note = g_strdup ("");
  draft->points = g_strdup ("20");
  draft->draw_seed = g_strdup ("1");
  draft->seeds = g_strdup ("1, 2, 3");
  draft->choose = g_strdup (iso_score_key_name (ISO_SCORE_RECALL_1));
  return draft;
}

void
iso_sweep_draft_free (IsoSweepDraft *draft)
{
  if (draft == NULL)
    return;
  g_ptr_array_unref (draft->changes);
  g_free (draft->name);
  g_free (draft->note);
  g_free (draft->points);
  g_free (draft->draw_seed);
  g_free (draft->seeds);
  g_free (draft->choose);
  g_free (draft);
}

/* ---- what changes ---- */

bool
iso_sweep_may_change (const char *key)
{
  static const char *const fixed[] = { "train.seed", "train.threads", "train.pace", NULL };
  return !g_strv_contains (fixed, key);
}

bool
iso_sweep_offers (const IsoParameter *parameter)
{
  return iso_sweep_may_change (parameter->key) && (parameter->flags & ISO_PARAMETER_ONLY_LOOKS) == 0
         && !g_str_has_prefix (parameter->key, "evaluate.") && !g_str_has_prefix (parameter->key, "projection.");
}

/* The entry under these settings, else the first of that key: a loss's own while another loss is chosen. */
static const IsoParameter *
find (const IsoSweepDraft *draft, const char *key)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count), *found = iso_parameter_find (key, &draft->base, NULL);
  for (size_t i = 0; i < count && found == NULL; i++)
    if (strcmp (table[i].key, key) == 0)
      found = &table[i];
  return found;
}

/* The present value in the middle: doubled and halved where the scale is logarithmic, else a fifth of the range away. */
static char *
propose_numbers (const IsoSweepDraft *draft, const IsoParameter *parameter)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double present = iso_settings_get_number (&draft->base, parameter);
  double least = parameter->soft_maximum > parameter->soft_minimum ? parameter->soft_minimum : parameter->minimum;
  double most = parameter->soft_maximum > parameter->soft_minimum ? parameter->soft_maximum : parameter->maximum;
  bool by_factor = (parameter->flags & ISO_PARAMETER_LOGARITHMIC) != 0 && present > 0.0;
  double step = parameter->type == ISO_PARAMETER_INTEGER ? fmax (round (0.2 * (most - least)), 1.0) : 0.2 * (most - least);
  for (int i = -1; i <= 1; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];
      double value = by_factor ? present * pow (2.0, i) : present + i * step;
      IsoSettings trial = draft->base;
      if (parameter->type == ISO_PARAMETER_INTEGER)
        value = round (value);
      g_ascii_formatd (number, sizeof number, "%.4g", value);
      /* The present one stays as it is, exactly. */
      g_autofree char *typed = i == 0 ? iso_settings_format (&draft->base, parameter) : g_strdup (number);
      if (i == 0 || (value != present && iso_settings_set_number (&trial, parameter, g_ascii_strtod (typed, NULL), NULL)))
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", typed);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
propose (const IsoSweepDraft *draft, const IsoParameter *parameter)
{
  switch (parameter->type)
    {
    case ISO_PARAMETER_CHOICE:
      return g_strjoinv (", ", (char **) parameter->choices);
    case ISO_PARAMETER_SWITCH:
      return g_strdup ("off, on");
    case ISO_PARAMETER_TEXT:
      return g_strdup (iso_settings_get_text (&draft->base, parameter));
    case ISO_PARAMETER_REAL:
    case ISO_PARAMETER_INTEGER:
    default:
      return propose_numbers (draft, parameter);
    }
}

IsoSweepChange *
iso_sweep_draft_add (IsoSweepDraft *draft, const char *key)
{
  IsoSweepChange *change = g_new0 (IsoSweepChange, 1);
  const IsoParameter *parameter = find (draft, key);
  change->key = g_strdup (key);
  change->list = parameter != NULL ? propose (draft, parameter) : g_strdup ("");
  change->from = g_strdup ("");
  change->to = g_strdup ("");
  change->count = g_strdup ("5");
  if (parameter != NULL && (parameter->type == ISO_PARAMETER_REAL || parameter->type == ISO_PARAMETER_INTEGER))
    {
      g_auto (GStrv) values = iso_sweep_list_split (change);
      guint count = g_strv_length (values);
      iso_sweep_text_set (&change->from, count > 0 ? values[0] : "");
      iso_sweep_text_set (&change->to, count > 0 ? values[count - 1] : "");
      change->is_logarithmic = (parameter->flags & ISO_PARAMETER_LOGARITHMIC) != 0;
    }
  g_ptr_array_add (draft->changes, change);
  return change;
}

void
iso_sweep_draft_remove (IsoSweepDraft *draft, size_t change)
{
  g_return_if_fail (change < draft->changes->len);
  g_ptr_array_remove_index (draft->changes, (guint) change);
}

char **
iso_sweep_list_split (const IsoSweepChange *change)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  const char *separators = ",;";
  for (size_t i = 0; i < count; i++)
    if (strcmp (table[i].key, change->key) == 0 && table[i].type == ISO_PARAMETER_TEXT)
      separators = ";";
  g_auto (GStrv) parts = g_strsplit_set (change->list, separators, -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (size_t i = 0; parts[i] != NULL; i++)
    if (g_strstrip (parts[i])[0] != '\0')
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

/* ---- seeds ---- */

/* "3", or "1…3" (also with a dash or two points); what follows it in *rest. */
static bool
take_seeds (GArray *seeds, const char *part)
{
  static const char *const dashes[] = { "…", "–", "..", "-" };
  char *end;
  if (!g_ascii_isdigit (part[0]))
    return false;
  gint64 first = g_ascii_strtoll (part, &end, 10), last = first;
  end = g_strchug (end);
  for (size_t i = 0; i < G_N_ELEMENTS (dashes) && *end != '\0'; i++)
    if (g_str_has_prefix (end, dashes[i]))
      {
        end += strlen (dashes[i]);
        while (*end == '.' || *end == ' ')
          end++;
        if (!g_ascii_isdigit (*end))
          return false;
        last = g_ascii_strtoll (end, &end, 10);
        break;
      }
  if (*end != '\0' || last < first || last > G_MAXINT32 || last - first >= MOST_SEEDS)
    return false;
  for (gint64 seed = first; seed <= last; seed++)
    g_array_append_val (seeds, seed);
  return seeds->len <= MOST_SEEDS;
}

GArray *
iso_sweep_seeds_parse (const char *text)
{
  g_autoptr (GArray) seeds = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (GStrv) parts = g_strsplit_set (text, ",;", -1);
  for (size_t i = 0; parts[i] != NULL; i++)
    if (g_strstrip (parts[i])[0] != '\0' && !take_seeds (seeds, parts[i]))
      return NULL;
  return seeds->len > 0 ? g_steal_pointer (&seeds) : NULL;
}

/* ---- what is wrong ---- */

static bool
read_number (double *number, const char *text)
{
  char *end;
  *number = g_ascii_strtod (text, &end);
  return end != text && g_strchug (end)[0] == '\0' && isfinite (*number);
}

static bool
read_whole (double *number, const char *text, double least, double most)
{
  return read_number (number, text) && *number == floor (*number) && *number >= least && *number <= most;
}

/* What the parameter says of a value, without its key, which stands beside it. */
static char *
refusal (const IsoSweepDraft *draft, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  IsoSettings trial = draft->base;
  if (iso_parameter_find (key, &draft->base, NULL) == NULL || iso_settings_set (&trial, key, value, &error))
    return NULL;
  g_autofree char *prefix = g_strconcat (key, ": ", NULL);
  const char *message = error->message;
  return g_strdup (g_str_has_prefix (message, prefix) ? message + strlen (prefix) : message);
}

static char *
list_problem (const IsoSweepDraft *draft, const IsoSweepChange *change)
{
  g_auto (GStrv) values = iso_sweep_list_split (change);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  if (values[0] == NULL)
    return g_strdup (_("no values yet: such as 0.1, 0.5"));
  for (size_t i = 0; values[i] != NULL; i++)
    {
      char *why = refusal (draft, change->key, values[i]);
      if (why != NULL)
        return why;
      if (!g_hash_table_add (known, values[i]))
        return g_strdup_printf (_("%s stands there twice"), values[i]);
    }
  return NULL;
}

static char *
range_problem (const IsoSweepDraft *draft, const IsoSweepChange *change)
{
  const IsoParameter *parameter = find (draft, change->key);
  double from, to, count;
  if (parameter != NULL && parameter->type != ISO_PARAMETER_REAL && parameter->type != ISO_PARAMETER_INTEGER)
    return g_strdup (_("no number: it takes a list of values"));
  if (!read_number (&from, change->from) || !read_number (&to, change->to) || !(from < to))
    return g_strdup (_("a range goes from one number to a greater one"));
  if (change->is_logarithmic && !(from > 0.0))
    return g_strdup (_("a logarithmic range begins above 0"));
  char *why = refusal (draft, change->key, change->from);
  if (why == NULL)
    why = refusal (draft, change->key, change->to);
  if (why == NULL && !draft->is_random && !read_whole (&count, change->count, 2.0, MOST_STEPS))
    why = g_strdup (_("how many values from end to end? 2 to 1000"));
  return why;
}

static char *
choose_problem (const IsoSweepDraft *draft)
{
  IsoMetricChoice choice;
  IsoScoreKey key;
  g_autoptr (GError) error = NULL;
  if (draft->base.data.validation == ISO_VALIDATION_NONE)
    return draft->takes_best ? g_strdup (_("without a validation part nothing says which epoch is best")) : NULL;
  if (!iso_evaluation_choice (&choice, &draft->base, &error))
    return g_strdup (error->message);
  if (!iso_score_key_find (&key, draft->choose))
    return g_strdup_printf (_("%s is no metric"), draft->choose);
  bool is_there = (choice.metrics & ISO_METRIC_BIT (key.metric)) != 0 && key.metric != ISO_METRIC_RECALL;
  for (size_t i = 0; key.metric == ISO_METRIC_RECALL && i < choice.k_count; i++)
    is_there = is_there || choice.ks[i] == key.k;
  return is_there ? NULL : g_strdup_printf (_("the runs do not evaluate %s"), draft->choose);
}

char *
iso_sweep_draft_problem (const IsoSweepDraft *draft, IsoSweepField field, size_t change)
{
  double number;
  g_autoptr (GArray) seeds = NULL;
  switch (field)
    {
    case ISO_SWEEP_FIELD_NAME:
      return draft->name[0] != '\0' ? NULL : g_strdup (_("its runs are kept under a name"));
    case ISO_SWEEP_FIELD_CHANGE:
      {
        const IsoSweepChange *which = draft->changes->pdata[change];
        if (!iso_sweep_may_change (which->key))
          return g_strdup (_("a sweep cannot change it"));
        return which->kind == ISO_SWEEP_LIST ? list_problem (draft, which) : range_problem (draft, which);
      }
    case ISO_SWEEP_FIELD_POINTS:
      return !draft->is_random || read_whole (&number, draft->points, 1.0, ISO_SWEEP_MOST_POINTS)
                 ? NULL
                 : g_strdup_printf (_("a whole number from 1 to %d"), ISO_SWEEP_MOST_POINTS);
    case ISO_SWEEP_FIELD_DRAW_SEED:
      return !draft->is_random || read_whole (&number, draft->draw_seed, 0.0, G_MAXINT32) ? NULL : g_strdup (_("a whole number from 0 on"));
    case ISO_SWEEP_FIELD_SEEDS:
      seeds = iso_sweep_seeds_parse (draft->seeds);
      return seeds != NULL ? NULL : g_strdup (_("whole numbers, such as 1, 2, 3 or 1…5"));
    case ISO_SWEEP_FIELD_CHOOSE:
    default:
      return choose_problem (draft);
    }
}

bool
iso_sweep_draft_has_problem (const IsoSweepDraft *draft)
{
  for (IsoSweepField field = ISO_SWEEP_FIELD_NAME; field <= ISO_SWEEP_FIELD_CHOOSE; field++)
    for (size_t i = 0; i < (field == ISO_SWEEP_FIELD_CHANGE ? draft->changes->len : 1); i++)
      {
        g_autofree char *problem = iso_sweep_draft_problem (draft, field, i);
        if (problem != NULL)
          return true;
      }
  return draft->changes->len == 0;
}
