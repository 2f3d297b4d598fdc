/* Archives that are not what they should be: none of it gets into the store. */
#include <archive.h>
#include <archive_entry.h>

#include "tests/support/archive-fixture.h"

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  gsize length;
  write_archive (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &text, &length, NULL));
  const gsize cuts[] = { 0, 1, 4, 20, length / 3, length / 2, length - 600, length - 40 };
  for (size_t i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_assert_true (g_file_set_contents (fixture->path, text, (gssize) cuts[i], NULL));
      check_refused (fixture, "run.isotherm");
    }
  for (size_t i = 0; i < 12; i++)
    {
      g_autofree char *flipped = g_memdup2 (text, length);
      flipped[(length - 30) * (i + 1) / 13] ^= 0x55;
      g_assert_true (g_file_set_contents (fixture->path, flipped, (gssize) length, NULL));
      check_refused (fixture, "run.isotherm");
    }
  g_assert_true (g_file_set_contents (fixture->path, "no archive at all, but some text", -1, NULL));
  check_refused (fixture, "damaged");
  g_unlink (fixture->path);
  check_refused (fixture, "run.isotherm");
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  check_refused (fixture, "no regular file");
}

/* run.json and files that do not agree. */
static void
test_lying (Fixture *fixture, gconstpointer data)
{
  IsoArchiveRun *run = fixture->run;
  IsoArchiveMember *last = run->files->pdata[2];
  guint64 bytes = last->bytes;
  last->bytes = bytes + 1;
  write_archive (fixture);
  check_refused (fixture, "damaged");
  last->bytes = bytes;
  last->sha256[0] = last->sha256[0] == '0' ? '1' : '0';
  write_archive (fixture);
  check_refused (fixture, "damaged");
  /* Said, but not there. */
  g_ptr_array_remove_index (fixture->names, 2);
  g_ptr_array_remove_index (fixture->contents, 2);
  write_archive (fixture);
  check_refused (fixture, "missing");
  /* There, but not said. */
  g_ptr_array_remove_index (run->files, 2);
  g_ptr_array_remove_index (run->files, 1);
  write_archive (fixture);
  check_refused (fixture, "does not name");
  g_ptr_array_remove_index (fixture->names, 1);
  g_ptr_array_remove_index (fixture->contents, 1);
  run->steps = STEPS + 1;
  write_archive (fixture);
  check_refused (fixture, "steps");
  run->steps = (guint64) 1 << 39;
  write_archive (fixture);
  check_refused (fixture, "steps");
  run->steps = STEPS;
  run->evaluations = 2;
  write_archive (fixture);
  check_refused (fixture, "epochs");
  run->evaluations = EPOCHS + 1;
  g_array_index (run->kept, IsoKeptEpoch, 1).step = STEPS + 1;
  write_archive (fixture);
  check_refused (fixture, "kept");
}

/* Files that are whole, but not what their names say. */
static void
test_contents (Fixture *fixture, gconstpointer data)
{
  g_autofree char *embeddings = in_folder (fixture, "embeddings-3.npy"), *checkpoint = in_folder (fixture, "checkpoint-3.safetensors");
  g_ptr_array_set_size (fixture->names, 1);
  g_ptr_array_set_size (fixture->contents, 1);
  g_ptr_array_set_size (fixture->run->files, 1);
  g_assert_true (g_file_set_contents (embeddings, "\x93NUMPY\x01", 7, NULL));
  add_file (fixture, "embeddings-3.npy");
  write_archive (fixture);
  check_refused (fixture, "embeddings-3.npy");
  const char *const wrong[][3] = { { "5001", "abc", "step" }, { "-1", "abc", "step" }, { "5000", "other", "other data" } };
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_ptr_array_set_size (fixture->names, 1);
      g_ptr_array_set_size (fixture->contents, 1);
      g_ptr_array_set_size (fixture->run->files, 1);
      write_checkpoint (checkpoint, wrong[i][0], wrong[i][1]);
      add_file (fixture, "checkpoint-3.safetensors");
      write_archive (fixture);
      check_refused (fixture, wrong[i][2]);
    }
}

/* An archive of one entry of any kind, besides an honest run.json. */
static void
write_entry (Fixture *fixture, const char *name, unsigned type, const char *link, gint64 size, bool is_compressed)
{
  g_autofree char *json = iso_archive_run_to_json (fixture->run), *zeros = g_malloc0 (1 << 20);
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  archive_write_set_format_pax (archive);
  if (is_compressed)
    archive_write_add_filter_gzip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, fixture->path), ==, ARCHIVE_OK);
  archive_entry_set_pathname (entry, ISO_ARCHIVE_RUN_NAME);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_size (entry, (la_int64_t) strlen (json));
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, json, strlen (json)), >, 0);
  archive_entry_clear (entry);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, type);
  if (type == AE_IFLNK)
    archive_entry_set_symlink (entry, link);
  else if (link != NULL)
    archive_entry_set_hardlink (entry, link);
  archive_entry_set_size (entry, type == AE_IFREG && link == NULL ? size : 0);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  for (gint64 done = 0; done < size; done += 1 << 20)
    g_assert_cmpint (archive_write_data (archive, zeros, (size_t) MIN (size - done, 1 << 20)), >, 0);
  archive_entry_free (entry);
  archive_write_free (archive);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = {
    "../evil", "/tmp/evil", "a/b", "./history.safetensors", "runs/../../evil", "evil", "checkpoint-.safetensors",
    "checkpoint-1.safetensors/x", "checkpoint--1.safetensors", "checkpoint-01.safetensors", "checkpoint-99999999999.safetensors",
    "embeddings-1.safetensors", "lock", ".history.safetensors", "RUN.JSON", "history.safetensors\\", "checkpoint-1.safetensors ",
  };
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      write_entry (fixture, names[i], AE_IFREG, NULL, 10, true);
      check_refused (fixture, "found “");
    }
  g_autofree char *evil = in_folder (fixture, "evil");
  g_assert_false (g_file_test (evil, G_FILE_TEST_EXISTS) || g_file_test ("/tmp/evil", G_FILE_TEST_EXISTS));
  write_entry (fixture, "run.json", AE_IFREG, NULL, 10, true);
  check_refused (fixture, "twice");
}

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  write_entry (fixture, "history.safetensors", AE_IFLNK, "/etc/passwd", 0, true);
  check_refused (fixture, "regular file");
  write_entry (fixture, "history.safetensors", AE_IFREG, "run.json", 0, true);
  check_refused (fixture, "regular file");
  write_entry (fixture, "history.safetensors", AE_IFDIR, NULL, 0, true);
  check_refused (fixture, "found “");
  write_entry (fixture, "history.safetensors", AE_IFIFO, NULL, 0, true);
  check_refused (fixture, "regular file");
}

/* The file `name` of an archive that is not compressed says that it has 2^50 bytes: its header holds the size at 124, in twelve bytes,
 * and at 148 the sum of all its bytes, with spaces in its own place. */
static void
lie_about_size (const char *path, const char *name)
{
  g_autofree char *text = NULL;
  gsize length, at = 0;
  guint sum = 0;
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  while (strcmp (text + at, name) != 0)
    g_assert_cmpuint (at += 512, <, length);
  memset (text + at + 124, 0, 12);
  text[at + 124] = (char) 0x80;
  text[at + 129] = 0x04;
  memset (text + at + 148, ' ', 8);
  for (size_t i = 0; i < 512; i++)
    sum += (guchar) text[at + i];
  g_snprintf (text + at + 148, 8, "%06o", sum);
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
}

/* Three hundred megabytes of nothing in a few hundred kilobytes, and a size that no disk has. */
static void
test_bombs (Fixture *fixture, gconstpointer data)
{
  write_entry (fixture, "checkpoint-1.safetensors", AE_IFREG, NULL, (gint64) 300 << 20, true);
  check_refused (fixture, "more in it");
  write_entry (fixture, "checkpoint-1.safetensors", AE_IFREG, NULL, 1000, false);
  lie_about_size (fixture->path, "checkpoint-1.safetensors");
  check_refused (fixture, "more in it");
}

/* Every member of run.json, missing and of another kind. */
static void
test_json (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  g_autofree char *json = iso_archive_run_to_json (fixture->run);
  g_autoptr (IsoArchiveRun) good = iso_archive_run_parse ("run.json", json, strlen (json), &error);
  g_assert_no_error (error);
  g_autofree char *same = iso_archive_run_to_json (good);
  g_assert_cmpstr (json, ==, same);
  const char *const wrong[][3] = {
    { "\"isotherm.run\": 1", "\"isotherm.run\": 2", "format 2" },
    { "\"isotherm.run\": 1", "\"isotherm.run\": \"1\"", "isotherm.run" },
    { "\"uuid\": \"0f0e", "\"uuid\": \"../0f0e", "uuid" },
    { "\"status\": \"running\"", "\"status\": \"flying\"", "status" },
    { "\"created\": 1", "\"created\": -1", "created" },
    { "\"created\": 1764369600000000", "\"created\": 1e300", "created" },
    { "\"planned_epochs\": 7", "\"planned_epochs\": 99999999999", "planned_epochs" },
    { "\"parent\": null", "\"parent\": \"x\"", "parent" },
    { "\"parent\": null", "\"parent\": 3", "parent" },
    { "\"note\": \"", "\"none\": \"", "note" },
    { "\"epoch\": [0, 3]", "\"epoch\": [3, 0]", "kept" },
    { "\"epoch\": [0, 3]", "\"epoch\": [0]", "kept" },
    { "\"epoch\": [0, 3]", "\"epoch\": [0, \"3\"]", "kept" },
    { "\"epoch\": [0, 3]", "\"epoch\": 3", "kept" },
    { "\"kind\": [0, ", "\"kind\": [77, ", "events" },
    { "\"events\": {", "\"event\": {", "events" },
    { "\"name\": [\"history", "\"name\": [\"../history", "files" },
    { "\"name\": [\"history", "\"name\": [\"embeddings-2.npy\", \"history", "files" },
    { "\"files\": {", "\"files\": [], \"other\": {", "files" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GString) text = g_string_new (json);
      g_assert_cmpuint (g_string_replace (text, wrong[i][0], wrong[i][1], 1), ==, 1);
      IsoArchiveRun *run = iso_archive_run_parse ("run.json", text->str, text->len, &error);
      if (run != NULL || strstr (error->message, wrong[i][2]) == NULL)
        g_error ("%s: %s", wrong[i][1], run != NULL ? "taken" : error->message);
      g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
      g_clear_error (&error);
    }
  for (size_t length = 0; length < strlen (json) - 2; length += 97)
    {
      g_assert_null (iso_archive_run_parse ("run.json", json, length, &error));
      g_assert_error (error, ISO_ERROR, ISO_ERROR_FORMAT);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/archive-refused/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("damaged", test_damaged);
  ADD ("lying", test_lying);
  ADD ("contents", test_contents);
  ADD ("names", test_names);
  ADD ("kinds", test_kinds);
  ADD ("bombs", test_bombs);
  ADD ("json", test_json);
  return g_test_run ();
}
