# Words of the frame and of everything that pages share.
cancel = Cancel
close = Close
ok = OK
open = Open
save = Save
unsaved = unsaved
language-incomplete = A text is missing in this language.
nameless = nameless
no-file = not saved yet
and-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}

pages-define = Define
pages-check = Check
page-start = Start
page-users = Users
page-groups = Groups
page-matrix = Rights matrix
page-rights = Rights
page-areas = Areas
page-notification-groups = Notification groups
page-guidelines = Guidelines
page-texts = Texts
page-effective = Effective rights
page-preview = Update preview
page-problems = Problems

count-users = { $count ->
    [one] 1 user
   *[other] { $count } users
}
count-errors = { $count ->
    [one] 1 error
   *[other] { $count } errors
}
count-advice = { $count ->
    [one] 1 hint
   *[other] { $count } hints
}

status-time-stamp = Time stamp { $time }
work-opening = Opening…
work-saving = Saving…
work-stepping = Working…
work-hashing = Hashing the password…
hash-too-long = The password has more than 256 characters. Choose a shorter one.
hash-out-of-memory = There is not enough memory for the password now. Try again in a moment.
hash-strange = The stored password is none that this program knows. Set a new one.

palette-placeholder = Find a command, user, right…
palette-nothing = Nothing found.

undo-of = Undo { $step }
redo-of = Redo { $step }
no-project-open = No project is open.
nothing-to-save = Everything is saved.
nothing-to-undo = There is nothing to undo.
nothing-to-redo = There is nothing to redo.
not-on-this-page = This page does not have that.
chosen-already = That is chosen already.

what-kind-user = user
what-kind-group = group
what-kind-right-group = right group
what-kind-right = right
what-kind-area = area
what-kind-notification-group = notification group
what-user = { $count ->
    [one] user “{ $name }”
   *[other] { $count } users
}
what-group = { $count ->
    [one] group “{ $name }”
   *[other] { $count } groups
}
what-right-group = { $count ->
    [one] right group “{ $name }”
   *[other] { $count } right groups
}
what-right = { $count ->
    [one] right “{ $name }”
   *[other] { $count } rights
}
what-language = language { $name }
what-area = { $count ->
    [one] area “{ $name }”
   *[other] { $count } areas
}
what-notification-group = { $count ->
    [one] notification group “{ $name }”
   *[other] { $count } notification groups
}

step-add = new { $what }
step-copy = copy of { $what }
step-remove = delete of { $what }
step-rename = rename of { $what }
step-change = change of { $what }
step-move = move of { $what }
step-membership = membership of { $what }
step-rights = rights of { $what }
step-password = password of { $what }
step-translate = text of { $what }
step-replace = new identity of { $what }
step-import = import of { $what }
step-take = taking { $what } from a machine
step-separate = Id of its own for { $what }
did-add = New: { $what }
did-copy = Copied: { $what }
did-remove = Deleted: { $what }
did-rename = Renamed: { $what }
did-change = Changed: { $what }
did-move = Moved: { $what }
did-membership = Changed membership: { $what }
did-rights = Changed rights: { $what }
did-password = Set password: { $what }
did-translate = Changed text: { $what }
did-replace = Replaced at the next update: { $what }
did-import = Imported: { $what }
did-take = Taken from a machine: { $what }
did-separate = Given an Id of its own: { $what }
did-undo = Undone: { $step }
did-redo = Redone: { $step }

refused-gone = What this would change is no longer in the project.
refused-dangling = This refers to something that is not in the project. Choose something else.
refused-id-taken = The identity is that of something else in the project, too. Where a file gave it twice, the page Problems puts that right.
refused-not-said-of = That cannot be said of such a thing.
refused-no-place = There is no such place in the list.
refused-character = The text holds a character that a file cannot keep. Leave it out.
refused-language-taken = The project has that language already.
refused-language-stays = A project has at least one language. Add another one first.
refused-admin = Admin is built in and cannot be deleted.
refused-admin-identity = The user Admin keeps its identity, by which machines know it.
refused-admin-name = Admin is built in and keeps its name.
refused-admin-membership = Admin is built in and stays an administrator.
refused-enabled-administrator = Nobody could administer the machine any more. At least one enabled user must be an administrator.
refused-administrators = The group Administrators is built in and cannot be deleted.
refused-system = The right group System is built in and cannot be deleted.
refused-system-rights = The rights of the right group System are built in and keep their keys.

ask-open = Open project
ask-save = Save project
ask-kind-project = Projects
path-label = Path
path-note = The whole path of the file. The system has no dialog to choose one with.
path-missing = Type the path of a file first.
path-open = Open
path-save = Save
path-there = A file with this name is there already.
path-replace = Replace
path-no-folder = The folder does not exist.
path-make-folder = Create folder and save
export-own-file = That is the file of the project itself, which would be lost. Choose another name.
saved = Saved.
saved-same = Nothing had changed; the file was left as it is.
saved-in-doubt = Saved, but the system could not say that it survives a power cut: { $name }
opened-with-faults = { $count ->
    [one] The file has 1 error. See Problems.
   *[other] The file has { $count } errors. See Problems.
}
not-understood-title = This file cannot be opened
not-understood-text = Nothing of { $name } could be understood as a project. The file was not changed.
not-opened-missing = There is no file { $path }. Copy it there, or choose another one.
not-opened-forbidden = { $path } may not be read by this user. Give the permission, then open it again.
not-opened-folder = There is no project in the folder { $path }. Choose a project’s file.
not-opened-too-large = { $path } has more than 256 MiB, which is not read. Is this the right file?
not-opened-other = { $path } could not be read: { $error }. Try again; if it stays so, check the disk.
not-saved-title = Save anyway?
not-saved-told = Not saved
not-saved-anyway = Save anyway
not-saved-folder = Create the folder?
not-saved-make-folder = Create
not-saved-no-folder = { $above ->
    [0] The folder { $path } does not exist. Saving creates it.
    [one] The folder { $path } does not exist, nor does the one above it. Saving creates both. Is a drive missing?
   *[other] The folder { $path } does not exist, nor do the { $above } above it. Saving creates them all. Is a drive missing?
}
not-saved-changed = { $path } was changed by someone else since it was opened. Saving replaces what stands there now.
not-saved-gone = { $path } is no longer there. Saving writes it anew.
not-saved-exists = There is another file { $path }. Saving replaces it.
not-saved-not-understood = Not everything in { $path } could be understood. Saving loses what was not.
not-saved-newer = { $path } was written by a newer version of Keyholder and is never overwritten. Save under another name.
not-saved-too-large = The project would be larger than 256 MiB, which no program would open. It was not saved.
not-saved-unreadable = What stands at { $path } could not be read: { $error }. Nothing was saved.
not-saved-disk = { $path } could not be written: { $error }. Check free space and permissions there, or choose another place; nothing was changed.

leave-title = Save the changes to “{ $name }”?
leave-text = They are lost otherwise.
leave-save = Save
leave-drop = Don’t save

# The password dialogs.
secret-password = New password
secret-again = Repeat the password
secret-show = Show the password
secret-hide = Hide the password
secret-generate = Generate
secret-shown-once = Note it or hand it over now: it is never shown again.
secret-missing = Type a password first.
secret-not-taken = The password falls short of the guidelines.
secret-differs = The two are not the same.
secret-taken = The password meets the guidelines.
strength-0 = Very weak: guessed at once
strength-1 = Weak: guessed within minutes
strength-2 = Fair: holds against someone at the panel
strength-3 = Strong
strength-4 = Very strong
weak-keys-in-a-row = Keys in a row are easy to guess.
weak-pattern-of-keys = Short patterns on the keyboard are easy to guess.
weak-repeated-character = Repeated characters are easy to guess.
weak-repeated-word = Repeating a word hardly helps.
weak-common = It is one of the most common passwords.
weak-similar-to-common = It is much like a common password.
weak-sequence = Sequences are easy to guess.
weak-year = Recent years are easy to guess.
weak-single-word = A word by itself is easy to guess.
weak-date = Dates are easy to guess.
weak-name = Names are easy to guess.
shortfall-empty = There is no password.
shortfall-too-short = At least { $least } characters; it has { $length }.
shortfall-too-long = At most { $count } characters.
shortfall-upper-and-lower-case = An upper-case and a lower-case letter.
shortfall-number = A digit.
shortfall-special-character = A character that is neither letter nor digit.
shortfall-common = It is one of the common passwords, which are tried first.
shortfall-name-user = It is made of the user’s name.
shortfall-name-full = It is made of the user’s full name.
shortfall-name-project = It is made of the project’s name.
shortfall-name-product = It is made of this product’s name.
shortfall-used = { $count ->
    [one] It is the present password.
   *[other] It is one of the last { $count } passwords.
}
password-title = Password of { $name }
password-title-several = Password of { $count } users
password-shared = All of them get the same password. Ask for a change at the next login.
password-set = Set password
no-chance = The system supplied no random numbers. Try again.

new-project-title = New project
new-project-name = Name of the project
new-project-name-missing = Type the name of the project first.
new-project-language = First language of its texts
new-project-admin = Admin’s first password
new-project-admin-text = Admin is built in and administers the machine. The password must be changed at the first login.
new-project-create = Create
new-project-without = Create without password
more = More
