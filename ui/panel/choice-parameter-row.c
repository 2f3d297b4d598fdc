/* One of a few names: linked toggles where all of them are short, else a drop-down list. */
#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/panel/choice-list.h"
#include "ui/panel/parameter-row-private.h"
#include "ui/plot/view-card.h"

/* Names as long as this stand side by side in the panel's width. */
#define SHORT_NAME 7

G_DECLARE_FINAL_TYPE (IsoChoiceParameterRow, iso_choice_parameter_row, ISO, CHOICE_PARAMETER_ROW, IsoParameterRow)

struct _IsoChoiceParameterRow {
  IsoParameterRow parent_instance;
  GtkWidget *toggles;
  GtkDropDown *list;
};

G_DEFINE_FINAL_TYPE (IsoChoiceParameterRow, iso_choice_parameter_row, ISO_TYPE_PARAMETER_ROW)

static void
choose (int index, gpointer data)
{
  IsoParameterRow *row = data;
  const IsoParameter *parameter = iso_parameter_row_parameter (row);
  /* The list tells late of what was shown, too: only another value than the one that holds was chosen by a person. */
  if (!iso_parameter_row_is_showing (row)
      && index != (int) iso_settings_get_number (iso_session_settings (iso_parameter_row_session (row)), parameter))
    iso_parameter_row_request (row, parameter->choices[index]);
}

static void
list_selected (GtkDropDown *list, GParamSpec *property, IsoParameterRow *row)
{
  guint selected = gtk_drop_down_get_selected (list);
  if (selected != GTK_INVALID_LIST_POSITION)
    choose ((int) selected, row);
}

static gboolean
fits_side_by_side (const IsoParameter *parameter)
{
  guint count = g_strv_length ((char **) parameter->titles);
  for (guint i = 0; i < count; i++)
    if (g_utf8_strlen (_(parameter->titles[i]), -1) > SHORT_NAME)
      return FALSE;
  return count == 3 || count == 4;
}

static void
iso_choice_parameter_row_build (IsoParameterRow *row)
{
  IsoChoiceParameterRow *self = ISO_CHOICE_PARAMETER_ROW (row);
  const IsoParameter *parameter = iso_parameter_row_parameter (row);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; parameter->titles[i] != NULL; i++)
    g_ptr_array_add (names, (gpointer) _(parameter->titles[i]));
  g_ptr_array_add (names, NULL);
  if (fits_side_by_side (parameter))
    {
      self->toggles = iso_choice_row_new (iso_parameter_row_name (row), (const char *const *) names->pdata, 0, choose, row);
      iso_parameter_row_place (row, ISO_ROW_TITLE, self->toggles);
      GtkWidget *button = gtk_widget_get_first_child (self->toggles);
      for (; button != NULL; button = gtk_widget_get_next_sibling (button))
        gtk_widget_set_hexpand (button, TRUE);
      return;
    }
  self->list = iso_choice_list_new ((const char *const *) names->pdata);
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_CENTER);
  g_signal_connect (self->list, "notify::selected", G_CALLBACK (list_selected), row);
  iso_parameter_row_place (row, ISO_ROW_VALUE, GTK_WIDGET (self->list));
}

/* Why each name cannot be chosen beside the other settings, NULL where it can. */
static GPtrArray *
find_reasons (IsoParameterRow *row)
{
  const IsoParameter *parameter = iso_parameter_row_parameter (row);
  GPtrArray *reasons = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; parameter->choices[i] != NULL; i++)
    g_ptr_array_add (reasons, iso_session_conflict (iso_parameter_row_session (row), parameter->key, parameter->choices[i]));
  return reasons;
}

/* The toggle that is on stays as it is: to press it again changes nothing. */
static void
show_toggle_reasons (IsoChoiceParameterRow *self, GPtrArray *reasons, int chosen)
{
  GtkWidget *button = gtk_widget_get_first_child (self->toggles);
  for (int i = 0; button != NULL; i++, button = gtk_widget_get_next_sibling (button))
    {
      const char *reason = i == chosen ? NULL : g_ptr_array_index (reasons, (guint) i);
      gtk_widget_set_sensitive (button, reason == NULL);
      gtk_widget_set_tooltip_text (button, reason);
    }
}

static void
iso_choice_parameter_row_show (IsoParameterRow *row, const IsoSettings *settings)
{
  IsoChoiceParameterRow *self = ISO_CHOICE_PARAMETER_ROW (row);
  int index = (int) iso_settings_get_number (settings, iso_parameter_row_parameter (row));
  g_autoptr (GPtrArray) reasons = find_reasons (row);
  if (self->toggles != NULL)
    {
      iso_choice_row_set_active (self->toggles, index);
      show_toggle_reasons (self, reasons, index);
      return;
    }
  gtk_drop_down_set_selected (self->list, (guint) index);
  iso_choice_list_set_reasons (self->list, (const char *const *) reasons->pdata);
  /* The button inside takes the focus, and nobody else gives it a name. */
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  const char *title = _(iso_parameter_row_parameter (row)->titles[index]);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", iso_parameter_row_name (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
iso_choice_parameter_row_class_init (IsoChoiceParameterRowClass *class)
{
  ISO_PARAMETER_ROW_CLASS (class)->build = iso_choice_parameter_row_build;
  ISO_PARAMETER_ROW_CLASS (class)->show = iso_choice_parameter_row_show;
}

static void
iso_choice_parameter_row_init (IsoChoiceParameterRow *self)
{
}
