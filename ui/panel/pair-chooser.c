#include "ui/panel/pair-chooser.h"

#include <glib/gi18n-lib.h>

struct _IsoPairChooser {
  GtkBox parent_instance;
  GtkSpinButton *row, *column;
  gboolean showing; /* what is set at the moment was not chosen by the person */
};

G_DEFINE_FINAL_TYPE (IsoPairChooser, iso_pair_chooser, GTK_TYPE_BOX)

enum { CHOSEN, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

static void
value_changed (IsoPairChooser *chooser)
{
  if (!chooser->showing)
    g_signal_emit (chooser, signals[CHOSEN], 0);
}

static void
swap_clicked (IsoPairChooser *chooser)
{
  size_t row, column;
  iso_pair_chooser_get (chooser, &row, &column);
  chooser->showing = TRUE;
  gtk_spin_button_set_value (chooser->row, (double) column + 1.0);
  gtk_spin_button_set_value (chooser->column, (double) row + 1.0);
  chooser->showing = FALSE;
  g_signal_emit (chooser, signals[CHOSEN], 0);
}

static void
iso_pair_chooser_class_init (IsoPairChooserClass *class)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[CHOSEN] = g_signal_new ("chosen", ISO_TYPE_PAIR_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkSpinButton *
spin_new (IsoPairChooser *chooser, const char *label, const char *help)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (1.0, 2.0, 1.0);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 3);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 4);
  gtk_editable_set_alignment (GTK_EDITABLE (spin), 0.5f);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_widget_set_tooltip_text (spin, help);
  gtk_widget_set_hexpand (spin, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, label, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  help, -1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (value_changed), chooser);
  return GTK_SPIN_BUTTON (spin);
}

static void
iso_pair_chooser_init (IsoPairChooser *chooser)
{
  GtkWidget *arrow = gtk_label_new ("→"), *swap = gtk_button_new_with_label ("⇄");
  chooser->row = spin_new (chooser, _("Row"),
                           _("The row of the batch, where the walk begins: up and down keys go from sample to sample"));
  chooser->column = spin_new (chooser, _("Column"),
                              _("The column of the batch, where the walk is to end: up and down keys go from sample to sample"));
  gtk_spin_button_set_value (chooser->column, 2.0);
  gtk_box_set_spacing (GTK_BOX (chooser), 6);
  gtk_widget_add_css_class (GTK_WIDGET (chooser), "pair-chooser");
  gtk_widget_add_css_class (arrow, "dim-label");
  gtk_widget_add_css_class (swap, "flat");
  gtk_widget_add_css_class (swap, "card-button");
  gtk_widget_set_valign (swap, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (swap, _("Swap row and column"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (swap), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Swap row and column"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Pair"), -1);
  g_signal_connect_swapped (swap, "clicked", G_CALLBACK (swap_clicked), chooser);
  gtk_box_append (GTK_BOX (chooser), GTK_WIDGET (chooser->row));
  gtk_box_append (GTK_BOX (chooser), arrow);
  gtk_box_append (GTK_BOX (chooser), GTK_WIDGET (chooser->column));
  gtk_box_append (GTK_BOX (chooser), swap);
}

GtkWidget *
iso_pair_chooser_new (void)
{
  return g_object_new (ISO_TYPE_PAIR_CHOOSER, NULL);
}

void
iso_pair_chooser_show (IsoPairChooser *chooser, size_t B, int row, int column)
{
  chooser->showing = TRUE;
  gtk_spin_button_set_range (chooser->row, 1.0, (double) MAX (B, 1));
  gtk_spin_button_set_range (chooser->column, 1.0, (double) MAX (B, 1));
  if (row >= 0)
    gtk_spin_button_set_value (chooser->row, row + 1.0);
  if (column >= 0)
    gtk_spin_button_set_value (chooser->column, column + 1.0);
  chooser->showing = FALSE;
}

void
iso_pair_chooser_get (IsoPairChooser *chooser, size_t *row, size_t *column)
{
  *row = (size_t) gtk_spin_button_get_value_as_int (chooser->row) - 1;
  *column = (size_t) gtk_spin_button_get_value_as_int (chooser->column) - 1;
}
