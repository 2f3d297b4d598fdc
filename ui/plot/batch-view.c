#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/timing.h"
#include "ui/figure/axis.h"
#include "ui/figure/batch-words.h"
#include "ui/plot/batch-view-private.h"
#include "ui/plot/matrix-view.h"

/* While training, a new batch is computed at most this often, and the worker uses at most this share of a core. */
#define LEAST_INTERVAL 0.05
#define WORKER_SHARE 0.15

G_DEFINE_FINAL_TYPE (IsoBatchView, iso_batch_view, ISO_TYPE_VIEW_CARD)

enum { WATCH_CHANGED, LOOK_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- asking the worker ---- */

static void
ask (IsoBatchView *view)
{
  const IsoBatchRequest request = {
    .snapshot = view->newest,
    .settings = view->has_settings ? view->settings : view->newest->distill,
    .logarithmic = view->logarithmic,
    .is_dark = iso_present_theme ()->is_dark,
    .large = iso_batch_board_large (view->board),
    .large_side = iso_batch_board_large_side (view->board),
    .tile_side = iso_batch_board_tile_side (view->board),
    .radius = ISO_MATRIX_RADIUS * gtk_widget_get_scale_factor (GTK_WIDGET (view)),
  };
  g_clear_handle_id (&view->timeout, g_source_remove);
  guint64 generation = iso_batch_stages_request (view->stages, &request);
  view->asked = iso_seconds ();
  view->stale = FALSE;
  if (view->timing && view->timed_generation == 0)
    view->timed_generation = generation;
}

static gboolean
ask_later (gpointer data)
{
  IsoBatchView *view = data;
  view->timeout = 0;
  if (view->newest != NULL && view->stale && gtk_widget_get_mapped (GTK_WIDGET (view->stack)))
    ask (view);
  return G_SOURCE_REMOVE;
}

/* at_once: a person waits for it; otherwise at the pace at which batches may be shown. */
static void
refresh (IsoBatchView *view, gboolean at_once)
{
  if (view->newest == NULL)
    return;
  view->stale = TRUE;
  if (!gtk_widget_get_mapped (GTK_WIDGET (view->stack)))
    return;
  double wait = view->asked + view->interval - iso_seconds ();
  if (at_once || wait <= 0.0)
    ask (view);
  else if (view->timeout == 0)
    view->timeout = g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) ceil (1e3 * wait), ask_later, view, NULL);
}

void
iso_batch_view_refresh_matrices (IsoBatchView *view)
{
  if (view->stale)
    refresh (view, TRUE);
}

/* ---- showing what came back ---- */

static void
release_clock (IsoBatchView *view)
{
  if (view->clock == NULL)
    return;
  g_signal_handler_disconnect (view->clock, view->after_paint);
  g_clear_object (&view->clock);
}

static void
painted (GdkFrameClock *clock, IsoBatchView *view)
{
  if (view->counts)
    view->drawn_count++;
  view->counts = FALSE;
  if (view->timed_shown)
    {
      view->latency_ms = 1e3 * (iso_seconds () - view->timed_from);
      view->timing = FALSE;
      view->timed_generation = 0;
    }
  view->timed_shown = FALSE;
  release_clock (view);
}

static void
await_paint (IsoBatchView *view)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (view));
  if (view->clock != NULL || clock == NULL || !gtk_widget_get_mapped (GTK_WIDGET (view)))
    return;
  view->clock = g_object_ref (clock);
  view->after_paint = g_signal_connect (clock, "after-paint", G_CALLBACK (painted), view);
}

/* Whether the stages are others than those of the step: weight and ramp do not touch them. */
static gboolean
differs (const IsoDistillSettings *a, const IsoDistillSettings *b)
{
  const double these[] = { a->tau, a->omega, a->tau_d, a->gamma }, those[] = { b->tau, b->omega, b->tau_d, b->gamma };
  for (size_t i = 0; i < G_N_ELEMENTS (these); i++)
    if (these[i] < those[i] || these[i] > those[i])
      return TRUE;
  return a->mode != b->mode || a->normalization != b->normalization || a->graph != b->graph || a->k != b->k
         || a->steps != b->steps;
}

/* What to do where the targets say little, which the subtitle tells just before; NULL where they say something. */
static char *
uniform_advice (IsoBatchView *view, const IsoBatchMatrices *matrices)
{
  char tau[32];
  if (!matrices->nearly_uniform || matrices->settings.mode == ISO_DISTILL_UNIFORM)
    return NULL;
  iso_number_format (tau, sizeof tau, matrices->settings.tau, 3);
  return g_strdup_printf (view->logarithmic ? _("at τ = %s: lower τ shows more") : _("at τ = %s: lower τ or use the log scale"), tau);
}

static void
update_words (IsoBatchView *view, const IsoBatchMatrices *matrices)
{
  g_autofree char *title = iso_batch_title (view->shown->step);
  g_autofree char *advice = uniform_advice (view, matrices);
  g_autofree char *subtitle = iso_batch_subtitle (matrices, view->shown->epoch, view->shown->is_probe,
                                                  differs (&matrices->settings, &view->shown->distill),
                                                  advice != NULL ? advice : _("click a tile to enlarge it"));
  iso_batch_view_tell (view, ISO_BATCH_LOOK_MATRICES, title, subtitle);
}

static void
result_ready (const IsoBatchResult *result, gpointer data)
{
  IsoBatchView *view = data;
  view->interval = fmax (LEAST_INTERVAL, result->seconds / WORKER_SHARE);
  if (result->snapshot != view->shown)
    view->counts = TRUE;
  iso_batch_snapshot_ref (result->snapshot);
  iso_batch_snapshot_unref (view->shown);
  view->shown = result->snapshot;
  if (view->timing && view->timed_generation != 0 && result->generation >= view->timed_generation)
    view->timed_shown = TRUE;
  update_words (view, result->matrices);
  iso_health_strip_show (view->health, &result->health);
  iso_batch_board_show (view->board, result->matrices, view->logarithmic, result->large_kind,
                        result->logarithmic == view->logarithmic ? result->large : NULL,
                        result->logarithmic == view->logarithmic ? result->tiles : NULL);
  gtk_stack_set_visible_child_name (view->stack, "board");
  await_paint (view);
}

static void
show_empty (IsoBatchView *view)
{
  iso_batch_board_show (view->board, NULL, view->logarithmic, ISO_MATRIX_OBDP, NULL, NULL);
  iso_batch_view_tell (view, ISO_BATCH_LOOK_MATRICES, NULL, NULL);
  gtk_stack_set_visible_child_name (view->stack, "empty");
}

static void
forget (IsoBatchView *view)
{
  g_clear_handle_id (&view->timeout, g_source_remove);
  iso_batch_stages_forget (view->stages);
  g_clear_pointer (&view->newest, iso_batch_snapshot_unref);
  g_clear_pointer (&view->shown, iso_batch_snapshot_unref);
  iso_similarity_view_set_snapshot (view->similarities, NULL);
  iso_similarity_view_set_epoch (view->similarities, NULL);
  view->stale = FALSE;
  view->has_settings = FALSE;
  view->timing = view->timed_shown = view->counts = FALSE;
  view->timed_generation = 0;
  show_empty (view);
}

/* ---- controls ---- */

void
iso_batch_view_choose_watch (IsoBatchView *view, int index)
{
  g_signal_emit (view, signals[WATCH_CHANGED], 0, index);
}

void
iso_batch_view_choose_scale (IsoBatchView *view, int index)
{
  if (view->logarithmic == (index == 1))
    return;
  view->logarithmic = index == 1;
  iso_batch_board_set_logarithmic (view->board, view->logarithmic);
  /* The subtitle may advise the other scale. */
  refresh (view, TRUE);
}

static gboolean
digit_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoBatchView *view)
{
  guint first = key >= GDK_KEY_KP_0 && key <= GDK_KEY_KP_9 ? GDK_KEY_KP_1 : GDK_KEY_1;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || key < first || key >= first + ISO_MATRIX_COUNT
      || view->shown == NULL || view->look != ISO_BATCH_LOOK_MATRICES)
    return GDK_EVENT_PROPAGATE;
  iso_batch_board_set_large (view->board, (IsoMatrixKind) (key - first));
  return GDK_EVENT_STOP;
}

/* ---- the object ---- */

static void
iso_batch_view_map (GtkWidget *widget)
{
  IsoBatchView *view = ISO_BATCH_VIEW (widget);
  GTK_WIDGET_CLASS (iso_batch_view_parent_class)->map (widget);
  iso_batch_view_refresh_matrices (view);
}

static void
iso_batch_view_unmap (GtkWidget *widget)
{
  release_clock (ISO_BATCH_VIEW (widget));
  GTK_WIDGET_CLASS (iso_batch_view_parent_class)->unmap (widget);
}

static void
iso_batch_view_dispose (GObject *object)
{
  IsoBatchView *view = ISO_BATCH_VIEW (object);
  g_clear_handle_id (&view->timeout, g_source_remove);
  release_clock (view);
  iso_batch_view_clear_looks (view);
  g_clear_pointer (&view->stages, iso_batch_stages_free);
  g_clear_pointer (&view->newest, iso_batch_snapshot_unref);
  g_clear_pointer (&view->shown, iso_batch_snapshot_unref);
  G_OBJECT_CLASS (iso_batch_view_parent_class)->dispose (object);
}

static void
iso_batch_view_class_init (IsoBatchViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_batch_view_dispose;
  widget_class->map = iso_batch_view_map;
  widget_class->unmap = iso_batch_view_unmap;
  signals[WATCH_CHANGED] = g_signal_new ("watch-changed", ISO_TYPE_BATCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_INT);
  signals[LOOK_CHANGED] = g_signal_new ("look-changed", ISO_TYPE_BATCH_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
empty_page_new (void)
{
  GtkWidget *label = gtk_label_new (_("Press Start (F5) to see a batch on its way from similarity to diffused target."));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static void
iso_batch_view_init (IsoBatchView *view)
{
  GtkWidget *stack = gtk_stack_new (), *board = iso_batch_board_new (), *health = iso_health_strip_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkEventController *keys = gtk_event_controller_key_new ();
  view->logarithmic = TRUE;
  view->interval = LEAST_INTERVAL;
  view->latency_ms = (double) NAN;
  view->stack = GTK_STACK (stack);
  view->board = ISO_BATCH_BOARD (board);
  view->health = ISO_HEALTH_STRIP (health);
  gtk_widget_set_hexpand (board, TRUE);
  gtk_box_append (GTK_BOX (page), board);
  gtk_box_append (GTK_BOX (page), health);
  view->stages = iso_batch_stages_new (result_ready, view);
  gtk_stack_add_named (view->stack, empty_page_new (), "empty");
  gtk_stack_add_named (view->stack, page, "board");
  gtk_widget_add_css_class (stack, "view-body");
  gtk_widget_set_margin_start (stack, 12);
  gtk_widget_set_margin_end (stack, 12);
  gtk_widget_set_margin_top (stack, 4);
  gtk_widget_set_margin_bottom (stack, 10);
  iso_batch_view_add_looks (view, stack);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (digit_pressed), view);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  show_empty (view);
}

GtkWidget *
iso_batch_view_new (void)
{
  return g_object_new (ISO_TYPE_BATCH_VIEW, NULL);
}

void
iso_batch_view_set_dataset (IsoBatchView *view, IsoDataset *dataset)
{
  iso_batch_board_set_names (view->board, dataset);
  iso_batch_map_set_dataset (view->map, dataset);
  if (dataset == NULL)
    forget (view);
}

void
iso_batch_view_set_snapshot (IsoBatchView *view, IsoBatchSnapshot *snapshot)
{
  if (snapshot == NULL || snapshot == view->newest)
    return;
  iso_batch_snapshot_ref (snapshot);
  iso_batch_snapshot_unref (view->newest);
  view->newest = snapshot;
  iso_batch_map_set_snapshot (view->map, snapshot);
  iso_similarity_view_set_snapshot (view->similarities, snapshot);
  refresh (view, FALSE);
}

void
iso_batch_view_set_settings (IsoBatchView *view, const IsoDistillSettings *settings)
{
  if (settings == NULL && !view->has_settings)
    return;
  view->has_settings = settings != NULL;
  if (settings != NULL)
    view->settings = *settings;
  iso_batch_map_set_settings (view->map, settings);
  view->timing = view->newest != NULL;
  view->timed_generation = 0;
  view->timed_shown = FALSE;
  view->timed_from = iso_seconds ();
  refresh (view, TRUE);
}

void
iso_batch_view_set_epoch (IsoBatchView *view, IsoEpochSnapshot *epoch)
{
  iso_similarity_view_set_epoch (view->similarities, epoch);
}

guint64
iso_batch_view_drawn_count (IsoBatchView *view)
{
  return view->drawn_count;
}

double
iso_batch_view_last_latency_ms (IsoBatchView *view)
{
  return view->latency_ms;
}
