//! A study on its way to a plan: what the study file says, changed by what was typed.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{Input, Plan};
use crate::builtin;
use crate::chart::font::Font;
use crate::cli::args::{By, CountingArgs, Duplicates, Overlap, ReportingArgs};
use crate::cli::{paths, series};
use crate::document::Kind;
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::study::{LexiconSource, NearDuplicates, Placed, Study};
use crate::toml_text::nearest;
use crate::trend::Event;

/// A study on its way to a plan.
pub(super) struct Draft {
    pub(super) study: Study,
    /// `None` is the built-in study.
    pub(super) file: Option<PathBuf>,
    /// The built-in study on its own sample, not on the user's texts.
    pub(super) sample: bool,
    pub(super) outline_text: bool,
    pub(super) font: Option<Font>,
}

impl Draft {
    pub(super) fn read(file: Option<&Path>) -> Result<Self> {
        let Some(file) = file else {
            let mut study = builtin::study()?;
            // A mistake is then in what was typed, not in a file that the user does not have.
            study.actors.iter_mut().for_each(|actor| actor.place = None);
            return Ok(Self { study, file: None, sample: true, outline_text: false, font: None });
        };
        let text = paths::read_text(file)?;
        let folder = file.parent().unwrap_or_else(|| Path::new(""));
        let study = Study::parse(&file.display().to_string(), &text, folder)?;
        let file = Some(file.to_owned());
        Ok(Self { study, file, sample: false, outline_text: false, font: None })
    }

    /// The study with all that `run` and `count` were told about counting.
    pub(super) fn counting(args: &CountingArgs) -> Result<Self> {
        let is_study = |path: &&PathBuf| path.extension().is_some_and(|e| e == "toml");
        let (studies, texts): (Vec<&PathBuf>, Vec<&PathBuf>) =
            args.inputs.iter().partition(is_study);
        let mut studies = studies.into_iter().chain(args.study.as_ref());
        let file = studies.next();
        if let (Some(first), Some(second)) = (file, studies.next()) {
            let (first, second) = (first.display(), second.display());
            return Err(Error::new(format!("two study files: {first} and {second}"))
                .tip("a run follows one study: run keytrend once for each"));
        }
        let mut draft = Self::read(file.map(PathBuf::as_path))?;
        // The first by name, so that the order they were typed in names no other study.
        if let Some(first) = texts.iter().min() {
            if draft.file.is_none() {
                draft.take_for_own_texts(first);
            }
            draft.study.input.paths = texts.into_iter().cloned().map(Placed::typed).collect();
        }
        draft.lexicon(&args.lexicon);
        let study = &mut draft.study;
        study.input.language = args.language.or(study.input.language);
        study.input.encoding = args.encoding.or(study.input.encoding);
        study.input.date_order = args.date_order.or(study.input.date_order);
        study.input.pdf = args.pdf.unwrap_or(study.input.pdf);
        if let Some(years) = &args.years {
            study.set_years(years.clone());
        }
        if args.no_scope || !args.actors.is_empty() {
            study.actors = args.actors.iter().cloned().map(Placed::typed).collect();
            if draft.file.is_none() {
                // It is not about Korea and Vietnam any more.
                study.title = "Cooperation and conflict".to_owned();
                study.subject.clear();
                study.events.clear();
            }
        }
        if let Some(duplicates) = args.duplicates {
            study.keep_duplicates = duplicates == Duplicates::Keep;
        }
        if let Some(near) = args.near_duplicates {
            study.near_duplicates = near;
        }
        if let Some(overlap) = args.overlap {
            study.overlap_all = overlap == Overlap::All;
        }
        study.plain |= args.plain;
        Ok(draft)
    }

    /// The built-in study is about to count other texts than its own: it must not say that they are the sample.
    pub(super) fn take_for_own_texts(&mut self, first: &Path) {
        let whole = first.canonicalize().unwrap_or_else(|_| first.to_owned());
        let name = match whole.is_dir() {
            true => whole.file_name(),
            false => whole.file_stem(),
        };
        let name = name.unwrap_or_default().to_string_lossy();
        let name = name.replace(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_'), "-");
        let name = name.trim_matches('-');
        self.study.id = if name.is_empty() { "texts" } else { name }.to_owned();
        self.study.note.clear();
        self.sample = false;
    }

    pub(super) fn lexicon(&mut self, files: &[PathBuf]) {
        if !files.is_empty() {
            let source = |file: &PathBuf| match file.to_str() {
                Some(text) => LexiconSource::new(text, Path::new("")),
                None => LexiconSource::File(file.clone()),
            };
            self.study.lexicon = files.iter().map(source).map(Placed::typed).collect();
        }
    }

    /// What a command with a report does where the study does not say.
    pub(super) fn look_for_near_copies(&mut self) {
        if self.study.near_duplicates == NearDuplicates::Unsaid {
            self.study.near_duplicates = NearDuplicates::From(NearDuplicates::USUAL);
        }
    }

    pub(super) fn report(&mut self, args: &ReportingArgs) -> Result<()> {
        if !args.format.is_empty() {
            self.study.formats = args.format.clone();
            self.study.formats.sort_unstable();
            self.study.formats.dedup();
        }
        if !args.tables.is_empty() {
            self.study.tables = args.tables.clone();
        }
        if let Some(by) = args.by {
            self.study.by_month = by == By::Month;
        }
        self.study.shades = args.theme.unwrap_or(self.study.shades);
        self.study.lang = args.lang.unwrap_or(self.study.lang);
        self.study.kwic = args.kwic.unwrap_or(self.study.kwic);
        self.study.seed = args.seed.unwrap_or(self.study.seed);
        if !args.series.is_empty() {
            series::check_together(&args.series)?;
            self.study.series = args.series.iter().cloned().map(Placed::typed).collect();
        }
        self.outline_text = args.outline_text;
        self.font = args.font.as_deref().map(paths::read_font).transpose()?;
        Ok(())
    }

    pub(super) fn output_folder(&self, typed: Option<&Path>) -> PathBuf {
        match typed.or(self.study.output.as_deref()) {
            Some(dir) => dir.to_owned(),
            None => Path::new("output").join(&self.study.id),
        }
    }

    pub(super) fn input(&self) -> Result<Input> {
        if self.sample {
            return Ok(Input::Sample);
        }
        if self.study.input.paths.is_empty() {
            return Err(Error::new(format!("the study `{}` names no input", self.study.id))
                .tip("name files or folders on the command line, or with `paths` under [input]"));
        }
        for path in &self.study.input.paths {
            paths::check_readable(&path.value).map_err(|error| path.locate(error))?;
        }
        Ok(Input::Paths(self.study.input.paths.iter().map(|path| path.value.clone()).collect()))
    }

    pub(super) fn finish(
        self,
        input: Input,
        output: PathBuf,
        counting: Option<&CountingArgs>,
    ) -> Result<Plan> {
        let lexicon = read_lexicon(&self.study.lexicon)?;
        check_actors(&self.study, &lexicon)?;
        series::check(&self.study.series, &lexicon)?;
        let threads = counting.and_then(|args| args.threads);
        let combine = |hash: String| -> String {
            let digest = Sha256::new().chain_update(hash).chain_update(lexicon.hash());
            digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
        };
        let mut warnings = vec![];
        if lexicon.terms.iter().all(|term| term.stance.is_none()) {
            warnings.push("no term has a stance: nothing counts as cooperation or conflict".into());
        }
        if self.sample && counting.is_some() && Path::new("keytrend.toml").exists() {
            warnings.push(
                "keytrend.toml in this folder is not used: `keytrend run keytrend.toml` does"
                    .into(),
            );
        }
        let Self { study, file, outline_text, font, .. } = self;
        let near_duplicates = study.near_threshold();
        Ok(Plan {
            options_hash: combine(study.hash()),
            tally_hash: combine(study.tally_hash()),
            study_id: study.id,
            study_file: file,
            title: study.title,
            subject: study.subject,
            note: study.note,
            years: study.years,
            input,
            filter: study.input.filter,
            columns: study.input.columns,
            kind: study.input.kind.unwrap_or(Kind::News),
            language: study.input.language,
            encoding: study.input.encoding,
            date_order: study.input.date_order,
            pdf: study.input.pdf,
            lexicon,
            actors: study.actors.into_iter().map(|actor| actor.value).collect(),
            unit: study.unit,
            home: study.home,
            overlap_all: study.overlap_all,
            keep_duplicates: study.keep_duplicates,
            near_duplicates,
            plain: study.plain,
            output,
            formats: study.formats,
            tables: study.tables,
            shades: study.shades,
            outline_text,
            font,
            lang: study.lang,
            evidence: study.evidence,
            kwic: study.kwic.into(),
            by_month: study.by_month,
            seed: study.seed,
            threads: threads
                .or_else(|| std::thread::available_parallelism().ok())
                .map_or(1, std::num::NonZeroUsize::get),
            allow_skipped: counting.is_some_and(|args| args.allow_skipped),
            events: study
                .events
                .into_iter()
                .map(|event| Event { year: event.year, labels: event.labels })
                .collect(),
            periods: study.periods,
            series: study.series.into_iter().map(|name| name.value).collect(),
            warnings,
        })
    }
}

fn read_lexicon(sources: &[Placed<LexiconSource>]) -> Result<Lexicon> {
    let mut files = vec![];
    for source in sources {
        match &source.value {
            LexiconSource::BuiltIn => files.extend(builtin::lexicon_files()),
            LexiconSource::BuiltInFile(name) => match builtin::lexicon_file(name) {
                Some(file) => files.push(file),
                None => {
                    let error = Error::new(format!("no built-in keyword list is called `{name}`"));
                    let known = match nearest(name, builtin::lexicon_names()) {
                        Some(nearest) => format!("did you mean `builtin:{nearest}`?"),
                        None => {
                            let names: Vec<&str> = builtin::lexicon_names().collect();
                            format!("there are {}", names.join(", "))
                        }
                    };
                    return Err(source.locate(error.tip(known)));
                }
            },
            LexiconSource::File(path) => {
                let text = paths::read_text(path).map_err(|error| source.locate(error))?;
                files.push((path.display().to_string(), text));
            }
        }
    }
    if sources.is_empty() {
        files = builtin::lexicon_files();
    }
    let lexicon = Lexicon::parse(&files)?;
    if lexicon.terms.is_empty() {
        return Err(Error::new("the keyword lists hold no term")
            .tip("add terms with [[term]], or `builtin` to the lists"));
    }
    Ok(lexicon)
}

fn check_actors(study: &Study, lexicon: &Lexicon) -> Result<()> {
    for actor in &study.actors {
        if lexicon.actors.iter().any(|known| known.id == actor.value) {
            continue;
        }
        let known: Vec<&str> = lexicon.actors.iter().map(|actor| actor.id.as_str()).collect();
        let tip = match nearest(&actor.value, known.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if known.is_empty() => {
                "the keyword lists name no actor: add `builtin:actors` to them, or count all text"
                    .to_owned()
            }
            None => format!("known actors: {}; add others with [[actor]]", known.join(", ")),
        };
        let error = Error::new(format!("no actor is called `{}`", actor.value)).tip(tip);
        return Err(actor.locate(error));
    }
    Ok(())
}

/// The output folder is replaced as a whole: what is read must not lie in it.
pub(super) fn check_outside(output: &Path, input: &Input) -> Result<()> {
    let (Input::Paths(paths), Ok(whole)) = (input, output.canonicalize()) else { return Ok(()) };
    match paths.iter().find(|path| path.canonicalize().is_ok_and(|path| path.starts_with(&whole))) {
        None => Ok(()),
        Some(path) => Err(Error::new(format!("cannot write to {}", output.display()))
            .cause(format!("the input {} lies in it", path.display()))
            .tip("name another folder with -o DIR")),
    }
}
