//! Files in turn, cut into chunks at record ends. Whoever asks gets the next chunk; memory is one chunk an asker.

use std::fs::File;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::walk::Input;
use super::{Chunk, Compression, Cut};
use crate::error::Problem;

/// Bytes of a chunk, but for a record that is longer.
const CHUNK: usize = 1 << 20;
/// A record longer than this is passed over, and so is a text file.
pub const LONGEST_RECORD: usize = 64 << 20;
/// Readable bytes behind every chunk, for wide loads.
const PADDING: usize = 64;

/// All chunks of all inputs, in order of the inputs.
pub struct Chunks<'a> {
    inputs: &'a [Arc<Input>],
    next: usize,
    open: Option<Open<'a>>,
    pool: &'a Pool,
    meter: &'a Meter,
}

/// Buffers that were used and may be used again.
#[derive(Debug, Default)]
pub struct Pool {
    buffers: Mutex<Vec<Vec<u8>>>,
}

impl Pool {
    fn take(&self) -> Vec<u8> {
        let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        buffers.pop().unwrap_or_default()
    }

    pub fn give_back(&self, mut buffer: Vec<u8>) {
        // One long record must not keep its memory for the rest of the run.
        if buffer.capacity() <= 4 * CHUNK {
            buffer.clear();
            self.buffers.lock().unwrap_or_else(PoisonError::into_inner).push(buffer);
        }
    }
}

/// What has been read so far, and the fingerprints of inputs that were read whole.
#[derive(Debug, Default)]
pub struct Meter {
    /// Bytes on disk.
    pub bytes: AtomicU64,
    /// SHA-256 by position of the input, where asked for.
    pub hashes: Option<Mutex<Vec<Option<String>>>>,
}

impl Meter {
    /// `hash` is how many inputs there are, if they are to be hashed.
    pub fn new(hash: Option<usize>) -> Self {
        Self { bytes: AtomicU64::new(0), hashes: hash.map(|count| Mutex::new(vec![None; count])) }
    }

    fn finish(&self, input: usize, digest: Option<Sha256>) {
        if let (Some(hashes), Some(digest)) = (&self.hashes, digest) {
            let hash = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
            hashes.lock().unwrap_or_else(PoisonError::into_inner)[input] = Some(hash);
        }
    }
}

/// A file being cut.
struct Open<'a> {
    input: Arc<Input>,
    place: u32,
    stream: Stream<'a>,
    cut: fn(&[u8]) -> Option<usize>,
    /// Read, but behind the last chunk's end.
    rest: Vec<u8>,
    number: u32,
    line: u64,
    record: u64,
    header: Option<Arc<Vec<u8>>>,
    wants_header: bool,
}

impl<'a> Chunks<'a> {
    pub fn new(inputs: &'a [Arc<Input>], pool: &'a Pool, meter: &'a Meter) -> Self {
        Self { inputs, next: 0, open: None, pool, meter }
    }

    /// A chunk without bytes: a whole file for the worker to read, or one that cannot be opened.
    fn bare(&self, place: usize, failure: Option<Problem>) -> Chunk {
        Chunk {
            input: self.inputs[place].clone(),
            place: (place as u32, 0),
            first_line: 1,
            first_record: 0,
            bytes: self.pool.take(),
            header: None,
            failure,
        }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            if let Some(open) = &mut self.open {
                match open.next_chunk(self.pool) {
                    Some(chunk) => return Some(chunk),
                    None => {
                        if let Some(open) = self.open.take() {
                            open.stream.finish();
                        }
                        continue;
                    }
                }
            }
            let place = self.next;
            let input = self.inputs.get(place)?;
            self.next += 1;
            let Cut::Records(cut) = input.reader.cut() else {
                return Some(self.bare(place, None));
            };
            match Stream::open(input, place, self.meter) {
                Ok(stream) => {
                    self.open = Some(Open {
                        input: input.clone(),
                        place: place as u32,
                        stream,
                        cut,
                        rest: vec![],
                        number: 0,
                        line: 1,
                        record: 0,
                        header: None,
                        wants_header: input.reader.name() == "csv",
                    });
                }
                Err(error) => return Some(self.bare(place, Some(unreadable(input, &error)))),
            }
        }
    }
}

impl Open<'_> {
    fn next_chunk(&mut self, pool: &Pool) -> Option<Chunk> {
        let mut bytes = pool.take();
        bytes.append(&mut self.rest);
        let mut failure = None;
        let mut searched = 0;
        let end = loop {
            let wanted = if searched == 0 { CHUNK } else { bytes.len().max(CHUNK) };
            let read = match self.stream.read_into(&mut bytes, wanted) {
                Ok(read) => read,
                Err(error) => {
                    failure = Some(broken_off(&self.input, self.line, &error));
                    // Said once: a broken stream would break again at every call.
                    self.stream.stop();
                    0
                }
            };
            if read == 0 {
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
                        "check that this is the format its name says; the rest of the file was not read",
                    ));
                    bytes.clear();
                    self.stream.stop();
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
        bytes.reserve(PADDING);
        if self.number == 0 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
        }
        if self.wants_header {
            self.wants_header = false;
            // Also when the header row is longer than anything sensible: the reader then says what it lacks.
            let row = super::csv::first_record(&bytes);
            self.header = Some(Arc::new(bytes[..row].to_vec()));
            self.line += count_lines(&bytes[..row]);
            bytes.drain(..row);
        }
        let chunk = Chunk {
            input: self.input.clone(),
            place: (self.place, self.number),
            first_line: self.line,
            first_record: self.record,
            bytes,
            header: self.header.clone(),
            failure,
        };
        self.number += 1;
        self.line += count_lines(&chunk.bytes);
        // Records are numbered by lines where the format has one a line; tables number rows by their first line.
        self.record = self.line - 1;
        Some(chunk)
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// Reads a whole file, decompressed, for readers whose files are one document.
///
/// # Errors
/// What the system says, or that the file is too long.
pub fn read_whole(input: &Input, place: u32, meter: &Meter, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut stream = Stream::open(input, place as usize, meter)?;
    while stream.read_into(bytes, CHUNK)? > 0 {
        if bytes.len() > LONGEST_RECORD {
            return Err(io::Error::other(format!("longer than {} MiB", LONGEST_RECORD >> 20)));
        }
    }
    stream.finish();
    Ok(())
}

pub fn unreadable(input: &Input, error: &io::Error) -> Problem {
    let hint = "check that the file is there, whole, and that you may read it";
    input.problem(0, "unreadable", plain(error), hint)
}

fn broken_off(input: &Input, line: u64, error: &io::Error) -> Problem {
    let hint = "what came before was used; get the file again";
    input.problem(line, "broken-off", plain(error), hint)
}

/// What the system or a decoder says, for people.
pub(super) fn plain(error: &io::Error) -> String {
    let said = error.to_string();
    match error.kind() {
        io::ErrorKind::UnexpectedEof => format!("the file ends too early ({said})"),
        _ if said.starts_with("incomplete") => format!("the file ends too early ({said})"),
        _ => said.split(" (os error").next().unwrap_or(&said).to_owned(),
    }
}

/// Decompressed bytes of one input, metered and hashed on the way.
struct Stream<'a> {
    decoder: Decoder<'a>,
    input: usize,
}

enum Decoder<'a> {
    None(Metered<'a>),
    Gzip(Box<flate2::read::MultiGzDecoder<io::BufReader<Metered<'a>>>>),
    Zstd(Box<zstd::Decoder<'static, io::BufReader<Metered<'a>>>>),
}

impl<'a> Stream<'a> {
    fn open(input: &Input, place: usize, meter: &'a Meter) -> io::Result<Self> {
        let source = match input.embedded {
            Some(bytes) => Source::Memory(bytes),
            None => Source::File(File::open(&input.path)?),
        };
        let digest = meter.hashes.as_ref().map(|_| Sha256::new());
        let metered = Metered { source, meter, digest, stopped: false };
        let decoder = match input.compression {
            Compression::None => Decoder::None(metered),
            Compression::Gzip => {
                let buffered = io::BufReader::with_capacity(1 << 17, metered);
                Decoder::Gzip(Box::new(flate2::read::MultiGzDecoder::new(buffered)))
            }
            Compression::Zstd => {
                let buffered = io::BufReader::with_capacity(1 << 17, metered);
                Decoder::Zstd(Box::new(zstd::Decoder::with_buffer(buffered)?))
            }
        };
        Ok(Self { decoder, input: place })
    }

    /// Appends up to `wanted` bytes; 0 at the end, and after `stop`.
    fn read_into(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> io::Result<usize> {
        bytes.reserve(wanted + PADDING);
        if self.metered().stopped {
            return Ok(0);
        }
        match &mut self.decoder {
            Decoder::None(metered) => metered.take(wanted as u64).read_to_end(bytes),
            Decoder::Gzip(decoder) => decoder.take(wanted as u64).read_to_end(bytes),
            Decoder::Zstd(decoder) => decoder.take(wanted as u64).read_to_end(bytes),
        }
    }

    fn stop(&mut self) {
        self.metered().stopped = true;
    }

    fn metered(&mut self) -> &mut Metered<'a> {
        match &mut self.decoder {
            Decoder::None(metered) => metered,
            Decoder::Gzip(decoder) => decoder.get_mut().get_mut(),
            Decoder::Zstd(decoder) => decoder.get_mut().get_mut(),
        }
    }

    /// Reads what a decoder left behind, so that the hash is of the whole file, and notes it.
    fn finish(mut self) {
        let input = self.input;
        let metered = self.metered();
        if metered.digest.is_some() && !metered.stopped {
            let mut sink = [0; 8192];
            while matches!(metered.read(&mut sink), Ok(n) if n > 0) {}
        }
        if !metered.stopped {
            metered.meter.finish(input, metered.digest.take());
        }
    }
}

enum Source {
    File(File),
    Memory(&'static [u8]),
}

/// Counts and hashes what goes through.
struct Metered<'a> {
    source: Source,
    meter: &'a Meter,
    digest: Option<Sha256>,
    stopped: bool,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stopped {
            return Ok(0);
        }
        let count = match &mut self.source {
            Source::File(file) => file.read(buffer)?,
            Source::Memory(bytes) => bytes.read(buffer)?,
        };
        self.meter.bytes.fetch_add(count as u64, Ordering::Relaxed);
        if let Some(digest) = &mut self.digest {
            digest.update(&buffer[..count]);
        }
        Ok(count)
    }
}
