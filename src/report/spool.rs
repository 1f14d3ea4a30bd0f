//! Counted documents on disk while a run lasts: for leaving out copies, for the list of documents and for the
//! evidence. Memory holds a few numbers a chunk of input; everything else is in files without a name.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::count::row::Row;
pub use crate::duplicates::RowAt;
use crate::duplicates::sketches::{SketchWriter, Sketches};
use crate::error::{Error, Result};

/// Input and chunk: where in the corpus a block of rows comes from.
pub type Place = (u32, u32);

/// A document's fingerprint and where its row stands.
const FINGERPRINT: usize = 32;
/// Bytes that are written at once.
const BUFFER: usize = 1 << 16;
/// Bytes of fingerprints that are looked at together.
const BATCH: u64 = 4 << 20;

/// What one thread writes.
#[derive(Debug)]
pub struct SpoolWriter {
    rows: BufWriter<File>,
    fingerprints: BufWriter<File>,
    /// Where near copies are looked for.
    sketches: Option<SketchWriter>,
    length: u64,
    documents: u64,
    blocks: Vec<Block>,
    buffer: Vec<u8>,
}

/// The rows of one chunk.
#[derive(Clone, Copy, Debug)]
struct Block {
    place: Place,
    start: u64,
    end: u64,
}

impl SpoolWriter {
    /// Files without a name in `folder`; with `near`, what it takes to find near copies is kept too.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn new(folder: &Path, near: bool) -> Result<Self> {
        let buffered = |file| BufWriter::with_capacity(BUFFER, file);
        let file = || tempfile::tempfile_in(folder).map(buffered).map_err(|e| failed(&e));
        Ok(Self {
            rows: file()?,
            fingerprints: file()?,
            sketches: near.then(|| SketchWriter::new(folder)).transpose()?,
            length: 0,
            documents: 0,
            blocks: vec![],
            buffer: vec![],
        })
    }

    /// All rows from here on are of the chunk at `place`.
    pub fn begin(&mut self, place: Place) {
        self.blocks.push(Block { place, start: self.length, end: self.length });
        if let Some(sketches) = &mut self.sketches {
            sketches.begin(place);
        }
    }

    /// `shingles` is a set, empty where near copies are not looked for.
    ///
    /// # Errors
    /// The disk is full.
    pub fn push(&mut self, row: &Row, fingerprint: u128, shingles: &[u32]) -> Result<()> {
        if let Some(sketches) = &mut self.sketches {
            sketches.push(self.length, shingles)?;
        }
        let written = loop {
            match postcard::to_slice(row, &mut self.buffer) {
                Ok(written) => break &*written,
                Err(postcard::Error::SerializeBufferFull) => {
                    let longer = (2 * self.buffer.len()).max(BUFFER);
                    self.buffer.resize(longer, 0);
                }
                Err(error) => {
                    return Err(Error::new("cannot note a counted document").cause(error));
                }
            }
        };
        let mut record = [0; FINGERPRINT];
        record[..16].copy_from_slice(&fingerprint.to_be_bytes());
        record[16..24].copy_from_slice(&self.length.to_le_bytes());
        let length = written.len() as u32;
        self.fingerprints.write_all(&record).map_err(|e| failed(&e))?;
        self.rows.write_all(&length.to_le_bytes()).map_err(|e| failed(&e))?;
        self.rows.write_all(written).map_err(|e| failed(&e))?;
        self.length += 4 + u64::from(length);
        self.documents += 1;
        if let Some(block) = self.blocks.last_mut() {
            block.end = self.length;
        }
        Ok(())
    }
}

/// Groups of rows with equal fingerprints, at least two a group.
#[derive(Debug, Default)]
pub struct EqualRows {
    rows: Vec<RowAt>,
    /// Where in `rows` each group ends.
    ends: Vec<usize>,
}

impl EqualRows {
    fn add(&mut self, group: impl Iterator<Item = RowAt>) {
        self.rows.extend(group);
        self.ends.push(self.rows.len());
    }

    pub fn groups(&self) -> impl Iterator<Item = &[RowAt]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.rows[start..*end])
    }
}

/// What all threads wrote, to be read in the order of the corpus.
#[derive(Debug)]
pub struct Spool {
    rows: Vec<File>,
    fingerprints: Vec<(File, u64)>,
    /// `None` where near copies are not looked for.
    pub sketches: Option<Sketches>,
    /// By place, with the writer's number.
    blocks: Vec<(Block, u32)>,
    /// By writer, in the order of its file.
    written: Vec<Vec<Block>>,
}

impl Spool {
    /// # Errors
    /// The disk is full.
    pub fn new(writers: Vec<SpoolWriter>) -> Result<Self> {
        let mut spool = Self {
            rows: vec![],
            fingerprints: vec![],
            sketches: None,
            blocks: vec![],
            written: vec![],
        };
        let mut sketches = vec![];
        for (number, writer) in writers.into_iter().enumerate() {
            let into = |writer: BufWriter<File>| {
                writer.into_inner().map_err(|error| failed(error.error()))
            };
            spool.blocks.extend(writer.blocks.iter().map(|block| (*block, number as u32)));
            let blocks = writer.blocks.into_iter().filter(|block| block.end > block.start);
            spool.written.push(blocks.collect());
            spool.rows.push(into(writer.rows)?);
            sketches.extend(writer.sketches);
            spool.fingerprints.push((into(writer.fingerprints)?, writer.documents));
        }
        if !sketches.is_empty() {
            spool.sketches = Some(Sketches::new(sketches)?);
        }
        spool.blocks.sort_by_key(|(block, _)| block.place);
        Ok(spool)
    }

    /// Rows with equal fingerprints; groups and rows in no order that means anything.
    ///
    /// # Errors
    /// The files cannot be read back.
    pub fn equal_rows(&mut self) -> Result<EqualRows> {
        let documents: u64 = self.fingerprints.iter().map(|(_, documents)| documents).sum();
        // Fingerprints spread evenly, so each pass takes a slice of them that fits in memory.
        let passes = (documents * FINGERPRINT as u64).div_ceil(BATCH).max(1);
        let mut groups = EqualRows::default();
        for pass in 0..passes {
            // Room for a slice that is a little longer than the others, and no more.
            let mut slice: Vec<(u128, RowAt)> =
                Vec::with_capacity((documents / passes + documents / passes / 8 + 64) as usize);
            for (number, (file, documents)) in self.fingerprints.iter_mut().enumerate() {
                file.seek(SeekFrom::Start(0)).map_err(|e| failed(&e))?;
                let mut reader = io::BufReader::with_capacity(1 << 16, file);
                let mut record = [0; FINGERPRINT];
                for _ in 0..*documents {
                    reader.read_exact(&mut record).map_err(|e| failed(&e))?;
                    let (fingerprint, rest) = record.split_at(16);
                    let fingerprint = fingerprint.try_into().map(u128::from_be_bytes);
                    let offset = rest[..8].try_into().map(u64::from_le_bytes);
                    if let (Ok(fingerprint), Ok(offset)) = (fingerprint, offset)
                        && (fingerprint >> 64) as u64 % passes == pass
                    {
                        slice.push((fingerprint, (number as u32, offset)));
                    }
                }
            }
            slice.sort_unstable();
            let equal = slice.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
            equal.for_each(|group| groups.add(group.iter().map(|(_, at)| *at)));
        }
        Ok(groups)
    }

    /// The row at `at`, with the place it comes from.
    ///
    /// # Errors
    /// The files cannot be read back.
    pub fn row<T>(&mut self, at: RowAt, take: impl FnOnce(Place, &Row) -> T) -> Result<T> {
        let written = &self.written[at.0 as usize];
        let next = written.partition_point(|block| block.start <= at.1);
        let place = next.checked_sub(1).map_or((0, 0), |block| written[block].place);
        let file = &mut self.rows[at.0 as usize];
        file.seek(SeekFrom::Start(at.1)).map_err(|e| failed(&e))?;
        let mut buffer = vec![];
        read_row(file, &mut buffer)?;
        Ok(take(place, &parse(&buffer)?))
    }

    /// Gives every row to `take`, in the order of the corpus.
    ///
    /// # Errors
    /// The files cannot be read back, or what `take` says.
    pub fn rows(&mut self, mut take: impl FnMut(Place, RowAt, &Row) -> Result<()>) -> Result<()> {
        let mut buffer = vec![];
        for (block, writer) in &self.blocks {
            let file = &mut self.rows[*writer as usize];
            file.seek(SeekFrom::Start(block.start)).map_err(|e| failed(&e))?;
            let mut reader = io::BufReader::with_capacity(1 << 16, file);
            let mut offset = block.start;
            while offset < block.end {
                read_row(&mut reader, &mut buffer)?;
                take(block.place, (*writer, offset), &parse(&buffer)?)?;
                offset += 4 + buffer.len() as u64;
            }
        }
        Ok(())
    }
}

fn read_row(reader: &mut impl Read, buffer: &mut Vec<u8>) -> Result<()> {
    let mut length = [0; 4];
    reader.read_exact(&mut length).map_err(|e| failed(&e))?;
    buffer.resize(u32::from_le_bytes(length) as usize, 0);
    reader.read_exact(buffer).map_err(|e| failed(&e))
}

fn parse(buffer: &[u8]) -> Result<Row<'_>> {
    postcard::from_bytes(buffer)
        .map_err(|error| Error::new("cannot read a counted document back").cause(error))
}

fn failed(error: &io::Error) -> Error {
    Error::new("cannot keep counted documents on disk")
        .cause(error)
        .tip("make room where the output is written, or name another folder with -o DIR")
}
