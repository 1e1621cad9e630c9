# The page Notification groups.
notification-groups-new = New notification group
notification-groups-new-name = New notification group
notification-groups-search-count = { $count ->
    [0] Search groups
    [one] Search 1 group
   *[other] Search { $count } groups
}
notification-groups-empty = There are no notification groups yet
notification-groups-empty-text = A notification group gathers people who are told of something together. Users join it on their own page.
notification-groups-none = No notification group matches the search
notification-groups-choose = No notification group is chosen
notification-groups-choose-text = Choose a notification group to change its texts and to see its members.
notification-groups-delete-title = { $count ->
    [one] Delete “{ $name }”?
   *[other] Delete { $count } notification groups?
}
notification-groups-delete-text = These members are no longer told of anything through it:
notification-groups-members = Members
notification-groups-unused = It has no members.
