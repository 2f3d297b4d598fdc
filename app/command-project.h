/* isotherm-cli project: a map of embeddings. */
#pragma once

int iso_command_project (int argc, char **argv);
