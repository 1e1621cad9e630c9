# Wörter des Rahmens und dessen, was alle Seiten gemeinsam haben.
cancel = Abbrechen
close = Schließen
ok = OK
open = Öffnen
save = Speichern
unsaved = ungespeichert
language-incomplete = In dieser Sprache fehlt ein Text.
nameless = ohne Namen
no-file = noch nicht gespeichert
and-more = { $count ->
    [one] und noch 1
   *[other] und noch { $count }
}

pages-define = Festlegen
pages-check = Prüfen
page-start = Start
page-users = Benutzer
page-groups = Gruppen
page-matrix = Rechtematrix
page-rights = Rechte
page-areas = Bereiche
page-notification-groups = Meldegruppen
page-guidelines = Richtlinien
page-texts = Texte
page-effective = Wirksame Rechte
page-preview = Update-Vorschau
page-problems = Probleme

count-users = { $count } Benutzer
count-errors = { $count } Fehler
count-advice = { $count ->
    [one] 1 Hinweis
   *[other] { $count } Hinweise
}

status-time-stamp = Zeitstempel { $time }
work-opening = Wird geöffnet …
work-saving = Wird gespeichert …
work-stepping = Wird durchgeführt …
work-hashing = Das Passwort wird verschlüsselt …
hash-too-long = Das Passwort hat mehr als 256 Zeichen. Wählen Sie ein kürzeres.
hash-out-of-memory = Für das Passwort reicht der Arbeitsspeicher jetzt nicht. Versuchen Sie es gleich noch einmal.
hash-strange = Das gespeicherte Passwort ist keines, das dieses Programm kennt. Setzen Sie ein neues.

palette-placeholder = Befehl, Benutzer, Recht finden …
palette-nothing = Nichts gefunden.

undo-of = Rückgängig: { $step }
redo-of = Wiederholen: { $step }
no-project-open = Es ist kein Projekt geöffnet.
nothing-to-save = Alles ist gespeichert.
nothing-to-undo = Es gibt nichts rückgängig zu machen.
nothing-to-redo = Es gibt nichts zu wiederholen.
not-on-this-page = Das gibt es auf dieser Seite nicht.
chosen-already = Das ist schon gewählt.

what-kind-user = Benutzer
what-kind-group = Gruppe
what-kind-right-group = Rechtegruppe
what-kind-right = Recht
what-kind-area = Bereich
what-kind-notification-group = Meldegruppe
what-user = { $count ->
    [one] Benutzer „{ $name }“
   *[other] { $count } Benutzer
}
what-group = { $count ->
    [one] Gruppe „{ $name }“
   *[other] { $count } Gruppen
}
what-right-group = { $count ->
    [one] Rechtegruppe „{ $name }“
   *[other] { $count } Rechtegruppen
}
what-right = { $count ->
    [one] Recht „{ $name }“
   *[other] { $count } Rechte
}
what-language = Sprache { $name }
what-area = { $count ->
    [one] Bereich „{ $name }“
   *[other] { $count } Bereiche
}
what-notification-group = { $count ->
    [one] Meldegruppe „{ $name }“
   *[other] { $count } Meldegruppen
}

step-add = Anlegen ({ $what })
step-copy = Kopieren ({ $what })
step-remove = Löschen ({ $what })
step-rename = Umbenennen ({ $what })
step-change = Ändern ({ $what })
step-move = Verschieben ({ $what })
step-membership = Mitgliedschaft ({ $what })
step-rights = Rechte ({ $what })
step-password = Passwort ({ $what })
step-translate = Text ({ $what })
step-replace = Neue Identität ({ $what })
step-import = Importieren ({ $what })
step-take = Übernehmen von einer Maschine ({ $what })
step-separate = Eigene Id ({ $what })
did-add = Angelegt: { $what }
did-copy = Kopiert: { $what }
did-remove = Gelöscht: { $what }
did-rename = Umbenannt: { $what }
did-change = Geändert: { $what }
did-move = Verschoben: { $what }
did-membership = Mitgliedschaft geändert: { $what }
did-rights = Rechte geändert: { $what }
did-password = Passwort gesetzt: { $what }
did-translate = Text geändert: { $what }
did-replace = Wird beim nächsten Update ersetzt: { $what }
did-import = Importiert: { $what }
did-take = Von einer Maschine übernommen: { $what }
did-separate = Hat jetzt eine eigene Id: { $what }
did-undo = Rückgängig gemacht: { $step }
did-redo = Wiederholt: { $step }

refused-gone = Was geändert werden sollte, ist nicht mehr im Projekt.
refused-dangling = Das verweist auf etwas, das nicht im Projekt ist. Wählen Sie etwas anderes.
refused-id-taken = Die Identität gehört noch etwas anderem im Projekt. Hat eine Datei sie zweimal vergeben, stellt die Seite Probleme das richtig.
refused-not-said-of = So etwas hat diese Eigenschaft nicht.
refused-no-place = Diesen Platz gibt es in der Liste nicht.
refused-character = Der Text enthält ein Zeichen, das eine Datei nicht aufnehmen kann. Lassen Sie es weg.
refused-language-taken = Das Projekt hat diese Sprache schon.
refused-language-stays = Ein Projekt hat wenigstens eine Sprache. Fügen Sie zuerst eine andere hinzu.
refused-admin = Admin ist fest eingebaut und kann nicht gelöscht werden.
refused-admin-identity = Der Benutzer Admin behält seine Identität, an der Maschinen ihn erkennen.
refused-admin-name = Admin ist fest eingebaut und behält seinen Namen.
refused-admin-membership = Admin ist fest eingebaut und bleibt Administrator.
refused-enabled-administrator = Niemand könnte die Maschine mehr verwalten. Wenigstens ein aktivierter Benutzer muss Administrator sein.
refused-administrators = Die Gruppe Administratoren ist fest eingebaut und kann nicht gelöscht werden.
refused-system = Die Rechtegruppe System ist fest eingebaut und kann nicht gelöscht werden.
refused-system-rights = Die Rechte der Rechtegruppe System sind fest eingebaut und behalten ihre Schlüssel.

ask-open = Projekt öffnen
ask-save = Projekt speichern
ask-kind-project = Projekte
path-label = Pfad
path-note = Der ganze Pfad der Datei. Das System hat keinen Dialog, um eine zu wählen.
path-missing = Geben Sie zuerst den Pfad einer Datei ein.
path-open = Öffnen
path-save = Speichern
path-there = Eine Datei dieses Namens gibt es schon.
path-replace = Ersetzen
path-no-folder = Diesen Ordner gibt es nicht.
path-make-folder = Ordner anlegen und speichern
export-own-file = Das ist die Datei des Projekts selbst; sie ginge verloren. Wählen Sie einen anderen Namen.
saved = Gespeichert.
saved-same = Nichts hatte sich geändert; die Datei blieb, wie sie ist.
saved-in-doubt = Gespeichert, aber das System konnte nicht zusagen, dass es einen Stromausfall übersteht: { $name }
opened-with-faults = { $count ->
    [one] Die Datei hat 1 Fehler. Siehe Probleme.
   *[other] Die Datei hat { $count } Fehler. Siehe Probleme.
}
not-understood-title = Diese Datei lässt sich nicht öffnen
not-understood-text = Nichts in { $name } war als Projekt zu verstehen. Die Datei wurde nicht geändert.
not-opened-missing = Es gibt keine Datei { $path }. Kopieren Sie sie dorthin, oder wählen Sie eine andere.
not-opened-forbidden = { $path } darf dieser Benutzer nicht lesen. Geben Sie das Recht dazu und öffnen Sie sie erneut.
not-opened-folder = Im Ordner { $path } liegt kein Projekt. Wählen Sie die Datei eines Projekts.
not-opened-too-large = { $path } hat mehr als 256 MiB und wird nicht gelesen. Ist es die richtige Datei?
not-opened-other = { $path } konnte nicht gelesen werden: { $error }. Versuchen Sie es noch einmal; bleibt es so, prüfen Sie den Datenträger.
not-saved-title = Trotzdem speichern?
not-saved-told = Nicht gespeichert
not-saved-anyway = Trotzdem speichern
not-saved-folder = Ordner anlegen?
not-saved-make-folder = Anlegen
not-saved-no-folder = { $above ->
    [0] Den Ordner { $path } gibt es nicht. Beim Speichern wird er angelegt.
    [one] Den Ordner { $path } gibt es nicht, und auch den darüber nicht. Beim Speichern werden beide angelegt. Fehlt ein Laufwerk?
   *[other] Den Ordner { $path } gibt es nicht, und auch die { $above } darüber nicht. Beim Speichern werden alle angelegt. Fehlt ein Laufwerk?
}
not-saved-changed = { $path } wurde seit dem Öffnen von jemand anderem geändert. Speichern ersetzt, was jetzt dort steht.
not-saved-gone = { $path } ist nicht mehr da. Speichern schreibt die Datei neu.
not-saved-exists = Es gibt eine andere Datei { $path }. Speichern ersetzt sie.
not-saved-not-understood = Nicht alles in { $path } war zu verstehen. Speichern verliert, was es nicht war.
not-saved-newer = { $path } wurde von einer neueren Version von Keyholder geschrieben und wird nie überschrieben. Speichern Sie unter einem anderen Namen.
not-saved-too-large = Das Projekt wäre größer als 256 MiB, und kein Programm würde es öffnen. Es wurde nicht gespeichert.
not-saved-unreadable = Was in { $path } steht, konnte nicht gelesen werden: { $error }. Es wurde nichts gespeichert.
not-saved-disk = { $path } konnte nicht geschrieben werden: { $error }. Prüfen Sie dort Platz und Rechte, oder wählen Sie einen anderen Ort; nichts wurde geändert.

leave-title = Änderungen an „{ $name }“ speichern?
leave-text = Sonst gehen sie verloren.
leave-save = Speichern
leave-drop = Nicht speichern

# Die Passwortdialoge.
secret-password = Neues Passwort
secret-again = Passwort wiederholen
secret-show = Passwort zeigen
secret-hide = Passwort verbergen
secret-generate = Erzeugen
secret-shown-once = Notieren oder übergeben Sie es jetzt: Es wird nie wieder gezeigt.
secret-missing = Geben Sie zuerst ein Passwort ein.
secret-not-taken = Das Passwort genügt den Richtlinien nicht.
secret-differs = Die beiden Passwörter sind nicht gleich.
secret-taken = Das Passwort genügt den Richtlinien.
strength-0 = Sehr schwach: sofort erraten
strength-1 = Schwach: in Minuten erraten
strength-2 = Mittel: hält jemandem am Bedienpult stand
strength-3 = Stark
strength-4 = Sehr stark
weak-keys-in-a-row = Tasten nebeneinander sind leicht zu erraten.
weak-pattern-of-keys = Kurze Muster auf der Tastatur sind leicht zu erraten.
weak-repeated-character = Wiederholte Zeichen sind leicht zu erraten.
weak-repeated-word = Ein Wort zu wiederholen hilft kaum.
weak-common = Es ist eines der häufigsten Passwörter.
weak-similar-to-common = Es gleicht sehr einem häufigen Passwort.
weak-sequence = Folgen sind leicht zu erraten.
weak-year = Jahreszahlen aus jüngerer Zeit sind leicht zu erraten.
weak-single-word = Ein einzelnes Wort ist leicht zu erraten.
weak-date = Daten sind leicht zu erraten.
weak-name = Namen sind leicht zu erraten.
shortfall-empty = Es ist kein Passwort da.
shortfall-too-short = Wenigstens { $least } Zeichen; es hat { $length }.
shortfall-too-long = Höchstens { $count } Zeichen.
shortfall-upper-and-lower-case = Ein Groß- und ein Kleinbuchstabe.
shortfall-number = Eine Ziffer.
shortfall-special-character = Ein Zeichen, das weder Buchstabe noch Ziffer ist.
shortfall-common = Es ist eines der häufigen Passwörter, die zuerst versucht werden.
shortfall-name-user = Es besteht aus dem Namen des Benutzers.
shortfall-name-full = Es besteht aus dem vollständigen Namen des Benutzers.
shortfall-name-project = Es besteht aus dem Namen des Projekts.
shortfall-name-product = Es besteht aus dem Namen dieses Produkts.
shortfall-used = { $count ->
    [one] Es ist das jetzige Passwort.
   *[other] Es ist eines der letzten { $count } Passwörter.
}
password-title = Passwort von { $name }
password-title-several = Passwort von { $count } Benutzern
password-shared = Alle bekommen dasselbe Passwort. Lassen Sie es bei der nächsten Anmeldung ändern.
password-set = Passwort setzen
no-chance = Das System lieferte keine Zufallszahlen. Versuchen Sie es noch einmal.

new-project-title = Neues Projekt
new-project-name = Name des Projekts
new-project-name-missing = Geben Sie zuerst den Namen des Projekts ein.
new-project-language = Erste Sprache seiner Texte
new-project-admin = Erstes Passwort von Admin
new-project-admin-text = Admin ist fest eingebaut und verwaltet die Maschine. Bei der ersten Anmeldung muss das Passwort geändert werden.
new-project-create = Anlegen
new-project-without = Ohne Passwort anlegen
more = Mehr
