/* One reference case: a folder with a case.json that names parameters, input arrays, and expected arrays and scalars.
 *
 *     {"kind": "distill", "name": …, "params": {…},
 *      "inputs": {"student": {"file": "student.npy", …}, …},
 *      "expected": {"kl": 0.01}, "expected_arrays": {"targets": {"file": "targets.npy", …}}}
 *
 * Every getter fails with a message that names the file and the field; nothing in a case can bring the program down.
 */
#pragma once

#include <json-glib/json-glib.h>
#include <stdbool.h>

typedef struct {
  char *path;   /* of case.json */
  char *folder;
  char *kind;   /* "distill" */
  JsonNode *root;
  JsonObject *params, *inputs, *expected, *expected_arrays; /* of root; empty objects where the file has none */
} IsoReferenceCase;

/* Reads DIR/case.json; ISO_ERROR_FILE, ISO_ERROR_FORMAT. */
IsoReferenceCase *iso_reference_case_open (const char *path, GError **error);
void iso_reference_case_free (IsoReferenceCase *reference);

/* The file of inputs.NAME; newly allocated. */
char *iso_reference_case_path (const IsoReferenceCase *reference, const char *name, GError **error);

/* inputs.NAME as float32 (rows, columns) or labels int32 (count); free with iso_block_free(). */
float *iso_reference_case_matrix (const IsoReferenceCase *reference, size_t *rows, size_t *columns, const char *name,
                                  GError **error);
gint32 *iso_reference_case_labels (const IsoReferenceCase *reference, size_t *count, const char *name, GError **error);

/* expected_arrays.NAME in double (rows * columns values, which the file must have; of one column it may be a vector); free with
 * g_free(). */
double *iso_reference_case_expected (const IsoReferenceCase *reference, const char *name, size_t rows, size_t columns,
                                     GError **error);

/* A member of params as a person would type it: 0.5, "directed"; newly allocated. */
char *iso_reference_case_parameter (const IsoReferenceCase *reference, const char *name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (IsoReferenceCase, iso_reference_case_free)
