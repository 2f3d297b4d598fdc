#include "app/command-metrics.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <stdio.h>

#include "app/command-line.h"
#include "app/json-line.h"
#include "engine/metrics/metric.h"

static void
print_metric (const IsoMetric *metric)
{
  g_autofree char *range = iso_metric_range_text (metric);
  g_print ("%s — %s\n  %s\n  %s\n  %s\n", metric->name, _(metric->title), metric->formula, _(metric->definition), range);
  if (metric->paper != NULL)
    g_print ("  %s\n", metric->paper);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

/* null where there is no bound. */
static void
add_bound (JsonBuilder *builder, const char *name, double bound)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (bound))
    json_builder_add_double_value (builder, bound);
  else
    json_builder_add_null_value (builder);
}

static void
add_metric (JsonBuilder *builder, const IsoMetric *metric)
{
  json_builder_begin_object (builder);
  add_text (builder, "name", metric->name);
  add_text (builder, "title", _(metric->title));
  add_text (builder, "formula", metric->formula);
  add_text (builder, "definition", _(metric->definition));
  add_bound (builder, "minimum", metric->minimum);
  add_bound (builder, "maximum", metric->maximum);
  add_text (builder, "better", metric->better == ISO_METRIC_HIGHER ? "higher" : "lower");
  json_builder_set_member_name (builder, "of_classes");
  json_builder_add_boolean_value (builder, metric->of_classes);
  add_text (builder, "paper", metric->paper);
  json_builder_end_object (builder);
}

static void
print_json (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    add_metric (builder, iso_metric ((IsoMetricName) name));
  json_builder_end_array (builder);
  iso_json_print (builder);
}

int
iso_command_metrics (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("print the list as JSON"), NULL },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, NULL,
                          _("Lists the metrics: formula, what each measures, its range, which way is better, and where it comes "
                            "from."),
                          _("evaluate --metrics NAME,… computes them of any embeddings, train --set evaluate.metrics=NAME,… after "
                            "each epoch."),
                          &error))
    return iso_command_complain (error->message);
  if (json)
    print_json ();
  else
    for (guint name = 0; name < ISO_METRIC_COUNT; name++)
      {
        g_print ("%s", name == 0 ? "" : "\n");
        print_metric (iso_metric ((IsoMetricName) name));
      }
  return ISO_EXIT_DONE;
}
