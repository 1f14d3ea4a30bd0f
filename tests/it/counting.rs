//! The examples of `docs/counting.md`, counted by the library and by the reference counter.

use std::collections::BTreeMap;

use keytrend::document::Language;
use keytrend::lexicon::Lexicon;
use keytrend::matching::{Class, Found, Matcher, Scratch};
use keytrend::segment::{Segments, language};
use proptest::prelude::*;

use crate::reference::{self, Rules, Text};

const PAGE: &str = include_str!("../../docs/counting.md");

/// The rows of all tables with this header, as cells.
fn tables(header: &[&str]) -> Vec<Vec<&'static str>> {
    let cells = |line: &'static str| -> Option<Vec<&'static str>> {
        let inner = line.strip_prefix('|')?.strip_suffix('|')?;
        Some(inner.split('|').map(str::trim).collect())
    };
    let mut rows = vec![];
    let mut inside = false;
    for line in PAGE.lines() {
        match cells(line) {
            Some(row) if row == header => inside = true,
            Some(row) if inside && !row[0].starts_with("---") => rows.push(row),
            Some(_) => {}
            None => inside = false,
        }
    }
    rows
}

/// The text of a cell that is one code span.
fn code(cell: &str) -> String {
    let inner = cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`'));
    inner.unwrap_or_else(|| panic!("{cell} is no code")).replace("\\n", "\n")
}

/// The code spans of a cell, each with what is said behind it.
fn codes(cell: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = cell.split('`').collect();
    parts[1..]
        .chunks(2)
        .filter(|pair| pair.len() == 2)
        .map(|pair| (pair[0].replace("\\n", "\n"), pair[1].trim_matches([' ', ',']).to_owned()))
        .collect()
}

fn lexicon(toml: &str) -> Lexicon {
    Lexicon::parse(&[("counting.md".to_owned(), toml.to_owned())]).expect("a lexicon")
}

/// Title-less text, cut as the pipeline cuts it.
fn segments(text: &str, given: Option<Language>) -> Segments {
    let parts: Vec<(usize, Language)> = match given {
        Some(language) => vec![(text.len(), language)],
        None => {
            let found = language::detect("", text).paragraphs;
            found.into_iter().map(|(range, language)| (range.end, language)).collect()
        }
    };
    let mut segments = Segments::default();
    segments.fill(text, &parts, false);
    segments
}

struct Shown {
    term: String,
    text: String,
    marks: String,
}

fn hits(lexicon: &Lexicon, language: Language, text: &str) -> Vec<Shown> {
    let matcher = Matcher::new(lexicon, &[], false, false).expect("patterns");
    let segments = segments(text, Some(language));
    let mut found = Found::default();
    matcher.find(text, &segments, &mut Scratch::default(), &mut found);
    let shown = found.hits.iter().map(|hit| Shown {
        term: lexicon.terms[usize::from(hit.term)].id.clone(),
        text: text[segments.normal.original(hit.start as usize, hit.end as usize)].to_owned(),
        marks: marks(if hit.class == Class::Word { "" } else { hit.class.code() }, hit.negated),
    });
    shown.collect()
}

fn reference_hits(lexicon: &Lexicon, language: Language, text: &str) -> Vec<Shown> {
    let document = Text { language: Some(language), text: text.to_owned(), ..Text::default() };
    let counted = reference::count(lexicon, &Rules::default(), &document);
    let class = |class: &'static str| if language == Language::Korean { class } else { "" };
    let shown = counted.hits.into_iter().map(|hit| Shown {
        term: hit.term,
        text: text[hit.start..hit.end].to_owned(),
        marks: marks(class(hit.class), hit.negated),
    });
    shown.collect()
}

fn marks(class: &str, negated: bool) -> String {
    let negated = if negated { "negated" } else { "" };
    format!("{class} {negated}").trim().to_owned()
}

#[test]
fn patterns_match_as_the_page_says() {
    let rows = tables(&["language", "pattern", "text", "found"]);
    assert!(rows.len() > 35, "only {} examples were found", rows.len());
    let mut wrong = vec![];
    for row in rows {
        let language = Language::from_code(row[0]).expect("a language");
        let (pattern, text) = (code(row[1]), code(row[2]));
        let toml = format!("[[term]]\nid = \"t\"\n{} = [{pattern}]\n", language.code());
        let lexicon = lexicon(&toml);
        let expected = codes(row[3]);
        for (who, found) in [
            ("the library", hits(&lexicon, language, &text)),
            ("the reference", reference_hits(&lexicon, language, &text)),
        ] {
            let told: Vec<String> =
                found.iter().map(|hit| format!("`{}` {}", hit.text, hit.marks)).collect();
            let agrees = found.len() == expected.len()
                && found.iter().zip(&expected).all(|(hit, (text, said))| {
                    // What the example does not speak of may be anything but negated.
                    let class_said =
                        said.split(' ').any(|word| !word.is_empty() && word != "negated");
                    let marks = match class_said {
                        true => hit.marks.as_str(),
                        false => hit.marks.split(' ').find(|word| *word == "negated").unwrap_or(""),
                    };
                    hit.text == *text && marks == said
                });
            if !agrees {
                wrong.push(format!("{pattern} in {text}: {who} finds {told:?}, not {}", row[3]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_are_cut_as_the_page_says() {
    let rows = tables(&["text", "words"]);
    assert!(rows.len() >= 4);
    for row in rows {
        let text = code(row[0]);
        let segments = segments(&text, Some(Language::English));
        let words: Vec<&str> = (0..segments.words().len()).map(|at| segments.word(at)).collect();
        let expected: Vec<String> = codes(row[1]).into_iter().map(|(word, _)| word).collect();
        assert_eq!(words, expected, "{text}");
        let normal = reference::normal(&text).0;
        let words: Vec<&str> =
            reference::words(&normal).into_iter().map(|word| &normal[word]).collect();
        assert_eq!(words, expected, "{text}, by the reference");
    }
    let rows = tables(&["text", "sentences"]);
    assert!(rows.len() >= 8);
    for row in rows {
        let text = code(row[0]);
        let segments = segments(&text, Some(Language::English));
        let mut start = 0;
        let sentences: Vec<&str> = segments
            .sentence_words
            .iter()
            .map(|end| {
                let words = &segments.words()[start..*end as usize];
                start = *end as usize;
                let (first, last) = (words[0], words[words.len() - 1]);
                &text[segments.normal.original(first.start as usize, last.end as usize)]
            })
            .collect();
        let expected: Vec<String> = codes(row[1]).into_iter().map(|(text, _)| text).collect();
        // From the first word to the last: marks around a sentence belong to it, but are no words.
        assert_eq!(sentences.len(), expected.len(), "{text}: {sentences:?}");
        for (sentence, expected) in sentences.iter().zip(&expected) {
            assert!(expected.contains(sentence), "{text}: `{sentence}` for `{expected}`");
        }
        let sentences: Vec<&str> =
            reference::sentences(&text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(sentences, expected, "{text}, by the reference");
    }
}

#[test]
fn languages_are_told_as_the_page_says() {
    let rows = tables(&["text", "language"]);
    assert!(rows.len() >= 9);
    for row in rows {
        let text = code(row[0]);
        let expected = Language::from_code(row[1]).expect("a language");
        assert_eq!(language::detect("", &text).document, expected, "{text}");
        let document = Text { language: None, text: text.clone(), ..Text::default() };
        let counted = reference::count(&lexicon(""), &Rules::default(), &document);
        assert_eq!(counted.language, expected, "{text}, by the reference");
    }
}

#[test]
fn the_worked_example_counts_as_the_page_says() {
    let toml = PAGE.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
    let lexicon = lexicon(toml.expect("the lexicon of the worked example"));
    let rows = tables(&["language", "document", "words", "hits"]);
    assert_eq!(rows.len(), 5);
    for row in rows {
        let language = Language::from_code(row[0]).expect("a language");
        let text = code(row[1]);
        assert_eq!(language::detect("", &text).document, language, "{text}");
        assert_eq!(segments(&text, None).words().len().to_string(), row[2], "{text}");
        let expected: BTreeMap<String, usize> = codes(row[3])
            .into_iter()
            .map(|(term, count)| (term, count.parse().expect("a number")))
            .collect();
        for found in [hits(&lexicon, language, &text), reference_hits(&lexicon, language, &text)] {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            found.into_iter().for_each(|hit| *counts.entry(hit.term).or_default() += 1);
            assert_eq!(counts, expected, "{text}");
        }
    }
}

/// Every pattern of the built-in lexicon, its words bent in many ways: both counters find the same.
#[test]
fn both_counters_bend_the_built_in_patterns_alike() {
    let lexicon =
        Lexicon::parse(&keytrend::builtin::lexicon_files()).expect("the built-in lexicon");
    let rules = Rules::default();
    let counter = reference::Counter::new(&lexicon, &rules);
    let matcher = Matcher::new(&lexicon, &[], false, false).expect("patterns");
    let mut wrong = vec![];
    let mut compared = 0;
    for language in Language::COUNTED {
        let patterns = lexicon.terms.iter().flat_map(|term| &term.patterns[language as usize]);
        for pattern in patterns {
            let lines = bent(&pattern.text, language).chain(pattern.except.iter().cloned());
            let text = lines.collect::<Vec<String>>().join(".\n\n");
            let segments = segments(&text, Some(language));
            let mut found = Found::default();
            matcher.find(&text, &segments, &mut Scratch::default(), &mut found);
            let ours: Vec<(String, &str)> = found
                .hits
                .iter()
                .map(|hit| {
                    let range = segments.normal.original(hit.start as usize, hit.end as usize);
                    (lexicon.terms[usize::from(hit.term)].id.clone(), &text[range])
                })
                .collect();
            let document = Text { language: Some(language), text: text.clone(), ..Text::default() };
            let theirs: Vec<(String, &str)> = counter
                .count(&document)
                .hits
                .into_iter()
                .map(|hit| (hit.term, &text[hit.start..hit.end]))
                .collect();
            compared += ours.len();
            if ours != theirs {
                let only = |a: &[(String, &str)], b: &[(String, &str)]| {
                    let only = a.iter().filter(|hit| !b.contains(hit));
                    only.map(|hit| hit.1.to_owned()).collect::<Vec<_>>()
                };
                let (ours, theirs) = (only(&ours, &theirs), only(&theirs, &ours));
                wrong.push(format!("{}: library {ours:?}, reference {theirs:?}", pattern.text));
            }
        }
    }
    assert!(compared > 10_000, "only {compared} hits were compared");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Texts that a pattern might match: its first, its last or all of its words with endings, its joints closed or open.
fn bent(pattern: &str, language: Language) -> impl Iterator<Item = String> {
    let endings: &[&str] = match language {
        Language::English => &["", "s", "es", "'s", "s'", "ed", "d", "ing", "ies", "men", "x"],
        Language::Korean => {
            &["", "은", "를", "이다", "들의", "등을", "하는", "적", "성을", "국", "국은"]
        }
        _ => &["", "s", "1", " xã", " học"],
    };
    let plain = pattern.replace(['=', '*', '/'], "");
    let mut texts = vec![];
    for written in [
        plain.replace('+', ""),
        plain.replace('+', " "),
        plain.replace('-', ""),
        plain.replace('-', " "),
    ] {
        let Some((_, last)) = written.rsplit_once(' ') else {
            texts.extend(endings.iter().map(|ending| format!("the {written}{ending}")));
            texts.extend(endings.iter().filter_map(|ending| {
                Some(format!(
                    "a {}{ending}",
                    written.strip_suffix('e').or(written.strip_suffix('y'))?
                ))
            }));
            texts.push(format!("비{written}"));
            continue;
        };
        let (first, rest) = written.split_once(' ').expect("a space was there");
        for ending in endings {
            texts.push(format!("the {written}{ending}"));
            texts.push(format!("{first}{ending} {rest}"));
            texts.push(format!("{first}{ending} {rest}s"));
            texts.push(format!("{first} {last}{ending}"));
        }
        texts.push(written.replace(' ', "-"));
        texts.push(written.to_uppercase());
    }
    texts.into_iter()
}

/// A lexicon with every setting, for random texts.
const MANY: &str = r#"
    [[term]]
    id = "agreement"
    en = [{ p = "sign agreement", v = true }, "agreement", { p = "MOU", case = true }]
    ko = ["양해+각서", { p = "합의", scope = "word" }]
    vi = ["hiệp định", "hòa bình"]
    [[term]]
    id = "cooperation"
    en = [{ p = "co-operation", except = ["non-cooperation"] }, { p = "co-operate", v = true }, "u.s. aid"]
    ko = [{ p = "협력", except = ["협력사", "비협력"] }, "법"]
    vi = [{ p = "hợp tác", except = ["hợp tác xã"] }, "học"]
    [[term]]
    id = "conflict"
    en = ["conflict", "conflict*", "trade war", { p = "fight", v = true, ambiguous = true }]
    ko = ["갈등", "무역+갈등", "무역"]
    vi = ["xung đột", "xung*"]
    [[term]]
    id = "resolution"
    en = ["conflict resolution", "mother-in-law", "/covid-?19( crisis)?/"]
    ko = [{ p = "베트남", scope = "any" }, "FTA"]
    vi = ["xung đột vũ trang"]
"#;

fn any_text() -> impl Strategy<Value = String> {
    let words = "sign signs signed signing an agreement agreements agreement's MOU MOUs mou co-operation cooperation \
        co operation operate operates co-operated non-cooperation u.s. U.S. aid aids conflict conflicts conflict's \
        conflicted trade war wars fight fought fighting resolution resolutions mother-in-law mothers in law \
        covid-19 COVID19 crisis no not lack of failed to never the \
        양해 각서 양해각서를 합의 합의를 합의서 협력 협력은 협력사 비협력 경제협력이 협력적인 협력하는 법 법은 노동법 갈등 갈등이다 \
        무역 무역갈등 무역+갈등 베트남 주베트남대사 FTA FTA는 한미FTA 없다 않았다 아니 \
        hiệp định hoà bình hòa Bình hợp tác xã học nghề khoa học xung đột vũ trang không chưa thiếu chẳng hề";
    let words: Vec<&str> = words.split_whitespace().collect();
    let gaps = vec![
        " ", " ", " ", " ", " ", "-", ", ", ". ", ".", "\n", "\n\n", "", "\u{A0}", "·", "! ", "'",
        "\"", "\u{AD}",
    ];
    let pair = (prop::sample::select(words), prop::sample::select(gaps));
    prop::collection::vec(pair, 0..40)
        .prop_map(|pairs| pairs.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    /// The counter and the reference find the same hits, words and sentences in any text.
    #[test]
    fn both_counters_agree(text in any_text(), given in 0..4usize, overlap_all: bool, plain: bool) {
        let lexicon = lexicon(MANY);
        let given = Language::COUNTED.get(given).copied();
        let matcher = Matcher::new(&lexicon, &[], overlap_all, plain).expect("patterns");
        let mut parts: Vec<(usize, Language)> = vec![(text.len(), given.unwrap_or(Language::Und))];
        let mut language = given.unwrap_or(Language::Und);
        if given.is_none() {
            let detected = language::detect("", &text);
            parts = detected.paragraphs.into_iter().map(|(range, of)| (range.end, of)).collect();
            language = detected.document;
        }
        let mut segments = Segments::default();
        segments.fill(&text, &parts, plain);
        let mut found = Found::default();
        matcher.find(&text, &segments, &mut Scratch::default(), &mut found);
        let form = if plain { &segments.plain } else { &segments.normal };
        let mut ours: Vec<_> = found.hits.iter().map(|hit| {
            let range = form.original(hit.start as usize, hit.end as usize);
            let class = if hit.class == Class::Word { "exact" } else { hit.class.code() };
            (range.start, range.end, lexicon.terms[usize::from(hit.term)].id.clone(), hit.sentence as usize, class, hit.negated, hit.ambiguous)
        }).collect();

        let rules = Rules { overlap_all, plain, ..Rules::default() };
        let document = Text { language: given, text: text.clone(), ..Text::default() };
        let counted = reference::count(&lexicon, &rules, &document);
        let mut theirs: Vec<_> = counted.hits.into_iter().map(|hit| {
            (hit.start, hit.end, hit.term, hit.sentence, hit.class, hit.negated, hit.ambiguous)
        }).collect();
        ours.sort_unstable();
        theirs.sort_unstable();
        prop_assert_eq!(ours, theirs);
        prop_assert_eq!(language, counted.language);
        prop_assert_eq!(segments.word_count() as u64, counted.words.values().sum::<u64>());
        prop_assert_eq!(segments.sentence_ends.len() as u64, counted.sentences.values().sum::<u64>());
    }
}
