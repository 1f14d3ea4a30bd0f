use super::*;
use crate::count::{ArticleKey, Cell, CellCounts, Group};
use crate::document::Kind;
use crate::lexicon::Sector;
use crate::trend::monotone::FEWEST_PERIODS;
use crate::trend::{HEATMAP_ROWS_DRAWN, KEYWORDS_DRAWN, TooFew};
use proptest::prelude::*;

mod chosen;
mod copies;

const LEXICON: &str = r#"
[[theme]]
id = "trade"
en = "Trade"
ko = "무역"
vi = "Thương mại"

[[theme]]
id = "family"
en = "Family"
ko = "가족"
vi = "Gia đình"

[[term]]
id = "cooperation"
stance = "cooperation"
sector = "economic"
themes = ["trade"]
en = ["cooperation"]
ko = ["협력"]

[[term]]
id = "dispute"
stance = "conflict"
sector = "economic"
themes = ["trade"]
en = [{ p = "dispute", ambiguous = true }]

[[term]]
id = "marriage"
sector = "social"
themes = ["family"]
ko = ["결혼"]

[[term]]
id = "violence"
stance = "conflict"
sector = "social"
themes = ["family", "trade"]
ko = ["폭력"]
"#;

fn lexicon() -> Lexicon {
    Lexicon::parse(&[("test.toml".to_owned(), LEXICON.to_owned())]).unwrap()
}

fn frame(years: std::ops::RangeInclusive<i32>) -> Frame {
    Frame {
        title: "Test".to_owned(),
        subject: "tests".to_owned(),
        languages: vec![Language::English],
        ..Frame::over(years)
    }
}

/// A document with hits as (term, language of the paragraph, hits); every paragraph has ten words.
#[derive(Clone, Debug)]
struct Text {
    year: i32,
    month: u8,
    language: Language,
    source: &'static str,
    kind: Kind,
    in_scope: bool,
    hits: Vec<(u16, Language, u32)>,
}

/// A tally as the contract says it, document by document and in the plainest way.
fn tally_of(texts: &[Text]) -> Tally {
    let lexicon = lexicon();
    let mut tally = Tally::default();
    for text in texts {
        let cell_in = |language| Cell {
            year: text.year,
            month: text.month,
            language,
            source: text.source.into(),
            kind: text.kind,
        };
        let home = cell_in(text.language);
        let mut groups: BTreeMap<Group, [u32; 2]> = BTreeMap::new();
        let mut terms = std::collections::BTreeSet::new();
        for (term, language, hits) in &text.hits {
            let cell = tally.cells.entry(cell_in(*language)).or_default();
            cell.words += 10;
            cell.words_in_scope += if text.in_scope { 10 } else { 0 };
            cell.sentences += 1;
            let counts = tally.terms.entry((cell_in(*language), *term)).or_default();
            if !text.in_scope {
                counts.hits_outside += u64::from(*hits);
                continue;
            }
            counts.hits += u64::from(*hits);
            counts.sentences += 1;
            if *hits == 0 {
                continue;
            }
            terms.insert(*term);
            let Some(stance) = lexicon.terms[usize::from(*term)].stance else { continue };
            for group in groups_of(&lexicon, *term) {
                groups.entry(group).or_default()[stance as usize] += hits;
            }
        }
        for term in terms {
            tally.terms.entry((home.clone(), term)).or_default().documents += 1;
        }
        let [cooperation, conflict] = groups.get(&Group::All).copied().unwrap_or_default();
        *tally.cells.entry(home.clone()).or_default() += CellCounts {
            documents: 1,
            documents_in_scope: u64::from(text.in_scope),
            documents_with_cooperation: u64::from(cooperation > 0),
            documents_with_conflict: u64::from(conflict > 0),
            documents_with_both: u64::from(cooperation > 0 && conflict > 0),
            ..CellCounts::default()
        };
        for (group, [cooperation, conflict]) in groups {
            let key = ArticleKey { cell: home.clone(), group, cooperation, conflict };
            *tally.articles.entry(key).or_default() += 1;
        }
    }
    tally
}

fn text(year: i32, language: Language, hits: &[(u16, u32)]) -> Text {
    Text {
        year,
        month: 0,
        language,
        source: "A",
        kind: Kind::News,
        in_scope: true,
        hits: hits.iter().map(|(term, hits)| (*term, language, *hits)).collect(),
    }
}

// Positions in the lexicon, which is sorted by id.
const COOPERATION: u16 = 0;
const DISPUTE: u16 = 1;
const MARRIAGE: u16 = 2;
const VIOLENCE: u16 = 3;

#[test]
fn a_small_study_by_hand() {
    let texts = [
        text(2000, Language::English, &[(COOPERATION, 3), (DISPUTE, 1)]),
        text(2000, Language::English, &[(COOPERATION, 1)]),
        text(2000, Language::English, &[]),
        text(2000, Language::Korean, &[(VIOLENCE, 1), (MARRIAGE, 5)]),
        Text { in_scope: false, ..text(2000, Language::Korean, &[(VIOLENCE, 7)]) },
        text(2002, Language::Korean, &[(COOPERATION, 2)]),
        text(2050, Language::Korean, &[(COOPERATION, 2)]),
    ];
    let found = findings(&tally_of(&texts), &lexicon(), &frame(2000..=2003));

    let [first, empty, ..] = &found.overall.rows[..] else { panic!("four rows") };
    assert_eq!(found.overall.rows.len(), 4);
    assert_eq!((first.documents, first.documents_in_scope, first.documents_with_both), (5, 4, 1));
    let [cooperation, conflict] = &first.stances;
    assert_eq!((cooperation.hits, cooperation.documents), (4, 2));
    assert_eq!((conflict.hits, conflict.documents, conflict.hits_outside), (2, 2, 7));
    assert_eq!(cooperation.share.unwrap().value, 0.5);
    assert_eq!(cooperation.documents_per_thousand, Some(500.0));
    assert_eq!(first.balance_documents.unwrap().value, 0.5);
    assert_eq!(first.balance_hits.unwrap().value, 4.0 / 6.0);
    // Words of two languages are not added.
    assert_eq!((first.words, cooperation.hits_per_million_words), (None, None));
    assert_eq!((empty.documents, empty.stances[0].share, empty.balance_hits), (0, None, None));

    let [english, korean] = &found.languages[..] else { panic!("two languages") };
    assert_eq!((english.value.as_str(), korean.value.as_str()), ("en", "ko"));
    assert_eq!((english.rows[0].documents, korean.rows[0].documents), (3, 2));
    assert_eq!(english.rows[0].words_in_scope, Some(30));
    let rate = english.rows[0].stances[0].hits_per_million_words;
    assert_eq!(rate, Some(4e6 / 30.0));

    let social = &found.sectors[Sector::Social as usize];
    assert_eq!((social.rows[0].documents, social.rows[0].documents_in_scope), (5, 4));
    assert_eq!((social.rows[0].stances[0].hits, social.rows[0].stances[1].hits), (0, 1));
    assert_eq!(social.rows[0].stances[1].share.unwrap().value, 0.25);
    assert_eq!(social.rows[0].balance_hits.unwrap().value, 0.0);

    // `violence` belongs to both themes.
    let [trade, family] = &found.themes[..] else { panic!("two themes") };
    assert_eq!((trade.rows[0].stances[1].hits, family.rows[0].stances[1].hits), (2, 1));
    assert_eq!(trade.rows[0].documents_with_both, 1);

    let ids: Vec<_> = found.keywords.iter().map(|k| (k.id.as_str(), k.hits, k.documents)).collect();
    assert_eq!(ids, [("cooperation", 6, 3), ("dispute", 1, 1), ("violence", 1, 1)]);
    assert_eq!(found.keywords[0].periods[2].mentions_per_thousand(), Some(2000.0));
    assert_eq!(found.keywords[0].periods[1].mentions_per_thousand(), None);
    assert!(found.keywords[1].ambiguous);
    assert_eq!(found.terms, [1, 2]);
    for test in &found.overall.tests {
        assert_eq!(test.outcome, Err(TooFew { periods: 2 }), "{}", test.measure);
    }
}

#[test]
fn months_are_rows_and_unknown_months_are_said() {
    let texts = [
        Text { month: 12, ..text(2001, Language::English, &[(COOPERATION, 1)]) },
        Text { month: 0, ..text(2001, Language::English, &[(COOPERATION, 1)]) },
        Text { month: 0, ..text(1999, Language::English, &[(COOPERATION, 1)]) },
    ];
    let frame = Frame { by_month: true, ..frame(2000..=2001) };
    let found = findings(&tally_of(&texts), &lexicon(), &frame);
    assert_eq!(found.overall.rows.len(), 24);
    let last = found.overall.rows.last().unwrap();
    assert_eq!((last.period.to_string().as_str(), last.documents), ("2001-12", 1));
    assert_eq!(found.documents_without_month, 1);
    assert_eq!(found.keywords[0].hits, 1);
}

#[test]
fn many_months_are_years_in_the_heat_map() {
    let texts = [
        Text { month: 2, ..text(2001, Language::English, &[(COOPERATION, 1)]) },
        Text { month: 9, ..text(2001, Language::English, &[(COOPERATION, 2)]) },
    ];
    let years = |last| Frame { by_month: true, ..frame(2000..=last) };
    let five = findings(&tally_of(&texts), &lexicon(), &years(2004));
    assert_eq!(five.heatmap_columns().len(), 60);
    let six = findings(&tally_of(&texts), &lexicon(), &years(2005));
    let columns = six.heatmap_columns();
    let second = Period { year: 2001, month: None };
    assert_eq!((columns.len(), columns[1].clone()), (6, (second, 12..24)));
    let sum: KeywordPeriod = six.keywords[0].periods[12..24].iter().copied().sum();
    let without_near_copies = KeywordPeriod {
        hits: 3,
        documents: 2,
        documents_in_scope: 2,
        hits_without_near_copies: Some(3),
        documents_without_near_copies: Some(2),
    };
    assert_eq!(sum, without_near_copies);
}

#[test]
fn a_trend_is_found_where_there_is_one() {
    let mut texts = vec![];
    for year in 2000..2010 {
        for at in 0..10 {
            let hits: &[(u16, u32)] = if at <= year - 2000 { &[(COOPERATION, 1)] } else { &[] };
            texts.push(text(year, Language::English, hits));
        }
    }
    let found = findings(&tally_of(&texts), &lexicon(), &frame(2000..=2009));
    let test = &found.overall.tests[0];
    assert_eq!(test.measure, "cooperation_share");
    let test = test.outcome.unwrap();
    assert_eq!((test.n, test.s, test.tau), (10, 45.0, 1.0));
    assert!((test.slope - 0.1).abs() < 1e-12 && test.p < 0.001, "{test:?}");
    // One language: its words are the whole's, so the rates are tested as well.
    assert_eq!(found.overall.tests.len(), MEASURES.len());
    assert!(found.overall.rows.iter().all(|row| row.words.is_some()));
    const { assert!(FEWEST_PERIODS <= 10) };
}

#[test]
fn what_is_drawn_is_ranked_by_documents() {
    let texts = [
        text(2000, Language::Korean, &[(DISPUTE, 9)]),
        text(2000, Language::Korean, &[(VIOLENCE, 1)]),
        text(2000, Language::Korean, &[(VIOLENCE, 1)]),
    ];
    let found = findings(&tally_of(&texts), &lexicon(), &frame(2000..=2000));
    let drawn = found.keywords_drawn(Stance::Conflict);
    let ranks: Vec<_> =
        drawn.iter().map(|r| (r.keyword.id.as_str(), r.rank, r.mention_rank)).collect();
    assert_eq!(ranks, [("violence", 1, 2), ("dispute", 2, 1)]);
    assert!((drawn[0].share.unwrap().value - 2.0 / 3.0).abs() < 1e-12);
    assert!(found.keywords_drawn(Stance::Cooperation).is_empty());
    let rows: Vec<_> = found.heatmap_rows().iter().map(|k| k.id.as_str()).collect();
    assert_eq!(rows, ["cooperation", "dispute", "violence"]);
    const { assert!(KEYWORDS_DRAWN >= 2 && HEATMAP_ROWS_DRAWN >= 2) };
}

#[test]
fn an_empty_tally_has_all_its_rows() {
    let found = findings(&Tally::default(), &Lexicon::default(), &frame(1992..=2021));
    assert_eq!(found.overall.rows.len(), 30);
    assert_eq!(found.overall.rows[29].words, Some(0));
    assert_eq!((found.languages.len(), found.sources.len(), found.sectors.len()), (1, 0, 4));
    let backwards = std::ops::RangeInclusive::new(2000, 1999);
    assert!(findings(&Tally::default(), &lexicon(), &frame(backwards)).overall.rows.is_empty());
}

fn any_text() -> impl Strategy<Value = Text> {
    let language = || prop::sample::select(&Language::ALL[..]);
    let hits = (0_u16..4, prop::sample::select(&Language::COUNTED[..]), 0_u32..4);
    (
        1998..=2004_i32,
        0_u8..=12,
        language(),
        prop::sample::select(&["", "A", "B"][..]),
        prop::sample::select(&Kind::ALL[..]),
        prop::bool::weighted(0.8),
        prop::collection::vec(hits, 0..5),
    )
        .prop_map(|(year, month, language, source, kind, in_scope, hits)| Text {
            year,
            month,
            language,
            source,
            kind,
            in_scope,
            hits,
        })
}

fn sum(series: &[Series], of: impl Fn(&Row) -> u64) -> u64 {
    series.iter().flat_map(|series| &series.rows).map(of).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn laws(texts in prop::collection::vec(any_text(), 0..40), by_month in any::<bool>()) {
        let tally = tally_of(&texts);
        let frame = Frame { by_month, ..frame(2000..=2003) };
        let found = findings(&tally, &lexicon(), &frame);
        let whole = std::slice::from_ref(&found.overall);

        // Every series has every period, in order.
        let facets = [&found.languages, &found.sources, &found.kinds, &found.sectors, &found.themes];
        for series in facets.into_iter().flatten().chain(whole) {
            let periods: Vec<Period> = series.rows.iter().map(|row| row.period).collect();
            prop_assert_eq!(periods.len(), if by_month { 48 } else { 4 });
            prop_assert!(periods.is_sorted());
            for row in &series.rows {
                let shares = row.stances.iter().filter_map(|stance| stance.share);
                let balances = [row.balance_hits, row.balance_documents].into_iter().flatten();
                for Estimate { value, low, high } in shares.chain(balances) {
                    prop_assert!(0.0 <= low && low <= value && value <= high && high <= 1.0);
                }
                let hits = row.stances[0].hits + row.stances[1].hits;
                prop_assert_eq!(row.balance_hits.is_some(), hits > 0);
                if let Some(balance) = row.balance_hits {
                    prop_assert_eq!(balance.value, row.stances[0].hits as f64 / hits as f64);
                }
                for stance in &row.stances {
                    prop_assert!(stance.documents <= row.documents_in_scope);
                }
            }
        }

        // Languages, sources and kinds each add up to the whole.
        for facet in [&found.languages, &found.sources, &found.kinds] {
            prop_assert_eq!(sum(facet, |row| row.documents), sum(whole, |row| row.documents));
            prop_assert_eq!(sum(facet, |row| row.sentences), sum(whole, |row| row.sentences));
            for stance in 0..2 {
                let hits = |row: &Row| row.stances[stance].hits;
                let documents = |row: &Row| row.stances[stance].documents;
                prop_assert_eq!(sum(facet, hits), sum(whole, hits));
                prop_assert_eq!(sum(facet, documents), sum(whole, documents));
            }
        }
        for stance in Stance::ALL {
            let of_keywords = found.keywords.iter().filter(|k| k.stance == Some(stance));
            prop_assert_eq!(found.overall.hits(stance), of_keywords.map(|k| k.hits).sum::<u64>());
        }

        // Documents with a stance: from the articles, and as the cells count them.
        let inside = |cell: &Cell| (2000..=2003).contains(&cell.year) && (!by_month || cell.month > 0);
        let cells = || tally.cells.iter().filter(|(cell, _)| inside(cell)).map(|(_, counts)| counts);
        prop_assert_eq!(
            sum(whole, |row| row.stances[0].documents),
            cells().map(|counts| counts.documents_with_cooperation).sum::<u64>()
        );
        prop_assert_eq!(
            sum(whole, |row| row.stances[1].documents),
            cells().map(|counts| counts.documents_with_conflict).sum::<u64>()
        );
        prop_assert_eq!(
            sum(whole, |row| row.documents_with_both),
            cells().map(|counts| counts.documents_with_both).sum::<u64>()
        );
        let of_years = texts.iter().filter(|text| (2000..=2003).contains(&text.year)).count() as u64;
        prop_assert_eq!(
            sum(whole, |row| row.documents) + found.documents_without_month,
            of_years
        );
    }
}
