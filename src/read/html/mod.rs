//! HTML pages: the main text without menus, its title, and the date that the page itself gives.

mod charset;
mod metadata;
mod nesting;

use std::borrow::Cow;

use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::Encoding;

use super::columns::Field;
use super::refused::Refused;
use super::{Chunk, Cut, Fields, Reader, Record, Settings};
use crate::document::{Date, DateFrom};

/// A page longer than this is not parsed: the tree takes many times its bytes.
const LONGEST: usize = 16 << 20;
/// A main text with fewer letters than this may be a part of a page that is no article: a list, a table.
const SHORT: usize = 250;
/// A short main text stands for the page if the page has not this many times as many letters.
const MUCH_MORE: usize = 3;

pub struct Html;

/// What a page says.
#[derive(Debug)]
pub struct Page {
    pub title: String,
    pub text: String,
    pub date: Option<Date>,
    /// The page's own address, where it names one.
    pub url: String,
    /// The name of the site, where the page gives one.
    pub source: String,
    /// How `text` was found.
    pub found: Found,
    /// The encoding it was decoded from, and how many places of it were no text in that.
    pub encoding: &'static str,
    pub replaced: usize,
}

/// Which part of a page its text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    MainText,
    /// All but menus, heads and feet, since no part of it is an article.
    WholePage,
}

impl Found {
    pub fn code(self) -> &'static str {
        ["main text", "whole page"][self as usize]
    }
}

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "web pages, one document a file: the main text without menus, the date that the page gives"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        let declared = chunk.context.encoding.or(settings.encoding);
        let page = match parse_page(&chunk.bytes, declared.map(Encoding::name)) {
            Ok(page) => page,
            Err(refused) => return take(chunk.refused(refused)),
        };
        // Another thread cannot have set it: a file is one chunk.
        let _ = chunk.input.read_by.set(page.found.code().to_owned());
        if let Some(problem) = page.replaced_problem() {
            take(chunk.refused(problem));
        }
        let mut fields = Fields::default();
        page.into_fields(&mut fields);
        take(fields.document(chunk, settings, 1, 0));
    }
}

impl Page {
    /// Puts what the page says into the fields of a record.
    pub fn into_fields(self, fields: &mut Fields<'_>) {
        if let Some(date) = self.date {
            fields.suggest_date(DateFrom::Metadata, date);
        }
        fields.set(Field::Title, Cow::Owned(self.title));
        fields.set(Field::Text, Cow::Owned(self.text));
        fields.set(Field::Url, Cow::Owned(self.url));
        fields.set(Field::Source, Cow::Owned(self.source));
    }

    /// What is to be said where some bytes were no text.
    pub fn replaced_problem(&self) -> Option<Refused> {
        (self.replaced > 0).then(|| Refused {
            reason: "replaced-characters",
            detail: format!("{} places are no {}; the rest is used", self.replaced, self.encoding),
            hint: "get the page again, or save it as UTF-8",
        })
    }
}

/// Reads a page. `declared` is the charset that a server named, of which the page itself knows nothing.
///
/// # Errors
/// A page that is too long, nested too deep, or holds no text.
pub fn parse_page(bytes: &[u8], declared: Option<&str>) -> Result<Page, Refused> {
    let too_large = |detail: String| Refused {
        reason: "too-large",
        detail,
        hint: "save the text itself, or its parts, as files of their own",
    };
    if bytes.len() > LONGEST {
        return Err(too_large(format!("longer than {} MiB", LONGEST >> 20)));
    }
    let (html, encoding, replaced) = charset::decode(bytes, declared);
    nesting::check(&html).map_err(too_large)?;
    // The crate reads JSON-LD for a title and a time; `metadata` does so with our own rules for dates.
    let config =
        Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
    let mut page = Readability::from(html.as_ref());
    page.config = config.clone();
    let metadata = metadata::of(&page.doc);
    let title = page.get_article_title().trim().to_owned();
    // Menus, by their own word.
    page.doc.select("nav,[role=navigation]").remove();
    // A space where one element ends and another begins without one in the source.
    page.doc.select("dt,dd,figcaption,caption,summary,option,label,button,br").after_html(" ");
    let whole = whole_page(&page);
    let main = page.parse().map(|article| article.text_content.to_string()).unwrap_or_default();
    let (main, whole) = (tidy(&main), tidy(&whole));
    let (few, many) = (letters(&main), letters(&whole));
    let (text, found) = match few < SHORT && many > few * MUCH_MORE {
        true => (whole, Found::WholePage),
        false => (main, Found::MainText),
    };
    if text.is_empty() && title.is_empty() {
        return Err(Refused {
            reason: "empty",
            detail: "the page shows no text".into(),
            hint: "a page that a script fills must be saved from a browser",
        });
    }
    let text = super::title::without_title(&title, text);
    let metadata::Metadata { date, url, source } = metadata;
    Ok(Page { title, text, date, url, source, found, encoding, replaced })
}

/// The text of the body without what is no text, and without what is on every page of a site.
fn whole_page(page: &Readability) -> String {
    let copy = page.doc.clone();
    copy.select(
        "script,style,noscript,template,nav,header,footer,aside,form,iframe,svg,[role=navigation],[hidden],\
         [aria-hidden=true]",
    )
    .remove();
    copy.select("body").formatted_text().to_string()
}

/// Lines without spaces around them, at most one blank line between two.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if line.is_empty() && (tidy.is_empty() || tidy.ends_with("\n\n")) {
            continue;
        }
        tidy.push_str(line);
        tidy.push('\n');
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests;
