# Die Seite Meldegruppen.
notification-groups-new = Neue Meldegruppe
notification-groups-new-name = Neue Meldegruppe
notification-groups-search-count = { $count ->
    [0] Gruppen suchen
    [one] 1 Gruppe suchen
   *[other] { $count } Gruppen suchen
}
notification-groups-empty = Es gibt noch keine Meldegruppen
notification-groups-empty-text = Eine Meldegruppe fasst Personen zusammen, denen gemeinsam etwas gemeldet wird. Benutzer treten ihr auf ihrer eigenen Seite bei.
notification-groups-none = Keine Meldegruppe passt zur Suche
notification-groups-choose = Keine Meldegruppe ist gewählt
notification-groups-choose-text = Wählen Sie eine Meldegruppe, um ihre Texte zu ändern und ihre Mitglieder zu sehen.
notification-groups-delete-title = { $count ->
    [one] „{ $name }“ löschen?
   *[other] { $count } Meldegruppen löschen?
}
notification-groups-delete-text = Diesen Mitgliedern wird darüber nichts mehr gemeldet:
notification-groups-members = Mitglieder
notification-groups-unused = Sie hat keine Mitglieder.
