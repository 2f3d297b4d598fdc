#include "app/command-evaluate.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/command-line.h"
#include "app/json-line.h"
#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/data/npy.h"
#include "engine/metrics/retrieval.h"

enum { RECALL = 1 << 0, MAP_AT_R = 1 << 1, R_PRECISION = 1 << 2 };

static const struct {
  const char *name;
  guint flag;
} metrics[] = { { "recall", RECALL }, { "map@r", MAP_AT_R }, { "r_precision", R_PRECISION } };

typedef struct {
  char *embeddings, *labels, *ks, *names;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->embeddings);
  g_free (options->labels);
  g_free (options->ks);
  g_free (options->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static bool
parse_ks (IsoRetrieval *result, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  result->k_count = 0;
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
      if (result->k_count == ISO_RETRIEVAL_MAX_KS)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--ks: found %u numbers, expected at most %d"),
                       g_strv_length (words), ISO_RETRIEVAL_MAX_KS);
          return false;
        }
      for (size_t j = 0; j < result->k_count; j++)
        if (result->ks[j] == (int) k)
          {
            g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--ks: found %d twice"), (int) k);
            return false;
          }
      result->ks[result->k_count++] = (int) k;
    }
  if (result->k_count > 0)
    return true;
  g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                       _("--ks: found nothing, expected whole numbers from 1, separated by commas"));
  return false;
}

static bool
parse_names (guint *flags, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  *flags = 0;
  for (size_t i = 0; words[i] != NULL; i++)
    {
      g_strstrip (words[i]);
      guint flag = strcmp (words[i], "all") == 0 ? RECALL | MAP_AT_R | R_PRECISION : 0;
      for (size_t j = 0; j < G_N_ELEMENTS (metrics); j++)
        if (strcmp (words[i], metrics[j].name) == 0)
          flag = metrics[j].flag;
      if (flag == 0)
        {
          g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--metrics: there is no metric “%s”; there are: %s, %s, %s, all"),
                       words[i], metrics[0].name, metrics[1].name, metrics[2].name);
          return false;
        }
      *flags |= flag;
    }
  if (*flags != 0)
    return true;
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--metrics: found nothing, expected some of: %s, %s, %s, all"),
               metrics[0].name, metrics[1].name, metrics[2].name);
  return false;
}

static bool
evaluate (IsoRetrieval *result, const char *embeddings_path, const char *labels_path, GError **error)
{
  size_t N, D, label_count;
  gint32 *labels = NULL;
  bool done = false;
  float *embeddings = iso_npy_read_matrix (&N, &D, embeddings_path, error);
  if (embeddings != NULL)
    labels = iso_npy_read_labels (&label_count, labels_path, error);
  if (labels != NULL && label_count != N)
    g_set_error (error, ISO_ERROR, ISO_ERROR_FORMAT, _("%s: found %zu labels, expected one for each of the %zu rows of %s"),
                 labels_path, label_count, N, embeddings_path);
  else if (labels != NULL)
    {
      g_autoptr (IsoPool) pool = iso_pool_new (0);
      done = iso_retrieval_evaluate (result, embeddings, labels, N, D, pool, NULL, error);
    }
  iso_block_free (embeddings);
  iso_block_free (labels);
  return done;
}

static void
print_result (const IsoRetrieval *result, guint flags)
{
  IsoJsonLine line;
  iso_json_line_init (&line);
  for (size_t i = 0; i < result->k_count && (flags & RECALL); i++)
    {
      g_autofree char *name = g_strdup_printf ("recall@%d", result->ks[i]);
      iso_json_line_number (&line, name, result->recall[i]);
    }
  if (flags & MAP_AT_R)
    iso_json_line_number (&line, "map@r", result->map_at_r);
  if (flags & R_PRECISION)
    iso_json_line_number (&line, "r_precision", result->r_precision);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

int
iso_command_evaluate (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  IsoRetrieval result = { 0 };
  guint flags;
  const GOptionEntry entries[] = {
    { "embeddings", 0, 0, G_OPTION_ARG_FILENAME, &options.embeddings, N_("embeddings, one row a sample"), "E.npy" },
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &options.labels, N_("their classes, whole numbers"), "Y.npy" },
    { "ks", 0, 0, G_OPTION_ARG_FILENAME, &options.ks, N_("the k of recall@k (default: 1,2,4,8)"), "K,…" },
    { "metrics", 0, 0, G_OPTION_ARG_FILENAME, &options.names, N_("recall, map@r, r_precision or all (default: recall,map@r)"),
      "NAME,…" },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, "--embeddings E.npy --labels Y.npy",
                          _("Computes retrieval metrics and prints them as one JSON object."),
                          _("Euclidean neighbors, the query itself excluded, ties to the lower index. A metric that is not\n"
                            "defined, such as map@r where no class has two samples, is null."),
                          &error)
      || !iso_command_wants (options.embeddings, "--embeddings", &error)
      || !iso_command_wants (options.labels, "--labels", &error)
      || !parse_ks (&result, options.ks != NULL ? options.ks : "1,2,4,8", &error)
      || !parse_names (&flags, options.names != NULL ? options.names : "recall,map@r", &error)
      || !evaluate (&result, options.embeddings, options.labels, &error))
    return iso_command_complain (error->message);
  print_result (&result, flags);
  return ISO_EXIT_DONE;
}
