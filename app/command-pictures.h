/* isotherm-cli pictures: trains without a window and draws what a window would show: curves, batch and its map, map and similarities of
 * the test set, as PNG and SVG files.
 * Exit status as that of train. */
#pragma once

/* argv[0] is the sub-command's name. Returns the exit status. */
int iso_command_pictures (int argc, char **argv);
