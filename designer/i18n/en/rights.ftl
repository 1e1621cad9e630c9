# What the pages Rights, Areas and Notification groups have in common.
things-name = Name
things-description = Description
things-name-missing = It needs a name in at least one language.
things-name-taken = Another one is called so in this language; case makes no difference.
things-none-text = Search for something else, or empty the field to see all.
things-choose-first = Choose something first.
things-choose-one = Choose only one.
things-chosen = { $count } chosen
things-several-text = Copy or delete them together; choose only one to change it.
things-up = Earlier in the matrix and the report
things-down = Later in the matrix and the report
things-used-by = Used by
things-member = member
things-unused-text = It is used nowhere.

# The page Rights.
rights-new = New right
rights-new-name = New right
rights-new-group = New right group
rights-new-group-name = New right group
rights-search-count = { $count ->
    [0] Search rights
    [one] Search 1 right
   *[other] Search { $count } rights
}
rights-empty = There are no rights yet
rights-empty-text = A right is what a visualisation asks for before it acts, such as recipe.edit. Groups assign it.
rights-none = No right matches the search
rights-choose = No right is chosen
rights-choose-text = Choose a right or a right group to change its key and texts, and to see which groups use it.
rights-delete-title = { $count ->
    [one] Delete “{ $name }”?
   *[other] Delete { $count } rights?
}
rights-delete-group-title = { $count ->
    [0] Delete the right group “{ $name }”?
    [one] Delete the right group “{ $name }” with its 1 right?
   *[other] Delete the right group “{ $name }” with its { $count } rights?
}
rights-delete-groups-title = { $groups ->
    [one] Delete 1 right group and { $count } rights in all?
   *[other] Delete { $groups } right groups and { $count } rights in all?
}
rights-delete-text = { $count ->
    [one] Whoever asks for it is refused from then on. The right disappears from these groups:
   *[other] Whoever asks for them is refused from then on. The rights disappear from these groups:
}
rights-key = Key
rights-key-note = What the visualisation asks for. Keep it once machines use it.
rights-key-fixed = Built in: the key stays.
rights-key-missing = Without a key nothing can ask for this right. Write one, such as recipe.edit.
rights-key-taken = Another right has this key; case makes no difference.
rights-group = Right group
rights-group-first = Make a right group first: nothing goes into the built-in one.
rights-assigned-by = Assigned by
rights-denied-by = Denied by
rights-unused = No group mentions it, so nobody has it.
rights-administrators-too = Administrators always have it, whatever is assigned.
rights-used-by-administrators = Administrators always have it; no other group mentions it.
count-rights = { $count ->
    [one] 1 right
   *[other] { $count } rights
}
