//! What stands before and after the root element: checked, and nothing of it kept.

use quick_xml::events::{BytesDecl, BytesPI, BytesStart, Event};

use super::source::{Source, Step, Tag, is_blank};
use super::value::is_name;
use super::wrong::Wrong;

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
                    if let Err(wrong) = check_declaration(&declaration) {
                        return self.stop(at, wrong);
                    }
                }
                Event::Comment(_) => {}
                Event::PI(instruction) => self.instruction(at, &instruction)?,
                Event::Text(text) if is_blank(&text) => {}
                Event::DocType(_) => return self.document_type(at),
                Event::Eof => return self.stop(at, Wrong::NoContent),
                _ => return self.stop(at, Wrong::BeforeRoot),
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
                _ => return self.stop(at, Wrong::AfterRoot),
            }
        }
    }

    /// A document type is refused wherever it stands.
    pub(super) fn document_type<T>(&mut self, at: usize) -> Step<T> {
        self.stop(at, Wrong::DocumentType)
    }

    /// A processing instruction is for other programs; all that is asked of it is a name.
    pub(super) fn instruction(&mut self, at: usize, instruction: &BytesPI<'_>) -> Step<()> {
        let target = instruction.target();
        if is_name(target) && !target.eq_ignore_ascii_case("xml") {
            return Ok(());
        }
        self.stop(at, Wrong::InstructionName)
    }
}

/// The declaration names version 1.0, then perhaps UTF-8, then perhaps whether the document stands alone.
fn check_declaration(declaration: &BytesDecl<'_>) -> Result<(), Wrong> {
    let content: &str = declaration;
    let start = BytesStart::from_content(content, "xml".len());
    let mut expected = ["version", "encoding", "standalone"].into_iter();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Wrong::Declaration)?;
        let name = attribute.key.as_ref();
        let before = attribute.key.as_ref().as_ptr() as usize - start.as_ptr() as usize;
        let apart = content.as_bytes().get(before.wrapping_sub(1)).is_some_and(u8::is_ascii_whitespace);
        if !apart || !expected.any(|other| other == name) {
            return Err(Wrong::Declaration);
        }
        let value = attribute.value.as_ref();
        match name {
            "version" if value != "1.0" => return Err(Wrong::DeclaredVersion),
            "encoding" if !value.eq_ignore_ascii_case("utf-8") => return Err(Wrong::DeclaredEncoding),
            "standalone" if !matches!(value, "yes" | "no") => return Err(Wrong::Declaration),
            _ => {}
        }
    }
    if declaration.version().is_ok() { Ok(()) } else { Err(Wrong::Declaration) }
}
