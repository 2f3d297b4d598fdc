/* The setup panel: made from the table, true to the session, and honest about what it refuses. */
#include <string.h>

#include "engine/train/rules.h"
#include "tests/support/panel-fixture.h"
#include "ui/panel/choice-list.h"
#include "ui/panel/map-settings.h"
#include "ui/panel/parameter-group.h"
#include "ui/panel/parameter-row-private.h"
#include "ui/panel/value-grid.h"
#include "ui/session/plain-words.h"

static GtkWidget *
reset_button (IsoParameterRow *row)
{
  GtkWidget *button = test_find_styled (GTK_WIDGET (row), GTK_TYPE_BUTTON, "row-reset");
  g_assert_nonnull (button);
  return button;
}

static void
type_value (IsoParameterRow *row, const char *text)
{
  GtkWidget *entry = test_find_styled (GTK_WIDGET (row), GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

static const char *
shown_value (IsoParameterRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (test_find_styled (GTK_WIDGET (row), GTK_TYPE_ENTRY, NULL)));
}

static void
test_every_entry_has_a_row (Fixture *fixture, gconstpointer data)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      IsoParameterRow *row = iso_setup_panel_row (fixture->panel, &table[i]);
      g_test_message ("%s", table[i].key);
      /* How the map is made is set where the map is. */
      if (g_str_has_prefix (table[i].key, "projection."))
        {
          g_assert_null (row);
          continue;
        }
      g_assert_nonnull (row);
      g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row))
                     == iso_parameter_applies (&table[i], iso_session_settings (fixture->session)));
      gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, iso_parameter_row_name (row));
      g_assert_nonnull (iso_parameter_row_control (row));
      gtk_test_accessible_assert_property (iso_parameter_row_control (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           iso_parameter_row_name (row));
      g_assert_nonnull (gtk_widget_get_tooltip_text (GTK_WIDGET (row)));
    }
}

/* Rows of parameters below root: those in sight under the present settings, and all. */
static void
count_rows (GtkWidget *root, guint *visible, guint *all)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (ISO_IS_PARAMETER_ROW (child))
      {
        (*all)++;
        *visible += gtk_widget_get_visible (child);
      }
    else
      count_rows (child, visible, all);
}

/* The map's own: each entry of its group but the method, in sight where it plays a part. */
static void
test_map_settings (Fixture *fixture, gconstpointer data)
{
  GtkWidget *settings = g_object_ref_sink (iso_map_settings_new (fixture->session));
  static const char *const methods[] = { "pca", "tsne", "umap" };
  for (size_t m = 0; m < G_N_ELEMENTS (methods); m++)
    {
      size_t count, expected = 0, in_all = 0;
      guint visible = 0, all = 0;
      g_assert_true (iso_session_set (fixture->session, "projection.method", methods[m], NULL));
      const IsoParameter *table = iso_parameters (&count);
      for (size_t i = 0; i < count; i++)
        if (iso_map_settings_shows (&table[i]) && !g_str_equal (table[i].key, "projection.method"))
          {
            in_all++;
            expected += iso_parameter_applies (&table[i], iso_session_settings (fixture->session));
          }
      count_rows (settings, &visible, &all);
      g_assert_cmpuint (all, ==, in_all);
      g_assert_cmpuint (visible, ==, expected);
    }
  g_object_unref (settings);
}

static void
test_slider_sets_the_value (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *row = row_of (fixture, "distill.omega");
  GtkRange *slider = GTK_RANGE (test_find_styled (GTK_WIDGET (row), GTK_TYPE_RANGE, NULL));
  gtk_range_set_value (slider, 30.0);
  g_autoptr (IsoValueGrid) grid = iso_value_grid_new (iso_parameter_row_parameter (row));
  g_assert_cmpfloat (value_of (fixture, "distill.omega"), ==, iso_value_grid_value (grid, 30));
  g_assert_cmpstr (shown_value (row), ==, "0.30");
  /* A change from elsewhere moves the slider. */
  g_assert_true (iso_session_set (fixture->session, "distill.omega", "0.5", NULL));
  g_assert_cmpfloat (gtk_range_get_value (slider), ==, 50.0);
  g_assert_cmpstr (shown_value (row), ==, "0.50");
}

/* The kind is chosen first; only then is there a row for the file. */
static void
test_teacher_from_a_file (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *file = row_of (fixture, "teacher.checkpoint"), *decay = row_of (fixture, "teacher.decay");
  g_autoptr (GError) error = NULL;
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (file)) || gtk_widget_get_visible (GTK_WIDGET (decay)));
  g_assert_true (iso_session_set (fixture->session, "teacher.kind", "moving-average", &error));
  g_assert_true (!gtk_widget_get_visible (GTK_WIDGET (file)) && gtk_widget_get_visible (GTK_WIDGET (decay)));
  g_assert_true (iso_session_set (fixture->session, "teacher.kind", "checkpoint", &error));
  g_assert_no_error (error);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (file)) && !gtk_widget_get_visible (GTK_WIDGET (decay)));
  type_value (file, "/no/such/file");
  g_assert_cmpstr (iso_session_settings (fixture->session)->teacher.checkpoint, ==, "/no/such/file");
  /* A button takes the path away again, and goes with it. */
  GtkWidget *clear = test_find_styled (GTK_WIDGET (file), GTK_TYPE_BUTTON, "row-button");
  gtk_test_accessible_assert_property (clear, GTK_ACCESSIBLE_PROPERTY_LABEL, "No file: Weights");
  g_assert_true (gtk_widget_get_visible (clear));
  g_signal_emit_by_name (clear, "clicked");
  g_assert_cmpstr (iso_session_settings (fixture->session)->teacher.checkpoint, ==, "");
  g_assert_cmpstr (shown_value (file), ==, "");
  g_assert_false (gtk_widget_get_visible (clear));
  GtkWidget *choose = gtk_widget_get_next_sibling (clear);
  gtk_test_accessible_assert_property (choose, GTK_ACCESSIBLE_PROPERTY_LABEL, "Choose a file: Weights");
  g_assert_true (iso_session_set (fixture->session, "distill.mode", "none", &error));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (file)));
}

/* What is dropped is what is typed; what has no path here is refused. */
static void
test_a_file_is_dropped (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *row = row_of (fixture, "teacher.checkpoint");
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (row));
  GtkEventController *target = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      target = GTK_IS_DROP_TARGET (controller) ? controller : target;
    }
  g_assert_nonnull (target);
  const char *const places[] = { "file:///some/weights.safetensors", "resource:///org/isotherm/nothing" };
  for (guint i = 0; i < 2; i++)
    {
      GValue value = G_VALUE_INIT;
      gboolean taken = FALSE;
      g_value_init (&value, G_TYPE_FILE);
      g_value_take_object (&value, g_file_new_for_uri (places[i]));
      g_signal_emit_by_name (target, "drop", &value, 0.0, 0.0, &taken);
      g_value_unset (&value);
      g_assert_true (taken == (i == 0));
      g_assert_cmpstr (iso_session_settings (fixture->session)->teacher.checkpoint, ==, "/some/weights.safetensors");
      g_assert_true ((iso_parameter_row_refusal (row) != NULL) == (i == 1));
    }
}

static void
test_slider_skips_what_does_not_fit (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *row = row_of (fixture, "batch.samples_per_class");
  GtkRange *slider = GTK_RANGE (test_find_styled (GTK_WIDGET (row), GTK_TYPE_RANGE, NULL));
  g_assert_cmpfloat (value_of (fixture, "batch.samples_per_class"), ==, 4.0);
  gtk_range_set_value (slider, gtk_range_get_value (slider) + 1.0);
  /* 112 is no multiple of 5 or 6. */
  g_assert_cmpfloat (value_of (fixture, "batch.samples_per_class"), ==, 7.0);
  gtk_range_set_value (slider, gtk_range_get_value (slider) - 1.0);
  g_assert_cmpfloat (value_of (fixture, "batch.samples_per_class"), ==, 4.0);
}

static void
test_typed_values (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *row = row_of (fixture, "distill.omega");
  type_value (row, " 0.123 ");
  g_assert_cmpfloat (value_of (fixture, "distill.omega"), ==, 0.123);
  g_assert_cmpstr (shown_value (row), ==, "0.123");
  g_assert_null (iso_parameter_row_refusal (row));
  /* ω = 1 is excluded: the engine says so, the old value stays. */
  type_value (row, "1");
  g_assert_cmpfloat (value_of (fixture, "distill.omega"), ==, 0.123);
  g_assert_cmpstr (shown_value (row), ==, "0.123");
  g_autoptr (GError) error = NULL;
  g_assert_false (iso_session_set (fixture->session, "distill.omega", "1", &error));
  g_assert_cmpstr (iso_parameter_row_refusal (row), ==, error->message);
  gtk_test_accessible_assert_state (iso_parameter_row_control (row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  type_value (row, "nonsense");
  g_assert_cmpfloat (value_of (fixture, "distill.omega"), ==, 0.123);
  g_assert_nonnull (iso_parameter_row_refusal (row));
  type_value (row, "0.7");
  g_assert_null (iso_parameter_row_refusal (row));
  gtk_test_accessible_assert_state (iso_parameter_row_control (row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);
}

static void
test_reset (Fixture *fixture, gconstpointer data)
{
  static const char *const changes[][2] = { { "distill.omega", "0.33" }, { "distill.mode", "psd" }, { "distill.k", "4" },
                                            { "batch.with_replacement", "off" }, { "network.hidden", "32" } };
  for (size_t i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      IsoParameterRow *row = row_of (fixture, changes[i][0]);
      g_autofree char *before = iso_settings_format (iso_session_settings (fixture->session), iso_parameter_row_parameter (row));
      g_assert_false (gtk_widget_get_visible (reset_button (row)));
      g_assert_true (iso_session_set (fixture->session, changes[i][0], changes[i][1], NULL));
      g_assert_true (gtk_widget_get_visible (reset_button (row)));
      g_signal_emit_by_name (reset_button (row), "clicked");
      g_autofree char *after = iso_settings_format (iso_session_settings (fixture->session), iso_parameter_row_parameter (row));
      g_assert_cmpstr (after, ==, before);
      g_assert_false (gtk_widget_get_visible (reset_button (row)));
    }
}

static void
test_start_moves_with_a_preset (Fixture *fixture, gconstpointer data)
{
  g_assert_true (iso_session_apply_preset (fixture->session, "paper-cars196", NULL));
  g_assert_true (gtk_widget_get_visible (reset_button (row_of (fixture, "distill.omega"))));
  iso_setup_panel_take_start (fixture->panel);
  g_assert_false (gtk_widget_get_visible (reset_button (row_of (fixture, "distill.omega"))));
}

static void
test_loss_brings_its_rows (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *sharpness = row_of (fixture, "loss.alpha");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (sharpness)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (row_of (fixture, "miner.name"))));
  GtkDropDown *list = GTK_DROP_DOWN (iso_parameter_row_control (row_of (fixture, "loss.name")));
  gtk_drop_down_set_selected (list, ISO_LOSS_TRIPLET);
  g_assert_cmpfloat (value_of (fixture, "loss.name"), ==, ISO_LOSS_TRIPLET);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (sharpness)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row_of (fixture, "loss.margin"))));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (row_of (fixture, "miner.name"))));
}

static void
test_refused_choice (Fixture *fixture, gconstpointer data)
{
  IsoParameterRow *row = row_of (fixture, "distill.normalization");
  GtkDropDown *list = GTK_DROP_DOWN (iso_parameter_row_control (row));
  /* Symmetric wants an undirected graph. */
  gtk_drop_down_set_selected (list, ISO_TRANSITION_SYMMETRIC);
  g_assert_cmpfloat (value_of (fixture, "distill.normalization"), ==, ISO_TRANSITION_SOFTMAX);
  g_assert_cmpuint (gtk_drop_down_get_selected (list), ==, ISO_TRANSITION_SOFTMAX);
  g_assert_nonnull (iso_parameter_row_refusal (row));
}

static const char *
reason_of (Fixture *fixture, const char *key, guint choice)
{
  return iso_choice_list_reason (GTK_DROP_DOWN (iso_parameter_row_control (row_of (fixture, key))), choice);
}

/* What cannot be chosen says why before anybody tries, in the engine's words, and only as long as it is so. */
static void
test_conflicts_are_shown (Fixture *fixture, gconstpointer data)
{
  g_assert_nonnull (reason_of (fixture, "distill.normalization", ISO_TRANSITION_SYMMETRIC));
  g_assert_true (iso_session_set (fixture->session, "distill.graph", "union", NULL));
  g_assert_null (reason_of (fixture, "distill.normalization", ISO_TRANSITION_SYMMETRIC));
  g_assert_true (iso_session_set (fixture->session, "distill.normalization", "symmetric", NULL));
  g_assert_nonnull (reason_of (fixture, "distill.graph", ISO_GRAPH_DIRECTED));
  g_assert_null (reason_of (fixture, "distill.graph", ISO_GRAPH_MUTUAL));

  g_assert_null (reason_of (fixture, "loss.name", ISO_LOSS_QUADRUPLET));
  g_assert_true (iso_session_set (fixture->session, "batch.size", "8", NULL));
  g_autofree char *reason = iso_settings_conflict (iso_session_settings (fixture->session), NULL, "loss.name", "quadruplet");
  g_autofree char *plain = iso_plain_words (reason);
  g_assert_cmpstr (reason_of (fixture, "loss.name", ISO_LOSS_QUADRUPLET), ==, plain);
  g_assert_null (reason_of (fixture, "loss.name", ISO_LOSS_TRIPLET));
  g_assert_true (iso_session_set (fixture->session, "memory.size", "100", NULL));
  g_assert_nonnull (reason_of (fixture, "loss.name", ISO_LOSS_TRIPLET));
  g_assert_null (reason_of (fixture, "loss.name", ISO_LOSS_CIRCLE));
  /* One that got past the list all the same is not applied. */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (iso_parameter_row_control (row_of (fixture, "loss.name"))), ISO_LOSS_TRIPLET);
  g_assert_cmpfloat (value_of (fixture, "loss.name"), ==, ISO_LOSS_MULTI_SIMILARITY);
  g_assert_nonnull (iso_parameter_row_refusal (row_of (fixture, "loss.name")));
}

/* Toggles that cannot be pressed say why in their tooltip. */
static void
test_conflicting_toggle (Fixture *fixture, gconstpointer data)
{
  static const char *const changes[] = { "distill.mode=psd", "distill.normalization=symmetric", "distill.graph=directed",
                                         "distill.k=10", NULL };
  GtkWidget *toggle = gtk_widget_get_first_child (iso_parameter_row_control (row_of (fixture, "distill.mode")));
  for (int i = 0; i < ISO_DISTILL_OBDP; i++)
    toggle = gtk_widget_get_next_sibling (toggle);
  g_assert_true (gtk_widget_get_sensitive (toggle));
  g_assert_true (iso_session_set_all (fixture->session, changes, NULL));
  g_assert_false (gtk_widget_get_sensitive (toggle));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (toggle), "undirected"));
  g_assert_true (iso_session_set (fixture->session, "distill.graph", "union", NULL));
  g_assert_true (gtk_widget_get_sensitive (toggle));
  g_assert_null (gtk_widget_get_tooltip_text (toggle));
}

/* Rules about the data hold as soon as these are there, before anything is reset. */
static void
test_conflicts_with_data (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = g_object_ref_sink (gtk_window_new ());
  iso_session_attach (fixture->session, window);
  gtk_widget_show (window);
  while (iso_session_experiment (fixture->session) == NULL)
    g_main_context_iteration (NULL, TRUE);
  size_t classes = iso_session_experiment (fixture->session)->class_count;
  g_autofree char *few = g_strdup_printf ("%zu", 2 * classes - 2), *enough = g_strdup_printf ("%zu", 2 * classes);
  g_assert_true (iso_session_set (fixture->session, "batch.samples_per_class", "2", NULL));
  g_assert_true (iso_session_set (fixture->session, "batch.size", few, NULL));
  g_assert_nonnull (reason_of (fixture, "batch.sampler", ISO_SAMPLER_BALANCED));
  g_assert_null (reason_of (fixture, "batch.sampler", ISO_SAMPLER_RANDOM));
  g_autoptr (GError) error = NULL;
  g_assert_false (iso_session_set (fixture->session, "batch.sampler", "balanced", &error));
  g_assert_true (iso_session_set (fixture->session, "batch.size", enough, NULL));
  g_assert_null (reason_of (fixture, "batch.sampler", ISO_SAMPLER_BALANCED));
  /* By class half of them train: then fewer samples are enough. */
  g_assert_true (iso_session_set (fixture->session, "data.split", "class", NULL));
  g_assert_true (iso_session_set (fixture->session, "batch.size", few, NULL));
  g_assert_null (reason_of (fixture, "batch.sampler", ISO_SAMPLER_BALANCED));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
}

static void
test_toggles (Fixture *fixture, gconstpointer data)
{
  GtkWidget *toggles = iso_parameter_row_control (row_of (fixture, "distill.mode"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (toggles)), TRUE);
  g_assert_cmpfloat (value_of (fixture, "distill.mode"), ==, ISO_DISTILL_NONE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (row_of (fixture, "distill.omega"))));
}

static void
test_folding (Fixture *fixture, gconstpointer data)
{
  static const char *const groups[] = { "data", "train", NULL };
  iso_setup_panel_fold (fixture->panel, groups);
  g_auto (GStrv) folded = iso_setup_panel_folded (fixture->panel);
  g_assert_true (g_strv_equal ((const char *const *) folded, groups));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, function) g_test_add ("/setup-panel/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("rows", test_every_entry_has_a_row);
  ADD ("map-settings", test_map_settings);
  ADD ("teacher-from-a-file", test_teacher_from_a_file);
  ADD ("a-file-is-dropped", test_a_file_is_dropped);
  ADD ("slider", test_slider_sets_the_value);
  ADD ("slider-skips", test_slider_skips_what_does_not_fit);
  ADD ("typed", test_typed_values);
  ADD ("reset", test_reset);
  ADD ("start", test_start_moves_with_a_preset);
  ADD ("loss", test_loss_brings_its_rows);
  ADD ("refused-choice", test_refused_choice);
  ADD ("conflicts", test_conflicts_are_shown);
  ADD ("conflicting-toggle", test_conflicting_toggle);
  ADD ("conflicts-with-data", test_conflicts_with_data);
  ADD ("toggles", test_toggles);
  ADD ("folding", test_folding);
#undef ADD
  return g_test_run ();
}
