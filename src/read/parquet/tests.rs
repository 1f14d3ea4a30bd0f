//! Files written by the same crate, whole, wrong and damaged.

use std::sync::Arc;

use ::parquet::data_type::{ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

use super::super::testing::{read, reasons};
use super::*;

const SCHEMA: &str = "message news {
    optional binary lang (STRING);
    required int32 date (DATE);
    required int64 published_at (TIMESTAMP(MICROS,true));
    optional binary text (STRING);
    required int64 id;
    required double score;
    required group tags (LIST) { repeated group list { optional binary text (STRING); } }
}";

/// Rows of a text, or none, and a day since 1970; `told` is kept in the metadata.
fn written(rows: &[(Option<&str>, i32)], told: &str) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let properties = WriterProperties::builder()
        .set_created_by("keytrend tests".to_owned())
        .set_compression(::parquet::basic::Compression::SNAPPY)
        .set_key_value_metadata(Some(vec![KeyValue::new("expected".to_owned(), told.to_owned())]))
        .build();
    let mut file = SerializedFileWriter::new(vec![], schema, Arc::new(properties)).unwrap();
    for rows in rows.chunks(2) {
        let mut group = file.next_row_group().unwrap();
        let count = rows.len();
        let texts: Vec<ByteArray> =
            rows.iter().filter_map(|(text, _)| Some((*text)?.into())).collect();
        let levels: Vec<i16> = rows.iter().map(|(text, _)| i16::from(text.is_some())).collect();
        let days: Vec<i32> = rows.iter().map(|(_, day)| *day).collect();
        let mut at = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            match at {
                0 => column.typed::<ByteArrayType>().write_batch(
                    &vec!["en".into(); count],
                    Some(&vec![1; count]),
                    None,
                ),
                1 => column.typed::<Int32Type>().write_batch(&days, None, None),
                2 => column.typed::<Int64Type>().write_batch(
                    &vec![1_600_000_000_000_000; count],
                    None,
                    None,
                ),
                3 => column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None),
                4 => column.typed::<Int64Type>().write_batch(
                    &vec![20_230_531_232_402_001; count],
                    None,
                    None,
                ),
                5 => column.typed::<DoubleType>().write_batch(&vec![0.5; count], None, None),
                _ => column.typed::<ByteArrayType>().write_batch(
                    &vec!["tag".into(); count],
                    Some(&vec![2; count]),
                    Some(&vec![0; count]),
                ),
            }
            .unwrap();
            column.close().unwrap();
            at += 1;
        }
        group.close().unwrap();
    }
    file.into_inner().unwrap()
}

fn good() -> Vec<u8> {
    let text = "Korea and Vietnam signed an agreement.";
    written(
        &[
            (Some(text), 16_495),
            (Some("An agreement, and a dispute."), 16_496),
            (Some("An agreement."), 16_497),
        ],
        "documents 3, cooperation 3, conflict 1, problems 0",
    )
}

fn bad() -> Vec<u8> {
    let text = "Korea and Vietnam signed an agreement.";
    written(
        &[(Some(text), 16_495), (None, 16_496)],
        "documents 1, cooperation 1, conflict 0, problems 1",
    )
}

#[test]
#[allow(clippy::disallowed_methods, reason = "it writes fixtures")]
fn fixtures_are_what_this_file_makes() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/readers/parquet");
    let cut = good()[..good().len() / 2].to_vec();
    for (name, bytes) in
        [("good.parquet", good()), ("bad.parquet", bad()), ("bad-cut.parquet", cut)]
    {
        let path = format!("{folder}/{name}");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "{name} is old: run with UPDATE_GOLDEN=1");
    }
}

#[test]
fn columns_become_text() {
    let (documents, problems) = read(&Parquet, "x.parquet", &good());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(documents.len(), 3);
    assert_eq!(documents[0].text, "Korea and Vietnam signed an agreement.");
    assert_eq!(documents[0].id, "20230531232402001");
    let dates: Vec<String> = documents.iter().map(|document| document.date.to_string()).collect();
    assert_eq!(dates, ["2015-03-01", "2015-03-02", "2015-03-03"]);
    let (documents, problems) = read(&Parquet, "x.parquet", &bad());
    assert_eq!(documents.len(), 1);
    assert_eq!(reasons(&problems), [(2, "empty")]);
}

#[test]
fn days_are_those_of_the_calendar() {
    for (days, expected) in [
        (0, Some("1970-01-01")),
        (-1, Some("1969-12-31")),
        (11_016, Some("2000-02-29")),
        (19_508, Some("2023-05-31")),
        (-25_508, Some("1900-03-01")),
        (2_932_896, Some("9999-12-31")),
        (2_932_897, None),
        (i64::MIN, None),
    ] {
        assert_eq!(day(days).as_deref(), expected, "{days}");
    }
    assert_eq!(time(1_600_000_000_000).as_deref(), Some("2020-09-13"));
    assert_eq!(time(-1).as_deref(), Some("1969-12-31"));
}

#[test]
fn other_files_are_refused() {
    let says = |bytes: &[u8]| read(&Parquet, "x.parquet", bytes).1[0].clone();
    assert_eq!(says(b"").reason, "unreadable");
    assert_eq!(says(&good()[..good().len() / 2]).reason, "unreadable");
}

/// More by hand, before a change of the decoder: `KEYTREND_CASES=100000`.
fn cases() -> u32 {
    std::env::var("KEYTREND_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1500)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]
    #[test]
    fn damage_never_panics(flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8u8), 1..6)) {
        let mut bytes = good();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let started = std::time::Instant::now();
        let (documents, problems) = read(&Parquet, "x.parquet", &bytes);
        prop_assert!(documents.len() + problems.len() <= bytes.len() + 2);
        prop_assert!(started.elapsed().as_secs() < 2);
    }
}
