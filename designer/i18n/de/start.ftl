# Die Seite ohne Projekt.
start-title = Wer an einer Maschine was darf
start-lead = Öffnen Sie ein Projekt, oder beginnen Sie ein neues: Benutzer, Gruppen, Rechte, Bereiche und Richtlinien in einer Datei.
start-recent = Zuletzt geöffnet
start-no-recent = Noch nichts.
start-forget = Aus dieser Liste nehmen
start-drop = Eine Projektdatei kann auch auf dieses Fenster gezogen werden.
