//! Signatures and shingles on disk while a run lasts, in files without a name: 260 bytes a document and four a shingle,
//! some two thirds of the text. They are numbered in the order of the corpus, whichever thread wrote them.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::signature::{PLACES, Signature, signature};
use super::{FEWEST_SHINGLES, RowAt};
use crate::error::{Error, Result};

/// Row, place of the shingles, number of shingles, signature.
const RECORD: usize = 8 + 8 + 4 + 2 * PLACES;

/// What is noted of one document.
#[derive(Clone, Debug)]
pub struct Record {
    /// Offset of the document's row.
    row: u64,
    shingles: u64,
    len: u32,
    pub signature: Signature,
}

/// What one thread writes.
#[derive(Debug)]
pub struct SketchWriter {
    records: BufWriter<File>,
    shingles: BufWriter<File>,
    /// Documents and shingles written.
    written: (u64, u64),
    blocks: Vec<Block>,
    buffer: Vec<u8>,
}

/// The documents of one chunk of input.
#[derive(Clone, Copy, Debug)]
struct Block {
    /// Input and chunk.
    place: (u32, u32),
    writer: u32,
    /// Records in the writer's file.
    start: u64,
    end: u64,
}

impl SketchWriter {
    /// Files without a name in `folder`.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn new(folder: &Path) -> Result<Self> {
        let file = || tempfile::tempfile_in(folder).map(BufWriter::new).map_err(|e| failed(&e));
        Ok(Self {
            records: file()?,
            shingles: file()?,
            written: (0, 0),
            blocks: vec![],
            buffer: vec![],
        })
    }

    /// All documents from here on are of the chunk at `place`.
    pub fn begin(&mut self, place: (u32, u32)) {
        let start = self.written.0;
        self.blocks.push(Block { place, writer: 0, start, end: start });
    }

    /// Notes a document by the offset of its row and the set of its shingles; not those that are too short.
    ///
    /// # Errors
    /// The disk is full.
    pub fn push(&mut self, row: u64, set: &[u32]) -> Result<()> {
        if set.len() < FEWEST_SHINGLES {
            return Ok(());
        }
        let mut record = [0; RECORD];
        record[..8].copy_from_slice(&row.to_le_bytes());
        record[8..16].copy_from_slice(&self.written.1.to_le_bytes());
        record[16..20].copy_from_slice(&(set.len() as u32).to_le_bytes());
        for (bytes, value) in record[20..].chunks_exact_mut(2).zip(signature(set)) {
            bytes.copy_from_slice(&value.to_le_bytes());
        }
        self.records.write_all(&record).map_err(|e| failed(&e))?;
        self.buffer.clear();
        self.buffer.extend(set.iter().flat_map(|hash| hash.to_le_bytes()));
        self.shingles.write_all(&self.buffer).map_err(|e| failed(&e))?;
        self.written.0 += 1;
        self.written.1 += set.len() as u64;
        if let Some(block) = self.blocks.last_mut() {
            block.end = self.written.0;
        }
        Ok(())
    }
}

/// What all threads wrote.
#[derive(Debug)]
pub struct Sketches {
    /// By writer: records and shingles.
    files: Vec<(File, File)>,
    /// By place, each with the number of its first document.
    blocks: Vec<(Block, u32)>,
    documents: u32,
    buffer: Vec<u8>,
}

impl Sketches {
    /// `writers` by the numbers that [`RowAt`] has.
    ///
    /// # Errors
    /// The disk is full, or there are more than 2³² documents.
    pub fn new(writers: Vec<SketchWriter>) -> Result<Self> {
        let mut files = vec![];
        let mut blocks = vec![];
        for (number, writer) in (0..).zip(writers) {
            let into = |writer: BufWriter<File>| writer.into_inner().map_err(|e| failed(e.error()));
            let filled = writer.blocks.into_iter().filter(|block| block.end > block.start);
            blocks.extend(filled.map(|block| Block { writer: number, ..block }));
            files.push((into(writer.records)?, into(writer.shingles)?));
        }
        blocks.sort_by_key(|block| block.place);
        let mut documents = 0_u64;
        let mut numbered = vec![];
        for block in blocks {
            numbered.push((block, documents as u32));
            documents += block.end - block.start;
        }
        let documents = u32::try_from(documents)
            .map_err(|_| Error::new("too many documents to look for near copies").tip(OFF))?;
        Ok(Self { files, blocks: numbered, documents, buffer: vec![] })
    }

    /// Documents that are long enough.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// Gives all to `take`, in order.
    ///
    /// # Errors
    /// The files cannot be read back.
    pub fn each(&mut self, mut take: impl FnMut(u32, RowAt, &Record)) -> Result<()> {
        for (block, first) in &self.blocks {
            let file = &mut self.files[block.writer as usize].0;
            file.seek(SeekFrom::Start(block.start * RECORD as u64)).map_err(|e| failed(&e))?;
            let mut reader = BufReader::with_capacity(1 << 16, file);
            let mut bytes = [0; RECORD];
            for (number, _) in (*first..).zip(block.start..block.end) {
                reader.read_exact(&mut bytes).map_err(|e| failed(&e))?;
                let record = Record::read(&bytes);
                take(number, (block.writer, record.row), &record);
            }
        }
        Ok(())
    }

    /// Where the row of a document stands.
    ///
    /// # Errors
    /// The files cannot be read back.
    pub fn row(&mut self, document: u32) -> Result<RowAt> {
        let (writer, record) = self.record(document)?;
        Ok((writer, record.row))
    }

    /// The set of a document's shingles.
    ///
    /// # Errors
    /// The files cannot be read back.
    pub fn set(&mut self, document: u32) -> Result<Vec<u32>> {
        let (writer, record) = self.record(document)?;
        let file = &mut self.files[writer as usize].1;
        file.seek(SeekFrom::Start(4 * record.shingles)).map_err(|e| failed(&e))?;
        self.buffer.resize(4 * record.len as usize, 0);
        file.read_exact(&mut self.buffer).map_err(|e| failed(&e))?;
        let hashes = self.buffer.chunks_exact(4);
        Ok(hashes
            .map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
            .collect())
    }

    fn record(&mut self, document: u32) -> Result<(u32, Record)> {
        let at = self.blocks.partition_point(|(_, first)| *first <= document).saturating_sub(1);
        let (block, first) = self.blocks[at];
        let number = block.start + u64::from(document - first);
        let file = &mut self.files[block.writer as usize].0;
        let mut bytes = [0; RECORD];
        file.seek(SeekFrom::Start(number * RECORD as u64)).map_err(|e| failed(&e))?;
        file.read_exact(&mut bytes).map_err(|e| failed(&e))?;
        Ok((block.writer, Record::read(&bytes)))
    }
}

impl Record {
    fn read(bytes: &[u8; RECORD]) -> Self {
        let number = |from: usize, to: usize| {
            bytes[from..to].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
        };
        let mut signature = [0; PLACES];
        for (value, bytes) in signature.iter_mut().zip(bytes[20..].chunks_exact(2)) {
            *value = u16::from_le_bytes([bytes[0], bytes[1]]);
        }
        Self { row: number(0, 8), shingles: number(8, 16), len: number(16, 20) as u32, signature }
    }
}

const OFF: &str = "--near-duplicates off does not look for near copies";

fn failed(error: &io::Error) -> Error {
    Error::new("cannot keep the shingles of documents on disk").cause(error).tip(format!(
        "make room where the output is written, or name another folder with -o DIR; {OFF}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(from: u32, size: u32) -> Vec<u32> {
        (from..from + size).collect()
    }

    #[test]
    fn documents_are_numbered_in_the_order_of_the_corpus() {
        let folder = tempfile::tempdir().unwrap();
        let mut writers = [0, 1].map(|_| SketchWriter::new(folder.path()).unwrap());
        // Two threads, chunks as they came; one document is too short, one chunk has none.
        writers[0].begin((1, 0));
        writers[0].push(10, &set(0, 20)).unwrap();
        writers[0].push(11, &set(0, 19)).unwrap();
        writers[0].push(12, &set(5, 40)).unwrap();
        writers[0].begin((0, 1));
        writers[0].push(13, &set(7, 25)).unwrap();
        writers[1].begin((1, 1));
        writers[1].begin((0, 0));
        writers[1].push(20, &set(9, 30)).unwrap();
        let mut sketches = Sketches::new(writers.into()).unwrap();
        assert_eq!(sketches.documents(), 4);
        let mut seen = vec![];
        sketches.each(|number, row, record| seen.push((number, row, record.len))).unwrap();
        let expected = [(0, (1, 20), 30), (1, (0, 13), 25), (2, (0, 10), 20), (3, (0, 12), 40)];
        assert_eq!(seen, expected);
        for (number, row, _) in expected {
            assert_eq!(sketches.row(number).unwrap(), row);
        }
        let sets: Vec<Vec<u32>> = (0..4).map(|n| sketches.set(n).unwrap()).collect();
        assert_eq!(sets, [set(9, 30), set(7, 25), set(0, 20), set(5, 40)]);
    }
}
