/* The learning rate's schedules, against values worked out by hand, and milestones that cannot be read. */
#include "engine/train/schedule.h"

#include <math.h>
#include <string.h>

#include "engine/base/error.h"

static void
assert_factor (const IsoScheduleSettings *settings, double progress, double expected)
{
  double factor = iso_schedule_factor (settings, progress, 20.0);
  g_assert_true (fabs (factor - expected) <= 1e-12);
}

static void
test_factors (void)
{
  const IsoScheduleSettings constant = { ISO_SCHEDULE_CONSTANT, "10", 0.1, 0.0 };
  assert_factor (&constant, 0.0, 1.0);
  assert_factor (&constant, 500.0, 1.0);

  const IsoScheduleSettings step = { ISO_SCHEDULE_STEP, " 5, 10.5 ,15", 0.1, 0.0 };
  assert_factor (&step, 0.0, 1.0);
  assert_factor (&step, 4.99, 1.0);
  assert_factor (&step, 5.0, 0.1);
  assert_factor (&step, 10.5, 0.01);
  assert_factor (&step, 30.0, 0.001);

  const IsoScheduleSettings cosine = { ISO_SCHEDULE_COSINE, "", 0.1, 0.0 };
  assert_factor (&cosine, 0.0, 1.0);
  assert_factor (&cosine, 5.0, (1.0 + sqrt (0.5)) / 2.0);
  assert_factor (&cosine, 10.0, 0.5);
  assert_factor (&cosine, 20.0, 0.01);
  assert_factor (&cosine, 25.0, 0.01);

  const IsoScheduleSettings warm = { ISO_SCHEDULE_COSINE, "", 0.1, 4.0 };
  assert_factor (&warm, 0.0, 0.01);
  assert_factor (&warm, 1.0, 0.25);
  assert_factor (&warm, 4.0, 1.0);
  assert_factor (&warm, 12.0, 0.5);

  const IsoScheduleSettings all_warm = { ISO_SCHEDULE_COSINE, "", 0.1, 30.0 }; /* warm-up longer than the run */
  assert_factor (&all_warm, 15.0, 0.5 * 0.01);
}

static void
test_milestones (void)
{
  static const struct {
    const char *milestones, *part; /* of the message; NULL: accepted */
  } cases[] = {
    { "10", NULL },      { "1,2,3", NULL },   { "0.5, 2", NULL },  { "", "cannot be read" }, { "ten", "“ten”" },
    { "10, x", "“x”" },  { "10, 5", "ascending" }, { "5, 5", "ascending" }, { "-1", "“-1”" },  { "nan", "“nan”" },
    { "1e999", "“1e999”" }, { "10;12", "“10;12”" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const IsoScheduleSettings settings = { ISO_SCHEDULE_STEP, cases[i].milestones, 0.1, 0.0 };
      g_test_message ("%s", cases[i].milestones);
      g_assert_cmpint (iso_schedule_validate (&settings, &error), ==, cases[i].part == NULL);
      if (cases[i].part != NULL)
        {
          g_assert_error (error, ISO_ERROR, ISO_ERROR_ARGUMENT);
          g_assert_nonnull (strstr (error->message, cases[i].part));
        }
    }
  g_autoptr (GString) many = g_string_new ("0");
  for (int i = 1; i < 1000; i++)
    g_string_append_printf (many, ",%d", i);
  const IsoScheduleSettings settings = { ISO_SCHEDULE_STEP, many->str, 0.1, 0.0 };
  g_autoptr (GError) error = NULL;
  g_assert_false (iso_schedule_validate (&settings, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schedule/factors", test_factors);
  g_test_add_func ("/schedule/milestones", test_milestones);
  return g_test_run ();
}
