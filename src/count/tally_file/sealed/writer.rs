//! Writing a sealed file.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{BoolType, ByteArrayType, Int32Type, Int64Type};
use parquet::errors::Result as ParquetResult;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use xxhash_rust::xxh3::Xxh3;

use super::{Column, Format, SEAL, Shape, UNSEALED, digits_of};
use crate::error::{Error, Result};

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
