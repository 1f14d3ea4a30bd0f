//! DOCX, the format of Word since 2007.

use std::borrow::Cow;

use super::columns::Field;
use super::package::{COMPOUND_FILE, Dialect, Package, element, paragraphs};
use super::refused::Refused;
use super::{Chunk, Cut, Fields, Reader, Record, Settings};
use crate::document::{Date, DateFrom};

pub struct Docx;

const WORD: Dialect = Dialect {
    tabs: &["tab", "ptab"],
    breaks: &["br", "cr"],
    spaces: &[],
    hyphens: &["noBreakHyphen"],
    // A drawing stands a second time for programs that do not know it.
    left_out: &["Fallback", "pPr", "rPr", "del", "moveFrom"],
};

/// What a file says.
struct Contents {
    title: String,
    text: String,
    /// When the file was made.
    made: Option<Date>,
}

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn about(&self) -> &'static str {
        "Word documents, one a file; tables and notes come along, headers and footers do not"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx"]
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        match contents(&chunk.bytes) {
            Ok(Contents { title, text, made }) => {
                let mut fields = Fields::default();
                fields.set(Field::Text, Cow::Owned(super::title::without_title(&title, text)));
                fields.set(Field::Title, Cow::Owned(title));
                if let Some(date) = made {
                    fields.suggest_date(DateFrom::FileMetadata, date);
                }
                take(fields.document(chunk, settings, 1, 0));
            }
            Err(refused) => take(chunk.refused(refused)),
        }
    }
}

fn contents(bytes: &[u8]) -> Result<Contents, Refused> {
    if bytes.starts_with(COMPOUND_FILE) {
        // The name of the stream that holds an encrypted document.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        return Err(match memchr::memmem::find(bytes, &name) {
            Some(_) => Refused::locked("a password is needed"),
            None => Refused {
                reason: "old-format",
                detail: "a file of Word before 2007".into(),
                hint: "save it as .docx",
            },
        });
    }
    let mut package = Package::open(bytes)?;
    let Some(body) = package.part("word/document.xml")? else {
        return Err(Refused::broken("no word/document.xml in it"));
    };
    let mut text = paragraphs(&body, &WORD)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = package.part(notes)? {
            text.push_str(&paragraphs(&notes, &WORD)?);
        }
    }
    let core = package.part("docProps/core.xml")?.unwrap_or_default();
    let value = |name| element(&core, name, |_| true).unwrap_or_default().trim().to_owned();
    Ok(Contents { title: value("title"), text, made: super::date::parse(&value("created")) })
}

#[cfg(test)]
mod tests {
    use crate::document::DateFrom;
    use crate::read::trial::{read, read_fixture};
    use crate::study::PdfReader;

    #[test]
    fn paragraphs_tables_boxes_and_notes() {
        let read = read_fixture("docx/good.docx");
        let document = read.document();
        assert_eq!(document.title, "Trade & education");
        assert_eq!(
            document.text,
            "Korea and Vietnam agreed on cooperation in trade\tand in education.\n2015\nThe conflict over fishing grounds \
             ended in the spring of that year.\nAround the box.\nA box with cooperation in it.\nA note on cooperation 가.\n"
        );
        assert_eq!(
            (read.date().as_str(), document.date_from),
            ("2015-03-04", DateFrom::FileMetadata)
        );
    }

    #[test]
    fn files_that_are_refused() {
        assert_eq!(read_fixture("docx/bad.docx").reasons(), ["broken-file"]);
        let refused =
            |bytes: Vec<u8>| read("x/2015.docx", bytes, PdfReader::Auto).problems[0].reason;
        assert_eq!(refused(vec![]), "broken-file");
        let mut encrypted = super::COMPOUND_FILE.to_vec();
        assert_eq!(refused(encrypted.clone()), "old-format");
        encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(refused(encrypted), "locked");
    }
}
