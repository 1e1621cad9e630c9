# Die Seite Meldegruppen.
