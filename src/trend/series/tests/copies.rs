//! The counts without near copies, beside those with them.

use super::*;
use crate::trend::WithoutNearCopies;

fn english(year: i32, source: &'static str, hits: &[(u16, u32)]) -> Text {
    Text { source, ..text(year, Language::English, hits) }
}

#[test]
fn counts_without_near_copies_stand_beside_those_with_them() {
    let kept = [english(2000, "A", &[(COOPERATION, 1)]), english(2001, "A", &[(DISPUTE, 2)])];
    let copies = [english(2001, "B", &[(DISPUTE, 3), (COOPERATION, 1)]), english(2001, "B", &[])];
    let near = NearCopies { documents: 2, tally: Cow::Owned(tally_of(&copies)) };
    let all: Vec<Text> = kept.iter().chain(&copies).cloned().collect();
    let tally = tally_of(&all);
    let frame = frame(2000..=2002);
    let found = findings_beside(&tally, Some(&near), &lexicon(), &frame);
    assert_eq!(found.near_copies, Some(2));
    let row = &found.overall.rows[1];
    let hits = [row.stances[0].hits, row.stances[1].hits];
    assert_eq!((row.documents, row.documents_in_scope, hits), (3, 3, [1, 5]));
    let without = row.without_near_copies.unwrap();
    let expected = WithoutNearCopies {
        documents: 1,
        documents_in_scope: 1,
        stance_documents: [0, 1],
        hits: [0, 2],
    };
    assert_eq!(without, expected);
    assert_eq!(without.balance_documents(), Some(0.0));
    assert_eq!(WithoutNearCopies::default().balance_hits(), None);
    let total: WithoutNearCopies =
        found.overall.rows.iter().filter_map(|row| row.without_near_copies).sum();
    assert_eq!((total.documents, total.stance_documents, total.hits), (2, [1, 1], [1, 2]));

    // A source with near copies alone is not passed over.
    let [a, b] = &found.sources[..] else { panic!("{:?}", found.sources) };
    assert_eq!((a.value.as_str(), b.value.as_str()), ("A", "B"));
    assert_eq!(a.rows[1].without_near_copies.unwrap().documents, 1);
    assert_eq!((b.rows[1].documents, b.rows[1].without_near_copies.unwrap().documents), (2, 0));

    let dispute = found.keywords.iter().find(|keyword| keyword.id == "dispute").unwrap();
    assert_eq!((dispute.hits, dispute.hits_without_near_copies), (5, Some(2)));
    assert_eq!((dispute.documents, dispute.documents_without_near_copies), (2, Some(1)));
    assert_eq!(dispute.periods[1].hits_without_near_copies, Some(2));
    assert_eq!(dispute.periods[2].documents_without_near_copies, Some(0));

    // All other numbers are those of all documents.
    let alone = findings(&tally, &lexicon(), &frame);
    let without = |row: &Row| Row { without_near_copies: None, ..row.clone() };
    let rows = |found: &Findings| found.overall.rows.iter().map(without).collect::<Vec<Row>>();
    assert_eq!(rows(&found), rows(&alone));
    assert_eq!(alone.overall.rows[1].without_near_copies.unwrap().documents, 3, "there are none");
}

#[test]
fn what_is_not_known_of_near_copies_is_left_empty() {
    let tally = tally_of(&[english(2000, "A", &[(COOPERATION, 1)])]);
    let found = findings_beside(&tally, None, &lexicon(), &frame(2000..=2000));
    assert_eq!(found.near_copies, None);
    assert!(
        found.all_series().flat_map(|series| &series.rows).all(|r| r.without_near_copies.is_none())
    );
    assert!(found.keywords.iter().all(|keyword| keyword.hits_without_near_copies.is_none()));
    let sum: KeywordPeriod = found.keywords[0].periods.iter().copied().sum();
    assert_eq!((sum.hits, sum.hits_without_near_copies), (1, None));
}
