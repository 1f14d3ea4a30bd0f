//! Parquet: one document a row, columns by name. Columns inside others are passed over; numbers, days and points in
//! time become the text that a table would have.

use std::borrow::Cow;

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{ByteArray, DataType};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::reader::{ChunkReader, FileReader};
use ::parquet::file::serialized_reader::SerializedFileReader;
use ::parquet::schema::types::ColumnDescriptor;

use super::guard::guarded;
use super::table::{Layout, shown};
use super::{Chunk, Cut, Fields, Reader, Record, Settings};

/// Rows that are read together.
const BATCH: usize = 1024;
const MILLISECONDS_OF_A_DAY: i64 = 86_400_000;

pub struct Parquet;

impl Reader for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn about(&self) -> &'static str {
        "Parquet, one document a row; columns by name in three languages"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["parquet"]
    }

    fn cut(&self) -> Cut {
        Cut::Whole
    }

    fn parse(&self, chunk: &Chunk, settings: &Settings, take: &mut dyn FnMut(Record)) {
        let file = match caught(|| SerializedFileReader::new(in_memory(chunk.bytes.to_vec()))) {
            Ok(file) => file,
            Err(detail) => {
                return take(chunk.problem(0, "unreadable", detail, "get the file again"));
            }
        };
        let names: Vec<String> = top_columns(&file).map(|(_, name)| name).collect();
        let layout = Layout::new(&names, settings);
        if !layout.is_usable() {
            return take(chunk.problem(
                0,
                "no-text-column",
                format!("the columns are: {}", shown(&names)),
                "name the text's column under [input.columns] in the study",
            ));
        }
        let mut line = 0;
        for group in 0..file.num_row_groups() {
            if let Err(detail) = rows(&file, group, &layout, &mut line, chunk, settings, take) {
                let hint = "the rows before were used; get the file again";
                return take(chunk.problem(line + 1, "broken-off", detail, hint));
            }
        }
    }
}

/// Gives the rows of one group to `take`; `line` counts them over the file.
fn rows<R: ChunkReader + 'static>(
    file: &SerializedFileReader<R>,
    group: usize,
    layout: &Layout,
    line: &mut u64,
    chunk: &Chunk,
    settings: &Settings,
    take: &mut dyn FnMut(Record),
) -> std::result::Result<(), String> {
    let mut columns = vec![];
    for ((at, _), field) in top_columns(file).zip(&layout.columns) {
        if let Some(field) = field {
            let descriptor = file.metadata().file_metadata().schema_descr().column(at);
            let reader = caught(|| file.get_row_group(group)?.get_column_reader(at))?;
            columns.push((*field, Values::new(reader, &descriptor)));
        }
    }
    loop {
        let mut batch = vec![];
        for (field, values) in &mut columns {
            batch.push((*field, caught(|| values.next_batch())?.into_iter()));
        }
        let length = batch.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        if length == 0 {
            return Ok(());
        }
        if batch.iter().any(|(_, values)| values.len() != length) {
            return Err("its columns are not of one length".to_owned());
        }
        for _ in 0..length {
            *line += 1;
            // Nulls take no room: a few bytes may promise any number of rows.
            if *line > chunk.bytes.len() as u64 {
                return Err("it promises more rows than bytes".to_owned());
            }
            let mut fields = Fields::default();
            for (field, values) in &mut batch {
                if let Some(Some(value)) = values.next() {
                    fields.set(*field, Cow::Owned(value));
                }
            }
            take(layout.record(fields, chunk, settings, *line));
        }
    }
}

/// Columns that are no part of others, by position and name.
fn top_columns<R: ChunkReader + 'static>(
    file: &SerializedFileReader<R>,
) -> impl Iterator<Item = (usize, String)> {
    let columns = file.metadata().file_metadata().schema_descr().columns().iter().enumerate();
    columns
        .filter(|(_, column)| column.path().parts().len() == 1 && column.max_rep_level() == 0)
        .map(|(at, column)| (at, column.name().to_owned()))
}

/// Runs the decoder, which gives errors for most damage and panics at some.
fn caught<T>(decode: impl FnOnce() -> Result<T>) -> std::result::Result<T, String> {
    match guarded(decode) {
        Some(decoded) => decoded.map_err(|error: ParquetError| error.to_string()),
        None => Err("the file is damaged".to_owned()),
    }
}

fn in_memory(bytes: Vec<u8>) -> impl ChunkReader + 'static {
    // The type in question is of the crate `bytes`, which parquet uses and does not name: its argument does.
    fn argument<T: From<Vec<u8>>>(_: fn(&mut ByteArray, T), bytes: Vec<u8>) -> T {
        bytes.into()
    }
    argument(ByteArray::set_data, bytes)
}

/// A column being read, and what its numbers mean.
struct Values {
    reader: ColumnReader,
    meaning: Meaning,
    nullable: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Plain,
    Days,
    /// Points in time, so many units a millisecond.
    PerMillisecond(i64),
    /// Of no use here: times of day, decimals.
    Other,
}

impl Values {
    fn new(reader: ColumnReader, descriptor: &ColumnDescriptor) -> Self {
        let meaning = match (descriptor.logical_type_ref(), descriptor.converted_type()) {
            (Some(LogicalType::Date), _) | (None, ConvertedType::DATE) => Meaning::Days,
            (Some(LogicalType::Timestamp(timestamp)), _) => match timestamp.unit {
                TimeUnit::MILLIS => Meaning::PerMillisecond(1),
                TimeUnit::MICROS => Meaning::PerMillisecond(1000),
                TimeUnit::NANOS => Meaning::PerMillisecond(1_000_000),
            },
            (None, ConvertedType::TIMESTAMP_MILLIS) => Meaning::PerMillisecond(1),
            (None, ConvertedType::TIMESTAMP_MICROS) => Meaning::PerMillisecond(1000),
            (Some(LogicalType::Time(_) | LogicalType::Decimal(_)), _) => Meaning::Other,
            (None, ConvertedType::DECIMAL) => Meaning::Other,
            (None, ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS) => Meaning::Other,
            _ => Meaning::Plain,
        };
        Self { reader, meaning, nullable: descriptor.max_def_level() > 0 }
    }

    /// The next values as text; none at the end of the group.
    fn next_batch(&mut self) -> Result<Vec<Option<String>>> {
        let (nullable, meaning) = (self.nullable, self.meaning);
        let integer = |value: i64| match meaning {
            Meaning::Plain => Some(value.to_string()),
            Meaning::Days => day(value),
            Meaning::PerMillisecond(per) => time(value.div_euclid(per)),
            Meaning::Other => None,
        };
        match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => texts(reader, nullable, |value| {
                let text = (meaning == Meaning::Plain).then(|| std::str::from_utf8(value.data()));
                text?.ok().map(str::to_owned)
            }),
            ColumnReader::Int32ColumnReader(reader) => {
                texts(reader, nullable, |value| integer(i64::from(*value)))
            }
            ColumnReader::Int64ColumnReader(reader) => {
                texts(reader, nullable, |value| integer(*value))
            }
            ColumnReader::Int96ColumnReader(reader) => {
                texts(reader, nullable, |value| time(value.to_millis()))
            }
            ColumnReader::FloatColumnReader(reader) => {
                texts(reader, nullable, |value| Some(value.to_string()))
            }
            ColumnReader::DoubleColumnReader(reader) => {
                texts(reader, nullable, |value| Some(value.to_string()))
            }
            ColumnReader::BoolColumnReader(reader) => {
                texts(reader, nullable, |value| Some(value.to_string()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                texts(reader, nullable, |_| None)
            }
        }
    }
}

fn texts<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    nullable: bool,
    text: impl Fn(&T::T) -> Option<String>,
) -> Result<Vec<Option<String>>> {
    let (mut values, mut levels) = (vec![], vec![]);
    let (rows, ..) =
        reader.read_records(BATCH, nullable.then_some(&mut levels), None, &mut values)?;
    if !nullable {
        return Ok(values.iter().map(text).collect());
    }
    let mut values = values.iter();
    let present = |level: &i16| match level {
        0 => None,
        _ => values.next().and_then(&text),
    };
    Ok(levels.iter().take(rows).map(present).collect())
}

/// ISO 8601 of a day since 1970, in years of four digits.
fn day(days: i64) -> Option<String> {
    if !(-719_162..=2_932_896).contains(&days) {
        return None;
    }
    // Years begin in March, so that the leap day is the last; after H. Hinnant, `civil_from_days`.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// The day of a point in time in milliseconds, as the file's writer had it (UTC, where it says nothing else).
fn time(milliseconds: i64) -> Option<String> {
    day(milliseconds.div_euclid(MILLISECONDS_OF_A_DAY))
}

#[cfg(test)]
mod tests;
