/* The looks of the batch card: which of them is in sight, what the header says and offers. */
#include <glib/gi18n-lib.h>

#include "ui/plot/batch-view-private.h"

static const char *const page_names[ISO_BATCH_LOOK_COUNT] = { "matrices", "map", "similarities" };

/* ---- words ---- */

static const char *
quiet_words (IsoBatchLook look)
{
  switch (look)
    {
    case ISO_BATCH_LOOK_MAP:
      return _("its samples and the graph that diffusion walks on");
    case ISO_BATCH_LOOK_SIMILARITIES:
      return _("similarities of pairs within classes and between them");
    case ISO_BATCH_LOOK_MATRICES:
    case ISO_BATCH_LOOK_COUNT:
    default:
      return _("from similarity to diffused target");
    }
}

static void
show_words (IsoBatchView *view)
{
  const char *title = view->titles[view->look], *subtitle = view->subtitles[view->look];
  gboolean of_test = view->look == ISO_BATCH_LOOK_SIMILARITIES && view->source == ISO_SIMILARITIES_OF_TEST;
  const char *format = iso_xray_is_past (view->xray)                 ? _("%s · looking back")
                       : !of_test && iso_xray_is_frozen (view->xray) ? _("%s · frozen")
                                                                     : "%s";
  g_autofree char *whole = g_strdup_printf (format, title != NULL ? title : _("Batch"));
  iso_view_card_set_title (ISO_VIEW_CARD (view), title != NULL ? whole : _("Batch"));
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), title != NULL ? subtitle : quiet_words (view->look));
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

void
iso_batch_view_tell (IsoBatchView *view, IsoBatchLook look, const char *title, const char *subtitle)
{
  gboolean is_empty = title == NULL || *title == '\0';
  g_free (view->titles[look]);
  g_free (view->subtitles[look]);
  view->titles[look] = is_empty ? NULL : g_strdup (title);
  view->subtitles[look] = is_empty ? NULL : g_strdup (subtitle);
  if (look == view->look)
    show_words (view);
}

void
iso_batch_view_sync_header (IsoBatchView *view)
{
  view->syncing = TRUE;
  iso_choice_row_set_active (view->watch_row, iso_xray_is_frozen (view->xray) ? ISO_SHOWN_FROZEN : (int) view->watched);
  /* Which of the present batches comes after looking back can be chosen after it. */
  gtk_widget_set_sensitive (view->watch_row, !iso_xray_is_past (view->xray));
  view->syncing = FALSE;
  show_words (view);
}

static void
map_described (IsoBatchMap *map, const char *title, const char *subtitle, IsoBatchView *view)
{
  iso_batch_view_tell (view, ISO_BATCH_LOOK_MAP, title, subtitle);
}

static void
similarities_described (IsoSimilarityView *similarities, const char *title, const char *subtitle, IsoBatchView *view)
{
  iso_batch_view_tell (view, ISO_BATCH_LOOK_SIMILARITIES, title, subtitle);
}

/* ---- choices ---- */

/* What the keyboard belongs to in each look. */
static GtkWidget *
main_of (IsoBatchView *view, IsoBatchLook look)
{
  return look == ISO_BATCH_LOOK_MAP            ? iso_batch_map_main (view->map)
         : look == ISO_BATCH_LOOK_SIMILARITIES ? iso_similarity_view_main (view->similarities)
                                               : iso_batch_board_large_view (view->board);
}

/* Only what acts on what is in sight is offered. */
static void
show_controls (IsoBatchView *view)
{
  gboolean of_test = view->look == ISO_BATCH_LOOK_SIMILARITIES && view->source == ISO_SIMILARITIES_OF_TEST;
  gtk_widget_set_visible (view->scale_row, view->look == ISO_BATCH_LOOK_MATRICES);
  gtk_widget_set_visible (view->source_row, view->look == ISO_BATCH_LOOK_SIMILARITIES);
  gtk_widget_set_visible (view->watch_row, !of_test);
  gtk_widget_set_visible (view->trial_toggle, view->look != ISO_BATCH_LOOK_SIMILARITIES);
  iso_batch_view_open_trial (view, gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (view->trial_toggle)));
  iso_batch_view_update_hint (view);
}

static void
look_toggled (int index, gpointer data)
{
  iso_batch_view_set_look (data, (IsoBatchLook) index);
}

static void
source_toggled (int index, gpointer data)
{
  iso_batch_view_set_similarities (data, (IsoSimilaritySource) index);
}

static void
watch_toggled (int index, gpointer data)
{
  iso_batch_view_choose_watch (data, index);
}

static void
scale_toggled (int index, gpointer data)
{
  iso_batch_view_choose_scale (data, index);
}

void
iso_batch_view_set_look (IsoBatchView *view, IsoBatchLook look)
{
  g_return_if_fail (ISO_IS_BATCH_VIEW (view) && look < ISO_BATCH_LOOK_COUNT);
  if (look == view->look)
    return;
  view->look = look;
  iso_choice_row_set_active (view->look_row, (int) look);
  gtk_stack_set_visible_child_name (view->looks, page_names[look]);
  iso_view_card_set_main (ISO_VIEW_CARD (view), main_of (view, look));
  show_controls (view);
  show_words (view);
  g_signal_emit_by_name (view, "look-changed");
}

IsoBatchLook
iso_batch_view_look (IsoBatchView *view)
{
  g_return_val_if_fail (ISO_IS_BATCH_VIEW (view), ISO_BATCH_LOOK_MATRICES);
  return view->look;
}

void
iso_batch_view_set_similarities (IsoBatchView *view, IsoSimilaritySource source)
{
  g_return_if_fail (ISO_IS_BATCH_VIEW (view));
  if (source == view->source)
    return;
  view->source = source;
  iso_choice_row_set_active (view->source_row, (int) source);
  iso_similarity_view_set_source (view->similarities, source);
  show_controls (view);
  g_signal_emit_by_name (view, "look-changed");
}

IsoSimilaritySource
iso_batch_view_similarities (IsoBatchView *view)
{
  g_return_val_if_fail (ISO_IS_BATCH_VIEW (view), ISO_SIMILARITIES_OF_BATCH);
  return view->source;
}

/* ---- making them ---- */

static void
trial_toggled (GtkToggleButton *toggle, IsoBatchView *view)
{
  iso_batch_view_open_trial (view, gtk_toggle_button_get_active (toggle));
}

static GtkWidget *
trial_toggle_new (IsoBatchView *view)
{
  GtkWidget *toggle = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (toggle), "isotherm-sliders-symbolic");
  gtk_widget_add_css_class (toggle, "flat");
  gtk_widget_add_css_class (toggle, "card-button");
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (toggle, _("Try settings on this batch (x): the run goes on as it is"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Try settings"), -1);
  g_signal_connect (toggle, "toggled", G_CALLBACK (trial_toggled), view);
  return toggle;
}

static void
add_controls (IsoBatchView *view)
{
  const char *const looks[] = { _("matrices"), _("map"), _("similarities"), NULL };
  const char *const sources[] = { _("batch"), _("test set"), NULL };
  const char *const watches[] = { _("live"), _("frozen"), _("probe"), NULL };
  const char *const scales[] = { _("linear"), _("log"), NULL };
  view->look_row = iso_choice_row_new (_("Look of the batch"), looks, 0, look_toggled, view);
  view->source_row = iso_choice_row_new (_("Pairs shown"), sources, 0, source_toggled, view);
  view->watch_row = iso_choice_row_new (_("Batch shown"), watches, 0, watch_toggled, view);
  view->scale_row = iso_choice_row_new (_("Color scale"), scales, 1, scale_toggled, view);
  gtk_widget_set_tooltip_text (view->look_row, _("matrices: from similarity to target (Alt+1); map: its samples and their graph (Alt+2); "
                                                 "similarities of its pairs (Alt+3)"));
  gtk_widget_set_tooltip_text (view->source_row, _("batch: pairs of the batch shown; test set: all pairs of the test embeddings, after "
                                                   "each evaluation"));
  gtk_widget_set_tooltip_text (view->watch_row, _("live: the batch of the step; frozen: the batch in sight stays while training goes on; "
                                                  "probe: one fixed batch, followed through training"));
  gtk_widget_set_tooltip_text (view->scale_row, _("Color scale of transition, kernel, targets and their difference"));
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->look_row);
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->source_row);
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->watch_row);
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->scale_row);
  view->trial_toggle = trial_toggle_new (view);
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->trial_toggle);
}

void
iso_batch_view_add_looks (IsoBatchView *view, GtkWidget *matrices)
{
  GtkWidget *looks = gtk_stack_new (), *map = iso_batch_map_new (), *similarities = iso_similarity_view_new ();
  view->looks = GTK_STACK (looks);
  view->map = ISO_BATCH_MAP (map);
  view->similarities = ISO_SIMILARITY_VIEW (similarities);
  gtk_stack_add_named (view->looks, matrices, page_names[ISO_BATCH_LOOK_MATRICES]);
  gtk_stack_add_named (view->looks, map, page_names[ISO_BATCH_LOOK_MAP]);
  gtk_stack_add_named (view->looks, similarities, page_names[ISO_BATCH_LOOK_SIMILARITIES]);
  g_signal_connect (map, "described", G_CALLBACK (map_described), view);
  g_signal_connect (similarities, "described", G_CALLBACK (similarities_described), view);
  iso_view_card_set_body (ISO_VIEW_CARD (view), iso_batch_view_add_trial (view, looks));
  add_controls (view);
  show_controls (view);
}

void
iso_batch_view_clear_looks (IsoBatchView *view)
{
  if (view->map != NULL)
    {
      g_signal_handlers_disconnect_by_data (view->map, view);
      g_signal_handlers_disconnect_by_data (view->similarities, view);
      g_signal_handlers_disconnect_by_data (view->trial, view);
      g_signal_handlers_disconnect_by_data (view->hint, view);
    }
  view->map = NULL;
  view->similarities = NULL;
  for (IsoBatchLook look = 0; look < ISO_BATCH_LOOK_COUNT; look++)
    {
      g_clear_pointer (&view->titles[look], g_free);
      g_clear_pointer (&view->subtitles[look], g_free);
    }
}
