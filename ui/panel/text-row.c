/* Free text: a path, the sizes of layers. */
#include "engine/train/parameters.h"
#include "ui/panel/parameter-row-private.h"
#include "ui/panel/value-entry.h"

G_DECLARE_FINAL_TYPE (IsoTextRow, iso_text_row, ISO, TEXT_ROW, IsoParameterRow)

struct _IsoTextRow {
  IsoParameterRow parent_instance;
  GtkWidget *entry;
};

G_DEFINE_FINAL_TYPE (IsoTextRow, iso_text_row, ISO_TYPE_PARAMETER_ROW)

static gboolean
text_typed (GtkWidget *entry, const char *text, gpointer data)
{
  return iso_parameter_row_request (ISO_PARAMETER_ROW (data), text);
}

static void
iso_text_row_build (IsoParameterRow *row)
{
  IsoTextRow *self = ISO_TEXT_ROW (row);
  self->entry = iso_value_entry_new (text_typed, row);
  iso_parameter_row_place (row, ISO_ROW_VALUE, self->entry);
}

static void
iso_text_row_show (IsoParameterRow *row, const IsoSettings *settings)
{
  iso_value_entry_show (ISO_TEXT_ROW (row)->entry, iso_settings_get_text (settings, iso_parameter_row_parameter (row)));
}

static void
iso_text_row_class_init (IsoTextRowClass *class)
{
  ISO_PARAMETER_ROW_CLASS (class)->build = iso_text_row_build;
  ISO_PARAMETER_ROW_CLASS (class)->show = iso_text_row_show;
}

static void
iso_text_row_init (IsoTextRow *self)
{
}
