//! The counts with near copies, beside those without.

use super::*;
use crate::trend::WithCopies;

fn english(year: i32, source: &'static str, hits: &[(u16, u32)]) -> Text {
    Text { source, ..text(year, Language::English, hits) }
}

#[test]
fn counts_with_near_copies_stand_beside_those_without() {
    let kept = [english(2000, "A", &[(COOPERATION, 1)]), english(2001, "A", &[(DISPUTE, 2)])];
    let copies = [english(2001, "B", &[(DISPUTE, 3), (COOPERATION, 1)]), english(2001, "B", &[])];
    let near = NearCopies { documents: 2, tally: Cow::Owned(tally_of(&copies)) };
    let tally = tally_of(&kept);
    let frame = frame(2000..=2002);
    let found = findings_beside(&tally, Some(&near), &lexicon(), &frame);
    assert_eq!(found.near_copies, Some(2));
    let row = &found.overall.rows[1];
    let hits = [row.stances[0].hits, row.stances[1].hits];
    assert_eq!((row.documents, row.documents_in_scope, hits), (1, 1, [0, 2]));
    let with = row.with_copies.unwrap();
    let expected =
        WithCopies { documents: 3, documents_in_scope: 3, stance_documents: [1, 2], hits: [1, 5] };
    assert_eq!(with, expected);
    assert_eq!(with.balance_documents(), Some(1.0 / 3.0));
    assert_eq!(with.balance_hits(), Some(1.0 / 6.0));
    assert_eq!(WithCopies::default().balance_hits(), None);
    let total: WithCopies = found.overall.rows.iter().filter_map(|row| row.with_copies).sum();
    assert_eq!((total.documents, total.stance_documents, total.hits), (4, [2, 2], [2, 5]));

    // A source with near copies alone is not passed over.
    let [a, b] = &found.sources[..] else { panic!("{:?}", found.sources) };
    assert_eq!((a.value.as_str(), b.value.as_str()), ("A", "B"));
    assert_eq!(a.rows[1].with_copies.unwrap().documents, 1);
    assert_eq!((b.rows[1].documents, b.rows[1].with_copies.unwrap().documents), (0, 2));

    let dispute = found.keywords.iter().find(|keyword| keyword.id == "dispute").unwrap();
    assert_eq!((dispute.hits, dispute.hits_with_copies), (2, Some(5)));
    assert_eq!((dispute.documents, dispute.documents_with_copies), (1, Some(2)));
    assert_eq!(dispute.periods[1].hits_with_copies, Some(5));
    assert_eq!(dispute.periods[2].documents_with_copies, Some(0));

    // All other numbers are those of the kept ones alone.
    let alone = findings(&tally, &lexicon(), &frame);
    let without = |row: &Row| Row { with_copies: None, ..row.clone() };
    let rows = |found: &Findings| found.overall.rows.iter().map(without).collect::<Vec<Row>>();
    assert_eq!(rows(&found), rows(&alone));
    assert_eq!(alone.overall.rows[1].with_copies.unwrap().documents, 1, "none were left out");
}

#[test]
fn what_is_not_known_of_near_copies_is_left_empty() {
    let tally = tally_of(&[english(2000, "A", &[(COOPERATION, 1)])]);
    let found = findings_beside(&tally, None, &lexicon(), &frame(2000..=2000));
    assert_eq!(found.near_copies, None);
    assert!(found.all_series().flat_map(|series| &series.rows).all(|r| r.with_copies.is_none()));
    assert!(found.keywords.iter().all(|keyword| keyword.hits_with_copies.is_none()));
    let sum: KeywordPeriod = found.keywords[0].periods.iter().copied().sum();
    assert_eq!((sum.hits, sum.hits_with_copies), (1, None));
}
