# Die Seite Gruppen.
groups-name = Name
groups-description = Beschreibung
groups-members = Mitglieder
groups-rights = Rechte
groups-areas = Bereiche
groups-external = Verzeichnisdienst
groups-new = Neue Gruppe
groups-new-name = Neue Gruppe
groups-search = { $count ->
    [0] Gruppen suchen
    [one] 1 Gruppe suchen
   *[other] { $count } Gruppen suchen
}
groups-count = { $count ->
    [one] 1 Gruppe
   *[other] { $count } Gruppen
}
groups-everywhere = überall
groups-rights-count = { $assigned } · { $denied } verweigert
groups-rights-always = { $denied ->
    [0] { $assigned } · { $always } immer
   *[other] { $assigned } · { $denied } verweigert · { $always } immer
}
groups-rights-say = { $assigned } zugewiesen, { $denied } verweigert
groups-in-matrix = In der Matrix
groups-member-count = { $count ->
    [0] keine Mitglieder
    [one] 1 Mitglied
   *[other] { $count } Mitglieder
}
groups-empty = Es gibt keine Gruppen
groups-empty-text = Eine Gruppe sagt, was ihre Mitglieder wo dürfen. Klicken Sie auf „Neue Gruppe“.
groups-none = Keine Gruppe passt zur Suche
groups-none-text = Suchen Sie etwas anderes, oder leeren Sie das Feld, um alle Gruppen zu sehen.
groups-choose = Keine Gruppe ist gewählt
groups-choose-text = Wählen Sie eine Gruppe, um ihre Texte, Rechte, Bereiche und Mitglieder zu sehen.
groups-choose-first = Wählen Sie zuerst eine Gruppe.
groups-choose-one = Wählen Sie nur eine Gruppe.
groups-several-text = Was hier geändert wird, wird für alle geändert.
groups-is-administrators = Eingebaut: verwaltet Benutzer an der Maschine
groups-system-rights = Außerdem haben ihre Mitglieder immer die Rechte des Systems.
groups-name-missing = Eine Gruppe braucht einen Namen in mindestens einer Sprache.
groups-name-taken = In dieser Sprache heißt schon eine andere Gruppe so. Wählen Sie einen anderen Namen.
groups-counts-everywhere = Gilt in jedem Bereich.
groups-area-add = Bereich hinzufügen …
groups-area-remove = Bereich herausnehmen
groups-no-members = Niemand ist Mitglied.
groups-member-add = Benutzer nach Namen hinzufügen …
groups-member-remove = Aus der Gruppe nehmen
groups-member-nobody = Kein anderer Benutzer heißt so.
groups-provider = Anbieter
groups-external-name = Gruppe dort
groups-external-note = Mitglieder einer Gruppe des Verzeichnisdienstes können hier Mitglieder sein.
groups-external-missing = Geben Sie den Namen der Gruppe ein.
groups-external-add = Verzeichnisgruppe hinzufügen
groups-external-remove = Verzeichnisgruppe herausnehmen
groups-delete-title = { $count ->
    [one] Gruppe „{ $name }“ löschen?
   *[other] { $count } Gruppen löschen?
}
groups-delete-text = { $count ->
    [0] Niemand ist Mitglied, also verliert niemand ein Recht. Es lässt sich rückgängig machen.
    [one] Ein Benutzer ist Mitglied und verliert die Rechte, die die Gruppe zuweist. Es lässt sich rückgängig machen.
   *[other] { $count } Benutzer sind Mitglieder und verlieren die Rechte, die die Gruppe zuweist. Es lässt sich rückgängig machen.
}
groups-delete-denied = Was sie verweigert, ist ihnen danach nicht mehr verweigert.
