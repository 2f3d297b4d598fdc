/* The column of gauges: what it says of a batch, to the eye and to assistive technologies. */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "engine/distill/health.h"
#include "tests/support/synthetic-batch.h"
#include "ui/plot/health-strip.h"

#define SAMPLES 56
#define DIMENSION 16

static IsoBatchHealth
health_of (IsoBatchSnapshot *batch, const IsoDistillSettings *settings)
{
  IsoBatchHealth health;
  g_autoptr (IsoTargets) room = iso_targets_new (batch->B);
  g_autoptr (IsoBatchMatrices) matrices = iso_batch_matrices_new (batch, settings, room);
  iso_batch_health_compute (&health, batch, matrices);
  return health;
}

static IsoHealthStrip *
strip_new (void)
{
  return ISO_HEALTH_STRIP (g_object_ref_sink (iso_health_strip_new ()));
}

/* The same numbers as from the engine, for the targets in force. */
static void
test_numbers (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SAMPLES, DIMENSION, 7, 3);
  g_autoptr (IsoTargets) targets = iso_targets_new (SAMPLES);
  IsoDistillSettings settings = batch->distill;
  static const IsoDistillMode modes[] = { ISO_DISTILL_OBDP, ISO_DISTILL_PSD };
  for (size_t m = 0; m < G_N_ELEMENTS (modes); m++)
    {
      settings.mode = modes[m];
      IsoBatchHealth health = health_of (batch, &settings);
      g_assert_true (iso_targets_compute (targets, batch->teacher_similarity, SAMPLES, &settings, ISO_STAGES_ALL, NULL, NULL));
      IsoTargetHealth expected = iso_target_health (targets->targets, batch->labels, SAMPLES);
      g_assert_cmpfloat_with_epsilon (health.values[ISO_GAUGE_ENTROPY], expected.entropy, 1e-6);
      g_assert_cmpfloat_with_epsilon (health.values[ISO_GAUGE_NEIGHBORS], expected.effective_neighbors, 1e-4);
      g_assert_cmpfloat_with_epsilon (health.values[ISO_GAUGE_SAME_CLASS], expected.same_class, 1e-6);
      g_assert_cmpfloat_with_epsilon (health.values[ISO_GAUGE_SPREAD], expected.spread, 1e-6);
      g_assert_cmpfloat_with_epsilon (health.values[ISO_GAUGE_GAP], iso_spectral_gap (targets->transition, SAMPLES), 5e-3);
      g_assert_cmpfloat_with_epsilon (health.values[ISO_GAUGE_RANK], iso_effective_rank (batch->embeddings, SAMPLES, DIMENSION), 1e-9);
      for (IsoGaugeKind kind = 0; kind < ISO_GAUGE_COUNT; kind++)
        g_assert_false (health.is_alarming[kind]);
    }
  settings.mode = ISO_DISTILL_NONE;
  IsoBatchHealth none = health_of (batch, &settings);
  g_assert_true (isnan (none.values[ISO_GAUGE_ENTROPY]) && isnan (iso_gauge_fraction (&none, ISO_GAUGE_ENTROPY)));
  g_autofree char *text = iso_gauge_text (&none, ISO_GAUGE_ENTROPY);
  g_assert_cmpstr (text, ==, "–");
  g_assert_false (isnan (none.values[ISO_GAUGE_RANK]));
}

static void
test_gauges (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SAMPLES, DIMENSION, 7, 3);
  g_autoptr (IsoHealthStrip) strip = strip_new ();
  IsoDistillSettings settings = batch->distill;
  settings.mode = ISO_DISTILL_UNIFORM;
  IsoBatchHealth health = health_of (batch, &settings);
  iso_health_strip_show (strip, &health);
  IsoGauge *entropy = iso_health_strip_gauge (strip, ISO_GAUGE_ENTROPY);
  g_assert_cmpstr (iso_gauge_shown (entropy), ==, "1.00");
  g_assert_true (iso_gauge_is_alarming (entropy));
  g_assert_cmpstr (iso_gauge_shown (iso_health_strip_gauge (strip, ISO_GAUGE_NEIGHBORS)), ==, "56");
  g_assert_cmpstr (iso_gauge_shown (iso_health_strip_gauge (strip, ISO_GAUGE_SPREAD)), ==, "0.00");
  /* 8 of 56 samples are of a row's class. */
  g_assert_cmpstr (iso_gauge_shown (iso_health_strip_gauge (strip, ISO_GAUGE_SAME_CLASS)), ==, "14 %");
  g_assert_false (iso_gauge_is_alarming (iso_health_strip_gauge (strip, ISO_GAUGE_RANK)));
}

static void
test_accessible (void)
{
  g_autoptr (IsoHealthStrip) strip = strip_new ();
  IsoBatchHealth health = { .B = SAMPLES, .D = DIMENSION, .values = { 0.5, 14, 0.25, 0.75, 0.01, -0.125, 4 } };
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (strip), GTK_ACCESSIBLE_ROLE_GROUP);
  iso_health_strip_show (strip, &health);
  static const struct {
    double fraction;
    const char *text;
  } expected[ISO_GAUGE_COUNT] = { { 0.5, "0.50" },  { 0.25, "14" },         { 0.25, "25 %" }, { 0.75, "0.75" },
                                  { 0.01, "0.010" }, { 0.0, "\u22120.12" }, { 0.25, "4" } };
  for (IsoGaugeKind kind = 0; kind < ISO_GAUGE_COUNT; kind++)
    {
      GtkAccessible *gauge = GTK_ACCESSIBLE (iso_health_strip_gauge (strip, kind));
      gtk_test_accessible_assert_role (gauge, GTK_ACCESSIBLE_ROLE_METER);
      gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_LABEL, iso_gauge_label (kind));
      /* GTK 4.8 passes on no value of a widget of our own: the words are where they are heard. */
      g_autofree char *spoken = g_strdup_printf ("%s. %s", expected[kind].text, iso_gauge_help (kind));
      gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken);
      gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, expected[kind].fraction);
      gtk_test_accessible_assert_property (gauge, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, expected[kind].text);
      g_assert_cmpstr (iso_gauge_shown (iso_health_strip_gauge (strip, kind)), ==, expected[kind].text);
    }
}

static void
check_mined (const IsoBatchHealth *health, const char *expected)
{
  g_autofree char *text = iso_mined_text (health, " ");
  g_assert_cmpstr (text, ==, expected);
}

static void
test_mined (void)
{
  IsoBatchHealth health = { .B = SAMPLES, .mined = { .kind = ISO_MINED_TRIPLETS, .triplets = 3136, .hard = 412, .semi_hard = 1020,
                                               .easy = 1704, .violating = 1432 } };
  check_mined (&health, "triplets 3\u2009136: 412 hard, 1\u2009020 semi-hard, 1\u2009704 easy; 1\u2009432 violate");
  health.mined.swapped = 7;
  check_mined (&health, "triplets 3\u2009136: 412 hard, 1\u2009020 semi-hard, 1\u2009704 easy; 7 swapped; 1\u2009432 violate");
  health.mined = (IsoMined) { .kind = ISO_MINED_PAIRS, .pairs = 990, .positive_pairs = 12, .negative_pairs = 34 };
  check_mined (&health, "pairs 990: 12 pulled, 34 pushed");
  health.mined = (IsoMined) { .kind = ISO_MINED_SAMPLES, .candidates = 56 };
  check_mined (&health, "56 samples, each against the proxies");
  health.is_probe = true;
  check_mined (&health, "the probe batch is not trained on: nothing mined");
}

/* Collapsed embeddings stand out. */
static void
test_collapse (void)
{
  g_autoptr (IsoBatchSnapshot) batch = iso_test_batch (SAMPLES, DIMENSION, 7, 3);
  for (size_t at = 0; at < SAMPLES * DIMENSION; at++)
    batch->embeddings[at] = 1.0f / sqrtf (DIMENSION);
  iso_gram (batch->student_similarity, batch->embeddings, SAMPLES, DIMENSION);
  IsoBatchHealth health = health_of (batch, &batch->distill);
  g_assert_true (health.is_alarming[ISO_GAUGE_SIMILARITY] && health.is_alarming[ISO_GAUGE_RANK]);
  g_assert_false (health.is_alarming[ISO_GAUGE_ENTROPY]);
}

/* What is shown must not ask for another layout, or the window would be laid out with every batch. */
static void
test_size (void)
{
  g_autoptr (IsoHealthStrip) strip = strip_new ();
  int before, after;
  IsoBatchHealth health = { .B = 4096, .D = DIMENSION, .values = { 0.123, 1234, 1.0, 0.5, 0.123, -0.99, 64.5 },
                            .mined = { .kind = ISO_MINED_TRIPLETS, .triplets = 262144, .semi_hard = 262144, .violating = 262144 } };
  gtk_widget_measure (GTK_WIDGET (strip), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &before, NULL, NULL);
  iso_health_strip_show (strip, &health);
  gtk_widget_measure (GTK_WIDGET (strip), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &after, NULL, NULL);
  g_assert_cmpint (before, ==, after);
  gpointer watched = strip;
  g_object_add_weak_pointer (watched, &watched);
  g_clear_object (&strip);
  g_assert_null (watched);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
  g_test_add_func ("/health-strip/numbers", test_numbers);
  g_test_add_func ("/health-strip/gauges", test_gauges);
  g_test_add_func ("/health-strip/accessible", test_accessible);
  g_test_add_func ("/health-strip/mined", test_mined);
  g_test_add_func ("/health-strip/collapse", test_collapse);
  g_test_add_func ("/health-strip/size", test_size);
  return g_test_run ();
}
