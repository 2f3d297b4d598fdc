#include "app/command-evaluate.h"

#include <glib/gi18n.h>

#include "app/command-line.h"
#include "app/json-line.h"
#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/npy.h"
#include "engine/metrics/scores.h"

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

/* What is asked for: options over defaults. */
static bool
parse_choice (IsoMetricChoice *choice, const Options *options, GError **error)
{
  return iso_metric_choice_read_ks (choice, "--ks", options->ks != NULL ? options->ks : "1,2,4,8", error)
         && iso_metric_choice_read_names (choice, "--metrics", options->names != NULL ? options->names : "recall,map@r", error);
}

/* How clusters are come by; what would have no effect is refused. */
static bool
parse_clustering (IsoEvaluation *evaluation, const IsoMetricChoice *choice, const Options *options, GError **error)
{
  IsoKmeansSettings kmeans = ISO_EVALUATION_KMEANS;
  gint64 restarts = kmeans.restarts, seed = (gint64) kmeans.seed;
  const char *option = options->clusters != NULL ? "--clusters" : options->restarts != NULL ? "--restarts"
                       : options->seed != NULL   ? "--seed"
                                                 : NULL;
  if (option != NULL && (choice->metrics & ISO_METRICS_CLUSTERING) == 0)
    g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s: wants nmi or f1 among --metrics"), option);
  else if (options->clusters != NULL && (options->restarts != NULL || options->seed != NULL))
    g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                         _("--clusters: a clustering that is given is not made, so --restarts and --seed have no place "
                           "beside it"));
  else if (iso_command_parse_number (&restarts, "--restarts", options->restarts, 1, 1000, error)
           && iso_command_parse_number (&seed, "--seed", options->seed, 0, G_MAXINT, error))
    {
      kmeans.seed = (guint64) seed;
      kmeans.restarts = (int) restarts;
      iso_evaluation_init (evaluation, choice, kmeans);
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
  IsoScores scores;
  IsoScoreKey keys[ISO_SCORES_MAX];
  IsoJsonLine line;
  iso_scores_take (&scores, evaluation);
  size_t count = iso_scores_keys (keys, &scores);
  iso_json_line_init (&line);
  for (size_t i = 0; i < count; i++)
    iso_json_line_number (&line, iso_score_key_name (keys[i]), iso_scores_value (&scores, keys[i]));
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

int
iso_command_evaluate (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  g_auto (IsoEvaluation) evaluation = { 0 };
  IsoMetricChoice choice = { 0 };
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
  g_autofree char *list = iso_metric_choice_join_names (ISO_METRICS_ALL);
  g_autofree char *notes = g_strdup_printf (_("Metrics: %s, all; isotherm-cli metrics says what each is.\n"
                                              "Euclidean neighbors, the query itself excluded, ties to the lower index. A metric "
                                              "that is not\ndefined, such as map@r where no class has two samples, is null."),
                                            list);
  if (!iso_command_parse (argc, argv, entries, "--embeddings E.npy --labels Y.npy",
                          _("Computes metrics of labelled embeddings and prints them as one JSON object."), notes, &error)
      || !iso_command_wants (options.embeddings, "--embeddings", &error)
      || !iso_command_wants (options.labels, "--labels", &error)
      || !parse_choice (&choice, &options, &error)
      || !parse_clustering (&evaluation, &choice, &options, &error)
      || !evaluate (&evaluation, &options, &error))
    return iso_command_complain (error->message);
  print_result (&evaluation);
  return ISO_EXIT_DONE;
}
