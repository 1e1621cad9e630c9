# The page Users.
users-name = Name
users-full-name = Full name
users-groups = Groups
users-language = Language
users-state = State
users-search = { $count ->
    [0] Search users
    [one] Search 1 user
   *[other] Search { $count } users
}
users-none = No user matches the search
users-none-text = Search for something else, or empty the field to see everyone.
users-no-password = no password
users-disabled = disabled
users-no-group = no group
users-must-change = must change
users-new = New user
users-new-name = New user
users-set-password = Set password
users-set-password-dots = Set password…
users-all-groups = All groups
users-show-all = Show everyone
users-empty = There are no users yet
users-empty-text = A user can log in at the machine. Make the first one with New user.
users-choose = No user is chosen
users-choose-text = Choose a user to see and change everything about it; with Ctrl or Shift several at once.
users-choose-first = Choose a user first.
users-choose-one = Choose only one user.
users-chosen = { $count ->
    [one] 1 user selected
   *[other] { $count } users selected
}
users-several-text = What is changed here is changed for all of them.
users-is-admin = Built in: administers every machine
users-admin-stays = Admin is built in and keeps its identity.
users-user-name = User name
users-name-missing = A user needs a name to log in with.
users-name-taken = Another user has this name. Names are unique without regard to case.
users-email = E-mail
users-email-at = An address looks like name@plant.example
users-email-domain = An address needs a domain such as plant.example
users-mobile-phone = Mobile phone
users-phone = Phone
users-description = Description
users-notification-groups = Notification groups
users-leave = Take out
users-add = add…
users-in-all-groups = In every group there is.
users-language-default = Project’s default
users-notify = Notify by
users-notify-none = Nothing
users-notify-email = E-mail
users-notify-sms = Text message
users-differs = differs
users-password = Password
users-must-change-next = Must change at next login
users-ages = { $count ->
    [one] Password expires (after 1 day)
   *[other] Password expires (after { $count } days)
}
users-ages-never = Password expires (never: see Guidelines)
users-enabled = Enabled
users-no-password-yet = none yet: cannot log in
users-password-set = set { $name }
users-password-is-set = set
users-at-update = At the next update
users-at-update-text = { $count ->
    [one] Kept where the machine changed this user.
   *[other] Kept where the machine changed them.
}
users-replace-note = { $count ->
    [one] Gives a new identity, as deleting and creating anew would: the next update then replaces the user on every machine, password and all, even where it was changed there.
   *[other] Gives them new identities, as deleting and creating anew would: the next update then replaces them on every machine, passwords and all, even where they were changed there.
}
users-replace-title = { $count ->
    [one] Replace “{ $name }” at the next update?
   *[other] Replace { $count } users at the next update?
}
users-replace-text = { $count ->
    [one] The user gets a new identity. The next update replaces it on every machine with what stands here: changes made there, the password too, are given up, and an open session ends.
   *[other] They get a new identity. The next update replaces them on every machine with what stands here: changes made there, the passwords too, are given up, and open sessions end.
}
users-replace-yes = Replace
users-delete-default-user = “{ $name }” is the default user, whose rights hold while nobody is logged in: afterwards nobody has rights without logging in, until the guidelines name another.
users-delete-autologin-user = “{ $name }” is logged in when the visualisation starts: afterwards nobody is, until the guidelines name another.
users-delete-title = { $count ->
    [one] Delete “{ $name }”?
   *[other] Delete { $count } users?
}
users-delete-text = { $count ->
    [one] The next update takes the user off every machine, changed there or not; an open session ends.
   *[other] The next update takes them off every machine, changed there or not; open sessions end.
}
chosen-hidden = { $count ->
    [one] One of them is not listed now, as the search or the filter leaves it out.
   *[other] { $count } of them are not listed now, as the search or the filter leaves them out.
}
chosen-not-listed = not listed now
chosen-hidden-alone = It is not listed now, as the search or the filter leaves it out.
users-leave-dots = take out…
enter-adds = Enter adds it
enter-takes-out = Enter takes it out
