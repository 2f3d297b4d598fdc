/* isotherm-cli evaluate: retrieval metrics of embeddings and labels in .npy files, as one JSON object. */
#pragma once

/* argv[0] is the sub-command's name. Returns the exit status. */
int iso_command_evaluate (int argc, char **argv);
