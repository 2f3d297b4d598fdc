#include "ui/panel/look-back-bar.h"

#include <glib/gi18n.h>

/* Kept epochs a second. */
static const int speeds[] = { 2, 5, 10 };

struct _IsoLookBackBar {
  GtkBox parent_instance;
  IsoLookBack *back;
  IsoTimeline *timeline;
  GtkWidget *play, *speed;
  GSimpleAction *speed_action;
};

G_DEFINE_FINAL_TYPE (IsoLookBackBar, iso_look_back_bar, GTK_TYPE_BOX)

/* ---- what there is to look back on ---- */

static const char *
hint_of (IsoLookBack *back)
{
  IsoRunLibrary *library = back != NULL ? iso_look_back_library (back) : NULL;
  if (library == NULL)
    return _("Runs are not recorded: there is nothing to look back on");
  if (iso_run_library_problem (library) != NULL)
    return iso_run_library_problem (library);
  if (iso_look_back_run (back) == 0)
    return _("Epochs are kept once training has begun; then they can be looked back on here");
  return _("The first epoch will be kept in a moment; then it can be looked back on here");
}

static void
name_play (IsoLookBackBar *bar)
{
  bool is_playing = bar->back != NULL && iso_look_back_is_playing (bar->back);
  bool can_play = bar->back != NULL && iso_look_back_kept (bar->back)->len > 1;
  const char *name = is_playing ? _("Pause the film") : _("Play the film of the kept epochs");
  g_autofree char *keys = g_strdup_printf (_("%s (Ctrl+P)"), name);
  gtk_button_set_icon_name (GTK_BUTTON (bar->play), is_playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_widget_set_sensitive (bar->play, can_play);
  gtk_widget_set_sensitive (bar->speed, can_play);
  gtk_widget_set_tooltip_text (bar->play, can_play ? keys : _("The film plays once two epochs are kept"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar->play), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_kept (IsoLookBackBar *bar)
{
  const GArray *kept = bar->back != NULL ? iso_look_back_kept (bar->back) : NULL;
  guint count = kept != NULL ? kept->len : 0;
  g_autofree int *epochs = g_new (int, MAX (count, 1));
  for (guint i = 0; i < count; i++)
    epochs[i] = g_array_index (kept, IsoKeptEpoch, i).epoch;
  iso_timeline_set_kept (bar->timeline, epochs, count);
  iso_timeline_set_hint (bar->timeline, count == 0 ? hint_of (bar->back) : NULL);
  name_play (bar);
}

/* ---- forks ---- */

static void
add_fork (GArray *marks, IsoTimelineMarkKind kind, int epoch, const IsoRun *run, const char *format)
{
  g_autofree char *text = g_strdup_printf (format, (long long) run->id, run->name);
  IsoTimelineMark mark = { kind, epoch, g_intern_string (text) };
  g_array_append_val (marks, mark);
}

/* Runs of the library that came of this one, and where this one came from. */
static void
show_forks (IsoLookBackBar *bar)
{
  IsoRunLibrary *library = bar->back != NULL ? iso_look_back_library (bar->back) : NULL;
  gint64 id = library != NULL ? iso_look_back_run (bar->back) : 0;
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (IsoTimelineMark));
  const IsoRun *own = id != 0 ? iso_run_library_find (library, id) : NULL;
  const IsoRun *parent = own != NULL && own->parent != 0 ? iso_run_library_find (library, own->parent) : NULL;
  if (parent != NULL)
    add_fork (marks, ISO_TIMELINE_ORIGIN, own->fork_epoch, parent, _("forked from run %lld, “%s”"));
  GPtrArray *runs = id != 0 ? iso_run_library_runs (library) : NULL;
  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const IsoRun *run = runs->pdata[i];
      if (run->parent == id)
        add_fork (marks, ISO_TIMELINE_FORK, run->fork_epoch, run, _("run %lld was forked off, “%s”"));
    }
  iso_timeline_set_forks (bar->timeline, (const IsoTimelineMark *) (const void *) marks->data, marks->len);
}

static void
library_changed (IsoLookBackBar *bar)
{
  show_forks (bar);
  show_kept (bar);
}

/* ---- position and film ---- */

static void
show_position (IsoLookBackBar *bar)
{
  iso_timeline_set_position (bar->timeline, bar->back != NULL ? iso_look_back_asked (bar->back) : ISO_TIMELINE_NOW);
}

static void
show_film (IsoLookBackBar *bar)
{
  int speed = bar->back != NULL ? (int) iso_look_back_speed (bar->back) : speeds[1];
  g_autofree char *state = g_strdup_printf ("%d", speed), *label = g_strdup_printf (_("%d/s"), speed);
  g_autofree char *name = g_strdup_printf (ngettext ("Speed of the film: %d kept epoch a second", "Speed of the film: %d kept epochs a second",
                                                     (unsigned long) speed), speed);
  g_simple_action_set_state (bar->speed_action, g_variant_new_string (state));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (bar->speed), label);
  gtk_widget_set_tooltip_text (bar->speed, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar->speed), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  name_play (bar);
}

static void
sought (IsoTimeline *timeline, int epoch, IsoLookBackBar *bar)
{
  if (bar->back != NULL)
    iso_look_back_go (bar->back, epoch);
}

static void
stepped (IsoTimeline *timeline, int steps, IsoLookBackBar *bar)
{
  for (int i = 0; bar->back != NULL && i < ABS (steps); i++)
    iso_look_back_step (bar->back, steps < 0 ? -1 : 1);
}

static void
play_or_pause (IsoLookBackBar *bar)
{
  if (bar->back != NULL)
    iso_look_back_play (bar->back, !iso_look_back_is_playing (bar->back));
}

static void
speed_chosen (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  IsoLookBackBar *bar = data;
  if (bar->back != NULL)
    iso_look_back_set_speed (bar->back, g_ascii_strtod (g_variant_get_string (parameter, NULL), NULL));
}

/* ---- the widget ---- */

void
iso_look_back_bar_set_look_back (IsoLookBackBar *bar, IsoLookBack *back)
{
  IsoRunLibrary *before = bar->back != NULL ? iso_look_back_library (bar->back) : NULL;
  if (bar->back != NULL)
    g_signal_handlers_disconnect_by_data (bar->back, bar);
  if (before != NULL)
    g_signal_handlers_disconnect_by_data (before, bar);
  g_set_object (&bar->back, back);
  if (back != NULL)
    {
      g_signal_connect_object (back, "kept-changed", G_CALLBACK (library_changed), bar, G_CONNECT_SWAPPED);
      g_signal_connect_object (back, "asked", G_CALLBACK (show_position), bar, G_CONNECT_SWAPPED);
      g_signal_connect_object (back, "film", G_CALLBACK (show_film), bar, G_CONNECT_SWAPPED);
      if (iso_look_back_library (back) != NULL)
        g_signal_connect_object (iso_look_back_library (back), "changed", G_CALLBACK (library_changed), bar, G_CONNECT_SWAPPED);
    }
  library_changed (bar);
  show_position (bar);
  show_film (bar);
}

IsoTimeline *
iso_look_back_bar_timeline (IsoLookBackBar *bar)
{
  return bar->timeline;
}

static void
iso_look_back_bar_dispose (GObject *object)
{
  IsoLookBackBar *bar = ISO_LOOK_BACK_BAR (object);
  g_clear_object (&bar->back);
  g_clear_object (&bar->speed_action);
  G_OBJECT_CLASS (iso_look_back_bar_parent_class)->dispose (object);
}

static void
iso_look_back_bar_class_init (IsoLookBackBarClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_look_back_bar_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static GMenu *
speed_menu_new (void)
{
  GMenu *menu = g_menu_new ();
  for (size_t i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      g_autofree char *label = g_strdup_printf (ngettext ("%d epoch a second", "%d epochs a second", (unsigned long) speeds[i]), speeds[i]);
      g_autofree char *action = g_strdup_printf ("film.speed::%d", speeds[i]);
      g_menu_append (menu, label, action);
    }
  return menu;
}

static void
iso_look_back_bar_init (IsoLookBackBar *bar)
{
  GtkWidget *widget = GTK_WIDGET (bar);
  g_autoptr (GMenu) menu = speed_menu_new ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  bar->speed_action = g_simple_action_new_stateful ("speed", G_VARIANT_TYPE_STRING, g_variant_new_string ("5"));
  g_signal_connect_object (bar->speed_action, "activate", G_CALLBACK (speed_chosen), bar, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (bar->speed_action));
  gtk_widget_insert_action_group (widget, "film", G_ACTION_GROUP (group));
  gtk_widget_add_css_class (widget, "look-back-bar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Looking back"), -1);

  bar->play = gtk_button_new_from_icon_name ("media-playback-start-symbolic");
  gtk_widget_add_css_class (bar->play, "flat");
  gtk_widget_add_css_class (bar->play, "circular");
  gtk_widget_set_valign (bar->play, GTK_ALIGN_START);
  g_signal_connect_object (bar->play, "clicked", G_CALLBACK (play_or_pause), bar, G_CONNECT_SWAPPED);
  bar->timeline = ISO_TIMELINE (iso_timeline_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (bar->timeline), TRUE);
  g_signal_connect_object (bar->timeline, "sought", G_CALLBACK (sought), bar, 0);
  g_signal_connect_object (bar->timeline, "stepped", G_CALLBACK (stepped), bar, 0);
  g_signal_connect_object (bar->timeline, "play", G_CALLBACK (play_or_pause), bar, G_CONNECT_SWAPPED);
  bar->speed = gtk_menu_button_new ();
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (bar->speed), G_MENU_MODEL (menu));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (bar->speed), GTK_ARROW_UP);
  gtk_widget_add_css_class (bar->speed, "flat");
  gtk_widget_set_valign (bar->speed, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (bar), bar->play);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (bar->timeline));
  gtk_box_append (GTK_BOX (bar), bar->speed);
  iso_look_back_bar_set_look_back (bar, NULL);
}

GtkWidget *
iso_look_back_bar_new (void)
{
  return g_object_new (ISO_TYPE_LOOK_BACK_BAR, NULL);
}
