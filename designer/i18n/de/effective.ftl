# Die Seite Wirksame Rechte.
