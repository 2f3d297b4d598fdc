/* What the walk's view says. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/plot/walk-view-private.h"

/* Descriptions for assistive technologies while it plays: not more often than this. */
#define DESCRIPTION_INTERVAL G_USEC_PER_SEC
#define WARMEST 5

typedef struct {
  char text[32];
} Number;

static Number
number (double value, int digits)
{
  Number number;
  iso_number_format (number.text, sizeof number.text, value, digits);
  return number;
}

char *
iso_walk_view_name_sample (IsoWalkView *view, size_t place)
{
  const IsoBatchGraph *graph = view->scene.graph;
  const char *class_name = graph->class_names[graph->snapshot->labels[place]];
  Number index = number (graph->snapshot->indices[place], 9);
  return *class_name != '\0' ? g_strdup_printf (C_("a sample's number and class", "sample %s %s"), index.text, class_name)
                             : g_strdup_printf (_("sample %s"), index.text);
}

char *
iso_walk_view_name_speed (double speed)
{
  if (isinf (speed))
    return g_strdup (C_("speed", "at once"));
  double rounded = speed < 10.0 ? round (speed * 10.0) / 10.0 : round (speed);
  return g_strdup_printf (C_("steps a second", "%s/s"), number (rounded, 4).text);
}

/* "step 12 of 1 374 until 1e-6 · 96.3 % of the way". */
static char *
counter_text (IsoWalkView *view)
{
  bool reaches;
  int end = iso_walk_end (view->scene.walk, &reaches), step = view->scene.step;
  Number tolerance = number (ISO_WALK_TOLERANCE, 1);
  if (end == 0)
    {
      return view->picture->route->stages->matrices->settings.omega > 0.0
                 ? g_strdup (_("no edge leads away from this sample: it keeps its own row"))
                 : g_strdup (_("ω is 0: nothing is diffused, the row stays as it is"));
    }
  g_autofree char *whole = reaches ? g_strdup_printf (_("step %s of %s until %s"), number (step, 9).text, number (end, 9).text,
                                                      tolerance.text)
                                   : g_strdup_printf (_("step %s of more than %s until %s"), number (step, 9).text,
                                                      number (end, 9).text, tolerance.text);
  return g_strdup_printf (_("%s · %.1f %% of the way"), whole,
                          /* Rounded down: the whole way is only gone at the end. */
                          reaches && step == end ? 100.0 : floor (1000.0 * iso_walk_part (view->scene.walk, step)) / 10.0);
}

/* The warmest samples, warm before cold. */
static char *
warmest_text (IsoWalkView *view)
{
  size_t B = view->scene.graph->B;
  g_autofree bool *named = g_new0 (bool, B);
  GString *text = g_string_new (NULL);
  for (size_t rank = 0; rank < MIN (B, WARMEST); rank++)
    {
      size_t best = G_MAXSIZE;
      for (size_t i = 0; i < B; i++)
        if (!named[i] && (best == G_MAXSIZE || view->row[i] > view->row[best]))
          best = i;
      g_autofree char *name = iso_walk_view_name_sample (view, best);
      named[best] = true;
      g_string_append_printf (text, "%s%s %s", rank > 0 ? ", " : "", name, number (view->row[best], 3).text);
    }
  return g_string_free (text, FALSE);
}

/* Of the row's sum; NAN where there is none to divide. */
static double
share_of_class (IsoWalkView *view)
{
  const gint32 *labels = view->scene.graph->snapshot->labels;
  double own = 0.0, all = 0.0;
  for (size_t i = 0; i < view->scene.graph->B; i++)
    {
      all += view->row[i];
      own += labels[i] == labels[view->scene.start] ? view->row[i] : 0.0;
    }
  return all > 0.0 ? own / all : (double) NAN;
}

static void
describe_drawings (IsoWalkView *view, const char *counter)
{
  g_autofree char *warmest = warmest_text (view), *start = iso_walk_view_name_sample (view, view->scene.start);
  double share = share_of_class (view);
  g_autofree char *on_class = isfinite (share) ? g_strdup_printf (_("%.0f %% of the row on its class"), 100.0 * share) : g_strdup ("");
  g_autofree char *text = g_strdup_printf (_("From %s, %s. Warmest: %s. %s"), start, counter, warmest, on_class);
  view->described = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->map), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->bars), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
iso_walk_view_count (IsoWalkView *view)
{
  g_autofree char *text = counter_text (view);
  gtk_label_set_text (view->counter, text);
  if (view->tick == 0 || g_get_monotonic_time () - view->described >= DESCRIPTION_INTERVAL)
    describe_drawings (view, text);
}

static void
append (GString *text, const char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

void
iso_walk_view_describe (IsoWalkView *view)
{
  const IsoWalkRoute *route = view->picture->route;
  const IsoDistillSettings *settings = &route->stages->matrices->settings;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *start = iso_walk_view_name_sample (view, view->scene.start), *edges = iso_batch_graph_describe (route->graph);
  g_autofree char *weight = g_strdup_printf (settings->normalization == ISO_TRANSITION_SOFTMAX ? _("softmax, ω %s")
                                                                                              : _("symmetric, ω %s"),
                                             number (settings->omega, 4).text);
  g_autofree char *step = g_strdup_printf (_("batch at step %s"), number ((double) route->stages->snapshot->step, 12).text);
  append (text, step);
  if (view->has_frozen)
    append (text, _("frozen for the walk"));
  append (text, weight);
  append (text, edges);
  if (route->stages->is_trial)
    append (text, _("trial settings"));
  if (route->stages->snapshot->is_probe)
    append (text, _("probe batch"));
  if (!route->stages->snapshot->has_teacher)
    append (text, _("no teacher yet: the student's own graph"));
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), text->str);
  g_autofree char *brief = g_strdup_printf ("%s %s", number (route->graph->snapshot->indices[view->scene.start], 9).text,
                                            route->graph->class_names[route->graph->snapshot->labels[view->scene.start]]);
  gtk_label_set_text (view->start_label, brief);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->start_label), GTK_ACCESSIBLE_PROPERTY_LABEL, start, -1);
  gtk_label_set_text (view->key, route->from_targets ? _("bars: its row of Fₜ · outline: of K F₀") : _("bars: its row of Fₜ · outline: of K"));
  iso_walk_view_count (view);
}
