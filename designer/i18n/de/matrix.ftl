# Die Seite Rechtematrix und der Dialog der Rechte einer Gruppe.
matrix-note = Leertaste ändert eine Zelle: nichts · zugewiesen · verweigert
matrix-search = { $count ->
    [0] Rechte suchen
    [one] 1 Recht suchen
   *[other] { $count } Rechte suchen
}
matrix-right = Recht
matrix-rights = { $count ->
    [one] 1 Recht
   *[other] { $count } Rechte
}
matrix-differences = Nur Unterschiede
matrix-everything = Alles
matrix-differences-tip = Zeigt nur Rechte, mit denen nicht alle Gruppen dasselbe tun.
matrix-fold-all = Alle Rechtegruppen einklappen
matrix-unfold-all = Alle Rechtegruppen ausklappen
matrix-none = Nichts passt zur Suche
matrix-none-text = Suchen Sie ein anderes Recht oder eine andere Gruppe, oder leeren Sie das Feld, um alles zu sehen.
matrix-choose = Wählen Sie zuerst eine Zelle der Gruppe.
matrix-says = { $group } · { $right }: { $state }
matrix-state-none = nichts
matrix-state-assigned = zugewiesen
matrix-state-denied = verweigert
matrix-state-locked = immer zugewiesen
matrix-locked = Immer zugewiesen: Administratoren haben die Rechte des Systems, damit sich niemand aus der Verwaltung der Maschine aussperrt.
rights-title = Rechte von „{ $name }“
rights-search = Rechte suchen
rights-assigned = Zugewiesen
rights-denied = Verweigert
rights-note = Ein verweigertes Recht haben die Mitglieder auch dann nicht, wenn eine andere Gruppe es zuweist.
