/* A number: a slider that stops at short values, and a field in which any value can be typed. */
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/panel/parameter-row-private.h"
#include "ui/panel/value-entry.h"
#include "ui/panel/value-grid.h"

G_DECLARE_FINAL_TYPE (IsoNumberRow, iso_number_row, ISO, NUMBER_ROW, IsoParameterRow)

struct _IsoNumberRow {
  IsoParameterRow parent_instance;
  GtkRange *slider;
  GtkWidget *entry, *unit;
  IsoValueGrid *grid;
  double shown; /* the value that holds */
};

G_DEFINE_FINAL_TYPE (IsoNumberRow, iso_number_row, ISO_TYPE_PARAMETER_ROW)

/* Whether nothing but this change would be refused. */
static gboolean
is_acceptable (IsoNumberRow *self, double value)
{
  IsoParameterRow *row = ISO_PARAMETER_ROW (self);
  const IsoParameter *parameter = iso_parameter_row_parameter (row);
  g_autofree char *text = iso_value_text (parameter, value);
  g_autofree char *reason = iso_session_conflict (iso_parameter_row_session (row), parameter->key, text);
  return reason == NULL;
}

/* Some stops make no sense with the other settings (a batch of 113 in classes of 4): the slider goes on to the next that does,
 * the way it was moved, else stays short of it. */
static double
nearest_acceptable (IsoNumberRow *self, int stop)
{
  int count = (int) iso_value_grid_count (self->grid);
  int direction = iso_value_grid_value (self->grid, (guint) stop) >= self->shown ? 1 : -1;
  for (int at = stop; at >= 0 && at < count; at += direction)
    if (is_acceptable (self, iso_value_grid_value (self->grid, (guint) at)))
      return iso_value_grid_value (self->grid, (guint) at);
  for (int at = stop; at >= 0 && at < count; at -= direction)
    if (is_acceptable (self, iso_value_grid_value (self->grid, (guint) at)))
      return iso_value_grid_value (self->grid, (guint) at);
  return iso_value_grid_value (self->grid, (guint) stop);
}

static void
slider_moved (GtkRange *slider, IsoNumberRow *self)
{
  IsoParameterRow *row = ISO_PARAMETER_ROW (self);
  if (iso_parameter_row_is_showing (row))
    return;
  int stop = (int) lround (gtk_range_get_value (slider));
  double value = nearest_acceptable (self, CLAMP (stop, 0, (int) iso_value_grid_count (self->grid) - 1));
  if (value == self->shown)
    {
      iso_parameter_row_refuse (row, NULL);
      iso_parameter_row_restore (row);
      return;
    }
  g_autofree char *text = iso_value_text (iso_parameter_row_parameter (row), value);
  iso_parameter_row_request (row, text);
}

static gboolean
value_typed (GtkWidget *entry, const char *text, gpointer data)
{
  return iso_parameter_row_request (ISO_PARAMETER_ROW (data), text);
}

/* A wheel turned over a slider scrolls the panel; it changes nothing. */
static void
ignore_wheel (GtkWidget *slider)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (slider);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_NONE);
    }
}

static void
iso_number_row_build (IsoParameterRow *row)
{
  IsoNumberRow *self = ISO_NUMBER_ROW (row);
  const IsoParameter *parameter = iso_parameter_row_parameter (row);

  self->grid = iso_value_grid_new (parameter);
  self->shown = NAN;
  self->slider = GTK_RANGE (gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.0,
                                                      MAX (1, iso_value_grid_count (self->grid) - 1), 1.0));
  gtk_range_set_increments (self->slider, 1.0, 10.0);
  gtk_scale_set_draw_value (GTK_SCALE (self->slider), FALSE);
  ignore_wheel (GTK_WIDGET (self->slider));
  g_signal_connect (self->slider, "value-changed", G_CALLBACK (slider_moved), self);
  iso_parameter_row_place (row, ISO_ROW_BELOW, GTK_WIDGET (self->slider));

  self->entry = iso_value_entry_new (value_typed, row);
  iso_parameter_row_place (row, ISO_ROW_VALUE, self->entry);
  self->unit = gtk_label_new (parameter->unit == NULL ? NULL : _(parameter->unit));
  gtk_widget_add_css_class (self->unit, "row-unit");
  gtk_widget_set_visible (self->unit, parameter->unit != NULL);
  iso_parameter_row_place (row, ISO_ROW_VALUE, self->unit);
}

static void
iso_number_row_show (IsoParameterRow *row, const IsoSettings *settings)
{
  IsoNumberRow *self = ISO_NUMBER_ROW (row);
  const IsoParameter *parameter = iso_parameter_row_parameter (row);
  g_autofree char *text = NULL;

  self->shown = iso_settings_get_number (settings, parameter);
  text = iso_value_text (parameter, self->shown);
  gtk_range_set_value (self->slider, iso_value_grid_position (self->grid, self->shown));
  iso_value_entry_show (self->entry, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->slider), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  if (strcmp (parameter->key, "distill.k") == 0)
    {
      /* A neighbor is any other sample of the batch. */
      g_autofree char *others = g_strdup_printf (_("of %d"), settings->batch.size - 1);
      gtk_label_set_text (GTK_LABEL (self->unit), others);
      gtk_widget_set_visible (self->unit, TRUE);
    }
}

static void
iso_number_row_finalize (GObject *object)
{
  IsoNumberRow *self = ISO_NUMBER_ROW (object);
  g_clear_pointer (&self->grid, iso_value_grid_free);
  G_OBJECT_CLASS (iso_number_row_parent_class)->finalize (object);
}

static void
iso_number_row_class_init (IsoNumberRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_number_row_finalize;
  ISO_PARAMETER_ROW_CLASS (class)->build = iso_number_row_build;
  ISO_PARAMETER_ROW_CLASS (class)->show = iso_number_row_show;
}

static void
iso_number_row_init (IsoNumberRow *self)
{
}
