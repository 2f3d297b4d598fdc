/* Which metrics are run, and for which k: lists as a person types them, "recall, map@r" and "1, 2, 4, 8". */
#pragma once

#include <stdbool.h>

#include "engine/metrics/metric.h"
#include "engine/metrics/retrieval.h"

typedef struct {
  guint32 metrics; /* bits of ISO_METRIC_BIT() */
  size_t k_count;
  int ks[ISO_RETRIEVAL_MAX_KS]; /* of recall@k, each once, as listed */
} IsoMetricChoice;

/* Names separated by commas, or "all". `what` names the list in messages ("--metrics", "evaluate.metrics"). False with
 * ISO_ERROR_ARGUMENT, which names the nearest metric and all there are, on an unknown name, a name given twice, or none. */
bool iso_metric_choice_read_names (IsoMetricChoice *choice, const char *what, const char *text, GError **error);

/* Whole numbers from 1 separated by commas, ISO_RETRIEVAL_MAX_KS at most, each once; likewise. A k beyond the number of samples is
 * as good as all of them. */
bool iso_metric_choice_read_ks (IsoMetricChoice *choice, const char *what, const char *text, GError **error);

/* "recall, map@r, …" as iso_metric_choice_read_names() takes it; newly allocated. format: "all" where it is all. */
char *iso_metric_choice_join_names (guint32 metrics);
char *iso_metric_choice_format_names (guint32 metrics);
