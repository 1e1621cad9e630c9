# Die Seite Richtlinien.
