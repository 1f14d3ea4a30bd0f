//! HWPX: an archive of XML, an open standard (KS X 6101).

use super::{Contents, Refused};
use crate::read::date::parse;
use crate::read::package::{Dialect, Package, element, paragraphs};

const HANGUL: Dialect = Dialect {
    tabs: &["tab"],
    breaks: &["lineBreak"],
    spaces: &["nbSpace", "fwSpace"],
    hyphens: &["hyphen"],
    left_out: &["header", "footer", "hiddenComment", "memo"],
};

/// # Errors
/// A file that is damaged, locked or too long.
pub fn contents(bytes: &[u8]) -> Result<Contents, Refused> {
    let mut package = Package::open(bytes)?;
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Refused::locked(
            "its text is enciphered: a password, or a distribution document",
        ));
    }
    let mut numbers: Vec<u32> = package.names().iter().filter_map(|name| number(name)).collect();
    numbers.sort_unstable();
    if numbers.is_empty() {
        return Err(Refused::broken("no section in it"));
    }
    let mut text = String::new();
    for number in numbers {
        let section = package.part(&format!("Contents/section{number}.xml"))?;
        text.push_str(&paragraphs(&section.unwrap_or_default(), &HANGUL)?);
    }
    let summary = package.part("Contents/content.hpf")?.unwrap_or_default();
    let named = |name: &str| {
        element(&summary, "meta", |start| {
            start.try_get_attribute("name").ok().flatten().is_some_and(|said| &*said.value == name)
        })
    };
    // In words, in the author's time zone; else in UTC.
    let made = ["date", "CreatedDate"].iter().find_map(|name| parse(&named(name)?));
    Ok(Contents { text, made })
}

/// Of `Contents/section7.xml`.
fn number(name: &str) -> Option<u32> {
    name.strip_prefix("Contents/section")?.strip_suffix(".xml")?.parse().ok()
}
