/* The command palette: what is found by what is typed, what choosing does; and the presentation. */
#include <adwaita.h>

#include "engine/train/parameters.h"
#include "tests/support/widgets.h"
#include "tests/support/window-fixture.h"
#include "ui/window/action-table.h"
#include "ui/window/palette-assign.h"
#include "ui/window/palette-match.h"

/* ---- matching ---- */

static double
score (const char *query, const char *name)
{
  g_autofree char *folded_query = iso_palette_fold (query), *folded_name = iso_palette_fold (name);
  return iso_palette_score (folded_query, folded_name);
}

static void
test_folding (void)
{
  static const char *const cases[][2] = {
    { "Diffusion ω", "diffusion omega" }, { "Diffusion Ω", "diffusion omega" }, { "τ_d", "tau d" },       { "Élan Straße", "elan strasse" },
    { "µ λ ς", "mu lambda sigma" },       { "MAP@R", "map r" },               { "distill.omega", "distill omega" },
    { "", "" },                           { "m⁺", "m " },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = iso_palette_fold (cases[i][0]);
      g_assert_cmpstr (folded, ==, cases[i][1]);
    }
  /* Not UTF-8 at all. */
  g_autofree char *odd = iso_palette_fold ("a\xff\xfe b");
  g_assert_true (g_utf8_validate (odd, -1, NULL));
}

static void
test_scores (void)
{
  /* Found, each better than the next. */
  g_assert_cmpfloat (score ("omega", "Diffusion ω"), >, 0.0);
  g_assert_cmpfloat (score ("ω", "Diffusion ω"), >, 0.0);
  g_assert_cmpfloat (score ("lrate", "Learning rate"), >, 0.0);
  g_assert_cmpfloat (score ("rate learning", "Learning rate"), >, 0.0);
  g_assert_cmpfloat (score ("stup", "Setup Panel"), >, 0.0);
  g_assert_cmpfloat (score ("sp", "Setup Panel"), >, score ("sp", "Crisp Thing"));
  g_assert_cmpfloat (score ("map", "Map"), >, score ("map", "Map of the Batch"));
  g_assert_cmpfloat (score ("step", "One Training Step"), >, score ("step", "Save the Tip"));
  g_assert_cmpfloat (score ("met", "Metrics"), >, score ("met", "Geometry"));
  /* Not found. */
  g_assert_cmpfloat (score ("omega", "Metrics"), ==, 0.0);
  g_assert_cmpfloat (score ("omega", "Embedding layer's rate"), ==, 0.0);
  g_assert_cmpfloat (score ("loss", "Follow the System at all Costs"), ==, 0.0);
  g_assert_cmpfloat (score ("map quit", "Map"), ==, 0.0);
  g_assert_cmpfloat (score ("longer than the name", "Map"), ==, 0.0);
  g_assert_cmpfloat (score ("a", ""), ==, 0.0);
  /* Nothing typed fits everything; what is very long does not matter. */
  g_assert_cmpfloat (score ("", "Map"), >, 0.0);
  g_autofree char *long_name = g_strnfill (100000, 'a'), *long_query = g_strnfill (100000, 'a');
  g_assert_cmpfloat (score ("aaa", long_name), >, 0.0);
  g_assert_cmpfloat (score (long_query, long_name), ==, 0.0);
}

/* ---- in the window ---- */

typedef struct {
  IsoSession *session;
  IsoWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->session = iso_session_new ();
  fixture->window = test_window_open (fixture->session);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  test_window_close (fixture->window, fixture->session);
}

static IsoPaletteItem *
first_of (Fixture *fixture, const char *text)
{
  gtk_editable_set_text (iso_palette_field (fixture->window->palette), text);
  g_autoptr (IsoPaletteItem) item = g_list_model_get_item (iso_palette_listed (fixture->window->palette), 0);
  return item;
}

static void
open_palette (Fixture *fixture)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.palette", NULL));
  g_assert_true (iso_palette_is_open (fixture->window->palette));
}

static void
enter (Fixture *fixture)
{
  g_signal_emit_by_name (iso_palette_field (fixture->window->palette), "activate");
}

static void
test_finding (Fixture *fixture, gconstpointer data)
{
  static const char *const cases[][3] = {
    { "setup", "Setup Panel", "Window" },     { "F5 start", NULL, NULL },        { "start", "Start or Pause Training", "Training" },
    { "omega", "Diffusion ω", "Parameter" },  { "distill.omega", "Diffusion ω", "Parameter" },
    { "nmi", "NMI", "Metric" },               { "proxy anchor", "Proxy-Anchor", "Page" },
    { "dark", "Dark", "Style" },              { "curves", "Curves", "View" },    { "emoji", "Emoji Designs", "Data" },
    { "cub200", NULL, "Preset" },
  };
  open_palette (fixture);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      IsoPaletteItem *item = first_of (fixture, cases[i][0]);
      g_test_message ("“%s”: %s", cases[i][0], item == NULL ? "nothing" : item->title);
      if (cases[i][2] == NULL)
        {
          g_assert_null (item);
          continue;
        }
      g_assert_nonnull (item);
      if (cases[i][1] != NULL)
        g_assert_cmpstr (item->title, ==, cases[i][1]);
      g_assert_cmpstr (item->group, ==, cases[i][2]);
    }
  g_assert_cmpstr (first_of (fixture, "setup")->value, ==, "F9");
  g_assert_null (first_of (fixture, "qqqzzz"));
  g_assert_true (test_says (GTK_WIDGET (fixture->window->palette), "Nothing of that name"));
  iso_palette_close (fixture->window->palette);
}

static void
test_choosing (Fixture *fixture, gconstpointer data)
{
  GtkWidget *before = GTK_WIDGET (fixture->window->start_button);
  gtk_widget_grab_focus (before);
  open_palette (fixture);
  first_of (fixture, "setup panel");
  enter (fixture);
  g_assert_false (iso_palette_is_open (fixture->window->palette));
  g_assert_false (fixture->window->show_panel);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == before);
  /* Chosen before: first, while nothing is typed. */
  open_palette (fixture);
  g_assert_cmpstr (first_of (fixture, "")->id, ==, "win.show-panel");
  /* To a parameter: the panel comes back, its group unfolds, its row has the keyboard. */
  first_of (fixture, "learning rate");
  enter (fixture);
  g_assert_true (fixture->window->show_panel);
  const IsoParameter *rate = iso_parameter_find ("optimizer.learning_rate", iso_session_settings (fixture->session), NULL);
  if (rate == NULL)
    rate = iso_parameter_find ("optimizer.rate", iso_session_settings (fixture->session), NULL);
  g_assert_nonnull (rate);
  GtkWidget *row = GTK_WIDGET (iso_setup_panel_row (fixture->window->panel, rate));
  WAIT_FOR (gtk_window_get_focus (GTK_WINDOW (fixture->window)) != NULL
            && gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), row));
  /* A view that was closed comes back. */
  iso_dock_close (fixture->window->dock, "map");
  open_palette (fixture);
  g_assert_cmpstr (first_of (fixture, "map")->action, ==, "win.show-view");
  enter (fixture);
  g_assert_true (iso_dock_is_open (fixture->window->dock, "map"));
  /* What is not possible is not done. */
  open_palette (fixture);
  g_assert_true (first_of (fixture, "stop reading data")->is_refused);
  enter (fixture);
  g_assert_true (iso_palette_is_open (fixture->window->palette));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.palette", NULL));
  g_assert_false (iso_palette_is_open (fixture->window->palette));
}

static void
assert_offers (Fixture *fixture, const char *text, const char *title, const char *refusal)
{
  g_autoptr (GPtrArray) items = iso_palette_assignments (text, fixture->session, 3);
  g_test_message ("“%s”", text);
  if (title == NULL)
    {
      g_assert_cmpuint (items->len, ==, 0);
      return;
    }
  g_assert_cmpuint (items->len, >, 0);
  const IsoPaletteItem *item = g_ptr_array_index (items, 0);
  g_assert_cmpstr (item->title, ==, title);
  g_assert_true (item->is_refused == (refusal != NULL));
  if (refusal != NULL)
    g_assert_nonnull (strstr (item->detail, refusal));
}

static void
test_assigning (Fixture *fixture, gconstpointer data)
{
  assert_offers (fixture, "omega 0.75", "Set Diffusion ω to 0.75", NULL);
  assert_offers (fixture, "ω 0.75", "Set Diffusion ω to 0.75", NULL);
  assert_offers (fixture, "distill.omega=0.75", "Set Diffusion ω to 0.75", NULL);
  assert_offers (fixture, "  distill.omega = 0.75 ", "Set Diffusion ω to 0.75", NULL);
  assert_offers (fixture, "distill.omega=7", "Set Diffusion ω to 7", "below 1");
  assert_offers (fixture, "distill.omega=much", "Set Diffusion ω to much", "expected");
  assert_offers (fixture, "loss trip", "Set Loss to Triplet", NULL);
  assert_offers (fixture, "omega much", NULL, NULL);
  assert_offers (fixture, "omega", NULL, NULL);
  assert_offers (fixture, "omega=", NULL, NULL);
  assert_offers (fixture, "=0.5", NULL, NULL);
  assert_offers (fixture, "", NULL, NULL);
  open_palette (fixture);
  first_of (fixture, "omega 0.65");
  enter (fixture);
  g_assert_cmpfloat_with_epsilon (iso_session_settings (fixture->session)->distill.omega, 0.65, 1e-9);
  open_palette (fixture);
  g_assert_true (first_of (fixture, "distill.omega=1")->is_refused);
  enter (fixture);
  g_assert_true (iso_palette_is_open (fixture->window->palette));
  g_assert_cmpfloat_with_epsilon (iso_session_settings (fixture->session)->distill.omega, 0.65, 1e-9);
  iso_palette_close (fixture->window->palette);
}

static void
test_roles (Fixture *fixture, gconstpointer data)
{
  open_palette (fixture);
  GtkWidget *palette = GTK_WIDGET (fixture->window->palette), *field = GTK_WIDGET (iso_palette_field (fixture->window->palette));
  gtk_test_accessible_assert_role (palette, GTK_ACCESSIBLE_ROLE_DIALOG);
  gtk_test_accessible_assert_property (palette, GTK_ACCESSIBLE_PROPERTY_LABEL, "Command palette");
  gtk_test_accessible_assert_role (field, GTK_ACCESSIBLE_ROLE_SEARCH_BOX);
  gtk_test_accessible_assert_role (test_find_styled (palette, GTK_TYPE_LABEL, "palette-count"), GTK_ACCESSIBLE_ROLE_STATUS);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), field));
  first_of (fixture, "omega 0.5");
  gtk_test_accessible_assert_property (field, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Set Diffusion ω to 0.5, from the next step on, 1 of 1");
  iso_palette_close (fixture->window->palette);
}

/* No action without a name: menus, palette and the list of keys all go by the table. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  GtkWidgetClass *class = GTK_WIDGET_GET_CLASS (fixture->window);
  size_t count;
  const IsoActionName *names = iso_action_names (&count);
  const char *action, *property;
  const GVariantType *type;
  GType owner;
  guint ours = 0;
  for (guint i = 0; gtk_widget_class_query_action (class, i, &owner, &action, &type, &property); i++)
    if (owner == ISO_TYPE_WINDOW && type == NULL)
      {
        g_test_message ("%s", action);
        g_assert_nonnull (iso_action_name_find (action, NULL));
        ours++;
      }
  g_assert_cmpuint (ours, >, 25);
  /* And none in the table that is not there, nor a key twice. */
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  for (size_t n = 0; n < count; n++)
    {
      gboolean found = names[n].action == NULL || g_str_equal (names[n].action, "window.close") || g_str_equal (names[n].action, "win.show-help-overlay");
      for (guint i = 0; !found && gtk_widget_class_query_action (class, i, &owner, &action, &type, &property); i++)
        found = g_str_equal (action, names[n].action);
      g_test_message ("%s %s", names[n].title, names[n].keys);
      g_assert_true (found);
      if (names[n].keys != NULL && names[n].action != NULL)
        g_assert_true (g_hash_table_add (keys, (gpointer) names[n].keys));
    }
  g_autofree char *text = iso_action_names_shortcuts ();
  for (size_t n = 0; n < count; n++)
    if (names[n].keys != NULL)
      {
        g_autofree char *escaped = g_markup_escape_text (names[n].keys, -1), *element = g_strdup_printf (">%s<", escaped);
        g_assert_nonnull (strstr (text, element));
      }
}

static int
text_height (const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  int height;
  g_object_ref_sink (label);
  gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  g_object_unref (label);
  return height;
}

static void
test_presentation (Fixture *fixture, gconstpointer data)
{
  IsoWindow *window = fixture->window;
  double usual = iso_present_theme ()->text_size;
  int height = text_height ("x");
  iso_window_set_inspector (window, gtk_label_new ("inspector"));
  g_assert_true (window->show_inspector);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.present", NULL));
  g_assert_true (window->is_presenting);
  g_assert_false (window->show_panel);
  g_assert_false (window->show_inspector);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window->step_button)));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window->start_button)));
  /* Drawn text grows as widgets' text does. */
  g_assert_cmpfloat (iso_present_theme ()->text_size, >=, 1.4 * usual);
  g_assert_cmpint (text_height ("x"), >=, (int) (1.35 * height));
  /* Esc goes back a step at a time. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.fill-view", NULL));
  g_assert_nonnull (iso_dock_filling (window->dock));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-all-views", NULL));
  g_assert_null (iso_dock_filling (window->dock));
  g_assert_true (window->is_presenting);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.show-all-views", NULL));
  g_assert_false (window->is_presenting);
  g_assert_true (window->show_panel);
  g_assert_true (window->show_inspector);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window->step_button)));
  g_assert_cmpfloat_with_epsilon (iso_present_theme ()->text_size, usual, 1e-9);
  /* What was hidden before stays hidden. */
  g_object_set (window, "show-panel", FALSE, NULL);
  g_object_set (window, "presenting", TRUE, NULL);
  g_object_set (window, "presenting", FALSE, NULL);
  g_assert_false (window->show_panel);
  /* A window that goes away while presenting leaves the others' type as it was. */
  g_object_set (window, "presenting", TRUE, NULL);
}

static void
test_usual_type (void)
{
  g_assert_cmpfloat_with_epsilon (iso_present_theme ()->text_size, iso_theme (ISO_THEME_LIGHT)->text_size, 1e-9);
}

static void
test_map_settings (Fixture *fixture, gconstpointer data)
{
  iso_dock_close (fixture->window->dock, "map");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.map-settings", NULL));
  GtkWidget *popover = test_find (GTK_WIDGET (fixture->window->map_settings), GTK_TYPE_POPOVER);
  g_assert_nonnull (popover);
  WAIT_FOR (gtk_widget_get_mapped (popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

int
main (int argc, char **argv)
{
  g_autofree char *config = g_dir_make_tmp ("isotherm-config-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  g_setenv ("XDG_CACHE_HOME", config, TRUE);
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_test_add_func ("/palette/folding", test_folding);
  g_test_add_func ("/palette/scores", test_scores);
#define ADD(name, function) g_test_add ("/palette/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("names", test_names);
  ADD ("finding", test_finding);
  ADD ("choosing", test_choosing);
  ADD ("assigning", test_assigning);
  ADD ("roles", test_roles);
  ADD ("map-settings", test_map_settings);
  ADD ("presentation", test_presentation);
#undef ADD
  g_test_add_func ("/palette/usual-type", test_usual_type);
  return g_test_run ();
}
