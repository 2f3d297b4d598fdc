/* The network alone out of a checkpoint: a safetensors file for those who want the model and nothing else, in PyTorch or elsewhere.
 *
 *   0.weight, 0.bias, 2.weight …    as in the checkpoint (checkpoint.h), running statistics included
 *
 * and in __metadata__ what is wanted to use it: "network" in words, input.shift and input.scale, the settings, the data's fingerprint,
 * step and epoch. Teacher, optimizer, random streams and history stay behind, and with them most of the bytes. */
#pragma once

#include "engine/train/checkpoint.h"

/* Whole or not at all. ISO_ERROR_FILE names path and cause. */
bool iso_weights_file_write (const char *path, const IsoCheckpoint *checkpoint, GError **error);
