#include "ui/plot/batch-tile.h"

#include "ui/figure/batch-layout.h"
#include "ui/figure/batch-words.h"
#include "ui/plot/view-card.h"

struct _IsoBatchTile {
  GtkToggleButton parent_instance;
  IsoMatrixKind kind;
  GtkWidget *view, *symbol, *caption;
  int side;
  char *statistic;
};

G_DEFINE_FINAL_TYPE (IsoBatchTile, iso_batch_tile, GTK_TYPE_TOGGLE_BUTTON)

static void
iso_batch_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  IsoBatchTile *tile = ISO_BATCH_TILE (widget);
  const IsoTheme *theme = iso_present_theme ();
  GtkStateFlags flags = gtk_widget_get_state_flags (widget);

  gtk_widget_snapshot_child (widget, tile->view, snapshot);
  gtk_widget_snapshot_child (widget, tile->symbol, snapshot);
  gtk_widget_snapshot_child (widget, tile->caption, snapshot);
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tile)))
    iso_matrix_view_append_frame (snapshot, theme->accent, tile->side, 1.0, 2.0);
  else if (flags & GTK_STATE_FLAG_PRELIGHT)
    iso_matrix_view_append_frame (snapshot, theme->axis, tile->side, 1.0, 1.0);
  if (flags & GTK_STATE_FLAG_FOCUS_VISIBLE)
    iso_matrix_view_append_frame (snapshot, theme->text, tile->side, 4.0, 1.0);
}

static void
iso_batch_tile_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  IsoBatchTile *tile = ISO_BATCH_TILE (widget);
  *minimum = *natural = MAX (tile->side, 24);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural += ISO_BATCH_CAPTION_GAP + iso_batch_tile_caption_height (tile);
  *minimum_baseline = *natural_baseline = -1;
}

/* A name that is wider than its room gets a second line where there is one: rather than that its caption is whole. */
static gboolean
wraps_name (IsoBatchTile *tile, int width, int room, int symbol_height, int caption_height)
{
  int natural;
  if (room < 2 * symbol_height + caption_height)
    return FALSE;
  g_autoptr (PangoLayout) name = gtk_widget_create_pango_layout (tile->symbol, iso_matrix_symbol (tile->kind));
  pango_layout_get_pixel_size (name, &natural, NULL);
  return natural > width;
}

static void
iso_batch_tile_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  IsoBatchTile *tile = ISO_BATCH_TILE (widget);
  int symbol_height, caption_height, top = tile->side + ISO_BATCH_CAPTION_GAP;
  gtk_widget_measure (tile->symbol, GTK_ORIENTATION_VERTICAL, width, &symbol_height, NULL, NULL, NULL);
  gtk_widget_measure (tile->caption, GTK_ORIENTATION_VERTICAL, width, &caption_height, NULL, NULL, NULL);
  if (wraps_name (tile, width, height - top, symbol_height, caption_height))
    symbol_height *= 2;
  caption_height = MAX (caption_height, height - top - symbol_height);
  gtk_widget_size_allocate (tile->view, &(GtkAllocation){ 0, 0, tile->side, tile->side }, -1);
  gtk_widget_size_allocate (tile->symbol, &(GtkAllocation){ 0, top, width, symbol_height }, -1);
  gtk_widget_size_allocate (tile->caption, &(GtkAllocation){ 0, top + symbol_height, width, caption_height }, -1);
}

/* Over the caption alone: above the picture it would hide what is being looked at. */
static gboolean
iso_batch_tile_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  IsoBatchTile *tile = ISO_BATCH_TILE (widget);
  const char *caption = gtk_inscription_get_text (GTK_INSCRIPTION (tile->caption));
  if (!by_keyboard && y < tile->side)
    return FALSE;
  g_autofree char *text = g_strdup_printf ("%s · %s\n%s", iso_matrix_title (tile->kind), caption != NULL ? caption : "",
                                           tile->statistic != NULL ? tile->statistic : "");
  gtk_tooltip_set_text (tooltip, g_strstrip (text));
  return TRUE;
}

static void
iso_batch_tile_dispose (GObject *object)
{
  IsoBatchTile *tile = ISO_BATCH_TILE (object);
  g_clear_pointer (&tile->view, gtk_widget_unparent);
  g_clear_pointer (&tile->symbol, gtk_widget_unparent);
  g_clear_pointer (&tile->caption, gtk_widget_unparent);
  g_clear_pointer (&tile->statistic, g_free);
  G_OBJECT_CLASS (iso_batch_tile_parent_class)->dispose (object);
}

/* The theme knows nothing of this widget, so that GTK sees no reason to redraw it. */
static void
iso_batch_tile_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GTK_WIDGET_CLASS (iso_batch_tile_parent_class)->state_flags_changed (widget, before);
  gtk_widget_queue_draw (widget);
}

static void
iso_batch_tile_class_init (IsoBatchTileClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_batch_tile_dispose;
  widget_class->snapshot = iso_batch_tile_snapshot;
  widget_class->measure = iso_batch_tile_measure;
  widget_class->size_allocate = iso_batch_tile_size_allocate;
  widget_class->state_flags_changed = iso_batch_tile_state_flags_changed;
  widget_class->query_tooltip = iso_batch_tile_query_tooltip;
  /* A name of its own: the picture is the button, none of the theme's button frame. */
  gtk_widget_class_set_css_name (widget_class, "batch-tile");
}

static GtkWidget *
line_new (IsoBatchTile *tile, const char *const *classes)
{
  GtkWidget *line = gtk_inscription_new (NULL);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (line), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (line), 0);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (line), 0);
  gtk_inscription_set_min_lines (GTK_INSCRIPTION (line), 1);
  gtk_inscription_set_yalign (GTK_INSCRIPTION (line), 0.0f);
  gtk_widget_set_css_classes (line, (const char **) classes);
  gtk_widget_set_can_target (line, FALSE);
  gtk_widget_set_parent (line, GTK_WIDGET (tile));
  return line;
}

static void
iso_batch_tile_init (IsoBatchTile *tile)
{
  /* GtkButton lays out one child; the tile places its own. */
  gtk_widget_set_layout_manager (GTK_WIDGET (tile), NULL);
  gtk_widget_set_has_tooltip (GTK_WIDGET (tile), TRUE);
  tile->symbol = line_new (tile, (const char *const[]){ "caption-heading", NULL });
  tile->caption = line_new (tile, (const char *const[]){ "caption", "dim-label", NULL });
}

GtkWidget *
iso_batch_tile_new (IsoMatrixKind kind)
{
  IsoBatchTile *tile = g_object_new (ISO_TYPE_BATCH_TILE, NULL);
  tile->kind = kind;
  tile->view = iso_matrix_view_new (kind);
  gtk_widget_set_parent (tile->view, GTK_WIDGET (tile));
  gtk_inscription_set_text (GTK_INSCRIPTION (tile->symbol), iso_matrix_symbol (kind));
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, iso_matrix_title (kind), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile->view), GTK_ACCESSIBLE_PROPERTY_LABEL, iso_matrix_title (kind), -1);
  /* GtkToggleButton speaks of its state only from the first change on. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_STATE_PRESSED, GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  return GTK_WIDGET (tile);
}

IsoMatrixKind
iso_batch_tile_kind (IsoBatchTile *tile)
{
  return tile->kind;
}

IsoMatrixView *
iso_batch_tile_view (IsoBatchTile *tile)
{
  return ISO_MATRIX_VIEW (tile->view);
}

void
iso_batch_tile_set_side (IsoBatchTile *tile, int side)
{
  if (tile->side == side)
    return;
  tile->side = side;
  /* The allocation as a whole may stay as it was. */
  gtk_widget_queue_allocate (GTK_WIDGET (tile));
}

int
iso_batch_tile_caption_height (IsoBatchTile *tile)
{
  int symbol, caption;
  gtk_widget_measure (tile->symbol, GTK_ORIENTATION_VERTICAL, -1, &symbol, NULL, NULL, NULL);
  gtk_widget_measure (tile->caption, GTK_ORIENTATION_VERTICAL, -1, &caption, NULL, NULL, NULL);
  return symbol + caption;
}

void
iso_batch_tile_set_caption (IsoBatchTile *tile, const char *caption)
{
  if (g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (tile->caption)), caption) == 0)
    return;
  gtk_inscription_set_text (GTK_INSCRIPTION (tile->caption), caption);
}

void
iso_batch_tile_set_statistic (IsoBatchTile *tile, const char *statistic)
{
  if (g_strcmp0 (tile->statistic, statistic) == 0)
    return;
  g_free (tile->statistic);
  tile->statistic = g_strdup (statistic);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, statistic, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, statistic, -1);
}
