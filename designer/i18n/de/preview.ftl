# Die Seite Update-Vorschau.
