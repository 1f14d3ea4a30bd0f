use super::*;

const HEAD: &str = "[study]\nid = \"a\"\ntitle = \"A\"\nyears = [1992, 2021]\n";

fn study(rest: &str) -> Result<Study> {
    Study::parse("study.toml", &format!("{HEAD}{rest}"), Path::new("folder"))
}

/// `line: message / tip`.
fn mistake(text: &str) -> String {
    let error = Study::parse("study.toml", text, Path::new("")).expect_err(text);
    let line = error.place.as_ref().map_or(0, |place| place.line);
    format!("{line}: {} / {}", error.message, error.tip.unwrap_or_default())
}

fn mistake_after_head(rest: &str) -> String {
    mistake(&format!("{HEAD}{rest}"))
}

#[test]
fn the_built_in_study_is_whole() {
    let text = include_str!("../../corpus/study.toml");
    let study = Study::parse("corpus/study.toml", text, Path::new("corpus")).unwrap();
    assert_eq!(study.id, "sample");
    assert_eq!(study.years, 1992..=2021);
    assert_eq!(study.events.len(), 5);
    let names: Vec<&str> = study.periods.iter().map(|period| period.name.as_str()).collect();
    let fives = ["1992–1996", "1997–2001", "2002–2006", "2007–2011", "2012–2016", "2017–2021"];
    assert_eq!(names, fives);
    assert_eq!(study.input.paths[0].value, Path::new("corpus/sample"));
    assert!(study.home && study.evidence && !study.plain && !study.overlap_all);
}

#[test]
fn left_out_keys_have_their_defaults() {
    let study = study("").unwrap();
    assert!(study.input.paths.is_empty() && study.lexicon.is_empty() && study.actors.is_empty());
    assert_eq!((study.unit, study.home), (ScopeUnit::Document, true));
    assert_eq!((study.overlap_all, study.keep_duplicates, study.plain), (false, false, false));
    assert_eq!((study.formats.as_slice(), study.evidence), (Format::ALL.as_slice(), true));
    assert_eq!((study.output, study.by_month, study.seed), (None, false, 1992));
}

#[test]
fn the_reader_of_pdf_decides_numbers() {
    let auto = study("").unwrap();
    assert_eq!(auto.input.pdf, PdfReader::Auto);
    assert_eq!(study("[input]\npdf = \"auto\"\n").unwrap().tally_hash(), auto.tally_hash());
    for reader in PdfReader::ALL.into_iter().skip(1) {
        let chosen = study(&format!("[input]\npdf = \"{}\"\n", reader.code())).unwrap();
        assert_eq!(chosen.input.pdf, reader);
        assert_ne!(chosen.tally_hash(), auto.tally_hash());
    }
    assert!(mistake_after_head("[input]\npdf = \"pdftotxt\"\n").starts_with("6: "));
}

#[test]
fn every_key_is_understood() {
    let text = r#"
        [input]
        paths = ["news", "/data/x.csv", "./y"]
        include = ["*.csv"]
        exclude = ["old/"]
        kind = "report"
        language = "vi"
        [input.columns]
        title = "기사 제목"
        text = ["본문", "요약"]
        [lexicon]
        files = ["builtin", "more.toml"]
        [scope]
        actors = ["korea"]
        unit = { window = 2 }
        home = false
        [counting]
        overlap = "all"
        duplicates = "keep"
        plain = true
        [output]
        dir = "out"
        formats = ["png"]
        evidence = false
        by_month = true
        [[event]]
        year = 1997
        ko = "외환위기"
        [[period]]
        from = 2000
        to = 2009
        name = "the 2000s"
    "#;
    let study = study(text).unwrap();
    let paths: Vec<&Path> = study.input.paths.iter().map(|path| path.value.as_path()).collect();
    assert_eq!(paths, ["folder/news", "/data/x.csv", "folder/y"].map(Path::new));
    assert!(study.input.filter.accepts("a.csv") && !study.input.filter.accepts("old/a.csv"));
    assert_eq!(study.input.kind, Some(Kind::Report));
    assert_eq!(study.input.language, Some(Language::Vietnamese));
    let columns = [("기사 제목", Field::Title), ("본문", Field::Text), ("요약", Field::Text)];
    assert_eq!(study.input.columns, columns.map(|(header, field)| (header.to_owned(), field)));
    let lists: Vec<&LexiconSource> = study.lexicon.iter().map(|list| &list.value).collect();
    assert_eq!(lists, [&LexiconSource::BuiltIn, &LexiconSource::File("folder/more.toml".into())]);
    assert_eq!(study.unit, ScopeUnit::Window(2));
    assert!(!study.home && study.overlap_all && study.keep_duplicates && study.plain);
    assert_eq!(study.output.as_deref(), Some(Path::new("folder/out")));
    assert_eq!((study.formats, study.evidence, study.by_month), (vec![Format::Png], false, true));
    assert_eq!(study.events[0].labels[1], "외환위기");
    assert_eq!(study.periods[0].name, "the 2000s");
}

#[test]
fn each_mistake_has_its_line_and_says_what_to_do() {
    let cases = [
        (
            "[study]\nid = \"a\"\ntitle = \"A\"\nyears = [2021, 1992]\n",
            "4: the years are reversed: 2021 comes after 1992 / years = [1992, 2021]",
        ),
        (
            "[study]\nid = \"a\"\ntitle = \"A\"\nyears = [192, 2021]\n",
            "4: 192 is not a year of texts / years = [1992, 2021]: the first and the last year",
        ),
        (
            "[study]\nid = \"a b\"\ntitle = \"A\"\nyears = [1992, 2021]\n",
            "2: `a b` cannot be the id of a study / the id names the output folder: use letters, digits, - and _",
        ),
        ("[study]\nid = \"a\"\ntitle = \" \"\nyears = [1992, 2021]\n", "3: the title is empty / "),
        (
            "[study]\nid = \"a\"\ntitel = \"A\"\nyears = [1992, 2021]\n",
            "3: unknown field `titel`, expected one of `id`, `title`, `years`, `subject`, `note` / a similar key exists: `title`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(mistake(text), expected);
    }
    let after_head = [
        ("[input]\nkind = \"nwes\"", "6: `nwes` is none of news, report / did you mean `news`?"),
        ("[input]\nlanguage = \"kr\"", "6: `kr` is none of en, ko, vi / "),
        ("[input]\npaths = [\"a\", \"a\"]", "6: the path `a` stands twice / remove one of the two"),
        (
            "[input]\ninclude = [\"a{b\"]",
            "6: `{` without `}` in a path pattern: `a{b` / patterns look like \"*.csv\", \"news/**/*.txt\" or \"drafts/\"",
        ),
        (
            "[scope]\nactors = [\"korea\", \"korea\"]",
            "6: the actor `korea` stands twice / remove one of the two",
        ),
        (
            "[counting]\noverlap = \"longst\"",
            "6: `longst` is none of longest, all / did you mean `longest`?",
        ),
        ("[output]\nformats = [\"svg\", \"pdf\"]", "6: `pdf` is none of svg, png / "),
        (
            "[[event]]\nyear = 1991\nen = \"x\"",
            "6: the event lies outside the study: 1991 is not in 1992–2021 / change its year, or `years` under [study]",
        ),
        ("[[event]]\nyear = 1995", "6: the event has no name / give it at least one of en, ko, vi"),
        (
            "[[period]]\nfrom = 2000\nto = 2030",
            "7: the period lies outside the study: 2030 is not in 1992–2021 / change its year, or `years` under [study]",
        ),
        (
            "[[period]]\nfrom = 2009\nto = 2000",
            "6: the period is reversed: 2009 comes after 2000 / from = 2000, to = 2009",
        ),
        (
            "[[period]]\nfrom = 2000\nto = 2009\n[[period]]\nfrom = 2009\nto = 2010",
            "9: the periods 2000–2009 and 2009–2010 overlap / a year belongs to one period, or to none",
        ),
    ];
    for (rest, expected) in after_head {
        assert_eq!(mistake_after_head(rest), expected);
    }
}

#[test]
fn mistakes_that_toml_finds_have_their_line_too() {
    assert!(mistake_after_head("[scope]\nunit = \"sentances\"").starts_with("6: `unit` is"));
    assert!(
        mistake_after_head("[scope]\nunit = { window = 0 }").starts_with("6: a window is 1 to")
    );
    assert!(mistake_after_head("[input.columns]\ntext = 3").starts_with("6: a column is a header"));
    assert!(mistake_after_head("seed = 3").contains("unknown field `seed`"));
    assert!(mistake("id = ").starts_with("1: "));
    assert!(mistake("[study]\nid = \"a\"\n").contains("missing field `title`"));
}

#[test]
fn a_column_holds_one_thing() {
    let found = mistake_after_head("[input.columns]\ntitle = \"a\"\ntext = \"a\"");
    assert!(found.starts_with("7: the column `a` is both `title` and `text`"), "{found}");
}

#[test]
fn hashes_follow_what_decides_numbers() {
    let base = study("").unwrap();
    let same =
        study("[output]\nformats = [\"svg\"]\ndir = \"x\"\n[[event]]\nyear = 2000\nen = \"x\"");
    assert_eq!(base.hash(), same.unwrap().hash());
    let unit_without_actors = study("[scope]\nunit = \"sentence\"").unwrap();
    assert_eq!(base.tally_hash(), unit_without_actors.tally_hash());
    let a = study("[scope]\nactors = [\"korea\", \"vietnam\"]").unwrap();
    let b = study("[scope]\nactors = [\"vietnam\", \"korea\"]").unwrap();
    assert_eq!(a.hash(), b.hash());
    assert_ne!(a.hash(), base.hash());
    let mut seeded = base.clone();
    seeded.seed = 7;
    assert_eq!(seeded.tally_hash(), base.tally_hash());
    assert_ne!(seeded.hash(), base.hash());
    let mut narrow = base.clone();
    narrow.set_years(2000..=2010);
    assert_ne!(narrow.tally_hash(), base.tally_hash());
}

#[test]
fn near_copies_are_told_from_a_similarity_on() {
    let counting = |line: &str| study(&format!("[counting]\n{line}"));
    let near = |line: &str| counting(line).unwrap().near_duplicates;
    assert_eq!(near(""), NearDuplicates::Unsaid);
    assert_eq!(near("near_duplicates = 0.75"), NearDuplicates::From(0.75));
    assert_eq!(near("near_duplicates = 1"), NearDuplicates::From(1.0));
    assert_eq!(near("near_duplicates = \"0.9\""), NearDuplicates::From(0.9));
    assert_eq!(near("near_duplicates = false"), near("near_duplicates = \"off\""));
    assert_eq!(near("near_duplicates = false"), NearDuplicates::Off);
    for wrong in ["0.5", "1.1", "80", "true", "nan", "\"on\"", "[0.8]"] {
        let found = mistake_after_head(&format!("[counting]\nnear_duplicates = {wrong}"));
        assert!(found.contains("a similarity from 0.6 to 1, or \"off\""), "{found}");
    }
    // Where exact copies count, near ones do.
    let kept = counting("duplicates = \"keep\"\nnear_duplicates = 0.8").unwrap();
    assert_eq!(kept.near_threshold(), None);
    // Whoever looks for them counts the same.
    let [unsaid, off, from] = ["", "near_duplicates = false", "near_duplicates = 0.8"]
        .map(|line| counting(line).unwrap().tally_hash());
    assert!(unsaid == off && off == from);
}

#[test]
fn other_years_cut_events_and_periods() {
    let text = include_str!("../../corpus/study.toml");
    let mut study = Study::parse("study.toml", text, Path::new("")).unwrap();
    study.set_years(2000..=2008);
    assert_eq!(study.events.iter().map(|event| event.year).collect::<Vec<_>>(), [2007]);
    let names: Vec<&str> = study.periods.iter().map(|period| period.name.as_str()).collect();
    assert_eq!(names, ["2000–2001", "2002–2006", "2007–2008"]);
}

#[test]
fn series_are_told_where_they_stand() {
    let named = study("[output]\nseries = [\"health\", \"theme:education:conflict\"]").unwrap();
    let named: Vec<String> = named.series.iter().map(|name| name.value.to_string()).collect();
    assert_eq!(named, ["health", "theme:education:conflict"]);
    let told = |series: &str| mistake_after_head(&format!("[output]\nseries = {series}"));
    assert!(told("[\"theme:\"]").starts_with("6: `theme:` names no series"));
    assert!(told("[\"a\", \"a\"]").starts_with("6: the series `a` stands twice"));
    let nine: Vec<String> = (0..9).map(|at| format!("\"s{at}\"")).collect();
    assert!(told(&format!("[{}]", nine.join(", "))).contains("name at most 8"));
}
