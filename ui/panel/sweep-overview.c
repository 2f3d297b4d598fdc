#include "ui/panel/sweep-overview.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/panel/sweep-cells-view.h"
#include "ui/panel/sweep-lines-view.h"
#include "ui/panel/sweep-table.h"
#include "ui/panel/sweep-words.h"

/* Small runs end many times a second: more often nobody reads. */
#define INTERVAL_MS 250
#define TABLE_HEIGHT 220
#define CELLS_WIDTH 380

struct _IsoSweepOverview {
  GtkBox parent_instance;
  IsoSweeper *sweeper;
  IsoSweepChoice *choice;
  GtkWidget *lines, *cells, *table, *use, *compare;
  GtkStack *pages; /* "results", "empty" */
  GtkLabel *words;
  guint update_source;
};

G_DEFINE_FINAL_TYPE (IsoSweepOverview, iso_sweep_overview, GTK_TYPE_BOX)

/* ---- what can be done ---- */

int
iso_sweep_overview_target (IsoSweepOverview *overview)
{
  g_return_val_if_fail (ISO_IS_SWEEP_OVERVIEW (overview), -1);
  const IsoSweepScores *scores = iso_sweep_choice_scores (overview->choice);
  size_t count;
  g_autofree size_t *selected = iso_sweep_choice_selected (overview->choice, &count);
  if (count == 1)
    return (int) selected[0];
  return count == 0 && scores != NULL ? scores->chosen : -1;
}

gint64 *
iso_sweep_overview_runs (IsoSweepOverview *overview, size_t *count)
{
  g_return_val_if_fail (ISO_IS_SWEEP_OVERVIEW (overview), NULL);
  const IsoSweepPlan *plan = iso_sweeper_plan (overview->sweeper);
  size_t points = plan != NULL ? iso_sweep_plan_point_count (plan) : 0;
  int target = iso_sweep_overview_target (overview);
  gint64 *runs = g_new (gint64, points + 1);
  *count = 0;
  for (size_t point = 0; point < points; point++)
    {
      size_t setting = iso_sweep_plan_setting_of (plan, point);
      gint64 run = iso_sweeper_run_of (overview->sweeper, point);
      if (run != 0 && (iso_sweep_choice_is_selected (overview->choice, setting) || (int) setting == target))
        runs[(*count)++] = run;
    }
  return runs;
}

static void
update_buttons (IsoSweepOverview *overview)
{
  const IsoSweepScores *scores = iso_sweep_choice_scores (overview->choice);
  int target = iso_sweep_overview_target (overview);
  size_t runs;
  g_free (iso_sweep_overview_runs (overview, &runs));
  g_autofree char *setting = target >= 0 ? iso_sweep_setting_words (scores, (size_t) target) : NULL;
  g_autofree char *use_tip = setting != NULL ? g_strdup_printf (_("In the main window (Ctrl+Enter): %s"), setting)
                                             : g_strdup (_("Select one setting"));
  const char *compare_format = ngettext ("%zu run side by side", "%zu runs side by side", (gulong) runs);
  g_autofree char *compare_tip = runs > 1 ? g_strdup_printf (compare_format, runs)
                                          : g_strdup (_("Select settings that have finished runs"));
  gtk_widget_set_sensitive (overview->use, target >= 0);
  gtk_widget_set_tooltip_text (overview->use, use_tip);
  gtk_widget_set_sensitive (overview->compare, runs > 1);
  gtk_widget_set_tooltip_text (overview->compare, compare_tip);
}

/* ---- what there is ---- */

void
iso_sweep_overview_update (IsoSweepOverview *overview)
{
  g_return_if_fail (ISO_IS_SWEEP_OVERVIEW (overview));
  const IsoSweepResults *results = iso_sweeper_results (overview->sweeper);
  const char *name = results != NULL ? iso_sweep_plan_name (iso_sweep_results_plan (results)) : NULL;
  g_autofree char *words = results != NULL ? iso_sweep_results_words (results) : g_strdup ("");
  g_clear_handle_id (&overview->update_source, g_source_remove);
  iso_sweep_lines_view_set_name (ISO_SWEEP_LINES_VIEW (overview->lines), name);
  iso_sweep_cells_view_set_name (ISO_SWEEP_CELLS_VIEW (overview->cells), name);
  iso_sweep_choice_take (overview->choice, results != NULL ? iso_sweep_scores_new (results) : NULL);
  gtk_label_set_text (overview->words, words);
  gtk_stack_set_visible_child_name (overview->pages, results != NULL ? "results" : "empty");
  update_buttons (overview);
}

static gboolean
update_now (gpointer data)
{
  IsoSweepOverview *overview = data;
  overview->update_source = 0;
  iso_sweep_overview_update (overview);
  return G_SOURCE_REMOVE;
}

static void
results_changed (IsoSweepOverview *overview)
{
  if (overview->update_source == 0)
    overview->update_source = g_timeout_add (INTERVAL_MS, update_now, overview);
}

/* A sweep that begins or ends is shown at once. */
static void
state_changed (IsoSweepOverview *overview)
{
  iso_sweep_overview_update (overview);
}

IsoSweepChoice *
iso_sweep_overview_choice (IsoSweepOverview *overview)
{
  g_return_val_if_fail (ISO_IS_SWEEP_OVERVIEW (overview), NULL);
  return overview->choice;
}

IsoViewCard *
iso_sweep_overview_view (IsoSweepOverview *overview, const char *name)
{
  g_return_val_if_fail (ISO_IS_SWEEP_OVERVIEW (overview), NULL);
  GtkWidget *view = g_strcmp0 (name, "lines") == 0   ? overview->lines
                    : g_strcmp0 (name, "cells") == 0 ? overview->cells
                    : g_strcmp0 (name, "table") == 0 ? overview->table
                                                     : NULL;
  return view != NULL ? ISO_VIEW_CARD (view) : NULL;
}

const char *
iso_sweep_overview_words (IsoSweepOverview *overview)
{
  g_return_val_if_fail (ISO_IS_SWEEP_OVERVIEW (overview), NULL);
  return gtk_label_get_text (overview->words);
}

/* ---- the widget ---- */

static void
append_item (GMenu *menu, const char *label, const char *action, const char *view)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, action, "s", view);
  g_menu_append_item (menu, item);
}

static void
add_menu (GtkWidget *view, const char *name, gboolean is_picture)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *more = gtk_menu_button_new ();
  g_autofree char *spoken = g_strdup_printf (_("Export %s"), iso_view_card_title (ISO_VIEW_CARD (view)));
  if (is_picture)
    {
      append_item (menu, _("Export Figure…"), "sweep.export-figure", name);
      append_item (menu, _("Copy Figure"), "sweep.copy-figure", name);
    }
  append_item (menu, _("Export Numbers…"), "sweep.export-numbers", name);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (more), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (more), G_MENU_MODEL (menu));
  gtk_widget_set_halign (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (more))), GTK_ALIGN_END);
  gtk_widget_add_css_class (more, "flat");
  gtk_widget_add_css_class (more, "card-menu");
  gtk_widget_set_valign (more, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (more, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (more), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  iso_view_card_set_corner (ISO_VIEW_CARD (view), more);
}

static GtkWidget *
button_new (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

static GtkWidget *
pane_new (GtkOrientation orientation, GtkWidget *start, GtkWidget *end)
{
  GtkWidget *pane = gtk_paned_new (orientation);
  gtk_paned_set_start_child (GTK_PANED (pane), start);
  gtk_paned_set_end_child (GTK_PANED (pane), end);
  gtk_paned_set_shrink_start_child (GTK_PANED (pane), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (pane), FALSE);
  gtk_paned_set_resize_end_child (GTK_PANED (pane), FALSE);
  return pane;
}

static GtkWidget *
line_new (IsoSweepOverview *overview)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  overview->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (overview->words, TRUE);
  gtk_label_set_xalign (overview->words, 0.0f);
  gtk_label_set_selectable (overview->words, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (overview->words), TRUE);
  overview->compare = button_new (_("Compare Runs"), "sweep.compare");
  overview->use = button_new (_("Use These Settings"), "sweep.use");
  gtk_widget_add_css_class (line, "sweep-choice");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (overview->words));
  gtk_box_append (GTK_BOX (line), overview->compare);
  gtk_box_append (GTK_BOX (line), overview->use);
  return line;
}

static void
add_pages (IsoSweepOverview *overview)
{
  GtkWidget *empty = adw_status_page_new (), *results = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *drawings = pane_new (GTK_ORIENTATION_HORIZONTAL, overview->lines, overview->cells);
  GtkWidget *views = pane_new (GTK_ORIENTATION_VERTICAL, drawings, overview->table);
  gtk_widget_add_css_class (views, "sweep-views");
  gtk_widget_set_vexpand (views, TRUE);
  gtk_widget_set_size_request (overview->cells, CELLS_WIDTH, -1);
  gtk_widget_set_size_request (overview->table, -1, TABLE_HEIGHT);
  gtk_box_append (GTK_BOX (results), views);
  gtk_box_append (GTK_BOX (results), line_new (overview));
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _("No Sweep Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (empty), _("Set one up, or open the file of one, and press Start: its settings appear "
                                                              "here as their runs finish."));
  overview->pages = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (overview->pages), TRUE);
  gtk_stack_add_named (overview->pages, results, "results");
  gtk_stack_add_named (overview->pages, empty, "empty");
  gtk_box_append (GTK_BOX (overview), GTK_WIDGET (overview->pages));
}

static void
iso_sweep_overview_dispose (GObject *object)
{
  IsoSweepOverview *overview = ISO_SWEEP_OVERVIEW (object);
  g_clear_handle_id (&overview->update_source, g_source_remove);
  if (overview->choice != NULL)
    g_signal_handlers_disconnect_by_data (overview->choice, overview);
  g_clear_object (&overview->choice);
  g_clear_object (&overview->sweeper);
  G_OBJECT_CLASS (iso_sweep_overview_parent_class)->dispose (object);
}

static void
iso_sweep_overview_class_init (IsoSweepOverviewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_sweep_overview_dispose;
}

static void
iso_sweep_overview_init (IsoSweepOverview *overview)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (overview), GTK_ORIENTATION_VERTICAL);
  overview->choice = iso_sweep_choice_new ();
}

GtkWidget *
iso_sweep_overview_new (IsoSweeper *sweeper)
{
  IsoSweepOverview *overview = g_object_new (ISO_TYPE_SWEEP_OVERVIEW, NULL);
  overview->sweeper = g_object_ref (sweeper);
  overview->lines = iso_sweep_lines_view_new (overview->choice);
  overview->cells = iso_sweep_cells_view_new (overview->choice);
  overview->table = iso_sweep_table_new (overview->choice);
  add_menu (overview->lines, "lines", TRUE);
  add_menu (overview->cells, "cells", TRUE);
  add_menu (overview->table, "table", FALSE);
  add_pages (overview);
  g_signal_connect_swapped (overview->choice, "selected", G_CALLBACK (update_buttons), overview);
  g_signal_connect_object (sweeper, "results", G_CALLBACK (results_changed), overview, G_CONNECT_SWAPPED);
  g_signal_connect_object (sweeper, "state-changed", G_CALLBACK (state_changed), overview, G_CONNECT_SWAPPED);
  iso_sweep_overview_update (overview);
  return GTK_WIDGET (overview);
}
