//! Parquet files of keytrend: typed columns without nulls, key and value metadata, and a seal, which tells a damaged
//! file from a whole one.
//!
//! The seal is XXH3 (128 bits) over all bytes of the file, its own digits taken as zeros. It is checked before
//! anything is decoded, so that no damaged file is counted wrongly, and none reaches the decoder.

mod opened;
mod writer;

use parquet::data_type::ByteArray;
use parquet::file::reader::ChunkReader;

pub(crate) use opened::{Opened, damaged};
pub(crate) use writer::Writer;

const MAGIC: &[u8; 4] = b"PAR1";
const SEAL: &str = "keytrend.seal";
/// What the digits of the seal are taken for when it is made.
const UNSEALED: &[u8; 32] = &[b'0'; 32];
/// Between the key and the value of the seal: the header of a Thrift field, and the value's length.
const BEFORE_DIGITS: [u8; 2] = [0x18, 32];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Int,
    Long,
    Flag,
}

/// A kind of file: its name in messages, the metadata key of its version, and its columns.
pub(crate) struct Format {
    pub(crate) name: &'static str,
    pub(crate) version_key: &'static str,
    pub(crate) version: u32,
    pub(crate) columns: &'static [(&'static str, Shape)],
}

/// One value of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Text(&'a str),
    Int(i32),
    Long(i64),
    Flag(bool),
}

/// One column of a row group.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    Text(Vec<ByteArray>),
    Int(Vec<i32>),
    Long(Vec<i64>),
    Flag(Vec<bool>),
}

impl Column {
    pub(crate) fn new(shape: Shape) -> Self {
        match shape {
            Shape::Text => Self::Text(vec![]),
            Shape::Int => Self::Int(vec![]),
            Shape::Long => Self::Long(vec![]),
            Shape::Flag => Self::Flag(vec![]),
        }
    }

    /// Adds a value of the column's shape. A text equal to the one before it takes no further room.
    pub(crate) fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Text(values), Cell::Text(text)) => {
                let value = match values.last() {
                    Some(last) if last.data() == text.as_bytes() => last.clone(),
                    _ => ByteArray::from(text),
                };
                values.push(value);
            }
            (Self::Int(values), Cell::Int(value)) => values.push(value),
            (Self::Long(values), Cell::Long(value)) => values.push(value),
            (Self::Flag(values), Cell::Flag(value)) => values.push(value),
            (column, cell) => {
                debug_assert!(false, "{cell:?} in a column of another shape {column:?}");
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        match self {
            Self::Text(values) => values.clear(),
            Self::Int(values) => values.clear(),
            Self::Long(values) => values.clear(),
            Self::Flag(values) => values.clear(),
        }
    }
}
/// Where in a footer the digits of the seal are. The seal is the last of the metadata, and none but the name of the
/// program stands behind it.
fn digits_of(footer: &[u8]) -> Option<usize> {
    let key = footer.windows(SEAL.len()).rposition(|window| window == SEAL.as_bytes())?;
    let at = key + SEAL.len() + BEFORE_DIGITS.len();
    let header = &footer[key + SEAL.len()..];
    (header.starts_with(&BEFORE_DIGITS) && footer.len() >= at + UNSEALED.len()).then_some(at)
}

/// A file in memory, for functions that read one.
pub fn in_memory(bytes: Vec<u8>) -> impl ChunkReader + 'static {
    // The type in question is of the crate `bytes`, which parquet uses and does not name: its argument does.
    fn argument<T: From<Vec<u8>>>(_: fn(&mut ByteArray, T), bytes: Vec<u8>) -> T {
        bytes.into()
    }
    argument(ByteArray::set_data, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn format(version: u32, columns: &'static [(&'static str, Shape)]) -> Format {
        Format { name: "tally", version_key: "keytrend.tally.version", version, columns }
    }

    fn written(format: &Format, values: &[Column], metadata: &[(&str, String)]) -> Vec<u8> {
        let mut writer = Writer::new(vec![], format, &[]).unwrap();
        writer.group(format, values).unwrap();
        writer.finish(format, metadata).unwrap()
    }

    fn refusal(bytes: Vec<u8>, format: &Format) -> Error {
        Opened::new("t", in_memory(bytes), format).err().unwrap()
    }

    const YEAR: &[(&str, Shape)] = &[("year", Shape::Int)];

    #[test]
    fn other_versions_and_columns_are_refused() {
        let bytes = written(&format(2, YEAR), &[Column::Int(vec![1992])], &[]);
        assert!(Opened::new("t", in_memory(bytes.clone()), &format(2, YEAR)).is_ok());
        assert_eq!(
            refusal(bytes.clone(), &format(1, YEAR)).message,
            "t has version 2 of the tally format, this keytrend reads version 1"
        );
        for other in [&[("month", Shape::Int)], &[("year", Shape::Long)]] {
            let error = refusal(bytes.clone(), &format(2, other));
            assert_eq!(error.causes, ["its columns are not those of a tally"]);
        }
        assert!(!refusal(bytes, &format(2, &[])).causes.is_empty());
    }

    #[test]
    fn the_seal_is_found_behind_texts_that_look_like_it() {
        let columns: &[(&str, Shape)] = &[("source", Shape::Text)];
        let fake = format!("{SEAL}\u{18}\u{20}{}", "0".repeat(32));
        let mut column = Column::new(Shape::Text);
        column.push(Cell::Text(&fake));
        let bytes = written(&format(1, columns), &[column], &[("note", fake.clone())]);
        let opened = Opened::new("t", in_memory(bytes), &format(1, columns)).unwrap();
        assert_eq!(opened.value("note").unwrap(), fake);
        assert_eq!(opened.value("none").unwrap_err().causes, ["it has no `none`"]);
    }

    #[test]
    fn a_full_disk_is_an_error() {
        let full: &mut [u8] = &mut [0; 100];
        let format = format(1, YEAR);
        let writer = Writer::new(full, &format, &[]).unwrap();
        let error = writer.finish(&format, &[]).err().unwrap();
        assert_eq!(error.message, "cannot write the tally");
    }
}
