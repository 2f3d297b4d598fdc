/* isotherm-cli data: what a source of data is. */
#pragma once

int iso_command_data (int argc, char **argv);
