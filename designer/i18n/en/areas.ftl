# The page Areas.
areas-new = New area
areas-new-name = New area
areas-search-count = { $count ->
    [0] Search areas
    [one] Search 1 area
   *[other] Search { $count } areas
}
areas-empty = There are no areas yet
areas-empty-text = An area is a part of the plant with its panels. A group that names areas counts only there; without areas, every group counts everywhere.
areas-none = No area matches the search
areas-choose = No area is chosen
areas-choose-text = Choose an area to change its texts and panels, and to see which groups count there.
areas-delete-title = { $count ->
    [one] Delete “{ $name }”?
   *[other] Delete { $count } areas?
}
areas-delete-text = { $count ->
    [one] A group that counts in no other area counts everywhere afterwards. The area disappears from these groups:
   *[other] A group that counts in no other area counts everywhere afterwards. The areas disappear from these groups:
}
areas-clients = Panels
areas-groups = Groups that count here
areas-clients-note = The names with which panels log people in.
areas-client-placeholder = Name of a panel
areas-client-missing = Type the name of a panel first.
areas-client-taken = This panel is in the area already.
areas-add-client = Add
areas-remove-client = Take out of the area
areas-only = only area
areas-one-of = one of its areas
areas-only-warning = its only area: would count everywhere
areas-unused = No group is limited to this area.
