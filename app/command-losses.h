/* isotherm-cli losses: every loss with its formula and parameters, as text or JSON. */
#pragma once

/* argv[0] is the sub-command's name. Returns the exit status. */
int iso_command_losses (int argc, char **argv);
