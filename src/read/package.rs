//! Documents that are zip archives of XML: DOCX and HWPX differ in the names of their parts and elements alone.

use std::io::{Cursor, Read};

use quick_xml::Reader as Xml;
use quick_xml::events::Event;

use super::refused::Refused;

/// Unpacked, the parts of one document that are read.
const LONGEST: u64 = 128 << 20;
/// What an archive of another kind begins with: Office encrypts documents into one.
pub const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

impl Refused {
    pub fn broken(detail: impl Into<String>) -> Self {
        let hint = "open it in the program that made it and save it again";
        Self::new("broken-file", detail, hint)
    }

    pub fn locked(detail: impl Into<String>) -> Self {
        let hint = "save a copy without password and restrictions";
        Self::new("locked", detail, hint)
    }

    pub fn too_large() -> Self {
        let detail = format!("unpacked, longer than {} MiB", LONGEST >> 20);
        Self::new("too-large", detail, "save its parts as files of their own")
    }
}

/// An archive in memory.
pub struct Package<'a> {
    archive: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'a> Package<'a> {
    /// # Errors
    /// Bytes that are no zip archive.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        let archive = zip::ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Refused::broken(format!("no whole zip archive: {error}")))?;
        Ok(Self { archive, left: LONGEST })
    }

    #[cfg(feature = "hwp")]
    pub fn names(&self) -> Vec<String> {
        let names = self.archive.file_names();
        names.filter_map(|name| name.ok().map(std::borrow::Cow::into_owned)).collect()
    }

    /// A part as text, if it is there.
    ///
    /// # Errors
    /// A part that is damaged, encrypted or too long.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(Refused::broken(format!("{name}: {error}"))),
        };
        if file.encrypted() {
            return Err(Refused::locked("a password is needed"));
        }
        let mut bytes = vec![];
        file.take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Refused::broken(format!("{name}: {error}")))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(Refused::too_large)?;
        let text =
            simdutf8::basic::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes))
                .map_err(|_| Refused::broken(format!("{name} is not UTF-8")))?;
        Ok(Some(text.to_owned()))
    }
}

/// How a format calls its elements, without their namespaces.
pub struct Dialect {
    pub tabs: &'static [&'static str],
    pub breaks: &'static [&'static str],
    pub spaces: &'static [&'static str],
    pub hyphens: &'static [&'static str],
    /// Left out with all that is in them: what repeats on pages, what stands twice, what is not shown.
    pub left_out: &'static [&'static str],
}

/// Text of all `t` in `p`, a line for each paragraph. Paragraphs inside others, those of tables and notes, come behind
/// the outer one, whose sentence they would break.
///
/// # Errors
/// XML that is none.
pub fn paragraphs(xml: &str, dialect: &Dialect) -> Result<String, Refused> {
    let mut reader = Xml::from_str(xml);
    let mut text = String::new();
    // Behind the outermost paragraph.
    let mut inner = String::new();
    let mut open: Vec<String> = vec![];
    let (mut in_text, mut left_out) = (0usize, 0usize);
    loop {
        let event = reader.read_event();
        let event = event.map_err(|error| Refused::broken(format!("broken XML: {error}")))?;
        if left_out > 0 {
            match event {
                Event::Start(_) => left_out += 1,
                Event::End(_) => left_out -= 1,
                Event::Eof => break,
                _ => {}
            }
            continue;
        }
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "p" => open.push(String::new()),
                "t" => in_text += 1,
                name if dialect.left_out.contains(&name) => left_out = 1,
                name => mark(name, dialect, &mut open),
            },
            Event::Empty(empty) => mark(empty.local_name().as_ref(), dialect, &mut open),
            Event::End(end) => match end.local_name().as_ref() {
                "t" => in_text = in_text.saturating_sub(1),
                "p" => {
                    let Some(paragraph) = open.pop() else { continue };
                    let to = if open.is_empty() { &mut text } else { &mut inner };
                    to.push_str(&paragraph);
                    to.push('\n');
                    if open.is_empty() {
                        text.push_str(&inner);
                        inner.clear();
                    }
                }
                _ => {}
            },
            Event::Text(piece) if in_text > 0 => add(&mut open, &piece),
            Event::CData(piece) if in_text > 0 => add(&mut open, &piece),
            Event::GeneralRef(reference) if in_text > 0 => add(&mut open, &resolved(&reference)),
            Event::Eof => break,
            _ => {}
        }
    }
    match open.is_empty() {
        true => Ok(text),
        false => Err(Refused::broken("the XML ends within a paragraph")),
    }
}

fn add(open: &mut [String], piece: &str) {
    if let Some(paragraph) = open.last_mut() {
        paragraph.push_str(piece);
    }
}

/// What an element without text stands for.
fn mark(name: &str, dialect: &Dialect, open: &mut [String]) {
    let stands_for = [
        (dialect.tabs, "\t"),
        (dialect.breaks, "\n"),
        (dialect.spaces, " "),
        (dialect.hyphens, "-"),
    ];
    for (names, text) in stands_for {
        if names.contains(&name) {
            add(open, text);
        }
    }
}

/// `amp` and `#44032` as the character meant; what is neither stays as it is written.
pub fn resolved(reference: &quick_xml::events::BytesRef) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name: &str = reference;
    match quick_xml::escape::resolve_predefined_entity(name) {
        Some(text) => text.to_owned(),
        None => format!("&{name};"),
    }
}

/// The text of the first element of this name, without its namespace, for which `is` holds.
pub fn element(
    xml: &str,
    name: &str,
    is: impl Fn(&quick_xml::events::BytesStart) -> bool,
) -> Option<String> {
    let mut reader = Xml::from_str(xml);
    let mut found: Option<String> = None;
    loop {
        match (reader.read_event().ok()?, &mut found) {
            (Event::Start(start), None) if start.local_name().as_ref() == name && is(&start) => {
                found = Some(String::new());
            }
            (Event::Text(piece), Some(text)) => text.push_str(&piece),
            (Event::GeneralRef(reference), Some(text)) => text.push_str(&resolved(&reference)),
            (Event::End(end), Some(_)) if end.local_name().as_ref() == name => return found,
            (Event::Eof, _) => return None,
            _ => {}
        }
    }
}
