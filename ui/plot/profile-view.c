#include "ui/plot/profile-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "engine/base/unjoined.h"
#include "ui/figure/profile-figure.h"
#include "ui/plot/theme-watch.h"
#include "ui/plot/view-card.h"

#define HEIGHT 250
#define SAMPLER_HEIGHT 190
#define LEAST_WIDTH 320
#define NATURAL_WIDTH 620

typedef enum { LOSS, MINER, SAMPLER } Topic;

/* What is asked for: compared as a whole, so all of it is set. */
typedef struct {
  Topic topic;
  int index;
  double values[MAX (ISO_LOSS_MAX_PARAMETERS, ISO_MINER_MAX_PARAMETERS)];
  int with_replacement, neighborhood;
} Question;

typedef struct {
  Question question;
  IsoLossProfile *loss;
  IsoMinerProfile miner;
  IsoSamplerProfile sampler;
} Answer;

struct _IsoProfileView {
  GtkWidget parent_instance;
  Question question;
  gboolean asked, busy;
  Answer *shown; /* or NULL */
};

G_DEFINE_FINAL_TYPE (IsoProfileView, iso_profile_view, GTK_TYPE_WIDGET)

static void
answer_free (gpointer data)
{
  Answer *answer = data;
  g_free (answer->loss);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static void
compute_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Answer *answer = g_new0 (Answer, 1);
  answer->question = *(const Question *) data;
  const Question *question = &answer->question;
  switch (question->topic)
    {
    case LOSS:
      answer->loss = iso_loss_profile_new (iso_loss_kind ((IsoLossName) question->index), question->values);
      break;
    case MINER:
      iso_miner_profile (&answer->miner, iso_miner_kind ((IsoMinerName) question->index), question->values);
      break;
    case SAMPLER:
    default:
      {
        IsoBatchSettings batch = { .sampler = question->index, .with_replacement = question->with_replacement,
                                   .neighborhood = question->neighborhood };
        iso_sampler_profile (&answer->sampler, &batch);
      }
    }
  g_task_return_pointer (task, answer, answer_free);
}

static char *
words_of (const Answer *answer)
{
  switch (answer->question.topic)
    {
    case LOSS:
      return iso_loss_profile_words (answer->loss);
    case MINER:
      return iso_miner_profile_words (&answer->miner);
    case SAMPLER:
    default:
      return iso_sampler_profile_words (&answer->sampler);
    }
}

static void ask (IsoProfileView *view);

static void
weak_free (GWeakRef *weak)
{
  g_weak_ref_clear (weak);
  g_free (weak);
}

static void
answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (IsoProfileView) view = g_weak_ref_get (data);
  g_autoptr (Answer) answer = g_task_propagate_pointer (G_TASK (result), NULL);
  weak_free (data);
  if (view == NULL)
    return;
  view->busy = FALSE;
  /* One at a time: what was asked meanwhile is computed next, and the steps between are left out. */
  if (memcmp (&answer->question, &view->question, sizeof view->question) != 0)
    ask (view);
  g_autofree char *words = words_of (answer);
  g_clear_pointer (&view->shown, answer_free);
  view->shown = g_steal_pointer (&answer);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

/* The task holds the view weakly: a worker that dropped the last reference would take the widget apart on its own thread. */
static void
ask (IsoProfileView *view)
{
  GWeakRef *weak = g_new (GWeakRef, 1);
  g_weak_ref_init (weak, view);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, answered, weak);
  view->busy = TRUE;
  g_task_set_task_data (task, g_memdup2 (&view->question, sizeof view->question), g_free);
  iso_task_run_unjoined (task, compute_in_thread);
}

void
iso_profile_view_update (IsoProfileView *view, const IsoSettings *settings)
{
  Question question;
  memset (&question, 0, sizeof question);
  question.topic = view->question.topic;
  question.index = view->question.index;
  if (question.topic == LOSS)
    memcpy (question.values, settings->loss.parameters[question.index], sizeof settings->loss.parameters[0]);
  else if (question.topic == MINER)
    memcpy (question.values, settings->miner.parameters[question.index], sizeof settings->miner.parameters[0]);
  else
    {
      question.with_replacement = settings->batch.with_replacement;
      question.neighborhood = settings->batch.neighborhood;
    }
  if (view->asked && memcmp (&question, &view->question, sizeof question) == 0)
    return;
  view->question = question;
  view->asked = TRUE;
  if (!view->busy)
    ask (view);
}

gboolean
iso_profile_view_is_ready (IsoProfileView *view)
{
  return view->shown != NULL && memcmp (&view->shown->question, &view->question, sizeof view->question) == 0;
}

static void
iso_profile_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoProfileView *view = ISO_PROFILE_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (view->shown == NULL)
    return;
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) width, (float) height));
  if (view->question.topic == LOSS)
    iso_loss_profile_draw (cairo, view->shown->loss, iso_present_theme (), width, height);
  else if (view->question.topic == MINER)
    iso_miner_profile_draw (cairo, &view->shown->miner, iso_present_theme (), width, height);
  else
    iso_sampler_profile_draw (cairo, &view->shown->sampler, iso_present_theme (), width, height);
  cairo_destroy (cairo);
}

static void
iso_profile_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  gboolean is_low = ISO_PROFILE_VIEW (widget)->question.topic == SAMPLER;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH : is_low ? SAMPLER_HEIGHT : HEIGHT;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : *natural;
}

static void
iso_profile_view_finalize (GObject *object)
{
  g_clear_pointer (&ISO_PROFILE_VIEW (object)->shown, answer_free);
  G_OBJECT_CLASS (iso_profile_view_parent_class)->finalize (object);
}

static void
iso_profile_view_class_init (IsoProfileViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = iso_profile_view_finalize;
  widget_class->snapshot = iso_profile_view_snapshot;
  widget_class->measure = iso_profile_view_measure;
  gtk_widget_class_set_css_name (widget_class, "profile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
iso_profile_view_init (IsoProfileView *view)
{
  iso_watch_theme (GTK_WIDGET (view), G_CALLBACK (gtk_widget_queue_draw));
}

GtkWidget *
iso_profile_view_new (const char *key, int index)
{
  IsoProfileView *view = g_object_new (ISO_TYPE_PROFILE_VIEW, NULL);
  gboolean is_loss = strcmp (key, "loss.name") == 0, is_miner = strcmp (key, "miner.name") == 0;
  view->question.topic = is_loss ? LOSS : is_miner ? MINER : SAMPLER;
  view->question.index = index;
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_loss    ? _("What the loss does to a pair")
                                  : is_miner ? _("What the miner chooses")
                                             : _("What batches are made of"), -1);
  return GTK_WIDGET (view);
}
