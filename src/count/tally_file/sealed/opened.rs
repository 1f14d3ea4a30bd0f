//! Reading a sealed file back, once its seal is known to be whole.

use std::collections::BTreeMap;
use std::io::{self, Read};

use parquet::basic::{Repetition, Type as Physical};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{ChunkReader, FileReader, RowGroupReader};
use parquet::file::serialized_reader::SerializedFileReader;
use xxhash_rust::xxh3::Xxh3;

use super::{Column, Format, MAGIC, Shape, UNSEALED, digits_of};
use crate::error::{Error, Result};

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
