#include "ui/plot/trial-row.h"

#include <glib/gi18n-lib.h>

#include "engine/train/parameters.h"
#include "ui/plot/spoken.h"
#include "ui/plot/trial-words.h"
#include "ui/plot/view-card.h"
#include "ui/plot/wrap-layout.h"

/* In the order of IsoTrialSliderKind. */
static const char *const keys[ISO_TRIAL_SLIDER_COUNT] = { "distill.omega", "distill.k",     "distill.tau",
                                                          "distill.tau_d", "distill.gamma", "distill.lambda" };
/* Pixels by which a slider may be longer where there is room. */
#define MOST_GROWTH 60

/* The row's two of the modes. */
static const IsoDistillMode modes[] = { ISO_DISTILL_PSD, ISO_DISTILL_OBDP };

struct _IsoTrialRow {
  GtkBox parent_instance;
  GtkWidget *controls, *mode_row;
  IsoTrialSlider *sliders[ISO_TRIAL_SLIDER_COUNT];
  GtkWidget *graph, *normalization;
  GtkWidget *bar, *before, *change, *take, *drop;
  GtkLabel *text;
  IsoXray *xray; /* or NULL */
  gulong chosen;
  gboolean showing; /* controls follow what holds */
};

G_DEFINE_FINAL_TYPE (IsoTrialRow, iso_trial_row, GTK_TYPE_BOX)

enum { BEFORE, CHANGE, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- showing what holds ---- */

static void
show_mode (IsoTrialRow *row, IsoDistillMode mode)
{
  GtkWidget *button = gtk_widget_get_first_child (row->mode_row);
  for (size_t i = 0; i < G_N_ELEMENTS (modes); i++, button = gtk_widget_get_next_sibling (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), modes[i] == mode);
}

static void
show_choice (IsoTrialRow *row, GtkWidget *choice, guint index, const char *key, const IsoDistillSettings *settings)
{
  IsoSettings all = { .distill = *settings };
  const char *reason = iso_trial_reason (key, settings, iso_xray_snapshot (row->xray));
  const IsoParameter *parameter = iso_parameter_find (key, &all, NULL);
  g_autofree char *tip = iso_trial_tooltip (parameter, reason);
  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)) != index)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), index);
  gtk_widget_set_sensitive (choice, reason == NULL);
  gtk_widget_set_tooltip_text (choice, tip);
}

static void
show_bar (IsoTrialRow *row, const IsoDistillSettings *settings, const IsoDistillSettings *run)
{
  gboolean has_trial = iso_xray_has_trial (row->xray);
  g_autofree char *difference = has_trial ? iso_trial_difference (settings, run) : NULL;
  g_autofree char *text = NULL;
  if (!has_trial)
    text = g_strdup (_("The run's settings. Move a slider to try others on this batch: the run goes on as it is."));
  else if (*difference == '\0')
    text = g_strdup (_("Trying the run's own settings"));
  else
    text = g_strdup_printf (_("Trying %s: not in the run"), difference);
  if (g_strcmp0 (gtk_label_get_text (row->text), text) != 0)
    gtk_label_set_text (row->text, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row->text), text);
  gtk_widget_set_visible (row->before, has_trial);
  gtk_widget_set_visible (row->change, has_trial);
  gtk_widget_set_visible (row->take, has_trial);
  gtk_widget_set_visible (row->drop, has_trial);
  if (has_trial)
    gtk_widget_add_css_class (row->bar, "trying");
  else
    gtk_widget_remove_css_class (row->bar, "trying");
  if (!has_trial)
    {
      iso_trial_row_set_before (row, FALSE);
      iso_trial_row_set_change (row, FALSE);
    }
}

static void
show (IsoTrialRow *row)
{
  const IsoBatchSnapshot *snapshot = iso_xray_snapshot (row->xray);
  IsoDistillSettings settings, run;
  iso_xray_get_settings (row->xray, &settings);
  iso_xray_get_run_settings (row->xray, &run);
  row->showing = TRUE;
  gtk_widget_set_sensitive (row->controls, snapshot != NULL);
  for (size_t i = 0; i < ISO_TRIAL_SLIDER_COUNT; i++)
    {
      if (snapshot != NULL)
        iso_trial_slider_set_batch (row->sliders[i], snapshot->B);
      iso_trial_slider_show (row->sliders[i], &settings, &run, iso_trial_reason (keys[i], &settings, snapshot));
    }
  show_mode (row, settings.mode);
  show_choice (row, row->graph, settings.graph, "distill.graph", &settings);
  show_choice (row, row->normalization, settings.normalization, "distill.normalization", &settings);
  show_bar (row, &settings, &run);
  row->showing = FALSE;
}

/* ---- trying ---- */

/* One setting becomes another; the rest is as it was tried, or as the run has it. */
static void
try_value (IsoTrialRow *row, const char *key, double value)
{
  const IsoBatchSnapshot *snapshot = row->xray != NULL ? iso_xray_snapshot (row->xray) : NULL;
  IsoSettings all;
  if (row->showing || snapshot == NULL)
    return;
  iso_settings_init (&all);
  iso_xray_get_settings (row->xray, &all.distill);
  if (!iso_settings_set_number (&all, iso_parameter_find (key, &all, NULL), value, NULL))
    return;
  iso_trial_reconcile (&all.distill, key, snapshot->B);
  iso_xray_set_trial (row->xray, &all.distill);
}

static void
slider_moved (IsoTrialSlider *slider, double value, IsoTrialRow *row)
{
  for (size_t i = 0; i < ISO_TRIAL_SLIDER_COUNT; i++)
    if (row->sliders[i] == slider)
      try_value (row, keys[i], value);
}

static void
mode_toggled (int index, gpointer data)
{
  try_value (data, "distill.mode", modes[index]);
}

static void
graph_selected (GtkDropDown *choice, GParamSpec *property, IsoTrialRow *row)
{
  try_value (row, "distill.graph", gtk_drop_down_get_selected (choice));
}

static void
normalization_selected (GtkDropDown *choice, GParamSpec *property, IsoTrialRow *row)
{
  try_value (row, "distill.normalization", gtk_drop_down_get_selected (choice));
}

static void
take_clicked (IsoTrialRow *row)
{
  if (row->xray != NULL)
    iso_xray_train_with (row->xray);
}

static void
drop_clicked (IsoTrialRow *row)
{
  if (row->xray != NULL)
    iso_xray_set_trial (row->xray, NULL);
}

static void
before_toggled (GtkToggleButton *toggle, IsoTrialRow *row)
{
  g_signal_emit (row, signals[BEFORE], 0, gtk_toggle_button_get_active (toggle));
}

static void
change_toggled (GtkToggleButton *toggle, IsoTrialRow *row)
{
  g_signal_emit (row, signals[CHANGE], 0, gtk_toggle_button_get_active (toggle));
}

static gboolean
escape_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  IsoTrialRow *row = ISO_TRIAL_ROW (widget);
  if (row->xray == NULL || !iso_xray_has_trial (row->xray))
    return GDK_EVENT_PROPAGATE;
  iso_xray_set_trial (row->xray, NULL);
  return GDK_EVENT_STOP;
}

/* ---- the object ---- */

static void
iso_trial_row_dispose (GObject *object)
{
  iso_trial_row_set_xray (ISO_TRIAL_ROW (object), NULL);
  G_OBJECT_CLASS (iso_trial_row_parent_class)->dispose (object);
}

static void
iso_trial_row_class_init (IsoTrialRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_trial_row_dispose;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_pressed, NULL);
  signals[BEFORE] = g_signal_new ("before", ISO_TYPE_TRIAL_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_BOOLEAN);
  signals[CHANGE] = g_signal_new ("change", ISO_TYPE_TRIAL_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_BOOLEAN);
}

/* A caption over a choice, as the sliders have theirs. */
static GtkWidget *
column_new (const char *caption, GtkWidget *choice)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *label = gtk_label_new (caption);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_set_halign (choice, GTK_ALIGN_START);
  gtk_widget_add_css_class (column, "trial-slider");
  gtk_box_append (GTK_BOX (column), label);
  gtk_box_append (GTK_BOX (column), choice);
  return column;
}

static GtkWidget *
choice_new (const char *key, GCallback selected, IsoTrialRow *row)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  const IsoParameter *parameter = iso_parameter_find (key, &settings, NULL);
  GtkStringList *names = gtk_string_list_new (NULL);
  for (size_t i = 0; parameter->titles[i] != NULL; i++)
    gtk_string_list_append (names, _(parameter->titles[i]));
  GtkWidget *choice = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  iso_speak_drop_down (GTK_DROP_DOWN (choice), _(parameter->title));
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(parameter->help), -1);
  g_signal_connect (choice, "notify::selected", selected, row);
  return choice;
}

static void
add_controls (IsoTrialRow *row)
{
  const char *const names[] = { _("PSD"), _("OBDP"), NULL };
  row->controls = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (row->controls, iso_wrap_layout_new_even (14, 6, MOST_GROWTH));
  row->mode_row = iso_choice_row_new (_("Mode"), names, 1, mode_toggled, row);
  row->graph = choice_new ("distill.graph", G_CALLBACK (graph_selected), row);
  row->normalization = choice_new ("distill.normalization", G_CALLBACK (normalization_selected), row);
  gtk_box_append (GTK_BOX (row->controls), column_new (_("Mode"), row->mode_row));
  for (size_t i = 0; i < ISO_TRIAL_SLIDER_COUNT; i++)
    {
      GtkWidget *slider = iso_trial_slider_new (keys[i]);
      row->sliders[i] = ISO_TRIAL_SLIDER (slider);
      g_signal_connect (slider, "moved", G_CALLBACK (slider_moved), row);
      gtk_box_append (GTK_BOX (row->controls), slider);
    }
  gtk_box_append (GTK_BOX (row->controls), column_new (_("Graph"), row->graph));
  gtk_box_append (GTK_BOX (row->controls), column_new (_("Transition"), row->normalization));
  gtk_box_append (GTK_BOX (row), row->controls);
}

static GtkWidget *
bar_button_new (IsoTrialRow *row, const char *label, const char *tip, void (*clicked) (IsoTrialRow *row))
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_set_tooltip_text (button, tip);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), row);
  return button;
}

static void
add_bar (IsoTrialRow *row)
{
  GtkWidget *text = gtk_label_new (NULL);
  row->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  row->text = GTK_LABEL (text);
  gtk_label_set_ellipsize (row->text, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (row->text, 0.0f);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (text, "numeric");
  row->before = gtk_toggle_button_new_with_label (_("Before"));
  gtk_widget_set_tooltip_text (row->before, _("Show the matrices under the run's settings, on the same color scales (hold v)"));
  g_signal_connect (row->before, "toggled", G_CALLBACK (before_toggled), row);
  row->change = gtk_toggle_button_new_with_label (_("Change"));
  gtk_widget_set_tooltip_text (row->change, _("Show what the trial changes: after less before, on a color scale about 0 (c)"));
  g_signal_connect (row->change, "toggled", G_CALLBACK (change_toggled), row);
  row->take = bar_button_new (row, _("Train with these"), _("The run goes by these settings from the next step on"), take_clicked);
  row->drop = bar_button_new (row, _("Back to the run"), _("Drop what was tried (Esc)"), drop_clicked);
  gtk_widget_add_css_class (row->bar, "card-bar");
  gtk_widget_add_css_class (row->take, "suggested-action");
  gtk_box_append (GTK_BOX (row->bar), text);
  gtk_box_append (GTK_BOX (row->bar), row->before);
  gtk_box_append (GTK_BOX (row->bar), row->change);
  gtk_box_append (GTK_BOX (row->bar), row->drop);
  gtk_box_append (GTK_BOX (row->bar), row->take);
  gtk_box_append (GTK_BOX (row), row->bar);
}

static void
iso_trial_row_init (IsoTrialRow *row)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (row), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (row), "trial-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Settings to try on this batch"), -1);
  row->showing = TRUE;
  add_controls (row);
  add_bar (row);
  row->showing = FALSE;
}

GtkWidget *
iso_trial_row_new (void)
{
  return g_object_new (ISO_TYPE_TRIAL_ROW, NULL);
}

void
iso_trial_row_set_xray (IsoTrialRow *row, IsoXray *xray)
{
  g_return_if_fail (ISO_IS_TRIAL_ROW (row) && (xray == NULL || ISO_IS_XRAY (xray)));
  if (xray == row->xray)
    return;
  if (row->xray != NULL)
    g_clear_signal_handler (&row->chosen, row->xray);
  g_clear_object (&row->xray);
  if (xray == NULL)
    return;
  row->xray = g_object_ref (xray);
  row->chosen = g_signal_connect_swapped (xray, "chosen", G_CALLBACK (show), row);
  show (row);
}

void
iso_trial_row_set_before (IsoTrialRow *row, gboolean before)
{
  gboolean may_be = row->xray != NULL && iso_xray_has_trial (row->xray);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->before), before && may_be);
}

void
iso_trial_row_set_change (IsoTrialRow *row, gboolean change)
{
  gboolean may_be = row->xray != NULL && iso_xray_has_trial (row->xray);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (row->change), change && may_be);
}

gboolean
iso_trial_row_change (IsoTrialRow *row)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (row->change));
}

IsoTrialSlider *
iso_trial_row_slider (IsoTrialRow *row, IsoTrialSliderKind kind)
{
  return row->sliders[kind];
}

const char *
iso_trial_row_text (IsoTrialRow *row)
{
  return gtk_label_get_text (row->text);
}
