/* isotherm: the window. */
#include <adwaita.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdlib.h>

#include "engine/base/error.h"
#include "engine/train/checkpoint.h"
#include "engine/train/parameters.h"
#include "engine/train/preset.h"
#include "isotherm-config.h"
#include "ui/window/demo.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

typedef struct {
  double demo_seconds; /* negative: no demonstration */
  char *stats, *screenshot, *theme, *size, *data, *preset, *resume;
  char **assignments;
  gboolean no_store, version, parsed;
  int width, height; /* of --size; 0: as the window likes */
  int status;        /* what main() returns */
} Options;

static void
options_clear (Options *options)
{
  g_free (options->stats);
  g_free (options->screenshot);
  g_free (options->theme);
  g_free (options->size);
  g_free (options->data);
  g_free (options->preset);
  g_free (options->resume);
  g_strfreev (options->assignments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
complain (const char *message)
{
  g_autofree char *line = g_strdelimit (g_strdup (message), "\n\r\t", ' ');
  g_printerr ("isotherm: %s\n", line);
}

static gboolean
check_size (Options *options, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (options->size, "x", 2);
  guint64 width, height;
  if (g_strv_length (parts) == 2 && g_ascii_string_to_unsigned (parts[0], 10, 200, 16384, &width, NULL)
      && g_ascii_string_to_unsigned (parts[1], 10, 200, 16384, &height, NULL))
    {
      options->width = (int) width;
      options->height = (int) height;
      return TRUE;
    }
  g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--size is “%s”; expected WIDTHxHEIGHT in pixels, such as 1600x1000"),
               options->size);
  return FALSE;
}

/* Whether the file is a checkpoint. Whether its data are there is told by the window, which can open others. */
static gboolean
check_resume (const Options *options, GError **error)
{
  const char *refused = options->preset != NULL ? "--preset" : options->data != NULL ? "--data"
                        : options->assignments != NULL ? "--set" : NULL;
  IsoSettings settings;
  if (refused != NULL)
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("%s cannot be given with --resume: the checkpoint has the settings"),
                   refused);
      return FALSE;
    }
  g_autoptr (IsoCheckpoint) checkpoint = iso_checkpoint_open (options->resume, error);
  return checkpoint != NULL && iso_checkpoint_settings (&settings, checkpoint, error);
}

/* Everything that can be known to be wrong before the window opens. */
static gboolean
check_options (Options *options, GError **error)
{
  IsoSettings settings;
  const IsoPreset *preset;
  iso_settings_init (&settings);
  if (options->demo_seconds >= 0.0 && !(options->demo_seconds >= 0.1 && options->demo_seconds <= 86400.0))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--demo is %g; expected seconds from 0.1 to 86400"),
                   options->demo_seconds);
      return FALSE;
    }
  if (options->demo_seconds < 0.0 && (options->stats != NULL || options->screenshot != NULL))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--stats and --screenshot want --demo SECONDS, which is missing"));
      return FALSE;
    }
  if (options->theme != NULL && !g_str_equal (options->theme, "light") && !g_str_equal (options->theme, "dark"))
    {
      g_set_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT, _("--theme is “%s”; expected light or dark"), options->theme);
      return FALSE;
    }
  if (options->size != NULL && !check_size (options, error))
    return FALSE;
  if (options->resume != NULL)
    return check_resume (options, error);
  preset = iso_preset_find (options->preset == NULL ? "sample" : options->preset, error);
  return preset != NULL && iso_preset_apply (preset, &settings, error)
         && (options->assignments == NULL || iso_settings_set_all (&settings, (const char *const *) options->assignments, error))
         && iso_settings_validate (&settings, error);
}

/* The settings asked for on the command line: preset, then data, then single ones. */
static gboolean
prepare_session (IsoSession *session, const Options *options, GError **error)
{
  if (options->preset != NULL && !iso_session_apply_preset (session, options->preset, error))
    return FALSE;
  if (options->data != NULL)
    {
      g_autofree char *assignment = g_strconcat ("data.source=", options->data, NULL);
      const char *const assignments[] = { assignment, NULL };
      if (!iso_session_set_all (session, assignments, error))
        return FALSE;
    }
  return options->assignments == NULL || iso_session_set_all (session, (const char *const *) options->assignments, error);
}

typedef struct {
  GApplication *application;
  Options *options;
  IsoWindow *window;
} Demonstration;

static void
demo_done (const GError *error, gpointer data)
{
  Demonstration *demonstration = data;
  if (error != NULL)
    {
      complain (error->message);
      demonstration->options->status = EXIT_FAILED;
    }
  gtk_window_destroy (GTK_WINDOW (demonstration->window));
  g_application_quit (demonstration->application);
  g_free (demonstration);
}

static void
run_demo (GApplication *application, IsoWindow *window, Options *options)
{
  Demonstration *demonstration = g_new0 (Demonstration, 1);
  IsoDemoOptions demo = { .seconds = options->demo_seconds, .stats = options->stats, .screenshot = options->screenshot };
  demonstration->application = application;
  demonstration->options = options;
  demonstration->window = window;
  iso_demo_run (window, &demo, demo_done, demonstration);
}

/* What is only shown is not kept among a person's own runs, unless told where. */
static gboolean
keeps_runs (const Options *options)
{
  return !options->no_store && (options->demo_seconds < 0.0 || g_getenv ("ISOTHERM_STORE") != NULL);
}

static void
activate (GApplication *application, Options *options)
{
  gboolean is_demo = options->demo_seconds >= 0.0;
  g_autoptr (IsoSession) session = iso_session_new ();
  g_autoptr (GError) error = NULL;
  /* Shown as it would be the first time, whatever this person has made of it. */
  gboolean remembers = !is_demo && options->size == NULL;
  IsoWindow *window;

  if (gtk_application_get_active_window (GTK_APPLICATION (application)) != NULL)
    {
      gtk_window_present (gtk_application_get_active_window (GTK_APPLICATION (application)));
      return;
    }
  if (!prepare_session (session, options, &error))
    {
      complain (error->message);
      options->status = EXIT_USAGE;
      return;
    }
  window = iso_window_new (GTK_APPLICATION (application), session, remembers);
  if (keeps_runs (options))
    iso_window_keep_runs (window, NULL);
  if (options->resume != NULL)
    iso_session_resume (session, options->resume);
  if (options->theme != NULL)
    iso_window_set_color_style (window, options->theme);
  if (options->width > 0)
    gtk_window_set_default_size (GTK_WINDOW (window), options->width, options->height);
  if (is_demo)
    run_demo (application, window, options);
  else
    gtk_window_present (GTK_WINDOW (window));
}

static int
handle_options (GApplication *application, GVariantDict *values, Options *options)
{
  g_autoptr (GError) error = NULL;
  options->parsed = TRUE;
  if (options->version)
    {
      g_print ("isotherm %s\n", ISO_VERSION);
      return EXIT_DONE;
    }
  if (!check_options (options, &error))
    {
      complain (error->message);
      return EXIT_USAGE;
    }
  /* A window with wishes of its own is not to be answered by one that is open already. */
  if (options->demo_seconds >= 0.0 || options->data != NULL || options->preset != NULL || options->assignments != NULL
      || options->theme != NULL || options->size != NULL || options->resume != NULL || options->no_store)
    g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
add_options (GApplication *application, Options *options)
{
  const GOptionEntry entries[] = {
    { "data", 'd', 0, G_OPTION_ARG_FILENAME, &options->data,
      _("Data to open: sample, fashion-mnist, emoji, or the path of a folder or file"), _("DATA") },
    { "preset", 'p', 0, G_OPTION_ARG_STRING, &options->preset, _("Named starting point; isotherm-cli presets lists them"),
      _("NAME") },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options->assignments,
      _("A parameter; may be repeated; isotherm-cli parameters lists them"), _("KEY=VALUE") },
    { "resume", 'r', 0, G_OPTION_ARG_FILENAME, &options->resume,
      _("Go on from a checkpoint that the window or isotherm-cli train --out saved"), _("FILE") },
    { "no-store", 0, 0, G_OPTION_ARG_NONE, &options->no_store,
      _("Keep nothing of what is trained; else runs go into $ISOTHERM_STORE, or a folder of the user's data"), NULL },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &options->theme, _("light or dark"), _("THEME") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options->size, _("Size of the window in pixels"), _("WxH") },
    { "demo", 0, 0, G_OPTION_ARG_DOUBLE, &options->demo_seconds, _("Train for so long at full pace, then quit"), _("SECONDS") },
    { "stats", 0, 0, G_OPTION_ARG_FILENAME, &options->stats, _("With --demo: write figures on frames and steps as JSON"),
      _("FILE") },
    { "screenshot", 0, 0, G_OPTION_ARG_FILENAME, &options->screenshot, _("With --demo: write a picture of the window as PNG"),
      _("FILE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, _("Show the version"), NULL },
    { NULL }
  };
  g_application_add_main_option_entries (application, entries);
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { .demo_seconds = -1.0 };
  g_autoptr (AdwApplication) application = NULL;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, ISO_LOCALE_DIRECTORY);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name ("Isotherm");
  application = adw_application_new (ISO_APPLICATION_ID, G_APPLICATION_DEFAULT_FLAGS);
  add_options (G_APPLICATION (application), &options);
  g_signal_connect (application, "handle-local-options", G_CALLBACK (handle_options), &options);
  g_signal_connect (application, "activate", G_CALLBACK (activate), &options);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  /* GApplication says itself what it could not parse, but with another status. */
  if (status != 0 && !options.parsed)
    return EXIT_USAGE;
  return status != 0 ? status : options.status;
}
