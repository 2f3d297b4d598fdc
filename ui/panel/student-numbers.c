#include "ui/panel/student-numbers.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ui/plot/wrap-layout.h"

/* Of what is shown: three digits behind the point. */
#define DIGITS 0.0005

typedef struct {
  GtkWidget *box;
  GtkLabel *value, *gain;
} Score;

struct _IsoStudentNumbers {
  GtkBox parent_instance;
  Score recall, precision;
};

G_DEFINE_FINAL_TYPE (IsoStudentNumbers, iso_student_numbers, GTK_TYPE_BOX)

/* "+0.012", "−0.004", "±0.000"; with a true minus sign. Newly allocated. */
static char *
gain_text (double gain)
{
  if (isnan (gain))
    return g_strdup ("");
  return g_strdup_printf ("%s%.3f", gain >= DIGITS ? "+" : gain <= -DIGITS ? "−" : "±", fabs (gain));
}

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

static void
show (const Score *score, const char *name, double value, double gain)
{
  g_autofree char *number = isfinite (value) ? g_strdup_printf ("%.3f", value) : g_strdup ("–");
  g_autofree char *more = gain_text (gain);
  g_autofree char *spoken = isnan (gain) ? g_strdup_printf ("%s %s", name, number)
                                         : g_strdup_printf (_("%s %s, %s to the plain student"), name, number, more);
  set_text (score->value, number);
  set_text (score->gain, more);
  gtk_widget_remove_css_class (GTK_WIDGET (score->gain), "gained");
  gtk_widget_remove_css_class (GTK_WIDGET (score->gain), "lost");
  if (fabs (gain) >= DIGITS)
    gtk_widget_add_css_class (GTK_WIDGET (score->gain), gain > 0.0 ? "gained" : "lost");
  gtk_accessible_update_property (GTK_ACCESSIBLE (score->box), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
iso_student_numbers_show (IsoStudentNumbers *numbers, const IsoStudentScores *scores)
{
  g_return_if_fail (ISO_IS_STUDENT_NUMBERS (numbers));
  show (&numbers->recall, "recall@1", scores->recall_1, scores->recall_gain);
  show (&numbers->precision, "map@r", scores->map_at_r, scores->map_gain);
}

static Score
add_score (IsoStudentNumbers *numbers, const char *name)
{
  Score score = { gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), GTK_LABEL (gtk_label_new (NULL)), GTK_LABEL (gtk_label_new (NULL)) };
  GtkWidget *title = gtk_label_new (name), *numeric = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_css_classes (title, (const char *[]) { "dim-label", "caption", "student-score-name", NULL });
  gtk_widget_set_css_classes (GTK_WIDGET (score.value), (const char *[]) { "numeric", "student-score", NULL });
  gtk_widget_set_css_classes (GTK_WIDGET (score.gain), (const char *[]) { "numeric", "caption", "student-gain", NULL });
  gtk_widget_set_tooltip_text (GTK_WIDGET (score.gain), _("Difference to the plain student after the same epoch"));
  gtk_widget_set_valign (GTK_WIDGET (score.value), GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (GTK_WIDGET (score.gain), GTK_ALIGN_BASELINE);
  /* Without a difference too, so that columns stay alike. */
  gtk_label_set_width_chars (score.gain, 6);
  gtk_label_set_xalign (score.gain, 0.0f);
  gtk_box_append (GTK_BOX (numeric), GTK_WIDGET (score.value));
  gtk_box_append (GTK_BOX (numeric), GTK_WIDGET (score.gain));
  /* In a narrow column the number goes below its name. */
  gtk_widget_set_layout_manager (score.box, iso_wrap_layout_new (6, 0));
  gtk_box_append (GTK_BOX (score.box), title);
  gtk_box_append (GTK_BOX (score.box), numeric);
  gtk_widget_set_hexpand (score.box, TRUE);
  gtk_box_append (GTK_BOX (numbers), score.box);
  return score;
}

static void
iso_student_numbers_class_init (IsoStudentNumbersClass *class)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_student_numbers_init (IsoStudentNumbers *numbers)
{
  gtk_box_set_homogeneous (GTK_BOX (numbers), TRUE);
  gtk_box_set_spacing (GTK_BOX (numbers), 12);
  gtk_widget_add_css_class (GTK_WIDGET (numbers), "student-part");
  numbers->recall = add_score (numbers, "recall@1");
  numbers->precision = add_score (numbers, "map@r");
  gtk_accessible_update_property (GTK_ACCESSIBLE (numbers), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Scores on the test part"), -1);
}

GtkWidget *
iso_student_numbers_new (void)
{
  return g_object_new (ISO_TYPE_STUDENT_NUMBERS, NULL);
}
