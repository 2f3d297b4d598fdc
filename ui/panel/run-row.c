#include "ui/panel/run-row.h"

#include <inttypes.h>
#include <string.h>

/* Fewer characters of a uuid stand in any text. */
#define SHORTEST_UUID 4

struct _IsoRunRow {
  GObject parent_instance;
  GPtrArray *runs;
  const IsoRun *run;
  IsoRunFacts *facts; /* or NULL */
  char *haystack;     /* once something was searched for, or NULL */
  GListStore *children;
};

G_DEFINE_FINAL_TYPE (IsoRunRow, iso_run_row, G_TYPE_OBJECT)

static void
iso_run_row_finalize (GObject *object)
{
  IsoRunRow *row = ISO_RUN_ROW (object);
  g_ptr_array_unref (row->runs);
  iso_run_facts_unref (row->facts);
  g_free (row->haystack);
  g_clear_object (&row->children);
  G_OBJECT_CLASS (iso_run_row_parent_class)->finalize (object);
}

static void
iso_run_row_class_init (IsoRunRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_run_row_finalize;
}

static void
iso_run_row_init (IsoRunRow *row)
{
}

IsoRunRow *
iso_run_row_new (GPtrArray *runs, const IsoRun *run, IsoRunFacts *facts)
{
  IsoRunRow *row = g_object_new (ISO_TYPE_RUN_ROW, NULL);
  row->runs = g_ptr_array_ref (runs);
  row->run = run;
  row->facts = facts != NULL ? iso_run_facts_ref (facts) : NULL;
  return row;
}

/* NAN equals NAN here. */
static gboolean
is_same_number (double a, double b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

static gboolean
is_same (const IsoRun *a, const IsoRun *b)
{
  return a->status == b->status && a->epochs == b->epochs && a->planned_epochs == b->planned_epochs && a->steps == b->steps
         && a->ended == b->ended && a->bytes == b->bytes && a->parent == b->parent
         && is_same_number (iso_scores_value (&a->test, ISO_SCORE_RECALL_1), iso_scores_value (&b->test, ISO_SCORE_RECALL_1))
         && is_same_number (iso_scores_value (&a->test, ISO_SCORE_MAP_AT_R), iso_scores_value (&b->test, ISO_SCORE_MAP_AT_R))
         && strcmp (a->name, b->name) == 0 && strcmp (a->note, b->note) == 0;
}

gboolean
iso_run_row_update (IsoRunRow *row, GPtrArray *runs, const IsoRun *run, IsoRunFacts *facts)
{
  g_return_val_if_fail (run->id == row->run->id, FALSE);
  gboolean is_changed = !is_same (row->run, run);
  g_autoptr (GPtrArray) before = row->runs;
  row->runs = g_ptr_array_ref (runs);
  row->run = run;
  if (facts != NULL && facts != row->facts)
    {
      iso_run_facts_unref (row->facts);
      row->facts = iso_run_facts_ref (facts);
      is_changed = TRUE;
    }
  if (is_changed)
    g_clear_pointer (&row->haystack, g_free);
  return is_changed;
}

const IsoRun *
iso_run_row_run (IsoRunRow *row)
{
  return row->run;
}

gint64
iso_run_row_id (IsoRunRow *row)
{
  return row->run->id;
}

const char *
iso_run_row_method (IsoRunRow *row)
{
  return row->facts != NULL ? row->facts->method : "";
}

static void
ensure_haystack (IsoRunRow *row)
{
  const IsoRun *run = row->run;
  if (row->haystack != NULL)
    return;
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s\n%s\n%s\n%s", run->name, run->note, run->data, iso_run_row_method (row),
                                           iso_run_status_title (run->status), run->sweep_point != NULL ? run->sweep_point : "");
  g_autofree char *folded = g_utf8_casefold (text, -1);
  row->haystack = g_strconcat (folded, "\n", row->facts != NULL ? row->facts->settings : "", NULL);
}

/* Digits of a number or a uuid are somewhere in most others: those are meant from their beginning on. */
static gboolean
matches_id (const IsoRun *run, const char *word)
{
  char id[24];
  g_snprintf (id, sizeof id, "%" PRId64, run->id);
  return strcmp (id, word) == 0
         || (strlen (word) >= SHORTEST_UUID
             && (g_str_has_prefix (run->uuid, word) || (run->sweep != NULL && g_str_has_prefix (run->sweep, word))));
}

gboolean
iso_run_row_matches (IsoRunRow *row, const char *const *words)
{
  if (words == NULL || words[0] == NULL)
    return TRUE;
  ensure_haystack (row);
  for (size_t i = 0; words[i] != NULL; i++)
    if (strstr (row->haystack, words[i]) == NULL && !matches_id (row->run, words[i]))
      return FALSE;
  return TRUE;
}

GListStore *
iso_run_row_children (IsoRunRow *row)
{
  if (row->children == NULL)
    row->children = g_list_store_new (ISO_TYPE_RUN_ROW);
  return row->children;
}
