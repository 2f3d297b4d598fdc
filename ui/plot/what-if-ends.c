#include "ui/plot/what-if-ends.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/axis.h"
#include "ui/figure/what-if-words.h"

#define FIELDS 4

struct _IsoWhatIfEnds {
  GtkWidget parent_instance;
  GtkWidget *button;
  GtkLabel *names[2];
  GtkEntry *fields[FIELDS];
  IsoWhatIfPair pair;
  size_t B;
  double own[ISO_WHAT_IF_PARAMETERS][2]; /* NAN: the usual one */
};

G_DEFINE_FINAL_TYPE (IsoWhatIfEnds, iso_what_if_ends, GTK_TYPE_WIDGET)

enum { CHANGED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static double
end_of (IsoWhatIfEnds *ends, IsoWhatIfParameter parameter, int which)
{
  double usual[2];
  iso_what_if_ends (&usual[0], &usual[1], parameter, ends->B);
  return isnan (ends->own[parameter][which]) ? usual[which] : ends->own[parameter][which];
}

static void
fill (IsoWhatIfEnds *ends)
{
  for (int field = 0; field < FIELDS; field++)
    {
      char text[32], written[G_ASCII_DTOSTR_BUF_SIZE];
      IsoWhatIfParameter parameter = iso_what_if_parameter (ends->pair, field / 2);
      g_ascii_formatd (written, (int) sizeof written, "%.6g", end_of (ends, parameter, field % 2));
      g_strlcpy (text, written, sizeof text);
      gtk_editable_set_text (GTK_EDITABLE (ends->fields[field]), text);
      gtk_widget_remove_css_class (GTK_WIDGET (ends->fields[field]), "error");
    }
}

gboolean
iso_what_if_ends_type (IsoWhatIfEnds *ends, int end, const char *text)
{
  g_return_val_if_fail (ISO_IS_WHAT_IF_ENDS (ends) && end >= 0 && end < FIELDS, FALSE);
  IsoWhatIfParameter parameter = iso_what_if_parameter (ends->pair, end / 2);
  g_autofree char *typed = g_strstrip (g_strdup (text));
  char *rest = NULL;
  double least, most, value;
  g_strdelimit (typed, ",", '.');
  value = g_ascii_strtod (typed, &rest);
  if (rest == typed || *rest != '\0' || !isfinite (value))
    return FALSE;
  iso_what_if_limits (&least, &most, parameter, ends->B);
  value = CLAMP (value, least, most);
  if (parameter == ISO_WHAT_IF_K)
    value = round (value);
  double before = end_of (ends, parameter, end % 2);
  ends->own[parameter][end % 2] = value;
  fill (ends);
  if (value < before || value > before)
    g_signal_emit (ends, signals[CHANGED], 0);
  return TRUE;
}

static int
field_of (IsoWhatIfEnds *ends, GtkWidget *entry)
{
  int field = 0;
  while (field + 1 < FIELDS && GTK_WIDGET (ends->fields[field]) != entry)
    field++;
  return field;
}

static void
activated (GtkEntry *entry, IsoWhatIfEnds *ends)
{
  int field = field_of (ends, GTK_WIDGET (entry));
  if (!iso_what_if_ends_type (ends, field, gtk_editable_get_text (GTK_EDITABLE (entry))))
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
}

static void
focus_left (GtkEventControllerFocus *controller, IsoWhatIfEnds *ends)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  /* What is no number gives the value back. */
  if (!iso_what_if_ends_type (ends, field_of (ends, entry), gtk_editable_get_text (GTK_EDITABLE (entry))))
    fill (ends);
}

static void
reset_clicked (GtkButton *button, IsoWhatIfEnds *ends)
{
  for (int direction = 0; direction < 2; direction++)
    {
      IsoWhatIfParameter parameter = iso_what_if_parameter (ends->pair, direction);
      ends->own[parameter][0] = ends->own[parameter][1] = (double) NAN;
    }
  fill (ends);
  g_signal_emit (ends, signals[CHANGED], 0);
}

/* ---- the widget ---- */

static void
iso_what_if_ends_dispose (GObject *object)
{
  IsoWhatIfEnds *ends = ISO_WHAT_IF_ENDS (object);
  g_clear_pointer (&ends->button, gtk_widget_unparent);
  G_OBJECT_CLASS (iso_what_if_ends_parent_class)->dispose (object);
}

static void
iso_what_if_ends_class_init (IsoWhatIfEndsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_what_if_ends_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] = g_signal_new ("changed", ISO_TYPE_WHAT_IF_ENDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkEntry *
field_new (IsoWhatIfEnds *ends)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 7);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 7);
  gtk_editable_set_alignment (GTK_EDITABLE (entry), 1.0f);
  gtk_widget_add_css_class (entry, "numeric");
  g_signal_connect (entry, "activate", G_CALLBACK (activated), ends);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left), ends);
  gtk_widget_add_controller (entry, focus);
  return GTK_ENTRY (entry);
}

static GtkWidget *
grid_new (IsoWhatIfEnds *ends)
{
  GtkWidget *grid = gtk_grid_new (), *reset = gtk_button_new_with_label (_("Usual Ends"));
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_widget_add_css_class (grid, "what-if-ends");
  for (int direction = 0; direction < 2; direction++)
    {
      GtkWidget *name = gtk_label_new (NULL), *to = gtk_label_new (_("to"));
      ends->names[direction] = GTK_LABEL (name);
      gtk_label_set_xalign (ends->names[direction], 0.0f);
      gtk_widget_set_hexpand (name, TRUE);
      gtk_widget_add_css_class (to, "dim-label");
      ends->fields[2 * direction] = field_new (ends);
      ends->fields[2 * direction + 1] = field_new (ends);
      gtk_grid_attach (GTK_GRID (grid), name, 0, direction, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (ends->fields[2 * direction]), 1, direction, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), to, 2, direction, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), GTK_WIDGET (ends->fields[2 * direction + 1]), 3, direction, 1, 1);
    }
  gtk_widget_set_halign (reset, GTK_ALIGN_END);
  g_signal_connect (reset, "clicked", G_CALLBACK (reset_clicked), ends);
  gtk_grid_attach (GTK_GRID (grid), reset, 0, 2, 4, 1);
  return grid;
}

static void
iso_what_if_ends_init (IsoWhatIfEnds *ends)
{
  GtkWidget *popover = gtk_popover_new ();
  for (int parameter = 0; parameter < ISO_WHAT_IF_PARAMETERS; parameter++)
    ends->own[parameter][0] = ends->own[parameter][1] = (double) NAN;
  ends->B = 2;
  ends->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (ends->button), "isotherm-sliders-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (ends->button), popover);
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (ends->button), FALSE);
  gtk_widget_add_css_class (ends->button, "card-menu");
  gtk_widget_set_valign (ends->button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (ends->button, _("From where to where the grid runs"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (ends->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Ends of the grid"), -1);
  gtk_popover_set_child (GTK_POPOVER (popover), grid_new (ends));
  gtk_widget_set_parent (ends->button, GTK_WIDGET (ends));
  iso_what_if_ends_show (ends, ISO_WHAT_IF_OMEGA_K, 2);
}

GtkWidget *
iso_what_if_ends_new (void)
{
  return g_object_new (ISO_TYPE_WHAT_IF_ENDS, NULL);
}

void
iso_what_if_ends_show (IsoWhatIfEnds *ends, IsoWhatIfPair pair, size_t B)
{
  g_return_if_fail (ISO_IS_WHAT_IF_ENDS (ends));
  gboolean is_other = ends->pair != pair || ends->B != B || gtk_label_get_text (ends->names[0])[0] == '\0';
  ends->pair = pair;
  ends->B = B;
  if (!is_other)
    return;
  for (int field = 0; field < FIELDS; field++)
    {
      const char *name = iso_what_if_name (iso_what_if_parameter (pair, field / 2));
      g_autofree char *label = g_strdup_printf (field % 2 == 0 ? _("%s from") : _("%s to"), name);
      gtk_label_set_text (ends->names[field / 2], name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (ends->fields[field]), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  fill (ends);
}

void
iso_what_if_ends_get (IsoWhatIfEnds *ends, double values[2][2], const IsoDistillSettings *run)
{
  g_return_if_fail (ISO_IS_WHAT_IF_ENDS (ends));
  for (int direction = 0; direction < 2; direction++)
    {
      IsoWhatIfParameter parameter = iso_what_if_parameter (ends->pair, direction);
      double value = iso_what_if_get (run, parameter);
      bool is_all = parameter == ISO_WHAT_IF_K && value <= 0.0;
      for (int which = 0; which < 2; which++)
        {
          values[direction][which] = end_of (ends, parameter, which);
          if (!is_all && isnan (ends->own[parameter][which]))
            values[direction][which] = which == 0 ? fmin (values[direction][which], value) : fmax (values[direction][which], value);
        }
    }
}
