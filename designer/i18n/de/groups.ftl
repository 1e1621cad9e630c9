# Die Seite Gruppen.
