/* The values of the single classes behind a score: a line a class with name, bar and number. Any number of classes; only those in
 * sight cost anything. */
#pragma once

#include <gtk/gtk.h>
#include <stdbool.h>

#include "engine/data/dataset.h"
#include "engine/metrics/scores.h"

#define ISO_TYPE_CLASS_VALUES (iso_class_values_get_type ())
G_DECLARE_FINAL_TYPE (IsoClassValues, iso_class_values, ISO, CLASS_VALUES, GtkWidget)

GtkWidget *iso_class_values_new (void);

/* In the order of the classes, or the worst of them first. evaluation NULL, or without classes: nothing. The values are copied, the
 * dataset, which has the names, is held. Bars of shares end at 1, others at the largest value, which iso_class_values_end()
 * tells. */
void iso_class_values_show (IsoClassValues *list, IsoDataset *dataset, const IsoEvaluation *evaluation, IsoScoreKey key,
                            bool worst_first);
double iso_class_values_end (IsoClassValues *list);
