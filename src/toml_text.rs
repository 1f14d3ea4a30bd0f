//! TOML with errors that show the line: what is wrong, where, and the nearest known key.

use serde::de::DeserializeOwned;

use crate::error::{Error, Place, Result};

/// Reads `text` as a `T`; `name` is the file that errors show.
///
/// # Errors
/// Broken TOML, a wrong type or an unknown key, with file, line, column and the line itself.
pub fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let message = error.message().lines().next().unwrap_or("not TOML").to_owned();
        let tip = match unknown_key(&message) {
            Some((key, known)) => match nearest(key, known.iter().copied()) {
                Some(nearest) => format!("a similar key exists: `{nearest}`"),
                None => format!("known keys: {}", known.join(", ")),
            },
            None => "see docs/study-file.md and docs/lexicon.md for what may stand here".to_owned(),
        };
        Error::new(message).at(Place::of_offset(name, text, offset)).tip(tip)
    })
}

/// The name most like `name`, if one is like it at all.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// Takes ``unknown field `a`, expected one of `b`, `c` `` apart.
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message.strip_prefix("unknown field `")?;
    let (key, rest) = rest.split_once('`')?;
    Some((key, rest.split('`').skip(1).step_by(2).collect()))
}
