/* On or off. */
#include "engine/train/parameters.h"
#include "ui/panel/parameter-row-private.h"

G_DECLARE_FINAL_TYPE (IsoSwitchRow, iso_switch_row, ISO, SWITCH_ROW, IsoParameterRow)

struct _IsoSwitchRow {
  IsoParameterRow parent_instance;
  GtkSwitch *toggle;
};

G_DEFINE_FINAL_TYPE (IsoSwitchRow, iso_switch_row, ISO_TYPE_PARAMETER_ROW)

static void
toggled (GtkSwitch *toggle, GParamSpec *property, IsoParameterRow *row)
{
  if (!iso_parameter_row_is_showing (row))
    iso_parameter_row_request (row, gtk_switch_get_active (toggle) ? "on" : "off");
}

static void
iso_switch_row_build (IsoParameterRow *row)
{
  IsoSwitchRow *self = ISO_SWITCH_ROW (row);
  self->toggle = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->toggle), GTK_ALIGN_CENTER);
  g_signal_connect (self->toggle, "notify::active", G_CALLBACK (toggled), row);
  iso_parameter_row_place (row, ISO_ROW_VALUE, GTK_WIDGET (self->toggle));
}

static void
iso_switch_row_show (IsoParameterRow *row, const IsoSettings *settings)
{
  double value = iso_settings_get_number (settings, iso_parameter_row_parameter (row));
  gtk_switch_set_active (ISO_SWITCH_ROW (row)->toggle, value != 0.0);
}

static void
iso_switch_row_class_init (IsoSwitchRowClass *class)
{
  ISO_PARAMETER_ROW_CLASS (class)->build = iso_switch_row_build;
  ISO_PARAMETER_ROW_CLASS (class)->show = iso_switch_row_show;
}

static void
iso_switch_row_init (IsoSwitchRow *self)
{
}
