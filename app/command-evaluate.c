#include "app/command-evaluate.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/command-line.h"
#include "app/json-line.h"
#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/npy.h"
#include "engine/metrics/evaluation.h"

typedef struct {
  char *embeddings, *labels, *ks, *names, *clusters, *restarts, *seed;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->embeddings);
  g_free (options->labels);
  g_free (options->ks);
  g_free (options->names);
  g_free (options->clusters);
  g_free (options->restarts);
  g_free (options->seed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static bool
parse_ks (IsoEvaluation *evaluation, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  evaluation->k_count = 0;
  for (size_t i = 0; words[i] != NULL; i++)
    {
      gint64 k;
      if (!g_ascii_string_to_signed (g_strstrip (words[i]), 10, 1, G_MAXINT, &k, NULL))
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("--ks: found “%s”, expected whole numbers from 1, separated by commas"),
                       words[i]);
          return false;
        }
      if (evaluation->k_count == ISO_RETRIEVAL_MAX_KS)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--ks: found %u numbers, expected at most %d"),
                       g_strv_length (words), ISO_RETRIEVAL_MAX_KS);
          return false;
        }
      for (size_t j = 0; j < evaluation->k_count; j++)
        if (evaluation->ks[j] == (int) k)
          {
            g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--ks: found %d twice"), (int) k);
            return false;
          }
      evaluation->ks[evaluation->k_count++] = (int) k;
    }
  if (evaluation->k_count > 0)
    return true;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("--ks: found nothing, expected whole numbers from 1, separated by commas"));
  return false;
}

/* "recall, map@r, …", newly allocated. */
static char *
list_metrics (void)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint name = 0; name < ISO_METRIC_COUNT; name++)
    g_string_append_printf (list, "%s, ", iso_metric ((IsoMetricName) name)->name);
  g_string_append (list, "all");
  return g_string_free (g_steal_pointer (&list), FALSE);
}

static bool
parse_names (IsoEvaluation *evaluation, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  g_autofree char *list = list_metrics ();
  evaluation->metrics = 0;
  for (size_t i = 0; words[i] != NULL; i++)
    {
      IsoMetricName name = iso_metric_find (g_strstrip (words[i]));
      if (strcmp (words[i], "all") == 0)
        evaluation->metrics |= ISO_METRICS_ALL;
      else if (name < ISO_METRIC_COUNT)
        evaluation->metrics |= ISO_METRIC_BIT (name);
      else
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--metrics: there is no metric “%s”; there are: %s"), words[i],
                       list);
          return false;
        }
    }
  if (evaluation->metrics != 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--metrics: found nothing, expected some of: %s"), list);
  return false;
}

/* A whole number from `least` to `most`; `text` NULL leaves *number. */
static bool
parse_number (gint64 *number, const char *option, const char *text, gint64 least, gint64 most, GError **error)
{
  if (text == NULL || g_ascii_string_to_signed (text, 10, least, most, number, NULL))
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: found “%s”, expected a whole number from %d to %d"), option, text,
               (int) least, (int) most);
  return false;
}

/* How clusters are come by; what would have no effect is refused. */
static bool
parse_clustering (IsoEvaluation *evaluation, const Options *options, GError **error)
{
  gint64 restarts = ISO_KMEANS_RESTARTS, seed = 0;
  const char *option = options->clusters != NULL ? "--clusters" : options->restarts != NULL ? "--restarts"
                       : options->seed != NULL   ? "--seed"
                                                 : NULL;
  if (option != NULL && (evaluation->metrics & ISO_METRICS_CLUSTERING) == 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: wants nmi or f1 among --metrics"), option);
  else if (options->clusters != NULL && (options->restarts != NULL || options->seed != NULL))
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                         _("--clusters: a clustering that is given is not made, so --restarts and --seed have no place "
                           "beside it"));
  else if (parse_number (&restarts, "--restarts", options->restarts, 1, 1000, error)
           && parse_number (&seed, "--seed", options->seed, 0, G_MAXINT, error))
    {
      evaluation->kmeans = (IsoKmeansSettings) { (guint64) seed, (int) restarts, ISO_KMEANS_ITERATIONS };
      return true;
    }
  return false;
}

/* Integers (wanted), one for each row of the embeddings; NULL on failure. */
static gint32 *
read_integers (const char *path, size_t wanted, const char *embeddings_path, GError **error)
{
  size_t count;
  gint32 *values = iso_npy_read_labels (&count, path, error);
  if (values == NULL || count == wanted)
    return values;
  g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu labels, expected one for each of the %zu rows of %s"), path,
               count, wanted, embeddings_path);
  iso_block_free (values);
  return NULL;
}

static bool
evaluate (IsoEvaluation *evaluation, const Options *options, GError **error)
{
  size_t N, D;
  gint32 *labels = NULL, *clusters = NULL;
  bool done = false;
  float *embeddings = iso_npy_read_matrix (&N, &D, options->embeddings, error);
  if (embeddings != NULL)
    labels = read_integers (options->labels, N, options->embeddings, error);
  if (labels != NULL && options->clusters != NULL)
    clusters = read_integers (options->clusters, N, options->embeddings, error);
  if (labels != NULL && (options->clusters == NULL || clusters != NULL))
    {
      g_autoptr (IsoPool) pool = iso_pool_new (0);
      done = iso_evaluation_run (evaluation, embeddings, labels, clusters, N, D, pool, NULL, error);
    }
  iso_block_free (embeddings);
  iso_block_free (labels);
  iso_block_free (clusters);
  return done;
}

static void
print_result (const IsoEvaluation *evaluation)
{
  IsoJsonLine line;
  iso_json_line_init (&line);
  for (size_t i = 0; i < evaluation->k_count && (evaluation->metrics & ISO_METRIC_BIT (ISO_METRIC_RECALL)) != 0; i++)
    {
      g_autofree char *name = g_strdup_printf ("recall@%d", evaluation->ks[i]);
      iso_json_line_number (&line, name, evaluation->recall[i]);
    }
  for (guint name = ISO_METRIC_RECALL + 1; name < ISO_METRIC_COUNT; name++)
    if ((evaluation->metrics & ISO_METRIC_BIT (name)) != 0)
      iso_json_line_number (&line, iso_metric ((IsoMetricName) name)->name, evaluation->values[name]);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

int
iso_command_evaluate (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  g_auto (IsoEvaluation) evaluation = { 0 };
  const GOptionEntry entries[] = {
    { "embeddings", 0, 0, G_OPTION_ARG_FILENAME, &options.embeddings, N_("embeddings, one row a sample"), "E.npy" },
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &options.labels, N_("their classes, whole numbers"), "Y.npy" },
    { "ks", 0, 0, G_OPTION_ARG_FILENAME, &options.ks, N_("the k of recall@k (default: 1,2,4,8)"), "K,…" },
    { "metrics", 0, 0, G_OPTION_ARG_FILENAME, &options.names, N_("which metrics, or all (default: recall,map@r)"), "NAME,…" },
    { "clusters", 0, 0, G_OPTION_ARG_FILENAME, &options.clusters, N_("a clustering for nmi and f1 (default: k-means)"), "C.npy" },
    { "restarts", 0, 0, G_OPTION_ARG_STRING, &options.restarts, N_("runs of k-means, of which the best counts (default: 3)"),
      "N" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &options.seed, N_("seed of k-means (default: 0)"), "N" },
    { NULL },
  };
  g_autofree char *list = list_metrics ();
  g_autofree char *notes = g_strdup_printf (_("Metrics: %s.\n"
                                              "Euclidean neighbors, the query itself excluded, ties to the lower index. A metric "
                                              "that is not\ndefined, such as map@r where no class has two samples, is null."),
                                            list);
  if (!iso_command_parse (argc, argv, entries, "--embeddings E.npy --labels Y.npy",
                          _("Computes metrics of labelled embeddings and prints them as one JSON object."), notes, &error)
      || !iso_command_wants (options.embeddings, "--embeddings", &error)
      || !iso_command_wants (options.labels, "--labels", &error)
      || !parse_ks (&evaluation, options.ks != NULL ? options.ks : "1,2,4,8", &error)
      || !parse_names (&evaluation, options.names != NULL ? options.names : "recall,map@r", &error)
      || !parse_clustering (&evaluation, &options, &error)
      || !evaluate (&evaluation, &options, &error))
    return iso_command_complain (error->message);
  print_result (&evaluation);
  return ISO_EXIT_DONE;
}
