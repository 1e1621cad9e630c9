# Die Seite Rechtematrix.
