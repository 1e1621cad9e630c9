# What readers find wrong in a file.
fault-too-large = The file has { $count } MiB; more than 256 MiB are not read. Is this the right file?
fault-empty = The file is empty. Copy it again, or restore it from a backup.
fault-utf-16 = The file is in UTF-16. Save it as UTF-8.
fault-ends-in-character = The file ends too early, in the middle of a character. Copy it again.
fault-not-utf-8 = This byte is no UTF-8 text. Save the file as UTF-8, or copy it again if it was damaged.
fault-character = The character { $value } is not allowed in XML. Remove it, or copy the file again if it was damaged.
fault-second-mark = A byte-order mark stands here a second time. Save the file as UTF-8 again.
fault-no-content = The file ends before its content begins. Copy it again, or restore it from a backup.
fault-before-root = This does not belong before the root element. Is this the right file?
fault-after-root = Something follows after the end of the document. Remove it, or copy the file again if two files ran into each other.
fault-document-type = The file has a document type (DOCTYPE), which is not accepted, for safety. Remove it.
fault-instruction-name = A name other than xml is expected after <?. Mend it here, or copy the file again.
fault-declaration = The XML declaration is malformed. Write <?xml version="1.0" encoding="utf-8"?>.
fault-declared-version = The file declares a version of XML other than 1.0. Write version="1.0".
fault-declared-encoding = The file declares an encoding other than UTF-8. Save it as UTF-8.
fault-declaration-inside = An XML declaration stands only at the beginning of a file. Did two files run into each other? Copy it again.
fault-cut = The file ends too early, or what begins here lacks its end: { $syntax }. Copy the file again, or mend it here.
fault-malformed = This is not well-formed XML: { $syntax }. Mend it here, or copy the file again.
fault-deep = Elements lie more than { $count } deep here. No file of ours does that; is this the right file?
fault-element-name = An element’s name is expected after <. Mend it here, or copy the file again.
fault-ends-inside = The file ends in the middle: <{ $element }> is not closed. Copy the file again, or restore it from a backup.
fault-section-end = Text must not hold ]]>. Write ]]&gt; instead.
fault-entity = The entity &{ $value }; is not one of &amp; &lt; &gt; &quot; &apos; and the numbers of allowed characters. Write & as &amp;.
fault-text-inside = Text does not belong directly into <{ $element }>. Remove it.
fault-element-twice = <{ $element }> stands here a second time. Keep the one that is meant.
fault-attribute-name = An attribute’s name is expected here. Mend it, or copy the file again.
fault-attribute-space = A space is missing before the attribute { $attribute }. Put one there.
fault-attribute-twice = This attribute stands here twice. Remove one of them.
fault-attribute-bare = An attribute is followed by = and its value in quotes. Mend it here.
fault-attribute-quotes = An attribute’s value stands in quotes. Put them round it.
fault-attribute-open = The quote that ends this attribute’s value is missing. Put it there.
fault-attribute-less = The attribute { $attribute } holds a <. Write &lt; instead.
fault-attribute-character = The attribute { $attribute } holds a character that is not allowed in XML. Remove it.
fault-attribute-entity = The attribute { $attribute } holds an entity that is not one of &amp; &lt; &gt; &quot; &apos; and character numbers. Write & as &amp;.
fault-value = { $attribute } is “{ $value }”, but it must be { $expected }.
fault-attribute-missing = The attribute { $attribute } is missing in <{ $element }>. Without it nothing can refer to this; add one.
fault-root-attribute = The attribute { $attribute } is missing in the root element. Save the file with the program that made it.
fault-root = The root element is <{ $element }>, but <{ $expected }> is expected. Is this the right file?
fault-newer = The file has SchemaVersion { $value }; this program knows { $known }. Update this program; the file is left as it is.
fault-below-first = SchemaVersion is { $value }, but versions begin with 1. Save the file with the Designer.
fault-version-missing = The attribute SchemaVersion is missing. Write SchemaVersion="1".
fault-path-missing = DataStorage is a FilePath, but its attribute Path is missing. Say where the machine is to keep its users.
fault-built-in = BuiltIn is “{ $value }”, but only “{ $expected }” is built in here. Remove the attribute.
fault-origin-missing = The attribute Origin is missing: it says whether this user came with the project or was made on the machine. Restore the file from a backup.
fault-hash-missing = The password has no Hash. Remove the element, or set the password again.
fault-no-digest = The file has no Digest, so damage to it cannot be seen. Files that our programs save have one.
fault-digest-differs = The file does not match its Digest: it was damaged, or changed by hand. Copy it again; if the change was meant, remove the attribute Digest.
fault-digest-form = The attribute Digest is not of the form sha256: and 64 hexadecimal digits. Copy the file again, or remove the attribute.
fault-more = There are more faults than these. Mend these first, then check again.
fault-either-root = UserManagementConfig or UserManagementRuntimeConfig

expected-uuid = a UUID such as 6f1c2d3e-0000-4000-8000-000000000000
expected-time = a time such as 2026-11-22T09:30:00.000Z
expected-boolean = true or false
expected-number = a whole number from 0 up
expected-digest = sha256: and 64 hexadecimal digits
expected-storage = ProjectDirectory, FilePath or ProjectDatabase
expected-origin = Project or Runtime
expected-preset = default, nist, fda or iec
expected-unwritable = Continue or Stop

syntax-markup = what follows after <! is no markup of XML
syntax-instruction = the ?> of a processing instruction is missing
syntax-declaration = the ?> of the XML declaration is missing
syntax-comment = the --> of a comment is missing
syntax-document-type = the > of a document type is missing
syntax-section = the ]]> of a CDATA section is missing
syntax-tag = the > of a tag is missing
syntax-apostrophe = the ' after an attribute’s value is missing
syntax-quote = the " after an attribute’s value is missing
syntax-reference = the ; after an entity or a character’s number is missing; a plain & is written &amp;
syntax-hyphens = a comment holds --
syntax-no-document-type = a DOCTYPE has no name
syntax-not-begun = </{ $found }> ends what was never begun
syntax-other-end = </{ $expected }> is expected, but </{ $found }> was found
syntax-other = it breaks a rule of XML
