# Die Seite Bereiche.
areas-new = Neuer Bereich
areas-new-name = Neuer Bereich
areas-search-count = { $count ->
    [0] Bereiche suchen
    [one] 1 Bereich suchen
   *[other] { $count } Bereiche suchen
}
areas-empty = Es gibt noch keine Bereiche
areas-empty-text = Ein Bereich ist ein Teil der Anlage mit seinen Panels. Eine Gruppe, die Bereiche nennt, gilt nur dort; ohne Bereiche gilt jede Gruppe überall.
areas-none = Kein Bereich passt zur Suche
areas-choose = Kein Bereich ist gewählt
areas-choose-text = Wählen Sie einen Bereich, um Texte und Panels zu ändern und zu sehen, welche Gruppen dort gelten.
areas-delete-title = { $count ->
    [one] „{ $name }“ löschen?
   *[other] { $count } Bereiche löschen?
}
areas-delete-text = { $count ->
    [one] Eine Gruppe, die in keinem anderen Bereich gilt, gilt danach überall. Der Bereich verschwindet aus diesen Gruppen:
   *[other] Eine Gruppe, die in keinem anderen Bereich gilt, gilt danach überall. Die Bereiche verschwinden aus diesen Gruppen:
}
areas-clients = Panels
areas-groups = Gruppen, die hier gelten
areas-clients-note = Die Namen, mit denen Panels Personen anmelden.
areas-client-placeholder = Name eines Panels
areas-client-missing = Schreiben Sie zuerst den Namen eines Panels.
areas-client-taken = Dieses Panel steht schon in dem Bereich.
areas-add-client = Hinzufügen
areas-remove-client = Aus dem Bereich nehmen
areas-only = einziger Bereich
areas-one-of = einer ihrer Bereiche
areas-only-warning = ihr einziger Bereich: Sie gälte überall
areas-unused = Keine Gruppe ist auf diesen Bereich beschränkt.
