# Die Seite Texte.
texts-what = Was
texts-name = Name
texts-description = Beschreibung
texts-search = { $count ->
    [0] Texte suchen
    [one] 1 Text suchen
   *[other] { $count } Texte suchen
}
texts-missing = fehlt
texts-only-missing = Fehlende { $count }
texts-all = Alle { $count }
texts-looking = Die Texte werden geordnet …
texts-none = Kein Text passt
texts-none-text = Suchen Sie etwas anderes oder zeigen Sie alle Texte.
texts-complete = Kein Text fehlt
texts-complete-text = Jeder Text ist in jeder Sprache des Projekts da.
texts-go = Zeigen, wohin er gehört
texts-where = { $kind }, { $field }
texts-fallback = Panels in dieser Sprache zeigen stattdessen „{ $text }“.
texts-one-language = Das Projekt hat eine Sprache. Weitere gibt es unter Richtlinien.
texts-choose = Kein Text ist gewählt
texts-choose-text = Wählen Sie einen Text, um ihn in jeder Sprache zu lesen und zu ändern.
texts-several-text = Zum Lesen und Ändern wählen Sie nur einen.
texts-columns = Spalten für { $count } Sprachen:
