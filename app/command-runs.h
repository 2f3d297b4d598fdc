/* `runs`: the runs that the store keeps, listed, shown, compared, carried from one machine to another, gone on with and repeated. */
#pragma once

int iso_command_runs (int argc, char **argv);

/* Its commands, a file for each concern; argv[0] is "runs list" and so on. */
int iso_command_runs_list (int argc, char **argv);
int iso_command_runs_show (int argc, char **argv);
int iso_command_runs_compare (int argc, char **argv);
int iso_command_runs_export (int argc, char **argv);
int iso_command_runs_import (int argc, char **argv);
int iso_command_runs_rename (int argc, char **argv);
int iso_command_runs_delete (int argc, char **argv);
int iso_command_runs_resume (int argc, char **argv);
int iso_command_runs_fork (int argc, char **argv);
int iso_command_runs_replay (int argc, char **argv);
