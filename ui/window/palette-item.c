#include "ui/window/palette-item.h"

#include "ui/window/palette-match.h"

/* What else a thing may be found by counts for less than its title. */
#define MORE_WORTH 0.8

G_DEFINE_FINAL_TYPE (IsoPaletteItem, iso_palette_item, G_TYPE_OBJECT)

IsoPaletteItem *
iso_palette_item_new (IsoPaletteKind kind, const char *id, const char *title, const char *group)
{
  IsoPaletteItem *item = g_object_new (ISO_TYPE_PALETTE_ITEM, NULL);
  item->kind = kind;
  item->id = g_strdup (id);
  item->title = g_strdup (title);
  item->group = g_strdup (group);
  item->name = iso_palette_fold (title);
  return item;
}

static void
replace (char **place, const char *text)
{
  if (text == NULL)
    return;
  g_free (*place);
  *place = g_strdup (text);
}

void
iso_palette_item_say (IsoPaletteItem *item, const char *detail, const char *value, const char *words)
{
  replace (&item->detail, detail);
  replace (&item->value, value);
  if (words != NULL)
    {
      /* Words of the title may be mixed with these. */
      g_autofree char *folded = iso_palette_fold (words);
      g_free (item->more);
      item->more = g_strconcat (item->name, " ", folded, NULL);
    }
}

double
iso_palette_item_score (IsoPaletteItem *item, const char *query)
{
  double score = iso_palette_score (query, item->name);
  double more = item->more == NULL ? 0.0 : MORE_WORTH * iso_palette_score (query, item->more);
  return MAX (score, more);
}

static void
iso_palette_item_finalize (GObject *object)
{
  IsoPaletteItem *item = ISO_PALETTE_ITEM (object);
  char *const texts[] = { item->id, item->title, item->detail, item->value, item->group, item->name, item->more, item->action, item->target };
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  G_OBJECT_CLASS (iso_palette_item_parent_class)->finalize (object);
}

static void
iso_palette_item_class_init (IsoPaletteItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = iso_palette_item_finalize;
}

static void
iso_palette_item_init (IsoPaletteItem *item)
{
}
