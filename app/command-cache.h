/* isotherm-cli cache: what is kept of decoded pictures. */
#pragma once

int iso_command_cache (int argc, char **argv);
