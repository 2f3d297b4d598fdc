/* The inspector's part on one sample: its picture, class and place, and its row of P before and after diffusion as bars. Of a sample
 * that is picked, a bar under the pointer is pointed at, and a click on it picks the pair. */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/sample-choice.h"
#include "ui/plot/xray.h"

#define ISO_TYPE_INSPECTOR_SAMPLE (iso_inspector_sample_get_type ())
G_DECLARE_FINAL_TYPE (IsoInspectorSample, iso_inspector_sample, ISO, INSPECTOR_SAMPLE, GtkBox)

/* What there is to show of it. */
typedef struct {
  IsoDataset *dataset;     /* or NULL */
  guint32 index;           /* into it */
  const char *part;        /* "test sample 12" */
  IsoXrayStages *stages;   /* or NULL */
  IsoSampleChoice *choice; /* or NULL */
  int place, other;        /* of the sample and of the one it is compared with, in the batch; −1: not there, or none */
} IsoSampleLook;

GtkWidget *iso_inspector_sample_new (void);
/* Takes references to what it keeps. */
void iso_inspector_sample_show (IsoInspectorSample *view, const IsoSampleLook *look);
/* Between the sample's card and its row: something else about the sample. Appended in order. */
void iso_inspector_sample_add (IsoInspectorSample *view, GtkWidget *widget);
