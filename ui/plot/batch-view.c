#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/batch-words.h"
#include "ui/plot/batch-view-private.h"
#include "ui/plot/matrix-view.h"

G_DEFINE_FINAL_TYPE (IsoBatchView, iso_batch_view, ISO_TYPE_VIEW_CARD)

enum { WATCH_CHANGED, LOOK_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- what the X-ray is asked for ---- */

static void
wish_for_pixels (IsoXrayWishes *wishes, gpointer data)
{
  IsoBatchView *view = data;
  if (!view->watches)
    return;
  *wishes = (IsoXrayWishes){
    .logarithmic = view->logarithmic,
    .change = view->shows_change,
    .is_dark = iso_present_theme ()->is_dark,
    .large = iso_batch_board_large (view->board),
    .large_side = iso_batch_board_large_side (view->board),
    .tile_side = iso_batch_board_tile_side (view->board),
    .radius = ISO_MATRIX_RADIUS * gtk_widget_get_scale_factor (GTK_WIDGET (view)),
  };
}

static void
matrices_mapped (IsoBatchView *view)
{
  if (view->watches)
    return;
  view->watches = TRUE;
  iso_xray_watch (view->xray);
  iso_batch_view_show_stages (view);
}

static void
matrices_unmapped (IsoBatchView *view)
{
  if (!view->watches)
    return;
  view->watches = FALSE;
  iso_xray_unwatch (view->xray);
}

/* ---- showing what came back ---- */

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

char *
iso_batch_view_describe (IsoBatchView *view, const IsoXrayStages *stages, const IsoBatchMatrices *matrices, const char *advice)
{
  const IsoBatchSnapshot *snapshot = stages->snapshot;
  gboolean is_recomputed = !stages->is_trial && differs (&matrices->settings, &snapshot->distill);
  if (stages->is_trial)
    advice = view->shows_before             ? _("before: the run's settings")
             : matrices->from != NULL ? _("change: tried settings less the run's")
                                      : _("tried settings, not the run's");
  return iso_batch_subtitle (matrices, snapshot->epoch, snapshot->is_probe, is_recomputed, advice);
}

static void
update_words (IsoBatchView *view, const IsoXrayStages *stages, const IsoBatchMatrices *matrices)
{
  g_autofree char *title = iso_batch_title (stages->snapshot->step);
  g_autofree char *subtitle = iso_batch_view_describe (view, stages, matrices, _("click a tile to enlarge it"));
  iso_batch_view_tell (view, ISO_BATCH_LOOK_MATRICES, title, subtitle);
}

static void
show_board (IsoBatchView *view, const IsoXrayStages *stages)
{
  const IsoXrayPixels *pixels = &stages->pixels;
  gboolean shows_before = view->shows_before && stages->before != NULL;
  gboolean shows_change = !shows_before && view->shows_change && stages->change != NULL;
  IsoBatchMatrices *matrices = shows_before ? stages->before : shows_change ? stages->change : stages->matrices;
  gboolean fits = !shows_before && !shows_change && !pixels->wishes.logarithmic == !view->logarithmic
                  && !pixels->wishes.is_dark == !iso_present_theme ()->is_dark;
  update_words (view, stages, matrices);
  iso_health_strip_compare (view->health, &stages->health, stages->before != NULL ? &stages->health_before : NULL);
  iso_batch_board_show (view->board, matrices, view->logarithmic, pixels->wishes.large, fits ? pixels->large : NULL,
                        fits ? pixels->tiles : NULL);
}

void
iso_batch_view_show_stages (IsoBatchView *view)
{
  IsoXrayStages *stages = iso_xray_stages (view->xray);
  if (stages == NULL || !view->watches)
    return;
  if (stages->snapshot != view->shown)
    view->counts = TRUE;
  iso_batch_snapshot_ref (stages->snapshot);
  iso_batch_snapshot_unref (view->shown);
  view->shown = stages->snapshot;
  if (view->timing && iso_distill_settings_equal (&stages->matrices->settings, &view->timed_settings))
    view->timed_shown = TRUE;
  show_board (view, stages);
  iso_batch_view_update_hint (view);
  gtk_stack_set_visible_child_name (view->stack, "board");
  iso_batch_view_await_paint (view);
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
  g_clear_pointer (&view->shown, iso_batch_snapshot_unref);
  iso_batch_map_set_dataset (view->map, NULL);
  iso_similarity_view_set_snapshot (view->similarities, NULL);
  iso_similarity_view_set_epoch (view->similarities, NULL);
  view->timing = view->timed_shown = view->counts = FALSE;
  show_empty (view);
  iso_batch_view_update_hint (view);
}

/* ---- following the X-ray ---- */

static void
xray_chosen (IsoBatchView *view)
{
  IsoBatchSnapshot *snapshot = iso_xray_snapshot (view->xray);
  IsoDataset *dataset = iso_xray_dataset (view->xray);
  if (dataset != view->dataset || (snapshot == NULL && view->had_batch))
    {
      forget (view);
      view->dataset = dataset;
      iso_batch_board_set_names (view->board, dataset);
      iso_batch_map_set_dataset (view->map, dataset);
    }
  view->had_batch = snapshot != NULL;
  iso_batch_view_sync_header (view);
  if (snapshot == NULL)
    return;
  IsoDistillSettings settings;
  iso_xray_get_settings (view->xray, &settings);
  gboolean is_own = iso_distill_settings_equal (&settings, &snapshot->distill);
  iso_batch_map_set_settings (view->map, is_own ? NULL : &settings);
  iso_batch_map_set_snapshot (view->map, snapshot);
  iso_similarity_view_set_snapshot (view->similarities, snapshot);
}

static void
leave_xray (IsoBatchView *view)
{
  if (view->xray == NULL)
    return;
  iso_xray_set_wish (view->xray, NULL, NULL);
  matrices_unmapped (view);
  g_clear_signal_handler (&view->chosen, view->xray);
  g_clear_signal_handler (&view->computed, view->xray);
  g_clear_object (&view->xray);
}

static void
follow_xray (IsoBatchView *view, IsoXray *xray)
{
  view->xray = xray;
  iso_xray_set_wish (xray, wish_for_pixels, view);
  view->chosen = g_signal_connect_swapped (xray, "chosen", G_CALLBACK (xray_chosen), view);
  view->computed = g_signal_connect_swapped (xray, "stages", G_CALLBACK (iso_batch_view_show_stages), view);
  iso_trial_row_set_xray (view->trial, xray);
  xray_chosen (view);
  if (gtk_widget_get_mapped (GTK_WIDGET (view->stack)))
    matrices_mapped (view);
}

void
iso_batch_view_set_xray (IsoBatchView *view, IsoXray *xray)
{
  g_return_if_fail (ISO_IS_BATCH_VIEW (view) && (xray == NULL || ISO_IS_XRAY (xray)));
  if (xray == view->xray)
    return;
  leave_xray (view);
  follow_xray (view, xray != NULL ? g_object_ref (xray) : iso_xray_new ());
}

/* ---- controls ---- */

/* Frozen, the batch in sight stays; live and probe are also asked for outside. */
void
iso_batch_view_choose_watch (IsoBatchView *view, int index)
{
  if (view->syncing)
    return;
  if (index == ISO_SHOWN_FROZEN)
    {
      iso_xray_set_frozen (view->xray, TRUE);
      return;
    }
  view->watched = (IsoShownBatch) index;
  iso_xray_set_frozen (view->xray, FALSE);
  g_signal_emit (view, signals[WATCH_CHANGED], 0, index == ISO_SHOWN_PROBE ? 1 : 0);
}

void
iso_batch_view_choose_scale (IsoBatchView *view, int index)
{
  if (view->logarithmic == (index == 1))
    return;
  view->logarithmic = index == 1;
  iso_batch_board_set_logarithmic (view->board, view->logarithmic);
  iso_batch_view_update_hint (view);
}

static gboolean
is_typing (IsoBatchView *view)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (view));
  return root != NULL && GTK_IS_EDITABLE (gtk_root_get_focus (root));
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoBatchView *view)
{
  guint zero = key >= GDK_KEY_KP_0 && key <= GDK_KEY_KP_9 ? GDK_KEY_KP_0 : GDK_KEY_0;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || is_typing (view))
    return GDK_EVENT_PROPAGATE;
  if (iso_batch_view_trial_key (view, key, TRUE))
    return GDK_EVENT_STOP;
  if (view->look == ISO_BATCH_LOOK_MAP && (key == GDK_KEY_b || key == GDK_KEY_l))
    return gtk_widget_activate_action (GTK_WIDGET (view->map), key == GDK_KEY_b ? "batch-map.box" : "batch-map.lasso", NULL);
  if (key <= zero || key > zero + 9 || view->shown == NULL || view->look != ISO_BATCH_LOOK_MATRICES)
    return GDK_EVENT_PROPAGATE;
  iso_batch_board_set_large (view->board, (IsoMatrixKind) (key - zero - 1));
  return GDK_EVENT_STOP;
}

static void
key_released (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoBatchView *view)
{
  iso_batch_view_trial_key (view, key, FALSE);
}

/* ---- the object ---- */

static void
iso_batch_view_unmap (GtkWidget *widget)
{
  iso_batch_view_release_clock (ISO_BATCH_VIEW (widget));
  GTK_WIDGET_CLASS (iso_batch_view_parent_class)->unmap (widget);
}

static void
iso_batch_view_dispose (GObject *object)
{
  IsoBatchView *view = ISO_BATCH_VIEW (object);
  iso_batch_view_release_clock (view);
  leave_xray (view);
  iso_batch_view_clear_looks (view);
  g_clear_pointer (&view->shown, iso_batch_snapshot_unref);
  G_OBJECT_CLASS (iso_batch_view_parent_class)->dispose (object);
}

static void
iso_batch_view_class_init (IsoBatchViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_batch_view_dispose;
  iso_batch_view_install_export (ISO_VIEW_CARD_CLASS (class));
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

static GtkWidget *
matrices_page_new (IsoBatchView *view)
{
  GtkWidget *stack = gtk_stack_new (), *board = iso_batch_board_new (), *health = iso_health_strip_new ();
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  view->stack = GTK_STACK (stack);
  view->board = ISO_BATCH_BOARD (board);
  iso_view_card_set_main (ISO_VIEW_CARD (view), iso_batch_board_large_view (view->board));
  view->health = ISO_HEALTH_STRIP (health);
  gtk_widget_set_hexpand (board, TRUE);
  gtk_box_append (GTK_BOX (page), board);
  gtk_box_append (GTK_BOX (page), health);
  gtk_stack_add_named (view->stack, empty_page_new (), "empty");
  gtk_stack_add_named (view->stack, page, "board");
  gtk_widget_add_css_class (stack, "view-body");
  gtk_widget_set_margin_start (stack, 12);
  gtk_widget_set_margin_end (stack, 12);
  gtk_widget_set_margin_top (stack, 4);
  gtk_widget_set_margin_bottom (stack, 10);
  g_signal_connect_swapped (stack, "map", G_CALLBACK (matrices_mapped), view);
  g_signal_connect_swapped (stack, "unmap", G_CALLBACK (matrices_unmapped), view);
  return stack;
}

static void
iso_batch_view_init (IsoBatchView *view)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  view->logarithmic = TRUE;
  view->latency_ms = (double) NAN;
  iso_batch_view_add_looks (view, matrices_page_new (view));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), view);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released), view);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);
  follow_xray (view, iso_xray_new ());
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
  iso_xray_set_dataset (view->xray, dataset);
}

void
iso_batch_view_set_snapshot (IsoBatchView *view, IsoBatchSnapshot *snapshot)
{
  iso_xray_set_snapshot (view->xray, snapshot);
}

void
iso_batch_view_set_epoch (IsoBatchView *view, IsoEpochSnapshot *epoch)
{
  iso_similarity_view_set_epoch (view->similarities, epoch);
}

void
iso_batch_view_set_choice (IsoBatchView *view, IsoSampleChoice *choice)
{
  iso_batch_board_set_choice (view->board, choice);
  iso_batch_map_set_choice (view->map, choice);
}
