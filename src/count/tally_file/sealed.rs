//! Parquet files of keytrend: typed columns without nulls, key and value metadata, and a seal, which tells a damaged
//! file from a whole one.
//!
//! The seal is XXH3 (128 bits) over all bytes of the file, its own digits taken as zeros. It is checked before
//! anything is decoded, so that no damaged file is counted wrongly, and none reaches the decoder.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::Arc;

use parquet::basic::{Compression, Repetition, Type as Physical, ZstdLevel};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use xxhash_rust::xxh3::Xxh3;

use crate::error::{Error, Result};

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

/// Writes a sealed file, one row group after the other.
pub(crate) struct Writer<W: Write + Send> {
    file: SerializedFileWriter<Sealing<W>>,
}

impl<W: Write + Send> Writer<W> {
    /// Texts of the columns named in `unlike` are held to be nearly all different.
    pub(crate) fn new(out: W, format: &Format, unlike: &[&str]) -> Result<Self> {
        Self::start(out, format, unlike).map_err(|error| cannot_write(format.name, error))
    }

    fn start(out: W, format: &Format, unlike: &[&str]) -> ParquetResult<Self> {
        let schema = Arc::new(parse_message_type(&message(format))?);
        let mut properties = WriterProperties::builder()
            .set_created_by(format!("keytrend {}", env!("CARGO_PKG_VERSION")))
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true);
        for column in unlike {
            properties = properties.set_column_dictionary_enabled((*column).into(), false);
        }
        let sealing = Sealing { out, hash: Box::new(Xxh3::new()), footer: None };
        let file = SerializedFileWriter::new(sealing, schema, Arc::new(properties.build()))?;
        Ok(Self { file })
    }

    /// Writes a row group; all columns are of the same length.
    pub(crate) fn group(&mut self, format: &Format, columns: &[Column]) -> Result<()> {
        self.put(columns).map_err(|error| cannot_write(format.name, error))
    }

    fn put(&mut self, columns: &[Column]) -> ParquetResult<()> {
        let mut group = self.file.next_row_group()?;
        for column in columns {
            let Some(mut writer) = group.next_column()? else { break };
            match column {
                Column::Text(values) => {
                    writer.typed::<ByteArrayType>().write_batch(values, None, None)?
                }
                Column::Int(values) => {
                    writer.typed::<Int32Type>().write_batch(values, None, None)?
                }
                Column::Long(values) => {
                    writer.typed::<Int64Type>().write_batch(values, None, None)?
                }
                Column::Flag(values) => {
                    writer.typed::<BoolType>().write_batch(values, None, None)?
                }
            };
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Writes the metadata and the seal; gives back what was written to.
    pub(crate) fn finish(mut self, format: &Format, metadata: &[(&str, String)]) -> Result<W> {
        for (key, value) in metadata {
            self.file.append_key_value_metadata(KeyValue::new((*key).to_owned(), value.clone()));
        }
        let version = format.version.to_string();
        self.file.append_key_value_metadata(KeyValue::new(format.version_key.to_owned(), version));
        let digits = String::from_utf8_lossy(UNSEALED).into_owned();
        self.file.append_key_value_metadata(KeyValue::new(SEAL.to_owned(), digits));
        let mut close = || {
            self.file.flush()?;
            self.file.inner_mut().footer = Some(vec![]);
            ParquetResult::Ok(())
        };
        close()
            .and_then(|()| self.file.into_inner())
            .and_then(|sealing| Ok(sealing.seal()?))
            .map_err(|error| cannot_write(format.name, error))
    }
}

fn cannot_write(what: &str, error: impl std::fmt::Display) -> Error {
    Error::new(format!("cannot write the {what}")).cause(error)
}

/// The schema as Parquet's own text.
fn message(format: &Format) -> String {
    let mut text = format!("message keytrend_{} {{\n", format.name);
    for (name, shape) in format.columns {
        text += &match shape {
            Shape::Text => format!("required binary {name} (STRING);\n"),
            Shape::Int => format!("required int32 {name};\n"),
            Shape::Long => format!("required int64 {name};\n"),
            Shape::Flag => format!("required boolean {name};\n"),
        };
    }
    text + "}"
}

/// Passes bytes on and hashes them; keeps the footer back until its seal is known.
struct Sealing<W> {
    out: W,
    hash: Box<Xxh3>,
    footer: Option<Vec<u8>>,
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.footer {
            Some(footer) => footer.write(bytes),
            None => {
                let written = self.out.write(bytes)?;
                self.hash.update(&bytes[..written]);
                Ok(written)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Sealing<W> {
    fn seal(mut self) -> io::Result<W> {
        let mut footer = self.footer.unwrap_or_default();
        let Some(digits) = digits_of(&footer) else {
            return Err(io::Error::other("the metadata has no room for the seal"));
        };
        self.hash.update(&footer);
        footer[digits..digits + UNSEALED.len()]
            .copy_from_slice(format!("{:032x}", self.hash.digest128()).as_bytes());
        self.out.write_all(&footer)?;
        self.out.flush()?;
        Ok(self.out)
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

/// A sealed file whose seal is whole.
pub(crate) struct Opened<R: ChunkReader + 'static> {
    name: String,
    reader: SerializedFileReader<R>,
    metadata: BTreeMap<String, String>,
}

impl<R: ChunkReader + 'static> Opened<R> {
    /// Checks the seal, the format and its version, and the columns. `name` is what errors show.
    pub(crate) fn new(name: &str, input: R, format: &Format) -> Result<Self> {
        check_seal(name, &input, format)?;
        let reader = SerializedFileReader::new(input).map_err(|error| unreadable(name, error))?;
        let pairs = reader.metadata().file_metadata().key_value_metadata();
        let metadata: BTreeMap<String, String> = pairs
            .into_iter()
            .flatten()
            .map(|pair| (pair.key.clone(), pair.value.clone().unwrap_or_default()))
            .collect();
        let Some(version) = metadata.get(format.version_key) else {
            return Err(Error::new(format!(
                "{name} is a file of keytrend, but no {}",
                format.name
            )));
        };
        if *version != format.version.to_string() {
            return Err(Error::new(format!(
                "{name} has version {version} of the {} format, this keytrend reads version {}",
                format.name, format.version
            ))
            .tip("use the keytrend that wrote it, or count again"));
        }
        let opened = Self { name: name.to_owned(), reader, metadata };
        match opened.has_columns_of(format) {
            true => Ok(opened),
            false => Err(damaged(name, format!("its columns are not those of a {}", format.name))),
        }
    }

    fn has_columns_of(&self, format: &Format) -> bool {
        let schema = self.reader.metadata().file_metadata().schema_descr();
        let columns = schema.columns();
        columns.len() == format.columns.len()
            && columns.iter().zip(format.columns).all(|(column, (name, shape))| {
                let physical = match shape {
                    Shape::Text => Physical::BYTE_ARRAY,
                    Shape::Int => Physical::INT32,
                    Shape::Long => Physical::INT64,
                    Shape::Flag => Physical::BOOLEAN,
                };
                column.path().string() == *name
                    && column.physical_type() == physical
                    && column.self_type().get_basic_info().repetition() == Repetition::REQUIRED
            })
    }

    /// The value of a metadata key.
    pub(crate) fn value(&self, key: &str) -> Result<&str> {
        let value = self.metadata.get(key).map(String::as_str);
        value.ok_or_else(|| damaged(&self.name, format!("it has no `{key}`")))
    }

    pub(crate) fn groups(&self) -> usize {
        self.reader.num_row_groups()
    }

    /// The number of rows of a row group.
    pub(crate) fn rows(&self, group: usize) -> usize {
        let rows = self.reader.metadata().row_group(group).num_rows();
        usize::try_from(rows).unwrap_or_default()
    }

    /// One column of a row group, whole.
    pub(crate) fn column(&self, group: usize, at: usize, shape: Shape) -> Result<Column> {
        let rows = self.rows(group);
        let get = || -> ParquetResult<Column> {
            let group = self.reader.get_row_group(group)?;
            Ok(match shape {
                Shape::Text => Column::Text(values::<ByteArrayType>(&*group, at, rows)?),
                Shape::Int => Column::Int(values::<Int32Type>(&*group, at, rows)?),
                Shape::Long => Column::Long(values::<Int64Type>(&*group, at, rows)?),
                Shape::Flag => Column::Flag(values::<BoolType>(&*group, at, rows)?),
            })
        };
        get().map_err(|error| unreadable(&self.name, error))
    }

    /// A text of a text column.
    pub(crate) fn text<'a>(&self, value: &'a ByteArray) -> Result<&'a str> {
        value.as_utf8().map_err(|error| unreadable(&self.name, error))
    }
}

fn values<T: DataType>(
    group: &dyn RowGroupReader,
    at: usize,
    rows: usize,
) -> ParquetResult<Vec<T::T>> {
    let mut values = vec![];
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(at)?);
    reader.read_records(rows, None, None, &mut values)?;
    match values.len() == rows {
        true => Ok(values),
        false => Err(ParquetError::General(format!("{} values in {rows} rows", values.len()))),
    }
}

/// A file whose bytes are not what keytrend wrote.
pub(crate) fn damaged(name: &str, cause: impl std::fmt::Display) -> Error {
    let error = Error::new(format!("{name} is damaged")).cause(cause);
    error.tip("copy it again from where it was written, or count again")
}

fn unreadable(name: &str, cause: impl std::fmt::Display) -> Error {
    Error::new(format!("cannot read {name}")).cause(cause)
}

fn check_seal<R: ChunkReader>(name: &str, input: &R, format: &Format) -> Result<()> {
    let length = input.len();
    let mut start = vec![];
    let read = |from: u64, most: u64, into: &mut Vec<u8>| -> Result<()> {
        let reader = input.get_read(from).map_err(|error| unreadable(name, error))?;
        reader.take(most).read_to_end(into).map_err(|error| unreadable(name, error))?;
        Ok(())
    };
    read(0, 4, &mut start)?;
    if start != MAGIC {
        let error = Error::new(format!("{name} is no {} of keytrend", format.name));
        return Err(error.cause("it is not a Parquet file"));
    }
    let mut end = vec![];
    read(length.saturating_sub(8), 8, &mut end)?;
    let footer_length = match *end.as_slice() {
        [a, b, c, d, ref magic @ ..] if magic == MAGIC && length >= 12 => {
            u64::from(u32::from_le_bytes([a, b, c, d])) + 8
        }
        _ => return Err(damaged(name, "its end is missing")),
    };
    if footer_length + 4 > length {
        return Err(damaged(name, "its metadata are longer than the file"));
    }
    let mut footer = vec![];
    read(length - footer_length, footer_length, &mut footer)?;
    let Some(digits) = digits_of(&footer) else {
        let error = Error::new(format!("{name} is no {} of keytrend", format.name));
        return Err(error.cause("it is a Parquet file without the seal of keytrend").tip(
            "a file that another program wrote or changed cannot be used: take the one keytrend wrote",
        ));
    };
    let mut hash = Box::new(Xxh3::new());
    let mut rest =
        input.get_read(0).map_err(|error| unreadable(name, error))?.take(length - footer_length);
    let mut bytes = vec![0; 1 << 16];
    loop {
        match rest.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => hash.update(&bytes[..read]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(name, error)),
        }
    }
    let digits = digits..digits + UNSEALED.len();
    let seal = footer[digits.clone()].to_vec();
    footer[digits].copy_from_slice(UNSEALED);
    hash.update(&footer);
    match seal == format!("{:032x}", hash.digest128()).as_bytes() {
        true => Ok(()),
        false => Err(damaged(name, "its bytes are not those that were sealed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
