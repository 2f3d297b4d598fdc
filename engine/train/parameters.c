#include "engine/train/parameters.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/edit-distance.h"
#include "engine/base/error.h"
#include "engine/train/rules.h"

static const IsoParameter *
first_of_key (const char *key)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    if (g_strcmp0 (table[i].key, key) == 0)
      return &table[i];
  return NULL;
}

static bool
own_condition_holds (const IsoParameter *parameter, const IsoSettings *settings)
{
  if (parameter->when_key == NULL)
    return true;
  const IsoParameter *chooser = first_of_key (parameter->when_key);
  return chooser != NULL && (parameter->when_mask >> (int) iso_settings_get_number (settings, chooser) & 1u) != 0;
}

bool
iso_parameter_applies (const IsoParameter *parameter, const IsoSettings *settings)
{
  if ((parameter->flags & ISO_PARAMETER_OF_PICTURES) != 0 && !iso_source_may_hold_pictures (settings->data.source))
    return false;
  if ((parameter->flags & ISO_PARAMETER_OF_TABLES) != 0 && !iso_source_is_table (settings->data.source))
    return false;
  if (parameter->when_key == NULL)
    return true;
  return own_condition_holds (parameter, settings) && iso_parameter_applies (first_of_key (parameter->when_key), settings);
}

static char *
suggestion (const char *key)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count), *best = NULL;
  size_t least = 5;
  for (size_t i = 0; i < count; i++)
    {
      size_t distance = iso_edit_distance (key, table[i].key);
      if (distance < least)
        {
          least = distance;
          best = &table[i];
        }
    }
  return best == NULL ? g_strdup ("") : g_strdup_printf (_("; did you mean “%s”?"), best->key);
}

/* "multi-similarity has alpha, beta, margin, threshold" */
static void
set_owner_error (const char *key, const IsoSettings *settings, GError **error)
{
  bool is_loss = g_str_has_prefix (key, "loss.");
  const IsoParameter *own = is_loss ? iso_loss_kind ((IsoLossName) settings->loss.name)->parameters
                                    : iso_miner_kind ((IsoMinerName) settings->miner.name)->parameters;
  size_t count = is_loss ? iso_loss_kind ((IsoLossName) settings->loss.name)->parameter_count
                         : iso_miner_kind ((IsoMinerName) settings->miner.name)->parameter_count;
  const char *owner = is_loss ? iso_loss_kind ((IsoLossName) settings->loss.name)->name
                              : iso_miner_kind ((IsoMinerName) settings->miner.name)->name;
  g_autoptr (GString) names = g_string_new (NULL);
  for (size_t i = 0; i < count; i++)
    g_string_append_printf (names, "%s%s.%s", i == 0 ? "" : ", ", is_loss ? "loss" : "miner", own[i].key);
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s is not a parameter of %s, which has: %s"), key, owner,
               count == 0 ? _("none") : names->str);
}

const IsoParameter *
iso_parameter_find (const char *key, const IsoSettings *settings, GError **error)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count), *only = NULL;
  bool is_known = false, has_owner = g_str_has_prefix (key, "loss.") || g_str_has_prefix (key, "miner.");
  bool is_owned = has_owner && !g_str_has_suffix (key, ".name");
  for (size_t i = 0; i < count; i++)
    {
      if (strcmp (table[i].key, key) != 0)
        continue;
      is_known = true;
      only = &table[i];
      if (!is_owned || own_condition_holds (only, settings))
        return only;
    }
  if (is_known || (is_owned && strlen (key) > 6))
    {
      set_owner_error (key, settings, error);
      return NULL;
    }
  g_autofree char *hint = suggestion (key);
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("there is no parameter “%s”%s"), key, hint);
  return NULL;
}

char *
iso_parameter_group (const IsoParameter *parameter)
{
  return g_strndup (parameter->key, strcspn (parameter->key, "."));
}

const char *
iso_parameter_group_title (const char *group)
{
  static const char *const titles[][2] = {
    { "data", N_("Data") },         { "batch", N_("Batch") },
    { "augment", N_("Augmentation") },
    { "network", N_("Network") },   { "loss", N_("Loss") },
    { "miner", N_("Miner") },       { "memory", N_("Memory") },
    { "distill", N_("Self-distillation") }, { "teacher", N_("Teacher") },
    { "optimizer", N_("Optimizer") }, { "schedule", N_("Learning rate schedule") }, { "train", N_("Training") },
    { "evaluate", N_("Evaluation") }, { "projection", N_("Map") },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strcmp (titles[i][0], group) == 0)
      return _ (titles[i][1]);
  return group;
}

static inline void *
field (IsoSettings *settings, const IsoParameter *parameter)
{
  return (char *) settings + parameter->offset;
}

static inline bool
is_kept_as_real (const IsoParameter *parameter)
{
  return parameter->type == ISO_PARAMETER_REAL || (parameter->flags & ISO_PARAMETER_KEPT_AS_REAL) != 0;
}

double
iso_settings_get_number (const IsoSettings *settings, const IsoParameter *parameter)
{
  const void *value = (const char *) settings + parameter->offset;
  g_assert (parameter->type != ISO_PARAMETER_TEXT);
  if (is_kept_as_real (parameter))
    return *(const double *) value;
  return (double) *(const int *) value;
}

const char *
iso_settings_get_text (const IsoSettings *settings, const IsoParameter *parameter)
{
  g_assert (parameter->type == ISO_PARAMETER_TEXT);
  return *(const char *const *) (const void *) ((const char *) settings + parameter->offset);
}

bool
iso_parameter_differs (const IsoParameter *parameter, const IsoSettings *a, const IsoSettings *b)
{
  if (parameter->type == ISO_PARAMETER_TEXT)
    return strcmp (iso_settings_get_text (a, parameter), iso_settings_get_text (b, parameter)) != 0;
  return iso_settings_get_number (a, parameter) != iso_settings_get_number (b, parameter);
}

static void
store (IsoSettings *settings, const IsoParameter *parameter, double value)
{
  if (is_kept_as_real (parameter))
    *(double *) field (settings, parameter) = value;
  else
    *(int *) field (settings, parameter) = (int) value;
}

static size_t
choice_count (const IsoParameter *parameter)
{
  size_t count = 0;
  while (parameter->choices[count] != NULL)
    count++;
  return count;
}

/* A number as short as it can be while reading back as the same double. */
static void
format_exact (char *text, size_t capacity, double value)
{
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, (int) capacity, format, value);
      if (g_ascii_strtod (text, NULL) != value)
        continue;
      /* 100000 reads better than 1e+05. */
      if (strstr (text, "e+") != NULL && fabs (value) < 1e15)
        g_ascii_formatd (text, (int) capacity, "%.0f", value);
      return;
    }
}

static void
set_range_error (const IsoParameter *parameter, const char *found, GError **error)
{
  char low[32], high[32];
  format_exact (low, sizeof low, parameter->minimum);
  format_exact (high, sizeof high, parameter->maximum);
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s is %s; expected %s %s%s to %s%s"), parameter->key, found,
               parameter->type == ISO_PARAMETER_INTEGER ? _("a whole number from") : _("a number from"),
               (parameter->flags & ISO_PARAMETER_ABOVE_MINIMUM) ? _("above ") : "", low,
               (parameter->flags & ISO_PARAMETER_BELOW_MAXIMUM) ? _("below ") : "", high);
}

bool
iso_settings_set_number (IsoSettings *settings, const IsoParameter *parameter, double value, GError **error)
{
  double low = parameter->minimum, high = parameter->maximum;
  if (parameter->type == ISO_PARAMETER_CHOICE)
    {
      low = 0;
      high = (double) choice_count (parameter) - 1;
    }
  bool inside = value >= low && value <= high && !((parameter->flags & ISO_PARAMETER_ABOVE_MINIMUM) && value == low) &&
                !((parameter->flags & ISO_PARAMETER_BELOW_MAXIMUM) && value == high);
  bool whole = parameter->type == ISO_PARAMETER_REAL || value == floor (value);
  if (!inside || !whole)
    {
      char found[32];
      format_exact (found, sizeof found, value);
      set_range_error (parameter, isnan (value) ? "NaN" : found, error);
      return false;
    }
  store (settings, parameter, value);
  return true;
}

bool
iso_settings_set_text (IsoSettings *settings, const IsoParameter *parameter, const char *text, GError **error)
{
  if (!g_utf8_validate (text, -1, NULL) || strlen (text) > 4096)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s is not valid text (UTF-8, at most 4096 bytes)"), parameter->key);
      return false;
    }
  *(const char **) field (settings, parameter) = g_intern_string (text);
  return true;
}

static bool
parse_choice (double *value, const IsoParameter *parameter, const char *text, GError **error)
{
  for (size_t i = 0; parameter->choices[i] != NULL; i++)
    if (strcmp (parameter->choices[i], text) == 0)
      {
        *value = (double) i;
        return true;
      }
  g_autofree char *known = g_strjoinv (", ", (char **) parameter->choices);
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s is “%s”; expected one of: %s"), parameter->key, text, known);
  return false;
}

static bool
parse_switch (double *value, const IsoParameter *parameter, const char *text, GError **error)
{
  static const char *const on[] = { "on", "true", "yes", "1", NULL }, *const off[] = { "off", "false", "no", "0", NULL };
  if (g_strv_contains (on, text))
    *value = 1.0;
  else if (g_strv_contains (off, text))
    *value = 0.0;
  else
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s is “%s”; expected on or off"), parameter->key, text);
      return false;
    }
  return true;
}

bool
iso_settings_set (IsoSettings *settings, const char *key, const char *text, GError **error)
{
  const IsoParameter *parameter = iso_parameter_find (key, settings, error);
  double value = 0.0;
  char *end = NULL;
  if (parameter == NULL)
    return false;
  switch (parameter->type)
    {
    case ISO_PARAMETER_TEXT:
      return iso_settings_set_text (settings, parameter, text, error);
    case ISO_PARAMETER_CHOICE:
      if (!parse_choice (&value, parameter, text, error))
        return false;
      break;
    case ISO_PARAMETER_SWITCH:
      if (!parse_switch (&value, parameter, text, error))
        return false;
      break;
    case ISO_PARAMETER_REAL:
    case ISO_PARAMETER_INTEGER:
    default:
      value = g_ascii_strtod (text, &end);
      if (end == text || *end != '\0' || !isfinite (value))
        {
          g_autofree char *quoted = g_strdup_printf ("“%s”", text);
          set_range_error (parameter, quoted, error);
          return false;
        }
    }
  return iso_settings_set_number (settings, parameter, value, error);
}

char *
iso_settings_format (const IsoSettings *settings, const IsoParameter *parameter)
{
  char text[40];
  switch (parameter->type)
    {
    case ISO_PARAMETER_TEXT:
      return g_strdup (iso_settings_get_text (settings, parameter));
    case ISO_PARAMETER_CHOICE:
      return g_strdup (parameter->choices[(int) iso_settings_get_number (settings, parameter)]);
    case ISO_PARAMETER_SWITCH:
      return g_strdup (iso_settings_get_number (settings, parameter) != 0.0 ? "on" : "off");
    case ISO_PARAMETER_REAL:
    case ISO_PARAMETER_INTEGER:
    default:
      format_exact (text, sizeof text, iso_settings_get_number (settings, parameter));
      return g_strdup (text);
    }
}

void
iso_settings_init (IsoSettings *settings)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  memset (settings, 0, sizeof *settings);
  for (size_t i = 0; i < count; i++)
    if (table[i].type == ISO_PARAMETER_TEXT)
      *(const char **) field (settings, &table[i]) = g_intern_string (table[i].initial_text);
    else
      store (settings, &table[i], table[i].initial);
}

IsoSourceRequest
iso_settings_source (const IsoSettings *settings)
{
  return (IsoSourceRequest) { settings->data.source, settings->data.size, settings->data.color, settings->data.label_column };
}

bool
iso_settings_set_all (IsoSettings *settings, const char *const *assignments, GError **error)
{
  IsoSettings changed = *settings;
  /* The names of loss and miner first: they say what the other keys mean. */
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; assignments[i] != NULL; i++)
      {
        const char *equals = strchr (assignments[i], '=');
        if (equals == NULL || equals == assignments[i])
          {
            g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("“%s” is not an assignment; expected key=value"),
                         assignments[i]);
            return false;
          }
        g_autofree char *key = g_strndup (assignments[i], (size_t) (equals - assignments[i]));
        bool is_name = strcmp (key, "loss.name") == 0 || strcmp (key, "miner.name") == 0;
        if (is_name == (pass == 0) && !iso_settings_set (&changed, key, equals + 1, error))
          return false;
      }
  *settings = changed;
  return true;
}

bool
iso_settings_validate (const IsoSettings *settings, GError **error)
{
  return iso_rules_check (settings, NULL, error);
}
