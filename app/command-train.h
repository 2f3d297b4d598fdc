/* isotherm-cli train: trains as settings say, reports scores, writes them to a folder. Exit status 0; 1 when the loss became NaN
 * or the results could not be written; 2 on a bad argument, key, value or file; 130 when interrupted. */
#pragma once

/* argv[0] is the sub-command's name. Returns the exit status. */
int iso_command_train (int argc, char **argv);
