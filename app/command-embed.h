/* isotherm-cli embed: embeddings of data under the weights of a checkpoint. */
#pragma once

int iso_command_embed (int argc, char **argv);
