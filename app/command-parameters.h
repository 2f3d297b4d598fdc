/* isotherm-cli parameters: the table of parameters, as text or JSON. */
#pragma once

/* argv[0] is the sub-command's name. Returns the exit status. */
int iso_command_parameters (int argc, char **argv);
