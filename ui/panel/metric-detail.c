#include "ui/panel/metric-detail.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "engine/train/evaluation-choice.h"
#include "ui/plot/class-values.h"
#include "ui/plot/view-card.h"

#define PARTS 3

struct _IsoMetricDetail {
  GtkBox parent_instance;
  IsoSession *session;
  IsoScoreKey key;
  IsoEpochSnapshot *epoch;
  int part; /* whose classes are shown */
  gboolean worst_first;
  gboolean updating; /* the switch is moved by the settings, not by the person */
  GtkWidget *title, *name, *definition, *formula, *source;
  GtkWidget *row, *toggle;
  GtkWidget *parts, *orders, *pages, *nothing, *end;
  IsoClassValues *classes;
};

G_DEFINE_FINAL_TYPE (IsoMetricDetail, iso_metric_detail, GTK_TYPE_BOX)

static const IsoEvaluation *
evaluation_of (const IsoEpochSnapshot *epoch, int part)
{
  return part == 0 ? &epoch->test_classes : part == 1 ? &epoch->validation_classes : &epoch->train_classes;
}

static gboolean
is_computed (IsoMetricDetail *detail)
{
  return detail->epoch != NULL && !isnan (iso_scores_value (&detail->epoch->test, detail->key));
}

static guint32
chosen_metrics (IsoMetricDetail *detail)
{
  IsoMetricChoice choice = { 0 };
  iso_metric_choice_read_names (&choice, "evaluate.metrics", iso_session_settings (detail->session)->evaluate.metrics, NULL);
  return choice.metrics;
}

/* ---- classes ---- */

/* Only parts that have samples can be looked at. */
static gboolean
has_part (IsoMetricDetail *detail, int part)
{
  return part == 0 || (detail->epoch != NULL && evaluation_of (detail->epoch, part)->class_count > 0);
}

static gboolean
has_several_parts (IsoMetricDetail *detail)
{
  return has_part (detail, 1) || has_part (detail, 2);
}

/* Why there are no bars; NULL where there are. */
static const char *
reason_for_nothing (IsoMetricDetail *detail)
{
  if (!iso_metric (detail->key.metric)->of_classes)
    return _("This metric is of all classes together: none has a value of its own.");
  if (detail->epoch == NULL)
    return _("The values appear with the first evaluation.");
  if (!is_computed (detail) && (chosen_metrics (detail) & ISO_METRIC_BIT (detail->key.metric)) != 0)
    return _("The next evaluation computes it.");
  if (!is_computed (detail))
    return _("Not computed in the newest evaluation.");
  if (evaluation_of (detail->epoch, 0)->class_count == 0)
    return _("Of kept epochs the values of single classes are not kept.");
  return NULL;
}

static void
update_classes (IsoMetricDetail *detail)
{
  const char *reason = reason_for_nothing (detail);
  if (reason != NULL)
    {
      gtk_label_set_text (GTK_LABEL (detail->nothing), reason);
      gtk_stack_set_visible_child_name (GTK_STACK (detail->pages), "nothing");
    }
  else
    {
      iso_class_values_show (detail->classes, detail->epoch->experiment->dataset, evaluation_of (detail->epoch, detail->part),
                             detail->key, detail->worst_first);
      double end = iso_class_values_end (detail->classes);
      g_autofree char *text = g_strdup_printf (_("Bars end at %.3g."), end);
      gtk_label_set_text (GTK_LABEL (detail->end), text);
      gtk_stack_set_visible_child_name (GTK_STACK (detail->pages), "classes");
    }
  gtk_widget_set_visible (detail->end, reason == NULL);
  gtk_widget_set_visible (detail->parts, reason == NULL && has_several_parts (detail));
  gtk_widget_set_visible (detail->orders, reason == NULL);
}

static void
update_parts (IsoMetricDetail *detail)
{
  GtkWidget *button = gtk_widget_get_first_child (detail->parts);
  for (int part = 0; part < PARTS; part++, button = gtk_widget_get_next_sibling (button))
    {
      gtk_widget_set_visible (button, has_part (detail, part));
      if (!has_part (detail, part) && detail->part == part)
        iso_choice_row_set_active (detail->parts, 0);
    }
}

static void
part_chosen (int part, gpointer data)
{
  IsoMetricDetail *detail = data;
  detail->part = part;
  update_classes (detail);
}

static void
order_chosen (int order, gpointer data)
{
  IsoMetricDetail *detail = data;
  detail->worst_first = order == 1;
  update_classes (detail);
}

/* ---- the switch ---- */

/* What every evaluation has cannot be switched off. */
static gboolean
is_always (IsoScoreKey key)
{
  return iso_score_key_equal (key, ISO_SCORE_RECALL_1) || iso_score_key_equal (key, ISO_SCORE_MAP_AT_R);
}

void
iso_metric_detail_update (IsoMetricDetail *detail)
{
  g_return_if_fail (ISO_IS_METRIC_DETAIL (detail));
  gboolean always = is_always (detail->key);
  int every = iso_session_settings (detail->session)->evaluate.every;
  g_autofree char *how_often =
      every == 1 ? g_strdup (_("After each epoch"))
                 : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "After every %d epoch, and after the last",
                                                 "After every %d epochs, and after the last", (gulong) every),
                                    every);
  g_autofree char *subtitle = always ? g_strdup_printf (_("%s; always computed"), how_often) : g_strdup (how_often);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (detail->row), subtitle);
  detail->updating = TRUE;
  gtk_switch_set_active (GTK_SWITCH (detail->toggle), always || (chosen_metrics (detail) & ISO_METRIC_BIT (detail->key.metric)) != 0);
  detail->updating = FALSE;
  gtk_widget_set_sensitive (detail->toggle, !always);
  update_classes (detail);
}

static void
toggled (GtkSwitch *toggle, GParamSpec *property, IsoMetricDetail *detail)
{
  guint32 bit = ISO_METRIC_BIT (detail->key.metric), metrics = chosen_metrics (detail);
  if (detail->updating || is_always (detail->key))
    return;
  metrics = gtk_switch_get_active (toggle) ? metrics | bit : metrics & ~bit;
  /* The list must name something; map@r is computed in any case. */
  g_autofree char *names = iso_metric_choice_format_names (metrics | ISO_METRIC_BIT (ISO_METRIC_MAP_AT_R));
  iso_session_set (detail->session, "evaluate.metrics", names, NULL);
  iso_metric_detail_update (detail);
}

/* ---- the whole ---- */

void
iso_metric_detail_show_metric (IsoMetricDetail *detail, IsoScoreKey key)
{
  g_return_if_fail (ISO_IS_METRIC_DETAIL (detail));
  const IsoMetric *metric = iso_metric (key.metric);
  g_autofree char *title = iso_score_key_title (key), *range = iso_metric_range_text (metric);
  g_autofree char *source = metric->paper != NULL ? g_strdup_printf ("%s\n%s", range, metric->paper) : g_strdup (range);
  detail->key = key;
  gtk_label_set_text (GTK_LABEL (detail->title), title);
  gtk_label_set_text (GTK_LABEL (detail->name), iso_score_key_name (key));
  gtk_label_set_text (GTK_LABEL (detail->definition), _(metric->definition));
  gtk_label_set_text (GTK_LABEL (detail->formula), metric->formula);
  gtk_label_set_text (GTK_LABEL (detail->source), source);
  iso_metric_detail_update (detail);
}

void
iso_metric_detail_show_epoch (IsoMetricDetail *detail, IsoEpochSnapshot *epoch)
{
  g_return_if_fail (ISO_IS_METRIC_DETAIL (detail));
  IsoEpochSnapshot *held = epoch != NULL ? iso_epoch_snapshot_ref (epoch) : NULL;
  g_clear_pointer (&detail->epoch, iso_epoch_snapshot_unref);
  detail->epoch = held;
  update_parts (detail);
  update_classes (detail);
}

static GtkWidget *
text_new (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_words (IsoMetricDetail *detail)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  detail->title = text_new ("title-3");
  detail->name = text_new ("dim-label");
  detail->definition = text_new (NULL);
  detail->formula = text_new ("metric-formula");
  detail->source = text_new ("caption");
  gtk_widget_add_css_class (detail->name, "monospace");
  gtk_widget_add_css_class (detail->source, "dim-label");
  gtk_widget_set_hexpand (detail->title, TRUE);
  gtk_label_set_wrap (GTK_LABEL (detail->name), FALSE);
  gtk_box_append (GTK_BOX (line), detail->title);
  gtk_box_append (GTK_BOX (line), detail->name);
  gtk_box_append (GTK_BOX (detail), line);
  gtk_box_append (GTK_BOX (detail), detail->definition);
  gtk_box_append (GTK_BOX (detail), detail->formula);
  gtk_box_append (GTK_BOX (detail), detail->source);
}

static void
add_switch (IsoMetricDetail *detail)
{
  GtkWidget *group = adw_preferences_group_new ();
  detail->row = adw_action_row_new ();
  detail->toggle = gtk_switch_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (detail->row), _("Compute This Metric"));
  gtk_widget_set_valign (detail->toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (detail->toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Compute this metric"), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (detail->row), detail->toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (detail->row), detail->toggle);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), detail->row);
  g_signal_connect (detail->toggle, "notify::active", G_CALLBACK (toggled), detail);
  gtk_box_append (GTK_BOX (detail), group);
}

static void
add_classes (IsoMetricDetail *detail)
{
  const char *parts[] = { _("test"), _("validation"), _("training"), NULL }, *orders[] = { _("in order"), _("worst first"), NULL };
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *heading = gtk_label_new (_("Classes"));
  detail->parts = iso_choice_row_new (_("Part of the data"), parts, 0, part_chosen, detail);
  detail->orders = iso_choice_row_new (_("Order of the classes"), orders, 0, order_chosen, detail);
  detail->pages = gtk_stack_new ();
  detail->classes = ISO_CLASS_VALUES (iso_class_values_new ());
  detail->nothing = gtk_label_new (NULL);
  detail->end = text_new ("caption");
  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (heading), 0.0f);
  gtk_widget_set_hexpand (heading, TRUE);
  gtk_label_set_wrap (GTK_LABEL (detail->nothing), TRUE);
  gtk_label_set_justify (GTK_LABEL (detail->nothing), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (detail->nothing, "dim-label");
  gtk_widget_add_css_class (detail->end, "dim-label");
  gtk_box_append (GTK_BOX (line), heading);
  gtk_box_append (GTK_BOX (line), detail->parts);
  gtk_box_append (GTK_BOX (line), detail->orders);
  gtk_stack_add_named (GTK_STACK (detail->pages), detail->nothing, "nothing");
  gtk_stack_add_named (GTK_STACK (detail->pages), GTK_WIDGET (detail->classes), "classes");
  gtk_widget_set_vexpand (detail->pages, TRUE);
  gtk_widget_set_size_request (detail->pages, -1, 120);
  gtk_box_append (GTK_BOX (detail), line);
  gtk_box_append (GTK_BOX (detail), detail->pages);
  gtk_box_append (GTK_BOX (detail), detail->end);
}

GtkWidget *
iso_metric_detail_new (IsoSession *session)
{
  IsoMetricDetail *detail = g_object_new (ISO_TYPE_METRIC_DETAIL, NULL);
  detail->session = g_object_ref (session);
  iso_metric_detail_show_epoch (detail, NULL);
  iso_metric_detail_show_metric (detail, ISO_SCORE_RECALL_1);
  return GTK_WIDGET (detail);
}

static void
iso_metric_detail_dispose (GObject *object)
{
  IsoMetricDetail *detail = ISO_METRIC_DETAIL (object);
  g_clear_pointer (&detail->epoch, iso_epoch_snapshot_unref);
  g_clear_object (&detail->session);
  G_OBJECT_CLASS (iso_metric_detail_parent_class)->dispose (object);
}

static void
iso_metric_detail_class_init (IsoMetricDetailClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_metric_detail_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_metric_detail_init (IsoMetricDetail *detail)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (detail), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (detail), 10);
  gtk_widget_add_css_class (GTK_WIDGET (detail), "metric-detail");
  gtk_accessible_update_property (GTK_ACCESSIBLE (detail), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The metric chosen"), -1);
  add_words (detail);
  add_switch (detail);
  add_classes (detail);
}
