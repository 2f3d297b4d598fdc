#include "ui/plot/health-strip.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/spoken.h"
#include "ui/plot/squeeze-layout.h"

/* Descriptions for assistive technologies while training: not more often than this. */
#define DESCRIPTION_INTERVAL G_USEC_PER_SEC
#define MINED_LINES 6
#define LEAST_MINED_LINES 3
#define GAP 9
#define LEAST_GAP 1

struct _IsoHealthStrip {
  GtkBox parent_instance;
  IsoGauge *gauges[ISO_GAUGE_COUNT];
  GtkInscription *mined;
  GtkWidget *heading;
  char *mined_line; /* the same on one line */
  gint64 described;
  guint describe_source;
};

G_DEFINE_FINAL_TYPE (IsoHealthStrip, iso_health_strip, GTK_TYPE_BOX)

static gboolean
describe (gpointer data)
{
  IsoHealthStrip *strip = data;
  strip->describe_source = 0;
  strip->described = g_get_monotonic_time ();
  for (IsoGaugeKind kind = 0; kind < ISO_GAUGE_COUNT; kind++)
    iso_gauge_describe (strip->gauges[kind]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (strip->mined), GTK_ACCESSIBLE_PROPERTY_LABEL, strip->mined_line, -1);
  /* Where the strip is low these words have no room in it. */
  gtk_widget_set_tooltip_text (strip->heading, strip->mined_line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, strip->mined_line, -1);
  return G_SOURCE_REMOVE;
}

static void
describe_soon (IsoHealthStrip *strip)
{
  gint64 wait = strip->described + DESCRIPTION_INTERVAL - g_get_monotonic_time ();
  if (strip->describe_source != 0)
    return;
  if (strip->described == 0 || wait <= 0)
    describe (strip);
  else
    strip->describe_source = g_timeout_add ((guint) (wait / 1000 + 1), describe, strip);
}

static void
iso_health_strip_dispose (GObject *object)
{
  g_clear_handle_id (&ISO_HEALTH_STRIP (object)->describe_source, g_source_remove);
  G_OBJECT_CLASS (iso_health_strip_parent_class)->dispose (object);
}

static void
iso_health_strip_finalize (GObject *object)
{
  g_free (ISO_HEALTH_STRIP (object)->mined_line);
  G_OBJECT_CLASS (iso_health_strip_parent_class)->finalize (object);
}

static void
iso_health_strip_class_init (IsoHealthStripClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_health_strip_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_health_strip_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
iso_health_strip_init (IsoHealthStrip *strip)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *mined = gtk_inscription_new (NULL);
  gtk_widget_set_layout_manager (column, iso_squeeze_layout_new (GAP, LEAST_GAP));
  /* Where the card is low the gauges move together, and then the column scrolls: it must not ask for more height than the matrices do. */
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), column);
  gtk_widget_set_vexpand (scroller, TRUE);
  iso_speak_scroller (scroller, _("Health of the batch"));
  strip->heading = gtk_label_new (_("Health"));
  gtk_label_set_xalign (GTK_LABEL (strip->heading), 0.0f);
  gtk_widget_add_css_class (strip->heading, "caption-heading");
  gtk_box_append (GTK_BOX (column), strip->heading);
  for (IsoGaugeKind kind = 0; kind < ISO_GAUGE_COUNT; kind++)
    {
      GtkWidget *gauge = iso_gauge_new (iso_gauge_label (kind), iso_gauge_help (kind));
      strip->gauges[kind] = ISO_GAUGE (gauge);
      gtk_box_append (GTK_BOX (column), gauge);
    }
  strip->mined = GTK_INSCRIPTION (mined);
  gtk_inscription_set_min_chars (strip->mined, 0);
  gtk_inscription_set_min_lines (strip->mined, LEAST_MINED_LINES);
  gtk_inscription_set_nat_lines (strip->mined, MINED_LINES);
  gtk_inscription_set_yalign (strip->mined, 0.0f);
  gtk_inscription_set_text_overflow (strip->mined, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_widget_add_css_class (mined, "caption");
  gtk_widget_add_css_class (mined, "numeric");
  gtk_widget_set_tooltip_text (mined, _("What the loss was computed on in this step. Triplets by distances: hard, the negative is no "
                                        "farther than the positive; semi-hard, farther by less than the margin; easy, by more. "
                                        "Pairs: those that the loss moves."));
  gtk_box_append (GTK_BOX (column), mined);
  gtk_box_append (GTK_BOX (strip), scroller);
  gtk_accessible_update_property (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Health of the batch"), -1);
}

GtkWidget *
iso_health_strip_new (void)
{
  return g_object_new (ISO_TYPE_HEALTH_STRIP, NULL);
}

void
iso_health_strip_show (IsoHealthStrip *strip, const IsoBatchHealth *health)
{
  iso_health_strip_compare (strip, health, NULL);
}

/* What is the same before and after needs no comparison. */
static void
show_before (IsoGauge *gauge, const char *text, const IsoBatchHealth *before, IsoGaugeKind kind)
{
  g_autofree char *past = before != NULL ? iso_gauge_text (before, kind) : NULL;
  gboolean differs = past != NULL && g_strcmp0 (past, text) != 0;
  iso_gauge_set_before (gauge, differs ? past : NULL, differs ? iso_gauge_fraction (before, kind) : 0.0);
}

void
iso_health_strip_set_comparing (IsoHealthStrip *strip, gboolean comparing)
{
  for (IsoGaugeKind kind = 0; kind < ISO_GAUGE_COUNT; kind++)
    iso_gauge_set_wide (strip->gauges[kind], comparing);
}

void
iso_health_strip_compare (IsoHealthStrip *strip, const IsoBatchHealth *health, const IsoBatchHealth *before)
{
  g_autofree char *mined = iso_mined_text (health, "\n");
  for (IsoGaugeKind kind = 0; kind < ISO_GAUGE_COUNT; kind++)
    {
      g_autofree char *text = iso_gauge_text (health, kind);
      iso_gauge_show (strip->gauges[kind], text, iso_gauge_fraction (health, kind), health->is_alarming[kind]);
      show_before (strip->gauges[kind], text, before, kind);
    }
  if (g_strcmp0 (mined, gtk_inscription_get_text (strip->mined)) != 0)
    gtk_inscription_set_text (strip->mined, mined);
  g_free (strip->mined_line);
  strip->mined_line = iso_mined_text (health, " ");
  describe_soon (strip);
}

IsoGauge *
iso_health_strip_gauge (IsoHealthStrip *strip, IsoGaugeKind kind)
{
  return strip->gauges[kind];
}

const char *
iso_health_strip_mined (IsoHealthStrip *strip)
{
  return strip->mined_line;
}
