# Die Seite Texte.
