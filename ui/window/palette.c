#include "ui/window/palette.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ui/window/palette-match.h"

/* More rows are not read, and would not be there within one frame; the line below says how many there are. */
#define MOST_LISTED 30
#define WIDTH 640
#define LIST_HEIGHT 420
#define GROUP_WIDTH 11 /* characters */
#define RECENT_WORTH 14.0
#define REFUSED_WORTH 0.7
#define LEAST_SHARE 0.3

struct _IsoPalette {
  GtkWidget parent_instance;
  GtkWidget *card, *field, *list, *scrolled, *count;
  GListStore *listed;
  GtkSingleSelection *selection;
  GPtrArray *items;
  char **recent;
  GtkWidget *before; /* what had the focus, a weak pointer */
  IsoPaletteOffer offer;
  gpointer data;
};

G_DEFINE_FINAL_TYPE (IsoPalette, iso_palette, GTK_TYPE_WIDGET)

enum { CHOSEN, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- what is listed ---- */

/* 0: the newest; −1: it was not chosen before. */
static int
place_among_recent (IsoPalette *palette, IsoPaletteItem *item)
{
  for (int i = 0; palette->recent != NULL && palette->recent[i] != NULL; i++)
    if (g_str_equal (palette->recent[i], item->id))
      return i;
  return -1;
}

static int
by_rank (gconstpointer a, gconstpointer b)
{
  const IsoPaletteItem *first = *(IsoPaletteItem *const *) a, *second = *(IsoPaletteItem *const *) b;
  return (second->rank > first->rank) - (second->rank < first->rank);
}

static double
rank_at (GPtrArray *items, guint place)
{
  return ((IsoPaletteItem *) g_ptr_array_index (items, place))->rank;
}

/* Of equal rank, in the order in which they came. */
static GPtrArray *
find (IsoPalette *palette, const char *text)
{
  g_autofree char *query = g_strstrip (iso_palette_fold (text));
  GPtrArray *found = g_ptr_array_new ();
  for (guint i = 0; palette->items != NULL && i < palette->items->len; i++)
    {
      IsoPaletteItem *item = g_ptr_array_index (palette->items, i);
      int recent = place_among_recent (palette, item);
      double score = iso_palette_item_score (item, query);
      if (score <= 0.0)
        continue;
      item->rank = score * (item->is_refused ? REFUSED_WORTH : 1.0) + (recent < 0 ? 0.0 : RECENT_WORTH / (1.0 + recent));
      /* Until something is typed, all others keep their order. */
      if (query[0] == '\0')
        item->rank = (recent < 0 ? 0.0 : 1e6 - recent) - i;
      g_ptr_array_add (found, item);
    }
  g_ptr_array_sort (found, by_rank);
  /* What fits much worse than the best was not meant. */
  while (query[0] != '\0' && found->len > 1 && rank_at (found, found->len - 1) < LEAST_SHARE * rank_at (found, 0))
    g_ptr_array_set_size (found, (int) found->len - 1);
  return found;
}

static void
say_count (IsoPalette *palette, guint listed, guint all)
{
  g_autofree char *text = NULL;
  if (all == 0)
    text = g_strdup (_("Nothing of that name: try an action, a parameter, a view or a metric"));
  else if (listed < all)
    text = g_strdup_printf (_("the first %u of %u: type more to narrow them down"), listed, all);
  else
    text = g_strdup_printf (ngettext ("%u found", "%u found", all), all);
  gtk_label_set_text (GTK_LABEL (palette->count), text);
}

static void
update (IsoPalette *palette)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (palette->field));
  g_autoptr (GPtrArray) offered = palette->offer != NULL ? palette->offer (text, palette->data) : g_ptr_array_new ();
  g_autoptr (GPtrArray) found = find (palette, text);
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();
  for (guint i = 0; i < offered->len; i++)
    g_ptr_array_add (shown, g_ptr_array_index (offered, i));
  for (guint i = 0; i < found->len && shown->len < MOST_LISTED; i++)
    g_ptr_array_add (shown, g_ptr_array_index (found, i));
  g_list_store_splice (palette->listed, 0, g_list_model_get_n_items (G_LIST_MODEL (palette->listed)), shown->pdata, shown->len);
  gtk_single_selection_set_selected (palette->selection, 0);
  gtk_widget_set_visible (palette->scrolled, shown->len > 0);
  /* By itself the list would stay at the row that it was at, wherever that is now. */
  if (shown->len > 0)
    gtk_widget_activate_action (palette->list, "list.scroll-to-item", "u", 0);
  say_count (palette, shown->len, found->len + offered->len);
}

/* The field keeps the keyboard: what the arrows are at is said of it. */
static void
describe_selected (IsoPalette *palette)
{
  IsoPaletteItem *item = gtk_single_selection_get_selected_item (palette->selection);
  guint count = g_list_model_get_n_items (G_LIST_MODEL (palette->listed));
  g_autofree char *text = NULL;
  if (item != NULL)
    text = g_strdup_printf (_("%s, %s, %u of %u"), item->title, item->detail != NULL ? item->detail : item->group,
                            gtk_single_selection_get_selected (palette->selection) + 1, count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (palette->field), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "", -1);
}

/* ---- rows ---- */

static GtkWidget *
add_label (GtkWidget *row, const char *class, float align)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), align);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (row), label);
  return label;
}

/* Title, more words, value, kind of thing. */
static void
set_up_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *detail, *group;
  gtk_widget_add_css_class (row, "palette-row");
  add_label (row, "palette-title", 0.0f);
  detail = add_label (row, "palette-detail", 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (detail, TRUE);
  add_label (row, "palette-value", 1.0f);
  group = add_label (row, "palette-group", 1.0f);
  gtk_label_set_width_chars (GTK_LABEL (group), GROUP_WIDTH);
  gtk_label_set_max_width_chars (GTK_LABEL (group), GROUP_WIDTH);
  gtk_label_set_ellipsize (GTK_LABEL (group), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (list_item, row);
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  IsoPaletteItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *row = gtk_list_item_get_child (list_item), *title = gtk_widget_get_first_child (row);
  GtkWidget *detail = gtk_widget_get_next_sibling (title), *value = gtk_widget_get_next_sibling (detail);
  gtk_label_set_text (GTK_LABEL (title), item->title);
  gtk_label_set_text (GTK_LABEL (detail), item->detail != NULL ? item->detail : "");
  gtk_label_set_text (GTK_LABEL (value), item->value != NULL ? item->value : "");
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (row)), item->group);
  gtk_widget_set_tooltip_text (row, item->detail);
  if (item->is_refused)
    gtk_widget_add_css_class (row, "refused");
  else
    gtk_widget_remove_css_class (row, "refused");
}

/* ---- choosing ---- */

static void
choose (IsoPalette *palette, guint place)
{
  g_autoptr (IsoPaletteItem) item = g_list_model_get_item (G_LIST_MODEL (palette->listed), place);
  if (item == NULL || item->is_refused)
    return;
  iso_palette_close (palette);
  g_signal_emit (palette, signals[CHOSEN], 0, item);
}

static void
row_activated (GtkListView *list, guint place, IsoPalette *palette)
{
  choose (palette, place);
}

static void
field_activated (IsoPalette *palette)
{
  choose (palette, gtk_single_selection_get_selected (palette->selection));
}

static void
select_by (IsoPalette *palette, int by)
{
  int count = (int) g_list_model_get_n_items (G_LIST_MODEL (palette->listed));
  int place = (int) gtk_single_selection_get_selected (palette->selection) + by;
  if (count == 0)
    return;
  /* One step goes around the ends; a page stops there. */
  place = by == 1 || by == -1 ? (place + count) % count : CLAMP (place, 0, count - 1);
  gtk_single_selection_set_selected (palette->selection, (guint) place);
  gtk_widget_activate_action (palette->list, "list.scroll-to-item", "u", (guint) place);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, IsoPalette *palette)
{
  switch (key)
    {
    case GDK_KEY_Up: case GDK_KEY_KP_Up: case GDK_KEY_ISO_Left_Tab:
      select_by (palette, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down: case GDK_KEY_KP_Down: case GDK_KEY_Tab:
      select_by (palette, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up: case GDK_KEY_KP_Page_Up:
      select_by (palette, -10);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down: case GDK_KEY_KP_Page_Down:
      select_by (palette, 10);
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      iso_palette_close (palette);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
pressed_beside (GtkGestureClick *gesture, int count, double x, double y, IsoPalette *palette)
{
  graphene_rect_t place;
  if (gtk_widget_compute_bounds (palette->card, GTK_WIDGET (palette), &place)
      && !graphene_rect_contains_point (&place, &GRAPHENE_POINT_INIT ((float) x, (float) y)))
    iso_palette_close (palette);
}

void
iso_palette_open (IsoPalette *palette, GPtrArray *items, const char *const *recent)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (palette));
  g_ptr_array_ref (items);
  g_clear_pointer (&palette->items, g_ptr_array_unref);
  palette->items = items;
  g_strfreev (palette->recent);
  palette->recent = g_strdupv ((char **) recent);
  g_set_weak_pointer (&palette->before, root == NULL ? NULL : gtk_root_get_focus (root));
  gtk_editable_set_text (GTK_EDITABLE (palette->field), "");
  update (palette);
  gtk_widget_set_visible (GTK_WIDGET (palette), TRUE);
  gtk_widget_grab_focus (palette->field);
}

void
iso_palette_close (IsoPalette *palette)
{
  GtkWidget *before = palette->before;
  if (!iso_palette_is_open (palette))
    return;
  gtk_widget_set_visible (GTK_WIDGET (palette), FALSE);
  g_clear_weak_pointer (&palette->before);
  if (before != NULL && gtk_widget_get_mapped (before))
    gtk_widget_grab_focus (before);
}

gboolean
iso_palette_is_open (IsoPalette *palette)
{
  return gtk_widget_get_visible (GTK_WIDGET (palette));
}

GListModel *
iso_palette_listed (IsoPalette *palette)
{
  return G_LIST_MODEL (palette->listed);
}

GtkEditable *
iso_palette_field (IsoPalette *palette)
{
  return GTK_EDITABLE (palette->field);
}

/* ---- the object ---- */

static void
iso_palette_dispose (GObject *object)
{
  IsoPalette *palette = ISO_PALETTE (object);
  g_clear_weak_pointer (&palette->before);
  g_clear_pointer (&palette->card, gtk_widget_unparent);
  g_clear_object (&palette->selection);
  G_OBJECT_CLASS (iso_palette_parent_class)->dispose (object);
}

static void
iso_palette_finalize (GObject *object)
{
  IsoPalette *palette = ISO_PALETTE (object);
  g_clear_pointer (&palette->items, g_ptr_array_unref);
  g_strfreev (palette->recent);
  G_OBJECT_CLASS (iso_palette_parent_class)->finalize (object);
}

static void
iso_palette_class_init (IsoPaletteClass *class)
{
  G_OBJECT_CLASS (class)->dispose = iso_palette_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_palette_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "command-palette");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_DIALOG);
  signals[CHOSEN] = g_signal_new ("chosen", ISO_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  ISO_TYPE_PALETTE_ITEM);
}

static GtkWidget *
list_new (IsoPalette *palette)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (set_up_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  palette->list = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (palette->selection)), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (palette->list), TRUE);
  gtk_widget_set_focusable (palette->list, FALSE);
  gtk_widget_set_can_focus (palette->list, FALSE);
  gtk_widget_add_css_class (palette->list, "palette-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (palette->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("What can be done"), -1);
  g_signal_connect (palette->list, "activate", G_CALLBACK (row_activated), palette);
  palette->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (palette->scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (palette->scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (palette->scrolled), LIST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (palette->scrolled), palette->list);
  return palette->scrolled;
}

static void
iso_palette_init (IsoPalette *palette)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  const char *hint = _("Find an action, a parameter, a view… or type “omega 0.8”");
  palette->listed = g_list_store_new (ISO_TYPE_PALETTE_ITEM);
  palette->selection = gtk_single_selection_new (G_LIST_MODEL (palette->listed));
  palette->field = gtk_search_entry_new ();
  g_object_set (palette->field, "placeholder-text", hint, NULL);
  gtk_widget_add_css_class (palette->field, "palette-field");
  gtk_accessible_update_property (GTK_ACCESSIBLE (palette->field), GTK_ACCESSIBLE_PROPERTY_LABEL, hint, -1);
  palette->count = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0, NULL);
  gtk_label_set_ellipsize (GTK_LABEL (palette->count), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (palette->count, "palette-count");
  palette->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (palette->card, "palette-card");
  gtk_widget_set_halign (palette->card, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (palette->card, GTK_ALIGN_START);
  gtk_widget_set_size_request (palette->card, WIDTH, -1);
  gtk_box_append (GTK_BOX (palette->card), palette->field);
  gtk_box_append (GTK_BOX (palette->card), list_new (palette));
  gtk_box_append (GTK_BOX (palette->card), palette->count);
  gtk_widget_set_parent (palette->card, GTK_WIDGET (palette));
  gtk_accessible_update_property (GTK_ACCESSIBLE (palette), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Command palette"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), palette);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_beside), palette);
  gtk_widget_add_controller (GTK_WIDGET (palette), keys);
  gtk_widget_add_controller (GTK_WIDGET (palette), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (palette->field, "changed", G_CALLBACK (update), palette);
  g_signal_connect_swapped (palette->field, "activate", G_CALLBACK (field_activated), palette);
  g_signal_connect_object (palette->selection, "notify::selected-item", G_CALLBACK (describe_selected), palette, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (palette), FALSE);
}

GtkWidget *
iso_palette_new (IsoPaletteOffer offer, gpointer data)
{
  IsoPalette *palette = g_object_new (ISO_TYPE_PALETTE, NULL);
  palette->offer = offer;
  palette->data = data;
  return GTK_WIDGET (palette);
}
