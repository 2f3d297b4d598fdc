/* The line above the runs: what is searched for, which status and sweep, list or tree. */
#include <glib/gi18n.h>

#include "ui/panel/run-words.h"
#include "ui/plot/view-card.h"
#include "ui/window/runs-window-private.h"

/* The first two entries of the list of sweeps; the others are sweeps. */
enum { ANY_SWEEP, NO_SWEEP, FIRST_SWEEP };

void
iso_runs_window_update_filter (IsoRunsWindow *window)
{
  guint status = gtk_drop_down_get_selected (window->statuses), sweep = gtk_drop_down_get_selected (window->sweeps);
  IsoRunFilter filter = ISO_RUN_FILTER_NONE;
  if (window->is_filling)
    return;
  filter.text = gtk_editable_get_text (GTK_EDITABLE (window->search));
  if (status > 0 && status != GTK_INVALID_LIST_POSITION)
    filter.status = (IsoRunStatus) (status - 1);
  if (sweep == NO_SWEEP)
    filter.sweep = "";
  else if (sweep >= FIRST_SWEEP && sweep - FIRST_SWEEP < window->sweep_ids->len)
    filter.sweep = window->sweep_ids->pdata[sweep - FIRST_SWEEP];
  iso_run_list_set_filter (window->list, &filter);
}

/* Uuids of the sweeps in the order in which their newest runs stand, with how many runs each has. */
static GPtrArray *
find_sweeps (IsoRunsWindow *window, GArray *counts)
{
  GPtrArray *runs = iso_run_library_runs (window->library), *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < runs->len; i++)
    {
      const IsoRun *run = g_ptr_array_index (runs, i);
      guint one = 1;
      if (run->sweep == NULL)
        continue;
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (places, run->sweep));
      if (place > 0)
        {
          g_array_index (counts, guint, place - 1)++;
          continue;
        }
      g_ptr_array_add (ids, g_strdup (run->sweep));
      g_array_append_val (counts, one);
      g_hash_table_insert (places, g_ptr_array_index (ids, ids->len - 1), GUINT_TO_POINTER (ids->len));
    }
  return ids;
}

void
iso_runs_window_fill_sweeps (IsoRunsWindow *window)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) ids = find_sweeps (window, counts), names = g_ptr_array_new_with_free_func (g_free);
  guint chosen = gtk_drop_down_get_selected (window->sweeps), count = g_list_model_get_n_items (G_LIST_MODEL (window->sweep_names));
  gboolean is_same = count == ids->len + FIRST_SWEEP;
  gboolean is_one = chosen >= FIRST_SWEEP && chosen - FIRST_SWEEP < window->sweep_ids->len;
  g_autofree char *chosen_id = is_one ? g_strdup (window->sweep_ids->pdata[chosen - FIRST_SWEEP]) : NULL;
  if (chosen >= FIRST_SWEEP)
    chosen = ANY_SWEEP;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *id = iso_run_sweep_text (ids->pdata[i]);
      guint runs = g_array_index (counts, guint, i);
      g_ptr_array_add (names, g_strdup_printf (ngettext ("Sweep %s · %u run", "Sweep %s · %u runs", runs), id, runs));
      is_same = is_same && g_str_equal (names->pdata[i], gtk_string_list_get_string (window->sweep_names, i + FIRST_SWEEP));
      if (g_strcmp0 (ids->pdata[i], chosen_id) == 0)
        chosen = i + FIRST_SWEEP;
    }
  gtk_widget_set_visible (GTK_WIDGET (window->sweeps), ids->len > 0);
  if (is_same)
    return;
  g_ptr_array_add (names, NULL);
  window->is_filling = TRUE;
  g_ptr_array_unref (window->sweep_ids);
  window->sweep_ids = g_steal_pointer (&ids);
  gtk_string_list_splice (window->sweep_names, FIRST_SWEEP, count - FIRST_SWEEP, (const char *const *) names->pdata);
  gtk_drop_down_set_selected (window->sweeps, chosen);
  window->is_filling = FALSE;
  iso_runs_window_update_filter (window);
}

void
iso_runs_window_set_is_tree (IsoRunsWindow *window, gboolean is_tree)
{
  if (window->is_tree == is_tree)
    return;
  window->is_tree = is_tree;
  iso_choice_row_set_active (window->shape, is_tree ? 1 : 0);
  iso_run_list_set_is_tree (window->list, is_tree);
}

static void
shape_toggled (int index, gpointer data)
{
  iso_runs_window_set_is_tree (data, index == 1);
}

static void
search_stopped (IsoRunsWindow *window)
{
  gtk_editable_set_text (GTK_EDITABLE (window->search), "");
  iso_runs_window_update_filter (window);
  iso_run_list_focus (window->list);
}

static void
to_first (IsoRunsWindow *window)
{
  iso_runs_window_update_filter (window);
  iso_run_list_focus (window->list);
}

/* Letters that nobody else wants go into the field. Its own way of catching keys takes Delete, F2 and others too, which mean the runs. */
static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers, IsoRunsWindow *window)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (window->search)));
  gunichar letter = gdk_keyval_to_unicode (key);
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || !g_unichar_isgraph (letter)
      || !gtk_event_controller_key_forward (controller, text))
    return GDK_EVENT_PROPAGATE;
  gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
  return GDK_EVENT_STOP;
}

static void
search_what_is_typed (IsoRunsWindow *window)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}

static GtkDropDown *
drop_down_new (IsoRunsWindow *window, GtkStringList *names, const char *label)
{
  GtkWidget *list = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  gtk_widget_add_css_class (list, "student-list");
  gtk_widget_set_tooltip_text (list, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (list, "notify::selected", G_CALLBACK (iso_runs_window_update_filter), window);
  return GTK_DROP_DOWN (list);
}

static GtkStringList *
status_names_new (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  gtk_string_list_append (names, _("Every status"));
  for (int i = 0; i < ISO_RUN_STATUS_COUNT; i++)
    gtk_string_list_append (names, iso_run_status_title ((IsoRunStatus) i));
  return names;
}

GtkWidget *
iso_runs_window_filter_new (IsoRunsWindow *window)
{
  const char *const shapes[] = { _("list"), _("tree"), NULL }, *const sweeps[] = { _("Every sweep"), _("No sweep"), NULL };
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  window->is_filling = TRUE;
  window->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (window->search, "placeholder-text", _("Name, note, data, settings, sweep"), NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (window->search), 12);
  gtk_widget_set_hexpand (GTK_WIDGET (window->search), TRUE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (window->search), _("Runs that have all of these words (Ctrl+F, or just type)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (window->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search the runs"), -1);
  window->sweep_ids = g_ptr_array_new_with_free_func (g_free);
  window->sweep_names = gtk_string_list_new (sweeps);
  window->statuses = drop_down_new (window, status_names_new (), _("Which status"));
  window->sweeps = drop_down_new (window, window->sweep_names, _("Which sweep"));
  window->shape = iso_choice_row_new (_("List or tree of forks"), shapes, 0, shape_toggled, window);
  gtk_widget_set_valign (window->shape, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (window->shape, _("All in one list, or forks below the run that they come from (Ctrl+T)"));
  gtk_widget_add_css_class (line, "run-filter");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (window->search));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (window->statuses));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (window->sweeps));
  gtk_box_append (GTK_BOX (line), window->shape);
  g_signal_connect_swapped (window->search, "search-changed", G_CALLBACK (iso_runs_window_update_filter), window);
  g_signal_connect_swapped (window->search, "stop-search", G_CALLBACK (search_stopped), window);
  g_signal_connect_swapped (window->search, "activate", G_CALLBACK (to_first), window);
  search_what_is_typed (window);
  window->is_filling = FALSE;
  return line;
}
