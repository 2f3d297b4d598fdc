#include "ui/panel/run-scores-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/panel/run-scores-lines.h"

struct _IsoRunScoresPage {
  IsoViewCard parent_instance;
  IsoComparedRuns *runs; /* or NULL */
  IsoScoreSheet *sheet;  /* of them, or NULL */
  IsoOverlayPart part;
  IsoScoreKey by;
  char *baseline;        /* its label, as long as one was chosen; else NULL */
  gboolean is_filling;   /* the lists are set by us */

  GtkDropDown *part_list, *by_list, *baseline_list;
  guint parts[3], part_count;
  GtkLabel *verdict;
  GtkStack *states; /* "table", "empty" */
  IsoTextTable *table;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (IsoRunScoresPage, iso_run_scores_page, ISO_TYPE_VIEW_CARD)

static const char *const part_names[] = { "test", "validation", "train" };
static const char *const part_titles[] = { N_("test"), N_("validation"), N_("training") };

/* ---- the lists ---- */

static void
set_list (GtkDropDown *list, const char *const *titles, guint chosen)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (titles);
  gtk_drop_down_set_model (list, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (list, chosen);
  gtk_widget_set_visible (GTK_WIDGET (list), g_list_model_get_n_items (G_LIST_MODEL (model)) > 1);
}

static void
fill_parts (IsoRunScoresPage *page)
{
  const char *titles[G_N_ELEMENTS (part_titles) + 1] = { NULL };
  guint chosen = 0;
  page->part_count = 0;
  for (guint part = 0; part < G_N_ELEMENTS (part_titles); part++)
    if (part == ISO_OVERLAY_TEST || iso_score_sheet_has_part (page->runs, (IsoOverlayPart) part))
      {
        chosen = part == (guint) page->part ? page->part_count : chosen;
        titles[page->part_count] = _(part_titles[part]);
        page->parts[page->part_count++] = part;
      }
  page->part = (IsoOverlayPart) page->parts[chosen];
  set_list (page->part_list, titles, chosen);
}

static void
fill_scores (IsoRunScoresPage *page)
{
  const char *titles[ISO_SCORES_MAX + 1] = { NULL };
  for (size_t i = 0; i < page->sheet->key_count; i++)
    titles[i] = iso_score_key_name (page->sheet->keys[i]);
  set_list (page->by_list, titles, (guint) iso_score_sheet_find (page->sheet, page->by));
}

static size_t
find_baseline (IsoRunScoresPage *page)
{
  for (size_t g = 0; g < page->runs->group_count && page->baseline != NULL; g++)
    if (g_str_equal (page->runs->groups[g].label, page->baseline))
      return g;
  return iso_score_sheet_default_baseline (page->runs);
}

static void
fill_baselines (IsoRunScoresPage *page)
{
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  for (size_t g = 0; g < page->runs->group_count; g++)
    g_ptr_array_add (titles, g_strdup_printf (_("to %s"), page->runs->groups[g].label));
  g_ptr_array_add (titles, NULL);
  set_list (page->baseline_list, (const char *const *) titles->pdata, (guint) page->sheet->baseline);
}

/* ---- all of it ---- */

static void
refresh (IsoRunScoresPage *page)
{
  g_clear_pointer (&page->sheet, iso_score_sheet_free);
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "scores.copy", page->runs != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (page), "scores.save", page->runs != NULL);
  gtk_stack_set_visible_child_name (page->states, page->runs != NULL ? "table" : "empty");
  gtk_widget_set_visible (GTK_WIDGET (page->verdict), page->runs != NULL);
  if (page->runs == NULL)
    return;
  page->is_filling = TRUE;
  fill_parts (page);
  page->sheet = iso_score_sheet_new (page->runs, page->part, find_baseline (page));
  fill_scores (page);
  fill_baselines (page);
  page->is_filling = FALSE;
  iso_run_scores_fill (page->table, page->sheet, page->by);
  g_autofree char *verdict = iso_score_sheet_verdict (page->sheet, iso_score_sheet_find (page->sheet, page->by));
  gtk_label_set_text (page->verdict, verdict);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (page),
                              _("last evaluation · mean ± 95 % interval (Student's t) · difference with Welch's interval · ★ best mean"));
}

void
iso_run_scores_page_set_runs (IsoRunScoresPage *page, IsoComparedRuns *runs)
{
  g_return_if_fail (ISO_IS_RUN_SCORES_PAGE (page));
  if (runs != NULL)
    iso_compared_runs_ref (runs);
  iso_compared_runs_unref (page->runs);
  page->runs = runs;
  refresh (page);
}

const char *
iso_run_scores_page_verdict (IsoRunScoresPage *page)
{
  g_return_val_if_fail (ISO_IS_RUN_SCORES_PAGE (page), NULL);
  return gtk_label_get_text (page->verdict);
}

IsoTextTable *
iso_run_scores_page_table (IsoRunScoresPage *page)
{
  g_return_val_if_fail (ISO_IS_RUN_SCORES_PAGE (page), NULL);
  return page->table;
}

/* ---- choosing ---- */

static void
part_selected (IsoRunScoresPage *page)
{
  guint place = gtk_drop_down_get_selected (page->part_list);
  if (page->is_filling || place >= page->part_count)
    return;
  page->part = (IsoOverlayPart) page->parts[place];
  refresh (page);
}

static void
score_selected (IsoRunScoresPage *page)
{
  guint place = gtk_drop_down_get_selected (page->by_list);
  if (page->is_filling || page->sheet == NULL || place >= page->sheet->key_count)
    return;
  page->by = page->sheet->keys[place];
  refresh (page);
}

static void
choose_baseline_group (IsoRunScoresPage *page, size_t group)
{
  if (page->is_filling || page->runs == NULL || group >= page->runs->group_count)
    return;
  g_free (page->baseline);
  page->baseline = g_strdup (page->runs->groups[group].label);
  refresh (page);
}

static void
baseline_selected (IsoRunScoresPage *page)
{
  choose_baseline_group (page, gtk_drop_down_get_selected (page->baseline_list));
}

static void
choose_part (GtkWidget *widget, const char *action, GVariant *parameter)
{
  for (size_t i = 0; i < G_N_ELEMENTS (part_names); i++)
    if (g_str_equal (part_names[i], g_variant_get_string (parameter, NULL)))
      ISO_RUN_SCORES_PAGE (widget)->part = (IsoOverlayPart) i;
  refresh (ISO_RUN_SCORES_PAGE (widget));
}

static void
choose_score (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (iso_score_key_find (&ISO_RUN_SCORES_PAGE (widget)->by, g_variant_get_string (parameter, NULL)))
    refresh (ISO_RUN_SCORES_PAGE (widget));
}

static void
choose_baseline (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int group = g_variant_get_int32 (parameter);
  if (group >= 0)
    choose_baseline_group (ISO_RUN_SCORES_PAGE (widget), (size_t) group);
}

/* ---- taking it away ---- */

static void
copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunScoresPage *page = ISO_RUN_SCORES_PAGE (widget);
  if (page->sheet == NULL)
    return;
  g_autofree char *table = iso_score_sheet_table (page->sheet, '\t');
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), table);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (page), _("Copied, with tabs between the cells"));
}

static void
saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IsoRunScoresPage) page = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source)), *said = NULL;
  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (page->states == NULL)
    return;
  said = error != NULL ? g_strdup (error->message) : g_strdup_printf (_("Saved as %s"), name);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (page), said);
}

void
iso_run_scores_page_save (IsoRunScoresPage *page, GFile *file)
{
  g_return_if_fail (ISO_IS_RUN_SCORES_PAGE (page) && page->sheet != NULL);
  char *table = iso_score_sheet_table (page->sheet, ',');
  g_autoptr (GBytes) bytes = g_bytes_new_take (table, strlen (table));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, saved, g_object_ref (page));
}

static void
file_chosen (GtkNativeDialog *dialog, int response, IsoRunScoresPage *page)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_clear_object (&page->chooser);
  if (file != NULL && page->sheet != NULL)
    iso_run_scores_page_save (page, file);
}

static void
save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunScoresPage *page = ISO_RUN_SCORES_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  if (page->chooser != NULL || page->sheet == NULL)
    return;
  page->chooser = gtk_file_chooser_native_new (_("Save the Scores"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (page->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (page->chooser), "scores.csv");
  g_signal_connect_object (page->chooser, "response", G_CALLBACK (file_chosen), page, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (page->chooser));
}

/* ---- the widget ---- */

static void
iso_run_scores_page_dispose (GObject *object)
{
  IsoRunScoresPage *page = ISO_RUN_SCORES_PAGE (object);
  g_clear_object (&page->chooser);
  g_clear_pointer (&page->sheet, iso_score_sheet_free);
  g_clear_pointer (&page->runs, iso_compared_runs_unref);
  page->states = NULL;
  page->is_filling = TRUE;
  G_OBJECT_CLASS (iso_run_scores_page_parent_class)->dispose (object);
}

static void
iso_run_scores_page_finalize (GObject *object)
{
  g_free (ISO_RUN_SCORES_PAGE (object)->baseline);
  G_OBJECT_CLASS (iso_run_scores_page_parent_class)->finalize (object);
}

static void
iso_run_scores_page_class_init (IsoRunScoresPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_run_scores_page_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_run_scores_page_finalize;
  gtk_widget_class_install_action (widget_class, "scores.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "scores.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "scores.part", "s", choose_part);
  gtk_widget_class_install_action (widget_class, "scores.by", "s", choose_score);
  gtk_widget_class_install_action (widget_class, "scores.baseline", "i", choose_baseline);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "scores.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "scores.save", NULL);
}

static GtkDropDown *
add_list (IsoRunScoresPage *page, const char *label, GCallback selected)
{
  GtkWidget *list = gtk_drop_down_new (NULL, NULL);
  gtk_widget_add_css_class (list, "student-list");
  gtk_widget_set_valign (list, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (list, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (list, "notify::selected", selected, page);
  iso_view_card_add_control (ISO_VIEW_CARD (page), list);
  return GTK_DROP_DOWN (list);
}

static void
add_button (IsoRunScoresPage *page, const char *icon, const char *label, const char *tip, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "card-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  iso_view_card_add_control (ISO_VIEW_CARD (page), button);
}

static void
iso_run_scores_page_init (IsoRunScoresPage *page)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8), *empty = gtk_label_new (_("Choose two runs or more to compare."));
  page->by = ISO_SCORE_RECALL_1;
  page->part_list = add_list (page, _("Part of the data that was evaluated"), G_CALLBACK (part_selected));
  page->by_list = add_list (page, _("Score to compare by"), G_CALLBACK (score_selected));
  page->baseline_list = add_list (page, _("Group that the others are compared to"), G_CALLBACK (baseline_selected));
  add_button (page, "edit-copy-symbolic", _("Copy the table"), _("Copy the table, with tabs between cells (Ctrl+C)"), "scores.copy");
  add_button (page, "document-save-symbolic", _("Save the table as CSV"), _("Save the table as CSV, with all digits (Ctrl+S)"),
              "scores.save");
  page->verdict = GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_label_set_wrap (page->verdict, TRUE);
  gtk_label_set_xalign (page->verdict, 0.0f);
  gtk_label_set_selectable (page->verdict, TRUE);
  gtk_widget_set_can_focus (GTK_WIDGET (page->verdict), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (page->verdict), "run-verdict");
  gtk_widget_add_css_class (empty, "dim-label");
  page->table = ISO_TEXT_TABLE (iso_text_table_new (_("Scores of the runs"), TRUE));
  page->states = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (page->states, empty, "empty");
  gtk_stack_add_named (page->states, GTK_WIDGET (page->table), "table");
  gtk_widget_set_vexpand (GTK_WIDGET (page->states), TRUE);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (page->verdict));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (page->states));
  iso_view_card_set_title (ISO_VIEW_CARD (page), _("Scores"));
  iso_view_card_lower_subtitle (ISO_VIEW_CARD (page));
  iso_view_card_set_body (ISO_VIEW_CARD (page), body);
  iso_view_card_set_main (ISO_VIEW_CARD (page), GTK_WIDGET (iso_text_table_view (page->table)));
  refresh (page);
}

GtkWidget *
iso_run_scores_page_new (void)
{
  return g_object_new (ISO_TYPE_RUN_SCORES_PAGE, NULL);
}
