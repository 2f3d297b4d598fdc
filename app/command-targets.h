/* isotherm-cli targets --student S.npy --teacher T.npy [--set distill.KEY=VALUE]… --out DIR */
#pragma once

/* Writes every stage of self-distillation of one batch as .npy files and prints {"kl": …}. argv[0] is the sub-command's name.
 * Returns the exit status: 0, or 2 on a bad argument, setting or file, in which case nothing is left in DIR. */
int iso_command_targets (int argc, char **argv);
