/* Kept runs beside one another: the window that compares them, and the runs that were forked from the one in place, or that it was forked
 * from, beside its curves. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "engine/store/store.h"
#include "ui/figure/run-branch.h"
#include "ui/plot/compared-runs.h"
#include "ui/plot/latest-job.h"
#include "ui/window/run-comparison-window.h"
#include "ui/window/window-private.h"

/* More than these beside a run would hide it: the newest are shown. */
#define MOST_BRANCHES 6
/* In the palette: the newest. */
#define MOST_LISTED 100

struct _IsoWindowCompare {
  GtkWindow *opened;   /* the window that compares, or NULL */
  IsoLatestJob *job;   /* reads branches */
  gint64 run;          /* whose branches were asked for last; 0: none were */
  guint64 told;        /* what they came to then: of their ids and steps */
};

/* ---- the window ---- */

static void
present (IsoWindow *window, const gint64 *ids, size_t count)
{
  IsoWindowCompare *compare = window->compare;
  if (window->library == NULL || compare == NULL)
    {
      iso_window_say (window, _("Runs are not kept in this window."));
      return;
    }
  if (compare->opened == NULL)
    {
      g_set_weak_pointer (&compare->opened, GTK_WINDOW (iso_run_comparison_window_new (window->library, ids, count)));
      gtk_window_set_transient_for (compare->opened, GTK_WINDOW (window));
    }
  else
    iso_run_comparison_window_compare (ISO_RUN_COMPARISON_WINDOW (compare->opened), ids, count);
  gtk_window_present (compare->opened);
}

static void
compare_runs (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gsize count;
  const gint64 *ids = g_variant_get_fixed_array (parameter, &count, sizeof (gint64));
  if (count > 0)
    present (ISO_WINDOW (widget), ids, count);
}

/* The run in place and another one. */
static void
compare_with_run (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  gint64 ids[] = { iso_session_run (window->session), g_ascii_strtoll (g_variant_get_string (parameter, NULL), NULL, 10) };
  if (ids[0] > 0 && ids[1] > 0)
    present (window, ids, G_N_ELEMENTS (ids));
}

/* The palette lists them: what is typed chooses. */
static void
compare_with (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (window->library == NULL || iso_session_run (window->session) == 0)
    {
      iso_window_say (window, _("The run in this window is not kept yet: it is from its first step on."));
      return;
    }
  if (window->palette == NULL || !iso_palette_is_open (window->palette))
    gtk_widget_activate_action (widget, "win.palette", NULL);
  /* Translators: what "Compare with #5 …" begins with. */
  gtk_editable_set_text (iso_palette_field (window->palette), _("Compare with"));
  gtk_editable_set_position (iso_palette_field (window->palette), -1);
}

void
iso_window_list_compared (IsoWindow *window, GPtrArray *items)
{
  GPtrArray *runs = window->library != NULL ? iso_run_library_runs (window->library) : NULL;
  gint64 present_run = iso_session_run (window->session);
  guint listed = 0;
  for (guint i = 0; runs != NULL && present_run > 0 && i < runs->len && listed < MOST_LISTED; i++)
    {
      const IsoRun *run = runs->pdata[i];
      if (run->id == present_run)
        continue;
      g_autofree char *target = g_strdup_printf ("%" PRId64, run->id), *id = g_strconcat ("win.compare-with-run::", target, NULL);
      g_autofree char *title = g_strdup_printf (_("Compare with #%" PRId64 " %s"), run->id, run->name);
      g_autofree char *detail = g_strdup_printf (ngettext ("%s, %d epoch", "%s, %d epochs", run->epochs),
                                                 iso_run_status_title (run->status), run->epochs);
      IsoPaletteItem *item = iso_palette_item_new (ISO_PALETTE_ACTION, id, title, _("Run"));
      iso_palette_item_say (item, detail, NULL, run->name);
      item->action = g_strdup ("win.compare-with-run");
      item->target = g_steal_pointer (&target);
      g_ptr_array_add (items, item);
      listed++;
    }
}

/* ---- branches ---- */

typedef struct {
  gint64 id;
  char *label;
  int fork_epoch;
  gboolean is_parent;
} Relative;

typedef struct {
  IsoSharedStore *store;
  GArray *relatives; /* of Relative */
} Request;

static void
clear_relative (gpointer data)
{
  g_free (((Relative *) data)->label);
}

static void
request_free (gpointer data)
{
  Request *request = data;
  iso_shared_store_unref (request->store);
  g_array_unref (request->relatives);
  g_free (request);
}

/* All of them; one that was deleted meanwhile is left out. */
static gpointer
read_branches (gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;
  g_autoptr (GPtrArray) branches = g_ptr_array_new_with_free_func ((GDestroyNotify) iso_run_branch_free);
  for (guint i = 0; i < request->relatives->len; i++)
    {
      const Relative *relative = &g_array_index (request->relatives, Relative, i);
      g_autoptr (IsoHistory) history = iso_store_read_history (request->store->store, relative->id, NULL);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (history == NULL)
        continue;
      IsoRunCurves *curves = iso_run_curves_new (0);
      iso_run_curves_read (curves, history);
      g_ptr_array_add (branches, iso_run_branch_new (relative->label, iso_run_curves_step_of_epoch (curves, relative->fork_epoch),
                                                     relative->is_parent, curves));
    }
  return g_steal_pointer (&branches);
}

static void
branches_read (gpointer result, const GError *error, gpointer data)
{
  IsoWindow *window = data;
  if (result != NULL && window->compare->run == iso_session_run (window->session))
    iso_curve_plot_set_branches (window->curves, result);
  else if (result != NULL)
    g_ptr_array_unref (result);
}

static void
add_relative (GArray *relatives, const IsoRun *run, int fork_epoch, gboolean is_parent)
{
  Relative relative = { run->id, g_strdup_printf ("#%" PRId64 " %s", run->id, run->name), fork_epoch, is_parent };
  g_array_append_val (relatives, relative);
}

/* The run that the one in place was forked from, and the newest that were forked from it. *told: other where another reading would say
 * something else. */
static GArray *
find_relatives (IsoWindow *window, gint64 id, guint64 *told)
{
  GArray *relatives = g_array_new (FALSE, FALSE, sizeof (Relative));
  GPtrArray *runs = iso_run_library_runs (window->library);
  const IsoRun *own = iso_run_library_find (window->library, id);
  const IsoRun *parent = own != NULL && own->parent != 0 ? iso_run_library_find (window->library, own->parent) : NULL;
  g_array_set_clear_func (relatives, clear_relative);
  *told = (guint64) id;
  if (parent != NULL)
    add_relative (relatives, parent, own->fork_epoch, TRUE);
  for (guint i = 0; i < runs->len && relatives->len < MOST_BRANCHES; i++)
    if (((const IsoRun *) runs->pdata[i])->parent == id)
      add_relative (relatives, runs->pdata[i], ((const IsoRun *) runs->pdata[i])->fork_epoch, FALSE);
  for (guint i = 0; i < relatives->len; i++)
    {
      const IsoRun *run = iso_run_library_find (window->library, g_array_index (relatives, Relative, i).id);
      *told = *told * 1000003u + (guint64) run->id * 31u + run->steps + (guint64) run->epochs;
    }
  return relatives;
}

static void
update_branches (IsoWindow *window)
{
  IsoWindowCompare *compare = window->compare;
  gint64 id = window->library != NULL ? iso_session_run (window->session) : 0;
  guint64 told = 0;
  if (compare == NULL || id == 0 || !iso_run_library_is_listed (window->library))
    return;
  g_autoptr (GArray) relatives = find_relatives (window, id, &told);
  if (compare->run == id && compare->told == told)
    return;
  compare->run = id;
  compare->told = told;
  IsoSharedStore *store = relatives->len > 0 ? iso_run_library_share (window->library) : NULL;
  if (store == NULL)
    {
      iso_latest_job_forget (compare->job);
      iso_curve_plot_set_branches (window->curves, NULL);
      return;
    }
  Request *request = g_new0 (Request, 1);
  *request = (Request){ store, g_steal_pointer (&relatives) };
  iso_latest_job_request (compare->job, request, FALSE);
}

/* Another run is in place: with its history the branches of the one before are gone. */
void
iso_window_forget_branches (IsoWindow *window)
{
  if (window->compare == NULL)
    return;
  window->compare->run = 0;
  iso_latest_job_forget (window->compare->job);
  update_branches (window);
}

/* ---- the whole ---- */

static void
recording_changed (IsoWindow *window)
{
  gboolean has_run = window->library != NULL && iso_session_run (window->session) > 0;
  if (window->compare == NULL)
    return;
  iso_window_enable (window, "win.compare-with", has_run);
  /* What this very window records the library does not hear of by itself. */
  if (has_run && iso_run_library_find (window->library, iso_session_run (window->session)) == NULL)
    iso_run_library_refresh (window->library);
  update_branches (window);
}

void
iso_window_watch_compared (IsoWindow *window)
{
  window->compare = g_new0 (IsoWindowCompare, 1);
  window->compare->job = iso_latest_job_new (read_branches, request_free, branches_read, (GDestroyNotify) g_ptr_array_unref, window);
  g_signal_connect_object (window->session, "recording", G_CALLBACK (recording_changed), window, G_CONNECT_SWAPPED);
  iso_window_enable (window, "win.compare-with", FALSE);
}

void
iso_window_follow_library (IsoWindow *window)
{
  g_signal_connect_object (window->library, "changed", G_CALLBACK (update_branches), window, G_CONNECT_SWAPPED);
  recording_changed (window);
}

void
iso_window_drop_compare (IsoWindow *window)
{
  IsoWindowCompare *compare = g_steal_pointer (&window->compare);
  if (compare == NULL)
    return;
  if (compare->opened != NULL)
    gtk_window_destroy (compare->opened);
  g_clear_weak_pointer (&compare->opened);
  iso_latest_job_free (compare->job);
  g_free (compare);
}

void
iso_window_install_compare_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.compare-runs", "ax", compare_runs);
  gtk_widget_class_install_action (class, "win.compare-with", NULL, compare_with);
  gtk_widget_class_install_action (class, "win.compare-with-run", "s", compare_with_run);
}
