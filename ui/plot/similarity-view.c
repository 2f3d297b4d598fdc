#include "ui/plot/similarity-view.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/axis.h"
#include "ui/figure/batch-words.h"
#include "ui/figure/similarity-words.h"
#include "ui/plot/latest-job.h"
#include "ui/plot/similarity-canvas.h"

struct _IsoSimilarityView {
  GtkWidget parent_instance;
  GtkStack *pages; /* "empty", "canvas" */
  GtkLabel *message;
  IsoSimilarityCanvas *canvas;
  IsoLatestJob *job;
  IsoSimilaritySource source;
  IsoBatchSnapshot *batch;
  IsoEpochSnapshot *epoch;
  gboolean stale; /* what is in sight is not what it should be, and nothing has been asked for */
  char *title, *subtitle;
};

G_DEFINE_FINAL_TYPE (IsoSimilarityView, iso_similarity_view, GTK_TYPE_WIDGET)

enum { DESCRIBED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- the worker ---- */

/* One of both. */
typedef struct {
  IsoBatchSnapshot *batch;
  IsoEpochSnapshot *epoch;
} Request;

typedef struct {
  IsoSimilarityHistogram *histogram;
  char *title, *subtitle;
} Result;

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_batch_snapshot_unref (request->batch);
  iso_epoch_snapshot_unref (request->epoch);
  g_free (request);
}

static void
result_free (gpointer data)
{
  Result *result = data;
  g_free (result->histogram);
  g_free (result->title);
  g_free (result->subtitle);
  g_free (result);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Result, result_free)

static char *
describe_batch (const IsoBatchSnapshot *batch)
{
  char count[32];
  iso_number_format (count, sizeof count, (double) batch->B, 9);
  return g_strdup_printf (batch->is_probe ? _("student's similarities of %s samples · epoch %d · probe batch")
                                          : _("student's similarities of %s samples · epoch %d"),
                          count, batch->epoch + 1); /* people count from one */
}

static bool
count_test (IsoSimilarityHistogram *histogram, const IsoEpochSnapshot *epoch, GCancellable *cancellable, GError **error)
{
  const IsoExperiment *experiment = epoch->experiment;
  const gint32 *labels = iso_dataset_labels (experiment->dataset);
  g_autofree gint32 *own = g_new (gint32, MAX (epoch->N, 1));
  for (size_t i = 0; i < epoch->N; i++)
    own[i] = labels[experiment->split.test.indices[i]];
  /* One thread: training has the others. */
  return iso_similarity_histogram_of_embeddings (histogram, epoch->embeddings, own, epoch->N, epoch->D, NULL, cancellable, error);
}

static gpointer
count_pairs (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  const IsoBatchSnapshot *batch = request->batch;
  g_autoptr (Result) result = g_new0 (Result, 1);
  result->histogram = g_new (IsoSimilarityHistogram, 1);
  bool done = batch != NULL
                  ? iso_similarity_histogram_of_matrix (result->histogram, batch->student_similarity, batch->labels, batch->B, error)
                  : count_test (result->histogram, request->epoch, cancellable, error);
  if (!done)
    return NULL;
  result->title = batch != NULL ? iso_batch_title (batch->step) : g_strdup (_("Test similarities"));
  result->subtitle = batch != NULL ? describe_batch (batch) : iso_similarity_test_text (request->epoch->N, request->epoch->epoch);
  return g_steal_pointer (&result);
}

/* ---- asking and showing ---- */

static void
describe (IsoSimilarityView *view, const char *title, const char *subtitle)
{
  g_free (view->title);
  g_free (view->subtitle);
  view->title = g_strdup (title);
  view->subtitle = g_strdup (subtitle);
  g_signal_emit (view, signals[DESCRIBED], 0, view->title, view->subtitle);
}

static void
show_message (IsoSimilarityView *view, const char *text)
{
  gtk_label_set_text (view->message, text);
  iso_similarity_canvas_take (view->canvas, NULL);
  gtk_stack_set_visible_child_name (view->pages, "empty");
  describe (view, "", "");
}

static void
counted (gpointer data, const GError *error, gpointer user_data)
{
  IsoSimilarityView *view = user_data;
  g_autoptr (Result) result = data;
  if (result == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("There are no similarities to show: %s"), error->message);
      show_message (view, text);
      return;
    }
  iso_similarity_canvas_take (view->canvas, g_steal_pointer (&result->histogram));
  gtk_stack_set_visible_child_name (view->pages, "canvas");
  describe (view, result->title, result->subtitle);
}

static void
refresh (IsoSimilarityView *view, gboolean at_once)
{
  bool of_batch = view->source == ISO_SIMILARITIES_OF_BATCH;
  if (of_batch ? view->batch == NULL : view->epoch == NULL)
    {
      iso_latest_job_forget (view->job);
      view->stale = FALSE;
      show_message (view, of_batch ? _("Press Start (F5) to see how similar the samples of a batch are, within classes and between "
                                       "them.")
                                   : _("Press Start (F5): the similarities of the test set come with each evaluation."));
      return;
    }
  view->stale = !gtk_widget_get_mapped (GTK_WIDGET (view));
  if (view->stale)
    return;
  Request *request = g_new0 (Request, 1);
  request->batch = of_batch ? iso_batch_snapshot_ref (view->batch) : NULL;
  request->epoch = of_batch ? NULL : iso_epoch_snapshot_ref (view->epoch);
  iso_latest_job_request (view->job, request, at_once);
}

/* ---- the widget ---- */

static void
iso_similarity_view_map (GtkWidget *widget)
{
  IsoSimilarityView *view = ISO_SIMILARITY_VIEW (widget);
  GTK_WIDGET_CLASS (iso_similarity_view_parent_class)->map (widget);
  if (view->stale)
    refresh (view, TRUE);
}

static void
iso_similarity_view_dispose (GObject *object)
{
  IsoSimilarityView *view = ISO_SIMILARITY_VIEW (object);
  g_clear_pointer (&view->job, iso_latest_job_free);
  g_clear_pointer (&view->batch, iso_batch_snapshot_unref);
  g_clear_pointer (&view->epoch, iso_epoch_snapshot_unref);
  if (view->pages != NULL)
    gtk_widget_unparent (GTK_WIDGET (view->pages));
  view->pages = NULL;
  G_OBJECT_CLASS (iso_similarity_view_parent_class)->dispose (object);
}

static void
iso_similarity_view_finalize (GObject *object)
{
  IsoSimilarityView *view = ISO_SIMILARITY_VIEW (object);
  g_free (view->title);
  g_free (view->subtitle);
  G_OBJECT_CLASS (iso_similarity_view_parent_class)->finalize (object);
}

static void
iso_similarity_view_class_init (IsoSimilarityViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_similarity_view_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_similarity_view_finalize;
  widget_class->map = iso_similarity_view_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[DESCRIBED] = g_signal_new ("described", ISO_TYPE_SIMILARITY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                     G_TYPE_STRING, G_TYPE_STRING);
}

static void
iso_similarity_view_init (IsoSimilarityView *view)
{
  GtkWidget *message = gtk_label_new (NULL), *canvas = iso_similarity_canvas_new ();
  view->job = iso_latest_job_new (count_pairs, request_free, counted, result_free, view);
  view->pages = GTK_STACK (gtk_stack_new ());
  view->message = GTK_LABEL (message);
  view->canvas = ISO_SIMILARITY_CANVAS (canvas);
  gtk_widget_add_css_class (message, "dim-label");
  gtk_label_set_wrap (view->message, TRUE);
  gtk_label_set_justify (view->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (view->message, 60);
  gtk_stack_add_named (view->pages, message, "empty");
  gtk_stack_add_named (view->pages, canvas, "canvas");
  gtk_widget_set_parent (GTK_WIDGET (view->pages), GTK_WIDGET (view));
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Similarities"), -1);
  refresh (view, FALSE);
}

GtkWidget *
iso_similarity_view_new (void)
{
  return g_object_new (ISO_TYPE_SIMILARITY_VIEW, NULL);
}

void
iso_similarity_view_set_source (IsoSimilarityView *view, IsoSimilaritySource source)
{
  g_return_if_fail (ISO_IS_SIMILARITY_VIEW (view));
  if (source == view->source)
    return;
  view->source = source;
  iso_latest_job_forget (view->job);
  refresh (view, TRUE);
}

void
iso_similarity_view_set_snapshot (IsoSimilarityView *view, IsoBatchSnapshot *snapshot)
{
  g_return_if_fail (ISO_IS_SIMILARITY_VIEW (view));
  if (snapshot == view->batch)
    return;
  g_clear_pointer (&view->batch, iso_batch_snapshot_unref);
  view->batch = snapshot != NULL ? iso_batch_snapshot_ref (snapshot) : NULL;
  if (view->source == ISO_SIMILARITIES_OF_BATCH)
    refresh (view, FALSE);
}

void
iso_similarity_view_set_epoch (IsoSimilarityView *view, IsoEpochSnapshot *epoch)
{
  g_return_if_fail (ISO_IS_SIMILARITY_VIEW (view));
  if (epoch == view->epoch)
    return;
  g_clear_pointer (&view->epoch, iso_epoch_snapshot_unref);
  view->epoch = epoch != NULL ? iso_epoch_snapshot_ref (epoch) : NULL;
  if (view->source == ISO_SIMILARITIES_OF_TEST)
    refresh (view, FALSE);
}

const IsoSimilarityHistogram *
iso_similarity_view_histogram (IsoSimilarityView *view)
{
  g_return_val_if_fail (ISO_IS_SIMILARITY_VIEW (view), NULL);
  return iso_similarity_canvas_histogram (view->canvas);
}

const char *
iso_similarity_view_title (IsoSimilarityView *view)
{
  g_return_val_if_fail (ISO_IS_SIMILARITY_VIEW (view), NULL);
  return view->title;
}

const char *
iso_similarity_view_subtitle (IsoSimilarityView *view)
{
  g_return_val_if_fail (ISO_IS_SIMILARITY_VIEW (view), NULL);
  return view->subtitle;
}

GtkWidget *
iso_similarity_view_main (IsoSimilarityView *view)
{
  g_return_val_if_fail (ISO_IS_SIMILARITY_VIEW (view), NULL);
  return GTK_WIDGET (view->canvas);
}
