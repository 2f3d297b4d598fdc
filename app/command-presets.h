/* isotherm-cli presets: the named starting points, as text or JSON. */
#pragma once

/* argv[0] is the sub-command's name. Returns the exit status. */
int iso_command_presets (int argc, char **argv);
