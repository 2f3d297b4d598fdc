/* isotherm-cli sweep: trains every setting of a sweep file, several at once, and says which is best. */
#pragma once

int iso_command_sweep (int argc, char **argv);
