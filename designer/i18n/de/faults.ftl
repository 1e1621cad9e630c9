# Was beim Lesen einer Datei an Fehlern gefunden wird.
fault-too-large = Die Datei hat { $count } MiB; mehr als 256 MiB werden nicht gelesen. Ist es die richtige Datei?
fault-empty = Die Datei ist leer. Kopieren Sie sie noch einmal, oder stellen Sie sie aus einer Sicherung wieder her.
fault-utf-16 = Die Datei ist in UTF-16. Speichern Sie sie als UTF-8.
fault-ends-in-character = Die Datei endet zu früh, mitten in einem Zeichen. Kopieren Sie sie noch einmal.
fault-not-utf-8 = Dieses Byte ist kein UTF-8. Speichern Sie die Datei als UTF-8, oder kopieren Sie sie noch einmal, falls sie beschädigt wurde.
fault-character = Das Zeichen { $value } ist in XML nicht erlaubt. Entfernen Sie es, oder kopieren Sie die Datei noch einmal, falls sie beschädigt wurde.
fault-second-mark = Hier steht zum zweiten Mal eine Bytereihenfolge-Marke (BOM). Speichern Sie die Datei neu als UTF-8.
fault-no-content = Die Datei endet, bevor ihr Inhalt beginnt. Kopieren Sie sie noch einmal, oder stellen Sie sie aus einer Sicherung wieder her.
fault-before-root = Das gehört nicht vor das Wurzelelement. Ist es die richtige Datei?
fault-after-root = Nach dem Ende des Dokuments folgt noch etwas. Entfernen Sie es, oder kopieren Sie die Datei noch einmal, falls zwei Dateien ineinandergeraten sind.
fault-document-type = Die Datei hat einen Dokumenttyp (DOCTYPE), der aus Sicherheitsgründen nicht angenommen wird. Entfernen Sie ihn.
fault-instruction-name = Nach <? muss ein Name stehen, und zwar nicht xml. Berichtigen Sie das hier, oder kopieren Sie die Datei noch einmal.
fault-declaration = Die XML-Deklaration ist fehlerhaft. Schreiben Sie <?xml version="1.0" encoding="utf-8"?>.
fault-declared-version = Die Datei nennt eine andere XML-Version als 1.0. Schreiben Sie version="1.0".
fault-declared-encoding = Die Datei nennt eine andere Zeichenkodierung als UTF-8. Speichern Sie sie als UTF-8.
fault-declaration-inside = Eine XML-Deklaration steht nur am Anfang einer Datei. Sind zwei Dateien ineinandergeraten? Kopieren Sie sie noch einmal.
fault-cut = Die Datei endet zu früh, oder dem, was hier beginnt, fehlt das Ende: { $syntax }. Kopieren Sie die Datei noch einmal, oder berichtigen Sie das hier.
fault-malformed = Das ist kein wohlgeformtes XML: { $syntax }. Berichtigen Sie das hier, oder kopieren Sie die Datei noch einmal.
fault-deep = Hier liegen mehr als { $count } Elemente ineinander. Das tut keine unserer Dateien; ist es die richtige?
fault-element-name = Nach < muss der Name eines Elements stehen. Berichtigen Sie das hier, oder kopieren Sie die Datei noch einmal.
fault-ends-inside = Die Datei endet mittendrin: <{ $element }> wird nicht geschlossen. Kopieren Sie die Datei noch einmal, oder stellen Sie sie aus einer Sicherung wieder her.
fault-section-end = In einem Text darf ]]> nicht stehen. Schreiben Sie stattdessen ]]&gt;.
fault-entity = Die Entität &{ $value }; gibt es nicht, sondern nur &amp; &lt; &gt; &quot; &apos; und die Nummern erlaubter Zeichen. Schreiben Sie & als &amp;.
fault-text-inside = Direkt in <{ $element }> gehört kein Text. Entfernen Sie ihn.
fault-element-twice = <{ $element }> steht hier ein zweites Mal. Behalten Sie das gemeinte.
fault-attribute-name = Hier muss der Name eines Attributs stehen. Berichtigen Sie das, oder kopieren Sie die Datei noch einmal.
fault-attribute-space = Vor dem Attribut { $attribute } fehlt ein Leerzeichen. Fügen Sie es ein.
fault-attribute-twice = Dieses Attribut steht hier zweimal. Entfernen Sie eines davon.
fault-attribute-bare = Auf ein Attribut folgen = und sein Wert in Anführungszeichen. Berichtigen Sie das hier.
fault-attribute-quotes = Der Wert eines Attributs steht in Anführungszeichen. Setzen Sie sie darum.
fault-attribute-open = Das Anführungszeichen am Ende des Werts dieses Attributs fehlt. Setzen Sie es dorthin.
fault-attribute-less = Im Attribut { $attribute } steht ein <. Schreiben Sie stattdessen &lt;.
fault-attribute-character = Im Attribut { $attribute } steht ein Zeichen, das in XML nicht erlaubt ist. Entfernen Sie es.
fault-attribute-entity = Im Attribut { $attribute } steht eine Entität, die es nicht gibt; es gibt nur &amp; &lt; &gt; &quot; &apos; und die Nummern von Zeichen. Schreiben Sie & als &amp;.
fault-value = { $attribute } ist „{ $value }“, erwartet wird aber { $expected }.
fault-attribute-missing = In <{ $element }> fehlt das Attribut { $attribute }. Ohne es kann nichts hierauf verweisen; fügen Sie es hinzu.
fault-root-attribute = Im Wurzelelement fehlt das Attribut { $attribute }. Speichern Sie die Datei mit dem Programm, aus dem sie stammt.
fault-root = Das Wurzelelement ist <{ $element }>, erwartet wird aber <{ $expected }>. Ist es die richtige Datei?
fault-newer = Die Datei hat die SchemaVersion { $value }; dieses Programm kennt { $known }. Aktualisieren Sie dieses Programm; die Datei bleibt, wie sie ist.
fault-below-first = Die SchemaVersion ist { $value }, Versionen beginnen aber mit 1. Speichern Sie die Datei mit dem Designer.
fault-version-missing = Das Attribut SchemaVersion fehlt. Schreiben Sie SchemaVersion="1".
fault-path-missing = DataStorage ist ein FilePath, aber das Attribut Path fehlt. Geben Sie an, wo die Maschine ihre Benutzer ablegen soll.
fault-built-in = BuiltIn ist „{ $value }“, eingebaut ist hier aber nur „{ $expected }“. Entfernen Sie das Attribut.
fault-origin-missing = Das Attribut Origin fehlt: Es sagt, ob dieser Benutzer mit dem Projekt kam oder auf der Maschine angelegt wurde. Stellen Sie die Datei aus einer Sicherung wieder her.
fault-hash-missing = Dem Passwort fehlt der Hash. Entfernen Sie das Element, oder setzen Sie das Passwort neu.
fault-no-digest = Die Datei hat keine Prüfsumme (Digest), deshalb lässt sich eine Beschädigung nicht erkennen. Dateien, die unsere Programme speichern, haben eine.
fault-digest-differs = Die Datei passt nicht zu ihrer Prüfsumme (Digest): Sie wurde beschädigt oder von Hand geändert. Kopieren Sie sie noch einmal; war die Änderung gewollt, entfernen Sie das Attribut Digest.
fault-digest-form = Das Attribut Digest besteht nicht aus sha256: und 64 Hexadezimalziffern. Kopieren Sie die Datei noch einmal, oder entfernen Sie das Attribut.
fault-more = Es gibt mehr Fehler als diese. Beheben Sie erst diese, und prüfen Sie dann noch einmal.
fault-either-root = UserManagementConfig oder UserManagementRuntimeConfig

expected-uuid = eine UUID wie 6f1c2d3e-0000-4000-8000-000000000000
expected-time = ein Zeitpunkt wie 2026-11-22T09:30:00.000Z
expected-boolean = true oder false
expected-number = eine ganze Zahl ab 0
expected-digest = sha256: und 64 Hexadezimalziffern
expected-storage = ProjectDirectory, FilePath oder ProjectDatabase
expected-origin = Project oder Runtime
expected-preset = default, nist, fda oder iec
expected-unwritable = Continue oder Stop

syntax-markup = was auf <! folgt, kennt XML nicht
syntax-instruction = das ?> einer Verarbeitungsanweisung fehlt
syntax-declaration = das ?> der XML-Deklaration fehlt
syntax-comment = das --> eines Kommentars fehlt
syntax-document-type = das > eines Dokumenttyps fehlt
syntax-section = das ]]> eines CDATA-Abschnitts fehlt
syntax-tag = das > eines Tags fehlt
syntax-apostrophe = das ' nach dem Wert eines Attributs fehlt
syntax-quote = das " nach dem Wert eines Attributs fehlt
syntax-reference = das ; nach einer Entität oder der Nummer eines Zeichens fehlt; ein bloßes & wird &amp; geschrieben
syntax-hyphens = in einem Kommentar steht --
syntax-no-document-type = einem DOCTYPE fehlt der Name
syntax-not-begun = </{ $found }> beendet, was nie begonnen wurde
syntax-other-end = erwartet wird </{ $expected }>, gefunden wurde </{ $found }>
syntax-other = eine Regel von XML ist verletzt
