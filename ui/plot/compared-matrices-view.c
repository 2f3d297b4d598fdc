#include "ui/plot/compared-matrices-view.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/figure/figures.h"
#include "ui/plot/compared-board.h"
#include "ui/plot/compared-matrices-work.h"
#include "ui/plot/latest-job.h"
#include "ui/plot/run-chooser.h"
#include "ui/plot/spoken.h"

struct _IsoComparedMatricesView {
  IsoViewCard parent_instance;
  IsoRunPair *pair;              /* or NULL */
  IsoSampleChoice *choice;
  IsoLatestJob *job;
  IsoComparedMatrices *matrices; /* as shown, or NULL */
  IsoDataset *names;             /* of their classes, or NULL */
  IsoComparedStage stage;
  gboolean logarithmic, is_watching, is_computing;

  GtkDropDown *stages;
  GtkWidget *scales, *swap, *spinner;
  IsoRunChooser *choosers[ISO_SIDE_COUNT];
  IsoComparedBoard *board;
  char *message; /* or NULL */
  gboolean is_problem; /* it says why there is nothing */
};

G_DEFINE_FINAL_TYPE (IsoComparedMatricesView, iso_compared_matrices_view, ISO_TYPE_VIEW_CARD)

/* ---- what is shown ---- */

static void
show_subtitle (IsoComparedMatricesView *view)
{
  char count[32];
  if (view->matrices == NULL)
    {
      iso_view_card_set_subtitle (ISO_VIEW_CARD (view), "");
      return;
    }
  iso_number_format (count, sizeof count, (double) view->matrices->B, 9);
  g_autofree char *text = g_strdup_printf (_("%s samples of the probe batch, by class"), count);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), text);
}

static void
show_all (IsoComparedMatricesView *view)
{
  iso_compared_board_show (view->board, view->matrices, view->stage, view->logarithmic, view->names);
  iso_compared_board_set_message (view->board, view->message);
  show_subtitle (view);
}

static void
set_message (IsoComparedMatricesView *view, const char *text)
{
  g_free (view->message);
  view->message = g_strdup (text);
}

static void
take (IsoComparedMatricesView *view, IsoComparedMatrices *matrices, IsoDataset *names, const char *message)
{
  iso_compared_matrices_unref (view->matrices);
  g_clear_pointer (&view->names, iso_dataset_unref);
  view->matrices = matrices;
  view->names = names != NULL ? iso_dataset_ref (names) : NULL;
  set_message (view, message);
  show_all (view);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

static void
show_business (IsoComparedMatricesView *view)
{
  gboolean is_busy = view->is_computing || (view->pair != NULL && iso_run_pair_is_reading (view->pair));
  gtk_spinner_set_spinning (GTK_SPINNER (view->spinner), is_busy);
  gtk_widget_set_visible (view->spinner, is_busy);
}

static void
computed (gpointer result, const GError *error, gpointer data)
{
  IsoComparedMatricesView *view = data;
  IsoExperiment *experiment = view->pair != NULL ? iso_run_pair_experiment (view->pair, ISO_SIDE_A) : NULL;
  view->is_computing = FALSE;
  view->is_problem = result == NULL;
  take (view, result, result != NULL && experiment != NULL ? experiment->dataset : NULL,
        result == NULL && error != NULL ? error->message : NULL);
  show_business (view);
}

static void
ask (IsoComparedMatricesView *view)
{
  IsoComparedMatricesRequest *request = g_new0 (IsoComparedMatricesRequest, 1);
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    {
      request->batches[side] = iso_batch_snapshot_ref (iso_run_pair_batch (view->pair, side));
      request->experiments[side] = iso_experiment_ref (iso_run_pair_experiment (view->pair, side));
    }
  iso_latest_job_forget (view->job);
  view->is_computing = TRUE;
  iso_latest_job_request (view->job, request, TRUE);
}

static void
forget (IsoComparedMatricesView *view)
{
  iso_latest_job_forget (view->job);
  view->is_computing = FALSE;
}

/* What was read has changed, or is being read: meanwhile what was there stays. */
static void
refresh (IsoComparedMatricesView *view)
{
  IsoRunPair *pair = view->pair;
  const char *problem = pair != NULL ? iso_run_pair_problem (pair) : NULL;
  gboolean is_reading = pair != NULL && iso_run_pair_is_reading (pair);
  if (is_reading)
    forget (view);
  else if (problem != NULL || pair == NULL || iso_run_pair_batch (pair, ISO_SIDE_A) == NULL)
    {
      forget (view);
      view->is_problem = problem != NULL;
      take (view, NULL, NULL,
            problem != NULL ? problem : _("Choose two runs, or two epochs of one, to see the matrices of their probe batch."));
    }
  else
    ask (view);
  /* What is read anew while a run goes on is not announced each time. */
  if (view->matrices == NULL && !view->is_problem && (is_reading || view->is_computing))
    {
      set_message (view, _("Reading the batches…"));
      show_all (view);
    }
  show_business (view);
}

/* ---- controls ---- */

void
iso_compared_matrices_view_set_stage (IsoComparedMatricesView *view, IsoComparedStage stage)
{
  g_return_if_fail (ISO_IS_COMPARED_MATRICES_VIEW (view) && stage < ISO_STAGE_COUNT);
  if (stage == view->stage)
    return;
  view->stage = stage;
  gtk_drop_down_set_selected (view->stages, (guint) stage);
  show_all (view);
}

static void
stage_selected (GtkDropDown *stages, GParamSpec *property, IsoComparedMatricesView *view)
{
  guint stage = gtk_drop_down_get_selected (stages);
  if (stage < ISO_STAGE_COUNT)
    iso_compared_matrices_view_set_stage (view, (IsoComparedStage) stage);
}

void
iso_compared_matrices_view_set_logarithmic (IsoComparedMatricesView *view, gboolean logarithmic)
{
  g_return_if_fail (ISO_IS_COMPARED_MATRICES_VIEW (view));
  if (logarithmic == view->logarithmic)
    return;
  view->logarithmic = logarithmic;
  iso_choice_row_set_active (view->scales, logarithmic ? 1 : 0);
  show_all (view);
}

static void
scale_chosen (int index, gpointer data)
{
  iso_compared_matrices_view_set_logarithmic (data, index == 1);
}

static void
stage_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoComparedMatricesView *view = ISO_COMPARED_MATRICES_VIEW (widget);
  int stage = (int) view->stage + g_variant_get_int32 (parameter);
  iso_compared_matrices_view_set_stage (view, (IsoComparedStage) CLAMP (stage, 0, ISO_STAGE_COUNT - 1));
}

static void
swap_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (ISO_COMPARED_MATRICES_VIEW (widget)->pair != NULL)
    iso_run_pair_swap (ISO_COMPARED_MATRICES_VIEW (widget)->pair);
}

static void
logarithmic_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoComparedMatricesView *view = ISO_COMPARED_MATRICES_VIEW (widget);
  iso_compared_matrices_view_set_logarithmic (view, !view->logarithmic);
}

/* ---- pair and choice ---- */

static void
drop_pair (IsoComparedMatricesView *view)
{
  if (view->pair == NULL)
    return;
  if (view->is_watching)
    iso_run_pair_unwatch (view->pair);
  g_signal_handlers_disconnect_by_data (view->pair, view);
  g_clear_object (&view->pair);
}

void
iso_compared_matrices_view_set_pair (IsoComparedMatricesView *view, IsoRunPair *pair)
{
  g_return_if_fail (ISO_IS_COMPARED_MATRICES_VIEW (view));
  if (pair == view->pair)
    return;
  drop_pair (view);
  view->pair = pair != NULL ? g_object_ref (pair) : NULL;
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    iso_run_chooser_set_pair (view->choosers[side], pair);
  if (pair != NULL)
    {
      g_signal_connect_swapped (pair, "read", G_CALLBACK (refresh), view);
      if (view->is_watching)
        iso_run_pair_watch (pair);
    }
  refresh (view);
}

void
iso_compared_matrices_view_set_choice (IsoComparedMatricesView *view, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_COMPARED_MATRICES_VIEW (view));
  g_autoptr (IsoSampleChoice) own = choice == NULL ? iso_sample_choice_new () : g_object_ref (choice);
  g_set_object (&view->choice, own);
  iso_compared_board_set_choice (view->board, own);
}

IsoRunPair *
iso_compared_matrices_view_pair (IsoComparedMatricesView *view)
{
  g_return_val_if_fail (ISO_IS_COMPARED_MATRICES_VIEW (view), NULL);
  return view->pair;
}

IsoComparedMatrices *
iso_compared_matrices_view_matrices (IsoComparedMatricesView *view)
{
  g_return_val_if_fail (ISO_IS_COMPARED_MATRICES_VIEW (view), NULL);
  return view->matrices;
}

const char *
iso_compared_matrices_view_message (IsoComparedMatricesView *view)
{
  g_return_val_if_fail (ISO_IS_COMPARED_MATRICES_VIEW (view), NULL);
  return view->message;
}

const char *
iso_compared_matrices_view_readout (IsoComparedMatricesView *view)
{
  g_return_val_if_fail (ISO_IS_COMPARED_MATRICES_VIEW (view), NULL);
  return iso_compared_board_readout (view->board);
}

/* ---- the widget ---- */

static gboolean
can_export (IsoViewCard *card)
{
  return ISO_COMPARED_MATRICES_VIEW (card)->matrices != NULL;
}

static IsoFigure *
figure (IsoViewCard *card)
{
  IsoComparedMatricesView *view = ISO_COMPARED_MATRICES_VIEW (card);
  g_autofree char *first = iso_run_pair_side_text (view->pair, ISO_SIDE_A), *second = iso_run_pair_side_text (view->pair, ISO_SIDE_B);
  const char *const names[] = { first, second };
  IsoHeatScale range;
  gboolean has_range = iso_compared_board_range (view->board, &range);
  return iso_figure_of_compared_matrices (view->matrices, view->stage, view->logarithmic, has_range ? &range : NULL, view->names, names,
                                          iso_compared_stage_title (view->stage), iso_view_card_subtitle (card));
}

static void
iso_compared_matrices_view_map (GtkWidget *widget)
{
  IsoComparedMatricesView *view = ISO_COMPARED_MATRICES_VIEW (widget);
  GTK_WIDGET_CLASS (iso_compared_matrices_view_parent_class)->map (widget);
  view->is_watching = TRUE;
  if (view->pair != NULL)
    iso_run_pair_watch (view->pair);
}

static void
iso_compared_matrices_view_unmap (GtkWidget *widget)
{
  IsoComparedMatricesView *view = ISO_COMPARED_MATRICES_VIEW (widget);
  view->is_watching = FALSE;
  if (view->pair != NULL)
    iso_run_pair_unwatch (view->pair);
  GTK_WIDGET_CLASS (iso_compared_matrices_view_parent_class)->unmap (widget);
}

static void
iso_compared_matrices_view_dispose (GObject *object)
{
  IsoComparedMatricesView *view = ISO_COMPARED_MATRICES_VIEW (object);
  g_clear_pointer (&view->job, iso_latest_job_free);
  drop_pair (view);
  g_clear_object (&view->choice);
  g_clear_pointer (&view->matrices, iso_compared_matrices_unref);
  g_clear_pointer (&view->names, iso_dataset_unref);
  g_clear_pointer (&view->message, g_free);
  G_OBJECT_CLASS (iso_compared_matrices_view_parent_class)->dispose (object);
}

static void
iso_compared_matrices_view_class_init (IsoComparedMatricesViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_compared_matrices_view_dispose;
  widget_class->map = iso_compared_matrices_view_map;
  widget_class->unmap = iso_compared_matrices_view_unmap;
  ISO_VIEW_CARD_CLASS (class)->can_export = can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = figure;
  gtk_widget_class_install_action (widget_class, "comparison-matrices.stage", "i", stage_wanted);
  gtk_widget_class_install_action (widget_class, "comparison-matrices.swap", NULL, swap_wanted);
  gtk_widget_class_install_action (widget_class, "comparison-matrices.logarithmic", NULL, logarithmic_wanted);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, 0, "comparison-matrices.stage", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, 0, "comparison-matrices.stage", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_x, 0, "comparison-matrices.swap", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_g, 0, "comparison-matrices.logarithmic", NULL);
}

static void
add_header (IsoComparedMatricesView *view)
{
  IsoViewCard *card = ISO_VIEW_CARD (view);
  const char *scales[] = { _("linear"), _("log"), NULL };
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  for (IsoComparedStage stage = 0; stage < ISO_STAGE_COUNT; stage++)
    gtk_string_list_append (names, iso_compared_stage_title (stage));
  view->stages = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL));
  view->scales = iso_choice_row_new (_("Color scale"), scales, view->logarithmic ? 1 : 0, scale_chosen, view);
  view->spinner = gtk_spinner_new ();
  view->swap = gtk_button_new_with_label ("⇄");
  gtk_drop_down_set_selected (view->stages, (guint) view->stage);
  gtk_widget_add_css_class (GTK_WIDGET (view->stages), "what-if-pairs");
  gtk_widget_set_valign (GTK_WIDGET (view->stages), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (view->stages), _("Which matrix is compared (Page Up, Page Down)"));
  iso_speak_drop_down (view->stages, _("Matrix"));
  gtk_widget_add_css_class (view->swap, "flat");
  gtk_widget_add_css_class (view->swap, "card-button");
  gtk_widget_set_valign (view->swap, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (view->swap, _("Swap A and B (X)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (view->swap), "comparison-matrices.swap");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->swap), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Swap A and B"), -1);
  iso_view_card_set_title (card, _("Matrices"));
  iso_view_card_add_control (card, view->spinner);
  iso_view_card_add_control (card, GTK_WIDGET (view->stages));
  iso_view_card_add_control (card, view->scales);
  iso_view_card_add_control (card, view->swap);
  g_signal_connect (view->stages, "notify::selected", G_CALLBACK (stage_selected), view);
}

static void
iso_compared_matrices_view_init (IsoComparedMatricesView *view)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *choosers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);
  view->stage = ISO_STAGE_OBDP;
  view->logarithmic = TRUE;
  view->job = iso_latest_job_new (iso_compared_matrices_make, iso_compared_matrices_request_free, computed,
                                  iso_compared_matrices_result_free, view);
  view->board = ISO_COMPARED_BOARD (iso_compared_board_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (view->board), TRUE);
  gtk_widget_add_css_class (body, "compared-body");
  for (IsoRunSideName side = 0; side < ISO_SIDE_COUNT; side++)
    {
      view->choosers[side] = ISO_RUN_CHOOSER (iso_run_chooser_new (side));
      gtk_box_append (GTK_BOX (choosers), GTK_WIDGET (view->choosers[side]));
    }
  gtk_box_append (GTK_BOX (body), choosers);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (view->board));
  add_header (view);
  iso_view_card_set_body (ISO_VIEW_CARD (view), body);
  iso_compared_matrices_view_set_choice (view, NULL);
  refresh (view);
}

GtkWidget *
iso_compared_matrices_view_new (void)
{
  return g_object_new (ISO_TYPE_COMPARED_MATRICES_VIEW, NULL);
}
