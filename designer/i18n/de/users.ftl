# Die Seite Benutzer.
users-name = Name
users-full-name = Vollständiger Name
users-groups = Gruppen
users-language = Sprache
users-state = Status
users-search = { $count ->
    [0] Benutzer suchen
    [one] 1 Benutzer suchen
   *[other] { $count } Benutzer suchen
}
users-none = Kein Benutzer passt zur Suche
users-none-text = Suchen Sie etwas anderes, oder leeren Sie das Feld, um alle zu sehen.
users-no-password = kein Passwort
users-disabled = deaktiviert
users-no-group = ohne Gruppe
users-must-change = muss ändern
users-new = Neuer Benutzer
users-new-name = Neuer Benutzer
users-set-password = Passwort setzen
users-set-password-dots = Passwort setzen …
users-all-groups = Alle Gruppen
users-show-all = Alle zeigen
users-empty = Es gibt noch keine Benutzer
users-empty-text = Ein Benutzer kann sich an der Maschine anmelden. Legen Sie den ersten mit „Neuer Benutzer“ an.
users-choose = Kein Benutzer ist gewählt
users-choose-text = Wählen Sie einen Benutzer, um alles über ihn zu sehen und zu ändern; mit Strg oder Umschalt mehrere zugleich.
users-choose-first = Wählen Sie zuerst einen Benutzer.
users-choose-one = Wählen Sie einen einzelnen Benutzer.
users-chosen = { $count } Benutzer gewählt
users-several-text = Was hier geändert wird, wird bei allen geändert.
users-is-admin = Fest eingebaut: verwaltet jede Maschine
users-admin-stays = Admin ist fest eingebaut und behält seine Identität.
users-user-name = Benutzername
users-name-missing = Ein Benutzer braucht einen Namen, um sich anzumelden.
users-name-taken = Ein anderer Benutzer heißt so. Namen sind eindeutig, ob groß oder klein geschrieben.
users-email = E-Mail
users-email-at = Eine Adresse sieht aus wie name@werk.example
users-email-domain = Eine Adresse braucht eine Domäne wie werk.example
users-mobile-phone = Mobiltelefon
users-phone = Telefon
users-description = Beschreibung
users-notification-groups = Meldegruppen
users-leave = Herausnehmen
users-add = hinzufügen …
users-in-all-groups = In jeder Gruppe, die es gibt.
users-language-default = Projektstandard
users-notify = Benachrichtigen per
users-notify-none = Nichts
users-notify-email = E-Mail
users-notify-sms = SMS
users-differs = verschieden
users-password = Passwort
users-must-change-next = Bei der nächsten Anmeldung ändern
users-ages = { $count ->
    [one] Passwort läuft ab (nach 1 Tag)
   *[other] Passwort läuft ab (nach { $count } Tagen)
}
users-ages-never = Passwort läuft ab (nie: siehe Richtlinien)
users-enabled = Aktiviert
users-no-password-yet = noch keines gesetzt
users-password-set = gesetzt am { $name }
users-password-is-set = gesetzt
users-at-update = Beim nächsten Update
users-at-update-text = { $count ->
    [one] Bleibt, wo die Maschine diesen Benutzer geändert hat.
   *[other] Bleiben, wo die Maschine sie geändert hat.
}
users-replace-note = { $count ->
    [one] Gibt eine neue Identität, wie Löschen und neu Anlegen: Das nächste Update ersetzt den Benutzer dann auf jeder Maschine samt Passwort, auch wo er dort geändert wurde.
   *[other] Gibt ihnen neue Identitäten, wie Löschen und neu Anlegen: Das nächste Update ersetzt sie dann auf jeder Maschine samt Passwort, auch wo sie dort geändert wurden.
}
users-replace-title = { $count ->
    [one] „{ $name }“ beim nächsten Update ersetzen?
   *[other] { $count } Benutzer beim nächsten Update ersetzen?
}
users-replace-text = { $count ->
    [one] Der Benutzer bekommt eine neue Identität. Das nächste Update ersetzt ihn auf jeder Maschine durch das, was hier steht: Änderungen von dort, auch das Passwort, werden aufgegeben, und eine offene Sitzung endet.
   *[other] Sie bekommen eine neue Identität. Das nächste Update ersetzt sie auf jeder Maschine durch das, was hier steht: Änderungen von dort, auch die Passwörter, werden aufgegeben, und offene Sitzungen enden.
}
users-replace-yes = Ersetzen
users-delete-default-user = „{ $name }“ ist der Standardbenutzer, dessen Rechte gelten, solange niemand angemeldet ist: Danach hat ohne Anmeldung niemand Rechte, bis die Richtlinien einen anderen nennen.
users-delete-autologin-user = „{ $name }“ wird beim Start der Visualisierung angemeldet: Danach wird dort niemand angemeldet, bis die Richtlinien einen anderen nennen.
users-delete-title = { $count ->
    [one] „{ $name }“ löschen?
   *[other] { $count } Benutzer löschen?
}
users-delete-text = { $count ->
    [one] Das nächste Update entfernt den Benutzer von jeder Maschine, auch wenn er dort geändert wurde; eine offene Sitzung endet.
   *[other] Das nächste Update entfernt sie von jeder Maschine, auch wenn sie dort geändert wurden; offene Sitzungen enden.
}
chosen-hidden = { $count ->
    [one] Suche oder Filter lassen davon gerade 1 aus.
   *[other] Suche oder Filter lassen davon gerade { $count } aus.
}
chosen-not-listed = gerade nicht aufgelistet
chosen-hidden-alone = Die Auswahl ist gerade nicht aufgelistet, weil Suche oder Filter sie auslassen.
users-leave-dots = herausnehmen …
enter-adds = Enter fügt hinzu
enter-takes-out = Enter nimmt heraus
