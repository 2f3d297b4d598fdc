#include "ui/panel/run-settings-page.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"

#define FIXED_COLUMNS 2 /* title, key */

struct _IsoRunSettingsPage {
  IsoViewCard parent_instance;
  IsoComparedRuns *runs; /* or NULL */
  gboolean shows_all;
  GtkWidget *which_row;
  GtkStack *states; /* "table", "same", "empty" */
  IsoTextTable *table;
};

G_DEFINE_FINAL_TYPE (IsoRunSettingsPage, iso_run_settings_page, ISO_TYPE_VIEW_CARD)

/* ---- values ---- */

/* The run that stands for its group. */
static const IsoComparedRun *
first_of (const IsoComparedRuns *runs, size_t group)
{
  return &runs->runs[runs->groups[group].group->runs[0]];
}

/* What stands behind "key=", NULL where a run has no such key. */
static const char *
value_of (const IsoComparedRun *run, const char *key)
{
  size_t length = strlen (key);
  for (size_t i = 0; run->settings[i] != NULL; i++)
    if (strncmp (run->settings[i], key, length) == 0 && run->settings[i][length] == '=')
      return run->settings[i] + length + 1;
  return NULL;
}

/* What the key means under the settings of that run; NULL where this version knows it no more. */
static const IsoParameter *
parameter_of (const IsoComparedRun *run, const char *key)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  iso_settings_set_all (&settings, (const char *const *) run->settings, NULL);
  return iso_parameter_find (key, &settings, NULL);
}

static const char *
shown_value (const IsoParameter *parameter, const char *value)
{
  if (value == NULL)
    return "–";
  for (size_t i = 0; parameter != NULL && parameter->type == ISO_PARAMETER_CHOICE && parameter->choices[i] != NULL; i++)
    if (strcmp (parameter->choices[i], value) == 0)
      return _(parameter->titles[i]);
  return *value != '\0' ? value : "–";
}

/* "0.5, 0.8 from step 120". */
static char *
value_text (const IsoComparedRun *run, const IsoParameter *parameter, const char *key)
{
  const char *present = value_of (run, key);
  g_autoptr (GString) text = g_string_new (shown_value (parameter, present));
  for (guint i = 0; run->changes != NULL && i < run->changes->len; i++)
    {
      const IsoRunChange *change = &g_array_index (run->changes, IsoRunChange, i);
      /* A fork begins with a change to what it was started with. */
      if (!g_str_equal (change->key, key) || g_strcmp0 (change->value, present) == 0)
        continue;
      present = change->value;
      g_string_append_printf (text, _(", %s from step %" PRIu64), shown_value (parameter, present), change->step);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- lines ---- */

/* texts (group_count, taken over), each for a group. */
static void
add_line (GPtrArray *lines, const IsoComparedRuns *runs, const char *title, const char *key, const char *tip, char **texts,
          gboolean is_marked)
{
  g_autoptr (IsoTextLine) line = iso_text_line_new (title, FIXED_COLUMNS + runs->group_count);
  iso_text_line_set (line, 0, title, NAN, FALSE, tip);
  iso_text_line_set (line, 1, key, NAN, FALSE, NULL);
  for (size_t g = 0; g < runs->group_count; g++)
    iso_text_line_set (line, FIXED_COLUMNS + g, texts[g], NAN, is_marked && !g_str_equal (texts[g], texts[0]), texts[g]);
  for (size_t g = 0; g < runs->group_count; g++)
    g_free (texts[g]);
  g_ptr_array_add (lines, g_steal_pointer (&line));
}

typedef char *(*TextOf) (const IsoComparedRuns *runs, size_t group);

static void
add_fact (GPtrArray *lines, const IsoComparedRuns *runs, const char *title, TextOf text_of, gboolean is_wanted, gboolean is_marked)
{
  g_autofree char **texts = g_new0 (char *, runs->group_count);
  gboolean differs = FALSE;
  for (size_t g = 0; g < runs->group_count; g++)
    {
      texts[g] = text_of (runs, g);
      differs = differs || !g_str_equal (texts[g], texts[0]);
    }
  if (is_wanted || differs)
    {
      add_line (lines, runs, title, NULL, NULL, texts, is_marked);
      return;
    }
  for (size_t g = 0; g < runs->group_count; g++)
    g_free (texts[g]);
}

static char *
ids_of (const IsoComparedRuns *runs, size_t group)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const IsoRunGroup *members = runs->groups[group].group;
  for (size_t i = 0; i < members->count; i++)
    g_string_append_printf (text, i > 0 ? ", #%" PRId64 : "#%" PRId64, runs->runs[members->runs[i]].run->id);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
seeds_of (const IsoComparedRuns *runs, size_t group)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const IsoRunGroup *members = runs->groups[group].group;
  for (size_t i = 0; i < members->count; i++)
    {
      const char *seed = value_of (&runs->runs[members->runs[i]], "train.seed");
      g_string_append_printf (text, i > 0 ? ", %s" : "%s", seed != NULL ? seed : "–");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
data_of (const IsoComparedRuns *runs, size_t group)
{
  const IsoRun *run = first_of (runs, group)->run;
  return g_strdup_printf ("%s (%.8s)", run->data, run->fingerprint);
}

static char *
epochs_of (const IsoComparedRuns *runs, size_t group)
{
  const IsoRun *run = first_of (runs, group)->run;
  return g_strdup_printf (_("%d of %d"), run->epochs, run->planned_epochs);
}

static char *
fork_of (const IsoComparedRuns *runs, size_t group)
{
  const IsoRun *run = first_of (runs, group)->run;
  return run->parent != 0 ? g_strdup_printf (_("#%" PRId64 " at epoch %d"), run->parent, run->fork_epoch) : g_strdup ("–");
}

/* "Weight λ", "Pace (steps/s)"; newly allocated. */
static char *
title_of (const IsoParameter *parameter, const char *key)
{
  if (parameter == NULL)
    return g_strdup (key);
  g_autoptr (GString) title = g_string_new (_(parameter->title));
  if (parameter->symbol != NULL)
    g_string_append_printf (title, " %s", parameter->symbol);
  if (parameter->unit != NULL)
    g_string_append_printf (title, " (%s)", _(parameter->unit));
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static void
add_parameter (GPtrArray *lines, const IsoComparedRuns *runs, const char *key, gboolean all)
{
  g_autofree char **texts = g_new0 (char *, runs->group_count);
  const IsoParameter *named = NULL;
  gboolean differs = FALSE;
  for (size_t g = 0; g < runs->group_count; g++)
    {
      const IsoParameter *parameter = parameter_of (first_of (runs, g), key);
      named = named != NULL ? named : parameter;
      texts[g] = value_text (first_of (runs, g), parameter, key);
      differs = differs || !g_str_equal (texts[g], texts[0]);
    }
  if (differs || all)
    {
      g_autofree char *title = title_of (named, key);
      add_line (lines, runs, title, key, named != NULL ? _(named->help) : NULL, texts, TRUE);
      return;
    }
  for (size_t g = 0; g < runs->group_count; g++)
    g_free (texts[g]);
}

/* Every key that any run has, in the order of the first that has it. */
static GPtrArray *
keys_of (const IsoComparedRuns *runs)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (size_t g = 0; g < runs->group_count; g++)
    for (char **word = first_of (runs, g)->settings; *word != NULL; word++)
      {
        g_autofree char *key = g_strndup (*word, strcspn (*word, "="));
        if (g_hash_table_contains (seen, key) || g_str_equal (key, "train.seed"))
          continue;
        g_hash_table_add (seen, key);
        g_ptr_array_add (keys, g_steal_pointer (&key));
      }
  return keys;
}

/* ---- all of it ---- */

static void
set_columns (IsoRunSettingsPage *page)
{
  const IsoComparedRuns *runs = page->runs;
  g_autofree IsoTextColumn *columns = g_new0 (IsoTextColumn, FIXED_COLUMNS + runs->group_count);
  columns[0] = (IsoTextColumn){ _("Parameter"), FALSE, FALSE, 24 };
  columns[1] = (IsoTextColumn){ _("Key"), FALSE, FALSE, 22 };
  for (size_t g = 0; g < runs->group_count; g++)
    columns[FIXED_COLUMNS + g] = (IsoTextColumn){ runs->groups[g].label, FALSE, TRUE, 14 };
  iso_text_table_set_columns (page->table, columns, FIXED_COLUMNS + runs->group_count);
}

static void
refresh (IsoRunSettingsPage *page)
{
  const IsoComparedRuns *runs = page->runs;
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "settings.copy", runs != NULL);
  gtk_stack_set_visible_child_name (page->states, runs != NULL ? "table" : "empty");
  if (runs == NULL)
    return;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref), keys = keys_of (runs);
  set_columns (page);
  add_fact (lines, runs, _("Runs"), ids_of, TRUE, FALSE);
  add_fact (lines, runs, _("Seeds"), seeds_of, TRUE, FALSE);
  add_fact (lines, runs, _("Data"), data_of, page->shows_all, TRUE);
  add_fact (lines, runs, _("Epochs"), epochs_of, page->shows_all, TRUE);
  add_fact (lines, runs, _("Forked from"), fork_of, FALSE, TRUE);
  guint facts = lines->len;
  for (guint i = 0; i < keys->len; i++)
    add_parameter (lines, runs, keys->pdata[i], page->shows_all);
  iso_text_table_set_lines (page->table, lines);
  if (page->shows_all)
    iso_view_card_set_subtitle (ISO_VIEW_CARD (page), _("all settings · bold: not as in the first column"));
  else
    {
      g_autofree char *said = g_strdup_printf (ngettext ("%u of %u parameters differs · bold: not as in the first column",
                                                         "%u of %u parameters differ · bold: not as in the first column", lines->len - facts),
                                               lines->len - facts, keys->len);
      iso_view_card_set_subtitle (ISO_VIEW_CARD (page), said);
    }
}

void
iso_run_settings_page_set_runs (IsoRunSettingsPage *page, IsoComparedRuns *runs)
{
  g_return_if_fail (ISO_IS_RUN_SETTINGS_PAGE (page));
  if (runs != NULL)
    iso_compared_runs_ref (runs);
  iso_compared_runs_unref (page->runs);
  page->runs = runs;
  refresh (page);
}

IsoTextTable *
iso_run_settings_page_table (IsoRunSettingsPage *page)
{
  g_return_val_if_fail (ISO_IS_RUN_SETTINGS_PAGE (page), NULL);
  return page->table;
}

char *
iso_run_settings_page_text (IsoRunSettingsPage *page)
{
  g_return_val_if_fail (ISO_IS_RUN_SETTINGS_PAGE (page), NULL);
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%s\t%s", _("Parameter"), _("Key"));
  for (size_t g = 0; page->runs != NULL && g < page->runs->group_count; g++)
    g_string_append_printf (text, "\t%s", page->runs->groups[g].label);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < iso_text_table_count (page->table); i++)
    {
      IsoTextLine *line = iso_text_table_line (page->table, i);
      for (size_t c = 0; c < iso_text_line_columns (line); c++)
        {
          g_autofree char *cell = g_strdelimit (g_strdup (iso_text_line_text (line, c)), "\t\n\r", ' ');
          g_string_append_printf (text, c > 0 ? "\t%s" : "%s", cell);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* ---- actions ---- */

static void
which_chosen (int index, gpointer data)
{
  IsoRunSettingsPage *page = data;
  page->shows_all = index == 1;
  refresh (page);
}

static void
toggle_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunSettingsPage *page = ISO_RUN_SETTINGS_PAGE (widget);
  iso_choice_row_set_active (page->which_row, page->shows_all ? 0 : 1);
}

static void
copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autofree char *text = iso_run_settings_page_text (ISO_RUN_SETTINGS_PAGE (widget));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (widget), _("Copied, with tabs between the cells"));
}

/* ---- the widget ---- */

static void
iso_run_settings_page_dispose (GObject *object)
{
  g_clear_pointer (&ISO_RUN_SETTINGS_PAGE (object)->runs, iso_compared_runs_unref);
  G_OBJECT_CLASS (iso_run_settings_page_parent_class)->dispose (object);
}

static void
iso_run_settings_page_class_init (IsoRunSettingsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_run_settings_page_dispose;
  gtk_widget_class_install_action (widget_class, "settings.all", NULL, toggle_all);
  gtk_widget_class_install_action (widget_class, "settings.copy", NULL, copy);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, 0, "settings.all", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "settings.copy", NULL);
}

static void
iso_run_settings_page_init (IsoRunSettingsPage *page)
{
  const char *const which[] = { _("differences"), _("all"), NULL };
  GtkWidget *empty = gtk_label_new (_("Choose two runs or more to compare."));
  GtkWidget *copies = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  page->which_row = iso_choice_row_new (_("Settings shown"), which, 0, which_chosen, page);
  gtk_widget_set_tooltip_text (page->which_row, _("Those in which the runs differ, or all (D)"));
  gtk_widget_add_css_class (copies, "flat");
  gtk_widget_add_css_class (copies, "card-button");
  gtk_widget_set_valign (copies, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (copies, _("Copy the table, with tabs between cells (Ctrl+C)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copies), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy the table"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (copies), "settings.copy");
  gtk_widget_add_css_class (empty, "dim-label");
  page->table = ISO_TEXT_TABLE (iso_text_table_new (_("Settings of the runs"), FALSE));
  page->states = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (page->states, empty, "empty");
  gtk_stack_add_named (page->states, GTK_WIDGET (page->table), "table");
  gtk_widget_set_vexpand (GTK_WIDGET (page->states), TRUE);
  iso_view_card_set_title (ISO_VIEW_CARD (page), _("Settings"));
  iso_view_card_add_control (ISO_VIEW_CARD (page), page->which_row);
  iso_view_card_add_control (ISO_VIEW_CARD (page), copies);
  iso_view_card_set_body (ISO_VIEW_CARD (page), GTK_WIDGET (page->states));
  iso_view_card_set_main (ISO_VIEW_CARD (page), GTK_WIDGET (iso_text_table_view (page->table)));
  refresh (page);
}

GtkWidget *
iso_run_settings_page_new (void)
{
  return g_object_new (ISO_TYPE_RUN_SETTINGS_PAGE, NULL);
}
