#include "ui/panel/sweep-change-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/train/parameters.h"
#include "ui/plot/view-card.h"
#include "ui/plot/wrap-layout.h"

#define NUMBER_CHARACTERS 7

struct _IsoSweepChangeRow {
  GtkBox parent_instance;
  IsoSweepDraft *draft;
  size_t place;
  const IsoParameter *parameter; /* or NULL: this version does not know it */
  GtkWidget *kinds, *stack, *list, *boxes, *from, *to, *count, *count_label, *logarithmic;
  GtkLabel *problem;
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (IsoSweepChangeRow, iso_sweep_change_row, GTK_TYPE_BOX)

enum { EDITED, REMOVED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static IsoSweepChange *
change_of (IsoSweepChangeRow *row)
{
  return row->draft->changes->pdata[row->place];
}

const IsoParameter *
iso_sweep_parameter (const char *key, const IsoSettings *settings)
{
  size_t count;
  const IsoParameter *table = iso_parameters (&count), *found = iso_parameter_find (key, settings, NULL);
  for (size_t i = 0; i < count && found == NULL; i++)
    if (strcmp (table[i].key, key) == 0)
      found = &table[i];
  return found;
}

char *
iso_sweep_parameter_title (const IsoParameter *parameter)
{
  g_autofree char *group = iso_parameter_group (parameter);
  const char *heading = iso_parameter_group_title (group), *title = _(parameter->title);
  g_autofree char *name = parameter->symbol != NULL ? g_strdup_printf ("%s %s", title, parameter->symbol) : g_strdup (title);
  return g_strdup_printf ("%s: %s", heading, name);
}

static bool
is_number (IsoSweepChangeRow *row)
{
  return row->parameter != NULL && (row->parameter->type == ISO_PARAMETER_REAL || row->parameter->type == ISO_PARAMETER_INTEGER);
}

static bool
is_named (IsoSweepChangeRow *row)
{
  return row->parameter != NULL && (row->parameter->type == ISO_PARAMETER_CHOICE || row->parameter->type == ISO_PARAMETER_SWITCH);
}

/* ---- what is typed ---- */

static void
edited (IsoSweepChangeRow *row)
{
  iso_sweep_change_row_update (row);
  g_signal_emit (row, signals[EDITED], 0);
}

static void
typed (GtkEditable *editable, IsoSweepChangeRow *row)
{
  IsoSweepChange *change = change_of (row);
  GtkWidget *widget = GTK_WIDGET (editable);
  char **text = widget == row->list ? &change->list : widget == row->from ? &change->from : widget == row->to ? &change->to
                                                                                                               : &change->count;
  if (!row->is_filling && iso_sweep_text_set (text, gtk_editable_get_text (editable)))
    edited (row);
}

static void
logarithmic_toggled (GtkCheckButton *button, IsoSweepChangeRow *row)
{
  if (row->is_filling)
    return;
  change_of (row)->is_logarithmic = gtk_check_button_get_active (button);
  edited (row);
}

/* The names that are ticked, in their order. */
static void
box_toggled (GtkCheckButton *button, IsoSweepChangeRow *row)
{
  g_autoptr (GString) text = g_string_new (NULL);
  if (row->is_filling)
    return;
  for (GtkWidget *box = gtk_widget_get_first_child (row->boxes); box != NULL; box = gtk_widget_get_next_sibling (box))
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (box)))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", (const char *) g_object_get_data (G_OBJECT (box), "value"));
  if (iso_sweep_text_set (&change_of (row)->list, text->str))
    edited (row);
}

static void
kind_chosen (int index, gpointer data)
{
  IsoSweepChangeRow *row = data;
  if (row->is_filling)
    return;
  change_of (row)->kind = index == 1 ? ISO_SWEEP_RANGE : ISO_SWEEP_LIST;
  edited (row);
}

static void
remove_clicked (GtkButton *button, IsoSweepChangeRow *row)
{
  g_signal_emit (row, signals[REMOVED], 0);
}

/* ---- what is shown ---- */

static void
show_problem (IsoSweepChangeRow *row)
{
  g_autofree char *why = iso_sweep_draft_problem (row->draft, ISO_SWEEP_FIELD_CHANGE, row->place);
  gtk_label_set_text (row->problem, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (row->problem), why != NULL);
  for (size_t i = 0; i < 4; i++)
    {
      GtkWidget *entries[] = { row->list, row->from, row->to, row->count };
      if (why != NULL)
        gtk_widget_add_css_class (entries[i], "error");
      else
        gtk_widget_remove_css_class (entries[i], "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (entries[i]), GTK_ACCESSIBLE_STATE_INVALID,
                                   why != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
    }
}

void
iso_sweep_change_row_update (IsoSweepChangeRow *row)
{
  g_return_if_fail (ISO_IS_SWEEP_CHANGE_ROW (row));
  const IsoSweepChange *change = change_of (row);
  const char *page = change->kind == ISO_SWEEP_RANGE ? "range" : is_named (row) ? "boxes" : "list";
  gtk_stack_set_visible_child_name (GTK_STACK (row->stack), page);
  /* How many are drawn, "points" says for all of them. */
  gtk_widget_set_visible (row->count, !row->draft->is_random);
  gtk_widget_set_visible (row->count_label, !row->draft->is_random);
  show_problem (row);
}

const char *
iso_sweep_change_row_problem (IsoSweepChangeRow *row)
{
  g_return_val_if_fail (ISO_IS_SWEEP_CHANGE_ROW (row), NULL);
  return gtk_widget_get_visible (GTK_WIDGET (row->problem)) ? gtk_label_get_text (row->problem) : NULL;
}

static void
fill (IsoSweepChangeRow *row)
{
  const IsoSweepChange *change = change_of (row);
  g_auto (GStrv) values = iso_sweep_list_split (change);
  row->is_filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (row->list), change->list);
  gtk_editable_set_text (GTK_EDITABLE (row->from), change->from);
  gtk_editable_set_text (GTK_EDITABLE (row->to), change->to);
  gtk_editable_set_text (GTK_EDITABLE (row->count), change->count);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row->logarithmic), change->is_logarithmic);
  for (GtkWidget *box = gtk_widget_get_first_child (row->boxes); box != NULL; box = gtk_widget_get_next_sibling (box))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (box),
                                 g_strv_contains ((const char *const *) values, g_object_get_data (G_OBJECT (box), "value")));
  if (row->kinds != NULL)
    iso_choice_row_set_active (row->kinds, change->kind == ISO_SWEEP_RANGE ? 1 : 0);
  row->is_filling = FALSE;
}

/* ---- the widget ---- */

static GtkWidget *
entry_new (IsoSweepChangeRow *row, const char *name, const char *title, int characters)
{
  GtkWidget *entry = gtk_entry_new ();
  g_autofree char *whole = g_strdup_printf ("%s, %s", title, name);
  if (characters > 0)
    {
      gtk_editable_set_width_chars (GTK_EDITABLE (entry), characters);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), characters);
    }
  gtk_widget_add_css_class (entry, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
  g_signal_connect (entry, "changed", G_CALLBACK (typed), row);
  return entry;
}

static GtkWidget *
word_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

static GtkWidget *
range_new (IsoSweepChangeRow *row, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (box, iso_wrap_layout_new (8, 6));
  row->from = entry_new (row, _("from"), title, NUMBER_CHARACTERS);
  row->to = entry_new (row, _("to"), title, NUMBER_CHARACTERS);
  row->count = entry_new (row, _("how many values"), title, 4);
  row->count_label = word_new (_("values"));
  row->logarithmic = gtk_check_button_new_with_label (_("logarithmic"));
  gtk_widget_set_tooltip_text (row->logarithmic, _("Even in their logarithm: 1, 10, 100"));
  g_signal_connect (row->logarithmic, "toggled", G_CALLBACK (logarithmic_toggled), row);
  gtk_box_append (GTK_BOX (box), word_new (_("from")));
  gtk_box_append (GTK_BOX (box), row->from);
  gtk_box_append (GTK_BOX (box), word_new (_("to")));
  gtk_box_append (GTK_BOX (box), row->to);
  gtk_box_append (GTK_BOX (box), row->count);
  gtk_box_append (GTK_BOX (box), row->count_label);
  gtk_box_append (GTK_BOX (box), row->logarithmic);
  return box;
}

static void
add_box (IsoSweepChangeRow *row, const char *value, const char *title)
{
  GtkWidget *box = gtk_check_button_new_with_label (title);
  g_object_set_data_full (G_OBJECT (box), "value", g_strdup (value), g_free);
  g_signal_connect (box, "toggled", G_CALLBACK (box_toggled), row);
  gtk_box_append (GTK_BOX (row->boxes), box);
}

static void
add_boxes (IsoSweepChangeRow *row)
{
  const IsoParameter *parameter = row->parameter;
  row->boxes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (row->boxes, iso_wrap_layout_new (10, 2));
  if (parameter != NULL && parameter->type == ISO_PARAMETER_SWITCH)
    {
      add_box (row, "off", _("off"));
      add_box (row, "on", _("on"));
    }
  for (size_t i = 0; parameter != NULL && parameter->type == ISO_PARAMETER_CHOICE && parameter->choices[i] != NULL; i++)
    add_box (row, parameter->choices[i], _(parameter->titles[i]));
}

static GtkWidget *
heading_new (IsoSweepChangeRow *row, const char *title)
{
  const char *const kinds[] = { _("list"), _("range"), NULL };
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (title);
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  g_autofree char *name = g_strdup_printf (_("Do not change: %s"), title), *group = g_strdup_printf (_("Values of %s"), title);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, row->parameter != NULL && row->parameter->help != NULL ? _(row->parameter->help) : title);
  gtk_box_append (GTK_BOX (line), label);
  if (is_number (row))
    {
      row->kinds = iso_choice_row_new (group, kinds, change_of (row)->kind == ISO_SWEEP_RANGE ? 1 : 0, kind_chosen, row);
      gtk_widget_set_valign (row->kinds, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (line), row->kinds);
    }
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_add_css_class (remove, "row-button");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_clicked), row);
  gtk_box_append (GTK_BOX (line), remove);
  return line;
}

static void
iso_sweep_change_row_class_init (IsoSweepChangeRowClass *class)
{
  static const char *const names[] = { "edited", "removed" };
  for (guint i = 0; i < SIGNAL_COUNT; i++)
    signals[i] = g_signal_new (names[i], ISO_TYPE_SWEEP_CHANGE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_sweep_change_row_init (IsoSweepChangeRow *row)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (row), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (row), 6);
  gtk_widget_add_css_class (GTK_WIDGET (row), "sweep-change");
}

GtkWidget *
iso_sweep_change_row_new (IsoSweepDraft *draft, size_t change)
{
  IsoSweepChangeRow *row = g_object_new (ISO_TYPE_SWEEP_CHANGE_ROW, NULL);
  row->draft = draft;
  row->place = change;
  row->parameter = iso_sweep_parameter (change_of (row)->key, &draft->base);
  g_autofree char *title = row->parameter != NULL ? iso_sweep_parameter_title (row->parameter) : g_strdup (change_of (row)->key);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_box_append (GTK_BOX (row), heading_new (row, title));
  row->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (row->stack), FALSE);
  row->list = entry_new (row, _("values"), title, 0);
  gtk_entry_set_placeholder_text (GTK_ENTRY (row->list), _("0.1, 0.5, 1"));
  add_boxes (row);
  gtk_stack_add_named (GTK_STACK (row->stack), row->list, "list");
  gtk_stack_add_named (GTK_STACK (row->stack), row->boxes, "boxes");
  gtk_stack_add_named (GTK_STACK (row->stack), range_new (row, title), "range");
  gtk_box_append (GTK_BOX (row), row->stack);
  row->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (row->problem, 0.0f);
  gtk_label_set_wrap (row->problem, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (row->problem), "row-refusal");
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (row->problem));
  fill (row);
  iso_sweep_change_row_update (row);
  return GTK_WIDGET (row);
}
