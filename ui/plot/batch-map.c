#include "ui/plot/batch-map-private.h"

#include <glib/gi18n-lib.h>

#include "ui/figure/batch-words.h"
#include "ui/plot/view-card.h"


G_DEFINE_FINAL_TYPE (IsoBatchMap, iso_batch_map, GTK_TYPE_WIDGET)

enum { DESCRIBED, SIGNAL_COUNT };
static guint signals[SIGNAL_COUNT];

/* ---- the worker ---- */

bool *
iso_batch_map_selection (IsoBatchMap *map, const IsoBatchSnapshot *snapshot)
{
  if (!iso_sample_choice_has_selection (map->choice))
    return NULL;
  bool *selected = g_new (bool, MAX (snapshot->B, 1));
  for (size_t i = 0; i < snapshot->B; i++)
    selected[i] = iso_sample_choice_is_selected (map->choice, snapshot->indices[i]);
  return selected;
}

static void
ask (IsoBatchMap *map, gboolean at_once)
{
  /* Before the first map the canvas has no size yet; the page around it has. */
  GtkWidget *sized = gtk_widget_get_mapped (GTK_WIDGET (map->canvas)) ? GTK_WIDGET (map->canvas) : GTK_WIDGET (map->pages);
  const IsoBatchGraph *shown = iso_batch_map_canvas_graph (map->canvas);
  map->stale = TRUE;
  if (map->newest == NULL || !gtk_widget_get_mapped (GTK_WIDGET (map)))
    return;
  IsoBatchPictureRequest *request = g_new0 (IsoBatchPictureRequest, 1);
  request->snapshot = iso_batch_snapshot_ref (map->newest);
  request->settings = map->has_settings ? map->settings : map->newest->distill;
  request->dataset = map->dataset != NULL ? iso_dataset_ref (map->dataset) : NULL;
  request->previous = shown != NULL ? iso_batch_graph_ref ((IsoBatchGraph *) shown) : NULL;
  request->selected = iso_batch_map_selection (map, map->newest);
  request->width = MAX (gtk_widget_get_width (sized), 1);
  request->height = MAX (gtk_widget_get_height (sized), 1);
  request->scale = gtk_widget_get_scale_factor (sized);
  request->theme = iso_present_theme ();
  map->stale = FALSE;
  iso_latest_job_request (map->job, request, at_once);
}

static void
outgrown (IsoBatchMapCanvas *canvas, IsoBatchMap *map)
{
  ask (map, TRUE);
}

/* ---- words and legend ---- */

static void
describe (IsoBatchMap *map, const char *title, const char *subtitle)
{
  g_free (map->title);
  g_free (map->subtitle);
  map->title = g_strdup (title);
  map->subtitle = g_strdup (subtitle);
  g_signal_emit (map, signals[DESCRIBED], 0, map->title, map->subtitle);
}

static void
describe_graph (IsoBatchMap *map, const IsoBatchGraph *graph)
{
  g_autofree char *title = iso_batch_title (graph->snapshot->step);
  g_autofree char *subtitle = iso_batch_graph_subtitle (graph, map->has_settings);
  g_autofree char *sentence = g_strdup_printf (_("%s. Edges within a class have its color, others are grey. Arrow keys go from sample "
                                                 "to sample; B and L begin a box or a lasso"), subtitle);
  describe (map, title, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (map->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
}

/* Classes come to the legend as batches bring them, and stay: it must not change from batch to batch. */
static void
list_classes (IsoBatchMap *map, const IsoBatchGraph *graph)
{
  bool is_longer = false;
  if (graph->dataset == NULL || graph->dataset != map->dataset)
    return;
  for (size_t i = 0; i < graph->B; i++)
    {
      is_longer = is_longer || !map->seen[graph->snapshot->labels[i]];
      map->seen[graph->snapshot->labels[i]] = true;
    }
  if (!is_longer)
    return;
  map->listed_count = 0;
  for (guint32 c = 0; c < graph->class_count; c++)
    if (map->seen[c])
      map->listed[map->listed_count++] = (gint32) c;
  const IsoMapPoints points = { .N = map->listed_count, .labels = map->listed, .class_count = graph->class_count,
                                .class_names = graph->class_names };
  iso_class_legend_set_points (map->legend, &points);
  gtk_widget_set_visible (GTK_WIDGET (map->legend), map->listed_count <= ISO_MAP_LEGEND_LIMIT);
}

static void
show_message (IsoBatchMap *map, const char *text)
{
  gtk_label_set_text (map->message, text);
  iso_batch_map_canvas_take (map->canvas, NULL);
  gtk_stack_set_visible_child_name (map->pages, "empty");
  describe (map, "", "");
}

static void
made (gpointer data, const GError *error, gpointer user_data)
{
  IsoBatchMap *map = user_data;
  IsoBatchPicture *picture = data;
  if (picture == NULL)
    {
      g_autofree char *text = g_strdup_printf (_("There is no map of this batch: %s"), error->message);
      show_message (map, text);
      return;
    }
  iso_batch_map_canvas_take (map->canvas, picture);
  list_classes (map, picture->graph);
  iso_batch_map_show_selection (map);
  describe_graph (map, picture->graph);
  gtk_stack_set_visible_child_name (map->pages, "map");
}

static void
selected (IsoSampleChoice *choice, IsoBatchMap *map)
{
  iso_batch_map_show_selection (map);
  ask (map, TRUE);
}

static void
drop_choice (IsoBatchMap *map)
{
  if (map->choice != NULL)
    g_signal_handlers_disconnect_by_data (map->choice, map);
  g_clear_object (&map->choice);
}

static void
take_choice (IsoBatchMap *map, IsoSampleChoice *choice)
{
  drop_choice (map);
  map->choice = choice;
  g_signal_connect (choice, "selected", G_CALLBACK (selected), map);
  iso_batch_map_canvas_set_choice (map->canvas, choice);
}

void
iso_batch_map_set_choice (IsoBatchMap *map, IsoSampleChoice *choice)
{
  g_return_if_fail (ISO_IS_BATCH_MAP (map));
  if (choice == map->choice)
    return;
  take_choice (map, choice != NULL ? g_object_ref (choice) : iso_sample_choice_new ());
  iso_batch_map_show_selection (map);
  ask (map, TRUE);
}

/* ---- the widget ---- */

static void
iso_batch_map_map (GtkWidget *widget)
{
  IsoBatchMap *map = ISO_BATCH_MAP (widget);
  GTK_WIDGET_CLASS (iso_batch_map_parent_class)->map (widget);
  if (map->stale)
    ask (map, TRUE);
}

static gboolean
escape_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  IsoBatchMap *map = ISO_BATCH_MAP (widget);
  if (!iso_sample_choice_has_selection (map->choice))
    return GDK_EVENT_PROPAGATE;
  iso_sample_choice_select (map->choice, NULL, 0, ISO_SELECT_INSTEAD);
  return GDK_EVENT_STOP;
}

static void
iso_batch_map_dispose (GObject *object)
{
  IsoBatchMap *map = ISO_BATCH_MAP (object);
  g_clear_handle_id (&map->card_source, g_source_remove);
  g_clear_pointer (&map->job, iso_latest_job_free);
  if (map->pages != NULL)
    {
      g_signal_handlers_disconnect_by_data (map->canvas, map);
      g_signal_handlers_disconnect_by_data (map->legend, map);
      g_signal_handlers_disconnect_by_data (map->overlay, map);
      gtk_widget_unparent (GTK_WIDGET (map->pages));
    }
  map->pages = NULL;
  drop_choice (map);
  g_clear_pointer (&map->newest, iso_batch_snapshot_unref);
  g_clear_pointer (&map->dataset, iso_dataset_unref);
  G_OBJECT_CLASS (iso_batch_map_parent_class)->dispose (object);
}

static void
iso_batch_map_finalize (GObject *object)
{
  IsoBatchMap *map = ISO_BATCH_MAP (object);
  g_free (map->seen);
  g_free (map->listed);
  g_free (map->title);
  g_free (map->subtitle);
  G_OBJECT_CLASS (iso_batch_map_parent_class)->finalize (object);
}

static void
iso_batch_map_class_init (IsoBatchMapClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  G_OBJECT_CLASS (class)->dispose = iso_batch_map_dispose;
  G_OBJECT_CLASS (class)->finalize = iso_batch_map_finalize;
  widget_class->map = iso_batch_map_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_pressed, NULL);
  iso_batch_map_install_tools (widget_class);
  signals[DESCRIBED] = g_signal_new ("described", ISO_TYPE_BATCH_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                     G_TYPE_STRING, G_TYPE_STRING);
}

static GtkWidget *
map_page_new (IsoBatchMap *map)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  map->canvas = ISO_BATCH_MAP_CANVAS (iso_batch_map_canvas_new ());
  iso_batch_map_build_tools (map);
  g_signal_connect (map->canvas, "outgrown", G_CALLBACK (outgrown), map);
  gtk_box_append (GTK_BOX (page), map->overlay);
  gtk_box_append (GTK_BOX (page), GTK_WIDGET (map->legend));
  return page;
}

static void
forget (IsoBatchMap *map)
{
  iso_latest_job_forget (map->job);
  g_clear_pointer (&map->newest, iso_batch_snapshot_unref);
  map->stale = map->has_settings = FALSE;
  show_message (map, _("Press Start (F5) to see a batch as a map, with the graph that diffusion walks on."));
}

static void
iso_batch_map_init (IsoBatchMap *map)
{
  GtkWidget *message = gtk_label_new (NULL);
  map->job = iso_latest_job_new (iso_batch_picture_make, iso_batch_picture_request_free, made, iso_batch_picture_free, map);
  map->pages = GTK_STACK (gtk_stack_new ());
  map->message = GTK_LABEL (message);
  gtk_widget_add_css_class (message, "dim-label");
  gtk_label_set_wrap (map->message, TRUE);
  gtk_label_set_justify (map->message, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (map->message, 60);
  gtk_stack_add_named (map->pages, message, "empty");
  gtk_stack_add_named (map->pages, map_page_new (map), "map");
  take_choice (map, iso_sample_choice_new ());
  gtk_widget_set_parent (GTK_WIDGET (map->pages), GTK_WIDGET (map));
  gtk_accessible_update_property (GTK_ACCESSIBLE (map), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Batch map"), -1);
  forget (map);
}

GtkWidget *
iso_batch_map_new (void)
{
  return g_object_new (ISO_TYPE_BATCH_MAP, NULL);
}

void
iso_batch_map_set_dataset (IsoBatchMap *map, IsoDataset *dataset)
{
  g_return_if_fail (ISO_IS_BATCH_MAP (map));
  guint32 class_count = dataset != NULL ? iso_dataset_class_count (dataset) : 0;
  if (dataset != NULL)
    iso_dataset_ref (dataset);
  g_clear_pointer (&map->dataset, iso_dataset_unref);
  map->dataset = dataset;
  g_free (map->seen);
  g_free (map->listed);
  map->seen = g_new0 (bool, MAX (class_count, 1));
  map->listed = g_new0 (gint32, MAX (class_count, 1));
  map->listed_count = 0;
  iso_class_legend_set_points (map->legend, NULL);
  if (dataset == NULL)
    forget (map);
}

void
iso_batch_map_set_snapshot (IsoBatchMap *map, IsoBatchSnapshot *snapshot)
{
  g_return_if_fail (ISO_IS_BATCH_MAP (map));
  if (snapshot == NULL || snapshot == map->newest)
    return;
  iso_batch_snapshot_ref (snapshot);
  iso_batch_snapshot_unref (map->newest);
  map->newest = snapshot;
  ask (map, FALSE);
}

void
iso_batch_map_set_settings (IsoBatchMap *map, const IsoDistillSettings *settings)
{
  g_return_if_fail (ISO_IS_BATCH_MAP (map));
  if (settings == NULL && !map->has_settings)
    return;
  map->has_settings = settings != NULL;
  if (settings != NULL)
    map->settings = *settings;
  ask (map, TRUE);
}

GtkWidget *
iso_batch_map_main (IsoBatchMap *map)
{
  g_return_val_if_fail (ISO_IS_BATCH_MAP (map), NULL);
  return GTK_WIDGET (map->canvas);
}

const IsoBatchGraph *
iso_batch_map_graph (IsoBatchMap *map)
{
  g_return_val_if_fail (ISO_IS_BATCH_MAP (map), NULL);
  return iso_batch_map_canvas_graph (map->canvas);
}

const char *
iso_batch_map_title (IsoBatchMap *map)
{
  g_return_val_if_fail (ISO_IS_BATCH_MAP (map), NULL);
  return map->title;
}

const char *
iso_batch_map_subtitle (IsoBatchMap *map)
{
  g_return_val_if_fail (ISO_IS_BATCH_MAP (map), NULL);
  return map->subtitle;
}
