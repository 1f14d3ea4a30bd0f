//! The reader that is compiled in. Its parser walks the file; where words and lines end is found here, by the place of
//! each letter on the page.

use std::collections::{BTreeMap, BTreeSet};

use pdf_extract::{Document, MediaBox, Object, ObjectId, OutputDev, OutputError, Transform};

use super::guard::guarded;
use super::{Extracted, broken, locked};
use crate::read::refused::Refused;

/// A gap wider than this share of the letters' height is a space.
const SPACE: f64 = 0.15;
/// A step up or down by more than this share of the height is a new line; raised figures are not.
const LINE: f64 = 0.6;
/// A step back by more than this many heights is a new line, too.
const BACK: f64 = 2.0;
/// Page trees and drawings nested deeper than this are refused, since the parser calls itself for each level.
const DEEPEST: usize = 256;

/// The text of all pages, separated by form feeds, and when the file says it was made.
///
/// # Errors
/// A file that cannot be read to its last page, not in time, or only with a password.
pub fn text(bytes: &[u8]) -> Result<Extracted, Refused> {
    let bytes = bytes.to_vec();
    guarded("the built-in PDF reader", move || {
        let mut document = Document::load_mem(&bytes).map_err(|error| broken(error.to_string()))?;
        if document.is_encrypted() && document.decrypt("").is_err() {
            return Err(locked());
        }
        refuse_circles(&document)?;
        let mut layout = Layout::default();
        for number in document.get_pages().into_keys() {
            pdf_extract::output_doc_page(&document, &mut layout, number)
                .map_err(|error| broken(format!("page {number}: {error}")))?;
        }
        Ok(Extracted { text: layout.text, made: creation_date(&document) })
    })
}

/// The date of the information dictionary, as it stands there.
fn creation_date(document: &Document) -> Option<String> {
    let info = document.trailer.get(b"Info").ok()?;
    let info = match info {
        Object::Reference(id) => document.get_dictionary(*id).ok()?,
        other => other.as_dict().ok()?,
    };
    let date = info.get(b"CreationDate").ok()?.as_str().ok()?;
    Some(super::date::plain(date))
}

/// Pages whose parents, and drawings whose parts, lead back to themselves: a parser that follows them never returns.
fn refuse_circles(document: &Document) -> Result<(), Refused> {
    let circle = || broken("the file's parts contain themselves".to_owned());
    for id in document.get_pages().into_values() {
        let mut at = Some(id);
        for _ in 0..DEEPEST {
            let page = at.and_then(|id| document.get_dictionary(id).ok());
            at = page.and_then(|page| page.get(b"Parent").and_then(Object::as_reference).ok());
        }
        if at.is_some() {
            return Err(circle());
        }
    }
    let mut parts: BTreeMap<ObjectId, Vec<ObjectId>> = BTreeMap::new();
    for (id, object) in &document.objects {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            continue;
        }
        match stream.dict.get(b"Resources") {
            Ok(resources) => {
                parts.insert(*id, drawings(document, resources).unwrap_or_default());
            }
            // It then draws with what its page has, itself included.
            Err(_) => {
                let content = stream.get_plain_content().unwrap_or_default();
                if memchr::memmem::find(&content, b" Do").is_some() {
                    return Err(circle());
                }
            }
        }
    }
    // Whatever has no parts left goes; what stays leads in a circle.
    for _ in 0..DEEPEST {
        let whole: BTreeSet<ObjectId> = parts.keys().copied().collect();
        let before = parts.len();
        parts.retain(|_, parts| parts.iter().any(|part| whole.contains(part)));
        if parts.len() == before {
            break;
        }
    }
    if parts.is_empty() { Ok(()) } else { Err(circle()) }
}

/// The streams that a dictionary of resources names as drawings.
fn drawings(document: &Document, resources: &Object) -> Option<Vec<ObjectId>> {
    let follow = |object: &Object| match object {
        Object::Reference(id) => document.get_dictionary(*id).ok().cloned(),
        other => other.as_dict().ok().cloned(),
    };
    let drawings = follow(follow(resources)?.get(b"XObject").ok()?)?;
    Some(drawings.iter().filter_map(|(_, drawing)| drawing.as_reference().ok()).collect())
}

/// Letters into words and lines.
#[derive(Default)]
struct Layout {
    text: String,
    /// Where the last letter ended.
    end: Option<(f64, f64)>,
}

impl OutputDev for Layout {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.text.push('\u{C}');
        self.end = None;
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        spacing: f64,
        size: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        // How long one unit is along the line and across it, on the page.
        let (along, across) = (place.m11.hypot(place.m12), place.m21.hypot(place.m22));
        let height = (size * across).abs();
        if !(along > 0.0 && across > 0.0 && height > 0.0) {
            // Letters without a size are not on the page.
            return Ok(());
        }
        let (x, y) = (place.m31, place.m32);
        let direction = (place.m11 / along, place.m12 / along);
        if let Some((end_x, end_y)) = self.end {
            let (dx, dy) = (x - end_x, y - end_y);
            let gap = dx * direction.0 + dy * direction.1;
            let step = dy * direction.0 - dx * direction.1;
            if step.abs() > LINE * height || gap < -BACK * height {
                self.text.push('\n');
            } else if gap > SPACE * height
                && !self.text.ends_with([' ', '\n'])
                && !letters.starts_with(' ')
            {
                self.text.push(' ');
            }
        }
        self.text.push_str(letters);
        // Letters may be spaced out; a word space is a letter of its own.
        let advance = (width * size + spacing) * along;
        self.end = Some((x + advance * direction.0, y + advance * direction.1));
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
