/* A driver for compilers without libFuzzer: mutates small valid files, always in the same order.
 *
 *     fuzz-parsers [--seconds S] [--iterations N] [--seed S]
 */
#include <stdint.h>

#include "engine/base/random.h"
#include "tests/support/zip-files.h"

#define MOST_SEEDS 24
#define MOST_CHANGES 4

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  GByteArray *seeds[MOST_SEEDS];
  guint32 count;
} Corpus;

/* The byte in front chooses the parser. */
static void
add_seed (Corpus *corpus, guint8 parser, GByteArray *bytes)
{
  g_byte_array_prepend (bytes, &parser, 1);
  corpus->seeds[corpus->count++] = bytes;
}

static void
add_text (Corpus *corpus, const char *text)
{
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  add_seed (corpus, 4, test_gzip (bytes));
  add_seed (corpus, 3, bytes);
}

/* Archives of two features and labels, and of parts. */
static void
add_archives (Corpus *corpus)
{
  static const float values[4] = { 0.0f, 1.0f, 2.0f, 3.0f };
  static const gint64 labels[2] = { 1, 0 };
  g_autoptr (GByteArray) X = test_npy_bytes (1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }", values, 16);
  g_autoptr (GByteArray) y = test_npy_bytes (1, "{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }", labels, 16);
  g_autoptr (GByteArray) t = test_npy_bytes (1, "{'descr': '|S8', 'fortran_order': False, 'shape': (2,), }", labels, 16);
  const TestMember whole[] = { { "X.npy", X }, { "y.npy", y, true }, { "classes.npy", t } };
  const TestMember parts[] = { { "x_train.npy", X, true, true }, { "y_train.npy", t, false, true }, { "x_test.npy", X },
                               { "y_test.npy", t } };
  add_seed (corpus, 2, test_zip (whole, 3, false));
  add_seed (corpus, 2, test_zip (parts, 4, true));
}

static Corpus
make_corpus (void)
{
  static const guint32 sizes[4] = { 3, 2, 4, 1 };
  static const double values[6] = { 0.0, 1.0, -2.0, 1e300, 5.0, 6.0 };
  Corpus corpus = { 0 };
  g_autoptr (GByteArray) plain = test_idx_bytes (8, 3, sizes, 24, 256);
  add_seed (&corpus, 0, test_gzip (plain));
  add_seed (&corpus, 0, test_idx_bytes (8, 3, sizes, 24, 256));
  add_seed (&corpus, 0, test_idx_bytes (8, 4, sizes, 24, 256));
  add_seed (&corpus, 1, test_npy_bytes (1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", values, 48));
  add_seed (&corpus, 1, test_npy_bytes (2, "{'descr': '<i4', 'fortran_order': False, 'shape': (12,), }", values, 48));
  add_seed (&corpus, 1, test_npy_bytes (3, "{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3, 4, 1), }", values, 48));
  add_seed (&corpus, 1, test_npy_bytes (1, "{'descr': '|u1', 'fortran_order': False, 'shape': (), }", values, 1));
  add_seed (&corpus, 5, test_safetensors_bytes ("{\"a\":{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[0,48]}}", values, 48));
  add_seed (&corpus, 5, test_safetensors_bytes ("{\"__metadata__\":{\"k\":\"v\"},\"b\":{\"dtype\":\"F16\",\"shape\":[4],"
                                                "\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[],"
                                                "\"data_offsets\":[8,12]}}", values, 12));
  add_seed (&corpus, 5, test_safetensors_bytes ("{}", NULL, 0));
  add_seed (&corpus, 1, test_npy_bytes (1, "{'descr': '>f8', 'fortran_order': True, 'shape': (2, 3), }", values, 48));
  add_seed (&corpus, 1, test_npy_bytes (1, "{'descr': '>U2', 'fortran_order': True, 'shape': (2, 3), }", values, 48));
  add_archives (&corpus);
  add_text (&corpus, "x,y,label\n1,2.5,a\n-3,4e1,\"b \"\"c\"\"\"\r\n0.1,123456789012345678901,b\n");
  add_text (&corpus, "1;2;0\n3;4;1\n\n5;6;0");
  add_text (&corpus, "\xef\xbb\xbf\tx\tclass\n0\t1\tb10\n1\t2\tb9\n");
  const char *lines = "image_id class_id super_class_id path\n1 2 3 a/b.jpg\r\n\n4\t5 6 c/d e.jpg\n7 8 9 f.jpg";
  add_seed (&corpus, 6, g_byte_array_append (g_byte_array_new (), (const guint8 *) lines, (guint) strlen (lines)));
  const char *run = "{\"isotherm.run\": 1, \"uuid\": \"0f0e0d0c-0b0a-4909-8807-060504030201\", \"name\": \"n\", \"note\": \"\", "
                    "\"status\": \"failed\", \"created\": 5, \"ended\": 6, \"settings\": \"{}\", \"data\": \"d\", "
                    "\"fingerprint\": \"f\", \"version\": \"1\", \"planned_epochs\": 2, \"parent\": null, \"fork_epoch\": 0, "
                    "\"sweep\": null, \"sweep_point\": null, \"steps\": 9, \"evaluations\": 2, \"kept\": {\"epoch\": [0, 1], "
                    "\"step\": [0, 9]}, \"events\": {\"step\": [3], \"kind\": [0], \"key\": [\"k\"], \"text\": [\"t\"], "
                    "\"value\": [\"v\"]}, \"files\": {\"name\": [\"embeddings-1.npy\"], \"bytes\": [7], \"sha256\": "
                    "[\"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\"]}}";
  add_seed (&corpus, 7, g_byte_array_append (g_byte_array_new (), (const guint8 *) run, (guint) strlen (run)));
  g_assert_cmpuint (corpus.count, <=, MOST_SEEDS);
  return corpus;
}

/* One change: a bit, a telling byte, a cut, a doubled or removed stretch. */
static void
change (GByteArray *bytes, IsoRandom *random)
{
  static const guint8 telling[] = { 0x00, 0x01, 0x7f, 0x80, 0xff, '\'', '(', ')', ',', '9', '0', '>', '{', '}',
                                   '[', ']', ':', '"', '\n', '\r', ';', '\t', 'e', '.', '-', ' ', '/' };
  if (bytes->len < 2)
    return;
  guint32 at = 1 + iso_random_below (random, bytes->len - 1);
  guint32 length = 1 + iso_random_below (random, MIN (16, bytes->len - at));
  switch (iso_random_below (random, 6))
    {
    case 0:
      bytes->data[at] ^= (guint8) (1u << iso_random_below (random, 8));
      break;
    case 1:
      bytes->data[at] = telling[iso_random_below (random, G_N_ELEMENTS (telling))];
      break;
    case 2:
      g_byte_array_set_size (bytes, at);
      break;
    case 3:
      g_byte_array_remove_range (bytes, at, length);
      break;
    case 4:
      {
        g_autofree guint8 *stretch = g_memdup2 (bytes->data + at, length);
        g_byte_array_append (bytes, stretch, length);
        memmove (bytes->data + at + length, bytes->data + at, bytes->len - at - length);
        memcpy (bytes->data + at, stretch, length);
        break;
      }
    default:
      bytes->data[1 + iso_random_below (random, MIN (24, bytes->len - 1))] = (guint8) iso_random_next (random);
    }
}

static guint64
run (const Corpus *corpus, double seconds, guint64 iterations, guint64 seed)
{
  IsoRandom random;
  guint64 done = 0;
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * 1e6);
  iso_random_init (&random, seed, "fuzz");
  while (done < iterations && (seconds <= 0.0 || g_get_monotonic_time () < end))
    {
      const GByteArray *from = corpus->seeds[iso_random_below (&random, corpus->count)];
      g_autoptr (GByteArray) bytes = g_byte_array_sized_new (from->len);
      g_byte_array_append (bytes, from->data, from->len);
      for (guint32 changes = 1 + iso_random_below (&random, MOST_CHANGES); changes > 0; changes--)
        change (bytes, &random);
      LLVMFuzzerTestOneInput (bytes->data, bytes->len);
      done++;
    }
  return done;
}

int
main (int argc, char **argv)
{
  double seconds = 0.0;
  gint64 iterations = 0, seed = 1;
  const GOptionEntry options[] = {
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "Stop after S seconds", "S" },
    { "iterations", 0, 0, G_OPTION_ARG_INT64, &iterations, "Stop after N inputs", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Another order", "S" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (iterations <= 0)
    iterations = seconds > 0.0 ? G_MAXINT64 : 100000;

  Corpus corpus = make_corpus ();
  for (guint32 i = 0; i < corpus.count; i++)
    LLVMFuzzerTestOneInput (corpus.seeds[i]->data, corpus.seeds[i]->len);
  g_print ("%" G_GUINT64_FORMAT " inputs, no failure\n", run (&corpus, seconds, (guint64) iterations, (guint64) seed));
  for (guint32 i = 0; i < corpus.count; i++)
    g_byte_array_unref (corpus.seeds[i]);
  return 0;
}
