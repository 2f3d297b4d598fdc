/* isotherm-cli verify DIR */
#pragma once

/* Runs every reference case below DIR that the engine knows. argv[0] is the sub-command's name. Returns the exit status: 0, 1 if
 * a case failed, 2 on a bad argument or an unusable folder. */
int iso_command_verify (int argc, char **argv);
