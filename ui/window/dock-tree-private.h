/* For the files of the dock's tree. */
#pragma once

#include "ui/window/dock-tree.h"

/* A frame without views yet. */
IsoDockNode *iso_dock_frame_node_new (void);
