/* isotherm-cli metrics: every metric with its definition and range, as text or JSON. */
#pragma once

/* argv[0] is the sub-command's name. Returns the exit status. */
int iso_command_metrics (int argc, char **argv);
