//! What is compiled in, so that `keytrend` alone has something to count.

use std::path::Path;

use crate::error::Result;
use crate::study::Study;

const STUDY: &str = include_str!("../corpus/study.toml");

/// Names and texts of the lexicon files; the names are their paths in the repository.
const LEXICON: [(&str, &str); 4] = [
    ("corpus/lexicon/themes.toml", include_str!("../corpus/lexicon/themes.toml")),
    ("corpus/lexicon/cooperation.toml", include_str!("../corpus/lexicon/cooperation.toml")),
    ("corpus/lexicon/conflict.toml", include_str!("../corpus/lexicon/conflict.toml")),
    ("corpus/lexicon/actors.toml", include_str!("../corpus/lexicon/actors.toml")),
];

/// The names that stand behind `builtin:` in a study: `themes`, `cooperation`, `conflict`, `actors`.
pub fn lexicon_names() -> impl Iterator<Item = &'static str> {
    LEXICON.iter().filter_map(|(path, _)| Path::new(path).file_stem()?.to_str())
}

/// The built-in lexicon, as `Lexicon::parse` takes it.
pub fn lexicon_files() -> Vec<(String, String)> {
    LEXICON.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()
}

/// One file of the built-in lexicon, by its name.
pub fn lexicon_file(name: &str) -> Option<(String, String)> {
    let at = lexicon_names().position(|known| known == name)?;
    let (name, text) = LEXICON[at];
    Some((name.to_owned(), text.to_owned()))
}

/// The built-in study. Its paths are those in the repository; the sample itself is embedded.
///
/// # Errors
/// None, as a test shows; the file is read like any other.
pub fn study() -> Result<Study> {
    Study::parse("corpus/study.toml", STUDY, Path::new("corpus"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn the_built_in_files_are_whole() {
        let lexicon = Lexicon::parse(&lexicon_files()).unwrap();
        for actor in study().unwrap().actors {
            assert!(lexicon.actors.iter().any(|known| known.id == actor.value));
        }
        for name in lexicon_names() {
            assert!(lexicon_file(name).is_some(), "{name}");
        }
    }
}
