//! The fast counter against the plain one, on random texts that provoke the rules and on real ones.

#![allow(clippy::unwrap_used, reason = "all of this file is a test")]

mod reference;

use std::borrow::Cow;
use std::path::PathBuf;

use keytrend::builtin;
use keytrend::count::Tally;
use keytrend::count::accumulate::{Accumulator, Terms};
use keytrend::document::{Date, DateFrom, Document, Kind, Language};
use keytrend::lexicon::Lexicon;
use keytrend::matching::Matcher;
use keytrend::matching::scope::Scope;
use keytrend::pipeline::worker::{Counter, Instructions};
use keytrend::study::ScopeUnit;
use proptest::prelude::*;
use rayon::prelude::*;
use reference::{Rules, Text};

fn instructions(lexicon: &Lexicon, rules: &Rules) -> Instructions {
    let at = |id: &String| lexicon.actors.iter().position(|actor| actor.id == *id).unwrap();
    let actors: Vec<usize> = rules.required.iter().map(at).collect();
    let unit = match rules.scope {
        reference::ScopeUnit::Document => ScopeUnit::Document,
        reference::ScopeUnit::Sentence => ScopeUnit::Sentence,
        reference::ScopeUnit::Window(n) => ScopeUnit::Window(n),
    };
    Instructions {
        matcher: Matcher::new(lexicon, &actors, rules.overlap_all, rules.plain).unwrap(),
        scope: Scope::new(unit, lexicon, &actors, rules.home),
        terms: Terms::new(lexicon),
        years: i32::MIN..=i32::MAX,
        plain: rules.plain,
        sentences: true,
        shingles: false,
    }
}

fn document(text: &Text) -> Document<'_> {
    Document {
        id: Cow::Borrowed(&text.id),
        date: Date { year: text.year, month: text.month, day: text.day },
        date_from: DateFrom::Row,
        source: Cow::Borrowed(&text.source),
        kind: text.kind,
        language: text.language,
        title: Cow::Borrowed(&text.title),
        text: Cow::Borrowed(&text.text),
        shown: None,
        url: Cow::Borrowed(""),
        persons: Cow::Borrowed(""),
        places: Cow::Borrowed(""),
        institutions: Cow::Borrowed(""),
    }
}

/// Compares everything that is known of one document.
fn compare(lexicon: &Lexicon, plain: &reference::Counter, fast: &mut Counter, text: &Text) {
    let expected = plain.count(text);
    let document = document(text);
    let (row, _) = fast.row(&document);
    let show = |what: &str| {
        let start: String = text.text.chars().take(300).collect();
        format!("{what} of {} {:?} {:?} {start:?}", text.id, text.language, text.title)
    };
    let hits: Vec<String> = row
        .hits
        .iter()
        .map(|hit| {
            let class = match hit.class.code() {
                "word" => "exact",
                class => class,
            };
            format!(
                "{} {} s{} {}{}..{} {class}{}{}{}",
                lexicon.terms[usize::from(hit.term)].id,
                hit.language.code(),
                hit.sentence,
                if hit.in_title { "title " } else { "" },
                hit.start,
                hit.end,
                if hit.negated { " negated" } else { "" },
                if hit.in_scope { "" } else { " outside" },
                if hit.ambiguous { " ambiguous" } else { "" },
            )
        })
        .collect();
    let expected_hits: Vec<String> = expected
        .hits
        .iter()
        .map(|hit| {
            format!(
                "{} {} s{} {}{}..{} {}{}{}{}",
                hit.term,
                hit.language.code(),
                hit.sentence,
                if hit.in_title { "title " } else { "" },
                hit.start,
                hit.end,
                hit.class,
                if hit.negated { " negated" } else { "" },
                if hit.in_scope { "" } else { " outside" },
                if hit.ambiguous { " ambiguous" } else { "" },
            )
        })
        .collect();
    for n in 0..hits.len().max(expected_hits.len()) {
        let (ours, theirs) = (hits.get(n), expected_hits.get(n));
        if ours != theirs {
            let hit = expected.hits.get(n).or(expected.hits.last());
            let start = hit.map_or(0, |hit| hit.start.saturating_sub(60));
            let whole: String =
                text.text[text.text.floor_char_boundary(start)..].chars().take(160).collect();
            panic!("hit {n}: fast {ours:?}, plain {theirs:?} near {whole:?} of {}", text.id);
        }
    }
    assert_eq!(row.language, expected.language, "{}", show("language"));
    assert_eq!(row.in_scope, expected.in_scope, "{}", show("scope"));
    for language in Language::ALL {
        let counts = row.languages[language as usize];
        let get =
            |map: &std::collections::BTreeMap<Language, u64>| *map.get(&language).unwrap_or(&0);
        assert_eq!(u64::from(counts.words), get(&expected.words), "{}", show("words"));
        assert_eq!(u64::from(counts.sentences), get(&expected.sentences), "{}", show("sentences"));
        let in_scope = get(&expected.words_in_scope);
        assert_eq!(u64::from(counts.words_in_scope), in_scope, "{}", show("words in scope"));
    }
    // Every hit stands in a sentence that the evidence can show.
    for hit in &row.hits {
        let sentence =
            row.sentences.iter().find(|s| s.number == hit.sentence).expect("its sentence");
        let (from, to) = (sentence.start, sentence.start + sentence.text.len() as u32);
        assert!(from <= hit.start && hit.end <= to, "{}", show("evidence"));
        let whole = if hit.in_title { &text.title } else { &text.text };
        assert!(whole[from as usize..].starts_with(&*sentence.text));
    }
}

/// The tally of the fast way, copies left out as the contract says.
fn fast_tally(lexicon: &Lexicon, rules: &Rules, texts: &[Text]) -> Tally {
    let instructions = instructions(lexicon, rules);
    let mut counter = Counter::new(&instructions);
    let mut kept: std::collections::BTreeMap<u128, &Text> = Default::default();
    let key = |text: &Text| (text.year, text.month, text.day, text.id.clone());
    for text in texts {
        let document = document(text);
        let (_, fingerprint) = counter.row(&document);
        let known = kept.entry(fingerprint).or_insert(text);
        if key(text) < key(known) {
            *known = text;
        }
    }
    let mut accumulator = Accumulator::new(&instructions.terms);
    for text in texts {
        let document = document(text);
        let (row, fingerprint) = counter.row(&document);
        if rules.keep_duplicates || std::ptr::eq(kept[&fingerprint], text) {
            accumulator.observe(&row);
        }
    }
    accumulator.into_tally()
}

/// Patterns that lie in each other's way.
const LEXICON: &str = r#"
[[theme]]
id = "health"
en = "Health"
ko = "보건"
vi = "Y tế"
[[actor]]
id = "korea"
home = "ko"
en = [{ p = "Korea", except = ["North Korea"] }, "Korean"]
ko = ["한국", { p = "한", scope = "word" }]
vi = ["Hàn Quốc"]
[[actor]]
id = "vietnam"
home = "vi"
en = ["Viet-nam", "Vietnamese"]
ko = [{ p = "베트남", scope = "any" }]
vi = ["Việt Nam"]
[[term]]
id = "cooperation"
stance = "cooperation"
sector = "political"
themes = ["health"]
en = ["co-operation", { p = "cooperate", v = true }]
ko = ["협력", "경제+협력"]
vi = [{ p = "hợp tác", except = ["hợp tác xã"] }]
[[term]]
id = "conflict"
stance = "conflict"
sector = "social"
en = ["conflict", { p = "US", case = true }]
ko = [{ p = "갈등", ambiguous = true }]
vi = ["xung đột", "học"]
[[term]]
id = "conflict-resolution"
stance = "cooperation"
sector = "political"
themes = ["health"]
en = ["conflict resolution", "u.s. policy"]
ko = ["갈등+해결"]
vi = ["giải quyết xung đột", "hoà bình"]
[[term]]
id = "family"
stance = "conflict"
en = ["mother-in-law", "famil*", "labour"]
ko = ["가정+폭력", { p = "정부", except = ["의정부", "행정부"] }, { p = "가정", scope = "word" }, "ODA"]
vi = ["bạo lực gia đình", "gia đình"]
[[term]]
id = "violence"
en = ["violence", "/co-?op(erat(e|ion))? (plan|law)/"]
ko = ["폭력", "국제+결혼", "결혼"]
vi = ["bạo lực"]
"#;

fn lexicon() -> Lexicon {
    Lexicon::parse(&[("test.toml".to_owned(), LEXICON.to_owned())]).unwrap()
}

fn texts_of(language: &'static str) -> impl Strategy<Value = String> {
    let words: &'static [&'static str] = match language {
        "en" => &[
            "co",
            "operation",
            "co-operation",
            "cooperation",
            "Cooperations",
            "cooperated",
            "conflict",
            "conflicts'",
            "resolution",
            "resolutions",
            "Korea",
            "Korean",
            "North",
            "Viet",
            "Nam",
            "Vietnamese",
            "US",
            "us",
            "U.S.",
            "policy",
            "mother",
            "in",
            "law",
            "laws",
            "mothers-in-law",
            "motherinlaw",
            "family",
            "families's",
            "labor",
            "labour's",
            "violence",
            "not",
            "no",
            "lack",
            "of",
            "failed",
            "to",
            "the",
            "and",
            "plan",
            "Mr.",
            "x",
        ],
        "ko" => &[
            "협력",
            "협력을",
            "협력를",
            "경제",
            "경제협력은",
            "비협력국",
            "갈등",
            "갈등이다",
            "갈등해결",
            "해결",
            "가정",
            "폭력",
            "가정폭력방지법과",
            "가정이",
            "정부",
            "의정부시",
            "행정부는",
            "한국",
            "한",
            "베트남",
            "한-베트남",
            "주베트남대사",
            "국제결혼",
            "결혼이주",
            "결혼식",
            "ODA를",
            "oda",
            "없다",
            "않았다",
            "못",
            "이",
            "늘었다.",
            "했다.베트남은",
            "들의",
            "적인",
            "하기로",
        ],
        _ => &[
            "hợp",
            "tác",
            "hợp tác",
            "xã",
            "xung",
            "đột",
            "xung đột",
            "giải",
            "quyết",
            "hoà",
            "hòa",
            "ho\u{e0}",
            "bình",
            "hoa\u{300}",
            "Hoà",
            "bạo",
            "lực",
            "gia",
            "đình",
            "gia đình",
            "Hàn",
            "Quốc",
            "Việt",
            "Nam",
            "học",
            "nghề",
            "khoa",
            "không",
            "chưa",
            "chẳng",
            "hề",
            "thiếu",
            "và",
            "co2",
        ],
    };
    let gap = prop_oneof![
        6 => Just(" "),
        1 => Just("-"),
        1 => Just(""),
        1 => Just("  "),
        1 => Just(". "),
        1 => Just(", "),
        1 => Just("\n"),
        1 => Just("\n\n"),
        1 => prop::sample::select(&["’s ", "'s ", "·", "\u{AD}", "\u{200B}", "_", "\u{A0}", "? ", "“", "”", "(", ") ", "! Ａ", "…", "—", "/", "²", "한", "漢", "1,5 ", "\r\n", "\u{301}", "İ", "Σ "][..]),
    ];
    prop::collection::vec((prop::sample::select(words), gap), 0..24)
        .prop_map(|pairs| pairs.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn any_text() -> impl Strategy<Value = Text> {
    let body = prop_oneof![
        3 => texts_of("en"),
        3 => texts_of("ko"),
        3 => texts_of("vi"),
        1 => (texts_of("ko"), texts_of("en"), texts_of("vi")).prop_map(|(a, b, c)| format!("{a}\n\n{b}\n\n{c}")),
        1 => "\\PC{0,80}",
    ];
    let language = prop_oneof![
        Just(None),
        Just(Some(Language::English)),
        Just(Some(Language::Korean)),
        Just(Some(Language::Vietnamese)),
        Just(Some(Language::Und)),
    ];
    (body.clone(), body, language, 0..4u8, 0..3i32).prop_map(|(title, text, language, n, year)| {
        Text {
            id: format!("d{n}"),
            year: 2000 + year,
            month: n,
            day: 0,
            source: format!("s{}", n % 2),
            kind: Kind::ALL[usize::from(n % 2)],
            language,
            title,
            text,
        }
    })
}

fn any_rules() -> impl Strategy<Value = Rules> {
    use reference::ScopeUnit::{Document, Sentence, Window};
    let scope = prop_oneof![Just(Document), Just(Sentence), Just(Window(1)), Just(Window(2))];
    let required = prop_oneof![
        Just(vec![]),
        Just(vec!["korea".to_owned(), "vietnam".to_owned()]),
        Just(vec!["korea".to_owned()]),
    ];
    (
        required,
        scope,
        any::<bool>(),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.15),
        any::<bool>(),
    )
        .prop_map(|(required, scope, home, overlap_all, plain, keep_duplicates)| Rules {
            required,
            scope,
            home,
            overlap_all,
            plain,
            keep_duplicates,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_hit_of_a_document(text in any_text(), rules in any_rules()) {
        let lexicon = lexicon();
        let instructions = instructions(&lexicon, &rules);
        compare(&lexicon, &reference::Counter::new(&lexicon, &rules), &mut Counter::new(&instructions), &text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_tally_of_a_corpus(texts in prop::collection::vec(any_text(), 0..8), rules in any_rules(), twice in any::<bool>()) {
        let lexicon = lexicon();
        let mut texts = texts;
        if twice && let Some(first) = texts.first().cloned() {
            texts.push(Text { id: "copy".to_owned(), year: 1999, ..first });
        }
        for (n, text) in texts.iter_mut().enumerate() {
            text.id = format!("{}-{n}", text.id);
        }
        prop_assert_eq!(fast_tally(&lexicon, &rules, &texts), reference::tally(&lexicon, &rules, &texts));
    }
}

/// Korean patterns whose first pieces are short, long, of ASCII, of both and of Hanja: few of them at a time, since what
/// some begin with decides where the others are looked for.
const PIECES: [&str; 14] = [
    "핵 실험",
    "핵+실험",
    "설 민생",
    "韓 國",
    "đa 베",
    "K+팝",
    "k팝스타",
    "3국",
    "제3국",
    "제3세계은행연합회의체",
    "oda",
    "가a나",
    "국제기구분담금",
    "국제 기구",
];

fn few_pieces() -> impl Strategy<Value = String> {
    let scope = prop::sample::select(&["word", "compound", "any"][..]);
    let scopes = prop::collection::vec(scope, 4);
    let pieces = prop::sample::subsequence(PIECES.to_vec(), 1..=4);
    (pieces, scopes).prop_map(|(pieces, scopes)| {
        let patterns: Vec<(&str, &str)> = pieces.into_iter().zip(scopes).collect();
        let term = |(n, (pattern, scope)): (usize, &(&str, &str))| {
            format!("[[term]]\nid = \"t{n}\"\nko = [{{ p = {pattern:?}, scope = {scope:?} }}]\n")
        };
        patterns.iter().enumerate().map(term).collect()
    })
}

fn text_of_pieces() -> impl Strategy<Value = String> {
    let parts = [
        "핵",
        "실험",
        "설",
        "민생",
        "韓",
        "國",
        "đa",
        "베",
        "k",
        "K",
        "팝",
        "팝스타",
        "3국",
        "제",
        "3",
        "국",
        "제3국",
        "제3세계은행연합회의체",
        "제3세계은행연합회",
        "ODA",
        "가a나",
        "가",
        "a",
        "나",
        "국제",
        "기구",
        "국제기구분담금",
        "국제기구분담",
        "을",
        "은",
        "적",
        "x",
        " ",
        " ",
        " ",
        " ",
        "-",
        ". ",
        "·",
        "1.5",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..60)
        .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn korean_pieces_of_every_kind(terms in few_pieces(), body in text_of_pieces()) {
        let lexicon = Lexicon::parse(&[("pieces.toml".to_owned(), terms)]).unwrap();
        let rules = Rules::default();
        let text = Text { language: Some(Language::Korean), text: body, ..text_of("{}", 1) };
        let instructions = instructions(&lexicon, &rules);
        compare(&lexicon, &reference::Counter::new(&lexicon, &rules), &mut Counter::new(&instructions), &text);
    }
}

/// The folder of real texts, if it is there.
fn data() -> Option<PathBuf> {
    let given = std::env::var_os("KEYTREND_DATA").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    given.or(Some(beside)).filter(|folder| folder.is_dir())
}

#[test]
fn every_hit_of_real_texts() {
    let Some(data) = data() else {
        println!("skipped: no folder of real texts (set KEYTREND_DATA)");
        return;
    };
    let lexicon = Lexicon::parse(&builtin::lexicon_files()).unwrap();
    let both = vec!["korea".to_owned(), "vietnam".to_owned()];
    let rules =
        Rules { required: both, scope: reference::ScopeUnit::Window(2), ..Rules::default() };
    let plain = reference::Counter::new(&lexicon, &rules);
    let instructions = instructions(&lexicon, &rules);
    let mut compared = 0;
    for file in [
        "petitions_ko/petitions_ko_2019-04_06.jsonl.zst",
        "wikinews_ko/wikinews_ko_2009-2023.jsonl.zst",
        "epic_ko/epic_ko_2022-2023H1.jsonl.zst",
        "vnlaw_vi/vnlaw_vi_2015-2025.jsonl.zst",
        "unc_vi/unc_vi_2019-2021.jsonl.zst",
        "inaugural_en/inaugural_en_1789-2025.jsonl.zst",
        "ungdc_en/ungdc_en_1970-2021_50countries.jsonl.zst",
        "ungdc_en/ungdc_en_1970-2021_rest.jsonl.zst",
    ] {
        let packed = std::fs::read(data.join(file)).unwrap();
        let lines = String::from_utf8(zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
        let texts: Vec<Text> =
            lines.lines().enumerate().map(|(n, line)| text_of(line, n)).collect();
        compared += texts.len();
        texts.par_chunks(64).for_each(|texts| {
            let mut fast = Counter::new(&instructions);
            texts.iter().for_each(|text| compare(&lexicon, &plain, &mut fast, text));
        });
        println!("{file}: {} documents agree", texts.len());
    }
    assert!(compared > 27_000);
}

/// A line as a text; every third without its language, so that it is detected.
fn text_of(line: &str, n: usize) -> Text {
    let object: serde_json::Value = serde_json::from_str(line).unwrap();
    let get = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
    Text {
        id: get("id"),
        year: 2000,
        month: 0,
        day: 0,
        source: String::new(),
        kind: Kind::News,
        language: Language::from_code(&get("lang")).filter(|_| !n.is_multiple_of(3)),
        title: get("title"),
        text: get("text"),
    }
}

/// Keyword counts per year that another program made by a plain rule, and wrote down with the texts.
#[test]
fn plain_mode_gives_the_golden_counts() {
    let Some(data) = data() else {
        println!("skipped: no folder of real texts (set KEYTREND_DATA)");
        return;
    };
    let golden = std::fs::read_to_string(data.join("golden/reference_counts.json")).unwrap();
    let golden: serde_json::Value = serde_json::from_str(&golden).unwrap();
    let mut compared = 0;
    for (file, set) in golden["sets"].as_object().unwrap() {
        if !file.ends_with(".jsonl.zst") {
            continue;
        }
        let packed = std::fs::read(data.join(file)).unwrap();
        let lines = String::from_utf8(zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
        let keywords: Vec<&String> = set["keywords"].as_object().unwrap().keys().collect();
        let code = file.split('/').next().unwrap().rsplit('_').next().unwrap();
        let terms: String = keywords
            .iter()
            .enumerate()
            .map(|(n, keyword)| {
                format!("[[term]]\nid = \"t{n}\"\nstance = \"conflict\"\n{code} = [{keyword:?}]\n")
            })
            .collect();
        let lexicon = Lexicon::parse(&[("golden".to_owned(), terms)]).unwrap();
        let instructions = instructions(&lexicon, &Rules { plain: true, ..Rules::default() });
        let mut counter = Counter::new(&instructions);
        let mut counts: std::collections::BTreeMap<(String, usize), (u64, u64)> =
            Default::default();
        for line in lines.lines() {
            let object: serde_json::Value = serde_json::from_str(line).unwrap();
            let year = match &object["date"] {
                serde_json::Value::String(date) => date[..4].to_owned(),
                _ => object["year"].to_string(),
            };
            let text = Text {
                title: String::new(),
                language: Language::from_code(code),
                ..text_of(line, 1)
            };
            let document = document(&text);
            let (row, _) = counter.row(&document);
            for n in 0..keywords.len() {
                let hits = row.hits.iter().filter(|hit| usize::from(hit.term) == n).count() as u64;
                let entry = counts.entry((year.clone(), n)).or_default();
                *entry = (entry.0 + hits, entry.1 + u64::from(hits > 0));
            }
        }
        counts.retain(|_, counts| counts.0 > 0);
        for (n, keyword) in keywords.iter().enumerate() {
            for (year, expected) in set["keywords"][keyword.as_str()].as_object().unwrap() {
                let expected = (expected[0].as_u64().unwrap(), expected[1].as_u64().unwrap());
                let ours = counts.remove(&(year.clone(), n)).unwrap_or_default();
                assert_eq!(ours, expected, "{keyword} in {year} of {file}");
                compared += 1;
            }
        }
        assert!(counts.is_empty(), "{file}: {counts:?}");
    }
    println!("{compared} golden counts are right");
    assert!(compared > 300);
}
