#include "ui/plot/gauge.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/figure/curves-marks.h"
#include "ui/plot/spoken.h"
#include "ui/plot/view-card.h"

#define BAR_HEIGHT 3.0f
#define BAR_GAP 3.0f
#define WORD_GAP 6
#define WIDTH 100
#define WIDE 142
#define MARK_WIDTH 2.0f
#define MARK_OVER 2.0f

struct _IsoGauge {
  GtkWidget parent_instance;
  PangoLayout *word, *number, *past;
  char *help;
  char *text, *before; /* before: NULL where there is nothing to compare with */
  double fraction, before_fraction;
  gboolean wide;
  gboolean alarming;
};

G_DEFINE_FINAL_TYPE (IsoGauge, iso_gauge, GTK_TYPE_WIDGET)

static GdkRGBA
rgba (IsoColor color)
{
  return (GdkRGBA){ (float) color.red, (float) color.green, (float) color.blue, (float) color.alpha };
}

static void
append_bar (GtkSnapshot *snapshot, float y, float width, IsoColor color)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0.0f, y, width, BAR_HEIGHT);
  GdkRGBA paint = rgba (color);
  GskRoundedRect rounded;
  gsk_rounded_rect_init_from_rect (&rounded, &bounds, BAR_HEIGHT / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &paint, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_layout (GtkSnapshot *snapshot, PangoLayout *layout, float x, IsoColor color)
{
  GdkRGBA paint = rgba (color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, 0.0f));
  gtk_snapshot_append_layout (snapshot, layout, &paint);
  gtk_snapshot_restore (snapshot);
}

/* The number at the right, whole; the word in what room is left. */
static void
iso_gauge_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoGauge *gauge = ISO_GAUGE (widget);
  const IsoTheme *theme = iso_present_theme ();
  IsoColor alarm = iso_curves_event_color (theme, ISO_EVENT_ALARM);
  int width = gtk_widget_get_width (widget), number_width, height;
  pango_layout_get_pixel_size (gauge->number, &number_width, &height);
  append_layout (snapshot, gauge->number, (float) MAX (width - number_width, 0), gauge->alarming ? alarm : theme->text);
  if (gauge->before != NULL)
    {
      int past_width;
      pango_layout_get_pixel_size (gauge->past, &past_width, NULL);
      append_layout (snapshot, gauge->past, (float) MAX (width - number_width - past_width, 0), theme->quiet);
      number_width += past_width;
    }
  pango_layout_set_width (gauge->word, MAX (width - number_width - WORD_GAP, 0) * PANGO_SCALE);
  append_layout (snapshot, gauge->word, 0.0f, theme->quiet);
  float y = (float) height + BAR_GAP;
  append_bar (snapshot, y, (float) width, theme->grid);
  if (gauge->fraction > 0.0)
    append_bar (snapshot, y, fmaxf ((float) (gauge->fraction * width), BAR_HEIGHT), gauge->alarming ? alarm : theme->accent);
  if (gauge->before != NULL && gauge->before_fraction >= 0.0)
    {
      float x = fminf ((float) (gauge->before_fraction * width), (float) width - MARK_WIDTH);
      GdkRGBA paint = rgba (theme->text);
      gtk_snapshot_append_color (snapshot, &paint,
                                 &GRAPHENE_RECT_INIT (x, y - MARK_OVER, MARK_WIDTH, BAR_HEIGHT + 2.0f * MARK_OVER));
    }
}

static void
iso_gauge_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                   int *minimum_baseline, int *natural_baseline)
{
  int height;
  pango_layout_get_pixel_size (ISO_GAUGE (widget)->number, NULL, &height);
  double growth = iso_present_theme ()->text_size / iso_theme (ISO_THEME_LIGHT)->text_size;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) ((ISO_GAUGE (widget)->wide ? WIDE : WIDTH) * growth)
                                                         : height + (int) (BAR_GAP + BAR_HEIGHT);
  *natural = *minimum;
  *minimum_baseline = *natural_baseline = -1;
}

/* A layout with the widget's font, small, figures of one width. */
static PangoLayout *
layout_new (GtkWidget *widget, const char *text, gboolean is_bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  PangoAttrList *attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  if (is_bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  else
    pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

static void
iso_gauge_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  IsoGauge *gauge = ISO_GAUGE (widget);
  GTK_WIDGET_CLASS (iso_gauge_parent_class)->css_changed (widget, change);
  pango_layout_context_changed (gauge->word);
  pango_layout_context_changed (gauge->number);
  pango_layout_context_changed (gauge->past);
}

static void
iso_gauge_finalize (GObject *object)
{
  IsoGauge *gauge = ISO_GAUGE (object);
  g_clear_object (&gauge->word);
  g_clear_object (&gauge->number);
  g_clear_object (&gauge->past);
  g_free (gauge->help);
  g_free (gauge->text);
  g_free (gauge->before);
  G_OBJECT_CLASS (iso_gauge_parent_class)->finalize (object);
}

static void
iso_gauge_class_init (IsoGaugeClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->finalize = iso_gauge_finalize;
  widget_class->snapshot = iso_gauge_snapshot;
  widget_class->measure = iso_gauge_measure;
  widget_class->css_changed = iso_gauge_css_changed;
  gtk_widget_class_set_css_name (widget_class, "gauge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
iso_gauge_init (IsoGauge *gauge)
{
  gauge->fraction = (double) NAN;
  gauge->text = g_strdup ("–");
  gauge->word = layout_new (GTK_WIDGET (gauge), NULL, FALSE);
  gauge->number = layout_new (GTK_WIDGET (gauge), gauge->text, TRUE);
  gauge->past = layout_new (GTK_WIDGET (gauge), NULL, FALSE);
}

GtkWidget *
iso_gauge_new (const char *label, const char *help)
{
  IsoGauge *gauge = g_object_new (ISO_TYPE_GAUGE, NULL);
  pango_layout_set_text (gauge->word, label, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (gauge), help);
  gauge->help = g_strdup (help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gauge), GTK_ACCESSIBLE_PROPERTY_LABEL, label, GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0, -1);
  iso_gauge_describe (gauge);
  return GTK_WIDGET (gauge);
}

void
iso_gauge_show (IsoGauge *gauge, const char *text, double fraction, gboolean alarming)
{
  gboolean same_bar = isnan (fraction) ? isnan (gauge->fraction) : fabs (fraction - gauge->fraction) < 1e-3;
  if (same_bar && alarming == gauge->alarming && g_strcmp0 (text, gauge->text) == 0)
    return;
  g_free (gauge->text);
  gauge->text = g_strdup (text);
  gauge->fraction = fraction;
  gauge->alarming = alarming;
  pango_layout_set_text (gauge->number, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (gauge));
}

void
iso_gauge_set_before (IsoGauge *gauge, const char *text, double fraction)
{
  gboolean same_mark = isnan (fraction) ? isnan (gauge->before_fraction) : fabs (fraction - gauge->before_fraction) < 1e-3;
  if (g_strcmp0 (text, gauge->before) == 0 && (text == NULL || same_mark))
    return;
  g_free (gauge->before);
  gauge->before = g_strdup (text);
  gauge->before_fraction = fraction;
  g_autofree char *past = text != NULL ? g_strdup_printf ("%s → ", text) : g_strdup ("");
  pango_layout_set_text (gauge->past, past, -1);
  gtk_widget_queue_draw (GTK_WIDGET (gauge));
}

void
iso_gauge_set_wide (IsoGauge *gauge, gboolean wide)
{
  if (wide == gauge->wide)
    return;
  gauge->wide = wide;
  gtk_widget_queue_resize (GTK_WIDGET (gauge));
}

void
iso_gauge_describe (IsoGauge *gauge)
{
  g_autofree char *both = gauge->before != NULL ? g_strdup_printf (_("%s, before %s"), gauge->text, gauge->before) : NULL;
  gtk_accessible_update_property (GTK_ACCESSIBLE (gauge), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  isnan (gauge->fraction) ? 0.0 : gauge->fraction, -1);
  iso_speak_value (GTK_WIDGET (gauge), both != NULL ? both : gauge->text, gauge->help);
}

const char *
iso_gauge_shown (IsoGauge *gauge)
{
  return gauge->text;
}

gboolean
iso_gauge_is_alarming (IsoGauge *gauge)
{
  return gauge->alarming;
}
