#include "app/command-data.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/command-line.h"
#include "app/interrupt.h"
#include "app/json-line.h"
#include "engine/base/error.h"
#include "engine/data/summary.h"
#include "engine/train/parameters.h"

/* Files that were left out are named up to so many. */
#define MOST_NAMED 20
#define LABEL_WIDTH 13

typedef struct {
  char *source;
  char **assignments;
  gboolean json;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->source);
  g_strfreev (options->assignments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static bool
parse_options (Options *options, int argc, char **argv, GError **error)
{
  g_auto (GStrv) sources = NULL;
  const GOptionEntry entries[] = {
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->assignments,
      N_("how it is read: data.label_column, data.size, data.color; may be repeated"), "KEY=VALUE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_("print one JSON object"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &sources, NULL, "SOURCE" },
    { NULL },
  };
  if (!iso_command_parse (argc, argv, entries, NULL,
                          _("Loads a source of data (sample, fashion-mnist, a folder or a file) and prints what it is."),
                          _("Exit status: 0 it can be used, 2 it cannot."), error))
    return false;
  guint count = sources == NULL ? 0 : g_strv_length (sources);
  if (count == 1)
    {
      options->source = g_strdup (sources[0]);
      return true;
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("data: found %u sources, expected one: isotherm-cli data SOURCE"), count);
  return false;
}

static IsoDataset *
load (const Options *options, IsoSourceReport *report, GError **error)
{
  IsoSettings settings;
  iso_settings_init (&settings);
  if (options->assignments != NULL
      && !iso_settings_set_all (&settings, (const char *const *) options->assignments, error))
    return NULL;
  IsoSourceRequest request = iso_settings_source (&settings);
  request.source = options->source;
  return iso_source_load (&request, report, iso_interrupt_watch (), error);
}

static const char *
kind_name (IsoSourceKind kind)
{
  static const char *const names[] = { "sample", "idx", "npy", "npz", "csv", "pictures" };
  return names[kind];
}

/* What deserves a second look before anything is trained: lines, newly allocated. */
static GPtrArray *
find_warnings (const IsoDataset *dataset, const IsoDataSummary *summary)
{
  GPtrArray *warnings = g_ptr_array_new_with_free_func (g_free);
  double low, high;
  iso_dataset_range (dataset, &low, &high);
  if (summary->single_classes > 0)
    g_ptr_array_add (warnings,
                     g_strdup_printf (ngettext ("%zu class has one sample only: no positive can be found for it",
                                                "%zu classes have one sample only: no positive can be found for it",
                                                summary->single_classes),
                                      summary->single_classes));
  if (summary->empty_classes > 0)
    g_ptr_array_add (warnings, g_strdup_printf (ngettext ("%zu class has no samples", "%zu classes have no samples",
                                                          summary->empty_classes),
                                                summary->empty_classes));
  if (iso_dataset_class_count (dataset) - summary->empty_classes == 1)
    g_ptr_array_add (warnings, g_strdup (_("all samples are of one class: there is nothing to tell apart")));
  if (low == high)
    g_ptr_array_add (warnings, g_strdup (_("all values are the same")));
  return warnings;
}

static void
print_line (const char *title, const char *text)
{
  iso_print_padded (title, LABEL_WIDTH);
  g_print ("%s\n", text);
}

G_GNUC_PRINTF (2, 3)
static void
print_formatted (const char *title, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  print_line (title, text);
}

static void
print_text (const IsoDataset *dataset, const IsoDataSummary *summary, const char *kind, const GPtrArray *warnings,
            const GPtrArray *skipped)
{
  IsoSampleShape shape = iso_dataset_shape (dataset);
  double low, high;
  iso_dataset_range (dataset, &low, &high);
  print_line (_("name"), iso_dataset_name (dataset));
  print_line (_("kind"), kind);
  print_formatted (_("samples"), "%zu", iso_dataset_sample_count (dataset));
  print_formatted (_("classes"), "%u", iso_dataset_class_count (dataset));
  if (shape.is_image)
    print_formatted (_("shape"), _("images, %u × %u × %u (channels, height, width)"), shape.channels, shape.height, shape.width);
  else
    print_formatted (_("shape"), _("features, %zu"), iso_dataset_feature_count (dataset));
  if (summary->has_parts)
    print_formatted (_("parts"), _("%zu train, %zu test, %zu neither"), summary->part_counts[ISO_PART_TRAIN],
                     summary->part_counts[ISO_PART_TEST], summary->part_counts[ISO_PART_UNSPECIFIED]);
  else
    print_line (_("parts"), _("none of its own"));
  print_formatted (_("values"), _("%g … %g, as %s"), low, high, iso_dataset_has_bytes (dataset) ? "uint8" : "float32");
  print_formatted (_("class sizes"), _("%zu smallest, %g median, %zu largest"), summary->smallest, summary->median,
                   summary->largest);
  print_line (_("fingerprint"), iso_dataset_fingerprint (dataset));
  for (guint i = 0; i < warnings->len; i++)
    print_line (_("warning"), warnings->pdata[i]);
  for (guint i = 0; i < MIN (skipped->len, MOST_NAMED); i++)
    print_line (_("left out"), skipped->pdata[i]);
  if (skipped->len > MOST_NAMED)
    print_formatted (_("left out"), _("and %u more"), skipped->len - MOST_NAMED);
}

static void
print_json (const IsoDataset *dataset, const IsoDataSummary *summary, const char *kind, const GPtrArray *warnings,
            const GPtrArray *skipped)
{
  IsoSampleShape shape = iso_dataset_shape (dataset);
  IsoJsonLine line;
  double low, high;
  iso_dataset_range (dataset, &low, &high);
  iso_json_line_init (&line);
  iso_json_line_text (&line, "name", iso_dataset_name (dataset));
  iso_json_line_text (&line, "kind", kind);
  iso_json_line_integer (&line, "samples", (gint64) iso_dataset_sample_count (dataset));
  iso_json_line_integer (&line, "classes", iso_dataset_class_count (dataset));
  iso_json_line_switch (&line, "images", shape.is_image);
  iso_json_line_integer (&line, "channels", shape.channels);
  iso_json_line_integer (&line, "height", shape.height);
  iso_json_line_integer (&line, "width", shape.width);
  iso_json_line_integer (&line, "features", (gint64) iso_dataset_feature_count (dataset));
  iso_json_line_text (&line, "type", iso_dataset_has_bytes (dataset) ? "uint8" : "float32");
  iso_json_line_number (&line, "low", low);
  iso_json_line_number (&line, "high", high);
  if (summary->has_parts)
    {
      iso_json_line_open (&line, "parts");
      iso_json_line_integer (&line, "train", (gint64) summary->part_counts[ISO_PART_TRAIN]);
      iso_json_line_integer (&line, "test", (gint64) summary->part_counts[ISO_PART_TEST]);
      iso_json_line_integer (&line, "neither", (gint64) summary->part_counts[ISO_PART_UNSPECIFIED]);
      iso_json_line_close (&line);
    }
  else
    iso_json_line_null (&line, "parts");
  iso_json_line_open (&line, "class_sizes");
  iso_json_line_integer (&line, "smallest", (gint64) summary->smallest);
  iso_json_line_number (&line, "median", summary->median);
  iso_json_line_integer (&line, "largest", (gint64) summary->largest);
  iso_json_line_integer (&line, "empty", (gint64) summary->empty_classes);
  iso_json_line_integer (&line, "single", (gint64) summary->single_classes);
  iso_json_line_close (&line);
  iso_json_line_text (&line, "fingerprint", iso_dataset_fingerprint (dataset));
  iso_json_line_texts (&line, "warnings", (const char *const *) warnings->pdata, warnings->len);
  iso_json_line_texts (&line, "left_out", (const char *const *) skipped->pdata, skipped->len);
  iso_json_line_print (&line);
  iso_json_line_clear (&line);
}

int
iso_command_data (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (Options) options = { 0 };
  g_autoptr (GPtrArray) skipped = g_ptr_array_new_with_free_func (g_free);
  IsoSourceReport report = { .skipped = skipped };
  IsoDataSummary summary;
  if (!parse_options (&options, argc, argv, &error))
    return iso_command_complain (error->message);
  g_autoptr (IsoDataset) dataset = load (&options, &report, &error);
  if (dataset == NULL)
    {
      iso_command_complain (error->message);
      return g_error_matches (error, ISO_ERROR, ISO_ERROR_CANCELLED) ? ISO_EXIT_INTERRUPTED : ISO_EXIT_USAGE;
    }
  iso_data_summarize (&summary, dataset);
  g_autoptr (GPtrArray) warnings = find_warnings (dataset, &summary);
  const char *kind = kind_name (iso_source_kind (options.source));
  if (options.json)
    print_json (dataset, &summary, kind, warnings, skipped);
  else
    print_text (dataset, &summary, kind, warnings, skipped);
  return ISO_EXIT_DONE;
}
