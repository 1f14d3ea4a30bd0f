#![allow(clippy::disallowed_methods, reason = "tests write their own files")]

use std::fs;
use std::path::Path;

use clap::Parser;

use super::super::args::{Args, Command};
use super::*;

/// A plan of `keytrend <words>`, where `@` is a folder of the test's own.
fn plan(folder: &Path, words: &str) -> Result<Plan> {
    let words = words.replace('@', &folder.display().to_string());
    let words = ["keytrend"].into_iter().chain(words.split_whitespace());
    match Args::try_parse_from(words).expect("arguments").command {
        Some(Command::Run(args)) => Plan::run(&args),
        Some(Command::Count(args)) => Plan::count(&args),
        Some(Command::Check(args)) => Plan::check(&args),
        Some(Command::Report(args)) => Plan::report(&args),
        Some(Command::Merge(args)) => {
            MergePlan::new(&args).map(|_| Plan::run(&RunArgs::default()).expect("a plan"))
        }
        other => panic!("{other:?}"),
    }
}

/// All parts of the error, with the folder as `@`.
fn mistake(folder: &Path, words: &str) -> String {
    let error = plan(folder, words).expect_err(words);
    let place = error.place.map(|place| format!("{place}: ")).unwrap_or_default();
    let causes = error.causes.iter().map(|cause| format!(" < {cause}")).collect::<String>();
    let tip = error.tip.map(|tip| format!(" / {tip}")).unwrap_or_default();
    format!("{place}{}{causes}{tip}", error.message).replace(&folder.display().to_string(), "@")
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("corpus")).unwrap();
    fs::write(folder.path().join("corpus/a.txt"), "text").unwrap();
    folder
}

fn write_study(folder: &Path, rest: &str) {
    let head = "[study]\nid = \"own\"\ntitle = \"A\"\nyears = [1992, 2021]\n";
    fs::write(folder.join("study.toml"), format!("{head}{rest}")).unwrap();
}

#[test]
fn nothing_typed_is_the_built_in_study_on_its_sample() {
    let plan = Plan::run(&RunArgs::default()).unwrap();
    assert_eq!((plan.study_id.as_str(), plan.input), ("sample", Input::Sample));
    assert_eq!(plan.output, Path::new("output/sample"));
    assert_eq!(plan.actors, ["korea", "vietnam"]);
    assert_eq!(plan.note, "Sample texts written for this project, not news.");
    assert_eq!((plan.kind, plan.events.len(), plan.periods.len()), (Kind::News, 5, 6));
    assert_eq!((plan.options_hash.len(), plan.tally_hash.len()), (64, 64));
}

#[test]
fn own_texts_are_not_called_the_sample() {
    let folder = folder();
    let plan = plan(folder.path(), "run @/corpus --no-scope").unwrap();
    assert_eq!((plan.study_id.as_str(), plan.note.as_str()), ("corpus", ""));
    assert_eq!((plan.title.as_str(), plan.events.len()), ("Cooperation and conflict", 0));
    assert_eq!(plan.input, Input::Paths(vec![folder.path().join("corpus")]));
    assert!(plan.actors.is_empty());
}

#[test]
fn what_is_typed_goes_before_the_study_file() {
    let folder = folder();
    write_study(folder.path(), "[input]\npaths = [\"corpus\"]\n[output]\nformats = [\"svg\"]\n");
    let plain = plan(folder.path(), "run @/study.toml").unwrap();
    assert_eq!(plain.input, Input::Paths(vec![folder.path().join("corpus")]));
    assert_eq!((plain.formats.as_slice(), plain.seed), ([Format::Svg].as_slice(), 1992));
    assert_eq!(plain.output, Path::new("output/own"));
    let words = "run @/corpus/a.txt --study @/study.toml --format png --seed 7 --plain \
        --duplicates keep --overlap all --by month --threads 3 --years 2000-2001 --language ko \
        --actors vietnam --allow-skipped -o @/out";
    let typed = plan(folder.path(), words).unwrap();
    assert_eq!(typed.input, Input::Paths(vec![folder.path().join("corpus/a.txt")]));
    assert_eq!((typed.formats.as_slice(), typed.seed), ([Format::Png].as_slice(), 7));
    assert!(typed.plain && typed.keep_duplicates && typed.overlap_all && typed.by_month);
    assert_eq!((typed.threads, typed.years.clone(), typed.title.as_str()), (3, 2000..=2001, "A"));
    assert_eq!((typed.language, typed.actors), (Some(Language::Korean), vec!["vietnam".into()]));
    assert_eq!((typed.allow_skipped, typed.output), (true, folder.path().join("out")));
    assert_ne!(plain.options_hash, typed.options_hash);
}

#[test]
fn what_cannot_be_read_stops_the_run_before_it_starts() {
    let folder = folder();
    let at = folder.path();
    let found = mistake(at, "run @/corpsu");
    assert_eq!(
        found,
        "cannot read @/corpsu < no such file or folder / a similar folder exists: @/corpus/"
    );
    let found = mistake(at, "run @/corpsu/deep/x.txt");
    assert_eq!(
        found,
        "cannot read @/corpsu/deep/x.txt < no such file or folder / a similar folder exists: @/corpus/"
    );
    let found = mistake(at, "run @/corpus/b.txt");
    assert_eq!(
        found,
        "cannot read @/corpus/b.txt < no such file or folder / a similar file exists: @/corpus/a.txt"
    );
    let found = mistake(at, "run @/zzz");
    assert_eq!(found, "cannot read @/zzz < no such file or folder");
    write_study(at, "[input]\npaths = [\"corpsu\"]");
    let found = mistake(at, "run @/study.toml");
    assert_eq!(
        found,
        "@/study.toml:6:10: cannot read @/corpsu < no such file or folder / a similar folder exists: @/corpus/"
    );
    let found = mistake(at, "run @/stduy.toml");
    assert_eq!(
        found,
        "cannot read @/stduy.toml < no such file or folder / a similar file exists: @/study.toml"
    );
    let found = mistake(at, "run @/study.toml --study @/study.toml");
    assert_eq!(
        found,
        "two study files: @/study.toml and @/study.toml / a run follows one study: run keytrend once for each"
    );
    write_study(at, "");
    let found = mistake(at, "run @/study.toml");
    assert_eq!(
        found,
        "the study `own` names no input / name files or folders on the command line, or with `paths` under [input]"
    );
    fs::write(at.join("study.toml"), b"a = 1\n\xff").unwrap();
    let found = mistake(at, "run @/study.toml");
    assert_eq!(found, "cannot read @/study.toml < line 2 is not UTF-8 / save the file as UTF-8");
}

#[test]
fn actors_must_be_in_the_lexicon() {
    let folder = folder();
    let at = folder.path();
    let found = mistake(at, "run @/corpus --actors korea,vietnma");
    assert_eq!(found, "no actor is called `vietnma` / did you mean `vietnam`?");
    write_study(at, "[input]\npaths = [\"corpus\"]\n[scope]\nactors = [\"laos\"]");
    let found = mistake(at, "run @/study.toml");
    assert!(
        found.starts_with("@/study.toml:8:11: no actor is called `laos` / known actors: "),
        "{found}"
    );
    fs::write(at.join("own.toml"), "[[term]]\nid = \"a\"\nstance = \"conflict\"\nen = [\"a\"]")
        .unwrap();
    let found = mistake(at, "run @/corpus --lexicon @/own.toml");
    assert_eq!(
        found,
        "no actor is called `korea` / the keyword lists name no actor: add `builtin:actors` to them, or count all text"
    );
    let both = plan(at, "run @/corpus --lexicon @/own.toml --lexicon builtin:actors").unwrap();
    assert_eq!(both.lexicon.terms.len(), 1);
}

#[test]
fn lexicon_mistakes_have_their_line() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("own.toml"), "[[term]]\nid = \"a\"\nstanec = \"conflict\"\nen = [\"a\"]")
        .unwrap();
    let found = mistake(at, "run @/corpus --lexicon @/own.toml");
    assert!(found.starts_with("@/own.toml:3:1: unknown field `stanec`"), "{found}");
    assert!(found.ends_with("/ a similar key exists: `stance`"), "{found}");
    let found = mistake(at, "check --lexicon builtin:actor");
    assert_eq!(
        found,
        "no built-in keyword list is called `actor` / did you mean `builtin:actors`?"
    );
    fs::write(at.join("own.toml"), "").unwrap();
    let found = mistake(at, "check --lexicon @/own.toml");
    assert_eq!(
        found,
        "the keyword lists hold no term / add terms with [[term]], or `builtin` to the lists"
    );
}

#[test]
fn what_is_not_ours_is_not_written_over() {
    let folder = folder();
    let at = folder.path();
    let found = mistake(at, "run -o @/corpus");
    assert_eq!(
        found,
        "cannot write to @/corpus < it holds other files: it is not empty and has no run.json / name a new or an empty folder with -o DIR"
    );
    let found = mistake(at, "run -o @/corpus/a.txt");
    assert_eq!(found, "cannot write to @/corpus/a.txt < it is a file / name a folder with -o DIR");
    let found = mistake(at, "run -o @/corpus/a.txt/out");
    assert!(
        found.starts_with("cannot write to @/corpus/a.txt/out < @/corpus/a.txt is a file"),
        "{found}"
    );
    let found = mistake(at, "run -o /proc/out");
    assert!(found.starts_with("cannot write to /proc/out < "), "{found}");
    let found = mistake(at, "run @/corpus -o @");
    assert_eq!(
        found,
        "cannot write to @ < the input @/corpus lies in it / name another folder with -o DIR"
    );
    let found = mistake(at, "count -o @/corpus/a.txt");
    assert_eq!(
        found,
        "cannot write @/corpus/a.txt < it exists and is not a tally / name another file with -o FILE"
    );
    let found = mistake(at, "count -o @/corpus");
    assert_eq!(found, "cannot write @/corpus < it is a folder / name a file with -o FILE");
    fs::write(at.join("run.json"), "{}").unwrap();
    plan(at, "run -o @").unwrap();
    plan(at, "run -o @/new/deep").unwrap();
    assert!(!at.join("new").exists());
}

#[test]
fn tallies_are_looked_at_first() {
    let folder = folder();
    let at = folder.path();
    fs::write(at.join("a.parquet"), "PAR1...").unwrap();
    let found = mistake(at, "report @/corpus/a.txt");
    assert_eq!(
        found,
        "@/corpus/a.txt is not a tally / write one with `keytrend count PATHS -o tally.parquet`"
    );
    let found = mistake(at, "merge @/a.parquet @/a.parquet -o @/b.parquet");
    assert_eq!(
        found,
        "the tally @/a.parquet stands twice < its documents would count twice / name it once"
    );
    plan(at, "merge @/a.parquet -o @/a.parquet").unwrap();
    let report = plan(at, "report @/a.parquet -o @/out").unwrap();
    assert_eq!(report.input, Input::Tally(at.join("a.parquet")));
    assert_eq!((report.study_id.as_str(), report.note.as_str()), ("a", ""));
}

#[test]
fn an_output_is_found_or_asked_for() {
    let folder = folder();
    let at = folder.path();
    let error = paths::find_output(Some(&at.join("corpus"))).unwrap_err();
    assert_eq!(error.causes, ["it has no run.json"]);
    fs::write(at.join("corpus/run.json"), "{}").unwrap();
    assert_eq!(paths::find_output(Some(&at.join("corpus"))).unwrap(), at.join("corpus"));
}
