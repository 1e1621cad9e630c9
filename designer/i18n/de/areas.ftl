# Die Seite Bereiche.
