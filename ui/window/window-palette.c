/* What the palette lists, and what choosing it does. */
#include <glib/gi18n.h>

#include "engine/train/method-page.h"
#include "engine/train/parameters.h"
#include "engine/train/preset.h"
#include "ui/window/action-table.h"
#include "ui/window/palette-assign.h"
#include "ui/window/window-private.h"

#define MOST_ASSIGNED 3
#define MOST_RECENT 8

static char *
key_label (const char *keys)
{
  guint key;
  GdkModifierType modifiers;
  if (keys == NULL || !gtk_accelerator_parse (keys, &key, &modifiers))
    return NULL;
  return gtk_accelerator_get_label (key, modifiers);
}

static IsoPaletteItem *
add_action (GPtrArray *items, const char *action, const char *target, const char *title, const char *group)
{
  g_autofree char *id = target == NULL ? g_strdup (action) : g_strconcat (action, "::", target, NULL);
  IsoPaletteItem *item = iso_palette_item_new (ISO_PALETTE_ACTION, id, title, group);
  item->action = g_strdup (action);
  item->target = g_strdup (target);
  g_ptr_array_add (items, item);
  return item;
}

/* "on" or "off" of an action that stands for a property of the window; NULL of others. */
static const char *
state_of (IsoWindow *window, const char *action)
{
  const char *name = g_str_equal (action, "win.present") ? "presenting" : g_str_has_prefix (action, "win.") ? action + 4 : action;
  GParamSpec *property = g_object_class_find_property (G_OBJECT_GET_CLASS (window), name);
  gboolean is_on;
  if (property == NULL || property->value_type != G_TYPE_BOOLEAN || property->owner_type != ISO_TYPE_WINDOW)
    return NULL;
  g_object_get (window, name, &is_on, NULL);
  return is_on ? _("on") : _("off");
}

static void
add_actions (IsoWindow *window, GPtrArray *items)
{
  size_t count;
  const IsoActionName *names = iso_action_names (&count);
  for (size_t i = 0; i < count; i++)
    {
      if (names[i].action == NULL || g_str_equal (names[i].action, "win.palette"))
        continue;
      g_autofree char *key = key_label (names[i].keys);
      IsoPaletteItem *item = add_action (items, names[i].action, names[i].target, _(names[i].title), _(names[i].group));
      item->is_refused = !iso_window_is_enabled (window, names[i].action);
      iso_palette_item_say (item, item->is_refused ? _("not possible at the moment") : state_of (window, names[i].action), key,
                            _(names[i].group));
    }
}

static void
add_views (IsoWindow *window, GPtrArray *items)
{
  for (guint i = 0; i < iso_dock_count (window->dock); i++)
    {
      const char *id = iso_dock_id (window->dock, i);
      IsoPaletteItem *item = add_action (items, "win.show-view", id, iso_dock_title (window->dock, id), _("View"));
      iso_palette_item_say (item, iso_dock_is_open (window->dock, id) ? NULL : _("closed"), NULL, _("View"));
    }
}

/* "only with Loss Contrastive or Triplet" */
static char *
condition_of (const IsoParameter *parameter, const IsoSettings *settings)
{
  const IsoParameter *chooser = parameter->when_key == NULL ? NULL : iso_parameter_find (parameter->when_key, settings, NULL);
  g_autoptr (GString) choices = g_string_new (NULL);
  for (int i = 0; chooser != NULL && chooser->type == ISO_PARAMETER_CHOICE && chooser->choices[i] != NULL; i++)
    if ((parameter->when_mask >> i & 1u) != 0)
      g_string_append_printf (choices, "%s%s", choices->len == 0 ? "" : _(" or "), _(chooser->titles[i]));
  if (choices->len == 0)
    return g_strdup (_("plays no part with these data"));
  return g_strdup_printf (_("only with %s %s"), _(chooser->title), choices->str);
}

static void
add_parameters (IsoWindow *window, GPtrArray *items)
{
  const IsoSettings *settings = iso_session_settings (window->session);
  size_t count;
  const IsoParameter *table = iso_parameters (&count);
  for (size_t i = 0; i < count; i++)
    {
      const IsoParameter *parameter = &table[i];
      gboolean applies = iso_parameter_applies (parameter, settings);
      g_autofree char *title = iso_palette_parameter_title (parameter), *value = iso_settings_format (settings, parameter);
      g_autofree char *detail = applies ? NULL : condition_of (parameter, settings);
      int choice = parameter->type == ISO_PARAMETER_CHOICE ? (int) iso_settings_get_number (settings, parameter) : -1;
      IsoPaletteItem *item = iso_palette_item_new (ISO_PALETTE_PARAMETER, parameter->key, title, _("Parameter"));
      iso_palette_item_say (item, applies ? parameter->key : detail, !applies ? NULL : choice >= 0 ? _(parameter->titles[choice]) : value,
                            parameter->key);
      item->parameter = parameter;
      item->is_refused = !applies;
      g_ptr_array_add (items, item);
    }
}

static void
add_presets (GPtrArray *items)
{
  size_t count;
  const IsoPreset *presets = iso_presets (&count);
  for (size_t i = 0; i < count; i++)
    {
      g_autofree char *title = iso_preset_title (&presets[i]);
      IsoPaletteItem *item = add_action (items, "win.preset", presets[i].name, title, _("Preset"));
      iso_palette_item_say (item, _(presets[i].description), NULL, presets[i].name);
    }
}

static void
add_pages (IsoWindow *window, GPtrArray *items)
{
  const char *const *topics = iso_method_topics ();
  for (int topic = 0; topics[topic] != NULL; topic++)
    {
      const IsoParameter *parameter = iso_parameter_find (topics[topic], iso_session_settings (window->session), NULL);
      IsoMethodPage page;
      for (int i = 0; iso_method_page (&page, topics[topic], i); i++)
        {
          g_autofree char *id = g_strdup_printf ("page:%s:%s", topics[topic], page.name);
          g_autofree char *words = g_strdup_printf ("%s %s", _(parameter->title), page.name);
          IsoPaletteItem *item = iso_palette_item_new (ISO_PALETTE_PAGE, id, _(page.title), _("Page"));
          iso_palette_item_say (item, _(page.description), _(parameter->title), words);
          item->target = g_strdup (topics[topic]);
          item->index = i;
          g_ptr_array_add (items, item);
        }
    }
}

static void
add_metrics (GPtrArray *items)
{
  for (IsoMetricName name = 0; name < ISO_METRIC_COUNT; name++)
    {
      const IsoMetric *metric = iso_metric (name);
      g_autofree char *id = g_strconcat ("metric:", metric->name, NULL);
      IsoPaletteItem *item = iso_palette_item_new (ISO_PALETTE_METRIC, id, _(metric->title), _("Metric"));
      iso_palette_item_say (item, _(metric->definition), NULL, metric->name);
      item->index = (int) name;
      g_ptr_array_add (items, item);
    }
}

/* ---- choosing ---- */

static void
go_to_parameter (IsoWindow *window, const IsoParameter *parameter)
{
  if (iso_map_settings_shows (parameter))
    {
      iso_dock_show (window->dock, "map");
      iso_map_settings_open (window->map_settings, parameter);
      return;
    }
  g_object_set (window, "show-panel", TRUE, NULL);
  iso_setup_panel_reveal (window->panel, parameter);
}

static void
assign (IsoWindow *window, IsoPaletteItem *item)
{
  g_autoptr (GError) error = NULL;
  if (!iso_session_set (window->session, item->parameter->key, item->target, &error))
    iso_window_say (window, error->message);
  else if (!window->show_panel)
    {
      /* Nothing else in sight may say so. */
      g_autofree char *title = iso_palette_parameter_title (item->parameter);
      g_autofree char *text = g_strdup_printf (_("%s: %s, %s"), title, item->target, item->detail);
      iso_window_say (window, text);
    }
}

static void
note_recent (IsoWindow *window, const char *id)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint kept = 1;
  g_strv_builder_add (builder, id);
  for (guint i = 0; window->recent != NULL && window->recent[i] != NULL && kept < MOST_RECENT; i++)
    if (!g_str_equal (window->recent[i], id))
      {
        g_strv_builder_add (builder, window->recent[i]);
        kept++;
      }
  g_strfreev (window->recent);
  window->recent = g_strv_builder_end (builder);
}

static void
item_chosen (IsoPalette *palette, IsoPaletteItem *item, IsoWindow *window)
{
  note_recent (window, item->id);
  switch (item->kind)
    {
    case ISO_PALETTE_ACTION:
      if (item->target != NULL)
        gtk_widget_activate_action (GTK_WIDGET (window), item->action, "s", item->target);
      else
        gtk_widget_activate_action (GTK_WIDGET (window), item->action, NULL);
      break;
    case ISO_PALETTE_PARAMETER:
      go_to_parameter (window, item->parameter);
      break;
    case ISO_PALETTE_ASSIGNMENT:
      assign (window, item);
      break;
    case ISO_PALETTE_PAGE:
      iso_window_open_page_of (window, item->target, item->index);
      break;
    case ISO_PALETTE_METRIC:
    default:
      {
        IsoScoreKey key = { (IsoMetricName) item->index, item->index == ISO_METRIC_RECALL ? 1 : 0 };
        iso_window_open_metrics (window, &key);
        break;
      }
    }
}

static GPtrArray *
offer (const char *text, gpointer data)
{
  return iso_palette_assignments (text, ISO_WINDOW (data)->session, MOST_ASSIGNED);
}

void
iso_window_toggle_palette (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoWindow *window = ISO_WINDOW (widget);
  if (window->palette == NULL)
    {
      window->palette = ISO_PALETTE (iso_palette_new (offer, window));
      gtk_overlay_add_overlay (window->overlay, GTK_WIDGET (window->palette));
      g_signal_connect_object (window->palette, "chosen", G_CALLBACK (item_chosen), window, 0);
    }
  if (iso_palette_is_open (window->palette))
    {
      iso_palette_close (window->palette);
      return;
    }
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  add_actions (window, items);
  add_views (window, items);
  add_parameters (window, items);
  add_presets (items);
  add_pages (window, items);
  add_metrics (items);
  iso_window_list_compared (window, items);
  iso_palette_open (window->palette, items, (const char *const *) window->recent);
}
