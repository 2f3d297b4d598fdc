/* The rows of the form. */
#include <glib/gi18n.h>

#include "engine/base/pool.h"
#include "engine/train/evaluation-choice.h"
#include "engine/train/parameters.h"
#include "ui/panel/sweep-form-private.h"
#include "ui/plot/spoken.h"
#include "ui/plot/view-card.h"

#define WIDTH 620
#define MOST_EPOCHS 100000
#define MOST_JOBS 64

/* ---- what is typed ---- */

static void
text_changed (GtkEditable *editable, IsoSweepForm *form)
{
  char **text = editable == form->name ? &form->draft->name : &form->draft->seeds;
  if (!form->is_filling && iso_sweep_text_set (text, gtk_editable_get_text (editable)))
    iso_sweep_form_edited (form);
}

static void
number_changed (GtkSpinButton *spin, IsoSweepForm *form)
{
  if (form->is_filling)
    return;
  g_autofree char *text = g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (spin));
  if (spin == form->points)
    iso_sweep_text_set (&form->draft->points, text);
  else if (spin == form->draw_seed)
    iso_sweep_text_set (&form->draft->draw_seed, text);
  else if (spin == form->epochs)
    form->draft->base.train.epochs = gtk_spin_button_get_value_as_int (spin);
  iso_sweep_form_edited (form);
}

static void
way_chosen (int index, gpointer data)
{
  IsoSweepForm *form = data;
  if (form->is_filling)
    return;
  form->draft->is_random = index == 1;
  iso_sweep_form_edited (form);
}

static void
validation_chosen (IsoSweepForm *form)
{
  if (form->is_filling)
    return;
  form->draft->base.data.validation = (int) gtk_drop_down_get_selected (form->validation);
  iso_sweep_form_edited (form);
}

static void
score_chosen (IsoSweepForm *form)
{
  guint place = gtk_drop_down_get_selected (form->choose);
  if (form->is_filling || place == GTK_INVALID_LIST_POSITION)
    return;
  iso_sweep_text_set (&form->draft->choose, gtk_string_list_get_string (form->scores, place));
  iso_sweep_form_edited (form);
}

static void
epoch_chosen (IsoSweepForm *form)
{
  if (form->is_filling)
    return;
  form->draft->takes_best = gtk_drop_down_get_selected (form->epoch) == 1;
  iso_sweep_form_edited (form);
}

static void
key_chosen (IsoSweepAddButton *button, const char *key, IsoSweepForm *form)
{
  iso_sweep_form_add (form, key);
  /* Its values are what is typed next. */
  if (form->rows->len > 0)
    gtk_widget_child_focus (form->rows->pdata[form->rows->len - 1], GTK_DIR_TAB_FORWARD);
}

static void
row_removed (IsoSweepChangeRow *row, IsoSweepForm *form)
{
  guint place;
  if (!g_ptr_array_find (form->rows, row, &place))
    return;
  iso_sweep_draft_remove (form->draft, place);
  iso_sweep_form_show (form);
  gtk_widget_grab_focus (GTK_WIDGET (form->add));
}

/* ---- what is shown ---- */

static void
say (GtkLabel *label, GtkWidget *field, char *problem)
{
  gtk_label_set_text (label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (label), problem != NULL);
  if (field != NULL && problem != NULL)
    gtk_widget_add_css_class (field, "error");
  else if (field != NULL)
    gtk_widget_remove_css_class (field, "error");
  g_free (problem);
}

void
iso_sweep_form_update (IsoSweepForm *form)
{
  const IsoSweepDraft *draft = form->draft;
  bool has_validation = draft->base.data.validation != ISO_VALIDATION_NONE;
  gtk_widget_set_visible (form->no_change, draft->changes->len == 0);
  gtk_widget_set_visible (form->drawn_row, draft->is_random);
  gtk_widget_set_visible (form->draw_seed_row, draft->is_random);
  gtk_widget_set_sensitive (GTK_WIDGET (form->choose_row), has_validation);
  gtk_widget_set_sensitive (GTK_WIDGET (form->epoch_row), has_validation || draft->takes_best);
  adw_action_row_set_subtitle (form->validation_row, has_validation
                                                         ? _("held out of the training part, so that the test part never chooses")
                                                         : _("without one nothing is chosen: the test part must not choose"));
  for (guint i = 0; i < form->rows->len; i++)
    iso_sweep_change_row_update (form->rows->pdata[i]);
  say (form->name_problem, NULL, draft->changes->len > 0 ? iso_sweep_draft_problem (draft, ISO_SWEEP_FIELD_NAME, 0) : NULL);
  say (form->seeds_problem, GTK_WIDGET (form->seeds), iso_sweep_draft_problem (draft, ISO_SWEEP_FIELD_SEEDS, 0));
  say (form->choose_problem, NULL, iso_sweep_draft_problem (draft, ISO_SWEEP_FIELD_CHOOSE, 0));
}

/* "sample · multi-similarity · OBDP" */
static char *
describe_base (const IsoSettings *base)
{
  g_autoptr (GString) text = g_string_new (NULL);
  static const char *const keys[] = { "loss.name", "distill.mode", "network.kind" };
  g_autofree char *source = g_path_get_basename (base->data.source);
  g_string_append (text, source);
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const IsoParameter *parameter = iso_parameter_find (keys[i], base, NULL);
      if (parameter == NULL)
        continue;
      g_string_append_printf (text, " · %s", _(parameter->titles[(int) iso_settings_get_number (base, parameter)]));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The scores that the runs evaluate. */
static void
fill_scores (IsoSweepForm *form)
{
  IsoMetricChoice choice;
  const char *names[ISO_SCORES_MAX + 1];
  guint count = 0, chosen = GTK_INVALID_LIST_POSITION;
  if (iso_evaluation_choice (&choice, &form->draft->base, NULL))
    for (int metric = 0; metric < ISO_METRIC_COUNT; metric++)
      for (size_t k = 0; (choice.metrics & ISO_METRIC_BIT (metric)) != 0 && k < (metric == ISO_METRIC_RECALL ? choice.k_count : 1); k++)
        names[count++] =
            iso_score_key_name ((IsoScoreKey){ (IsoMetricName) metric, metric == ISO_METRIC_RECALL ? choice.ks[k] : 0 });
  names[count] = NULL;
  gtk_string_list_splice (form->scores, 0, g_list_model_get_n_items (G_LIST_MODEL (form->scores)), names);
  for (guint i = 0; i < count; i++)
    if (g_strcmp0 (names[i], form->draft->choose) == 0)
      chosen = i;
  gtk_drop_down_set_selected (form->choose, chosen);
}

void
iso_sweep_form_fill_changes (IsoSweepForm *form)
{
  for (guint i = 0; i < form->rows->len; i++)
    gtk_list_box_remove (form->changes, gtk_widget_get_parent (form->rows->pdata[i]));
  g_ptr_array_set_size (form->rows, 0);
  for (guint i = 0; i < form->draft->changes->len; i++)
    {
      GtkWidget *row = iso_sweep_change_row_new (form->draft, i), *line = gtk_list_box_row_new ();
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line), row);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), FALSE);
      gtk_widget_set_focusable (line, FALSE);
      gtk_list_box_append (form->changes, line);
      g_ptr_array_add (form->rows, row);
      g_signal_connect_swapped (row, "edited", G_CALLBACK (iso_sweep_form_edited), form);
      g_signal_connect (row, "removed", G_CALLBACK (row_removed), form);
    }
  iso_sweep_add_button_fill (form->add, form->draft);
}

static void
show_text (GtkEditable *editable, const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (editable), text) != 0)
    gtk_editable_set_text (editable, text);
}

void
iso_sweep_form_fill (IsoSweepForm *form)
{
  const IsoSweepDraft *draft = form->draft;
  g_autofree char *base = describe_base (&draft->base);
  form->is_filling = TRUE;
  show_text (form->name, draft->name);
  show_text (form->seeds, draft->seeds);
  adw_action_row_set_subtitle (form->base_row, base);
  iso_choice_row_set_active (form->ways, draft->is_random ? 1 : 0);
  gtk_spin_button_set_value (form->points, g_ascii_strtod (draft->points, NULL));
  gtk_spin_button_set_value (form->draw_seed, g_ascii_strtod (draft->draw_seed, NULL));
  gtk_spin_button_set_value (form->epochs, draft->base.train.epochs);
  gtk_drop_down_set_selected (form->validation, (guint) draft->base.data.validation);
  gtk_drop_down_set_selected (form->epoch, draft->takes_best ? 1 : 0);
  fill_scores (form);
  iso_sweep_form_fill_changes (form);
  form->is_filling = FALSE;
}

/* ---- building ---- */

static GtkListBox *
list_new (IsoSweepForm *form, GtkWidget *parent, const char *heading, GtkWidget *suffix)
{
  GtkWidget *group = adw_preferences_group_new (), *list = gtk_list_box_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), heading);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), suffix);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), list);
  gtk_box_append (GTK_BOX (parent), group);
  return GTK_LIST_BOX (list);
}

static AdwActionRow *
row_new (GtkListBox *list, const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();
  /* What stays has the name of a folder in it. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  if (!GTK_IS_DROP_DOWN (control))
    gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  else
    iso_speak_drop_down (GTK_DROP_DOWN (control), title);
  gtk_list_box_append (list, row);
  return ADW_ACTION_ROW (row);
}

/* A line below the rows, for what is wrong with one. */
static GtkLabel *
problem_new (GtkListBox *list)
{
  GtkWidget *label = gtk_label_new (NULL), *group = gtk_widget_get_ancestor (GTK_WIDGET (list), ADW_TYPE_PREFERENCES_GROUP);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "row-refusal");
  gtk_widget_set_visible (label, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), label);
  return GTK_LABEL (label);
}

static GtkSpinButton *
spin_new (IsoSweepForm *form, double least, double most)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (least, most, 1.0);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 7);
  g_signal_connect (spin, "value-changed", G_CALLBACK (number_changed), form);
  return GTK_SPIN_BUTTON (spin);
}

static void
build_names (IsoSweepForm *form, GtkWidget *parent)
{
  GtkListBox *list = list_new (form, parent, _("Sweep"), NULL);
  GtkWidget *name = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (name), 24);
  form->name = GTK_EDITABLE (name);
  row_new (list, _("Name"), _("its runs are kept under it"), name);
  form->present_button = gtk_button_new_with_label (_("As in the Window Now"));
  form->base_row = row_new (list, _("What stays"), "", form->present_button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (form->present_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("As in the Window Now"), -1);
  gtk_widget_set_tooltip_text (form->present_button, _("All other settings become those of the main window"));
  form->name_problem = problem_new (list);
  g_signal_connect (form->name, "changed", G_CALLBACK (text_changed), form);
  g_signal_connect_swapped (form->present_button, "clicked", G_CALLBACK (iso_sweep_form_take_present), form);
}

static void
build_changes (IsoSweepForm *form, GtkWidget *parent)
{
  const char *const ways[] = { _("all combinations"), _("drawn at random"), NULL };
  GtkWidget *suffix = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  form->add = ISO_SWEEP_ADD_BUTTON (iso_sweep_add_button_new ());
  form->ways = iso_choice_row_new (_("Which settings"), ways, 0, way_chosen, form);
  gtk_widget_set_valign (GTK_WIDGET (form->add), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (suffix), form->ways);
  gtk_box_append (GTK_BOX (suffix), GTK_WIDGET (form->add));
  g_signal_connect (form->add, "chosen", G_CALLBACK (key_chosen), form);
  form->changes = list_new (form, parent, _("What changes"), suffix);
  form->points = spin_new (form, 1.0, ISO_SWEEP_MOST_POINTS);
  form->draw_seed = spin_new (form, 0.0, G_MAXINT32);
  form->drawn_row = GTK_WIDGET (row_new (form->changes, _("Settings drawn"), NULL, GTK_WIDGET (form->points)));
  form->draw_seed_row =
      GTK_WIDGET (row_new (form->changes, _("Seed of the draw"), _("another one draws others"), GTK_WIDGET (form->draw_seed)));
  GtkWidget *empty = gtk_label_new (_("Nothing changes yet: add the parameters to try values of."));
  gtk_label_set_wrap (GTK_LABEL (empty), TRUE);
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_widget_add_css_class (empty, "sweep-change");
  form->no_change = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (form->no_change), empty);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (form->no_change), FALSE);
  gtk_widget_set_focusable (form->no_change, FALSE);
  gtk_list_box_append (form->changes, form->no_change);
}

static void
build_runs (IsoSweepForm *form, GtkWidget *parent)
{
  GtkListBox *list = list_new (form, parent, _("Runs"), NULL);
  GtkWidget *seeds = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (seeds), 12);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (seeds), 18);
  form->seeds = GTK_EDITABLE (seeds);
  form->epochs = spin_new (form, 1.0, MOST_EPOCHS);
  form->jobs = spin_new (form, 1.0, MOST_JOBS);
  form->is_filling = TRUE;
  gtk_spin_button_set_value (form->jobs, iso_core_count ());
  form->is_filling = FALSE;
  row_new (list, _("Seeds"), _("each setting is run with every one: 1, 2, 3 or 1…5"), seeds);
  row_new (list, _("Epochs of each run"), NULL, GTK_WIDGET (form->epochs));
  row_new (list, _("Runs at once"), _("one for each core leaves none idle"), GTK_WIDGET (form->jobs));
  form->retries = GTK_SWITCH (gtk_switch_new ());
  row_new (list, _("Failed runs again"), _("when a sweep is started once more; those that are done never are"), GTK_WIDGET (form->retries));
  form->seeds_problem = problem_new (list);
  g_signal_connect (form->seeds, "changed", G_CALLBACK (text_changed), form);
}

static GtkDropDown *
drop_down_new (const char *const *titles)
{
  return GTK_DROP_DOWN (gtk_drop_down_new_from_strings (titles));
}

static void
build_choice (IsoSweepForm *form, GtkWidget *parent)
{
  GtkListBox *list = list_new (form, parent, _("The choice"), NULL);
  const char *const epochs[] = { _("last"), _("best"), NULL };
  const IsoParameter *validation = iso_parameter_find ("data.validation", &form->draft->base, NULL);
  const char *titles[8] = { NULL };
  for (size_t i = 0; validation->titles[i] != NULL && i < G_N_ELEMENTS (titles) - 1; i++)
    titles[i] = _(validation->titles[i]);
  form->validation = drop_down_new (titles);
  form->scores = gtk_string_list_new (NULL);
  form->choose = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (form->scores), NULL));
  form->epoch = drop_down_new (epochs);
  form->validation_row = row_new (list, _("Validation part"), "", GTK_WIDGET (form->validation));
  form->choose_row = row_new (list, _("Chosen by"), _("the mean over the seeds, on the validation part"), GTK_WIDGET (form->choose));
  form->epoch_row = row_new (list, _("Epoch that counts"), _("of each run"), GTK_WIDGET (form->epoch));
  form->choose_problem = problem_new (list);
  g_signal_connect_swapped (form->validation, "notify::selected", G_CALLBACK (validation_chosen), form);
  g_signal_connect_swapped (form->choose, "notify::selected", G_CALLBACK (score_chosen), form);
  g_signal_connect_swapped (form->epoch, "notify::selected", G_CALLBACK (epoch_chosen), form);
}

void
iso_sweep_form_build (IsoSweepForm *form)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18), *clamp = adw_clamp_new (), *scroller = gtk_scrolled_window_new ();
  gtk_widget_add_css_class (box, "sweep-form");
  build_names (form, box);
  build_changes (form, box);
  build_runs (form, box);
  build_choice (form, box);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  iso_speak_scroller (scroller, _("How the sweep is set up"));
  gtk_box_append (GTK_BOX (form), scroller);
}
