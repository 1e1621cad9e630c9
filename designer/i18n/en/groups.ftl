# The page Groups.
groups-name = Name
groups-description = Description
groups-members = Members
groups-rights = Rights
groups-areas = Areas
groups-external = Directory service
groups-new = New group
groups-new-name = New group
groups-search = { $count ->
    [0] Search groups
    [one] Search 1 group
   *[other] Search { $count } groups
}
groups-count = { $count ->
    [one] 1 group
   *[other] { $count } groups
}
groups-everywhere = everywhere
groups-rights-count = { $assigned } · { $denied } denied
groups-rights-always = { $denied ->
    [0] { $assigned } · { $always } always
   *[other] { $assigned } · { $denied } denied · { $always } always
}
groups-rights-say = { $assigned } assigned, { $denied } denied
groups-in-matrix = In the matrix
groups-member-count = { $count ->
    [0] no members
    [one] 1 member
   *[other] { $count } members
}
groups-empty = There are no groups
groups-empty-text = A group says what its members may do and where. Press “New group”.
groups-none = No group matches the search
groups-none-text = Search for something else, or empty the field to see every group.
groups-choose = No group chosen
groups-choose-text = Choose a group to see its texts, rights, areas and members.
groups-choose-first = Choose a group first.
groups-choose-one = Choose one group only.
groups-several-text = What is changed here is changed for all of them.
groups-is-administrators = Built in: administers users on the machine
groups-system-rights = Besides, its members always have the system’s own rights.
groups-name-missing = A group needs a name in at least one language.
groups-name-taken = Another group is called so in this language. Choose another name.
groups-counts-everywhere = Counts in every area.
groups-area-add = Add an area…
groups-area-remove = Take the area out
groups-no-members = Nobody is a member.
groups-member-add = Add a user by name…
groups-member-remove = Take out of the group
groups-member-nobody = No other user is called so.
groups-provider = Provider
groups-external-name = Group there
groups-external-note = Members of a directory group can be members here.
groups-external-missing = Type the group’s name.
groups-external-add = Add a directory group
groups-external-remove = Take the directory group out
groups-delete-title = { $count ->
    [one] Delete group “{ $name }”?
   *[other] Delete { $count } groups?
}
groups-delete-text = { $count ->
    [0] Nobody is a member, so nobody loses a right. It can be undone.
    [one] One user is a member and loses the rights that the group assigns. It can be undone.
   *[other] { $count } users are members and lose the rights that the group assigns. It can be undone.
}
groups-delete-denied = What it denies is no longer denied to them.
