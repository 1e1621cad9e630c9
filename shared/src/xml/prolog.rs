//! What stands before and after the root element: checked, and nothing of it kept.

use quick_xml::events::{BytesDecl, BytesPI, BytesStart, Event};

use super::source::{Source, Step, Tag, is_blank};
use super::value::is_name;

impl<'a> Source<'a> {
    /// The root's start tag; everything before it is checked.
    pub fn root(&mut self) -> Step<Tag<'a>> {
        let mut first = true;
        loop {
            let at = self.position();
            match self.event()? {
                Event::Start(start) => return self.open(start, false),
                Event::Empty(start) => return self.open(start, true),
                Event::Decl(declaration) if first => {
                    if let Err(message) = check_declaration(&declaration) {
                        return self.stop(at, message);
                    }
                }
                Event::Comment(_) => {}
                Event::PI(instruction) => self.instruction(at, &instruction)?,
                Event::Text(text) if is_blank(&text) => {}
                Event::DocType(_) => return self.document_type(at),
                Event::Eof => {
                    return self.stop(
                        at,
                        "The file ends before its content begins. Copy it again, or restore it from a backup.",
                    );
                }
                _ => return self.stop(at, "This does not belong before the root element. Is this the right file?"),
            }
            first = false;
        }
    }

    /// Everything after the root is checked.
    pub fn finish(&mut self) -> Step<()> {
        loop {
            let at = self.position();
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Comment(_) => {}
                Event::PI(instruction) => self.instruction(at, &instruction)?,
                Event::Text(text) if is_blank(&text) => {}
                Event::DocType(_) => return self.document_type(at),
                _ => return self.stop(at, "Something follows after the end of the document. Remove it, or copy the file again if two files ran into each other."),
            }
        }
    }

    /// A document type is refused wherever it stands.
    pub(super) fn document_type<T>(&mut self, at: usize) -> Step<T> {
        self.stop(at, "The file has a document type (DOCTYPE), which is not accepted, for safety. Remove it.")
    }

    /// A processing instruction is for other programs; all that is asked of it is a name.
    pub(super) fn instruction(&mut self, at: usize, instruction: &BytesPI<'_>) -> Step<()> {
        let target = instruction.target();
        if is_name(target) && !target.eq_ignore_ascii_case("xml") {
            return Ok(());
        }
        self.stop(at, "A name other than xml is expected after <?. Mend it here, or copy the file again.")
    }
}

/// The declaration names version 1.0, then perhaps UTF-8, then perhaps whether the document stands alone.
fn check_declaration(declaration: &BytesDecl<'_>) -> Result<(), &'static str> {
    const MALFORMED: &str = "The XML declaration is malformed. Write <?xml version=\"1.0\" encoding=\"utf-8\"?>.";
    let content: &str = declaration;
    let start = BytesStart::from_content(content, "xml".len());
    let mut expected = ["version", "encoding", "standalone"].into_iter();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| MALFORMED)?;
        let name = attribute.key.as_ref();
        let before = attribute.key.as_ref().as_ptr() as usize - start.as_ptr() as usize;
        let apart = content.as_bytes().get(before.wrapping_sub(1)).is_some_and(u8::is_ascii_whitespace);
        if !apart || !expected.any(|other| other == name) {
            return Err(MALFORMED);
        }
        let value = attribute.value.as_ref();
        match name {
            "version" if value != "1.0" => {
                return Err("The file declares a version of XML other than 1.0. Write version=\"1.0\".");
            }
            "encoding" if !value.eq_ignore_ascii_case("utf-8") => {
                return Err("The file declares an encoding other than UTF-8. Save it as UTF-8.");
            }
            "standalone" if !matches!(value, "yes" | "no") => return Err(MALFORMED),
            _ => {}
        }
    }
    if declaration.version().is_ok() { Ok(()) } else { Err(MALFORMED) }
}
