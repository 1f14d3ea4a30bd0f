//! A table as Parquet: typed columns with the meaning and unit of each in the metadata, for R, pandas and DuckDB.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::Result as ParquetResult;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::json;

use super::{Column, Kind, TableSpec, Value};
use crate::error::{Error, Result};
use crate::trend::Findings;

/// Rows that are packed together.
const GROUP_ROWS: usize = 1 << 16;

/// Writes the table to `out`. An empty field is a null.
///
/// # Errors
/// `out` cannot be written to.
pub fn write(table: &TableSpec, findings: &Findings, out: impl Write + Send) -> Result<()> {
    put(table, &(table.rows)(findings), out)
        .map_err(|error| Error::new(format!("cannot write the table {}", table.name)).cause(error))
}

fn put(table: &TableSpec, rows: &[Vec<Value>], out: impl Write + Send) -> ParquetResult<()> {
    let columns = (table.columns)();
    let properties = WriterProperties::builder()
        .set_created_by(format!("keytrend {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_offset_index_disabled(true)
        .build();
    let schema = Arc::new(parse_message_type(&schema(&columns))?);
    let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    for rows in rows.chunks(GROUP_ROWS) {
        let mut group = file.next_row_group()?;
        for (at, column) in columns.iter().enumerate() {
            let Some(mut writer) = group.next_column()? else { break };
            let fields = || rows.iter().map(|row| &row[at]);
            let filled: Vec<i16> =
                fields().map(|value| i16::from(!matches!(value, Value::Empty))).collect();
            match column.kind() {
                Kind::Text => {
                    let texts: Vec<ByteArray> = fields()
                        .filter_map(|value| match value {
                            Value::Text(text) => Some(ByteArray::from(text.as_str())),
                            _ => None,
                        })
                        .collect();
                    writer.typed::<ByteArrayType>().write_batch(&texts, Some(&filled), None)?;
                }
                Kind::Integer => {
                    let counts: Vec<i64> = fields()
                        .filter_map(|value| match value {
                            Value::Integer(count) => {
                                Some(i64::try_from(*count).unwrap_or(i64::MAX))
                            }
                            _ => None,
                        })
                        .collect();
                    writer.typed::<Int64Type>().write_batch(&counts, Some(&filled), None)?;
                }
                Kind::Decimal | Kind::Share => {
                    let numbers: Vec<f64> = fields()
                        .filter_map(|value| match value {
                            Value::Decimal(number) | Value::Precise(number) => Some(*number),
                            _ => None,
                        })
                        .collect();
                    writer.typed::<DoubleType>().write_batch(&numbers, Some(&filled), None)?;
                }
            }
            writer.close()?;
        }
        group.close()?;
    }
    let described: Vec<_> = columns
        .iter()
        .map(|Column { name, unit, meaning }| json!({ "name": name, "unit": unit, "meaning": meaning }))
        .collect();
    for (key, value) in [
        ("keytrend.version", env!("CARGO_PKG_VERSION").to_owned()),
        ("keytrend.table", table.name.to_owned()),
        ("keytrend.about", table.about.to_owned()),
        ("keytrend.columns", json!(described).to_string()),
    ] {
        file.append_key_value_metadata(KeyValue::new(key.to_owned(), value));
    }
    file.close()?;
    Ok(())
}

/// The schema as Parquet's own text.
fn schema(columns: &[Column]) -> String {
    let fields: String = columns
        .iter()
        .map(|column| match column.kind() {
            Kind::Text => format!("optional binary {} (STRING);\n", column.name),
            Kind::Integer => format!("optional int64 {};\n", column.name),
            Kind::Decimal | Kind::Share => format!("optional double {};\n", column.name),
        })
        .collect();
    format!("message keytrend {{\n{fields}}}")
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::FileReader;
    use parquet::file::serialized_reader::SerializedFileReader;
    use parquet::record::Field;

    use super::*;
    use crate::count::tally_file::in_memory;
    use crate::report::tables::{TABLES, tests::small};

    #[test]
    fn every_table_reads_back_with_its_types() {
        let findings = small();
        for table in TABLES {
            let mut bytes = vec![];
            write(table, &findings, &mut bytes).unwrap();
            let mut again = vec![];
            write(table, &findings, &mut again).unwrap();
            assert!(bytes == again, "{} differs from run to run", table.name);
            let file = SerializedFileReader::new(in_memory(bytes)).unwrap();
            let metadata = file.metadata().file_metadata().key_value_metadata().unwrap().clone();
            let described = metadata.iter().find(|entry| entry.key == "keytrend.columns").unwrap();
            let described: serde_json::Value =
                serde_json::from_str(described.value.as_deref().unwrap()).unwrap();
            assert_eq!(described.as_array().unwrap().len(), (table.columns)().len());
            let wanted = (table.rows)(&findings);
            let read: Vec<_> = file.get_row_iter(None).unwrap().map(|row| row.unwrap()).collect();
            assert_eq!(read.len(), wanted.len(), "{}", table.name);
            for (row, wanted) in read.iter().zip(&wanted) {
                for ((name, field), value) in row.get_column_iter().zip(wanted) {
                    let same = match (field, value) {
                        (Field::Null, Value::Empty) => true,
                        (Field::Str(read), Value::Text(text)) => read == text,
                        (Field::Long(read), Value::Integer(count)) => read.unsigned_abs() == *count,
                        (Field::Double(read), Value::Decimal(n) | Value::Precise(n)) => read == n,
                        _ => false,
                    };
                    assert!(same, "{}.{name}: {field:?} for {value:?}", table.name);
                }
            }
        }
    }
}
