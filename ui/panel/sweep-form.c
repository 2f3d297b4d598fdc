#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "engine/base/pool.h"
#include "engine/train/parameters.h"
#include "ui/panel/quantities.h"
#include "ui/panel/sweep-form-private.h"
#include "ui/session/sweep-estimate.h"

/* What messages call a file that has no name yet. */
#define NAME "sweep"

G_DEFINE_FINAL_TYPE (IsoSweepForm, iso_sweep_form, GTK_TYPE_BOX)

enum { CHECKED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- how many runs, and how long ---- */

static double
seconds_per_epoch (IsoSweepForm *form)
{
  IsoTrainerStatus status;
  iso_session_status (form->session, &status);
  return iso_sweep_seconds_per_epoch (iso_session_history (form->session), status.steps_per_epoch);
}

static char *
describe (IsoSweepForm *form)
{
  const IsoSweepPlan *plan = form->plan;
  size_t settings = iso_sweep_plan_setting_count (plan), seeds = iso_sweep_plan_seed_count (plan), twins = iso_sweep_plan_twin_count (plan);
  int jobs = form->draft != NULL && iso_sweep_form_jobs (form) > 0 ? iso_sweep_form_jobs (form) : iso_core_count ();
  double most, seconds = iso_sweep_seconds (plan, form->seconds_per_epoch, jobs, &most);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *setting_text = iso_quantity_text (settings), *run_text = iso_quantity_text (settings * seeds);
  g_string_append_printf (text, ngettext ("%s setting", "%s settings", (gulong) settings), setting_text);
  g_string_append_printf (text, ngettext (" × %zu seed", " × %zu seeds", (gulong) seeds), seeds);
  g_string_append_printf (text, ngettext (" = %s run", " = %s runs", (gulong) (settings * seeds)), run_text);
  if (isfinite (seconds))
    {
      g_autofree char *duration = iso_duration_range_text (seconds, most);
      g_string_append_printf (text, ngettext (", %s with %d at once", ", %s with %d at once", (gulong) jobs), duration, jobs);
    }
  else
    g_string_append (text, _("; how long is known after the first ones"));
  if (twins > 0)
    g_string_append_printf (text,
                            ngettext (". %zu setting comes to the same as another", ". %zu settings come to the same as others",
                                      (gulong) twins),
                            twins);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
tell (IsoSweepForm *form)
{
  g_free (form->summary);
  form->summary = form->plan != NULL ? describe (form) : g_strdup ("");
  g_signal_emit (form, signals[CHECKED], 0);
}

/* ---- the check ---- */

static gpointer
make_plan (gpointer request, GCancellable *cancellable, GError **error)
{
  return iso_sweep_plan_parse (NAME, request, error);
}

static void
plan_made (gpointer result, const GError *error, gpointer data)
{
  IsoSweepForm *form = data;
  const char *prefix = NAME ": ";
  iso_sweep_plan_free (form->plan);
  g_free (form->problem);
  form->plan = result;
  form->problem = result == NULL && error != NULL
                      ? g_strdup (g_str_has_prefix (error->message, prefix) ? error->message + strlen (prefix) : error->message)
                      : NULL;
  form->is_checking = FALSE;
  tell (form);
}

/* A field that is wrong says so itself; the whole is not checked then. */
static void
check (IsoSweepForm *form)
{
  iso_latest_job_forget (form->job);
  g_clear_pointer (&form->plan, iso_sweep_plan_free);
  g_clear_pointer (&form->problem, g_free);
  form->is_checking = !iso_sweep_draft_has_problem (form->draft);
  if (form->is_checking)
    iso_latest_job_request (form->job, iso_sweep_draft_json (form->draft), TRUE);
  tell (form);
}

void
iso_sweep_form_edited (IsoSweepForm *form)
{
  iso_sweep_form_update (form);
  check (form);
}

/* ---- what is typed ---- */

IsoSweepDraft *
iso_sweep_form_draft (IsoSweepForm *form)
{
  g_return_val_if_fail (ISO_IS_SWEEP_FORM (form), NULL);
  return form->draft;
}

void
iso_sweep_form_show (IsoSweepForm *form)
{
  g_return_if_fail (ISO_IS_SWEEP_FORM (form));
  iso_sweep_form_fill (form);
  iso_sweep_form_edited (form);
}

void
iso_sweep_form_take (IsoSweepForm *form, IsoSweepDraft *draft)
{
  g_return_if_fail (ISO_IS_SWEEP_FORM (form));
  IsoSweepDraft *before = form->draft;
  form->draft = draft;
  iso_sweep_form_show (form);
  iso_sweep_draft_free (before);
}

void
iso_sweep_form_take_present (IsoSweepForm *form)
{
  g_return_if_fail (ISO_IS_SWEEP_FORM (form));
  form->draft->base = *iso_session_settings (form->session);
  iso_sweep_form_show (form);
}

/* "λ, ω on sample": a name to begin with, until another is typed. */
static void
propose_name (IsoSweepForm *form)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < form->draft->changes->len; i++)
    {
      const IsoSweepChange *change = form->draft->changes->pdata[i];
      const IsoParameter *parameter = iso_sweep_parameter (change->key, &form->draft->base);
      const char *word = parameter == NULL ? change->key : parameter->symbol != NULL ? parameter->symbol : _(parameter->title);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", word);
    }
  g_autofree char *source = g_path_get_basename (form->draft->base.data.source);
  g_autofree char *name = g_strdup_printf (_("%s on %s"), text->str, source);
  iso_sweep_text_set (&form->draft->name, name);
}

void
iso_sweep_form_add (IsoSweepForm *form, const char *key)
{
  g_return_if_fail (ISO_IS_SWEEP_FORM (form));
  gboolean is_proposed = form->draft->name[0] == '\0' || g_strcmp0 (form->proposed, form->draft->name) == 0;
  iso_sweep_draft_add (form->draft, key);
  if (is_proposed)
    {
      propose_name (form);
      iso_sweep_text_set (&form->proposed, form->draft->name);
    }
  iso_sweep_form_show (form);
}

/* ---- what came of it ---- */

const IsoSweepPlan *
iso_sweep_form_plan (IsoSweepForm *form)
{
  g_return_val_if_fail (ISO_IS_SWEEP_FORM (form), NULL);
  return form->plan;
}

IsoSweepPlan *
iso_sweep_form_steal_plan (IsoSweepForm *form)
{
  g_return_val_if_fail (ISO_IS_SWEEP_FORM (form), NULL);
  IsoSweepPlan *plan = g_steal_pointer (&form->plan);
  check (form);
  return plan;
}

gboolean
iso_sweep_form_is_checking (IsoSweepForm *form)
{
  return form->is_checking;
}

const char *
iso_sweep_form_problem (IsoSweepForm *form)
{
  return form->problem;
}

const char *
iso_sweep_form_summary (IsoSweepForm *form)
{
  return form->summary;
}

int
iso_sweep_form_jobs (IsoSweepForm *form)
{
  int jobs = gtk_spin_button_get_value_as_int (form->jobs);
  return jobs == iso_core_count () ? 0 : jobs;
}

gboolean
iso_sweep_form_retries (IsoSweepForm *form)
{
  return gtk_switch_get_active (form->retries);
}

/* An epoch more is known of the run in the window: the time can be told, or told better. */
static void
epoch_arrived (IsoSweepForm *form)
{
  double seconds = seconds_per_epoch (form);
  bool is_other = isfinite (seconds) && !(fabs (seconds - form->seconds_per_epoch) <= 0.1 * form->seconds_per_epoch);
  if (!is_other)
    return;
  form->seconds_per_epoch = seconds;
  if (form->plan != NULL)
    tell (form);
}

/* ---- the widget ---- */

static void
iso_sweep_form_dispose (GObject *object)
{
  IsoSweepForm *form = ISO_SWEEP_FORM (object);
  g_clear_pointer (&form->job, iso_latest_job_free);
  g_clear_object (&form->session);
  G_OBJECT_CLASS (iso_sweep_form_parent_class)->dispose (object);
}

static void
iso_sweep_form_finalize (GObject *object)
{
  IsoSweepForm *form = ISO_SWEEP_FORM (object);
  g_ptr_array_unref (form->rows);
  iso_sweep_draft_free (form->draft);
  iso_sweep_plan_free (form->plan);
  g_free (form->problem);
  g_free (form->summary);
  g_free (form->proposed);
  G_OBJECT_CLASS (iso_sweep_form_parent_class)->finalize (object);
}

static void
iso_sweep_form_class_init (IsoSweepFormClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_sweep_form_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_sweep_form_finalize;
  signals[CHECKED] = g_signal_new ("checked", ISO_TYPE_SWEEP_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
iso_sweep_form_init (IsoSweepForm *form)
{
  form->rows = g_ptr_array_new ();
  form->summary = g_strdup ("");
  form->seconds_per_epoch = (double) NAN;
  form->job = iso_latest_job_new (make_plan, g_free, plan_made, (GDestroyNotify) iso_sweep_plan_free, form);
}

GtkWidget *
iso_sweep_form_new (IsoSession *session)
{
  IsoSweepForm *form = g_object_new (ISO_TYPE_SWEEP_FORM, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  form->session = g_object_ref (session);
  form->draft = iso_sweep_draft_new (iso_session_settings (session));
  form->seconds_per_epoch = seconds_per_epoch (form);
  iso_sweep_form_build (form);
  iso_sweep_form_show (form);
  g_signal_connect_object (session, "epoch", G_CALLBACK (epoch_arrived), form, G_CONNECT_SWAPPED);
  return GTK_WIDGET (form);
}
