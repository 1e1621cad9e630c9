# Die Seite Rechte.
