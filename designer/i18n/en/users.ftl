# The page Users.
users-name = Name
users-full-name = Full name
users-groups = Groups
users-language = Language
users-state = State
users-search = Search { $count } users
users-none = No user answers the search
users-none-text = Search for something else, or empty the field to see everyone.
users-no-password = no password
users-disabled = disabled
users-no-group = no group
users-must-change = must change
