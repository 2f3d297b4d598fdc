#include "ui/panel/inspector.h"

#include <glib/gi18n-lib.h>

#include "engine/train/mined.h"
#include "ui/panel/inspector-origin.h"
#include "ui/panel/inspector-pair.h"
#include "ui/panel/inspector-parts.h"
#include "ui/panel/inspector-sample.h"
#include "ui/panel/pair-chooser.h"
#include "ui/panel/sample-words.h"
#include "ui/plot/latest-job.h"
#include "ui/plot/spoken.h"

struct _IsoInspector {
  GtkBox parent_instance;
  IsoXray *xray;
  IsoSampleChoice *choice;
  IsoExperiment *experiment;
  IsoLatestJob *job;
  GtkWidget *empty;
  GtkWidget *sample_part, *sample_heading, *let_go, *sample;
  GtkWidget *pair_part, *chooser, *note, *pair_body, *pair, *origin;
  int row, column; /* places in the batch of what is shown; −1: not there. A batch may hold a sample twice */
};

G_DEFINE_FINAL_TYPE (IsoInspector, iso_inspector, GTK_TYPE_BOX)

/* ---- what is looked at ---- */

static gboolean
is_picked (IsoInspector *inspector)
{
  return inspector->choice != NULL && iso_sample_choice_picked (inspector->choice).sample != ISO_NO_SAMPLE;
}

static IsoSamplePair
present_pair (IsoInspector *inspector)
{
  if (inspector->choice == NULL)
    return ISO_NO_PAIR;
  return is_picked (inspector) ? iso_sample_choice_picked (inspector->choice) : iso_sample_choice_pointed (inspector->choice);
}

static IsoXrayStages *
present_stages (IsoInspector *inspector)
{
  return inspector->xray != NULL ? iso_xray_stages (inspector->xray) : NULL;
}

static IsoDataset *
present_dataset (IsoInspector *inspector)
{
  return inspector->xray != NULL ? iso_xray_dataset (inspector->xray) : NULL;
}

/* Where the sample stands; the same place as before where the sample still stands there, for it may stand in two. */
static int
place_of (IsoInspector *inspector, guint32 sample, int before)
{
  const IsoXrayStages *stages = present_stages (inspector);
  if (stages == NULL || sample == ISO_NO_SAMPLE)
    return -1;
  if (before >= 0 && (size_t) before < stages->snapshot->B && stages->snapshot->indices[before] == sample)
    return before;
  return iso_xray_place_of (inspector->xray, sample);
}

static double
margin_of (IsoInspector *inspector)
{
  if (inspector->experiment == NULL)
    return ISO_MINED_MARGIN;
  const IsoSettings *settings = &inspector->experiment->settings;
  IsoLossName name = (IsoLossName) settings->loss.name;
  return iso_mined_margin (iso_loss_kind (name), settings->loss.parameters[name]);
}

/* ---- showing it ---- */

static void
show_sample (IsoInspector *inspector, IsoSamplePair pair)
{
  IsoDataset *dataset = present_dataset (inspector);
  g_autofree char *part = iso_sample_words (dataset, inspector->experiment, pair.sample);
  const IsoSampleLook look = { dataset, pair.sample, part, present_stages (inspector), inspector->choice, inspector->row,
                               inspector->column };
  gtk_label_set_text (GTK_LABEL (inspector->sample_heading), is_picked (inspector) ? _("Picked sample") : _("Sample pointed at"));
  gtk_widget_set_visible (inspector->let_go, is_picked (inspector));
  iso_inspector_sample_show (ISO_INSPECTOR_SAMPLE (inspector->sample), &look);
}

/* Why there is no pair, or what its numbers mean; NULL: they speak for themselves. */
static char *
note_of (IsoInspector *inspector, IsoSamplePair pair)
{
  if (pair.sample == ISO_NO_SAMPLE)
    return g_strdup (_("Or set row and column here."));
  if (pair.other == ISO_NO_SAMPLE)
    return g_strdup (_("Click a cell of a matrix, or set row and column here, to open a pair up."));
  if ((inspector->row < 0 || inspector->column < 0) && !iso_xray_is_frozen (inspector->xray))
    return g_strdup (_("Not both samples are in the batch looked at. Freeze a batch to keep its pairs in sight."));
  if (inspector->row < 0 || inspector->column < 0)
    return g_strdup (_("Not both samples are in the batch looked at."));
  if (present_stages (inspector)->is_trial)
    return g_strdup (_("Before → after: what the settings on trial make of it."));
  return NULL;
}

static void
show_pair (IsoInspector *inspector, IsoSamplePair pair, gboolean at_once)
{
  IsoXrayStages *stages = present_stages (inspector);
  g_autofree char *note = note_of (inspector, pair);
  iso_pair_chooser_show (ISO_PAIR_CHOOSER (inspector->chooser), stages->snapshot->B, inspector->row, inspector->column);
  iso_inspector_label_set (inspector->note, note);
  if (inspector->row >= 0 && inspector->column >= 0)
    iso_latest_job_request (inspector->job,
                            iso_pair_look_new (stages, (size_t) inspector->row, (size_t) inspector->column, margin_of (inspector)),
                            at_once);
  else
    {
      iso_latest_job_forget (inspector->job);
      gtk_widget_set_visible (inspector->pair_body, FALSE);
    }
}

static void
refresh (IsoInspector *inspector, gboolean at_once)
{
  IsoSamplePair pair = present_pair (inspector);
  IsoXrayStages *stages = present_stages (inspector);
  gboolean is_there = pair.sample != ISO_NO_SAMPLE, has_batch = stages != NULL && stages->snapshot->B > 0;
  if (!gtk_widget_get_mapped (GTK_WIDGET (inspector)))
    return;
  inspector->row = place_of (inspector, pair.sample, inspector->row);
  inspector->column = place_of (inspector, pair.other, inspector->column);
  gtk_widget_set_visible (inspector->empty, !is_there);
  gtk_label_set_text (GTK_LABEL (inspector->empty),
                      has_batch ? _("Click a cell of a matrix, or a point of the map, to open it up here.")
                                : _("Press Start (F5); then click a cell of a matrix, or a point of the map, to open it up here."));
  gtk_widget_set_visible (inspector->sample_part, is_there);
  gtk_widget_set_visible (inspector->pair_part, has_batch);
  if (is_there)
    show_sample (inspector, pair);
  if (has_batch)
    show_pair (inspector, pair, at_once);
  else
    iso_latest_job_forget (inspector->job);
}

static void
look_ready (gpointer result, const GError *error, gpointer data)
{
  IsoInspector *inspector = data;
  g_autoptr (IsoPairLook) look = result;
  if (look == NULL)
    return;
  iso_inspector_pair_show (ISO_INSPECTOR_PAIR (inspector->pair), look, present_dataset (inspector));
  iso_inspector_origin_show (ISO_INSPECTOR_ORIGIN (inspector->origin), look, present_dataset (inspector));
  gtk_widget_set_visible (inspector->pair_body, TRUE);
}

/* ---- what happens ---- */

static void
choice_changed (IsoInspector *inspector)
{
  refresh (inspector, TRUE);
}

static void
pointed_changed (IsoInspector *inspector)
{
  if (!is_picked (inspector))
    refresh (inspector, TRUE);
}

/* Batches stream in while training; a trial is waited for. */
static void
stages_changed (IsoInspector *inspector)
{
  refresh (inspector, iso_xray_has_trial (inspector->xray) || iso_xray_is_frozen (inspector->xray));
}

static void
pair_chosen (IsoInspector *inspector)
{
  const IsoXrayStages *stages = present_stages (inspector);
  size_t row, column;
  iso_pair_chooser_get (ISO_PAIR_CHOOSER (inspector->chooser), &row, &column);
  if (stages == NULL || inspector->choice == NULL || row >= stages->snapshot->B || column >= stages->snapshot->B)
    return;
  inspector->row = (int) row;
  inspector->column = (int) column;
  iso_sample_choice_pick (inspector->choice, stages->snapshot->indices[row], stages->snapshot->indices[column]);
  /* Another place of the same sample is no other pick. */
  refresh (inspector, TRUE);
}

static void
let_go (IsoInspector *inspector)
{
  if (inspector->choice != NULL)
    iso_sample_choice_pick (inspector->choice, ISO_NO_SAMPLE, ISO_NO_SAMPLE);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoInspector *inspector)
{
  if (key != GDK_KEY_Escape || !is_picked (inspector))
    return GDK_EVENT_PROPAGATE;
  let_go (inspector);
  return GDK_EVENT_STOP;
}

/* ---- the widget ---- */

static void
iso_inspector_map (GtkWidget *widget)
{
  IsoInspector *inspector = ISO_INSPECTOR (widget);
  GTK_WIDGET_CLASS (iso_inspector_parent_class)->map (widget);
  if (inspector->xray != NULL)
    iso_xray_watch (inspector->xray);
  refresh (inspector, TRUE);
}

static void
iso_inspector_unmap (GtkWidget *widget)
{
  IsoInspector *inspector = ISO_INSPECTOR (widget);
  if (inspector->xray != NULL)
    iso_xray_unwatch (inspector->xray);
  iso_latest_job_forget (inspector->job);
  GTK_WIDGET_CLASS (iso_inspector_parent_class)->unmap (widget);
}

static void
iso_inspector_dispose (GObject *object)
{
  IsoInspector *inspector = ISO_INSPECTOR (object);
  iso_inspector_set_xray (inspector, NULL);
  iso_inspector_set_choice (inspector, NULL);
  iso_inspector_set_experiment (inspector, NULL);
  g_clear_pointer (&inspector->job, iso_latest_job_free);
  G_OBJECT_CLASS (iso_inspector_parent_class)->dispose (object);
}

static void
iso_inspector_class_init (IsoInspectorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_inspector_dispose;
  widget_class->map = iso_inspector_map;
  widget_class->unmap = iso_inspector_unmap;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
sample_part_new (IsoInspector *inspector)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  inspector->sample_heading = iso_inspector_heading_new (NULL);
  inspector->let_go = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (inspector->let_go, "flat");
  gtk_widget_add_css_class (inspector->let_go, "card-button");
  gtk_widget_set_tooltip_text (inspector->let_go, _("Let go of it, and follow the pointer (Esc)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (inspector->let_go), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Let go of what was picked"),
                                  -1);
  g_signal_connect_swapped (inspector->let_go, "clicked", G_CALLBACK (let_go), inspector);
  inspector->sample = iso_inspector_sample_new ();
  gtk_box_append (GTK_BOX (line), inspector->sample_heading);
  gtk_box_append (GTK_BOX (line), inspector->let_go);
  gtk_box_append (GTK_BOX (part), line);
  gtk_box_append (GTK_BOX (part), inspector->sample);
  return part;
}

static GtkWidget *
pair_part_new (IsoInspector *inspector)
{
  GtkWidget *part = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  inspector->chooser = iso_pair_chooser_new ();
  g_signal_connect_swapped (inspector->chooser, "chosen", G_CALLBACK (pair_chosen), inspector);
  inspector->note = iso_inspector_label_new (NULL, 0.0f, TRUE);
  gtk_widget_add_css_class (inspector->note, "inspector-note");
  inspector->pair_body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  inspector->pair = iso_inspector_pair_new ();
  inspector->origin = iso_inspector_origin_new ();
  gtk_widget_set_visible (inspector->pair_body, FALSE);
  gtk_widget_add_css_class (line, "pair-line");
  gtk_box_append (GTK_BOX (line), iso_inspector_heading_new (_("Pair")));
  gtk_box_append (GTK_BOX (line), inspector->chooser);
  gtk_box_append (GTK_BOX (inspector->pair_body), inspector->pair);
  gtk_box_append (GTK_BOX (inspector->pair_body), inspector->origin);
  gtk_box_append (GTK_BOX (part), line);
  gtk_box_append (GTK_BOX (part), inspector->note);
  gtk_box_append (GTK_BOX (part), inspector->pair_body);
  return part;
}

static void
iso_inspector_init (IsoInspector *inspector)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();
  inspector->row = inspector->column = -1;
  inspector->job = iso_latest_job_new (iso_pair_look_compute, (GDestroyNotify) iso_pair_look_free, look_ready,
                                       (GDestroyNotify) iso_pair_look_free, inspector);
  inspector->empty = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (inspector->empty), TRUE);
  gtk_label_set_justify (GTK_LABEL (inspector->empty), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (inspector->empty), 26);
  gtk_widget_add_css_class (inspector->empty, "dim-label");
  gtk_widget_add_css_class (inspector->empty, "inspector-empty");
  inspector->sample_part = sample_part_new (inspector);
  inspector->pair_part = pair_part_new (inspector);
  gtk_widget_set_visible (inspector->sample_part, FALSE);
  gtk_widget_set_visible (inspector->pair_part, FALSE);
  gtk_box_append (GTK_BOX (body), inspector->empty);
  gtk_box_append (GTK_BOX (body), inspector->sample_part);
  gtk_box_append (GTK_BOX (body), inspector->pair_part);
  gtk_widget_add_css_class (body, "inspector-body");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), body);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_hexpand (scroller, TRUE);
  iso_speak_scroller (scroller, _("Inspector"));
  gtk_box_append (GTK_BOX (inspector), scroller);
  gtk_widget_add_css_class (GTK_WIDGET (inspector), "inspector");
  gtk_widget_set_size_request (GTK_WIDGET (inspector), ISO_INSPECTOR_WIDTH, -1);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), inspector);
  gtk_widget_add_controller (GTK_WIDGET (inspector), keys);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inspector), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Inspector"), -1);
}

GtkWidget *
iso_inspector_new (void)
{
  return g_object_new (ISO_TYPE_INSPECTOR, NULL);
}

void
iso_inspector_set_xray (IsoInspector *inspector, IsoXray *xray)
{
  gboolean is_mapped = gtk_widget_get_mapped (GTK_WIDGET (inspector));
  if (xray == inspector->xray)
    return;
  if (inspector->xray != NULL)
    {
      g_signal_handlers_disconnect_by_data (inspector->xray, inspector);
      if (is_mapped)
        iso_xray_unwatch (inspector->xray);
    }
  g_set_object (&inspector->xray, xray);
  if (xray != NULL)
    {
      g_signal_connect_swapped (xray, "stages", G_CALLBACK (stages_changed), inspector);
      g_signal_connect_swapped (xray, "chosen", G_CALLBACK (stages_changed), inspector);
      if (is_mapped)
        iso_xray_watch (xray);
    }
  refresh (inspector, TRUE);
}

void
iso_inspector_set_choice (IsoInspector *inspector, IsoSampleChoice *choice)
{
  if (choice == inspector->choice)
    return;
  if (inspector->choice != NULL)
    g_signal_handlers_disconnect_by_data (inspector->choice, inspector);
  g_set_object (&inspector->choice, choice);
  if (choice != NULL)
    {
      g_signal_connect_swapped (choice, "picked", G_CALLBACK (choice_changed), inspector);
      g_signal_connect_swapped (choice, "pointed", G_CALLBACK (pointed_changed), inspector);
    }
  refresh (inspector, TRUE);
}

void
iso_inspector_set_experiment (IsoInspector *inspector, IsoExperiment *experiment)
{
  if (experiment == inspector->experiment)
    return;
  if (experiment != NULL)
    iso_experiment_ref (experiment);
  g_clear_pointer (&inspector->experiment, iso_experiment_unref);
  inspector->experiment = experiment;
  refresh (inspector, TRUE);
}

void
iso_inspector_add_section (IsoInspector *inspector, const char *title, GtkWidget *widget)
{
  GtkWidget *card = iso_inspector_card_new ();
  gtk_box_append (GTK_BOX (card), widget);
  iso_inspector_sample_add (ISO_INSPECTOR_SAMPLE (inspector->sample), iso_inspector_heading_new (title));
  iso_inspector_sample_add (ISO_INSPECTOR_SAMPLE (inspector->sample), card);
}
