/* The inspector in a window, on an X-ray and a choice of its own, with a made-up batch and pictures to go with it. */
#pragma once

#include <adwaita.h>
#include <string.h>

#include "engine/base/checked.h"
#include "tests/support/synthetic-batch.h"
#include "tests/support/wait-for.h"
#include "tests/support/widgets.h"
#include "ui/figure/pair-words.h"
#include "ui/panel/inspector-pair.h"
#include "ui/panel/inspector.h"
#include "ui/panel/pair-chooser.h"

#define SIDE 24
#define CLASSES 4

typedef struct {
  GtkWindow *window;
  IsoInspector *inspector;
  IsoXray *xray;
  IsoSampleChoice *choice;
  IsoDataset *dataset;
  IsoBatchSnapshot *batch;
} Fixture;

/* Two samples more than the batch holds; the last is of the test part. */
static inline IsoDataset *
dataset_new (void)
{
  size_t count = SIDE + 2;
  IsoSampleShape shape = { 1, 4, 4, true };
  guint8 *bytes = iso_block_new (count, 16, 1, "bytes", NULL);
  gint32 *labels = iso_block_new (count, 1, sizeof (gint32), "labels", NULL);
  IsoPart *parts = iso_block_new (count, 1, sizeof (IsoPart), "parts", NULL);
  char **names = g_strsplit ("coat bag boot shirt", " ", 0);
  g_autoptr (GError) error = NULL;
  for (size_t i = 0; i < count; i++)
    {
      memset (bytes + 16 * i, (int) (10 * i), 16);
      labels[i] = (gint32) MIN (i * CLASSES / SIDE, CLASSES - 1);
      parts[i] = i + 1 < count ? ISO_PART_TRAIN : ISO_PART_TEST;
    }
  IsoDataset *dataset = iso_dataset_new ("clothes", shape, count, bytes, NULL, labels, parts, CLASSES, names, &error);
  g_assert_no_error (error);
  return dataset;
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = GTK_WINDOW (gtk_window_new ());
  fixture->inspector = ISO_INSPECTOR (iso_inspector_new ());
  fixture->xray = iso_xray_new ();
  fixture->choice = iso_sample_choice_new ();
  fixture->dataset = dataset_new ();
  fixture->batch = iso_test_batch (SIDE, 8, CLASSES, 3);
  iso_xray_set_dataset (fixture->xray, fixture->dataset);
  iso_inspector_set_xray (fixture->inspector, fixture->xray);
  iso_inspector_set_choice (fixture->inspector, fixture->choice);
  gtk_window_set_default_size (fixture->window, ISO_INSPECTOR_WIDTH, 700);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->inspector));
  gtk_window_present (fixture->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (fixture->inspector)));
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer inspector = fixture->inspector;
  g_object_add_weak_pointer (G_OBJECT (inspector), &inspector);
  gtk_window_destroy (fixture->window);
  WAIT_FOR (inspector == NULL);
  g_assert_finalize_object (fixture->xray);
  g_assert_finalize_object (fixture->choice);
  iso_batch_snapshot_unref (fixture->batch);
  iso_dataset_unref (fixture->dataset);
}

static inline void
show_batch (Fixture *fixture)
{
  iso_xray_set_snapshot (fixture->xray, fixture->batch);
  WAIT_FOR (iso_xray_stages (fixture->xray) != NULL && iso_xray_stages (fixture->xray)->snapshot == fixture->batch);
}

static inline gpointer
part (Fixture *fixture, GType type)
{
  GtkWidget *found = test_find (GTK_WIDGET (fixture->inspector), type);
  g_assert_nonnull (found);
  return found;
}

/* Whether a label that is in sight holds these words. */
static inline bool
is_said (GtkWidget *widget, const char *words)
{
  if (!gtk_widget_get_mapped (widget))
    return false;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return true;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (is_said (child, words))
      return true;
  return false;
}

static inline bool
says (Fixture *fixture, const char *words)
{
  return is_said (GTK_WIDGET (fixture->inspector), words);
}

static inline GtkSpinButton *
spin (Fixture *fixture, const char *label)
{
  GtkWidget *chooser = part (fixture, ISO_TYPE_PAIR_CHOOSER);
  for (GtkWidget *child = gtk_widget_get_first_child (chooser); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *differs = gtk_test_accessible_check_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
      if (GTK_IS_SPIN_BUTTON (child) && differs == NULL)
        return GTK_SPIN_BUTTON (child);
    }
  g_assert_not_reached ();
}

static inline const char *
value (Fixture *fixture, IsoPairValue kind)
{
  return iso_inspector_pair_text (part (fixture, ISO_TYPE_INSPECTOR_PAIR), kind);
}

static inline void
pick (Fixture *fixture, guint32 row, guint32 column)
{
  iso_sample_choice_pick (fixture->choice, row, column);
}

/* Until the numbers are those of this pair. */
static inline void
wait_for_pair (Fixture *fixture, size_t row, size_t column)
{
  const IsoBatchMatrices *matrices = iso_xray_stages (fixture->xray)->matrices;
  IsoPairFacts facts;
  iso_pair_facts_compute (&facts, fixture->batch, matrices, row, column);
  g_autofree char *expected = iso_pair_value_text (&facts, NULL, ISO_PAIR_STUDENT);
  WAIT_FOR (gtk_widget_get_mapped (part (fixture, ISO_TYPE_INSPECTOR_PAIR))
            && g_str_equal (value (fixture, ISO_PAIR_STUDENT), expected));
}
