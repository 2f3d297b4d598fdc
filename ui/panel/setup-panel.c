#include "ui/panel/setup-panel.h"

#include <glib/gi18n.h>

#include "engine/train/parameters.h"
#include "ui/panel/map-settings.h"
#include "ui/panel/parameter-group.h"
#include "ui/panel/quantities.h"

/* How long the legend says from which step on a change acts. */
#define NEWS_SECONDS 4
/* How long groups take to unfold, and the room kept above and below a row that was asked for. */
#define SEEK_MICROSECONDS (G_USEC_PER_SEC * 2 / 5)
#define SEEK_MARGIN 24.0

struct _IsoSetupPanel {
  GtkBox parent_instance;
  IsoSession *session;
  IsoSettings start; /* what reset buttons go back to */
  GPtrArray *groups; /* of IsoParameterGroup, owned by the box */
  GPtrArray *rows;   /* of IsoParameterRow, in the order of the table */
  GtkWidget *banner, *legend, *scrolled;
  guint news_timeout;
  IsoParameterRow *sought; /* the row being scrolled to, or NULL */
  guint seek_tick;
  gint64 seek_until;       /* monotonic microseconds */
};

G_DEFINE_FINAL_TYPE (IsoSetupPanel, iso_setup_panel, GTK_TYPE_BOX)

static IsoParameterGroup *
group_named (IsoSetupPanel *panel, const char *name)
{
  for (guint i = 0; i < panel->groups->len; i++)
    if (g_str_equal (iso_parameter_group_name (g_ptr_array_index (panel->groups, i)), name))
      return g_ptr_array_index (panel->groups, i);
  return NULL;
}

/* Features cannot be moved, mirrored or painted over. */
static void
update_augmentation (IsoSetupPanel *panel)
{
  IsoExperiment *experiment = iso_session_experiment (panel->session);
  bool fits = experiment == NULL || iso_dataset_shape (experiment->dataset).is_image;
  iso_parameter_group_set_obstacle (group_named (panel, "augment"),
                                    fits ? NULL : _("Only images can be augmented: the data in place are features"));
}

static void
update (IsoSetupPanel *panel)
{
  const IsoSettings *settings = iso_session_settings (panel->session);
  update_augmentation (panel);
  for (guint i = 0; i < panel->groups->len; i++)
    iso_parameter_group_update (g_ptr_array_index (panel->groups, i), settings, &panel->start);
  gtk_revealer_set_reveal_child (GTK_REVEALER (panel->banner), iso_session_needs_reset (panel->session));
}

static gboolean
show_legend (gpointer data)
{
  IsoSetupPanel *panel = data;
  panel->news_timeout = 0;
  gtk_label_set_text (GTK_LABEL (panel->legend), _("acts from the next step on"));
  return G_SOURCE_REMOVE;
}

static void
change_applied (IsoSession *session, const char *key, guint64 step, IsoSetupPanel *panel)
{
  const IsoParameter *parameter = iso_parameter_find (key, iso_session_settings (session), NULL);
  g_autofree char *at = iso_quantity_text (step), *text = NULL;
  if (parameter == NULL || iso_map_settings_shows (parameter))
    return;
  text = g_strdup_printf (_("%s: from step %s"), parameter->symbol != NULL ? parameter->symbol : _(parameter->title), at);
  gtk_label_set_text (GTK_LABEL (panel->legend), text);
  g_clear_handle_id (&panel->news_timeout, g_source_remove);
  panel->news_timeout = g_timeout_add_seconds (NEWS_SECONDS, show_legend, panel);
}

static GtkWidget *
make_banner (void)
{
  GtkWidget *revealer = gtk_revealer_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_("Press Reset to train with the changed settings"));
  GtkWidget *button = gtk_button_new_with_label (_("Reset"));

  gtk_revealer_set_transition_type (GTK_REVEALER (revealer), GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 10);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.reset");
  gtk_widget_add_css_class (box, "reset-banner");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_revealer_set_child (GTK_REVEALER (revealer), box);
  return revealer;
}

static GtkWidget *
make_legend (IsoSetupPanel *panel)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  panel->legend = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_label_set_xalign (GTK_LABEL (panel->legend), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (panel->legend), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (panel->legend, "numeric");
  gtk_widget_add_css_class (dot, "live-dot");
  gtk_widget_set_valign (dot, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (box, "setup-legend");
  gtk_box_append (GTK_BOX (box), dot);
  gtk_box_append (GTK_BOX (box), panel->legend);
  show_legend (panel);
  return box;
}

static void
add_rows (IsoSetupPanel *panel, GtkBox *box)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      /* How the map is made is set where the map is. */
      if (iso_map_settings_shows (&table[i]))
        continue;
      g_autofree char *name = iso_parameter_group (&table[i]);
      IsoParameterGroup *group = group_named (panel, name);
      GtkWidget *row = iso_parameter_row_new (&table[i], panel->session);
      if (group == NULL)
        {
          group = ISO_PARAMETER_GROUP (iso_parameter_group_new (name, iso_parameter_group_title (name)));
          g_ptr_array_add (panel->groups, group);
          gtk_box_append (box, GTK_WIDGET (group));
        }
      iso_parameter_group_add (group, ISO_PARAMETER_ROW (row));
      g_ptr_array_add (panel->rows, row);
    }
}

GtkWidget *
iso_setup_panel_new (IsoSession *session)
{
  IsoSetupPanel *panel = g_object_new (ISO_TYPE_SETUP_PANEL, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  panel->session = g_object_ref (session);
  gtk_widget_add_css_class (box, "setup-groups");
  add_rows (panel, GTK_BOX (box));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scrolled), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Parameters"), -1);
  panel->banner = make_banner ();
  /* Below the rows: they must not move under the hand that changes them. */
  panel->scrolled = scrolled;
  gtk_box_append (GTK_BOX (panel), scrolled);
  gtk_box_append (GTK_BOX (panel), panel->banner);
  gtk_box_append (GTK_BOX (panel), make_legend (panel));
  g_signal_connect_object (session, "settings-changed", G_CALLBACK (update), panel, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "state-changed", G_CALLBACK (update), panel, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "run-changed", G_CALLBACK (update), panel, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "applied", G_CALLBACK (change_applied), panel, 0);
  iso_setup_panel_take_start (panel);
  return GTK_WIDGET (panel);
}

void
iso_setup_panel_take_start (IsoSetupPanel *panel)
{
  panel->start = *iso_session_settings (panel->session);
  update (panel);
}

/* Keeps the row in sight while its group unfolds and the panel slides in. */
static gboolean
seek (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  IsoSetupPanel *panel = ISO_SETUP_PANEL (widget);
  GtkWidget *row = GTK_WIDGET (panel->sought);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (panel->scrolled));
  GtkWidget *box = gtk_widget_get_ancestor (row, GTK_TYPE_VIEWPORT);
  graphene_rect_t place;
  if (box != NULL && gtk_widget_compute_bounds (row, gtk_widget_get_first_child (box), &place))
    gtk_adjustment_clamp_page (adjustment, (double) place.origin.y - SEEK_MARGIN,
                               (double) (place.origin.y + place.size.height) + SEEK_MARGIN);
  if (g_get_monotonic_time () < panel->seek_until)
    return G_SOURCE_CONTINUE;
  panel->seek_tick = 0;
  panel->sought = NULL;
  return G_SOURCE_REMOVE;
}

IsoParameterRow *
iso_setup_panel_row (IsoSetupPanel *panel, const IsoParameter *parameter)
{
  for (guint i = 0; i < panel->rows->len; i++)
    if (iso_parameter_row_parameter (g_ptr_array_index (panel->rows, i)) == parameter)
      return g_ptr_array_index (panel->rows, i);
  return NULL;
}

gboolean
iso_setup_panel_reveal (IsoSetupPanel *panel, const IsoParameter *parameter)
{
  IsoParameterRow *row = iso_setup_panel_row (panel, parameter);
  if (row == NULL || !gtk_widget_get_visible (GTK_WIDGET (row)))
    return FALSE;
  iso_parameter_group_set_open (ISO_PARAMETER_GROUP (gtk_widget_get_ancestor (GTK_WIDGET (row), ISO_TYPE_PARAMETER_GROUP)), TRUE);
  panel->sought = row;
  if (panel->seek_tick == 0)
    panel->seek_tick = gtk_widget_add_tick_callback (GTK_WIDGET (panel), seek, NULL, NULL);
  panel->seek_until = g_get_monotonic_time () + SEEK_MICROSECONDS;
  gtk_widget_child_focus (GTK_WIDGET (row), GTK_DIR_TAB_FORWARD);
  return TRUE;
}

char **
iso_setup_panel_folded (IsoSetupPanel *panel)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  for (guint i = 0; i < panel->groups->len; i++)
    if (!iso_parameter_group_is_open (g_ptr_array_index (panel->groups, i)))
      g_strv_builder_add (names, iso_parameter_group_name (g_ptr_array_index (panel->groups, i)));
  return g_strv_builder_end (names);
}

void
iso_setup_panel_fold (IsoSetupPanel *panel, const char *const *groups)
{
  for (guint i = 0; i < panel->groups->len; i++)
    {
      IsoParameterGroup *group = g_ptr_array_index (panel->groups, i);
      iso_parameter_group_set_open (group, !g_strv_contains (groups, iso_parameter_group_name (group)));
    }
}

static void
iso_setup_panel_dispose (GObject *object)
{
  IsoSetupPanel *panel = ISO_SETUP_PANEL (object);
  g_clear_handle_id (&panel->news_timeout, g_source_remove);
  G_OBJECT_CLASS (iso_setup_panel_parent_class)->dispose (object);
}

static void
iso_setup_panel_finalize (GObject *object)
{
  IsoSetupPanel *panel = ISO_SETUP_PANEL (object);
  g_ptr_array_unref (panel->groups);
  g_ptr_array_unref (panel->rows);
  g_clear_object (&panel->session);
  G_OBJECT_CLASS (iso_setup_panel_parent_class)->finalize (object);
}

static void
iso_setup_panel_class_init (IsoSetupPanelClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_setup_panel_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_setup_panel_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_setup_panel_init (IsoSetupPanel *panel)
{
  panel->groups = g_ptr_array_new ();
  panel->rows = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (panel), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (panel), "setup");
  /* Its rows expand within it; it itself leaves the room to the views. */
  gtk_widget_set_hexpand (GTK_WIDGET (panel), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (panel), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Setup"), -1);
}
