#include "app/reference-compare.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
iso_check_fail (IsoCheck *check, const char *format, ...)
{
  check->outcome = ISO_CHECK_FAIL;
  if (check->message != NULL)
    return;
  va_list arguments;
  va_start (arguments, format);
  check->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

void
iso_check_fail_with_error (IsoCheck *check, GError *error)
{
  iso_check_fail (check, "%s", error->message);
  g_error_free (error);
}

void
iso_check_skip (IsoCheck *check, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  check->outcome = ISO_CHECK_SKIP;
  check->message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

static void
note_error (IsoCheck *check, const char *name, double relative, double tolerance)
{
  check->compared_count++;
  if (isnan (relative) || relative > check->worst) /* a NaN stays the worst: nothing compares above it */
    check->worst = relative;
  if (!(relative <= tolerance))
    iso_check_fail (check, _("“%s” has a relative error of %.1e; at most %.0e is allowed"), name, relative, tolerance);
}

void
iso_compare_scalar (IsoCheck *check, const IsoReferenceCase *reference, const char *name, double value, double tolerance)
{
  JsonNode *node = json_object_get_member (reference->expected, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (node != NULL && JSON_NODE_HOLDS_NULL (node) && isnan (value))
    return;
  if ((type != G_TYPE_DOUBLE && type != G_TYPE_INT64) || !isfinite (json_node_get_double (node)))
    {
      iso_check_fail (check, _("the expected value “%s” is not a finite number"), name);
      return;
    }
  double expected = json_node_get_double (node), difference = fabs (value - expected);
  note_error (check, name, expected == 0.0 ? difference : difference / fabs (expected), tolerance);
}

static void
compare_array (IsoCheck *check, const IsoReferenceCase *reference, const IsoStage *stage)
{
  GError *error = NULL;
  g_autofree double *expected = iso_reference_case_expected (reference, stage->name, stage->rows, stage->columns, &error);
  if (expected == NULL)
    {
      iso_check_fail_with_error (check, error);
      return;
    }
  double difference = 0.0, norm = 0.0;
  for (size_t at = 0; at < stage->rows * stage->columns; at++)
    {
      double distance = (double) stage->values[at] - expected[at];
      difference += distance * distance;
      norm += expected[at] * expected[at];
    }
  note_error (check, stage->name, norm == 0.0 ? sqrt (difference) : sqrt (difference / norm), ISO_CHECK_ARRAY_TOLERANCE);
}

void
iso_compare_all (IsoCheck *check, const IsoReferenceCase *reference, const IsoStage *stages, size_t stage_count,
                 const char *scalar, double value)
{
  g_autoptr (GList) arrays = json_object_get_members (reference->expected_arrays);
  g_autoptr (GList) scalars = json_object_get_members (reference->expected);
  if (arrays == NULL && scalars == NULL)
    iso_check_fail (check, _("the case expects nothing"));
  for (GList *link = arrays; link != NULL; link = link->next)
    {
      size_t i = 0;
      while (i < stage_count && strcmp (stages[i].name, link->data) != 0)
        i++;
      if (i < stage_count)
        compare_array (check, reference, &stages[i]);
      else
        iso_check_fail (check, _("there is no array “%s” to compare with"), (const char *) link->data);
    }
  for (GList *link = scalars; link != NULL; link = link->next)
    if (strcmp (link->data, scalar) == 0)
      iso_compare_scalar (check, reference, scalar, value, ISO_CHECK_SCALAR_TOLERANCE);
    else
      iso_check_fail (check, _("there is no value “%s” to compare with"), (const char *) link->data);
}
