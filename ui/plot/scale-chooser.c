#include "ui/plot/scale-chooser.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/plot/spoken.h"

#define DIGITS 5

enum { FROM, MIDDLE, TO, NUMBER_COUNT };

struct _IsoScaleChooser {
  GtkGrid parent_instance;
  GtkWidget *shapes, *maps, *reset;
  GtkWidget *labels[NUMBER_COUNT], *entries[NUMBER_COUNT];
  IsoMatrixScaling scaling;
  IsoHeatScale scale;
  gboolean is_showing; /* what comes from here is not the person's doing */
};

G_DEFINE_FINAL_TYPE (IsoScaleChooser, iso_scale_chooser, GTK_TYPE_GRID)

enum { SCALING_CHANGED, MAP_CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

gboolean
iso_scale_number_parse (double *value, const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  char *end;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      if (character == 0x2212)
        g_string_append_c (plain, '-');
      else if (!g_unichar_isspace (character) && character != 0x202f)
        g_string_append_unichar (plain, character == ',' ? '.' : character);
    }
  double parsed = g_ascii_strtod (plain->str, &end);
  if (plain->len == 0 || *end != '\0' || !isfinite (parsed))
    return FALSE;
  *value = parsed;
  return TRUE;
}

/* ---- what the person does ---- */

static void
shape_chosen (IsoScaleChooser *chooser)
{
  if (chooser->is_showing)
    return;
  /* Another shape begins with the range that suits it. */
  IsoMatrixScaling scaling = { .shape = (IsoScalingShape) gtk_drop_down_get_selected (GTK_DROP_DOWN (chooser->shapes)) };
  g_signal_emit (chooser, signals[SCALING_CHANGED], 0, &scaling);
}

static void
map_chosen (IsoScaleChooser *chooser)
{
  if (!chooser->is_showing)
    g_signal_emit (chooser, signals[MAP_CHANGED], 0, (int) gtk_drop_down_get_selected (GTK_DROP_DOWN (chooser->maps)) - 1);
}

static void
reset_clicked (IsoScaleChooser *chooser)
{
  IsoMatrixScaling scaling = chooser->scaling;
  scaling.is_fixed = false;
  g_signal_emit (chooser, signals[SCALING_CHANGED], 0, &scaling);
}

static void
show_numbers (IsoScaleChooser *chooser)
{
  const double values[NUMBER_COUNT] = { chooser->scale.minimum, 0.5 * (chooser->scale.minimum + chooser->scale.maximum),
                                        chooser->scale.maximum };
  for (int i = 0; i < NUMBER_COUNT; i++)
    {
      char text[32];
      iso_number_format (text, sizeof text, values[i], DIGITS);
      gtk_widget_remove_css_class (chooser->entries[i], "error");
      if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (chooser->entries[i])), text) != 0)
        gtk_editable_set_text (GTK_EDITABLE (chooser->entries[i]), text);
    }
}

static void
number_entered (GtkEntry *entry, IsoScaleChooser *chooser)
{
  IsoMatrixScaling scaling = chooser->scaling;
  double value;
  int which = FROM;
  while (which < TO && chooser->entries[which] != GTK_WIDGET (entry))
    which++;
  gboolean good = iso_scale_number_parse (&value, gtk_editable_get_text (GTK_EDITABLE (entry)));
  IsoHeatScale changed = !good             ? chooser->scale
                         : which == MIDDLE ? iso_heat_scale_with_middle (&chooser->scale, value)
                                           : iso_heat_scale_with_end (&chooser->scale, which == TO, value);
  /* A range that cannot be stays as written, marked, until it is put right. */
  if (!good || iso_heat_scale_equal (&changed, &chooser->scale))
    {
      gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
      return;
    }
  iso_matrix_scaling_fix (&scaling, &changed);
  g_signal_emit (chooser, signals[SCALING_CHANGED], 0, &scaling);
}

/* As good as Enter, where something else was written than stood there. */
static void
focus_left (GtkEventControllerFocus *controller, IsoScaleChooser *chooser)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  const double shown[NUMBER_COUNT] = { chooser->scale.minimum, 0.5 * (chooser->scale.minimum + chooser->scale.maximum),
                                       chooser->scale.maximum };
  for (int i = 0; i < NUMBER_COUNT; i++)
    if (chooser->entries[i] == entry)
      {
        char text[32];
        iso_number_format (text, sizeof text, shown[i], DIGITS);
        if (g_strcmp0 (text, gtk_editable_get_text (GTK_EDITABLE (entry))) != 0)
          number_entered (GTK_ENTRY (entry), chooser);
      }
}

/* ---- the object ---- */

static void
iso_scale_chooser_class_init (IsoScaleChooserClass *class)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "scale-chooser");
  signals[SCALING_CHANGED] = g_signal_new ("scaling-changed", ISO_TYPE_SCALE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[MAP_CHANGED] = g_signal_new ("map-changed", ISO_TYPE_SCALE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                       G_TYPE_INT);
}

static GtkWidget *
add_row (IsoScaleChooser *chooser, int row, const char *name, GtkWidget *control)
{
  GtkWidget *label = gtk_label_new (name);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_hexpand (control, TRUE);
  if (GTK_IS_DROP_DOWN (control))
    iso_speak_drop_down (GTK_DROP_DOWN (control), name);
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_grid_attach (GTK_GRID (chooser), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (chooser), control, 1, row, 1, 1);
  return label;
}

static void
iso_scale_chooser_init (IsoScaleChooser *chooser)
{
  const char *const shapes[] = { _("automatic"), _("linear"), _("logarithmic"), _("diverging"), NULL };
  /* The maps' own names, which are not translated, but for the last. */
  const char *const maps[] = { _("automatic"), "viridis", "magma", "inferno", "cividis", _("grey"), NULL };
  const char *const numbers[NUMBER_COUNT] = { _("From"), _("Middle"), _("To") };
  gtk_grid_set_row_spacing (GTK_GRID (chooser), 6);
  gtk_grid_set_column_spacing (GTK_GRID (chooser), 12);
  chooser->shapes = gtk_drop_down_new_from_strings (shapes);
  add_row (chooser, 0, _("Scale"), chooser->shapes);
  for (int i = 0; i < NUMBER_COUNT; i++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();
      chooser->entries[i] = gtk_entry_new ();
      gtk_editable_set_width_chars (GTK_EDITABLE (chooser->entries[i]), 10);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (chooser->entries[i]), 10);
      gtk_widget_add_css_class (chooser->entries[i], "numeric");
      g_signal_connect (chooser->entries[i], "activate", G_CALLBACK (number_entered), chooser);
      g_signal_connect (focus, "leave", G_CALLBACK (focus_left), chooser);
      gtk_widget_add_controller (chooser->entries[i], focus);
      chooser->labels[i] = add_row (chooser, 1 + i, numbers[i], chooser->entries[i]);
    }
  chooser->reset = gtk_button_new_with_label (_("Automatic range"));
  gtk_grid_attach (GTK_GRID (chooser), chooser->reset, 1, 4, 1, 1);
  chooser->maps = gtk_drop_down_new_from_strings (maps);
  add_row (chooser, 5, _("Colors"), chooser->maps);
  g_signal_connect_swapped (chooser->shapes, "notify::selected", G_CALLBACK (shape_chosen), chooser);
  g_signal_connect_swapped (chooser->maps, "notify::selected", G_CALLBACK (map_chosen), chooser);
  g_signal_connect_swapped (chooser->reset, "clicked", G_CALLBACK (reset_clicked), chooser);
}

GtkWidget *
iso_scale_chooser_new (void)
{
  return g_object_new (ISO_TYPE_SCALE_CHOOSER, NULL);
}

void
iso_scale_chooser_show (IsoScaleChooser *chooser, const IsoMatrixScaling *scaling, const IsoHeatScale *scale, int map)
{
  gboolean diverges = iso_heat_scale_is_diverging (scale);
  chooser->is_showing = TRUE;
  chooser->scaling = *scaling;
  chooser->scale = *scale;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser->shapes), (guint) scaling->shape);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (chooser->maps), (guint) (map + 1));
  /* What diverges has two colours of its own. */
  gtk_widget_set_sensitive (chooser->maps, !diverges);
  gtk_widget_set_visible (chooser->labels[MIDDLE], diverges);
  gtk_widget_set_visible (chooser->entries[MIDDLE], diverges);
  gtk_widget_set_sensitive (chooser->reset, scaling->is_fixed);
  show_numbers (chooser);
  chooser->is_showing = FALSE;
}
