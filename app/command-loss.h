/* isotherm-cli loss NAME --embeddings E.npy --labels Y.npy [--triplets T.npy] [--fourth F.npy] [--pairs A.npy] [--proxies P.npy]
 * [--beta B.npy] [--set loss.KEY=VALUE]… --out DIR */
#pragma once

/* Writes the gradients of a loss of one batch as .npy files and prints {"loss": …}. argv[0] is the sub-command's name. Returns
 * the exit status: 0, or 2 on a bad argument, setting or file, in which case nothing is left in DIR. */
int iso_command_loss (int argc, char **argv);
