//! A file of records, cut into chunks at record ends; records that are too long, and files that break off, cost what
//! they must and no more.

use std::sync::Arc;

use super::chunks::{CHUNK, LONGEST_RECORD, Pool, Reading};
use super::nested::Fault;
use super::stream::Stream;
use super::walk::{Input, changed};
use super::{Chunk, Context};
use crate::error::Problem;

/// A file being cut.
pub(super) struct Open<'a> {
    input: Arc<Input>,
    context: Context,
    stream: Stream<'a>,
    cut: fn(&[u8]) -> Option<usize>,
    reading: Reading,
    /// Read, but behind the last chunk's end.
    rest: Vec<u8>,
    line: u64,
    record: u64,
    header: Option<Arc<Vec<u8>>>,
    wants_header: bool,
    /// Nothing was read yet.
    first: bool,
    /// Within a record that is too long: where it began.
    passing: bool,
    /// Too much of it could not be decoded, which was said.
    hopeless: bool,
}

impl<'a> Open<'a> {
    pub fn new(
        input: Arc<Input>,
        context: Context,
        stream: Stream<'a>,
        cut: fn(&[u8]) -> Option<usize>,
        reading: Reading,
    ) -> Self {
        Self {
            wants_header: input.reader.name() == "csv",
            input,
            reading: Reading { encoding: context.encoding.or(reading.encoding), ..reading },
            context,
            stream,
            cut,
            rest: vec![],
            line: 1,
            record: 0,
            header: None,
            first: true,
            passing: false,
            hopeless: false,
        }
    }

    pub fn next_chunk(&mut self, pool: &Pool, place: (u32, u32)) -> Option<Chunk> {
        let mut bytes = pool.take();
        bytes.begin(&self.rest, self.stream.position(), CHUNK);
        self.rest.clear();
        let mut failure = None;
        let mut searched = 0;
        let end = loop {
            // Twice as much each time, but not far beyond what a record may have.
            let room = (LONGEST_RECORD + CHUNK).saturating_sub(bytes.len());
            let wanted = if searched == 0 { CHUNK } else { bytes.len().min(room).max(CHUNK) };
            let read = match self.stream.read_into(bytes.end(), wanted) {
                Ok(read) => read,
                Err(error) => {
                    let Fault { reason, detail, hint } = Fault::broken(&error);
                    failure = Some(self.input.problem(self.line, reason, detail, hint));
                    // Said once: a broken stream would break again at every call.
                    self.stream.stop();
                    0
                }
            };
            let ended = read == 0;
            if std::mem::take(&mut self.first) {
                let last = ended || read < CHUNK;
                self.stream.settle_encoding(&mut bytes, self.reading, last);
                if bytes.starts_with(b"\xEF\xBB\xBF") {
                    bytes.skip(3);
                }
                if let Some(decoded) = self.stream.decoded()
                    && decoded.is_hopeless()
                {
                    let (reason, detail, hint) = decoded.told();
                    failure = Some(self.input.problem(0, reason, detail, hint));
                    self.hopeless = true;
                    bytes.clear();
                    self.stream.stop();
                    break 0;
                }
            }
            if self.passing {
                // What is left of a record that is too long goes to the next line end.
                match memchr::memchr(b'\n', &bytes) {
                    Some(at) => {
                        bytes.skip(at + 1);
                        self.line += 1;
                        self.passing = false;
                    }
                    None => bytes.clear(),
                }
            }
            if ended {
                if let Some(problem) = &mut failure {
                    // The record that it breaks off in is no record.
                    bytes.truncate((self.cut)(&bytes).unwrap_or(0));
                    problem.line += count_lines(&bytes);
                }
                break bytes.len();
            }
            if bytes.len() < CHUNK {
                continue;
            }
            match (self.cut)(&bytes) {
                Some(end) => break end,
                None if bytes.len() > LONGEST_RECORD => {
                    failure = Some(self.input.problem(
                        self.line,
                        "record-too-long",
                        format!("no record ends within {} MiB", LONGEST_RECORD >> 20),
                        "check that this is the format its name says; what follows was read from the next line on",
                    ));
                    self.line += count_lines(&bytes);
                    bytes.clear();
                    self.passing = true;
                    break 0;
                }
                None => searched = bytes.len(),
            }
        };
        if bytes.is_empty() && failure.is_none() {
            return None;
        }
        self.rest.extend_from_slice(&bytes[end..]);
        bytes.truncate(end);
        if self.wants_header && !self.hopeless {
            self.wants_header = false;
            // Also when the header row is longer than anything sensible: the reader then says what it lacks.
            let row = super::csv::first_record(&bytes);
            self.header = Some(Arc::new(bytes[..row].to_vec()));
            self.line += count_lines(&bytes[..row]);
            bytes.skip(row);
        }
        let chunk = Chunk {
            input: self.input.clone(),
            place,
            first_line: self.line,
            first_record: self.record,
            bytes,
            header: self.header.clone(),
            failure,
            context: self.context.clone(),
        };
        self.line += count_lines(&chunk.bytes);
        // Records are numbered by lines where the format has one a line; tables number rows by their first line.
        self.record = self.line - 1;
        Some(chunk)
    }

    /// Ends the file: its fingerprint is noted. Gives what is to be said of it.
    pub fn close(self) -> (Arc<Input>, Option<Problem>) {
        let decoded = self.stream.decoded().filter(|_| !self.hopeless);
        self.stream.finish();
        let changed = changed(&self.input);
        let told = decoded.map(|decoded| {
            let (reason, detail, hint) = decoded.told();
            self.input.problem(0, reason, detail, hint)
        });
        (self.input, changed.or(told))
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
