/* Seconds to open a folder of pictures, decoded and then from the cache; prints one line of JSON.
 *
 *     XDG_CACHE_HOME=/some/empty/folder bench-loading FOLDER [SIZE]
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "engine/base/timing.h"
#include "engine/data/source.h"

int
main (int argc, char **argv)
{
  IsoSourceRequest request = { argc > 1 ? argv[1] : "", argc > 2 ? atoi (argv[2]) : 64, ISO_COLOR_RGB, "" };
  double seconds[2], cpu = 0.0;
  size_t count = 0;
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      double start = iso_seconds ();
      g_autoptr (IsoDataset) dataset = iso_source_load (&request, NULL, NULL, &error);
      seconds[i] = iso_seconds () - start;
      if (i == 0)
        cpu = (double) clock () / CLOCKS_PER_SEC; /* of all threads */
      if (dataset == NULL)
        {
          fprintf (stderr, "%s\n", error->message);
          return 2;
        }
      count = iso_dataset_sample_count (dataset);
    }
  printf ("{\"pictures\": %zu, \"seconds\": %.4f, \"cpu_seconds\": %.4f, \"seconds_cached\": %.4f}\n", count, seconds[0], cpu,
          seconds[1]);
  return 0;
}
