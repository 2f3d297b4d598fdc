/* A test for every reference case of a kind. */
#pragma once

/* Adds PATH/CASE for each folder CASE of reference/KIND below $ISO_TEST_DATA whose name begins with `prefix` (NULL: all). Such a
 * test fails unless the case passes: a case that is skipped must not look like one that agrees. Adds a test that fails if there
 * is none. */
void iso_test_add_reference_cases (const char *path, const char *kind, const char *prefix);
