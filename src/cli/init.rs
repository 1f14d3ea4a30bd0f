//! The study file that `init` writes.

use std::fs;

use super::args::InitArgs;
use super::paths;
use crate::error::{Error, Result};

const TEMPLATE: &str = include_str!("init.toml");

/// Writes a study file to start from.
///
/// # Errors
/// The file exists and is not to be overwritten, or it cannot be written.
pub fn write(args: &InitArgs) -> Result<()> {
    let file = args.file.display();
    if args.file.exists() && !args.force {
        return Err(Error::new(format!("{file} exists"))
            .tip("name another file, or overwrite it with --force"));
    }
    let folder = args.file.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(Error::new(format!("cannot write {file}"))
            .cause(format!("there is no folder {}", folder.display()))
            .tip("make the folder, or name another file"));
    }
    let id = args.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    #[expect(clippy::disallowed_methods, reason = "one small file, where the person said")]
    let written = fs::write(&args.file, template(&id, &file.to_string()));
    written.map_err(|error| Error::new(format!("cannot write {file}")).cause(paths::plain(&error)))
}

fn template(name: &str, file: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let id = match name {
        "keytrend" | "" => "my-study",
        name if name.chars().all(fits) => name,
        _ => "my-study",
    };
    TEMPLATE.replace("{id}", id).replace("{file}", file)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::study::{LexiconSource, NearDuplicates, ScopeUnit, Study};

    /// The template with every commented key in force.
    fn uncommented() -> String {
        let key = |line: &str| {
            let rest = line.strip_prefix("# ")?;
            let named = rest.split(['=', ']']).next()?.trim_start_matches('[').trim();
            let whole = rest.starts_with('[') || rest.contains(" = ");
            (whole && !named.contains(' ')).then(|| rest.to_owned())
        };
        let text = template("own", "own.toml");
        text.lines().map(|line| key(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
    }

    #[test]
    fn the_template_is_a_study_with_the_defaults() {
        let study = Study::parse("own.toml", &template("own", "own.toml"), Path::new("")).unwrap();
        let least = "[study]\nid = \"own\"\ntitle = \"x\"\nyears = [1992, 2021]\n\
            [scope]\nactors = [\"korea\", \"vietnam\"]";
        let least = Study::parse("least.toml", least, Path::new("")).unwrap();
        assert_eq!(study.hash(), least.hash());
        assert_eq!((study.id.as_str(), study.events.len()), ("own", 0));
    }

    #[test]
    fn what_the_template_shows_as_default_is_the_default() {
        let text = uncommented();
        let study = Study::parse("own.toml", &text, Path::new("")).unwrap_or_else(|error| {
            panic!("{error} at {:?}\n{text}", error.place);
        });
        let default = Study::parse("own.toml", &template("own", ""), Path::new("")).unwrap();
        assert_eq!((study.unit, study.home), (ScopeUnit::Document, default.home));
        assert_eq!((study.overlap_all, study.keep_duplicates), (false, false));
        assert_eq!(study.near_duplicates, NearDuplicates::From(NearDuplicates::USUAL));
        assert_eq!((study.formats, study.evidence), (default.formats, default.evidence));
        assert_eq!(study.tables, default.tables);
        assert_eq!((study.series.len(), default.series.len()), (2, 0));
        assert_eq!((study.shades, study.lang), (default.shades, default.lang));
        assert_eq!((study.by_month, study.seed), (default.by_month, default.seed));
        assert_eq!((study.events.len(), study.periods.len()), (1, 1));
        assert_eq!(study.input.columns.len(), 17);
        assert_eq!(study.lexicon[0].value, LexiconSource::BuiltIn);
    }

    #[test]
    fn every_key_is_in_the_template_and_in_the_docs() {
        let docs = include_str!("../../docs/study-file.md");
        let text = uncommented();
        for key in crate::study::known_keys() {
            assert!(docs.contains(&format!("`{key}`")), "docs/study-file.md lacks `{key}`");
            let last = key.rsplit('.').next().unwrap_or_default();
            let there = text.lines().any(|line| {
                line.starts_with(&format!("{last} = ")) || line.trim_matches(['[', ']']) == key
            });
            assert!(there, "the template lacks {key}");
        }
    }

    #[test]
    fn the_example_of_the_docs_is_a_study() {
        let docs = include_str!("../../docs/study-file.md");
        let examples: Vec<&str> =
            docs.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!examples.is_empty());
        for example in examples {
            if let Err(error) = Study::parse("docs/study-file.md", example, Path::new("")) {
                panic!("{error} at {:?}", error.place);
            }
        }
    }

    #[test]
    fn a_file_is_not_overwritten_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("own.toml");
        let args = |force| InitArgs { file: file.clone(), force };
        write(&args(false)).unwrap();
        let error = write(&args(false)).unwrap_err();
        assert!(error.message.ends_with("own.toml exists"));
        write(&args(true)).unwrap();
        let lost = InitArgs { file: folder.path().join("no/own.toml"), force: false };
        assert!(write(&lost).unwrap_err().causes[0].starts_with("there is no folder"));
    }
}
