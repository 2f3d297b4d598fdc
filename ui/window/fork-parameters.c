#include "ui/window/fork-parameters.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/fork.h"
#include "engine/train/live-change.h"
#include "ui/window/palette-assign.h"
#include "ui/window/palette-match.h"

/* What a row of the list stands for. */
typedef struct {
  const IsoParameter *parameter;
  const char *refusal; /* why a fork may not change it, or NULL */
  char *name, *key;    /* folded */
  char *present;       /* its value, as shown */
  GtkWidget *value;
  guint place;         /* in the table */
  gboolean applies, is_taken;
  double score;        /* of what is typed; 0: does not fit */
} Entry;

struct _IsoForkParameters {
  GtkBox parent_instance;
  GtkWidget *search, *list;
  GPtrArray *rows;  /* of AdwActionRow, the list's */
  char *value;      /* typed behind the name, or NULL */
  gboolean is_searched;
};

G_DEFINE_FINAL_TYPE (IsoForkParameters, iso_fork_parameters, GTK_TYPE_BOX)

enum { CHOSEN, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static Entry *
entry_of (gpointer row)
{
  return g_object_get_data (G_OBJECT (row), "entry");
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;
  g_free (entry->name);
  g_free (entry->key);
  g_free (entry->present);
  g_free (entry);
}

/* ---- searching ---- */

/* How many fit. */
static guint
score_all (IsoForkParameters *self, const char *text)
{
  g_autofree char *query = iso_palette_fold (text);
  guint hits = 0;
  g_strstrip (query);
  for (guint i = 0; i < self->rows->len; i++)
    {
      Entry *entry = entry_of (g_ptr_array_index (self->rows, i));
      /* Without anything to look for, all stand in the order of the table. */
      entry->score = query[0] == '\0' ? 1.0 : MAX (iso_palette_score (query, entry->name), iso_palette_score (query, entry->key));
      hits += entry->score > 0.0 && entry->applies;
    }
  return hits;
}

/* "0.8", or "0.8 → 0.3" where a value is typed. */
static void
show_values (IsoForkParameters *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Entry *entry = entry_of (g_ptr_array_index (self->rows, i));
      gboolean is_typed = self->value != NULL && self->value[0] != '\0' && entry->refusal == NULL;
      g_autofree char *both = is_typed ? g_strdup_printf (_("%s → %s"), entry->present, self->value) : NULL;
      gtk_label_set_text (GTK_LABEL (entry->value), both != NULL ? both : entry->present);
    }
}

static void
arrange (IsoForkParameters *self)
{
  show_values (self);
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
  gtk_list_box_invalidate_sort (GTK_LIST_BOX (self->list));
}

/* Where nothing is called so, the last word may be a value. */
static void
search_changed (IsoForkParameters *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search))));
  g_clear_pointer (&self->value, g_free);
  self->is_searched = text[0] != '\0';
  char *equals = strchr (text, '='), *space = strrchr (text, ' ');
  char *end = equals != NULL ? equals : space;
  if ((equals != NULL || score_all (self, text) == 0) && end != NULL)
    {
      self->value = g_strstrip (g_strdup (end + 1));
      *end = '\0';
      score_all (self, text);
    }
  arrange (self);
}

/* What may not change is in nobody's way, but tells who looks for it; what is chosen already can be given another value. */
static gboolean
is_shown (GtkListBoxRow *row, gpointer data)
{
  const Entry *entry = entry_of (row);
  const IsoForkParameters *self = data;
  return entry->applies && (!entry->is_taken || self->value != NULL) && entry->score > 0.0
         && (entry->refusal == NULL || self->is_searched);
}

static int
compare (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  const Entry *one = entry_of (a), *other = entry_of (b);
  if ((one->refusal != NULL) != (other->refusal != NULL))
    return one->refusal != NULL ? 1 : -1;
  if (one->score != other->score)
    return one->score < other->score ? 1 : -1;
  return one->place < other->place ? -1 : 1;
}

/* ---- choosing ---- */

static void
choose (IsoForkParameters *self, GtkListBoxRow *row)
{
  const Entry *entry = entry_of (row);
  if (entry->refusal != NULL)
    return;
  g_autofree char *value = self->value != NULL && self->value[0] != '\0' ? g_strdup (self->value) : NULL;
  g_signal_emit (self, signals[CHOSEN], 0, (gpointer) entry->parameter, value);
}

static void
row_activated (GtkListBox *list, GtkListBoxRow *row, IsoForkParameters *self)
{
  choose (self, row);
}

/* The first that is shown. */
static void
search_activated (GtkWidget *search, IsoForkParameters *self)
{
  GtkListBoxRow *first = NULL;
  for (guint i = 0; self->is_searched && i < self->rows->len; i++)
    {
      GtkListBoxRow *row = g_ptr_array_index (self->rows, i);
      if (is_shown (row, self) && (first == NULL || compare (row, first, NULL) < 0))
        first = row;
    }
  if (first != NULL)
    choose (self, first);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoForkParameters *self)
{
  if (key != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
}

/* ---- rows ---- */

static void
add_row (IsoForkParameters *self, const IsoParameter *parameter, guint place)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *name = iso_palette_parameter_title (parameter);
  Entry *entry = g_new0 (Entry, 1);
  entry->parameter = parameter;
  entry->refusal = iso_fork_refusal (parameter);
  entry->name = iso_palette_fold (name);
  entry->key = iso_palette_fold (parameter->key);
  entry->place = place;
  entry->present = g_strdup ("");
  entry->applies = TRUE;
  entry->score = 1.0;
  entry->value = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (entry->value), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (entry->value), 24);
  gtk_widget_add_css_class (entry->value, "dim-label");
  gtk_widget_add_css_class (entry->value, "numeric");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  if (entry->refusal != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), entry->refusal);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), entry->value);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), entry->refusal == NULL);
  /* Not greyed as a whole: the reason is there to be read. */
  if (entry->refusal != NULL)
    gtk_widget_add_css_class (row, "fork-refused");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_DISABLED, entry->refusal != NULL, -1);
  gtk_widget_set_tooltip_text (row, _(parameter->help));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(parameter->help), -1);
  g_object_set_data_full (G_OBJECT (row), "entry", entry, entry_free);
  g_ptr_array_add (self->rows, row);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

/* How many threads work and where the same data lie is no matter of the run's. How the map is made follows it as it is. */
static gboolean
is_of_a_run (const IsoParameter *parameter)
{
  return !iso_parameter_is_of_the_machine (parameter) && (parameter->flags & ISO_PARAMETER_ONLY_LOOKS) == 0;
}

GtkWidget *
iso_fork_parameters_new (void)
{
  IsoForkParameters *self = g_object_new (ISO_TYPE_FORK_PARAMETERS, NULL);
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    if (is_of_a_run (&table[i]))
      add_row (self, &table[i], (guint) i);
  return GTK_WIDGET (self);
}

void
iso_fork_parameters_update (IsoForkParameters *self, const IsoSettings *settings, const GPtrArray *taken)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      Entry *entry = entry_of (g_ptr_array_index (self->rows, i));
      const IsoParameter *parameter = entry->parameter;
      g_autofree char *value = iso_settings_format (settings, parameter);
      int choice = parameter->type == ISO_PARAMETER_CHOICE ? (int) iso_settings_get_number (settings, parameter) : -1;
      entry->applies = iso_parameter_applies (parameter, settings);
      entry->is_taken = g_ptr_array_find ((GPtrArray *) taken, parameter, NULL);
      g_free (entry->present);
      entry->present = choice >= 0 ? g_strdup (_(parameter->titles[choice])) : g_steal_pointer (&value);
    }
  arrange (self);
}

void
iso_fork_parameters_focus (IsoForkParameters *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (self->search);
}

static void
iso_fork_parameters_finalize (GObject *object)
{
  IsoForkParameters *self = ISO_FORK_PARAMETERS (object);
  g_ptr_array_unref (self->rows);
  g_free (self->value);
  G_OBJECT_CLASS (iso_fork_parameters_parent_class)->finalize (object);
}

static void
iso_fork_parameters_class_init (IsoForkParametersClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_fork_parameters_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                  G_TYPE_POINTER, G_TYPE_STRING);
}

/* The entry takes Escape for itself: first what is typed goes, then the dialog. */
static void
search_stopped (IsoForkParameters *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

static void
iso_fork_parameters_init (IsoForkParameters *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *empty = gtk_label_new (_("No parameter is called so"));
  self->rows = g_ptr_array_new ();
  self->search = gtk_search_entry_new ();
  self->list = gtk_list_box_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  g_object_set (self->search, "placeholder-text", _("Find a parameter: omega, omega 0.8, margin…"), NULL);
  gtk_search_entry_set_search_delay (GTK_SEARCH_ENTRY (self->search), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Find a parameter to change"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Parameters"), -1);
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_widget_set_margin_top (empty, 18);
  gtk_widget_set_margin_bottom (empty, 18);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), empty);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), is_shown, self, NULL);
  gtk_list_box_set_sort_func (GTK_LIST_BOX (self->list), compare, self, NULL);
  gtk_widget_add_css_class (self->list, "boxed-list");
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (search_changed), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (search_stopped), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activated), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (self->search, keys);
  gtk_box_append (GTK_BOX (self), self->search);
  gtk_box_append (GTK_BOX (self), self->list);
}
