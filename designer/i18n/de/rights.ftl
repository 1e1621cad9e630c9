# Was die Seiten Rechte, Bereiche und Meldegruppen gemeinsam haben.
things-name = Name
things-description = Beschreibung
things-name-missing = Es braucht in mindestens einer Sprache einen Namen.
things-name-taken = In dieser Sprache heißt schon etwas anderes so, ob groß oder klein geschrieben.
things-none-text = Suchen Sie etwas anderes, oder leeren Sie das Feld, um alles zu sehen.
things-choose-first = Wählen Sie zuerst etwas.
things-choose-one = Wählen Sie nur eines.
things-chosen = { $count } gewählt
things-several-text = Kopieren oder löschen Sie sie gemeinsam; zum Ändern wählen Sie nur eines.
things-up = Früher in Matrix und Bericht
things-down = Später in Matrix und Bericht
things-used-by = Verwendet von
things-member = Mitglied
things-unused-text = Es wird nirgends verwendet.

# Die Seite Rechte.
rights-new = Neues Recht
rights-new-name = Neues Recht
rights-new-group = Neue Rechtegruppe
rights-new-group-name = Neue Rechtegruppe
rights-search-count = { $count ->
    [0] Rechte suchen
    [one] 1 Recht suchen
   *[other] { $count } Rechte suchen
}
rights-empty = Es gibt noch keine Rechte
rights-empty-text = Ein Recht ist, wonach eine Visualisierung fragt, bevor sie handelt, etwa recipe.edit. Gruppen weisen es zu.
rights-none = Kein Recht passt zur Suche
rights-choose = Kein Recht ist gewählt
rights-choose-text = Wählen Sie ein Recht oder eine Rechtegruppe, um Schlüssel und Texte zu ändern und zu sehen, welche Gruppen es verwenden.
rights-delete-title = { $count ->
    [one] „{ $name }“ löschen?
   *[other] { $count } Rechte löschen?
}
rights-delete-group-title = { $count ->
    [0] Die Rechtegruppe „{ $name }“ löschen?
    [one] Die Rechtegruppe „{ $name }“ mit ihrem Recht löschen?
   *[other] Die Rechtegruppe „{ $name }“ mit ihren { $count } Rechten löschen?
}
rights-delete-groups-title = { $groups ->
    [one] 1 Rechtegruppe und insgesamt { $count } Rechte löschen?
   *[other] { $groups } Rechtegruppen und insgesamt { $count } Rechte löschen?
}
rights-delete-text = { $count ->
    [one] Wer danach fragt, wird von da an abgewiesen. Das Recht verschwindet aus diesen Gruppen:
   *[other] Wer danach fragt, wird von da an abgewiesen. Die Rechte verschwinden aus diesen Gruppen:
}
rights-key = Schlüssel
rights-key-note = Wonach die Visualisierung fragt. Behalten Sie ihn, sobald Maschinen ihn verwenden.
rights-key-fixed = Fest eingebaut: Der Schlüssel bleibt.
rights-key-missing = Ohne Schlüssel kann nichts nach diesem Recht fragen. Schreiben Sie einen, etwa recipe.edit.
rights-key-taken = Ein anderes Recht hat diesen Schlüssel, ob groß oder klein geschrieben.
rights-group = Rechtegruppe
rights-group-first = Legen Sie zuerst eine Rechtegruppe an: In die eingebaute kommt nichts hinzu.
rights-assigned-by = Zugewiesen von
rights-denied-by = Verweigert von
rights-unused = Keine Gruppe nennt es, deshalb hat es niemand.
rights-administrators-too = Administratoren haben es immer, was auch zugewiesen ist.
rights-used-by-administrators = Administratoren haben es immer; keine andere Gruppe nennt es.
count-rights = { $count ->
    [one] 1 Recht
   *[other] { $count } Rechte
}
