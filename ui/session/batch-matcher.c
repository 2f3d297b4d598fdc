#include "ui/session/batch-matcher.h"

#include <math.h>

typedef struct {
  IsoBatchSnapshot *kept[ISO_MATCHER_KEPT]; /* the newest first */
  IsoBatchSnapshot *shown;
  bool has_left;
} Student;

struct _IsoBatchMatcher {
  size_t count;
  Student students[ISO_MATCHER_MOST];
  double matched_at; /* NAN: never looked */
};

IsoBatchMatcher *
iso_batch_matcher_new (size_t count)
{
  g_assert (count >= 1 && count <= ISO_MATCHER_MOST);
  IsoBatchMatcher *matcher = g_new0 (IsoBatchMatcher, 1);
  matcher->count = count;
  matcher->matched_at = NAN;
  return matcher;
}

/* From the first on. */
static void
drop_kept (Student *student, size_t first)
{
  for (size_t i = first; i < ISO_MATCHER_KEPT; i++)
    g_clear_pointer (&student->kept[i], iso_batch_snapshot_unref);
}

void
iso_batch_matcher_free (IsoBatchMatcher *matcher)
{
  if (matcher == NULL)
    return;
  for (size_t i = 0; i < matcher->count; i++)
    {
      drop_kept (&matcher->students[i], 0);
      iso_batch_snapshot_unref (matcher->students[i].shown);
    }
  g_free (matcher);
}

void
iso_batch_matcher_add (IsoBatchMatcher *matcher, size_t student, IsoBatchSnapshot *snapshot)
{
  g_assert (student < matcher->count);
  Student *own = &matcher->students[student];
  iso_batch_snapshot_unref (own->kept[ISO_MATCHER_KEPT - 1]);
  for (size_t i = ISO_MATCHER_KEPT - 1; i > 0; i--)
    own->kept[i] = own->kept[i - 1];
  own->kept[0] = snapshot;
}

void
iso_batch_matcher_leave (IsoBatchMatcher *matcher, size_t student)
{
  g_assert (student < matcher->count);
  matcher->students[student].has_left = true;
}

static bool
show (Student *student, IsoBatchSnapshot *snapshot)
{
  if (snapshot == NULL || snapshot == student->shown)
    return false;
  iso_batch_snapshot_ref (snapshot);
  iso_batch_snapshot_unref (student->shown);
  student->shown = snapshot;
  return true;
}

/* The place of that student's batch of the same samples, or ISO_MATCHER_KEPT. */
static size_t
find (const Student *student, const IsoBatchSnapshot *wanted)
{
  size_t place = 0;
  while (place < ISO_MATCHER_KEPT && student->kept[place] != NULL
         && (student->kept[place]->is_probe != wanted->is_probe || student->kept[place]->B != wanted->B
             || (!wanted->is_probe && student->kept[place]->step != wanted->step)))
    place++;
  return place < ISO_MATCHER_KEPT && student->kept[place] != NULL ? place : ISO_MATCHER_KEPT;
}

/* Whether everyone who trains has a batch of the same samples as this one, and where. */
static bool
find_all (const IsoBatchMatcher *matcher, const IsoBatchSnapshot *wanted, size_t *places)
{
  for (size_t i = 0; i < matcher->count; i++)
    {
      places[i] = matcher->students[i].has_left ? 0 : find (&matcher->students[i], wanted);
      if (places[i] == ISO_MATCHER_KEPT)
        return false;
    }
  return true;
}

static bool
show_places (IsoBatchMatcher *matcher, const size_t *places)
{
  bool changed = false;
  for (size_t i = 0; i < matcher->count; i++)
    changed |= show (&matcher->students[i], matcher->students[i].kept[places[i]]);
  return changed;
}

/* What is older than what is shown is of no use any more. */
static void
drop_older (IsoBatchMatcher *matcher, const size_t *places)
{
  for (size_t i = 0; i < matcher->count; i++)
    drop_kept (&matcher->students[i], places[i] + 1);
}

/* Whether each who trains has told of something since; who is slow is waited for however long a step takes. */
static bool
is_all_news (const IsoBatchMatcher *matcher)
{
  for (size_t i = 0; i < matcher->count; i++)
    {
      const Student *student = &matcher->students[i];
      if (!student->has_left && (student->kept[0] == NULL || student->kept[0] == student->shown))
        return false;
    }
  return true;
}

static const Student *
first_who_trains (const IsoBatchMatcher *matcher)
{
  for (size_t i = 0; i < matcher->count; i++)
    if (!matcher->students[i].has_left)
      return &matcher->students[i];
  return NULL;
}

bool
iso_batch_matcher_match (IsoBatchMatcher *matcher, double now)
{
  static const size_t newest[ISO_MATCHER_MOST] = { 0 };
  size_t places[ISO_MATCHER_MOST];
  bool is_found = false, changed = false;
  const Student *first = first_who_trains (matcher);
  for (size_t i = 0; first != NULL && !is_found && i < ISO_MATCHER_KEPT && first->kept[i] != NULL; i++)
    is_found = find_all (matcher, first->kept[i], places);
  if (is_found)
    {
      changed = show_places (matcher, places);
      drop_older (matcher, places);
    }
  if (changed || (isnan (matcher->matched_at) && isfinite (now)))
    matcher->matched_at = now;
  if (changed || (first != NULL && (!is_all_news (matcher) || now - matcher->matched_at < ISO_MATCHER_PATIENCE)))
    return changed;
  return show_places (matcher, newest);
}

IsoBatchSnapshot *
iso_batch_matcher_shown (const IsoBatchMatcher *matcher, size_t student)
{
  g_assert (student < matcher->count);
  return matcher->students[student].shown;
}
