//! Tests of the reference counter itself.

#![allow(clippy::print_stdout, reason = "what was skipped, and how well the gold sets were met")]

mod reference;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use keytrend::document::Language;
use keytrend::document::Language::{English, Korean, Und, Vietnamese};
use keytrend::lexicon::Lexicon;
use proptest::prelude::*;
use reference::{Counted, Rules, ScopeUnit, Text, count, normal, sentences, tally, words};
use unicode_normalization::UnicodeNormalization;

fn lexicon(toml: &str) -> Lexicon {
    match Lexicon::parse(&[("test.toml".to_owned(), toml.to_owned())]) {
        Ok(lexicon) => lexicon,
        Err(error) => panic!("{error:?}"),
    }
}

fn text(language: Language, text: &str) -> Text {
    Text { language: Some(language), text: text.to_owned(), ..Text::default() }
}

/// One term `t` with these patterns.
fn one(language: Language, patterns: &str) -> Lexicon {
    lexicon(&format!("[[term]]\nid = \"t\"\n{} = [{patterns}]\n", language.code()))
}

fn show(document: &Text, counted: &Counted) -> Vec<String> {
    let show = |hit: &reference::Hit| {
        let place = if hit.in_title { &document.title } else { &document.text };
        let negated = if hit.negated { " negated" } else { "" };
        let term = if hit.term == "t" { String::new() } else { format!("{}: ", hit.term) };
        format!("{term}{} {}{negated}", &place[hit.start..hit.end], hit.class)
    };
    counted.hits.iter().map(show).collect()
}

#[track_caller]
fn check(language: Language, patterns: &str, body: &str, expected: &[&str]) {
    let document = text(language, body);
    let counted = count(&one(language, patterns), &Rules::default(), &document);
    assert_eq!(show(&document, &counted), expected, "{patterns} in {body}");
}

const WORKED: &str = r#"
    [[actor]]
    id = "korea"
    home = "ko"
    en = ["Korea", "Korean"]
    ko = ["한국"]
    vi = ["Hàn Quốc"]
    [[actor]]
    id = "vietnam"
    home = "vi"
    en = ["Vietnam", "Viet Nam"]
    ko = [{ p = "베트남", scope = "any" }]
    vi = ["Việt Nam"]
    [[term]]
    id = "cooperation"
    stance = "cooperation"
    en = ["cooperation"]
    ko = ["협력"]
    vi = [{ p = "hợp tác", except = ["hợp tác xã"] }]
    [[term]]
    id = "conflict"
    stance = "conflict"
    en = ["conflict"]
    ko = ["갈등"]
    vi = ["xung đột"]
    [[term]]
    id = "conflict-resolution"
    stance = "cooperation"
    en = ["conflict resolution"]
    [[term]]
    id = "domestic-violence"
    stance = "conflict"
    en = ["domestic violence"]
    ko = ["가정+폭력"]
    vi = ["bạo lực gia đình"]
"#;

#[test]
fn the_worked_example() {
    let lexicon = lexicon(WORKED);
    let rules = Rules { required: vec!["korea".into(), "vietnam".into()], ..Rules::default() };
    let cases: [(Language, &str, u64, &[&str]); 5] = [
        (
            English,
            "Korea and Vietnam deepen cooperation. Cooperations in conflict resolution continue; no conflict is reported.",
            14,
            &[
                "cooperation: cooperation exact",
                "cooperation: Cooperations exact",
                "conflict-resolution: conflict resolution exact",
                "conflict: conflict exact negated",
            ],
        ),
        (
            Korean,
            "가정폭력이 늘었다.베트남 이주여성 가정 폭력의 원인은 갈등이다.",
            8,
            &[
                "domestic-violence: 가정폭력 josa",
                "domestic-violence: 가정 폭력 josa",
                "conflict: 갈등 copula",
            ],
        ),
        (
            Vietnamese,
            "Hàn Quốc và Việt Nam hợp tác chống bạo lực gia đình; các hợp tác xã cũng dự.",
            18,
            &["cooperation: hợp tác exact", "domestic-violence: bạo lực gia đình exact"],
        ),
        (
            Korean,
            "베트남 가정폭력방지법과 갈등관계, 협력적 논의; 경제협력은 비협력국 사이에",
            8,
            &[
                "domestic-violence: 가정폭력 compound",
                "conflict: 갈등 compound",
                "cooperation: 협력 derived",
                "cooperation: 협력 compound",
            ],
        ),
        (English, "Korean co-operation with Viet Nam's co operatives", 8, &[]),
    ];
    for (language, body, expected_words, expected) in cases {
        for given in [Some(language), None] {
            let document = Text { language: given, ..text(language, body) };
            let counted = count(&lexicon, &rules, &document);
            assert_eq!(counted.language, language, "{body}");
            assert_eq!(counted.words, BTreeMap::from([(language, expected_words)]), "{body}");
            assert_eq!(show(&document, &counted), expected, "{body}");
            assert!(counted.in_scope && counted.hits.iter().all(|hit| hit.in_scope), "{body}");
        }
    }
    check(English, r#""co-operation""#, cases[4].1, &["co-operation exact"]);
}

#[test]
fn normal_form() {
    let cases = [
        ("Ａ＿Ｂ", "a b"),
        ("it’s ＇x＇ a–b−c‐d", "it's 'x' a-b-c-d"),
        ("co\u{AD}op\u{200B}er\u{FEFF}ate", "cooperate"),
        ("외교·안보\u{A0}한ㆍ베", "외교 안보 한 베"),
        ("a\tb\r\nc\u{2028}d", "a b  c d"),
        ("가\u{1100}\u{1161}e\u{301}", "가가é"),
        ("ΟΔΟΣ ΣΑΣ İ", "οδος σας i\u{307}"),
    ];
    for (text, expected) in cases {
        assert_eq!(normal(text).0, expected, "{text}");
    }
    assert_eq!(
        normal("x\u{AD}é e\u{301}İ"),
        ("xé éi\u{307}".into(), vec![0, 3, 3, 5, 6, 6, 9, 9, 9])
    );
    let document = text(English, "The co\u{AD}operation\u{AD} of WORKS\u{200B}, ﬁne");
    let counted = count(&one(English, r#""cooperation""#), &Rules::default(), &document);
    assert_eq!(show(&document, &counted), ["co\u{AD}operation exact"]);
}

#[test]
fn words_of_a_normal_form() {
    let cases: [(&str, &[&str]); 8] = [
        ("지원했다.베트남은", &["지원했다", "베트남은"]),
        ("한국 베트남", &["한국", "베트남"]),
        ("u.s. embassy's dogs' don't 'x'", &["u", "s", "embassy's", "dogs", "don't", "x"]),
        ("1,000.5 7.5.2012, 3. 1.x", &["1,000.5", "7.5.2012", "3", "1", "x"]),
        ("a:b a;b 1:2 r&d 50% 10kg", &["a", "b", "a", "b", "1", "2", "r", "d", "50", "10kg"]),
        ("(주)한국 fta로 코로나19의", &["주", "한국", "fta로", "코로나19의"]),
        ("x² ½ ① ⅳ", &["x", "²", "½", "①", "ⅳ"]),
        ("co-operation 23-3", &["co", "operation", "23", "3"]),
    ];
    for (text, expected) in cases {
        let found: Vec<&str> = words(text).into_iter().map(|word| &text[word]).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn sentence_ends() {
    let cases: &[(&str, &[&str])] = &[
        ("One. Two! Three?! Four… Five", &["One.", "Two!", "Three?!", "Four…", "Five"]),
        ("Mr. Kim met Dr. Lee. They left.", &["Mr. Kim met Dr. Lee.", "They left."]),
        ("The U.S. Embassy. John F. Kennedy.", &["The U.S. Embassy.", "John F. Kennedy."]),
        (
            "It rose 3.5 percent. \"Why?\" he asked.",
            &["It rose 3.5 percent.", "\"Why?\" he asked."],
        ),
        ("그는 \"간다.\"고 말했다. 끝", &["그는 \"간다.\"고 말했다.", "끝"]),
        ("늘었다.베트남은 줄었죠.한국", &["늘었다.", "베트남은 줄었죠.", "한국"]),
        ("늘었다!베트남 늘었다..베트남 U.S.한국", &["늘었다!베트남 늘었다..베트남 U.S.한국"]),
        ("He left. *** She came.", &["He left.", "*** She came."]),
        ("He left. ***. She came.", &["He left.", "She came."]),
        ("Heading\nFirst line\nsecond line", &["Heading", "First line", "second line"]),
        (
            "This line is longer than forty characters and\ngoes on in the next. A new one begins here and it\nalso goes on.\n\nblank",
            &[
                "This line is longer than forty characters and\ngoes on in the next.",
                "A new one begins here and it\nalso goes on.",
                "blank",
            ],
        ),
        ("TS. Trần và TP. HCM. Hết", &["TS. Trần và TP. HCM.", "Hết"]),
        ("", &[]),
    ];
    for (text, expected) in cases {
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(&found, expected, "{text}");
    }
}

#[test]
fn languages() {
    type Case = (&'static str, &'static str, Language, &'static [(Language, u64)]);
    let cases: [Case; 8] = [
        ("", "The ministers of trade and of labour met.", English, &[(English, 8)]),
        ("", "Chính phủ họp hôm nay.", Vietnamese, &[(Vietnamese, 5)]),
        ("제목", "Short", Und, &[(Korean, 1), (Und, 1)]),
        (
            "",
            "한국과 베트남이 협력한다.\n\nThe two countries work with each other.",
            English,
            &[(English, 7), (Korean, 3)],
        ),
        ("", "2019\n\n한국의 경제 협력", Korean, &[(Korean, 4)]),
        (
            "",
            "Le ministre des affaires étrangères a rencontré son homologue à Paris.",
            Und,
            &[(Und, 11)],
        ),
        ("2019", "12", Und, &[(Und, 2)]),
        ("", "Министры встретились", Und, &[(Und, 2)]),
    ];
    for (title, body, language, expected) in cases {
        let document = Text { language: None, title: title.into(), ..text(Und, body) };
        let counted = count(&lexicon(WORKED), &Rules::default(), &document);
        assert_eq!(counted.language, language, "{title} {body}");
        assert_eq!(counted.words, BTreeMap::from_iter(expected.iter().copied()), "{title} {body}");
    }
}

#[test]
fn english_forms() {
    let words =
        |body: &str| -> Vec<String> { body.split(", ").map(|w| format!("{w} exact")).collect() };
    let all = |patterns: &str, body: &str| {
        let expected = words(body);
        check(English, patterns, body, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    };
    all(r#""agreement""#, "agreement, Agreements, agreement's, AGREEMENT’S");
    all(r#""company""#, "company, companies, company's");
    all(r#""woman""#, "woman, women, women's, woman's");
    all(r#""women""#, "woman, women, women's");
    all(r#""veto""#, "veto, vetos, vetoes");
    all(r#"{ p = "visit", v = true }"#, "visit, visits, visited, visiting, visitted, visit's");
    all(r#"{ p = "commit", v = true }"#, "committed, committing, commits");
    all(r#"{ p = "agree", v = true }"#, "agreed, agreeing, agrees");
    all(r#"{ p = "tie", v = true }"#, "tied, tying, ties");
    all(r#"{ p = "carry", v = true }"#, "carried, carrying, carries");
    all(r#"{ p = "meet", v = true }"#, "met, meeting, meets");
    all(
        r#"{ p = "sign agreement", v = true }"#,
        "signed agreement, signing agreements, sign agreement",
    );
    all(r#"{ p = "co-operate", v = true }"#, "co-operated, cooperating, co operates");
    all(r#""organisation""#, "organization, organisations, organization's");
    all(r#""labor dispute""#, "labour disputes, labor dispute's");
    all(
        r#""mother-in-law""#,
        "mother-in-law, mothers in law, motherinlaw, mother-inlaws, mothersin-law",
    );
    all(r#""cooperat*""#, "cooperat, cooperation, cooperating's");
    all(r#""u.s. troops""#, "u.s. troops, u s troops, U.S troops");
    all(r#""hợp tác""#, "hợp tác");
    all(r#""g7""#, "G7, G7's, g7s");
    check(English, r#""u.s. troops""#, "U.S's troops", &[]);
    check(English, r#""women""#, "womens", &[]);
    check(English, r#""=work""#, "work works work's", &["work exact"]);
    check(English, r#""=labour""#, "labor", &[]);
    check(English, r#""port""#, "support ports airport port-side", &["ports exact", "port exact"]);
    check(
        English,
        r#""free trade""#,
        "free, trade free\t trade free -trade",
        &["free\t trade exact", "free -trade exact"],
    );
    check(English, r#""free trade""#, "free. Trade", &[]);
    check(
        English,
        r#"{ p = "WHO", case = true }"#,
        "WHO who Who WHO's WHOs",
        &["WHO exact", "WHO's exact", "WHOs exact"],
    );
    check(
        English,
        r#"{ p = "trade", except = ["trade union"] }"#,
        "trade unions and trade",
        &["trade exact"],
    );
    check(
        English,
        r#""/trade (war|wars of \\w+)/""#,
        "Trade wars of words, fair trade war",
        &["Trade wars of words exact", "trade war exact"],
    );
}

#[test]
fn english_exceptions() {
    let abuse = r#"{ p = "abuse", v = true, except = ["drug abuse", "anti-abuse"] }"#;
    check(
        English,
        abuse,
        "Drug abuses, abused, anti abuse; drug; abuse",
        &["abused exact", "abuse exact"],
    );
    check(
        English,
        r#""workers' strike""#,
        "workers’ strikes, workers strike, worker's strike",
        &["workers’ strikes exact", "workers strike exact"],
    );
    check(
        English,
        r#"{ p = "US", case = true, except = ["US dollar"] }"#,
        "US Dollars for US and us",
        &["US exact"],
    );
    check(English, r#"{ p = "/W[A-Z]O/", case = true }"#, "WTO and Wto", &["WTO exact"]);
    check(
        English,
        r#""in*ation""#,
        "inflation innovation in station",
        &["inflation exact", "innovation exact"],
    );
    check(English, r#""g?""#, "G7 g20 gg", &["G7 exact", "gg exact"]);
}

#[test]
fn korean_classes() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "협력",
            "협력 협력은 협력을 협력으로 협력에서의",
            &["협력 exact", "협력 josa", "협력 josa", "협력 josa", "협력 josa"],
        ),
        // The wrong shape of a josa leaves a longer noun.
        ("협력", "협력는 협력를 협력로", &["협력 compound"; 3]),
        ("여행", "여행로 여행으로", &["여행 compound", "여행 josa"]),
        ("연말", "연말로 연말으로", &["연말 josa", "연말 compound"]),
        ("여성", "여성들 여성들의 여성들이다 여성들과의", &["여성 plural"; 4]),
        (
            "국가",
            "국가다 국가였다 국가인 국가인이",
            &["국가 copula", "국가 copula", "국가 copula", "국가 compound"],
        ),
        ("협력", "협력등을 협력때문에 협력중이다", &["협력 light"; 3]),
        (
            "협력",
            "협력하는 협력한다 협력했다 협력합니다 협력합 협력시키는 협력시",
            &[
                "협력 verbal",
                "협력 verbal",
                "협력 verbal",
                "협력 verbal",
                "협력 compound",
                "협력 verbal",
                "협력 compound",
            ],
        ),
        ("협력", "협력적 협력적인 협력적응", &["협력 derived", "협력 derived", "협력 compound"]),
        ("협력", "경제협력은 협력국 비협력국", &["협력 compound", "협력 compound"]),
        ("fta", "FTA은 FTA는 한미FTA", &["FTA josa", "FTA josa", "FTA compound"]),
        (
            "가정+폭력",
            "가정폭력 가정 폭력을 성가정 폭력 가정-폭력범 가정, 폭력 가정의 폭력",
            &["가정폭력 exact", "가정 폭력 josa", "가정 폭력 compound", "가정-폭력 compound"],
        ),
        (
            "묻지마+폭행+사건",
            "묻지마폭행 사건이 묻지마 폭행사건 묻지마 폭행 사건",
            &["묻지마폭행 사건 josa", "묻지마 폭행사건 exact", "묻지마 폭행 사건 exact"],
        ),
    ];
    for (pattern, body, expected) in cases {
        check(Korean, &format!("{pattern:?}"), body, expected);
    }
    check(Korean, r#"{ p = "협력", scope = "word" }"#, "협력은 경제협력 협력국", &["협력 josa"]);
    check(
        Korean,
        r#"{ p = "베트남", scope = "any" }"#,
        "주베트남대사 베트남은",
        &["베트남 compound", "베트남 josa"],
    );
    check(Korean, r#"{ p = "법", scope = "any" }"#, "법을 노동법 법률", &["법 josa"]);
    check(
        Korean,
        r#"{ p = "정부", except = ["의정부", "행정부"] }"#,
        "의정부시 행정부와 정부는 한국정부",
        &["정부 josa", "정부 compound"],
    );
    check(
        Korean,
        r#""협력""#,
        "협력이 없다. 협력은 그러나 않았다 협력이 아주 많이 없다",
        &["협력 josa negated", "협력 josa negated", "협력 josa"],
    );
    let two = lexicon(
        "[[term]]\nid = \"a\"\nko = [\"결혼\"]\n[[term]]\nid = \"b\"\nko = [\"이주여성\"]\n[[term]]\nid = \"c\"\nko = [\"여성\"]\n",
    );
    let document = text(Korean, "결혼이주여성들의");
    let shown = |rules: Rules| show(&document, &count(&two, &rules, &document));
    assert_eq!(shown(Rules::default()), ["a: 결혼 compound", "b: 이주여성 compound"]);
    let all = Rules { overlap_all: true, ..Rules::default() };
    assert_eq!(shown(all), ["a: 결혼 compound", "b: 이주여성 compound", "c: 여성 compound"]);
}

#[test]
fn vietnamese_keys() {
    check(
        Vietnamese,
        r#""hòa bình""#,
        "hoà bình HÒA BÌNH ho\u{300}a bi\u{300}nh hóa bình",
        &["hoà bình exact", "HÒA BÌNH exact", "ho\u{300}a bi\u{300}nh exact"],
    );
    check(Vietnamese, r#""học""#, "học nghề, khoa học và học", &["học exact", "học exact"]);
    check(
        Vietnamese,
        r#""hợp tác""#,
        "không có hợp tác; chưa từng có sự hợp tác",
        &["hợp tác exact negated", "hợp tác exact"],
    );
    check(
        Vietnamese,
        r#"{ p = "người dân", except = ["người dân tộc"] }"#,
        "người dân tộc, người dân",
        &["người dân exact"],
    );
}

/// What the contract says and probably does not mean; if one of these fails, the contract has been mended.
#[test]
fn oddities_of_the_contract() {
    // The digit of a tone is also a digit.
    check(Vietnamese, r#""có thể""#, "co2 thể", &["co2 thể exact"]);
    // UAX #29 parts what the maximal run would join.
    assert_eq!(words("x² 韓베트남 カかな").len(), 2 + 2 + 3);
    // Only precomposed syllables end a sentence without white space.
    assert_eq!(sentences("늘었다.한국").len(), 2);
    assert_eq!(sentences(&"늘었다.한국".nfd().collect::<String>()).len(), 1);
    // Full-width marks end none.
    assert_eq!(sentences("늘었나？ 한국！ 베트남").len(), 1);
    // A josa may follow itself.
    check(Korean, r#""협력""#, "협력의의", &["협력 josa"]);
    // No contraction is a negator.
    check(English, r#""cooperation""#, "They don't want cooperation", &["cooperation exact"]);
    // The possessive of an abbreviation with full stops is two words.
    check(English, r#""u.s. policy""#, "the U.S.'s policy", &[]);
}

#[test]
fn one_place_one_term() {
    let lexicon = lexicon(
        "[[term]]\nid = \"a\"\nen = [\"datum\"]\n[[term]]\nid = \"b\"\nen = [\"data\", \"free trade\"]\n[[term]]\nid = \"c\"\nen = [\"trade war\", \"free\"]",
    );
    let document = text(English, "Data on free trade wars");
    let counted = count(&lexicon, &Rules::default(), &document);
    assert_eq!(show(&document, &counted), ["b: Data exact", "b: free trade exact"]);
    let all = Rules { overlap_all: true, ..Rules::default() };
    let counted = count(&lexicon, &all, &document);
    let expected = [
        "a: Data exact",
        "b: Data exact",
        "c: free exact",
        "b: free trade exact",
        "c: trade wars exact",
    ];
    assert_eq!(show(&document, &counted), expected);
}

#[test]
fn scopes() {
    let lexicon = lexicon(WORKED);
    let required = vec!["korea".to_owned(), "vietnam".to_owned()];
    let body = "Korea spoke. Conflict one. Vietnam spoke. Conflict two. Nothing. Korea and Vietnam in conflict.";
    let document = Text { title: "A title".into(), ..text(English, body) };
    let seen = |scope, home, document: &Text| -> (Vec<bool>, u64) {
        let rules = Rules { required: required.clone(), scope, home, ..Rules::default() };
        let counted = count(&lexicon, &rules, document);
        let hits = counted.hits.iter().map(|hit| hit.in_scope).collect();
        (hits, counted.words_in_scope.values().sum())
    };
    assert_eq!(seen(ScopeUnit::Document, true, &document), (vec![true; 3], 16));
    assert_eq!(seen(ScopeUnit::Sentence, true, &document), (vec![false, false, true], 5));
    assert_eq!(seen(ScopeUnit::Window(1), true, &document), (vec![true, false, true], 8));
    let korean = text(Korean, "베트남과의 협력. 갈등");
    assert_eq!(seen(ScopeUnit::Document, true, &korean), (vec![true; 2], 3));
    assert_eq!(seen(ScopeUnit::Document, false, &korean), (vec![false; 2], 0));
    assert_eq!(seen(ScopeUnit::Sentence, true, &korean), (vec![true, false], 2));
}

#[test]
fn tallies() {
    let lexicon = lexicon(WORKED);
    let first = Text {
        id: "b".into(),
        source: "x".into(),
        ..text(English, "Conflict and cooperation. No conflict.")
    };
    let again = Text {
        id: "a".into(),
        source: "y".into(),
        text: "conflict and\u{A0}cooperation. no conflict.".into(),
        ..first.clone()
    };
    let texts = [first.clone(), again.clone()];
    let rules = Rules::default();
    let found = tally(&lexicon, &rules, &texts);
    assert_eq!(found, tally(&lexicon, &rules, std::slice::from_ref(&again)));
    let keep = Rules { keep_duplicates: true, ..Rules::default() };
    let both = tally(&lexicon, &keep, &[first]).merge(found.clone());
    assert_eq!(tally(&lexicon, &keep, &texts), both);
    let (cell, counts) = found.cells.first_key_value().expect("one cell");
    assert_eq!((counts.documents, counts.documents_with_both, counts.words), (1, 1, 5));
    // `no` begins with a small letter: no sentence ends before it.
    assert_eq!(counts.sentences, 1);
    let conflict = lexicon.term_id("conflict").expect("a term");
    let cooperation = lexicon.term_id("cooperation").expect("a term");
    let of_conflict = found.terms[&(cell.clone(), conflict)];
    assert_eq!(
        (of_conflict.hits, of_conflict.hits_negated, of_conflict.documents, of_conflict.sentences),
        (2, 1, 1, 1)
    );
    assert_eq!(found.pairs[&(English, conflict, cooperation)].sentences, 1);
    let (article, documents) = found.articles.first_key_value().expect("one row");
    assert_eq!((article.cooperation, article.conflict, *documents), (1, 2, 1));
}

/// `KEYTREND_DATA`, or the folder of shared data beside the project.
fn data(path: &str) -> Option<PathBuf> {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("KEYTREND_DATA").map_or(default, PathBuf::from);
    let path = folder.join(path);
    if !path.exists() {
        println!("skipped: no {}", path.display());
    }
    path.exists().then_some(path)
}

fn unpacked(path: PathBuf) -> String {
    let bytes = std::fs::read(path).expect("a file");
    String::from_utf8(zstd::decode_all(bytes.as_slice()).expect("zstd")).expect("UTF-8")
}

#[test]
fn sentences_of_the_gold_sets() {
    let sets = [("en-pud", 0.996), ("ko-news", 0.995), ("ko-gsd", 0.995), ("vi-vtb", 0.97)];
    for (set, target) in sets {
        let Some(path) = data(&format!("gold/sp-{set}.txt.zst")) else { continue };
        let (mut right, mut found, mut expected) = (0, 0, 0);
        for line in unpacked(path).lines() {
            let parts: Vec<&str> = line.split('\u{1F}').collect();
            let text = parts.join(" ");
            // By where sentences begin: a piece without a word is no sentence.
            let mut at = 0;
            let mut gold = BTreeSet::new();
            for part in &parts {
                gold.insert(at);
                at += part.len() + 1;
            }
            let mut ours: BTreeSet<usize> =
                sentences(&text).into_iter().map(|range| range.start).collect();
            gold.remove(&0);
            ours.remove(&0);
            right += gold.intersection(&ours).count();
            found += ours.len();
            expected += gold.len();
            for wrong in gold.symmetric_difference(&ours) {
                let before = text[..*wrong].char_indices().rev().nth(30).map_or(0, |(at, _)| at);
                let after =
                    text[*wrong..].char_indices().nth(20).map_or(text.len(), |(at, _)| wrong + at);
                let kind = if gold.contains(wrong) { "missed" } else { "too much" };
                println!("{set} {kind}: {}| {}", &text[before..*wrong], &text[*wrong..after]);
            }
        }
        let f1 = 2.0 * right as f64 / (found + expected) as f64;
        let (precision, recall) = (right as f64 / found as f64, right as f64 / expected as f64);
        println!(
            "{set}: precision {precision:.4}, recall {recall:.4}, F1 {f1:.4} (target {target})"
        );
        assert!(f1 >= target, "{set}: F1 {f1:.4}");
    }
}

#[test]
fn plain_mode() {
    let document =
        text(English, "Cooperate, co-operation; uncooperative cooperators' ACONFLICT conflicts.");
    let rules = Rules { plain: true, ..Rules::default() };
    let counted = count(&one(English, r#""cooperat*", "conflict", "co*or""#), &rules, &document);
    assert_eq!(
        show(&document, &counted),
        ["Cooperate plain", "cooperator plain", "cooperators plain", "conflict plain"]
    );
    let document = text(Korean, "경제협력 협력협력 비협력국");
    assert_eq!(count(&one(Korean, r#""협력""#), &rules, &document).hits.len(), 4);
}

#[test]
fn plain_counts_of_the_golden_file() {
    let Some(path) = data("golden/reference_counts.json") else { return };
    let golden: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON");
    for (set, expected) in golden["sets"].as_object().expect("sets") {
        if !set.ends_with(".jsonl.zst") {
            continue;
        }
        let Some(path) = data(set) else { continue };
        let keywords: Vec<&String> =
            expected["keywords"].as_object().expect("keywords").keys().collect();
        let language = match set {
            set if set.contains("_en") => English,
            set if set.contains("_vi") => Vietnamese,
            _ => Korean,
        };
        let term = |(i, keyword): (usize, &&String)| {
            format!("[[term]]\nid = \"t{i}\"\n{} = [{keyword:?}]\n", language.code())
        };
        let lexicon = lexicon(&keywords.iter().enumerate().map(term).collect::<String>());
        let rules = Rules { plain: true, ..Rules::default() };
        let counter = reference::Counter::new(&lexicon, &rules);
        let mut found: BTreeMap<(usize, i64), (u64, u64)> = BTreeMap::new();
        for line in unpacked(path).lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let year = match &row["year"] {
                serde_json::Value::Null => {
                    row["date"].as_str().expect("a date")[..4].parse().expect("a year")
                }
                year => year.as_i64().expect("a year"),
            };
            let counted = counter.count(&text(language, row["text"].as_str().expect("a text")));
            for i in 0..keywords.len() {
                let hits = counted.hits.iter().filter(|hit| hit.term == format!("t{i}")).count();
                if hits > 0 {
                    let (occurrences, documents) = found.entry((i, year)).or_default();
                    *occurrences += hits as u64;
                    *documents += 1;
                }
            }
        }
        let mut wanted = BTreeMap::new();
        for (i, keyword) in keywords.iter().enumerate() {
            for (year, numbers) in
                expected["keywords"][keyword.as_str()].as_object().expect("years")
            {
                let number = |at: usize| numbers[at].as_u64().expect("a number");
                wanted.insert((i, year.parse().expect("a year")), (number(0), number(1)));
            }
        }
        println!("{set}: {} numbers", wanted.len() * 2);
        assert_eq!(found, wanted, "{set}");
    }
}

/// Any text, with many of the characters that rules speak of.
fn any_text() -> impl Strategy<Value = String> {
    let spoken_of = "aeKyZ ..!?…。\"'”’)»(\n\r\t\u{2028}\u{A0}\u{AD}\u{200B}_-–,;:1٣½\u{301}\u{323}\u{31B}\u{345}\u{3099}ΣσİßơĐ\
        다요협력가각\u{1100}\u{1161}\u{11A8}韓かカㆍ·＿ＡقU.S.";
    let spoken_of: Vec<char> = spoken_of.chars().collect();
    let word = prop::sample::select(vec![
        "cooperation",
        "conflict ",
        "다.",
        "가정 폭력",
        "협력은",
        "Korea",
        "Việt Nam ",
        "hợp tác",
        "\n\n",
        "U.S. ",
        "x' ",
    ]);
    let piece = prop_oneof![
        6 => prop::sample::select(spoken_of).prop_map(String::from),
        2 => word.prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn normal_forms_lead_back(text in any_text()) {
        let plain = reference::text::prepare(&text, false);
        prop_assert_eq!(&plain.text, &text.nfc().collect::<String>().to_lowercase());
        let (normal, starts) = normal(&text);
        prop_assert_eq!(normal.len(), starts.len());
        prop_assert!(starts.is_sorted());
        prop_assert!(starts.iter().all(|start| text.is_char_boundary(*start) && *start < text.len()));
        let all: Vec<_> = words(&normal);
        prop_assert!(all.windows(2).all(|pair| pair[0].end <= pair[1].start));
        let pieces = reference::text::pieces(&text);
        prop_assert!(pieces.windows(2).all(|pair| pair[0].end == pair[1].start));
        prop_assert!(sentences(&text).len() <= pieces.len());
    }

    #[test]
    fn counts_agree_with_themselves(title in any_text(), body in any_text(), plain: bool, overlap_all: bool, window in 0..3u32) {
        let lexicon = lexicon(WORKED);
        let scope = match window { 0 => ScopeUnit::Document, n => ScopeUnit::Window(n - 1) };
        let rules = Rules { required: vec!["korea".into()], scope, plain, overlap_all, ..Rules::default() };
        let document = Text { language: None, title, ..text(English, &body) };
        let document = Text { language: None, ..document };
        let counted = count(&lexicon, &rules, &document);
        let sum = |counts: &BTreeMap<Language, u64>| counts.values().sum::<u64>();
        prop_assert_eq!(sum(&counted.sentences) as usize, sentences(&document.title).len() + sentences(&document.text).len());
        prop_assert_eq!(sum(&counted.words) as usize, words(&normal(&document.title).0).len() + words(&normal(&document.text).0).len());
        prop_assert!(sum(&counted.words_in_scope) <= sum(&counted.words));
        for hit in &counted.hits {
            let place = if hit.in_title { &document.title } else { &document.text };
            prop_assert!(!place[hit.start..hit.end].is_empty());
            prop_assert!((hit.sentence as u64) < sum(&counted.sentences));
        }
        let found = tally(&lexicon, &rules, std::slice::from_ref(&document));
        let hits: u64 = found.terms.values().map(|counts| counts.hits + counts.hits_outside).sum();
        prop_assert_eq!(hits as usize, counted.hits.len());
    }
}

/// How long real text takes; by hand, with `--run-ignored all`.
#[test]
#[ignore = "takes minutes"]
fn real_text() {
    let folder = std::env::var("KEYTREND_LEXICON").unwrap_or("corpus/lexicon".to_owned());
    let mut files = vec![];
    for entry in std::fs::read_dir(folder).expect("a folder of lexicon files") {
        let path = entry.expect("an entry").path();
        files.push((path.display().to_string(), std::fs::read_to_string(path).expect("a file")));
    }
    let lexicon = Lexicon::parse(&files).expect("a lexicon");
    let rules = Rules {
        required: vec!["korea".into(), "vietnam".into()],
        scope: ScopeUnit::Window(2),
        ..Rules::default()
    };
    for set in [
        "unc_vi/unc_vi_2019-2021.jsonl.zst",
        "epic_ko/epic_ko_2022-2023H1.jsonl.zst",
        "ungdc_en/ungdc_en_1970-2021_50countries.jsonl.zst",
    ] {
        let Some(path) = data(set) else { continue };
        let read = |line: &str| {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let field = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            Text { id: field("id"), title: field("title"), text: field("text"), ..Text::default() }
        };
        let texts: Vec<Text> = unpacked(path).lines().map(read).collect();
        let bytes: usize = texts.iter().map(|text| text.text.len()).sum();
        let start = std::time::Instant::now();
        let found = tally(&lexicon, &rules, &texts);
        println!("{set}: {} MB in {:?}", bytes / 1_000_000, start.elapsed());
        for (cell, counts) in &found.cells {
            let of_cell = found.terms.iter().filter(|((of, _), _)| of == cell);
            let (hits, outside, compound) = of_cell.fold((0, 0, 0), |sum, (_, counts)| {
                (sum.0 + counts.hits, sum.1 + counts.hits_outside, sum.2 + counts.hits_compound)
            });
            println!(
                "  {}: {counts:?} hits {hits} outside {outside} compound {compound}",
                cell.language.code()
            );
        }
    }
}
