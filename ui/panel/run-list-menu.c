/* What can be done with the runs that are selected, as a menu by the second button or by key. */
#include "ui/panel/run-list-private.h"

static void
show_menu (IsoRunList *list, double x, double y)
{
  if (list->menu == NULL)
    return;
  gtk_popover_set_pointing_to (GTK_POPOVER (list->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (list->menu));
}

/* On a row that is not selected it is about that row alone. */
void
iso_run_list_other_button (GtkGestureClick *gesture, int presses, double x, double y, IsoRunList *list)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (list), x, y, GTK_PICK_DEFAULT);
  guint position = under != NULL ? iso_run_list_position_of (list, under) : GTK_INVALID_LIST_POSITION;
  if (position != GTK_INVALID_LIST_POSITION && !gtk_selection_model_is_selected (list->selection, position))
    gtk_selection_model_select_item (list->selection, position, TRUE);
  show_menu (list, x, y);
}

void
iso_run_list_menu_key (GtkWidget *widget, const char *action, GVariant *parameter)
{
  IsoRunList *list = ISO_RUN_LIST (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  graphene_rect_t bounds;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, widget) || !gtk_widget_compute_bounds (focus, widget, &bounds))
    bounds = GRAPHENE_RECT_INIT (0.0f, 0.0f, 24.0f, 24.0f);
  show_menu (list, (double) bounds.origin.x + 24.0, (double) bounds.origin.y + (double) bounds.size.height);
}

void
iso_run_list_set_menu (IsoRunList *list, GMenuModel *menu)
{
  g_return_if_fail (ISO_IS_RUN_LIST (list));
  g_clear_pointer (&list->menu, gtk_widget_unparent);
  if (menu == NULL)
    return;
  list->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (list->menu), FALSE);
  gtk_widget_set_halign (list->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (list->menu, GTK_WIDGET (list));
}
