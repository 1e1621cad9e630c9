# Die Seite Benutzer.
users-name = Name
users-full-name = Voller Name
users-groups = Gruppen
users-language = Sprache
users-state = Zustand
users-search = { $count } Benutzer durchsuchen
users-none = Kein Benutzer passt zur Suche
users-none-text = Suchen Sie etwas anderes, oder leeren Sie das Feld, um alle zu sehen.
users-no-password = kein Passwort
users-disabled = gesperrt
users-no-group = ohne Gruppe
users-must-change = muss ändern
