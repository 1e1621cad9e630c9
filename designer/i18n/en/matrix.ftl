# The page Rights matrix, and the dialog of a group's rights.
matrix-note = Space changes a cell: none · assigned · denied
matrix-search = { $count ->
    [0] Search rights
    [one] Search 1 right
   *[other] Search { $count } rights
}
matrix-right = Right
matrix-rights = { $count ->
    [one] 1 right
   *[other] { $count } rights
}
matrix-differences = Only differences
matrix-everything = Everything
matrix-differences-tip = Shows only rights with which the groups do not all do the same.
matrix-fold-all = Fold all right groups
matrix-unfold-all = Unfold all right groups
matrix-none = Nothing matches the search
matrix-none-text = Search for another right or group, or empty the field to see everything.
matrix-choose = Choose a cell of the group first.
matrix-says = { $group } · { $right }: { $state }
matrix-state-none = none
matrix-state-assigned = assigned
matrix-state-denied = denied
matrix-state-locked = always assigned
matrix-locked = Always assigned: administrators have the system’s own rights, so that nobody locks the machine’s administration away.
rights-title = Rights of “{ $name }”
rights-search = Search rights
rights-assigned = Assigned
rights-denied = Denied
rights-note = A denied right is denied to the members even if another group assigns it.
