# Die Seite Probleme.
