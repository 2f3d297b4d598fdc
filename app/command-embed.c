#include "app/command-embed.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/command-line.h"
#include "app/data-reading.h"
#include "app/interrupt.h"
#include "app/json-line.h"
#include "app/output-claim.h"
#include "app/progress.h"
#include "engine/base/checked.h"
#include "engine/base/error.h"
#include "engine/base/timing.h"
#include "engine/data/split.h"
#include "engine/export/npy.h"
#include "engine/train/model.h"
#include "engine/train/parameters.h"

static const char *const output_names[] = { "embeddings.npy", "labels.npy", "samples.npy", "classes.txt", NULL };

typedef enum { PART_ALL, PART_TRAIN, PART_VALIDATION, PART_TEST, PART_COUNT } Part;
static const char *const part_names[PART_COUNT] = { "all", "train", "validation", "test" };

typedef struct {
  char *checkpoint, *data, *part, *out;
  char **assignments;
  gboolean teacher, force, json;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->checkpoint);
  g_free (options->data);
  g_free (options->part);
  g_free (options->out);
  g_strfreev (options->assignments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* What is embedded, and what comes of it. */
typedef struct {
  IsoDataset *dataset;
  guint32 *indices;  /* (N) of the dataset's samples */
  float *embeddings; /* (N, D) */
  size_t N, D;
  char *network;  /* in words */
  double seconds; /* that embedding alone took */
} Work;

static void
clear_work (Work *work)
{
  g_clear_pointer (&work->dataset, iso_dataset_unref);
  g_free (work->indices);
  iso_block_free (work->embeddings);
  g_free (work->network);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, clear_work)

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "checkpoint", 0, 0, G_OPTION_ARG_FILENAME, &options->checkpoint, N_("the trained model, as train --out wrote it"), "FILE" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &options->out, N_("folder for the embeddings and their labels; made if need be"), "DIR" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data, N_("the data (default: those that it was trained on)"), "DATA" },
    { "part", 0, 0, G_OPTION_ARG_FILENAME, &options->part,
      N_("all, train, validation or test, as the checkpoint's settings split the data (default: all)"), "PART" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->assignments,
      N_("how the data are read and split, such as data.label_column, and train.threads; may be repeated"), "KEY=VALUE" },
    { "teacher", 0, 0, G_OPTION_ARG_NONE, &options->teacher, N_("by the teacher's weights, not the model's own"), NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options->force, N_("write into a folder that is not empty"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("print one JSON object"), NULL },
    { NULL },
  };
  return iso_command_parse (
             argc, argv, entries, "--checkpoint FILE --out DIR", _("Embeds data by a trained model."),
             _("DIR gets embeddings.npy, one row of unit length a sample; labels.npy, its class; samples.npy, which sample of the "
               "data\nit is, from 0 on; and classes.txt, the classes' names, the first for label 0.\n\n"
               "  isotherm-cli embed --checkpoint run/checkpoint.safetensors --part test --out test\n"
               "  isotherm-cli evaluate --embeddings test/embeddings.npy --labels test/labels.npy"),
             error)
         && iso_command_wants (options->checkpoint, "--checkpoint", error) && iso_command_wants (options->out, "--out", error);
}

static bool
parse_part (Part *part, const char *text, GError **error)
{
  for (Part p = PART_ALL; p < PART_COUNT; p++)
    if (text == NULL || strcmp (part_names[p], text) == 0)
      {
        *part = p;
        return true;
      }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--part: found “%s”, expected all, train, validation or test"), text);
  return false;
}

/* Anything else is the model's own, or would play no part. */
static bool
check_keys (char **assignments, GError **error)
{
  static const char *const refused[] = { "data.source", "data.normalization", "data.label_noise", NULL };
  for (size_t i = 0; assignments != NULL && assignments[i] != NULL; i++)
    {
      g_autofree char *key = g_strndup (assignments[i], strcspn (assignments[i], "="));
      if ((g_str_has_prefix (key, "data.") && !g_strv_contains (refused, key)) || strcmp (key, "train.threads") == 0)
        continue;
      if (strcmp (key, "data.source") == 0)
        g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--set %s: --data names the data"), key);
      else
        g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--set %s: only how data are read and split, and train.threads, can "
                     "be set here; the rest comes with the checkpoint"), key);
      return false;
    }
  return true;
}

static bool
read_settings (IsoSettings *settings, const IsoCheckpoint *checkpoint, const Options *options, GError **error)
{
  g_autofree char *source = options->data != NULL ? g_strconcat ("data.source=", options->data, NULL) : NULL;
  const char *const named[] = { source, NULL };
  return check_keys (options->assignments, error) && iso_checkpoint_settings (settings, checkpoint, error)
         && iso_settings_set_all (settings, named, error)
         && (options->assignments == NULL
             || iso_settings_set_all (settings, (const char *const *) options->assignments, error))
         && iso_settings_validate (settings, error);
}

static bool
choose_samples (Work *work, const IsoSettings *settings, Part part, GError **error)
{
  IsoSplit split = { 0 };
  if (part == PART_ALL)
    {
      work->N = iso_dataset_sample_count (work->dataset);
      work->indices = g_new (guint32, MAX (work->N, 1));
      for (size_t i = 0; i < work->N; i++)
        work->indices[i] = (guint32) i;
      return true;
    }
  if (part == PART_VALIDATION && settings->data.validation == ISO_VALIDATION_NONE)
    {
      g_set_error_literal (error, ISO_ERROR, ISO_ERROR_ARGUMENT,
                           _("--part validation: the model was trained without a validation part (data.validation)"));
      return false;
    }
  if (!iso_split_make (&split, work->dataset, (IsoSplitKind) settings->data.split, (IsoValidationKind) settings->data.validation,
                       settings->data.validation_share, (guint64) settings->train.seed, error))
    return false;
  IsoSubset *chosen = part == PART_TRAIN ? &split.train : part == PART_VALIDATION ? &split.validation : &split.test;
  work->N = chosen->count;
  work->indices = g_steal_pointer (&chosen->indices);
  chosen->count = 0;
  iso_split_clear (&split);
  return true;
}

static void
show_embedding (gpointer data, double share)
{
  iso_progress_embedding (data, share);
}

static bool
embed (Work *work, IsoModel *model, int threads, GCancellable *cancellable, GError **error)
{
  const IsoNetwork *network = iso_model_network (model);
  work->D = iso_network_embedding_size (network);
  work->network = g_strdup (iso_network_words (network));
  work->embeddings = iso_block_new (work->N, work->D, sizeof (float), _("the embeddings"), error);
  if (work->embeddings == NULL)
    return false;
  g_autoptr (IsoPool) pool = iso_pool_new (threads);
  IsoProgress progress;
  IsoModelReport report = { show_embedding, &progress };
  double start = iso_seconds ();
  iso_progress_start (&progress, 0, 0, false);
  bool done = iso_model_embed (model, work->embeddings, work->dataset, work->indices, work->N, &report, cancellable, pool, error);
  iso_progress_end (&progress);
  work->seconds = iso_seconds () - start;
  return done;
}

static bool
write_classes (const char *folder, const IsoDataset *dataset, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "classes.txt", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint32 label = 0; label < iso_dataset_class_count (dataset); label++)
    {
      g_autofree char *name = g_strdup (iso_dataset_class_name (dataset, label));
      g_strdelimit (name, "\r\n", ' '); /* a name out of a folder may hold anything */
      g_string_append_printf (text, "%s\n", name);
    }
  return g_file_set_contents_full (path, text->str, (gssize) text->len, G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
}

static bool
write_all (const char *folder, gpointer data, GError **error)
{
  const Work *work = data;
  const gint32 *all = iso_dataset_labels (work->dataset);
  g_autofree char *embeddings = g_build_filename (folder, "embeddings.npy", NULL);
  g_autofree char *labels_path = g_build_filename (folder, "labels.npy", NULL);
  g_autofree char *samples = g_build_filename (folder, "samples.npy", NULL);
  g_autofree gint32 *labels = g_new (gint32, MAX (work->N, 1));
  for (size_t i = 0; i < work->N; i++)
    labels[i] = all[work->indices[i]];
  return iso_npy_write_floats (embeddings, work->embeddings, work->N, work->D, error)
         && iso_npy_write_labels (labels_path, labels, work->N, error)
         && iso_npy_write_labels (samples, (const gint32 *) work->indices, work->N, error)
         && write_classes (folder, work->dataset, error);
}

static void
print_result (const Work *work, const Options *options, Part part)
{
  IsoJsonLine line;
  if (!options->json)
    {
      g_print (_("%zu samples of %s (%s), embedded in %zu dimensions by %s: %s\n"), work->N, iso_dataset_name (work->dataset),
               part_names[part], work->D, work->network, options->out);
      return;
    }
  iso_json_line_init (&line);
  iso_json_line_text (&line, "data", iso_dataset_name (work->dataset));
  iso_json_line_text (&line, "part", part_names[part]);
  iso_json_line_integer (&line, "samples", (gint64) work->N);
  iso_json_line_integer (&line, "dimensions", (gint64) work->D);
  iso_json_line_integer (&line, "classes", iso_dataset_class_count (work->dataset));
  iso_json_line_text (&line, "network", work->network);
  iso_json_line_switch (&line, "teacher", options->teacher);
  iso_json_line_number (&line, "seconds", work->seconds);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

/* Everything that may be refused before the work begins. */
static bool
prepare (Work *work, IsoModel **model, Part *part, IsoSettings *settings, IsoOutputFolder *output, const Options *options,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) skipped = g_ptr_array_new_with_free_func (g_free);
  if (!parse_part (part, options->part, error))
    return false;
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (options->checkpoint, error);
  if (checkpoint == NULL || !read_settings (settings, checkpoint, options, error)
      || !iso_output_claim (output, output_names, options->out, options->force, error))
    return false;
  work->dataset = iso_read_data (settings, skipped, cancellable, error);
  if (work->dataset == NULL || !choose_samples (work, settings, *part, error))
    return false;
  *model = iso_model_new (checkpoint, settings, work->dataset, options->teacher, error);
  return *model != NULL;
}

/* Returns the exit status; with an error when that is not 0. */
static int
run (const Options *options, IsoOutputFolder *output, GError **error)
{
  g_auto (Work) work = { 0 };
  g_autoptr (IsoModel) model = NULL;
  GCancellable *cancellable = iso_interrupt_watch (); /* before a folder is made, which Ctrl-C must not leave behind */
  IsoSettings settings;
  Part part;
  if (!prepare (&work, &model, &part, &settings, output, options, cancellable, error))
    return ISO_EXIT_USAGE;
  if (!embed (&work, model, settings.train.threads, cancellable, error) || !iso_output_folder_fill (output, write_all, &work, error))
    return ISO_EXIT_FAILED;
  print_result (&work, options, part);
  return ISO_EXIT_DONE;
}

int
iso_command_embed (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  IsoOutputFolder output = { 0 };
  if (!parse_options (&options, argc, argv, &error))
    return iso_command_complain (error->message);
  int status = run (&options, &output, &error);
  if (status != ISO_EXIT_DONE)
    {
      if (output.path != NULL)
        iso_output_folder_abandon (&output);
      iso_command_complain (error->message);
      status = g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : status;
    }
  iso_output_folder_clear (&output);
  return status;
}
