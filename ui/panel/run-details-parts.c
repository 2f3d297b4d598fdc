/* The parts of a run's details, and what they say. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

#include "ui/figure/curves-figure.h"
#include "ui/panel/inspector-parts.h"
#include "ui/panel/quantities.h"
#include "ui/panel/run-details-private.h"
#include "ui/panel/run-words.h"
#include "ui/plot/view-card.h"

#define CHART_HEIGHT 176

/* ---- the chart ---- */

static void
draw_chart (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  IsoRunDetails *details = data;
  const IsoTheme *theme = iso_present_theme ();
  IsoCurvesOptions options = ISO_CURVES_OPTIONS_DEFAULT;
  if (details->reading == NULL || iso_run_curves_last_step (details->reading->curves) == 0)
    return;
  options.scale = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  g_autofree IsoCurvesLayout *layout = iso_curves_layout_new (cairo, details->reading->curves, &options, theme, width, height);
  iso_curves_draw (cairo, layout, details->reading->curves, &options, theme);
}

/* What the chart shows, for those who listen. */
static void
describe_chart (IsoRunDetails *details, const IsoRunCurves *curves)
{
  guint64 last = iso_run_curves_last_step (curves);
  char loss[32], recall[ISO_RUN_SCORE_SIZE];
  const IsoEpochRecord *end = iso_run_curves_epoch_at (curves, last);
  g_autofree char *steps = iso_quantity_text (last);
  iso_number_format (loss, sizeof loss, iso_run_curves_smoothed (curves, ISO_RUN_LOSS, last), 3);
  iso_run_score_text (recall, end != NULL ? iso_scores_value (&end->test, ISO_SCORE_RECALL_1) : (double) NAN);
  g_autofree char *text = g_strdup_printf (_("%s steps; at the end loss %s, recall@1 %s"), steps, loss, recall);
  gtk_accessible_update_property (GTK_ACCESSIBLE (details->chart), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* ---- lists of texts ---- */

/* Takes the value over. */
static void
add (GPtrArray *texts, const char *what, char *value)
{
  g_ptr_array_add (texts, g_strdup (what));
  g_ptr_array_add (texts, value);
}

/* Takes the texts over. */
static void
fill_part (IsoRunPart *part, GPtrArray *texts)
{
  g_ptr_array_add (texts, NULL);
  iso_run_part_fill (part, (const char *const *) texts->pdata);
  g_ptr_array_unref (texts);
}

static void
fill_scores (IsoRunDetails *details, const IsoRun *run)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  IsoScoreKey keys[ISO_SCORES_MAX];
  size_t count = iso_scores_keys (keys, &run->test);
  for (size_t i = 0; i < count; i++)
    {
      char value[32];
      double number = iso_scores_value (&run->test, keys[i]);
      g_autofree char *title = iso_score_key_title (keys[i]);
      if (isnan (number))
        continue;
      /* Most are shares, of which three decimals are compared. */
      if (fabs (number) < 10.0)
        iso_run_score_text (value, number);
      else
        iso_number_format (value, sizeof value, number, 3);
      add (texts, title, g_strdup (value));
    }
  fill_part (&details->scores, texts);
}

static void
fill_about (IsoRunDetails *details, const IsoRun *run)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  IsoRunFacts *facts = details->library != NULL ? iso_run_library_facts (details->library, run) : NULL;
  add (texts, _("Run"), g_strdup_printf ("%" PRId64, run->id));
  add (texts, _("Data"), iso_run_line (run->data));
  if (facts != NULL && facts->method[0] != '\0')
    add (texts, _("Method"), iso_run_line (facts->method));
  add (texts, _("Begun"), iso_run_time_text (run->created));
  if (run->ended != 0)
    add (texts, _("Ended"), iso_run_time_text (run->ended));
  add (texts, _("Time in steps"), iso_run_duration_text (run->train_seconds));
  add (texts, _("Time in evaluation"), iso_run_duration_text (run->evaluate_seconds));
  if (run->sweep != NULL)
    add (texts, _("Sweep"), iso_run_sweep_text (run->sweep));
  if (run->sweep_point != NULL)
    add (texts, _("Point of the sweep"), iso_run_line (run->sweep_point));
  add (texts, _("Written by"), g_strdup_printf ("Isotherm %s", run->version));
  add (texts, _("Size of its files"), g_format_size (run->bytes));
  if (details->reading != NULL)
    add (texts, _("Folder"), g_filename_display_name (details->reading->folder));
  fill_part (&details->about, texts);
  gtk_widget_set_visible (details->folder_button, details->reading != NULL);
}

/* ---- where it comes from, and what came of it ---- */

static void
add_link (GArray *ids, GPtrArray *texts, gint64 id, char *text)
{
  g_array_append_val (ids, id);
  g_ptr_array_add (texts, text);
}

static void
fill_origin (IsoRunDetails *details, const IsoRun *run)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *runs = iso_run_library_runs (details->library);
  const IsoRun *parent = run->parent != 0 ? iso_run_library_find (details->library, run->parent) : NULL;
  if (parent != NULL)
    {
      g_autofree char *name = iso_run_line (parent->name);
      add_link (ids, texts, parent->id, g_strdup_printf (_("Forked from %s (run %" PRId64 ") at epoch %d"), name, parent->id,
                                                        run->fork_epoch));
    }
  for (guint i = runs->len; i > 0; i--)
    {
      const IsoRun *other = g_ptr_array_index (runs, i - 1);
      if (other->parent != run->id)
        continue;
      g_autofree char *name = iso_run_line (other->name);
      add_link (ids, texts, other->id,
                g_strdup_printf (_("Fork at epoch %d: %s (run %" PRId64 ")"), other->fork_epoch, name, other->id));
    }
  /* The same links stay the same widgets: the keyboard may be on one of them. */
  g_ptr_array_add (texts, NULL);
  g_autofree char *said = g_strjoinv ("\n", (char **) texts->pdata);
  if (g_strcmp0 (said, g_object_get_data (G_OBJECT (details->origin.whole), "said")) == 0)
    return;
  g_object_set_data_full (G_OBJECT (details->origin.whole), "said", g_strdup (said), g_free);
  iso_run_part_add_links (&details->origin, details, ids, (const char *const *) texts->pdata);
}

/* ---- what was read ---- */

static void
fill_changes (IsoRunDetails *details)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  const GArray *changes = details->reading->changes;
  for (guint i = 0; i < changes->len; i++)
    {
      const IsoRunChange *change = &g_array_index (changes, IsoRunChange, i);
      g_autofree char *step = iso_quantity_text (change->step), *what = g_strdup_printf (_("from step %s"), step);
      g_autofree char *value = iso_run_line (change->value);
      add (texts, what, g_strdup_printf ("%s = %s", change->key, value));
    }
  fill_part (&details->changes, texts);
}

/* What is kept of an epoch, for people. Newly allocated. */
static char *
kept_text (const IsoKeptEpoch *epoch)
{
  const char *names[4] = { NULL };
  size_t count = 0;
  if (epoch->checkpoint)
    names[count++] = _("checkpoint");
  if (epoch->embeddings)
    names[count++] = _("embeddings");
  if (epoch->batch)
    names[count++] = _("batch");
  g_autofree char *size = g_format_size (epoch->bytes), *files = g_strjoinv (", ", (char **) names);
  return g_strdup_printf ("%s\n%s", files, size);
}

static void
fill_kept (IsoRunDetails *details)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  const GArray *kept = details->reading->kept;
  for (guint i = 0; i < kept->len; i++)
    {
      const IsoKeptEpoch *epoch = &g_array_index (kept, IsoKeptEpoch, i);
      g_autofree char *step = iso_quantity_text (epoch->step);
      g_autofree char *what = g_strdup_printf (_("Epoch %d\nstep %s"), epoch->epoch, step);
      add (texts, what, kept_text (epoch));
    }
  fill_part (&details->kept, texts);
}

void
iso_run_details_fill_read (IsoRunDetails *details)
{
  static const char *const nothing[] = { NULL };
  const IsoRunReading *reading = details->reading;
  if (reading == NULL)
    {
      iso_run_part_fill (&details->settings, nothing);
      iso_run_part_fill (&details->changes, nothing);
      iso_run_part_fill (&details->kept, nothing);
    }
  else
    {
      static const char *const usual[] = { N_("None: all as by default"), "", NULL };
      const char *const translated[] = { _(usual[0]), usual[1], NULL };
      iso_run_part_fill (&details->settings, reading->changed[0] != NULL ? (const char *const *) reading->changed : translated);
      fill_changes (details);
      fill_kept (details);
      describe_chart (details, reading->curves);
    }
  gtk_widget_queue_draw (details->chart);
}

void
iso_run_details_fill (IsoRunDetails *details, const IsoRun *run)
{
  g_autofree char *state = iso_run_state_text (run), *steps = iso_quantity_text (run->steps);
  g_autofree char *text = g_strdup_printf (_("%s · epoch %d of %d · step %s"), state, run->epochs, run->planned_epochs, steps);
  gtk_image_set_from_icon_name (GTK_IMAGE (details->status_icon), iso_run_status_icon (run->status));
  gtk_label_set_text (GTK_LABEL (details->status), text);
  fill_scores (details, run);
  fill_about (details, run);
  fill_origin (details, run);
}

/* ---- the widgets ---- */

static GtkWidget *
status_new (IsoRunDetails *details)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  details->status_icon = gtk_image_new ();
  details->status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, "wrap", TRUE, NULL);
  gtk_widget_add_css_class (details->status, "numeric");
  gtk_widget_set_margin_start (line, 2);
  gtk_box_append (GTK_BOX (line), details->status_icon);
  gtk_box_append (GTK_BOX (line), details->status);
  return line;
}

static void
add_note (IsoRunDetails *details, GtkWidget *body)
{
  GtkWidget *heading = iso_inspector_heading_new (_("Note")), *frame = gtk_scrolled_window_new ();
  details->note = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (details->note, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (details->note, FALSE);
  gtk_text_view_set_left_margin (details->note, 9);
  gtk_text_view_set_right_margin (details->note, 9);
  gtk_text_view_set_top_margin (details->note, 7);
  gtk_text_view_set_bottom_margin (details->note, 7);
  gtk_accessible_update_property (GTK_ACCESSIBLE (details->note), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Note"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _("Written down when the keyboard leaves it"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (frame), 54);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (frame), 140);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (frame), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), GTK_WIDGET (details->note));
  gtk_widget_add_css_class (frame, "run-note");
  gtk_widget_set_overflow (frame, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (body), heading);
  gtk_box_append (GTK_BOX (body), frame);
}

static void
add_parts (IsoRunDetails *details, GtkWidget *body)
{
  iso_run_part_init (&details->scores, body, _("Scores on the test part"));
  add_note (details, body);
  iso_run_part_init (&details->settings, body, _("Settings that differ from the defaults"));
  iso_run_part_init (&details->changes, body, _("Changes while it went on"));
  iso_run_part_init (&details->origin, body, _("Origin and forks"));
  iso_run_part_init (&details->kept, body, _("Kept epochs"));
  iso_run_part_init (&details->about, body, _("About this run"));
  details->folder_button = gtk_button_new_with_mnemonic (_("Open _Folder"));
  gtk_widget_set_halign (details->folder_button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (details->folder_button, 6);
  gtk_widget_add_css_class (details->folder_button, "run-folder");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (details->folder_button), "run-details.open-folder");
  gtk_widget_set_tooltip_text (details->folder_button, _("Shows the folder of the run's files"));
  gtk_box_append (GTK_BOX (body), details->folder_button);
}

GtkWidget *
iso_run_details_body_new (IsoRunDetails *details)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *scroller = gtk_scrolled_window_new ();
  details->name = gtk_entry_new ();
  gtk_widget_add_css_class (details->name, "run-name");
  gtk_widget_set_tooltip_text (details->name, _("Name of the run (F2)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (details->name), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Name of the run"), -1);
  details->chart = iso_inspector_drawing_new (CHART_HEIGHT, draw_chart, details);
  gtk_widget_set_margin_top (details->chart, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (details->chart), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Course of the run"), -1);
  details->problem = iso_inspector_label_new (NULL, 0.0f, FALSE);
  gtk_widget_add_css_class (details->problem, "error");
  gtk_widget_set_visible (details->problem, FALSE);
  gtk_widget_add_css_class (body, "inspector-body");
  gtk_box_append (GTK_BOX (body), details->name);
  gtk_box_append (GTK_BOX (body), status_new (details));
  gtk_box_append (GTK_BOX (body), details->problem);
  gtk_box_append (GTK_BOX (body), details->chart);
  add_parts (details, body);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), body);
  return scroller;
}
