#include "ui/plot/tuple-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/mined.h"
#include "ui/figure/axis.h"
#include "ui/figure/figures.h"
#include "ui/plot/tuple-line.h"
#include "ui/plot/tuple-view-private.h"

G_DEFINE_FINAL_TYPE (IsoTupleView, iso_tuple_view, ISO_TYPE_VIEW_CARD)

/* ---- the worker ---- */

typedef struct {
  IsoBatchSnapshot *snapshot;
  IsoTupleChoice choice;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_batch_snapshot_unref (request->snapshot);
  g_free (request);
}

static gpointer
list_tuples (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  return iso_tuples_new (request->snapshot, &request->choice);
}

/* ---- the list ---- */

static void
take (IsoTupleView *view, IsoTuples *tuples)
{
  IsoTuples *before = view->tuples;
  view->is_updating = TRUE;
  /* No row may look at what goes. */
  view->tuples = NULL;
  iso_tuple_view_fill_lines (view);
  iso_tuple_view_show_heading (view);
  view->tuples = tuples;
  gtk_single_selection_set_selected (view->selection, GTK_INVALID_LIST_POSITION);
  iso_tuple_list_set_count (view->list, tuples != NULL ? (guint) MIN (tuples->count, (size_t) G_MAXINT) : 0);
  view->is_updating = FALSE;
  iso_tuple_view_show_heading (view);
  iso_tuple_view_fill_lines (view);
  iso_tuples_unref (before);
  iso_view_card_exportable (ISO_VIEW_CARD (view));
}

static void
show_message (IsoTupleView *view, const char *text)
{
  take (view, NULL);
  gtk_label_set_text (view->message, text);
  gtk_stack_set_visible_child_name (view->pages, "empty");
}

static void
listed (gpointer data, const GError *error, gpointer user_data)
{
  IsoTupleView *view = user_data;
  g_autoptr (IsoTuples) tuples = data;
  g_autofree char *subtitle = iso_tuples_describe (tuples);
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), subtitle);
  if (tuples->count == 0)
    {
      const char *text = iso_tuples_why_filtered (tuples);
      show_message (view, text);
      return;
    }
  take (view, g_steal_pointer (&tuples));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->list_view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  gtk_stack_set_visible_child_name (view->pages, "list");
}

/* Where there is nothing to list: of which batch. */
static void
say_step (IsoTupleView *view, const IsoBatchSnapshot *batch)
{
  char step[32] = "";
  if (batch != NULL)
    iso_number_format (step, sizeof step, (double) batch->step, 15);
  g_autofree char *subtitle = batch != NULL ? g_strdup_printf (_("batch at step %s"), step) : g_strdup ("");
  iso_view_card_set_subtitle (ISO_VIEW_CARD (view), subtitle);
}

static void
refresh (IsoTupleView *view, gboolean at_once)
{
  IsoBatchSnapshot *batch = view->xray != NULL ? iso_xray_snapshot (view->xray) : NULL;
  gboolean has_tuples = batch != NULL && batch->triplet_count + batch->pair_count > 0;
  view->wanted.sample = iso_sample_choice_picked (view->choice).sample;
  gtk_widget_set_sensitive (view->filters, has_tuples);
  gtk_widget_set_sensitive (view->orders, has_tuples);
  if (!has_tuples)
    {
      iso_latest_job_forget (view->job);
      view->stale = FALSE;
      say_step (view, batch);
      show_message (view, batch != NULL ? iso_tuples_why_none (batch)
                                        : _("Press Start (F5) to see on which triplets or pairs of a batch the loss is computed."));
      return;
    }
  view->stale = !gtk_widget_get_mapped (GTK_WIDGET (view));
  if (view->stale)
    return;
  Request *request = g_new0 (Request, 1);
  request->snapshot = iso_batch_snapshot_ref (batch);
  request->choice = view->wanted;
  iso_latest_job_request (view->job, request, at_once);
}

/* ---- what the person chooses ---- */

static void
row_chosen (IsoTupleView *view)
{
  guint position = gtk_single_selection_get_selected (view->selection);
  if (view->is_updating || view->tuples == NULL || position >= view->tuples->count)
    return;
  const IsoTuple *tuple = &view->tuples->rows[position];
  const guint32 *indices = view->tuples->snapshot->indices;
  const guint32 samples[] = { indices[tuple->anchor], indices[tuple->positive], indices[tuple->negative] };
  guint32 sample = samples[0], other = samples[2], picked = iso_sample_choice_picked (view->choice).sample;
  /* The list is of the picked sample: that stays picked, or the rows would change under the hand. */
  if (view->tuples->choice.filter == ISO_TUPLES_OF_SAMPLE && picked != sample)
    {
      other = sample;
      sample = picked;
    }
  iso_sample_choice_select (view->choice, samples, G_N_ELEMENTS (samples), ISO_SELECT_INSTEAD);
  iso_sample_choice_pick (view->choice, sample, other);
}

static void
filter_chosen (int index, gpointer data)
{
  iso_tuple_view_set_filter (data, (IsoTupleFilter) index);
}

static void
order_chosen (int index, gpointer data)
{
  iso_tuple_view_set_order (data, (IsoTupleOrder) index);
}

static void
filter_wanted (GtkWidget *widget, const char *action, GVariant *parameter)
{
  int filter = g_variant_get_int32 (parameter);
  if (filter >= ISO_TUPLES_ALL && filter <= ISO_TUPLES_OF_SAMPLE)
    iso_choice_row_set_active (ISO_TUPLE_VIEW (widget)->filters, filter);
}

static gboolean
escape_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  IsoTupleView *view = ISO_TUPLE_VIEW (widget);
  if (gtk_single_selection_get_selected (view->selection) == GTK_INVALID_LIST_POSITION)
    return GDK_EVENT_PROPAGATE;
  gtk_single_selection_set_selected (view->selection, GTK_INVALID_LIST_POSITION);
  iso_sample_choice_select (view->choice, NULL, 0, ISO_SELECT_INSTEAD);
  return GDK_EVENT_STOP;
}

static void
picked_changed (IsoTupleView *view)
{
  if (view->wanted.filter == ISO_TUPLES_OF_SAMPLE && iso_sample_choice_picked (view->choice).sample != view->wanted.sample)
    refresh (view, TRUE);
  else
    iso_tuple_view_fill_lines (view);
}

static void
connect_choice (IsoTupleView *view, IsoSampleChoice *choice)
{
  view->choice = choice;
  g_signal_connect_object (choice, "pointed", G_CALLBACK (iso_tuple_view_fill_lines), view, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice, "picked", G_CALLBACK (picked_changed), view, G_CONNECT_SWAPPED);
}

void
iso_tuple_view_set_choice (IsoTupleView *view, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_TUPLE_VIEW (view));
  if (choice == view->choice)
    return;
  g_signal_handlers_disconnect_by_data (view->choice, view);
  g_object_unref (view->choice);
  connect_choice (view, choice != NULL ? g_object_ref (choice) : iso_sample_choice_new ());
  picked_changed (view);
}

/* ---- the X-ray ---- */

static void
renew_pictures (IsoTupleView *view)
{
  IsoDataset *dataset = view->xray != NULL ? iso_xray_dataset (view->xray) : NULL;
  g_clear_pointer (&view->pictures, iso_thumbnail_cache_free);
  if (dataset != NULL)
    view->pictures = iso_thumbnail_cache_new (dataset, ISO_TUPLE_PICTURE, gtk_widget_get_scale_factor (GTK_WIDGET (view)));
  iso_tuple_view_fill_lines (view);
}

static void
batch_changed (IsoTupleView *view)
{
  const IsoBatchSnapshot *batch = iso_xray_snapshot (view->xray);
  if (batch == NULL)
    renew_pictures (view);
  /* Settings of the diffusion change nothing here. */
  if (view->tuples == NULL || view->tuples->snapshot != batch)
    refresh (view, iso_xray_is_frozen (view->xray));
}

void
iso_tuple_view_set_xray (IsoTupleView *view, IsoXray *xray)
{
  g_return_if_fail (ISO_IS_TUPLE_VIEW (view));
  if (xray == view->xray)
    return;
  if (view->xray != NULL)
    g_signal_handlers_disconnect_by_data (view->xray, view);
  show_message (view, "");
  g_clear_object (&view->xray);
  if (xray != NULL)
    {
      view->xray = g_object_ref (xray);
      g_signal_connect_object (xray, "chosen", G_CALLBACK (batch_changed), view, G_CONNECT_SWAPPED);
    }
  renew_pictures (view);
  refresh (view, TRUE);
}

/* ---- the widget ---- */

static void
iso_tuple_view_map (GtkWidget *widget)
{
  IsoTupleView *view = ISO_TUPLE_VIEW (widget);
  GTK_WIDGET_CLASS (iso_tuple_view_parent_class)->map (widget);
  if (view->stale)
    refresh (view, TRUE);
}

static void
iso_tuple_view_dispose (GObject *object)
{
  IsoTupleView *view = ISO_TUPLE_VIEW (object);
  g_clear_pointer (&view->job, iso_latest_job_free);
  if (view->choice != NULL)
    {
      g_signal_handlers_disconnect_by_data (view->selection, view);
      g_signal_handlers_disconnect_by_data (view->choice, view);
      take (view, NULL);
    }
  if (view->xray != NULL)
    g_signal_handlers_disconnect_by_data (view->xray, view);
  g_clear_object (&view->xray);
  g_clear_object (&view->choice);
  g_clear_object (&view->list);
  g_clear_object (&view->selection);
  g_clear_pointer (&view->pictures, iso_thumbnail_cache_free);
  G_OBJECT_CLASS (iso_tuple_view_parent_class)->dispose (object);
}

static void
iso_tuple_view_finalize (GObject *object)
{
  g_ptr_array_unref (ISO_TUPLE_VIEW (object)->bound);
  G_OBJECT_CLASS (iso_tuple_view_parent_class)->finalize (object);
}

static gboolean
iso_tuple_view_can_export (IsoViewCard *card)
{
  return ISO_TUPLE_VIEW (card)->tuples != NULL;
}

static IsoFigure *
iso_tuple_view_figure (IsoViewCard *card)
{
  return iso_figure_of_tuples (ISO_TUPLE_VIEW (card)->tuples);
}

static void
iso_tuple_view_class_init (IsoTupleViewClass *class)
{
  static const guint filter_keys[] = { GDK_KEY_a, GDK_KEY_v, GDK_KEY_h, GDK_KEY_p };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_tuple_view_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_tuple_view_finalize;
  widget_class->map = iso_tuple_view_map;
  ISO_VIEW_CARD_CLASS (class)->can_export = iso_tuple_view_can_export;
  ISO_VIEW_CARD_CLASS (class)->figure = iso_tuple_view_figure;
  ISO_VIEW_CARD_CLASS (class)->no_picture = N_("A List Has Numbers, No Picture");
  gtk_widget_class_install_action (widget_class, "tuples.filter", "i", filter_wanted);
  for (int filter = 0; filter < (int) G_N_ELEMENTS (filter_keys); filter++)
    gtk_widget_class_add_binding_action (widget_class, filter_keys[filter], 0, "tuples.filter", "i", filter);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_pressed, NULL);
}

static void
iso_tuple_view_init (IsoTupleView *view)
{
  const char *const filters[] = { C_("triplets", "all"), C_("triplets", "violating"), C_("triplets", "hard"),
                                  C_("triplets", "picked"), NULL };
  const char *const orders[] = { C_("order", "worst first"), C_("order", "as mined"), NULL };
  GtkWidget *message = gtk_label_new (NULL);
  view->wanted = (IsoTupleChoice) { ISO_MINED_MARGIN, ISO_TUPLES_ALL, ISO_TUPLES_BY_VIOLATION, ISO_NO_SAMPLE };
  view->bound = g_ptr_array_new ();
  view->job = iso_latest_job_new (list_tuples, request_free, listed, (GDestroyNotify) iso_tuples_unref, view);
  connect_choice (view, iso_sample_choice_new ());
  view->filters = iso_choice_row_new (_("Which are listed"), filters, 0, filter_chosen, view);
  view->orders = iso_choice_row_new (_("Order of the list"), orders, 0, order_chosen, view);
  view->pages = GTK_STACK (gtk_stack_new ());
  view->message = GTK_LABEL (message);
  gtk_widget_add_css_class (message, "dim-label");
  gtk_label_set_wrap (view->message, TRUE);
  gtk_label_set_justify (view->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (view->message, 60);
  gtk_stack_add_named (view->pages, message, "empty");
  gtk_stack_add_named (view->pages, iso_tuple_view_page_new (view), "list");
  g_signal_connect_object (view->selection, "notify::selected", G_CALLBACK (row_chosen), view, G_CONNECT_SWAPPED);
  iso_view_card_set_title (ISO_VIEW_CARD (view), _("Mined"));
  iso_view_card_lower_subtitle (ISO_VIEW_CARD (view));
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->filters);
  iso_view_card_add_control (ISO_VIEW_CARD (view), view->orders);
  iso_view_card_set_body (ISO_VIEW_CARD (view), GTK_WIDGET (view->pages));
  g_signal_connect (view, "notify::scale-factor", G_CALLBACK (renew_pictures), NULL);
  refresh (view, FALSE);
}

GtkWidget *
iso_tuple_view_new (void)
{
  return g_object_new (ISO_TYPE_TUPLE_VIEW, NULL);
}

void
iso_tuple_view_set_margin (IsoTupleView *view, double margin)
{
  g_return_if_fail (ISO_IS_TUPLE_VIEW (view));
  if (margin == view->wanted.margin || !isfinite (margin))
    return;
  view->wanted.margin = margin;
  refresh (view, TRUE);
}

void
iso_tuple_view_set_filter (IsoTupleView *view, IsoTupleFilter filter)
{
  g_return_if_fail (ISO_IS_TUPLE_VIEW (view));
  if (filter == view->wanted.filter)
    return;
  view->wanted.filter = filter;
  iso_choice_row_set_active (view->filters, (int) filter);
  refresh (view, TRUE);
}

void
iso_tuple_view_set_order (IsoTupleView *view, IsoTupleOrder order)
{
  g_return_if_fail (ISO_IS_TUPLE_VIEW (view));
  if (order == view->wanted.order)
    return;
  view->wanted.order = order;
  iso_choice_row_set_active (view->orders, (int) order);
  refresh (view, TRUE);
}

const IsoTuples *
iso_tuple_view_tuples (IsoTupleView *view)
{
  g_return_val_if_fail (ISO_IS_TUPLE_VIEW (view), NULL);
  return view->tuples;
}
