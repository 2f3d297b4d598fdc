/* isotherm-cli miners, isotherm-cli samplers: lists of what chooses triplets and batches. */
#pragma once

int iso_command_miners (int argc, char **argv);
int iso_command_samplers (int argc, char **argv);
