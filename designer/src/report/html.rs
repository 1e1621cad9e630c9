//! HTML in one file: everything that was typed is escaped, the style stands in it, nothing is fetched.

/// A page under way.
pub(super) struct Html(String);

/// How it looks on screen and on paper.
const STYLE: &str = "
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 13px/1.45 Inter, 'Segoe UI', system-ui, sans-serif; color: #1b2430; margin: 32px auto; max-width: 1160px; padding: 0 24px; }
h1 { font-size: 24px; margin: 0 0 4px; }
h2 { font-size: 16px; margin: 32px 0 8px; border-bottom: 1px solid #dfe3e8; padding-bottom: 4px; break-after: avoid; }
h3 { font-size: 13px; margin: 16px 0 2px; break-after: avoid; }
h3 small { font-size: inherit; font-weight: 400; color: #667080; }
p { margin: 4px 0 8px; color: #667080; }
p.names { color: inherit; margin-top: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 4px 8px; border-bottom: 1px solid #edf0f3; }
th { font-weight: 600; color: #667080; border-bottom-color: #dfe3e8; }
tr { break-inside: avoid; }
h2 + p, tr:has(.heading) { break-after: avoid; }
thead { display: table-header-group; }
table.facts { width: auto; min-width: 60%; }
table.facts th { font-weight: 400; padding-right: 24px; }
code { font-family: ui-monospace, Consolas, monospace; font-size: 0.92em; overflow-wrap: anywhere; }
.matrix th.turned { height: 120px; padding: 4px 2px; vertical-align: bottom; }
.matrix th.turned span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 180px; overflow-wrap: anywhere; }
.matrix td.state { text-align: center; padding: 4px 2px; width: 28px; }
.matrix td.heading { font-weight: 600; background: #f8f9fb; }
.denied { color: #b42318; }
.off { color: #667080; }
.sign td { height: 56px; border: 1px solid #dfe3e8; }
.sign { break-inside: avoid; }
footer { margin-top: 32px; color: #667080; font-size: 12px; }
@media print { body { margin: 0; max-width: none; padding: 0; font-size: 10px; } h1 { font-size: 18px; } h2 { font-size: 13px; } h3 { font-size: 10px; } }
";

impl Html {
    /// A page in that language with that title. On paper `foot` stands at the foot of each sheet, with the sheet's number:
    /// who signs the last one signs them all.
    pub(super) fn new(lang: &str, title: &str, foot: &str) -> Self {
        let mut html = Self(String::new());
        html.raw("<!doctype html>\n<html lang=\"").text(lang).raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        );
        html.raw("<title>").text(title).raw("</title>\n<style>").raw(STYLE).sheets(foot);
        html.raw("</style>\n</head>\n<body>\n");
        html
    }

    /// How sheets of paper look. What was typed stands in a string of CSS (CSS Syntax 3, section 4.3.7): whatever is neither
    /// letter, digit nor space is escaped.
    fn sheets(&mut self, foot: &str) {
        self.raw(
            "@page { size: A4 landscape; margin: 14mm; @bottom-left { font-size: 8px; color: #667080; content: \"",
        );
        for character in foot.chars() {
            if character.is_alphanumeric() || character == ' ' {
                self.0.push(character);
            } else {
                self.0.push_str(&format!("\\{:x} ", u32::from(character)));
            }
        }
        self.raw(
            "\" } @bottom-right { font-size: 8px; color: #667080; content: counter(page) \" / \" counter(pages) } }\n",
        );
    }

    /// Markup of our own.
    pub(super) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text that someone typed.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        // Nearly every text of 100,000 users stands for itself. Control characters beyond ASCII begin with 0xC2.
        let special = |byte: u8| byte < 0x20 || matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'' | 0x7f | 0xc2);
        if !text.bytes().any(special) {
            self.0.push_str(text);
            return self;
        }
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // A browser takes other control characters for errors.
                character if character.is_control() && !character.is_whitespace() => self.0.push('\u{fffd}'),
                character => self.0.push(character),
            }
        }
        self
    }

    /// A heading of a section.
    pub(super) fn heading(&mut self, text: &str) -> &mut Self {
        self.raw("<h2>").text(text).raw("</h2>\n")
    }

    /// A note.
    pub(super) fn note(&mut self, text: &str) -> &mut Self {
        self.raw("<p>").text(text).raw("</p>\n")
    }

    /// A table with headings; `rows` writes rows.
    pub(super) fn table(&mut self, headings: &[&str], rows: impl FnOnce(&mut Self)) -> &mut Self {
        self.raw("<table>\n<thead><tr>");
        for heading in headings {
            self.raw("<th>").text(heading).raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
        rows(self);
        self.raw("</tbody>\n</table>\n")
    }

    /// A row of cells.
    pub(super) fn row(&mut self, cells: &[&str]) -> &mut Self {
        self.raw("<tr>");
        for cell in cells {
            self.raw("<td>").text(cell).raw("</td>");
        }
        self.raw("</tr>\n")
    }

    /// A table of names and values.
    pub(super) fn facts(&mut self, facts: impl IntoIterator<Item = (String, String)>) -> &mut Self {
        self.raw("<table class=\"facts\">\n");
        for (name, value) in facts {
            self.raw("<tr><th scope=\"row\">").text(&name).raw("</th><td>").text(&value).raw("</td></tr>\n");
        }
        self.raw("</table>\n")
    }

    /// The whole file.
    pub(super) fn finish(mut self, footer: &str) -> String {
        self.raw("<footer>").text(footer).raw("</footer>\n</body>\n</html>\n");
        self.0
    }
}
