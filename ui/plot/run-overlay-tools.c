/* What can be chosen on the card of compared curves: quantity, part, how repetitions are drawn, axis, scale, smoothing. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/plot/run-overlay-view-private.h"
#include "ui/plot/wrap-layout.h"

/* Behind the scores, in this order. */
static const struct {
  const char *name, *title;
  IsoOverlayQuantity quantity;
} steps[] = {
  { "loss", N_("loss"), ISO_OVERLAY_LOSS },
  { "metric-loss", N_("metric loss"), ISO_OVERLAY_METRIC_LOSS },
  { "divergence", N_("KL"), ISO_OVERLAY_DIVERGENCE },
  { "gradient-norm", N_("gradient norm"), ISO_OVERLAY_GRADIENT_NORM },
};

static const char *const part_names[] = { "test", "validation", "train" };
static const char *const part_titles[] = { N_("test"), N_("validation"), N_("training") };

/* ---- filling the lists ---- */

/* The scores that any run has; before any has some, the two that there will be. Returns how many. */
static size_t
list_scores (IsoScoreKey *keys, const IsoComparedRuns *runs)
{
  if (runs != NULL && runs->comparison->score_count > 0)
    {
      memcpy (keys, runs->comparison->scores, runs->comparison->score_count * sizeof *keys);
      return runs->comparison->score_count;
    }
  keys[0] = ISO_SCORE_RECALL_1;
  keys[1] = ISO_SCORE_MAP_AT_R;
  return 2;
}

static void
fill_quantities (IsoRunOverlayView *view)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t scores = list_scores (keys, view->runs);
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  bool is_same = true;
  for (size_t i = 0; i < scores; i++)
    g_ptr_array_add (titles, (gpointer) iso_score_key_name (keys[i]));
  for (size_t i = 0; i < G_N_ELEMENTS (steps); i++)
    g_ptr_array_add (titles, (gpointer) _(steps[i].title));
  guint there = g_list_model_get_n_items (G_LIST_MODEL (view->quantities));
  is_same = there == titles->len;
  for (guint i = 0; i < titles->len && is_same; i++)
    is_same = g_str_equal (gtk_string_list_get_string (view->quantities, i), titles->pdata[i]);
  g_ptr_array_add (titles, NULL);
  if (!is_same)
    gtk_string_list_splice (view->quantities, 0, there, (const char *const *) titles->pdata);
}

static bool
has_part (const IsoComparedRuns *runs, IsoOverlayPart part)
{
  IsoScoreKey keys[ISO_SCORES_MAX];
  for (size_t i = 0; runs != NULL && i < runs->count; i++)
    {
      const IsoRun *run = runs->runs[i].run;
      const IsoScores *scores = part == ISO_OVERLAY_TEST ? &run->test : part == ISO_OVERLAY_VALIDATION ? &run->validation : &run->train;
      if (iso_scores_keys (keys, scores) > 0)
        return true;
    }
  return part == ISO_OVERLAY_TEST;
}

static void
fill_parts (IsoRunOverlayView *view)
{
  const char *titles[G_N_ELEMENTS (part_titles) + 1] = { NULL };
  view->part_count = 0;
  for (guint part = 0; part < G_N_ELEMENTS (part_titles); part++)
    if (has_part (view->runs, (IsoOverlayPart) part))
      {
        titles[view->part_count] = _(part_titles[part]);
        view->parts[view->part_count++] = part;
      }
  g_autoptr (GtkStringList) list = gtk_string_list_new (titles);
  gtk_drop_down_set_model (view->part_list, G_LIST_MODEL (list));
}

void
iso_run_overlay_tools_fill (IsoRunOverlayView *view)
{
  view->is_filling = TRUE;
  fill_quantities (view);
  fill_parts (view);
  view->is_filling = FALSE;
  iso_run_overlay_tools_show (view);
}

/* Place of the quantity in its list; the first where the runs have it no more. */
static guint
quantity_place (IsoRunOverlayView *view)
{
  guint count = g_list_model_get_n_items (G_LIST_MODEL (view->quantities)), scores = count - (guint) G_N_ELEMENTS (steps);
  if (view->options.quantity != ISO_OVERLAY_SCORE)
    return scores + (guint) view->options.quantity - ISO_OVERLAY_LOSS;
  for (guint i = 0; i < scores; i++)
    if (g_str_equal (gtk_string_list_get_string (view->quantities, i), iso_score_key_name (view->options.score)))
      return i;
  iso_score_key_find (&view->options.score, gtk_string_list_get_string (view->quantities, 0));
  return 0;
}

void
iso_run_overlay_tools_show (IsoRunOverlayView *view)
{
  bool is_score = view->options.quantity == ISO_OVERLAY_SCORE;
  bool has_groups = view->runs != NULL && view->runs->group_count < view->runs->count;
  guint part = 0;
  view->is_filling = TRUE;
  gtk_drop_down_set_selected (view->quantity_list, quantity_place (view));
  while (part + 1 < view->part_count && view->parts[part] != (guint) view->options.part)
    part++;
  if (view->part_count > 0)
    view->options.part = (IsoOverlayPart) view->parts[part];
  gtk_drop_down_set_selected (view->part_list, part);
  gtk_widget_set_visible (GTK_WIDGET (view->part_list), is_score && view->part_count > 1);
  gtk_widget_set_visible (GTK_WIDGET (view->smoothing), !is_score);
  /* Where nobody repeats anybody there is nothing to choose. */
  gtk_widget_set_visible (view->grouping_row, has_groups);
  iso_choice_row_set_active (view->grouping_row, (int) view->options.grouping);
  iso_choice_row_set_active (view->over_row, view->options.over_epochs ? 0 : 1);
  iso_choice_row_set_active (view->scale_row, view->is_logarithmic ? 1 : 0);
  iso_smoothing_button_set (view->smoothing, view->options.smoothing);
  view->is_filling = FALSE;
}

/* ---- choosing ---- */

static void
quantity_selected (IsoRunOverlayView *view)
{
  guint place = gtk_drop_down_get_selected (view->quantity_list), count = g_list_model_get_n_items (G_LIST_MODEL (view->quantities));
  IsoOverlayOptions options = view->options;
  if (view->is_filling || place >= count)
    return;
  guint scores = count - (guint) G_N_ELEMENTS (steps);
  options.quantity = place < scores ? ISO_OVERLAY_SCORE : steps[place - scores].quantity;
  if (place < scores)
    iso_score_key_find (&options.score, gtk_string_list_get_string (view->quantities, place));
  iso_run_overlay_view_set_options (view, &options);
}

static void
part_selected (IsoRunOverlayView *view)
{
  guint place = gtk_drop_down_get_selected (view->part_list);
  IsoOverlayOptions options = view->options;
  if (view->is_filling || place >= view->part_count)
    return;
  options.part = (IsoOverlayPart) view->parts[place];
  iso_run_overlay_view_set_options (view, &options);
}

static void
grouping_chosen (int index, gpointer data)
{
  IsoRunOverlayView *view = data;
  IsoOverlayOptions options = view->options;
  if (view->is_filling)
    return;
  options.grouping = (IsoOverlayGrouping) index;
  iso_run_overlay_view_set_options (view, &options);
}

static void
over_chosen (int index, gpointer data)
{
  IsoRunOverlayView *view = data;
  IsoOverlayOptions options = view->options;
  if (view->is_filling)
    return;
  options.over_epochs = index == 0;
  iso_run_overlay_view_set_options (view, &options);
}

static void
scale_chosen (int index, gpointer data)
{
  IsoRunOverlayView *view = data;
  if (view->is_filling)
    return;
  view->is_logarithmic = index == 1;
  iso_run_overlay_view_draw (view);
}

static void
smoothing_changed (IsoSmoothingButton *button, IsoRunOverlayView *view)
{
  if (view->is_filling)
    return;
  view->options.smoothing = iso_smoothing_button_get (button);
  iso_run_overlay_view_ask (view);
}

/* ---- actions ---- */

static void
choose_quantity (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunOverlayView *view = ISO_RUN_OVERLAY_VIEW (widget);
  const char *name = g_variant_get_string (parameter, NULL);
  IsoOverlayOptions options = view->options;
  bool is_known = iso_score_key_find (&options.score, name);
  options.quantity = ISO_OVERLAY_SCORE;
  for (size_t i = 0; i < G_N_ELEMENTS (steps) && !is_known; i++)
    if (g_str_equal (steps[i].name, name))
      {
        options.quantity = steps[i].quantity;
        is_known = true;
      }
  if (is_known)
    iso_run_overlay_view_set_options (view, &options);
}

static void
choose_part (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunOverlayView *view = ISO_RUN_OVERLAY_VIEW (widget);
  IsoOverlayOptions options = view->options;
  for (size_t i = 0; i < G_N_ELEMENTS (part_names); i++)
    if (g_str_equal (part_names[i], g_variant_get_string (parameter, NULL)))
      options.part = (IsoOverlayPart) i;
  iso_run_overlay_view_set_options (view, &options);
}

static void
next_choice (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunOverlayView *view = ISO_RUN_OVERLAY_VIEW (widget);
  if (g_str_equal (action, "overlay.over"))
    iso_choice_row_set_active (view->over_row, view->options.over_epochs ? 1 : 0);
  else if (g_str_equal (action, "overlay.scale"))
    iso_choice_row_set_active (view->scale_row, view->is_logarithmic ? 0 : 1);
  else if (gtk_widget_get_visible (view->grouping_row))
    iso_choice_row_set_active (view->grouping_row, ((int) view->options.grouping + 1) % 3);
}

static void
toggle_line (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int line = g_variant_get_int32 (parameter);
  if (line >= 0)
    iso_run_overlay_view_toggle (ISO_RUN_OVERLAY_VIEW (widget), (size_t) line);
}

void
iso_run_overlay_tools_install (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "overlay.quantity", "s", choose_quantity);
  gtk_widget_class_install_action (class, "overlay.part", "s", choose_part);
  gtk_widget_class_install_action (class, "overlay.grouping", NULL, next_choice);
  gtk_widget_class_install_action (class, "overlay.over", NULL, next_choice);
  gtk_widget_class_install_action (class, "overlay.scale", NULL, next_choice);
  gtk_widget_class_install_action (class, "overlay.toggle", "i", toggle_line);
  gtk_widget_class_add_binding_action (class, GDK_KEY_b, 0, "overlay.grouping", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_e, 0, "overlay.over", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_l, 0, "overlay.scale", NULL);
  for (int line = 0; line < 9; line++)
    gtk_widget_class_add_binding_action (class, GDK_KEY_1 + (guint) line, 0, "overlay.toggle", "i", line);
}

/* ---- the widgets ---- */

static GtkDropDown *
list_new (IsoRunOverlayView *view, GListModel *model, const char *label, GCallback selected)
{
  GtkWidget *list = gtk_drop_down_new (model, NULL);
  gtk_widget_add_css_class (list, "student-list");
  gtk_widget_set_valign (list, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (list, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (list, "notify::selected", selected, view);
  iso_view_card_add_control (ISO_VIEW_CARD (view), list);
  return GTK_DROP_DOWN (list);
}

static void
table_clicked (GtkWidget *plot)
{
  gtk_widget_activate_action (plot, "chart.table", NULL);
}

static void
add_table_button (IsoRunOverlayView *view)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("view-list-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _("The numbers as a table (T)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The numbers as a table"), -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (table_clicked), view->plot);
  iso_view_card_add_control (ISO_VIEW_CARD (view), button);
}

GtkWidget *
iso_run_overlay_tools_new (IsoRunOverlayView *view)
{
  const char *const groupings[] = { _("95 % interval"), _("min–max"), _("each run"), NULL };
  const char *const overs[] = { _("epochs"), _("steps"), NULL };
  const char *const scales[] = { _("linear"), _("log"), NULL };
  GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  view->quantities = gtk_string_list_new (NULL);
  view->quantity_list = list_new (view, G_LIST_MODEL (view->quantities), _("What the curves show"), G_CALLBACK (quantity_selected));
  view->part_list = list_new (view, NULL, _("Part of the data that was evaluated"), G_CALLBACK (part_selected));
  add_table_button (view);
  view->grouping_row = iso_choice_row_new (_("How runs that repeat each other are drawn"), groupings, 0, grouping_chosen, view);
  view->over_row = iso_choice_row_new (_("Axis"), overs, 0, over_chosen, view);
  view->scale_row = iso_choice_row_new (_("Scale"), scales, 0, scale_chosen, view);
  view->smoothing = ISO_SMOOTHING_BUTTON (iso_smoothing_button_new (view->options.smoothing));
  gtk_widget_set_tooltip_text (view->grouping_row,
                               _("Mean with its 95 % interval by Student's t, mean from least to greatest, or each run (B)"));
  gtk_widget_set_tooltip_text (view->over_row, _("Over epochs or steps (E)"));
  gtk_widget_set_tooltip_text (view->scale_row, _("Linear or logarithmic (L)"));
  g_signal_connect (view->smoothing, "changed", G_CALLBACK (smoothing_changed), view);
  gtk_widget_set_layout_manager (tools, iso_wrap_layout_new (8, 4));
  gtk_widget_add_css_class (tools, "overlay-tools");
  gtk_box_append (GTK_BOX (tools), view->grouping_row);
  gtk_box_append (GTK_BOX (tools), view->over_row);
  gtk_box_append (GTK_BOX (tools), view->scale_row);
  gtk_box_append (GTK_BOX (tools), GTK_WIDGET (view->smoothing));
  iso_run_overlay_tools_fill (view);
  return tools;
}
