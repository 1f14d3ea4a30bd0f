//! The series that a chart is to compare: whether there are any of their names.

use crate::count::Tally;
use crate::document::{Kind, Language};
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::study::{Placed, SeriesGroup, SeriesName};
use crate::trend::{self, Frame};

/// Refuses too many series, and one that stands twice.
///
/// # Errors
/// What is wrong with them together; each by itself is right.
pub(super) fn check_together(names: &[SeriesName]) -> Result<()> {
    let twice = names.iter().enumerate().find(|(at, name)| names[..*at].contains(name));
    if let Some((_, name)) = twice {
        return Err(Error::new(format!("the series `{name}` stands twice")).tip("name it once"));
    }
    match names.len() > SeriesName::MOST {
        true => Err(Error::new(format!("{} series in one chart", names.len()))
            .tip(format!("name at most {}: more lines can nobody tell apart", SeriesName::MOST))),
        false => Ok(()),
    }
}

/// Refuses names that no text could give a series to: those of the lexicon are known, kinds and languages too; sources
/// are not before the texts are read.
///
/// # Errors
/// The first name that is not known, where the study says it, with the nearest that is.
pub(super) fn check(names: &[Placed<SeriesName>], lexicon: &Lexicon) -> Result<()> {
    let frame = Frame { languages: Language::ALL.to_vec(), ..Frame::over(2000..=2000) };
    let mut nothing = trend::findings(&Tally::default(), lexicon, &frame);
    for name in names {
        let is_kind = Kind::from_code(&name.value.value).is_some();
        let known = match name.value.group {
            Some(SeriesGroup::Source) => true,
            Some(SeriesGroup::Kind) => is_kind,
            _ => is_kind || nothing.choose(std::slice::from_ref(&name.value)).is_empty(),
        };
        if !known {
            return Err(name.locate(nothing.unknown(&name.value)));
        }
    }
    Ok(())
}
