/* The metrics there are: names, and what each says. The one table of definitions: command line, window and guide take theirs from
 * it. */
#pragma once

#include <glib.h>

/* In the order in which they are shown. */
typedef enum {
  ISO_METRIC_RECALL, /* one value for each k */
  ISO_METRIC_MAP_AT_R,
  ISO_METRIC_R_PRECISION,
  ISO_METRIC_MAP,
  ISO_METRIC_MAP_AT_1000,
  ISO_METRIC_NMI,
  ISO_METRIC_F1,
  ISO_METRIC_INTRA,
  ISO_METRIC_INTER,
  ISO_METRIC_INTRA_OVER_INTER,
  ISO_METRIC_SPECTRAL_DECAY,
  ISO_METRIC_COUNT,
} IsoMetricName;

/* Sets of metrics are bits. */
#define ISO_METRIC_BIT(name) (1u << (name))
#define ISO_METRICS_ALL (ISO_METRIC_BIT (ISO_METRIC_COUNT) - 1u)
/* What the field reports, and what is cheap. */
#define ISO_METRICS_RETRIEVAL (ISO_METRIC_BIT (ISO_METRIC_RECALL) | ISO_METRIC_BIT (ISO_METRIC_MAP_AT_R))
/* Those that want the full order of all neighbors, and those that want a clustering. */
#define ISO_METRICS_FULL_ORDER (ISO_METRIC_BIT (ISO_METRIC_MAP) | ISO_METRIC_BIT (ISO_METRIC_MAP_AT_1000))
#define ISO_METRICS_CLUSTERING (ISO_METRIC_BIT (ISO_METRIC_NMI) | ISO_METRIC_BIT (ISO_METRIC_F1))
#define ISO_METRICS_GEOMETRY \
  (ISO_METRIC_BIT (ISO_METRIC_INTRA) | ISO_METRIC_BIT (ISO_METRIC_INTER) | ISO_METRIC_BIT (ISO_METRIC_INTRA_OVER_INTER))

/* Which way a metric is read. What is better for classes never seen is another question: see each definition. */
typedef enum { ISO_METRIC_HIGHER, ISO_METRIC_LOWER } IsoMetricBetter;

typedef struct {
  const char *name;       /* "map@r", as typed */
  const char *title;      /* "MAP@R", as shown; untranslated where it is a name of the field */
  const char *formula;    /* plain Unicode text */
  const char *definition; /* N_(what it measures, and which way is better) */
  const char *paper;      /* authors, title, venue, year; NULL for common knowledge */
  double minimum, maximum; /* maximum INFINITY: no bound */
  IsoMetricBetter better;
  gboolean of_classes;    /* whether a class has a value of its own */
} IsoMetric;

const IsoMetric *iso_metric (IsoMetricName name);
/* ISO_METRIC_COUNT if there is none of that name. */
IsoMetricName iso_metric_find (const char *name);
/* "0 to 1, higher is better", translated; newly allocated. */
char *iso_metric_range_text (const IsoMetric *metric);
