# The page Texts.
texts-what = What
texts-name = name
texts-description = description
texts-search = { $count ->
    [0] Search texts
    [one] Search 1 text
   *[other] Search { $count } texts
}
texts-missing = missing
texts-only-missing = Missing { $count }
texts-all = All { $count }
texts-looking = Putting the texts in order…
texts-none = No text matches
texts-none-text = Search for something else, or show all texts.
texts-complete = No text is missing
texts-complete-text = Every text is there in every language of the project.
texts-go = Show where it belongs
texts-where = { $kind }, { $field }
texts-fallback = Panels in this language show “{ $text }” instead.
texts-one-language = The project has one language. Add more under Guidelines.
texts-choose = No text is chosen
texts-choose-text = Choose a text to read and change it in every language.
texts-several-text = Choose only one to read and change it.
texts-columns = Columns for { $count } languages:
