//! Tallies add: in any order and nesting, in memory and on disk, to the same bytes. And a file that is not what
//! keytrend wrote is refused.

#![allow(clippy::unwrap_used, reason = "all of this file is a test")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use keytrend::count::tally_file::{self, Ledger, Stamp, TallyTable, in_memory, same_kind};
use keytrend::count::{ArticleKey, Cell, CellCounts, Group, PairCounts, Tally, TermCounts};
use keytrend::document::{Kind, Language};
use keytrend::error::Error;
use keytrend::lexicon::{Lexicon, Sector};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const TERMS: u16 = 4;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    lexicon(
        r#"
        theme = [
            { id = "health", en = "Health", ko = "보건", vi = "Y tế" },
            { id = "labour", en = "Labour", ko = "노동", vi = "Lao động" },
        ]
        term = [
            { id = "aid", stance = "cooperation", themes = ["health"], en = ["aid"] },
            { id = "dispute", stance = "conflict", sector = "political", en = ["dispute"] },
            { id = "strike", stance = "conflict", themes = ["labour"], en = ["strike"] },
            { id = "treaty", stance = "cooperation", sector = "political", en = ["treaty"] },
        ]
        "#,
    )
});

fn lexicon(text: &str) -> Lexicon {
    Lexicon::parse(&[("laws.toml".to_owned(), text.to_owned())]).unwrap()
}

/// A tally and what was read for it: what one thread, file or machine has.
type Part = (Tally, Ledger);

fn stamp(ledger: Ledger) -> Stamp {
    Stamp { ledger, ..Stamp::new("lexicon", "options") }
}

fn merged(a: Part, b: Part) -> Part {
    (a.0.merge(b.0), a.1.merge(b.1))
}

fn bytes(part: &Part) -> Vec<u8> {
    let mut bytes = vec![];
    tally_file::write(&part.0, &LEXICON, &stamp(part.1.clone()), &mut bytes).unwrap();
    bytes
}

fn cell() -> impl Strategy<Value = Cell> {
    let source = select(vec!["", "Nhân Dân", "연합뉴스", "keytrend.seal"]);
    (1992..1996, 0..3u8, select(&Language::ALL[..]), source, select(&Kind::ALL[..])).prop_map(
        |(year, month, language, source, kind)| Cell {
            year,
            month,
            language,
            source: source.into(),
            kind,
        },
    )
}

/// A count, now and then a large one.
fn count() -> impl Strategy<Value = u64> {
    prop_oneof![9 => 0..5u64, 1 => 0..1u64 << 50]
}

/// One observation: a tally with one entry, or one line of the ledger.
fn observation() -> impl Strategy<Value = Part> {
    let counts = || prop::array::uniform8(count());
    let cells = (cell(), counts()).prop_map(|(cell, n)| Tally {
        cells: BTreeMap::from([(
            cell,
            CellCounts {
                documents: n[0],
                documents_in_scope: n[1],
                documents_with_cooperation: n[2],
                documents_with_conflict: n[3],
                documents_with_both: n[4],
                sentences: n[5],
                words: n[6],
                words_in_scope: n[7],
            },
        )]),
        ..Tally::default()
    });
    let terms = (cell(), 0..TERMS, counts()).prop_map(|(cell, term, n)| Tally {
        terms: BTreeMap::from([(
            (cell, term),
            TermCounts {
                hits: n[0],
                hits_negated: n[1],
                hits_compound: n[2],
                hits_ambiguous: n[3],
                hits_outside: n[4],
                documents: n[5],
                sentences: n[6],
            },
        )]),
        ..Tally::default()
    });
    let groups = vec![
        Group::All,
        Group::Sector(Sector::Social),
        Group::Sector(Sector::Political),
        Group::Theme(0),
        Group::Theme(1),
    ];
    let articles = (cell(), select(groups), 0..4u32, 0..4u32, count()).prop_map(
        |(cell, group, cooperation, conflict, documents)| Tally {
            articles: BTreeMap::from([(
                ArticleKey { cell, group, cooperation, conflict },
                documents,
            )]),
            ..Tally::default()
        },
    );
    let pairs = (select(&Language::COUNTED[..]), 0..TERMS - 1, count(), count()).prop_map(
        |(language, a, documents, sentences)| Tally {
            pairs: BTreeMap::from([((language, a, a + 1), PairCounts { documents, sentences })]),
            ..Tally::default()
        },
    );
    let ledger = (counts(), select(vec!["no-year", "not-utf8"])).prop_map(|(n, reason)| Ledger {
        inputs: n[0],
        documents: n[1],
        duplicates: n[2],
        near_duplicates: n[3],
        outside: n[4],
        problems: BTreeMap::from([(reason.to_owned(), n[5])]),
    });
    prop_oneof![
        2 => cells.prop_map(|tally| (tally, Ledger::default())),
        3 => terms.prop_map(|tally| (tally, Ledger::default())),
        2 => articles.prop_map(|tally| (tally, Ledger::default())),
        2 => pairs.prop_map(|tally| (tally, Ledger::default())),
        1 => ledger.prop_map(|ledger| (Tally::default(), ledger)),
    ]
}

fn part() -> impl Strategy<Value = Part> {
    vec(observation(), 0..12).prop_map(|parts| parts.into_iter().fold(Part::default(), merged))
}

proptest! {
    #[test]
    fn merging_is_associative_and_commutative_and_has_an_empty_value(
        a in part(), b in part(), c in part()
    ) {
        let left = merged(merged(a.clone(), b.clone()), c.clone());
        let right = merged(a.clone(), merged(b.clone(), c.clone()));
        prop_assert_eq!(&left, &right);
        prop_assert_eq!(merged(a.clone(), b.clone()), merged(b.clone(), a.clone()));
        prop_assert_eq!(merged(Part::default(), a.clone()), a.clone());
        prop_assert_eq!(merged(a.clone(), Part::default()), a);
    }

    #[test]
    fn tables_merge_as_tallies_do(a in part(), b in part()) {
        let table = |part: &Part| {
            TallyTable::from_tally(&part.0, &LEXICON, stamp(part.1.clone())).unwrap()
        };
        let sum = table(&a).merge(table(&b)).unwrap();
        prop_assert_eq!(&sum, &table(&merged(a.clone(), b.clone())));
        prop_assert_eq!(&sum, &table(&b).merge(table(&a)).unwrap());
        let empty = TallyTable::new(stamp(Ledger::default()));
        prop_assert_eq!(&empty.clone().merge(sum.clone()).unwrap(), &sum);
        prop_assert_eq!(&sum.clone().merge(empty).unwrap(), &sum);
        prop_assert_eq!(sum.to_tally("sum", &LEXICON).unwrap(), a.0.merge(b.0));
    }

    #[test]
    fn what_was_written_is_read(part in part()) {
        let bytes = bytes(&part);
        let (tally, stamp_read) =
            tally_file::read("t", in_memory(bytes.clone()), &LEXICON).unwrap();
        prop_assert_eq!(&tally, &part.0);
        prop_assert_eq!(&stamp_read, &stamp(part.1.clone()));
        let table = TallyTable::read("t", in_memory(bytes.clone())).unwrap();
        let mut again = vec![];
        table.write(&mut again).unwrap();
        prop_assert!(bytes == again);
    }

    /// `parts` says which part an observation belongs to, `steps` which two files are merged next.
    #[test]
    fn any_split_in_any_order_and_nesting_gives_the_same_bytes(
        observations in vec((observation(), 0..6usize), 0..40),
        steps in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 5),
    ) {
        let mut parts = vec![Part::default(); 6];
        let mut whole = Part::default();
        for (observation, part) in observations {
            parts[part] = merged(std::mem::take(&mut parts[part]), observation.clone());
            whole = merged(whole, observation);
        }
        let mut files: Vec<Vec<u8>> = parts.iter().map(bytes).collect();
        for (a, b) in steps {
            let mut take = |index: prop::sample::Index| files.swap_remove(index.index(files.len()));
            let [a, b] = [take(a), take(b)].map(|file| {
                TallyTable::read("part", in_memory(file)).unwrap()
            });
            let mut file = vec![];
            a.merge(b).unwrap().write(&mut file).unwrap();
            files.push(file);
        }
        prop_assert_eq!(files.len(), 1);
        prop_assert!(files[0] == bytes(&whole));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(random in vec(any::<u8>(), 0..200), framed: bool) {
        let mut bytes = random;
        if framed {
            bytes.splice(0..0, *b"PAR1");
            bytes.extend((bytes.len() as u32 / 2).to_le_bytes());
            bytes.extend(b"PAR1");
        }
        prop_assert!(TallyTable::read("t", in_memory(bytes)).is_err());
    }
}

/// A tally with a row of each kind.
fn sample() -> Part {
    let cell = Cell {
        year: 1992,
        month: 12,
        language: Language::Korean,
        source: Arc::from("한겨레"),
        kind: Kind::News,
    };
    let cells = CellCounts { documents: 3, words: 200, ..CellCounts::default() };
    let terms = TermCounts { hits: 5, documents: 2, sentences: 4, ..TermCounts::default() };
    let article =
        ArticleKey { cell: cell.clone(), group: Group::Theme(1), cooperation: 2, conflict: 1 };
    let tally = Tally {
        cells: BTreeMap::from([(cell.clone(), cells)]),
        terms: BTreeMap::from([((cell, 2), terms)]),
        articles: BTreeMap::from([(article, 1)]),
        pairs: BTreeMap::from([(
            (Language::Korean, 0, 2),
            PairCounts { documents: 2, sentences: 1 },
        )]),
    };
    let ledger = Ledger { inputs: 1, documents: 3, ..Ledger::default() };
    (tally, ledger)
}

fn refusal(bytes: Vec<u8>) -> Error {
    TallyTable::read("part.parquet", in_memory(bytes)).expect_err("a refusal")
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let whole = bytes(&sample());
    for end in 0..whole.len() {
        let error = refusal(whole[..end].to_vec());
        let message = match end {
            0..4 => "part.parquet is no tally of keytrend",
            _ => "part.parquet is damaged",
        };
        assert_eq!(error.message, message, "cut at {end}");
    }
}

#[test]
fn a_flipped_bit_anywhere_is_refused() {
    let whole = bytes(&sample());
    for at in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        let error = refusal(bytes);
        assert!(error.message.starts_with("part.parquet is "), "bit {at}: {error}");
    }
}

#[test]
fn large_tallies_have_several_row_groups() {
    let mut table = Tally::default();
    let (tally, ledger) = sample();
    let cell = tally.cells.keys().next().unwrap();
    for n in 0..70_000 {
        let cell = Cell { year: 1992 + n % 30, source: n.to_string().into(), ..cell.clone() };
        table.terms.insert((cell, 1), TermCounts { hits: n as u64, ..TermCounts::default() });
    }
    let bytes = bytes(&(table.clone(), ledger));
    let (read, _) = tally_file::read("t", in_memory(bytes), &LEXICON).unwrap();
    assert!(read == table);
}

#[test]
fn other_files_are_refused() {
    let error = refusal(b"year,hits\n1992,4\n".to_vec());
    assert_eq!(error.message, "part.parquet is no tally of keytrend");
    assert_eq!(error.causes, ["it is not a Parquet file"]);

    let mut other = vec![];
    let schema = parquet::schema::parser::parse_message_type("message m { required int32 a; }");
    let writer = parquet::file::writer::SerializedFileWriter::new(
        &mut other,
        Arc::new(schema.unwrap()),
        Arc::default(),
    );
    writer.unwrap().close().unwrap();
    let error = refusal(other);
    assert_eq!(error.message, "part.parquet is no tally of keytrend");
    assert_eq!(error.causes, ["it is a Parquet file without the seal of keytrend"]);
}

#[test]
fn what_the_lexicon_does_not_have_is_named() {
    let without = |id: &str| {
        let mut lexicon = LEXICON.clone();
        lexicon.terms.retain(|term| term.id != id);
        lexicon.themes.retain(|theme| theme.id != id);
        tally_file::read("t", in_memory(bytes(&sample())), &lexicon).expect_err("a refusal")
    };
    assert_eq!(without("strike").message, "t counts the term `strike`, which is not known here");
    assert_eq!(without("labour").message, "t counts the theme `labour`, which is not known here");
}

#[test]
fn counts_that_do_not_fit_are_refused() {
    let mut tally = sample().0;
    for counts in tally.cells.values_mut() {
        counts.words = u64::MAX;
    }
    let table = TallyTable::from_tally(&tally, &LEXICON, stamp(Ledger::default()));
    assert_eq!(table.unwrap_err().message, "a count is too large for the file of a tally");
    for counts in tally.cells.values_mut() {
        counts.words = i64::MAX as u64;
    }
    let table = TallyTable::from_tally(&tally, &LEXICON, stamp(Ledger::default())).unwrap();
    assert!(table.clone().merge(table).is_err());
}

#[test]
fn only_tallies_of_one_kind_add() {
    let stamp = Stamp::new("1f".repeat(32), "2e".repeat(32));
    let others = [
        (Stamp { lexicon: "0".repeat(64), ..stamp.clone() }, "with different keywords"),
        (Stamp { options: "0".repeat(64), ..stamp.clone() }, "with different options"),
        (Stamp { version: "0.0.1".into(), ..stamp.clone() }, "by different versions of keytrend"),
        (
            Stamp { unicode: "words 3.0.0".into(), ..stamp.clone() },
            "with different versions of Unicode",
        ),
    ];
    for (other, difference) in others {
        let error = same_kind("a", &stamp, "b", &other).expect_err(difference);
        assert_eq!(error.message, format!("a and b were counted {difference}"));
        assert_eq!(error.causes.len(), 2);
        assert!(error.tip.is_some());
        assert!(TallyTable::new(stamp.clone()).merge(TallyTable::new(other)).is_err());
    }
    let mut other = stamp.clone();
    other.ledger.inputs = 7;
    same_kind("a", &stamp, "b", &other).expect("the ledger makes no difference");
}
