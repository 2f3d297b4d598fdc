/* The projection that follows embeddings on a thread of its own: what arrives, in which order, what goes on, begins anew, stands still. */
#include <stdatomic.h>
#include <string.h>

#include "engine/base/timing.h"
#include "engine/projection/align.h"
#include "engine/projection/axis-pair.h"
#include "engine/projection/live.h"
#include "tests/support/toy-projection.h"

#define N 200
#define D 8
#define PATIENCE 20.0

/* Embeddings with a count of those who hold them. */
typedef struct {
  IsoReferences references;
  float *embeddings; /* (N, D) */
  gint32 labels[N];
} Moment;

static _Atomic int moments_alive;

static gpointer
moment_ref (gpointer subject)
{
  Moment *moment = subject;
  iso_references_add (&moment->references);
  return moment;
}

static void
moment_unref (gpointer subject)
{
  Moment *moment = subject;
  if (!iso_references_drop (&moment->references))
    return;
  moments_alive--;
  g_free (moment->embeddings);
  g_free (moment);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Moment, moment_unref)

static Moment *
moment_new (double shift)
{
  Moment *moment = g_new0 (Moment, 1);
  IsoRandom random;
  iso_random_init (&random, 3, "test");
  iso_references_init (&moment->references);
  moment->embeddings = g_new (float, N * D);
  for (size_t i = 0; i < N; i++)
    moment->labels[i] = (gint32) (i % 5);
  for (size_t i = 0; i < N; i++)
    for (size_t d = 0; d < D; d++)
      moment->embeddings[i * D + d] = (float) (iso_random_normal (&random) * (double) (D - d) + shift * (double) ((i * 7) % 5));
  moments_alive++;
  return moment;
}

typedef struct {
  IsoLiveProjection *live;
  _Atomic guint woken;
} Fixture;

static void
wake (gpointer data)
{
  ((Fixture *) data)->woken++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  toy_step_time = 3000;
  toy_prepare_time = 2000;
  toy_prepared = toy_continued = toy_stepped = 0;
  fixture->woken = 0;
  fixture->live = iso_live_projection_new (moment_ref, moment_unref, 1, wake, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->live, iso_live_projection_free);
  g_assert_cmpint (moments_alive, ==, 0);
}

static guint64
ask (Fixture *fixture, Moment *moment, int method, int seed, guint64 series)
{
  IsoLiveRequest request = { moment, moment->embeddings, N, D, { .labels = moment->labels }, series, { .method = method, .seed = seed } };
  return iso_live_projection_request (fixture->live, &request);
}

/* The next frame of any kind; NULL when none comes. */
static IsoLiveFrame *
next_frame (Fixture *fixture, double patience)
{
  double until = iso_seconds () + patience;
  IsoLiveFrame *frame;
  while ((frame = iso_live_projection_take (fixture->live)) == NULL && iso_seconds () < until)
    g_usleep (500);
  return frame;
}

/* Waits for the map at rest of that request; counts the frames on the way. */
static IsoLiveFrame *
wait_for_rest (Fixture *fixture, guint64 request, guint *frames)
{
  double until = iso_seconds () + PATIENCE;
  size_t done = 0;
  guint64 last = 0;
  while (iso_seconds () < until)
    {
      g_autoptr (IsoLiveFrame) frame = next_frame (fixture, PATIENCE);
      if (frame == NULL)
        break;
      g_assert_no_error (frame->error);
      g_assert_cmpuint (frame->request, >=, last);
      g_assert_true (frame->request != last || frame->done >= done);
      last = frame->request;
      done = frame->done;
      *frames += frame->positions != NULL;
      if (frame->request == request && iso_live_frame_is_at_rest (frame))
        return g_steal_pointer (&frame);
    }
  g_error ("no map came to rest within %.0f s", PATIENCE);
}

static IsoLiveFrame *
rest (Fixture *fixture, guint64 request)
{
  guint frames = 0;
  return wait_for_rest (fixture, request, &frames);
}

static double
displacement (const IsoLiveFrame *a, const IsoLiveFrame *b)
{
  double most = 0.0;
  for (size_t i = 0; i < 2 * N; i++)
    most = fmax (most, fabs ((double) a->positions[i] - (double) b->positions[i]));
  return most;
}

static void
test_frames (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) moment = moment_new (0.0);
  guint frames = 0;
  double begun = iso_seconds ();
  g_autoptr (IsoLiveFrame) map = wait_for_rest (fixture, ask (fixture, moment, ISO_PROJECTION_TSNE, 1, 1), &frames);
  double seconds = iso_seconds () - begun;
  g_assert_cmpuint (toy_stepped, ==, TOY_STEPS);
  g_assert_cmpuint (map->total, ==, TOY_STEPS);
  g_assert_true (map->subject == moment);
  g_assert_true (fabs (map->cost - 1.0) < 1e-12);
  /* Some thirty a second: the first, then no more than one for each thirtieth, and the last. */
  g_assert_cmpuint (frames, >=, 3);
  g_assert_cmpfloat (frames, <=, 30.0 * seconds + 3.0);
  g_assert_cmpuint (fixture->woken, >=, frames);
  /* At rest nothing more comes. */
  g_assert_null (next_frame (fixture, 0.1));
}

static void
test_pca (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) first = moment_new (0.0), second = moment_new (0.3);
  g_autoptr (IsoLiveFrame) a = rest (fixture, ask (fixture, first, ISO_PROJECTION_PCA, 1, 1));
  g_assert_true (a->explained[0] > a->explained[1] && a->explained[1] > 0.0);
  g_assert_true (isnan (a->cost));
  g_autoptr (IsoLiveFrame) b = rest (fixture, ask (fixture, second, ISO_PROJECTION_PCA, 1, 1));
  const IsoTurn turn = iso_align_find (b->positions, a->positions, N);
  g_assert_true (!turn.reflects && fabs (turn.sine) < 1e-4);
  g_assert_cmpuint (toy_prepared, ==, 0);
}

/* The same bytes under another name: nothing moves, nothing is computed. */
static void
test_identical (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) first = moment_new (0.0), same = moment_new (0.0);
  for (int method = 0; method < ISO_PROJECTION_METHOD_COUNT; method++)
    {
      g_autoptr (IsoLiveFrame) a = rest (fixture, ask (fixture, first, method, 1, 1));
      guint stepped = toy_stepped;
      g_autoptr (IsoLiveFrame) b = rest (fixture, ask (fixture, same, method, 1, 1));
      g_assert_true (b->subject == same && a->subject == first);
      g_assert_true (displacement (a, b) == 0.0);
      g_assert_cmpuint (toy_stepped, ==, stepped);
    }
}

/* While a map forms, a moment with the same bytes only gives it another name. */
static void
test_identical_forming (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) first = moment_new (0.0), same = moment_new (0.0);
  ask (fixture, first, ISO_PROJECTION_TSNE, 1, 1);
  while (toy_stepped < TOY_STEPS / 2 + 3)
    g_usleep (500);
  g_autoptr (IsoLiveFrame) map = rest (fixture, ask (fixture, same, ISO_PROJECTION_TSNE, 1, 1));
  g_assert_true (map->subject == same);
  g_assert_cmpuint (toy_prepared, ==, 1);
  g_assert_cmpuint (toy_stepped, ==, TOY_STEPS);
}

/* A newer moment goes on from the map before, and that one is not torn away before it has its shape. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) first = moment_new (0.0), second = moment_new (0.05), third = moment_new (0.1);
  ask (fixture, first, ISO_PROJECTION_TSNE, 1, 1);
  while (toy_stepped < 1)
    g_usleep (500);
  ask (fixture, second, ISO_PROJECTION_TSNE, 1, 1);
  g_autoptr (IsoLiveFrame) map = rest (fixture, ask (fixture, third, ISO_PROJECTION_TSNE, 1, 1));
  g_assert_true (map->subject == third);
  g_assert_cmpuint (toy_prepared, <=, 3);
  g_assert_cmpuint (toy_continued, >=, 1);
  g_assert_cmpuint (toy_continued, ==, toy_prepared - 1);
  /* Half of the first, and all of one gone on with. */
  g_assert_cmpuint (toy_stepped, >=, TOY_STEPS / 2 + TOY_STEPS / 2);
}

/* Other settings begin anew at once; what was asked for before them arrives no more. */
/* The same samples, their embeddings turned by 150 degrees and mirrored: the map goes on as it lay. */
static void
test_not_turned (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) first = moment_new (0.0), turned = moment_new (0.0);
  const float c = -0.8660254f, s = 0.5f;
  double size = 0.0;
  for (size_t i = 0; i < N; i++)
    {
      const float *from = first->embeddings + i * D;
      turned->embeddings[i * D] = c * from[0] + s * from[1];
      turned->embeddings[i * D + 1] = s * from[0] - c * from[1];
    }
  g_autoptr (IsoLiveFrame) before = rest (fixture, ask (fixture, first, ISO_PROJECTION_TSNE, 1, 1));
  g_autoptr (IsoLiveFrame) after = rest (fixture, ask (fixture, turned, ISO_PROJECTION_TSNE, 1, 1));
  for (size_t i = 0; i < 2 * N; i++)
    size = fmax (size, fabs ((double) before->positions[i]));
  g_assert_true (displacement (before, after) <= 0.1 * size);
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) moment = moment_new (0.0);
  toy_step_time = 20000;
  ask (fixture, moment, ISO_PROJECTION_TSNE, 1, 1);
  g_autoptr (IsoLiveFrame) first = next_frame (fixture, PATIENCE);
  g_assert_nonnull (first);
  toy_step_time = 1000;
  double asked = iso_seconds ();
  guint64 request = ask (fixture, moment, ISO_PROJECTION_TSNE, 2, 1);
  g_autoptr (IsoLiveFrame) next = next_frame (fixture, PATIENCE);
  g_assert_cmpuint (next->request, ==, request);
  g_assert_cmpfloat (iso_seconds () - asked, <, 0.5);
  g_autoptr (IsoLiveFrame) map = rest (fixture, request);
  g_assert_cmpuint (toy_continued, ==, 0);
  g_assert_cmpuint (toy_prepared, ==, 2);
}

/* A method chosen again shows what it had reached, without a step. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) moment = moment_new (0.0);
  g_autoptr (IsoLiveFrame) pca = rest (fixture, ask (fixture, moment, ISO_PROJECTION_PCA, 1, 1));
  g_autoptr (IsoLiveFrame) tsne = rest (fixture, ask (fixture, moment, ISO_PROJECTION_TSNE, 1, 1));
  g_autoptr (IsoLiveFrame) pca_again = rest (fixture, ask (fixture, moment, ISO_PROJECTION_PCA, 1, 1));
  g_autoptr (IsoLiveFrame) tsne_again = rest (fixture, ask (fixture, moment, ISO_PROJECTION_TSNE, 1, 1));
  g_assert_true (displacement (pca, pca_again) == 0.0);
  g_assert_true (displacement (tsne, tsne_again) == 0.0);
  g_assert_cmpuint (toy_stepped, ==, TOY_STEPS);
}

static void
test_pause (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) first = moment_new (0.0), second = moment_new (0.1);
  toy_step_time = 10000;
  ask (fixture, first, ISO_PROJECTION_TSNE, 1, 1);
  while (toy_stepped < 3)
    g_usleep (500);
  iso_live_projection_set_paused (fixture->live, true);
  g_usleep (100000);
  guint stepped = toy_stepped;
  guint64 request = ask (fixture, second, ISO_PROJECTION_TSNE, 1, 1);
  g_usleep (100000);
  g_assert_cmpuint (toy_stepped, ==, stepped);
  g_assert_true (iso_live_projection_is_paused (fixture->live));
  toy_step_time = 1000;
  iso_live_projection_set_paused (fixture->live, false);
  g_autoptr (IsoLiveFrame) map = rest (fixture, request);
  /* Another method ends the pause. */
  iso_live_projection_set_paused (fixture->live, true);
  g_autoptr (IsoLiveFrame) other = rest (fixture, ask (fixture, second, ISO_PROJECTION_UMAP, 1, 1));
  g_assert_false (iso_live_projection_is_paused (fixture->live));
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) moment = moment_new (0.0), other = moment_new (1.0);
  /* In the middle of a step: what that comes to must not arrive. */
  toy_step_time = 60000;
  ask (fixture, moment, ISO_PROJECTION_TSNE, 1, 1);
  while (toy_stepped < 1)
    g_usleep (500);
  g_usleep (5000);
  double asked = iso_seconds ();
  iso_live_projection_forget (fixture->live);
  toy_step_time = 1000;
  g_assert_cmpfloat (iso_seconds () - asked, <, 0.1);
  g_assert_null (next_frame (fixture, 0.2));
  guint continued = toy_continued;
  g_autoptr (IsoLiveFrame) map = rest (fixture, ask (fixture, other, ISO_PROJECTION_TSNE, 1, 2));
  g_assert_cmpuint (toy_continued, ==, continued);
}

/* Chosen axes are never turned, and one found by variance keeps its direction: as the axes alone have it, to the last bit. */
static void
test_axes (Fixture *fixture, gconstpointer data)
{
  const IsoAxisPair pair = { .across = { { ISO_ANCHOR_CLASS, 0 }, { ISO_ANCHOR_CLASS, 1 } } };
  g_autoptr (IsoLiveFrame) before = NULL;
  float expected[2 * N];
  double explained[2];
  for (int time = 0; time < 4; time++)
    {
      g_autoptr (Moment) moment = moment_new (0.3 * time);
      IsoLiveFrame *map = rest (fixture, ask (fixture, moment, ISO_PROJECTION_AXES, 1, 1));
      g_assert_true (iso_axis_pair_project (expected, explained, moment->embeddings, moment->labels, N, D, &pair,
                                            before != NULL ? before->positions : NULL, NULL));
      g_assert_cmpmem (map->positions, sizeof expected, expected, sizeof expected);
      g_assert_true (map->explained[0] == explained[0] && map->explained[1] == explained[1]);
      iso_live_frame_unref (before);
      before = map;
    }
}

static void
test_trouble (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) broken = moment_new (0.0), whole = moment_new (0.0);
  broken->embeddings[9] = NAN;
  for (int method = 0; method < ISO_PROJECTION_METHOD_COUNT; method++)
    {
      ask (fixture, broken, method, 1, 1);
      g_autoptr (IsoLiveFrame) frame = next_frame (fixture, PATIENCE);
      g_assert_nonnull (frame);
      g_assert_error (frame->error, ISO_ERROR, ISO_ERROR_NUMERIC);
      g_assert_null (frame->positions);
      g_autoptr (IsoLiveFrame) map = rest (fixture, ask (fixture, whole, method, 1, 1));
    }
}

/* It ends soon whatever it is at. */
static void
test_freed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Moment) moment = moment_new (0.0);
  toy_prepare_time = 5000000;
  ask (fixture, moment, ISO_PROJECTION_UMAP, 1, 1);
  g_autoptr (IsoLiveFrame) frame = next_frame (fixture, PATIENCE);
  double begun = iso_seconds ();
  g_clear_pointer (&fixture->live, iso_live_projection_free);
  g_assert_cmpfloat (iso_seconds () - begun, <, 2.0);
}

/* Commands without end from one side, frames taken on the other: nothing is lost but what newer ones replace. */
static void
test_storm (Fixture *fixture, gconstpointer data)
{
  guint64 request = 0;
  int method = ISO_PROJECTION_PCA;
  toy_step_time = 200;
  for (int i = 0; i < 200; i++)
    {
      g_autoptr (Moment) moment = moment_new (0.01 * (i % 7));
      g_autoptr (IsoLiveFrame) frame = NULL;
      if (i % 5 == 0)
        method = (i / 5) % ISO_PROJECTION_METHOD_COUNT;
      request = ask (fixture, moment, method, 1, 1 + (guint64) i / 50);
      if (i % 11 == 0)
        iso_live_projection_set_paused (fixture->live, i % 2 == 0);
      if (i % 41 == 0)
        iso_live_projection_forget (fixture->live);
      g_usleep (i % 3 == 0 ? 2000 : 0);
      frame = iso_live_projection_take (fixture->live);
    }
  iso_live_projection_set_paused (fixture->live, false);
  g_autoptr (IsoLiveFrame) map = rest (fixture, request);
}

#define TEST(name, function) g_test_add ("/live-projection/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("frames", test_frames);
  TEST ("pca", test_pca);
  TEST ("identical", test_identical);
  TEST ("identical-forming", test_identical_forming);
  TEST ("follows", test_follows);
  TEST ("not-turned", test_not_turned);
  TEST ("settings", test_settings);
  TEST ("back", test_back);
  TEST ("pause", test_pause);
  TEST ("forget", test_forget);
  TEST ("axes", test_axes);
  TEST ("trouble", test_trouble);
  TEST ("freed", test_freed);
  TEST ("storm", test_storm);
  return g_test_run ();
}
