/* The window of metrics: its rows, what it says before and after evaluations, the switch, the classes; and that nothing of it stays
 * behind. */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "engine/base/checked.h"
#include "tests/support/wait-for.h"
#include "ui/panel/metric-detail.h"
#include "ui/panel/metric-list.h"
#include "ui/plot/class-values.h"
#include "ui/window/metrics-window.h"
#include "ui/window/window-private.h"

typedef struct {
  IsoSession *session;
  IsoWindow *window;
  GtkWidget *metrics;
} Fixture;

/* The first of that type below, whose text it is where one is given. */
static GtkWidget *
find (GtkWidget *widget, GType type, const char *text)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && (text == NULL || (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
says (Fixture *fixture, const char *text)
{
  GtkWidget *label = find (fixture->metrics, GTK_TYPE_LABEL, text);
  return label != NULL && gtk_widget_get_mapped (label);
}

static IsoMetricList *
list_of (Fixture *fixture)
{
  return ISO_METRIC_LIST (find (fixture->metrics, ISO_TYPE_METRIC_LIST, NULL));
}

static GtkSwitch *
switch_of (Fixture *fixture)
{
  return GTK_SWITCH (find (fixture->metrics, GTK_TYPE_SWITCH, NULL));
}

static void
choose (Fixture *fixture, IsoMetricName metric)
{
  iso_metric_list_choose (list_of (fixture), (IsoScoreKey) { metric, metric == ISO_METRIC_RECALL });
}

static IsoMetricDetail *
detail_of (Fixture *fixture)
{
  return ISO_METRIC_DETAIL (find (fixture->metrics, ISO_TYPE_METRIC_DETAIL, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *const small[] = { "network.hidden=32", "network.embedding=8", "train.epochs=3", "data.validation=sample", NULL };
  fixture->session = iso_session_new ();
  g_assert_true (iso_session_set_all (fixture->session, small, NULL));
  fixture->window = iso_window_new (NULL, fixture->session, FALSE);
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_READY && iso_session_epoch (fixture->session) != NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.metrics", NULL));
  fixture->metrics = GTK_WIDGET (fixture->window->metrics);
  WAIT_FOR (gtk_widget_get_mapped (fixture->metrics));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer window = fixture->window, session = fixture->session, metrics = fixture->window->metrics;
  g_object_add_weak_pointer (window, &window);
  g_object_add_weak_pointer (session, &session);
  if (metrics != NULL)
    g_object_add_weak_pointer (metrics, &metrics);
  g_object_unref (fixture->session);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_FOR (window == NULL && metrics == NULL);
  WAIT_FOR (session == NULL);
}

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  GtkListBox *box = GTK_LIST_BOX (find (fixture->metrics, GTK_TYPE_LIST_BOX, NULL));
  static const char *const titles[] = { "Recall@1", "Recall@2", "Recall@4", "Recall@8", "MAP@R", "R-precision", "MAP", "MAP@1000",
                                        "NMI", "F1", "Distance within classes", "Distance between classes", "Within over between",
                                        "Spectral decay" };
  gtk_test_accessible_assert_property (box, GTK_ACCESSIBLE_PROPERTY_LABEL, "Metrics");
  for (size_t i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (box, (int) i);
      g_assert_nonnull (find (GTK_WIDGET (row), GTK_TYPE_LABEL, titles[i]));
    }
  g_assert_null (gtk_list_box_get_row_at_index (box, G_N_ELEMENTS (titles)));
  g_assert_true (says (fixture, "untrained network"));
  /* The numbers are those of the snapshot; spoken with their parts. */
  const IsoEpochSnapshot *epoch = iso_session_epoch (fixture->session);
  g_autofree char *spoken = g_strdup_printf ("MAP@R, Test %.3f, Validation %.3f, Training %.3f", epoch->test.map_at_r,
                                             epoch->validation.map_at_r, epoch->train.map_at_r);
  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (box, 4), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (box, 8), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "NMI, Test –, Validation –, Training –");
  /* Other ks, other rows; the choice stays. */
  choose (fixture, ISO_METRIC_MAP);
  g_assert_true (iso_session_set (fixture->session, "evaluate.ks", "10, 3", NULL));
  g_assert_nonnull (find (GTK_WIDGET (gtk_list_box_get_row_at_index (box, 2)), GTK_TYPE_LABEL, "Recall@10"));
  g_assert_nonnull (find (GTK_WIDGET (gtk_list_box_get_row_at_index (box, 3)), GTK_TYPE_LABEL, "MAP@R"));
  g_assert_cmpint (iso_metric_list_chosen (list_of (fixture)).metric, ==, ISO_METRIC_MAP);
}

/* One click on a row: the definition. */
static void
test_definitions (Fixture *fixture, gconstpointer data)
{
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    {
      const IsoMetric *metric = iso_metric ((IsoMetricName) name);
      g_autofree char *range = iso_metric_range_text (metric);
      g_autofree char *source = metric->paper == NULL ? g_strdup (range) : g_strdup_printf ("%s\n%s", range, metric->paper);
      choose (fixture, (IsoMetricName) name);
      g_assert_true (says (fixture, metric->definition));
      g_assert_true (says (fixture, metric->formula));
      g_assert_true (says (fixture, source));
    }
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  choose (fixture, ISO_METRIC_MAP_AT_R);
  g_assert_true (gtk_switch_get_active (switch_of (fixture)));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (switch_of (fixture))));
  choose (fixture, ISO_METRIC_NMI);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (switch_of (fixture))));
  g_assert_false (gtk_switch_get_active (switch_of (fixture)));
  gtk_test_accessible_assert_property (switch_of (fixture), GTK_ACCESSIBLE_PROPERTY_LABEL, "Compute this metric");
  gtk_switch_set_active (switch_of (fixture), TRUE);
  g_assert_cmpstr (iso_session_settings (fixture->session)->evaluate.metrics, ==, "recall, map@r, nmi");
  /* To look at another metric changes nothing. */
  choose (fixture, ISO_METRIC_F1);
  choose (fixture, ISO_METRIC_NMI);
  g_assert_cmpstr (iso_session_settings (fixture->session)->evaluate.metrics, ==, "recall, map@r, nmi");
  g_assert_true (gtk_switch_get_active (switch_of (fixture)));
  gtk_switch_set_active (switch_of (fixture), FALSE);
  g_assert_cmpstr (iso_session_settings (fixture->session)->evaluate.metrics, ==, "recall, map@r");
  /* It follows the settings. */
  g_assert_true (iso_session_set (fixture->session, "evaluate.metrics", "all", NULL));
  g_assert_true (gtk_switch_get_active (switch_of (fixture)));
  g_assert_true (iso_session_set (fixture->session, "evaluate.every", "4", NULL));
  g_assert_true (says (fixture, "After every 4 epochs, and after the last"));
}

static void
test_new_evaluations (Fixture *fixture, gconstpointer data)
{
  choose (fixture, ISO_METRIC_NMI);
  g_assert_true (says (fixture, "This metric is of all classes together: none has a value of its own."));
  choose (fixture, ISO_METRIC_INTRA);
  g_assert_true (says (fixture, "Not computed in the newest evaluation."));
  gtk_switch_set_active (switch_of (fixture), TRUE);
  g_assert_true (says (fixture, "The next evaluation computes it."));
  iso_session_start (fixture->session);
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_FINISHED && iso_session_epoch (fixture->session)->epoch == 3);
  g_assert_true (says (fixture, "after epoch 3"));
  GtkWidget *classes = find (fixture->metrics, ISO_TYPE_CLASS_VALUES, NULL);
  WAIT_FOR (find (classes, GTK_TYPE_LEVEL_BAR, NULL) != NULL);
  const IsoEpochSnapshot *epoch = iso_session_epoch (fixture->session);
  for (size_t c = 0; c < epoch->test_classes.class_count; c++)
    {
      const char *name = iso_dataset_class_name (epoch->experiment->dataset, (guint32) epoch->test_classes.class_labels[c]);
      g_autofree char *value = g_strdup_printf ("%.3f", epoch->test_classes.class_values[ISO_METRIC_INTRA][c]);
      GtkWidget *title = find (classes, GTK_TYPE_LABEL, name);
      g_assert_nonnull (title);
      GtkWidget *bar = gtk_widget_get_next_sibling (title);
      g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_next_sibling (bar))), ==, value);
      g_assert_true (fabs (gtk_level_bar_get_value (GTK_LEVEL_BAR (bar)) - g_ascii_strtod (value, NULL)) <= 5e-4);
      gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
    }
  g_autofree char *test = g_strdup_printf ("%.3f", epoch->test.values[ISO_METRIC_INTRA]);
  g_assert_true (says (fixture, test));
}

/* A run that is replaced takes its numbers along. */
static void
test_empty (Fixture *fixture, gconstpointer data)
{
  iso_metric_list_show (list_of (fixture), NULL);
  iso_metric_detail_show_epoch (detail_of (fixture), NULL);
  choose (fixture, ISO_METRIC_RECALL);
  g_assert_true (says (fixture, "The values appear with the first evaluation."));
  gtk_test_accessible_assert_property (gtk_list_box_get_row_at_index (GTK_LIST_BOX (find (fixture->metrics, GTK_TYPE_LIST_BOX, NULL)), 0),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "Recall@1, Test –");
  /* What the next run evaluates is shown again. */
  g_assert_true (iso_session_set (fixture->session, "data.validation", "none", NULL));
  iso_session_reset (fixture->session);
  WAIT_FOR (iso_session_state (fixture->session) == ISO_SESSION_READY && iso_session_epoch (fixture->session) != NULL);
  g_assert_false (says (fixture, "The values appear with the first evaluation."));
  g_assert_false (says (fixture, "Validation"));
  g_assert_true (says (fixture, "Training"));
}

static void
test_one_at_most (Fixture *fixture, gconstpointer data)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.metrics", NULL));
  g_assert_true (GTK_WIDGET (fixture->window->metrics) == fixture->metrics);
  g_assert_true (gtk_widget_activate_action (fixture->metrics, "window.close", NULL));
  WAIT_FOR (fixture->window->metrics == NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.metrics", NULL));
  g_assert_nonnull (fixture->window->metrics);
  fixture->metrics = GTK_WIDGET (fixture->window->metrics);
}

/* ---- the bars alone ---- */

static const char *
name_in_line (GtkWidget *list, guint line)
{
  GtkWidget *row = gtk_widget_get_first_child (find (list, GTK_TYPE_LIST_VIEW, NULL));
  while (line-- > 0)
    row = gtk_widget_get_next_sibling (row);
  return gtk_label_get_text (GTK_LABEL (find (row, GTK_TYPE_LABEL, NULL)));
}

static IsoDataset *
dataset_of (guint32 classes)
{
  float *values = iso_block_new (classes, 1, sizeof (float), "values", NULL);
  gint32 *labels = iso_block_new (classes, 1, sizeof (gint32), "labels", NULL);
  for (guint32 c = 0; c < classes; c++)
    {
      values[c] = 0.0f;
      labels[c] = (gint32) c;
    }
  g_autoptr (GError) error = NULL;
  IsoSampleShape shape = { 1, 1, 1, false };
  IsoDataset *dataset = iso_dataset_new ("classes", shape, classes, NULL, values, labels, NULL, classes, NULL, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
test_bars (void)
{
  GtkWidget *window = gtk_window_new (), *list = iso_class_values_new ();
  gint32 labels[] = { 0, 2, 3, 4 };
  guint32 sizes[] = { 5, 1, 7, 2 };
  double recall[] = { 0.5, 0.25, NAN, 1.0 }, intra[] = { 0.5, 0.25, NAN, 1.5 };
  IsoEvaluation evaluation = { .metrics = ISO_METRICS_ALL, .k_count = 1, .ks = { 1 }, .class_count = 4, .class_labels = labels,
                               .class_sizes = sizes, .class_recall = recall };
  g_autoptr (IsoDataset) dataset = dataset_of (5);
  evaluation.class_values[ISO_METRIC_INTRA] = intra;
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  iso_class_values_show (ISO_CLASS_VALUES (list), dataset, &evaluation, ISO_SCORE_RECALL_1, false);
  WAIT_FOR (find (list, GTK_TYPE_LEVEL_BAR, NULL) != NULL);
  g_assert_cmpfloat (iso_class_values_end (ISO_CLASS_VALUES (list)), ==, 1.0);
  g_assert_cmpstr (name_in_line (list, 1), ==, "2");
  /* Low is bad for recall, high for a distance within; what has no value is last. */
  iso_class_values_show (ISO_CLASS_VALUES (list), dataset, &evaluation, ISO_SCORE_RECALL_1, true);
  static const char *const by_recall[] = { "2", "0", "4", "3" }, *const by_intra[] = { "4", "0", "2", "3" };
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (name_in_line (list, i), ==, by_recall[i]);
  iso_class_values_show (ISO_CLASS_VALUES (list), dataset, &evaluation, (IsoScoreKey) { ISO_METRIC_INTRA, 0 }, true);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (name_in_line (list, i), ==, by_intra[i]);
  g_assert_cmpfloat (iso_class_values_end (ISO_CLASS_VALUES (list)), ==, 1.5);
  g_assert_nonnull (find (list, GTK_TYPE_LABEL, "–"));
  iso_class_values_show (ISO_CLASS_VALUES (list), dataset, NULL, ISO_SCORE_RECALL_1, false);
  WAIT_FOR (find (list, GTK_TYPE_LEVEL_BAR, NULL) == NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Thousands of classes: only those in sight have widgets. */
static void
test_many_classes (void)
{
  enum { CLASSES = 20000 };
  GtkWidget *window = gtk_window_new (), *list = iso_class_values_new ();
  g_autofree gint32 *labels = g_new (gint32, CLASSES);
  g_autofree guint32 *sizes = g_new (guint32, CLASSES);
  g_autofree double *values = g_new (double, CLASSES);
  g_autoptr (IsoDataset) dataset = dataset_of (CLASSES);
  IsoEvaluation evaluation = { .metrics = ISO_METRICS_ALL, .class_count = CLASSES, .class_labels = labels, .class_sizes = sizes };
  for (gint32 c = 0; c < CLASSES; c++)
    {
      labels[c] = c;
      sizes[c] = 1;
      values[c] = c / (double) CLASSES;
    }
  evaluation.class_values[ISO_METRIC_MAP] = values;
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  gtk_window_set_child (GTK_WINDOW (window), list);
  gtk_window_present (GTK_WINDOW (window));
  iso_class_values_show (ISO_CLASS_VALUES (list), dataset, &evaluation, (IsoScoreKey) { ISO_METRIC_MAP, 0 }, false);
  WAIT_FOR (find (list, GTK_TYPE_LEVEL_BAR, NULL) != NULL);
  guint lines = 0;
  GtkWidget *row = gtk_widget_get_first_child (find (list, GTK_TYPE_LIST_VIEW, NULL));
  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    lines++;
  g_assert_cmpuint (lines, <, 1000);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autofree char *config = g_dir_make_tmp ("isotherm-config-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/metrics-window/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("rows", test_rows);
  ADD ("definitions", test_definitions);
  ADD ("switch", test_switch);
  ADD ("new-evaluations", test_new_evaluations);
  ADD ("empty", test_empty);
  ADD ("one-at-most", test_one_at_most);
#undef ADD
  g_test_add_func ("/metrics-window/bars", test_bars);
  g_test_add_func ("/metrics-window/many-classes", test_many_classes);
  return g_test_run ();
}
