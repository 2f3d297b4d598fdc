/* The options that say what to train, the same for every command that trains: --config, --preset, --set, --data, --epochs and
 * --seed. */
#pragma once

#include "engine/train/checkpoint.h"
#include "engine/train/preset.h"
#include "engine/train/settings.h"

typedef struct {
  char *config, *preset, *data, *epochs, *seed;
  char **assignments;
  char **base; /* settings to begin with where neither --config nor --preset is given; or NULL */
} IsoRunOptions;

/* The entries for iso_command_parse(), options an IsoRunOptions *; the command's own follow. */
#define ISO_RUN_OPTION_ENTRIES(options)                                                                                        \
  { "config", 0, 0, G_OPTION_ARG_FILENAME, &(options)->config,                                                                 \
    N_("settings from a JSON file, such as an earlier run's configuration.json"), "FILE" },                                    \
  { "preset", 0, 0, G_OPTION_ARG_FILENAME, &(options)->preset, N_("a named starting point; see isotherm-cli presets"), "NAME" }, \
  { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(options)->assignments, N_("a parameter; may be repeated, in any order"),       \
    "KEY=VALUE" },                                                                                                             \
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &(options)->data, N_("sample, fashion-mnist, emoji, a folder or a file (data.source)"), \
    "DATA" },                                                                                                                  \
  { "epochs", 0, 0, G_OPTION_ARG_FILENAME, &(options)->epochs, N_("epochs to train (train.epochs)"), "N" },                    \
  { "seed", 0, 0, G_OPTION_ARG_FILENAME, &(options)->seed, N_("seed of all chance (train.seed)"), "S" }

/* The settings that the options ask for, validated: the preset (“sample” where the data are the embedded sample and no other is
 * named), then --config, then everything else. *preset: the one used, or NULL. */
bool iso_run_options_settings (IsoSettings *settings, const IsoPreset **preset, const IsoRunOptions *options, GError **error);

/* The settings of a fork: the checkpoint's with what the options say, as iso_fork_settings() allows. */
bool iso_run_options_fork (IsoSettings *settings, const IsoRunOptions *options, const IsoCheckpoint *checkpoint, GError **error);

/* The settings to go on with from a checkpoint: its own, then --set, --data and --epochs, which may change live parameters, the
 * planned epochs, the threads and where the same data are found. ISO_ERROR_ARGUMENT for anything else. */
bool iso_run_options_resume (IsoSettings *settings, const IsoRunOptions *options, const IsoCheckpoint *checkpoint, GError **error);

void iso_run_options_clear (IsoRunOptions *options);
